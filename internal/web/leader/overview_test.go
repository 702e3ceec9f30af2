package leader

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/demo"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// ward is the example ward in a folder of its own, filled once for all tests; empty is the
// same office before its first dossier.
var ward, empty *page.Site

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "motcua-leader-")
	if err == nil {
		ward, empty, err = wards(dir)
	}
	code := 1
	if err == nil {
		code = m.Run()
	} else {
		fmt.Fprintln(os.Stderr, err)
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func wards(dir string) (full, none *page.Site, err error) {
	sites := [2]*page.Site{}
	for i, name := range [...]string{"full", "none"} {
		s, err := store.Open(context.Background(), store.Options{Dir: filepath.Join(dir, name), Recorded: func(happened time.Time) time.Time { return happened }})
		if err != nil {
			return nil, nil, err
		}
		site, err := siteOver(s)
		if err != nil {
			return nil, nil, err
		}
		if i == 0 {
			_, err = demo.Run(context.Background(), demo.Options{Files: data.FS, Catalog: site.Catalog, Desk: desk.New(site.Catalog, s), Unit: site.Unit.ID, Seed: 1})
		}
		if err != nil {
			return nil, nil, err
		}
		sites[i] = site
	}
	return sites[0], sites[1], nil
}

func siteOver(s *store.Store) (*page.Site, error) {
	cat, problems := catalog.Load(data.FS)
	kinds, more := register.LoadKinds(data.FS)
	set, some := indicator.Load(data.FS, cat, kinds)
	reports, rest := report.Load(data.FS, set)
	words, others := locale.Load(data.FS)
	problems = append(append(append(append(problems, more...), some...), rest...), others...)
	if len(problems) > 0 {
		return nil, fmt.Errorf("data: %v", problems[0])
	}
	return &page.Site{
		Catalog: cat, Kinds: kinds, Set: set, Reports: reports, Files: data.FS, Words: words, Unit: cat.Units.All()[0],
		Open: func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) },
		Now:  func() time.Time { return time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) },
	}, nil
}

// ask asks the overview of a site.
func ask(t *testing.T, l *room, query string) (int, string, error) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/"+query, nil)
	r = r.WithContext(page.With(r.Context(), l.Site, "vi"))
	w := httptest.NewRecorder()
	err := l.overview(w, r)
	return w.Code, w.Body.String(), err
}

func roomOver(s *page.Site) *room { return &room{Site: s, shelf: &shelf{}} }

