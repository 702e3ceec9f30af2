package paper

import (
	"bytes"
	"net/http"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// mostLines bounds a register that is laid out at once: a ward receives less in a year.
const mostLines = 20_000

// registerFile gives the whole register of a period as a file, with every person in full: each
// dossier in it is a look, recorded before the file is given out.
func (o *room) registerFile(format string) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		q, _, wrong := o.read(r)
		if len(wrong) > 0 {
			return fault.New(fault.Invalid, "paper.period_wrong")
		}
		in, err := o.Open(ctx)
		if err != nil {
			return err
		}
		defer in.Close()
		rows, count, err := o.received(ctx, in, q, measure.Page{Sort: "received", Limit: mostLines})
		if err != nil {
			return err
		}
		if count > mostLines {
			return fault.New(fault.Invalid, "paper.register_too_long", "count", count, "most", mostLines)
		}
		field := q.Field
		if field == "" {
			field = page.T(ctx, "paper.register_all")
		}
		extras, err := o.extras(ctx)
		if err != nil {
			return err
		}
		f, facts, err := desk.RegisterFacts(o.Catalog, o.Unit, rows, q.From, q.To, o.today(), field, extras)
		if err != nil {
			return err
		}
		ids := make([]dossier.ID, len(rows))
		for i, s := range rows {
			ids[i] = s.ID
		}
		name := "so-theo-doi-" + q.From.String() + "-" + q.To.String()
		if format == "xlsx" {
			var whole bytes.Buffer
			if err := report.WriteListXLSX(&whole, list(facts, f.Name())); err != nil {
				return err
			}
			if err := o.Watch(ctx, "export", ids...); err != nil {
				return err
			}
			page.Attach(w, name+".xlsx")
			_, err = whole.WriteTo(w)
			return err
		}
		d, err := letter.Document(f, facts, letter.A4)
		if err != nil {
			return err
		}
		if err := o.Watch(ctx, "export", ids...); err != nil {
			return err
		}
		return give(w, d, name, format)
	}
}

// list is the register as a workbook has it: the form's columns, days as days.
func list(facts letter.Facts, title string) indicator.List {
	out := indicator.List{Title: title, Part: "num", Period: calendar.Period{From: facts.From, To: facts.To}, Count: int64(len(facts.Rows)), Total: int64(len(facts.Rows))}
	out.Columns = []indicator.Column{
		{Key: "no", Title: "STT", Type: "number"}, {Key: "code", Title: "Mã hồ sơ", Type: "text"}, {Key: "procedure", Title: "Tên thủ tục hành chính", Type: "text"},
		{Key: "person", Title: "Tên tổ chức, cá nhân", Type: "text"}, {Key: "contact", Title: "Địa chỉ, số điện thoại", Type: "text"}, {Key: "lead", Title: "Cơ quan chủ trì giải quyết", Type: "text"},
		{Key: "received", Title: "Nhận hồ sơ", Type: "date"}, {Key: "appointment", Title: "Hẹn trả kết quả", Type: "date"}, {Key: "returned", Title: "Trả kết quả", Type: "date"},
		{Key: "way", Title: "Phương thức nhận kết quả", Type: "text"}, {Key: "signature", Title: "Ký nhận", Type: "text"},
	}
	for i, r := range facts.Rows {
		out.Rows = append(out.Rows, []any{int64(i + 1), r.Code, r.Procedure, r.Person, r.Contact, r.Lead,
			calendar.DateOf(r.Received), calendar.DateOf(r.Appointment), calendar.DateOf(r.Returned), r.Way, ""})
	}
	return out
}
