package work

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// Side is what the page of a dossier shows of the work on it: what may be done by who asks,
// what was just done, who else looks, and the way on through a queue.
type Side struct {
	Acts    []ActLink // the first is what the dossier waits for, when it is Primary
	None    string    // why nothing can be done
	Holder  string
	Since   string
	Missing []string
	Done    *Done
	Looking []string
	Letters []LetterLink
	Along   *Along
}

// ActLink leads to the form of an act.
type ActLink struct {
	Text, URL string
	Key       string
	Primary   bool
}

// LetterLink leads to an issued letter.
type LetterLink struct {
	Text, URL string
	Given     string
}

// Done is what the reader did last on the dossier, a short while ago.
type Done struct {
	Text, Position string
	UndoURL        string
	Key            string // of the undo form
	Seq            int32
	Why            string // why it cannot be undone
	Letters        []LetterLink
}

// Beside reads the side of a dossier's page for who asks.
func Beside(ctx context.Context, site *page.Site, in page.Reading, s *dossier.State, entries []ledger.Entry, hd string) (*Side, error) {
	o := &room{Site: site}
	names, err := o.officers(ctx)
	if err != nil {
		return nil, err
	}
	told, err := dossier.Timeline(entries)
	if err != nil {
		return nil, err
	}
	v := &Side{Holder: names.of(s.Holder)}
	if since := page.Since(s); !since.IsZero() {
		v.Since = calendar.PrintInstant(since)
	}
	for _, c := range s.Components {
		if c.Missing {
			v.Missing = append(v.Missing, c.Name)
		}
	}
	if s.Status == dossier.Supplement {
		v.Missing = missingOf(told)
	}
	o.letters(ctx, v, s)
	o.acts(ctx, v, s, hd, names)
	if v.Looking, err = o.looking(ctx, in, s, names); err != nil {
		return nil, err
	}
	o.justDone(ctx, v, s, entries, told, names)
	if q := page.ParseInQueue(hd); q != nil {
		v.Along, err = o.along(ctx, in, *q, s)
	}
	return v, err
}

// acts are the commands that desk says are possible, with their keys.
func (o *room) acts(ctx context.Context, v *Side, s *dossier.State, hd string, names officers) {
	who := person(ctx)
	if o.Desk == nil {
		v.None = page.T(ctx, "work.read_only")
		return
	}
	forward := false
	for _, p := range o.Desk.Possible(s, who, o.Now()) {
		if _, form := acts[p.Command]; !form && p.Command != "return" {
			continue // it has a place of its own, or comes with the act that needs it
		}
		l := ActLink{Text: page.T(ctx, "work.act."+p.Command), URL: actURL(s, p.Command, hd), Primary: p.Primary && !hasty(s, p.Command, o.Now())}
		switch {
		case l.Primary:
			l.Key = "F9"
		case !forward && (p.Command == "propose" || p.Command == "transfer"):
			l.Key, forward = "F10", true
		}
		v.Acts = append(v.Acts, l)
	}
	slices.SortStableFunc(v.Acts, func(a, b ActLink) int { return weight(a) - weight(b) })
	if len(v.Acts) == 0 {
		v.None = o.whyNone(ctx, s, who, names)
	}
}

// hasty reports whether a command ends a dossier that still waits for its applicant: lawful, but
// never the one button that is offered first.
func hasty(s *dossier.State, command string, now time.Time) bool {
	return command == "stop" && s.Status == dossier.Supplement && (s.SupplyBy.IsZero() || now.Before(s.SupplyBy))
}

// weight sets the buttons with a key first.
func weight(l ActLink) int {
	switch l.Key {
	case "F9":
		return 0
	case "F10":
		return 1
	}
	return 2
}

func actURL(s *dossier.State, command, hd string) string {
	code := page.Known(s)
	u := page.ActURL(code, command)
	if command == "return" {
		u = page.ReturnURL(code)
	}
	if hd != "" {
		u += "?" + url.Values{"hd": {hd}}.Encode()
	}
	return u
}

