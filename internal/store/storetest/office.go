// Package storetest is the suite that both databases of the store pass, and the small office
// that feeds it: real calendar, real transition table, real Decide, invented people.
package storetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Unit is the unit whose acts the office makes when none is named.
const Unit = "H50.31.02"

// Chance is randomness that is the same for the same seed: ids and salts of a run.
type Chance struct{ *rand.Rand }

// NewChance makes a Chance. It serves one goroutine.
func NewChance(seed uint64) Chance { return Chance{rand.New(rand.NewPCG(seed, 1))} }

// Read implements io.Reader.
func (c Chance) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c.Uint32())
	}
	return len(p), nil
}

// Office makes acts out of commands as the desk does. It serves one goroutine.
type Office struct {
	calendar *calendar.Calendar
	workflow *workflow.Table
	Rand     Chance
	Now      time.Time // moves on with every act of Live
	acts     int
}

// NewOffice loads the calendar and the transition table of the program.
func NewOffice(t testing.TB, seed uint64) *Office {
	t.Helper()
	cal, problems := calendar.Load(data.FS)
	table, more := workflow.Load(data.FS)
	if problems = append(problems, more...); len(problems) > 0 {
		t.Fatalf("data: %v", problems)
	}
	return &Office{calendar: cal, workflow: table, Rand: NewChance(seed), Now: calendar.MakeDate(2022, 11, 1).At(7, 30)}
}

// ID is a fresh subject id.
func (o *Office) ID() ledger.ID {
	id, err := ledger.NewID(o.Now, o.Rand)
	if err != nil {
		panic(err)
	}
	return id
}

// Recorded is the server's clock of a test: a minute after the claimed instant.
func Recorded(happened time.Time) time.Time { return happened.Add(time.Minute) }

var roles = map[string]access.Role{"submit": access.Citizen, "accept": access.Specialist, "raise_obligation": access.Specialist,
	"meet_obligation": access.Specialist, "extend": access.Specialist, "settle": access.Leader, "rate": access.Citizen, "transfer": access.Specialist,
	"propose": access.Specialist, "decline": access.Leader}

// Act is a command on a dossier as an act; the key is its own.
func (o *Office) Act(unit string, id ledger.ID, c dossier.Command) desk.Act {
	o.acts++
	return o.ActKey(unit, id, fmt.Sprintf("k%d-%v", o.acts, id), c)
}

// ActKey is Act with a given idempotency key. Its answer is the dossier's code.
func (o *Office) ActKey(unit string, id ledger.ID, key string, c dossier.Command) desk.Act {
	role := roles[dossier.Name(c)]
	if role == "" {
		role = access.Clerk
	}
	actor := access.Actor{ID: "cb-01", Role: role}
	happened := o.Now
	return desk.Act{Unit: unit, Key: key, Actor: actor, Happened: happened, Subjects: []ledger.ID{id}, Run: func(tx desk.Tx) ([]byte, error) {
		s, err := tx.Dossier(id)
		if fault.Is(err, fault.NotFound) {
			s, err = &dossier.State{}, nil
		}
		if err != nil {
			return nil, err
		}
		if r, ok := c.(dossier.Receive); ok {
			day := calendar.DateOf(happened)
			n, err := tx.Next("code", day)
			if err != nil {
				return nil, err
			}
			y, m, d := day.Civil()
			r.Code = fmt.Sprintf("%s-%02d%02d%02d-%04d", unit, y%100, m, d, n)
			c = r
		}
		env := dossier.Env{Calendar: o.calendar, Workflow: o.workflow, Now: happened, Actor: actor, Recorded: tx.Recorded(), MaxLag: 15 * time.Minute, Why: "Mất mạng"}
		events, err := dossier.Decide(env, s, c)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			f := desk.Fact{Subject: ledger.Subject{Kind: dossier.SubjectKind, ID: id}, Kind: e.Kind, Happened: happened, Corrects: e.Corrects, Version: e.Version, Body: e.Body}
			if err := tx.Append(f); err != nil {
				return nil, err
			}
		}
		if s, err = tx.Dossier(id); err != nil {
			return nil, err
		}
		a := answer{ID: s.ID, Code: s.Code, Status: s.Status}
		if !s.LegalDue.IsZero() {
			a.Due = s.LegalDue.UnixMilli()
		}
		return json.Marshal(a)
	}}
}

// answer has the shape of the desk's own: what an act takes on disk is measured with it.
type answer struct {
	ID     ledger.ID      `json:"i"`
	Code   string         `json:"c,omitempty"`
	Status dossier.Status `json:"s"`
	Due    int64          `json:"d,omitempty"`
}

