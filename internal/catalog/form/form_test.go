package form_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/datafile"
)

func load(t *testing.T) *form.Sets {
	t.Helper()
	s, problems := form.Load(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	return s
}

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// One-stop-rules §4.1: which set applies on a day.
func TestSetInForce(t *testing.T) {
	s := load(t)
	for on, want := range map[string]string{
		"2018-11-23": "", "2019-01-08": "tt-01-2018", "2025-07-01": "tt-01-2018", "2025-09-14": "tt-01-2018",
		"2025-09-15": "tt-03-2025", "2026-11-23": "tt-03-2025", "2030-01-01": "tt-03-2025",
	} {
		got := ""
		if set := s.On(day(t, on)); set != nil {
			got = set.ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", on, got, want)
		}
	}
}

// §4.1: the numbers of both sets, of which 04, 05 and 06 do not mean the same.
func TestNumbers(t *testing.T) {
	s := load(t)
	for set, want := range map[string]string{
		"tt-01-2018": "01 receipt, 02 supplement, 03 refusal, 04 apology, 05 control_slip, 06 register",
		"tt-03-2025": "01 receipt, 02 supplement, 03 refusal, 04 apology, 05 stop, 06 control_slip, 07 register",
	} {
		var got []string
		for _, f := range s.On(day(t, map[string]string{"tt-01-2018": "2024-01-01", "tt-03-2025": "2026-01-01"}[set])).Forms {
			got = append(got, f.Number+" "+string(f.Purpose))
			if same, ok := s.Form(set + "/" + f.Number); !ok || same != f || f.ID != set+"/"+f.Number {
				t.Errorf("%s is not found by its id", f.ID)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", set, got, want)
		}
	}
	if f := s.On(day(t, "2024-01-01")).For(form.Stop); f != nil {
		t.Errorf("the set of 2018 has a notice of stopping: %s", f.ID)
	}
	for _, id := range []string{"", "tt-03-2025", "tt-03-2025/08", "tt-01-2018/07", "none/01"} {
		if f, ok := s.Form(id); ok {
			t.Errorf("%q names %s", id, f.ID)
		}
	}
}

// §4.2, read by people from the annex of QĐ 3621/QĐ-BYT: what stands on each form of 2025 in
// which order.
func TestOrderOfFields(t *testing.T) {
	s := load(t)
	for id, want := range map[string]string{
		"tt-03-2025/01": "code office filer filer_number filer_address filer_phone filer_email applicant applicant_address applicant_number applicant_phone applicant_email authorisation request components sets limit received_at result_at return_at book book_line",
		"tt-03-2025/02": "code applicant request applicant_address applicant_phone applicant_email missing reason contact hotline",
		"tt-03-2025/03": "office filer filer_number filer_address filer_phone filer_email code request office reason",
		"tt-03-2025/04": "applicant received_on agency procedure applicant applicant_number code due_before agency reason agency new_due",
		"tt-03-2025/05": "applicant code procedure applicant applicant_number asked_on office asked_by found reason office papers money",
		"tt-03-2025/06": "code resolving coordinating received_at result_at table:hops",
		"tt-03-2025/07": "field period_from period_to table:register",
		"tt-01-2018/01": "code office filer filer_number filer_address filer_phone filer_email applicant request table:components sets limit received_at result_at return_at fee_mode book book_line",
		"tt-01-2018/05": "code resolving coordinating received_at result_at table:hops",
	} {
		f, ok := s.Form(id)
		if !ok {
			t.Errorf("no %s", id)
			continue
		}
		if got := strings.Join(f.Values(), " "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", id, got, want)
		}
	}
	register, _ := s.Form("tt-03-2025/07")
	var columns []string
	for _, c := range register.Fields[1].Columns {
		columns = append(columns, c.Value)
	}
	if want := strings.Fields("no code procedure person contact lead received appointment returned way signature"); !slices.Equal(columns, want) {
		t.Errorf("columns of the register: %v, want %v", columns, want)
	}
}

// Every wrong line is marked with "# ←" and words of its problem; no other line has one.
func TestBusted(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, p := range []string{"set.toml", "01.toml", "02.toml", "04.toml", "05.toml", "06.toml"} {
		fsys["forms/tt-03-2025/"+p] = &fstest.MapFile{Data: shipped(t, "tt-03-2025", p)}
	}
	for name, at := range map[string]string{"busted_set.toml": "forms/busted/set.toml", "busted_form.toml": "forms/tt-03-2025/09.toml"} {
		src, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[at] = &fstest.MapFile{Data: src}
	}
	_, problems := form.Load(fsys)
	for _, at := range []string{"forms/busted/set.toml", "forms/tt-03-2025/09.toml"} {
		matches(t, problems, at, string(fsys[at].Data))
	}
}

// A set that lacks a form that every set must have says so, and one whose days run into the
// next one's.
func TestBustedSets(t *testing.T) {
	fsys := fstest.MapFS{"forms/tt-03-2025/set.toml": {Data: shipped(t, "tt-03-2025", "set.toml")},
		"forms/tt-01-2018/set.toml": {Data: []byte(strings.Replace(string(shipped(t, "tt-01-2018", "set.toml")), "2025-09-14", "2025-09-15", 1))}}
	_, problems := form.Load(fsys)
	lacking, late := 0, false
	for _, p := range problems {
		if strings.Contains(p.Text, "thiếu mẫu cho mục đích") {
			lacking++
		}
		late = late || p.File == "forms/tt-01-2018/set.toml" && p.Line == 8 && strings.Contains(p.Text, "phải hết hiệu lực trước ngày 15/09/2025")
	}
	if lacking != 2*(len(form.Purposes)-1) || !late {
		t.Errorf("%d lacking, overlap found %v: %v", lacking, late, problems)
	}
}

func shipped(t *testing.T, set, name string) []byte {
	t.Helper()
	src, err := data.FS.ReadFile("forms/" + set + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func matches(t *testing.T, problems []datafile.Problem, file, src string) {
	t.Helper()
	got := map[int]string{}
	for _, p := range problems {
		if p.File == file {
			got[p.Line] += p.Text + "\n"
		}
	}
	for i, line := range strings.Split(src, "\n") {
		_, all, marked := strings.Cut(line, "# ← ")
		for _, want := range strings.Split(all, " | ") {
			if marked && !strings.Contains(got[i+1], want) {
				t.Errorf("%s:%d: want %q, got %q", file, i+1, want, got[i+1])
			}
		}
		if !marked && got[i+1] != "" {
			t.Errorf("%s:%d: unexpected %q", file, i+1, got[i+1])
		}
	}
}

func TestSplit(t *testing.T) {
	got := form.Split("Số: {code} ngày {received_on}")
	want := []form.Piece{{Text: "Số: "}, {Value: "code"}, {Text: " ngày "}, {Value: "received_on"}}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := form.Split("a } b { c"); len(got) != 1 || got[0].Text != "a } b { c" {
		t.Errorf("%v", got)
	}
}
