// Package letter makes the documents of the form set out of the facts of a dossier: receipt,
// request for supplements, refusal, apology, notice of stopping, control slip, register.
//
// It promises that a paper holds what its form names, in the form's order, and nothing else;
// that what is not known is dots, as on the paper form, and never a guess; and that the
// paper's title and file name hold no personal data. It asks no clock and no ledger: what was
// true on the paper's day comes in Facts (desk.LetterFacts). The same facts make the same
// bytes.
package letter

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/print"
)

// Sheet is the paper in the printer.
type Sheet string

// Sheets. TwoUp is two slips of A5 side by side on A4, for an office without a tray of A5.
const (
	A4    Sheet = "a4"
	A5    Sheet = "a5"
	TwoUp Sheet = "2a5"
)

// Sheets are all of them.
var Sheets = []Sheet{A4, A5, TwoUp}

// SheetOf is the sheet that a form was made for.
func SheetOf(f *form.Form) Sheet {
	if f.Sheet == form.A5 {
		return A5
	}
	return A4
}

// Fits reports whether a form may stand on a sheet: a register lies on A4 and nowhere else.
func Fits(f *form.Form, s Sheet) bool {
	switch s {
	case A4:
		return true
	case A5, TwoUp:
		return !f.Landscape
	}
	return false
}

// Document is one paper on a sheet; two copies of it where two stand on one sheet.
func Document(f *form.Form, facts Facts, sheet Sheet) (*print.Document, error) {
	if f == nil {
		return nil, fault.New(fault.NotFound, "letter.no_form")
	}
	slips := []Slip{{f, facts}}
	if sheet == TwoUp {
		slips = append(slips, slips[0])
	}
	return Many(slips, sheet)
}

// Slip is a form and what to fill it with.
type Slip struct {
	Form  *form.Form
	Facts Facts
}

// Many are papers one after the other, or two by two. The title is the first one's.
func Many(slips []Slip, sheet Sheet) (*print.Document, error) {
	if len(slips) == 0 {
		return nil, fault.New(fault.NotFound, "letter.no_form")
	}
	first := &slips[0]
	d := &print.Document{Title: Title(first.Form, first.Facts.Code), Author: first.Facts.Agency, Language: "vi-VN"}
	for i := range slips {
		if !Fits(slips[i].Form, sheet) {
			return nil, fault.New(fault.Invalid, "letter.sheet", "form", slips[i].Form.Title, "sheet", string(sheet))
		}
		d.Sections = append(d.Sections, section(slips[i].Form, &slips[i].Facts, sheet))
	}
	return d, nil
}

// Title names a paper without naming a person: "Giấy tiếp nhận … H50.31.02-261123-0001".
func Title(f *form.Form, code string) string { return strings.TrimSpace(f.Title + " " + code) }

// Sizes of type in points that are tried, the first that keeps a paper on one page wins.
var sizes = map[Sheet][]float64{
	A4:    {13, 12.5, 12, 11.5, 11},
	A5:    {10.5, 10, 9.5, 9, 8.5, 8},
	TwoUp: {10.5, 10, 9.5, 9, 8.5, 8},
}

// section lays a paper out. One that does not fit a page in any size goes on over several in
// the first.
func section(f *form.Form, facts *Facts, sheet Sheet) print.Section {
	var first print.Section
	for i, size := range sizes[sheet] {
		s := build(f, facts, sheet, size)
		pages := print.Layout(&print.Document{Sections: []print.Section{single(s)}})
		switch {
		case len(pages) == 1 || f.Purpose == form.Register:
			return s
		case i == 0:
			first = s
		}
	}
	return first
}

// single is a section by itself, so that its pages can be counted.
func single(s print.Section) print.Section {
	s.Up = 0
	return s
}

func build(f *form.Form, facts *Facts, sheet Sheet, size float64) print.Section {
	s := print.Section{ID: "mau-" + f.Number, Name: f.Title}
	switch sheet {
	case A4:
		s.Width, s.Height, s.Landscape = print.A4Width, print.A4Height, f.Landscape
		s.Margin = print.Margin{Top: 15, Bottom: 15, Left: 25, Right: 15}
		if f.Landscape {
			s.Margin = print.Margin{Top: 18, Bottom: 15, Left: 20, Right: 15}
			s.Number = print.Numbering{Shown: true, FromOne: true, HideFirst: true, Size: 12}
			size = 12
		}
	case A5:
		s.Width, s.Height = print.A5Width, print.A5Height
		s.Margin = print.Margin{Top: 8, Bottom: 8, Left: 12, Right: 10}
	case TwoUp:
		s.Width, s.Height, s.Up = print.A4Height/2.0, print.A4Width, 2
		s.Margin = print.Margin{Top: 8, Bottom: 8, Left: 12, Right: 10}
	}
	b := &builder{form: f, facts: facts, width: s.Text(), size: size}
	s.Blocks = b.blocks()
	return s
}
