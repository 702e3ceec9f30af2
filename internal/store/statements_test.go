package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// Every statement of the package is understood by both databases.
func TestStatementsPrepare(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		_, opt := storetest.Open(t, b, storetest.NewOffice(t, 1))
		raw := b.Raw(t, opt)
		all := store.Statements(name == "postgres")
		for _, key := range slices.Sorted(maps.Keys(all)) {
			st, err := raw.Prepare(all[key])
			if err != nil {
				t.Errorf("%s: %s: %v\n%s", name, key, err, all[key])
				continue
			}
			st.Close()
		}
	}
}

var named = regexp.MustCompile(`^q[A-Z]`)

// No statement is missing from the test above.
func TestStatementsAreListed(t *testing.T) {
	listed := strings.Join(slices.Collect(maps.Keys(store.Statements(false))), " ") + " "
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(node ast.Node) bool {
			v, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for _, name := range v.Names {
				if named.MatchString(name.Name) {
					n++
					if !strings.Contains(listed, name.Name+" ") {
						t.Errorf("%s is not listed", name.Name)
					}
				}
			}
			return true
		})
	}
	if n < 40 {
		t.Errorf("only %d statements found", n)
	}
}

// What acts and reports ask in the course of a day finds its rows by an index: its cost does
// not grow with the ledger.
func TestStatementsUseIndexes(t *testing.T) {
	_, opt := storetest.Open(t, sqliteBackend, storetest.NewOffice(t, 1))
	raw := sqliteBackend.Raw(t, opt)
	all := store.Statements(false)
	for _, key := range []string{"qUnitHead", "qActByKey 64", "qDossiers 64", "qItems 16", "qSeriesNext", "qTallies 64", "qHead", "qDossierCode", "qBearer", "qBearerCode", "qDossierID",
		"qItemID", "qEntries", "qItemsOf", "qItemsFacet", "qFlows", "qReceivedIn", "qEndedIn", "qRatedIn", "qOpenAt", "qChain", "qActs", "qSubjects", "qDossierRange", "qNotes 64", "qNotePurge", "qNoteGet",
		"qNotesAll", "qNotesHers", "qLooksCount", "qLooksOrder", "qLooksOrder actor", "qLooksOrder dossier",
		"qWorkRange", "qWorkDrop 64", "qQueue", "qQueue holder", "qQueueCount", "qQueueCounts", "qLoads", "qSearchMonths", "qSearchDrop 64", "qFind", "qFindEnd", "qStates"} {
		q := all[key]
		if q == "" {
			t.Errorf("%s is not a statement", key)
			continue
		}
		args := make([]any, strings.Count(q, "?"))
		for i := range args {
			args[i] = 1
		}
		rows, err := raw.Query("EXPLAIN QUERY PLAN "+q, args...)
		if err != nil {
			t.Errorf("%s: %v", key, err)
			continue
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
			if scans.MatchString(detail) {
				t.Errorf("%s reads a whole table: %s", key, detail)
			}
		}
		if len(plan) == 0 || rows.Err() != nil {
			t.Errorf("%s: no plan, %v", key, rows.Err())
		}
	}
}

var scans = regexp.MustCompile(`^SCAN (entry|act|dossier|item|tally|series|unit|word|note|look|work|search|d|s)\b`)
