// Package workflow holds which act may follow which status of a dossier, as data
// (data/workflows). It knows neither storage nor clock.
//
// It keeps the ten national status codes, the transition table, the acts that leave the
// status as it is, the refusals that have a reason of their own, and which block who may pass. It promises that an act
// which no row allows is refused, and that the refusal says from which statuses, or by whom,
// the act would be allowed (NĐ 118/2025 Đ6: the citizen may ask for the reason of a refusal).
// Guards are text: what they ask for is checked by the dossier's own rules.
package workflow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
)

// Row allows one transition. From 0 is "does not exist yet"; To equal to From is an act
// that leaves the status as it is.
type Row struct {
	From    uint8
	To      uint8
	Command string        // name of the dossier command, "receive"
	When    When          // what else of the dossier's past picks this row among its like
	Roles   []access.Role // who may
	Guard   string        // what must hold, in Vietnamese
	Form    string        // document that is issued
	Law     string
	Mark    string // verified, unverified, design
}

// When tells apart rows of the same command and status.
type When string

const (
	Always      When = ""
	Received    When = "received"     // the dossier reached status 2 before
	NotReceived When = "not_received" // it never did
)

// Status names one status code.
type Status struct {
	Code     uint8  `toml:"code"`
	Name     string `toml:"name"`
	Bucket   string `toml:"bucket"` // open, waiting, paused, withdrawn, done, uncounted
	Clock    string `toml:"clock"`  // not_started, starts, never_started, running, waiting, paused, frozen, ends, ended
	Terminal bool   `toml:"terminal"`
}

// Forbidden is a refusal with a reason of its own; the same act from another status may be lawful.
type Forbidden struct {
	From    uint8
	Command string
	Reason  string
	Law     string
	Mark    string
}

// Title is the Vietnamese name of a role or a command, as a sentence needs it.
type Title struct {
	ID    string `toml:"id"`
	Title string `toml:"title"`
}

// Table is one published set of transitions.
type Table struct {
	ID        string
	Law       string
	Statuses  []Status
	Roles     []Title
	Commands  []Title
	Rows      []Row // in the order of the file
	Forbids   []Forbidden
	Late      Late
	Overrides []Override
	Postmarks []Postmark
	File      string
}

// Late is when an act counts as recorded late ("ghi muộn"): when the server's instant is more
// than so many minutes after the one at which it happened. The mark is the entry's own and for
// ever; a count of late dossiers is of those with such an entry.
type Late struct {
	Minutes int    `toml:"minutes"`
	Law     string `toml:"law"`
	Mark    string `toml:"mark"`
}

// Find returns the row that allows command from a status to a role. Where two rows differ
// only by When, it returns the first; FindWhen tells them apart.
func (t *Table) Find(from uint8, command string, role access.Role) (Row, error) {
	return t.find(from, command, role, func(Row) bool { return true })
}

// FindWhen is Find for a dossier of which it is known whether it was received before.
func (t *Table) FindWhen(from uint8, command string, role access.Role, received bool) (Row, error) {
	other := Received
	if received {
		other = NotReceived
	}
	return t.find(from, command, role, func(r Row) bool { return r.When != other })
}

func (t *Table) find(from uint8, command string, role access.Role, fits func(Row) bool) (Row, error) {
	allowed := make([]access.Role, 0, 4)
	for _, r := range t.Rows {
		if r.From != from || r.Command != command || !fits(r) {
			continue
		}
		if slices.Contains(r.Roles, role) {
			return r, nil
		}
		allowed = append(allowed, r.Roles...)
	}
	if len(allowed) > 0 {
		return Row{}, fault.New(fault.Forbidden, "workflow.role", "role", t.RoleTitle(role),
			"command", t.CommandTitle(command), "status", t.StatusName(from), "roles", t.roleTitles(allowed))
	}
	return Row{}, t.refuse(from, command)
}

// refuse gives the reason why no row allows the command from the status.
func (t *Table) refuse(from uint8, command string) error {
	if !slices.ContainsFunc(t.Commands, func(c Title) bool { return c.ID == command }) {
		return fault.New(fault.Invalid, "workflow.unknown_command", "command", command)
	}
	for _, f := range t.Forbids {
		if f.From == from && f.Command == command {
			return fault.New(fault.Conflict, "workflow.forbidden", "reason", f.Reason, "law", f.Law)
		}
	}
	return fault.New(fault.Conflict, "workflow.not_from", "command", t.CommandTitle(command),
		"status", t.StatusName(from), "from", t.fromNames(command))
}

// From lists the statuses from which some row allows the command, ascending.
func (t *Table) From(command string) []uint8 {
	var out []uint8
	for _, r := range t.Rows {
		if r.Command == command && !slices.Contains(out, r.From) {
			out = append(out, r.From)
		}
	}
	slices.Sort(out)
	return out
}

// Next lists the rows that lead out of a status or act in it, for a role; role "" for all.
func (t *Table) Next(from uint8, role access.Role) []Row {
	var out []Row
	for _, r := range t.Rows {
		if r.From == from && (role == "" || slices.Contains(r.Roles, role)) {
			out = append(out, r)
		}
	}
	return out
}

// Status returns the status of a code.
func (t *Table) Status(code uint8) (Status, bool) {
	i := slices.IndexFunc(t.Statuses, func(s Status) bool { return s.Code == code })
	if i < 0 {
		return Status{}, false
	}
	return t.Statuses[i], true
}

// StatusName is the Vietnamese name of a code; a code that is in no table reads as its number.
func (t *Table) StatusName(code uint8) string {
	if code == 0 {
		return "Chưa có hồ sơ"
	}
	if s, ok := t.Status(code); ok {
		return s.Name
	}
	return strconv.Itoa(int(code))
}

// RoleTitle is the Vietnamese name of a role.
func (t *Table) RoleTitle(r access.Role) string { return titleOf(t.Roles, string(r)) }

// CommandTitle is the Vietnamese name of a command.
func (t *Table) CommandTitle(command string) string { return titleOf(t.Commands, command) }

func titleOf(list []Title, id string) string {
	for _, e := range list {
		if e.ID == id {
			return e.Title
		}
	}
	return id
}

func (t *Table) fromNames(command string) string {
	var names []string
	for _, from := range t.From(command) {
		names = append(names, "«"+t.StatusName(from)+"»")
	}
	return strings.Join(names, ", ")
}

func (t *Table) roleTitles(roles []access.Role) string {
	var out []string
	for _, r := range roles {
		if title := t.RoleTitle(r); !slices.Contains(out, title) {
			out = append(out, title)
		}
	}
	return strings.Join(out, ", ")
}
