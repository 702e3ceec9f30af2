package letter

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/print"
)

// builder lays one paper out at one size of type.
type builder struct {
	form  *form.Form
	facts *Facts
	width float64 // of the type area, mm
	size  float64 // pt of the text
}

// Names of styles, by which a word processor changes them all.
const (
	styleHead  = "Letterhead"
	styleTitle = "Title"
	styleText  = "Normal"
	styleCell  = "Table Text"
	styleSign  = "Signature"
	styleNote  = "Note"
)

const (
	nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto  = "Độc lập - Tự do - Hạnh phúc"
)

// side is that of the code of squares in mm: with 29 modules each is 0.76 mm on A4 and 0.62 mm
// on a slip; what a scanner needs is half of it.
func (b *builder) side() float64 {
	if b.width < 150 {
		return 18
	}
	return 22
}

func (b *builder) blocks() []print.Block {
	out := []print.Block{b.head(), b.numberLine()}
	rest := b.form.Fields
	code, coded := b.code()
	if coded {
		var top []print.Paragraph
		for len(rest) > 0 && rest[0].Align == "center" && rest[0].Text != "" {
			top = append(top, b.line(&rest[0], b.width-2*b.side()-6))
			rest = rest[1:]
		}
		out = append(out, b.beside(append(b.title(), top...), code))
	} else {
		for _, p := range b.title() {
			out = append(out, &p)
		}
	}
	for i := range rest {
		out = append(out, b.field(&rest[i])...)
	}
	if len(b.form.Signers) > 0 {
		out = append(out, b.signers())
	}
	return append(out, b.notes()...)
}

// code is the paper's code of squares, when the form has one and the secret is known.
func (b *builder) code() (*print.Matrix, bool) {
	if !b.form.QR || b.facts.Scan == "" {
		return nil, false
	}
	return square(b.facts.Scan, b.side())
}

// beside sets title and case code in the middle, and the code of squares at the right edge.
func (b *builder) beside(title []print.Paragraph, code *print.Matrix) *print.Columns {
	edge := b.side() + 3
	mark := print.Paragraph{Style: styleTitle, Align: print.Right, Before: 6, After: 8, Matrix: code}
	blank := print.P("", b.size, print.Left)
	blank.Style = styleHead
	return &print.Columns{Widths: []float64{edge, b.width - 2*edge, edge}, Sides: [][]print.Paragraph{{blank}, title, {mark}}}
}

// head is boxes 1 and 2 of Nghị định 30: whose paper it is, and the state's name and motto.
func (b *builder) head() *print.Columns {
	agency := b.facts.Heading
	if agency == "" {
		agency = b.facts.Agency
	}
	above, below := agency, b.facts.Office
	if b.form.Head == form.OfAgency {
		above, below = b.facts.Superior, agency
	}
	size := b.size - 1
	left := []print.Paragraph{b.centred(upper(above), size, false), b.centred(upper(below), size, true)}
	if above == "" {
		left = left[1:]
	}
	right := []print.Paragraph{b.centred(nation, size, true), b.centred(motto, size+0.5, true)}
	right[1].Rule = widthOf(motto, size+0.5, true)
	left[len(left)-1].Rule = min(widthOf(upper(below), size, true)*0.4, 25)
	if below == "" {
		left[len(left)-1].Rule = 0
	}
	return b.sides(styleHead, left, right)
}

// sides are two columns, the right one as wide as the state's name needs.
func (b *builder) sides(style string, left, right []print.Paragraph) *print.Columns {
	share := 0.55
	if b.form.Landscape {
		share = 0.5
	}
	w := max(widthOf(nation, b.size-1, true)+1.5, b.width*share)
	styled(style, left)
	styled(style, right)
	return &print.Columns{Widths: []float64{b.width - w, w}, Sides: [][]print.Paragraph{left, right}}
}

// numberLine is boxes 3 and 4: number and symbol, place and day.
func (b *builder) numberLine() *print.Columns {
	number := b.facts.Number
	if number == "" {
		number = "......../" + b.form.Symbol
	}
	place := b.facts.Place
	if place == "" {
		place = strings.Repeat(".", 12)
	}
	left := []print.Paragraph{b.centred("Số: "+number, b.size, false)}
	right := []print.Paragraph{b.centred(place+", "+LongDay(b.facts.Day), b.size, false)}
	right[0].Runs[0].Italic = true
	left[0].Before, right[0].Before = 4, 4
	return b.sides(styleHead, left, right)
}

func (b *builder) title() []print.Paragraph {
	t := b.centred(upper(b.form.Title), b.size+1, true)
	t.Style, t.Heading, t.Before, t.After = styleTitle, 1, b.size*0.7, b.size*0.4
	return []print.Paragraph{t}
}

