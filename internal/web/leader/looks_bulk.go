package leader

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/web/page"
)

// bulkLimit is from how many dossiers a run of looks is out of the ordinary (data/looks).
type bulkLimit struct {
	Dossiers int `toml:"bulk_dossiers"`
	Minutes  int `toml:"bulk_minutes"`
}

// usualLimit stands where the unit's file cannot be read or says nothing sensible.
var usualLimit = bulkLimit{Dossiers: 20, Minutes: 60}

func (l *room) bulkLimit() bulkLimit {
	b, _, problems := datafile.Decode[bulkLimit](l.Files, "looks/looks.toml")
	if len(problems) > 0 || b.Dossiers < 1 || b.Minutes < 1 {
		return usualLimit
	}
	return b
}

// bulkRun is one person who looked at more dossiers in a stretch of time than the limit, not
// counting those that are or were his work.
type bulkRun struct {
	Actor    string
	N        int // different dossiers
	From, To time.Time
}

type bulkRow struct {
	Who, From, To, URL string
	N                  int
}

// bulk finds runs of looks beyond the limit between two instants, each person's largest
// (security T26: a curious officer).
func (l *room) bulk(ctx context.Context, in page.Reading, from, to time.Time) ([]bulkRun, error) {
	views, _, err := in.Views(ctx, access.ViewQuery{Unit: l.Unit.Code, From: from, To: to})
	if err != nil {
		return nil, err
	}
	by := map[string][]access.View{}
	for _, v := range views {
		by[v.Actor] = append(by[v.Actor], v)
	}
	limit := l.bulkLimit()
	var out []bulkRun
	for actor, mine := range by {
		if run := widest(mine, limit); run.N <= limit.Dossiers {
			continue
		}
		if mine, err = l.notOwn(ctx, in, actor, mine); err != nil {
			return nil, err
		}
		if run := widest(mine, limit); run.N > limit.Dossiers {
			run.Actor = actor
			out = append(out, run)
		}
	}
	slices.SortFunc(out, func(a, b bulkRun) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Actor, b.Actor)
	})
	return out, nil
}

// widest is the stretch of time with the most different dossiers. Looks may come in any order.
func widest(views []access.View, limit bulkLimit) (best bulkRun) {
	views = slices.Clone(views)
	slices.SortFunc(views, func(a, b access.View) int { return a.At.Compare(b.At) })
	within := time.Duration(limit.Minutes) * time.Minute
	count, first := map[ledger.ID]int{}, 0
	for _, v := range views {
		for ; v.At.Sub(views[first].At) >= within; first++ {
			if id := views[first].Dossier; count[id] == 1 {
				delete(count, id)
			} else {
				count[id]--
			}
		}
		if count[v.Dossier]++; len(count) > best.N {
			best = bulkRun{N: len(count), From: views[first].At, To: v.At}
		}
	}
	return best
}

// notOwn leaves out looks at dossiers that the person holds, received, or has acted on.
func (l *room) notOwn(ctx context.Context, in page.Reading, actor string, views []access.View) ([]access.View, error) {
	own := map[ledger.ID]bool{}
	var out []access.View
	for _, v := range views {
		mine, known := own[v.Dossier]
		if !known {
			var err error
			if mine, err = l.ownWork(ctx, in, actor, v.Dossier); err != nil {
				return nil, err
			}
			own[v.Dossier] = mine
		}
		if !mine {
			out = append(out, v)
		}
	}
	return out, nil
}

func (l *room) ownWork(ctx context.Context, in page.Reading, actor string, id ledger.ID) (bool, error) {
	s, err := in.Dossier(ctx, l.Unit.Code, id)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if s.Holder == actor || s.ReceivedBy == actor || s.Proposal != nil && s.Proposal.To == actor {
		return true, nil
	}
	entries, err := in.Entries(ctx, l.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: id})
	return slices.ContainsFunc(entries, func(e ledger.Entry) bool { return e.Actor == actor }), err
}

// lateRow is one act that was recorded later than the house allows («ghi muộn»).
type lateRow struct{ Code, URL, Happened, Recorded, Lag, Who, Text, Why string }

// why is the reason of an act recorded late; it was not asked for when the ledger was younger,
// and no machine gives one.
func (l *room) why(ctx context.Context, x dossier.Line) string {
	if x.Why == "" {
		return page.T(ctx, "leader.looks.why_unknown")
	}
	return x.Why
}

// mostLate is how many late acts the page names; the number behind it is whole.
const mostLate = 100

// late lists the acts recorded late of dossiers received in the days, apart from all others:
// when it happened, when it was recorded, who, and what the entry itself says but for what it
// told about a person: this page is no look at a dossier.
func (l *room) late(ctx context.Context, in page.Reading, a looksAsked, names *people) ([]lateRow, int64, error) {
	q := rollup.Query{Unit: l.Unit.Code, Terms: []rollup.Term{{Count: rollup.RecordedLate}}, From: a.From, To: a.To}
	rows, total, err := in.Dossiers(ctx, q, measure.Page{Limit: mostLate, Sort: "-received"})
	if err != nil {
		return nil, 0, err
	}
	var out []lateRow
	for _, s := range rows {
		if a.Code != "" && s.Code != a.Code {
			continue
		}
		entries, err := in.Entries(ctx, l.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
		if err != nil {
			return nil, 0, err
		}
		lines, err := dossier.Timeline(entries)
		if err != nil {
			return nil, 0, err
		}
		for _, x := range lines {
			if x.Late && (a.Who == "" || a.Who == x.Actor) && len(out) < mostLate {
				out = append(out, lateRow{Code: page.Known(s), URL: page.DossierURL(page.Known(s), nil), Happened: calendar.PrintInstant(x.Happened), Recorded: calendar.PrintInstant(x.Recorded),
					Lag: page.T(ctx, "leader.looks.lag", "n", page.N(int64(x.Recorded.Sub(x.Happened)/time.Minute))), Who: names.of(ctx, x.Actor), Text: x.Masked().Text(l.Words, page.Lang(ctx), names.in(ctx)),
					Why: l.why(ctx, x)})
			}
		}
	}
	return out, total, nil
}
