package spoil

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// class is a kind of contradiction and how one is planted. plant says no when the report does
// not hold what it needs.
type class struct {
	name  string
	rules []string
	plant func(*Report, *rand.Rand) (Plant, bool)
}

var classes = []class{
	{"tổng nhiều năm", []string{"years", "parts", "ratio", "stock", "exceeds", "pending"}, plantYears},
	{"cộng cả số tồn", []string{"stock", "years", "parts", "ratio"}, plantStock},
	{"các phần và tổng", []string{"parts", "years", "pending", "ratio", "twice", "exceeds"}, plantParts},
	{"các lĩnh vực và tổng", []string{"fields", "exceeds"}, plantFields},
	{"đang giải quyết", []string{"pending", "carry", "twice", "cutoff"}, plantPending},
	{"kỳ trước chuyển qua", []string{"carry", "pending", "parts", "twice", "cutoff"}, plantCarry},
	{"tỷ lệ sai", []string{"ratio", "twice", "rounding", "shares"}, plantRatio},
	{"tỷ lệ cắt phần lẻ", []string{"rounding", "twice", "ratio"}, plantRounding},
	{"hai nơi hai số", []string{"twice", "cutoff", "partial", "formula", "ratio", "parts", "years"}, plantTwice},
	{"công thức của biểu", []string{"formula", "parts", "twice", "cutoff", "columns"}, plantFormula},
	{"phần lớn hơn toàn bộ", []string{"exceeds", "formula", "ratio", "parts", "twice"}, plantExceeds},
	{"mẫu số lớn hơn số hồ sơ", []string{"base"}, plantBase},
	{"một phần năm lớn hơn cả năm", []string{"partial", "magnitude"}, plantPartial},
	{"ô sai loại", []string{"cell"}, plantCell},
	{"mục tiêu đánh dấu sai", []string{"target"}, plantTarget},
	{"mục tiêu không số liệu", []string{"claim"}, plantClaim},
	{"sổ lùi ngày", []string{"register"}, plantRegister},
	{"một văn bản hai ngày", []string{"act", "register"}, plantAct},
	{"thực hiện trước khi ban hành", []string{"effect"}, plantEffect},
	{"văn bản sau báo cáo", []string{"future", "register"}, plantFuture},
	{"thiếu phụ lục", []string{"appendix"}, plantAppendix},
	{"trùng đề mục", []string{"heading"}, plantHeading},
	{"điểm và tỷ lệ", []string{"points"}, plantPoints},
	{"ngày cắt giảm", []string{"days"}, plantDays},
	{"danh sách người", []string{"parts", "list"}, plantStaff},
	{"số quá lớn", []string{"magnitude", "cutoff", "twice", "years"}, plantMagnitude},
	{"xu hướng", []string{"trend"}, plantTrend},
	{"chép một cặp số", []string{"copied", "twice", "equal", "population"}, plantCopied},
}

// has reports whether a figure is printed at a place.
func (r *Report) has(name, at string) bool {
	if r.facts.used == nil {
		r.facts.used = map[string]bool{}
		if r.Format == JSON {
			_, _ = r.json()
		} else {
			_ = r.text() // prints the same figures as the archives do, and quicker
		}
	}
	return r.facts.used[name+"@"+at]
}

// change prints a figure wrongly at one place.
func (r *Report) change(name, at string, to int64) (Plant, bool) {
	p := r.facts.write(to, at)
	r.facts.printed[name+"@"+at] = p
	return Plant{At: name + "@" + at, Printed: p}, true
}

// off moves a number by a little, never to nothing or below.
func off(rng *rand.Rand, n int64) int64 {
	d := 1 + rng.Int64N(max(3, n/8))
	if rng.IntN(2) == 0 && n-d > 0 {
		return n - d
	}
	return n + d
}

func pick[T any](rng *rand.Rand, all []T) (T, bool) {
	var none T
	if len(all) == 0 {
		return none, false
	}
	return all[rng.IntN(len(all))], true
}

