package access

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/internal/fault"
)

// composed is a password in the form in which it is hashed: typed by Telex, VNI or a phone,
// «ế» is the same password (ASVS 6.2.9 asks that all of it counts).
func composed(password string) string { return norm.NFC.String(password) }

// folded is a text without accents, case and anything but letters and digits.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'đ':
			return 'd'
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return -1 // combining marks, spaces, punctuation
	}, norm.NFD.String(s))
}

// checkPassword refuses a new password that the policy does not allow. alone: there is no
// second factor beside it.
func (o *Office) checkPassword(ctx context.Context, a *Account, password string, alone bool) error {
	p := &o.Policy.Password
	n := utf8.RuneCountInString(composed(password))
	least := p.Least
	if alone {
		least = p.LeastAlone
	}
	switch {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return fault.New(fault.Invalid, "access.password_unreadable")
	case n < least:
		return fault.New(fault.Invalid, "access.password_short", "least", least, "least_second", p.Least)
	case n > p.Most:
		return fault.New(fault.Invalid, "access.password_long", "most", p.Most)
	case o.Policy.common[folded(password)], monotone(password):
		return fault.New(fault.Invalid, "access.password_common")
	case o.ofContext(a, password):
		return fault.New(fault.Invalid, "access.password_context")
	case alone && classes(password) < p.Classes:
		return fault.New(fault.Invalid, "access.password_classes", "classes", p.Classes)
	}
	return o.remembered(ctx, a, password)
}

// remembered refuses one of the last passwords, where the profile keeps them.
func (o *Office) remembered(ctx context.Context, a *Account, password string) error {
	n := o.Policy.Password.Remembered
	if n == 0 {
		return nil
	}
	old := append([]string{a.Hash}, a.Past...)
	for _, h := range old[:min(n, len(old))] {
		if h == "" {
			continue
		}
		if same, _, err := o.fits(ctx, h, password); err != nil {
			return err
		} else if same {
			return fault.New(fault.Invalid, "access.password_again", "count", n)
		}
	}
	return nil
}

// fewLeft is how many letters and digits must remain of a password when the words of its
// surroundings are taken out of it.
const fewLeft = 6

// ofContext reports whether a password is little more than the words that everybody here
// thinks of: phường, ubnd, the unit's and the person's name (ASVS 6.2.11).
func (o *Office) ofContext(a *Account, password string) bool {
	list := append([]string{a.Login, a.Name, o.Unit}, o.Policy.context...)
	list = append(list, o.UnitNames...)
	for _, whole := range append([]string{a.Name}, o.UnitNames...) {
		list = append(list, strings.Fields(whole)...)
	}
	core := folded(password)
	for _, w := range list {
		if w = folded(w); len(w) >= 3 {
			core = strings.ReplaceAll(core, w, " ")
		}
	}
	if !strings.Contains(core, " ") {
		return false
	}
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, core)
	return utf8.RuneCountInString(letters) < fewLeft
}

// monotone reports one character again and again, or a run of neighbours: aaaaaaaa, 12345678.
func monotone(s string) bool {
	runes := []rune(s)
	if len(runes) < 2 {
		return true
	}
	step := runes[1] - runes[0]
	if step < -1 || step > 1 {
		return false
	}
	for i := 2; i < len(runes); i++ {
		if runes[i]-runes[i-1] != step {
			return false
		}
	}
	return true
}

// classes counts the kinds of characters: lower, upper, digits, others.
func classes(s string) int {
	var has [4]int
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			has[0] = 1
		case unicode.IsUpper(r):
			has[1] = 1
		case unicode.IsDigit(r):
			has[2] = 1
		default:
			has[3] = 1
		}
	}
	return has[0] + has[1] + has[2] + has[3]
}
