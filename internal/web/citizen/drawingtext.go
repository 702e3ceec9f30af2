package citizen

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// points writes x, y pairs as SVG's points.
func points(xy ...int) string {
	var b strings.Builder
	for i, v := range xy {
		switch {
		case i == 0:
		case i%2 == 0:
			b.WriteByte(' ')
		default:
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(v))
	}
	return b.String()
}

// wrap breaks text into lines of at most n letters, between words; a longer word has a line
// of its own.
func wrap(text string, n int) []string {
	var out []string
	line, size := "", 0
	for word := range strings.FieldsSeq(text) {
		w := utf8.RuneCountInString(word)
		if size > 0 && size+1+w > n {
			out = append(out, line)
			line, size = "", 0
		}
		if size > 0 {
			line, size = line+" ", size+1
		}
		line, size = line+word, size+w
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// points are those of the bracket that spans the period.
func (r rail) points() string {
	return points(r.X-6, r.Top, r.X+4, r.Top, r.X+4, r.Bottom, r.X-6, r.Bottom)
}

// middle is where the first line of the period's text stands.
func (r rail) middle() int { return (r.Top+r.Bottom)/2 - (len(r.Lines)-1)*lineRoom/2 + 4 }

// told is the course in words, for who cannot see it.
func told(c course) string {
	var parts []string
	for i, s := range c.Steps {
		t := strconv.Itoa(i+1) + ". " + c.Lanes[s.Lane] + ": " + s.Title
		if s.Branch != "" {
			t += " (" + s.Branch + ")"
		}
		parts = append(parts, t)
	}
	return strings.Join(parts, ". ") + "."
}
