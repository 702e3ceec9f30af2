package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/datafile"
)

// Check compares the rows of the flow forms with the catalogue: a field or a procedure that
// no file of the catalogue has would gather nothing, unseen. The catalogue must be a full one.
func Check(defs map[string]*Definition, cat *catalog.Catalog) []datafile.Problem {
	fields := map[string]bool{}
	for _, p := range cat.Procedures.All() {
		fields[p.Field] = true
	}
	var forms []*Form
	for _, d := range defs {
		if d.Form != nil && !slices.Contains(forms, d.Form) {
			forms = append(forms, d.Form)
		}
	}
	slices.SortFunc(forms, func(a, b *Form) int { return cmp.Compare(a.File, b.File) })
	var problems []datafile.Problem
	for _, form := range forms {
		for i, r := range form.Rows.Rows {
			for j, field := range r.Fields {
				if !fields[field] {
					problems = append(problems, form.Rows.file.Problem(fmt.Sprintf("row[%d].fields[%d]", i, j), fmt.Sprintf("không thủ tục nào trong danh mục thuộc lĩnh vực «%s»", field)))
				}
			}
			for j, code := range r.Procedures {
				if _, ok := cat.Procedures.Get(code); !ok {
					problems = append(problems, form.Rows.file.Problem(fmt.Sprintf("row[%d].procedures[%d]", i, j), fmt.Sprintf("danh mục không có thủ tục «%s»", code)))
				}
			}
		}
	}
	return problems
}
