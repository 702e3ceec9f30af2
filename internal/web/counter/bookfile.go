package counter

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/pdf"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// bookColumns are the columns of the book, in the order of the form (NĐ 23/2015, the book of
// certified copies), with their widths on paper in mm.
var bookColumns = []struct {
	key, kind string
	width     float64
	align     print.Align
}{
	{"number", "number", 16, print.Center}, {"day", "date", 22, print.Center}, {"requester", "text", 44, print.Left}, {"paper", "text", 58, print.Left},
	{"copies", "number", 16, print.Center}, {"signer", "text", 44, print.Left}, {"charge", "number", 22, print.Right}, {"note", "text", 20, print.Left},
}

// bookFile gives the book of a year or a day as a file. Taking it out of the house needs the
// right to export and a proof of presence, and is a look at everybody in it.
func (o *room) bookFile(format string) page.Handler {
	write := map[string]func(context.Context, io.Writer, bookAsk, []register.Item) error{"csv": o.bookCSV, "xlsx": o.bookXLSX, "pdf": o.bookPDF}[format]
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		a, err := o.bookAsk(r)
		if err != nil {
			return err
		}
		in, err := o.Open(ctx)
		if err != nil {
			return err
		}
		defer in.Close()
		items, err := o.bookItems(ctx, in, a)
		if err != nil {
			return err
		}
		var whole bytes.Buffer
		if err := write(ctx, &whole, a, items); err != nil {
			return err
		}
		if err := o.watchBook(ctx, in, "export", items); err != nil {
			return err
		}
		from, to := a.days()
		name := from.String()
		if to != from {
			name = from.String()[:4]
		}
		page.Attach(w, "so-chung-thuc-ban-sao-"+name+"."+format)
		_, err = whole.WriteTo(w)
		return err
	}
}

func (o *room) bookCSV(ctx context.Context, w io.Writer, _ bookAsk, items []register.Item) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	var head []string
	for _, c := range bookColumns {
		head = append(head, page.T(ctx, "counter.book."+c.key))
	}
	out.Write(head)
	for _, it := range items {
		x := rowOf(it)
		out.Write([]string{x.Number, x.Day, page.Cell(x.Requester), page.Cell(x.Paper), x.Copies, page.Cell(x.Signer), it.Fields["charge"], page.Cell(x.Note)})
	}
	out.Flush()
	return out.Error()
}

// bookXLSX has numbers as numbers and days as days.
func (o *room) bookXLSX(ctx context.Context, w io.Writer, a bookAsk, items []register.Item) error {
	from, to := a.days()
	l := indicator.List{Title: a.title(ctx), Part: "num", Period: calendar.Period{From: from, To: to}, Count: int64(len(items)), Total: int64(len(items))}
	for _, c := range bookColumns {
		l.Columns = append(l.Columns, indicator.Column{Key: c.key, Title: page.T(ctx, "counter.book."+c.key), Type: c.kind})
	}
	for _, it := range items {
		f := it.Fields
		l.Rows = append(l.Rows, []any{int64(whole(f["number"])), it.From, f["requester"], f["paper"], int64(whole(f["copies"])), f["signer"], int64(whole(f["charge"])), f["note"]})
	}
	return report.WriteListXLSX(w, l)
}

// bookPDF is the book as it is printed and bound.
func (o *room) bookPDF(ctx context.Context, w io.Writer, a bookAsk, items []register.Item) error {
	_, to := a.days()
	name := o.Unit.NameOn(min(to, o.today()))
	if name == nil {
		name = &unit.Name{Title: o.Unit.Code, Long: o.Unit.Code}
	}
	s := print.Report30(true)
	s.ID, s.Name = "so-chung-thuc", a.title(ctx)
	agency, title := print.P(name.Long, 12, print.Left), print.P(strings.ToUpper(a.title(ctx)), 14, print.Center)
	title.Style, title.After, title.Runs[0].Bold = "Title", 6, true
	copies, charge := totals(items)
	sum := print.P(page.T(ctx, "counter.book.lead", "n", page.N(len(items)), "copies", page.N(copies), "charge", charge), 12, print.Left)
	sum.Before = 6
	s.Blocks = []print.Block{&agency, &title, o.bookTable(ctx, s.Text(), items), &sum}
	return pdf.Write(w, &print.Document{Title: a.title(ctx), Author: name.Title, Language: "vi-VN", Sections: []print.Section{s}})
}

func (o *room) bookTable(ctx context.Context, width float64, items []register.Item) *print.Table {
	const size = 10
	t, total, head := &print.Table{Caption: page.T(ctx, "counter.certify.book"), Size: size}, 0.0, print.Row{}
	for _, c := range bookColumns {
		total += c.width
	}
	cell := func(text string, align print.Align) print.Cell {
		p := print.P(text, size, align)
		p.Style = "Table Text"
		return print.Cell{Middle: true, Paragraphs: []print.Paragraph{p}}
	}
	for _, c := range bookColumns {
		t.Widths = append(t.Widths, c.width/total*width)
		x := cell(page.T(ctx, "counter.book."+c.key), print.Center)
		x.Header, x.Paragraphs[0].Runs[0].Bold = true, true
		head.Cells = append(head.Cells, x)
	}
	t.Head = []print.Row{head}
	for _, it := range items {
		x, row := rowOf(it), print.Row{}
		for i, text := range []string{x.Number, x.Day, x.Requester, x.Paper, x.Copies, x.Signer, x.Charge, x.Note} {
			row.Cells = append(row.Cells, cell(text, bookColumns[i].align))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(items) == 0 {
		row := print.Row{}
		for range bookColumns {
			row.Cells = append(row.Cells, cell("", print.Left))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
