package duty

import (
	"context"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
)

// rights are over a journal in memory; a second one reads the same journal as another server.
func rights(t *testing.T) (one, other *Rights, m *memory, clock *time.Time) {
	t.Helper()
	b, m := books(t)
	read := func(_ context.Context, kind string) (out []register.Item, _ error) {
		for _, i := range slices.SortedFunc(maps.Values(m.items), func(a, b *register.Item) int { return int(a.ID - b.ID) }) {
			if i.Kind == kind && !i.Voided {
				out = append(out, *i)
			}
		}
		return out, nil
	}
	at := happened
	one, other = NewRights(b, "H50.31.02", read), NewRights(b, "H50.31.02", read)
	one.clock = func() time.Time { return at }
	other.clock = one.clock
	return one, other, m, &at
}

var (
	admin   = access.Actor{ID: "qt-01", Role: access.Admin}
	machine = access.Actor{ID: "root", Role: access.System}
)

func by(who access.Actor, key string) access.Order {
	return access.Order{Key: key, By: who, At: happened}
}

func roles(t *testing.T, r *Rights, account string, day calendar.Date) (out []access.Role) {
	t.Helper()
	all, err := r.On(context.Background(), day)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all {
		if g.Account == account {
			out = append(out, g.Role)
		}
	}
	return out
}

