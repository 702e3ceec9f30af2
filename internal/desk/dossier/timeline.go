package dossier

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
)

// Line is one entry as a person reads it. The words stand in data/locales under Key; Text
// puts them together. Free text that officers and citizens wrote is in Args, so that a line
// is for those who may read the dossier and for no log.
type Line struct {
	Seq      int32
	Pos      int64 // in the unit's chain
	Happened time.Time
	Recorded time.Time
	Actor    string
	Behalf   string
	Kind     string
	Late     bool   // recorded over the lag allowed that day ("ghi muộn")
	Why      string // of a late one: what whoever recorded it says; "": not known
	Corrects int32  // the entry it puts right; 0: none
	Key      string
	Args     []any
}

// Word is an argument of a line that is itself a key of data/locales.
type Word string

// Officer is an argument of a line that is the id of an officer or a post.
type Officer string

// Text is the line's sentence in a language. name says how an officer is called; the ledger has
// only ids. nil: the id is shown.
func (l Line) Text(s *locale.Sentences, lang string, name func(id string) string) string {
	args := slices.Clone(l.Args)
	for i, a := range args {
		switch a := a.(type) {
		case Word:
			args[i] = s.T(lang, string(a))
		case Officer:
			if args[i] = string(a); name != nil {
				args[i] = name(string(a))
			}
		case Changes:
			args[i] = a.Text(s, lang)
		}
	}
	return s.T(lang, l.Key, args...)
}

// Timeline tells a dossier's entries, oldest first. It reads the entries alone and refuses a
// form it does not know.
func Timeline(entries []ledger.Entry) ([]Line, error) {
	out := make([]Line, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		tell, ok := tellers[form{e.Kind, e.Version}]
		if !ok || e.Subject.Kind != SubjectKind {
			return nil, unreadable(e, errForm)
		}
		l := Line{Seq: e.Seq, Pos: e.Pos, Happened: e.Happened, Recorded: e.Recorded,
			Actor: e.Actor, Behalf: e.Behalf, Kind: e.Kind, Corrects: e.Corrects}
		if err := tell(&l, e.Body); err != nil {
			return nil, unreadable(e, err)
		}
		out = append(out, l)
	}
	return out, nil
}

func unreadable(e *ledger.Entry, err error) error {
	return fault.Wrap(err, fault.Internal, "dossier.unreadable_entry", "kind", e.Kind, "seq", e.Seq)
}

func tells[B marked](say func(B) (key string, args []any)) teller {
	return func(l *Line, body []byte) error {
		var b B
		if err := decode(body, &b); err != nil {
			return err
		}
		l.Late, l.Why = b.late(), b.why()
		l.Key, l.Args = say(b)
		l.Key = "dossier.line." + l.Key
		return nil
	}
}

// teller puts an entry's body in words.
type teller func(*Line, []byte) error

// tellsFirst tells a body of version 1 in the words of today.
func tellsFirst[A interface{ now() B }, B marked](say func(B) (key string, args []any)) teller {
	return func(l *Line, body []byte) error {
		var a A
		if err := decode(body, &a); err != nil {
			return err
		}
		b := a.now()
		l.Late, l.Why = b.late(), b.why()
		l.Key, l.Args = say(b)
		l.Key = "dossier.line." + l.Key
		return nil
	}
}

