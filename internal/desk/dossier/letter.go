package dossier

import (
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Kinds of entries about letters.
const (
	EventIssued    = "dossier.issued"
	EventDelivered = "dossier.delivered"
)

// maxLetters is how many documents one dossier can have: far above any real one.
const maxLetters = 100

type issuedBody struct {
	mark
	Form   string `json:"f"`
	Number string `json:"n"`
	About  int32  `json:"a"`
	Signer string `json:"g,omitempty"`
	Given  string `json:"w,omitempty"`
}

type deliveredBody struct {
	mark
	Letter int    `json:"i"`
	Way    string `json:"w"`
}

// mayDeliver: some letter is still here.
func (d *decider) mayDeliver() error {
	if !slices.ContainsFunc(d.s.Letters, func(l Letter) bool { return l.Given == "" }) {
		return fault.New(fault.Conflict, "dossier.no_letter_waits")
	}
	return nil
}

func (d *decider) mayIssue() error {
	if len(d.s.Letters) >= maxLetters {
		return fault.New(fault.Conflict, "dossier.too_many_letters", "most", maxLetters)
	}
	return nil
}

// issue records that a document of the form set was issued. The number comes with the
// command: numbers are allotted in the transaction (NĐ 30/2020 Đ15). About one act there is
// one document of a form; printing it again is no new document.
func (d *decider) issue(c Issue) (Event, error) {
	about := c.About
	if about == 0 {
		about = d.s.lastAct()
	}
	set, number, ok := strings.Cut(c.Form, "/")
	switch {
	case !ok || set == "" || number == "":
		return Event{}, fault.New(fault.Invalid, "dossier.letter_form", "form", c.Form)
	case c.Number == "":
		return Event{}, fault.New(fault.Invalid, "dossier.letter_number")
	case about < 1 || about > d.s.Seq:
		return Event{}, fault.New(fault.Invalid, "dossier.no_such_entry", "seq", about, "last", d.s.Seq)
	case slices.ContainsFunc(d.s.Letters, func(l Letter) bool { return l.Form == c.Form && l.About == about }):
		return Event{}, fault.New(fault.Conflict, "dossier.issued_twice", "form", c.Form)
	case c.Given != "" && proofs[c.Given] == nil:
		return Event{}, fault.New(fault.Invalid, "dossier.way", "way", c.Given)
	}
	if err := checkTexts(c.Form, c.Number, c.Signer); err != nil {
		return Event{}, err
	}
	return event(EventIssued, issuedBody{d.mark(), c.Form, c.Number, about, c.Signer, c.Given})
}

// lastAct is the last entry that is not itself the issue of a letter.
func (s *State) lastAct() int32 {
	seq := s.Seq
	for i := len(s.Letters) - 1; i >= 0 && s.Letters[i].Seq == seq; i-- {
		seq--
	}
	return seq
}

// deliver: a letter is handed over once; who loses it gets a copy.
func (d *decider) deliver(c Deliver) (Event, error) {
	if c.Letter < 0 || c.Letter >= len(d.s.Letters) {
		return Event{}, fault.New(fault.Invalid, "dossier.no_such_letter", "number", c.Letter+1, "letters", len(d.s.Letters))
	}
	if proofs[c.Way] == nil {
		return Event{}, fault.New(fault.Invalid, "dossier.way", "way", c.Way)
	}
	if l := d.s.Letters[c.Letter]; l.Given != "" {
		return Event{}, fault.New(fault.Conflict, "dossier.delivered_twice", "letter", l.Number)
	}
	return event(EventDelivered, deliveredBody{d.mark(), c.Letter, c.Way})
}

func applyIssued(n *State, e *ledger.Entry, at time.Time, b issuedBody) error {
	if b.Form == "" || b.Number == "" || b.About < 1 || b.About >= e.Seq || len(n.Letters) >= maxLetters || b.Given != "" && proofs[b.Given] == nil {
		return errValue
	}
	n.Letters = append(slices.Clip(n.Letters), Letter{Form: b.Form, Number: b.Number, Seq: e.Seq, About: b.About, At: at, Signer: b.Signer, Given: b.Given})
	return nil
}

func applyDelivered(n *State, _ *ledger.Entry, _ time.Time, b deliveredBody) error {
	if b.Letter < 0 || b.Letter >= len(n.Letters) || n.Letters[b.Letter].Given != "" || proofs[b.Way] == nil {
		return errValue
	}
	n.Letters = slices.Clone(n.Letters)
	n.Letters[b.Letter].Given = b.Way
	return nil
}

// Forms are named by circular and number: the numbers of two circulars mean different things.
func tellIssued(b issuedBody) (string, []any) {
	set, number, _ := strings.Cut(b.Form, "/")
	args := []any{"number", b.Number, "form", number, "set", strings.ToUpper(set)}
	if b.Given != "" {
		return "issued_given", append(args, "way", Word("dossier.way_of."+b.Given))
	}
	return "issued", args
}

func tellDelivered(b deliveredBody) (string, []any) {
	return "delivered", []any{"letter", b.Letter + 1, "way", Word("dossier.letter_way." + b.Way)}
}
