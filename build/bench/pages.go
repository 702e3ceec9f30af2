package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web"
	"github.com/motcua/motcua/internal/web/page"
)

// address is a page to measure; of says it for one ward.
type address struct {
	name string
	of   func(dossier string) string
}

func fixed(url string) func(string) string { return func(string) string { return url } }

// addresses are the pages a person opens most, and the ones that could grow with dossiers.
func addresses() []address {
	asOf := calendar.MakeDate(2025, 3, 31)
	year := func(l page.List, y int) string {
		l.From, l.To = calendar.MakeDate(y, 1, 1), calendar.MakeDate(y, 12, 31)
		return l.URL()
	}
	return []address{
		{"overview", fixed(page.Overview + "?den=2025-03-31")},
		{"report, appendix III", fixed(page.ReportURL("cchc-2021-2025", "phu-luc-III", asOf))},
		{"list, online of 2022, first page", fixed(year(page.List{Column: "received.online"}, 2022))},
		{"list, settled of 2022, page 20", fixed(year(page.List{Column: "settled.total", Page: 20}, 2022))},
		{"list, settled late of 2022", fixed(year(page.List{Column: "settled.late"}, 2022))},
		{"list, open at the end of 2022", fixed(year(page.List{Column: "open.total"}, 2022))},
		{"list, by due date, 2022", fixed(year(page.List{Column: "received.online", Sort: "-due"}, 2022))},
		{"dossier", func(code string) string { return page.DossierURL(code, nil) }},
		{"indicator III.4.3", fixed(page.IndicatorURL("III.4.3"))},
		{"compare two as-of dates", fixed(page.Compare + "?bc=cchc-2021-2025&tu=2024-12-31&den=2025-03-31")},
		{"procedures, search", fixed(page.Procedures + "?q=khai+sinh")},
		{"findings of the printed report", fixed(page.Findings)},
	}
}

// served is one ward behind a real server on a real socket.
type served struct {
	*httptest.Server
	client  *http.Client
	dossier string
}

func (b *bench) serve(s *side) (*served, error) {
	words, _ := locale.Load(data.FS)
	rules, problems := reconcile.Load(data.FS)
	if len(problems) > 0 {
		return nil, errors.New(problems[0].String())
	}
	unit := b.cat.Units.All()[0]
	server, err := web.New(page.Site{Catalog: b.cat, Kinds: b.kinds, Set: b.set, Reports: b.reports, Rules: rules, Files: data.FS,
		Words: words, Unit: unit, Now: time.Now, Example: true, Sessions: reader{unit.Code},
		Open: func(ctx context.Context) (page.Reading, error) { return s.store.Snapshot(ctx) }}, slog.New(slog.DiscardHandler), web.Doorway{})
	if err != nil {
		return nil, err
	}
	out := &served{Server: httptest.NewServer(server), client: &http.Client{Transport: &http.Transport{DisableCompression: true}}}
	return out, b.read(context.Background(), s, func(_ *store.Snapshot, src *indicator.Source) error {
		p := calendar.Period{From: calendar.MakeDate(2024, 1, 1), To: calendar.MakeDate(2024, 12, 31)}
		l, err := report.ListII06a(context.Background(), src, b.reports["cchc-2021-2025"].Form.Rows, p, b.reports["cchc-2021-2025"].Form.Total, "received.online", measure.Page{Limit: 1})
		if err == nil {
			out.dossier = l.Rows[0][0].(string)
		}
		return err
	})
}

// reader knows one session: of a leader, who reads every page that is measured.
type reader struct{ unit string }

const readerToken = "bench"

func (r reader) Session(_ context.Context, token string) (*access.Session, error) {
	if token != readerToken {
		return nil, fault.New(fault.NotFound, "note.absent")
	}
	now := time.Now()
	return &access.Session{ID: token, Person: access.Person{ID: "bench", Unit: r.unit, Roles: []access.Role{access.Leader}}, Started: now, Seen: now, Strong: now}, nil
}

func (s *served) get(url string) (int, time.Duration, error) {
	r, err := http.NewRequest(http.MethodGet, s.URL+url, nil)
	if err != nil {
		return 0, 0, err
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: readerToken})
	began := time.Now()
	resp, err := s.client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	took := time.Since(began)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d", url, resp.StatusCode)
	}
	return int(n), took, err
}

// pages measures every page on both wards beside a trivial page of the same process, in turn.
func (b *bench) pages(rounds int) error {
	var wards []*served
	for _, s := range b.sides {
		w, err := b.serve(s)
		if err != nil {
			return err
		}
		defer w.Close()
		wards = append(wards, w)
	}
	fmt.Printf("\npages, %d rounds, one client, ms: p50 / p99 of the small and the large ward; times the trivial page; large to small\n", rounds)
	for _, a := range addresses() {
		var took, trivial [2][]time.Duration
		var size int
		for round := range rounds + 2 {
			for i, w := range wards {
				n, t, err := w.get(a.of(w.dossier))
				if err != nil {
					return err
				}
				_, t0, err := w.get("/livez")
				if err != nil {
					return err
				}
				if round > 1 { // the first rounds fill what is kept between requests
					took[i], trivial[i], size = append(took[i], t), append(trivial[i], t0), n
				}
			}
		}
		line := fmt.Sprintf("%-36s %4d KB", a.name, (size+1023)/1024)
		var mid [2]float64
		for i := range wards {
			mid[i] = at(took[i], 50)
			line += fmt.Sprintf("  %8.2f / %8.2f (%.0f×)", mid[i], at(took[i], 99), mid[i]/max(at(trivial[i], 50), 0.001))
		}
		fmt.Printf("%s  ratio %.2f\n", strings.TrimRight(line, " "), mid[1]/mid[0])
	}
	return nil
}

// at is a percentile in ms.
func at(d []time.Duration, percent int) float64 {
	d = slices.Clone(d)
	slices.Sort(d)
	return ms(d[min(len(d)*percent/100, len(d)-1)])
}
