package leader

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/desk/dossier"
)

// TestFormerDraft: a draft that was given back is compared with the next one, with the reason it
// was given back for; a first draft has nothing beside it.
func TestFormerDraft(t *testing.T) {
	o := newOffice(t)
	ask := dossier.Proposal{What: "ask_supplement", Missing: []string{"Tờ khai"}, Reason: "Thiếu chữ ký hoặc xác nhận; ký ở trang hai", Text: "Kính mời ông bà bổ sung tờ khai trước ngày 30"}
	a := o.proposed(ask)
	body := o.get(decisionURL(a.Code))
	if strings.Contains(body, "So với dự thảo lần trước") {
		t.Error("a first draft is compared with another")
	}
	for _, want := range []string{"Thiếu chữ ký hoặc xác nhận câu mẫu", "ký ở trang hai người trình viết"} {
		if !strings.Contains(plain(body), want) {
			t.Errorf("the reasons do not say %q", want)
		}
	}
	o.do(a.ID, deskLeader, "", dossier.Decline{Reason: "ghi rõ ngày cuối"})
	ask.To, ask.Text = deskLeader.ID, "Kính mời ông bà bổ sung tờ khai trước ngày 30/11/2026"
	o.do(a.ID, deskSpecialist, "", dossier.Propose{Proposal: ask})
	body = o.get(decisionURL(a.Code))
	for _, want := range []string{"So với dự thảo lần trước", "Đã trả lại vì: ghi rõ ngày cuối"} {
		if !strings.Contains(plain(body), want) {
			t.Errorf("the draft does not say %q", want)
		}
	}
	if !strings.Contains(body, "<del>30</del>") || !strings.Contains(body, "<ins>30/11/2026</ins>") || strings.Contains(body, "<ins>Kính") {
		t.Error("what changed is not marked, or what did not is")
	}
	o.do(a.ID, deskLeader, "", dossier.Decline{Reason: "chưa sửa"})
	o.do(a.ID, deskSpecialist, "", dossier.Propose{Proposal: ask})
	if !strings.Contains(o.get(decisionURL(a.Code)), "giống hệt lần đã trả lại") {
		t.Error("the same draft once more is not called the same")
	}
}

// TestCompareWords: without what was added a comparison is the former text, without what was cut
// the new one.
func TestCompareWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-d]{1,2} ){0,12}`)
		was, is := text.Draw(t, "was"), text.Draw(t, "is")
		var back, on []string
		for _, p := range compareWords(was, is) {
			if p.Kind != "add" {
				back = append(back, p.Text)
			}
			if p.Kind != "cut" {
				on = append(on, p.Text)
			}
		}
		if a, b := strings.Join(back, " "), strings.Join(strings.Fields(was), " "); a != b {
			t.Fatalf("the former text is %q, want %q", a, b)
		}
		if a, b := strings.Join(on, " "), strings.Join(strings.Fields(is), " "); a != b {
			t.Fatalf("the new text is %q, want %q", a, b)
		}
	})
}

// TestNear: every dossier in work stands in one cell of the table, and cells lead to their queue.
func TestNear(t *testing.T) {
	o := newOffice(t)
	for range 3 {
		o.received()
	}
	body := o.get("/lanh-dao")
	i := strings.Index(body, "desk__heat")
	if i < 0 {
		t.Fatal("no table of fields and days")
	}
	table := body[i : i+strings.Index(body[i:], "</table>")]
	if !strings.Contains(plain("<main>"+table+"</main>"), "Hộ tịch") || strings.Count(table, `lv=H%E1%BB%99+t%E1%BB%8Bch`) < 2 {
		t.Errorf("the table: %s", table)
	}
	if !strings.Contains(table, ">3</a>") || !strings.Contains(table, `desk__heat--4`) {
		t.Error("three dossiers are not counted, or the fullest cell is not the darkest")
	}
}
