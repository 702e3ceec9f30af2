package workflow_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/fault"
)

func national(t *testing.T) *workflow.Table {
	t.Helper()
	table, problems := workflow.Load(data.FS)
	for _, p := range problems {
		t.Fatal(p)
	}
	return table
}

// The transition table of one-stop-rules §2.2, written out; nothing else changes a status.
var moves = map[string][][2]uint8{
	"submit":           {{0, 1}},
	"receive":          {{1, 2}, {0, 2}, {5, 2}},
	"reject":           {{1, 3}, {0, 3}},
	"accept":           {{2, 4}},
	"ask_supplement":   {{1, 5}, {4, 5}},
	"supply":           {{5, 4}, {5, 2}},
	"stop":             {{5, 8}, {4, 8}, {7, 8}},
	"raise_obligation": {{4, 6}},
	"meet_obligation":  {{6, 4}},
	"ask_withdraw":     {{1, 7}, {2, 7}, {4, 7}, {5, 7}, {6, 7}},
	"continue":         {{7, 4}},
	"settle":           {{4, 9}},
	"return":           {{9, 10}},
}

// Acts that leave the status as it is.
var stays = map[string][]uint8{
	"transfer":  {2, 4, 5, 6, 7, 9},
	"digitize":  {2, 4, 5, 6, 7, 9},
	"extend":    {2, 4},
	"apologise": {2, 4},
	"rate":      {2, 4, 5, 6, 7, 8, 9, 10},
	"correct":   {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
	"propose":   {4},
	"decline":   {4},
	"amend":     {1, 2, 4, 5, 6, 7},
	"issue":     {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
	"deliver":   {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},

	"attach":      {1, 2, 4, 5, 6, 7, 9},
	"detach":      {1, 2, 4, 5, 6, 7, 9},
	"file_result": {9, 10},
	"assess":      {1, 2, 4, 5, 6, 7, 8, 9},
	"collect":     {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
	"refund":      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
	"notify":      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
}

func TestTableIsTheOneOfTheRules(t *testing.T) {
	type move struct {
		command  string
		from, to uint8
	}
	want := map[move]bool{}
	for c, list := range moves {
		for _, m := range list {
			want[move{c, m[0], m[1]}] = true
		}
	}
	for c, list := range stays {
		for _, s := range list {
			want[move{c, s, s}] = true
		}
	}
	for _, r := range national(t).Rows {
		m := move{r.Command, r.From, r.To}
		if !want[m] {
			t.Errorf("the table allows %+v, the rules do not", m)
		}
		delete(want, m)
		if r.Law == "" || r.Guard == "" {
			t.Errorf("%+v names no law or no guard", m)
		}
	}
	for m := range want {
		t.Errorf("the rules allow %+v, the table does not", m)
	}
}

func TestStatuses(t *testing.T) {
	table := national(t)
	names := []string{"Mới đăng ký", "Được tiếp nhận", "Không được tiếp nhận", "Đang xử lý", "Yêu cầu bổ sung giấy tờ",
		"Yêu cầu thực hiện nghĩa vụ tài chính", "Công dân yêu cầu rút hồ sơ", "Dừng xử lý", "Đã xử lý xong", "Đã trả kết quả"}
	buckets := []string{"uncounted", "open", "uncounted", "open", "waiting", "paused", "withdrawn", "paused", "done", "done"}
	if len(table.Statuses) != len(names) {
		t.Fatalf("%d statuses, want ten", len(table.Statuses))
	}
	for i, s := range table.Statuses {
		if s.Code != uint8(i+1) || s.Name != names[i] || s.Bucket != buckets[i] {
			t.Errorf("status %d is %+v, want %s in %s", i+1, s, names[i], buckets[i])
		}
		if want := s.Code == 3 || s.Code == 8 || s.Code == 10; s.Terminal != want {
			t.Errorf("%s: terminal %v, want %v", s.Name, s.Terminal, want)
		}
	}
}

func TestFindAllows(t *testing.T) {
	table := national(t)
	for _, r := range table.Rows {
		for _, role := range r.Roles {
			got, err := table.Find(r.From, r.Command, role)
			if err != nil || got.From != r.From || got.Command != r.Command {
				t.Errorf("Find(%d, %s, %s) = %+v, %v", r.From, r.Command, role, got, err)
			}
		}
	}
	for received, to := range map[bool]uint8{true: 4, false: 2} {
		if r, err := table.FindWhen(5, "supply", access.Clerk, received); err != nil || r.To != to {
			t.Errorf("supply, received before %v: %+v, %v; want to %d", received, r, err, to)
		}
	}
	if _, err := table.FindWhen(5, "receive", access.Clerk, true); !fault.Is(err, fault.Conflict) {
		t.Errorf("a dossier received once is received again: %v", err)
	}
}

func TestFindRefuses(t *testing.T) {
	table := national(t)
	cases := []struct {
		name    string
		from    uint8
		command string
		role    access.Role
		kind    fault.Kind
		key     string
		says    string
	}{
		{"NĐ 118/2025 Đ21: no withdrawal after the result", 9, "ask_withdraw", access.Citizen, fault.Conflict, "workflow.forbidden", "đã có kết quả"},
		{"NĐ 118/2025 Đ21: nor after it was handed over", 10, "ask_withdraw", access.Citizen, fault.Conflict, "workflow.forbidden", "đã có kết quả"},
		{"NĐ 118/2025 Đ17: papers missing at the counter register nothing", 0, "ask_supplement", access.Clerk, fault.Conflict, "workflow.forbidden", "hướng dẫn tại chỗ"},
		{"a result before examination", 2, "settle", access.Leader, fault.Conflict, "workflow.not_from", "«Đang xử lý»"},
		{"a result twice", 9, "settle", access.Leader, fault.Conflict, "workflow.not_from", "«Đang xử lý»"},
		{"the specialist signs", 4, "settle", access.Specialist, fault.Forbidden, "workflow.role", "lãnh đạo ký kết quả"},
		{"the citizen receives", 1, "receive", access.Citizen, fault.Forbidden, "workflow.role", "công chức Bộ phận Một cửa"},
		{"after the end", 8, "continue", access.Leader, fault.Conflict, "workflow.not_from", "rút hồ sơ"},
		{"no such act", 4, "approve", access.Leader, fault.Invalid, "workflow.unknown_command", "approve"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := table.Find(c.from, c.command, c.role)
			f, ok := fault.Of(err)
			if !ok || f.Kind != c.kind || f.Key != c.key {
				t.Fatalf("got %v, want %v %s", err, c.kind, c.key)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
}

// Every pair of status and command is either a row or a refusal with a reason.
func TestEverythingElseIsRefused(t *testing.T) {
	table := national(t)
	for from := range uint8(12) {
		for _, c := range table.Commands {
			allowed := slices.Contains(table.From(c.ID), from)
			for _, role := range table.Roles {
				_, err := table.Find(from, c.ID, access.Role(role.ID))
				if f, ok := fault.Of(err); err != nil && (!ok || (f.Kind == fault.Forbidden) != allowed) {
					t.Errorf("%s from %d by %s: %v", c.ID, from, role.ID, err)
				} else if err == nil && !allowed {
					t.Errorf("%s from %d by %s is allowed", c.ID, from, role.ID)
				}
			}
		}
	}
}

func TestNext(t *testing.T) {
	var got []string
	for _, r := range national(t).Next(9, access.Clerk) {
		got = append(got, r.Command)
	}
	if want := []string{"return", "transfer", "digitize", "correct", "issue", "deliver", "attach", "detach", "file_result", "assess", "collect", "refund", "notify"}; !slices.Equal(got, want) {
		t.Errorf("a clerk may %v with a settled dossier, want %v", got, want)
	}
}

// TestOverrides: a block is passed by the roles of a row in force, as often as it says, and by
// nobody without one (one-stop-rules §2.5; NĐ 63/2010 Đ20 k4).
func TestOverrides(t *testing.T) {
	table := national(t)
	day := calendar.MakeDate(2026, 11, 23)
	for block, want := range map[string]access.Role{workflow.SecondSupplement: access.Leader, workflow.LongerPeriod: access.Clerk} {
		o, ok := table.Override(block, day)
		if !ok || o.Command != workflow.Blocks[block] || o.Times != 1 || o.Law == "" || o.Needs == "" || table.Who(o) != table.RoleTitle(want) {
			t.Errorf("%s: %+v", block, o)
		}
		for _, r := range access.Roles {
			if o.Lets(r) != (r == want) {
				t.Errorf("%s by %s", block, r)
			}
		}
		if _, ok := table.Override(block, o.ValidFrom-1); ok {
			t.Errorf("%s before its law", block)
		}
	}
	if _, ok := table.Override("second_extension", day); ok || len(table.Overrides) != len(workflow.Blocks) {
		t.Error("a block that nobody passes is passed")
	}
}

// TestStamped: one-stop-rules §2.3.
func TestStamped(t *testing.T) {
	table := national(t)
	day := calendar.MakeDate(2026, 11, 23)
	if !table.Stamped("Chứng thực", day) || table.Stamped("Hộ tịch", day) || table.Stamped("Chứng thực", calendar.MakeDate(2015, 4, 9)) {
		t.Error("the postmark counts for others")
	}
}

// A line of a busted sample that is wrong carries "# ←" and the words of the problem.
func TestBustedFiles(t *testing.T) {
	fsys := os.DirFS("testdata")
	paths, _ := fs.Glob(fsys, "busted_*.toml")
	if len(paths) == 0 {
		t.Fatal("no samples")
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			src, _ := fs.ReadFile(fsys, path)
			_, problems := workflow.Read(fsys, path)
			got := map[int]string{}
			for _, p := range problems {
				got[p.Line] += p.Text + "\n"
			}
			for i, line := range strings.Split(string(src), "\n") {
				_, want, marked := strings.Cut(line, "# ← ")
				if marked && !strings.Contains(got[i+1], want) {
					t.Errorf("line %d: want %q, got %q", i+1, want, got[i+1])
				}
				if !marked && got[i+1] != "" {
					t.Errorf("line %d: unexpected %q", i+1, got[i+1])
				}
			}
		})
	}
}
