package e2e

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
)

// The ward of some journeys has a past and a portal, which no page gives it: dossiers of June
// 2025, whose letters were issued in the set of 2018, and dossiers that citizens filed today
// and nobody has looked at. Both are put there by the desk, before the server opens the ward.

// before are the dossiers of a ward that was prepared, by what journeys call them: a code, or
// the id of what has none.
type before struct {
	Supplied string // 2025: receipt, request for a supplement, second receipt; withdrawn and stopped
	Refused  string // 2025: not taken in
	Extended string // 2025: an apology with a new day; long overdue today
	Waiting  string // 2025: still asked for a supplement today
	Overdue  string // 2025: in work, never put off
	Online   []string
}

// beforeFile stands beside the database of a ward that was prepared.
const beforeFile = "before.json"

// TestBefore prepares a ward and finds in it what journeys count on. With MOTCUA_WARD it is that
// ward, for who runs journeys by hand; otherwise a new one.
func TestBefore(t *testing.T) {
	dir := os.Getenv("MOTCUA_WARD")
	if dir == "" {
		dir = t.TempDir()
	}
	b := prepare(t, dir)
	if b.Supplied == "" || b.Refused == "" || b.Extended == "" || b.Waiting == "" || b.Overdue == "" || len(b.Online) != filed {
		t.Errorf("%+v", b)
	}
	st, err := store.Open(t.Context(), store.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	sn, err := st.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	for code, want := range map[string]string{b.Supplied: "tt-01-2018/01 tt-01-2018/02 tt-01-2018/01", b.Extended: "tt-01-2018/01 tt-01-2018/04", b.Waiting: "tt-01-2018/01 tt-01-2018/02"} {
		s, err := sn.DossierByCode(t.Context(), shipped(t).Units.All()[0].Code, code)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, l := range s.Letters {
			got += " " + l.Form
		}
		if got != " "+want {
			t.Errorf("%s has the letters%s", code, got)
		}
	}
}

// prepare puts the past and the portal into a ward that nobody serves.
func prepare(t *testing.T, dir string) before {
	t.Helper()
	p := &past{t: t, cat: shipped(t)}
	p.unit = p.cat.Units.All()[0].Code
	st, err := store.Open(t.Context(), store.Options{Dir: dir, Recorded: func(happened time.Time) time.Time { return happened }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	p.desk = desk.New(p.cat, st)
	var b before
	p.day = calendar.MakeDate(2025, 6, 2)
	b.Supplied, b.Refused, b.Extended, b.Waiting = p.supplied(), p.refused(), p.extended(), p.waiting()
	_, b.Overdue = p.taken("Võ Thị Thử Năm")
	for range filed {
		b.Online = append(b.Online, p.online())
	}
	text, err := json.Marshal(b)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, beforeFile), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// filed is how many dossiers wait from the portal.
const filed = 4

// past is who acts on dossiers of a day gone by, one act after the other.
type past struct {
	t    *testing.T
	cat  *catalog.Catalog
	unit string
	desk *desk.Desk
	day  calendar.Date
	n    int
}

var (
	pastClerk      = access.Actor{ID: "mc-01", Role: access.Clerk}
	pastSpecialist = access.Actor{ID: "cm-02", Role: access.Specialist}
	pastLeader     = access.Actor{ID: "ld-01", Role: access.Leader}
)

// do gives a command at the next quarter of an hour of the day, with the letter of a purpose in
// the set of that day.
func (p *past) do(id ledger.ID, who access.Actor, procedure string, c dossier.Command, purpose form.Purpose) desk.Answer {
	p.t.Helper()
	happened := p.day.At(7+p.n/4, p.n%4*15)
	p.n++
	o := desk.Order{Unit: p.unit, Dossier: id, Key: "past:" + strconv.Itoa(p.n), Actor: who, Happened: happened, Procedure: procedure, Command: c}
	if f := p.cat.Forms.On(p.day).For(purpose); f != nil {
		o.Then = []desk.Next{{Role: who.Role, Command: dossier.Issue{Form: f.ID, Symbol: f.Symbol, Signer: who.ID}}}
	}
	a, err := p.desk.Do(p.t.Context(), o)
	if err != nil {
		p.t.Fatalf("%T: %v", c, err)
	}
	return a
}

func (p *past) id(now time.Time) ledger.ID {
	id, err := ledger.NewID(now, rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

// taken is a dossier received and accepted that day.
func (p *past) taken(name string) (ledger.ID, string) {
	id := p.id(p.day.At(7, 0))
	a := p.do(id, pastClerk, longProcedure, dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Kind: 1, Name: name, Address: "Khu phố 4, Phường 2"},
		Components: []dossier.Component{{Name: "Đơn đề nghị", Copies: 1, Kind: "original"}}}, form.Receipt)
	p.do(id, pastClerk, "", dossier.Transfer{To: pastSpecialist.ID, Paper: true}, "")
	p.do(id, pastSpecialist, "", dossier.Accept{Holder: pastSpecialist.ID}, "")
	return id, a.Code
}

// longProcedure has 25 working days, in June 2025 and after.
const longProcedure = "1.001699"

var asked = dossier.AskSupplement{Missing: []string{"Bản sao giấy tờ y tế"}, Reason: "Chưa có giấy tờ y tế"}

func (p *past) supplied() string {
	id, code := p.taken("Võ Thị Thử Một")
	p.do(id, pastSpecialist, "", asked, form.Supplement)
	p.do(id, pastClerk, "", dossier.Supply{Components: []dossier.Component{{Name: "Bản sao giấy tờ y tế", Copies: 1}}}, form.Receipt)
	p.do(id, pastClerk, "", dossier.AskWithdraw{}, "")
	p.do(id, pastClerk, "", dossier.Stop{Reason: "Người nộp xin rút hồ sơ"}, form.Stop)
	return code
}

func (p *past) refused() string {
	id := p.id(p.day.At(7, 0))
	p.do(id, pastClerk, "", dossier.Reject{Reason: "Không thuộc thẩm quyền của phường", Procedure: longProcedure, Channel: dossier.Counter,
		Applicant: dossier.Applicant{Kind: 1, Name: "Võ Thị Thử Hai"}}, form.Refusal)
	return id.String()
}

func (p *past) extended() string {
	id, code := p.taken("Võ Thị Thử Ba")
	p.do(id, pastLeader, "", dossier.Extend{Reason: "Hội đồng chưa họp", NewDue: p.cat.Calendar.Closing(calendar.MakeDate(2025, 7, 21)), Letter: "PXL"}, form.Apology)
	return code
}

func (p *past) waiting() string {
	id, code := p.taken("Võ Thị Thử Tư")
	p.do(id, pastSpecialist, "", asked, form.Supplement)
	return code
}

// online is a dossier that a citizen filed just now.
func (p *past) online() string {
	id := p.id(time.Now())
	p.n++
	_, err := p.desk.Do(p.t.Context(), desk.Order{Unit: p.unit, Dossier: id, Key: "portal:" + strconv.Itoa(p.n), Actor: access.Actor{ID: "cong-dvc", Role: access.System},
		Happened: time.Now(), Procedure: longProcedure, Command: dossier.Submit{Channel: dossier.Online, Typist: dossier.TypedByCitizen, EID: true,
			Applicant:  dossier.Applicant{Kind: 1, Name: "Đỗ Thị Qua Mạng " + strconv.Itoa(p.n), Number: "045190009999", Phone: "0905000999"},
			Components: []dossier.Component{{Name: "Đơn đề nghị", Copies: 1, Born: true}}}})
	if err != nil {
		p.t.Fatal(err)
	}
	return id.String()
}

func shipped(t *testing.T) *catalog.Catalog {
	t.Helper()
	cat, problems := catalog.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return cat
}
