package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// A dossier is found by terms, one row each, under the month of its receipt:
//
//	nguyen thi anh   the whole name, of the applicant and of who files for them, folded
//	anh              the given name
//	045199000123     the personal number, letters and digits only
//	0912345678       the phone number, as dialled at home
//	-3000-214042     day and number of the case code, from behind
//	g15.99-24-1      a code that another system gave it
//
// The numbers that people gave (dossier.State.Given) are terms too, behind a mark that nobody
// types and under month 0: by them an act finds who bears a number already.
//
// Months are looked through from the newest back, so that a name that half of the people
// have costs one month and not all of them.

// Statements about terms. A month is an equality and the term a range: one place of the key
// each.
const (
	qSearchPut    = `INSERT INTO search (unit, month, term, day, id) VALUES %s ON CONFLICT (unit, month, term, day, id) DO NOTHING`
	tSearch       = `(?,?,?,?,?)`
	qSearchDrop   = `DELETE FROM search WHERE unit = ? AND (month, term, day, id) IN (VALUES %s)`
	tSearchKey    = `(CAST(? AS INTEGER), CAST(? AS TEXT), CAST(? AS INTEGER), CAST(? AS BIGINT))`
	qSearchMonths = `WITH RECURSIVE m (month) AS (SELECT MAX(month) FROM search WHERE unit = ? UNION ALL ` +
		`SELECT (SELECT MAX(s.month) FROM search s WHERE s.unit = ? AND s.month < m.month) FROM m WHERE m.month IS NOT NULL) SELECT month FROM m WHERE month IS NOT NULL`
	qFind     = `SELECT DISTINCT day, id FROM (%s) AS f ORDER BY day DESC, id DESC LIMIT ?`
	qFindTerm = `SELECT day, id FROM search WHERE unit = ? AND month IN (%s) AND term >= ? AND term <= ?`
	qFindEnd  = `SELECT s.day, s.id FROM search s JOIN dossier d ON d.unit = s.unit AND d.id = s.id WHERE s.unit = ? AND s.month IN (%s) AND s.term >= ? AND s.term <= ? ` +
		`AND substr(d.code, length(d.code) - ? + 1) = ?`
)

// givenMark begins the term of a given number.
const givenMark = "#"

// maxTerm bounds a term in bytes: only the names of bodies are longer.
const maxTerm = 48

// searchRow is one term of one dossier.
type searchRow struct {
	month, day, id int64
	term           string
}

func (r *searchRow) args(unit int64) []any { return []any{unit, r.month, r.term, r.day, r.id} }
func (r *searchRow) key() []any            { return []any{r.month, r.term, r.day, r.id} }

// searchRowsOf are the rows of a state, each once.
func searchRowsOf(s *dossier.State) []searchRow {
	if s == nil {
		return nil
	}
	day, _, _ := rollup.DaysOf(s)
	if day == 0 {
		day = calendar.DateOf(s.ID.Time()) // never received: when it was begun
	}
	month := int64(bucketsOf(day)[1])
	out := make([]searchRow, 0, 6)
	add := func(term string) {
		term = cut(term)
		if term != "" && !slices.ContainsFunc(out, func(r searchRow) bool { return r.term == term }) {
			out = append(out, searchRow{month, int64(day), int64(s.ID), term})
		}
	}
	person := func(name, number, phone string, natural bool) {
		name = procedure.Fold(name)
		add(name)
		if natural {
			add(name[strings.LastIndexByte(name, ' ')+1:])
		}
		add(compact(number))
		add(dialled(compact(phone)))
	}
	a := &s.Applicant
	person(a.Name, a.Number, a.Phone, a.Kind <= 1)
	if r := s.Representative; r != nil {
		person(r.Name, r.Number, r.Phone, true)
	}
	if s.Code != "" {
		add("-" + backwards(ending(s.Code)))
	}
	for _, code := range s.Outside {
		add(procedure.Fold(code))
	}
	for _, key := range s.Given() {
		out = append(out, searchRow{term: givenMark + key, id: int64(s.ID)})
	}
	return out
}

// sameTerms reports that two states of one dossier have the same rows for certain.
func sameTerms(a, b *dossier.State) bool {
	if a == nil || a.Representative != nil || b.Representative != nil {
		return false
	}
	return a.Code == b.Code && a.Applicant == b.Applicant && a.ReceivedAt.Equal(b.ReceivedAt) && slices.Equal(a.Outside, b.Outside) &&
		a.Result.Number == b.Result.Number && a.EndedAt.Equal(b.EndedAt)
}

// cut keeps the beginning of a long term, in whole characters.
func cut(term string) string {
	if len(term) <= maxTerm {
		return term
	}
	n := maxTerm
	for !utf8.RuneStart(term[n]) {
		n--
	}
	return term[:n]
}

// compact keeps letters and digits, folded.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, procedure.Fold(text))
}

// dialled is a phone number without the country's code.
func dialled(digits string) string {
	if len(digits) == 11 && strings.HasPrefix(digits, "84") {
		return "0" + digits[2:]
	}
	return digits
}

// ending is the last two parts of a code.
func ending(code string) string {
	i := strings.LastIndexByte(code, '-')
	return code[strings.LastIndexByte(code[:max(i, 0)], '-')+1:]
}

