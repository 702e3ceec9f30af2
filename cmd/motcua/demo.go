package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/demo"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/store"
)

// exampleKind is the book in which an example ward says that it is one: when building began,
// and when it was complete, with what it was built from.
const exampleKind = "example_ward"

// exampleBegins is before any act of any example ward.
var exampleBegins = calendar.MakeDate(2021, 1, 1).At(0, 0)

// example is what an example ward is built from; the same gives the same bytes.
type example struct {
	house *house
	unit  *unit.Unit
	seed  uint64
	scale int
}

func (e example) String() string { return fmt.Sprintf("seed=%d scale=%d", e.seed, e.scale) }

// runDemo builds the example ward, or says that it is there.
func runDemo(c *call) error {
	e, err := c.example()
	if err != nil {
		return err
	}
	there, err := c.exampleThere(e)
	if err != nil || there {
		return err
	}
	if c.text("db") == "" {
		return c.buildFolder(e)
	}
	took, err := c.build(e, store.Options{})
	if err != nil {
		return err
	}
	return c.built(e, took)
}

func (c *call) example() (e example, err error) {
	if e.seed, err = strconv.ParseUint(c.text("seed"), 10, 64); err != nil {
		return e, misused("cli.bad_number", "option", "seed", "text", c.text("seed"), "low", 0)
	}
	if e.scale, err = c.number("scale", 1); err != nil {
		return e, err
	}
	if e.house, err = c.house(); err != nil {
		return e, err
	}
	e.unit, err = c.unit(e.house)
	return e, err
}

// exampleThere reports whether this very example is complete. Data of another seed, scale or
// origin is never mixed with it.
func (c *call) exampleThere(e example) (bool, error) {
	// PostgreSQL is there but may have no schema yet: it is opened as for writing. A folder is not made to be looked at.
	s, err := c.open(store.Options{ReadOnly: c.text("db") == ""})
	if f, ok := fault.Of(err); ok && f.Key == "store.schema_older" {
		s, err = c.openThere() // one's own example is brought up to this program's schema
	}
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer s.Close()
	snap, err := s.Snapshot(c.ctx)
	if err != nil {
		return false, err
	}
	defer snap.Close()
	units, err := snap.Units(c.ctx)
	if err != nil || len(units) == 0 {
		return false, err
	}
	items, err := snap.Items(c.ctx, e.unit.Code, exampleKind, "", 0, calendar.MakeDate(9999, 12, 31))
	if err != nil {
		return false, err
	}
	complete := false
	for _, it := range items {
		if it.Text != e.String() {
			return false, fault.New(fault.Conflict, "cli.demo.different", "place", c.place(), "unit", e.unit.ID, "made", it.Text, "asked", e)
		}
		complete = complete || it.Facet == "complete"
	}
	switch {
	case len(items) == 0:
		return false, fault.New(fault.Conflict, "cli.demo.occupied", "place", c.place())
	case !complete && c.text("db") == "":
		return false, fault.New(fault.Conflict, "cli.demo.part", "place", c.place())
	case !complete:
		return false, nil // goes on where it was interrupted: every act has its key
	}
	st, err := snap.Stats(c.ctx)
	if err != nil {
		return false, err
	}
	if c.on("json") {
		return true, printJSON(c.out, map[string]any{"reused": true, "unit": e.unit.Code, "seed": e.seed, "scale": e.scale,
			"dossiers": st.Dossiers, "entries": st.Entries, "bytes": st.Bytes})
	}
	fmt.Fprintln(c.out, c.say("cli.demo.reused", "unit", e.unit.ID, "place", c.place(), "seed", e.seed, "scale", e.scale,
		"dossiers", locale.Int(st.Dossiers), "entries", locale.Int(st.Entries)))
	return true, nil
}

// buildFolder builds beside the folder and renames, so that an interrupted run leaves
// nothing that could be taken for data.
func (c *call) buildFolder(e example) error {
	dir := filepath.Clean(c.text("data"))
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return cannotWrite(dir, err)
	}
	sweep(dir)
	part, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+partMark+"*")
	if err != nil {
		return cannotWrite(dir, err)
	}
	took, err := c.build(e, store.Options{Dir: part})
	if err == nil {
		os.Remove(dir) // an empty folder may stand in the way; one with files is not removed
		err = cannotWrite(dir, os.Rename(part, dir))
	}
	if err != nil { // another run may have been quicker; what it built is this very ward
		if there, e := c.exampleThere(e); e == nil && there {
			os.RemoveAll(part)
			return nil
		}
	}
	if err != nil {
		os.RemoveAll(part)
		return err
	}
	return c.built(e, took)
}

