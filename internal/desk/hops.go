package desk

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/process"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/ledger"
)

// hops are the hand-overs of a dossier, from its entries: whenever somebody else holds it. A
// hop is taken when the new holder acts on the dossier for the first time; what was not taken
// yet has no result.
func (w *writer) hops(entries []ledger.Entry) ([]letter.Hop, error) {
	h := hopper{w: w, plan: w.cat.Processes.For(w.state.Procedure, w.state.Limit, calendar.DateOf(w.state.ReceivedAt))}
	var s dossier.State
	for i := range entries {
		e := &entries[i]
		if e.Seq > w.letter.About {
			break
		}
		holder := s.Holder
		if err := dossier.Apply(&s, e); err != nil {
			return nil, err
		}
		said, err := dossier.Says(e)
		if err != nil {
			return nil, err
		}
		h.entry(e, said, holder, &s)
	}
	return h.out, nil
}

// hopper follows who holds a dossier.
type hopper struct {
	w      *writer
	plan   process.Plan
	moves  []process.Move
	out    []letter.Hop
	open   bool   // the last hop is not taken yet
	taker  string // who is to take it; "": anybody at the counter
	result string // of the last hop, for when it is taken
}

func (h *hopper) entry(e *ledger.Entry, said dossier.Said, holder string, s *dossier.State) {
	if h.open && (h.taker == "" || h.taker == e.Actor) {
		hop := &h.out[len(h.out)-1]
		hop.Taken, hop.Result = e.Happened, h.result
		hop.Taker, _ = h.w.extras.person(e.Actor)
		h.open = false
	}
	if s.Holder != holder && e.Kind != dossier.EventReceived {
		name, post := h.w.extras.person(e.Actor)
		to, toPost := h.w.extras.person(s.Holder)
		hop := letter.Hop{From: h.place(e.Actor, post), To: h.place(s.Holder, toPost), Giver: name, Taker: to, Given: e.Happened}
		if said.Paper {
			hop.Remark = "Hồ sơ giấy"
		}
		h.out, h.open, h.taker, h.result = append(h.out, hop), true, s.Holder, h.stayed(e.Happened)
		if s.Holder == e.Actor { // who takes it himself has it
			last := &h.out[len(h.out)-1]
			last.From, last.Giver = h.place(holder, ""), ""
			if holder != "" {
				last.Giver, post = h.w.extras.person(holder)
				last.From = h.place(holder, post)
			}
			last.Taken, last.Result, h.open = e.Happened, h.result, false
		}
	}
	h.moves = append(h.moves, process.Move{Kind: e.Kind, At: e.Happened})
}

// stayed is how the step that ends with a hand-over kept its time, in whole hours: what the
// side that receives writes on the slip. "" where the unit has no process for the procedure.
func (h *hopper) stayed(at time.Time) string {
	stays := h.plan.Follow(h.w.cat.Calendar, h.moves, at)
	if len(stays) == 0 {
		return ""
	}
	last := stays[len(stays)-1]
	given := h.plan.Minutes[last.Step]
	hours := func(minutes int) int { return (minutes + 59) / 60 }
	switch {
	case given == 0:
		return ""
	case last.Over > 0:
		return "Quá hạn"
	case hours(last.Minutes) == hours(given):
		return "Đúng hạn"
	}
	return "Trước hạn"
}

// place is where somebody sits: the counter for nobody, and what the post says.
func (h *hopper) place(id, post string) string {
	switch {
	case id == "":
		return h.w.facts.Office
	case post != "":
		return post
	}
	return fmt.Sprintf("Công chức %s", id)
}
