package leader

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// marked is the form that approves dossiers as they stand.
func (o *office) marked(all ...desk.Answer) url.Values {
	v := url.Values{page.KeyField: {page.NewKey()}}
	for _, a := range all {
		v.Add("chon", a.Code)
		v.Set("seq-"+a.Code, strconv.Itoa(int(o.state(a.Code).Seq)))
	}
	return v
}

var granted = dossier.Proposal{What: "settle", Paper: true, Text: "Trích lục kết hôn (dự thảo)", Reason: "đủ điều kiện"}

// TestReadBeforeDecided: what was not opened cannot be approved, by the list nor by a form made
// by hand; opening it is recorded as a look before anything of it is shown.
func TestReadBeforeDecided(t *testing.T) {
	o := newOffice(t)
	a := o.proposed(granted)
	body := o.get(page.Decisions)
	if !strings.Contains(plain(body), "Chưa đọc") || !strings.Contains(body, "disabled") || strings.Contains(body, "Nguyễn Thị Kiểm Tra") {
		t.Error("an unread proposal can be marked, or the list shows a person")
	}
	w := o.as(deskLeader, http.MethodPost, page.Decisions, o.marked(a))
	if got := plain(o.get(w.Header().Get("Location"))); !strings.Contains(got, "Chưa mở đọc") || o.state(a.Code).Status != dossier.Processing {
		t.Errorf("unread, and: %s", got)
	}
	o.pass(time.Minute)
	one := o.get(decisionURL(a.Code))
	for _, want := range []string{"Ban hành kết quả", "Trích lục kết hôn (dự thảo)", "đủ điều kiện", "Nguyễn Thị Kiểm Tra", "số kết quả cấp khi duyệt"} {
		if !strings.Contains(one, want) {
			t.Errorf("the proposal does not show %q", want)
		}
	}
	if v := o.views(access.ViewQuery{Actor: deskLeader.ID, Dossier: a.ID}); len(v) != 1 || v[0].What != lookProposal {
		t.Errorf("looks: %+v", v)
	}
	o.pass(time.Minute)
	if body := o.get(page.Decisions); !strings.Contains(body, "checked") || !strings.Contains(plain(body), "Duyệt 1 việc") {
		t.Error("a read proposal is not marked")
	}
	o.as(deskLeader, http.MethodPost, page.Decisions, o.marked(a))
	if s := o.state(a.Code); s.Status != dossier.Settled || s.Result.Number == "" || s.Proposal != nil {
		t.Errorf("%v %+v", s.Status, s.Result)
	}
}

// TestProposalNamesOfficers: who did what with a dossier is named on the page of its proposal; the
// ids that the ledger has of officers stand nowhere in what is read.
func TestProposalNamesOfficers(t *testing.T) {
	o := newOffice(t)
	a := o.proposed(granted)
	o.pass(time.Minute)
	body := plain(o.get(decisionURL(a.Code)))
	for _, p := range []access.Person{deskClerk, deskSpecialist, deskLeader} {
		if strings.Contains(body, p.ID) {
			t.Errorf("%s stands on the page: %s", p.ID, body)
		}
	}
	if !strings.Contains(body, "Tư pháp – Hộ tịch nhận thụ lý") {
		t.Error(body)
	}
}

// TestManyWithOneFailure: of many the one that changed fails with its reason and the rest is
// done; the same form again, also at the same time, decides nothing twice.
func TestManyWithOneFailure(t *testing.T) {
	o := newOffice(t)
	var all []desk.Answer
	for range 4 {
		all = append(all, o.proposed(granted))
	}
	refusal := o.proposed(dossier.Proposal{What: "settle", Refusal: true, Reason: "không đủ điều kiện", Paper: true})
	all = append(all, refusal)
	o.pass(time.Minute)
	for _, a := range all {
		o.get(decisionURL(a.Code))
	}
	form := o.marked(all...)
	o.pass(time.Minute)
	o.do(all[2].ID, deskClerk, "", dossier.Digitize{Components: []int{0}}) // somebody changed one meanwhile
	o.pass(time.Minute)
	var wait sync.WaitGroup
	places := make([]string, 5)
	for i := range places {
		wait.Add(1)
		go func() {
			defer wait.Done()
			places[i] = o.as(deskLeader, http.MethodPost, page.Decisions, form).Header().Get("Location")
		}()
	}
	wait.Wait()
	for _, p := range places {
		if p != places[0] || p == "" {
			t.Fatalf("outcomes: %v", places)
		}
	}
	got := plain(o.get(places[0]))
	if !strings.Contains(got, "Đã duyệt 4 việc; 1 việc chưa duyệt") || !strings.Contains(got, "đã có thay đổi từ lúc anh/chị mở") {
		t.Error(got)
	}
	numbers := map[string]bool{}
	for i, a := range all {
		s := o.state(a.Code)
		if i == 2 {
			if s.Status != dossier.Processing || s.Proposal == nil {
				t.Errorf("the changed one: %v", s.Status)
			}
			continue
		}
		if s.Status != dossier.Settled || numbers[s.Result.Number] {
			t.Errorf("%s: %v, number %s", a.Code, s.Status, s.Result.Number)
		}
		numbers[s.Result.Number] = true
	}
	if s := o.state(refusal.Code); !s.Result.Refusal || len(s.Letters) != 1 || s.Letters[0].Signer != deskLeader.ID || s.Letters[0].Number == "" {
		t.Errorf("the refusal issued %+v", s.Letters)
	}
	if body := o.get(page.Decisions); !strings.Contains(plain(body), "Đã thay đổi, đọc lại") {
		t.Error("the changed one does not ask to be read again")
	}
	if w := o.as(access.Person{ID: "ld-09", Roles: deskLeader.Roles}, http.MethodGet, places[0], nil); w.Code != http.StatusNotFound {
		t.Errorf("another's outcome: %d", w.Code)
	}
}