// tellers cover the same forms as Apply reads.
var tellers = versions(map[string]teller{
	EventSubmitted: tellsFirst[submittedFirst](tellSubmitted),
	EventReceived:  tellsFirst[receivedFirst](tellReceived),
	EventRejected:  tellsFirst[rejectedFirst](tellRejected),
	EventSupplied:  tellsFirst[suppliedFirst](tellSupplied),
	EventReturned:  tellsFirst[returnedFirst](tellReturned),
}, map[string]teller{
	EventSubmitted: tells(tellSubmitted),
	EventReceived:  tells(tellReceived),
	EventRejected:  tells(tellRejected),
	EventAccepted: tells(func(b acceptedBody) (string, []any) {
		if b.Holder == "" {
			return "accepted", nil
		}
		return "accepted_by", []any{"holder", Officer(b.Holder)}
	}),
	EventTransferred: tells(func(b transferredBody) (string, []any) {
		if b.Paper {
			return "transferred_paper", []any{"to", Officer(b.To)}
		}
		return "transferred", []any{"to", Officer(b.To)}
	}),
	EventSupplementAsked: tells(tellSupplement),
	EventSupplied:        tells(tellSupplied),
	EventObligationRaised: tells(func(b obligationRaisedBody) (string, []any) {
		return "obligation_raised", []any{"what", b.What}
	}),
	EventObligationMet: tells(func(b obligationMetBody) (string, []any) {
		return "obligation_met", []any{"proof", b.Proof, "due", calendar.PrintInstant(b.Due.time())}
	}),
	EventWithdrawalAsked: tells(func(b withdrawalAskedBody) (string, []any) {
		if b.Reason == "" {
			return "withdrawal_asked", nil
		}
		return "withdrawal_asked_why", []any{"reason", b.Reason}
	}),
	EventStopped: tells(func(b stoppedBody) (string, []any) {
		if b.Document == "" {
			return "stopped", []any{"reason", b.Reason}
		}
		return "stopped_by", []any{"reason", b.Reason, "document", b.Document}
	}),
	EventContinued: tells(func(b continuedBody) (string, []any) {
		return "continued", []any{"reply", b.Reply, "due", calendar.PrintInstant(b.Due.time())}
	}),
	EventExtended: tells(func(b extendedBody) (string, []any) {
		return "extended", []any{"letter", b.Letter, "reason", b.Reason, "due", calendar.PrintInstant(b.Due.time())}
	}),
	EventApologised: tells(tellApologised),
	EventSettled:    tells(tellSettled),
	EventReturned:   tells(tellReturned),
	EventComponentsScanned: tells(func(b digitizedBody) (string, []any) {
		return "digitized", []any{"papers", numbers(b.Components)}
	}),
	EventRated: tells(func(b ratedBody) (string, []any) {
		return "rated", []any{"score", b.Score}
	}),
	EventCorrected:   tells(tellCorrection),
	EventProposed:    tells(tellProposed),
	EventDeclined:    tells(tellDeclined),
	EventAmended:     tells(tellAmended),
	EventIssued:      tells(tellIssued),
	EventDelivered:   tells(tellDelivered),
	EventAttached:    tells(tellAttached),
	EventDetached:    tells(tellDetached),
	EventResultFiled: tells(tellResultFiled),
	EventAssessed:    tells(tellAssessed),
	EventCollected:   tells(tellCollected),
	EventRefunded:    tells(tellRefunded),
	EventNotified:    tells(tellNotified),
})

func tellSubmitted(b submittedBody) (string, []any) {
	return "submitted", []any{"channel", channelWord(b.Channel), "papers", len(b.Components)}
}

func tellReceived(b receivedBody) (string, []any) {
	args := []any{"code", b.Code, "limit", b.Limit.Print(), "due", calendar.PrintInstant(b.printed()), "basis", b.Basis}
	if b.Basis != "" {
		return "received_agreed", args
	}
	return "received", args
}

func tellRejected(b rejectedBody) (string, []any) {
	return "rejected", []any{"reason", b.Reason}
}

func tellSupplied(b suppliedBody) (string, []any) {
	return "supplied", []any{"papers", len(b.Components), "due", calendar.PrintInstant(b.printed())}
}

func tellSettled(b settledBody) (string, []any) {
	args := []any{"number", b.Number}
	switch {
	case b.Reason != "":
		return "settled_refusal_why", append(args, "reason", b.Reason)
	case b.Refusal:
		return "settled_refusal", args
	}
	return "settled", args
}

func tellReturned(b returnedBody) (string, []any) {
	return "returned", []any{"way", Word("dossier.way_of." + b.Way)}
}

func tellSupplement(b supplementAskedBody) (string, []any) {
	key, by := "supplement_asked", ""
	if b.By != 0 {
		key, by = "supplement_asked_until", calendar.PrintInstant(b.By.time())
	}
	if b.Leader != "" {
		key = "supplement_asked_again"
	}
	return key, []any{"missing", strings.Join(b.Missing, "; "), "reason", b.Reason, "leader", b.Leader, "by", by}
}

func tellCorrection(b correctedBody) (string, []any) {
	var facts []string
	add := func(changed bool, fact string) {
		if changed {
			facts = append(facts, fact)
		}
	}
	add(b.Typist != nil, "typist")
	add(b.EID != nil, "eid")
	add(b.Electronic != nil, "electronic")
	add(len(b.Digitized) > 0, "digitized")
	if len(facts) == 1 {
		return "corrected", []any{"fact", Word("dossier.fact." + facts[0]), "reason", b.Reason}
	}
	return "corrected_many", []any{"facts", len(facts), "reason", b.Reason}
}

func (d deadline) printed() time.Time {
	if d.Appointment != 0 {
		return d.Appointment.time()
	}
	return d.Due.time()
}

func channelWord(c Channel) Word { return Word(fmt.Sprintf("dossier.channel_of.%d", c)) }

// numbers prints papers by their number on the list, from 1.
func numbers(indexes []int) string {
	sorted := slices.Sorted(slices.Values(indexes))
	var out []string
	for _, i := range sorted {
		out = append(out, fmt.Sprint(i+1))
	}
	return strings.Join(out, ", ")
}

// Forms lists the kinds of entries a dossier may have, sorted.
func Forms() []string {
	seen := map[string]bool{}
	for f := range forms {
		seen[f.kind] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
