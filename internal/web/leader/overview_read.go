package leader

import (
	"context"
	"sort"
	"sync"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// The indicators whose rates stand beside the counts.
const (
	onTimeRate    = "III.4.3"
	digitizedRate = "III.6.1"
	satisfaction  = "IX.6"
)

// recent is how many days without a count leave today as the day that is shown: an office
// that stopped last week is alive, one that stopped last year is looked at on its last day.
const recent = 31

// read gathers the facts of a day from one reading. No dossier is read: a day costs one
// reading of the running totals for each month and year shown.
func read(ctx context.Context, s *page.Site, r page.Reading, head ledger.Head, asOf, last calendar.Date) (*facts, error) {
	f := &facts{AsOf: asOf, Head: head, LastDay: last}
	source := s.Source(r)
	form := formOf(s)
	c := newCounter(source, form.Rows)
	var err error
	if f.Months, err = c.spans(ctx, months(asOf)); err != nil {
		return nil, err
	}
	if f.Years, err = c.spans(ctx, years(asOf)); err != nil {
		return nil, err
	}
	y, m, _ := asOf.Civil()
	f.Months[len(f.Months)-1].Running = asOf != calendar.MakeDate(y, m+1, 0)
	f.Years[len(f.Years)-1].Running = asOf != calendar.MakeDate(y, 12, 31)
	f.Months, f.Years = begun(f.Months), begun(f.Years)
	if f.Year, err = report.FlowForm(ctx, source, form.Rows, f.year()); err != nil {
		return nil, err
	}
	if err := f.compare(ctx, c); err != nil {
		return nil, err
	}
	return f, f.rates(ctx, s.Set, source)
}

// begun leaves out the spans before the first count: nothing is known of them, and nothing is
// not zero.
func begun(spans []span) []span {
	for len(spans) > 0 && !spans[0].Known {
		spans = spans[1:]
	}
	return spans
}

// compare counts the same days of the year before.
func (f *facts) compare(ctx context.Context, c *counter) error {
	y, m, d := f.AsOf.Civil()
	to := calendar.MakeDate(y-1, m, d)
	if _, tm, _ := to.Civil(); tm != m { // 29 February
		to = calendar.MakeDate(y-1, m+1, 0)
	}
	ago, err := c.spans(ctx, []calendar.Period{{From: calendar.MakeDate(y-1, 1, 1), To: to}})
	if err != nil {
		return err
	}
	f.YearAgo, f.AgoKnown = ago[0].Total, ago[0].Known
	return nil
}

func (f *facts) rates(ctx context.Context, set *indicator.Set, source *indicator.Source) error {
	for id, at := range map[string]*indicator.Figure{onTimeRate: &f.OnTime, digitizedRate: &f.Digitized, satisfaction: &f.Satisfied} {
		if _, ok := set.Get(id); !ok {
			*at = indicator.Figure{State: indicator.StateNoData}
			continue
		}
		figure, err := set.Compute(ctx, source, id, f.year())
		if err != nil {
			return err
		}
		if len(figure.Parts) > 0 { // the first ratio: components, all ratings
			figure = figure.Parts[0]
		}
		*at = figure
	}
	return nil
}

// formOf is the form by which the unit's flows are counted.
func formOf(s *page.Site) *report.Form {
	var id string
	for _, d := range s.Reports {
		if d.Form != nil && d.Form.Rows != nil && (id == "" || d.ID < id) {
			id = d.ID
		}
	}
	if id == "" {
		return &report.Form{Rows: &report.Rows{}}
	}
	return s.Reports[id].Form
}

// lastDay is the last day up to today with any count, 0 when there is none. It asks the
// running totals about halves of the time, which is cheap at any number of dossiers.
func lastDay(ctx context.Context, r measure.Reader, unit string, today calendar.Date) (calendar.Date, error) {
	empty := func(from calendar.Date) (bool, error) {
		t, err := r.Flows(ctx, unit, from, today)
		return len(t) == 0, err
	}
	if none, err := empty(0); none || err != nil {
		return 0, err
	}
	var failed error
	day := calendar.Date(sort.Search(int(today), func(d int) bool {
		none, err := empty(calendar.Date(d) + 1)
		if err != nil {
			failed = err
		}
		return none
	}))
	return day, failed
}

// shelf keeps the facts of the last readings. The ledger only grows: facts hold until its
// head moves.
type shelf struct {
	mu   sync.Mutex
	head ledger.Head
	day  calendar.Date // today when last was found
	last calendar.Date
	kept map[calendar.Date]*facts
}

const shelfDays = 32

// at answers from the shelf or reads; asOf 0 is the day that is shown by itself.
func (k *shelf) at(ctx context.Context, s *page.Site, asOf calendar.Date) (*facts, error) {
	r, err := s.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head, err := r.Head(ctx, s.Unit.Code)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(s.Now())
	last, err := k.lastDay(ctx, s, r, head, today)
	if err != nil {
		return nil, err
	}
	if asOf == 0 {
		asOf = today
		if last != 0 && last < today-recent {
			asOf = last
		}
	}
	if f := k.find(head, asOf); f != nil {
		return f, nil
	}
	f, err := read(ctx, s, r, head, asOf, last)
	if err == nil {
		k.keep(f)
	}
	return f, err
}

func (k *shelf) lastDay(ctx context.Context, s *page.Site, r measure.Reader, head ledger.Head, today calendar.Date) (calendar.Date, error) {
	k.mu.Lock()
	if k.kept != nil && k.head == head && k.day == today {
		defer k.mu.Unlock()
		return k.last, nil
	}
	k.mu.Unlock()
	last, err := lastDay(ctx, r, s.Unit.Code, today)
	if err != nil {
		return 0, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil || head.Size >= k.head.Size { // a slow reader does not put an older head back
		k.head, k.day, k.last, k.kept = head, today, last, map[calendar.Date]*facts{}
	}
	return last, nil
}

func (k *shelf) find(head ledger.Head, asOf calendar.Date) *facts {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.head != head {
		return nil
	}
	return k.kept[asOf]
}

func (k *shelf) keep(f *facts) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.head != f.Head {
		return
	}
	if len(k.kept) >= shelfDays {
		clear(k.kept)
	}
	k.kept[f.AsOf] = f
}
