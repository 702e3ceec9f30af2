// Package idcard reads the QR code of the citizen identity card (thẻ căn cước): text between
// bars, typed by a scanner as if by a keyboard.
//
// It promises that a scan is either read exactly or refused with what to do; a scan that an
// input method (Unikey), a keyboard layout or a cut has damaged is not stored. The code is
// not signed: it fills a form and proves nothing about who holds the card. What does not fit
// together inside a sound scan (number, sex, year, province) is a warning and never a
// refusal: numbers are re-issued and people are born abroad (one-stop-rules §5.4, §5.5).
//
// It cannot find a damage that leaves another possible text: a digit of the number read
// wrongly (there is no check digit), a lost or changed letter after which name and address
// are still Vietnamese. That is why the card is compared with its holder before it counts.
package idcard

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// Card is what the code of a card says. Personal data.
type Card struct {
	Number   string // 12 digits
	Old      string // 9 digits of the former card; may be empty
	Name     string // as on the card
	Born     Birth
	Sex      string        // "Nam", "Nữ"
	Address  string        // as printed: names of before the mergers; empty when it may be cut
	Issued   calendar.Date // 0: the code has none
	More     []string      // fields after the seventh, as they are
	Warnings []Warning
}

// Birth is a birth date as the card has it; Month and Day are 0 where old records lack them.
type Birth struct{ Day, Month, Year int }

// Warning names what does not fit together in a sound scan; "idcard.warn."+ it is its sentence.
type Warning string

const (
	OtherSex      Warning = "sex"      // fourth digit against the sex
	OtherCentury  Warning = "century"  // fourth digit against the century of birth
	OtherYear     Warning = "year"     // fifth and sixth digit against the year
	OtherProvince Warning = "province" // no province has the first three digits
	NoIssue       Warning = "issue"    // no day of issue: the address may be cut and is left out
)

// longest is the most that any code of a card holds, in bytes.
const longest = 1000

// Looks reports whether a text wants to be the code of a card, sound or damaged. A case code, a
// number or a name is none.
func Looks(raw string) bool {
	raw = strings.TrimSpace(raw)
	if strings.Count(raw, "|") >= 2 {
		return true
	}
	digits := 0
	for digits < len(raw) && raw[digits] >= '0' && raw[digits] <= '9' {
		digits++
	}
	// Another layout types something else for the bar, and not always the digits.
	return digits == 12 && len([]rune(raw)) >= 25 || len([]rune(raw)) >= 40 && !strings.Contains(raw, "://")
}

// Parse reads a scan. A refusal is fault.Invalid: "idcard.mangled" (input method),
// "idcard.marks" (accents lost), "idcard.layout" (keyboard layout), "idcard.truncated" (cut),
// "idcard.not_card".
func (p *Provinces) Parse(raw string) (Card, error) {
	if len(raw) > longest {
		return Card{}, refused("not_card")
	}
	raw = norm.NFC.String(strings.Trim(raw, " \t\r\n\ufeff"))
	f := strings.Split(raw, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	if why := shape(raw, f); why != "" {
		return Card{}, refused(why)
	}
	c := Card{Number: f[0], Old: f[1], Name: f[2], Sex: f[4], Address: f[5]}
	var ok bool
	if c.Born, ok = readBirth(f[3]); !ok {
		return Card{}, refused(digitsWhy(f[3]))
	}
	if len(f) > 6 {
		if c.Issued, ok = readIssue(f[6], c.Born.Year); !ok {
			return Card{}, refused(issueWhy(f))
		}
		c.More = f[7:]
	}
	if len(f) == 6 && !p.ends(c.Address) {
		return Card{}, refused("truncated")
	}
	if why := p.sound(c); why != "" {
		return Card{}, refused(why)
	}
	if len(f) == 6 {
		// Nothing says that the address is whole: what may be cut is not filled in.
		c.Address, c.Warnings = "", append(c.Warnings, NoIssue)
	}
	c.Sex = sexes[c.Sex]
	c.Warnings = append(c.Warnings, p.compare(c)...)
	return c, nil
}

func refused(why string) error {
	switch why {
	case "mangled":
		return fault.New(fault.Invalid, "idcard.mangled")
	case "marks":
		return fault.New(fault.Invalid, "idcard.marks")
	case "layout":
		return fault.New(fault.Invalid, "idcard.layout")
	case "truncated":
		return fault.New(fault.Invalid, "idcard.truncated")
	}
	return fault.New(fault.Invalid, "idcard.not_card")
}

// sexes are the words of a card; some issues print capitals.
var sexes = map[string]string{"Nam": "Nam", "Nữ": "Nữ", "NAM": "Nam", "NỮ": "Nữ"}

// shape refuses by number and form of the fields, "" when they are those of a card.
func shape(raw string, f []string) string {
	switch {
	case len(f) < 3 && !Looks(raw):
		return "not_card"
	case !allDigits(f[0]) || len(f[0]) != 12:
		if len(f) == 1 && len(f[0]) < 12 || len(f) > 1 && allDigits(f[0]) {
			return "truncated" // its beginning was lost
		}
		return "layout"
	case len(f) < 6:
		return "truncated"
	case f[1] != "" && (!allDigits(f[1]) || len(f[1]) != 9):
		return digitsWhy(f[1])
	case sexes[f[4]] == "":
		return sexWhy(f[4])
	case f[2] == "" || f[5] == "":
		return "truncated"
	}
	return ""
}

func sexWhy(s string) string {
	switch {
	case s == "Nu" || s == "NU":
		return "marks"
	case s != "" && sexes[swapCase(s)] != "":
		return "layout" // Caps Lock
	case s == "":
		return "truncated"
	}
	return "mangled"
}

// digitsWhy tells a field of digits that lost some from one in which they became letters.
func digitsWhy(s string) string {
	if allDigits(s) {
		return "truncated"
	}
	return "layout"
}

// issueWhy: the last field is the one that a cut falls into.
func issueWhy(f []string) string {
	if len(f) == 7 && allDigits(f[6]) && len(f[6]) <= 8 {
		return "truncated"
	}
	return digitsWhy(f[6])
}

func allDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
