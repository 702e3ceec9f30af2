package spoil

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
)

func plantCell(r *Report, rng *rand.Rand) (Plant, bool) {
	if len(r.forms) == 0 {
		return Plant{}, false
	}
	stt := []string{"3.2.2", "7.1", "2.2"}[rng.IntN(3)]
	y, _ := pick(rng, r.periods())
	r.facts.printed["I/"+stt+"/"+y] = "100%"
	return Plant{At: "I/" + stt + "/" + y, Printed: "100%"}, true
}

func (r *Report) targetLine(rng *rand.Rand) (*line, bool) {
	for _, o := range r.forms {
		if o.id == "IX" {
			return &o.lines[rng.IntN(len(o.lines))], true
		}
	}
	return nil, false
}

func plantTarget(r *Report, rng *rand.Rand) (Plant, bool) {
	l, ok := r.targetLine(rng)
	if !ok {
		return Plant{}, false
	}
	if l.text["assessment"] == "Đạt" {
		l.text["assessment"] = "Không đạt"
	} else {
		l.text["assessment"] = "Đạt"
	}
	return Plant{At: "IX/" + l.stt, Printed: l.text["assessment"]}, true
}

func plantClaim(r *Report, rng *rand.Rand) (Plant, bool) {
	l, ok := r.targetLine(rng)
	if !ok {
		return Plant{}, false
	}
	l.text["result"], l.text["assessment"] = "", "Đạt"
	return Plant{At: "IX/" + l.stt, Printed: "Đạt"}, true
}

func (r *Report) cites() bool { return r.Format != XLSX && len(r.acts) > 2 }

func plantRegister(r *Report, rng *rand.Rand) (Plant, bool) {
	if !r.cites() {
		return Plant{}, false
	}
	i := rng.IntN(len(r.acts) - 1)
	a, b := &r.acts[i], &r.acts[i+1]
	if a.year != b.year {
		return Plant{}, false
	}
	a.ordinal, b.ordinal = b.ordinal, a.ordinal
	r.recite()
	return Plant{At: "act", Printed: a.symbol() + " " + b.symbol()}, true
}

func plantAct(r *Report, rng *rand.Rand) (Plant, bool) {
	if !r.cites() {
		return Plant{}, false
	}
	again := r.acts[rng.IntN(len(r.acts))]
	again.day = again.day%25 + 1
	r.acts = append(r.acts, again)
	r.recite()
	return Plant{At: "act", Printed: again.symbol()}, true
}

func plantEffect(r *Report, rng *rand.Rand) (Plant, bool) {
	if !r.cites() {
		return Plant{}, false
	}
	a := &r.acts[rng.IntN(len(r.acts))]
	a.applied = fmt.Sprintf("01/%d/%d", a.month+6, a.year-1)
	r.recite()
	return Plant{At: "act", Printed: a.symbol()}, true
}

func plantFuture(r *Report, rng *rand.Rand) (Plant, bool) {
	if !r.cites() {
		return Plant{}, false
	}
	a := &r.acts[len(r.acts)-1]
	a.year += 3
	r.recite()
	return Plant{At: "act", Printed: a.symbol()}, true
}

// recite writes the cited acts anew into the body.
func (r *Report) recite() {
	if r.Format != JSON {
		r.blocks = r.facts.body(r.acts)
	}
}

func plantAppendix(r *Report, rng *rand.Rand) (Plant, bool) {
	if len(r.forms) < 4 {
		return Plant{}, false
	}
	if rng.IntN(2) == 0 {
		r.forms = slices.Delete(r.forms, 1, 2)
		return Plant{At: "Phụ lục II", Printed: "III"}, true
	}
	r.forms[3].id = "III"
	return Plant{At: "Phụ lục III", Printed: "III"}, true
}

func plantHeading(r *Report, rng *rand.Rand) (Plant, bool) {
	if r.Format == JSON || r.Format == XLSX {
		return Plant{}, false
	}
	var at []int
	for i, b := range r.blocks {
		if b.level == 2 && b.number == "3" {
			at = append(at, i)
		}
	}
	i, ok := pick(rng, at)
	if !ok {
		return Plant{}, false
	}
	r.blocks[i].number = []string{"2", "4"}[rng.IntN(2)]
	return Plant{At: "heading", Printed: r.blocks[i].number}, true
}

func plantPoints(r *Report, rng *rand.Rand) (Plant, bool) {
	y, _ := pick(rng, r.facts.years)
	name := id("par", y)
	if !r.has(name+"%", "body") {
		return Plant{}, false
	}
	p := printPercent(r.facts.n[name]+1+rng.Int64N(400), 2)
	r.facts.printed[name+"%@body"] = p
	return Plant{At: name + "%", Printed: p}, true
}

func plantDays(r *Report, rng *rand.Rand) (Plant, bool) {
	if r.Format != JSON || !r.has("cut%", "body") {
		return Plant{}, false
	}
	p := strconv.Itoa(61+rng.IntN(30)) + "%"
	r.facts.printed["cut%@body"] = p
	return Plant{At: "cut%", Printed: p}, true
}

func plantStaff(r *Report, rng *rand.Rand) (Plant, bool) {
	name := []string{"staff", "elected", "civil"}[rng.IntN(3)]
	if !r.has(name, "body") {
		return Plant{}, false
	}
	return r.change(name, "body", off(rng, r.facts.n[name]))
}

func plantMagnitude(r *Report, rng *rand.Rand) (Plant, bool) {
	if r.has("leaflets", "body") && rng.IntN(2) == 0 {
		return r.change("leaflets", "body", 2_000_000)
	}
	if len(r.forms) == 0 || len(r.facts.years) < 3 {
		return Plant{}, false
	}
	y, _ := pick(rng, r.facts.years)
	return r.change(id("surveys", y), "form", r.facts.get("surveys", y)*1000)
}

func plantTrend(r *Report, _ *rand.Rand) (Plant, bool) {
	f := r.facts
	if !r.has("trend", "body") {
		return Plant{}, false
	}
	p := "có chiều hướng giảm"
	if f.trend() == p {
		p = "có chiều hướng tăng"
	}
	f.printed["trend@body"] = p
	return Plant{At: "trend", Printed: p}, true
}

// plantCopied prints the pair of one kind of service for the other too.
func plantCopied(r *Report, rng *rand.Rand) (Plant, bool) {
	f := r.facts
	y, _ := pick(rng, f.years)
	if !r.has(id("full.online", y), "form") && !r.has(id("full.online", y), "body") {
		return Plant{}, false
	}
	for _, term := range []string{"online", "total"} {
		f.n["partial."+term+".total"] += f.get("full."+term, y) - f.get("partial."+term, y)
		f.set("partial."+term, y, f.get("full."+term, y))
	}
	at := "body"
	if !r.has(id("full.online", y), "body") {
		at = "form"
	}
	return Plant{At: id("partial", y), Printed: f.write(f.get("full.online", y), at)}, true
}
