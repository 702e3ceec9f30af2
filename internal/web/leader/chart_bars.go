package leader

import (
	"context"
	"strconv"

	"github.com/motcua/motcua/internal/web/page"
)

// yearsChart is received and settled by year: two bars side by side.
func yearsChart(ctx context.Context, f *facts) chart {
	c := chart{ID: "nam", Height: chartHeight, Title: page.T(ctx, "leader.years.title"), Desc: page.T(ctx, "leader.years.desc", "n", len(f.Years))}
	var top int64
	for _, s := range f.Years {
		top = max(top, s.Total.Received, s.Total.Settled)
	}
	sc, lines := upright(top)
	c.Lines = lines
	middles, width := slots(len(f.Years))
	bar := min(width*0.38, 34)
	for i, s := range f.Years {
		x := middles[i]
		c.bar(sc, x-bar-1, bar, s.Total.Received, 1, listURL(f, s, "", "received.total"), name(ctx, "received.total", s.label(), s.Total.Received))
		c.bar(sc, x+1, bar, s.Total.Settled, 2, listURL(f, s, "", "settled.total"), name(ctx, "settled.total", s.label(), s.Total.Settled))
		if width >= 56 {
			c.Words = append(c.Words,
				word{x - 2, sc.at(s.Total.Received) - 4, page.N(s.Total.Received), "end", "chart__value"},
				word{x + 2, sc.at(s.Total.Settled) - 4, page.N(s.Total.Settled), "start", "chart__value"})
		}
		c.yearWords(ctx, x, s)
	}
	c.Keys = []key{{Series: 1, Text: page.T(ctx, "leader.column.received.total")}, {Series: 2, Text: page.T(ctx, "leader.column.settled.total")}}
	return c
}

// channelsChart is how dossiers came in by year: online over direct, with the share online.
func channelsChart(ctx context.Context, f *facts) chart {
	c := chart{ID: "kenh", Height: chartHeight, Title: page.T(ctx, "leader.channels.title"), Desc: page.T(ctx, "leader.channels.desc", "n", len(f.Years))}
	var top int64
	for _, s := range f.Years {
		top = max(top, s.Total.Online+s.Total.Direct)
	}
	sc, lines := upright(top)
	c.Lines = lines
	middles, width := slots(len(f.Years))
	bar := min(width*0.6, 48)
	for i, s := range f.Years {
		x, t := middles[i], s.Total
		c.bar(sc, x-bar/2, bar, t.Online, 1, listURL(f, s, "", "received.online"), name(ctx, "received.online", s.label(), t.Online))
		if t.Direct > 0 {
			y, foot := sc.at(t.Online+t.Direct), sc.at(t.Online)
			c.Marks = append(c.Marks, mark{Shape: "rect", X: x - bar/2, Y: y, W: bar, H: foot - y, Series: 3,
				URL: listURL(f, s, "", "received.direct"), Name: name(ctx, "received.direct", s.label(), t.Direct)})
		}
		if share := rate(t.Online, t.Online+t.Direct); share != "" {
			c.Words = append(c.Words, word{x, sc.at(t.Online+t.Direct) - 4, share, "middle", "chart__value"})
		}
		c.yearWords(ctx, x, s)
	}
	c.Keys = []key{{Series: 1, Text: page.T(ctx, "leader.column.received.online")}, {Series: 3, Text: page.T(ctx, "leader.column.received.direct")}}
	return c
}

// bar draws an upright bar; zero draws nothing, its figure stands in the table.
func (c *chart) bar(sc scale, x, width float64, n int64, series int, url, name string) {
	if n <= 0 {
		return
	}
	y := min(sc.at(n), plotBottom-1) // one dossier among millions is still seen
	c.Marks = append(c.Marks, mark{Shape: "rect", X: x, Y: y, W: width, H: plotBottom - y, Series: series, URL: url, Name: name})
}

func (c *chart) yearWords(ctx context.Context, x float64, s span) {
	c.Words = append(c.Words, word{x, plotBottom + 15, strconv.Itoa(s.To.Year()), "middle", ""})
	if s.Running {
		_, m, d := s.To.Civil()
		c.Words = append(c.Words, word{x, plotBottom + 28, page.T(ctx, "leader.until", "day", strconv.Itoa(d)+"/"+strconv.Itoa(int(m))), "middle", "chart__small"})
	}
}

// fieldsShown is how many fields have a bar of their own; the rest is one bar, «khác».
const fieldsShown = 8

// bar of a field.
type fieldBar struct {
	Label string
	N     int64
	URL   string // "" for the rest, which has no list of its own
}

// fields are the rows of form II.06a of the year, the greatest first, the tail joined.
func fields(ctx context.Context, f *facts) []fieldBar {
	if len(f.Year.Rows) == 0 {
		return nil
	}
	var out []fieldBar
	year := span{Period: f.year()}
	for _, r := range f.Year.Rows[:len(f.Year.Rows)-1] {
		if r.Received.Total > 0 {
			out = append(out, fieldBar{r.Field, r.Received.Total, listURL(f, year, r.Field, "received.total")})
		}
	}
	sortBars(out)
	if len(out) <= fieldsShown {
		return out
	}
	rest := fieldBar{Label: page.T(ctx, "leader.fields.rest", "n", len(out)-fieldsShown+1)}
	for _, b := range out[fieldsShown-1:] {
		rest.N += b.N
	}
	return append(out[:fieldsShown-1:fieldsShown-1], rest)
}

// fieldsChart is the fields of the year as lying bars: the name above, the number behind.
func fieldsChart(ctx context.Context, f *facts, bars []fieldBar) chart {
	const row, thick = 34.0, 14.0
	c := chart{ID: "linh-vuc", Title: page.T(ctx, "leader.fields.title", "year", f.AsOf.Year()), Desc: page.T(ctx, "leader.fields.desc", "n", len(bars))}
	c.Height = max(40, row*float64(len(bars))+6)
	var top, sum int64
	for _, b := range bars {
		top, sum = max(top, b.N), sum+b.N
	}
	sc := scale{top, 2, 300}
	for i, b := range bars {
		y := row * float64(i)
		end := max(sc.at(b.N), 3)
		series := 1
		if b.URL == "" {
			series = 3
		}
		c.Words = append(c.Words, word{2, y + 13, b.Label, "start", ""},
			word{end + 6, y + 29, page.N(b.N) + " · " + rate(b.N, sum), "start", "chart__value"})
		c.Marks = append(c.Marks, mark{Shape: "rect", X: 2, Y: y + 18, W: end - 2, H: thick, Series: series, URL: b.URL,
			Name: page.T(ctx, "leader.mark", "what", b.Label, "when", page.T(ctx, "leader.year", "year", f.AsOf.Year()), "n", page.N(b.N))})
	}
	return c
}
