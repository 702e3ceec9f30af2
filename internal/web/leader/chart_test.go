package leader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/report"
)

// TestTicks: ticks are 0 and multiples of one round step, cover the top, and are few.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		top  int64
		want []int64
	}{
		{0, []int64{0, 1}},
		{1, []int64{0, 1}},
		{3, []int64{0, 1, 2, 3}},
		{5, []int64{0, 2, 4, 6}},
		{264, []int64{0, 100, 200, 300}},
		{4481, []int64{0, 2000, 4000, 6000}},
	} {
		if got := ticks(c.top, 4); !equal(got, c.want) {
			t.Errorf("ticks(%d) = %v, want %v", c.top, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.Int64Range(-5, math.MaxInt64).Draw(t, "top")
		got := ticks(top, 4)
		if len(got) < 2 || len(got) > 7 || got[0] != 0 || got[len(got)-1] < top {
			t.Fatalf("ticks(%d) = %v", top, got)
		}
		for i := 1; i < len(got); i++ {
			if got[i] <= got[i-1] {
				t.Fatalf("ticks(%d) = %v do not rise", top, got)
			}
		}
	})
}

func equal(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestScaleStaysInThePlot: whatever the value, its place lies in the plot.
func TestScaleStaysInThePlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.Int64Min(0).Draw(t, "top")
		sc, lines := upright(top)
		v := rapid.Int64().Draw(t, "v")
		if y := sc.at(v); y < plotTop || y > plotBottom || math.IsNaN(y) {
			t.Fatalf("%d of %d at %v", v, top, y)
		}
		if lines[0].Y != plotBottom || math.Abs(lines[len(lines)-1].Y-plotTop) > 0.01 {
			t.Fatalf("axis from %v to %v", lines[0].Y, lines[len(lines)-1].Y)
		}
	})
}

func TestNumbersOnAnAxis(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 4500: "4.500", 1_000_000: "1,0 tr", 12_540_000: "12,5 tr", 3_000_000_000: "3,0 tỷ", math.MaxInt64: "9.223.372.036,8 tỷ"} {
		if got := short(n); got != want {
			t.Errorf("short(%d) = %q, want %q", n, got, want)
		}
	}
	for _, c := range []struct {
		num, den int64
		want     string
	}{{0, 0, ""}, {0, 5, "0,0%"}, {1, 3, "33,3%"}, {5, 5, "100,0%"}} {
		if got := rate(c.num, c.den); got != c.want {
			t.Errorf("rate(%d, %d) = %q, want %q", c.num, c.den, got, c.want)
		}
	}
	if px(math.NaN()) != "0" || px(math.Inf(1)) != "0" {
		t.Error("a coordinate that is no number")
	}
}

// TestBinomialLimits: chance alone leaves the limits in at most 0,135 % of cases a side, and
// no narrower limits would do; of a share of 0 or 1 they are that share.
func TestBinomialLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 400).Draw(t, "n")
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		low, high := binomialLimits(n, p)
		if low < 0 || high > n || low > high {
			t.Fatalf("limits %d..%d of %d", low, high, n)
		}
		below, above := chanceOf(n, p, 0, low-1), chanceOf(n, p, high+1, n)
		if below > tail*1.0001+1e-9 || above > tail*1.0001+1e-9 {
			t.Fatalf("n %d p %v: %d..%d leaves %v below and %v above", n, p, low, high, below, above)
		}
		if b := chanceOf(n, p, 0, low); low < high && b <= tail*0.999-1e-9 {
			t.Fatalf("n %d p %v: lower limit %d could be higher (%v)", n, p, low, b)
		}
	})
	if low, high := binomialLimits(152, 0.997); low > 149 || high != 152 {
		t.Errorf("three of 152 not early is called more than chance: %d..%d", low, high)
	}
	low, high := binomialLimits(1_000_000, 0.5)
	if low < 498_400 || low > 498_600 || high < 501_400 || high > 501_600 {
		t.Errorf("a million: %d..%d", low, high)
	}
}

func chanceOf(n int64, p float64, from, to int64) (sum float64) {
	for k := from; k <= to; k++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(k + 1))
		c, _ := math.Lgamma(float64(n - k + 1))
		l := a - b - c
		if k > 0 {
			l += float64(k) * math.Log(p)
		}
		if k < n {
			l += float64(n-k) * math.Log1p(-p)
		}
		sum += math.Exp(l)
	}
	return sum
}

// TestPChart: months without dossiers have no share; a month far from the others is out.
func TestPChart(t *testing.T) {
	mean, months := pChart([]int64{95, 0, 98, 40}, []int64{100, 0, 100, 100})
	if math.Abs(mean-233.0/300) > 1e-12 || months[1].Known || !months[3].Out || !months[0].Known {
		t.Errorf("mean %v, months %+v", mean, months)
	}
	if mean, months := pChart([]int64{0, 0}, []int64{0, 0}); mean != 0 || months[0].Known {
		t.Error("nothing of nothing has a share")
	}
	for _, m := range second(pChart([]int64{10, 7}, []int64{10, 7})) {
		if m.Out || m.Lower != 1 || m.Upper != 1 {
			t.Errorf("all in time is called different: %+v", m)
		}
	}
}

