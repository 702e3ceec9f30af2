package leader

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
	"pgregory.net/rapid"
)

// TestDeskEmpty: before the first dossier every figure is «chưa có số», none is zero, and none
// leads anywhere.
func TestDeskEmpty(t *testing.T) {
	o := newOffice(t)
	body := o.get(page.LeaderDesk)
	_, tiles, _ := strings.Cut(body, "desk__tiles")
	tiles, _, _ = strings.Cut(tiles, "</ul>")
	if n := strings.Count(tiles, "chưa có số"); n != 5 || strings.Contains(tiles, "<a ") || strings.Contains(tiles, ">0<") {
		t.Errorf("%d of 5 tiles say that nothing is known: %s", n, plain(tiles))
	}
	if strings.Contains(body, `data-key="F9"`) {
		t.Error("F9 leads to nothing")
	}
}

// TestDesk: what is overdue, due, proposed and owed is counted, and each number leads to its
// list; F9 opens what is most pressing.
func TestDesk(t *testing.T) {
	o := newOffice(t)
	old := o.received()
	due := o.state(old.Code).LegalDue
	o.now.Store(due.AddDate(0, 0, 4).UnixMilli())
	a := o.proposed(granted)
	body := o.get(page.LeaderDesk)
	for _, want := range []string{page.QueueURL(everything, int(desk.Overdue)), page.Decisions, "#thu-no", page.QueueURL(everything, int(desk.Today))} {
		if !strings.Contains(body, `href="`+want+`"`) {
			t.Errorf("no way to %s", want)
		}
	}
	if !strings.Contains(plain(body), "Mở 1 hồ sơ quá hạn F9") {
		t.Errorf("F9: %s", plain(body))
	}
	owed := body[strings.Index(body, `id="thu-no"`):]
	if !strings.Contains(owed, old.Code) || strings.Contains(owed[:strings.Index(owed, "</section>")], a.Code) {
		t.Error("the apology that is due is not listed, or one that is not")
	}
	loads := body[strings.Index(body, "desk__load"):]
	if !strings.Contains(loads, "giu="+deskSpecialist.ID) || !strings.Contains(loads, "giu="+deskLeader.ID) {
		t.Error("a person's load leads nowhere")
	}
	if strings.Contains(body, "Nguyễn Thị Kiểm Tra") {
		t.Error("the desk shows a person in full")
	}
	if !strings.Contains(owed, page.ActURL(old.Code, "apologise")) {
		t.Error("the apology that is due cannot be written from here")
	}
	later := o.site.Catalog.Calendar.AddWorking(calendar.DateOf(o.site.Now()), 3)
	o.do(old.ID, deskLeader, "", dossier.Apologise{Reason: "quá tải", NewDue: o.site.Catalog.Calendar.Closing(later)})
	if body = o.get(page.LeaderDesk); strings.Contains(body[strings.Index(body, `id="thu-no"`):strings.Index(body, "desk__load")], old.Code) {
		t.Error("an apology that was sent is still owed")
	}
	if s := o.state(old.Code); len(s.Letters) != 1 || !strings.Contains(plain(body), "Mở 1 hồ sơ quá hạn F9") {
		t.Errorf("%d letters; the dossier is no longer overdue for an apology: %s", len(s.Letters), plain(body))
	}
}

