// Package catalog knows what a unit offers and promises on a day: it loads the calendar, the
// workflow, the procedures and the units of the data tree, and answers the questions that
// need more than one of them.
//
// It promises nothing that is not published: a procedure known not to be in force, one that
// the unit did not offer that day, or one without any period is refused, because a dossier is
// never received without a due date (one-stop-rules §13.3). What is not known to be
// in force but offered by the unit is accepted: the unit's own posting is the evidence.
package catalog

import (
	"io/fs"
	"slices"
	"sync"

	"github.com/motcua/motcua/internal/catalog/address"
	"github.com/motcua/motcua/internal/catalog/book"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/charge"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/catalog/process"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/datafile"
)

// Catalog is one reading of the data tree.
type Catalog struct {
	Calendar   *calendar.Calendar
	Workflow   *workflow.Table
	Procedures *procedure.Set
	Units      *unit.Set
	Processes  *process.Set
	Forms      *form.Sets
	Charges    *charge.Set
	Books      *book.Set
	Addresses  *address.Set // nil: none
}

// Load reads and checks everything. The catalog is usable only when there is no problem.
func Load(fsys fs.FS) (*Catalog, []datafile.Problem) {
	c := &Catalog{}
	var problems []datafile.Problem
	c.Procedures, problems = procedure.Load(fsys)
	rest := c.rest(fsys, func(code string) (string, bool) {
		p, ok := c.Procedures.Get(code)
		if !ok {
			return "", false
		}
		return p.Group, true
	})
	lists := c.Procedures.CheckUnits(func(id string) bool { _, ok := c.Units.Unit(id); return ok })
	known := func(code string) bool { _, ok := c.Procedures.Get(code); return ok }
	strays := slices.Concat(c.Processes.CheckProcedures(known), c.Books.CheckProcedures(known))
	return c, slices.Concat(problems, rest, lists, strays) // a procedure that cannot be read comes before what names it
}

// Open reads calendar, workflow, units and forms, and each procedure when it is first asked for. It
// is for programs that touch a few procedures and must start at once; what counts procedures
// uses Load.
func Open(fsys fs.FS) (*Catalog, []datafile.Problem) {
	c := &Catalog{Procedures: procedure.Open(fsys)}
	return c, c.rest(fsys, nil)
}

// rest reads all but the procedures, the calendar beside the others.
func (c *Catalog) rest(fsys fs.FS, known unit.Book) []datafile.Problem {
	var days, steps, courses, offices, papers, charges, books, places []datafile.Problem
	var wait sync.WaitGroup
	wait.Go(func() { c.Calendar, days = calendar.Load(fsys) })
	c.Workflow, steps = workflow.Load(fsys)
	c.Processes, courses = process.Load(fsys)
	c.Units, offices = unit.Load(fsys, known)
	c.Forms, papers = form.Load(fsys)
	c.Charges, charges = charge.Load(fsys)
	c.Books, books = book.Load(fsys)
	c.Addresses, places = address.Load(fsys)
	wait.Wait()
	return slices.Concat(days, steps, courses, offices, papers, charges, books, places)
}
