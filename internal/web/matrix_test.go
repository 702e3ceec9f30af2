package web

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/web/page"
)

// matrixFile holds the verdict of every cell as it was reviewed. -update writes what the
// server does into it; whoever runs that reads the difference before it is committed.
const matrixFile = "testdata/matrix.txt"

var update = flag.Bool("update", false, "write the verdicts of the matrix as they are now")

const matrixHead = `# Who passes which door: a line for every route, and for every way to own what it asks for.
#   +  passed            -  refused             0  not there
#   >  led to sign-in    !  led to the proof of presence
# A second sign is the verdict on the same person whose proof of presence is too old.
# thing: own, of another officer of the unit, of another unit in the same database; "-" is the
# same for all. roleless has no role today; elsewhere has every role, in the other unit.
# Written by: go test ./internal/web -run TestMatrix -update; read the difference.
`

// verdict is what became of a request.
func verdict(w *httptest.ResponseRecorder, address string) string {
	switch to := w.Header().Get("Location"); {
	case w.Code == http.StatusSeeOther && to == page.Onward(page.SignIn, address):
		return ">"
	case w.Code == http.StatusSeeOther && to == page.Onward(page.Prove, address):
		return "!"
	case w.Code == http.StatusForbidden, w.Code == http.StatusUnauthorized:
		return "-"
	case w.Code == http.StatusNotFound, w.Code == http.StatusMethodNotAllowed:
		return "0"
	case w.Code >= 500, w.Code == http.StatusTooManyRequests:
		return "E"
	}
	return "+"
}

// line is one line of the matrix.
type line struct {
	method, pattern, rule, thing string
	cells                        []string
}

func (l line) key() string { return l.pattern + " " + l.method + " " + l.thing }

func (l line) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-32s %-5s %-10s %-6s", l.pattern, l.method, l.rule, l.thing)
	for _, c := range l.cells {
		fmt.Fprintf(&b, " %-2s", c)
	}
	return strings.TrimRight(b.String(), " ")
}

// readMatrix reads the reviewed lines by key.
func readMatrix(t testing.TB) map[string]line {
	t.Helper()
	text, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]line{}
	for row := range strings.Lines(string(text)) {
		f := strings.Fields(row)
		if len(f) < 5 || strings.HasPrefix(row, "#") || f[0] == "address" {
			continue
		}
		l := line{pattern: f[0], method: f[1], rule: f[2], thing: f[3], cells: f[4:]}
		if _, twice := out[l.key()]; twice {
			t.Errorf("%s stands twice in %s", l.key(), matrixFile)
		}
		out[l.key()] = l
	}
	return out
}

