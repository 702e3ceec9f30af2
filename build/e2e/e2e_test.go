// Package e2e walks through the pages as people do: with a browser, without script, with the
// keyboard only, on a small screen.
//
// The journeys are node programs over Debian's Chromium (package.json names the exact versions
// of what drives it); this test builds the program, fills the example ward, serves it, and
// turns each line of the journeys' report into a test of its own. Pictures of every page are
// kept in out/screens for who wants to look.
package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const root = "../.."

// asOf is the day up to which the ward's printed report counts.
const asOf = "2025-03-31"

// outcome is one line of a journey's report: a check, or a figure that was measured and is not
// judged.
type outcome struct {
	Test  string
	OK    bool
	Error string
	Ms    int64

	Figure string
	Value  float64
	Unit   string
}

func TestJourneys(t *testing.T) {
	browser := chromium(t)
	modules(t)
	dir := t.TempDir()
	program := filepath.Join(dir, "motcua")
	ward, papers := filepath.Join(dir, "ward"), filepath.Join(dir, "out")
	run(t, root, "go", "build", "-o", program, "./cmd/motcua")
	run(t, root, program, "demo", "--data", ward, "--seed", "1")
	run(t, root, program, "report", "cchc-2021-2025", "--data", ward, "--as-of", asOf, "--out", papers)
	screens, err := filepath.Abs(filepath.Join(root, "out", "screens"))
	if err != nil {
		t.Fatal(err)
	}
	sample, err := filepath.Abs(filepath.Join(root, "internal", "reconcile", "testdata", "corrected.json"))
	if err != nil {
		t.Fatal(err)
	}
	keep := filepath.Join(dir, "ward-as-built")
	copyWard(t, ward, keep)
	node := exec.Command("node", "journey.mjs")
	node.Env = append(os.Environ(), "MOTCUA_URL="+serve(t, program, ward), "MOTCUA_CHROMIUM="+browser, "MOTCUA_SCREENS="+screens,
		"MOTCUA_REPORT="+filepath.Join(papers, "report.json"), "MOTCUA_DOCX="+filepath.Join(papers, "cchc-2021-2025.docx"), "MOTCUA_XLSX="+filepath.Join(papers, "cchc-2021-2025.xlsx"), "MOTCUA_JSON="+sample)
	for _, name := range writable {
		own := filepath.Join(dir, "ward-"+name)
		copyWard(t, keep, own)
		if name == "STATES" {
			prepare(t, own)
			node.Env = append(node.Env, "MOTCUA_BEFORE="+filepath.Join(own, beforeFile))
		}
		node.Env = append(node.Env, "MOTCUA_URL_"+name+"="+serve(t, program, own))
	}
	fresh := filepath.Join(dir, "ward-NEW")
	link := serveNew(t, program, fresh)
	node.Env = append(node.Env, "MOTCUA_URL_NEW="+link.Scheme+"://"+link.Host, "MOTCUA_FIRST="+link.Path, "MOTCUA_PROGRAM="+program, "MOTCUA_DATA_NEW="+fresh)
	var said strings.Builder
	node.Stderr = &said
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	seen, figures := outcomes(t, out)
	keepFigures(t, filepath.Join(screens, "figures.txt"), figures)
	if err := node.Wait(); err != nil {
		t.Errorf("the journeys broke off: %v\n%s", err, said.String())
	}
	if seen < 200 {
		t.Errorf("only %d checks were made", seen)
	}
}

// TestStreams asks the reader of scans, without a browser, about hands and scanners.
func TestStreams(t *testing.T) {
	node := exec.Command("node", "streams.mjs")
	var said strings.Builder
	node.Stderr = &said
	out, err := node.StdoutPipe()
	if err == nil {
		err = node.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	seen, _ := outcomes(t, out)
	if err := node.Wait(); err != nil || seen < 15 {
		t.Errorf("%d checks were made: %v\n%s", seen, err, said.String())
	}
}

// outcomes turns lines into tests as they come, and collects the figures.
func outcomes(t *testing.T, r io.Reader) (seen int, figures []outcome) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), 1<<22)
	for lines.Scan() {
		var o outcome
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			t.Errorf("not a report: %s", lines.Text())
			continue
		}
		if o.Figure != "" {
			figures = append(figures, o)
			continue
		}
		seen++
		t.Run(o.Test, func(t *testing.T) {
			if !o.OK {
				t.Errorf("after %d ms: %s", o.Ms, o.Error)
			}
		})
	}
	return seen, figures
}

// keepFigures writes what the journeys measured beside their pictures, and into the log.
func keepFigures(t *testing.T, path string, figures []outcome) {
	t.Helper()
	var text strings.Builder
	for _, f := range figures {
		fmt.Fprintf(&text, "%s: %g %s\n", f.Figure, f.Value, f.Unit)
	}
	t.Logf("measured on this machine:\n%s", text.String())
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Error(err)
	}
}

// copyWard copies a ward that nobody writes, for a journey that does.
func copyWard(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(from, "motcua.db"))
	if err == nil {
		err = os.MkdirAll(to, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(to, "motcua.db"), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// writable are the journeys that act; each has a copy of the ward and a server of its own, whose
// address it finds in MOTCUA_URL_ and its name. STATES is that of states.mjs, two.mjs and again.mjs
// one after the other, prepared with a past and a portal.
var writable = []string{"COUNTER", "DAY", "PAGES", "STATES", "WORK"}

// serve serves the ward on a free port until the test ends, and returns the address.
func serve(t *testing.T, program, ward string) string {
	t.Helper()
	return said(t, exec.Command(program, "serve", "--data", ward, "--listen", "127.0.0.1:0"), `http://[\d.:]+/`)
}

// serveNew serves a ward that has nothing yet, and returns the one-time link by which its first
// administrator comes in.
func serveNew(t *testing.T, program, ward string) *url.URL {
	t.Helper()
	link, err := url.Parse(said(t, exec.Command(program, "serve", "--data", ward, "--unit", "phuong-2", "--listen", "127.0.0.1:0"), `http://[\d.:]+/khoi-tao/\w+`))
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// said starts a server, which stops when the test ends, and returns the first address that it
// prints in a form.
func said(t *testing.T, c *exec.Cmd, form string) string {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var words strings.Builder
	c.Stderr = &words
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Signal(os.Interrupt)
		c.Wait()
		if t.Failed() {
			t.Logf("the server said:\n%s", words.String())
		}
	})
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if m := regexp.MustCompile(form).FindString(lines.Text()); m != "" && len(found) == 0 {
				found <- m
			}
		}
	}()
	select {
	case address := <-found:
		// A name that what drives the browser takes for this machine, so that it sends cookies that are for TLS only.
		return strings.Replace(address, "127.0.0.1", "localhost", 1)
	case <-time.After(30 * time.Second):
		t.Fatalf("the server does not say where it listens: %s", words.String())
		return ""
	}
}

// chromium is Debian's browser, which build/packages.sh installs.
func chromium(t *testing.T) string {
	t.Helper()
	if given := os.Getenv("MOTCUA_CHROMIUM"); given != "" {
		return given
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("%v: run build/packages.sh, or name a browser in MOTCUA_CHROMIUM", err)
	}
	return path
}

// modules fetches what drives the browser, as locked, when it is not there yet.
func modules(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("node_modules/playwright-core/package.json"); err == nil {
		return
	}
	run(t, ".", "npm", "ci", "--no-progress")
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}