// Receive is a receipt with invented content.
func (o *Office) Receive() dossier.Receive {
	n := o.Rand.IntN(6)
	channel := dossier.Channel(1 + o.Rand.IntN(3))
	return dossier.Receive{
		Promise: dossier.Promise{Procedure: fmt.Sprintf("1.%06d", 1001+n), Version: "2023-01", Field: [...]string{"Hộ tịch", "Chứng thực", "Đất đai"}[n%3],
			Level: dossier.Level(n % 4), Limit: calendar.Limit{Value: 1 + 3*n, Unit: calendar.WorkingDay}},
		Channel:    channel,
		Applicant:  o.Applicant(),
		Components: []dossier.Component{{Name: "Tờ khai theo mẫu", Copies: 1, Born: channel == dossier.Online}, {Name: "Giấy chứng sinh", Copies: 1, Reusable: n == 1, Reused: n == 1 && o.Rand.IntN(2) == 0}},
		Typist:     dossier.TypedByCitizen, EID: channel == dossier.Online,
	}
}

// people are invented names in which accents, đ, one word and a body's name are met.
var people = []string{"Nguyễn Thị Ánh", "Nguyễn Thị Ánh", "Nguyễn Văn Anh", "Nguyễn Ánh Dương", "Đặng Đức Đạt", "Dang Duc Dat", "Lê Thị Hồng Đào", "Trần Quốc Bảo",
	"Hoàng Ý", "Y", "Phan Thị Mỹ Duyên", "Võ Nguyên"}

// Applicant is an invented person, now and then a body.
func (o *Office) Applicant() dossier.Applicant {
	a := dossier.Applicant{Kind: 1, Name: people[o.Rand.IntN(len(people))], Number: fmt.Sprintf("0451%08d", o.Rand.IntN(1e8)),
		Phone: fmt.Sprintf("09123456%02d", o.Rand.IntN(100)), Address: "Khu phố 3, Phường 2, thị xã Quảng Trị"}
	if o.Rand.IntN(12) == 0 {
		a.Kind, a.Name, a.Number = 2, "Công ty Trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Ánh Dương", "3200123456-001"
	}
	return a
}

// Representative is an invented person who files for another, or nobody.
func (o *Office) Representative() *dossier.Representative {
	if o.Rand.IntN(4) > 0 {
		return nil
	}
	a := o.Applicant()
	return &dossier.Representative{Name: a.Name, Number: a.Number, Phone: "+84 " + a.Phone[1:], Paper: "Giấy ủy quyền số 12"}
}

// Command is any command, lawful in many states and not in many others.
func (o *Office) Command() dossier.Command {
	r := o.Receive()
	switch o.Rand.IntN(29) {
	case 24, 25:
		a := o.Applicant()
		return dossier.Amend{Reason: "Ghi sai tên", Applicant: &a, Representative: o.Representative()}
	case 26, 27:
		return dossier.Propose{Proposal: dossier.Proposal{To: "ld-01", What: "settle", Text: "Đủ điều kiện", Paper: true}}
	case 28:
		return dossier.Decline{Reason: "Ghi lại cho rõ"}
	case 0:
		return dossier.Submit{Promise: r.Promise, Channel: dossier.Online, Applicant: r.Applicant, Components: r.Components, Typist: r.Typist}
	case 1, 2, 3:
		return r
	case 4:
		return dossier.Reject{Reason: "Không thuộc thẩm quyền", Procedure: r.Promise.Procedure, Channel: r.Channel, Applicant: r.Applicant}
	case 5, 6, 7:
		return dossier.Accept{Holder: "cb-02"}
	case 8:
		return dossier.Transfer{To: "cb-03", Paper: o.Rand.IntN(2) == 0}
	case 9:
		return dossier.AskSupplement{Missing: []string{"Giấy chứng sinh"}, Reason: "Thiếu bản chính"}
	case 10, 11:
		return dossier.Supply{Components: r.Components[:1]}
	case 12:
		return dossier.RaiseObligation{What: "Lệ phí", Amount: 75000}
	case 13:
		return dossier.MeetObligation{Proof: "BL-01"}
	case 14:
		return dossier.AskWithdraw{Reason: "Theo nguyện vọng"}
	case 15:
		return dossier.Stop{Reason: "Người nộp đề nghị rút", Document: "TB-01"}
	case 16:
		return dossier.Continue{Reply: "Đã có kết quả"}
	case 17:
		return dossier.Extend{Reason: "Chờ xác minh", NewDue: o.Now.AddDate(0, 0, 20), Letter: "TXL-01"}
	case 18, 19:
		return dossier.Settle{Result: dossier.Result{Number: "KQ-01", Paper: true, Electronic: o.Rand.IntN(2) == 0}}
	case 20, 21:
		return dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"}
	case 22:
		return dossier.Digitize{Components: []int{0, 1}}
	}
	return dossier.Rate{Score: uint8(1 + o.Rand.IntN(5)), Channel: dossier.Counter}
}