func writeMatrix(t testing.TB, people []one, lines []line) {
	t.Helper()
	head := line{pattern: "address", method: "", rule: "rule", thing: "thing"}
	for _, who := range people {
		head.cells = append(head.cells, who.name[:2])
	}
	var b bytes.Buffer
	b.WriteString(matrixHead + "# columns: ")
	for i, who := range people {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(who.name[:2] + " " + who.name)
	}
	fmt.Fprintf(&b, "\n\n%s\n", head)
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.key(), b.key()) })
	for _, l := range lines {
		fmt.Fprintln(&b, l)
	}
	if err := os.WriteFile(matrixFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// guardOf is a server with the same doors and nothing behind them.
func guardOf(t testing.TB, table []page.Route) *Server {
	t.Helper()
	s := &Server{site: &ward, log: slog.New(slog.DiscardHandler), origin: http.NewCrossOriginProtection(), stands: stands,
		way: Doorway{Limits: free, Public: true}, readers: newCrowd(), comers: newCrowd(), asks: newBuckets(free.Open, free.OpenAt), tries: newBuckets(free.Sign, free.SignAt)}
	site := ward
	site.Sessions = stageSessions
	s.site = &site
	var empty []page.Route
	for _, r := range table {
		r.Serve = func(w http.ResponseWriter, _ *http.Request) error { w.WriteHeader(http.StatusNoContent); return nil }
		empty = append(empty, r)
	}
	var err error
	if s.mux, err = s.doors(empty); err != nil {
		t.Fatal(err)
	}
	s.whole = http.HandlerFunc(s.visit)
	return s
}

// TestMatrix: every route, asked by every kind of person for every kind of thing, over the
// real store, answers as reviewed; who is refused has changed nothing. A route without lines
// in the file, and a line without a route, fail.
func TestMatrix(t *testing.T) {
	st := setStage(t)
	s, log := start(t, func(p *page.Site) { p.Sessions, p.Care = stageSessions, sound{} })
	s.way.Public = true
	ward.Assets = s.site.Assets
	st.send(t, s)
	known, guard := examples(t), guardOf(t, s.Table())
	var lines []line
	for _, route := range s.Table() {
		for _, thing := range st.addresses(t, route, known) {
			l := line{method: route.Method, pattern: route.Pattern, rule: route.Rule().ID(), thing: thing.name}
			// A report of years is made for the first who passes; for the others the doors answer.
			slow := thing.name == "-" && route.Method == http.MethodGet && poolOf(route.Rule(), true) == poolFigures
			for i := range st.people {
				who := st.seated(t, i)
				behind := http.Handler(s)
				if slow && slices.ContainsFunc(l.cells, func(c string) bool { return strings.HasPrefix(c, "+") }) {
					behind = guard
				}
				l.cells = append(l.cells, st.cell(t, behind, guard, route, thing.url(who), who))
			}
			lines = append(lines, l)
		}
	}
	for _, leak := range leaks {
		if strings.Contains(log.String(), leak) {
			t.Errorf("the log has %q", leak)
		}
	}
	if *update {
		writeMatrix(t, st.people, lines)
	}
	reviewed := readMatrix(t)
	for _, l := range lines {
		want, ok := reviewed[l.key()]
		switch {
		case !ok:
			t.Errorf("%s: not in %s; review it and add: %s", l.key(), matrixFile, l)
		case want.String() != l.String():
			t.Errorf("is  %s\nwas %s", l, want)
		}
		delete(reviewed, l.key())
	}
	for key := range reviewed {
		t.Errorf("%s: no such route", key)
	}
}

// cell asks as one person and returns the verdict.
func (st *stage) cell(t *testing.T, s, guard http.Handler, route page.Route, address string, who one) string {
	t.Helper()
	// The doors alone first: the act itself may end the session.
	fresh, tired := verdict(knock(guard, route.Method, address, who.token), address), verdict(knock(guard, route.Method, address, who.stale), address)
	before := st.changes(t)
	w := knock(s, route.Method, address, who.token)
	out := verdict(w, address)
	inspect(t, route.Method+" "+address+" as "+who.name, w)
	if out == "E" {
		t.Errorf("%s %s as %s: %d %s", route.Method, address, who.name, w.Code, first(w.Body.String()))
	}
	for try := 0; out != "+" && !counts(route) && st.changes(t) != before; try++ {
		if try == 3 {
			t.Errorf("%s %s as %s: refused (%s), and something was written", route.Method, address, who.name, out)
			break
		}
		time.Sleep(50 * time.Millisecond) // a check or a job that somebody before has started may write
		before = st.changes(t)
		knock(s, route.Method, address, who.token)
	}
	if tired != fresh {
		out += tired
	}
	return out
}

// counts reports whether a door counts what is tried at it: passwords and codes.
func counts(r page.Route) bool {
	return r.Rule().Open() || strings.HasPrefix(r.Pattern, page.Prove) || strings.HasPrefix(r.Pattern, page.Account)
}

// inspect holds for every answer: the headers, the cookies, and no personal data in an
// address.
func inspect(t *testing.T, what string, w *httptest.ResponseRecorder) {
	t.Helper()
	h := w.Header()
	if w.Code != http.StatusNoContent && (h.Get("Location") == "") {
		guarded(t, what, h)
	}
	if h.Get("Strict-Transport-Security") != insist || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: headers %v", what, h)
	}
	for _, c := range (&http.Response{Header: h}).Cookies() {
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode || strings.HasPrefix(c.Name, "__Host-") && (c.Path != "/" || c.Domain != "") {
			t.Errorf("%s: cookie %s", what, c.Name)
		}
	}
	for _, leak := range leaks {
		if strings.Contains(h.Get("Location"), leak) || strings.Contains(h.Get("Content-Disposition"), leak) {
			t.Errorf("%s: an address has %q", what, leak)
		}
		for _, m := range hrefs.FindAllStringSubmatch(w.Body.String(), -1) {
			if strings.Contains(m[1], leak) {
				t.Errorf("%s: a link has %q", what, leak)
			}
		}
	}
}

// hrefs are all addresses that a page leads or sends to.
var hrefs = regexp.MustCompile(`(?:href|action|src|formaction)="([^"]*)"`)
