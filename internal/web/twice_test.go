package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/internal/web/page"
)

// manyTimes sends one form many times at once and wants the same answer every time.
func manyTimes(t *testing.T, s http.Handler, token, address string, form url.Values) (to string) {
	t.Helper()
	const times = 1000
	answers := make([]*httptest.ResponseRecorder, times)
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range answers {
		all.Go(func() {
			<-begin
			for range 50 { // who is told that the server is busy sends again, as the page says
				r := as(token, http.MethodPost, address)
				sent := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
				r.Body, r.ContentLength = sent.Body, sent.ContentLength
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				if answers[i] = do(s, r); answers[i].Code != http.StatusServiceUnavailable {
					return
				}
			}
		})
	}
	close(begin)
	all.Wait()
	got := map[string]int{}
	for _, w := range answers {
		key := http.StatusText(w.Code) + " " + w.Header().Get("Location")
		got[key]++
		if w.Code != http.StatusSeeOther && got[key] == 1 {
			t.Errorf("%d: %s", w.Code, first(w.Body.String()))
		}
		to = w.Header().Get("Location")
	}
	if len(got) != 1 {
		t.Errorf("%d answers: %v", times, got)
	}
	return to
}

// entriesOf are the kinds of the entries of a dossier.
func entriesOf(t *testing.T, code string) (kinds []string) {
	t.Helper()
	r, err := ward.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	d, err := r.DossierByCode(t.Context(), ward.Unit.Code, code)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := r.Entries(t.Context(), ward.Unit.Code, ledgerSubject(d.ID))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// TestTwice: a form sent a thousand times at once is one act, and every sender is led to the
// same page (T11).
func TestTwice(t *testing.T) {
	st := setStage(t)
	s, _ := start(t, func(p *page.Site) { p.Sessions = stageSessions })
	who := st.who("clerk")
	code := st.ours[who.id]
	before := len(entriesOf(t, code))
	manyTimes(t, s, who.token, page.ActURL(code, "transfer"), url.Values{page.KeyField: {page.NewKey()}, "cho": {"mc-02"}, "seq": {strconv.Itoa(before)}})
	if kinds := entriesOf(t, code); len(kinds) != before+1 {
		t.Errorf("%d entries: %v", len(kinds)-before, kinds)
	}
}