// Life is a plain dossier from counter to hand-over in ten entries.
func (o *Office) Life() []dossier.Command {
	r := o.Receive()
	r.Channel, r.Components = dossier.Counter, []dossier.Component{{Name: "Tờ khai theo mẫu", Copies: 1}, {Name: "Giấy chứng sinh", Copies: 1}}
	return []dossier.Command{r, dossier.Digitize{Components: []int{0}}, dossier.Transfer{To: "cb-02"}, dossier.Accept{Holder: "cb-02"},
		dossier.Transfer{To: "cb-03"}, dossier.Digitize{Components: []int{1}}, dossier.Transfer{To: "ld-01", Paper: true},
		dossier.Settle{Result: dossier.Result{Number: "215/TLKT-BS", Paper: true, Electronic: true}}, dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"},
		dossier.Rate{Score: 5, Channel: dossier.Counter}}
}

// script is a likely life: the common ways through the transition table.
func (o *Office) script() []dossier.Command {
	r := o.Receive()
	settle := []dossier.Command{dossier.Settle{Result: dossier.Result{Number: "KQ-01", Paper: true, Electronic: o.Rand.IntN(2) == 0}},
		dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"}, dossier.Rate{Score: uint8(1 + o.Rand.IntN(5)), Channel: dossier.Counter}}
	begin := []dossier.Command{r, dossier.Accept{Holder: "cb-02"}}
	switch o.Rand.IntN(8) {
	case 0, 1:
		return o.Life()
	case 2:
		return append(begin, append([]dossier.Command{dossier.AskSupplement{Missing: []string{"Giấy chứng sinh"}, Reason: "Thiếu bản chính"},
			dossier.Supply{Components: r.Components[:1]}}, settle...)...)
	case 3:
		r.Representative, r.Outside = o.Representative(), []string{fmt.Sprintf("G15.99-241201-%04d", o.Rand.IntN(50))}
		begin[0] = r
		return append(begin, append([]dossier.Command{dossier.RaiseObligation{What: "Lệ phí", Amount: 75000}, dossier.MeetObligation{Proof: "BL-01"}}, settle...)...)
	case 4:
		return append(begin, dossier.AskWithdraw{Reason: "Theo nguyện vọng"}, dossier.Stop{Reason: "Người nộp đề nghị rút", Document: "TB-01"})
	case 5:
		return []dossier.Command{dossier.Submit{Promise: r.Promise, Channel: dossier.Online, Applicant: r.Applicant, Components: r.Components, Typist: r.Typist},
			dossier.Receive{Promise: r.Promise}, dossier.Accept{Holder: "cb-02"}, dossier.Transfer{To: "cb-03", Paper: true}}
	}
	return append(begin, settle...)
}

// Step moves the office's clock on: minutes mostly, days sometimes.
func (o *Office) Step() {
	o.Now = o.Now.Add(time.Duration(1+o.Rand.IntN(240)) * time.Minute)
	if o.Rand.IntN(25) == 0 {
		o.Now = o.Now.Add(time.Duration(o.Rand.IntN(6*24)) * time.Hour)
	}
}

// Live makes n acts on about n/8 dossiers of several units: likely lives, with any command at
// all in between.
func (o *Office) Live(n int, units ...string) []desk.Act {
	type place struct {
		unit string
		id   ledger.ID
		next []dossier.Command
	}
	var open []*place
	acts := make([]desk.Act, 0, n)
	for len(acts) < n {
		o.Step()
		if len(open) < 2 || o.Rand.IntN(8) == 0 {
			open = append(open, &place{units[o.Rand.IntN(len(units))], o.ID(), o.script()})
		}
		at := open[max(0, len(open)-1-o.Rand.IntN(min(len(open), 24)))]
		c := o.Command()
		if o.Rand.IntN(6) > 0 && len(at.next) > 0 {
			c, at.next = at.next[0], at.next[1:]
		}
		acts = append(acts, o.Act(at.unit, at.id, c))
	}
	return acts
}