// whyNone says why somebody can do nothing on a dossier: it is over, or it is with others.
func (o *room) whyNone(ctx context.Context, s *dossier.State, who *access.Person, names officers) string {
	if st, ok := o.Catalog.Workflow.Status(uint8(s.Status)); ok && st.Terminal {
		return page.T(ctx, "work.none.over", "status", page.StatusName(ctx, s.Status))
	}
	if !who.Has(access.Clerk, access.Specialist, access.Leader) {
		return page.T(ctx, "work.none.reader")
	}
	if o.outside(s, who) {
		return page.T(ctx, "work.none.other_field", "field", o.fieldOf(s))
	}
	if s.Holder != "" && s.Holder != who.ID {
		return page.T(ctx, "work.none.held", "holder", names.of(s.Holder))
	}
	return page.T(ctx, "work.none.status", "status", page.StatusName(ctx, s.Status))
}

func (o *room) letters(ctx context.Context, v *Side, s *dossier.State) {
	for _, l := range s.Letters {
		x := LetterLink{Text: page.T(ctx, "work.letter.of", "number", l.Number, "form", o.formTitle(l.Form), "at", calendar.PrintInstant(l.At)),
			URL: page.PaperURL(page.Known(s), strconv.Itoa(int(l.Seq)), "")}
		if l.Given != "" {
			x.Given = page.T(ctx, "dossier.way_of."+l.Given)
		}
		v.Letters = append(v.Letters, x)
	}
}

// around is how long a look at a page counts as having it open.
const around = 5 * time.Minute

// looking are the others who opened the dossier a short while ago: looks are recorded anyway,
// so that nothing more is kept for it.
func (o *room) looking(ctx context.Context, in page.Work, s *dossier.State, names officers) (out []string, err error) {
	who := person(ctx)
	now := o.Now()
	looks, _, err := in.Views(ctx, access.ViewQuery{Unit: o.Unit.Code, Dossier: s.ID, From: now.Add(-around), To: now.Add(time.Minute), Limit: 20})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, l := range looks {
		if l.Actor != who.ID && !seen[l.Actor] {
			seen[l.Actor] = true
			out = append(out, page.T(ctx, "work.looking", "who", names.of(l.Actor), "at", l.At.In(calendar.Zone).Format("15:04")))
		}
	}
	return out, nil
}

// undoable is how long after an act it may be undone.
const undoable = 10 * time.Minute

// justDone is the last act when the reader did it a short while ago.
func (o *room) justDone(ctx context.Context, v *Side, s *dossier.State, entries []ledger.Entry, told []dossier.Line, names officers) {
	if len(told) == 0 || o.Desk == nil {
		return
	}
	i := len(told) - 1
	for i > 0 && told[i].Kind == dossier.EventIssued {
		i-- // a letter came with the act before it
	}
	l, who := told[i], person(ctx)
	if l.Actor != who.ID || o.Now().Sub(l.Recorded) > undoable || o.Now().Before(l.Recorded.Add(-undoable)) {
		return
	}
	var now []LetterLink
	for j, x := range s.Letters {
		if x.Seq > l.Seq {
			now = append(now, v.Letters[j])
		}
	}
	v.Done = &Done{Letters: now, Text: l.Text(o.Words, page.Lang(ctx), names.of), Position: locale.Int(l.Pos), Seq: s.Seq}
	if _, err := o.undo(s, entries, who); err != nil {
		v.Done.Why = o.Words.Error(page.Lang(ctx), err)
	} else {
		v.Done.UndoURL, v.Done.Key = undoURL(page.Known(s)), page.NewKey()
	}
}

// missingOf is what the last request for a supplement asked for.
func missingOf(told []dossier.Line) []string {
	for _, l := range slices.Backward(told) {
		if l.Kind == dossier.EventSupplementAsked {
			return askedIn(l)
		}
	}
	return nil
}
