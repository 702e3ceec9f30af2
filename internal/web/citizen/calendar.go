package citizen

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// yearPage is the calendar of a year.
type yearPage struct {
	calendar.Year
	Today      calendar.Date
	Months     []month
	Working    int
	Before     int // the year before, 0 when it has no data
	After      int
	Office     string // office hours
	Due        due
	Verified   bool
	daysMarked []marked
}

// month is one sheet of the year.
type month struct {
	Number  int
	Working int
	Weeks   [][7]cell
	Marked  []marked // the days that are not what their weekday says
}

// cell is a day in a sheet; Day 0 is an empty corner.
type cell struct {
	Day   calendar.Date
	Kind  string // "", "weekend", "off", "makeup"
	Why   string // of off and makeup
	Sure  bool
	Today bool
}

// marked is a day off or a make-up day, with where that comes from.
type marked struct {
	Day  calendar.Date
	Kind string // "off", "makeup", "proposed"
	Why  string
	Law  string
	Mark calendar.Mark
}

func (p *pages) calendar(w http.ResponseWriter, r *http.Request) error {
	today := calendar.DateOf(p.site.Now())
	q := r.URL.Query()
	d, err := p.due(q)
	if err != nil {
		return err
	}
	number := today.Year()
	if y := q.Get("nam"); y != "" {
		if number, err = strconv.Atoi(y); err != nil {
			return fault.New(fault.Invalid, "citizen.year_malformed", "year", y)
		}
	} else if d.Done {
		number = d.Result.Day.Year()
	}
	year, ok := p.site.Catalog.Calendar.Year(number)
	if !ok {
		return fault.New(fault.NotFound, "citizen.year_unknown", "year", number, "known", p.years())
	}
	ctx := r.Context()
	t := p.yearPage(year, today)
	t.Due = d
	status := http.StatusOK
	if d.Refused != nil {
		status = http.StatusBadRequest
	}
	frame := page.Frame{Title: page.T(ctx, "citizen.calendar.title", "year", number), Active: "calendar",
		Basis: page.T(ctx, "citizen.calendar.basis", "sources", strings.Join(year.Sources, "; "))}
	return page.Write(w, r, status, frame, calendarPage(t))
}

func (p *pages) years() string {
	var out []string
	for _, y := range p.site.Catalog.Calendar.Years() {
		out = append(out, strconv.Itoa(y))
	}
	return strings.Join(out, ", ")
}

func (p *pages) yearPage(y calendar.Year, today calendar.Date) yearPage {
	c := p.site.Catalog.Calendar
	t := yearPage{Year: y, Today: today, Working: c.WorkingDays(y.Year), Office: strings.Join(y.Office.Open, ", "),
		Verified: c.Verified(y.Year), daysMarked: daysMarked(y)}
	if _, ok := c.Year(y.Year - 1); ok {
		t.Before = y.Year - 1
	}
	if _, ok := c.Year(y.Year + 1); ok {
		t.After = y.Year + 1
	}
	for n := time.January; n <= time.December; n++ {
		t.Months = append(t.Months, p.month(y.Year, n, today, t.daysMarked))
	}
	return t
}

// daysMarked are the days off and make-up days of a year, by day, with what is only proposed.
func daysMarked(y calendar.Year) []marked {
	var out []marked
	for _, o := range y.Off {
		out = append(out, marked{o.Date, "off", o.Name, o.Law, o.Mark})
	}
	for _, m := range y.Makeup {
		out = append(out, marked{m.Date, "makeup", m.For.Long(), m.Law, m.Mark})
	}
	for _, s := range y.Swap {
		kinds := [2]string{"proposed", "proposed"}
		if s.Enabled {
			kinds = [2]string{"off", "makeup"}
		}
		out = append(out, marked{s.Off, kinds[0], s.Name, s.Law, s.Mark}, marked{s.Work, kinds[1], s.Off.Long(), s.Law, s.Mark})
	}
	return byDay(out)
}

func (p *pages) month(year int, n time.Month, today calendar.Date, all []marked) month {
	m := month{Number: int(n)}
	first := calendar.MakeDate(year, n, 1)
	next := calendar.MakeDate(year, n+1, 1)
	m.Working = p.site.Catalog.Calendar.WorkingBetween(first, next-1)
	at := (int(first.Weekday()) + 6) % 7 // Monday is the first column
	var week [7]cell
	for d := first; d < next; d++ {
		week[at] = p.cell(d, today, all)
		if at++; at == 7 || d == next-1 {
			m.Weeks = append(m.Weeks, week)
			week, at = [7]cell{}, 0
		}
	}
	for _, k := range all {
		if first <= k.Day && k.Day < next {
			m.Marked = append(m.Marked, k)
		}
	}
	return m
}

func (p *pages) cell(d, today calendar.Date, all []marked) cell {
	c := cell{Day: d, Sure: true, Today: d == today}
	for _, k := range all {
		if k.Day == d && k.Kind != "proposed" {
			c.Kind, c.Sure = k.Kind, k.Mark == calendar.Verified
			c.Why = p.site.Catalog.Calendar.Why(d)
		}
	}
	if c.Kind == "" && !p.site.Catalog.Calendar.Working(d) {
		c.Kind = "weekend"
	}
	return c
}

// due is the form that computes a due date, and its answer.
type due struct {
	Day, Hour, Value, Unit, Cutoff string // as typed
	Done                           bool
	Result                         calendar.Due
	Why                            string
	Refused                        error // what was wrong with what was typed
}

// due answers the form. Nothing typed is no answer; a form that cannot be computed is said
// beside the form, with what was typed kept.
func (p *pages) due(q url.Values) (due, error) {
	d := due{Day: q.Get("nhan"), Hour: q.Get("luc"), Value: q.Get("so"), Unit: q.Get("don-vi"), Cutoff: q.Get("moc")}
	if d.Unit == "" {
		d.Unit = string(calendar.WorkingDay)
	}
	now := p.site.Now().In(calendar.Zone)
	if d.Day == "" {
		d.Day, d.Hour = calendar.DateOf(now).Print(), now.Format("15:04")
		return d, nil
	}
	if err := d.compute(p.site.Catalog.Calendar, calendar.DateOf(now)); err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			return d, err
		}
		d.Refused = err
	}
	return d, nil
}

func (d *due) compute(c *calendar.Calendar, today calendar.Date) error {
	day, err := page.ReadDay(d.Day, today)
	if err != nil {
		return err
	}
	hour, err := time.Parse("15:4", strings.Replace(strings.TrimSpace(d.Hour), "h", ":", 1))
	if err != nil {
		return fault.New(fault.Invalid, "citizen.start_malformed", "text", d.Hour)
	}
	n, err := strconv.Atoi(strings.TrimSpace(d.Value))
	if err != nil {
		return fault.New(fault.Invalid, "citizen.value_malformed", "text", d.Value)
	}
	l := calendar.Limit{Value: n, Unit: calendar.Unit(d.Unit), Cutoff: calendar.Cutoff(d.Cutoff)}
	if err := l.Check(); err != nil {
		return err
	}
	at := day.At(hour.Hour(), hour.Minute())
	if d.Result, err = c.Deadline(at, l); err != nil {
		return err
	}
	d.Done, d.Why = true, c.Explain(at, l, d.Result)
	return nil
}

// refusal is what was wrong, in the reader's language.
func (d due) refusal(ctx context.Context) string {
	var f *fault.Error
	if !errors.As(d.Refused, &f) {
		return ""
	}
	return page.T(ctx, f.Key, f.Args...)
}
