package main

import (
	"encoding/hex"
	"fmt"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/store"
)

// runVerify proves chain, states and counts from the ledger, changing nothing.
func runVerify(c *call) error {
	s, err := c.open(store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	bar := c.progress(c.say("cli.verify.progress"))
	r, err := s.Verify(c.ctx, bar.set)
	bar.end()
	if err != nil {
		return err
	}
	if c.on("json") {
		err = c.verifyJSON(r)
	} else {
		c.verified(r)
	}
	if err == nil && r.Found > 0 {
		err = errFindings
	}
	return err
}

func (c *call) verified(r store.VerifyReport) {
	if r.Found > 0 {
		fmt.Fprintln(c.out, c.say("cli.verify.bad", "count", locale.Int(r.Found)))
		for _, f := range r.Faults {
			fmt.Fprintln(c.out, "  "+c.words.Error(c.lang, f))
		}
		return
	}
	fmt.Fprintln(c.out, c.say("cli.verify.good", "entries", locale.Int(r.Entries), "dossiers", locale.Int(r.Dossiers), "items", locale.Int(r.Items)))
	for _, u := range r.Units {
		fmt.Fprintln(c.out, c.say("cli.verify.head", "unit", u.Unit, "entries", locale.Int(u.Head.Size), "head", hex.EncodeToString(u.Head.Hash[:])))
	}
}

func (c *call) verifyJSON(r store.VerifyReport) error {
	type unit struct {
		Unit    string `json:"unit"`
		Entries int64  `json:"entries"`
		Head    string `json:"head"`
	}
	units, faults := []unit{}, []string{}
	for _, u := range r.Units {
		units = append(units, unit{u.Unit, u.Head.Size, hex.EncodeToString(u.Head.Hash[:])})
	}
	for _, f := range r.Faults {
		faults = append(faults, c.words.Error(c.lang, f))
	}
	return printJSON(c.out, map[string]any{"entries": r.Entries, "dossiers": r.Dossiers, "items": r.Items, "units": units,
		"found": r.Found, "faults": faults, "seconds": r.Took.Seconds()})
}

// runRebuild counts everything again from the ledger and puts right what differed. Entries
// that do not follow each other cannot be put right: that is a finding.
func runRebuild(c *call) error {
	s, err := c.openThere()
	if err != nil {
		return err
	}
	defer s.Close()
	bar := c.progress(c.say("cli.rebuild.progress"))
	r, err := s.Rebuild(c.ctx, bar.set)
	bar.end()
	if err != nil {
		return err
	}
	first := ""
	if r.First != nil {
		first = c.words.Error(c.lang, r.First)
	}
	switch {
	case c.on("json"):
		err = printJSON(c.out, map[string]any{"entries": r.Entries, "dossiers": r.Dossiers, "items": r.Items, "states": r.States,
			"counts": r.Counts, "terms": r.Terms, "broken": r.Broken, "first": first, "seconds": r.Took.Seconds()})
	case r.Equal():
		fmt.Fprintln(c.out, c.say("cli.rebuild.same", "dossiers", locale.Int(r.Dossiers), "entries", locale.Int(r.Entries)))
	default:
		fmt.Fprintln(c.out, c.say("cli.rebuild.differ", "states", locale.Int(r.States), "counts", locale.Int(r.Counts), "terms", locale.Int(r.Terms), "broken", locale.Int(r.Broken)))
		fmt.Fprintln(c.out, "  "+first)
	}
	if err == nil && r.Broken > 0 {
		err = errFindings
	}
	return err
}

// runMigrate brings the schema up to the program's version. It makes the place that is not
// there yet, so an administrator can prepare a database before anything is recorded.
func runMigrate(c *call) error {
	s, err := c.openThere() // a misspelt folder is not made into an empty one
	if err != nil {
		return err
	}
	defer s.Close()
	have, want, err := s.SchemaVersion(c.ctx)
	if err != nil {
		return err
	}
	if have != want {
		return fault.New(fault.Unavailable, "cli.migrate.stuck", "have", have, "want", want)
	}
	if c.on("json") {
		return printJSON(c.out, map[string]int64{"version": have})
	}
	fmt.Fprintln(c.out, c.say("cli.migrate.done", "version", have))
	return nil
}
