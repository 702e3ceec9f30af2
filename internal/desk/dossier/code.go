package dossier

import (
	"fmt"
	"regexp"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// Numbering makes the case code of the n-th reception of a unit on a day. The scheme is the
// Ministry of Public Security's to change (NĐ 118/2025 Đ35 k2 g), so that desk takes it as a value.
type Numbering func(unit string, day calendar.Date, n int) string

// OrdinaryCode is {agency}-{YYMMDD}-{NNNN}: e-identifier of the resolving agency, day of
// reception, order of reception that day in at least four digits (TT 03/2025 Đ13).
func OrdinaryCode(unit string, day calendar.Date, n int) string {
	y, m, d := day.Civil()
	return fmt.Sprintf("%s-%02d%02d%02d-%04d", unit, y%100, m, d, n)
}

// Both orders of agency parts, six and eight digit dates, ministries' two extra digits are
// in use (§5.2).
var codeForm = regexp.MustCompile(`^([A-Z]\d{2}(?:\.\d{2,3})*|(?:\d{2,3}\.)+[A-Z]\d{2})-(\d{6}|\d{8})-(\d{4,})$`)

// maxCode is the longest code a label can carry.
const maxCode = 64

// Code is a well-formed case code, cut at its dashes. The parts of a code that another
// system gave mean nothing here; they are for showing and searching only.
type Code struct{ Agency, Day, Number string }

// ParseCode checks the form of a case code, ours or another system's.
func ParseCode(text string) (Code, error) {
	m := codeForm.FindStringSubmatch(text)
	if m == nil || len(text) > maxCode {
		if len(text) > maxCode {
			text = text[:maxCode]
		}
		return Code{}, fault.New(fault.Invalid, "dossier.code_malformed", "text", fmt.Sprintf("%q", text))
	}
	return Code{m[1], m[2], m[3]}, nil
}

func (c Code) String() string { return c.Agency + "-" + c.Day + "-" + c.Number }
