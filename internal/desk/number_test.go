package desk_test

import (
	"context"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

func issue(symbol string) dossier.Issue {
	return dossier.Issue{Form: "tt-03-2025/01", Symbol: symbol, Signer: "cb-01"}
}

// TestLetterNumbers: NĐ 30/2020 Đ15: a series per symbol and year, without gaps, 01 first; a
// refused act uses none up.
func TestLetterNumbers(t *testing.T) {
	d, m := open(t)
	next := 1
	number := func(when, symbol string) string {
		t.Helper()
		next++
		o := order(string(rune('a'+next)), dossier.ID(next), when, access.Clerk, receive())
		o.Then = []desk.Next{{Role: access.Clerk, Command: issue(symbol)}}
		do(t, d, o)
		l := m.states[dossier.ID(next)].Letters
		if len(l) != 1 || l[0].About != 1 || l[0].Seq != 2 {
			t.Fatalf("letters %+v", l)
		}
		return l[0].Number
	}
	for _, want := range []string{"01/TTPVHCC", "02/TTPVHCC"} {
		if got := number("2024-06-03 08:00", "TTPVHCC"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := number("2024-06-03 08:00", "PBS-TTPVHCC"); got != "01/PBS-TTPVHCC" {
		t.Error(got)
	}
	refused := order("x", 99, "2024-06-03 08:00", access.Clerk, receive())
	refused.Then = []desk.Next{{Role: access.Clerk, Command: issue("TTPVHCC")}, {Role: access.Clerk, Command: dossier.Transfer{}}}
	if _, err := d.Do(context.Background(), refused); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	for range 7 {
		number("2024-06-03 08:00", "TTPVHCC")
	}
	if got := number("2024-06-03 08:00", "TTPVHCC"); got != "10/TTPVHCC" {
		t.Errorf("tenth letter is %s", got)
	}
	m.now = at("2025-01-02 12:00")
	if got := number("2025-01-02 08:00", "TTPVHCC"); got != "01/TTPVHCC" {
		t.Errorf("first of the year is %s", got)
	}
	for _, symbol := range []string{"", "A B", "A/B", "-A", "A-", "<script>"} {
		o := order("s"+symbol, 98, "2025-01-02 08:00", access.Clerk, receive())
		o.Then = []desk.Next{{Role: access.Clerk, Command: issue(symbol)}}
		if _, err := d.Do(context.Background(), o); !fault.Is(err, fault.Invalid) {
			t.Errorf("symbol %q: %v", symbol, err)
		}
	}
}

// TestResultNumber: a result without number gets the next of the year; one that came with its
// own keeps it.
func TestResultNumber(t *testing.T) {
	d, m := open(t)
	for i, c := range []struct{ given, want string }{{"", "01/KQ-UBND"}, {"15/KS", "15/KS"}, {"", "02/KQ-UBND"}} {
		o := order(c.want, dossier.ID(i+1), "2024-06-03 08:00", access.Clerk, receive())
		o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}, {Role: access.Leader, Command: dossier.Settle{Result: dossier.Result{Number: c.given}}}}
		do(t, d, o)
		if got := m.states[dossier.ID(i+1)].Result.Number; got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// TestApologyIsItsLetter: the number of form 04 stands in the act that it documents, and a
// stop without request names form 05.
func TestApologyIsItsLetter(t *testing.T) {
	d, m := open(t)
	o := order("1", 1, "2024-06-03 08:00", access.Clerk, receive())
	r := receive()
	r.Promise = dossier.Promise{Procedure: birth, Limit: limit(5)}
	o.Command = r
	o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}}
	do(t, d, o)
	o = order("2", 1, "2024-06-03 09:00", access.Leader, dossier.Extend{Reason: "Chờ xác minh", NewDue: at("2024-06-14 17:00")})
	form := dossier.Issue{Form: "tt-01-2018/04", Symbol: "PXL", Signer: "ld-01"}
	o.Then = []desk.Next{{Role: access.Leader, Command: form}}
	do(t, d, o)
	do(t, d, o)
	o = order("3", 1, "2024-06-03 10:00", access.Specialist, dossier.Stop{Reason: "Có căn cứ dừng"})
	o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Issue{Form: "tt-03-2025/05", Symbol: "TB-TTPVHCC"}}}
	do(t, d, o)
	s := m.states[1]
	if len(s.Letters) != 2 || s.Letters[0].Number != "01/PXL" || s.Letters[0].About != 3 || s.Letters[1].Number != "01/TB-TTPVHCC" || s.Letters[1].About != 5 || s.Status != dossier.Stopped {
		t.Errorf("%+v", s.Letters)
	}
	lines, err := dossier.Timeline(m.entries)
	if err != nil {
		t.Fatal(err)
	}
	if got := lines[2].Args[1]; got != "01/PXL" {
		t.Errorf("the apology names letter %v", got)
	}
	if got := lines[4].Args[3]; got != "01/TB-TTPVHCC" {
		t.Errorf("the stop names document %v", got)
	}
}
