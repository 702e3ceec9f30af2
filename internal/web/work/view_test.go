package work

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// TestViews: a queue with its filters is kept under a name, for one person or a role; it is
// taken away and fetched back by its owner only.
func TestViews(t *testing.T) {
	q := page.InQueue{ID: "tat-ca", Bucket: 1, Procedure: marriage, Holder: specialist.ID, Sort: "-due"}
	save := func(name, role string) string {
		w := as(clerk, http.MethodPost, page.Queues+"/luu", url.Values{page.KeyField: {page.NewKey()}, "hd": {page.InQueue{ID: q.ID, Bucket: 1, Procedure: q.Procedure, Holder: q.Holder, Sort: q.Sort, At: 1}.Context()}, "ten": {name}, "vai": {role}})
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, words(w.Body.String()))
		}
		return w.Header().Get("Location")
	}
	own, shared := save("Kết hôn trễ <b>", ""), save("Chung của quầy", "clerk")
	body := pageOK(t, clerk, own)
	for _, want := range []string{"Kết hôn trễ &lt;b&gt; – Tất cả", "Chung của quầy (", `value="` + marriage + `"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the view lacks %q", want)
		}
	}
	if body := pageOK(t, clerk2, page.QueueURL("tat-ca", 0)); strings.Contains(body, "Kết hôn trễ") || !strings.Contains(body, "Chung của quầy") {
		t.Error("a colleague sees the wrong views")
	}
	if strings.Contains(pageOK(t, specialist, page.QueueURL("tat-ca", 0)), "Chung của quầy") {
		t.Error("another role sees the view")
	}
	u, _ := url.Parse(shared)
	drop := url.Values{page.KeyField: {page.NewKey()}, "xem": {u.Query().Get("xem")}}
	if w := as(clerk2, http.MethodPost, page.Queues+"/xem", drop); w.Code != http.StatusForbidden {
		t.Errorf("a colleague drops it: %d", w.Code)
	}
	w := as(clerk, http.MethodPost, page.Queues+"/xem", drop)
	body = pageOK(t, clerk, w.Header().Get("Location"))
	if strings.Contains(body, "Chung của quầy (") || !strings.Contains(body, "Ctrl+Z") {
		t.Error("not dropped, or not to be undone")
	}
	drop.Set("buoc", "lay-lai")
	w = as(clerk, http.MethodPost, page.Queues+"/xem", drop)
	if !strings.Contains(pageOK(t, clerk, w.Header().Get("Location")), "Chung của quầy (") {
		t.Error("not fetched back")
	}
	// What the page of a queue itself carries is a place, on its first page and with a filter.
	received(t)
	form := pageOK(t, clerk, page.QueueURL("tat-ca", 0)+"?tt="+marriage)
	for _, m := range fieldValue.FindAllStringSubmatch(form, -1) {
		if m[1] != "hd" {
			continue
		}
		place := html.UnescapeString(m[2])
		if w := as(clerk, http.MethodPost, page.Queues+"/luu", url.Values{page.KeyField: {page.NewKey()}, "hd": {place}, "ten": {"Từ trang"}}); w.Code != http.StatusSeeOther {
			t.Errorf("the page's own form: %d %s", w.Code, words(w.Body.String()))
		}
		w := as(clerk, http.MethodPost, page.Queues+"/luu", url.Values{page.KeyField: {page.NewKey()}, "hd": {place}, "ten": {strings.Repeat("ă", 41)}})
		if body := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(body, `value="`+strings.Repeat("ă", 41)) || !strings.Contains(body, `id="loi"`) || !strings.Contains(body, "ten-bo-loc-loi") {
			t.Errorf("refused: %d %s", w.Code, words(body))
		}
		w = as(clerk, http.MethodPost, page.Jobs, url.Values{page.KeyField: {page.NewKey()}, "hd": {place}, "viec": {"return_post"}})
		if body := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(body, `id="loi"`) || !strings.Contains(body, `value="return_post" selected`) {
			t.Errorf("nothing marked: %d %s", w.Code, words(body))
		}
	}
	if strings.Count(form, `name="hd"`) < 2 {
		t.Error("the page names no place")
	}
	for name, kv := range map[string][2]string{"no name": {"", ""}, "long": {strings.Repeat("a", 41), ""}, "role": {"x", "leader"}} {
		v := url.Values{page.KeyField: {page.NewKey()}, "hd": {page.InQueue{ID: "tat-ca", At: 1}.Context()}, "ten": {kv[0]}, "vai": {kv[1]}}
		if w := as(clerk, http.MethodPost, page.Queues+"/luu", v); w.Code != http.StatusBadRequest && w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// TestUndo: a hand-over that nobody has built on is undone by a further entry, once; an act of
// the law is not.
func TestUndo(t *testing.T) {
	a := received(t)
	post(t, clerk, a.Code, "transfer", "cho", specialist.ID)
	v := url.Values{page.KeyField: {page.NewKey()}, "seq": {"2"}}
	for range 2 { // the same form twice is one act
		if w := as(clerk, http.MethodPost, undoURL(a.Code), v); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, words(w.Body.String()))
		}
	}
	if s := state(t, a.Code); s.Holder != clerk.ID || s.Transfers != 2 || s.Seq != 3 {
		t.Errorf("%q %d %d", s.Holder, s.Transfers, s.Seq)
	}
	post(t, clerk, a.Code, "transfer", "cho", specialist.ID)
	post(t, specialist, a.Code, "accept")
	if w := as(clerk, http.MethodPost, undoURL(a.Code), url.Values{page.KeyField: {page.NewKey()}, "seq": {"4"}}); w.Code != http.StatusConflict {
		t.Errorf("undone under the hands of another: %d", w.Code)
	}
	if w := as(specialist, http.MethodPost, undoURL(a.Code), url.Values{page.KeyField: {page.NewKey()}, "seq": {"5"}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "giá trị pháp lý") {
		t.Errorf("an act of the law: %d %s", w.Code, words(w.Body.String()))
	}
}

// TestAlong: a dossier opened from a queue leads to the ones before and after; dealt with, the
// next one is the one that moved up.
func TestAlong(t *testing.T) {
	for range 3 {
		a := received(t)
		do(t, a.ID, clerk, "clerk", "", dossier.Transfer{To: "cm-04"})
	}
	p := specialist
	p.ID = "cm-04"
	o := &room{Site: site}
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	ctx := pageContext(t, p)
	l, err := o.lot(page.InQueue{ID: "cho-thu-ly"}, &p)
	if err != nil {
		t.Fatal(err)
	}
	rows, n, err := l.rows(ctx, in, 0, 10)
	if err != nil || n != 3 {
		t.Fatal(n, err)
	}
	a, err := o.along(ctx, in, page.InQueue{ID: "cho-thu-ly", At: 2}, rows[1])
	if err != nil || a.Previous == nil || a.Previous.Code != rows[0].Code || a.Next == nil || a.Next.Code != rows[2].Code || a.Gone {
		t.Errorf("%+v %v", a, err)
	}
	gone := *rows[1]
	gone.ID++
	if a, err = o.along(ctx, in, page.InQueue{ID: "cho-thu-ly", At: 2}, &gone); err != nil || !a.Gone || a.Next.Code != rows[1].Code || a.Previous.Code != rows[0].Code {
		t.Errorf("gone: %+v %v", a, err)
	}
	if a, err = o.along(ctx, in, page.InQueue{ID: "khong-co", At: 2}, rows[1]); a != nil || err != nil {
		t.Errorf("no queue: %+v %v", a, err)
	}
}
