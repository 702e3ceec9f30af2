package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
)

// kills is how often the server is killed: MOTCUA_KILLS (make kill), or fewer among the tests.
func kills(t *testing.T, few int) int {
	n, err := strconv.Atoi(os.Getenv("MOTCUA_KILLS"))
	if err != nil {
		return few
	}
	return n
}

// TestKilled: the real server is killed at random instants while clerks receive, save, pass on
// and certify; every time it is ready again at once, and in the end every acknowledged act is
// there exactly once, what was under way is there once after it was sent again, and neither
// the numbers of the day nor those of the year's book have a gap (G-1).
func TestKilled(t *testing.T) { killed(t, kills(t, 10), "--data", copyOf(t, ward)) }

// killed lets four clerks work on a ward while its server is killed.
func killed(t *testing.T, rounds int, place ...string) {
	clerks := []*clerkAtWork{}
	for _, id := range []string{"mc-01", "mc-02", "mc-03", "mc-04"} {
		clerks = append(clerks, &clerkAtWork{id: id, may: id == "mc-02", passed: map[string]int{}, copied: map[string]string{}, saved: map[string]string{}})
	}
	serving := append([]string{"--key-file", filepath.Join(t.TempDir(), "motcua.key")}, place...)
	var waits []time.Duration
	cut, redone := 0, 0
	for round := range rounds + 1 {
		s, wait := ready(t, serving...)
		waits = append(waits, wait)
		for _, c := range clerks {
			before := c.browser
			c.browser = newBrowser(s.address)
			if before != nil {
				c.cookies = before.cookies // sessions outlive the server
			} else if err := c.enter(c.id); err != nil {
				t.Fatal(err)
			}
			if c.unsent != nil {
				redone++
			}
		}
		last := round == rounds
		var all sync.WaitGroup
		for _, c := range clerks {
			all.Go(func() {
				for n := 1; c.work() == nil && (!last || n < atLast); n++ {
				}
			})
		}
		if !last {
			time.Sleep(time.Duration(rand.IntN(600)) * time.Millisecond)
			s.cmd.Process.Kill()
			s.cmd.Wait()
			cut++
		}
		all.Wait()
		for _, c := range clerks {
			if c.fatally != nil {
				t.Fatalf("round %d, %s: %v", round, c.id, c.fatally)
			}
			c.client.CloseIdleConnections()
		}
		if last {
			s.stop(t)
		}
	}
	t.Logf("%d kills, %d acts sent again after one; ready again %s", cut, redone, spread(waits))
	if worst := slices.Max(waits); os.Getenv("MOTCUA_KILLS") != "" && worst >= soon {
		t.Errorf("ready again only after %v, promised in %v", worst, soon)
	}
	compared(t, clerks, place...)
}

// atLast is how often each clerk works when nobody kills any more: a slow machine has hardly
// begun when it is killed, and what is held against the ledger must not be next to nothing.
const atLast = 5

// soon is how quickly a killed server is promised to answer again; make kill holds it to that
// on a machine that does nothing else.
const soon = 5 * time.Second

// spread says how long waits were.
func spread(waits []time.Duration) string {
	slices.Sort(waits)
	at := func(part int) time.Duration {
		return waits[min(len(waits)*part/100, len(waits)-1)].Round(time.Millisecond)
	}
	return fmt.Sprintf("after %v (median), %v (95 of 100), %v (worst)", at(50), at(95), at(100))
}

