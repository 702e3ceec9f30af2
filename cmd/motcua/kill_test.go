package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
)

// kills is how often the server is killed: MOTCUA_KILLS (make kill), or fewer among the tests.
func kills(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("MOTCUA_KILLS"))
	if err != nil {
		return 12
	}
	return n
}

// clerkAtWork receives dossiers, saves their drafts and passes them on until the server dies,
// and remembers what was acknowledged, and what was sent without an answer.
type clerkAtWork struct {
	*browser
	id      string
	n       int
	unsent  func() error      // the same form again: what was under way when the server died
	codes   []string          // of dossiers whose receipt was acknowledged
	passed  map[string]int    // acknowledged hand-overs by code
	saved   map[string]string // last acknowledged text of a draft by its address
	fatally error             // a refusal: something is wrong with the test or the program
}

var applicants atomic.Int64

// work does one dossier; an error ends the round.
func (c *clerkAtWork) work() error {
	if c.unsent != nil {
		if err := c.unsent(); err != nil {
			return err
		}
		c.unsent = nil
	}
	code, err := c.receive()
	if err == nil && code != "" {
		err = c.pass(code)
	}
	return err
}

// post sends a form until it is acknowledged by a redirect; while there is no answer the same
// form waits to be sent again.
func (c *clerkAtWork) post(path string, form url.Values, done func(to string)) error {
	try := func() error {
		got, err := c.send(path, form)
		if err != nil {
			return err
		}
		if got.code != http.StatusSeeOther {
			c.fatally = fmt.Errorf("%s: %d %s", path, got.code, strings.Join(strings.Fields(tagsOf.ReplaceAllString(got.body, " ")), " "))
			return c.fatally
		}
		done(got.location)
		return nil
	}
	err := try()
	if err != nil && c.fatally == nil {
		c.unsent = try
	}
	return err
}