// partMark stands in the names of folders in which an example ward is being built.
const partMark = ".part-"

// sweep removes what runs that were killed left behind; one that is alive writes all the time.
func sweep(dir string) {
	beside, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return // what cannot be listed cannot be cleaned; building will say what is wrong
	}
	for _, d := range beside {
		if !strings.HasPrefix(d.Name(), filepath.Base(dir)+partMark) {
			continue
		}
		part := filepath.Join(filepath.Dir(dir), d.Name())
		if st, err := os.Stat(filepath.Join(part, store.FileName+"-wal")); err == nil && time.Since(st.ModTime()) > time.Hour {
			os.RemoveAll(part)
		}
	}
}

// build lives the whole ward through the real desk and store. Its clock is the acts' own: the
// server is taken to record an act when it happens.
func (c *call) build(e example, o store.Options) (time.Duration, error) {
	var last time.Time
	o.Recorded = func(happened time.Time) time.Time {
		if happened.After(last) {
			last = happened
		}
		return last
	}
	o.Now = func() time.Time { return last }
	o.Rand = seeded(e.seed, 1)
	s, err := c.open(o)
	if err != nil {
		return 0, err
	}
	sum, err := c.live(e, s, func() time.Time { return last })
	if e := s.Close(); err == nil {
		err = e
	}
	return sum.Elapsed, err
}

func (c *call) live(e example, s *store.Store, last func() time.Time) (demo.Summary, error) {
	books := duty.NewBooks(e.house.kinds, s, seeded(e.seed, 2))
	if err := c.mark(e, books, "begun", exampleBegins); err != nil {
		return demo.Summary{}, err
	}
	bar := c.progress(c.say("cli.demo.progress"))
	defer bar.end()
	sum, err := demo.Run(c.ctx, demo.Options{Files: e.house.files, Catalog: e.house.catalog, Desk: desk.New(e.house.catalog, s), Books: books,
		Office: e.house.office(e.unit, s, books, func() time.Time { return exampleBegins }, seeded(e.seed, 3)), Unit: e.unit.ID, Seed: e.seed, Scale: e.scale, Progress: func(done, total int) { bar.set(int64(done), int64(total)) }})
	if err != nil {
		return sum, err
	}
	return sum, c.mark(e, books, "complete", last())
}

// mark writes into the ward's own books what it was built from.
func (c *call) mark(e example, books *duty.Books, facet string, at time.Time) error {
	day := calendar.DateOf(at)
	_, err := books.Record(c.ctx, duty.Order{Unit: e.unit.Code, Key: "example-" + facet,
		Actor: access.Actor{ID: "demo", Role: access.System}, Happened: at},
		register.Item{Kind: exampleKind, Facet: facet, From: day, To: day, Text: e.String()})
	return err
}

// built prints how fast and how big.
func (c *call) built(e example, took time.Duration) error {
	s, err := c.open(store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	snap, err := s.Snapshot(c.ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	st, err := snap.Stats(c.ctx)
	if err != nil {
		return err
	}
	secs := max(took.Seconds(), 1e-3)
	rate := func(n int64) string { return locale.Int(int64(float64(n) / secs)) }
	perDossier := st.Bytes / max(1, st.Dossiers)
	if c.on("json") {
		return printJSON(c.out, map[string]any{"reused": false, "unit": e.unit.Code, "seed": e.seed, "scale": e.scale, "dossiers": st.Dossiers,
			"entries": st.Entries, "acts": st.Acts, "seconds": secs, "bytes": st.Bytes, "bytes_per_dossier": perDossier})
	}
	fmt.Fprintln(c.out, c.say("cli.demo.done", "unit", e.unit.ID, "place", c.place()))
	fmt.Fprintln(c.out, c.say("cli.demo.speed", "dossiers", locale.Int(st.Dossiers), "entries", locale.Int(st.Entries), "acts", locale.Int(st.Acts),
		"seconds", strings.Replace(strconv.FormatFloat(secs, 'f', 1, 64), ".", ",", 1),
		"dossiers_rate", rate(st.Dossiers), "entries_rate", rate(st.Entries), "acts_rate", rate(st.Acts)))
	fmt.Fprintln(c.out, c.say("cli.demo.files", "bytes", locale.Int(perDossier), "total", locale.Int(st.Bytes)))
	return nil
}

// seeded gives the same bytes for the same seed: salts and ids of an example ward. Real wards
// take theirs from the system.
func seeded(seed uint64, stream byte) io.Reader {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	copy(key[8:], "motcua example ward")
	key[31] = stream
	return rand.NewChaCha8(key)
}
