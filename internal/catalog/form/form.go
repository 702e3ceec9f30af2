// Package form is the dated sets of forms (mẫu) of the one-stop office: which papers there
// are, what stands on each in which order, who signs, on which sheet. Sets are data
// (data/forms): Thông tư 01/2018/TT-VPCP and Thông tư 03/2025/TT-VPCP.
//
// It promises that a form is named by circular and number (numbers 05 and 06 changed their
// meaning), that a letter can be printed again in the set of its own day, and that a form
// names only facts that are known here (Values, Lists, Tables). It fills nothing in: package
// letter does.
package form

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Purpose says what a form is for, in every set alike.
type Purpose string

// Purposes. A set need not have Stop: that of 2018 has none.
const (
	Receipt     Purpose = "receipt"      // giấy tiếp nhận hồ sơ và hẹn trả kết quả
	Supplement  Purpose = "supplement"   // phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
	Refusal     Purpose = "refusal"      // phiếu từ chối tiếp nhận giải quyết hồ sơ
	Apology     Purpose = "apology"      // xin lỗi và hẹn lại (2018); xin lỗi và đề nghị gia hạn (2025)
	Stop        Purpose = "stop"         // thông báo dừng giải quyết hồ sơ
	ControlSlip Purpose = "control_slip" // phiếu kiểm soát quá trình giải quyết hồ sơ
	Register    Purpose = "register"     // sổ theo dõi hồ sơ
)

// Purposes are all of them, in the order of the set of 2025.
var Purposes = []Purpose{Receipt, Supplement, Refusal, Apology, Stop, ControlSlip, Register}

// Sheet is the sheet a form was made for.
type Sheet string

// Sheets.
const (
	A4 Sheet = "A4"
	A5 Sheet = "A5"
)

// Sets are all sets of forms, the oldest first.
type Sets struct{ all []*Set }

// All returns the sets by the day from which they hold.
func (s *Sets) All() []*Set { return s.all }

// On is the set in force on a day; nil before the first.
func (s *Sets) On(day calendar.Date) *Set {
	for i := len(s.all) - 1; i >= 0; i-- {
		if f := s.all[i]; f.From <= day && (f.To == 0 || day <= f.To) {
			return f
		}
	}
	return nil
}

// Form finds a form of any set by its id, "tt-03-2025/02".
func (s *Sets) Form(id string) (*Form, bool) {
	set, number, _ := strings.Cut(id, "/")
	for _, f := range s.all {
		if f.ID == set {
			form := f.Form(number)
			return form, form != nil
		}
	}
	return nil, false
}

// Set is the forms of one circular.
type Set struct {
	ID     string        `toml:"id"`    // "tt-03-2025", the name of its folder
	Title  string        `toml:"title"` // "Thông tư số 03/2025/TT-VPCP"
	Annex  string        `toml:"annex"` // where in the circular the forms stand
	Issued calendar.Date `toml:"issued"`
	From   calendar.Date `toml:"valid_from"`
	To     calendar.Date `toml:"valid_to"` // 0: still in force
	Mark   string        `toml:"mark"`     // how surely the days are known
	Office string        `toml:"office"`   // what the set calls the one-stop office of a unit that names none
	Note   string        `toml:"note"`
	Forms  []*Form       `toml:"-"`
	File   string        `toml:"-"`
}

// Form is the form of a number, "02"; nil when the set has none.
func (s *Set) Form(number string) *Form {
	for _, f := range s.Forms {
		if f.Number == number {
			return f
		}
	}
	return nil
}

// For is the form of a purpose; nil when the set has none.
func (s *Set) For(p Purpose) *Form {
	for _, f := range s.Forms {
		if f.Purpose == p {
			return f
		}
	}
	return nil
}

// Form is one paper of a set.
type Form struct {
	ID        string   `toml:"-"` // "tt-03-2025/02"
	Set       *Set     `toml:"-"`
	Number    string   `toml:"number"`
	Title     string   `toml:"title"`
	Purpose   Purpose  `toml:"purpose"`
	Symbol    string   `toml:"symbol"`    // behind the number: "PBS-TTPVHCC"
	Sheet     Sheet    `toml:"sheet"`     // the one it was made for
	Landscape bool     `toml:"landscape"` // the sheet lies
	Head      Head     `toml:"head"`
	QR        bool     `toml:"qr"`   // a code that the scan target reads stands beside the case code
	Mark      string   `toml:"mark"` // how surely the layout is known
	Law       string   `toml:"law"`
	Fields    []Field  `toml:"field"` // in printing order
	Signers   []Signer `toml:"signer"`
	Notes     []string `toml:"notes"` // small print at the foot
	File      string   `toml:"-"`
}

// Name is how the form is called where it could be taken for one of another set.
func (f *Form) Name() string { return f.Title + " (Mẫu số " + f.Number + ", " + f.Set.Title + ")" }

// Head says whose name stands at the top left.
type Head string

// Heads.
const (
	OfOffice Head = "office" // the unit, and below it its one-stop office
	OfAgency Head = "agency" // the unit's superior, and below it the unit
)

// Field is one thing on the paper: a line of text, a numbered list, or a table.
type Field struct {
	Text    string    `toml:"text"` // with values in braces: "Mã hồ sơ: {code}"
	List    Value     `toml:"list"`
	Table   Table     `toml:"table"`
	When    Condition `toml:"when"`
	Align   string    `toml:"align"` // "left" (default), "center", "justify"
	Bold    bool      `toml:"bold"`
	Upper   bool      `toml:"capitals"` // names are printed in capitals
	Blank   int       `toml:"blank"`    // dotted lines when there is nothing to print; of a text 0 is one, of a list 3
	Columns []Column  `toml:"column"`
}

// Column is one column of a table.
type Column struct {
	Value string  `toml:"value"`
	Title string  `toml:"title"`
	Width float64 `toml:"width"` // mm on the form's own sheet
}

// Signer is one place for a signature, from left to right.
type Signer struct {
	Title string `toml:"title"` // "NGƯỜI TIẾP NHẬN HỒ SƠ"; of a leader, where the unit says no lines of its own
	Hint  string `toml:"hint"`  // "(Ký và ghi rõ họ tên)"
	Who   Who    `toml:"who"`
}

// Who signs.
type Who string

// Who may sign.
const (
	Filer   Who = "filer"   // who handed the dossier in
	Officer Who = "officer" // the officer who issued the paper
	Leader  Who = "leader"  // the head of the agency, in his capacity
	Nobody  Who = "nobody"  // a place left blank
)

// Values are the values that the form's texts and lists name, in printing order; a table is
// named "table:" and its kind.
func (f *Form) Values() []string {
	var out []string
	for i := range f.Fields {
		out = append(out, f.Fields[i].Values()...)
	}
	return out
}

// Values are those of one field.
func (f *Field) Values() []string {
	var out []string
	for _, p := range Split(f.Text) {
		if p.Value != "" {
			out = append(out, string(p.Value))
		}
	}
	if f.List != "" {
		out = append(out, string(f.List))
	}
	if f.Table != "" {
		out = append(out, "table:"+string(f.Table))
	}
	return out
}

// Piece is a run of a field's text: plain text, or a value.
type Piece struct {
	Text  string
	Value Value
}

// Split cuts a text at its values. Braces that do not close are plain text; the loader
// refuses them.
func Split(text string) []Piece {
	var out []Piece
	for text != "" {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			return append(out, Piece{Text: text})
		}
		if open > 0 {
			out = append(out, Piece{Text: text[:open]})
		}
		out = append(out, Piece{Value: Value(text[open+1 : end])})
		text = text[end+1:]
	}
	return out
}
