package report

import (
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

const (
	fontName = "Times New Roman"
	grey     = "E7E6E6" // not applicable
)

// Number formats. The language mark makes programs that heed it print 4.481 and 71,34; the
// others follow the reader's own settings, Vietnamese at a ward. The cell stays a number.
const (
	vietnamese  = "[$-42A]"
	formatCount = vietnamese + "#,##0"
	percentTail = `"%"`
)

// look is how a cell looks. Looks are compared, so each becomes one style of the file.
type look struct {
	size         float64
	bold, italic bool
	fill         string
	border       bool
	across, down string // alignment; empty: left, centre
	indent       int
	wrap         bool   // a text takes more lines
	format       string // of a number, which shrinks to fit instead
}

// book wraps the file being made and keeps the first error, so that layout code reads as
// layout.
type book struct {
	f      *excelize.File
	styles map[look]int
	sheet  string
	row    int       // next row, from 1
	widths []float64 // of the sheet's columns, mm
	err    error

	orientation          string
	heights              []float64 // of the rows so far, points
	repeatFrom, repeatTo int
}

func newBook(title string, day calendar.Date) *book {
	b := &book{f: excelize.NewFile(), styles: map[look]int{}}
	b.do(b.f.SetDefaultFont(fontName))
	b.f.Styles.Fonts.Font[0].Sz.Val = ptr(baseSize)
	at := day.At(0, 0).Format(time.RFC3339) // of the figures, not of the writing: same report, same bytes
	b.do(b.f.SetDocProps(&excelize.DocProperties{Creator: "motcua", LastModifiedBy: "motcua", Created: at, Modified: at, Title: title, Language: "vi-VN"}))
	b.do(b.f.SetAppProps(&excelize.AppProperties{Application: "motcua"}))
	return b
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// page starts a sheet on A4 with the margins of Nghị định 30: left 30 mm, right 15, top and
// bottom 20; page number centred in the top margin, not on the first page; each sheet counts
// its own pages (NĐ 30 phụ lục I mục III). One page wide, as many high as it takes.
func (b *book) page(sheet, orientation string, widths ...float64) {
	if b.sheet == "" {
		b.do(b.f.SetSheetName("Sheet1", sheet))
	} else {
		_, err := b.f.NewSheet(sheet)
		b.do(err)
	}
	b.sheet, b.row, b.widths = sheet, 1, widths
	b.orientation, b.heights, b.repeatFrom, b.repeatTo = orientation, nil, 0, 0
	for i, mm := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.f.SetColWidth(sheet, name, name, columnWidth(mm)))
	}
	b.do(b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: ptr(true)}))
	b.do(b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: ptr(9), Orientation: &orientation,
		FitToWidth: ptr(1), FitToHeight: ptr(0), FirstPageNumber: ptr(uint(1))}))
	inch := func(mm float64) *float64 { return ptr(mm / 25.4) }
	b.do(b.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: inch(30), Right: inch(15), Top: inch(20), Bottom: inch(20), Header: inch(10), Footer: inch(10), Horizontally: ptr(true)}))
	number := `&C&"` + fontName + `,Regular"&14&P`
	b.do(b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{DifferentFirst: true, AlignWithMargins: ptr(true), OddHeader: number}))
	b.do(b.f.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: ptr(false)}))
}

// repeat names rows that every page prints again, and keeps them in view on screen.
func (b *book) repeat(from, to int) {
	b.repeatFrom, b.repeatTo = from, to
	b.do(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.sheet,
		RefersTo: "'" + b.sheet + "'!$" + itoa(from) + ":$" + itoa(to)}))
	b.do(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: to, TopLeftCell: "A" + itoa(to+1), ActivePane: "bottomLeft"}))
}

func (b *book) style(l look) int {
	id, ok := b.styles[l]
	if ok {
		return id
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: l.size, Bold: l.bold, Italic: l.italic},
		Alignment: &excelize.Alignment{Horizontal: l.across, Vertical: l.down, WrapText: l.wrap && l.format == "", ShrinkToFit: l.format != "", Indent: l.indent},
	}
	if l.down == "" {
		s.Alignment.Vertical = "center"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range [...]string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.f.NewStyle(s)
	b.do(err)
	b.styles[l] = id
	return id
}

// put writes columns from..to (from 1) of the current row as one cell; v nil leaves it empty.
func (b *book) put(from, to int, v any, l look) { b.fill(b.row, b.row, from, to, v, l) }

// fill writes the same columns of rows top..bottom as one cell.
func (b *book) fill(top, bottom, from, to int, v any, l look) {
	first, last := at(from, top), at(to, bottom)
	if v != nil {
		b.do(b.f.SetCellValue(b.sheet, first, v))
	}
	b.do(b.f.SetCellStyle(b.sheet, first, last, b.style(l)))
	if first != last {
		b.do(b.f.MergeCell(b.sheet, first, last))
	}
}

// down ends the current row at a height in points.
func (b *book) down(height float64) {
	height = min(height, highest)
	b.do(b.f.SetRowHeight(b.sheet, b.row, height))
	b.heights = append(b.heights, height)
	b.row++
}

// fit ends a sheet. A table that spills over its last page by a little is pressed into one
// page fewer, so that no page holds three rows alone; text never shrinks below 85 %.
func (b *book) fit() {
	const squeeze = 1.18
	room := (297 - 40) / mmPerPoint
	if b.orientation == "landscape" {
		room = (210 - 40) / mmPerPoint
	}
	var total, repeated float64
	for i, h := range b.heights {
		total += h
		if i+1 >= b.repeatFrom && i+1 <= b.repeatTo {
			repeated += h
		}
	}
	for pages := 1.0; pages <= 9; pages++ {
		space := pages*room - (pages-1)*repeated
		if total <= space {
			return
		}
		if total <= space*squeeze {
			b.do(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{FitToHeight: ptr(int(pages))}))
			return
		}
	}
}

// lines is how many lines a text takes in columns from..to.
func (b *book) lines(from, to int, text string, l look) int {
	var mm float64
	for _, w := range b.widths[from-1 : to] {
		mm += w
	}
	return len(wrap(text, l.size, l.bold, mm-3*float64(l.indent)))
}

// block writes one text over columns from..to, wrapped, in a row of its own.
func (b *book) block(from, to int, text string, l look) {
	l.wrap = true
	b.put(from, to, text, l)
	b.down(rowHeight(b.lines(from, to, text, l), l.size))
}

// write finishes the file. The first sheet made is the one that opens.
func (b *book) write(w io.Writer) error {
	defer b.f.Close()
	if b.err != nil {
		return b.err
	}
	_, err := b.f.WriteTo(w)
	return err
}

func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // columns and rows are ours, always positive
	return name
}