// TestRights: a grant is an item of the ledger; it holds on its days and for its fields of
// work, and ends by a correction with a reason. The same key is the same grant.
func TestRights(t *testing.T) {
	r, _, m, _ := rights(t)
	ctx, today := context.Background(), calendar.DateOf(happened)
	g, err := r.Grant(ctx, by(admin, "1"), access.Grant{Account: "mc-02", Role: access.Specialist, Fields: []string{"Chứng thực", "Hộ tịch"}, Basis: "12/QĐ-UBND"})
	if err != nil || g.ID == 0 || g.From != today || g.By != "qt-01" {
		t.Fatalf("%+v %v", g, err)
	}
	entries := m.entries
	if again, err := r.Grant(ctx, by(admin, "1"), access.Grant{Account: "mc-02", Role: access.Specialist}); err != nil || again.ID != g.ID || m.entries != entries {
		t.Fatalf("a repeated grant: %+v %v", again, err)
	}
	all, err := r.All(ctx)
	if err != nil || len(all) != 1 || !slices.Equal(all[0].Fields, []string{"Chứng thực", "Hộ tịch"}) || all[0].To != 0 || all[0].Basis != "12/QĐ-UBND" {
		t.Fatalf("%+v %v", all, err)
	}
	for day, want := range map[calendar.Date]int{today - 1: 0, today: 1, today + 4000: 1} {
		if got := roles(t, r, "mc-02", day); len(got) != want {
			t.Errorf("on %s: %v", day.Print(), got)
		}
	}
	if err := r.End(ctx, by(admin, "2"), g.ID, " "); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := r.End(ctx, by(admin, "3"), g.ID, "đổi việc"); err != nil {
		t.Fatal(err)
	}
	if got := roles(t, r, "mc-02", today); len(got) != 0 {
		t.Errorf("ended and still %v", got)
	}
	if err := r.End(ctx, by(admin, "4"), g.ID, "lần nữa"); !fault.Is(err, fault.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
	if i := m.items[g.ID]; i.Seq != 2 || i.Voided || i.Fields["ended"] == "" {
		t.Errorf("%+v", i)
	}
}

// TestRightsAreLent: what somebody does with the list of grants takes nobody's right away.
func TestRightsAreLent(t *testing.T) {
	r, _, _, _ := rights(t)
	for _, who := range []string{"mc-01", "mc-02"} {
		if _, err := r.Grant(context.Background(), by(machine, "g-"+who), access.Grant{Account: who, Role: access.Clerk}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // read, then remembered
		all, err := r.All(context.Background())
		if err != nil || len(all) != 2 {
			t.Fatal(err, len(all))
		}
		_ = slices.DeleteFunc(all, func(access.Grant) bool { return true })
		if got := roles(t, r, "mc-02", calendar.DateOf(happened)); len(got) != 1 {
			t.Errorf("mc-02 has %v", got)
		}
	}
}

// TestWhoGrants: ASVS 8.2.1 and T21: only an administrator or the machine writes rights, nobody
// for oneself, none backdated; and no other way into the book exists.
func TestWhoGrants(t *testing.T) {
	r, _, m, _ := rights(t)
	ctx, today := context.Background(), calendar.DateOf(happened)
	for i, c := range []struct {
		by   access.Actor
		g    access.Grant
		want fault.Kind
	}{
		{access.Actor{ID: "ld-01", Role: access.Leader}, access.Grant{Account: "mc-01", Role: access.Clerk}, fault.Forbidden},
		{access.Actor{ID: "mc-01", Role: access.Clerk}, access.Grant{Account: "mc-02", Role: access.Clerk}, fault.Forbidden},
		{access.Actor{ID: "cd-1", Role: access.Citizen}, access.Grant{Account: "mc-02", Role: access.Clerk}, fault.Forbidden},
		{admin, access.Grant{Account: "qt-01", Role: access.Leader}, fault.Forbidden},
		{admin, access.Grant{Account: "mc-01", Role: access.Citizen}, fault.Invalid},
		{admin, access.Grant{Account: "mc-01", Role: "boss"}, fault.Invalid},
		{admin, access.Grant{Role: access.Clerk}, fault.Invalid},
		{admin, access.Grant{Account: "mc-01", Role: access.Clerk, From: today - 1}, fault.Invalid},
		{admin, access.Grant{Account: "mc-01", Role: access.Clerk, From: today + 1}, fault.Invalid},
		{admin, access.Grant{Account: "mc-01", Role: access.Clerk, To: today - 1}, fault.Invalid},
	} {
		if _, err := r.Grant(ctx, by(c.by, string(rune('a'+i))), c.g); !fault.Is(err, c.want) {
			t.Errorf("%d: %v, want %v", i, err, c.want)
		}
	}
	_, err := r.books.Record(ctx, Order{Unit: "H50.31.02", Key: "side", Actor: writer, Happened: happened}, grantItem(access.Grant{Account: "cb-01", Role: access.Admin, From: today}))
	if f, _ := fault.Of(err); f == nil || f.Key != "register.writers" {
		t.Errorf("the book is open to all: %v", err)
	}
	if m.entries != 0 {
		t.Errorf("%d entries written", m.entries)
	}
}

// TestOtherServer: what one server writes, another one sees within a second.
func TestOtherServer(t *testing.T) {
	one, other, _, clock := rights(t)
	ctx, today := context.Background(), calendar.DateOf(happened)
	roles(t, other, "mc-01", today)
	g, err := one.Grant(ctx, by(admin, "1"), access.Grant{Account: "mc-01", Role: access.Clerk})
	if err != nil {
		t.Fatal(err)
	}
	if len(roles(t, one, "mc-01", today)) != 1 {
		t.Error("the server that wrote it does not see it")
	}
	*clock = clock.Add(time.Second)
	if len(roles(t, other, "mc-01", today)) != 1 {
		t.Error("not seen after a second")
	}
	if err := one.End(ctx, by(admin, "2"), g.ID, "hết việc"); err != nil {
		t.Fatal(err)
	}
	*clock = clock.Add(time.Second)
	if len(roles(t, other, "mc-01", today)) != 0 {
		t.Error("an ended grant still holds after a second")
	}
}

// TestLastAdministrators: two administrators who end each other at the same moment leave one.
func TestLastAdministrators(t *testing.T) {
	r, other, m, _ := rights(t)
	ctx, today := context.Background(), calendar.DateOf(happened)
	a, err1 := r.Grant(ctx, by(machine, "1"), access.Grant{Account: "qt-01", Role: access.Admin})
	b, err2 := r.Grant(ctx, by(machine, "2"), access.Grant{Account: "qt-02", Role: access.Admin})
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var turn sync.Mutex // the journal takes one act at a time
	var wg sync.WaitGroup
	errs := make([]error, 2)
	end := func(n int, r *Rights, who string, id, standing register.ID) {
		o := by(access.Actor{ID: who, Role: access.Admin}, who)
		o.Standing = standing
		turn.Lock()
		defer turn.Unlock()
		errs[n] = r.End(ctx, o, id, "tranh chấp")
	}
	wg.Go(func() { end(0, r, "qt-01", b.ID, a.ID) })
	wg.Go(func() { end(1, other, "qt-02", a.ID, b.ID) })
	wg.Wait()
	left := 0
	for _, i := range m.items {
		if g := grantOf(i); g.Covers(today) {
			left++
		}
	}
	if left != 1 || (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%d administrators left: %v", left, errs)
	}
}

// TestTell: what is done to accounts stands in the ledger, by whom, without a name.
func TestTell(t *testing.T) {
	r, _, m, _ := rights(t)
	ctx := context.Background()
	for _, what := range []string{"first", "created", "reset", "factor", "disabled", "enabled", "bound"} {
		if err := r.Tell(ctx, by(machine, "x"), access.Act{What: what, Account: "nv-1", Reason: "lý do"}); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := r.Tell(ctx, by(machine, "y"), access.Act{What: "painted"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an act that is none: %v", err)
	}
	if len(m.items) != 7 {
		t.Errorf("%d items", len(m.items))
	}
	if err := NewRights(nil, "H50.31.02", r.read).Tell(ctx, by(machine, "z"), access.Act{What: "first"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a server that only reads: %v", err)
	}
}
