package indicator

import (
	"context"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Source is one reading of one unit. It keeps what it has read, so that a report asks the
// store once for each period and once for each book, however many lines it has. It serves one
// goroutine.
type Source struct {
	reader  measure.Reader
	cat     *catalog.Catalog
	kinds   *register.Kinds
	unit    string
	flows   map[calendar.Period]rollup.Table
	items   map[string][]register.Item
	figures map[figureKey]Figure
	fields  map[string]string
}

type figureKey struct {
	id     string
	period calendar.Period
}

// NewSource reads a unit through a Reader.
func NewSource(reader measure.Reader, cat *catalog.Catalog, kinds *register.Kinds, unit string) *Source {
	return &Source{
		reader: reader, cat: cat, kinds: kinds, unit: unit,
		flows:   map[calendar.Period]rollup.Table{},
		items:   map[string][]register.Item{},
		figures: map[figureKey]Figure{},
		fields:  map[string]string{},
	}
}

// Unit is the code of the unit read.
func (s *Source) Unit() string { return s.unit }

// Head is the head of the unit's chain in this reading.
func (s *Source) Head(ctx context.Context) (ledger.Head, error) { return s.reader.Head(ctx, s.unit) }

// Reader is the store's reading behind the source.
func (s *Source) Reader() measure.Reader { return s.reader }

// Flows are the sums of all flows over days from..to; from 0 is the beginning.
func (s *Source) Flows(ctx context.Context, from, to calendar.Date) (rollup.Table, error) {
	key := calendar.Period{From: from, To: to}
	if t, ok := s.flows[key]; ok {
		return t, nil
	}
	t, err := s.reader.Flows(ctx, s.unit, from, to)
	if err != nil {
		return nil, err
	}
	s.flows[key] = t
	return t, nil
}

// lastDay is beyond every item that a book accepts.
var lastDay = calendar.MakeDate(9999, 12, 31)

// book returns all items of one kind.
func (s *Source) book(ctx context.Context, kind string) ([]register.Item, error) {
	if items, ok := s.items[kind]; ok {
		return items, nil
	}
	items, err := s.reader.Items(ctx, s.unit, kind, "", calendar.MakeDate(1, 1, 1), lastDay)
	if err != nil {
		return nil, err
	}
	s.items[kind] = items
	return items, nil
}

// read reads one part of a book over a period.
func (s *Source) read(ctx context.Context, place string, p calendar.Period) (register.Reading, error) {
	at, ok := findPlace(s.kinds, place)
	if !ok {
		return register.Reading{State: register.NoData}, nil
	}
	all, err := s.book(ctx, at.Kind.ID)
	if err != nil {
		return register.Reading{}, err
	}
	var mine []register.Item
	for _, i := range all {
		if i.Facet == at.Facet.ID {
			mine = append(mine, i)
		}
	}
	return register.Read(at.Measure(), mine, p.From, p.To), nil
}

// FieldOf is the field (lĩnh vực) of a procedure; empty when the catalogue does not know it.
func (s *Source) FieldOf(procedure string) string {
	if f, ok := s.fields[procedure]; ok {
		return f
	}
	_, field := s.named(procedure)
	s.fields[procedure] = field
	return field
}

func (s *Source) named(procedure string) (name, field string) {
	if s.cat == nil || s.cat.Procedures == nil {
		return "", ""
	}
	if p, ok := s.cat.Procedures.Get(procedure); ok {
		return p.Name, p.Field
	}
	return "", ""
}
