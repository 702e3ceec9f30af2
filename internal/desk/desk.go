package desk

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// DefaultLag is how long after it happened an act may be recorded without the mark "ghi muộn",
// where the data tree does not say (data/workflows).
const DefaultLag = 15 * time.Minute

// skew is how far the clock of a claimed instant may run ahead of the server's.
const skew = 2 * time.Minute

// Desk is the counter: it turns orders into acts on dossiers. It keeps nothing itself and is
// safe for concurrent use as long as its fields are left alone.
type Desk struct {
	Number dossier.Numbering // of case codes; OrdinaryCode unless the law changes
	MaxLag time.Duration     // over which an entry is marked as recorded late
	Kinds  *register.Kinds   // of the books that Certify writes into; nil: it refuses

	catalog *catalog.Catalog
	journal Journal
}

// New makes a desk that promises by a catalogue and records in a journal.
func New(cat *catalog.Catalog, j Journal) *Desk {
	lag := DefaultLag
	if cat.Workflow != nil && cat.Workflow.Late.Minutes > 0 {
		lag = time.Duration(cat.Workflow.Late.Minutes) * time.Minute
	}
	return &Desk{Number: dossier.OrdinaryCode, MaxLag: lag, catalog: cat, journal: j}
}

// Order asks for one command on one dossier. The dossier's id comes from the caller
// (ledger.NewID), also for a new one, so that a following order can be given before the first
// is acknowledged. Procedure is needed when the dossier is new.
type Order struct {
	Unit      string
	Dossier   ledger.ID
	Key       string // idempotency key, unique in the unit; a repeat gets the first answer
	Actor     access.Actor
	Who       Worker // the officer behind Actor, whose roles and fields of work are asked for; nil: no officer
	Happened  time.Time
	Procedure string
	Command   dossier.Command

	// Then are further commands of the same act, decided one after the other by the same
	// person: all happen or none does.
	Then []Next
	// Why it is recorded late, when it is; a person who records late without a reason is refused.
	Why string
	// Seen is the sequence number that the actor had before his eyes; 0: any. When the dossier
	// has moved on since, the order is refused with fault.Conflict "desk.moved_on".
	Seen int32

	certified bool // the result's number is one of a book, allotted by the desk
}

// Next is a further command of an order, in the role in which the person gives it.
type Next struct {
	Role    access.Role
	Command dossier.Command
}

// Answer is what an act tells its caller: how the dossier stands after it.
type Answer struct {
	ID          ledger.ID
	Code        string
	Status      dossier.Status
	LegalDue    time.Time
	Appointment time.Time
}

// Do carries out an order and returns when it is durable. A refused order leaves no trace.
func (d *Desk) Do(ctx context.Context, o Order) (Answer, error) {
	act, err := d.act(o)
	if err != nil {
		return Answer{}, err
	}
	r, err := d.journal.Do(ctx, act)
	if err != nil {
		return Answer{}, err
	}
	return r.Dossier()
}

// Submit hands an order in and returns at once; orders of one caller run in the order
// submitted and may share a sync.
func (d *Desk) Submit(ctx context.Context, o Order) <-chan Result {
	act, err := d.act(o)
	if err != nil {
		refused := make(chan Result, 1)
		refused <- Result{Err: err}
		return refused
	}
	return d.journal.Submit(ctx, act)
}

// Dossier reads the answer of an act on a dossier.
func (r Receipt) Dossier() (Answer, error) {
	return readAnswer(r.Answer)
}

func (d *Desk) act(o Order) (Act, error) {
	switch {
	case o.Unit == "":
		return Act{}, fault.New(fault.Invalid, "desk.no_unit")
	case o.Dossier <= 0:
		return Act{}, fault.New(fault.Invalid, "desk.no_dossier")
	case o.Key == "":
		return Act{}, fault.New(fault.Invalid, "desk.no_key")
	case o.Happened.IsZero():
		return Act{}, fault.New(fault.Invalid, "desk.no_instant")
	}
	if err := o.Actor.Check(); err != nil {
		return Act{}, err
	}
	for _, n := range o.Then {
		if err := (access.Actor{ID: o.Actor.ID, Role: n.Role, Behalf: o.Actor.Behalf}).Check(); err != nil {
			return Act{}, err
		}
	}
	o.Then = slices.Clone(o.Then)
	o.Happened = time.UnixMilli(o.Happened.UnixMilli()).UTC()
	return Act{Unit: o.Unit, Key: o.Key, Actor: o.Actor, Happened: o.Happened, Subjects: []ledger.ID{o.Dossier},
		Run: func(tx Tx) ([]byte, error) { return d.run(tx, o) }}, nil
}

// run is one act inside its transaction: pure but for tx, and may be called again. Each
// command is decided on the state that the one before it left.
func (d *Desk) run(tx Tx, o Order) ([]byte, error) {
	s, err := d.begin(tx, o)
	if err != nil {
		return nil, err
	}
	if s, err = d.all(tx, o, s); err != nil {
		return nil, err
	}
	return answerOf(s).bytes()
}

// begin is the state that an order is decided on: no instant to come, nothing unseen.
func (d *Desk) begin(tx Tx, o Order) (*dossier.State, error) {
	if now := tx.Recorded(); o.Happened.After(now.Add(skew)) {
		return nil, fault.New(fault.Invalid, "desk.future", "at", calendar.PrintInstant(o.Happened), "now", calendar.PrintInstant(now))
	}
	s, err := d.find(tx, o)
	if err != nil {
		return nil, err
	}
	if o.Seen != 0 && o.Seen != s.Seq {
		return nil, fault.New(fault.Conflict, "desk.moved_on", "seen", o.Seen, "now", s.Seq)
	}
	return s, nil
}

