package work

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// sheet is what a form must carry, and what was typed.
func sheet(seq int32, kv ...string) url.Values {
	v := url.Values{page.KeyField: {page.NewKey()}, "seq": {strconv.Itoa(int(seq))}}
	for i := 0; i < len(kv); i += 2 {
		v.Add(kv[i], kv[i+1])
	}
	return v
}

// post sends a form of an act and wants it done.
func post(t testing.TB, p access.Person, code, command string, kv ...string) *dossier.State {
	t.Helper()
	w := as(p, http.MethodPost, page.ActURL(code, command), sheet(state(t, code).Seq, kv...))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s as %s: %d %s", command, p.ID, w.Code, words(w.Body.String()))
	}
	return state(t, code)
}

// refused sends a form and wants it back, with a sentence and all that was typed.
func refused(t testing.TB, p access.Person, code, command, why string, kv ...string) string {
	t.Helper()
	w := as(p, http.MethodPost, page.ActURL(code, command), sheet(state(t, code).Seq, kv...))
	body := w.Body.String()
	if w.Code < 400 || w.Code >= 500 || !strings.Contains(words(body), why) {
		t.Errorf("%s as %s: %d, does not say %q: %s", command, p.ID, w.Code, why, words(body))
	}
	sound(t, command, body)
	return body
}

// with is a fresh dossier in work with the specialist.
func with(t testing.TB, p access.Person) desk.Answer {
	t.Helper()
	a := received(t)
	do(t, a.ID, clerk, access.Clerk, "", dossier.Transfer{To: p.ID})
	do(t, a.ID, p, p.Roles[0], "", dossier.Accept{Holder: p.ID})
	return a
}

// TestCourse walks the ordinary course through the forms.
func TestCourse(t *testing.T) {
	a := received(t)
	if s := post(t, clerk, a.Code, "transfer", "cho", specialist.ID); s.Holder != specialist.ID {
		t.Errorf("held by %q", s.Holder)
	}
	if s := post(t, specialist, a.Code, "accept"); s.Status != dossier.Processing || s.Holder != specialist.ID {
		t.Errorf("%v %q", s.Status, s.Holder)
	}
	if s := post(t, specialist, a.Code, "digitize", "giay-to", "0", "giay-to", "1"); !s.Components[1].Digitized {
		t.Error("not digitized")
	}
	s := post(t, specialist, a.Code, "ask_supplement", "thieu", "1", "thieu-1", "bản có xác nhận còn giá trị", "khac", "Ảnh 4×6", "ly-do-mau", "2", "ly-do", "cấp đã quá 6 tháng")
	if s.Status != dossier.Supplement {
		t.Errorf("%v", s.Status)
	}
	refused(t, clerk, a.Code, "supply", "Chưa đánh dấu đã nhận", "nhan", "0")
	if s = post(t, clerk, a.Code, "supply", "nhan", "0", "nhan", "1"); s.Status != dossier.Processing {
		t.Errorf("%v", s.Status)
	}
	refused(t, specialist, a.Code, "ask_supplement", "lãnh đạo", "thieu", "0", "ly-do", "lần nữa")
	if s = post(t, specialist, a.Code, "raise_obligation", "noi-dung", "Lệ phí trước bạ", "so-tien", "1.500.000 đ"); s.Status != dossier.Obligation {
		t.Errorf("%v", s.Status)
	}
	if s = post(t, specialist, a.Code, "meet_obligation", "chung-tu", "Biên lai 0001"); s.Status != dossier.Processing {
		t.Errorf("%v", s.Status)
	}
	if s = post(t, leader, a.Code, "settle", "ket-qua", "giai-quyet", "so", "45/2026", "dang", "giay"); s.Status != dossier.Settled || s.Result.Number != "45/2026" {
		t.Errorf("%v %+v", s.Status, s.Result)
	}
	b := with(t, specialist)
	for number, why := range map[string]string{"045/2026": "đã cấp cho hồ sơ " + a.Code, "3/KQ-UBND": "thuộc dãy số do hệ thống cấp"} {
		v := sheet(state(t, b.Code).Seq, "ket-qua", "giai-quyet", "so", number, "dang", "giay")
		w := as(leader, http.MethodPost, page.ActURL(b.Code, "settle"), v)
		if body := w.Body.String(); w.Code < 400 || !strings.Contains(body, why) || !strings.Contains(body, `value="`+number+`"`) || !strings.Contains(body, field{Name: "so"}.ID()+"-loi") {
			t.Errorf("%s: %d %s", number, w.Code, words(body))
		}
	}
}

