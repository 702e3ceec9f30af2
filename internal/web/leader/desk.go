package leader

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// everything is the queue in which a leader finds every dossier in work.
const everything = "tat-ca"

// deskView answers one question: where do I intervene before ten o'clock.
type deskView struct {
	Tiles   []deskTile
	First   string // what F9 opens, and how it is called
	Button  string
	Loads   []loadRow
	Heat    nearView
	Buckets []string
	Owed    []owedGroup
	Bulk    int // people who looked at too much since yesterday
	Second  int // proposals about roles that wait for a second person
	Known   bool
}

// deskTile is a figure of the desk. A figure of nothing is «chưa có số» and never zero.
type deskTile struct {
	page.Tile
	Kind string // "bad", "warn", "few" or ""
	ID   string
}

// loadRow is what one holder has in work, by bucket.
type loadRow struct {
	Name  string
	Cells []loadCell
	Total int
	URL   string
	Since string
}

// loadCell is one number of the load, and its piece of the bar.
type loadCell struct {
	Name, Kind string
	N          int
	URL        string
	X, Width   string
}

// desk is the leader's page of the day.
func (l *room) desk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := l.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	head, err := in.Head(ctx, l.Unit.Code)
	if err != nil {
		return err
	}
	v, err := l.deskView(ctx, in, head.Size > 0)
	if err != nil {
		return err
	}
	if l.Office != nil {
		waiting, err := l.Office.Proposals(ctx)
		if err != nil {
			return err
		}
		v.Second = len(waiting)
	}
	now := l.Now()
	f := page.Frame{Title: page.T(ctx, "leader.desk.title"), Active: "leader", Wide: true,
		Basis: page.T(ctx, "leader.desk.basis", "at", calendar.PrintInstant(now), "entries", page.N(head.Size))}
	return page.Write(w, r, http.StatusOK, f, deskBody(v))
}

func (l *room) deskView(ctx context.Context, in page.Reading, known bool) (*deskView, error) {
	days := l.Days()
	rows, _, err := in.Queue(ctx, desk.Queue{Unit: l.Unit.Code, Days: days})
	if err != nil {
		return nil, err
	}
	names, err := l.people(ctx)
	if err != nil {
		return nil, err
	}
	v := &deskView{Known: known, Owed: l.owed(ctx, rows, days)}
	mine := l.proposed(rows, page.Person(ctx).ID)
	if v.Tiles, err = l.deskTiles(ctx, in, rows, mine, v.Owed, names); err != nil {
		return nil, err
	}
	v.first(ctx)
	loads, err := in.Loads(ctx, l.Unit.Code, days)
	if err != nil {
		return nil, err
	}
	for _, b := range desk.Buckets {
		v.Buckets = append(v.Buckets, page.T(ctx, "leader.desk.bucket."+strconv.Itoa(int(b))))
	}
	v.Loads = loadRows(ctx, loads, names)
	v.Heat = l.near(ctx, rows, days)
	yesterday := l.Now().Add(-24 * time.Hour)
	bulk, err := l.bulk(ctx, in, yesterday, l.Now().Add(time.Minute))
	v.Bulk = len(bulk)
	return v, err
}

// deskTiles are the first figures, each with the list behind it.
func (l *room) deskTiles(ctx context.Context, in page.Reading, rows []*dossier.State, mine []*dossier.State, owed []owedGroup, names *people) ([]deskTile, error) {
	t := func(key string, kv ...any) string { return page.T(ctx, "leader.desk."+key, kv...) }
	days, count := l.Days(), map[desk.Bucket]int{}
	for _, s := range rows {
		count[days.Bucket(s)]++
	}
	letters := 0
	for _, g := range owed {
		letters += len(g.Rows)
	}
	tiles := []deskTile{
		{ID: "overdue", Kind: "bad", Tile: page.Tile{Name: t("overdue"), Value: page.N(count[desk.Overdue]), URL: page.QueueURL(everything, int(desk.Overdue))}},
		{ID: "today", Kind: "warn", Tile: page.Tile{Name: t("today"), Value: page.N(count[desk.Today]), URL: page.QueueURL(everything, int(desk.Today))}},
		{ID: "proposals", Kind: "warn", Tile: page.Tile{Name: t("proposals"), Value: page.N(len(mine)), URL: page.Decisions}},
		{ID: "letters", Kind: "warn", Tile: page.Tile{Name: t("letters"), Value: page.N(letters), URL: "#thu-no"}},
		l.longest(ctx, rows, names),
	}
	for i := range tiles {
		if tiles[i].Value == "0" {
			tiles[i].Kind = ""
		}
	}
	head, err := in.Head(ctx, l.Unit.Code)
	if err != nil || head.Size == 0 {
		for i := range tiles {
			tiles[i].Tile = page.Tile{Name: tiles[i].Name, Value: page.T(ctx, "leader.no_data")}
			tiles[i].Kind = ""
		}
		return tiles, err
	}
	return append(tiles, l.satisfied(ctx)), nil
}

