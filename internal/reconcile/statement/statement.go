// Package statement is what a report states, whatever file it came in: headings, tables,
// figures with what they measure and when, ratios, cited acts. Readers (reconcile/source) make
// it, rules (reconcile) question it.
//
// It keeps what was printed beside what was understood, and where it stood, so that a
// finding can be shown in the document. It decides nothing: a figure whose measure or period
// was not understood says so and is left to the rules that do not need it.
package statement

import "github.com/motcua/motcua/internal/catalog/calendar"

// Document is one report as read.
type Document struct {
	Name     string // of the file, without folders
	Format   string // "reform-report/1", "motcua-report", "xlsx", "docx", "text"
	Title    string
	Period   Period // that the title names
	Dated    calendar.Date
	Headings []Heading
	Tables   []Table
	Figures  []*Figure // all of them: in tables, in sentences, in footnotes
	Ratios   []Ratio
	Cited    []Citation
	Pages    int // as far as the format tells
}

// Place says where something stands. Text is for a person; Ref is for the program that marks
// the place, in the form of the reader: "doc:<paragraph>:<start>-<end>" counted in runes of
// the paragraph's text, "note:<id>:<start>-<end>" and "endnote:<id>:…" over all runes of a note,
// "xlsx:<sheet>!<cell>", "json:<pointer>", "text:<line>:<start>-<end>".
type Place struct {
	Text    string // "Phụ lục III, dòng 4.3, cột Năm 2024", "Mục II.2.1.d, đoạn 3"
	Section string // normalized: "III" for an appendix, "II.2.1.d", "chú thích 11"
	Line    string // number of a line of a table, without trailing dot
	Column  string // heading of the column
	Ref     string
	Table   int // index in Tables plus 1; 0: not in a table
	Row     int // of the table
	Col     int
}

// Number is a printed number, exact. "gần 100" is 100 with Bound "~", "trên 98%" is 98 with
// Bound ">".
type Number struct {
	Printed  string
	Scaled   int64 // value × 10^Decimals
	Decimals int
	Percent  bool
	Money    bool
	Bound    string // "", ">", "<", ">=", "<=", "~"
}

// Period is when a figure holds. Both zero: not understood. Partial: the year was not over
// («tính đến 31/3»), so the value may grow. A stock is a figure at To.
type Period struct {
	From, To calendar.Date
	Partial  bool
	Printed  string // "Năm 2024", "2021-2025", "Năm 2025 (tính đến 31/3)"
}

// Kind of figure, as far as words or the file's own types tell.
type Kind string

// Kinds.
const (
	Count   Kind = "count"
	Percent Kind = "percent"
	Money   Kind = "money"
	Flag    Kind = "flag"   // 1/0, x
	Target  Kind = "target" // Đạt, Không đạt
	Words   Kind = "text"
	Unknown Kind = ""
)

// Figure is one printed figure. Measure is a key of data/reconcile/measures.toml when the
// words were recognized ("received", "received.online", "settled.on_time", "open"), else empty.
// Of narrows it: field «Chứng thực», channel, level. Same is a key that two figures share when
// they speak of one thing by their own words: the folded label without numbers and periods,
// for figures that no measure knows.
type Figure struct {
	Place
	Number
	Text    string // of a cell that is no number: "x", "Đạt", "TPHS: 71,34%; KQ 12,17%"
	IsText  bool   // there is no number
	Empty   bool   // a blank cell
	Label   string // the words it stands with
	Kind    Kind
	Measure string
	Of      map[string]string
	Same    string
	Period  Period
	Level   string // "ward", "optional", "upper", … where the file says so
	Within  int    // index plus 1 of the group (sentence or line) it was printed in, to pair things said together
}

// Table is a grid whose columns are periods, indicators or anything else.
type Table struct {
	Place
	Title   string
	Section string // "III" of an appendix
	Labels  string // heading of the column of labels: "Chỉ tiêu", "Lĩnh vực"
	Columns []Column
	Lines   []Line
}

// Column is one column after those of number and label.
type Column struct {
	Label   string
	Key     string
	Period  Period
	Formula string // "(7)=(8)+(9)+(10)" where the heading prints one
	Number  string // "(7)" where the heading prints one
	Kind    Kind
}

// Line is one row. Figures has one entry a column, nil where there is no cell. Parent is the
// index in Lines of the line that this one is a part of by its number or indent, -1 for none.
type Line struct {
	Place
	Number    string // normalized "4.3"
	Label     string
	Kind      Kind
	Formula   string // "1.1 + 1.2", "2.2 / 2.1", "must be <= 5.1" where the file says so
	Level     string
	Indicator string // "III.4.3" when the line is recognized as one of ours
	Heading   bool
	Parent    int
	Figures   []*Figure
}

// Ratio is a numerator, a denominator and what is said of them: "395/575 hồ sơ, đạt 69,21%".
// Num or Den is nil when only one of them and the percentage are printed.
type Ratio struct {
	Place
	Label    string
	Num, Den *Figure
	Percent  *Figure
	Period   Period
}

// Citation is an act cited with number and date. Applied is the day from which the text says
// it was carried out. About is the words that name what it is («ban hành Kế hoạch CCHC năm
// 2023»), Issuer as far as it can be told ("ubnd phường 2", "" when not).
type Citation struct {
	Place
	Number  string // as printed: "1069/QĐ-UBND"
	Series  string // "QĐ-UBND"
	Ordinal int    // 1069
	Issuer  string
	Dated   calendar.Date
	Applied calendar.Date
	About   string
}

// Heading is a numbered heading of the text, or of an appendix (Level 0, Number "III").
type Heading struct {
	Place
	Appendix bool
	Number   string // as printed, without the dot at the end: "II", "3.2", "a"
	Path     string // with those above it: "I.II.3.2"
	Title    string
	Level    int
}
