package indicator

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/duty/register"
)

// Load reads and checks data/indicators: every name of a count, book, list group, field or
// indicator must be known, no indicator may lead back to itself, and the rows behind one part
// must be of one kind. The set is usable only when there is no problem.
func Load(fsys fs.FS, cat *catalog.Catalog, kinds *register.Kinds) (*Set, []datafile.Problem) {
	s := &Set{cat: cat, kinds: kinds, byID: map[string]*Indicator{}}
	paths, err := datafile.List(fsys, "indicators")
	if err != nil {
		return s, []datafile.Problem{{File: "indicators", Text: "không đọc được thư mục chỉ tiêu: " + err.Error()}}
	}
	var problems []datafile.Problem
	for _, p := range paths {
		i, f, bad := datafile.Decode[Indicator](fsys, p)
		problems = append(problems, bad...)
		if len(bad) > 0 {
			continue
		}
		i.file = f
		if other := s.byID[i.ID]; other != nil {
			problems = append(problems, f.Problem("id", fmt.Sprintf("chỉ tiêu «%s» đã có ở %s", i.ID, other.file.Path)))
			continue
		}
		s.byID[i.ID] = &i
		s.order = append(s.order, &i)
	}
	slices.SortFunc(s.order, byLine)
	circles := s.cycles()
	for _, i := range s.order {
		c := checker{set: s, file: i.file, kind: i.Kind, i: i, circular: len(circles) > 0}
		c.all()
		problems = append(problems, c.problems...)
	}
	return s, append(problems, circles...)
}

var appendixOrder = []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}

// byLine orders "III.4.3" after "III.4" and before "III.10".
func byLine(a, b *Indicator) int {
	x, y := strings.Split(a.ID, "."), strings.Split(b.ID, ".")
	if x[0] != y[0] {
		return cmp.Or(slices.Index(appendixOrder, x[0])-slices.Index(appendixOrder, y[0]), strings.Compare(x[0], y[0]))
	}
	for n := 1; n < min(len(x), len(y)); n++ {
		m, err1 := strconv.Atoi(x[n])
		k, err2 := strconv.Atoi(y[n])
		if err1 != nil || err2 != nil {
			m, k = strings.Compare(x[n], y[n]), 0
		}
		if m != k {
			return m - k
		}
	}
	return len(x) - len(y)
}

// cycles reports indicators that lead back to themselves.
func (s *Set) cycles() (problems []datafile.Problem) {
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(i *Indicator)
	visit = func(i *Indicator) {
		state[i.ID] = open
		for _, id := range i.refers() {
			switch other := s.byID[id]; {
			case other == nil:
			case state[id] == open:
				problems = append(problems, i.file.Problem("num", fmt.Sprintf("chỉ tiêu «%s» và «%s» tính vòng quanh nhau", i.ID, id)))
			case state[id] == 0:
				visit(other)
			}
		}
		state[i.ID] = done
	}
	for _, i := range s.order {
		if state[i.ID] == 0 {
			visit(i)
		}
	}
	return problems
}

func (i *Indicator) refers() (ids []string) {
	groups := [][]Term{i.Num, i.Den}
	for _, p := range i.Parts {
		groups = append(groups, p.Num, p.Den)
	}
	for _, t := range i.Tests {
		groups = append(groups, t.Num, t.Den)
	}
	for _, terms := range groups {
		for _, t := range terms {
			if t.Indicator != "" {
				ids = append(ids, t.Indicator)
			}
		}
	}
	if i.AtMost != "" {
		ids = append(ids, i.AtMost)
	}
	return ids
}

// validOn reports whether the line existed in some of the period.
func (i *Indicator) validOn(p calendar.Period) bool {
	return (i.ValidFrom == 0 || p.To >= i.ValidFrom) && (i.ValidTo == 0 || p.From <= i.ValidTo)
}
