package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

// runRegisterList lists the items of a kind of book, or the kinds when none is named.
func runRegisterList(c *call) error {
	if c.text("kind") == "" {
		return c.kinds()
	}
	p := calendar.Period{From: 0, To: calendar.MakeDate(9999, 12, 31)}
	if c.text("period") != "" {
		var err error
		if p, err = c.period("period"); err != nil {
			return err
		}
	}
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	kind, ok := r.kinds.Get(c.text("kind"))
	if !ok {
		return fault.New(fault.NotFound, "cli.no_kind", "kind", c.text("kind"))
	}
	items, err := r.snapshot.Items(c.ctx, r.unit.Code, kind.ID, c.text("facet"), p.From, p.To)
	if err != nil {
		return err
	}
	if c.on("json") {
		return printJSON(c.out, items)
	}
	fmt.Fprintln(c.out, kind.Title)
	g := grid{head: strings.Split(c.say("cli.register.head"), "|")}
	for _, it := range items {
		g.add(it.ID, it.Facet, it.From.Print(), it.To.Print(), c.quantity(it), it.Text, c.origin(it))
	}
	g.print(c.out)
	fmt.Fprintln(c.out, c.say("cli.register.count", "count", locale.Int(int64(len(items)))))
	return nil
}

// quantity prints an item's value; a blank and a line that is not the unit's are told apart
// from a zero.
func (c *call) quantity(it register.Item) string {
	if it.State != register.Value {
		return c.say("cli.state." + string(it.State))
	}
	return locale.Int(it.Quantity)
}

func (c *call) origin(it register.Item) string {
	if it.Origin == register.Printed {
		return c.say("cli.register.printed")
	}
	return it.Origin
}

func (c *call) kinds() error {
	h, err := c.house()
	if err != nil {
		return err
	}
	type row struct {
		ID     string   `json:"id"`
		Title  string   `json:"title"`
		Facets []string `json:"facets"`
	}
	var rows []row
	for _, k := range h.kinds.All() {
		r := row{ID: k.ID, Title: k.Title}
		for _, f := range k.Facets {
			r.Facets = append(r.Facets, f.ID)
		}
		rows = append(rows, r)
	}
	if c.on("json") {
		return printJSON(c.out, rows)
	}
	g := grid{head: strings.Split(c.say("cli.register.kinds"), "|")}
	for _, r := range rows {
		g.add(r.ID, r.Title, strings.Join(r.Facets, ", "))
	}
	g.print(c.out)
	return nil
}

// runRegisterImport enters the figures of a printed report into the books: all of it or
// nothing, each marked as printed.
func runRegisterImport(c *call) error {
	path := c.args[0]
	text, err := readFile(path)
	if err != nil {
		return err
	}
	h, err := c.house()
	if err != nil {
		return err
	}
	u, err := c.unit(h)
	if err != nil {
		return err
	}
	s, err := c.openThere()
	if err != nil {
		return err
	}
	defer s.Close()
	books := duty.NewBooks(h.kinds, s, rand.Reader)
	n, err := books.ImportPrinted(c.ctx, u.Code, access.Actor{ID: "cli", Role: access.Reporter}, time.Now(), text)
	if err != nil {
		return err
	}
	if c.on("json") {
		return printJSON(c.out, map[string]int{"items": n})
	}
	fmt.Fprintln(c.out, c.say("cli.register.imported", "count", locale.Int(int64(n)), "path", path))
	return nil
}

// maxImport bounds what is read into memory; a printed report is some hundred KiB.
const maxImport = 64 << 20

// readFile reads a file or a pipe, but not one without end.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "cli.no_file", "path", path)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxImport+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "cli.no_file", "path", path)
	}
	if len(text) > maxImport {
		return nil, fault.New(fault.Invalid, "cli.file_big", "path", path, "most", maxImport>>20)
	}
	return text, nil
}
