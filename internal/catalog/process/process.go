// Package process is the internal process of a procedure (quy trình nội bộ): its steps, who
// does each and in how many hours, as dated data (data/processes).
//
// It promises that the minutes of a plan's steps add up to the legal period at eight hours a
// working day (one-stop-rules §2.10), whatever the period is; handing the result over has no
// time of its own. A step that overruns is a warning inside the office and never moves the
// citizen's date. It has no clock and reads no dossier: Follow is told what happened.
package process

import (
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
)

// Process is one published sequence of steps. Procedures empty: of every procedure without
// one of its own.
type Process struct {
	ID         string          `toml:"id"`
	Title      string          `toml:"title"`
	ValidFrom  calendar.Date   `toml:"valid_from"`
	ValidTo    calendar.Date   `toml:"valid_to"` // the last day; 0: still in force
	Law        string          `toml:"law"`
	Mark       string          `toml:"mark"` // verified, unverified, design
	Procedures []string        `toml:"procedures"`
	Limit      *calendar.Limit `toml:"limit"`  // the period that the hours add up to
	Scaled     bool            `toml:"scaled"` // hours are shares of whatever the period is
	Steps      []Step          `toml:"step"`

	at *datafile.File // that it was read from
}

// Step is one step. Begins are the kinds of ledger entries with which it begins; a hand-over
// ("dossier.transferred") begins it only when it is to somebody of the step's role. Hours 0:
// the step is not counted.
type Step struct {
	ID       string      `toml:"id"`
	Title    string      `toml:"title"`
	Role     access.Role `toml:"role"`
	Hours    int         `toml:"hours"`
	Optional bool        `toml:"optional"` // not every dossier comes by
	Begins   []string    `toml:"begins"`
	Before   string      `toml:"before"` // kind of entry after which it can no longer begin
}

// Set is all processes.
type Set struct{ all []*Process }

// All lists the processes in the order of their files.
func (s *Set) All() []*Process { return s.all }

// Plan is a process laid out for one period.
type Plan struct {
	Process *Process
	Minutes []int // of each step, working minutes
	Total   int   // their sum: the legal period
}

// For is the plan of a procedure for a period, by the process in force on a day: the
// procedure's own, else the general one. Process is nil when there is neither.
func (s *Set) For(procedure string, limit calendar.Limit, day calendar.Date) Plan {
	p := s.on(procedure, day)
	if p == nil {
		p = s.on("", day)
	}
	if p == nil {
		return Plan{}
	}
	return p.plan(Minutes(limit))
}

func (s *Set) on(procedure string, day calendar.Date) *Process {
	for _, p := range s.all {
		if p.ValidFrom <= day && (p.ValidTo == 0 || day <= p.ValidTo) && p.covers(procedure) {
			return p
		}
	}
	return nil
}

func (p *Process) covers(procedure string) bool {
	if procedure == "" {
		return len(p.Procedures) == 0
	}
	return slices.Contains(p.Procedures, procedure)
}

// plan divides minutes over the steps as their hours are to each other; what does not divide
// goes to the longest. A step is at least a minute.
func (p *Process) plan(total int) Plan {
	out := Plan{Process: p, Minutes: make([]int, len(p.Steps)), Total: total}
	hours, longest := 0, 0
	for i, st := range p.Steps {
		hours += st.Hours
		if st.Hours > p.Steps[longest].Hours {
			longest = i
		}
	}
	if hours == 0 {
		return out
	}
	rest := total
	for i, st := range p.Steps {
		if st.Hours > 0 && i != longest {
			out.Minutes[i] = max(1, total*st.Hours/hours)
			rest -= out.Minutes[i]
		}
	}
	out.Minutes[longest] = max(1, rest)
	return out
}

// Minutes is a period in working minutes, at eight hours a working day. Calendar days and
// hours count as much as an average week or day has of working time.
func Minutes(l calendar.Limit) int {
	const day = 8 * 60
	switch l.Unit {
	case calendar.WorkingHour:
		return l.Value * 60
	case calendar.Hour:
		return max(60, l.Value*day/24)
	case calendar.WorkingDay:
		return l.Value * day
	case calendar.CalendarDay:
		return max(day, l.Value*5*day/7)
	case calendar.Month:
		return l.Value * 21 * day
	}
	return day // in the day
}