// TestAsksBack: a withdrawal is asked for and answered; a stop ends what was asked for.
func TestAsksBack(t *testing.T) {
	a := with(t, specialist)
	if s := post(t, clerk, a.Code, "ask_withdraw", "ly-do", "đổi ý"); s.Status != dossier.Withdrawing {
		t.Errorf("%v", s.Status)
	}
	refused(t, specialist, a.Code, "continue", "văn bản trả lời")
	if s := post(t, specialist, a.Code, "continue", "tra-loi", "Đã có quyết định số 12"); s.Status != dossier.Processing {
		t.Errorf("%v", s.Status)
	}
	post(t, clerk, a.Code, "ask_withdraw")
	if s := post(t, clerk, a.Code, "stop", "ly-do-mau", "1"); s.Status != dossier.Stopped {
		t.Errorf("%v", s.Status)
	}
	refused(t, clerk, a.Code, "ask_withdraw", "Dừng xử lý")
}

// TestSettleRefusing: who writes down a refusing result states why; the letter of refusal goes out
// in the same act, and the result bears its number unless it has one of its own.
func TestSettleRefusing(t *testing.T) {
	a, b := with(t, specialist), with(t, specialist)
	body := refused(t, leader, a.Code, "settle", "Hãy ghi lý do", "ket-qua", "tu-choi", "dang", "giay")
	if !strings.Contains(body, `value="tu-choi" checked`) {
		t.Error("the choice is lost")
	}
	s := post(t, leader, a.Code, "settle", "ket-qua", "tu-choi", "dang", "giay", "ly-do-mau", "1", "ly-do", "Luật Hộ tịch Đ18")
	if len(s.Letters) != 1 || s.Result.Number != s.Letters[0].Number || !s.Result.Refusal || !strings.Contains(s.Letters[0].Number, "PTC-") {
		t.Fatalf("%+v %+v", s.Result, s.Letters)
	}
	entries := entriesOf(t, s)
	said, err := dossier.Says(&entries[s.Letters[0].About-1])
	if err != nil || said.Reason != "Không đủ điều kiện theo quy định của pháp luật; Luật Hộ tịch Đ18" {
		t.Errorf("%q %v", said.Reason, err)
	}
	s = post(t, clerk, b.Code, "settle", "ket-qua", "tu-choi", "so", "77/UBND-TP", "dang", "giay", "ly-do", "Không đủ tuổi")
	if len(s.Letters) != 1 || s.Result.Number != "77/UBND-TP" {
		t.Errorf("%+v %+v", s.Result, s.Letters)
	}
}

