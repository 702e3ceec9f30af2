package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web"
	"github.com/motcua/motcua/internal/web/page"
)

// runServe answers pages over one unit's ledger until it is interrupted. It creates nothing:
// an empty place is said to be empty.
func runServe(c *call) error {
	l, err := web.Listen(c.text("listen"))
	if err != nil {
		return err
	}
	defer l.Close()
	s, err := c.open(store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	server, err := c.server(s)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("cli.serve.address", "url", "http://"+l.Addr().String()+"/"))
	if out, ok := c.out.(interface{ Flush() error }); ok { // who waits for the address must see it now
		if err := out.Flush(); err != nil {
			return fault.Wrap(err, fault.Unavailable, "cli.stdout")
		}
	}
	go debug.FreeOSMemory() // what decoding the data files has left behind; the server idles for hours
	return server.Serve(c.ctx, l)
}

// server is the web server over an open store.
func (c *call) server(s *store.Store) (*web.Server, error) {
	site, err := c.site(s)
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(c.err, nil))
	return web.New(*site, log)
}

// site is what the pages are made from.
func (c *call) site(s *store.Store) (*page.Site, error) {
	h, err := c.house()
	if err != nil {
		return nil, err
	}
	u, err := c.unit(h)
	if err != nil {
		return nil, err
	}
	_, noExample := fs.Stat(h.files, "demo/"+u.ID)
	return &page.Site{
		Catalog: h.catalog, Kinds: h.kinds, Set: h.indicators, Reports: h.reports, Rules: h.rules,
		Files: h.files, Words: h.words, Unit: u, Now: time.Now, Version: release(), Example: noExample == nil,
		Open: func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) },
	}, nil
}

// release is the version as the foot of a page shows it.
func release() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}
