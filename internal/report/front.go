package report

import (
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// front is the page that is signed: agency and motto, number and date left blank for the
// clerk of the seal, what is attached, recipients and signature as the report prints them
// (Nghị định 30, phụ lục I). Appendices carry none of it (mục III).
func (r *Report) front() print.Section {
	w := r.Words
	s := section(FrontSection, "Báo cáo", false)
	s.Blocks = append(w.letterhead(), r.subject()...)
	lead := print.P("Số liệu tính đến ngày "+r.AsOf.Print()+", gồm các phụ lục và biểu kèm theo:", sizeTitle, print.Justify)
	lead.First, lead.Before = 12.7, 6
	s.Blocks = append(s.Blocks, kept(lead, "Normal", 6), r.contents(), gap(6), w.signature())
	return s
}

// Styles of the blocks beside each other.
const (
	letterhead = "Letterhead"
	signature  = "Signature"
)

// Widths of the two sides of a portrait page, mm: agency and motto, recipients and signer.
var sides = []float64{68, 97}

// letterhead is boxes 1 to 4 of Nghị định 30.
func (w Words) letterhead() []print.Block {
	issuer := bold(centred(upper(w.letterName()), 12))
	issuer.Rule = textWidth(upper(w.letterName()), 12, true) * 0.4
	if longest := sides[0] / 2; issuer.Rule > longest {
		issuer.Rule = longest // of a name that takes two lines
	}
	motto := bold(centred(w.Motto, sizeHead))
	motto.Rule = textWidth(w.Motto, sizeHead, true)
	return []print.Block{
		&print.Columns{Widths: sides, Sides: [][]print.Paragraph{
			styled(letterhead, centred(upper(w.Parent), 12), issuer),
			styled(letterhead, bold(centred(w.Nation, 12)), motto),
		}},
		gap(4),
		&print.Columns{Widths: sides, Sides: [][]print.Paragraph{
			styled(letterhead, centred(w.NumberLine, sizeHead)),
			styled(letterhead, italic(centred(w.DateLine, sizeHead))),
		}},
	}
}

func before(p print.Paragraph, points float64) print.Paragraph {
	p.Before = points
	return p
}

// subject is box 5a: what kind of document it is, and of what.
func (r *Report) subject() []print.Block {
	kind := heading(before(bold(centred(r.Definition.Kind, sizeTitle)), 18), "Title", 1)
	title := kept(bold(centred(r.Definition.Title, sizeTitle)), "Title", 6)
	title.Rule = 45
	return []print.Block{kind, title}
}

// contents lists what is attached.
func (r *Report) contents() *print.Table {
	t := &print.Table{Caption: "Các phụ lục và biểu kèm theo", Widths: []float64{22, 121, 22}, Size: sizeTable,
		Head: headRow("Phụ lục", "Nội dung", "Gồm")}
	add := func(id, title, size string) {
		t.Rows = append(t.Rows, print.Row{Cells: []print.Cell{cell(number(id)), cell(words(title)), cell(number(size))}})
	}
	for _, table := range r.Tables {
		add(table.Appendix.ID, table.Appendix.Title, itoa(len(table.Rows))+" dòng")
	}
	if form := r.Definition.Form; form != nil && len(r.Flows) > 0 {
		add(strings.TrimSuffix(strings.TrimPrefix(form.Code, "Biểu số "), "/VPCP/KSTT"), form.Title, itoa(len(r.Flows))+" kỳ")
	}
	return t
}

// signature is boxes 7 and 9: recipients left, signer right, level with each other. The seal
// takes five lines; the name is the signer's to write.
func (w Words) signature() *print.Columns {
	left := styled("Recipients Head", bold(italic(print.P("Nơi nhận:", 12, print.Left))))
	for _, line := range w.recipientLines() {
		left = append(left, styled("Recipients", print.P(line, sizeSmall, print.Left))...)
	}
	return &print.Columns{Widths: sides, Sides: [][]print.Paragraph{left, w.signed(nil)}}
}

// signed is the side of who signs, below what stands above it.
func (w Words) signed(above []print.Paragraph) []print.Paragraph {
	for _, s := range w.SignedAs {
		above = append(above, bold(centred(s, sizeHead)))
	}
	for range 5 {
		above = append(above, centred("", sizeHead))
	}
	return styled(signature, above...)
}

func upper(s string) string { return strings.ToUpper(s) }
