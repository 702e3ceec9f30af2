package source

import (
	"strings"
	"unicode"
)

// phrase is a folded sequence of words; between its parts up to six words may stand.
type phrase struct {
	text  string
	parts []string // each with a blank before and behind
	words int
}

const gapWords = 6

func phrases(all []string) []phrase {
	out := make([]phrase, len(all))
	for i, s := range all {
		p := phrase{text: s}
		for part := range strings.SplitSeq(s, "*") {
			part = Fold(part)
			p.parts = append(p.parts, " "+part+" ")
			p.words += strings.Count(part, " ") + 1
		}
		p.text = strings.Join(p.parts, "*")
		if strings.TrimSpace(p.text) == "" {
			p.text = ""
		}
		out[i] = p
	}
	return out
}

// in reports whether folded text, blank before and behind, says the phrase.
func (p phrase) in(text string) bool {
	if len(p.parts) == 1 {
		return strings.Contains(text, p.parts[0])
	}
	return follows(text, p.parts)
}

// follows finds the parts in order, at most six words apart.
func follows(text string, parts []string) bool {
	for at := 0; ; at++ {
		i := strings.Index(text[at:], parts[0])
		if i < 0 {
			return false
		}
		at += i
		rest := text[at+len(parts[0])-1:]
		if len(parts) == 1 || follows(near(rest, len(parts[1])), parts[1:]) {
			return true
		}
	}
}

// near is as much of text as a part may end in.
func near(text string, part int) string {
	blanks := 0
	for i := range len(text) {
		if text[i] == ' ' {
			if blanks++; blanks > gapWords {
				return text[:min(len(text), i+part)]
			}
		}
	}
	return text
}

// want says which measures a figure can have.
type want uint8

const (
	anything want = iota
	counts
	rates
)

func (m *Measure) fits(x want) bool {
	return x == anything || (m.Kind == "rate") == (x == rates)
}

// find is the measure that words say, "" when none does or two do alike, and how many words
// said it. topic is the measure the words before spoke of.
func (w *Words) find(words, topic string, x want) (string, int) {
	if words == "" {
		return "", 0
	}
	text := " " + words + " "
	for _, d := range w.drop {
		if strings.Contains(text, d) {
			text = strings.ReplaceAll(text, d, " , ")
		}
	}
	best, key := 0, ""
	for _, m := range w.measures {
		if !m.fits(x) {
			continue
		}
		score := longest(m.words, text)
		if m.inside(topic) {
			score = max(score, longest(m.short, text))
		}
		if score < best || score == 0 || longest(m.not, text) > 0 {
			continue
		}
		if score == best && key != m.Key {
			key = ""
			continue
		}
		best, key = score, m.Key
	}
	return key, best
}

func longest(all []phrase, text string) int {
	best := 0
	for _, p := range all {
		if p.words > best && p.in(text) {
			best = p.words
		}
	}
	return best
}

func (m *Measure) inside(topic string) bool {
	for _, t := range m.Within {
		if topic == t || strings.HasPrefix(topic, t+".") {
			return true
		}
	}
	return false
}

// same is the key of what a figure speaks of by its own words: without numbers and days.
func same(label string) string {
	out := make([]string, 0, 16)
	for _, word := range strings.Fields(Fold(label)) {
		if word[0] >= '0' && word[0] <= '9' {
			continue
		}
		switch word {
		case "nam", "thang", "ngay", "quy", "den", "tu", "tinh", "cac", "la", "dat", "co", "so", "duoc":
			continue
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func letter(r rune) bool {
	return r < 128 && (r|32 >= 'a' && r|32 <= 'z') || r >= 128 && unicode.IsLetter(r)
}
func digit(r rune) bool { return r >= '0' && r <= '9' }