// satisfied is the rate with its number of ratings; of few ratings it is greyed.
func (l *room) satisfied(ctx context.Context) deskTile {
	none := deskTile{ID: "satisfied", Kind: "few", Tile: page.Tile{Name: page.T(ctx, "leader.tile.satisfied"), Value: page.T(ctx, "leader.no_data")}}
	f, err := l.shelf.at(ctx, l.Site, calendar.DateOf(l.Now()))
	if err != nil {
		return none
	}
	tile := deskTile{ID: "satisfied", Tile: rateTile(ctx, f, "satisfied", f.Satisfied)}
	if f.Satisfied.Den == nil || *f.Satisfied.Den < fewRatings {
		tile.Kind = "few"
	}
	return tile
}

// longest is the step that has stood longest in the office's own hands.
func (l *room) longest(ctx context.Context, rows []*dossier.State, names *people) deskTile {
	tile := deskTile{ID: "longest", Kind: "few", Tile: page.Tile{Name: page.T(ctx, "leader.desk.longest"), Value: page.T(ctx, "leader.no_data")}}
	var old *dossier.State
	for _, s := range rows {
		if (s.Status == dossier.Received || s.Status == dossier.Processing) && (old == nil || page.Since(s).Before(page.Since(old))) {
			old = s
		}
	}
	if old == nil {
		tile.Note = page.T(ctx, "leader.desk.longest_none")
		return tile
	}
	n := l.Catalog.Calendar.WorkingBetween(calendar.DateOf(page.Since(old)), calendar.DateOf(l.Now()))
	tile.Kind, tile.Value = "", page.T(ctx, "leader.desk.working_days", "n", page.N(max(n, 0)))
	tile.Note = page.StatusName(ctx, old.Status) + " – " + names.of(ctx, old.Holder)
	tile.URL = page.InQueue{ID: everything, Sort: "since", At: 1}.URL()
	return tile
}

// first is the one act of the page: what is overdue, then what waits for the leader, then what
// is due today.
func (v *deskView) first(ctx context.Context) {
	for _, id := range []string{"overdue", "proposals", "today", "letters"} {
		for _, t := range v.Tiles {
			if t.ID == id && t.URL != "" && t.Value != "0" {
				v.First, v.Button = t.URL, page.T(ctx, "leader.desk.do."+id, "n", t.Value)
				return
			}
		}
	}
}

var bucketKinds = map[desk.Bucket]string{desk.Overdue: "overdue", desk.Today: "today", desk.Soon: "soon", desk.Later: "later", desk.Waiting: "waiting", desk.Ready: "ready"}

// loadRows are the loads, who has most first. The bars share one scale.
func loadRows(ctx context.Context, loads []desk.Load, names *people) []loadRow {
	most := 1
	var out []loadRow
	for _, x := range loads {
		r := loadRow{Name: names.of(ctx, x.Holder)}
		q := page.InQueue{ID: everything, Holder: x.Holder}
		if x.Holder == "" {
			q.Holder = "-"
		}
		for i, b := range desk.Buckets {
			to := q
			to.Bucket = int(b)
			r.Cells = append(r.Cells, loadCell{Name: page.T(ctx, "leader.desk.bucket."+strconv.Itoa(int(b))), Kind: bucketKinds[b], N: x.Counts[b], URL: to.URL()})
			r.Total += r.Cells[i].N
		}
		if r.URL = q.URL(); !x.Since.IsZero() {
			r.Since = calendar.PrintInstant(x.Since)
		}
		most = max(most, r.Total)
		out = append(out, r)
	}
	for i := range out {
		x := 0
		for k := range out[i].Cells {
			c := &out[i].Cells[k]
			c.X, c.Width = strconv.Itoa(x*1000/most), strconv.Itoa((x+c.N)*1000/most-x*1000/most)
			x += c.N
		}
	}
	slices.SortStableFunc(out, func(a, b loadRow) int {
		if a.Total != b.Total {
			return b.Total - a.Total
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}
