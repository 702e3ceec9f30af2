package work

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// TestQueuesByRole: a person has the queues of their roles and no other.
func TestQueuesByRole(t *testing.T) {
	for _, p := range []access.Person{clerk, specialist, leader} {
		var has []string
		for _, q := range page.QueuesOf(&p) {
			has = append(has, q.ID)
			body := pageOK(t, p, page.QueueURL(q.ID, 0))
			if !strings.Contains(body, `aria-current="page"`) {
				t.Errorf("%s: %s is not among the tabs", p.ID, q.ID)
			}
		}
		for id := range definitions {
			if w := as(p, http.MethodGet, page.QueueURL(id, 0), nil); (w.Code == http.StatusOK) != slices.Contains(has, id) {
				t.Errorf("%s %s: %d", p.ID, id, w.Code)
			}
		}
	}
}

// TestQueueHolds: a dossier stands in the queue of who has it to do, masked, and its row leads
// to its page with the place in the queue.
func TestQueueHolds(t *testing.T) {
	a := received(t)
	do(t, a.ID, clerk, access.Clerk, "", dossier.Transfer{To: specialist.ID})
	body := pageOK(t, specialist, page.QueueURL("cho-thu-ly", 0))
	if !strings.Contains(body, a.Code) || !strings.Contains(body, "N. T. K. Tra") {
		t.Errorf("not in the queue: %s", words(body))
	}
	for _, secret := range []string{applicant.Name, applicant.Number, applicant.Phone, applicant.Address} {
		if strings.Contains(body, secret) {
			t.Errorf("the queue shows %q", secret)
		}
	}
	if strings.Contains(pageOK(t, clerk, page.QueueURL("cua-toi", 0)), a.Code) {
		t.Error("the clerk still has it")
	}
	if !strings.Contains(body, "hd=") || !strings.Contains(body, "data-rows") {
		t.Error("rows do not lead on through the queue")
	}
}

// TestQueueCounts: the numbers of the buckets add up to the whole, each is the length of its
// own list, and pages hold every row once.
func TestQueueCounts(t *testing.T) {
	o := &room{Site: site}
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	l, err := o.lot(page.InQueue{ID: "tat-ca"}, &leader)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := l.counts(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.whole(t.Context(), in)
	if err != nil || len(all) == 0 {
		t.Fatal(len(all), err)
	}
	sum := 0
	for b, n := range counts {
		sum += n
		part, err := o.lot(page.InQueue{ID: "tat-ca", Bucket: int(b)}, &leader)
		if err != nil {
			t.Fatal(err)
		}
		if rows, total, err := part.rows(t.Context(), in, 0, 10); err != nil || total != n || len(rows) != min(10, n) {
			t.Errorf("bucket %d: %d rows of %d, want %d (%v)", b, len(rows), total, n, err)
		}
	}
	if sum != len(all) {
		t.Errorf("buckets hold %d, the queue %d", sum, len(all))
	}
}

// TestQueueOfField: a field's queue holds the dossiers of the field alone, so that a cell of the
// leader's table and its list are one number.
func TestQueueOfField(t *testing.T) {
	received(t)
	o := &room{Site: site}
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	whole, err := o.lot(page.InQueue{ID: "tat-ca"}, &leader)
	if err != nil {
		t.Fatal(err)
	}
	all, err := whole.whole(t.Context(), in)
	if err != nil || len(all) == 0 {
		t.Fatal(len(all), err)
	}
	count := map[string]int{}
	for _, s := range all {
		count[site.FieldOf(s)]++
	}
	for field, n := range count {
		l, err := o.lot(page.InQueue{ID: "tat-ca", Field: field}, &leader)
		if err != nil {
			t.Fatal(err)
		}
		rows, total, err := l.rows(t.Context(), in, 0, 5)
		if err != nil || total != n || len(rows) != min(5, n) {
			t.Errorf("%s: %d of %d, want %d (%v)", field, len(rows), total, n, err)
		}
		for _, s := range rows {
			if site.FieldOf(s) != field {
				t.Errorf("%s stands in the queue of %s", s.Code, field)
			}
		}
		q := page.InQueue{ID: "tat-ca", Field: field, At: 1}
		if again := page.ParseInQueue(q.Context()); again == nil || again.Field != field {
			t.Errorf("the way back loses the field: %+v", again)
		}
		if body := pageOK(t, leader, q.URL()); !strings.Contains(words(body), "Lĩnh vực: "+field) {
			t.Errorf("the queue does not say that it is of %s", field)
		}
	}
}

// TestQueueRefuses: what is no filter is refused in a sentence.
func TestQueueRefuses(t *testing.T) {
	for address, want := range map[string]int{
		page.QueueURL("khong-co", 0):           404,
		"/hang-doi/tat-ca?han=9":               400,
		"/hang-doi/tat-ca?han=-1":              400,
		"/hang-doi/tat-ca?sap=applicant":       400,
		"/hang-doi/tat-ca?trang=0":             400,
		"/hang-doi/tat-ca?trang=99999":         404,
		"/hang-doi/tat-ca?tt=khong-co":         200,
		"/hang-doi/tat-ca?giu=-":               200,
		"/hang-doi/tat-ca?giu=%27%20OR%201=1":  200,
		"/hang-doi/tat-ca?sap=-received&han=1": 200,
	} {
		if w := as(leader, http.MethodGet, address, nil); w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		} else {
			sound(t, address, w.Body.String())
		}
	}
}
