package indicator

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Names of channels and levels in data files.
var (
	channels = map[string]dossier.Channel{"counter": dossier.Counter, "online": dossier.Online, "post": dossier.Post}
	levels   = map[string]dossier.Level{"unknown": dossier.LevelUnknown, "none": dossier.LevelNone, "partial": dossier.LevelPartial, "full": dossier.LevelFull}
)

// reading is what one term, or a sum of terms, says.
type reading struct {
	state   string
	n       int64
	text    string
	source  string
	printed bool
}

func findPlace(k *register.Kinds, place string) (register.Place, bool) {
	kind, facet, _ := strings.Cut(place, "/")
	return k.Find(kind, facet)
}

// cells turns a count term into a rollup term. Fields become the procedures of those fields
// among the ones that have any count; none of them leaves nothing to count.
func (s *Source) cells(t Term, table rollup.Table) (out rollup.Term, none bool) {
	out.Count = rollup.Count(t.Count)
	for _, c := range t.Channels {
		out.Channels = append(out.Channels, channels[c])
	}
	for _, l := range t.Levels {
		out.Levels = append(out.Levels, levels[l])
	}
	if len(t.Fields) == 0 {
		return out, false
	}
	for _, r := range table {
		p := r.Cell.Procedure
		if slices.Contains(t.Fields, s.FieldOf(p)) && !slices.Contains(out.Procedures, p) {
			out.Procedures = append(out.Procedures, p)
		}
	}
	slices.Sort(out.Procedures)
	return out, len(out.Procedures) == 0
}

// Takes reports whether a count term counts the dossiers of a cell whose procedure is of a
// field. An empty selection means all.
func (t Term) Takes(cell rollup.Cell, field string) bool {
	return (len(t.Channels) == 0 || slices.ContainsFunc(t.Channels, func(c string) bool { return channels[c] == cell.Channel })) &&
		(len(t.Levels) == 0 || slices.ContainsFunc(t.Levels, func(l string) bool { return levels[l] == cell.Level })) &&
		(len(t.Fields) == 0 || slices.Contains(t.Fields, field))
}

// table is the table from which a count is read.
func (s *Source) table(ctx context.Context, count rollup.Count, p calendar.Period) (rollup.Table, error) {
	from, to := rollup.Days(count, p.From, p.To)
	return s.Flows(ctx, from, to)
}

func (s *Set) term(ctx context.Context, src *Source, t Term, p calendar.Period) (reading, error) {
	switch {
	case t.Count != "":
		return src.count(ctx, t, p)
	case t.Register != "":
		r, err := src.read(ctx, t.Register, p)
		return reading{state: stateOf(r.State), n: r.Quantity, text: r.Text, source: FromRegister, printed: r.Printed}, err
	case t.Catalogue != "":
		rows, err := src.listed(t, p)
		if fault.Is(err, fault.NotFound) {
			return reading{state: StateNoData, source: FromCatalogue}, nil
		}
		return reading{state: StateValue, n: int64(len(rows)), source: FromCatalogue}, err
	}
	f, err := s.Compute(ctx, src, t.Indicator, p)
	r := reading{state: f.State, source: Computed, printed: f.Printed}
	if f.Num != nil {
		r.n = *f.Num
	}
	return r, err
}

func stateOf(s register.State) string {
	if s == register.Value {
		return StateValue
	}
	return string(s)
}

func (s *Source) count(ctx context.Context, t Term, p calendar.Period) (reading, error) {
	table, err := s.table(ctx, rollup.Count(t.Count), p)
	r := reading{state: StateValue, source: FromDossiers}
	term, none := s.cells(t, table)
	switch {
	case err != nil || none:
	case t.Distinct != "":
		r.n = int64(len(table.Distinct(term)))
	default:
		r.n = table.Value(term)
	}
	return r, err
}

// listed are the lines of the unit's posted list on the last day of the period.
func (s *Source) listed(t Term, p calendar.Period) ([]catalog.ListedRow, error) {
	if s.cat == nil {
		return nil, fault.New(fault.NotFound, "indicator.no_catalogue")
	}
	return s.cat.Listed(s.unit, t.Group, p.To)
}

// Sum is what several terms come to: N means something only in state "value".
type Sum struct {
	State   string
	N       int64
	Source  string
	Printed bool
}

// Sum adds terms over a period, as figures do.
func (s *Set) Sum(ctx context.Context, src *Source, terms []Term, p calendar.Period) (Sum, error) {
	r, err := s.sum(ctx, src, terms, p)
	return Sum{State: r.state, N: r.n, Source: r.source, Printed: r.printed}, err
}

// sum adds terms. A blank or not applicable summand counts as absent beside a value; a
// summand without data leaves the sum without data.
func (s *Set) sum(ctx context.Context, src *Source, terms []Term, p calendar.Period) (reading, error) {
	var out reading
	states := map[string]int{}
	for i, t := range terms {
		r, err := s.term(ctx, src, t, p)
		if err != nil {
			return out, err
		}
		states[r.state]++
		out.n += r.n
		out.printed = out.printed || r.printed
		if out.source != "" && out.source != r.source {
			r.source = Computed
		}
		out.source = r.source
		if i == 0 {
			out.text = r.text
		}
	}
	for _, state := range [...]string{StateNoData, StateValue, StateBlank, StateNotApplicable} {
		if states[state] > 0 {
			out.state = state
			break
		}
	}
	return out, nil
}
