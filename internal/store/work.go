package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

const qInWork = `SELECT id, seq, state FROM dossier WHERE unit = ? AND status IN (1, 2, 4, 5, 6, 7, 9)`

// Queue lists dossiers in work; total is their number without offset and limit.
func (sn *Snapshot) Queue(ctx context.Context, q desk.Queue) ([]*dossier.State, int, error) {
	u, ok := sn.s.words.unit(q.Unit)
	if !ok {
		return nil, 0, nil
	}
	all, err := sn.dossiers(ctx, qInWork, q.Unit, u)
	if err != nil {
		return nil, 0, sn.s.explain("queue", err)
	}
	rows := slices.DeleteFunc(all, func(s *dossier.State) bool {
		return q.Bucket != 0 && q.Days.Bucket(s) != q.Bucket || len(q.Statuses) > 0 && !slices.Contains(q.Statuses, s.Status) ||
			q.Holder != "" && s.Holder != q.Holder || q.Procedure != "" && s.Procedure != q.Procedure
	})
	slices.SortFunc(rows, func(a, b *dossier.State) int {
		return cmp.Or(a.LegalDue.Compare(b.LegalDue), strings.Compare(a.Code, b.Code))
	})
	total := len(rows)
	rows = rows[min(q.Offset, total):]
	if q.Limit > 0 {
		rows = rows[:min(q.Limit, len(rows))]
	}
	return rows, total, nil
}

// QueueCounts counts a queue by bucket.
func (sn *Snapshot) QueueCounts(ctx context.Context, q desk.Queue) (map[desk.Bucket]int, error) {
	q.Bucket, q.Offset, q.Limit = 0, 0, 0
	rows, _, err := sn.Queue(ctx, q)
	out := map[desk.Bucket]int{}
	for _, s := range rows {
		out[q.Days.Bucket(s)]++
	}
	return out, err
}

// Loads says who has how much in work, by holder.
func (sn *Snapshot) Loads(ctx context.Context, unit string, days desk.Days) ([]desk.Load, error) {
	rows, _, err := sn.Queue(ctx, desk.Queue{Unit: unit, Days: days})
	by := map[string]*desk.Load{}
	var out []desk.Load
	for _, s := range rows {
		l := by[s.Holder]
		if l == nil {
			l = &desk.Load{Holder: s.Holder, Counts: map[desk.Bucket]int{}, Since: s.Last}
			by[s.Holder] = l
		}
		l.Counts[days.Bucket(s)]++
		if s.Last.Before(l.Since) {
			l.Since = s.Last
		}
	}
	for _, l := range by {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b desk.Load) int { return strings.Compare(a.Holder, b.Holder) })
	return out, err
}

// Find looks a dossier up by what a person at the counter has.
func (sn *Snapshot) Find(ctx context.Context, unit, text string, limit int) ([]*dossier.State, bool, error) {
	u, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, false, nil
	}
	all, err := sn.dossiers(ctx, `SELECT id, seq, state FROM dossier WHERE unit = ? ORDER BY received_day DESC, id DESC`, unit, u)
	if err != nil {
		return nil, false, sn.s.explain("find", err)
	}
	rows := slices.DeleteFunc(all, func(s *dossier.State) bool {
		return !strings.HasSuffix(s.Code, strings.ToUpper(text)) && s.Applicant.Number != text && s.Applicant.Phone != text && s.Applicant.Name != text
	})
	return rows[:min(limit, len(rows))], len(rows) > limit, nil
}
