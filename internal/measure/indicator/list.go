package indicator

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// List is the rows behind a figure. A cell is a string, an int64 or a calendar.Date; a zero
// date is empty. Total is the number the rows stand for: as many dossiers or procedures, or
// the sum of the quantities of book items. It holds no personal data.
type List struct {
	Indicator string
	Title     string
	Part      string
	Period    calendar.Period
	Columns   []Column
	Rows      [][]any
	Total     int64  // what all rows stand for, also those outside the page
	Count     int64  // how many rows there are, also those outside the page
	Sorted    string // of dossiers: the column they are in the order of, as measure.Page has it
}

// Column is one column of a list.
type Column struct {
	Key   string
	Title string
	Type  string // text, number, date
}

// base says what kind of rows a term stands for.
type base uint8

const (
	ofDossiers base = iota
	ofProcedures
	ofItems
	ofLines // of a posted list
)

func (t Term) base() base {
	switch {
	case t.Register != "":
		return ofItems
	case t.Catalogue != "":
		return ofLines
	case t.Distinct != "":
		return ofProcedures
	}
	return ofDossiers
}

// flatten replaces terms that name indicators by those indicators' own terms.
func (s *Set) flatten(terms []Term) []Term {
	var out []Term
	for _, t := range terms {
		if t.Indicator == "" {
			out = append(out, t)
			continue
		}
		if i, ok := s.byID[t.Indicator]; ok && i.AtWard() {
			out = append(out, s.flatten(i.Num)...)
		}
	}
	return out
}

// List lists the rows behind one part of a figure: "num" (the default), "den", "2.num" for
// the second part of a pair or the second test of a target.
func (s *Set) List(ctx context.Context, src *Source, id, part string, p calendar.Period, page measure.Page) (List, error) {
	out := List{Indicator: id, Part: part, Period: p}
	f, err := s.Compute(ctx, src, id, p)
	if err != nil {
		return out, err
	}
	i := s.byID[id]
	out.Title = i.Title
	terms, err := i.terms(part)
	if err != nil {
		return out, err
	}
	if f.State == StateNotApplicable || i.Kind == Heading {
		return out, nil
	}
	if i.Kind == Ratio && i.Fallback != "" && f.Source == FromRegister && f.Num == nil && f.DrillDen == nil {
		terms = []Term{{Register: i.Fallback}}
	}
	return out, src.fill(ctx, &out, s.flatten(terms), p, page)
}

// terms finds the terms of a part.
func (i *Indicator) terms(part string) ([]Term, error) {
	number, name, numbered := strings.Cut(part, ".")
	if !numbered {
		number, name = "", part
	}
	num, den := i.Num, i.Den
	if i.Claim != "" {
		num = []Term{{Register: i.Claim}}
	}
	if numbered {
		n, err := strconv.Atoi(number)
		switch {
		case err == nil && n >= 1 && n <= len(i.Parts):
			num, den = i.Parts[n-1].Num, i.Parts[n-1].Den
		case err == nil && n >= 1 && n <= len(i.Tests):
			num, den = i.Tests[n-1].Num, i.Tests[n-1].Den
		default:
			name = "?"
		}
	}
	switch {
	case name == "num" || name == "":
		return num, nil
	case name == "den" && len(den) > 0:
		return den, nil
	}
	return nil, fault.New(fault.NotFound, "indicator.part_unknown", "id", i.ID, "part", part)
}

// fill makes the rows of terms of one base; the loader refuses a mixture.
func (s *Source) fill(ctx context.Context, out *List, terms []Term, p calendar.Period, page measure.Page) error {
	if len(terms) == 0 {
		return nil
	}
	switch terms[0].base() {
	case ofItems:
		return s.fillItems(ctx, out, terms, p, page)
	case ofLines:
		return s.fillLines(out, terms, p, page)
	case ofProcedures:
		return s.fillProcedures(ctx, out, terms[0], p, page)
	}
	return s.fillDossiers(ctx, out, terms, p, page)
}

func (s *Source) fillDossiers(ctx context.Context, out *List, terms []Term, p calendar.Period, page measure.Page) error {
	q := rollup.Query{From: p.From, To: p.To}
	for _, t := range terms {
		table, err := s.table(ctx, rollup.Count(t.Count), p)
		if err != nil {
			return err
		}
		if term, none := s.cells(t, table); !none {
			q.Terms = append(q.Terms, term)
		}
	}
	l, err := s.Dossiers(ctx, q, page)
	out.Columns, out.Rows, out.Total, out.Count = l.Columns, l.Rows, l.Total, l.Count
	return err
}

func (s *Source) fillProcedures(ctx context.Context, out *List, t Term, p calendar.Period, page measure.Page) error {
	table, err := s.table(ctx, rollup.Count(t.Count), p)
	if err != nil {
		return err
	}
	out.Columns = procedureColumns
	term, none := s.cells(t, table)
	if none {
		return nil
	}
	codes := table.Distinct(term)
	slices.Sort(codes)
	for _, code := range codes {
		term.Procedures = []string{code}
		name, field := s.named(code)
		out.Rows = append(out.Rows, []any{code, name, field, table.Sum(term)})
	}
	out.cut(page, int64(len(codes)))
	return nil
}

func (s *Source) fillLines(out *List, terms []Term, p calendar.Period, page measure.Page) error {
	out.Columns = lineColumns
	for _, t := range terms {
		rows, err := s.listed(t, p)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			out.Rows = append(out.Rows, lineRow(r))
		}
	}
	out.cut(page, int64(len(out.Rows)))
	return nil
}

func lineRow(r catalog.ListedRow) []any {
	name, field := "", ""
	if r.Procedure != nil {
		name, field = r.Procedure.Name, r.Procedure.Field
	}
	return []any{r.Code(), name, field, r.Basis, r.List}
}

func (s *Source) fillItems(ctx context.Context, out *List, terms []Term, p calendar.Period, page measure.Page) error {
	out.Columns = itemColumns
	var total int64
	for _, t := range terms {
		at, ok := findPlace(s.kinds, t.Register)
		if !ok {
			continue
		}
		r, err := s.read(ctx, t.Register, p)
		if err != nil {
			return err
		}
		for _, i := range r.Items {
			out.Rows = append(out.Rows, itemRow(at, i))
			if i.State == register.Value {
				total += i.Quantity
			}
		}
	}
	out.cut(page, total)
	return nil
}

// cut keeps the page of rows made here.
func (l *List) cut(page measure.Page, total int64) {
	l.Total, l.Count = total, int64(len(l.Rows))
	from := min(max(page.Offset, 0), len(l.Rows))
	to := len(l.Rows)
	if page.Limit > 0 {
		to = min(to, from+page.Limit)
	}
	l.Rows = l.Rows[from:to]
}
