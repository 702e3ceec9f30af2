package indicator

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// CheckTerms checks terms that stand in a file of another kind, as a scoring table's.
func (s *Set) CheckTerms(f *datafile.File, path string, terms []Term) []datafile.Problem {
	c := checker{set: s, file: f, kind: Ratio}
	for n, t := range terms {
		c.term(fmt.Sprintf("%s[%d]", path, n), t)
	}
	return c.problems
}

type checker struct {
	set      *Set
	file     *datafile.File
	kind     Kind
	i        *Indicator
	circular bool // some indicator leads back to itself: terms cannot be followed
	problems []datafile.Problem
}

func (c *checker) say(wrong bool, path, format string, args ...any) {
	if wrong {
		c.problems = append(c.problems, c.file.Problem(path, fmt.Sprintf(format, args...)))
	}
}

var lineForm = regexp.MustCompile(`^[IVX]+(\.[0-9a-z]{1,3}){1,5}$`)

func (c *checker) all() {
	i := c.i
	appendix, line, _ := strings.Cut(i.ID, ".")
	c.say(!lineForm.MatchString(i.ID), "id", "mã «%s» phải có dạng phụ lục.dòng, ví dụ III.4.3", i.ID)
	c.say(!strings.HasSuffix(i.file.Path, path.Join(appendix, line+".toml")), "id", "tệp phải là %s/%s.toml như mã «%s»", appendix, line, i.ID)
	c.say(i.Title == "" || i.English == "", "title", "chỉ tiêu cần tên tiếng Việt và tiếng Anh")
	c.say(!slices.Contains([]Level{Ward, Optional, Upper, Province, District}, i.Level), "level", "cấp «%s» không có; hãy dùng ward, optional, upper, province hoặc district", i.Level)
	c.say(i.ValidTo != 0 && i.ValidTo < i.ValidFrom, "valid_to", "ngày hết hiệu lực trước ngày có hiệu lực")
	c.say(i.Law == "", "law", "chỉ tiêu chưa ghi căn cứ")
	c.say(i.AtMost != "" && !c.set.Known(i.AtMost), "at_most", "không có chỉ tiêu «%s»", i.AtMost)
	c.shape()
	c.terms("num", i.Num)
	c.terms("den", i.Den)
	c.measured("fallback", i.Fallback, register.Percent)
	c.measured("claim", i.Claim, register.Flag)
	for n, p := range i.Parts {
		c.terms(fmt.Sprintf("part[%d].num", n), p.Num)
		c.terms(fmt.Sprintf("part[%d].den", n), p.Den)
	}
	for n, t := range i.Tests {
		c.test(fmt.Sprintf("test[%d]", n), t)
	}
}

// shape checks that a kind has the terms it needs and no others.
func (c *checker) shape() {
	i := c.i
	has := func(num, den, parts, tests bool) bool {
		return num == (len(i.Num) > 0) && den == (len(i.Den) > 0) && parts == (len(i.Parts) > 0) && tests == (len(i.Tests) > 0)
	}
	var ok bool
	switch i.Kind {
	case Heading:
		ok = has(false, false, false, false)
	case Count, Money:
		ok = has(true, false, false, false)
	case Percent, Text, Flag, Tick:
		ok = has(true, false, false, false) && len(i.Num) == 1 && i.Num[0].Register != ""
	case Ratio:
		ok = has(true, true, false, false)
	case Pair:
		ok = has(false, false, true, false)
	case Target:
		ok = i.Claim != "" && has(false, false, false, false) || i.Claim == "" && has(false, false, false, true) || !i.AtWard() && has(false, false, false, false)
	default:
		c.say(true, "kind", "loại «%s» không có", i.Kind)
		return
	}
	c.say(!ok, "kind", "loại «%s» thiếu hoặc thừa num, den, part, test hay claim", i.Kind)
	rounds := i.Kind == Ratio || i.Kind == Pair || i.Kind == Target && len(i.Tests) > 0
	c.say(rounds && (i.Rounding != "half_up" || i.Scale <= 0 || i.Decimals < 0 || i.Decimals > 6), "rounding", "tỷ lệ cần scale, decimals (0–6) và rounding = \"half_up\"")
	c.say(i.Fallback != "" && (i.Kind != Ratio || i.Scale != 100 || i.Decimals != 2), "fallback", "chỉ tỷ lệ phần trăm hai số lẻ mới có fallback")
	c.say(i.Claim != "" && i.Kind != Target, "claim", "chỉ mục tiêu mới có claim")
}

func (c *checker) test(path string, t Test) {
	c.say(t.Label == "", path+".label", "điều kiện chưa có tên")
	c.say(len(t.Num) == 0 || len(t.Den) == 0, path, "điều kiện cần num và den")
	c.say((t.Threshold <= 0) == (len(t.Floors) == 0) || t.Threshold > 100, path, "điều kiện cần hoặc threshold (1–100), hoặc floor theo năm")
	for n, f := range t.Floors {
		at := fmt.Sprintf("%s.floor[%d]", path, n)
		c.say(f.Percent <= 0 || f.Percent > 100 || f.Year < 2000, at, "mức của năm %d phải từ 1 đến 100", f.Year)
		c.say(n > 0 && f.Year <= t.Floors[n-1].Year, at, "các năm phải tăng dần")
	}
	c.terms(path+".num", t.Num)
	c.terms(path+".den", t.Den)
}

