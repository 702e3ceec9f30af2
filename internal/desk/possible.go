package desk

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// Possible is a command that somebody may give now, and in which role.
type Possible struct {
	Command string // name in the transition table
	Role    access.Role
	Primary bool // what the dossier waits for
}

// natural is the order in which commands come to mind, the next step of the ordinary course
// first. What is not listed comes after, in the order of the table.
var natural = []string{"receive", "accept", "settle", "propose", "supply", "meet_obligation", "stop", "continue", "return", "deliver",
	"decline", "transfer", "ask_supplement", "raise_obligation", "extend", "apologise", "reject", "digitize", "attach", "assess", "collect", "file_result", "amend", "issue", "ask_withdraw", "refund", "detach", "correct", "notify"}

// aside are commands that are lawful beside the course of a dossier and never what it waits for.
var aside = []string{"transfer", "digitize", "amend", "issue", "deliver", "ask_withdraw", "correct", "extend", "apologise", "decline", "reject",
	"attach", "detach", "file_result", "assess", "collect", "refund", "notify"}

// Possible lists the commands that are lawful now for a person, the most natural first; the
// first that moves the dossier on is primary. A dossier that waits for nothing of this person
// but lies with nobody else waits to be handed on, or its letter to be handed over; where
// somebody else has it, and where it is over, nothing is primary. Each is listed once, in the
// first of the person's roles that may: a role that was given for other fields of work may
// nothing. What is not listed is refused; what is listed is accepted when the command's own
// fields are good.
func (d *Desk) Possible(s *dossier.State, p *access.Person, now time.Time) []Possible {
	if s == nil || p == nil || p.Unit != s.Unit && s.Seq > 0 {
		return nil
	}
	var out []Possible
	for _, role := range p.Roles {
		for _, row := range d.catalog.Workflow.Next(uint8(s.Status), role) {
			if slices.ContainsFunc(out, func(o Possible) bool { return o.Command == row.Command }) {
				continue
			}
			if d.Refusal(s, p, role, row.Command, now) == nil {
				out = append(out, Possible{Command: row.Command, Role: role})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Possible) int { return rank(a.Command) - rank(b.Command) })
	first := slices.IndexFunc(out, func(o Possible) bool { return !slices.Contains(aside, o.Command) })
	if first < 0 && (s.Holder == "" || s.Holder == p.ID) {
		first = slices.IndexFunc(out, func(o Possible) bool { return o.Command == "deliver" || o.Command == "transfer" })
	}
	if first >= 0 {
		out[first].Primary = true
	}
	return out
}

func rank(command string) int {
	if i := slices.Index(natural, command); i >= 0 {
		return i
	}
	return len(natural)
}

// Refusal is why a command in a role of a person would be refused now, whatever its own fields;
// nil when it would not. The field of a dossier that is not there yet comes with its command.
func (d *Desk) Refusal(s *dossier.State, p *access.Person, role access.Role, command string, now time.Time) error {
	if s.Seq > 0 {
		if err := d.mayWork(p, role, d.Field(s)); err != nil {
			return err
		}
	}
	if err := mayHold(s, p.As(role), command); err != nil {
		return err
	}
	return dossier.Lawful(d.env(p.As(role), now), s, command)
}

// mayHold: a specialist acts on what is his. A dossier that nobody holds, or that lies with
// the clerk who received it, has not been handed to anybody, and any specialist may accept
// it; what was transferred to a colleague only the colleague. Leaders and clerks act as the
// transition table says.
func mayHold(s *dossier.State, who access.Actor, command string) error {
	switch {
	case who.Role != access.Specialist, s.Holder == "", s.Holder == who.ID:
		return nil
	case command == "accept" && s.Holder == s.ReceivedBy:
		return nil
	}
	return fault.New(fault.Forbidden, "desk.not_holder", "holder", s.Holder)
}
