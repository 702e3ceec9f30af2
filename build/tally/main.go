// Command tally reads the output of `go test -json` on standard input, prints what failed
// and one line a package, and closes with "N passed, N failed": the line by which a runner
// knows the result. Its exit code is 1 when anything failed or when nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
)

// event is one line of `go test -json`.
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Output     string
	Elapsed    float64
}

// result sums up the run.
type result struct {
	passed, failed, skipped int
	lines                   []string            // one a package
	output                  map[string][]string // of tests and packages not known to be good
	broken                  []string            // names of what failed, as in output
}

func main() {
	r, err := read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
	}
	r.print(os.Stdout)
	if err != nil || r.failed > 0 || r.passed == 0 {
		os.Exit(1)
	}
}

func read(in io.Reader) (*result, error) {
	r := &result{output: map[string][]string{}}
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 1<<20), 1<<26)
	for scan.Scan() {
		var e event
		if json.Unmarshal(scan.Bytes(), &e) != nil {
			r.lines = append(r.lines, scan.Text())
			continue
		}
		r.add(e)
	}
	return r, scan.Err()
}

func (r *result) add(e event) {
	name := e.Package + " " + e.Test
	if e.Package == "" {
		name = e.ImportPath + " "
	}
	switch e.Action {
	case "output", "build-output":
		r.output[name] = append(r.output[name], e.Output)
	case "pass":
		delete(r.output, name)
		if e.Test != "" {
			r.passed++
			return
		}
		r.lines = append(r.lines, fmt.Sprintf("ok    %-52s %6.1fs", e.Package, e.Elapsed))
	case "skip":
		delete(r.output, name)
		if e.Test != "" {
			r.skipped++
		}
	case "fail":
		r.broken = append(r.broken, name)
		if e.Test != "" {
			r.failed++
			return
		}
		r.lines = append(r.lines, fmt.Sprintf("FAIL  %-52s %6.1fs", e.Package, e.Elapsed))
	case "build-fail":
		r.failed++
		r.broken = append(r.broken, name)
	}
}

func (r *result) print(out io.Writer) {
	sort.Strings(r.lines)
	for _, l := range r.lines {
		fmt.Fprintln(out, l)
	}
	for _, name := range r.broken {
		fmt.Fprintf(out, "\n--- %s\n", name)
		for _, l := range r.output[name] {
			fmt.Fprint(out, l)
		}
	}
	if len(r.broken) > 0 && r.failed == 0 {
		r.failed = len(r.broken) // a package that died outside any test
	}
	if r.skipped > 0 {
		fmt.Fprintf(out, "\n%d skipped\n", r.skipped)
	}
	fmt.Fprintf(out, "\n%d passed, %d failed\n", r.passed, r.failed)
}
