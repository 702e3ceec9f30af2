package officer

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	stdhtml "html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

var (
	hrefs    = regexp.MustCompile(`<a (?:id="([^"]*)" )?[^>]*?href="([^"]*)"`)
	counts   = regexp.MustCompile(`<b class="verdict__count">([\d.]+) `)
	bodyRows = regexp.MustCompile(`(?s)<tbody>(.*?)</tbody>`)
)

// linksOf are the addresses of a page, as a browser follows them.
func linksOf(body []byte) []string {
	var out []string
	for _, m := range hrefs.FindAllSubmatch(body, -1) {
		out = append(out, stdhtml.UnescapeString(string(m[2])))
	}
	return out
}

func firstWith(links []string, prefix string) string {
	if i := slices.IndexFunc(links, func(l string) bool { return strings.HasPrefix(l, prefix) }); i >= 0 {
		return links[i]
	}
	return ""
}

// theReport makes the report that the pages show.
func theReport(t *testing.T) *edition {
	t.Helper()
	o := &room{Site: site, shelf: newShelf()}
	in, err := o.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	e, err := o.needReport(t.Context(), in, reportID, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// figureOf is a figure of the report with its list: a cell, a denominator, a field of II.06a.
type figureOf struct {
	mark    string
	section string
	l       *page.List
	n       *int64
	shown   bool // the cell prints something: a blank one has nothing to press
}

func figuresOf(e *edition) []figureOf {
	var out []figureOf
	add := func(mark, section string, drill []string, n *int64, shown bool) {
		if l := page.ListOf(drill, reportID, e.AsOf); l != nil {
			out = append(out, figureOf{mark, section, l, n, shown})
		}
	}
	for _, c := range e.Cells() {
		add(c.Mark(), report.AppendixSection(c.Appendix), c.Drill, c.Num, c.State == report.StateValue)
		add(c.Mark(), report.AppendixSection(c.Appendix), c.DrillDen, c.Den, false)
	}
	for _, f := range e.Flows {
		for i := range f.Rows {
			for _, key := range report.FlowColumnKeys() {
				m := report.FlowMark(f.Period, f.Rows[i].Field, key)
				n := f.Rows[i].Column(key)
				add(m, report.FlowSection(f.Period), e.Drill(m), &n, true)
			}
		}
	}
	return out
}

// TestEveryFigureOpens: every figure of every part is a link on the part's page; its list says
// that it is the figure, is as long, and leads back to the very figure; its first row leads to
// a dossier or an item, and that back to the list.
func TestEveryFigureOpens(t *testing.T) {
	e := theReport(t)
	linked := map[string]map[string]string{} // of a section: addresses by anchor
	for _, p := range e.outline(page.With(t.Context(), site, "vi")) {
		linked[p.ID] = map[string]string{}
		for _, m := range hrefs.FindAllSubmatch(pageOK(t, p.URL), -1) {
			linked[p.ID][stdhtml.UnescapeString(string(m[1]))] = stdhtml.UnescapeString(string(m[2]))
		}
	}
	all := figuresOf(e)
	if len(all) < 900 {
		t.Fatalf("only %d figures", len(all))
	}
	visited := map[string]bool{}
	for n, f := range all {
		url := f.l.URL()
		if f.shown && linked[f.section][anchor(f.mark)] != url {
			t.Errorf("%s: page %s links %q, want %q", f.mark, f.section, linked[f.section][anchor(f.mark)], url)
		}
		if visited[url] {
			continue
		}
		visited[url] = true
		body := pageOK(t, url)
		checkCount(t, f, body)
		links := linksOf(body)
		back := page.ReportURL(reportID, e.at[placeOf(f.l)].section, e.AsOf) + "#" + anchor(e.at[placeOf(f.l)].mark)
		if !slices.Contains(links, back) {
			t.Errorf("%s: no way back to %s", url, back)
		}
		if long := deref(f.n) > 600; n%10 == 0 && !long || n%70 == 0 { // a long list is the same writers, only slower
			checkFiles(t, f, body)
		}
		if n%5 == 0 {
			checkRow(t, url, links)
		}
	}
	t.Logf("%d figures, %d lists", len(all), len(visited))
}

// checkCount: the page says the figure, and that its rows are the figure.
func checkCount(t *testing.T, f figureOf, body []byte) {
	t.Helper()
	m := counts.FindSubmatch(body)
	if m == nil {
		t.Fatalf("%s: no count", f.l.URL())
	}
	if bytes.Contains(body, []byte("motcua verify")) {
		t.Errorf("%s: list and figure differ: %s", f.mark, m[1])
	}
	equal := bytes.Contains(body, []byte("= con số trong báo cáo"))
	if f.n != nil && !equal {
		t.Errorf("%s: the list does not say that it is the figure %d", f.mark, *f.n)
	}
	adds := bytes.Contains(body, []byte("cộng lại là "+locale.Int(deref(f.n))))
	if f.n != nil && string(m[1]) != locale.Int(*f.n) && !adds {
		t.Errorf("%s: figure %d, list %s", f.mark, *f.n, m[1])
	}
}

func deref(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// checkFiles: CSV, JSON and workbook hold as many rows as the page says, the same first ones
// in the same order.
func checkFiles(t *testing.T, f figureOf, body []byte) {
	t.Helper()
	want := string(counts.FindSubmatch(body)[1])
	text := fileOK(t, f.l.Export("csv"))
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", f.l.Export("csv"), err)
	}
	if got := locale.Int(int64(max(len(rows)-1, 0))); got != want {
		t.Errorf("%s: page %s, CSV %s", f.mark, want, got)
	}
	var j struct{ Rows []map[string]any }
	if err := json.Unmarshal(fileOK(t, f.l.Export("json")), &j); err != nil || locale.Int(int64(len(j.Rows))) != want {
		t.Errorf("%s: page %s, JSON %d (%v)", f.mark, want, len(j.Rows), err)
	}
	if shown := strings.Count(string(bodyRows.Find(body)), "<tr>"); shown != min(page.PageRows, max(len(rows)-1, 0)) {
		t.Errorf("%s: %d rows on the page of %s", f.mark, shown, want)
	}
	for i := 1; i < min(len(rows), page.PageRows+1); i++ {
		if !bytes.Contains(body, []byte(stdhtml.EscapeString(rows[i][0]))) {
			t.Errorf("%s: row %d of the CSV, %s, is not on the page", f.mark, i, rows[i][0])
		}
	}
	if len(rows) > 200 || f.l.From.Year()%2 == 0 {
		return // the workbook is slow to read back, and the same writer for all
	}
	x, err := excelize.OpenReader(bytes.NewReader(fileOK(t, f.l.Export("xlsx"))))
	if err != nil {
		t.Fatalf("%s: %v", f.l.Export("xlsx"), err)
	}
	cells, err := x.GetRows(x.GetSheetName(0))
	if err != nil || len(rows) > 1 && !slices.ContainsFunc(cells, func(r []string) bool { return len(r) > 0 && r[0] == rows[1][0] }) {
		t.Errorf("%s: the workbook lacks %v (%v)", f.mark, rows[min(1, len(rows)-1)], err)
	}
}

// checkRow: the first row's page opens and leads back to the list as it was.
func checkRow(t *testing.T, list string, links []string) {
	t.Helper()
	if to := firstWith(links, "/ho-so/"); to != "" {
		body := pageOK(t, to)
		if !slices.Contains(linksOf(body), list) {
			t.Errorf("%s does not lead back to %s", to, list)
		}
	}
	if to := firstWith(links, "/muc/"); to != "" {
		pageOK(t, to)
	}
}

// TestNoNames: who only answers for figures sees no name, number or address of an applicant, in
// no page, title or address.
func TestNoNames(t *testing.T) {
	rows, _, err := allDossiers(t)
	if err != nil || len(rows) < 100 {
		t.Fatalf("%d dossiers (%v)", len(rows), err)
	}
	for i := 0; i < len(rows); i += len(rows) / 60 {
		s := rows[i]
		body := pageAs(t, page.DossierURL(s.Code, nil), access.Reporter)
		for _, secret := range []string{s.Applicant.Name, s.Applicant.Number, s.Applicant.Phone, s.Applicant.Address} {
			if secret != "" && bytes.Contains(body, []byte(stdhtml.EscapeString(secret))) {
				t.Errorf("%s shows %q", s.Code, secret)
			}
		}
		if !bytes.Contains(body, []byte(page.Masked(s.Applicant))) {
			t.Errorf("%s: the masked name is missing", s.Code)
		}
	}
	l := page.List{Column: "received.online", From: rows[0].day(), To: webtest.Today, Part: "num"}
	body := pageOK(t, l.URL())
	for _, s := range rows[:200] {
		if bytes.Contains(body, []byte(s.Applicant.Name)) {
			t.Errorf("the list shows %q", s.Applicant.Name)
		}
	}
}

// TestSorting: a head sorts up, then down; all rows stay; the order is that of the column.
func TestSorting(t *testing.T) {
	l := page.List{Column: "received.total", From: day("2024-01-01"), To: day("2024-12-31"), Part: "num"}
	for _, column := range []struct {
		key string
		at  int
	}{{"code", 0}, {"received", 6}, {"due", 7}, {"ended", 8}} {
		up, down := sortedColumn(t, l.WithSort(column.key), column.at), sortedColumn(t, l.WithSort("-"+column.key), column.at)
		if !slices.IsSorted(up) {
			t.Errorf("%s does not sort", column.key)
		}
		slices.Reverse(down)
		if !slices.IsSorted(down) || len(up) != len(down) || len(up) != 1957 {
			t.Errorf("%s does not sort down: %d and %d rows", column.key, len(up), len(down))
		}
		body := pageOK(t, l.WithSort(column.key).URL())
		if !bytes.Contains(body, []byte(`aria-sort="ascending"`)) || !slices.Contains(linksOf(body), l.WithSort("-"+column.key).URL()) {
			t.Errorf("%s: the head does not say how it sorts", column.key)
		}
	}
	items := page.List{Indicator: "III.1.4.3", Part: "num", From: day("2024-01-01"), To: day("2024-12-31")}
	names := sortedColumn(t, items.WithSort("-procedure"), 0)
	slices.Reverse(names)
	if !slices.IsSorted(names) || len(names) < 100 {
		t.Errorf("procedures do not sort: %d", len(names))
	}
}

func sortedColumn(t *testing.T, l *page.List, at int) []string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(fileOK(t, l.Export("csv")), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows[1:] {
		out = append(out, r[at])
	}
	return out
}

// TestPaging: the pages of a list hold every row once, and a dossier's neighbours go over the
// edge of a page.
func TestPaging(t *testing.T) {
	l := page.List{Column: "received.total", From: day("2025-01-01"), To: day("2025-03-31"), Part: "num"}
	want := sortedColumn(t, &l, 0)
	var got []string
	for n := 1; n <= 6; n++ {
		for _, link := range linksOf(pageOK(t, l.WithPage(n).URL())) {
			if u, err := url.Parse(link); err == nil && strings.HasPrefix(u.Path, "/ho-so/") {
				got = append(got, strings.TrimPrefix(u.Path, "/ho-so/"))
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("pages hold %d rows, the file %d", len(got), len(want))
	}
	body := pageOK(t, page.DossierURL(want[49], &l))
	for _, to := range []string{page.DossierURL(want[48], l.WithPage(1)), page.DossierURL(want[50], l.WithPage(2))} {
		if !slices.Contains(linksOf(body), to) {
			t.Errorf("the last dossier of page 1 does not lead to %s", to)
		}
	}
	if !bytes.Contains(body, []byte("dòng 50 trên 264")) {
		t.Error("the place in the list is not said")
	}
}
