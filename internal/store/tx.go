package store

import (
	"database/sql"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// maxStepBack is how far the clock may stand before the last recorded instant. Within it the
// last instant is used again; beyond it nothing is recorded, because a receipt with a wrong
// instant is worse than none.
const maxStepBack = 60 * time.Second

// tx is one act: copies of what it touches, which become the group's when it succeeds.
type tx struct {
	ch       *chain
	act      *desk.Act
	recorded time.Time
	dossiers map[ledger.ID]*dossier.State
	items    map[ledger.ID]*register.Item
	series   map[seriesKey]int
	entries  []ledger.Entry
}

// run runs what waited on top of all before it.
func (g *group) run(p *pending) desk.Result {
	ch := g.chains[p.unit]
	switch {
	case p.act != nil:
		return g.act(ch, p)
	case p.ctx.Err() != nil:
		return desk.Result{Err: p.ctx.Err()}
	case p.note != nil:
		return desk.Result{Err: p.note.run(ch)}
	}
	ch.looks = append(ch.looks, p.looks...)
	return desk.Result{}
}

// act runs one act. A refused act changes nothing.
func (g *group) act(ch *chain, p *pending) desk.Result {
	if first, ok := ch.known[p.key]; ok {
		first.Repeat = true
		return desk.Result{Receipt: first}
	}
	if err := p.ctx.Err(); err != nil {
		return desk.Result{Err: err}
	}
	t := &tx{ch: ch, act: p.act, dossiers: map[ledger.ID]*dossier.State{}, items: map[ledger.ID]*register.Item{}, series: map[seriesKey]int{}}
	var err error
	if t.recorded, err = ch.instant(g.s.opt.Recorded(p.act.Happened)); err != nil {
		return desk.Result{Err: err}
	}
	answer, err := t.call()
	if err != nil {
		return desk.Result{Err: err}
	}
	receipt, err := t.keep(answer)
	if err != nil {
		g.err = err
		return desk.Result{Err: err}
	}
	if receipt.Count > 0 {
		ch.known[p.key] = receipt
		ch.acts = append(ch.acts, actRow{p.key, receipt, t.entries[0].Subject.ID})
	}
	return desk.Result{Receipt: receipt}
}

// instant keeps recorded instants from going back.
func (ch *chain) instant(now time.Time) (time.Time, error) {
	now = time.UnixMilli(now.UnixMilli()).UTC()
	if back := ch.last.Sub(now); back > maxStepBack {
		return now, fault.New(fault.Unavailable, "store.clock_back", "last", ch.last.In(calendar.Zone).Format("02/01/2006 15:04:05"),
			"now", now.In(calendar.Zone).Format("02/01/2006 15:04:05"))
	} else if back > 0 {
		return ch.last, nil
	}
	return now, nil
}

// call runs the act's own code. Its panic is this act's error and nobody else's.
func (t *tx) call() (answer []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: act panicked: %v\n%s", r, debug.Stack())
		}
	}()
	return t.act.Run(t)
}

// keep makes the act's work the group's: its entries get their places in the chain.
func (t *tx) keep(answer []byte) (desk.Receipt, error) {
	ch := t.ch
	rc := desk.Receipt{Answer: answer, First: ch.head.Size, Count: len(t.entries), Head: ch.head}
	if len(t.entries) == 0 {
		return rc, nil // nothing was said, so there is nothing to remember
	}
	for i := range t.entries {
		e := &t.entries[i]
		if _, err := io.ReadFull(ch.g.s.opt.Rand, e.Salt[:]); err != nil {
			return rc, fmt.Errorf("reading a salt: %w", err)
		}
		e.Pos = ch.head.Size
		ch.head = ch.head.Append(e.Leaf())
	}
	ch.entries = append(ch.entries, t.entries...)
	ch.last, rc.Head = t.recorded, ch.head
	for _, e := range t.entries { // in the order of the entries: the same run writes the same rows
		id := e.Subject.ID
		if s := t.dossiers[id]; s != nil && e.Subject.Kind == dossier.SubjectKind && s != ch.dossiers.held[id].now {
			ch.dossiers.put(id, s)
			ch.learnBearers(id, s)
		}
		if it := t.items[id]; it != nil && e.Subject.Kind == register.SubjectKind && it != ch.items.held[id].now {
			ch.items.put(id, it)
		}
	}
	for k, n := range t.series {
		ch.series[k] = n
	}
	return rc, nil
}

