package spoil

import (
	"fmt"
	"strconv"
	"strings"
)

// say is what a figure prints at a place: what was planted there, else its value in the
// report's own style. Names end in "%" for ratios: "full.2023%".
func (f *facts) say(name, at string) string {
	if f.used != nil {
		f.used[name+"@"+at] = true
	}
	for _, k := range []string{name + "@" + at, name} {
		if p, ok := f.printed[k]; ok {
			return p
		}
	}
	switch base, ok := strings.CutSuffix(name, "%"); {
	case name == "trend":
		return f.trend()
	case ok && base == "cut":
		return percentage(f.n["before"]-f.n["after"], f.n["before"], f.style.decimals)
	case ok && strings.HasPrefix(base, "par."):
		return printPercent(f.n[base], 2)
	case ok:
		return f.percent(base)
	case strings.HasPrefix(name, "par."):
		return strings.TrimSuffix(printPercent(f.n[name], 2), "%")
	}
	return f.write(f.n[name], at)
}

func (f *facts) write(n int64, at string) string {
	switch {
	case n < 10 && f.style.zero && at == "body":
		return "0" + strconv.FormatInt(n, 10)
	case !f.style.dots && n < 1_000_000:
		return strconv.FormatInt(n, 10)
	}
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// ratios name numerator and denominator by the name of the rate.
var ratios = map[string][2]string{
	"online": {"online", "new"}, "direct": {"direct", "new"}, "full": {"full.online", "full.total"}, "partial": {"partial.online", "partial.total"},
	"components": {"components", "new"}, "results": {"results", "settled"}, "kept": {"kept", "settled"}, "early": {"early", "settled"}, "withonline": {"withonline", "with"},
	"plan": {"plandone", "plan"}, "fullservices": {"fullservices", "eligible"}, "spent": {"spent", "money"}, "found": {"fixed", "found"},
}

// percent is a ratio rounded half up, by the name of its rate and period. All but everything
// is never rounded to 100%.
func (f *facts) percent(base string) string {
	i := strings.LastIndexByte(base, '.')
	terms := ratios[base[:i]]
	return percentage(f.n[terms[0]+base[i:]], f.n[terms[1]+base[i:]], f.style.decimals)
}

func percentage(num, den int64, decimals int) string {
	if den == 0 {
		return ""
	}
	factor := int64(100)
	for range decimals {
		factor *= 10
	}
	scaled := (num*factor*2 + den) / (2 * den)
	if scaled == factor && num < den && decimals < 4 {
		return percentage(num, den, decimals+1)
	}
	unit := factor / 100
	whole, frac := scaled/unit, scaled%unit
	s := strconv.FormatInt(whole, 10)
	if decimals > 0 && frac > 0 {
		s += "," + strings.TrimRight(fmt.Sprintf("%0*d", decimals, frac), "0")
	}
	return s + "%"
}
