package duty

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"math/rand"
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// memory is a journal in memory: a failed act leaves nothing, a used key gives the first
// answer.
type memory struct {
	items   map[register.ID]*register.Item
	answers map[string][]byte
	entries int
	failAt  int // Append fails at this entry of an act; 0: never
}

type memoryTx struct {
	desk.Tx // what Books does not use
	m       *memory
	items   map[register.ID]*register.Item
	n       int
}

var errDisk = errors.New("disk full")

func (t *memoryTx) Item(id register.ID) (*register.Item, error) {
	if i := t.items[id]; i != nil {
		return i, nil
	}
	return nil, fault.New(fault.NotFound, "register.missing")
}

func (t *memoryTx) Append(f desk.Fact) error {
	if t.n++; t.n == t.m.failAt {
		return errDisk
	}
	i := register.Item{}
	if old := t.items[f.Subject.ID]; old != nil {
		i = *old
	}
	err := register.Apply(&i, &ledger.Entry{Unit: "H50.31.02", Subject: f.Subject, Seq: i.Seq + 1, Kind: f.Kind, Corrects: f.Corrects, Version: f.Version, Body: f.Body})
	t.items[f.Subject.ID] = &i
	return err
}

func (m *memory) Do(_ context.Context, a desk.Act) (desk.Receipt, error) {
	if answer, used := m.answers[a.Key]; used {
		return desk.Receipt{Answer: answer, Repeat: true}, nil
	}
	tx := &memoryTx{m: m, items: maps.Clone(m.items)}
	answer, err := a.Run(tx)
	if err != nil {
		return desk.Receipt{}, err
	}
	m.items, m.answers[a.Key], m.entries = tx.items, answer, m.entries+tx.n
	return desk.Receipt{Answer: answer, Count: tx.n}, nil
}

func (m *memory) Submit(ctx context.Context, a desk.Act) <-chan desk.Result {
	c := make(chan desk.Result, 1)
	r, err := m.Do(ctx, a)
	c <- desk.Result{Receipt: r, Err: err}
	return c
}

const seedPath = "../../data/demo/phuong-2/seed-report.json"

var (
	happened = calendar.MakeDate(2025, 4, 28).At(9, 0)
	writer   = access.Actor{ID: "cb-01", Role: access.Reporter}
)

func books(t testing.TB) (*Books, *memory) {
	t.Helper()
	kinds, problems := register.LoadKinds(os.DirFS("../../data"))
	for _, p := range problems {
		t.Fatal(p)
	}
	m := &memory{items: map[register.ID]*register.Item{}, answers: map[string][]byte{}}
	return NewBooks(kinds, m, rand.New(rand.NewSource(1))), m
}