// field is what one field of the form prints.
func (b *builder) field(f *form.Field) []print.Block {
	switch {
	case !b.facts.holds(f.When):
		return nil
	case f.List != "":
		return b.list(f)
	case f.Table != "":
		return []print.Block{b.gap(2), b.table(f), b.gap(3)}
	}
	out := []print.Block{}
	p := b.line(f, b.width)
	out = append(out, &p)
	if empty(f, b.facts) {
		for range f.Blank - 1 {
			out = append(out, b.dots())
		}
	}
	return out
}

// empty reports whether the last value of a text is not known.
func empty(f *form.Field, facts *Facts) bool {
	v := f.Values()
	return len(v) > 0 && facts.text(form.Value(v[len(v)-1])) == ""
}

var aligns = map[string]print.Align{"": print.Left, "left": print.Left, "center": print.Center, "justify": print.Justify}

// line is a text of the form with its values. A value that is not known is dots; when it ends
// the line they go to its end.
func (b *builder) line(f *form.Field, width float64) print.Paragraph {
	var text strings.Builder
	pieces := form.Split(f.Text)
	for i, p := range pieces {
		if p.Value == "" {
			text.WriteString(p.Text)
			continue
		}
		known := b.facts.text(p.Value)
		switch {
		case known != "" && f.Upper:
			text.WriteString(upper(known))
		case known != "":
			text.WriteString(known)
		case i == len(pieces)-1 && f.Align != "center" && !strings.Contains(dotted(p.Value), " "):
			text.WriteString(toEnd(text.String(), width-b.first(f), b.size, f.Bold))
		default:
			text.WriteString(dotted(p.Value))
		}
	}
	out := print.P(text.String(), b.size, aligns[f.Align])
	out.Style, out.After = styleText, b.size*0.2
	out.Runs[0].Bold = f.Bold
	out.First = b.first(f)
	return out
}

// first is the indent of a text that runs over lines, mm.
func (b *builder) first(f *form.Field) float64 {
	if f.Align == "justify" {
		return b.size * 0.8
	}
	return 0
}

// list is a numbered list; an empty one is dotted lines.
func (b *builder) list(f *form.Field) []print.Block {
	var items []string
	if f.List == form.Missing {
		items = b.facts.Missing
	} else {
		for _, p := range b.facts.Components {
			items = append(items, p.line())
		}
	}
	if len(items) == 0 {
		for range max(f.Blank, 3) {
			items = append(items, "")
		}
	}
	var out []print.Block
	for i, item := range items {
		text := itoa(i+1) + ". " + item
		if item == "" {
			text += toEnd(text, b.width-4, b.size, false)
		}
		p := print.P(text, b.size, print.Left)
		p.Style, p.Indent, p.After = styleText, 4, b.size*0.1
		out = append(out, &p)
	}
	return out
}

// line is a component as a list names it: "Tờ khai (bản chính, 2 bản)".
func (p Paper) line() string {
	var more []string
	if w := ways[p.Kind]; w != "" {
		more = append(more, w)
	}
	if p.Copies > 1 {
		more = append(more, itoa(p.Copies)+" bản")
	}
	if len(more) == 0 {
		return p.Name
	}
	return p.Name + " (" + strings.Join(more, ", ") + ")"
}

// signers stand side by side; one alone stands at the right.
func (b *builder) signers() *print.Columns {
	var sides [][]print.Paragraph
	for _, s := range b.form.Signers {
		sides = append(sides, b.signer(s))
	}
	if len(sides) == 1 {
		blank := b.centred("", b.size, false)
		styled(styleSign, []print.Paragraph{blank})
		sides = [][]print.Paragraph{{blank}, sides[0]}
	}
	c := &print.Columns{Sides: sides}
	for range sides {
		c.Widths = append(c.Widths, b.width/float64(len(sides)))
	}
	return c
}

func (b *builder) signer(s form.Signer) []print.Paragraph {
	var out []print.Paragraph
	titles := []string{s.Title}
	if s.Who == form.Leader && len(b.facts.Capacity) > 0 {
		titles = b.facts.Capacity
	}
	for _, t := range titles {
		if t != "" {
			out = append(out, b.centred(upper(t), b.size, true))
		}
	}
	if len(out) > 0 {
		out[0].Before = b.size * 0.5
	}
	if s.Hint != "" {
		hint := b.centred(s.Hint, b.size-1, false)
		hint.Runs[0].Italic = true
		out = append(out, hint)
	}
	name := map[form.Who]string{form.Filer: b.facts.Filer.Name, form.Officer: b.facts.Signer, form.Leader: b.facts.Signer}[s.Who]
	last := b.centred(name, b.size, true)
	last.Before = b.size * 3.3
	return styled(styleSign, append(out, last))
}

// notes are the small print at the foot.
func (b *builder) notes() []print.Block {
	var out []print.Block
	for i, n := range b.form.Notes {
		if i == 0 {
			n = "Ghi chú: " + n
		}
		p := print.P(n, b.size-1.5, print.Left)
		p.Style, p.Runs[0].Italic = styleNote, true
		if i == 0 {
			p.Before = 6
		}
		out = append(out, &p)
	}
	return out
}
