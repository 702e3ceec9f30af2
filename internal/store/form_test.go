package store_test

import (
	"database/sql"
	"testing"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// repack writes all that is packed as the program did that knew only the first form.
func repack(t *testing.T, b storetest.Backend, opt store.Options) (rows int) {
	t.Helper()
	raw := b.Raw(t, opt)
	for _, q := range b.Thaw {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	type cell struct {
		key, subject int64
		packed       []byte
	}
	for _, c := range []struct{ read, write string }{
		{"SELECT pos, subject, body FROM entry", "UPDATE entry SET body = ? WHERE pos = ?"},
		{"SELECT a.first, e.subject, a.answer FROM act a JOIN entry e ON e.unit = a.unit AND e.pos = a.first", "UPDATE act SET answer = ? WHERE first = ?"},
		{"SELECT id, id, state FROM dossier", "UPDATE dossier SET state = ? WHERE id = ?"},
	} {
		var cells []cell
		found, err := raw.Query(c.read)
		if err != nil {
			t.Fatal(err)
		}
		for found.Next() {
			var x cell
			if err := found.Scan(&x.key, &x.subject, &x.packed); err != nil {
				t.Fatal(err)
			}
			cells = append(cells, x)
		}
		if err := found.Close(); err != nil {
			t.Fatal(err)
		}
		rows += len(cells)
		within(t, raw, func(tx *sql.Tx) {
			for _, x := range cells {
				first, err := store.FirstForm(x.packed, storetest.Unit, ledger.ID(x.subject))
				if err == nil {
					_, err = tx.Exec(b.Bind(c.write), first, x.key)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	return rows
}

func within(t *testing.T, db *sql.DB, do func(*sql.Tx)) {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	do(tx)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// A database of schema 7, in which everything is packed in the first form and no given number can
// be found, is brought up, read, proved and gone on with: what was acknowledged is answered in
// the same words, and both forms stand side by side.
func TestFirstFormGoesOn(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			o := storetest.NewOffice(t, 61)
			s, opt := storetest.Open(t, b, o)
			acts := o.Live(300, storetest.Unit)
			var want []desk.Receipt
			for _, a := range acts {
				r, _ := s.Do(t.Context(), a)
				want = append(want, r)
			}
			s.Close()
			if n := repack(t, b, opt); n < 300 {
				t.Fatalf("%d rows packed anew", n)
			}
			for _, q := range []string{"DELETE FROM search WHERE month = 0 AND term LIKE '#%'", "DELETE FROM goose_db_version WHERE version_id > 7"} {
				if r, err := b.Raw(t, opt).Exec(q); err != nil {
					t.Fatal(err)
				} else if n, _ := r.RowsAffected(); n == 0 {
					t.Fatalf("%s: nothing to take back", q)
				}
			}
			openFault(t, store.Options{Dir: opt.Dir, DB: opt.DB, ReadOnly: true}, "store.schema_older")
			s, err := store.Open(t.Context(), opt)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			proved := func() {
				t.Helper()
				if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() != nil || r.Dossiers < 10 {
					t.Errorf("%+v, %v", r, err)
				}
			}
			proved()
			repeats := 0
			for i, a := range acts {
				if want[i].Count == 0 {
					continue
				}
				r, err := s.Do(t.Context(), a)
				if err != nil || !r.Repeat || r.Head != want[i].Head || string(r.Answer) != string(want[i].Answer) {
					t.Fatalf("act %d again: %+v, %v; was %+v", i, r, err, want[i])
				}
				repeats++
			}
			if repeats < 100 {
				t.Errorf("%d acts were repeated", repeats)
			}
			for _, a := range o.Live(100, storetest.Unit) {
				s.Do(t.Context(), a) // refusals are part of a life
			}
			proved()
		})
	}
}
