package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/report"
)

// reportFormat is a form in which a report is written, with the ending of its file's name.
type reportFormat struct {
	name  string
	write func(*report.Report, io.Writer) error
}

// documents are the forms that print; they are options of a form by itself.
var documents = []reportFormat{
	{"xlsx", (*report.Report).WriteXLSX},
	{"docx", (*report.Report).WriteDOCX},
	{"pdf", (*report.Report).WritePDF},
}

// reportFormats are those of a whole report. The JSON keeps its published name.
var reportFormats = append(slices.Clip(documents), reportFormat{"json", (*report.Report).WriteJSON})

func formatNames() string {
	var out []string
	for _, f := range reportFormats {
		out = append(out, f.name)
	}
	return strings.Join(out, ",")
}

// formats are the forms that --format asks for, each once, in the order of the table.
func (c *call) formats() ([]reportFormat, error) {
	asked := map[string]bool{}
	for _, name := range strings.Split(c.text("format"), ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.ContainsFunc(reportFormats, func(f reportFormat) bool { return f.name == name }) {
			return nil, misused("cli.report.format", "format", name, "known", formatNames())
		}
		asked[name] = true
	}
	return slices.DeleteFunc(slices.Clone(reportFormats), func(f reportFormat) bool { return !asked[f.name] }), nil
}

// writeReport writes a report into a folder, all of its files or none, and gives their paths.
func writeReport(r *report.Report, dir string, formats []reportFormat) ([]string, error) {
	var files []file
	var paths []string
	for _, f := range formats {
		name := r.Definition.ID + "." + f.name
		if f.name == "json" {
			name = "report.json"
		}
		paths = append(paths, filepath.Join(dir, name))
		files = append(files, file{path: paths[len(paths)-1], write: func(w io.Writer) error { return f.write(r, w) }})
	}
	return paths, writeFiles(files...)
}

// writeForm writes a form by itself into the files that options name, all or none.
func (c *call) writeForm(r *report.Report) ([]string, error) {
	var files []file
	var paths []string
	for _, f := range documents {
		path := c.text(f.name)
		if path == "" {
			continue
		}
		for _, other := range paths {
			if filepath.Clean(other) == filepath.Clean(path) {
				return nil, misused("cli.report.one_file", "path", path)
			}
		}
		paths = append(paths, path)
		files = append(files, file{path: path, write: func(w io.Writer) error { return f.write(r, w) }})
	}
	return paths, writeFiles(files...)
}