// TestOwedLetters follows one-stop-rules §2.8: an extension can be promised until the day before
// the due date; what is over its date without an apology is owed one; an extended one is not.
func TestOwedLetters(t *testing.T) {
	o := newOffice(t)
	l := &room{Site: o.site, shelf: &shelf{}}
	day := calendar.DateOf(o.site.Now())
	s := func(due calendar.Date, more func(*dossier.State)) *dossier.State {
		x := &dossier.State{ID: 1, Unit: o.site.Unit.Code, Seq: 3, Code: "H50.31.02-261101-0001", Status: dossier.Processing, Procedure: marriage, LegalDue: due.At(17, 0),
			ReceivedAt: (due - 5).At(8, 0), ClockStart: (due - 5).At(8, 0), RunningFrom: (due - 5).At(8, 0), Last: (due - 5).At(8, 0), Appointment: due.At(17, 0)}
		if more != nil {
			more(x)
		}
		return x
	}
	for name, c := range map[string]struct {
		s    *dossier.State
		want string
	}{
		"due today":           {s(day, nil), ""},
		"due tomorrow":        {s(day+1, nil), "extend"},
		"due in two days":     {s(day+2, nil), "extend"},
		"due in three days":   {s(day+3, nil), ""},
		"extended before":     {s(day+1, func(x *dossier.State) { x.Extensions = 1 }), ""},
		"proposed already":    {s(day+1, func(x *dossier.State) { x.Proposal = &dossier.Proposal{What: "extend"} }), ""},
		"overdue":             {s(day-1, nil), "apology"},
		"overdue, extended":   {s(day-1, func(x *dossier.State) { x.Extensions = 1 }), ""},
		"overdue, apologised": {s(day-1, func(x *dossier.State) { x.Apologies = 1 }), ""},
		"overdue, not taken":  {s(day-1, func(x *dossier.State) { x.Status = dossier.Received }), "apology"},
		"overdue, not ours":   {s(day-1, func(x *dossier.State) { x.Status = dossier.Obligation }), ""},
		"supplement over": {s(0, func(x *dossier.State) {
			x.Status, x.LegalDue, x.SupplyBy = dossier.Supplement, time.Time{}, (day-1).At(17, 0)
		}), "supplement"},
		"supplement waits": {s(0, func(x *dossier.State) {
			x.Status, x.LegalDue, x.SupplyBy = dossier.Supplement, time.Time{}, (day+1).At(17, 0)
		}), ""},
	} {
		got := ""
		for _, g := range l.owed(t.Context(), []*dossier.State{c.s}, l.Days()) {
			if len(g.Rows) > 0 {
				got = g.ID
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestLooks: every look stands in the log, with filters by person, dossier and day, in pages;
// a text that is nobody's gives an empty list and no error.
func TestLooks(t *testing.T) {
	o := newOffice(t)
	a := o.proposed(granted)
	o.pass(time.Minute)
	o.get(decisionURL(a.Code))
	for i := range 70 {
		if err := o.site.Watcher.Watch(t.Context(), access.View{Unit: o.site.Unit.Code, At: o.site.Now().Add(time.Duration(i) * time.Second), Actor: deskClerk.ID, Role: access.Clerk, Dossier: a.ID, What: "page"}); err != nil {
			t.Fatal(err)
		}
	}
	if body := o.get(page.Looks); !strings.Contains(plain(body), "Lượt xem (71)") || !strings.Contains(body, "trang=2") || !strings.Contains(body, page.DossierURL(a.Code, nil)) {
		t.Error(plain(body))
	}
	for _, q := range []struct {
		name, value, want string
	}{{"nguoi", deskLeader.ID, "(1)"}, {"ho-so", strings.ToLower(a.Code), "(71)"}, {"trang", "2", "(71)"}, {"nguoi", "xx", "(0)"}, {"tu", "22/11/2026", "(71)"}} {
		if body := o.get(page.Looks + "?" + url.Values{q.name: {q.value}}.Encode()); !strings.Contains(plain(body), "Lượt xem "+q.want) {
			t.Errorf("%s=%s: %s", q.name, q.value, regexp.MustCompile(`Lượt xem \(\d+\)`).FindString(plain(body)))
		}
	}
	for _, q := range []string{"?tu=hom-qua", "?tu=23/11/2026&den=1/11/2026", "?trang=9", "?ho-so=x"} {
		if w := o.as(deskLeader, http.MethodGet, page.Looks+q, nil); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d", q, w.Code)
		}
	}
}

// TestBulkLooks (security T26): who opens many dossiers that are none of his work within an hour
// is named on the desk and in the log the same day; who works on them is not.
func TestBulkLooks(t *testing.T) {
	o := newOffice(t)
	var all []desk.Answer
	for range usualLimit.Dossiers + 1 {
		all = append(all, o.received())
	}
	look := func(who string) {
		for i, a := range all {
			at := o.site.Now().Add(time.Duration(i) * time.Minute)
			if err := o.site.Watcher.Watch(t.Context(), access.View{Unit: o.site.Unit.Code, At: at, Actor: who, Role: access.Clerk, Dossier: a.ID, What: "page"}); err != nil {
				t.Fatal(err)
			}
		}
		o.pass(time.Hour)
	}
	look(deskClerk.ID) // took them all in
	if body := plain(o.get(page.Looks)); !strings.Contains(body, "Không ai mở quá") {
		t.Error("who works on dossiers is suspected of it")
	}
	look("mc-04")
	body := plain(o.get(page.Looks))
	if !strings.Contains(body, strconv.Itoa(len(all))+" hồ sơ, từ") || strings.Contains(body, "Không ai mở quá") {
		t.Error("looks in bulk are not found")
	}
	if !strings.Contains(plain(o.get(page.LeaderDesk)), "Có 1 người mở dữ liệu cá nhân") {
		t.Error("the desk does not say so")
	}
}

// TestWidest: the sliding hour counts as a count by hand does, in whatever order looks come.
func TestWidest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := bulkLimit{Dossiers: 1, Minutes: rapid.IntRange(1, 90).Draw(t, "minutes")}
		var views []access.View
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			views = append(views, access.View{At: webtest.Today.At(8, 0).Add(time.Duration(rapid.IntRange(0, 240).Draw(t, "at")) * time.Minute), Dossier: ledger.ID(rapid.IntRange(1, 9).Draw(t, "dossier"))})
		}
		want := 0
		for _, first := range views {
			ids := map[ledger.ID]bool{}
			for _, v := range views {
				if d := v.At.Sub(first.At); d >= 0 && d < time.Duration(limit.Minutes)*time.Minute {
					ids[v.Dossier] = true
				}
			}
			want = max(want, len(ids))
		}
		if got := widest(views, limit); got.N != want {
			t.Fatalf("%d, by hand %d", got.N, want)
		}
	})
}

// TestLateRecorded: an act that was recorded late stands apart from the others, with both instants.
func TestLateRecorded(t *testing.T) {
	o := newOffice(t)
	a := o.received()
	o.n++
	happened := o.site.Now().Add(time.Minute)
	o.pass(3 * time.Hour)
	if _, err := o.site.Desk.Do(t.Context(), desk.Order{Unit: o.site.Unit.Code, Dossier: a.ID, Key: "late", Actor: deskClerk.As(access.Clerk), Happened: happened, Why: "Mất điện từ 9 giờ", Command: dossier.Digitize{Components: []int{0}}}); err != nil {
		t.Fatal(err)
	}
	body := plain(o.get(page.Looks))
	if !strings.Contains(body, "Ghi muộn: 1 hồ sơ") || !strings.Contains(body, "muộn 179 phút") || !strings.Contains(body, "Mất điện từ 9 giờ") || !strings.Contains(body, "quá 15 phút") {
		t.Error(body)
	}
}
