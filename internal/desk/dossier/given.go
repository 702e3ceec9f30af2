package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Numbers that the desk allots come from gap-free series and are unique by that. A number that
// a person types – of a result with a book or a symbol of its own (NĐ 30/2020 Đ15 k1b), a code
// that another system gave – is unique only if somebody looks: each has a key here, by which
// the journal finds the dossier that bears it already.
//
// The number of a docket is not among them: it is the post's, and one docket may carry the
// results of many dossiers.

// DeskSymbol is the symbol of results that the desk numbers itself.
const DeskSymbol = "KQ-UBND"

// BookWord stands in the numbers of certifications, which the desk allots too (NĐ 23/2015 Đ13).
const BookWord = "quyển số"

// Given are the keys of the numbers of a dossier that people gave.
func (s *State) Given() []string {
	var out []string
	if n := s.Result.Number; n != "" && !s.EndedAt.IsZero() && !strings.HasSuffix(n, "/"+DeskSymbol) && !strings.Contains(n, BookWord) {
		out = append(out, ResultKey(calendar.DateOf(s.EndedAt).Year(), s.Procedure, n))
	}
	for _, code := range s.Outside {
		out = append(out, CodeKey(code))
	}
	return out
}

// ResultKey is the key of a result's number in the year in which it was given: numbers begin
// again on 1 January (NĐ 30/2020 Đ15 k1). The symbol names the book; a number without letters
// is one of its procedure's own book, as in the books of civil status.
func ResultKey(year int, procedure, number string) string {
	text := plainNumber(number)
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		text = procedure + "/" + text
	}
	return fmt.Sprintf("r%02d/%s", year%100, bounded(text))
}

// CodeKey is the key of a code of a dossier, ours or another system's.
func CodeKey(code string) string { return "m/" + bounded(plainNumber(code)) }

// plainNumber is a number as it is compared: without blanks, leading zeros, marks on D, and
// differences of case.
func plainNumber(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == 'đ' || r == 'Đ':
			return 'D'
		}
		return unicode.ToUpper(r)
	}, text)
	if short := strings.TrimLeft(text, "0"); short != "" && text[0] == '0' && strings.IndexFunc(short, unicode.IsDigit) == 0 {
		return short
	}
	return text
}

// bounded keeps a key short enough for an index: a long text is named by its digest.
func bounded(text string) string {
	if len(text) <= 36 {
		return text
	}
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:16])
}
