package report

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A spreadsheet file carries row heights as numbers and no program works them out on opening,
// so wrapped text is cut off unless we measure it. Widths are those of Times New Roman, in
// thousandths of the font size, from space (U+0020) to tilde.
var romanWidths = [95]int16{
	250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
	500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
	921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
	556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
	333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
	500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
}

const (
	mmPerPoint  = 25.4 / 72
	boldLower   = 1.08 // bold small letters are so much wider on average,
	boldUpper   = 1.03 // capitals less, figures not at all
	lineFactor  = 1.29 // height of a line, as spreadsheet programs space Times New Roman
	cellPadding = 2.2  // mm left free beside the text of a cell, both sides
)

// textWidth is the printed width of one line, in mm.
func textWidth(s string, size float64, bold bool) float64 {
	var sum float64
	if !plain(s) {
		s = norm.NFD.String(s)
	}
	for _, r := range s {
		w := letterWidth(r)
		switch {
		case bold && unicode.IsLower(r):
			w *= boldLower
		case bold && unicode.IsUpper(r):
			w *= boldUpper
		}
		sum += w
	}
	return sum / 1000 * size * mmPerPoint
}

// plain reports whether a text has no marks to take apart.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func letterWidth(r rune) float64 {
	switch {
	case r >= 0x20 && r < 0x7f:
		return float64(romanWidths[r-0x20])
	case r == 0x31b: // the horn of ơ and ư widens the letter; other marks stand over it
		return 50
	case unicode.Is(unicode.Mn, r):
		return 0
	case r == 'đ':
		return 500
	case r == 'Đ':
		return 722
	case r == '—':
		return 1000
	}
	return 600
}

// wrap breaks a text into the lines it takes in a cell of the given width (mm): at spaces, and
// inside a word that is longer than a line.
func wrap(s string, size float64, bold bool, width float64) []string {
	room := math.Max(width-cellPadding, 1)
	var out []string
	for _, paragraph := range strings.Split(s, "\n") {
		line := ""
		for i, word := range strings.Split(paragraph, " ") {
			joined := word
			if i > 0 {
				joined = line + " " + word
			}
			if i > 0 && textWidth(joined, size, bold) > room {
				out = append(out, line)
				joined = word
			}
			for textWidth(joined, size, bold) > room && utf8.RuneCountInString(joined) > 1 {
				n := fitting(joined, size, bold, room)
				out = append(out, joined[:n])
				joined = joined[n:]
			}
			line = joined
		}
		out = append(out, line)
	}
	return out
}

// fitting is how many bytes of whole letters fit, at least one letter.
func fitting(s string, size float64, bold bool, room float64) int {
	fit := 0
	for i := range s {
		if i > 0 && textWidth(s[:i], size, bold) > room {
			break
		}
		fit = i
	}
	if fit == 0 {
		_, fit = utf8.DecodeRuneInString(s)
	}
	return fit
}

// highest is the most points that a workbook lets a row have: more spoils the whole file. What
// does not show is in the cell all the same.
const highest = 409

// rowHeight is the height, in points, of a row that holds so many lines.
func rowHeight(lines int, size float64) float64 {
	return min(highest, math.Ceil((float64(lines)*size*lineFactor+3)*4/3)*3/4)
}

// columnWidth turns mm into the file's unit: digits of the default font. A digit of Times New
// Roman at baseSize is exactly 7 dots of 96 per inch, so that every program agrees on it.
func columnWidth(mm float64) float64 {
	return math.Round(mm/25.4*96/7*256) / 256
}

const baseSize = 10.5