// ready starts the server and waits until it can read.
func ready(t *testing.T, place ...string) (*served, time.Duration) {
	t.Helper()
	began := time.Now()
	s, err := begin(place...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	for time.Since(began) < time.Minute {
		resp, err := http.Get(s.address + "readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return s, time.Since(began)
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("not ready")
	return nil, 0
}

// compared holds what was acknowledged against what is there.
func compared(t *testing.T, clerks []*clerkAtWork, place ...string) {
	t.Helper()
	if r := motcua(t, append([]string{"verify"}, place...)...); r.code != exitDone {
		t.Errorf("verify: %d %s%s", r.code, r.out, r.err)
	}
	opt := store.Options{ReadOnly: true}
	if place[0] == "--db" {
		opt.DB = place[1]
	} else {
		opt.Dir = place[1]
	}
	st, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	sn, err := st.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	book := bookOf(t, sn)
	byDay, acts, seen := map[string][]int{}, 0, map[string]bool{}
	number := func(code string) {
		if seen[code] {
			t.Errorf("%s was given twice", code)
		}
		seen[code] = true
		cut := strings.LastIndex(code, "-")
		n, _ := strconv.Atoi(code[cut+1:])
		byDay[code[:cut]] = append(byDay[code[:cut]], n)
	}
	for _, c := range clerks {
		for _, code := range c.codes {
			number(code)
			kinds := kindsOf(t, sn, ofWard, code)
			if n := count(kinds, "dossier.received"); n != 1 {
				t.Errorf("%s: received %d times: %v", code, n, kinds)
			}
			if n := count(kinds, "dossier.transferred"); n < c.passed[code] || n > 1 {
				t.Errorf("%s: passed on %d times, %d acknowledged", code, n, c.passed[code])
			}
			acts += 1 + c.passed[code]
		}
		for code, name := range c.copied {
			number(code)
			kinds := kindsOf(t, sn, ofWard, code)
			if a, b := count(kinds, "dossier.received"), count(kinds, "dossier.returned"); a != 1 || b != 1 || book[name] != 1 {
				t.Errorf("%s: received %d and handed over %d times, %d times in the book", code, a, b, book[name])
			}
			acts++
		}
		for draft, text := range c.saved {
			n, err := st.Get(t.Context(), ofWard, "draft", draft[strings.LastIndex(draft, "/")+1:])
			if err != nil || !strings.Contains(string(n.Body), text) {
				t.Errorf("%s: %q is lost (%v)", draft, text, err)
			}
		}
	}
	for day, numbers := range byDay {
		unbroken(t, day, numbers)
	}
	if acts < 12 {
		t.Errorf("only %d acts were acknowledged", acts)
	}
	t.Logf("%d acts acknowledged, %d of them certifications", acts, len(book))
}

// ofWard is the unit's code.
const ofWard = "H50.31.02"

// bookOf says how often each requester stands in this year's book of copies, whose numbers
// have no gap.
func bookOf(t *testing.T, sn *store.Snapshot) map[string]int {
	t.Helper()
	year := time.Now().Year()
	items, err := sn.Items(t.Context(), ofWard, "certification", "copies", calendar.MakeDate(year, 1, 1), calendar.MakeDate(year, 12, 31))
	if err != nil {
		t.Fatal(err)
	}
	by, numbers := map[string]int{}, []int{}
	for _, it := range items {
		n, _ := strconv.Atoi(it.Fields["number"])
		numbers = append(numbers, n)
		by[it.Fields["requester"]]++
	}
	unbroken(t, "the book", numbers)
	return by
}

// unbroken wants the numbers from 1 on, each once.
func unbroken(t *testing.T, of string, numbers []int) {
	t.Helper()
	slices.Sort(numbers)
	for i, n := range numbers {
		if n != i+1 {
			t.Errorf("%s: number %d in place %d of %d", of, n, i+1, len(numbers))
			return
		}
	}
}

func kindsOf(t *testing.T, sn *store.Snapshot, unit, code string) (kinds []string) {
	t.Helper()
	d, err := sn.DossierByCode(context.Background(), unit, code)
	if err != nil {
		t.Errorf("%s: %v", code, err)
		return nil
	}
	entries, err := sn.Entries(context.Background(), unit, ledger.Subject{Kind: dossier.SubjectKind, ID: d.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func count(all []string, one string) (n int) {
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

// copyOf copies a ward's database, which nobody writes, into a folder of its own.
func copyOf(t testing.TB, from string) string {
	t.Helper()
	dir := t.TempDir()
	b, err := os.ReadFile(filepath.Join(from, store.FileName))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, store.FileName), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
