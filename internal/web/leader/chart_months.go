package leader

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/web/page"
)

// monthsChart is received and settled by month: two lines that differ by dash and by mark.
func monthsChart(ctx context.Context, f *facts) chart {
	c := chart{ID: "thang", Height: chartHeight, Title: page.T(ctx, "leader.months.title", "n", len(f.Months)), Desc: page.T(ctx, "leader.months.desc", "n", len(f.Months))}
	var top int64
	for _, s := range f.Months {
		top = max(top, s.Total.Received, s.Total.Settled)
	}
	sc, lines := upright(top)
	c.Lines = lines
	middles, _ := slots(len(f.Months))
	received, settled := make([]point, len(f.Months)), make([]point, len(f.Months))
	for i, s := range f.Months {
		received[i] = point{middles[i], sc.at(s.Total.Received)}
		settled[i] = point{middles[i], sc.at(s.Total.Settled)}
	}
	c.Marks = append(c.Marks,
		mark{Shape: "path", Path: path(received), Class: "chart__line chart__line--1"},
		mark{Shape: "path", Path: path(settled), Class: "chart__line chart__line--2"})
	for i, s := range f.Months {
		c.point("circle", received[i], "chart__dot--1", listURL(f, s, "", "received.total"), name(ctx, "received.total", s.label(), s.Total.Received))
		c.point("square", settled[i], "chart__dot--2", listURL(f, s, "", "settled.total"), name(ctx, "settled.total", s.label(), s.Total.Settled))
	}
	c.monthWords(f.Months, middles)
	c.Keys = []key{
		{Shape: "circle", Class: "chart__dot--1", Text: page.T(ctx, "leader.column.received.total")},
		{Shape: "square", Class: "chart__dot--2", Text: page.T(ctx, "leader.column.settled.total")},
	}
	return c
}

// point is a place in the drawing.
type point struct{ X, Y float64 }

// path joins points by straight lines; one point alone has no line.
func path(points []point) string {
	if len(points) < 2 {
		return ""
	}
	var b strings.Builder
	for i, p := range points {
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		b.WriteString(letter + px(p.X) + " " + px(p.Y))
	}
	return b.String()
}

// stairs is a level line over each slot: limits that hold for one month each.
func stairs(points []point, width float64) string {
	var b strings.Builder
	for i, p := range points {
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		b.WriteString(letter + px(p.X-width/2) + " " + px(p.Y) + "H" + px(p.X+width/2))
	}
	return b.String()
}

func (c *chart) point(shape string, p point, class, url, name string) {
	c.Marks = append(c.Marks, mark{Shape: shape, X: p.X, Y: p.Y, W: 3.6, Class: class, URL: url, Name: name})
}

// monthWords writes the quarters' first months under the plot, and the year under January.
func (c *chart) monthWords(spans []span, middles []float64) {
	for i, s := range spans {
		y, m, _ := s.From.Civil()
		if (int(m)-1)%3 == 0 || len(spans) <= 6 {
			c.Words = append(c.Words, word{middles[i], plotBottom + 15, fmt.Sprintf("T%d", int(m)), "middle", "chart__small"})
		}
		if m == 1 || i == 0 && m < 11 {
			c.Words = append(c.Words, word{middles[i], plotBottom + 29, fmt.Sprint(y), "middle", "chart__small chart__strong"})
		}
	}
}
