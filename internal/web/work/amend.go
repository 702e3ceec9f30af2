package work

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// told is one thing that was told about a dossier and may be put right while it is in work.
type told struct {
	name string
	get  func(*dossier.State) string
	set  func(*dossier.Applicant, string)      // of the applicant
	rep  func(*dossier.Representative, string) // of the representative

	paper func(*dossier.Component, string) bool // of a paper; false: not a value
	place int                                   // of the paper in the list
	label string                                // of a paper; empty: work.amend and the name
	words func(string) string                   // of a value that is no text; nil: itself
}

func representative(s *dossier.State) dossier.Representative {
	if s.Representative == nil {
		return dossier.Representative{}
	}
	return *s.Representative
}

// tellings are the fields of an amendment, in the order of form 01.
var tellings = []told{
	{name: "ten", get: func(s *dossier.State) string { return s.Applicant.Name }, set: func(a *dossier.Applicant, v string) { a.Name = v }},
	{name: "so", get: func(s *dossier.State) string { return s.Applicant.Number }, set: func(a *dossier.Applicant, v string) { a.Number = plainNumber(v) }},
	{name: "sinh", get: func(s *dossier.State) string { return s.Applicant.Born }, set: func(a *dossier.Applicant, v string) { a.Born = v }},
	{name: "dien-thoai", get: func(s *dossier.State) string { return s.Applicant.Phone }, set: func(a *dossier.Applicant, v string) { a.Phone = plainNumber(v) }},
	{name: "thu", get: func(s *dossier.State) string { return s.Applicant.Email }, set: func(a *dossier.Applicant, v string) { a.Email = v }},
	{name: "dia-chi", get: func(s *dossier.State) string { return s.Applicant.Address }, set: func(a *dossier.Applicant, v string) { a.Address = v }},
	{name: "dd-ten", get: func(s *dossier.State) string { return representative(s).Name }, rep: func(a *dossier.Representative, v string) { a.Name = v }},
	{name: "dd-so", get: func(s *dossier.State) string { return representative(s).Number }, rep: func(a *dossier.Representative, v string) { a.Number = plainNumber(v) }},
	{name: "dd-dien-thoai", get: func(s *dossier.State) string { return representative(s).Phone }, rep: func(a *dossier.Representative, v string) { a.Phone = plainNumber(v) }},
	{name: "dd-giay", get: func(s *dossier.State) string { return representative(s).Paper }, rep: func(a *dossier.Representative, v string) { a.Paper = v }},
	{name: "noi-dung", get: func(s *dossier.State) string { return s.Request }},
	{name: "nhan-tai", get: func(s *dossier.State) string { return string(s.ReturnAt) }},
	{name: "nhan-o", get: func(s *dossier.State) string { return s.ReturnTo }},
}

// plainNumber drops what people put between the digits of a number.
func plainNumber(v string) string {
	return strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "").Replace(v)
}

// seenState is the dossier as the person saw it when the form was opened.
func (d *deed) seenState() *dossier.State {
	if d.seen == d.s.Seq {
		return d.s
	}
	s, err := at(d.entries, d.seen)
	if err != nil {
		return d.s
	}
	return s
}

// amendFields: what was told about applicant, representative, return and papers. Nothing that
// decides a deadline is among them.
func amendFields(d *deed) []field {
	if d.typed.Has("gop") || d.merging() {
		return []field{d.area("ly-do", "amend.reason", "").must()}
	}
	was := d.seenState()
	var f []field
	for _, x := range tellings {
		if x.name == "nhan-tai" {
			var places []option
			for _, p := range []dossier.ReturnPlace{dossier.AtCounter, dossier.ByPost, dossier.Electronical} {
				places = append(places, option{Value: string(p), Text: d.t("return_at." + string(p)), Chosen: or(was.ReturnAt, dossier.AtCounter) == p})
			}
			f = append(f, d.choice("choice", x.name, "amend."+x.name, places))
			continue
		}
		one := d.text(x.name, "amend."+x.name, x.get(was))
		if x.name == "dd-ten" {
			one = one.hint(d.t("amend.representative_hint"))
		}
		f = append(f, one)
	}
	for i := range len(was.Components) + freshPapers {
		f = append(f, d.paperRow(i, was))
	}
	return append(f, d.area("ly-do", "amend.reason", "").hint(d.t("amend.reason_hint")).must())
}

func or(v, none dossier.ReturnPlace) dossier.ReturnPlace {
	if v == "" {
		return none
	}
	return v
}

