package desktest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Ledger is what a player reads back of a journal.
type Ledger interface {
	State(dossier.ID) (*dossier.State, error) // nil: there is none
	Entries(dossier.ID) ([]ledger.Entry, error)
}

// staff is who may be at the counter. Everybody has one role but the last, who certifies; some
// have theirs for a few fields of work only.
var staff = []access.Person{
	{ID: "mc-01", Roles: []access.Role{access.Clerk}},
	{ID: "cm-01", Roles: []access.Role{access.Specialist}},
	{ID: "ld-01", Roles: []access.Role{access.Leader}},
	{ID: "cm-02", Roles: []access.Role{access.Specialist}, Scope: map[access.Role][]string{access.Specialist: {civil, lands}}},
	{ID: "mc-02", Roles: []access.Role{access.Clerk}, Scope: map[access.Role][]string{access.Clerk: {lands}}},
	{ID: "ld-02", Roles: []access.Role{access.Leader}, Scope: map[access.Role][]string{access.Leader: {civil}}},
	{ID: "cm-03", Roles: []access.Role{access.Specialist}},
	{ID: "mc-03", Roles: []access.Role{access.Clerk, access.Specialist}, Scope: map[access.Role][]string{access.Specialist: {copying}}},
}

// Fields of work: of the procedure that is played, of certification, and another.
const (
	civil   = "Hộ tịch"
	copying = "Chứng thực"
	lands   = "Đất đai"
)

// Player plays one day: some officers, a few dossiers, and what the model knows of them.
type Player struct {
	Orders, Done, Refused, Stale, Repeats int
	Acts                                  [len(names)]int // that were done, by their place in Names

	rng    *rand.Rand
	desk   *desk.Desk
	led    Ledger
	unit   string
	prefix string
	now    time.Time
	people []access.Person
	ids    []dossier.ID
	model  map[dossier.ID]plain
	seen   map[look]int32
	past   []past
	next   numbers
	phone  int
}

// look is what an officer has before his eyes.
type look struct {
	who string
	id  dossier.ID
}

// past is an order that was carried out, and its answer.
type past struct {
	order  desk.Order
	answer desk.Answer
}

// numbers are those that the model gives next.
type numbers struct{ letters, results, certificates, refusals, apologies int }

// NewPlayer begins a day at an instant: two to eight officers, a clerk among them, one or two dossiers. prefix
// keeps its keys and dossiers apart from those of other days of the journal.
func NewPlayer(seed uint64, d *desk.Desk, led Ledger, unit, prefix string, at time.Time) *Player {
	p := &Player{rng: rand.New(rand.NewPCG(seed, 0x0c0de)), desk: d, led: led, unit: unit, model: map[dossier.ID]plain{}, seen: map[look]int32{}}
	p.Day(prefix, at)
	return p
}

// Day begins another day on the same journal: other officers, other dossiers; the numbers of
// the year go on.
func (p *Player) Day(prefix string, at time.Time) {
	p.prefix, p.now, p.people, p.ids, p.past = prefix, at, nil, nil, nil
	for _, i := range p.rng.Perm(len(staff))[:2+p.rng.IntN(len(staff)-1)] {
		p.people = append(p.people, staff[i])
	}
	if !slices.ContainsFunc(p.people, func(w access.Person) bool { return w.ID == staff[0].ID }) {
		p.people[0] = staff[0]
	}
	for i := range p.people {
		p.people[i].Unit = p.unit
	}
	for i := range 1 + p.rng.IntN(2) {
		id, err := desk.IDFor(at, fmt.Sprint(prefix, " dossier ", i))
		if err != nil {
			panic(err)
		}
		p.ids = append(p.ids, id)
		p.model[id] = plain{field: []string{civil, civil, civil, civil, lands}[p.rng.IntN(5)], limited: p.rng.IntN(2) == 0, today: p.rng.IntN(3) == 0}
	}
}

// Step is one order of one officer, compared with the model.
func (p *Player) Step() error {
	p.now = p.now.Add(time.Minute)
	p.Orders++
	switch n := p.rng.IntN(24); {
	case n == 0 && len(p.past) > 0:
		return p.repeat()
	case n == 1:
		return p.certify()
	}
	return p.order()
}

// repeat gives a past order again: the first answer, and nothing changes.
func (p *Player) repeat() error {
	p.Repeats++
	old := p.past[p.rng.IntN(len(p.past))]
	got, err := p.desk.Do(context.Background(), old.order)
	if err != nil || got != old.answer {
		return fmt.Errorf("repeat of %s got %+v %w, first %+v", old.order.Key, got, err, old.answer)
	}
	return p.compare(old.order.Dossier)
}

