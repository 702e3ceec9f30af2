package store

import (
	"context"
	"database/sql"
	"strings"
	"testing"
)

// TestCodeFoundByIndex: a dossier is found by its code without looking at the others. The
// index leaves out dossiers without a code, and SQLite uses it only for a statement that says
// the same.
func TestCodeFoundByIndex(t *testing.T) {
	s, err := Open(context.Background(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rows, err := s.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+qDossierCode, 1, "H50.31.02-240102-0003")
	if err != nil {
		t.Fatal(err)
	}
	var plan string
	err = each(rows, func(r *sql.Rows) error {
		var id, parent, unused int
		return r.Scan(&id, &parent, &unused, &plan)
	})
	if err != nil || !strings.Contains(plan, "dossier_by_code") {
		t.Errorf("plan %q (%v)", plan, err)
	}
}
