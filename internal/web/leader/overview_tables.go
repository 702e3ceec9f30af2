package leader

import (
	"context"
	"math"

	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// at is a column of the form in a span.
func (c count) at(column string) int64 {
	switch column {
	case "received.total":
		return c.Received
	case "received.online":
		return c.Online
	case "received.direct":
		return c.Direct
	case "settled.total":
		return c.Settled
	case "settled.early":
		return c.Early
	case "settled.late":
		return c.Late
	}
	return 0
}

// spanTable is columns of the form by span, every number a link to its list.
func spanTable(ctx context.Context, f *facts, spans []span, columns ...string) table {
	t := table{Heads: []string{page.T(ctx, "leader.table.when")}}
	for _, c := range columns {
		t.Heads = append(t.Heads, page.T(ctx, "leader.column."+c))
	}
	for _, s := range spans {
		row := tableRow{Head: s.named(ctx)}
		for _, c := range columns {
			cell := tableCell{Text: page.N(s.Total.at(c))}
			if s.Total.at(c) > 0 {
				cell.URL = listURL(f, s, "", c)
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// named is the span's name; a running one says until when.
func (s span) named(ctx context.Context) string {
	if s.Running {
		return page.T(ctx, "leader.running", "label", s.label(), "day", s.To.Print())
	}
	return s.label()
}

func channelTable(ctx context.Context, f *facts) table {
	t := spanTable(ctx, f, f.Years, "received.online", "received.direct")
	t.Heads = append(t.Heads, page.T(ctx, "leader.table.online_share"))
	for i, s := range f.Years {
		t.Rows[i].Cells = append(t.Rows[i].Cells, tableCell{Text: orNone(ctx, rate(s.Total.Online, s.Total.Online+s.Total.Direct))})
	}
	return t
}

func fieldTable(ctx context.Context, bars []fieldBar) table {
	t := table{Heads: []string{page.T(ctx, "leader.table.field"), page.T(ctx, "leader.column.received.total")}}
	for _, b := range bars {
		t.Rows = append(t.Rows, tableRow{b.Label, []tableCell{{page.N(b.N), b.URL}}})
	}
	return t
}

// controlTable is what the control chart draws: of how many, and the limits of the month.
func controlTable(ctx context.Context, f *facts, s shares) table {
	t := spanTable(ctx, f, f.Months, "settled.total", "settled.early", "settled.late")
	t.Heads = append(t.Heads, page.T(ctx, "leader.table.in_time_share"), page.T(ctx, "leader.table.early_share"), page.T(ctx, "leader.table.limits"))
	for i := range f.Months {
		total, m := f.Months[i].Total, s.Early[i]
		limits := ""
		if m.Known {
			limits = rate1(m.Lower) + " – " + rate1(m.Upper)
		}
		t.Rows[i].Cells = append(t.Rows[i].Cells, tableCell{Text: orNone(ctx, rate(total.inTime(), total.Settled))},
			tableCell{Text: orNone(ctx, rate(total.Early, total.Settled))}, tableCell{Text: orNone(ctx, limits)})
	}
	return t
}

// outsideOf are the months with dossiers over the limit of the law, and those whose early
// share differs from the others by more than chance.
func outsideOf(ctx context.Context, f *facts, s shares) []outside {
	var out []outside
	for i := range f.Months {
		m, total := f.Months[i], f.Months[i].Total
		if total.Late > 0 {
			out = append(out, outside{page.T(ctx, "leader.control.late", "month", m.label(), "n", page.N(total.Late), "all", page.N(total.Settled)), listURL(f, m, "", "settled.late")})
		}
		if e := s.Early[i]; e.Out {
			key := "leader.control.above"
			if e.Share < e.Lower {
				key = "leader.control.below"
			}
			words := page.T(ctx, key, "month", m.label(), "share", rate(total.Early, total.Settled), "n", page.N(total.Early), "all", page.N(total.Settled),
				"lower", rate1(e.Lower), "upper", rate1(e.Upper))
			out = append(out, outside{words, listURL(f, m, "", "settled.total")})
		}
	}
	return out
}

func orNone(ctx context.Context, text string) string {
	if text == "" {
		return page.T(ctx, "leader.no_data")
	}
	return text
}

// rate1 prints a share of 1 with one decimal.
func rate1(share float64) string {
	return locale.Decimal(int64(math.Round(share*1000)), 1) + "%"
}