func (p *Player) order() error {
	who, id := p.turn()
	now := p.model[id]
	o := desk.Order{Unit: p.unit, Dossier: id, Key: fmt.Sprint(p.prefix, ":", p.Orders), Happened: p.now, Procedure: "1.001193", Seen: p.look(who.ID, id), Who: &who}
	var acts []int
	after, next, lawful := now, p.next, o.Seen == 0 || int(o.Seen) == now.seq
	stale := !lawful && now.seq > 0
	for i := range 1 + max(0, p.rng.IntN(6)-3) {
		a := p.choose(after, who)
		c := p.command(after, &a, &next)
		lawful = lawful && after.given(a, who) && after.may(a)
		if lawful {
			after = after.do(a)
			acts = append(acts, slices.Index(names[:], a.name))
		}
		if i == 0 {
			o.Actor, o.Command = who.As(a.role), c
		} else {
			o.Then = append(o.Then, desk.Next{Role: a.role, Command: c})
		}
	}
	answer, err := p.desk.Do(context.Background(), o)
	f, refused := fault.Of(err)
	switch {
	case err != nil && (!refused || f.Kind == fault.Internal):
		return err
	case lawful != (err == nil):
		return fmt.Errorf("%s: the model says %v of %+v then %+v by %s in %+v, the program %v", o.Key, lawful, o.Command, o.Then, who.ID, now, err)
	case stale && f.Key != "desk.moved_on":
		return fmt.Errorf("%s: stale, and refused by %s", o.Key, f.Key)
	}
	if err != nil {
		p.Refused++
		if stale {
			p.Stale++
		}
		return p.compare(id)
	}
	p.Done++
	for _, i := range acts {
		p.Acts[i]++
	}
	p.model[id], p.next = after, next
	p.past = append(p.past, past{o, answer})
	return p.compare(id)
}

// turn picks an officer and a dossier; mostly one with which he has something to do.
func (p *Player) turn() (who access.Person, id dossier.ID) {
	for range 6 {
		who, id = p.people[p.rng.IntN(len(p.people))], p.ids[p.rng.IntN(len(p.ids))]
		now := p.model[id]
		for _, role := range who.Roles {
			for _, name := range []string{"receive", "accept", "propose", "decline", "supply", "meet_obligation", "continue", "settle", "return"} {
				if a := (act{name: name, who: who.ID, role: role, what: "settle"}); now.given(a, who) && now.may(a) {
					return who, id
				}
			}
		}
	}
	return who, id
}

// look is what the officer has before his eyes: now, something older, or he did not look.
func (p *Player) look(who string, id dossier.ID) int32 {
	k := look{who, id}
	if p.rng.IntN(3) > 0 {
		p.seen[k] = int32(p.model[id].seq)
	}
	if p.rng.IntN(3) == 0 {
		return 0
	}
	return p.seen[k]
}

// Finish folds every dossier anew and compares it with what is kept.
func (p *Player) Finish() error {
	for id := range p.model {
		s, err := p.led.State(id)
		if err != nil {
			return err
		}
		entries, err := p.led.Entries(id)
		if err != nil {
			return err
		}
		var again dossier.State
		for i := range entries {
			if err := dossier.Apply(&again, &entries[i]); err != nil {
				return err
			}
		}
		if s != nil && !reflect.DeepEqual(*s, again) {
			return fmt.Errorf("fold %+v, kept %+v", again, *s)
		}
	}
	return nil
}

func (p *Player) compare(id dossier.ID) error {
	s, err := p.led.State(id)
	if err != nil {
		return err
	}
	m := p.model[id]
	if s == nil {
		if m.seq > 0 {
			return fmt.Errorf("the model has a dossier in status %d, the program none", m.status)
		}
		return nil
	}
	return m.same(s)
}

// certify is the whole life of another dossier in one act, by who has both roles.
func (p *Player) certify() error {
	who := p.people[p.rng.IntN(len(p.people))]
	papers := make([]desk.Certificate, 1+p.rng.IntN(2))
	for i := range papers {
		papers[i] = desk.Certificate{Paper: "Bằng tốt nghiệp", Copies: 1 + p.rng.IntN(3), Pages: 1 + p.rng.IntN(4)}
	}
	c := desk.Certification{Unit: p.unit, Key: fmt.Sprint(p.prefix, ":", p.Orders), Happened: p.now, Book: desk.Copies, Papers: papers, Person: who,
		Signer:    access.Person{ID: "ld-01", Unit: p.unit, Name: "Lãnh Đạo Mẫu", Roles: []access.Role{access.Leader}},
		Requester: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}}
	for range 1 + p.rng.IntN(2) { // sent twice, it is one
		got, err := p.desk.Certify(context.Background(), c)
		if len(who.Roles) < 2 {
			if !fault.Is(err, fault.Forbidden) {
				return fmt.Errorf("%s certified: %w", who.ID, err)
			}
			p.Refused++
			continue
		}
		if err != nil {
			return err
		}
		if _, known := p.model[got.ID]; !known {
			p.Done++
			p.next.certificates += len(papers)
			p.model[got.ID] = plain{status: 10, seq: 4, receivedBy: who.ID, result: got.Number()}
		}
		if len(got.Numbers) != len(papers) || got.Numbers[len(papers)-1] != p.next.certificates {
			return fmt.Errorf("numbers %v, the model is at %d", got.Numbers, p.next.certificates)
		}
		if err := p.compare(got.ID); err != nil {
			return err
		}
	}
	return nil
}

// Dates of a day's promises: far enough that none of them comes while the day is played.
var (
	limit  = calendar.Limit{Value: 5, Unit: calendar.WorkingDay}
	supply = calendar.Limit{Value: 7, Unit: calendar.WorkingDay}
)
