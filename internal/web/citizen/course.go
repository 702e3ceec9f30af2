package citizen

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/web/page"
)

// course is how a procedure goes, from the papers to the result: the acts of the workflow that
// lead straight from one status to the next, with the refusals and supplements that may turn
// up on the way. The catalogue publishes no days per step, so only the whole period is drawn.
type course struct {
	Lanes []string
	Steps []step
	Limit string // the period as published, "" when there is no single one
	From  int    // the step at which the period begins
	To    int    // and the one by which it ends
}

// step is one act in a lane.
type step struct {
	Lane   int
	Title  string
	Doc    string // what is issued
	Guard  string // what must hold
	Law    string
	Branch string // what may happen instead, to the applicant
	Who    string // who acts, when it is another than the lane says
}

// provinceFlow is the flow of procedures that the commune only receives.
const provinceFlow = "xa_tiep_nhan_chuyen_tinh"

// straight are the acts on the way to a result, in order.
var straight = []string{"submit", "receive", "accept", "settle", "return"}

// chart draws up the course of a procedure.
func (p *pages) chart(ctx context.Context, pr *procedure.Procedure, v *procedure.Version) course {
	flow := p.site.Catalog.Workflow
	c := course{Lanes: []string{capital(flow.RoleTitle(access.Citizen)), capital(flow.RoleTitle(access.Clerk))}}
	c.Steps = append(c.Steps, step{Title: prepare(ctx, v), Guard: page.T(ctx, "citizen.step.prepare.guard")})
	c.walk(ctx, flow, pr, v)
	last := step{Title: page.T(ctx, "citizen.step.result")}
	if v != nil {
		last.Doc = strings.Join(v.Results, "; ")
		c.Limit = limitShort(ctx, v)
		if l := v.TimeLimit; l == nil {
			c.Limit = ""
		}
	}
	c.Steps = append(c.Steps, last)
	return c
}

// walk follows the straight acts from status to status; an act that the workflow does not
// allow from there is passed over.
func (c *course) walk(ctx context.Context, flow *workflow.Table, pr *procedure.Procedure, v *procedure.Version) {
	at := uint8(0)
	for _, command := range straight {
		if command == "submit" && (v == nil || !slices.Contains(v.Accepts, "truc_tuyen")) {
			continue
		}
		i := slices.IndexFunc(flow.Rows, func(r workflow.Row) bool {
			return r.From == at && r.Command == command && r.To != r.From
		})
		if i < 0 {
			continue
		}
		row := flow.Rows[i]
		at = row.To
		s := step{Title: capital(flow.CommandTitle(command)), Doc: row.Form, Guard: row.Guard, Law: row.Law}
		if command == "settle" && elsewhere(pr) != "" {
			c.forward(ctx, pr)
			s.Lane = len(c.Lanes) - 1
		} else {
			s.Lane = c.lane(flow, actor(row))
		}
		switch command {
		case "receive":
			s.Branch = branch(ctx, flow, row.From, "reject")
			c.From = len(c.Steps)
		case "accept":
			s.Branch = branch(ctx, flow, row.To, "ask_supplement")
		case "settle":
			if v != nil {
				s.Who = v.DecidingBody
			}
			c.To = len(c.Steps)
		}
		c.Steps = append(c.Steps, s)
	}
}

// actor is the role that acts on the straight way: a person before a system, the leader where
// a leader may.
func actor(r workflow.Row) access.Role {
	for _, want := range []access.Role{access.Citizen, access.Specialist, access.Leader, access.Clerk} {
		if slices.Contains(r.Roles, want) {
			return want
		}
	}
	if len(r.Roles) > 0 {
		return r.Roles[0]
	}
	return access.Clerk
}

// lane is the place of a role, which is made when it is first needed.
func (c *course) lane(flow *workflow.Table, role access.Role) int {
	title := capital(flow.RoleTitle(role))
	if i := slices.Index(c.Lanes, title); i >= 0 {
		return i
	}
	c.Lanes = append(c.Lanes, title)
	return len(c.Lanes) - 1
}

// forward sends the papers to who decides, where that is not the unit; who has dealt with
// them sends them.
func (c *course) forward(ctx context.Context, pr *procedure.Procedure) {
	from := c.Steps[len(c.Steps)-1].Lane
	c.Lanes = append(c.Lanes, page.T(ctx, "citizen.lane."+elsewhere(pr)))
	c.Steps = append(c.Steps, step{Lane: from, Title: page.T(ctx, "citizen.step.forward"), Doc: page.T(ctx, "citizen.step.forward.doc")})
}

// elsewhere says who decides when it is not the unit; "" when it is.
func elsewhere(pr *procedure.Procedure) string {
	switch {
	case pr.Group == "vertical_agency":
		return "agency"
	case pr.Flow == provinceFlow:
		return "province"
	}
	return ""
}

// branch is what may happen instead of going on.
func branch(ctx context.Context, flow *workflow.Table, from uint8, command string) string {
	for _, r := range flow.Rows {
		if r.From == from && r.Command == command {
			text := page.T(ctx, "citizen.branch."+command)
			if r.Form != "" {
				text += " (" + r.Form + ")"
			}
			return text
		}
	}
	return ""
}

// prepare is the applicant's first step, with the number of papers where it is known.
func prepare(ctx context.Context, v *procedure.Version) string {
	if v == nil || len(v.Components) == 0 {
		return page.T(ctx, "citizen.step.prepare")
	}
	return page.T(ctx, "citizen.step.prepare.count", "count", len(v.Components))
}

func capital(s string) string { return strings.TrimSuffix(sentence(s), ".") }
