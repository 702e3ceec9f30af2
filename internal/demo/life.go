package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// step is one act of a dossier's life.
type step struct {
	at      time.Time
	actor   access.Actor
	command dossier.Command
}

// life spells a plan out into acts. Nothing here can move a figure: receipt, end and kind of
// result stand in the plan.
type life struct {
	cal     *calendar.Calendar
	habits  *Habits
	people  *people
	seed    uint64
	year    int
	code    string
	post    Post
	papers  []dossier.Component
	promise promised
	known   bool // the office holds papers of this person
}

// steps are the acts in order.
func (l *life) steps(p plan) []step {
	r := source(l.seed, uint64(l.year), 0x11fe, uint64(p.index))
	received, ended := time.Unix(p.received, 0).UTC(), time.Unix(p.ended, 0).UTC()
	papers, scan := l.components(r, p)
	clerk := access.Actor{ID: l.post.Clerk, Role: access.Clerk}
	specialist := access.Actor{ID: l.post.Specialist, Role: access.Specialist}
	leader := access.Actor{ID: l.habits.Leaders[min(1, r.IntN(3))], Role: access.Leader}

	out := l.intake(r, p, received, papers, clerk)
	if len(scan) > 0 {
		out = append(out, step{received.Add(seconds(r, 40, 100)), clerk, dossier.Digitize{Components: scan}})
	}
	out = append(out, step{received.Add(seconds(r, 120, 220)), specialist, dossier.Accept{Holder: l.post.Specialist}})
	if p.flags.has(fSupplement) {
		out = append(out, l.supplement(p, papers, specialist, clerk)...)
	}
	out = append(out,
		step{ended.Add(-seconds(r, 60, 180)), specialist, dossier.Transfer{To: leader.ID, Paper: chance(r, l.habits.PaperMove)}},
		step{ended, leader, dossier.Settle{Result: dossier.Result{Paper: !p.flags.has(fNoPaper), Electronic: p.flags.has(fElectronic)}}})
	back := l.handOver(r, p, ended, clerk)
	out = append(out, back)
	if chance(r, l.habits.Rated) {
		out = append(out, l.rating(r, p, back.at))
	}
	return out
}

// intake is the filing, if online, and the receipt.
func (l *life) intake(r *rand.Rand, p plan, received time.Time, papers []dossier.Component, clerk access.Actor) []step {
	who := l.people.applicant(p.person)
	receive := dossier.Receive{Channel: dossier.Counter, Applicant: who, Components: papers, Typist: dossier.TypedByOfficerInternal}
	if p.flags.has(fAgreed) {
		receive.Agreed, receive.AgreedBasis = l.promise.agreed, l.promise.basis
	}
	if !p.flags.has(fOnline) {
		if p.flags.has(fPost) {
			receive.Channel = dossier.Post
		}
		return []step{{received, clerk, receive}}
	}
	citizen := access.Actor{ID: l.people.id(p.person), Role: access.Citizen}
	filed := dossier.Submit{Channel: dossier.Online, Applicant: who, Components: papers, Typist: dossier.TypedByCitizen, EID: true}
	start := time.Unix(p.start, 0).UTC()
	if chance(r, l.habits.TypedByOfficer) && inOffice(l.cal, start) {
		citizen = access.Actor{ID: clerk.ID, Role: access.Citizen, Behalf: citizen.ID}
		filed.Typist = dossier.TypedByOfficer
	}
	return []step{
		{start, citizen, filed},
		{received, clerk, dossier.Receive{Agreed: receive.Agreed, AgreedBasis: receive.AgreedBasis}},
	}
}

// supplement is the one request and its answer; what is brought later came before in a worse
// copy, so that no paper is added to what must be digitized.
func (l *life) supplement(p plan, papers []dossier.Component, specialist, clerk access.Actor) []step {
	missing := papers[0].Name
	for _, c := range papers {
		if !c.ShownOnly {
			missing = c.Name
		}
	}
	return []step{
		{time.Unix(p.asked, 0).UTC(), specialist, dossier.AskSupplement{Missing: []string{missing}, Reason: "Bản đã nộp chưa đủ thông tin để giải quyết"}},
		{time.Unix(p.supplied, 0).UTC(), clerk, dossier.Supply{}},
	}
}

