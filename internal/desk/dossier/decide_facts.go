package dossier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/fault"
)

// digitize: what the office scanned. What came electronic and what was only shown is not
// scanned (TT 03/2025 Đ5), and nothing is scanned twice.
func (d *decider) digitize(c Digitize) (Event, error) {
	if len(c.Components) == 0 {
		return Event{}, fault.New(fault.Invalid, "dossier.nothing_scanned")
	}
	seen := map[int]bool{}
	for _, i := range c.Components {
		if i < 0 || i >= len(d.s.Components) {
			return Event{}, fault.New(fault.Invalid, "dossier.no_such_paper", "number", i+1, "papers", len(d.s.Components))
		}
		p := d.s.Components[i]
		if !p.scannable() || p.Digitized || seen[i] {
			return Event{}, fault.New(fault.Conflict, "dossier.not_to_scan", "number", i+1)
		}
		seen[i] = true
	}
	return event(EventComponentsScanned, digitizedBody{d.mark(), c.Components})
}

// scannable: what came electronic, was only shown, or is not there yet has nothing to scan.
func (c Component) scannable() bool { return !c.ShownOnly && !c.Born && !c.Missing }

// rate: one evaluation per dossier, 1 to 5.
func (d *decider) rate(c Rate) (Event, error) {
	switch {
	case c.Score < 1 || c.Score > 5:
		return Event{}, fault.New(fault.Invalid, "dossier.score", "score", c.Score)
	case c.Channel > Post:
		return Event{}, fault.New(fault.Invalid, "dossier.channel", "channel", c.Channel)
	}
	return event(EventRated, ratedBody{d.mark(), c.Score, c.Channel})
}

// correct puts one of a closed list of facts right. It names the entry that was wrong, which
// stays as it is. What decides a deadline is not among them.
func (d *decider) correct(c Correct) (Event, error) {
	switch {
	case c.Seq < 1 || c.Seq > d.s.Seq:
		return Event{}, fault.New(fault.Invalid, "dossier.no_such_entry", "seq", c.Seq, "last", d.s.Seq)
	case c.Reason == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	case c.Typist == nil && c.EID == nil && c.Electronic == nil && len(c.Digitized) == 0:
		return Event{}, fault.New(fault.Invalid, "dossier.nothing_corrected")
	case c.Electronic != nil && d.s.Status != Settled && d.s.Status != Returned:
		return Event{}, fault.New(fault.Conflict, "dossier.no_result")
	}
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	if c.Typist != nil {
		if err := checkTypist(d.s.Channel, *c.Typist); err != nil {
			return Event{}, err
		}
	}
	for i, scanned := range c.Digitized {
		if i < 0 || i >= len(d.s.Components) {
			return Event{}, fault.New(fault.Invalid, "dossier.no_such_paper", "number", i+1, "papers", len(d.s.Components))
		}
		if p := d.s.Components[i]; scanned && !p.scannable() {
			return Event{}, fault.New(fault.Conflict, "dossier.not_to_scan", "number", i+1)
		}
	}
	e, err := event(EventCorrected, correctedBody{d.mark(), c.Reason, c.Typist, c.EID, c.Digitized, c.Electronic})
	e.Corrects = c.Seq
	return e, err
}

// Bounds of what one entry may hold: far above any real dossier, far below what would make
// a page or a chain unreadable.
const (
	maxPapers  = 200
	maxText    = 2000 // characters
	maxOutside = 20
)

// kinds in which a paper comes (form 01 of TT 01/2018: original, certified copy, copy).
var paperKinds = []string{"", "original", "certified", "copy", "database"}

// papers checks the list of papers. A paper that was reused was held already.
func papers(cs []Component) ([]Component, error) {
	if len(cs) > maxPapers {
		return nil, fault.New(fault.Invalid, "dossier.too_many_papers", "most", maxPapers)
	}
	out := make([]Component, len(cs))
	for i, c := range cs {
		if c.Name == "" || c.Copies < 0 {
			return nil, fault.New(fault.Invalid, "dossier.paper_without_name", "number", i+1)
		}
		if !slices.Contains(paperKinds, c.Kind) {
			return nil, fault.New(fault.Invalid, "dossier.paper_kind", "number", i+1, "kind", c.Kind)
		}
		if err := checkTexts(c.Name); err != nil {
			return nil, err
		}
		c.Reusable = c.Reusable || c.Reused
		out[i] = c
	}
	return out, nil
}

func (a Applicant) texts() []string {
	return []string{a.Name, a.Number, a.Phone, a.Address, a.Email, a.Born}
}

// checkTexts refuses what could not be written and read back the same, and what is no text
// a person typed.
func checkTexts(texts ...string) error {
	for _, t := range texts {
		switch {
		case !utf8.ValidString(t) || strings.ContainsFunc(t, damaged):
			return fault.New(fault.Invalid, "dossier.text_damaged")
		case utf8.RuneCountInString(t) > maxText:
			return fault.New(fault.Invalid, "dossier.text_too_long", "most", maxText)
		}
	}
	return nil
}

// damaged reports a character that no keyboard writes: what a broken file or a scanner in the
// wrong field leaves. Line ends and tabs are of longer texts.
func damaged(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}
