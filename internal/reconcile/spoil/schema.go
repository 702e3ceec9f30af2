package spoil

import (
	"encoding/json"
	"fmt"
	"strconv"
)

type object = map[string]any

// json writes the schema reform-report/1 (docs/formats/reform-report.md).
func (r *Report) json() ([]byte, error) {
	f := r.facts
	day, month, year := f.dated()
	out := object{"schema": "reform-report/1", "document": object{"kind": "BÁO CÁO", "title": f.title(), "issuer": "UBND " + f.kind + " " + f.ward, "province": f.parent,
		"symbol": "BC-UBND", "date": object{"day": day, "month": month, "year": year}, "period": f.span()}}
	var appendices []any
	for _, o := range r.forms {
		appendices = append(appendices, f.appendix(o))
	}
	out["appendices"] = appendices
	out["case_statistics"] = f.statistics()
	if f.style.services {
		out["online_services"] = object{"ratios": f.serviceRatios()}
	}
	if f.style.digitized {
		out["digitization"] = object{"ratios": f.digitalRatios()}
	}
	out["facts"] = f.list()
	var cited []any
	for i, a := range r.acts {
		c := object{"id": fmt.Sprintf("act.%d", i), "place": "footnote 2", "number_symbol": a.symbol(), "date": a.date(), "about": a.about}
		if a.applied != "" {
			c["applied"] = a.applied
		}
		cited = append(cited, c)
	}
	out["documents_cited"] = cited
	return json.MarshalIndent(out, "", " ")
}

func printed(s string) any {
	if s == "" {
		return nil
	}
	return object{"printed": s}
}

func (f *facts) appendix(o *form) object {
	var columns, lines []any
	for i, c := range o.columns {
		columns = append(columns, object{"key": o.keys[i], "printed": c})
	}
	for i := range o.lines {
		l := &o.lines[i]
		values := object{}
		for _, k := range o.keys {
			values[k] = printed(f.cell(o, l, k))
		}
		row := object{"stt": l.stt, "label": l.label, "type": l.kind, "level": "ward", "values": values}
		if l.formula != "" {
			row["formula"] = l.formula
		}
		lines = append(lines, row)
	}
	return object{"id": o.id, "title": o.title, "columns": columns, "lines": lines}
}

// said is a figure as the body prints it.
func (f *facts) said(name string) any { return printed(f.say(name, "body")) }

func (f *facts) statistics() object {
	years := object{}
	for _, y := range f.years {
		k := "." + strconv.Itoa(y)
		year := object{"received_total": f.said("received" + k), "received_online": f.said("online" + k), "received_direct_or_post": f.said("direct" + k),
			"settled_total": f.said("settled" + k), "settled_early": f.said("early" + k), "settled_on_time": f.said("ontime" + k), "settled_late": f.said("late" + k),
			"in_progress": f.said("open" + k), "percentages": object{"early": f.said("early" + k + "%")}}
		if f.get("carried", y) > 0 {
			year["carried_over_in"] = f.said("carried" + k)
		}
		if f.style.fields {
			fields := object{}
			for i, name := range f.fields {
				fields[name] = f.said(fmt.Sprintf("field%d%s", i, k))
			}
			year["by_field"] = fields
		}
		years[strconv.Itoa(y)] = year
	}
	out := object{"place": "footnote 11", "years": years}
	if f.multi() {
		online, direct := f.said("online.total").(object), f.said("direct.total").(object)
		online["share"], direct["share"] = f.said("online.total%"), f.said("direct.total%")
		out[fmt.Sprintf("total_%d_%d", f.years[0], f.last())] = object{"place": "section II.1", "received_total": f.said("received.total"), "received_online": online,
			"received_direct_or_post": direct, "settled_total": f.said("settled.total"), "settled_early_or_on_time": f.said("kept.total"), "settled_late": f.said("late.total")}
	}
	return out
}

func (f *facts) ratio(id, label, place, num, den, percent string) object {
	return object{"id": id, "label": label, "place": place, "numerator": f.said(num), "denominator": f.said(den), "percent": f.said(percent)}
}

func (f *facts) serviceRatios() []any {
	var out []any
	for _, y := range f.years {
		k := strconv.Itoa(y)
		out = append(out, f.ratio(k+".end_to_end_cases", "hồ sơ trực tuyến toàn trình", "footnote 10", "full.online."+k, "full.total."+k, "full."+k+"%"),
			f.ratio(k+".partial_cases", "hồ sơ trực tuyến một phần", "footnote 10", "partial.online."+k, "partial.total."+k, "partial."+k+"%"))
	}
	if f.multi() {
		out = append(out, f.ratio("total.end_to_end_cases", "hồ sơ toàn trình "+f.span(), "section II.2", "full.online.total", "full.total.total", "full.total%"),
			f.ratio("total.partial_cases", "hồ sơ một phần "+f.span(), "section II.2", "partial.online.total", "partial.total.total", "partial.total%"))
	}
	return out
}

func (f *facts) digitalRatios() []any {
	var out []any
	for _, y := range f.years {
		k := strconv.Itoa(y)
		out = append(out, f.ratio(k+".components", "số hóa thành phần", "footnote 12", "components."+k, "new."+k, "components."+k+"%"),
			f.ratio(k+".results", "kết quả điện tử", "footnote 12", "results."+k, "settled."+k, "results."+k+"%"))
	}
	return out
}

// list are the single figures of the body.
func (f *facts) list() []any {
	var out []any
	add := func(id, place, label, period, name string) object {
		o := object{"id": id, "place": place, "label": label, "period": period, "printed": f.say(name, "body")}
		out = append(out, o)
		return o
	}
	if f.multi() {
		add("directives.total", "I.1", "văn bản chỉ đạo, điều hành về CCHC", f.span(), "directives.total")
	}
	for _, y := range f.years {
		k := strconv.Itoa(y)
		add("directives."+k, "footnote 3", "văn bản", k, "directives."+k)
		add("par.points."+k, "footnote 5", "Chỉ số CCHC, điểm", k, "par."+k)
		add("par.percent."+k, "footnote 5", "Chỉ số CCHC, tỷ lệ", k, "par."+k+"%")
		add("penalty.cases."+k, "footnote 8", "trường hợp xử phạt VPHC", k, "penalties."+k)
	}
	if f.trend() != "" {
		add("penalty.trend", "II.1.1", "xu hướng", "", "trend")
	}
	add("comm.leaflets", "I.3", "tờ rơi", f.span(), "leaflets")
	add("staff.total", "II.4", "cán bộ, công chức", "", "staff")
	add("staff.elected", "II.4", "cán bộ", "", "elected")
	add("staff.civil", "II.4", "công chức", "", "civil")
	for i, p := range f.posts {
		f.n["post"+strconv.Itoa(i)] = p.count
		add("staff.post", "II.4", p.name, "", "post"+strconv.Itoa(i))
	}
	cut := add("simplify.1", "footnote 9", "thủ tục rút ngắn thời gian", "", "cut%")
	cut["from_days"], cut["to_days"] = f.n["before"], f.n["after"]
	return out
}

// trend is what can be said of the penalties, empty when they go up and down.
func (f *facts) trend() string {
	first, last := f.get("penalties", f.years[0]), f.get("penalties", f.last())
	if f.partial || len(f.years) < 3 || first == last {
		return ""
	}
	if last < first {
		return "có chiều hướng giảm"
	}
	return "có chiều hướng tăng"
}
