package work

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

func worker() *runner { return &runner{&room{Site: site}, slog.New(slog.DiscardHandler)} }

// asked makes a job and confirms it; it returns its address.
func askedJob(t testing.TB, p access.Person, what string, codes []string, kv ...string) string {
	t.Helper()
	v := url.Values{page.KeyField: {page.NewKey()}, "viec": {what}, "hs": codes, "hd": {page.InQueue{ID: "cua-toi", At: 1}.Context()}}
	w := as(p, http.MethodPost, page.Jobs, v)
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, page.Jobs+"/") {
		t.Fatalf("%d %s", w.Code, words(w.Body.String()))
	}
	if body := pageOK(t, p, to); !strings.Contains(body, "Chưa làm gì cả") || !strings.Contains(body, codes[0]) {
		t.Errorf("the job does not ask first: %s", words(body))
	}
	go_ := url.Values{page.KeyField: {page.NewKey()}, "buoc": {"chay"}}
	for i := 0; i < len(kv); i += 2 {
		go_.Set(kv[i], kv[i+1])
	}
	if w := as(p, http.MethodPost, to, go_); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, words(w.Body.String()))
	}
	return to
}

func jobOf(t testing.TB, address string) *job {
	t.Helper()
	j, err := (&room{Site: site}).getJob(context.Background(), strings.TrimPrefix(address, page.Jobs+"/"))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestJob: a job asks first, does every row, and lists what was refused while the rest stays
// done.
func TestJob(t *testing.T) {
	var codes []string
	for range 3 {
		codes = append(codes, received(t).Code)
	}
	bad := with(t, specialist)
	post(t, specialist, bad.Code, "stop", "ly-do-mau", "3", "van-ban", "2/UBND")
	codes = append(codes, bad.Code)
	to := askedJob(t, clerk, "transfer", codes, "cho", specialist.ID)
	if s := state(t, codes[0]); s.Holder != clerk.ID {
		t.Fatal("done before the worker came")
	}
	if err := worker().round(t.Context()); err != nil {
		t.Fatal(err)
	}
	j := jobOf(t, to)
	if done, failed := j.counted(); j.State != jobDone || done != 4 || failed != 1 || j.Rows[3].Why == "" {
		t.Errorf("%s: %d done, %d failed", j.State, done, failed)
	}
	for _, c := range codes[:3] {
		if s := state(t, c); s.Holder != specialist.ID || s.Transfers != 1 {
			t.Errorf("%s: held by %q after %d transfers", c, s.Holder, s.Transfers)
		}
	}
	body := pageOK(t, clerk, to)
	if !strings.Contains(body, "Xong 4/4, lỗi 1") || !strings.Contains(body, "loi.csv") {
		t.Errorf("the page: %s", words(body))
	}
	w := as(clerk, http.MethodGet, to+"/loi.csv", nil)
	if w.Code != http.StatusOK || strings.Count(w.Body.String(), "\n") != 2 || !strings.Contains(w.Body.String(), bad.Code) {
		t.Errorf("csv: %d %q", w.Code, w.Body.String())
	}
	if left, err := site.Notes.List(t.Context(), site.Unit.Code, jobQueue, "", 0); err != nil || len(left) != 0 {
		t.Errorf("%d jobs still wait (%v)", len(left), err)
	}
	if !strings.Contains(pageOK(t, clerk, page.Jobs), "Chuyển 4 hồ sơ") {
		t.Error("the list lacks the job")
	}
}

// TestJobGoesOn: a worker that dies at any row, before its results are saved, is followed by
// one that does the rest and nothing twice.
func TestJobGoesOn(t *testing.T) {
	for died := range 4 {
		var codes []string
		for range 4 {
			codes = append(codes, received(t).Code)
		}
		to := askedJob(t, clerk, "transfer", codes, "cho", specialist.ID)
		lost := jobOf(t, to) // what the first worker knows and never saves
		for i := range died + 1 {
			who, err := worker().still(t.Context(), lost)
			if err != nil {
				t.Fatal(err)
			}
			if err := worker().row(t.Context(), lost, i, who, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := worker().round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if done, failed := jobOf(t, to).counted(); done != 4 || failed != 0 {
			t.Errorf("died after %d: %d done, %d failed: %+v", died, done, failed, jobOf(t, to).Rows)
		}
		for _, c := range codes {
			if s := state(t, c); s.Transfers != 1 {
				t.Errorf("%s was passed on %d times", c, s.Transfers)
			}
		}
	}
}

// away are notes that cannot be reached.
type away struct{ note.Keeper }

func (away) Get(context.Context, string, string, string) (note.Note, error) {
	return note.Note{}, fault.New(fault.Unavailable, "store.readers_busy")
}

// TestJobWaitsForPeople: when nobody can say what the person of a job may do, no row is refused
// for it: the job is tried again.
func TestJobWaitsForPeople(t *testing.T) {
	to := askedJob(t, clerk, "transfer", []string{received(t).Code}, "cho", specialist.ID)
	there := *site
	there.Office = &access.Office{Notes: away{}, Unit: site.Unit.Code, Now: site.Now}
	r, j := &runner{&room{Site: &there}, nil}, jobOf(t, to)
	if err := r.some(t.Context(), j); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	if done, _ := j.counted(); done != 0 {
		t.Errorf("%+v", j.Rows)
	}
	if err := worker().round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if done, failed := jobOf(t, to).counted(); done != 1 || failed != 0 {
		t.Errorf("%d done, %d failed", done, failed)
	}
}

// TestJobStops: a stop is heard before the next rows; what is done stays done, and the worker's
// results are not lost when both write at once.
func TestJobStops(t *testing.T) {
	var codes []string
	for range someRows + 3 {
		codes = append(codes, received(t).Code)
	}
	to := askedJob(t, clerk, "transfer", codes, "cho", specialist.ID)
	r, j := worker(), jobOf(t, to)
	if err := r.some(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	if w := as(clerk, http.MethodPost, to, url.Values{page.KeyField: {page.NewKey()}, "buoc": {"dung"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	if _, err := r.save(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	if err := r.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	j = jobOf(t, to)
	if done, _ := j.counted(); j.State != jobCancelled || done != someRows {
		t.Errorf("%s after %d rows", j.State, done)
	}
	if state(t, codes[len(codes)-1]).Transfers != 0 {
		t.Error("the rest was done")
	}
	if !strings.Contains(pageOK(t, clerk, to), "Phần chưa làm giữ nguyên") {
		t.Error("the page does not say that the rest was left")
	}
}

// TestJobRefuses: nothing marked, too much, no such act, a missing field, somebody else's job.
func TestJobRefuses(t *testing.T) {
	code := received(t).Code
	ask := func(kv ...string) int {
		v := url.Values{page.KeyField: {page.NewKey()}, "hd": {page.InQueue{ID: "tat-ca", At: 1}.Context()}}
		for i := 0; i < len(kv); i += 2 {
			v.Add(kv[i], kv[i+1])
		}
		return as(clerk, http.MethodPost, page.Jobs, v).Code
	}
	for name, got := range map[string]int{"nothing": ask("viec", "transfer"), "no act": ask("viec", "settle", "hs", code), "nobody": ask("viec", "transfer", "hs", "H50.31.02-990101-0001")} {
		if got != http.StatusBadRequest && got != http.StatusNotFound {
			t.Errorf("%s: %d", name, got)
		}
	}
	v := url.Values{page.KeyField: {page.NewKey()}, "viec": {"transfer"}, "hs": {code, code}, "hd": {""}}
	to := as(clerk, http.MethodPost, page.Jobs, v).Header().Get("Location")
	if again := as(clerk, http.MethodPost, page.Jobs, v).Header().Get("Location"); again != to {
		t.Errorf("the same form is two jobs: %s %s", to, again)
	}
	if n := len(jobOf(t, to).Rows); n != 1 {
		t.Errorf("one dossier marked twice is %d rows", n)
	}
	run := url.Values{page.KeyField: {page.NewKey()}, "buoc": {"chay"}}
	w := as(clerk, http.MethodPost, to, run)
	if sound(t, to, w.Body.String()); w.Code != http.StatusBadRequest || jobOf(t, to).State != jobNew {
		t.Errorf("without a receiver: %d %s", w.Code, jobOf(t, to).State)
	}
	for _, p := range []access.Person{clerk2, leader} { // not even a leader confirms for another
		if w := as(p, http.MethodGet, to, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s sees a job that was not confirmed: %d", p.ID, w.Code)
		}
	}
	run.Set("cho", specialist.ID)
	as(clerk, http.MethodPost, to, run)
	if w := as(clerk2, http.MethodGet, to, nil); w.Code != http.StatusNotFound {
		t.Errorf("a colleague sees the job: %d", w.Code)
	}
	pageOK(t, leader, to)
	if err := worker().round(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestJobKinds: every bulk act does what it says.
func TestJobKinds(t *testing.T) {
	a := received(t)
	do(t, a.ID, clerk, access.Clerk, "", dossier.Transfer{To: specialist.ID})
	run := func(p access.Person, what string, kv ...string) *dossier.State {
		to := askedJob(t, p, what, []string{a.Code}, kv...)
		if err := worker().round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, failed := jobOf(t, to).counted(); failed > 0 {
			t.Errorf("%s: %s", what, jobOf(t, to).Rows[0].Why)
		}
		return state(t, a.Code)
	}
	if s := run(specialist, "accept"); s.Status != dossier.Processing || s.Holder != specialist.ID {
		t.Errorf("accept: %v %q", s.Status, s.Holder)
	}
	if s := run(specialist, "propose", "cho", leader.ID, "du-thao", "Cấp giấy chứng nhận"); s.Proposal == nil || s.Holder != leader.ID {
		t.Errorf("propose: %+v", s.Proposal)
	}
	post(t, leader, a.Code, "settle", "so", "47/2026", "dang", "giay", "ket-qua", "giai-quyet")
	if s := run(clerk, "return_post", "phieu", "BK-01"); s.Status != dossier.Returned {
		t.Errorf("return: %v", s.Status)
	}
}
