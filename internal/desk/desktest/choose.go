package desktest

import (
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// names of all acts that a player tries; those that lead on come more often.
var names = [...]string{"receive", "reject", "accept", "transfer", "propose", "decline", "ask_supplement", "supply", "raise_obligation", "meet_obligation",
	"ask_withdraw", "stop", "continue", "extend", "apologise", "settle", "return", "amend", "issue", "deliver"}

// Names are the acts that a player tries.
func Names() []string { return names[:] }

var proposed = []string{"settle", "ask_supplement", "extend", "apologise", "stop"}

// choose is an act of an officer: mostly one that the rules allow, sometimes any at all, in a
// role that he has or, now and then, that he claims.
func (p *Player) choose(now plain, who access.Person) act {
	a := act{who: who.ID, role: who.Roles[p.rng.IntN(len(who.Roles))], to: staff[p.rng.IntN(len(staff))].ID, what: proposed[p.rng.IntN(len(proposed))],
		reason: p.rng.IntN(2) == 0, refuse: p.rng.IntN(3) == 0, letter: p.rng.IntN(len(now.letters) + 1)}
	if p.rng.IntN(20) == 0 {
		a.role = []access.Role{access.Clerk, access.Specialist, access.Leader}[p.rng.IntN(3)]
	}
	if a.role == access.Specialist && p.rng.IntN(3) > 0 {
		a.to = []string{"ld-01", "ld-02"}[p.rng.IntN(2)]
	}
	a.name = names[p.rng.IntN(len(names))]
	if p.rng.IntN(5) == 0 {
		return a
	}
	if back := (act{name: "decline", role: a.role}); now.given(back, who) && now.may(back) && p.rng.IntN(3) == 0 {
		a.name = back.name // what waits for a leader is given back now and then
		return a
	}
	var may [len(names)]string
	n := 0
	for _, name := range names {
		try := a
		try.name = name
		if now.given(try, who) && now.may(try) && (!slices.Contains(often, name) || p.rng.IntN(4) == 0) {
			may[n] = name
			n++
		}
	}
	if n > 0 {
		a.name = may[p.rng.IntN(n)]
	}
	return a
}

// often are acts that are lawful nearly always, or end a life early: without a brake nothing
// else would be played.
var often = []string{"reject", "transfer", "ask_withdraw", "stop", "amend", "issue", "extend", "apologise"}

// command is the act with good fields; the model gives the numbers that it expects.
func (p *Player) command(now plain, a *act, next *numbers) dossier.Command {
	later := calendar.DateOf(p.now) + 30
	for later%7 != calendar.DateOf(p.now)%7 {
		later--
	}
	switch a.name {
	case "receive":
		r := dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"},
			Components: []dossier.Component{{Name: "Tờ khai", Copies: 1}}, Promise: dossier.Promise{Procedure: "1.001193", Version: "2024", Field: now.field, Limit: limit}}
		if now.limited {
			r.Promise.SupplementLimit = supply
		}
		if now.today {
			r.Promise.Limit = calendar.Limit{Value: 1, Unit: calendar.SameDay}
		}
		return r
	case "reject":
		next.refusals++
		a.number = fmt.Sprintf("%02d/PTC-BPTNTKQ", next.refusals)
		return dossier.Reject{Reason: "Không thuộc thẩm quyền"}
	case "accept":
		return dossier.Accept{}
	case "transfer":
		return dossier.Transfer{To: a.to}
	case "propose":
		return dossier.Propose{Proposal: dossier.Proposal{To: a.to, What: a.what, Reason: "Đề xuất", Missing: []string{"Tờ khai"}, NewDue: later.At(17, 0)}}
	case "decline":
		return dossier.Decline{Reason: "Xem lại"}
	case "ask_supplement":
		c := dossier.AskSupplement{Missing: []string{"Tờ khai"}, Reason: "Thiếu"}
		if a.reason {
			c.LeaderReason = "Tình tiết mới"
		}
		return c
	case "supply":
		return dossier.Supply{}
	case "raise_obligation":
		return dossier.RaiseObligation{What: "Lệ phí"}
	case "meet_obligation":
		return dossier.MeetObligation{Proof: "BL 9"}
	case "ask_withdraw":
		return dossier.AskWithdraw{}
	case "stop":
		return dossier.Stop{Reason: "Có căn cứ", Document: "3/TB"}
	case "continue":
		return dossier.Continue{Reply: "4/UBND"}
	case "extend":
		next.apologies++
		a.number = fmt.Sprintf("%02d/PXL", next.apologies)
		return dossier.Extend{Reason: "Chờ", NewDue: later.At(17, 0)}
	case "apologise":
		next.apologies++
		a.number = fmt.Sprintf("%02d/PXL", next.apologies)
		return dossier.Apologise{Reason: "Quá tải", NewDue: later.At(17, 0)}
	case "settle":
		if a.refuse {
			next.refusals++
			a.number = fmt.Sprintf("%02d/PTC-BPTNTKQ", next.refusals)
			return dossier.Settle{Result: dossier.Result{Refusal: true, Paper: true}, Reason: "Không đủ điều kiện"}
		}
		next.results++
		a.number = fmt.Sprintf("%02d/KQ-UBND", next.results)
		return dossier.Settle{Result: dossier.Result{Paper: true}}
	case "return":
		return dossier.Return{Way: "counter", Proof: "receipt"}
	case "amend":
		p.phone++
		return dossier.Amend{Reason: "Báo đổi", Applicant: &dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử", Phone: fmt.Sprint(p.phone)}}
	case "issue":
		next.letters++
		a.number = fmt.Sprintf("%02d/PBS-TTPVHCC", next.letters)
		return dossier.Issue{Form: fmt.Sprintf("rieng/%02d", now.seq), Symbol: "PBS-TTPVHCC"}
	}
	return dossier.Deliver{Letter: a.letter, Way: "counter"}
}
