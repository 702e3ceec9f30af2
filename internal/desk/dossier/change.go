package dossier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/locale"
)

// Change is one fact that an amendment changed, as a timeline shows it: numbers that name a
// person or reach one by telephone are never printed in full.
type Change struct {
	What     Word
	Old, New any // text, or a Word
}

// Changes are an argument of a line.
type Changes []Change

// Text lists the changes in a language; of one without old and new, only what was changed.
func (c Changes) Text(s *locale.Sentences, lang string) string {
	var out []string
	for _, one := range c {
		if one.Old == nil && one.New == nil {
			out = append(out, s.T(lang, string(one.What)))
			continue
		}
		out = append(out, s.T(lang, "dossier.change", "what", s.T(lang, string(one.What)), "old", said(s, lang, one.Old), "new", said(s, lang, one.New)))
	}
	return strings.Join(out, "; ")
}

// Masked is the line for who is not shown the person: of an amendment it says which facts were
// changed, and neither the facts nor the reason, in which they may stand again.
func (l Line) Masked() Line {
	i := slices.IndexFunc(l.Args, func(a any) bool { _, ok := a.(Changes); return ok })
	if i < 0 {
		return l
	}
	var only Changes
	for _, one := range l.Args[i].(Changes) {
		only = append(only, Change{What: one.What})
	}
	l.Key, l.Args = "dossier.line.amended_masked", []any{"changes", only}
	return l
}

func said(s *locale.Sentences, lang string, v any) string {
	switch v := v.(type) {
	case Word:
		return s.T(lang, string(v))
	case paperSaid:
		return v.text(s, lang)
	case string:
		if v == "" {
			return s.T(lang, "dossier.change.nothing")
		}
		return v
	}
	return fmt.Sprint(v)
}

func tellAmended(b amendedBody) (string, []any) {
	return "amended", []any{"changes", changes(b.Now, b.Was), "reason", b.Reason}
}

func changes(now, was amendment) (out Changes) {
	add := func(what string, old, new any) {
		if old != new {
			out = append(out, Change{Word("dossier.change." + what), old, new})
		}
	}
	if a, o := now.Applicant, deref(was.Applicant); a != nil {
		add("name", o.Name, a.Name)
		add("kind", kindWord(o.Kind), kindWord(a.Kind))
		add("number", masked(o.Number), maskedNew(o.Number, a.Number))
		add("born", o.Born, a.Born)
		add("phone", masked(o.Phone), maskedNew(o.Phone, a.Phone))
		add("email", o.Email, a.Email)
		add("address", o.Address, a.Address)
	}
	if r, o := now.Representative, deref(was.Representative); r != nil {
		add("representative", o.Name, r.Name)
		add("representative_number", masked(o.Number), maskedNew(o.Number, r.Number))
		add("representative_phone", masked(o.Phone), maskedNew(o.Phone, r.Phone))
		add("representative_reach", join(o.Email, o.Address), join(r.Email, r.Address))
		add("authorisation", o.Paper, r.Paper)
	}
	if now.Request != nil {
		add("request", deref(was.Request), *now.Request)
	}
	if now.ReturnAt != nil {
		add("return_at", placeWord(deref(was.ReturnAt)), placeWord(*now.ReturnAt))
	}
	if now.ReturnTo != nil {
		add("return_to", deref(was.ReturnTo), *now.ReturnTo)
	}
	if now.Assurance != nil {
		add("assurance", assuranceWord(deref(was.Assurance)), assuranceWord(*now.Assurance))
	}
	if now.Components != nil {
		for i := range max(len(was.Components), len(now.Components)) {
			if old, new := paperAt(was.Components, i), paperAt(now.Components, i); old != new {
				add("papers", paperSaid(old), paperSaid(new))
			}
		}
	}
	if len(now.Outside) > 0 {
		add("outside", "", strings.Join(now.Outside, ", "))
	}
	return out
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func kindWord(k uint8) Word          { return Word(fmt.Sprintf("dossier.applicant_of.%d", min(k, 5))) }
func placeWord(p ReturnPlace) Word   { return Word("dossier.way_of." + string(or(p, AtCounter))) }
func assuranceWord(a Assurance) Word { return Word(fmt.Sprintf("dossier.assurance_of.%d", a)) }
func join(parts ...string) string    { return strings.Trim(strings.Join(parts, ", "), ", ") }
func maskedNew(old, number string) string {
	if old != number && masked(old) == masked(number) {
		return masked(number) + " *" // another number with the same end
	}
	return masked(number)
}

// masked leaves the last three digits: enough to tell two numbers apart at the counter.
func masked(number string) string {
	r := []rune(number)
	show := min(3, len(r)/3)
	return strings.Repeat("•", len(r)-show) + string(r[len(r)-show:])
}

// paperSaid is a paper as a change tells it: name, count, and in which form it came.
type paperSaid Component

func paperAt(list []Component, i int) (c Component) {
	if i < len(list) {
		c = list[i]
		c.Digitized, c.Reusable = false, false // the office's own facts
	}
	return c
}

func (p paperSaid) text(s *locale.Sentences, lang string) string {
	if p.Name == "" {
		return s.T(lang, "dossier.change.nothing")
	}
	text := fmt.Sprintf("%s ×%d", p.Name, max(1, p.Copies))
	how := p.Kind
	switch {
	case p.Missing:
		how = "missing"
	case p.ShownOnly:
		how = "shown"
	case how == "" && p.Born:
		how = "electronic"
	}
	if how != "" {
		text += ", " + s.T(lang, "dossier.paper_of."+how)
	}
	return text
}