func backwards(text string) string {
	b := []byte(text)
	slices.Reverse(b)
	return string(b)
}

// flushSearch writes the terms that came and takes out those that went: a person may have
// been written wrongly, and the receipt decides the month.
func (ch *chain) flushSearch() error {
	var put, drop []any
	for _, id := range ch.dossiers.changed {
		h := ch.dossiers.held[id]
		if sameTerms(h.stored, h.now) {
			continue
		}
		before, after := searchRowsOf(h.stored), searchRowsOf(h.now)
		for i := range before {
			if !slices.Contains(after, before[i]) {
				drop = append(drop, before[i].key()...)
			}
		}
		for i := range after {
			if !slices.Contains(before, after[i]) {
				put = append(put, after[i].args(ch.id)...)
			}
		}
	}
	if err := ch.g.c.drop(qSearchDrop, tSearchKey, ch.id, drop); err != nil {
		return err
	}
	return ch.g.c.rows(qSearchPut, tSearch, put)
}

// span of terms that a question asks for; end is the end of the code, when it is longer than
// what the term holds.
type termSpan struct{ from, to, end string }

// codeLetters are those of case codes (TT 03/2025 Đ13).
const codeLetters = "0123456789.-ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// behind is after every text that begins with the one before it.
const behind = "\U0010FFFF"

// termSpans reads what a person typed: every meaning that it can have.
func termSpans(text string) []termSpan {
	text = strings.Join(strings.Fields(text), " ")
	folded, plain := procedure.Fold(text), compact(text)
	var out []termSpan
	if strings.ContainsFunc(folded, unicode.IsLetter) {
		begin := cut(folded)
		out = append(out, termSpan{from: begin, to: begin + behind})
	}
	if strings.ContainsFunc(plain, unicode.IsDigit) && (!strings.Contains(folded, "-") || len(plain) >= 9) {
		for _, number := range []string{cut(plain), dialled(plain)} {
			if s := (termSpan{from: number, to: number}); number != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	upper := strings.ToUpper(text)
	number := upper[strings.LastIndexByte(upper, '-')+1:]
	if number == "" || len(number) > 9 || strings.Trim(number, "0123456789") != "" || strings.Trim(upper, codeLetters) != "" {
		return out
	}
	end := "-" + backwards(ending(upper))
	if ending(upper) != upper {
		return append(out, termSpan{from: end, to: end, end: upper})
	}
	return append(out, termSpan{from: end, to: end + behind})
}

// Find looks a dossier up by what a person at the counter has: a case code or its end, a
// personal number, a phone number, a name from its beginning or its given name without
// accents; the newest receipts first.
func (sn *Snapshot) Find(ctx context.Context, unit, text string, limit int) ([]*dossier.State, bool, error) {
	u, ok := sn.s.words.unit(unit)
	if !ok || limit <= 0 || strings.TrimSpace(text) == "" {
		return nil, false, nil
	}
	code := strings.ToUpper(strings.TrimSpace(text))
	rows, err := sn.dossiers(ctx, qDossierCode, unit, u, code)
	if err != nil || len(rows) > 0 {
		return rows, false, sn.s.explain("find", err)
	}
	ids, err := sn.find(ctx, u, termSpans(text), limit+1)
	if err == nil {
		rows, err = sn.states(ctx, unit, u, ids[:min(limit, len(ids))])
	}
	return rows, len(ids) > limit, sn.s.explain("find", err)
}

// find reads month by month, the newest first and then ever more at once, until there are
// enough.
func (sn *Snapshot) find(ctx context.Context, unit int64, spans []termSpan, limit int) ([]ledger.ID, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	var months []any
	err := sn.query(ctx, qSearchMonths, func(r *sql.Rows) error {
		var m int64
		err := r.Scan(&m)
		months = append(months, m)
		return err
	}, unit, unit)
	if err != nil {
		return nil, err
	}
	var out []ledger.ID
	for n := 1; len(months) > 0 && len(out) < limit; n = min(2*n, 64) {
		some := months[:min(n, len(months))]
		months = months[len(some):]
		q, args := findStatement(unit, some, spans)
		err := sn.query(ctx, q, func(r *sql.Rows) error {
			var day int64
			var id ledger.ID
			err := r.Scan(&day, &id)
			out = append(out, id)
			return err
		}, append(args, limit-len(out))...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// findStatement asks some months for all spans.
func findStatement(unit int64, months []any, spans []termSpan) (string, []any) {
	var parts []string
	var args []any
	in := repeat("?", len(months))
	for _, s := range spans {
		q := qFindTerm
		if s.end != "" {
			q = qFindEnd
		}
		parts = append(parts, fmt.Sprintf(q, in))
		args = append(append(append(args, unit), months...), s.from, s.to)
		if s.end != "" {
			args = append(args, len(s.end), s.end)
		}
	}
	return fmt.Sprintf(qFind, strings.Join(parts, " UNION ALL ")), args
}

func compareSearch(a, b searchRow) int {
	return cmp.Or(cmp.Compare(a.id, b.id), strings.Compare(a.term, b.term), cmp.Compare(a.month, b.month), cmp.Compare(a.day, b.day))
}
