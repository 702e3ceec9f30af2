package desk

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// given checks the numbers that the caller of an order typed, before the desk allots any. One
// that belongs to a series of the desk is refused: typed, it would be given a second time when
// the series comes to it. One of another book is refused when another dossier bears it in the
// same book and year (NĐ 30/2020 Đ15 k1; NĐ 23/2015 Đ13).
func (d *Desk) given(tx Tx, o Order, steps []Next) error {
	for _, step := range steps {
		var err error
		switch c := step.Command.(type) {
		case dossier.Issue:
			if c.Number != "" {
				err = fault.New(fault.Invalid, "desk.letter_number_given", "number", c.Number)
			}
		case dossier.Settle:
			err = d.resultGiven(tx, o, c.Result.Number)
		case dossier.Receive:
			err = codesFree(tx, o, c.Outside)
		case dossier.Amend:
			err = codesFree(tx, o, c.Outside)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) resultGiven(tx Tx, o Order, number string) error {
	if number == "" || o.certified {
		return nil
	}
	if d.ofSeries(number) {
		return fault.New(fault.Invalid, "desk.number_of_series", "number", number)
	}
	procedure := o.Procedure
	if s, err := tx.Dossier(o.Dossier); err == nil {
		procedure = s.Procedure
	} else if r, ok := o.Command.(dossier.Receive); ok && r.Promise.Procedure != "" {
		procedure = r.Promise.Procedure
	}
	return free(tx, o, dossier.ResultKey(o.year(), procedure, number), number)
}

// ofSeries reports whether a number would be one that the desk allots: of a result, of a
// letter of any set of forms, of a book of certifications.
func (d *Desk) ofSeries(number string) bool {
	_, symbol, _ := strings.Cut(strings.Join(strings.Fields(number), ""), "/")
	if symbol == dossier.DeskSymbol || strings.Contains(number, dossier.BookWord) {
		return true
	}
	if d.catalog.Books.OfSeries(number) {
		return true
	}
	if d.catalog.Forms == nil {
		return false
	}
	for _, set := range d.catalog.Forms.All() {
		for _, f := range set.Forms {
			if symbol == f.Symbol {
				return true
			}
		}
	}
	return false
}

func codesFree(tx Tx, o Order, codes []string) error {
	for _, code := range codes {
		if err := free(tx, o, dossier.CodeKey(code), code); err != nil {
			return err
		}
	}
	return nil
}

// free refuses a number that another dossier bears, and names it.
func free(tx Tx, o Order, key, number string) error {
	id, err := tx.Bearer(key)
	if err != nil || id == 0 || id == o.Dossier {
		return err
	}
	name := id.String()
	if other, err := tx.Dossier(id); err == nil && other.Code != "" {
		name = other.Code
	}
	return fault.New(fault.Conflict, "desk.number_taken", "number", number, "code", name, "year", strconv.Itoa(o.year()))
}

// codeGiven takes over a code that came with the dossier: no other dossier may have it. One of
// this unit's own form is taken out of the day's series with all before it, so that the series
// never comes to it.
func (d *Desk) codeGiven(tx Tx, o Order, code string) error {
	if err := free(tx, o, dossier.CodeKey(code), code); err != nil {
		return err
	}
	parts, err := dossier.ParseCode(code)
	if err != nil {
		return err
	}
	day := calendar.DateOf(o.Happened)
	n, err := strconv.Atoi(parts.Number)
	if err != nil || n < 1 || d.Number(o.Unit, day, n) != code {
		return nil
	}
	for range mostAhead {
		next, err := tx.Next(series, day)
		if err != nil || next >= n {
			return err
		}
	}
	return fault.New(fault.Invalid, "desk.code_far_ahead", "code", code, "most", mostAhead)
}

// mostAhead is how far a code that came from elsewhere may run ahead of the day's series.
const mostAhead = 10_000
