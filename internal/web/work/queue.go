package work

import (
	"context"
	"net/http"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// nobody is the filter for dossiers that no officer holds.
const nobody = "-"

// definition says which dossiers of the unit stand in a queue.
type definition struct {
	statuses []dossier.Status
	mine     bool // held by who asks
	proposed bool // waits for a leader on a proposal of who asks
}

var definitions = map[string]definition{
	"cho-tiep-nhan":  {statuses: []dossier.Status{dossier.Registered}},
	"cho-tra":        {statuses: []dossier.Status{dossier.Settled}},
	"cho-bo-sung":    {statuses: []dossier.Status{dossier.Supplement}},
	"cho-thu-ly":     {statuses: []dossier.Status{dossier.Received}, mine: true},
	"cua-toi":        {mine: true},
	"cho-nguoi-khac": {statuses: []dossier.Status{dossier.Supplement, dossier.Obligation, dossier.Withdrawing}, mine: true},
	"cho-lanh-dao":   {proposed: true},
	"tat-ca":         {},
}

// lot is a queue as one person reads it: the question for the store, and what the store cannot
// ask.
type lot struct {
	desk.Queue
	keep func(*dossier.State) bool // nil: all
}

// lot makes the question of a queue with its filters. What is no queue of this person is refused.
func (o *room) lot(q page.InQueue, p *access.Person) (lot, error) {
	d, ok := definitions[q.ID]
	if !ok || !slices.ContainsFunc(page.QueuesOf(p), func(x page.Queue) bool { return x.ID == q.ID }) {
		return lot{}, fault.New(fault.NotFound, "work.no_queue", "id", q.ID)
	}
	if q.Bucket < 0 || q.Bucket > len(desk.Buckets) || !slices.Contains(sorts, q.Sort) {
		return lot{}, fault.New(fault.Invalid, "work.no_filter")
	}
	l := lot{Queue: desk.Queue{Unit: o.Unit.Code, Days: o.Days(), Bucket: desk.Bucket(q.Bucket), Statuses: d.statuses,
		Proposed: d.proposed, Procedure: q.Procedure, Sort: q.Sort}}
	switch {
	case d.mine:
		l.Holder = p.ID
	case q.Holder == nobody:
		l.keep = func(s *dossier.State) bool { return s.Holder == "" }
	default:
		l.Holder = q.Holder
	}
	if d.proposed {
		l.keep = func(s *dossier.State) bool { return s.Proposal != nil && s.Proposal.By == p.ID }
	}
	if q.Field != "" {
		keep := l.keep
		l.keep = func(s *dossier.State) bool { return o.FieldOf(s) == q.Field && (keep == nil || keep(s)) }
	}
	return l, nil
}

// sorts are the orders of a queue; "" is the legal due date.
var sorts = []string{"", "due", "-due", "since", "-since", "code", "-code", "received", "-received"}

// desk is the desk for what a page asks of it; also of a server that only reads.
func (o *room) desk() *desk.Desk {
	if o.Desk != nil {
		return o.Desk
	}
	return desk.New(o.Catalog, nil)
}

// rows reads a part of the queue and how long it is.
func (l lot) rows(ctx context.Context, in page.Work, offset, limit int) ([]*dossier.State, int, error) {
	q := l.Queue
	if l.keep == nil {
		q.Offset, q.Limit = offset, limit
		return in.Queue(ctx, q)
	}
	all, err := l.whole(ctx, in)
	n := len(all)
	all = all[min(offset, n):]
	return all[:min(limit, len(all))], n, err
}

// whole reads all of the queue.
func (l lot) whole(ctx context.Context, in page.Work) ([]*dossier.State, error) {
	rows, _, err := in.Queue(ctx, l.Queue)
	if l.keep != nil {
		rows = slices.DeleteFunc(rows, func(s *dossier.State) bool { return !l.keep(s) })
	}
	return rows, err
}

// counts are the numbers of the queue by bucket.
func (l lot) counts(ctx context.Context, in page.Work) (map[desk.Bucket]int, error) {
	if l.keep == nil {
		return in.QueueCounts(ctx, l.Queue)
	}
	l.Bucket = 0
	rows, err := l.whole(ctx, in)
	out := map[desk.Bucket]int{}
	for _, s := range rows {
		out[l.Days.Bucket(s)]++
	}
	return out, err
}

// queues is the first queue of a person.
func (o *room) queues(w http.ResponseWriter, r *http.Request) error {
	return o.asked(w, r, page.QueuesOf(person(r.Context()))[0].ID)
}

// queue is the page of one queue.
func (o *room) queue(w http.ResponseWriter, r *http.Request) error {
	return o.asked(w, r, r.PathValue("id"))
}

// asked shows the queue and the page of it that an address asks for.
func (o *room) asked(w http.ResponseWriter, r *http.Request, id string) error {
	at, err := page.ReadPage(r.URL.Query())
	if err != nil {
		return err
	}
	return o.showQueue(w, r, page.ReadQueue(id, r.URL.Query()), at, nil)
}

// backTo shows the queue that a form was sent from again, with what is wrong with the form and
// what was typed. A form that names no queue, and a fault that its writer cannot mend, get the
// page of an error.
func (o *room) backTo(w http.ResponseWriter, r *http.Request, field string, err error) error {
	q := page.ParseInQueue(r.PostForm.Get("hd"))
	if q == nil || !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
		return err
	}
	at := (q.At-1)/page.PageRows + 1
	return o.showQueue(w, r, *q, at, &page.Mistake{Field: field, Text: o.Words.Error(page.Lang(r.Context()), err)})
}

// showQueue is the page of a queue; wrong is why a form of it was refused, nil for none.
func (o *room) showQueue(w http.ResponseWriter, r *http.Request, q page.InQueue, at int, wrong *page.Mistake) error {
	ctx := r.Context()
	l, err := o.lot(q, person(ctx))
	if err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	v, err := o.queueView(ctx, in, q, l, at)
	if err != nil {
		return err
	}
	v.Dropped = o.droppedView(ctx, r.URL.Query().Get("vua-bo"))
	status := http.StatusOK
	if wrong != nil {
		v.Wrong, v.Typed, status = []page.Mistake{*wrong}, r.PostForm.Get("ten"), http.StatusBadRequest
		v.chose(r.PostForm)
	}
	f := page.Frame{Title: v.Title, Active: "queues", Wide: true, Basis: o.BasisNow(ctx, in), Failed: wrong != nil}
	return page.Write(w, r, status, f, queuePage(v))
}
