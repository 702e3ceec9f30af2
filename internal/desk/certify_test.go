package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

func certification(key, when string, papers ...desk.Certificate) desk.Certification {
	if len(papers) == 0 {
		papers = []desk.Certificate{{Paper: "Bằng tốt nghiệp", Copies: 2, Pages: 3}}
	}
	return desk.Certification{Unit: unit, Key: key, Why: "Mất mạng", Book: desk.Copies, Happened: at(when), Papers: papers,
		Person:    access.Person{ID: "cb-01", Unit: unit, Name: "Người Thử", Roles: []access.Role{access.Clerk, access.Specialist}},
		Signer:    access.Person{ID: "ld-01", Unit: unit, Name: "Lãnh Đạo Mẫu", Post: "Phó Chủ tịch", Roles: []access.Role{access.Leader}},
		Requester: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}}
}

func certify(t *testing.T, d *desk.Desk, c desk.Certification) desk.Certified {
	t.Helper()
	got, err := d.Certify(context.Background(), c)
	if err != nil {
		t.Fatalf("%s: %v", c.Key, err)
	}
	return got
}

// TestCertify: NĐ 23/2015 Đ20, TT 01/2020 Đ4: one act; one number for each paper whatever the
// copies; the book has the columns of the law; a repeat gets the same number.
func TestCertify(t *testing.T) {
	d, m := open(t)
	a := certify(t, d, certification("a", "2024-06-03 08:00"))
	if a.Number() != "01, quyển số 01/2024-SCT/BS" || a.Charge != 10000 || a.Status != dossier.Returned || a.Code != "H50.31.02-240603-0001" {
		t.Errorf("%+v %s", a, a.Number())
	}
	entries := len(m.entries)
	if again := certify(t, d, certification("a", "2024-06-03 08:00")); again.Number() != a.Number() || again.ID != a.ID || again.Charge != a.Charge || len(m.entries) != entries {
		t.Errorf("a repeat got %+v", again)
	}
	b := certify(t, d, certification("b", "2024-06-03 08:05", desk.Certificate{Paper: "Bằng", Copies: 1, Pages: 1}, desk.Certificate{Paper: "Bảng điểm", Copies: 3, Pages: 10}))
	if b.Number() != "02–03, quyển số 01/2024-SCT/BS" || b.Charge != 2000+36000 {
		t.Errorf("%+v", b)
	}
	s := m.states[b.ID]
	if s.Result.Number != b.Number() || len(s.Components) != 2 || !s.Components[1].ShownOnly || s.CollectedBy != "receipt" || s.EndedAt.IsZero() || s.Holder != "" || s.Procedure != "2.000815" {
		t.Errorf("%+v", s)
	}
	var lines []map[string]string
	for _, it := range m.items {
		if it.Kind == "certification" && it.Facet == "copies" && it.Evidence[0].Ref == b.Code {
			lines = append(lines, it.Fields)
		}
	}
	slices.SortFunc(lines, func(a, b map[string]string) int { return len(a["paper"]) - len(b["paper"]) })
	want := map[string]string{"number": "3", "book": "01/2024-SCT/BS", "day": "2024-06-03", "requester": "Nguyễn Thị Thử", "paper": "Bảng điểm",
		"signer": "Lãnh Đạo Mẫu, Phó Chủ tịch", "copies": "3", "pages": "10", "charge": "36000"}
	if len(lines) != 2 || fmt.Sprint(lines[1]) != fmt.Sprint(want) || len(m.items) != 3 {
		t.Errorf("book %v, want %v", lines, want)
	}
}

// TestCertifyBooks: NĐ 23/2015 Đ13: one book per kind and year, each numbered from 01.
func TestCertifyBooks(t *testing.T) {
	d, m := open(t)
	m.now = at("2025-12-31 12:00")
	n := 0
	for _, c := range []struct {
		book    desk.Book
		when    string
		want    string
		charge  int64
		procede string
	}{
		{desk.Copies, "2024-06-03 08:00", "01, quyển số 01/2024-SCT/BS", 10000, ""},
		{desk.Signatures, "2024-06-03 08:10", "01, quyển số 01/2024-SCT/CK,ĐC", 10000, ""},
		{desk.Copies, "2024-12-31 08:00", "02, quyển số 01/2024-SCT/BS", 10000, ""},
		{desk.Copies, "2025-01-02 08:00", "01, quyển số 01/2025-SCT/BS", 10000, ""},
		{desk.Contracts, "2025-01-02 08:00", "01, quyển số 01/2025-SCT/HĐ,GD", 30000, "2.000913"},
	} {
		n++
		order := certification(fmt.Sprint(n), c.when)
		order.Book, order.Procedure = c.book, c.procede
		if got := certify(t, d, order); got.Number() != c.want || int64(got.Charge) != c.charge {
			t.Errorf("%s: %s %v, want %s %d", c.when, got.Number(), got.Charge, c.want, c.charge)
		}
	}
}

