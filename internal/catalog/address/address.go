// Package address knows what became of provinces and districts on 1 July 2025, when the district
// level ended and 63 provinces became 34 (NQ 202/2025/QH15; one-stop-rules §1.2).
//
// An address is evidence of what a card or an applicant said: it is kept as it was written and
// never rewritten here. Read tells how it is built, and what the data holds of where that is
// today; what the data does not hold stays empty and is not guessed.
package address

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
)

// Set is the provinces of today with those they were formed from, and the wards known to have
// gone into others.
type Set struct {
	From  calendar.Date // the first day of two tiers
	Law   string
	now   map[string]Province // by folded name, of before or of today
	today map[string]bool     // folded names of today
	wards []Ward
}

// Province is one of today.
type Province struct {
	Name   string   `toml:"name"`
	Kind   string   `toml:"kind"` // tỉnh, thành phố
	Formed []string `toml:"formed"`
}

// Ward is a commune of before, by the district and province in which it was, and the one it is in
// today.
type Ward struct {
	Old      string `toml:"old"`
	District string `toml:"district"`
	Province string `toml:"province"`
	Now      string `toml:"now"`
}

// Reading is what an address says about its tiers. Tiers is 3 when it names a district, 2 when it
// does not, 0 when that cannot be told.
type Reading struct {
	Tiers    int
	Province string // of today, with its kind; empty: not known
	Renamed  bool   // the province that is written is not one of today
	Ward     string // of today; empty: not known
}

// Old reports whether an address is of the time of three tiers.
func (r Reading) Old() bool { return r.Tiers == 3 || r.Renamed }

// Words that say what a part of an address is, folded.
var (
	provinceWords = []string{"tinh ", "thanh pho ", "tp. ", "tp.", "tp "}
	districtWords = []string{"huyen ", "quan ", "thi xa ", "thanh pho ", "tp. ", "tp.", "tp ", "tx. ", "tx.", "tx ", "h. ", "q. "}
	wardWords     = []string{"phuong ", "xa ", "thi tran ", "dac khu ", "p. ", "x. ", "tt. "}
)

// Read reads an address as written, on a day: before the two tiers every address is as it should
// be.
func (s *Set) Read(text string, day calendar.Date) Reading {
	if s == nil || day < s.From {
		return Reading{}
	}
	parts := split(text)
	if len(parts) < 2 {
		return Reading{}
	}
	last := bare(parts[len(parts)-1], provinceWords)
	p, known := s.now[last]
	if !known {
		return Reading{}
	}
	r := Reading{Province: p.Kind + " " + p.Name, Renamed: !s.today[last]}
	before := parts[len(parts)-2]
	switch {
	case begins(before, wardWords):
		r.Tiers = 2
	case begins(before, districtWords), len(parts) > 2 && begins(parts[len(parts)-3], wardWords):
		r.Tiers = 3
		if len(parts) > 2 {
			r.Ward = s.ward(parts[len(parts)-3], bare(before, districtWords), last)
		}
	}
	return r
}

func (s *Set) ward(name, district, province string) string {
	i := slices.IndexFunc(s.wards, func(w Ward) bool {
		return procedure.Fold(w.Old) == name && procedure.Fold(w.District) == district && procedure.Fold(w.Province) == province
	})
	if i < 0 {
		return ""
	}
	return s.wards[i].Now
}

// split is the parts of an address, folded. Hyphens with blanks around them separate where there
// is no comma: a province has one in its name.
func split(text string) []string {
	if !strings.Contains(text, ",") {
		text = strings.ReplaceAll(text, " - ", ",")
	}
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.Join(strings.Fields(procedure.Fold(part)), " "); part != "" {
			out = append(out, strings.TrimRight(part, " ."))
		}
	}
	return out
}

func begins(part string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(part, w) })
}

// bare is a part without the word that says what it is.
func bare(part string, words []string) string {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(part, w); ok {
			return strings.TrimSpace(rest)
		}
	}
	return part
}