func entriesOf(t testing.TB, s *dossier.State) []ledger.Entry {
	t.Helper()
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	entries, err := in.Entries(t.Context(), s.Unit, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// TestHappenedEarlier: an act may be recorded after it happened; over the lag of the house the form
// asks why, and the reason stays with the entry.
func TestHappenedEarlier(t *testing.T) {
	id := newID(t)
	began := site.Now().Add(-2 * time.Hour)
	o := desk.Order{Unit: site.Unit.Code, Dossier: id, Key: fmt.Sprint("test:", counter.Add(1)), Actor: clerk.As(access.Clerk), Happened: began, Why: "Mất điện", Procedure: marriage,
		Command: dossier.Receive{Channel: dossier.Counter, Applicant: applicant, Components: []dossier.Component{{Name: "Tờ khai", Copies: 1}}}}
	a, err := site.Desk.Do(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	at := func(d time.Duration) string { return calendar.PrintInstant(began.Add(d)) }
	body := refused(t, clerk, a.Code, "transfer", "Hãy ghi vì sao bây giờ mới ghi", "cho", specialist.ID, "luc", at(time.Minute))
	if !strings.Contains(body, `id="vi-sao-muon-loi"`) || !strings.Contains(body, `value="`+at(time.Minute)+`"`) || !strings.Contains(body, "<details class=\"earlier\" open") {
		t.Error("the field is not opened with what was typed")
	}
	refused(t, clerk, a.Code, "transfer", "chưa đến", "cho", specialist.ID, "luc", at(5*time.Hour))
	refused(t, clerk, a.Code, "transfer", "không phải giờ", "cho", specialist.ID, "luc", "ban sáng")
	refused(t, clerk, a.Code, "transfer", calendar.PrintInstant(began), "cho", specialist.ID, "luc", at(-time.Hour), "vi-sao-muon", "Mất điện")
	s := post(t, clerk, a.Code, "transfer", "cho", specialist.ID, "luc", at(time.Minute), "vi-sao-muon", "Mất điện")
	lines, err := dossier.Timeline(entriesOf(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if l := lines[len(lines)-1]; l.Why != "Mất điện" || !l.Late || !l.Happened.Equal(began.Add(time.Minute).Truncate(time.Minute)) || s.LateEntries != 2 {
		t.Errorf("%+v", l)
	}
	if s = post(t, specialist, a.Code, "accept"); s.LateEntries != 2 {
		t.Error("what happens now is late")
	}
}

// TestForms: for every command, every role and every kind of dossier, the form opens; it has a
// button exactly when desk says the command is possible, and otherwise says why not.
func TestForms(t *testing.T) {
	settled := with(t, specialist)
	post(t, leader, settled.Code, "settle", "so", "46/2026", "dang", "giay")
	asked := with(t, specialist)
	post(t, specialist, asked.Code, "ask_supplement", "thieu", "0", "ly-do-mau", "1")
	gone := with(t, specialist)
	post(t, specialist, gone.Code, "stop", "ly-do-mau", "3", "van-ban", "15/UBND")
	for name, code := range map[string]string{"received": received(t).Code, "in work": with(t, specialist).Code, "asked": asked.Code, "settled": settled.Code, "stopped": gone.Code} {
		s := state(t, code)
		for _, p := range []access.Person{clerk, specialist, leader} {
			p.Unit = site.Unit.Code
			possible := site.Desk.Possible(s, &p, site.Now())
			for command := range acts {
				body := pageOK(t, p, page.ActURL(code, command))
				may := slices.ContainsFunc(possible, func(x desk.Possible) bool { return x.Command == command })
				if has := strings.Contains(body, `data-key="Ctrl+Enter"`); has != may {
					t.Errorf("%s, %s as %s: button %t, possible %t", name, command, p.ID, has, may)
				}
				if !may && !strings.Contains(body, "Chưa làm được việc này") {
					t.Errorf("%s, %s as %s: does not say why not", name, command, p.ID)
				}
				if may && !strings.Contains(body, `name="khoa"`) {
					t.Errorf("%s, %s as %s: no key", name, command, p.ID)
				}
			}
		}
	}
}

var fieldValue = regexp.MustCompile(`name="([^"]*)" value="([^"]*)"`)

// TestNothingIsLost: a refused form comes back with all that was typed, the key it had, and the
// error beside its field.
func TestNothingIsLost(t *testing.T) {
	a := with(t, specialist)
	v := sheet(state(t, a.Code).Seq, "thieu-1", "bản chính", "khac", "một\nhai <b>", "ly-do", "")
	w := as(specialist, http.MethodPost, page.ActURL(a.Code, "ask_supplement"), v)
	body := w.Body.String()
	if w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
	for _, want := range []string{`value="bản chính"`, "một\nhai &lt;b&gt;", v.Get("khoa"), `id="f-ly-do-loi"`, `href="#f-ly-do"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
}

// TestDoubleSubmit: the same form sent many times at once is one act, and all are led to the
// same place.
func TestDoubleSubmit(t *testing.T) {
	a := received(t)
	v := sheet(state(t, a.Code).Seq, "cho", specialist.ID)
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			if w := as(clerk, http.MethodPost, page.ActURL(a.Code, "transfer"), v); w.Code != http.StatusSeeOther {
				t.Errorf("%d %s", w.Code, words(w.Body.String()))
			}
		})
	}
	wait.Wait()
	if s := state(t, a.Code); s.Transfers != 1 || s.Seq != 2 {
		t.Errorf("%d transfers, %d entries", s.Transfers, s.Seq)
	}
}

// TestMovedOn: a dossier that moved on is a conflict that says what others did; what was typed
// is kept, and goes through when it is still lawful.
func TestMovedOn(t *testing.T) {
	a := with(t, specialist)
	old := sheet(state(t, a.Code).Seq, "noi-dung", "Thuế thu nhập", "so-tien", "200000")
	post(t, specialist, a.Code, "digitize", "giay-to", "0")
	w := as(specialist, http.MethodPost, page.ActURL(a.Code, "raise_obligation"), old)
	body := w.Body.String()
	sound(t, "conflict", body)
	if w.Code != http.StatusConflict || !strings.Contains(body, "Số hóa giấy tờ") || !strings.Contains(body, "Thuế thu nhập") || !strings.Contains(body, "Vẫn thực hiện") {
		t.Errorf("%d %s", w.Code, words(body))
	}
	if state(t, a.Code).Status != dossier.Processing {
		t.Error("something was recorded")
	}
	again := url.Values{"noi-dung": old["noi-dung"], "so-tien": old["so-tien"]}
	for _, m := range fieldValue.FindAllStringSubmatch(body[strings.Index(body, "work-form"):], -1) {
		if m[1] == "khoa" || m[1] == "seq" {
			again.Set(m[1], m[2])
		}
	}
	if w := as(specialist, http.MethodPost, page.ActURL(a.Code, "raise_obligation"), again); w.Code != http.StatusSeeOther {
		t.Errorf("anyway: %d %s", w.Code, words(w.Body.String()))
	}
	stale := sheet(3, "giay-to", "1")
	post(t, specialist, a.Code, "meet_obligation", "chung-tu", "x")
	post(t, specialist, a.Code, "stop", "ly-do-mau", "3", "van-ban", "1/UBND")
	w = as(specialist, http.MethodPost, page.ActURL(a.Code, "digitize"), stale)
	if body := w.Body.String(); w.Code != http.StatusConflict || strings.Contains(body, "Vẫn thực hiện") || !strings.Contains(body, "Chưa làm được việc này") {
		t.Errorf("no longer lawful: %d %s", w.Code, words(body))
	}
}

// TestFormSaysWhoLooks: who opens the form of an act reads who else has the dossier open, and
// nobody reads his own name there (ux 3.4).
func TestFormSaysWhoLooks(t *testing.T) {
	a := with(t, specialist)
	address := page.ActURL(a.Code, "digitize")
	if body := pageOK(t, specialist, address); strings.Contains(body, "work-looking") {
		t.Error("somebody looks at a dossier that nobody has opened")
	}
	pageOK(t, leader, page.ActURL(a.Code, "ask_supplement"))
	body := pageOK(t, specialist, address)
	if !strings.Contains(body, "work-looking") || strings.Contains(words(body[strings.Index(body, "work-looking"):][:300]), "Tư pháp") {
		t.Errorf("the form does not say who else looks: %s", words(body))
	}
}

// TestOnline: a dossier that came by the portal has no code yet and is reached by its opaque
// id; incomplete it is not received, complete it leads to its receipt.
func TestOnline(t *testing.T) {
	id := newID(t)
	do(t, id, access.Person{ID: "cong-dvc"}, access.System, marriage, dossier.Submit{Channel: dossier.Online, Applicant: applicant, Typist: dossier.TypedByCitizen,
		Components: []dossier.Component{{Name: "Tờ khai", Copies: 1}, {Name: "Giấy xác nhận", Copies: 1}}})
	if body := pageOK(t, clerk, page.QueueURL("cho-tiep-nhan", 0)); !strings.Contains(body, "/ho-so/"+id.String()+"?hd=") {
		t.Error("not in the queue by its id")
	}
	address := page.ActURL(id.String(), "receive")
	pageOK(t, clerk, address)
	w := as(clerk, http.MethodPost, address, sheet(1, "du", "0"))
	if sound(t, address, w.Body.String()); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Giấy xác nhận") {
		t.Errorf("incomplete: %d %s", w.Code, words(w.Body.String()))
	}
	w = as(clerk, http.MethodPost, address, sheet(1, "du", "0", "du", "1"))
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/ho-so/"+site.Unit.Code) || !strings.HasSuffix(to, "/giay/giay-tiep-nhan") {
		t.Errorf("%d %q %s", w.Code, to, words(w.Body.String()))
	}
	if w := as(clerk, http.MethodGet, page.ActURL("0000000000000", "receive"), nil); w.Code != http.StatusNotFound {
		t.Errorf("nobody's id: %d", w.Code)
	}
}

// TestActRefuses: what is no form of ours is refused in a sentence and changes nothing.
func TestActRefuses(t *testing.T) {
	a := received(t)
	for name, c := range map[string]struct {
		address string
		form    url.Values
		want    int
	}{
		"no key":       {page.ActURL(a.Code, "transfer"), url.Values{"seq": {"1"}, "cho": {specialist.ID}}, 400},
		"no seq":       {page.ActURL(a.Code, "transfer"), url.Values{page.KeyField: {page.NewKey()}, "cho": {specialist.ID}}, 400},
		"ahead":        {page.ActURL(a.Code, "transfer"), sheet(99, "cho", specialist.ID), 409},
		"no act":       {page.ActURL(a.Code, "abolish"), sheet(1), 404},
		"no dossier":   {page.ActURL("H50.31.02-990101-0001", "transfer"), sheet(1), 404},
		"nobody":       {page.ActURL(a.Code, "transfer"), sheet(1, "cho", "xx-99"), 400},
		"no such work": {page.ActURL(a.Code, "transfer"), sheet(1, "cho", "qt-01"), 400},
		"not lawful":   {page.ActURL(a.Code, "settle"), sheet(1, "so", "1", "dang", "giay"), 409},
	} {
		if w := as(clerk, http.MethodPost, c.address, c.form); w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
	}
	if s := state(t, a.Code); s.Seq != 1 {
		t.Errorf("%d entries", s.Seq)
	}
}
