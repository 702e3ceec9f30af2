package leader

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// A leader who gave a draft back sees in the next one what has changed since, and in every draft
// what of its reasons is one of the house's sentences and what its drafter wrote.

// formerView is the draft before this one, beside this one.
type formerView struct {
	At, By string
	Why    string // it was given back
	Text   []piece
	Reason []piece
	Facts  []differs
	Same   bool
}

// piece is a run of words: Kind "" stands in both drafts, "add" in the new one alone, "cut" in the
// former alone.
type piece struct{ Kind, Text string }

type differs struct{ Name, Was, Is string }

// sentence is one reason of a draft. Kind is "house" for the house's own words, "own" for what
// the drafter wrote, "" where the house has no sentences for the act.
type sentence struct{ Text, Kind string }

// former compares the waiting draft with the one before it; nil when it is the first.
func (l *room) former(ctx context.Context, entries []ledger.Entry, names *people) (*formerView, error) {
	s := &dossier.State{}
	var drafts []dossier.Proposal
	why := ""
	for i := range entries {
		if err := dossier.Apply(s, &entries[i]); err != nil {
			return nil, err
		}
		if entries[i].Kind == dossier.EventProposed && s.Proposal != nil {
			drafts = append(drafts, *s.Proposal)
		}
		if entries[i].Kind == dossier.EventDeclined {
			lines, err := dossier.Timeline(entries[i : i+1])
			if err != nil {
				return nil, err
			}
			why = argumentOf(lines[0], "reason")
		}
	}
	if len(drafts) < 2 {
		return nil, nil
	}
	was, is := drafts[len(drafts)-2], drafts[len(drafts)-1]
	v := &formerView{At: calendar.PrintInstant(was.At), By: names.of(ctx, was.By), Why: why, Text: compareWords(was.Text, is.Text), Reason: compareWords(was.Reason, is.Reason)}
	t := func(key string) string { return page.T(ctx, "leader.decide."+key) }
	for _, d := range []differs{
		{t("proposed"), proposalTitle(ctx, &was), proposalTitle(ctx, &is)},
		{t("missing"), strings.Join(was.Missing, "; "), strings.Join(is.Missing, "; ")},
		{t("new_due"), calendar.PrintInstant(was.NewDue), calendar.PrintInstant(is.NewDue)},
	} {
		if d.Was != d.Is {
			v.Facts = append(v.Facts, d)
		}
	}
	v.Same = len(v.Facts) == 0 && was.Text == is.Text && was.Reason == is.Reason
	return v, nil
}

func argumentOf(l dossier.Line, name string) string {
	for i := 0; i+1 < len(l.Args); i += 2 {
		if text, ok := l.Args[i+1].(string); ok && l.Args[i] == name {
			return text
		}
	}
	return ""
}

// sentences splits a reason and tells the house's sentences from what was written.
func (l *room) sentences(p *dossier.Proposal) []sentence {
	what := p.What
	if p.Refusal {
		what = "refuse"
	}
	var house []string
	for i := 1; ; i++ {
		key := "work.reason." + what + "." + page.N(i)
		text := l.Words.T("vi", key)
		if text == key {
			break
		}
		house = append(house, text)
	}
	var out []sentence
	for text := range strings.FieldsFuncSeq(p.Reason, func(r rune) bool { return r == ';' || r == '\n' }) {
		kind := ""
		switch text = strings.TrimSpace(text); {
		case text == "":
			continue
		case slices.Contains(house, strings.TrimRight(text, ".")):
			kind = "house"
		case len(house) > 0:
			kind = "own"
		}
		out = append(out, sentence{text, kind})
	}
	return out
}

// mostWords bounds a comparison; a longer draft is shown as it is.
const mostWords = 1500

// compareWords tells two texts apart word by word, by their longest common run of words.
func compareWords(was, is string) []piece {
	a, b := strings.Fields(was), strings.Fields(is)
	if len(a) > mostWords || len(b) > mostWords {
		return []piece{{"cut", was}, {"add", is}}
	}
	long := make([][]int16, len(a)+1)
	for i := range long {
		long[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	var out []piece
	add := func(kind, word string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += " " + word
			return
		}
		out = append(out, piece{kind, word})
	}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add("", a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && long[i+1][j] >= long[i][j+1]:
			add("cut", a[i])
			i++
		default:
			add("add", b[j])
			j++
		}
	}
	return out
}
