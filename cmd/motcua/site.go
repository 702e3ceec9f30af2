package main

import (
	"context"
	"crypto/rand"
	"io/fs"
	"runtime/debug"
	"time"

	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// site is what the pages of a unit are made from, over an open store. until is the last day of
// the server's certificate; zero: it has none.
func (c *call) site(h *house, u *unit.Unit, s *store.Store, until time.Time) (*page.Site, error) {
	_, noExample := fs.Stat(h.files, "demo/"+u.ID)
	site := &page.Site{
		Catalog: h.catalog, Kinds: h.kinds, Set: h.indicators, Reports: h.reports, Rules: h.rules,
		Files: h.files, Words: h.words.Outward(), Unit: u, Now: time.Now, Version: release(), Example: noExample == nil,
		Open:   func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) },
		Secret: func(ctx context.Context, name string) ([]byte, error) { return s.Secret(ctx, u.Code, name) },
		Care:   &caretaker{call: c, store: s, unit: u.Code, started: time.Now(), until: until},
	}
	if !c.on("read-only") {
		site.Desk, site.Books = desk.New(h.catalog, s), duty.NewBooks(h.kinds, s, rand.Reader)
		site.Desk.Kinds = h.kinds
		site.Notes, site.Watcher = s, s
		// Without writing there is no sign-in, and a look could not be recorded: then only what is open to all is shown.
		site.Office = h.office(u, s, site.Books, time.Now, nil)
		site.Sessions = site.Office
	}
	if err := c.keys(site.Office, s, u.Code); err != nil {
		return nil, err
	}
	site.Outside, site.OutsideSecret = h.settings.Outside, c.env(outsideSecret)
	return site, nil
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