// handOver is the return of the result: by the portal, by post, or at the counter, at once or
// some days later.
func (l *life) handOver(r *rand.Rand, p plan, ended time.Time, clerk access.Actor) step {
	f := p.flags
	switch {
	case f.has(fOnline) && f&(fElectronic|fNoPaper) != 0:
		return step{ended.Add(seconds(r, 20, 90)), access.Actor{ID: "cong-dvc", Role: access.System}, dossier.Return{Way: "electronic", To: "applicant", Proof: "account"}}
	case f.has(fPost):
		return step{l.later(r, ended, 1), access.Actor{ID: "buu-chinh", Role: access.Post}, dossier.Return{Way: "post", To: "applicant", Proof: "post_docket", Docket: docket(p)}}
	}
	hand := dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"}
	if chance(r, 120) {
		hand.To, hand.Proof = "representative", "authorisation"
	}
	if chance(r, l.habits.CollectedLater) {
		return step{l.later(r, ended, 1+r.IntN(3)), clerk, hand}
	}
	return step{ended.Add(seconds(r, 60, 300)), clerk, hand}
}

// docket is the number on the post's slip: no number of a real one has a zero in front.
func docket(p plan) string { return fmt.Sprintf("EB0%08dVN", p.index) }

// later is an instant in office hours n working days on.
func (l *life) later(r *rand.Rand, t time.Time, n int) time.Time {
	if on, ok := at(l.cal, r, l.cal.AddWorking(calendar.DateOf(t), n), wholeDay); ok {
		return on
	}
	return t.Add(time.Minute)
}

// rating follows the return: at the counter at once, online within a day, not at night.
func (l *life) rating(r *rand.Rand, p plan, returned time.Time) step {
	rate := dossier.Rate{Score: 5, Channel: dossier.Counter}
	when := returned.Add(seconds(r, 20, 240))
	if p.flags.has(fOnline) {
		rate.Channel = dossier.Online
		when = returned.Add(seconds(r, 300, 20*3600))
		if m := minuteOf(when); m < 7*60 || m > 21*60 {
			when = when.Add(10 * time.Hour)
		}
	}
	switch good := chance(r, l.habits.Satisfied); {
	case good && chance(r, 200):
		rate.Score = 4
	case !good:
		rate.Score = uint8(2 + r.IntN(2))
	}
	return step{when, access.Actor{ID: l.people.id(p.person), Role: access.Citizen}, rate}
}

// components are the papers of the dossier and which of them the clerk scans. Online papers
// came electronic; where the plan says that not all is digitized, one paper is handed in and
// not scanned. Papers the office holds are sometimes taken from the store.
func (l *life) components(r *rand.Rand, p plan) (papers []dossier.Component, scan []int) {
	papers = append(papers, l.papers...)
	online, done := p.flags.has(fOnline), p.flags.has(fDigitized)
	undone := -1
	for i := range papers {
		if !papers[i].ShownOnly {
			papers[i].Born = online
			if !done {
				undone = i // the last one
			}
		}
	}
	if undone >= 0 {
		papers[undone].Born = false
	}
	if held := r.IntN(len(papers)); l.known && held != undone {
		papers[held].Reusable = true
		if chance(r, l.habits.Reused) {
			papers[held].Reused, papers[held].Born = true, false
		}
	}
	for i, c := range papers {
		if i != undone && !c.ShownOnly && !c.Born && !c.Reused {
			scan = append(scan, i)
		}
	}
	return papers, scan
}

// papersOf are the papers the catalogue lists for everybody: required ones, and at least one
// that is handed in.
func papersOf(v *procedure.Version) []dossier.Component {
	var out []dossier.Component
	handed, spare := false, ""
	if v != nil {
		for _, c := range v.Components {
			shown := c.Mode == "xuat_trinh"
			if c.Required != nil && !*c.Required {
				if !shown && spare == "" {
					spare = c.Name
				}
				continue
			}
			handed = handed || !shown
			out = append(out, dossier.Component{Name: c.Name, Copies: max(1, c.Original+c.Copy), ShownOnly: shown})
		}
	}
	if !handed {
		if spare == "" {
			spare = "Giấy tờ của hồ sơ (danh mục chưa có thành phần)"
		}
		out = append(out, dossier.Component{Name: spare, Copies: 1})
	}
	return out
}

func seconds(r *rand.Rand, from, to int) time.Duration {
	return time.Duration(from+r.IntN(to-from))*time.Second + time.Duration(r.IntN(1000))*time.Millisecond
}
