package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// A database that is deleted, or replaced by a backup, while the program runs: neither old
// figures are shown nor an act confirmed into a file that nobody has.
func TestFileReplacedWhileOpen(t *testing.T) {
	for _, what := range []string{"deleted", "replaced"} {
		t.Run(what, func(t *testing.T) {
			o := storetest.NewOffice(t, 1)
			s, opt := storetest.Open(t, sqliteBackend, o)
			place := filepath.Join(opt.Dir, store.FileName)
			act := func() error {
				_, err := s.Do(t.Context(), o.Act("H50.31.02", o.ID(), o.Receive()))
				return err
			}
			if err := act(); err != nil {
				t.Fatal(err)
			}
			backup, err := os.ReadFile(place)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(place, place+".old"); err != nil {
				t.Fatal(err)
			}
			if what == "replaced" {
				if err := os.WriteFile(place, backup, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err = s.Snapshot(t.Context())
			wantFault(t, err, "store.file_replaced")
			wantFault(t, act(), "store.file_replaced")
			if err := os.Rename(place+".old", place); err != nil {
				t.Fatal(err)
			}
			if err := act(); err != nil {
				t.Errorf("the file is back: %v", err)
			}
		})
	}
}