func seed(t testing.TB) []byte {
	t.Helper()
	src, err := os.ReadFile(seedPath)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func (m *memory) read(b *Books, kind, facet, from, to string) register.Reading {
	var items []register.Item
	for _, i := range m.items {
		if i.Kind == kind && i.Facet == facet {
			items = append(items, *i)
		}
	}
	f, _ := calendar.ParseDate(from)
	g, _ := calendar.ParseDate(to)
	place, _ := b.kinds.Find(kind, facet)
	return register.Read(place.Measure(), items, f, g)
}

func TestImportPrintedReport(t *testing.T) {
	b, m := books(t)
	n, err := b.ImportPrinted(context.Background(), "H50.31.02", writer, happened, seed(t))
	if err != nil || n == 0 || n != m.entries || n != len(m.items) {
		t.Fatalf("%d items, %d entries, %d kept: %v", n, m.entries, len(m.items), err)
	}
	for _, i := range m.items {
		if i.Origin != register.Printed || len(i.Evidence) != 1 || i.Evidence[0].Kind != "report" {
			t.Fatalf("not marked as printed: %+v", i)
		}
	}
	for _, c := range []struct {
		name, kind, facet, from, to string
		state                       register.State
		q                           int64
		text                        string
	}{
		{"I.1.2 năm 2023", "directive", "administration", "2023-01-01", "2023-12-31", register.Value, 50, "50"},
		{"I.1.2 cả giai đoạn: cột 2025 cả năm không lẫn vào", "directive", "administration", "2021-01-01", "2025-03-31", register.Value, 33 + 21 + 50 + 29 + 32, ""},
		{"I.1.1 để trống", "directive", "party", "2024-01-01", "2024-12-31", register.Blank, 0, ""},
		{"I.2.2 cột «Năm 2025» là cả năm", "plan_task", "done", "2025-01-01", "2025-12-31", register.Value, 19, "19"},
		{"I.2.2 cột «tính đến 31/3»", "plan_task", "done", "2025-01-01", "2025-03-31", register.Value, 42, "42"},
		{"I.3.2.2 ô số in «100%» thì để trống và giữ chữ", "inspection", "resolved", "2024-01-01", "2024-12-31", register.Blank, 0, "100%"},
		{"I.6.1 dòng của tỉnh không nhập gì", "criteria_set", "departments", "2024-01-01", "2024-12-31", register.NoData, 0, ""},
		{"I.7.3 chữ", "survey", "satisfaction", "2024-01-01", "2024-12-31", register.Value, 0, "Rất hài lòng"},
		{"VII.1.1 tiền", "investment", "plan", "2021-01-01", "2021-12-31", register.Value, 1198020000, "1.198.020.000đ"},
		{"VIII.1 dấu x", "egovernment", "architecture", "2025-01-01", "2025-03-31", register.Value, 1, "x"},
		{"VIII.5.2 tỷ lệ là phần trăm của phần trăm", "outgoing_document", "share", "2023-01-01", "2023-12-31", register.Value, 9470, "94,7%"},
		{"IX.8 chưa đạt", "target_claim", "t08", "2021-01-01", "2025-03-31", register.Value, 0, "Chưa đạt"},
		{"chú thích 8: xử phạt", "penalty", "amount", "2021-01-01", "2024-12-31", register.Value, 1700000 + 4300000 + 6150000, ""},
		{"chú thích 8: năm 2022 không có trường hợp nào là 0", "penalty", "cases", "2022-01-01", "2022-12-31", register.Value, 0, "Năm 2022 không có trường hợp bị xử phạt VPHC"},
		{"chú thích 5: chỉ số CCHC", "par_index", "percent", "2024-01-01", "2024-12-31", register.Value, 9685, "96,85%"},
	} {
		r := m.read(b, c.kind, c.facet, c.from, c.to)
		if r.State != c.state || r.Quantity != c.q || r.Text != c.text {
			t.Errorf("%s: %q %d %q, want %q %d %q", c.name, r.State, r.Quantity, r.Text, c.state, c.q, c.text)
		}
	}
	again, err := b.ImportPrinted(context.Background(), "H50.31.02", writer, happened, seed(t))
	if err != nil || again != 0 || m.entries != n {
		t.Fatalf("nhập lại thêm %d mục: %v", again, err)
	}
	changed := bytes.Replace(seed(t), []byte(`"number": 33`), []byte(`"number": 34`), 1)
	if _, err := b.ImportPrinted(context.Background(), "H50.31.02", writer, happened, changed); !fault.Is(err, fault.Conflict) || m.entries != n {
		t.Fatalf("bản khác của cùng báo cáo: %v", err)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	b, m := books(t)
	m.failAt = 300
	if _, err := b.ImportPrinted(context.Background(), "H50.31.02", writer, happened, seed(t)); !errors.Is(err, errDisk) {
		t.Fatal(err)
	}
	if len(m.items) != 0 || m.entries != 0 {
		t.Fatalf("%d items half written", len(m.items))
	}
}

func TestBadReportsAreRefusedWhole(t *testing.T) {
	good := string(seed(t))
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the sample lost %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for _, c := range []struct{ name, src, key string }{
		{"tệp rỗng", "", "duty.printed_json"},
		{"tệp bị cắt", good[:len(good)/2], "duty.printed_json"},
		{"không phải UTF-8", good + "\xff", "duty.printed_encoding"},
		{"thừa sau phần báo cáo", good + "{}", "duty.printed_trailing"},
		{"mẫu khác", replace("reform-report/1", "reform-report/9"), "duty.printed_schema"},
		{"khóa lạ", replace(`"stt":`, `"sst":`), "duty.printed_json"},
		{"dòng hai lần", replace(`"stt": "1.2"`, `"stt": "1.1"`), "duty.printed_line"},
		{"cột không khai", replace(`"key": "2024"`, `"key": "2019"`), "duty.printed_column"},
		{"cột không phải năm", replace(`"key": "2024"`, `"key": "năm ngoái"`), "duty.printed_column"},
		{"ba số lẻ", replace(`"number": 94.7`, `"number": 94.701`), "duty.printed_cell"},
		{"số âm", replace(`"number": 1399`, `"number": -1399`), "duty.printed_cell"},
		{"số mũ", replace(`"number": 1399`, `"number": 1e400`), "duty.printed_cell"},
	} {
		b, m := books(t)
		_, err := b.ImportPrinted(context.Background(), "H50.31.02", writer, happened, []byte(c.src))
		f, ok := fault.Of(err)
		if !ok || f.Key != c.key {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
		if m.entries != 0 {
			t.Errorf("%s: %d entries were written", c.name, m.entries)
		}
	}
}

func TestBooksActs(t *testing.T) {
	b, m := books(t)
	ctx := context.Background()
	o := Order{Unit: "H50.31.02", Key: "k1", Actor: writer, Happened: happened}
	day := calendar.MakeDate(2025, 4, 1)
	held := register.Item{Kind: "dialogue", Facet: "held", From: day, To: day, Quantity: 1, Evidence: []register.Evidence{{Kind: "document", Ref: "03/BB"}}}
	a, err := b.Record(ctx, o, held)
	if err != nil || m.items[a.ID] == nil || a.Seq != 1 {
		t.Fatalf("%+v %v", a, err)
	}
	if twice, err := b.Record(ctx, o, held); err != nil || twice != a || len(m.items) != 1 {
		t.Fatalf("cùng khóa: %+v %v", twice, err)
	}
	o.Key, o.Item = "k2", a.ID
	held.Quantity = 2
	if _, err := b.Correct(ctx, o, 1, "hai buổi", held); err != nil || m.items[a.ID].Quantity != 2 {
		t.Fatalf("%+v %v", m.items[a.ID], err)
	}
	o.Key = "k3"
	if _, err := b.Void(ctx, o, "ghi nhầm"); err != nil || !m.items[a.ID].Voided {
		t.Fatal(err)
	}
	o.Key, o.Item = "k4", a.ID+1
	if _, err := b.Void(ctx, o, "ghi nhầm"); !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
}

func FuzzImportPrinted(f *testing.F) {
	f.Add([]byte(`{"schema":"reform-report/1","document":{"issuer":"a","title":"b"},"appendices":[{"id":"I","columns":[{"key":"2021"}],"lines":[{"stt":"1.2","level":"ward","values":{"2021":{"printed":"1","number":1}}}]}]}`))
	f.Add([]byte(`{"schema":"reform-report/1","facts":[{"id":"penalty.cases.2021","period":"2021","number":0.5}]}`))
	b, m := books(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		m.items, m.answers = map[register.ID]*register.Item{}, map[string][]byte{}
		before := m.entries
		n, err := b.ImportPrinted(context.Background(), "H50.31.02", writer, happened, src)
		if err != nil {
			if _, ok := fault.Of(err); !ok {
				t.Fatalf("a person cannot act on %v", err)
			}
			n = 0
		}
		if m.entries != before+n {
			t.Fatalf("%d entries for %d items", m.entries-before, n)
		}
	})
}
