package work

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// queueView is the page of a queue.
type queueView struct {
	Title   string
	Lead    string
	Q       page.InQueue
	Tabs    []tab
	Buckets []bucketView
	All     bucketView // the whole queue
	Rows    []rowView
	Total   int
	Page    int
	First   string // address of the most urgent dossier
	Nearest string // for an empty queue: when the next one of the house is due
	Heads   []head
	Holders []option
	Fixed   bool // the holder is given by the queue itself

	Views   []tab    // saved
	Shares  []option // with which roles a view can be shared
	Key     string
	View    *saved // that is shown
	Dropped *saved // that was just taken away
	Bulk    []option
	Most    int // rows of a job

	Wrong []page.Mistake // of a form that was refused
	Typed string         // name of a view, as typed
}

// tab is a queue or a saved view that one can go to.
type tab struct {
	Text, URL string
	Key       string
	Current   bool
}

// bucketView is a part of the queue: its number, its share of the bar, the way to it.
type bucketView struct {
	Name, Kind string
	N          int
	URL        string
	Current    bool
	X, Width   string // in thousandths of the bar
}

// head is a column that sorts.
type head struct{ Text, URL, Sort string }

// option is one choice of a list.
type option struct {
	Value, Text string
	Chosen      bool
	More        string // a text that belongs to the choice
}

// rowView is one dossier of a queue. It holds no person in full.
type rowView struct {
	ID        string // in forms
	Name      string // code, or what stands for it
	URL       string
	Procedure string
	Applicant string
	Status    string
	Tag       string
	Due       string
	Left      string
	LeftTag   string
	Holder    string
	Since     string
	Next      string
	Marked    bool
}

// kinds are the words and the look of the buckets.
var kinds = map[desk.Bucket]string{desk.Overdue: "overdue", desk.Today: "today", desk.Soon: "soon",
	desk.Later: "later", desk.Waiting: "waiting", desk.Ready: "ready"}

func (o *room) queueView(ctx context.Context, in page.Reading, q page.InQueue, l lot, at int) (*queueView, error) {
	counts, err := l.counts(ctx, in)
	if err != nil {
		return nil, err
	}
	rows, total, err := l.rows(ctx, in, (at-1)*page.PageRows, page.PageRows)
	if err != nil {
		return nil, err
	}
	if at > 1 && len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "work.no_such_page", "page", at)
	}
	q.At = (at-1)*page.PageRows + 1 // what a form of the page leads back to
	v := &queueView{Title: page.T(ctx, "work.queue."+q.ID), Lead: page.T(ctx, "work.queue."+q.ID+".lead"), Q: q,
		Total: total, Page: at, Tabs: o.tabs(ctx, q), Fixed: definitions[q.ID].mine || definitions[q.ID].proposed}
	v.bars(ctx, counts)
	v.Heads = heads(ctx, q)
	if err := o.viewTabs(ctx, v); err != nil {
		return nil, err
	}
	names, err := o.officers(ctx)
	if err != nil {
		return nil, err
	}
	v.Holders = holders(ctx, names, q.Holder)
	for i, s := range rows {
		place := q
		place.At = (at-1)*page.PageRows + i + 1
		v.Rows = append(v.Rows, o.rowView(ctx, s, place, names))
	}
	if len(v.Rows) > 0 {
		v.First = v.Rows[0].URL
	} else {
		v.Nearest, err = o.nearest(ctx, in)
	}
	return v, err
}

// tabs are the queues of the person.
func (o *room) tabs(ctx context.Context, q page.InQueue) []tab {
	var out []tab
	for i, x := range page.QueuesOf(person(ctx)) {
		t := tab{Text: page.T(ctx, "work.queue."+x.ID), URL: page.QueueURL(x.ID, 0), Current: x.ID == q.ID && q.View == ""}
		if i < 9 {
			t.Key = "Alt+" + strconv.Itoa(i+1)
		}
		out = append(out, t)
	}
	return out
}

// viewTabs are the saved views of the person, and what a new one needs.
func (o *room) viewTabs(ctx context.Context, v *queueView) error {
	who := person(ctx)
	all, err := o.views(ctx, who)
	if err != nil {
		return err
	}
	for _, x := range all {
		t := tab{Text: x.Name, URL: x.at().URL(), Current: x.ID == v.Q.View}
		if x.Role != "" {
			t.Text += " (" + page.RoleNames(ctx, x.Role) + ")"
		}
		if t.Current {
			v.View, v.Title = x, page.T(ctx, "work.view.title", "name", x.Name, "queue", v.Title)
		}
		v.Views = append(v.Views, t)
	}
	v.Shares = []option{{Text: page.T(ctx, "work.view.mine")}}
	for _, r := range who.Roles {
		v.Shares = append(v.Shares, option{Value: string(r), Text: page.T(ctx, "work.view.of_role", "role", page.RoleNames(ctx, r))})
	}
	for _, b := range bulk {
		if o.mayBulk(who, b) {
			v.Bulk = append(v.Bulk, option{Value: b, Text: page.T(ctx, "work.job.act."+b)})
		}
	}
	v.Key, v.Most = page.NewKey(), mostRows
	return nil
}

