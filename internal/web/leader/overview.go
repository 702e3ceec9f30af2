package leader

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/web/page"
)

// overview answers with the state of the unit at the end of a day (?den=).
func (l *room) overview(w http.ResponseWriter, r *http.Request) error {
	asOf, err := askedDay(r, calendar.DateOf(l.Now()))
	if err != nil {
		return err
	}
	f, err := l.shelf.at(r.Context(), l.Site, asOf)
	if err != nil {
		return err
	}
	ctx := r.Context()
	frame := page.Frame{Title: page.T(ctx, "leader.overview.title"), Active: "overview", Basis: basis(ctx, f)}
	return page.Write(w, r, http.StatusOK, frame, overviewBody(viewOf(ctx, f, calendar.DateOf(l.Now()))))
}

// askedDay is the day of the address, 0 when none is asked for. A day to come has no figures:
// form II.06a counts what has ended.
func askedDay(r *http.Request, today calendar.Date) (calendar.Date, error) {
	text := r.URL.Query().Get("den")
	if text == "" {
		return 0, nil
	}
	day, err := page.ReadDay(text, today)
	if err != nil {
		return 0, err
	}
	if day > today {
		return 0, fault.New(fault.Invalid, "leader.day_ahead", "day", day.Print(), "today", today.Print())
	}
	if day.Year() < firstYear {
		return 0, fault.New(fault.Invalid, "leader.day_before", "day", day.Print(), "year", firstYear)
	}
	return day, nil
}

// firstYear is before every dossier that a unit can have.
const firstYear = 1980

func basis(ctx context.Context, f *facts) string {
	return page.T(ctx, "leader.basis", "day", f.AsOf.Print(), "entries", page.N(f.Head.Size))
}

// view is the overview in words, ready for its template.
type view struct {
	*facts
	Tiles    []page.Tile
	Charts   []figure
	Heat     heat
	Calm     bool // no month is outside the limits
	Outside  []outside
	Stale    bool // nothing was recorded for long before the day, or since it
	Overdue  int64
	DueFirst string
}

// figure is a drawing and the same in a table.
type figure struct {
	Chart chart
	Table table
	Note  string
}

// table is the figures of a drawing.
type table struct {
	Heads []string
	Rows  []tableRow
}

type tableRow struct {
	Head  string
	Cells []tableCell
}

type tableCell struct{ Text, URL string }

// outside is a month that the control chart calls different.
type outside struct{ Text, URL string }

func viewOf(ctx context.Context, f *facts, today calendar.Date) view {
	v := view{facts: f, Heat: heatOf(f), Tiles: tiles(ctx, f)}
	if !f.Known() || len(f.Months) == 0 {
		return v
	}
	total := f.Year.Rows[len(f.Year.Rows)-1]
	v.Overdue, v.DueFirst = total.Open.Overdue, urgentURL(f, "open.total")
	v.Stale = f.LastDay < f.AsOf-recent || f.AsOf == f.LastDay && f.LastDay < today-recent
	s, bars := sharesOf(f.Months), fields(ctx, f)
	v.Charts = []figure{
		{Chart: yearsChart(ctx, f), Table: spanTable(ctx, f, f.Years, "received.total", "settled.total", "settled.late"), Note: page.T(ctx, "leader.years.note")},
		{Chart: monthsChart(ctx, f), Table: spanTable(ctx, f, f.Months, "received.total", "settled.total")},
		{Chart: channelsChart(ctx, f), Table: channelTable(ctx, f)},
		{Chart: fieldsChart(ctx, f, bars), Table: fieldTable(ctx, bars)},
		{Chart: controlChart(ctx, f, s), Table: controlTable(ctx, f, s), Note: page.T(ctx, "leader.control.note", "mean", rate1(s.EarlyMean))},
	}
	v.Outside = outsideOf(ctx, f, s)
	v.Calm = len(v.Outside) == 0
	return v
}

// tiles are the first figures: what came in, what went out, what is left and how well.
func tiles(ctx context.Context, f *facts) []page.Tile {
	t := func(key string, kv ...any) string { return page.T(ctx, key, kv...) }
	if !f.Known() || len(f.Months) == 0 {
		var out []page.Tile
		for _, key := range [...]string{"received.total", "settled.total", "open.total", "open.overdue", "on_time", "online", "digitized", "satisfied"} {
			out = append(out, page.Tile{Name: t("leader.tile." + key), Value: t("leader.no_data")})
		}
		return out
	}
	year, row := span{Period: f.year()}, f.Year.Rows[len(f.Year.Rows)-1]
	plain := func(column string, n int64, note string) page.Tile {
		return page.Tile{Name: t("leader.tile." + column), Value: page.N(n), URL: listURL(f, year, "", column), Note: note}
	}
	ago := func(n int64) string {
		if !f.AgoKnown {
			return ""
		}
		return t("leader.tile.ago", "year", f.AsOf.Year()-1, "n", page.N(n))
	}
	late := ""
	if row.Open.Overdue == 0 {
		late = t("leader.tile.none_overdue")
	}
	online := page.Tile{Name: t("leader.tile.online"), Value: t("leader.no_data")}
	if all := row.Received.Online + row.Received.Direct; all > 0 {
		online.Value, online.URL = rate(row.Received.Online, all), listURL(f, year, "", "received.online")
		online.Note = t("leader.tile.of", "num", page.N(row.Received.Online), "den", page.N(all))
	}
	return []page.Tile{
		plain("received.total", row.Received.Total, ago(f.YearAgo.Received)),
		plain("settled.total", row.Settled.Total, ago(f.YearAgo.Settled)),
		plain("open.total", row.Open.Total, t("leader.tile.in_time", "n", page.N(row.Open.InTime))),
		plain("open.overdue", row.Open.Overdue, late),
		rateTile(ctx, f, "on_time", f.OnTime),
		online,
		rateTile(ctx, f, "digitized", f.Digitized),
		rateTile(ctx, f, "satisfied", f.Satisfied),
	}
}

// fewRatings is below how many ratings a share says little, and the tile says so.
const fewRatings = 30

// rateTile is a rate of an indicator with its numerator and denominator. A rate of nothing is
// no zero: «chưa có số».
func rateTile(ctx context.Context, f *facts, key string, i indicator.Figure) page.Tile {
	tile := page.Tile{Name: page.T(ctx, "leader.tile."+key), Value: page.T(ctx, "leader.no_data")}
	if i.State != indicator.StateValue || i.Num == nil || i.Den == nil {
		return tile
	}
	tile.Value = i.String()
	tile.Note = page.T(ctx, "leader.tile.of", "num", page.N(*i.Num), "den", page.N(*i.Den))
	if key == "satisfied" {
		tile.Note = page.T(ctx, "leader.tile.ratings", "num", page.N(*i.Num), "den", page.N(*i.Den))
		if *i.Den < fewRatings {
			tile.Note += page.T(ctx, "leader.tile.few")
		}
	}
	if l := page.ListOf(i.Drill, "", f.AsOf); l != nil {
		tile.URL = l.URL()
	}
	return tile
}