// TestEveryDecision: each kind of proposal becomes its act, with the letter of the form in force
// and numbers from the desk (TT 03/2025 Phụ lục I).
func TestEveryDecision(t *testing.T) {
	o := newOffice(t)
	later := o.site.Catalog.Calendar.AddWorking(calendar.DateOf(o.site.Now()), 12)
	for name, c := range map[string]struct {
		p      dossier.Proposal
		status dossier.Status
		letter string
	}{
		"supplement": {dossier.Proposal{What: "ask_supplement", Missing: []string{"Giấy xác nhận"}, Reason: "thiếu"}, dossier.Supplement, "supplement"},
		"extend":     {dossier.Proposal{What: "extend", Reason: "cần xác minh", NewDue: o.site.Catalog.Calendar.Closing(later)}, dossier.Processing, "apology"},
		"refuse":     {dossier.Proposal{What: "settle", Refusal: true, Paper: true, Reason: "không đủ điều kiện, Luật Hôn nhân và gia đình Đ8"}, dossier.Settled, "refusal"},
		"apologise":  {dossier.Proposal{What: "apologise", Reason: "quá tải", NewDue: o.site.Catalog.Calendar.Closing(later)}, dossier.Processing, "apology"},
		"stop":       {dossier.Proposal{What: "stop", Reason: "có bản án"}, dossier.Stopped, "stop"},
	} {
		o := newOffice(t) // of its own: the apology is of a later day, and no clock of a ledger goes back
		a := o.received()
		if name == "extend" {
			s := o.state(a.Code)
			if due := calendar.DateOf(s.LegalDue); due <= calendar.DateOf(o.site.Now()) {
				continue // of a procedure that is due at once nothing can be extended
			}
		}
		if name == "apologise" {
			o.now.Store(o.state(a.Code).LegalDue.AddDate(0, 0, 4).UnixMilli())
		}
		c.p.To = deskLeader.ID
		o.do(a.ID, deskSpecialist, "", dossier.Propose{Proposal: c.p})
		o.pass(time.Second)
		o.get(decisionURL(a.Code))
		w := o.as(deskLeader, http.MethodPost, decisionURL(a.Code), url.Values{page.KeyField: {page.NewKey()}, "seq": {strconv.Itoa(int(o.state(a.Code).Seq))}, "lam": {"duyet"}})
		s := o.state(a.Code)
		if w.Code != http.StatusSeeOther || s.Status != c.status || s.Proposal != nil {
			t.Errorf("%s: %d, %v: %s", name, w.Code, s.Status, plain(w.Body.String()))
			continue
		}
		if len(s.Letters) != 1 || s.Letters[0].Number == "" {
			t.Errorf("%s: letters %+v", name, s.Letters)
			continue
		}
		if f, ok := o.site.Catalog.Forms.Form(s.Letters[0].Form); !ok || string(f.Purpose) != c.letter {
			t.Errorf("%s: issued %s", name, s.Letters[0].Form)
		}
		if s.Result.Refusal && s.Result.Number != s.Letters[0].Number {
			t.Errorf("the refusal is number %s, its letter %s", s.Result.Number, s.Letters[0].Number)
		}
	}
}

