package store

import (
	"database/sql"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
)

// Statements that find who bears a number: by its term, and of codes by our own.
const (
	qBearer     = `SELECT id FROM search WHERE unit = ? AND month = 0 AND term = ? ORDER BY id LIMIT 1`
	qBearerCode = `SELECT id FROM dossier WHERE unit = ? AND code = ? AND code <> '' ORDER BY id LIMIT 1`
)

// Bearer finds the dossier that bears a given number: in what this act and the acts before it
// in the group have left, then in the database.
func (t *tx) Bearer(key string) (dossier.ID, error) {
	for id, s := range t.dossiers {
		if bears(s, key) {
			return id, nil
		}
	}
	if id := t.ch.bearers[key]; id != 0 {
		return id, nil
	}
	var id ledger.ID
	read := func(r *sql.Rows) error { return r.Scan(&id) }
	err := t.ch.g.c.query(qBearer, read, t.ch.id, givenMark+key)
	if code, ok := strings.CutPrefix(key, dossier.CodeKey("")); ok && err == nil && id == 0 {
		err = t.ch.g.c.query(qBearerCode, read, t.ch.id, code)
	}
	return id, t.failed(err)
}

// bears reports whether a dossier bears the number of a key.
func bears(s *dossier.State, key string) bool {
	return slices.Contains(s.Given(), key) || s.Code != "" && dossier.CodeKey(s.Code) == key
}

// learnBearers keeps whose the numbers of a changed dossier are: they stand in no row before
// the end of the group.
func (ch *chain) learnBearers(id ledger.ID, s *dossier.State) {
	for _, key := range s.Given() {
		ch.bearers[key] = id
	}
	if h := ch.dossiers.held[id]; s.Code != "" && (h.stored == nil || h.stored.Code == "") {
		ch.bearers[dossier.CodeKey(s.Code)] = id
	}
}