// all decides and records the commands of an order, in the role in which each is given.
func (d *Desk) all(tx Tx, o Order, s *dossier.State) (*dossier.State, error) {
	steps := append([]Next{{Role: o.Actor.Role, Command: o.Command}}, o.Then...)
	if err := d.given(tx, o, steps); err != nil {
		return nil, err
	}
	steps, err := d.owing(o, steps)
	if err != nil {
		return nil, err
	}
	if err := lettered(tx, o, steps); err != nil {
		return nil, err
	}
	for _, n := range steps {
		o.Command, o.Actor.Role = n.Command, n.Role
		next, err := d.one(tx, o, s)
		if err != nil {
			return nil, err
		}
		s = next
	}
	return s, nil
}

// one decides and records one command; it returns the state after it.
func (d *Desk) one(tx Tx, o Order, s *dossier.State) (*dossier.State, error) {
	c, err := d.complete(tx, o, s)
	if err != nil {
		return nil, err
	}
	if err := d.mayWork(o.Who, o.Actor.Role, d.field(s, c, o.Procedure)); err != nil {
		return nil, err
	}
	if err := mayHold(s, o.Actor, dossier.Name(c)); err != nil {
		return nil, err
	}
	env := d.env(o.Actor, o.Happened)
	env.Recorded, env.MaxLag, env.Why = tx.Recorded(), d.MaxLag, o.Why
	events, err := dossier.Decide(env, s, c)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		fact := Fact{Subject: ledger.Subject{Kind: dossier.SubjectKind, ID: o.Dossier}, Kind: e.Kind, Happened: o.Happened,
			Corrects: e.Corrects, Version: e.Version, Body: e.Body}
		if err := tx.Append(fact); err != nil {
			return nil, err
		}
	}
	return tx.Dossier(o.Dossier)
}

func (d *Desk) env(who access.Actor, now time.Time) dossier.Env {
	return dossier.Env{Calendar: d.catalog.Calendar, Workflow: d.catalog.Workflow, Now: now, Actor: who}
}

// find returns the dossier's state: the zero State when the command may begin a dossier.
func (d *Desk) find(tx Tx, o Order) (*dossier.State, error) {
	s, err := tx.Dossier(o.Dossier)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return s, err
	}
	switch o.Command.(type) {
	case dossier.Submit, dossier.Receive, dossier.Reject:
		return &dossier.State{}, nil
	}
	return nil, fault.Wrap(err, fault.NotFound, "desk.not_found")
}

// complete fills in what the caller left to the desk: the promise of the catalogue on the day
// of filing or receipt, and the numbers of case, result and letter, allotted in the transaction. A code that came with
// the dossier is kept: one code for its whole life.
func (d *Desk) complete(tx Tx, o Order, s *dossier.State) (dossier.Command, error) {
	var err error
	switch c := o.Command.(type) {
	case dossier.Submit:
		c.Promise, err = d.promise(o, s, c.Promise)
		return c, err
	case dossier.Reject:
		if c.Procedure == "" {
			c.Procedure = o.Procedure
		}
		return c, nil
	case dossier.Receive:
		if c.Promise, err = d.promise(o, s, c.Promise); err != nil {
			return nil, err
		}
		c.Code, err = d.code(tx, o, c.Code)
		return c, err
	case dossier.Supply:
		if s.Status != dossier.Supplement || !s.ReceivedAt.IsZero() {
			return c, nil
		}
		if c.Promise, err = d.promise(o, s, c.Promise); err != nil {
			return nil, err
		}
		c.Code, err = d.code(tx, o, c.Code)
		return c, err
	case dossier.Settle:
		if c.Result.Number == "" {
			c.Result.Number, err = resultNumber(tx, o)
		}
		return c, err
	case dossier.Collect:
		if c.Receipt == "" {
			c.Receipt, err = receiptNumber(tx, o)
		}
		return c, err
	case dossier.Issue:
		if c.Number == "" {
			c.Number, err = letterNumber(tx, o, c.Symbol)
		}
		return c, err
	}
	return o.Command, nil
}

// promise is the given one, or the catalogue's on the day of the act (rule 1 of
// one-stop-rules: the version in force on the day of receipt).
func (d *Desk) promise(o Order, s *dossier.State, given dossier.Promise) (dossier.Promise, error) {
	if given.Procedure != "" {
		return given, nil
	}
	code := o.Procedure
	if code == "" {
		code = s.Procedure
	}
	if code == "" {
		return given, fault.New(fault.Invalid, "dossier.no_procedure")
	}
	p, err := d.catalog.Promise(o.Unit, code, calendar.DateOf(o.Happened))
	if err != nil {
		return given, err
	}
	return dossier.Promise{Procedure: p.Procedure, Version: p.Version, Field: p.Field, Level: levels[p.Level],
		Limit: p.Limit, SupplementLimit: p.Supplement}, nil
}

// levels are the catalogue's words for the online level; any other is not published.
var levels = map[string]dossier.Level{
	"none":       dossier.LevelNone,
	"mot_phan":   dossier.LevelPartial,
	"toan_trinh": dossier.LevelFull,
}

// series is the journal's name of the numbers of case codes; it restarts every day.
const series = "code"

func (d *Desk) code(tx Tx, o Order, given string) (string, error) {
	if given != "" {
		return given, d.codeGiven(tx, o, given)
	}
	day := calendar.DateOf(o.Happened)
	n, err := tx.Next(series, day)
	if err != nil {
		return "", err
	}
	return d.Number(o.Unit, day, n), nil
}