// Recorded is the server's instant of the act.
func (t *tx) Recorded() time.Time { return t.recorded }

// Dossier returns a copy of a dossier's state as the acts before have left it.
func (t *tx) Dossier(id dossier.ID) (*dossier.State, error) {
	s, err := t.dossier(id)
	if err != nil {
		return nil, err
	}
	if s.Seq == 0 {
		return nil, fault.New(fault.NotFound, "store.dossier_absent", "id", id.String())
	}
	copied := *s // dossier.Apply never writes into a slice of a state: this is a whole copy
	return &copied, nil
}

// Item returns a copy of a register item as the acts before have left it.
func (t *tx) Item(id register.ID) (*register.Item, error) {
	it, err := t.item(id)
	if err != nil {
		return nil, err
	}
	if it.Seq == 0 {
		return nil, fault.New(fault.NotFound, "store.item_absent", "id", id.String())
	}
	copied := *it
	return &copied, nil
}

func (t *tx) dossier(id ledger.ID) (*dossier.State, error) {
	if s := t.dossiers[id]; s != nil {
		return s, nil
	}
	if err := t.failed(t.ch.readDossiers([]ledger.ID{id})); err != nil {
		return nil, err
	}
	s := &dossier.State{}
	if now := t.ch.dossiers.held[id].now; now != nil {
		*s = *now
	}
	t.dossiers[id] = s
	return s, nil
}

func (t *tx) item(id ledger.ID) (*register.Item, error) {
	if it := t.items[id]; it != nil {
		return it, nil
	}
	if err := t.failed(t.ch.readItems([]ledger.ID{id})); err != nil {
		return nil, err
	}
	it := &register.Item{}
	if now := t.ch.items.held[id].now; now != nil {
		*it = *now
	}
	t.items[id] = it
	return it, nil
}

// failed notes that the database failed under the act, whatever the act makes of it.
func (t *tx) failed(err error) error {
	if err != nil && t.ch.g.err == nil {
		t.ch.g.err = err
	}
	return err
}

// Next gives the series' next number; only an act that succeeds uses it up.
func (t *tx) Next(series string, day calendar.Date) (int, error) {
	k := seriesKey{series, int32(day)}
	n, ok := t.series[k]
	if !ok {
		n, ok = t.ch.series[k]
	}
	if !ok {
		err := t.failed(t.ch.g.c.query(qSeriesNext, func(r *sql.Rows) error { return r.Scan(&n) }, t.ch.id, series, int32(day)))
		if err != nil {
			return 0, err
		}
		n = max(n, 1)
	}
	t.series[k] = n + 1
	return n, nil
}

// Append folds a fact into its subject's state and keeps it for the chain.
func (t *tx) Append(f desk.Fact) error {
	e := ledger.Entry{
		Unit: t.ch.code, Subject: f.Subject, Kind: f.Kind, Corrects: f.Corrects, Version: f.Version, Body: f.Body,
		Happened: time.UnixMilli(f.Happened.UnixMilli()).UTC(), Recorded: t.recorded, Actor: t.act.Actor.ID, Behalf: t.act.Actor.Behalf,
	}
	if f.Happened.IsZero() {
		e.Happened = time.UnixMilli(t.act.Happened.UnixMilli()).UTC()
	}
	if f.Subject.ID <= 0 {
		return fmt.Errorf("store: fact %s about the impossible id %d", f.Kind, f.Subject.ID)
	}
	switch f.Subject.Kind {
	case dossier.SubjectKind:
		s, err := t.dossier(f.Subject.ID)
		if err != nil {
			return err
		}
		e.Seq = s.Seq + 1
		if err := dossier.Apply(s, &e); err != nil {
			return err
		}
	case register.SubjectKind:
		it, err := t.item(f.Subject.ID)
		if err != nil {
			return err
		}
		e.Seq = it.Seq + 1
		if err := register.Apply(it, &e); err != nil {
			return err
		}
	default:
		return fmt.Errorf("store: subject kind %q is not known", f.Subject.Kind)
	}
	t.entries = append(t.entries, e)
	return nil
}
