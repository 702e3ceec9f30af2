// Package reconcile questions a report: does what it says in one place agree with what it
// says in another? It reads any report (reconcile/source makes a statement.Document of a
// file), applies general rules (data/reconcile) and says each contradiction in one plain
// Vietnamese sentence with the places, what is printed, and what the report's own other
// figures make of it.
//
// It never knows a particular report: no rule names a value, a ward or a year. It changes
// nothing and sends nothing anywhere. A figure that it did not understand is not a finding.
package reconcile

import "github.com/motcua/motcua/internal/reconcile/statement"

// Severity says what a finding means for who must sign.
type Severity string

// Severities.
const (
	Blocks Severity = "blocks" // cannot be true: not to be signed
	Warns  Severity = "warns"  // very likely wrong
	Asks   Severity = "asks"   // may be right, but must be explained
)

// Finding is one contradiction.
type Finding struct {
	Rule       string // id in data/reconcile/rules.toml
	Severity   Severity
	Places     []statement.Place
	Printed    []string            // what each place prints, as many as places
	Recomputed string              // what the rule makes of the report's other figures; empty when nothing can
	Likely     string              // the likely right value, when it can be decided
	Text       string              // the sentence
	Figures    []*statement.Figure // the figures questioned, for who shows their lists
}

// Report is what a check found, most severe first, then in the order of the document.
type Report struct {
	Document *statement.Document
	Findings []Finding
	Rules    []Ran // every rule that was applied, also those that found nothing
}

// Ran says how often a rule had something to compare, and how often it found a contradiction.
type Ran struct {
	Rule            string
	Title           string // in Vietnamese
	Compared, Found int
}

// Blocking reports whether any finding blocks.
func (r *Report) Blocking() bool {
	for _, f := range r.Findings {
		if f.Severity == Blocks {
			return true
		}
	}
	return false
}