var tagsOf = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>`)

var codeAt = regexp.MustCompile(`/ho-so/([^/?]+)`)

func (c *clerkAtWork) receive() (code string, err error) {
	c.n++
	draft := ""
	if err := c.post("/tiep-nhan", url.Values{"khoa": {newKey()}, "thu-tuc": {"1.000894"}}, func(to string) { draft = to }); err != nil || draft == "" {
		return "", err
	}
	got, err := c.send(draft, nil)
	if err != nil {
		return "", err
	}
	form, ok := formOf(got.body, `id="nhan"`)
	if !ok {
		c.fatally = fmt.Errorf("%s has no form: %d", draft, got.code)
		return "", c.fatally
	}
	n := applicants.Add(1)
	form.Set("ten", fmt.Sprintf("Nguyễn Thị Giữ %s %d", c.id, c.n))
	form.Set("so", fmt.Sprintf("0451%08d", n))
	form.Set("sinh", "05/03/1990")
	form.Set("dia-chi", "Khu phố 2, Phường 2")
	form.Set("dt", "0905 000 017")
	if err := c.save(draft, form); err != nil {
		return "", err
	}
	form.Set("viec", "nhan")
	err = c.post(draft, form, func(to string) {
		if m := codeAt.FindStringSubmatch(to); m != nil {
			code = m[1]
			c.codes = append(c.codes, code)
			delete(c.saved, draft) // it is a dossier now
		} else {
			c.fatally = fmt.Errorf("received, and led to %s", to)
		}
	})
	return code, err
}

var revOf = regexp.MustCompile(`"rev":(\d+)`)

// save keeps the draft as the page does by itself.
func (c *clerkAtWork) save(draft string, form url.Values) error {
	got, err := c.send(draft+"/luu", form)
	if err != nil {
		return err
	}
	m := revOf.FindStringSubmatch(got.body)
	if got.code != http.StatusOK || m == nil {
		c.fatally = fmt.Errorf("%s: %d %s", draft, got.code, got.body)
		return c.fatally
	}
	form.Set("rev", m[1])
	c.saved[draft] = form.Get("ten")
	return nil
}

func (c *clerkAtWork) pass(code string) error {
	path := "/ho-so/" + code + "/viec/transfer"
	got, err := c.send(path, nil)
	if err != nil {
		return err
	}
	form, ok := formOf(got.body, `name="cho"`)
	if !ok {
		c.fatally = fmt.Errorf("%s has no form: %d", path, got.code)
		return c.fatally
	}
	form.Set("cho", "cm-02")
	return c.post(path, form, func(string) { c.passed[code]++ })
}

func newKey() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var b [26]byte
	for i := range b {
		b[i] = letters[rand.IntN(len(letters))]
	}
	return string(b[:])
}

// TestKilled: the real server is killed at random instants while clerks receive, save and pass
// on; every time it is ready again at once, and in the end every acknowledged act is there
// exactly once, what was under way is there once after it was sent again, and the numbers of
// the day have no gap (G-1).
func TestKilled(t *testing.T) {
	dir := copyOf(t, ward)
	clerks := []*clerkAtWork{}
	for _, id := range []string{"mc-01", "mc-02", "mc-03", "mc-04"} {
		clerks = append(clerks, &clerkAtWork{id: id, passed: map[string]int{}, saved: map[string]string{}})
	}
	var waits []time.Duration
	rounds := kills(t)
	for round := range rounds + 1 {
		s, wait := ready(t, dir)
		waits = append(waits, wait)
		for _, c := range clerks {
			before := c.browser
			c.browser = newBrowser(s.address)
			if before != nil {
				c.cookies = before.cookies // sessions outlive the server
			} else if err := c.enter(c.id); err != nil {
				t.Fatal(err)
			}
		}
		last := round == rounds
		var all sync.WaitGroup
		for _, c := range clerks {
			all.Go(func() {
				for c.work() == nil && !last {
				}
			})
		}
		if !last {
			time.Sleep(time.Duration(rand.IntN(600)) * time.Millisecond)
			s.cmd.Process.Kill()
			s.cmd.Wait()
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
	slices.Sort(waits)
	t.Logf("%d kills; ready again after %v (median), %v (worst)", rounds, waits[len(waits)/2], waits[len(waits)-1])
	if os.Getenv("MOTCUA_KILLS") != "" && waits[len(waits)-1] > 5*time.Second {
		t.Errorf("ready after %v", waits[len(waits)-1])
	}
	compared(t, dir, clerks)
}

// ready starts the server and waits until it can read.
func ready(t *testing.T, dir string) (*served, time.Duration) {
	t.Helper()
	began := time.Now()
	s, err := begin("--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	for range 200 {
		resp, err := http.Get(s.address + "readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return s, time.Since(began)
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("not ready: %s", s.said)
	return nil, 0
}

// compared holds what was acknowledged against what is there.
func compared(t *testing.T, dir string, clerks []*clerkAtWork) {
	t.Helper()
	if r := motcua(t, "verify", "--data", dir); r.code != exitDone {
		t.Errorf("verify: %d %s%s", r.code, r.out, r.err)
	}
	st, err := store.Open(t.Context(), store.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	sn, err := st.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	const unit = "H50.31.02"
	byDay, acts := map[string][]int{}, 0
	for _, c := range clerks {
		seen := map[string]bool{}
		for _, code := range c.codes {
			if seen[code] {
				t.Errorf("%s was given twice", code)
			}
			seen[code] = true
			kinds := kindsOf(t, sn, unit, code)
			if n := count(kinds, "dossier.received"); n != 1 {
				t.Errorf("%s: received %d times: %v", code, n, kinds)
			}
			if n := count(kinds, "dossier.transferred"); n < c.passed[code] || n > 1 {
				t.Errorf("%s: passed on %d times, %d acknowledged", code, n, c.passed[code])
			}
			acts += 1 + c.passed[code]
			cut := strings.LastIndex(code, "-")
			n, _ := strconv.Atoi(code[cut+1:])
			byDay[code[:cut]] = append(byDay[code[:cut]], n)
		}
		for draft, text := range c.saved {
			n, err := st.Get(t.Context(), unit, "draft", draft[strings.LastIndex(draft, "/")+1:])
			if err != nil || !strings.Contains(string(n.Body), text) {
				t.Errorf("%s: %q is lost (%v)", draft, text, err)
			}
		}
	}
	for day, numbers := range byDay {
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != i+1 {
				t.Errorf("%s: number %d in place %d of %d", day, n, i+1, len(numbers))
				break
			}
		}
	}
	if acts < 20 {
		t.Errorf("only %d acts were acknowledged", acts)
	}
	t.Logf("%d acts acknowledged", acts)
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
