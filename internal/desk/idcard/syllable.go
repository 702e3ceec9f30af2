package idcard

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/procedure"
)

// A Vietnamese syllable is an onset, a rhyme and a tone. onsets and rhymes are those of the
// written language; the empty onset is one.
var (
	onsets = set("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
	rhymes = set(`a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôt
uơ up ut uy uya uych uyên uyêt uynh uyp uyt uyn uyu ưa ư ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu êng ak ăk âk ek êk ik ok ôk ơk uk ưk`)
	bareOnsets = folded(onsets)
	bareRhymes = folded(rhymes)
)

// folded are the words without any mark.
func folded(m map[string]bool) map[string]bool {
	out := map[string]bool{}
	for w := range m {
		out[procedure.Fold(w)] = true
	}
	return out
}

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// syllable reports whether a word can be one Vietnamese syllable. A rhyme that ends in c, ch,
// p or t has the tone sắc or nặng.
func syllable(w string) bool {
	letters, tone := toneless(w)
	if len([]rune(letters)) > 7 {
		return false
	}
	stop := strings.HasSuffix(letters, "c") || strings.HasSuffix(letters, "ch") || strings.HasSuffix(letters, "p") || strings.HasSuffix(letters, "t")
	if stop && tone != '\u0301' && tone != '\u0323' {
		return false
	}
	// «giêng», «gìn»: the i is of both onset and rhyme.
	return letters == "gi" || splits(letters, onsets, rhymes) || strings.HasPrefix(letters, "gi") && rhymes[letters[1:]]
}

// splits reports whether a word is a rhyme, or an onset and a rhyme.
func splits(w string, onsets, rhymes map[string]bool) bool {
	if rhymes[w] {
		return true
	}
	rs := []rune(w)
	for n := 1; n <= 3 && n < len(rs); n++ {
		if onsets[string(rs[:n])] && rhymes[string(rs[n:])] {
			return true
		}
	}
	return false
}

// toneless is a word in small letters without its tone, and the tone (0: none).
func toneless(w string) (letters string, tone rune) {
	var b strings.Builder
	for _, r := range strings.ToLower(w) {
		l, t := split(r)
		if len(t) > 0 {
			tone = t[0]
		}
		b.WriteRune(l)
	}
	return b.String(), tone
}

// tonesPlaced writes the tone behind its word, so that «Hoà Bình» and «Hòa Bình» are one.
func tonesPlaced(s string) string {
	var out []string
	for _, w := range strings.Fields(s) {
		letters, tone := toneless(w)
		if tone != 0 {
			letters += string(tone)
		}
		out = append(out, letters)
	}
	return strings.Join(out, " ")
}
