package procedure

import (
	"cmp"
	"slices"
	"strings"
)

// Search returns the procedures whose code, name or field has every word of the query,
// whatever its tone marks and case: those that have the words as they stand come first, then
// those that everyday words stand for, then the others. When the whole query finds nothing,
// its filler is left out ("tôi muốn làm giấy khai sinh").
func (s *Set) Search(query string) []*Procedure {
	s.All()
	query = Fold(query)
	if found := s.search(query); len(found) > 0 || query == "" {
		return found
	}
	if rest := s.everyday.telling(query); rest != "" && rest != query {
		return s.search(rest)
	}
	return nil
}

func (s *Set) search(query string) []*Procedure {
	exact, loose := s.having(query)
	if meant := s.meant(query); len(meant) > 0 {
		return once(slices.Concat(exact, meant, loose))
	}
	return append(exact, loose...)
}

// having are the procedures that have a folded text as it stands, and those that have every
// word of it.
func (s *Set) having(query string) (exact, loose []*Procedure) {
	folded := s.texts()
	for i, p := range s.All() {
		switch {
		case strings.Contains(folded[i], query):
			exact = append(exact, p)
		case hasAll(folded[i], query):
			loose = append(loose, p)
		}
	}
	return exact, loose
}

// meant are the procedures that the everyday words of a query stand for.
func (s *Set) meant(query string) []*Procedure {
	var out []*Procedure
	for _, find := range s.everyday.meanings(query) {
		out = append(out, s.named(find)...)
	}
	return out
}

// named are the procedures that have every word of a text; a comma of it need not stand
// where the name has one.
func (s *Set) named(text string) []*Procedure {
	exact, loose := s.having(Fold(text))
	if len(exact)+len(loose) == 0 {
		exact, loose = s.having(Fold(strings.ReplaceAll(text, ",", " ")))
	}
	return append(exact, loose...)
}

func once(all []*Procedure) []*Procedure {
	seen := map[*Procedure]bool{}
	return slices.DeleteFunc(all, func(p *Procedure) bool {
		was := seen[p]
		seen[p] = true
		return was
	})
}

// texts are what a search looks in, beside All.
func (s *Set) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folded == nil {
		for _, p := range s.all {
			s.folded = append(s.folded, p.Folded())
		}
	}
	return s.folded
}

// Nearest returns up to n procedures that come nearest to a query that found nothing: those
// with most of its words, rare words counting more, words mistyped by a letter or two less.
func (s *Set) Nearest(query string, n int) []*Procedure {
	all, texts := s.All(), s.texts()
	words := strings.Fields(cmp.Or(s.everyday.telling(Fold(query)), Fold(query)))
	words = words[:min(len(words), 12)]
	score := make([]float64, len(all))
	for _, w := range words {
		hits, near := 0.0, make([]float64, len(all))
		for i := range all {
			near[i] = nearness(texts[i], w)
			hits += near[i]
		}
		for i := range all {
			score[i] += near[i] / (10 + hits)
		}
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(len(texts[a]), len(texts[b]))) // the plain case before the special one
	})
	var out []*Procedure
	for _, i := range order[:min(n, len(order))] {
		if score[i] > 0 {
			out = append(out, all[i])
		}
	}
	return out
}

// nearness is how much of a word stands in a text: 1 begins a word of it, less with a letter
// or two otherwise, 0 not at all.
func nearness(text, word string) float64 {
	if beginsWord(text, word) {
		return 1
	}
	best := 0.0
	for other := range strings.FieldsSeq(text) {
		switch d := distance(other, word); {
		case d == 1 && len(word) >= 3:
			return 0.6
		case d == 2 && len(word) >= 6:
			best = 0.3
		}
	}
	return best
}

// distance counts the letters that make one word of another (Damerau's, neighbours swapped
// count once); more than 2 is 3.
func distance(a, b string) int {
	if d := len(a) - len(b); d > 2 || d < -2 || len(a) > 20 {
		return 3
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], 3)
}
