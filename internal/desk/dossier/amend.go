package dossier

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// EventAmended is the kind of an entry that changes what the applicant told.
const EventAmended = "dossier.amended"

// amendment is what an amendment can touch. What decides code, procedure or deadline is not
// among it, nor is what the office itself found (see Correct).
type amendment struct {
	Applicant      *Applicant      `json:"ap,omitempty"`
	Representative *Representative `json:"rp,omitempty"` // without a name: there is none
	Request        *string         `json:"rq,omitempty"`
	ReturnAt       *ReturnPlace    `json:"wa,omitempty"`
	ReturnTo       *string         `json:"wt,omitempty"`
	Components     []Component     `json:"co,omitempty"`
	Assurance      *Assurance      `json:"as,omitempty"`
	Outside        []string        `json:"xc,omitempty"` // added
}

// amendedBody keeps old and new, so that a timeline shows both without folding.
type amendedBody struct {
	mark
	Reason string    `json:"r"`
	Now    amendment `json:"n"`
	Was    amendment `json:"o"`
}

// amend changes what was told, while the dossier is in work. Old and new are both recorded;
// nothing is overwritten in the ledger.
func (d *decider) amend(c Amend) (Event, error) {
	if c.Reason == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	}
	b := amendedBody{mark: d.mark(), Reason: c.Reason}
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	if err := d.amendPeople(c, &b); err != nil {
		return Event{}, err
	}
	if err := d.amendReturn(c, &b); err != nil {
		return Event{}, err
	}
	if err := d.amendPapers(c, &b); err != nil {
		return Event{}, err
	}
	if b.Now.empty() {
		return Event{}, fault.New(fault.Invalid, "dossier.nothing_amended")
	}
	return event(EventAmended, b)
}

func (a amendment) empty() bool {
	return a.Applicant == nil && a.Representative == nil && a.Request == nil && a.ReturnAt == nil && a.ReturnTo == nil &&
		a.Components == nil && a.Assurance == nil && len(a.Outside) == 0
}

func (d *decider) amendPeople(c Amend, b *amendedBody) error {
	if c.Applicant != nil && *c.Applicant != d.s.Applicant {
		if c.Applicant.Name == "" {
			return fault.New(fault.Invalid, "dossier.no_applicant")
		}
		if err := checkTexts(c.Applicant.texts()...); err != nil {
			return err
		}
		was := d.s.Applicant
		b.Now.Applicant, b.Was.Applicant = c.Applicant, &was
	}
	if c.Representative != nil {
		was := Representative{}
		if d.s.Representative != nil {
			was = *d.s.Representative
		}
		if *c.Representative != was {
			if *c.Representative != (Representative{}) {
				if err := checkRepresentative(c.Representative); err != nil {
					return err
				}
			}
			b.Now.Representative, b.Was.Representative = c.Representative, &was
		}
	}
	if c.Assurance != nil && *c.Assurance > VNeID {
		return fault.New(fault.Invalid, "dossier.assurance", "assurance", *c.Assurance)
	}
	amended(&b.Now.Assurance, &b.Was.Assurance, c.Assurance, d.s.Assurance)
	return nil
}

func (d *decider) amendReturn(c Amend, b *amendedBody) error {
	at, to, address := or(d.s.ReturnAt, AtCounter), d.s.ReturnTo, d.s.Applicant.Address
	was := at
	if c.ReturnAt != nil {
		at = or(*c.ReturnAt, AtCounter)
	}
	if c.ReturnTo != nil {
		to = *c.ReturnTo
	}
	if c.Applicant != nil {
		address = c.Applicant.Address
	}
	if c.ReturnAt != nil || c.ReturnTo != nil {
		if err := checkPlace(at, or(to, address)); err != nil {
			return err
		}
	}
	amended(&b.Now.ReturnAt, &b.Was.ReturnAt, &at, was)
	amended(&b.Now.ReturnTo, &b.Was.ReturnTo, c.ReturnTo, d.s.ReturnTo)
	amended(&b.Now.Request, &b.Was.Request, c.Request, d.s.Request)
	for _, text := range []*string{c.Request, c.ReturnTo} {
		if text != nil {
			if err := checkTexts(*text); err != nil {
				return err
			}
		}
	}
	return nil
}

// amendPapers takes the list anew. It grows and never shrinks: entries and files name a paper
// by its place. Whether a paper was scanned is the office's own fact and stays with the place.
func (d *decider) amendPapers(c Amend, b *amendedBody) error {
	if err := checkOutside(c.Outside, d.s.Outside); err != nil {
		return err
	}
	b.Now.Outside = c.Outside
	if len(c.Components) == 0 {
		return nil
	}
	list, err := papers(c.Components)
	if err != nil {
		return err
	}
	if len(list) < len(d.s.Components) {
		return fault.New(fault.Invalid, "dossier.papers_fewer", "papers", len(d.s.Components))
	}
	for i := range list {
		list[i].Digitized = list[i].scannable() && i < len(d.s.Components) && d.s.Components[i].Digitized
	}
	if !slices.Equal(list, d.s.Components) {
		b.Now.Components, b.Was.Components = list, d.s.Components
	}
	return nil
}

// amended notes one field when it is given and differs.
func amended[T comparable](now, was **T, given *T, had T) {
	if given != nil && *given != had {
		*now, *was = given, &had
	}
}

func applyAmended(n *State, _ *ledger.Entry, _ time.Time, b amendedBody) error {
	a := b.Now
	if a.Assurance != nil && *a.Assurance > VNeID || a.Applicant != nil && a.Applicant.Name == "" || a.empty() {
		return errValue
	}
	set(&n.Applicant, a.Applicant)
	set(&n.Request, a.Request)
	set(&n.ReturnAt, a.ReturnAt)
	set(&n.ReturnTo, a.ReturnTo)
	set(&n.Assurance, a.Assurance)
	if n.ReturnAt == AtCounter {
		n.ReturnAt = ""
	}
	if a.Representative != nil {
		n.Representative = a.Representative
		if a.Representative.Name == "" {
			n.Representative = nil
		}
	}
	if a.Components != nil {
		n.Components = a.Components
	}
	n.Outside = append(slices.Clip(n.Outside), a.Outside...)
	return nil
}

func set[T any](field *T, given *T) {
	if given != nil {
		*field = *given
	}
}