// alter changes one of the named figures of one of the years at a place, where it stands.
func (r *Report) alter(rng *rand.Rand, at string, names ...string) (Plant, bool) {
	var all []string
	for _, n := range names {
		for _, y := range r.facts.years {
			if r.has(id(n, y), at) && r.facts.get(n, y) > 0 {
				all = append(all, id(n, y))
			}
		}
	}
	name, ok := pick(rng, all)
	if !ok {
		return Plant{}, false
	}
	return r.change(name, at, off(rng, r.facts.n[name]))
}

func (r *Report) everyYear(name string) bool {
	return r.facts.multi() && !slices.ContainsFunc(r.facts.years, func(y int) bool { return !r.has(id(name, y), "body") })
}

func plantYears(r *Report, rng *rand.Rand) (Plant, bool) {
	var all []string
	for _, n := range []string{"settled", "online", "direct", "directives", "full.online", "full.total", "partial.total"} {
		if r.everyYear(n) && r.has(n+".total", "body") {
			all = append(all, n+".total")
		}
	}
	name, ok := pick(rng, all)
	if !ok {
		return Plant{}, false
	}
	return r.change(name, "body", off(rng, r.facts.n[name]))
}

func plantStock(r *Report, _ *rand.Rand) (Plant, bool) {
	var sum int64
	for _, y := range r.facts.years {
		sum += r.facts.get("received", y)
	}
	f := r.facts
	if !f.style.includes || !f.multi() || !r.has("received.total", "body") || !r.everyYear("received") || sum == f.n["received.total"] {
		return Plant{}, false
	}
	for _, y := range f.years[1:] {
		if !r.has(id("carried", y), "body") {
			return Plant{}, false
		}
	}
	return r.change("received.total", "body", sum)
}

func plantParts(r *Report, rng *rand.Rand) (Plant, bool) {
	return r.alter(rng, "body", "early", "ontime", "online", "direct", "received", "settled")
}

func plantFields(r *Report, rng *rand.Rand) (Plant, bool) {
	var names []string
	for i := range r.facts.fields {
		names = append(names, "field"+strconv.Itoa(i))
	}
	return r.alter(rng, "body", names...)
}

func plantPending(r *Report, rng *rand.Rand) (Plant, bool) { return r.alter(rng, "body", "open") }
func plantCarry(r *Report, rng *rand.Rand) (Plant, bool)   { return r.alter(rng, "body", "carried") }

