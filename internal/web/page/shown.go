package page

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// How every page shows a dossier: one word and one colour for a status, one way to hide a person.

// StatusName is a status in the reader's language; in Vietnamese it is the name of the national
// list (data/workflows).
func StatusName(ctx context.Context, s dossier.Status) string {
	return T(ctx, "web.status."+strconv.Itoa(int(s)))
}

// StatusTag is the colour of a status; its name always stands with it.
func StatusTag(s dossier.Status) string {
	switch s {
	case dossier.Settled, dossier.Returned:
		return "good"
	case dossier.Supplement, dossier.Obligation, dossier.Withdrawing:
		return "warn"
	case dossier.Rejected, dossier.Stopped:
		return "bad"
	}
	return "quiet"
}

// Since is since when a dossier stands with its holder in its status; of one that has ended,
// since its last entry.
func Since(s *dossier.State) time.Time {
	if !s.Since.IsZero() {
		return s.Since
	}
	return s.Last
}

// Masked is a name as lists show it: initials and the given name, "N. V. An". The name of an
// organisation is nobody's personal data and stays.
func Masked(a dossier.Applicant) string {
	words := strings.Fields(a.Name)
	if a.Kind > 1 || len(words) == 0 {
		return a.Name
	}
	for i, w := range words[:len(words)-1] {
		_, n := utf8.DecodeRuneInString(w)
		words[i] = w[:n] + "."
	}
	return strings.Join(words, " ")
}

// MaskedNumber keeps the last three signs of a personal number or a telephone number.
func MaskedNumber(s string) string {
	if len(s) <= 3 {
		return strings.Repeat("*", len(s))
	}
	return strings.Repeat("*", len(s)-3) + s[len(s)-3:]
}

// Cell is a typed text as a cell of a text table: a spreadsheet must not take it for a formula.
func Cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

// FieldOf is the field of a dossier: that under which it was received, else that of its procedure
// in the catalogue.
func (s *Site) FieldOf(d *dossier.State) string {
	if d.Field != "" {
		return d.Field
	}
	p, _ := s.Catalog.Procedures.Get(d.Procedure)
	if p == nil {
		return ""
	}
	return p.Field
}

// ProcedureName is the name of a procedure, or its code when the catalogue does not have it.
func (s *Site) ProcedureName(code string) string {
	if p, ok := s.Catalog.Procedures.Get(code); ok {
		return p.Name
	}
	return code
}

// FormFor is the form of a purpose in the set in force on a day; nil when the set has none (that
// of 2018 has no notice of stopping), or no set is in force.
func (s *Site) FormFor(p form.Purpose, day calendar.Date) *form.Form {
	if s.Catalog.Forms == nil {
		return nil
	}
	set := s.Catalog.Forms.On(day)
	if set == nil {
		return nil
	}
	return set.For(p)
}

// Days are those that tell near from far: today and the last day of "soon". They need no desk
// that writes.
func (s *Site) Days() desk.Days { return desk.New(s.Catalog, nil).Days(s.Now()) }

// BasisNow says what a page of the work of now rests on.
func (s *Site) BasisNow(ctx context.Context, in Reading) string {
	h, err := in.Head(ctx, s.Unit.Code)
	if err != nil {
		return ""
	}
	return T(ctx, "web.basis_now", "at", calendar.PrintInstant(s.Now()), "entry", N(h.Size))
}
