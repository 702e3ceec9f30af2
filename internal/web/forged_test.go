package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/web/page"
)

// contents is a digest of every row of every table but the looks, which reading writes, and
// the words that looks are the first to use.
func (st *stage) contents(t testing.TB) map[string]string {
	t.Helper()
	tables, err := st.disk.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('look', 'word') ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for tables.Next() {
		var n string
		if err := tables.Scan(&n); err != nil {
			t.Fatal(err)
		}
		names = append(names, n)
	}
	tables.Close()
	out, all := map[string]string{}, 0
	for _, n := range names {
		h, count := sha256.New(), 0
		rows, err := st.disk.Query(`SELECT * FROM "` + n + `"`)
		if err != nil {
			t.Fatal(err)
		}
		cols, _ := rows.Columns()
		raw, into := make([][]byte, len(cols)), make([]any, len(cols))
		for i := range raw {
			into[i] = &raw[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for _, v := range raw {
				fmt.Fprintf(h, "%d:", len(v))
				h.Write(v)
			}
			count++
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
		out[n] = fmt.Sprintf("%d rows, %x", count, h.Sum(nil))
		all += count
	}
	if all < 10_000 {
		t.Fatalf("only %d rows in %v", all, names)
	}
	return out
}

// TestReadingWritesNothing: a crawl through every page as everybody who may leaves every row
// of the database as it was; only that somebody looked is written.
func TestReadingWritesNothing(t *testing.T) {
	st := setStage(t)
	s, _ := start(t, func(p *page.Site) { p.Sessions, p.Care = stageSessions, sound{} })
	ward.Assets = s.site.Assets
	st.send(t, s)
	known := examples(t)
	before := st.contents(t)
	for _, route := range s.Table() {
		if route.Method != http.MethodGet {
			continue
		}
		for _, thing := range st.addresses(t, route, known) {
			for _, name := range []string{"clerk", "leader", "admin", "inspector", "anonymous"} {
				who := st.who(name)
				if poolOf(route.Rule(), true) == poolFigures && name != "leader" {
					continue // one reader of the reports is enough
				}
				u := thing.url(who)
				knock(s, http.MethodGet, u, who.token)
				if !strings.Contains(u, "?") {
					knock(s, http.MethodHead, u+"?xoa=1&khoa="+page.NewKey()+"&method=post", who.token)
				}
			}
		}
	}
	after := st.contents(t)
	for table, was := range before {
		if after[table] != was {
			t.Errorf("%s: before %s, after %s", table, was, after[table])
		}
	}
}

// TestForged: nothing that another site can make a browser send passes a door that acts, with
// the cookies of who may; the same from our own pages does.
func TestForged(t *testing.T) {
	st := setStage(t)
	s, _ := start(t, func(p *page.Site) { p.Sessions, p.Care = stageSessions, sound{} })
	ward.Assets = s.site.Assets
	known := examples(t)
	forged := []map[string]string{
		{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
		{"Sec-Fetch-Site": "cross-site"},
		{"Sec-Fetch-Site": "same-site", "Origin": "https://khac.127.0.0.1"},
		{"Origin": "https://evil.example"},
		{"Origin": "null"},
		{"Origin": "http://127.0.0.1:8141"},
		{"Origin": "http://127.0.0.1.evil.example:8140"},
		{"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8140"},
	}
	acts := 0
	for _, route := range s.Table() {
		if route.Method == http.MethodGet {
			continue
		}
		acts++
		for _, name := range []string{"clerk", "leader", "admin"} {
			who := st.who(name)
			u := st.addresses(t, route, known)[0].url(who)
			send := func(headers map[string]string) int {
				r := as(who.token, route.Method, u)
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				for k, v := range headers {
					r.Header.Set(k, v)
				}
				return do(s, r).Code
			}
			before := st.changes(t)
			for _, h := range forged {
				if code := send(h); code != http.StatusForbidden {
					t.Errorf("%s %s as %s with %v: %d", route.Method, u, name, h, code)
				}
			}
			if st.changes(t) != before {
				t.Errorf("%s %s: a forged form wrote something", route.Method, u)
			}
		}
	}
	if acts < 5 {
		t.Errorf("only %d doors act", acts)
	}
	who := st.who("clerk")
	r := as(who.token, http.MethodPost, page.ActURL(st.ours[who.id], "transfer"))
	r.Header.Set("Origin", "http://127.0.0.1:8140")
	if w := do(s, r); w.Code == http.StatusForbidden && strings.Contains(w.Body.String(), "từ một trang khác") {
		t.Errorf("our own page: %d", w.Code)
	}
}