// percents are the ratios printed at a place with both their terms.
func (r *Report) percents(at string) []string {
	var out []string
	for name, terms := range ratios {
		for _, y := range append(r.periods(), "total") {
			if r.has(name+"."+y+"%", at) && r.has(terms[0]+"."+y, at) && r.has(terms[1]+"."+y, at) {
				out = append(out, name+"."+y)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (r *Report) periods() []string {
	var out []string
	for _, y := range r.facts.years {
		out = append(out, strconv.Itoa(y))
	}
	return out
}

func (r *Report) place(rng *rand.Rand) string {
	if len(r.percents("body")) == 0 || len(r.percents("form")) > 0 && rng.IntN(3) == 0 {
		return "form"
	}
	return "body"
}

func plantRatio(r *Report, rng *rand.Rand) (Plant, bool) {
	at := r.place(rng)
	name, ok := pick(rng, r.percents(at))
	if !ok {
		return Plant{}, false
	}
	scaled, decimals := parsePercent(r.facts.percent(name))
	scaled += []int64{-1, 1}[rng.IntN(2)] * (2 + rng.Int64N(40)) * pow(decimals)
	if scaled <= 0 || scaled >= 100*pow(decimals) {
		scaled = 37*pow(decimals) + 1
	}
	p := printPercent(scaled, decimals)
	r.facts.printed[name+"%@"+at] = p
	return Plant{At: name + "%@" + at, Printed: p}, true
}

func plantRounding(r *Report, rng *rand.Rand) (Plant, bool) {
	at := r.place(rng)
	var all []string
	for _, name := range r.percents(at) {
		scaled, decimals := parsePercent(r.facts.percent(name))
		i := strings.LastIndexByte(name, '.')
		terms := ratios[name[:i]]
		cut := r.facts.n[terms[0]+name[i:]] * 100 * pow(decimals) / r.facts.n[terms[1]+name[i:]]
		if cut < scaled && cut%10 != 0 && decimals == r.facts.style.decimals {
			all = append(all, name)
		}
	}
	name, ok := pick(rng, all)
	if !ok {
		return Plant{}, false
	}
	scaled, decimals := parsePercent(r.facts.percent(name))
	p := printPercent(scaled-1, decimals)
	r.facts.printed[name+"%@"+at] = p
	return Plant{At: name + "%@" + at, Printed: p}, true
}

func pow(decimals int) int64 {
	n := int64(1)
	for range decimals {
		n *= 10
	}
	return n
}

func parsePercent(s string) (scaled int64, decimals int) {
	whole, frac, _ := strings.Cut(strings.TrimSuffix(s, "%"), ",")
	n, _ := strconv.ParseInt(whole+frac, 10, 64)
	return n, len(frac)
}

func printPercent(scaled int64, decimals int) string {
	if decimals == 0 {
		return strconv.FormatInt(scaled, 10) + "%"
	}
	return fmt.Sprintf("%d,%0*d%%", scaled/pow(decimals), decimals, scaled%pow(decimals))
}

func plantTwice(r *Report, rng *rand.Rand) (Plant, bool) {
	var names []string
	for _, n := range []string{"directives", "full.online", "full.total", "partial.online", "partial.total", "online", "direct", "settled", "open", "carried"} {
		for _, y := range r.facts.years {
			if r.has(id(n, y), "body") && r.has(id(n, y), "form") && r.facts.get(n, y) > 0 {
				names = append(names, id(n, y))
			}
		}
	}
	name, ok := pick(rng, names)
	if !ok {
		return Plant{}, false
	}
	return r.change(name, "form", off(rng, r.facts.n[name]))
}

func plantFormula(r *Report, rng *rand.Rand) (Plant, bool) {
	if r.Format != JSON { // only the schema prints the formulas of its lines
		return r.alter(rng, "form", "party", "admin")
	}
	return r.alter(rng, "form", "party", "admin", "directives")
}

func plantExceeds(r *Report, rng *rand.Rand) (Plant, bool) {
	pairs := [][2]string{{"fixed", "found"}, {"plandone", "plan"}, {"filled", "allotted"}, {"withonline", "with"}, {"taskson", "tasks"}, {"full.online", "full.total"}, {"partial.online", "partial.total"}}
	rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	for _, p := range pairs {
		y, _ := pick(rng, r.facts.years)
		if r.has(id(p[0], y), "form") && r.has(id(p[1], y), "form") && !r.has(id(p[0], y), "body") {
			return r.change(id(p[0], y), "form", r.facts.get(p[1], y)+1+rng.Int64N(9))
		}
	}
	return Plant{}, false
}

func plantBase(r *Report, rng *rand.Rand) (Plant, bool) {
	y, _ := pick(rng, r.facts.years)
	f := r.facts
	if !r.has(id("received", y), "body") || !r.has(id("partial.total", y), "body") {
		return Plant{}, false
	}
	n := f.get("received", y) + f.get("carried", y) + 1 + rng.Int64N(200)
	f.n["partial.total.total"] += n - f.get("partial.total", y)
	f.set("partial.total", y, n)
	at := "body"
	return Plant{At: id("partial.total", y), Printed: f.write(n, at)}, true
}

func plantPartial(r *Report, rng *rand.Rand) (Plant, bool) {
	f := r.facts
	if !f.style.twoLast || f.partial || len(r.forms) == 0 {
		return Plant{}, false
	}
	stt, name := "7.1", "surveys"
	if rng.IntN(2) == 0 {
		stt, name = "1.2", "admin"
	}
	p := f.write(f.get(name, f.last())+1+rng.Int64N(30), "form")
	f.printed["I/"+stt+"/part"] = p
	return Plant{At: "I/" + stt, Printed: p}, true
}
