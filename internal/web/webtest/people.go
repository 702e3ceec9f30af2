package webtest

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/seal"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// office is the people of the example ward over its store. Its hashes are cheap: the tests are
// about rules, not about how slow a hash is.
func office(site *page.Site, s *store.Store, books *duty.Books, dir string) (*access.Office, error) {
	_, policy, problems := access.Load(data.FS)
	if len(problems) > 0 {
		return nil, fmt.Errorf("data: %v", problems[0])
	}
	policy.Argon2.Memory, policy.Argon2.Passes = 64, 1
	unit := site.Unit.Code
	ring, err := seal.Create(filepath.Join(dir, seal.FileName))
	if err != nil {
		return nil, err
	}
	return &access.Office{Notes: s, Rights: duty.NewRights(books, unit, duty.Reader(unit, s.Snapshot)), Policy: policy, Seals: ring, Unit: unit, Now: site.Now}, nil
}

// Token begins a real session of an officer of the example ward, over the real store, and
// returns what the browser holds: Token(site, "mc-01").
func Token(site *page.Site, officer string) (string, error) {
	return site.Office.Start(context.Background(), officer, access.Place{Source: "127.0.0.1", Device: "Chrome trên Windows", Browser: "AAAAAAAAAAAAAAAAAAAAAAAAAA"})
}

// Officers of the example ward by role, for Token.
var Officers = map[access.Role]string{access.Clerk: "mc-01", access.Specialist: "cm-02", access.Leader: "ld-01", access.Reporter: "cc-01",
	access.Admin: "qt-01", access.Inspector: "kt-01"}
