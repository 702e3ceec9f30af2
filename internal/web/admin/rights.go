package admin

import (
	"context"
	"net/http"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
)

// grid is a matrix of what each role may do.
type grid struct {
	Title, Lead string
	Roles       []string
	Rows        []gridRow
}

type gridRow struct {
	Name, Note string
	May        []bool
	Grave      bool // needs a fresh proof of presence
}

// rights shows who may do what, from the rules of the routes and the table of transitions
// themselves: it cannot say anything else than what holds.
func (a *room) rights(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := page.Frame{Title: t(ctx, "rights"), Active: "admin", Wide: true,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin}, {Text: t(ctx, "rights")}}}
	return page.Write(w, r, http.StatusOK, f, rightsPage([]grid{pagesGrid(ctx), a.actsGrid(ctx)}))
}

func roleNames(ctx context.Context) []string {
	var out []string
	for _, r := range access.Staff {
		out = append(out, t(ctx, "role."+string(r)))
	}
	return out
}

func pagesGrid(ctx context.Context) grid {
	g := grid{Title: t(ctx, "rights.pages"), Lead: t(ctx, "rights.pages.lead"), Roles: roleNames(ctx)}
	for _, rule := range page.Rules {
		row := gridRow{Name: t(ctx, "rule."+rule.ID()), Grave: rule.Grave()}
		for _, r := range access.Staff {
			row.May = append(row.May, rule.Open() || slices.Contains(rule.Roles(), r))
		}
		if rule.Open() {
			row.Note = t(ctx, "rights.open")
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (a *room) actsGrid(ctx context.Context) grid {
	g := grid{Title: t(ctx, "rights.acts"), Lead: t(ctx, "rights.acts.lead", "law", a.Catalog.Workflow.Law), Roles: roleNames(ctx)}
	for _, c := range a.Catalog.Workflow.Commands {
		row := gridRow{Name: c.Title, May: make([]bool, len(access.Staff))}
		for _, tr := range a.Catalog.Workflow.Rows {
			if tr.Command != c.ID {
				continue
			}
			for i, r := range access.Staff {
				row.May[i] = row.May[i] || slices.Contains(tr.Roles, r)
			}
		}
		if !slices.Contains(row.May, true) {
			row.Note = t(ctx, "rights.outside")
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