// TestOverview: the tiles are form II.06a of the year up to the day, each with its list.
func TestOverview(t *testing.T) {
	_, body, err := ask(t, roomOver(ward), "?den=2025-03-31")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")), " ")
	for _, want := range []string{
		"Tổng quan đến hết ngày 31/03/2025",
		"Nhận giải quyết từ đầu năm 264", "Đã giải quyết từ đầu năm 263", "Đang giải quyết 1", "Đang quá hạn 0",
		"Giải quyết đúng hạn 100,00% 263/263 hồ sơ", "Nộp trực tuyến 99,6% 263/264 hồ sơ",
		"4.481", "4.389", "2.155", "1.957", // the printed years
		"Số liệu đến hết ngày 31/03/2025",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, want := range []string{
		`href="/danh-sach?cot=received.total&amp;den=2025-03-31&amp;tu=2025-01-01"`,
		`href="/danh-sach?cot=open.overdue&amp;den=2025-03-31&amp;tu=2025-01-01"`,
		`href="/danh-sach?cot=settled.total&amp;den=2021-12-31&amp;tu=2021-01-01"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no link %s", want)
		}
	}
	if strings.Contains(body, " style=") || strings.Contains(body, "leader.") {
		t.Error("a style attribute or a key without a sentence")
	}
	if len(body) > 100<<10 {
		t.Errorf("%d bytes", len(body))
	}
}

// TestOverviewDays: the day shown by itself is the last one recorded when the office has
// stopped; a day to come, a day that is none and a day of long ago are refused.
func TestOverviewDays(t *testing.T) {
	l := roomOver(ward)
	if _, body, err := ask(t, l, ""); err != nil || !strings.Contains(body, "Ngày cuối cùng có việc được ghi trong sổ cái là") {
		t.Errorf("without a day: %v", err)
	}
	if _, body, err := ask(t, l, "?den=30/6/2024"); err != nil || !strings.Contains(body, "Tổng quan đến hết ngày 30/06/2024") {
		t.Errorf("a day as people type it: %v", err)
	}
	for query, kind := range map[string]fault.Kind{"?den=2027-01-01": fault.Invalid, "?den=xyz": fault.Invalid, "?den=1900-01-01": fault.Invalid} {
		if _, _, err := ask(t, l, query); !fault.Is(err, kind) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// TestNoDataIsNotZero: before the first dossier there is no figure at all, and none is 0.
func TestNoDataIsNotZero(t *testing.T) {
	for name, c := range map[string]struct {
		site  *page.Site
		query string
	}{"an empty ledger": {empty, ""}, "before the first dossier": {ward, "?den=2019-06-30"}} {
		_, body, err := ask(t, roomOver(c.site), c.query)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !strings.Contains(body, "Chưa có số liệu") || strings.Count(body, "chưa có số</span>") != 8 || strings.Contains(body, "<svg class=\"chart\"") {
			t.Errorf("%s: not said to be without figures", name)
		}
	}
}

// counted counts what a page asks of the store.
type counted struct {
	page.Reading
	flows, dossiers *int
}

func (c counted) Flows(ctx context.Context, unit string, from, to calendar.Date) (rollup.Table, error) {
	*c.flows++
	return c.Reading.Flows(ctx, unit, from, to)
}

func (c counted) Dossiers(ctx context.Context, q rollup.Query, p measure.Page) ([]*dossier.State, int64, error) {
	*c.dossiers++
	return c.Reading.Dossiers(ctx, q, p)
}

// TestNoDossierIsRead: a page is drawn from running totals, at most one reading a month and
// year shown, and from nothing while the ledger stands still.
func TestNoDossierIsRead(t *testing.T) {
	var flows, dossiers int
	site := *ward
	site.Open = func(ctx context.Context) (page.Reading, error) {
		r, err := ward.Open(ctx)
		return counted{r, &flows, &dossiers}, err
	}
	l := roomOver(&site)
	if _, _, err := ask(t, l, "?den=2025-03-31"); err != nil {
		t.Fatal(err)
	}
	if dossiers != 0 || flows > 2*yearsShown+monthsShown+30 {
		t.Errorf("%d readings of totals, %d of dossiers", flows, dossiers)
	}
	t.Logf("%d readings of running totals", flows)
	flows = 0
	if _, _, err := ask(t, l, "?den=2025-03-31"); err != nil || flows != 0 {
		t.Errorf("asked again: %d readings, %v", flows, err)
	}
}

// TestSpansAreTheForm: every month and year of the pictures is form II.06a of those days, row
// by row.
func TestSpansAreTheForm(t *testing.T) {
	ctx := context.Background()
	r, err := ward.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	source, rows := ward.Source(r), formOf(ward).Rows
	asOf := day("2025-02-17")
	for _, periods := range [][]calendar.Period{months(asOf), years(asOf)} {
		spans, err := newCounter(source, rows).spans(ctx, periods)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range spans {
			form, err := report.FlowForm(ctx, source, rows, s.Period)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range form.Rows {
				got := s.Rows[want.Field]
				if i == len(form.Rows)-1 {
					got = s.Total
				}
				if got != asCount(want) {
					t.Errorf("%s %s: %+v, the form says %+v", s.Period, want.Field, got, asCount(want))
				}
			}
			if len(s.Rows) != len(form.Rows)-1 {
				t.Errorf("%s: %d rows, the form has %d", s.Period, len(s.Rows), len(form.Rows)-1)
			}
		}
	}
}

func asCount(r report.FlowRow) count {
	return count{r.Received.Total, r.Received.Online, r.Received.Direct, r.Received.Carried, r.Settled.Total, r.Settled.Early, r.Settled.OnTime, r.Settled.Late, r.Open.Total}
}
