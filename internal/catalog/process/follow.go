package process

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Kinds of ledger entries that stop and end a step without beginning another one; the kinds
// that begin one are data.
const (
	transferred = "dossier.transferred"
	returned    = "dossier.returned"
)

var (
	pauses = []string{"dossier.supplement_asked", "dossier.obligation_raised", "dossier.withdrawal_asked"}
	ends   = []string{returned, "dossier.stopped", "dossier.rejected"}
)

// Move is an entry of a dossier as its process sees it. Role is that of who received it by a
// hand-over; empty where there is none or it is not known.
type Move struct {
	Kind string
	At   time.Time
	Role access.Role
}

// Stay is one stay in a step. To zero: still there. Minutes are working minutes; pauses, in
// which the office waits for others, are not in them.
type Stay struct {
	Step    int // index in the process
	From    time.Time
	To      time.Time
	Minutes int
	Paused  bool // waits for somebody outside now
	Over    int  // minutes over what the step has been given in all its stays so far; 0: within
}

// Follow tells in which steps a dossier was, oldest first. A step that came back (declined,
// supplied) is a further stay, and its minutes add to the earlier ones.
func (p Plan) Follow(cal *calendar.Calendar, moves []Move, now time.Time) []Stay {
	f := follower{plan: p, cal: cal, spent: make([]int, len(p.Minutes))}
	if p.Process == nil {
		return nil
	}
	for _, m := range moves {
		f.move(m)
	}
	f.charge(now)
	return f.stays
}

type follower struct {
	plan    Plan
	cal     *calendar.Calendar
	stays   []Stay
	running time.Time // since when the current stay's clock runs; zero: it does not
	seen    []string
	spent   []int
}

func (f *follower) move(m Move) {
	step := f.begins(m)
	f.seen = append(f.seen, m.Kind)
	switch {
	case slices.Contains(ends, m.Kind):
		f.close(m.At)
	case slices.Contains(pauses, m.Kind):
		f.charge(m.At)
		if n := len(f.stays); n > 0 {
			f.stays[n-1].Paused = true
		}
		f.running = time.Time{}
	case step >= 0:
		f.close(m.At)
		f.stays = append(f.stays, Stay{Step: step, From: m.At})
		f.running = m.At
	}
}

// begins is the step that an entry begins; -1 when it begins none.
func (f *follower) begins(m Move) int {
	for i, st := range f.plan.Process.Steps {
		if !slices.Contains(st.Begins, m.Kind) || st.Before != "" && slices.Contains(f.seen, st.Before) {
			continue
		}
		if m.Kind == transferred && (m.Role != st.Role || f.at(i)) {
			continue
		}
		return i
	}
	return -1
}

// at reports whether the dossier is in a step already.
func (f *follower) at(step int) bool {
	n := len(f.stays)
	return n > 0 && f.stays[n-1].To.IsZero() && f.stays[n-1].Step == step
}

// charge adds the working time up to an instant to the current stay.
func (f *follower) charge(at time.Time) {
	n := len(f.stays)
	if n == 0 || f.running.IsZero() || !at.After(f.running) {
		return
	}
	s := &f.stays[n-1]
	m := f.cal.WorkingMinutes(f.running, at)
	f.running = at
	s.Minutes += m
	f.spent[s.Step] += m
	if given := f.plan.Minutes[s.Step]; given > 0 {
		s.Over = max(0, f.spent[s.Step]-given)
	}
}

func (f *follower) close(at time.Time) {
	f.charge(at)
	if n := len(f.stays); n > 0 && f.stays[n-1].To.IsZero() {
		f.stays[n-1].To, f.stays[n-1].Paused = at, false
	}
	f.running = time.Time{}
}