// chose puts what was chosen in a refused form back: the marked rows, the act, with whom a view
// is shared.
func (v *queueView) chose(form url.Values) {
	for i := range v.Rows {
		v.Rows[i].Marked = slices.Contains(form["hs"], v.Rows[i].ID)
	}
	for _, list := range [][]option{v.Bulk, v.Shares} {
		for i := range list {
			list[i].Chosen = list[i].Value != "" && (list[i].Value == form.Get("viec") || list[i].Value == form.Get("vai"))
		}
	}
}

// mayBulk reports whether the table ever lets one of the person's roles give the command.
func (o *room) mayBulk(who *access.Person, what string) bool {
	return slices.ContainsFunc(o.Catalog.Workflow.Rows, func(r workflow.Row) bool { return r.Command == commandOf(what) && who.Has(r.Roles...) })
}

// bars lays the buckets out side by side, in the order in which they are worked.
func (v *queueView) bars(ctx context.Context, counts map[desk.Bucket]int) {
	total := 0
	for _, b := range desk.Buckets {
		total += counts[b]
	}
	all := v.Q
	all.Bucket, all.At = 0, 0
	v.All = bucketView{Name: page.T(ctx, "work.bucket.all"), N: total, URL: all.URL(), Current: v.Q.Bucket == 0}
	x := 0
	for _, b := range desk.Buckets {
		n := counts[b]
		to := all
		to.Bucket = int(b)
		w := bucketView{Name: page.T(ctx, "work.bucket."+kinds[b]), Kind: kinds[b], N: n, URL: to.URL(), Current: v.Q.Bucket == int(b)}
		if n > 0 {
			from, until := x*1000/total, (x+n)*1000/total
			w.X, w.Width = strconv.Itoa(from), strconv.Itoa(max(until-from, 1))
			x += n
		}
		v.Buckets = append(v.Buckets, w)
	}
}

func heads(ctx context.Context, q page.InQueue) []head {
	var out []head
	for _, key := range []string{"code", "", "due", "since"} {
		h := head{Text: page.T(ctx, "work.head."+key)}
		if key == "" {
			out = append(out, head{})
			continue
		}
		to := q
		to.At = 0
		switch current := q.Sort; {
		case current == key || current == "" && key == "due":
			h.Sort, to.Sort = "ascending", "-"+key
		case current == "-"+key:
			h.Sort, to.Sort = "descending", key
		default:
			to.Sort = key
		}
		h.URL = to.URL()
		out = append(out, h)
	}
	return out
}

func (o *room) rowView(ctx context.Context, s *dossier.State, place page.InQueue, names officers) rowView {
	v := rowView{ID: page.Known(s), Name: s.Code, URL: place.Open(s), Procedure: o.ProcedureName(s.Procedure), Applicant: page.Masked(s.Applicant),
		Status: page.StatusName(ctx, s.Status), Tag: page.StatusTag(s.Status), Holder: names.of(s.Holder), Next: o.next(ctx, s)}
	if v.Name == "" {
		v.Name = page.T(ctx, "work.no_code", "id", s.ID.String())
	}
	if v.Holder == "" {
		v.Holder = page.T(ctx, "work.holder.none")
	}
	if since := page.Since(s); !since.IsZero() {
		v.Since = calendar.PrintInstant(since)
	}
	if o.outside(s, person(ctx)) {
		v.Next = page.T(ctx, "work.next.other_field")
	}
	v.Due, v.Left, v.LeftTag = o.left(ctx, s)
	return v
}

// left says when a dossier is due and how far that is in working days.
func (o *room) left(ctx context.Context, s *dossier.State) (due, left, tag string) {
	days := o.Days()
	if s.LegalDue.IsZero() {
		switch s.Status {
		case dossier.Supplement:
			if !s.SupplyBy.IsZero() {
				return "", page.T(ctx, "work.left.supply_by", "day", calendar.DateOf(s.SupplyBy).Print()), "quiet"
			}
			return "", page.T(ctx, "work.left.waits"), "quiet"
		}
		return "", page.T(ctx, "work.left.none"), "quiet"
	}
	day := calendar.DateOf(s.LegalDue)
	due = calendar.PrintInstant(s.LegalDue)
	switch b := days.Bucket(s); b {
	case desk.Overdue:
		return due, page.T(ctx, "work.left.over", "n", max(o.Catalog.Calendar.WorkingBetween(day+1, days.Today), 1)), "bad"
	case desk.Today:
		return due, page.T(ctx, "work.left.today"), "warn"
	case desk.Soon, desk.Later:
		tag = "quiet"
		if b == desk.Soon {
			tag = "warn"
		}
		return due, page.T(ctx, "work.left.days", "n", o.Catalog.Calendar.WorkingBetween(days.Today+1, day)), tag
	case desk.Waiting:
		return due, page.T(ctx, "work.left.waits"), "quiet"
	case desk.Ready:
		return due, page.T(ctx, "work.left.ready"), "good"
	}
	return due, "", "quiet"
}

// nearest is the next due date of the house, for who has nothing left to do.
func (o *room) nearest(ctx context.Context, in page.Work) (string, error) {
	rows, _, err := in.Queue(ctx, desk.Queue{Unit: o.Unit.Code, Days: o.Days(), Statuses: []dossier.Status{dossier.Received, dossier.Processing}, Sort: "due", Limit: 1})
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return calendar.PrintInstant(rows[0].LegalDue), nil
}
