package counter

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/work"
)

// didLine is an act of mine as the counter shows it: what was done with which dossier, and of
// nobody anything. One act may have written several entries.
type didLine struct {
	At, Code, URL, Procedure, What string
	Undo, Key, Seq                 string // of the form that undoes it; empty: cannot be undone
}

// How many acts the home shows, and how many entries they are looked for in.
const (
	didShown   = 10
	didEntries = 60
)

// said are the kinds of entries that have a word of their own on the home.
var said = map[string]bool{
	dossier.EventReceived: true, dossier.EventRejected: true, dossier.EventAccepted: true, dossier.EventTransferred: true,
	dossier.EventIssued: true, dossier.EventDelivered: true, dossier.EventSupplementAsked: true, dossier.EventSupplied: true,
	dossier.EventWithdrawalAsked: true, dossier.EventReturned: true, dossier.EventAmended: true, dossier.EventSettled: true,
	dossier.EventComponentsScanned: true, dossier.EventProposed: true,
}

// did are the last acts of who asks, the newest first.
func (o *room) did(ctx context.Context, in page.Reading) ([]didLine, error) {
	who := page.Person(ctx)
	entries, err := in.ActsOf(ctx, o.Unit.Code, who.ID, didEntries)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e ledger.Entry) bool { return e.Subject.Kind != dossier.SubjectKind })
	var out []didLine
	for len(entries) > 0 && len(out) < didShown {
		last := entries[0]
		n := slices.IndexFunc(entries, func(e ledger.Entry) bool { return e.Subject != last.Subject || !e.Recorded.Equal(last.Recorded) })
		if n < 0 {
			n = len(entries)
		}
		l, err := o.didLine(ctx, in, who, entries[:n])
		if err != nil {
			return nil, err
		}
		out, entries = append(out, l), entries[n:]
	}
	return out, nil
}

// didLine tells one act, of its entries with the newest first.
func (o *room) didLine(ctx context.Context, in page.Reading, who *access.Person, act []ledger.Entry) (didLine, error) {
	last := act[0]
	s, err := in.Dossier(ctx, o.Unit.Code, last.Subject.ID)
	if err != nil {
		return didLine{}, err
	}
	var words []string
	for _, e := range slices.Backward(act) {
		word := page.T(ctx, "counter.did.other")
		if said[e.Kind] {
			word = page.T(ctx, "counter.did."+strings.TrimPrefix(e.Kind, "dossier."))
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	l := didLine{At: moment(last.Recorded, o.today()), Code: page.Known(s), URL: page.DossierURL(page.Known(s), nil), Procedure: o.ProcedureName(s.Procedure),
		What: sentence(strings.Join(words, ", "))}
	if last.Kind != dossier.EventTransferred || last.Seq != s.Seq {
		return l, nil
	}
	all, err := in.Entries(ctx, o.Unit.Code, last.Subject)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return l, err
	}
	if l.Undo = work.UndoURL(o.Site, s, all, who); l.Undo != "" {
		l.Key, l.Seq = page.NewKey(), strconv.Itoa(int(s.Seq))
	}
	return l, nil
}

// sentence begins with a capital.
func sentence(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = []rune(strings.ToUpper(string(r[0])))[0]
	}
	return string(r)
}
