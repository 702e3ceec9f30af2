package officer

import (
	"context"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/web/page"
)

// figureView is a figure that the dossier is in: the indicator over the year of the day on
// which it counts.
type figureView struct{ ID, Title, Period, URL string }

// counted says what the dossier adds to the counts, on which day, and which figures of the
// reports it is in. It follows from the state alone; nothing is searched.
func (o *room) counted(ctx context.Context, s *dossier.State) ([]countedView, []figureView) {
	var flows []countedView
	days := map[rollup.Count]calendar.Date{}
	for _, c := range rollup.Contributions(s) {
		if _, ok := rollup.DefOf(c.Count); !ok || c.N <= 0 {
			continue // late_in and late_out feed a stock and mean nothing by themselves
		}
		days[c.Count] = c.Day
		flows = append(flows, countedView{c.Day.Print(), rollup.Title(c.Count)})
	}
	var figures []figureView
	for _, i := range o.Set.All() {
		if day := o.countsIn(i, s, days); day != 0 {
			p := calendar.Period{From: calendar.MakeDate(day.Year(), 1, 1), To: calendar.MakeDate(day.Year(), 12, 31)}
			l := page.List{Indicator: i.ID, Part: "num", From: p.From, To: p.To}
			figures = append(figures, figureView{i.ID, i.Title, p.Print(), l.URL()})
		}
	}
	return flows, figures
}

// countsIn is the day on which the dossier counts in the numerator of an indicator of
// dossiers, 0 when it does not.
func (o *room) countsIn(i *indicator.Indicator, s *dossier.State, days map[rollup.Count]calendar.Date) calendar.Date {
	if !i.AtWard() || (i.Kind != indicator.Count && i.Kind != indicator.Ratio) {
		return 0
	}
	cell := rollup.CellOf(s)
	field := ""
	if p, ok := o.Catalog.Procedures.Get(cell.Procedure); ok {
		field = p.Field
	}
	for _, t := range i.Num {
		day, ok := days[rollup.Count(t.Count)]
		if !ok || t.Distinct != "" || i.ValidFrom > day || (i.ValidTo != 0 && i.ValidTo < day) {
			continue
		}
		if t.Takes(cell, field) {
			return day
		}
	}
	return 0
}
