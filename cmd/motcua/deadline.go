package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// runDeadline computes a due date, for a procedure or for a bare limit, and says why.
func runDeadline(c *call) error {
	if (c.text("procedure") == "") == (c.text("limit") == "") {
		return misused("cli.deadline.one")
	}
	if c.text("at") == "" {
		return misused("cli.missing_option", "command", c.command.path(), "option", "at")
	}
	at, err := parseInstant(c.text("at"))
	if err != nil {
		return err
	}
	h, err := c.house()
	if err != nil {
		return err
	}
	limit, basis, err := c.limitAsked(h, at)
	if err != nil {
		return err
	}
	if cut := c.text("cutoff"); cut != "" {
		limit.Cutoff = calendar.Cutoff(cut)
	}
	due, err := h.catalog.Calendar.Deadline(at, limit)
	if err != nil {
		return err
	}
	why := h.catalog.Calendar.Explain(at, limit, due)
	if c.on("json") {
		return printJSON(c.out, map[string]any{
			"at": at.In(calendar.Zone), "limit": limit, "basis": basis, "start": due.Start,
			"due": due.At.In(calendar.Zone), "day": due.Day, "explanation": why,
		})
	}
	fmt.Fprintln(c.out, why)
	if basis != "" {
		fmt.Fprintln(c.out, c.say("cli.deadline.basis", "basis", basis))
	}
	return nil
}

// limitAsked is the limit of --limit, or what the unit promises for --procedure on that day.
func (c *call) limitAsked(h *house, at time.Time) (calendar.Limit, string, error) {
	if code := c.text("procedure"); code != "" {
		u, err := c.unit(h)
		if err != nil {
			return calendar.Limit{}, "", err
		}
		p, err := h.catalog.Promise(u.Code, code, calendar.DateOf(at))
		return p.Limit, p.Basis, err
	}
	text := c.text("limit")
	n, name, ok := strings.Cut(strings.TrimSpace(text), " ")
	value, err := strconv.Atoi(n)
	if !ok || err != nil {
		return calendar.Limit{}, "", misused("cli.deadline.limit", "text", text)
	}
	l := calendar.Limit{Value: value, Unit: calendar.Unit(strings.TrimSpace(name))}
	return l, "", l.Check()
}

// parseInstant reads a local time of day; no zone is taken, all of Vietnam has one.
func parseInstant(s string) (time.Time, error) {
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(form, s, calendar.Zone); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "cli.bad_instant", "text", s)
}