// TestCertifyInTheDay: NĐ 23/2015 Đ7: in the day; what comes after 15:00, the next working day.
func TestCertifyInTheDay(t *testing.T) {
	d, m := open(t)
	m.now = at("2024-06-30 12:00")
	for when, want := range map[string]string{"2024-06-07 14:59": "2024-06-07", "2024-06-07 15:00": "2024-06-10", "2024-06-03 08:00": "2024-06-03"} {
		if got := certify(t, d, certification(when, when)); calendar.DateOf(got.LegalDue).String() != want {
			t.Errorf("came %s, due %s, want %s", when, calendar.DateOf(got.LegalDue), want)
		}
	}
}

// TestCertifyRefuses: who may not, what is missing; a refusal uses no number and its sentence
// says what to do.
func TestCertifyRefuses(t *testing.T) {
	d, m := open(t)
	words, _ := locale.Load(data.FS)
	for _, c := range []struct {
		key   string
		kind  fault.Kind
		spoil func(*desk.Certification)
	}{
		{"desk.certify_role", fault.Forbidden, func(c *desk.Certification) { c.Person.Roles = []access.Role{access.Clerk} }},
		{"desk.certify_role", fault.Forbidden, func(c *desk.Certification) { c.Person.Roles = []access.Role{access.Specialist, access.Leader} }},
		{"desk.certify_unit", fault.Forbidden, func(c *desk.Certification) { c.Person.Unit = "H99" }},
		{"desk.certify_signer", fault.Invalid, func(c *desk.Certification) { c.Signer.Roles = nil }},
		{"desk.certify_signer", fault.Invalid, func(c *desk.Certification) { c.Signer.Unit = "H99" }},
		{"desk.certify_signer", fault.Invalid, func(c *desk.Certification) { c.Signer = access.Person{} }},
		{"desk.certify_book", fault.Invalid, func(c *desk.Certification) { c.Book = "wills" }},
		{"desk.certify_papers", fault.Invalid, func(c *desk.Certification) { c.Papers = nil }},
		{"desk.certify_count", fault.Invalid, func(c *desk.Certification) { c.Papers[0].Copies = 0 }},
		{"desk.certify_count", fault.Invalid, func(c *desk.Certification) { c.Papers[0].Pages = 0 }},
		{"desk.certify_count", fault.Invalid, func(c *desk.Certification) { c.Papers[0].Pages = 2001 }},
		{"dossier.paper_without_name", fault.Invalid, func(c *desk.Certification) { c.Papers[0].Paper = " " }},
		{"dossier.no_applicant", fault.Invalid, func(c *desk.Certification) { c.Requester.Name = "" }},
		{"dossier.no_identity", fault.Invalid, func(c *desk.Certification) { c.Proof = "a look" }},
		{"desk.no_key", fault.Invalid, func(c *desk.Certification) { c.Key = "" }},
		{"desk.future", fault.Invalid, func(c *desk.Certification) { c.Happened = at("2024-06-03 12:05") }},
	} {
		order := certification("k", "2024-06-03 08:00")
		c.spoil(&order)
		_, err := d.Certify(context.Background(), order)
		f, ok := fault.Of(err)
		if !ok || f.Key != c.key || f.Kind != c.kind {
			t.Errorf("%v, want %s", err, c.key)
			continue
		}
		if said := words.Error("vi", err); len(locale.Places(said)) > 0 || said == f.Key {
			t.Errorf("%s reads %q", f.Key, said)
		}
	}
	if len(m.entries) > 0 || len(m.series) > 0 || len(m.items) > 0 {
		t.Error("a refused certification left a trace")
	}
	d.Kinds = nil
	if _, err := d.Certify(context.Background(), certification("k", "2024-06-03 08:00")); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	d.Kinds = books()
	do(t, d, order("k", 1, "2024-06-03 08:00", access.Clerk, receive()))
	if _, err := d.Certify(context.Background(), certification("k", "2024-06-03 08:00")); !fault.Is(err, fault.Conflict) {
		t.Errorf("the key of another act: %v", err)
	}
}

// TestCertifyForAnother: who comes for somebody shows the authorisation.
func TestCertifyForAnother(t *testing.T) {
	d, m := open(t)
	c := certification("1", "2024-06-03 08:00")
	c.For = &dossier.Representative{Name: "Trần Văn Mẫu", Paper: "Giấy ủy quyền 1"}
	if s := m.states[certify(t, d, c).ID]; s.CollectedBy != "authorisation" || s.Representative == nil {
		t.Errorf("%+v", s)
	}
}