// TestGiveBack: giving back needs a reason; what was typed stays; then the drafter has it again.
// Another leader's proposal is not to be had.
func TestGiveBack(t *testing.T) {
	o := newOffice(t)
	a, b := o.proposed(granted), o.proposed(granted)
	o.pass(time.Minute)
	o.get(decisionURL(a.Code))
	form := url.Values{page.KeyField: {page.NewKey()}, "seq": {strconv.Itoa(int(o.state(a.Code).Seq))}, "lam": {"tra-lai"}, "ly-do": {"  "}}
	w := o.as(deskLeader, http.MethodPost, decisionURL(a.Code), form)
	if body := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(body, `href="#ly-do"`) || !strings.Contains(body, "<title>Lỗi: ") {
		t.Errorf("without a reason: %d", w.Code)
	}
	other := access.Person{ID: "ld-02", Roles: []access.Role{access.Leader}}
	if w := o.as(other, http.MethodGet, decisionURL(a.Code), nil); w.Code != http.StatusConflict || strings.Contains(w.Body.String(), "Kiểm Tra") {
		t.Errorf("another leader: %d", w.Code)
	}
	if v := o.views(access.ViewQuery{Actor: other.ID}); len(v) != 0 {
		t.Errorf("a look that showed nothing is recorded: %v", v)
	}
	form.Set("ly-do", "ghi rõ căn cứ")
	w = o.as(deskLeader, http.MethodPost, decisionURL(a.Code), form)
	if s := o.state(a.Code); w.Code != http.StatusSeeOther || s.Proposal != nil || s.Holder != deskSpecialist.ID {
		t.Errorf("%d: held by %s", w.Code, s.Holder)
	}
	if to := w.Header().Get("Location"); to != decisionURL(b.Code) && to != page.Decisions {
		t.Errorf("goes on to %s", to)
	}
	if w := o.as(deskLeader, http.MethodPost, decisionURL(a.Code), form); w.Code != http.StatusSeeOther {
		t.Errorf("the same form again: %d", w.Code)
	}
}

// TestChangedSinceOpened: a proposal that moved on after it was opened is shown anew and not
// decided.
func TestChangedSinceOpened(t *testing.T) {
	o := newOffice(t)
	a := o.proposed(granted)
	o.pass(time.Minute)
	o.get(decisionURL(a.Code))
	seen := strconv.Itoa(int(o.state(a.Code).Seq))
	o.pass(time.Minute)
	o.do(a.ID, deskClerk, "", dossier.Digitize{Components: []int{0}})
	o.pass(time.Minute)
	w := o.as(deskLeader, http.MethodPost, decisionURL(a.Code), url.Values{page.KeyField: {page.NewKey()}, "seq": {seen}, "lam": {"duyet"}})
	if w.Code != http.StatusConflict || !strings.Contains(plain(w.Body.String()), "đã có thay đổi từ lúc anh/chị mở") || o.state(a.Code).Status != dossier.Processing {
		t.Errorf("%d %s", w.Code, plain(w.Body.String()))
	}
	fresh := `name="seq" value="` + strconv.Itoa(int(o.state(a.Code).Seq)) + `"`
	if !strings.Contains(w.Body.String(), fresh) {
		t.Error("the page does not come as it stands now")
	}
	if w := o.as(deskLeader, http.MethodPost, page.Decisions, url.Values{page.KeyField: {page.NewKey()}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nothing marked: %d", w.Code)
	}
}

// TestLeaderOfOtherFields: a leader decides in the fields of work given to them: others' cannot
// be marked nor approved nor given back, also by forms made by hand, and the page says whose
// they are.
func TestLeaderOfOtherFields(t *testing.T) {
	o := newOffice(t)
	a := o.proposed(granted)
	other := deskLeader
	other.Scope = map[access.Role][]string{access.Leader: {"Chứng thực"}}
	o.pass(time.Minute)
	const why = "Hồ sơ thuộc lĩnh vực Hộ tịch"
	if one := o.as(other, http.MethodGet, decisionURL(a.Code), nil).Body.String(); !strings.Contains(plain(one), why) || strings.Contains(one, `name="lam"`) {
		t.Errorf("the proposal can be decided: %s", plain(one))
	}
	o.pass(time.Minute)
	if list := o.as(other, http.MethodGet, page.Decisions, nil).Body.String(); !strings.Contains(plain(list), "ngoài lĩnh vực được giao") || !strings.Contains(list, "disabled") || strings.Contains(list, "checked") {
		t.Errorf("the list lets it be marked: %s", plain(list))
	}
	w := o.as(other, http.MethodPost, page.Decisions, o.marked(a))
	if got := plain(o.as(other, http.MethodGet, w.Header().Get("Location"), nil).Body.String()); !strings.Contains(got, why) {
		t.Errorf("approved of many: %s", got)
	}
	for _, act := range []string{"duyet", "tra-lai"} {
		form := url.Values{page.KeyField: {page.NewKey()}, "seq": {strconv.Itoa(int(o.state(a.Code).Seq))}, "lam": {act}, "ly-do": {"Xem lại"}}
		if w := o.as(other, http.MethodPost, decisionURL(a.Code), form); w.Code < 400 || !strings.Contains(plain(w.Body.String()), why) {
			t.Errorf("%s: %d %s", act, w.Code, plain(w.Body.String()))
		}
	}
	if s := o.state(a.Code); s.Status != dossier.Processing || s.Proposal == nil {
		t.Errorf("%v %+v", s.Status, s.Proposal)
	}
	o.as(deskLeader, http.MethodPost, page.Decisions, o.marked(a))
	if s := o.state(a.Code); s.Status != dossier.Settled {
		t.Errorf("who has the field cannot: %v", s.Status)
	}
}
