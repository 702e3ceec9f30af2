// Package spoil makes reports to try the rules on: clean ones, in which everything agrees, and
// spoilt ones, into which exactly one contradiction is planted. They differ in wards, years,
// fields, layout, phrasing and the way numbers are written, and come as reform-report/1 JSON,
// plain text, DOCX and XLSX.
//
// It knows nothing of the rules: numbers are drawn, the rest is computed from them, and a
// plant changes what is printed in one place. The same seed gives the same report. The wards
// are invented.
package spoil

import "math/rand/v2"

// Format is what a report is written as.
type Format string

// Formats.
const (
	JSON Format = "json"
	Text Format = "text"
	DOCX Format = "docx"
	XLSX Format = "xlsx"
)

// Formats are all of them.
var Formats = []Format{JSON, Text, DOCX, XLSX}

// Report is a report before it is written.
type Report struct {
	Seed   uint64
	Format Format
	facts  *facts
	blocks []block // of the body
	forms  []*form // the appendices
	acts   []act
}

// Plant says what was planted: the contradiction's class, what is now printed in its place,
// and the rules that may rightly speak of it.
type Plant struct {
	Class   string
	At      string // the figure's own name, for who reads a failed test
	Printed string
	Rules   []string
}

// Clean makes a report without contradiction.
func Clean(seed uint64, format Format) *Report {
	f := newFacts(rand.New(rand.NewPCG(seed, 0x6d6f7463)))
	r := &Report{Seed: seed, Format: format, facts: f}
	r.acts = f.cite()
	r.forms = f.appendices(format)
	if format != XLSX {
		r.blocks = f.body(r.acts)
	}
	return r
}

// Spoilt makes a report with one contradiction of a class that its format can hold.
func Spoilt(seed uint64, format Format) (*Report, Plant) {
	r := Clean(seed, format)
	rng := rand.New(rand.NewPCG(seed, 0x73706f696c))
	for _, i := range append(rng.Perm(len(classes)), rng.Perm(len(classes))...) {
		class := classes[i]
		if p, ok := class.plant(r, rng); ok {
			p.Class, p.Rules = class.name, class.rules
			return r, p
		}
	}
	return r, Plant{}
}

// Classes are the names of all classes that can be planted.
func Classes() []string {
	var out []string
	for _, c := range classes {
		out = append(out, c.name)
	}
	return out
}
