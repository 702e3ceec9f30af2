// Package demo builds the example ward: fictitious citizens and dossiers whose counts equal
// the printed statistics of a real ward's report, year by year.
//
// It keeps no back door: every act goes to the desk in the order of its instants, is decided
// by the real rules under the real promise, and is committed by the real store. What the
// print fixes (field, channel, level, outcome, open at the end, digitized, kind of result) is
// met exactly; what it does not say (who, which day, which hour) is assumed, and data/demo
// marks it so. No person exists; identity and telephone numbers are of ranges that nobody has.
//
// It promises that one seed gives one sequence of acts, byte for byte, with the same
// idempotency keys, so that a run that was killed completes when it is run again. It refuses
// figures that contradict each other or that no lawful life leads to.
package demo

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/fault"
)

// Options say which ward to build, where, and how large.
type Options struct {
	Files    fs.FS // the data tree
	Catalog  *catalog.Catalog
	Desk     *desk.Desk
	Books    *duty.Books    // nil: the printed figures are not entered
	Office   *access.Office // nil: nobody gets an account
	Unit     string         // e-identifier or short name
	Seed     uint64
	Scale    int                   // every margin times this; 0 is 1
	Progress func(done, total int) // dossiers, now and then; may be nil
}

// Summary is what a run did. A run that completes another submits all acts again; those that
// were there already are answered as before, write nothing and count as repeated.
type Summary struct {
	Dossiers  int64         `json:"dossiers"`
	Acts      int64         `json:"acts"`
	Repeated  int64         `json:"repeated"`
	Entries   int64         `json:"entries"` // written to the ledger, the register's included
	Printed   int           `json:"printed"` // register items entered from the printed report
	Elapsed   time.Duration `json:"elapsed_ns"`
	DossiersS float64       `json:"dossiers_per_second"`
	EntriesS  float64       `json:"entries_per_second"`
}

const (
	maxScale = 500
	inFlight = 2000 // acts submitted and not yet acknowledged
)

// Run lives the ward through.
func Run(ctx context.Context, o Options) (Summary, error) {
	scale := max(o.Scale, 1)
	if o.Scale < 0 || scale > maxScale {
		return Summary{}, fault.New(fault.Invalid, "demo.scale", "scale", o.Scale, "least", 1, "most", maxScale)
	}
	ward, problems := Load(o.Files, o.Catalog, o.Unit)
	if len(problems) > 0 {
		return Summary{}, dataInvalid(problems)
	}
	began := time.Now()
	r := &run{options: o, stream: newStream(ward, o.Seed, scale)}
	err := hire(ctx, o.Office, ward)
	if err == nil {
		err = r.all(ctx)
	}
	if err == nil {
		err = r.enterPrinted(ctx, ward)
	}
	r.sum.Elapsed = time.Since(began)
	if s := r.sum.Elapsed.Seconds(); s > 0 {
		r.sum.DossiersS, r.sum.EntriesS = float64(r.sum.Dossiers)/s, float64(r.sum.Entries)/s
	}
	return r.sum, err
}

func dataInvalid(problems []datafile.Problem) error {
	return fault.New(fault.Invalid, "demo.data_invalid", "problem", problems[0].String(), "problems", len(problems))
}

// run submits the stream, with a bounded number of acts on their way.
type run struct {
	options Options
	stream  *stream
	pending []waiting // a ring: oldest at head
	head    int
	sum     Summary
}

// waiting is an act that was submitted.
type waiting struct {
	answer    <-chan desk.Result
	procedure string
	at        time.Time
}

func (r *run) all(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r.pending = make([]waiting, 0, inFlight)
	for {
		order, ok, err := r.stream.act()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := r.submit(ctx, order); err != nil {
			return err
		}
	}
	for range r.pending {
		if err := r.await(r.pending[r.head]); err != nil {
			return err
		}
		r.head = (r.head + 1) % len(r.pending)
	}
	r.sum.Dossiers = int64(r.stream.closed)
	r.progress()
	return nil
}

func (r *run) submit(ctx context.Context, o desk.Order) error {
	if len(r.pending) == inFlight {
		if err := r.await(r.pending[r.head]); err != nil {
			return err
		}
	}
	w := waiting{r.options.Desk.Submit(ctx, o), o.Procedure, o.Happened}
	if len(r.pending) < inFlight {
		r.pending = append(r.pending, w)
	} else {
		r.pending[r.head] = w
		r.head = (r.head + 1) % inFlight
	}
	if r.sum.Acts++; r.sum.Acts%4096 == 0 {
		r.progress()
	}
	return nil
}

func (r *run) await(w waiting) error {
	result := <-w.answer
	if result.Err != nil {
		return fmt.Errorf("demo: act on a dossier of %s at %s: %w", w.procedure, w.at.UTC().Format(time.RFC3339), result.Err)
	}
	if result.Receipt.Repeat {
		r.sum.Repeated++
		return nil
	}
	r.sum.Entries += int64(result.Receipt.Count)
	return nil
}

func (r *run) progress() {
	if r.options.Progress != nil {
		r.options.Progress(r.stream.closed, r.stream.total())
	}
}

// enterPrinted records the printed report in the books, on the assumed day.
func (r *run) enterPrinted(ctx context.Context, w *Ward) (err error) {
	if r.options.Books == nil {
		return nil
	}
	who := access.Actor{ID: w.habits.Reporter, Role: access.Reporter}
	r.sum.Printed, err = r.options.Books.ImportPrinted(ctx, w.Unit.Code, who, w.habits.PrintedOn.At(9, 0), w.report)
	r.sum.Entries += int64(r.sum.Printed)
	return err
}
