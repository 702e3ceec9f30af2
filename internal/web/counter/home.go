package counter

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// homeView is the counter's home: the scan target, what is left open, what can be handed over,
// what was just done, and the procedures under this clerk's numbers.
type homeView struct {
	Key     string
	Drafts  []draftLine
	Ready   []readyLine
	Total   int // of Ready, all
	Tiles   []page.Tile
	Numbers []numbered
	Recent  []numbered
	Did     []didLine
}

// draftLine is a draft of mine that is not finished.
type draftLine struct{ ID, Procedure, Who, Since, Saved, Rev string }

// readyLine is a result that waits to be handed over.
type readyLine struct{ Code, URL, Procedure, Who, Since string }

// readyShown is how many results the home shows before it leads to the list.
const readyShown = 6

func (o *room) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	v := &homeView{Key: page.NewKey()}
	if v.Drafts, err = o.draftLines(ctx); err != nil {
		return err
	}
	if v.Ready, v.Total, err = o.readyLines(ctx, in, 0, readyShown); err != nil {
		return err
	}
	if v.Numbers, err = o.numbers(ctx, in); err != nil {
		return err
	}
	if v.Recent, err = o.recent(ctx, v.Numbers); err != nil {
		return err
	}
	if v.Did, err = o.did(ctx, in); err != nil {
		return err
	}
	if v.Tiles, err = o.tiles(ctx, in); err != nil {
		return err
	}
	frame := page.Frame{Title: page.T(ctx, "counter.home.title"), Active: "counter", Scan: true, Basis: o.BasisNow(ctx, in)}
	return page.Write(w, r, http.StatusOK, frame, homePage(v))
}

// draftLines show a draft's person by initials: others stand at the counter.
func (o *room) draftLines(ctx context.Context) ([]draftLine, error) {
	drafts, err := o.drafts(ctx, page.Person(ctx))
	var out []draftLine
	for _, d := range drafts {
		who := masked(d.Fields["ten"])
		out = append(out, draftLine{ID: d.id, Procedure: o.ProcedureName(d.Procedure), Who: who, Since: moment(d.Begun, o.today()), Saved: moment(d.Changed, o.today())})
	}
	return out, err
}

func (o *room) readyLines(ctx context.Context, in page.Reading, offset, limit int) ([]readyLine, int, error) {
	rows, total, err := in.Queue(ctx, desk.Queue{Unit: o.Unit.Code, Days: o.Days(), Bucket: desk.Ready, Sort: "since", Offset: offset, Limit: limit})
	var out []readyLine
	for _, s := range rows {
		out = append(out, readyLine{Code: page.Known(s), URL: page.ReturnURL(page.Known(s)), Procedure: o.ProcedureName(s.Procedure), Who: page.Masked(s.Applicant),
			Since: calendar.PrintInstant(s.EndedAt)})
	}
	return out, total, err
}

// tiles are the counts of today, each with the list behind it.
func (o *room) tiles(ctx context.Context, in page.Reading) ([]page.Tile, error) {
	today := o.today()
	flows, err := in.Flows(ctx, o.Unit.Code, today, today)
	if err != nil {
		return nil, err
	}
	count := func(column string) (n int64) {
		for _, t := range report.FlowTerms(column) {
			n += flows.Value(t)
		}
		return n
	}
	var out []page.Tile
	for _, c := range []string{"received.direct", "received.online", "settled.total"} {
		l := page.List{Column: c, From: today, To: today}
		out = append(out, page.Tile{Name: page.T(ctx, "counter.today."+c), Value: page.N(count(c)), URL: l.URL()})
	}
	var returned int64
	for _, row := range flows {
		if row.Count == rollup.Returned {
			returned += row.N
		}
	}
	return append(out, page.Tile{Name: page.T(ctx, "counter.today.returned"), Value: page.N(returned), URL: handOver + "?ngay=hom-nay"}), nil
}