// amend names only the fields that differ from what the person saw.
func amend(d *deed) (dossier.Command, []desk.Next) {
	was := d.seenState()
	c := dossier.Amend{Reason: d.need("ly-do", "work.need.reason")}
	a, r := was.Applicant, representative(was)
	changed := 0
	var papers []told
	for _, x := range d.tellings() {
		v := d.get(x.name)
		if !d.typed.Has(x.name) || v == x.get(was) || x.name == "nhan-tai" && or(was.ReturnAt, dossier.AtCounter) == dossier.ReturnPlace(v) {
			continue
		}
		changed++
		switch {
		case x.set != nil:
			x.set(&a, v)
			c.Applicant = &a
		case x.paper != nil:
			papers = append(papers, x)
		case x.rep != nil:
			x.rep(&r, v)
			c.Representative = &r
		case x.name == "noi-dung":
			c.Request = &v
		case x.name == "nhan-tai":
			c.ReturnAt = new(dossier.ReturnPlace(v))
		case x.name == "nhan-o":
			c.ReturnTo = &v
		}
	}
	if c.Applicant != nil && a.Name == "" {
		d.wrong("ten", "work.need.name")
	}
	if c.Representative != nil {
		c.Representative = d.amendRepresentative(r)
	}
	c.Components = d.amendPapers(was, papers)
	if changed == 0 {
		d.wrong("", "work.need.change")
	}
	return c, nil
}

// amendRepresentative is the representative as the form leaves him: with all his fields empty
// there is none any more, and what no form asks for goes with him.
func (d *deed) amendRepresentative(r dossier.Representative) *dossier.Representative {
	switch {
	case r.Name != "":
		return &r
	case r.Number != "" || r.Phone != "" || r.Paper != "":
		d.wrong("dd-ten", "work.need.representative")
	}
	return &dossier.Representative{}
}

// mergeRow is one field of a merge: what the person saw, what it is now, what was typed.
type mergeRow struct {
	Name, Label     string
	Saw, Now, Typed string
	Choose          bool   // both changed it, and not alike: the person has to say which
	Chosen          string // "nay" as it is now, "go" as typed

	words func(string) string // of a value that is no text; nil: itself
}

// show is a value as a person reads it.
func (m mergeRow) show(v, none string) string {
	switch {
	case v == "":
		return none
	case m.words != nil:
		return m.words(v)
	}
	return v
}

// merging reports whether the form came back for a dossier that moved on.
func (d *deed) merging() bool { return d.sent && d.seen != d.s.Seq }

// origin is up to which entry the person had seen the dossier when the form was first opened; a
// merge carries it along.
func (d *deed) origin() int32 {
	if n, err := strconv.ParseInt(d.get("goc"), 10, 32); err == nil && n >= 1 && int32(n) <= d.seen {
		return int32(n)
	}
	return d.seen
}

// mergeRows are the fields that the person or somebody else has changed.
func (d *deed) mergeRows() []mergeRow {
	saw, err := at(d.entries, d.origin())
	if err != nil {
		saw = d.s
	}
	var out []mergeRow
	for _, x := range d.tellings() {
		m := mergeRow{Name: x.name, Label: d.labelOf(x), words: x.words, Saw: x.get(saw), Now: x.get(d.s), Typed: d.get(x.name)}
		if x.name == "nhan-tai" {
			m.Saw, m.Now = string(or(saw.ReturnAt, dossier.AtCounter)), string(or(d.s.ReturnAt, dossier.AtCounter))
		}
		if !d.typed.Has(x.name) {
			m.Typed = m.Saw
		}
		mine, theirs := m.Typed != m.Saw, m.Now != m.Saw
		if !mine && !theirs {
			continue
		}
		switch {
		case mine && !theirs:
			m.Chosen = "go"
		case !mine || m.Typed == m.Now:
			m.Chosen = "nay"
		default:
			m.Choose = true
		}
		if c := d.get("chon-" + x.name); c != "" {
			m.Chosen = c
		}
		if x.name == "nhan-tai" {
			m.words = func(v string) string { return d.t("return_at." + v) }
		}
		out = append(out, m)
	}
	return out
}

// merged takes the choices of a merge: every field becomes what was chosen, and the rest is as
// the person saw it on the merge page.
func (d *deed) merged() {
	saw := d.seenState()
	for _, x := range d.tellings() {
		choice := d.get("chon-" + x.name)
		switch {
		case choice == "nay":
			d.typed.Set(x.name, x.get(saw))
		case choice == "" && d.typed.Has(x.name) && d.typed.Get("phai-chon-"+x.name) != "":
			d.wrong(x.name, "work.need.choice", "field", d.labelOf(x))
		}
	}
}

func (d *deed) labelOf(x told) string {
	if x.label != "" {
		return x.label
	}
	return page.T(d.ctx, "work.amend."+x.name)
}
