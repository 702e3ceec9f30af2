package main

import (
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/demo"
	"github.com/motcua/motcua/internal/fault"
)

// runCheck loads every data file and prints what is wrong, a line each.
func runCheck(c *call) error {
	if dir := c.text("overlay"); dir != "" {
		if st, err := os.Stat(dir); err != nil || !st.IsDir() {
			return fault.Wrap(err, fault.NotFound, "cli.no_folder", "path", dir)
		}
	}
	h, problems := loadHouse(c.text("overlay"))
	if len(problems) == 0 { // examples are checked against the catalogue, so it must be whole
		problems = h.examples()
	}
	if c.on("json") {
		return c.problemsJSON(problems)
	}
	for _, p := range problems {
		fmt.Fprintln(c.out, p)
	}
	if len(problems) > 0 {
		fmt.Fprintln(c.err, c.say("cli.check.found", "count", len(problems)))
		return errFindings
	}
	n, err := countFiles(h.files)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("cli.check.clean", "files", n))
	return nil
}

// examples checks the figures of every unit that has an example ward.
func (h *house) examples() (out []datafile.Problem) {
	for _, u := range h.catalog.Units.All() {
		if _, err := fs.Stat(h.files, "demo/"+u.ID); err == nil {
			_, problems := demo.Load(h.files, h.catalog, u.ID)
			out = append(out, problems...)
		}
	}
	return out
}

func (c *call) problemsJSON(problems []datafile.Problem) error {
	type row struct {
		File string `json:"file"`
		Line int    `json:"line,omitempty"`
		Text string `json:"text"`
	}
	rows := []row{}
	for _, p := range problems {
		rows = append(rows, row(p))
	}
	if err := printJSON(c.out, rows); err != nil {
		return err
	}
	if len(rows) > 0 {
		return errFindings
	}
	return nil
}

func countFiles(files fs.FS) (n int, err error) {
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".toml") {
			n++
		}
		return err
	})
	return n, err
}

// runVersion prints the version, the commit and the toolchain.
func runVersion(c *call) error {
	v, commit, when, tool := version, "", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		tool = info.GoVersion
		if v == "" {
			v = info.Main.Version
		}
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value
			case "vcs.time":
				when = s.Value
			}
		}
	}
	if c.on("json") {
		return printJSON(c.out, map[string]string{"version": v, "commit": commit, "time": when, "go": tool})
	}
	fmt.Fprintln(c.out, strings.Join(strings.Fields("motcua "+v+" "+commit+" "+when+" "+tool), " "))
	return nil
}
