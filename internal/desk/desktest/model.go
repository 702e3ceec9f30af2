package desktest

import (
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// plain is the model of one dossier.
type plain struct {
	field      string // of work
	status     int
	seq        int
	holder     string
	receivedBy string
	asked      int
	extended   bool
	waiting    bool // for a supplement: no due date
	today      bool // promised within the day: the due day has come
	limited    bool // the procedure sets a time to supplement, which does not end in a day
	proposer   string
	proposedTo string
	letters    []bool // handed over
	numbers    []string
	result     string
}

// act is one command as the model sees it.
type act struct {
	name   string
	who    string
	role   access.Role
	to     string // of transfer, propose
	what   string // of propose
	reason bool   // of a leader, for a second supplement
	refuse bool   // of settle
	letter int    // of deliver
	number string // of the letter or result, allotted by the model
}

// given tells whether an officer was given the role of an act, and for the dossier's field of
// work. Who is turned away at the counter was promised nothing: the field is the procedure's.
func (p *plain) given(a act, who access.Person) bool {
	field := p.field
	if a.name == "reject" {
		field = civil
	}
	fields, some := who.Scope[a.role]
	return slices.Contains(who.Roles, a.role) && (!some || slices.Contains(fields, field))
}

// may tells whether the rules allow an act; it is §2.2 in the words of an office.
func (p *plain) may(a act) bool {
	clerk, special, leader := a.role == access.Clerk, a.role == access.Specialist, a.role == access.Leader
	in := func(statuses ...int) bool { return slices.Contains(statuses, p.status) }
	if special && p.holder != "" && p.holder != a.who && (a.name != "accept" || p.holder != p.receivedBy) {
		return false
	}
	switch a.name {
	case "receive", "reject":
		return clerk && in(0)
	case "accept":
		return (special || leader) && in(2)
	case "transfer":
		return in(2, 4, 5, 6, 7, 9)
	case "propose":
		return special && in(4) && a.to != a.who && (p.proposer == "" || p.proposedTo == a.who) &&
			(a.what != "ask_supplement" || p.asked < 2) && (a.what != "extend" || !p.extended && !p.today) &&
			(a.what != "apologise" || !p.extended && p.today)
	case "decline":
		return leader && in(4) && p.proposer != ""
	case "ask_supplement":
		return (special || leader) && in(4) && (p.asked == 0 || p.asked == 1 && leader && a.reason)
	case "supply":
		return clerk && in(5)
	case "raise_obligation":
		return (special || leader) && in(4)
	case "meet_obligation":
		return (special || leader) && in(6)
	case "ask_withdraw":
		return clerk && in(2, 4, 5, 6)
	case "stop":
		return in(4) && (special || leader) || in(7) && clerk || in(5) && !p.limited
	case "continue":
		return in(7) && !p.waiting
	case "extend":
		return leader && in(2, 4) && !p.extended && !p.today
	case "apologise":
		return leader && in(2, 4) && !p.extended && p.today
	case "settle":
		return (leader || clerk) && in(4)
	case "return":
		return clerk && in(9)
	case "amend":
		return (clerk || special) && in(2, 4, 5, 6, 7)
	case "issue":
		return p.status > 0
	case "deliver":
		return clerk && p.status > 0 && a.letter < len(p.letters) && !p.letters[a.letter]
	}
	return false
}

// after is where an act leads; 0: where it was.
var after = map[string]int{"receive": 2, "reject": 3, "accept": 4, "ask_supplement": 5, "supply": 4, "raise_obligation": 6, "meet_obligation": 4, "ask_withdraw": 7,
	"stop": 8, "continue": 4, "settle": 9, "return": 10}

// do carries an allowed act out.
func (p plain) do(a act) plain {
	p.seq++
	p.letters, p.numbers = slices.Clone(p.letters), slices.Clone(p.numbers)
	if to := after[a.name]; to != 0 || a.name == "extend" || a.name == "apologise" {
		if p.proposer != "" { // decided, or no longer to be decided: the proposer goes on
			p.holder, p.proposer, p.proposedTo = p.proposer, "", ""
		}
		if to != 0 {
			p.status = to
		}
	}
	switch a.name {
	case "stop", "return":
		p.holder = "" // ended: with nobody
	case "reject":
		p.limited, p.field = false, civil // nothing was promised
	case "receive":
		p.holder, p.receivedBy = a.who, a.who
	case "accept":
		p.holder = a.who
	case "transfer":
		p.holder = a.to
		if p.proposer != "" {
			p.proposedTo = a.to
			if a.to == p.proposer {
				p.proposer, p.proposedTo = "", ""
			}
		}
	case "propose":
		p.proposer, p.proposedTo, p.holder = a.who, a.to, a.to
	case "decline":
		p.holder, p.proposer, p.proposedTo = p.proposer, "", ""
	case "ask_supplement":
		p.asked++
		p.waiting = true
	case "supply":
		p.waiting = false
	case "extend", "apologise":
		p.extended = true
	case "settle":
		p.holder, p.result = "", a.number
	case "issue":
		p.letters, p.numbers = append(p.letters, false), append(p.numbers, a.number)
	case "deliver":
		p.letters[a.letter] = true
	}
	if owes(a.name, a.refuse) { // the letter is an entry of the same act
		p.seq++
		p.letters, p.numbers = append(p.letters, false), append(p.numbers, a.number)
	}
	return p
}

// owes tells the acts that are not done without a letter: no to the applicant, and an apology.
func owes(name string, refuse bool) bool {
	return name == "reject" || name == "extend" || name == "apologise" || name == "settle" && refuse
}

// same compares the model with the program's state.
func (p *plain) same(s *dossier.State) error {
	proposer, to := "", ""
	if s.Proposal != nil {
		proposer, to = s.Proposal.By, s.Proposal.To
	}
	var letters []bool
	var numbers []string
	for _, l := range s.Letters {
		letters, numbers = append(letters, l.Given != ""), append(numbers, l.Number)
	}
	got := plain{status: int(s.Status), seq: int(s.Seq), holder: s.Holder, receivedBy: s.ReceivedBy, asked: s.Supplements, extended: s.Extensions+s.Apologies > 0,
		waiting: !s.ReceivedAt.IsZero() && s.LegalDue.IsZero(), limited: s.SupplementLimit.Unit != "", proposer: proposer, proposedTo: to,
		letters: letters, numbers: numbers, result: s.Result.Number}
	if p.status != got.status || p.seq != got.seq || p.holder != got.holder || p.receivedBy != got.receivedBy || p.asked != got.asked ||
		p.extended != got.extended || p.waiting != got.waiting || p.limited != got.limited || p.proposer != got.proposer || p.proposedTo != got.proposedTo ||
		p.result != got.result || !slices.Equal(p.letters, got.letters) || !slices.Equal(p.numbers, got.numbers) {
		return fmt.Errorf("model %+v, program %+v", *p, got)
	}
	return nil
}
