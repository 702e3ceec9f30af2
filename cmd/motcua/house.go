package main

import (
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/index"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/counter"
)

// house is everything read from the data files.
type house struct {
	files      fs.FS
	words      *locale.Sentences
	catalog    *catalog.Catalog
	kinds      *register.Kinds
	indicators *indicator.Set
	indexes    map[string]*index.Definition
	reports    map[string]*report.Definition
	rules      *reconcile.Rules
	settings   access.Settings
	policy     *access.Policy
}

// loadHouse reads the embedded data, a ward's folder winning file by file, and returns all
// that is wrong in it. What does not need the rest is read beside it: decoding is what takes
// the time, and most machines have two cores.
func loadHouse(overlay string) (*house, []datafile.Problem) {
	h := &house{files: data.FS}
	if overlay != "" {
		h.files = datafile.Overlay(data.FS, overlay)
	}
	var words, rules, people, some []datafile.Problem
	var beside sync.WaitGroup
	beside.Go(func() {
		h.words, words = locale.Load(h.files)
		h.rules, rules = reconcile.Load(h.files)
		h.settings, h.policy, people = access.Load(h.files)
	})
	all := datafile.Strays(data.FS, overlay)
	h.catalog, some = catalog.Load(h.files)
	all = append(all, some...)
	_, some = idcard.Load(h.files)
	all = append(all, some...)
	_, some = counter.LoadPapers(h.files)
	all = append(all, some...)
	h.kinds, some = register.LoadKinds(h.files)
	all = append(all, some...)
	h.indicators, some = indicator.Load(h.files, h.catalog, h.kinds)
	all = append(all, some...)
	h.indexes, some = index.Load(h.files, h.indicators)
	all = append(all, some...)
	h.reports, some = report.Load(h.files, h.indicators)
	all = append(all, some...)
	all = append(all, report.Check(h.reports, h.catalog)...)
	_, some = reconcile.LoadOurs(h.files, h.indicators)
	all = append(all, some...)
	beside.Wait()
	return h, slices.Concat(all, words, rules, people)
}

// house loads the data files and refuses to go on when any of them is wrong.
func (c *call) house() (*house, error) {
	h, problems := loadHouse(c.text("overlay"))
	if len(problems) > 0 {
		return nil, fault.New(fault.Invalid, "cli.data_broken", "count", len(problems), "problem", problems[0])
	}
	return h, nil
}

// unit is the unit asked for, or the only one there is.
func (c *call) unit(h *house) (*unit.Unit, error) {
	asked := c.text("unit")
	all := h.catalog.Units.All()
	var known []string
	for _, u := range all {
		known = append(known, u.ID)
	}
	if asked == "" {
		if len(all) == 1 {
			return all[0], nil
		}
		return nil, misused("cli.unit_unclear", "known", strings.Join(known, ", "))
	}
	if u, ok := h.catalog.Units.Unit(asked); ok {
		return u, nil
	}
	return nil, fault.New(fault.NotFound, "cli.no_unit", "unit", asked, "known", strings.Join(known, ", "))
}
