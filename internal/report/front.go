package report

import (
	"strings"
)

// front is the page that is signed: agency and motto, number and date left blank for the
// clerk of the seal, what is attached, recipients and signature as the report prints them
// (Nghị định 30, phụ lục I). Appendices carry none of it (mục III).
func (r *Report) front(b *book) {
	d := r.Document
	b.page("Báo cáo", "portrait", 22, 46, 75, 22)
	b.letterhead(d)
	b.down(12)
	b.block(1, 4, r.Definition.Kind, look{size: sizeTitle, bold: true, across: "center"})
	b.block(1, 4, r.Definition.Title, look{size: sizeTitle, bold: true, across: "center"})
	b.rule(1, 4, 45)
	b.down(6)
	b.block(1, 4, "Số liệu tính đến ngày "+r.AsOf.Print()+", gồm các phụ lục và biểu kèm theo:", look{size: sizeTitle})
	b.down(6)
	b.put(1, 1, "Phụ lục", headCell)
	b.put(2, 3, "Nội dung", headCell)
	b.put(4, 4, "Gồm", headCell)
	b.down(rowHeight(1, sizeTable) + 3)
	for _, t := range r.Tables {
		b.content(t.Appendix.ID, t.Appendix.Title, itoa(len(t.Rows))+" dòng")
	}
	if form := r.Definition.Form; form != nil && len(r.Flows) > 0 {
		b.content(strings.TrimSuffix(strings.TrimPrefix(form.Code, "Biểu số "), "/VPCP/KSTT"), form.Title, itoa(len(r.Flows))+" kỳ")
	}
	b.down(12)
	b.signature(d, 1, 2, 3, 4)
	b.fit()
}

func (b *book) content(id, title, size string) {
	words := look{size: sizeTable, border: true, wrap: true}
	b.put(1, 1, id, numberCell)
	b.put(2, 3, title, words)
	b.put(4, 4, size, numberCell)
	b.down(rowHeight(b.lines(2, 3, title, words), sizeTable) + 3)
}

// letterhead is boxes 1 to 4 of Nghị định 30 on a page of four columns.
func (b *book) letterhead(d Document) {
	agency, bold := look{size: 12, across: "center"}, look{size: 12, across: "center", bold: true}
	type boxLine struct {
		text string
		look look
	}
	var left []boxLine
	for _, s := range wrap(upper(d.Parent), 12, false, b.widths[0]+b.widths[1]) {
		left = append(left, boxLine{s, agency})
	}
	for _, s := range wrap(upper(d.letterName()), 12, true, b.widths[0]+b.widths[1]) {
		left = append(left, boxLine{s, bold})
	}
	left = append(left, boxLine{dashes(textWidth(upper(d.letterName()), 12, true) * 0.4), ruleLook})
	right := []boxLine{{d.Nation, bold}, {d.Motto, centredB}, {dashes(textWidth(d.Motto, sizeHead, true)), ruleLook}}
	for i := range max(len(left), len(right)) {
		if i < len(left) {
			b.put(1, 2, left[i].text, left[i].look)
		}
		if i < len(right) {
			b.put(3, 4, right[i].text, right[i].look)
		}
		b.down(rowHeight(1, 12))
	}
	b.down(3)
	b.put(1, 2, d.NumberLine, centred)
	b.put(3, 4, d.DateLine, look{size: sizeHead, italic: true, across: "center"})
	b.down(rowHeight(1, sizeHead) + 3)
}

// A ruled line under a heading is a run of dashes: a spreadsheet has no line of a given
// length inside a cell.
var ruleLook = look{size: 6, across: "center", down: "top"}

const ruleHeight = 9

func dashes(mm float64) string {
	n := int(mm/textWidth("—", ruleLook.size, false) + 0.5)
	return strings.Repeat("—", max(n, 1))
}

func (b *book) rule(from, to int, mm float64) {
	b.put(from, to, dashes(mm), ruleLook)
	b.down(ruleHeight)
}

// signature is boxes 7 and 9: recipients left, signer right, level with each other.
func (b *book) signature(d Document, left, leftEnd, right, rightEnd int) {
	signed := look{size: sizeHead, bold: true, across: "center"}
	lines := []string{"Nơi nhận:"}
	for i, name := range d.Recipients {
		end := ";"
		if i == len(d.Recipients)-1 {
			end = ""
			if !strings.HasSuffix(name, ".") {
				end = "."
			}
		}
		lines = append(lines, "- "+name+end)
	}
	for i := range max(len(lines), len(d.SignedAs)+5) {
		if i < len(lines) {
			l := look{size: sizeSmall}
			if i == 0 {
				l = look{size: 12, bold: true, italic: true}
			}
			b.put(left, leftEnd, lines[i], l)
		}
		if i < len(d.SignedAs) {
			b.put(right, rightEnd, d.SignedAs[i], signed)
			b.down(rowHeight(1, sizeHead))
			continue
		}
		b.down(rowHeight(1, sizeSmall))
	}
}

// letterName is the issuing body as the letterhead has it: in full where that is known.
func (d Document) letterName() string {
	if d.issuerLong != "" {
		return d.issuerLong
	}
	return d.Issuer
}

func upper(s string) string { return strings.ToUpper(s) }
