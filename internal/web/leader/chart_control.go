package leader

import (
	"context"
	"math"

	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// The control chart asks of every month whether its share differs from the others by more
// than chance. It is a p-chart: the running totals keep how many dossiers ended early, on
// time and late, not how many days each took, and an overview reads no dossier. The limits are
// where a month with its own number of dossiers lies in 99,73 % of all cases when its true
// share is the mean of the months shown, so that a month of four is not blamed like a month of
// four hundred. They are exact binomial limits: with shares near 100 % the usual mean ± 3
// standard deviations calls good months bad.

// control is one month of a p-chart; shares are 0..1.
type control struct {
	N            int64
	Share        float64
	Lower, Upper float64
	Known        bool // something ended in the month: nothing of nothing is no share
	Out          bool
}

// pChart computes mean and limits. num are the dossiers that meet the condition, of den.
func pChart(num, den []int64) (mean float64, months []control) {
	var of, all float64
	for i := range den {
		of, all = of+float64(num[i]), all+float64(den[i])
	}
	months = make([]control, len(den))
	if all == 0 {
		return 0, months
	}
	mean = of / all
	for i, n := range den {
		if n <= 0 {
			continue
		}
		low, high := binomialLimits(n, mean)
		months[i] = control{N: n, Share: float64(num[i]) / float64(n), Lower: float64(low) / float64(n), Upper: float64(high) / float64(n), Known: true,
			Out: num[i] < low || num[i] > high}
	}
	return mean, months
}

// tail is the chance on each side of the limits: that of 3 standard deviations.
const tail = 0.00135

// binomialLimits are the least and the greatest number of n that chance alone gives, each
// with the chance of fewer, or more, not over tail.
func binomialLimits(n int64, p float64) (low, high int64) {
	switch {
	case p <= 0:
		return 0, 0
	case p >= 1:
		return n, n
	case p > 0.5: // count the failures, which are few
		low, high = binomialLimits(n, 1-p)
		return n - high, n - low
	}
	mean, wide := float64(n)*p, 3*math.Sqrt(float64(n)*p*(1-p))
	if mean > 500 { // so many that the normal curve is exact to a dossier
		return int64(math.Ceil(mean - wide)), int64(math.Floor(mean + wide))
	}
	chance := math.Exp(float64(n) * math.Log1p(-p))
	below := 0.0
	for k := int64(0); k <= n; k++ {
		if below <= tail {
			low = k
		}
		if high = k; 1-below-chance <= tail {
			break
		}
		below += chance
		chance *= float64(n-k) / float64(k+1) * p / (1 - p)
	}
	return low, high
}

// shares are the two p-charts of the picture: ended within the due date, which the law wants
// of all, and ended before it, which shows how far from the limit the office works.
type shares struct {
	InTimeMean, EarlyMean float64
	InTime, Early         []control
}

func sharesOf(spans []span) shares {
	early, inTime, all := make([]int64, len(spans)), make([]int64, len(spans)), make([]int64, len(spans))
	for i, s := range spans {
		early[i], inTime[i], all[i] = s.Total.Early, s.Total.inTime(), s.Total.Settled
	}
	var out shares
	out.InTimeMean, out.InTime = pChart(inTime, all)
	out.EarlyMean, out.Early = pChart(early, all)
	return out
}

// floor is where the axis of shares begins: a round value below all shares. A limit that lies
// lower ends at the axis: it is of a month with few dossiers.
func (s shares) floor() float64 {
	low := 1.0
	for i := range s.InTime {
		if s.InTime[i].Known {
			low = min(low, s.InTime[i].Share, s.Early[i].Share)
		}
	}
	for _, v := range [...]float64{0.95, 0.9, 0.8, 0.6} {
		if low > v+(1-v)/10 {
			return v
		}
	}
	return 0
}

// controlChart draws both over the months against the limit of the law: 100 %.
func controlChart(ctx context.Context, f *facts, s shares) chart {
	c := chart{ID: "dung-han", Height: chartHeight, Title: page.T(ctx, "leader.control.title"), Desc: page.T(ctx, "leader.control.desc", "n", len(f.Months))}
	low := s.floor()
	at := func(share float64) float64 { return plotBottom - (plotBottom-plotTop)*(max(share, low)-low)/(1-low) }
	const steps = 5
	for i := range steps + 1 {
		v := low + (1-low)*float64(i)/steps
		line := gridLine{Y: at(v), Label: locale.Int(int64(math.Round(v*100))) + "%"}
		switch i {
		case 0:
			line.Class = "chart__base"
		case steps:
			line.Class = "chart__law"
		}
		c.Lines = append(c.Lines, line)
	}
	middles, width := slots(len(f.Months))
	c.limits(s.Early, middles, width, at)
	for i, m := range s.Early {
		if !m.Known {
			continue
		}
		span := f.Months[i]
		shape, class := "diamond", "chart__dot--2"
		if m.Out {
			c.Marks = append(c.Marks, mark{Shape: "circle", X: middles[i], Y: at(m.Share), W: 8, Class: "chart__ring"})
		}
		c.point(shape, point{middles[i], at(m.Share)}, class, listURL(f, span, "", "settled.early"),
			name(ctx, "settled.early", span.label(), span.Total.Early)+", "+rate(span.Total.Early, span.Total.Settled))
		in := s.InTime[i]
		if in.Share < 1 {
			c.Marks = append(c.Marks, mark{Shape: "circle", X: middles[i], Y: at(in.Share), W: 8, Class: "chart__ring chart__ring--bad"})
		}
		url, what := "", ""
		if span.Total.Late > 0 { // otherwise the list is that of all settled, which the table has
			url = listURL(f, span, "", "settled.late")
			what = name(ctx, "settled.late", span.label(), span.Total.Late) + ", " + rate(span.Total.Late, span.Total.Settled)
		}
		c.point("circle", point{middles[i], at(in.Share)}, "chart__dot--1", url, what)
	}
	c.monthWords(f.Months, middles)
	c.Keys = []key{
		{Shape: "circle", Class: "chart__dot--1", Text: page.T(ctx, "leader.control.in_time")},
		{Shape: "diamond", Class: "chart__dot--2", Text: page.T(ctx, "leader.control.early")},
		{Shape: "law", Class: "chart__law", Text: page.T(ctx, "leader.control.law")},
		{Shape: "limit", Class: "chart__limit", Text: page.T(ctx, "leader.control.limits")},
	}
	return c
}

// limits draws the mean and the limits of the early share, in runs of months that are known.
func (c *chart) limits(months []control, middles []float64, width float64, at func(float64) float64) {
	var lower, upper []point
	flush := func() {
		if len(lower) > 0 {
			c.Marks = append(c.Marks, mark{Shape: "path", Path: stairs(upper, width), Class: "chart__limit"},
				mark{Shape: "path", Path: stairs(lower, width), Class: "chart__limit"})
		}
		lower, upper = nil, nil
	}
	for i, m := range months {
		if !m.Known {
			flush()
			continue
		}
		lower = append(lower, point{middles[i], at(m.Lower)})
		upper = append(upper, point{middles[i], at(m.Upper)})
	}
	flush()
}
