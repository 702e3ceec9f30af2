package duty

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Books in which rights are kept.
const (
	GrantKind = "role_grant"  // who was given which role
	ActKind   = "account_act" // what was done to accounts
)

// forever is the last day of a grant without one.
var forever = calendar.MakeDate(2200, 12, 31)

// freshFor is how long rights that were read may be used without reading them again.
const freshFor = time.Second

// ReadItems reads the items of a book, at any time and whenever it began.
type ReadItems func(ctx context.Context, kind string) ([]register.Item, error)

// Reader makes a ReadItems of what opens readings of a ledger (store's Snapshot, page's Open).
func Reader[R interface {
	Items(ctx context.Context, unit, kind, facet string, from, to calendar.Date) ([]register.Item, error)
	Close() error
}](unit string, open func(context.Context) (R, error)) ReadItems {
	return func(ctx context.Context, kind string) ([]register.Item, error) {
		r, err := open(ctx)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return r.Items(ctx, unit, kind, "", 0, calendar.MakeDate(9999, 12, 31))
	}
}

// Rights keeps who may act in which role as items of the ledger, and reads them back; it is
// access.Rights. A right changed behind the program's back breaks the chain and is found.
type Rights struct {
	books *Books
	unit  string
	read  ReadItems
	clock func() time.Time // of how long a reading is fresh

	mu   sync.Mutex
	all  []access.Grant
	seen time.Time
}

var _ access.Rights = (*Rights)(nil)

// NewRights makes Rights of a unit's books. books nil: this server only reads.
func NewRights(books *Books, unit string, read ReadItems) *Rights {
	return &Rights{books: books, unit: unit, read: read, clock: time.Now}
}

// On are the grants that hold on a day.
func (r *Rights) On(ctx context.Context, day calendar.Date) ([]access.Grant, error) {
	all, err := r.All(ctx)
	if err != nil {
		return nil, err
	}
	var out []access.Grant
	for _, g := range all {
		if g.Covers(day) {
			out = append(out, g)
		}
	}
	return out, nil
}

// All are all grants, in a list of the caller's own: what a page does with it takes nobody's
// right away.
func (r *Rights) All(ctx context.Context) ([]access.Grant, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := r.clock().Sub(r.seen); r.all != nil && age >= 0 && age < freshFor {
		return slices.Clone(r.all), nil
	}
	began := r.clock()
	items, err := r.read(ctx, GrantKind)
	if err != nil {
		return nil, err
	}
	r.all = make([]access.Grant, 0, len(items))
	for i := range items {
		r.all = append(r.all, grantOf(&items[i]))
	}
	slices.SortFunc(r.all, func(a, b access.Grant) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID)) })
	r.seen = began
	return slices.Clone(r.all), nil
}

// stale makes the next question read again.
func (r *Rights) stale() {
	r.mu.Lock()
	r.all = nil
	r.mu.Unlock()
}

func grantOf(i *register.Item) access.Grant {
	g := access.Grant{ID: i.ID, Account: i.Fields["account"], Role: access.Role(i.Facet), From: i.From, To: i.To, By: i.Fields["by"], Second: i.Fields["second"], Basis: i.Fields["basis"]}
	if g.To == forever {
		g.To = 0
	}
	g.Ended, _ = calendar.ParseDate(i.Fields["ended"]) // the book takes only days
	for _, f := range strings.Split(i.Fields["fields"], ";") {
		if f = strings.TrimSpace(f); f != "" {
			g.Fields = append(g.Fields, f)
		}
	}
	return g
}

func grantItem(g access.Grant) register.Item {
	i := register.Item{Kind: GrantKind, Facet: string(g.Role), From: g.From, To: g.To, Quantity: 1,
		Fields: map[string]string{"account": g.Account, "by": g.By}}
	if i.To == 0 {
		i.To = forever
	}
	if g.Second != "" {
		i.Fields["second"] = g.Second
	}
	if g.Basis != "" {
		i.Fields["basis"] = g.Basis
	}
	if len(g.Fields) > 0 {
		i.Fields["fields"] = strings.Join(g.Fields, "; ")
	}
	if g.Ended != 0 {
		i.Fields["ended"] = g.Ended.String()
	}
	return i
}

