package store

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"

	"github.com/motcua/motcua/internal/ledger"
)

// LimitPages makes the database full at n pages, as a full disk does.
func (s *Store) LimitPages(n int) error {
	s.writer.mu.Lock()
	defer s.writer.mu.Unlock()
	if err := s.writer.begin(); err != nil {
		return err
	}
	if err := s.writer.c.rollback(); err != nil {
		return err
	}
	_, err := s.writer.c.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA max_page_count = %d", n))
	return err
}

// Dollars writes the places of a statement as PostgreSQL does.
func Dollars(q string) string { return dollars(q) }

// Commits is how many groups were committed.
func (s *Store) Commits() int64 {
	s.writer.mu.Lock()
	defer s.writer.mu.Unlock()
	return s.writer.commits
}

// LoseDisk makes the next database error count as a disk that lost what it was given.
func (s *Store) LoseDisk() {
	d := *s.d
	d.broken = func(err error) bool { return err != nil }
	s.d = &d
}

// Statements are all statements of the package as they are sent, by name.
func Statements(postgres bool) map[string]string {
	d := sqliteDialect
	if postgres {
		d = postgresDialect
	}
	out := map[string]string{
		"qWordAdd": qWordAdd, "qWordID": qWordID, "qWordAll": qWordAll, "qUnitAdd": qUnitAdd, "qUnitHead": qUnitHead + d.lock,
		"qUnitSet": qUnitSet, "qUnits": qUnits, "qUnitID": qUnitID, "qSeriesNext": qSeriesNext, "qHead": qHead, "qDossierCode": qDossierCode, "qBearer": qBearer, "qBearerCode": qBearerCode,
		"qDossierID": qDossierID, "qItemID": qItemID, "qEntries": qEntries, "qActsOf": qActsOf, "qItemsOf": qItemsOf + qItemsOrder,
		"qItemsFacet": qItemsOf + qItemsFacet + qItemsOrder, "qItemsOrder": qItemsOf + qItemsOrder, "qCountUnits": qCountUnits, "qCountRows": qCountRows,
		"qFlows": qFlows + " UNION ALL " + qFlows, "qSubjects": qSubjects, "qDossierRange": qDossierRange, "qItemRange": qItemRange,
		"qTallyAll": qTallyAll, "qChain": qChain, "qActs": qActs, "qDossierDrop": qDossierDrop, "qDossierClear": qDossierClear,
		"qItemDrop": qItemDrop, "qTallyDrop": qTallyDrop, "qUnitRebuilt": qUnitRebuilt, "qUnitsLocked": qUnitsLocked + d.lock, "qRecorded": qRecorded, "qEntryCount": qEntryCount, "size": d.size, "hasTable": d.hasTable, "qLastRecorded": qLastRecorded, "engine": d.engine,
		"qWorkRange": qWorkRange, "qLoads": qLoads, "qSearchMonths": qSearchMonths, "qSearchAll": qSearchAll, "qSearchClear": qSearchClear, "qStates": qStates, "qStateCount": qStateCount, "qWorkNone": qWorkNone, "qSearchNone": qSearchNone,
		"qNotePurge": qNotePurge, "qNoteGet": qNoteGet, "qNotesAll": qNotesAll, "qNotesHers": qNotesHers,
	}
	for name, parts := range map[string][2]string{
		"qActByKey": {qActByKey, "?"}, "qDossiers": {qDossiers, "?"}, "qItems": {qItems, "?"}, "qTallies": {qTallies, tTallyKey},
		"qEntryAdd": {qEntryAdd, tEntry}, "qActAdd": {qActAdd, tAct}, "qDossierPut": {qDossierPut, tDossier}, "qDossierMove": {qDossierMove, tDossier},
		"qItemPut": {qItemPut, tItem}, "qSeriesSet": {qSeriesSet, tSeries}, "qTallyPut": {qTallyPut, tTally},
		"qNotes": {qNotes, tNoteKey}, "qNoteDrop": {qNoteDrop, tNoteKey}, "qWorkPut": {qWorkPut, tWork}, "qWorkDrop": {qWorkDrop, "?"},
		"qSearchPut": {qSearchPut, tSearch}, "qSearchDrop": {qSearchDrop, tSearchKey}, "qNotePut": {qNotePut, tNote}, "qLookAdd": {qLookAdd, tLook},
	} {
		for _, n := range batches {
			out[fmt.Sprintf("%s %d", name, n)] = fmt.Sprintf(parts[0], repeat(parts[1], n))
		}
	}
	for _, table := range unitTables {
		out["qStray "+table] = fmt.Sprintf(qStray, table)
	}
	for name, of := range map[string]string{"": "", " actor": " AND actor = ?", " dossier": " AND dossier = ?"} {
		of = "at >= ? AND unit = ? AND at < ?" + of
		out["qLooks"+name], out["qLooksCount"+name], out["qLooksOrder"+name] = qLooks+of, qLooksCount+of, qLooks+of+qLooksOrder
	}
	for name, of := range map[string]string{"": "", " holder": " AND holder = ? AND proposed = 1", " bucket": " AND status IN (?,?) AND procedure = ? AND " + qBucket + " = ?"} {
		of = "unit = ?" + of
		out["qQueueCount"+name], out["qQueueCounts"+name], out["qBucket"+name] = qQueueCount+of, qQueueCountsOf(of), qQueueCountsOf(of)
		for sort := range queueOrders {
			inner, _ := queueOrder(sort, "")
			outer, _ := queueOrder(sort, "w.")
			out["qQueue"+name], out["qQueue"+name+" "+sort] = qQueueOf(of, inner, outer), qQueueOf(of, inner, outer)
		}
	}
	for text, spans := range map[string][]termSpan{"qFindTerm": termSpans("anh 0912345678"), "qFindEnd": termSpans("02-240412-0003"), "qFind": termSpans("0003")} {
		out[text], _ = findStatement(1, make([]any, 4), spans)
	}
	for name, where := range map[string]string{"qReceivedIn": qReceivedIn, "qEndedIn": qEndedIn, "qRatedIn": qRatedIn, "qOpenAt": qOpenAt, "qFlagged": qReceivedIn + qFlagged} {
		cells := where + " AND channel IN (?,?) AND level IN (?) AND procedure IN (?,?,?)"
		out[name] = qListRows + where
		out[name+" qListLatest"] = fmt.Sprintf(qListLatest, qListRows+cells)
		for sort, order := range orders {
			out[name+" qListRows "+sort] = qListRows + cells + " UNION ALL " + qListRows + where + " ORDER BY " + order + " LIMIT ? OFFSET ?"
		}
	}
	for name, q := range out {
		out[name] = d.rebind(q)
	}
	return out
}

// SnapshotConns is how many snapshots there may be at once.
func SnapshotConns() int { return snapshotConns() }

// FirstForm packs what is packed, the answer or another content of a subject, in the first form.
func FirstForm(packed []byte, unit string, subject ledger.ID) ([]byte, error) {
	content, err := unpackBeside(packed, besideAnswer(unit, subject))
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer([]byte{packed1})
	w, err := flate.NewWriterDict(out, flate.BestCompression, dictionary1)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), err
}
