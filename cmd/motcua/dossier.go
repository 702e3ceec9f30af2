package main

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
)

// runDossierShow tells a dossier's life: where it stands, the clock and its arithmetic, and
// every entry with its place in the ledger.
func runDossierShow(c *call) error {
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	code := strings.ToUpper(strings.TrimSpace(c.args[0])) // as people type and copy it
	s, err := r.snapshot.DossierByCode(c.ctx, r.unit.Code, code)
	if err != nil {
		return err
	}
	entries, err := r.snapshot.Entries(c.ctx, r.unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
	if err != nil {
		return err
	}
	lines, err := dossier.Timeline(entries)
	if err != nil {
		return err
	}
	if !c.on("reveal") {
		s.Applicant = masked(s.Applicant)
		for i := range lines {
			lines[i] = lines[i].Masked()
		}
	}
	why := desk.Explain(s, r.catalog.Calendar)
	k := dossier.Clock(s, time.Now(), r.catalog.Calendar)
	if c.on("json") {
		return printJSON(c.out, c.dossierShape(r, s, k, lines, why))
	}
	c.standing(r, s, k, why)
	g := grid{head: strings.Split(c.say("cli.dossier.head"), "|")}
	for _, l := range lines {
		g.add(l.Pos, calendar.PrintInstant(l.Happened), c.recorded(l), l.Actor, l.Text(c.words, c.lang, nil))
	}
	fmt.Fprintln(c.out)
	g.print(c.out)
	return nil
}

// standing prints what the dossier is and where its clock stands: k.
func (c *call) standing(r *reading, s *dossier.State, k dossier.Reading, why string) {
	name := ""
	if p, ok := r.catalog.Procedures.Get(s.Procedure); ok {
		name = p.Name
	}
	fmt.Fprintf(c.out, "%s  %s\n", s.Code, r.catalog.Workflow.StatusName(uint8(s.Status)))
	c.pair("cli.dossier.procedure", strings.TrimSpace(s.Procedure+"  "+name))
	c.pair("cli.dossier.applicant", strings.Join(nonEmpty(s.Applicant.Name, s.Applicant.Number, s.Applicant.Phone, s.Applicant.Address), " · "))
	c.pair("cli.dossier.received", calendar.PrintInstant(s.ReceivedAt))
	c.pair("cli.dossier.due", calendar.PrintInstant(s.LegalDue))
	if !s.Appointment.Equal(s.LegalDue) {
		c.pair("cli.dossier.appointment", calendar.PrintInstant(s.Appointment))
	}
	c.pair("cli.dossier.ended", calendar.PrintInstant(s.EndedAt))
	c.pair("cli.dossier.elapsed", c.minutes(k.Elapsed))
	if s.EndedAt.IsZero() && k.Due {
		key := "cli.dossier.remaining"
		if k.Remaining < 0 {
			key = "cli.dossier.over"
		}
		c.pair(key, c.minutes(max(k.Remaining, -k.Remaining)))
	}
	fmt.Fprintln(c.out, "  "+why)
}

func (c *call) minutes(n int) string {
	return c.say("cli.dossier.minutes", "hours", n/60, "minutes", n%60)
}

// recorded tells when an entry was recorded where that is another minute than it happened.
func (c *call) recorded(l dossier.Line) string {
	if l.Late {
		if l.Why != "" {
			return calendar.PrintInstant(l.Recorded) + " " + c.say("cli.dossier.late_why", "why", l.Why)
		}
		return calendar.PrintInstant(l.Recorded) + " " + c.say("cli.dossier.late")
	}
	if l.Recorded.Sub(l.Happened).Abs() < time.Minute {
		return ""
	}
	return calendar.PrintInstant(l.Recorded)
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// masked hides who the applicant is: the first letter of each word of the name, the last
// three signs of each number, nothing of the address.
func masked(a dossier.Applicant) dossier.Applicant {
	var name []string
	for _, w := range strings.Fields(a.Name) {
		_, n := utf8.DecodeRuneInString(w)
		name = append(name, w[:n]+"***")
	}
	tail := func(s string) string {
		if len(s) <= 3 {
			return strings.Repeat("*", len(s))
		}
		return strings.Repeat("*", len(s)-3) + s[len(s)-3:]
	}
	a.Name, a.Number, a.Phone = strings.Join(name, " "), tail(a.Number), tail(a.Phone)
	if a.Address != "" {
		a.Address = "***"
	}
	return a
}