// order is the order of the books for one on rights.
func (r *Rights) order(o access.Order, item register.ID) Order {
	return Order{Unit: r.unit, Item: item, Key: "rights:" + o.Key, Actor: o.By, Happened: o.At}
}

// Grant records a grant. Nobody gives oneself a role, nobody confirms what they proposed, and none
// is given for days that are over. Of a grant with a Second the order is the second person's.
func (r *Rights) Grant(ctx context.Context, o access.Order, g access.Grant) (access.Grant, error) {
	if err := r.ready(); err != nil {
		return g, err
	}
	today := calendar.DateOf(o.At)
	if g.From == 0 {
		g.From = today
	}
	if g.Ended = 0; g.Second == "" {
		g.By = o.By.ID
	} else {
		g.Second = o.By.ID
	}
	switch {
	case g.Second == "" && o.By.Role == access.Leader:
		return g, fault.New(fault.Forbidden, "access.not_admin") // a leader confirms, and gives nothing alone
	case !slices.Contains(access.Staff, g.Role):
		return g, fault.New(fault.Invalid, "access.unknown_role", "role", string(g.Role))
	case g.Account == "":
		return g, fault.New(fault.Invalid, "access.no_account")
	case g.Account == g.By, g.Account == g.Second:
		return g, fault.New(fault.Forbidden, "duty.grant_self")
	case g.By == g.Second:
		return g, fault.New(fault.Forbidden, "duty.grant_alone")
	case g.From != today:
		return g, fault.New(fault.Invalid, "duty.grant_from", "today", today.Print())
	case g.To != 0 && g.To < g.From:
		return g, fault.New(fault.Invalid, "duty.grant_days")
	}
	a, err := r.books.Record(ctx, r.order(o, 0), grantItem(g))
	g.ID = a.ID
	r.stale()
	return g, err
}

// End takes a grant away from the day of the order on, by a correction with a reason. Where
// the order names a standing grant, that one must still hold in the same transaction: so the
// last two administrators cannot remove each other at the same moment.
func (r *Rights) End(ctx context.Context, o access.Order, id ledger.ID, reason string) error {
	if err := r.ready(); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "register.reason_missing")
	}
	defer r.stale()
	today := calendar.DateOf(o.At)
	_, err := r.books.act(ctx, r.order(o, id), func(tx desk.Tx) ([]byte, error) {
		item, err := tx.Item(id)
		if err != nil {
			return nil, err
		}
		g := grantOf(item)
		if item.Kind != GrantKind || !g.Covers(today) {
			return nil, fault.New(fault.Conflict, "duty.grant_over")
		}
		if o.Standing != 0 {
			if err := stands(tx, o.Standing, today); err != nil {
				return nil, err
			}
		}
		g.Ended = today
		return r.books.write(tx, r.order(o, id), item, register.Correct{Seq: item.Seq, Reason: reason, Item: grantItem(g)})
	})
	return err
}

func stands(tx desk.Tx, id ledger.ID, day calendar.Date) error {
	item, err := tx.Item(id)
	if err != nil {
		return err
	}
	if g := grantOf(item); item.Kind != GrantKind || item.Voided || !g.Covers(day) {
		return fault.New(fault.Conflict, "access.last_admin")
	}
	return nil
}

// Tell records an act on an account.
func (r *Rights) Tell(ctx context.Context, o access.Order, a access.Act) error {
	if err := r.ready(); err != nil {
		return err
	}
	day := calendar.DateOf(o.At)
	item := register.Item{Kind: ActKind, Facet: a.What, From: day, To: day, Quantity: 1, Fields: map[string]string{}}
	if a.Account != "" {
		item.Fields["account"] = a.Account
	}
	for name, text := range map[string]string{"reason": a.Reason, "role": string(a.Role), "by": a.By} {
		if text != "" {
			item.Fields[name] = text
		}
	}
	order := r.order(o, 0)
	order.Key += ":" + a.What
	_, err := r.books.Record(ctx, order, item)
	return err
}

func (r *Rights) ready() error {
	if r.books == nil {
		return fault.New(fault.Unavailable, "duty.reading_only")
	}
	return nil
}