func second(_ float64, m []control) []control { return m }

// TestDrawingsAreWellFormed draws every chart of odd wards: nothing, one month, huge numbers,
// names that would break the markup. What comes out is XML, inside the canvas, and escaped.
func TestDrawingsAreWellFormed(t *testing.T) {
	const evil = `<script>alert("1")</script>&'` + "\x00"
	for name, f := range map[string]*facts{
		"nothing": {AsOf: day("2025-03-31"), Year: report.Flow{}},
		"zero":    wardOf(evil, 0, 3),
		"point":   wardOf("Chứng thực", 7, 1),
		"many":    wardOf(evil, 120, 24),
		"huge":    wardOf("Hộ tịch", math.MaxInt64/64, 12),
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			s, bars := sharesOf(f.Months), fields(ctx, f)
			for _, c := range []chart{yearsChart(ctx, f), monthsChart(ctx, f), channelsChart(ctx, f), fieldsChart(ctx, f, bars), controlChart(ctx, f, s)} {
				var b strings.Builder
				if err := drawing(c).Render(ctx, &b); err != nil {
					t.Fatal(err)
				}
				wellFormed(t, c, b.String())
			}
			var b strings.Builder
			if err := heatMap(heatOf(f)).Render(ctx, &b); err != nil || strings.Contains(b.String(), "<script>") {
				t.Errorf("heat map: %v", err)
			}
		})
	}
}

func wellFormed(t *testing.T, c chart, markup string) {
	t.Helper()
	if strings.Contains(markup, "<script>") || strings.Contains(markup, "NaN") || strings.Contains(markup, " style=") {
		t.Errorf("%s: unsafe markup", c.ID)
	}
	d := xml.NewDecoder(strings.NewReader("<x>" + strings.ReplaceAll(markup, "\x00", "") + "</x>"))
	titles := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.ID, err, markup)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if e.Name.Local == "title" || e.Name.Local == "desc" {
			titles++
		}
		for _, a := range e.Attr {
			if n, err := strconv.ParseFloat(a.Value, 64); err == nil && (n < -1 || n > 900) {
				t.Errorf("%s: <%s %s=%q> lies outside", c.ID, e.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
	if titles < 2 {
		t.Errorf("%s has no title and description", c.ID)
	}
}

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// wardOf is a made-up ward with n dossiers in each of some months, all in one field.
func wardOf(field string, n int64, many int) *facts {
	f := &facts{AsOf: day("2025-03-31"), LastDay: day("2025-03-31")}
	all := months(f.AsOf)
	for i, p := range all[len(all)-many:] {
		c := count{Received: n, Online: n / 2, Direct: n - n/2, Settled: n, Early: n - n/4, OnTime: n/4 - n/8, Late: n / 8}
		if i%5 == 4 {
			c.Settled, c.Early, c.OnTime, c.Late = 0, 0, 0, 0
		}
		f.Months = append(f.Months, span{Period: p, Known: true, Total: c, Rows: map[string]count{field: c}})
	}
	f.Years = []span{{Period: f.year(), Known: true, Running: true, Total: count{Received: n, Settled: n, Online: n}}}
	row := report.FlowRow{Field: field}
	row.Received.Total = n
	f.Year = report.Flow{Period: f.year(), Rows: []report.FlowRow{row, row}}
	f.Year.Rows[1].Field = "Tổng số"
	return f
}

// TestFieldsTail: more fields than there is room for become one bar that has no list, and no
// dossier is lost.
func TestFieldsTail(t *testing.T) {
	f := wardOf("x", 1, 1)
	f.Year.Rows = nil
	var sum int64
	for i := range 12 {
		row := report.FlowRow{Field: strconv.Itoa(i)}
		row.Received.Total = int64(i + 1)
		sum += row.Received.Total
		f.Year.Rows = append(f.Year.Rows, row)
	}
	f.Year.Rows = append(f.Year.Rows, report.FlowRow{Field: "Tổng số"})
	bars := fields(context.Background(), f)
	var got int64
	for _, b := range bars {
		got += b.N
	}
	if len(bars) != fieldsShown || got != sum || bars[0].N != 12 || bars[len(bars)-1].URL != "" || bars[0].URL == "" {
		t.Errorf("%d bars, %d of %d, %+v", len(bars), got, sum, bars)
	}
}

// TestHeatFifths: a cell of something is never shown as nothing, and the greatest is darkest.
func TestHeatFifths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.Int64Range(1, 1e9).Draw(t, "top")
		n := rapid.Int64Range(1, top).Draw(t, "n")
		if level := fifth(n, top); level < 1 || level > 5 || fifth(top, top) != 5 || fifth(max(n-1, 1), top) > level {
			t.Fatalf("fifth(%d, %d) = %d", n, top, level)
		}
	})
}
