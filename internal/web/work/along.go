package work

import (
	"context"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// Along is the way on through the queue that a dossier was opened from.
type Along struct {
	Title, Back    string
	Place          string
	Previous, Next *Step
	Gone           bool // the dossier has left the queue: it was dealt with
}

// Step leads to a dossier of the queue.
type Step struct{ Code, URL string }

// along finds the neighbours of a dossier in its queue. It looks around the place it was opened
// from; a dossier that has been dealt with is not there any more, and the one that moved up to
// its place is the next. A context that is no queue of this person leads nowhere.
func (o *room) along(ctx context.Context, in page.Work, q page.InQueue, s *dossier.State) (*Along, error) {
	l, err := o.lotOf(ctx, &q)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	const near = 25
	from := max(q.At-1-near, 0)
	rows, total, err := l.rows(ctx, in, from, 2*near+1)
	if err != nil {
		return nil, err
	}
	v := &Along{Title: page.T(ctx, "work.queue."+q.ID), Back: q.URL(), Gone: true}
	before, after := q.At-2-from, q.At-1-from // of one that is gone
	for i, x := range rows {
		if x.ID == s.ID {
			v.Gone, before, after = false, i-1, i+1
			v.Place = page.T(ctx, "work.along.place", "n", locale.Int(int64(from+i+1)), "of", locale.Int(int64(total)))
		}
	}
	step := func(i int) *Step {
		if i < 0 || i >= len(rows) {
			return nil
		}
		to := q
		to.At = from + i + 1
		return &Step{page.Known(rows[i]), to.Open(rows[i])}
	}
	v.Previous, v.Next = step(before), step(after)
	return v, nil
}

// lotOf is the lot of a place in a queue.
func (o *room) lotOf(ctx context.Context, q *page.InQueue) (lot, error) {
	return o.lot(*q, person(ctx))
}
