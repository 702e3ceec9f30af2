package demo

import (
	"math/rand/v2"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// plan is the compact life of one dossier: whose it is and when what happens. Instants are
// Unix seconds. What is not here follows from its own random source (life.go).
type plan struct {
	start    int64 // submission online, else receipt
	received int64
	asked    int64 // for a supplement; 0: never
	supplied int64
	ended    int64
	person   int32
	index    int32 // in its year
	split    uint8
	flags    flags
}

// planner times the dossiers of one year. The law it keeps is the calendar's and the
// catalogue's: every due date is computed from the very promise the desk will make.
type planner struct {
	cal      *calendar.Calendar
	habits   *Habits
	year     *Year
	days     *days
	promises *promises
	people   *people
	seed     uint64
}

// errNoLife says that the figures ask for a dossier no lawful life leads to.
func (p *planner) noLife(code string, f flags) error {
	return fault.New(fault.Invalid, "demo.no_life", "procedure", code, "year", p.year.Year, "on_time", f.has(fOnTime), "open", f.has(fOpen))
}

// plan times one dossier.
func (p *planner) plan(index int, s slot) (plan, error) {
	r := source(p.seed, uint64(p.year.Year), 0xda7e, uint64(index))
	code := p.year.Splits[s.split].Procedure
	out := plan{index: int32(index), split: s.split, flags: s.flags, person: p.people.pick(r)}
	if !s.flags.has(fOnline) && chance(r, p.habits.Post) {
		out.flags |= fPost
	}
	for try := range 60 {
		day := p.receiptDay(r, s.flags, try)
		ok, err := p.time(r, code, day, &out)
		if err != nil {
			return out, err
		}
		if ok {
			p.submit(r, &out)
			return out, nil
		}
	}
	return out, p.noLife(code, s.flags)
}

// receiptDay is by the season, or of the last days of the period for a dossier that stays
// open; the more tries failed, the earlier in the period, so that there is time to settle.
func (p *planner) receiptDay(r *rand.Rand, f flags, try int) calendar.Date {
	last := p.days.last()
	if f.has(fOpen) {
		return p.cal.AddWorking(last, -r.IntN(4+try/8))
	}
	if try > 20 {
		if early := p.cal.AddWorking(last, -try); early >= p.days.work[0] {
			last = early
		}
	}
	return p.days.pick(r, last)
}

// time sets receipt and end of a dossier received on a day; false when that day does not do.
func (p *planner) time(r *rand.Rand, code string, day calendar.Date, out *plan) (bool, error) {
	promise, err := p.promises.of(code, day)
	if err != nil {
		return false, err
	}
	f := out.flags &^ (fAgreed | fSupplement)
	limit, hours := promise.limit, wholeDay
	if limit.Unit == calendar.SameDay {
		switch {
		case f.has(fOnTime):
			hours = window{0, cutoff}
		case f.has(fOpen):
			return false, p.noLife(code, f)
		case promise.agreed != nil && chance(r, p.habits.agreed(code)):
			f |= fAgreed
			limit = *promise.agreed
		default:
			hours = window{cutoff, 24 * 60}
		}
	}
	received, ok := at(p.cal, r, day, hours)
	if !ok {
		return false, nil
	}
	due, err := p.cal.Deadline(received, limit)
	if err != nil {
		return false, err
	}
	out.flags, out.received, out.asked, out.supplied = f, received.Unix(), 0, 0
	span := p.cal.WorkingBetween(day+1, due.Day)
	switch {
	case f.has(fOpen):
		return p.endAfterPeriod(r, day, span, out), nil
	case f.has(fOnTime):
		return p.end(r, received, due.Day, out), nil
	case span < 1:
		return false, nil
	case span >= 3 && chance(r, p.habits.Supplement) && p.supplemented(r, day, limit, out):
		return true, nil
	}
	return p.end(r, received, p.cal.AddWorking(day, worked(r, span)), out), nil
}

// cutoff is the minute after which an in-day procedure is due on the next working day
// (NĐ 23/2015 Đ7).
const cutoff = 15 * 60

// worked is after how many of span working days an early result comes.
func worked(r *rand.Rand, span int) int {
	if span <= 2 {
		return max(0, r.IntN(span+2)-2) // most on the day itself
	}
	return span/3 + r.IntN(span-span/3)
}

// end settles on a day inside the period.
func (p *planner) end(r *rand.Rand, received time.Time, day calendar.Date, out *plan) bool {
	if day == 0 || day > p.days.last() {
		return false
	}
	var ended time.Time
	ok := true
	if day == calendar.DateOf(received) {
		ended = p.sameDay(r, received)
	} else {
		ended, ok = at(p.cal, r, day, wholeDay)
	}
	out.ended = ended.Unix()
	return ok
}

// sameDay is a result some office minutes after receipt; of a late receipt, before closing.
func (p *planner) sameDay(r *rand.Rand, received time.Time) time.Time {
	day, came := calendar.DateOf(received), minuteOf(received)
	m := came + quickest + r.IntN(60)
	open := p.cal.Open(day)
	for i, o := range open {
		if m > o.To-handOver && i+1 < len(open) && m < open[i+1].From+afterOpening {
			m = open[i+1].From + afterOpening + r.IntN(20)
		}
	}
	if last := open[len(open)-1].To - handOver; m > last {
		m = last - r.IntN(max(1, last-came-handOver))
	}
	ended := minute(day, m)
	if least := received.Add((handOver + 1) * time.Minute); ended.Before(least) {
		return least
	}
	return ended.Add(time.Duration(r.IntN(50)) * time.Second)
}

// endAfterPeriod settles early, but only after the period, so that the dossier is open and in
// time at its end.
func (p *planner) endAfterPeriod(r *rand.Rand, day calendar.Date, span int, out *plan) bool {
	first := p.cal.WorkingBetween(day+1, p.year.To) + 1
	if first > span-1 {
		return false
	}
	ended, ok := at(p.cal, r, p.cal.AddWorking(day, first+r.IntN(span-first)), wholeDay)
	out.ended = ended.Unix()
	return ok
}

// supplemented lets the specialist ask on the next working day and the citizen complete some
// days later; the period then runs anew from zero (NĐ 297/2025 Đ6 k4a).
func (p *planner) supplemented(r *rand.Rand, day calendar.Date, limit calendar.Limit, out *plan) bool {
	askDay := p.cal.AddWorking(day, 1)
	supplyDay := p.cal.AddWorking(day, 2+r.IntN(4))
	asked, ok1 := at(p.cal, r, askDay, wholeDay)
	supplied, ok2 := at(p.cal, r, supplyDay, wholeDay)
	if !ok1 || !ok2 {
		return false
	}
	due, err := p.cal.Deadline(supplied, limit)
	if err != nil {
		return false
	}
	span := p.cal.WorkingBetween(supplyDay+1, due.Day)
	day = p.cal.AddWorking(supplyDay, 1+r.IntN(max(1, span-1)))
	if span < 2 || !p.end(r, supplied, day, out) {
		return false
	}
	out.flags |= fSupplement
	out.asked, out.supplied = asked.Unix(), supplied.Unix()
	return true
}

// submit sets when an online dossier was filed: minutes before receipt, or the evening
// before an early receipt. It stays inside the year, because the level of the service is that
// of the day of filing.
func (p *planner) submit(r *rand.Rand, out *plan) {
	out.start = out.received
	if !out.flags.has(fOnline) {
		return
	}
	received := time.Unix(out.received, 0)
	day := calendar.DateOf(received)
	if m := minuteOf(received); m < 10*60 && chance(r, 2*p.habits.Evening) && day > p.year.From {
		out.start = minute(day-1, 18*60+r.IntN(5*60)).Add(time.Duration(r.IntN(60)) * time.Second).Unix()
		return
	}
	earliest := minute(day, 6*60).Unix()
	out.start = max(earliest, out.received-int64(300+r.IntN(9000)))
}

func chance(r *rand.Rand, perMille int) bool { return r.IntN(1000) < perMille }

// promises remembers what the catalogue promises, by procedure and day.
type promises struct {
	ask  func(code string, day calendar.Date) (promised, error)
	seen map[promiseKey]promised
}

type promiseKey struct {
	code string
	day  calendar.Date
}

// promised is the period of a procedure on a day, its longer published variant if any, and
// what the dossier will be filed under.
type promised struct {
	limit  calendar.Limit
	agreed *calendar.Limit
	basis  string
	level  dossier.Level
}

func (p *promises) of(code string, day calendar.Date) (promised, error) {
	k := promiseKey{code, day}
	if v, ok := p.seen[k]; ok {
		return v, nil
	}
	v, err := p.ask(code, day)
	if err == nil {
		p.seen[k] = v
	}
	return v, err
}
