package desk

import (
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Names of papers in addresses: the receipt, the control slip, or the number of the entry that
// issued a letter.
const (
	PaperReceipt = "giay-tiep-nhan"
	PaperControl = "kiem-soat"
)

// Letter finds a paper of a dossier by its name: an issued letter, the receipt (also one that
// was never issued under a number), the control slip. The set of forms is the one in force on
// the paper's day; that of the control slip is the receipt's, in which it was begun. A paper
// that the dossier does not have is fault.NotFound.
func Letter(cat *catalog.Catalog, s *dossier.State, entries []ledger.Entry, name string) (dossier.Letter, error) {
	switch name {
	case PaperReceipt:
		return receipt(cat, s, entries)
	case PaperControl:
		at := slices.IndexFunc(entries, func(e ledger.Entry) bool { return e.Kind == dossier.EventReceived })
		if at < 0 {
			return dossier.Letter{}, noPaper(name)
		}
		l, err := unnumbered(cat, &entries[at], form.ControlSlip)
		l.About = entries[len(entries)-1].Seq
		return l, err
	}
	seq, err := strconv.Atoi(name)
	if err != nil || strconv.Itoa(seq) != name {
		return dossier.Letter{}, noPaper(name)
	}
	for _, l := range s.Letters {
		if int(l.Seq) == seq {
			return l, nil
		}
	}
	return dossier.Letter{}, noPaper(name)
}

func noPaper(name string) error {
	return fault.New(fault.NotFound, "letter.no_paper", "paper", name)
}

// receipt is the last receipt with appointment: a supplement that restarts the period has one
// of its own.
func receipt(cat *catalog.Catalog, s *dossier.State, entries []ledger.Entry) (dossier.Letter, error) {
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		if e.Kind != dossier.EventReceived && e.Kind != dossier.EventSupplied {
			continue
		}
		for _, l := range s.Letters {
			if f, ok := cat.Forms.Form(l.Form); ok && f.Purpose == form.Receipt && l.About == e.Seq {
				return l, nil
			}
		}
		return unnumbered(cat, e, form.Receipt)
	}
	return dossier.Letter{}, noPaper(PaperReceipt)
}

// unnumbered is a paper that an entry calls for and that was given no number.
func unnumbered(cat *catalog.Catalog, e *ledger.Entry, p form.Purpose) (dossier.Letter, error) {
	day := calendar.DateOf(e.Happened)
	set := cat.Forms.On(day)
	if set == nil || set.For(p) == nil {
		return dossier.Letter{}, fault.New(fault.NotFound, "letter.no_set", "day", day.Print())
	}
	return dossier.Letter{Form: set.For(p).ID, Seq: e.Seq, About: e.Seq, At: e.Happened, Signer: e.Actor}, nil
}