func (c *checker) terms(path string, terms []Term) {
	for n, t := range terms {
		c.term(fmt.Sprintf("%s[%d]", path, n), t)
	}
	if c.circular {
		return
	}
	flat := c.set.flatten(terms)
	for n, t := range flat {
		c.say(t.base() != flat[0].base(), path, "các số hạng phải cùng một loại dòng (hồ sơ, thủ tục, mục sổ hay danh mục) để liệt kê được")
		c.say(t.base() == ofProcedures && len(flat) > 1, path, "số thủ tục khác nhau không cộng được với số hạng khác")
		for _, other := range flat[:n] {
			c.say(t.base() == ofDossiers && other.base() == ofDossiers && !disjoint(t, other), path,
				"«%s» và «%s» có thể đếm cùng một hồ sơ hai lần", other.Count, t.Count)
		}
	}
}

func (c *checker) term(path string, t Term) {
	given := 0
	for _, s := range [...]string{t.Count, t.Register, t.Catalogue, t.Indicator} {
		if s != "" {
			given++
		}
	}
	c.say(given != 1, path, "mỗi số hạng có đúng một trong count, register, catalogue, indicator")
	c.say(t.Count == "" && len(t.Channels)+len(t.Levels)+len(t.Fields)+len(t.Distinct) > 0, path, "channels, levels, fields, distinct chỉ đi với count")
	c.say(t.Count != "" && !rollup.Known(rollup.Count(t.Count)), path+".count", "không có phép đếm «%s»", t.Count)
	c.say(t.Distinct != "" && (t.Distinct != "procedure" || rollup.IsStock(rollup.Count(t.Count))), path+".distinct", "distinct chỉ nhận «procedure» và không đi với số tồn")
	for _, x := range t.Channels {
		_, ok := channels[x]
		c.say(!ok, path+".channels", "kênh «%s» không có; hãy dùng counter, online, post", x)
	}
	for _, x := range t.Levels {
		_, ok := levels[x]
		c.say(!ok, path+".levels", "mức «%s» không có; hãy dùng none, partial, full, unknown", x)
	}
	for _, x := range t.Fields {
		c.say(!c.fieldKnown(x), path+".fields", "danh mục không có lĩnh vực «%s»", x)
	}
	if t.Register != "" {
		place, ok := findPlace(c.set.kinds, t.Register)
		c.say(!ok, path+".register", "không có sổ và phần «%s»", t.Register)
		if ok {
			c.say(!suits(c.kind, place.Measure()), path+".register", "sổ «%s» đo bằng %s, không hợp với loại %s", t.Register, place.Measure(), c.kind)
		}
	}
	c.say(t.Catalogue != "" && t.Catalogue != "listed", path+".catalogue", "catalogue chỉ nhận «listed»")
	c.say(t.Catalogue != "" && groupNames[t.Group] == "", path+".group", "nhóm «%s» không có", t.Group)
	c.say(t.Catalogue == "" && t.Group != "", path+".group", "group chỉ đi với catalogue")
	if t.Indicator != "" {
		other, ok := c.set.Get(t.Indicator)
		c.say(!ok, path+".indicator", "không có chỉ tiêu «%s»", t.Indicator)
		c.say(ok && other.Kind != Count && other.Kind != Money, path+".indicator", "chỉ tiêu «%s» không phải số đếm hay số tiền", t.Indicator)
	}
}

// suits tells which measures a kind of figure can read.
func suits(k Kind, m register.Measure) bool {
	switch k {
	case Count:
		return m == register.Count || m == register.Level
	case Money:
		return m == register.Amount
	case Percent:
		return m == register.Percent
	case Text:
		return m == register.Text
	case Flag:
		return m == register.Flag
	case Tick:
		return m == register.Tick
	}
	return m == register.Count || m == register.Level || m == register.Amount
}

func (c *checker) measured(path, place string, m register.Measure) {
	if place == "" {
		return
	}
	at, ok := findPlace(c.set.kinds, place)
	c.say(!ok || at.Measure() != m, path, "không có sổ và phần «%s» đo bằng %s", place, m)
}

func (c *checker) fieldKnown(field string) bool {
	for _, p := range c.set.cat.Procedures.All() {
		if p.Field == field {
			return true
		}
	}
	return false
}

// disjoint reports whether no dossier can be in both counts: then the list of both is as long
// as their sum. Stocks and flows may meet in one dossier, so they never add up to a list.
func disjoint(a, b Term) bool {
	if apart(a.Channels, b.Channels) || apart(a.Levels, b.Levels) || apart(a.Fields, b.Fields) {
		return true
	}
	x, ok1 := rollup.DefOf(rollup.Count(a.Count))
	y, ok2 := rollup.DefOf(rollup.Count(b.Count))
	both := x.Mask & y.Mask
	return ok1 && ok2 && x.By == y.By && x.Want&both != y.Want&both
}

func apart(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, x := range a {
		if slices.Contains(b, x) {
			return false
		}
	}
	return true
}
