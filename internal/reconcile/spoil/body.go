package spoil

import (
	"fmt"
	"strconv"
	"strings"
)

// block is a paragraph of the body, a heading, or a table.
type block struct {
	level  int // of a heading
	number string
	text   string // with {name} where a figure stands
	rows   [][]string
}

// act is a cited act.
type act struct {
	series     string
	ordinal    int
	day, month int
	year       int
	about      string
	applied    string
}

func (a act) date() string { return fmt.Sprintf("%02d/%d/%d", a.day, a.month, a.year) }

func (a act) symbol() string { return fmt.Sprintf("%d/%s", a.ordinal, a.series) }

// cite draws plans and decisions, their numbers in the order of their dates.
func (f *facts) cite() []act {
	var out []act
	for _, y := range f.years {
		ordinal := 10 + int(f.between(0, 20))
		for month := 1; month <= 3; month++ {
			if f.partial && y == f.last() && month > 2 {
				break
			}
			about := []string{"ban hành Kế hoạch cải cách hành chính", "tuyên truyền cải cách hành chính", "kiểm tra công tác cải cách hành chính"}[month-1]
			out = append(out, act{series: "KH-UBND", ordinal: ordinal, day: 3 + int(f.between(0, 20)), month: month, year: y, about: fmt.Sprintf("%s năm %d", about, y)})
			ordinal += 3 + int(f.between(0, 40))
		}
	}
	return out
}

// body writes the report: what the ward did, year by year, in one of several layouts.
func (f *facts) body(acts []act) []block {
	var out []block
	add := func(format string, args ...any) { out = append(out, block{text: fmt.Sprintf(format, args...)}) }
	head := func(level int, number, text string) {
		out = append(out, block{level: level, number: number, text: text})
	}
	head(1, "I", "TÌNH HÌNH TRIỂN KHAI")
	head(2, "1", "Công tác chỉ đạo, điều hành")
	add("Ủy ban nhân dân %s đã ban hành {directives.total} văn bản chỉ đạo, điều hành về cải cách hành chính giai đoạn %s.", strings.ToLower(f.kind), f.span())
	for _, y := range f.years {
		add("- Năm %d: {directives.%d} văn bản chỉ đạo.", y, y)
	}
	for _, a := range acts {
		add("%s", f.citation(a))
	}
	head(2, "2", "Kiểm tra việc thực hiện")
	add("Kết quả kiểm tra được tổng hợp tại phụ lục kèm theo.")
	head(2, "3", "Thông tin, tuyên truyền")
	add("Giai đoạn %s đã phát {leaflets} tờ rơi.", f.span())
	head(1, "II", "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
	head(2, "1", "Tiếp nhận, giải quyết hồ sơ")
	out = append(out, f.totalText()...)
	if f.style.table {
		out = append(out, f.yearTable())
	} else {
		for _, y := range f.years {
			add("%s", f.yearText(y))
		}
	}
	head(2, "2", "Dịch vụ công trực tuyến")
	if f.style.services {
		out = append(out, f.servicesText()...)
	} else {
		add("Thực hiện theo kế hoạch của cấp trên.")
	}
	head(2, "3", "Số hóa hồ sơ")
	if f.style.digitized {
		out = append(out, f.digitizedText()...)
	} else {
		add("Thực hiện theo kế hoạch của cấp trên.")
	}
	out = append(out, f.othersText()...)
	head(1, "III", "ĐÁNH GIÁ CHUNG")
	add("Công tác cải cách hành chính đạt nhiều kết quả tích cực.")
	return out
}

func (f *facts) span() string { return fmt.Sprintf("%d-%d", f.years[0], f.last()) }

// multi: a report of one year has no total apart from it.
func (f *facts) multi() bool { return len(f.years) > 1 }

func (f *facts) citation(a act) string {
	s := fmt.Sprintf("- Kế hoạch số %s ngày %s của UBND %s về việc %s", a.symbol(), a.date(), strings.ToLower(f.kind), a.about)
	if a.applied != "" {
		s += ", thực hiện từ ngày " + a.applied
	}
	return s + "."
}

func (f *facts) totalText() []block {
	p := f.span()
	var out []block
	add := func(s string) { out = append(out, block{text: s}) }
	switch f.style.phrase {
	case 0:
		add("Giai đoạn " + p + ", " + strings.ToLower(f.kind) + " đã tiếp nhận {received.total} hồ sơ, trong đó trực tuyến {online.total} hồ sơ (chiếm {online.total%}), trực tiếp và qua dịch vụ bưu chính {direct.total} hồ sơ (chiếm {direct.total%}).")
		add("Giai đoạn " + p + ", đã giải quyết {settled.total} hồ sơ, trong đó trước hạn và đúng hạn {kept.total} hồ sơ (đạt {kept.total%}), trễ hạn {late.total} hồ sơ.")
	case 1:
		add("Từ năm " + strconv.Itoa(f.years[0]) + " đến năm " + strconv.Itoa(f.last()) + ", tổng số hồ sơ tiếp nhận là {received.total} hồ sơ, gồm {online.total} hồ sơ nộp trực tuyến và {direct.total} hồ sơ nộp trực tiếp và qua bưu chính.")
		add("Từ năm " + strconv.Itoa(f.years[0]) + " đến năm " + strconv.Itoa(f.last()) + ", tổng số hồ sơ đã giải quyết là {settled.total} hồ sơ, trễ hạn {late.total} hồ sơ.")
	default:
		add("Giai đoạn " + p + ": tiếp nhận {received.total} hồ sơ; đã giải quyết {settled.total} hồ sơ.")
	}
	return out
}

// yearText is what one year's paragraph says.
func (f *facts) yearText(y int) string {
	year := strconv.Itoa(y)
	carried := ", năm trước chuyển qua {carried.Y} hồ sơ"
	if f.get("carried", y) == 0 {
		carried = ""
	}
	var s string
	switch f.style.phrase {
	case 0:
		s = "- Năm Y: tiếp nhận {received.Y} hồ sơ (trực tuyến {online.Y} hồ sơ, trực tiếp và qua dịch vụ bưu chính {direct.Y} hồ sơ" + carried + "); đã giải quyết {settled.Y} hồ sơ, trong đó trước hạn {early.Y} hồ sơ (chiếm {early.Y%}), đúng hạn {ontime.Y} hồ sơ, trễ hạn {late.Y} hồ sơ; đang giải quyết {open.Y} hồ sơ."
	case 1:
		if carried != "" {
			carried = ", {carried.Y} hồ sơ từ kỳ trước chuyển sang"
		}
		s = "Năm Y, tổng số hồ sơ tiếp nhận là {received.Y} hồ sơ, gồm: {online.Y} hồ sơ nộp trực tuyến, {direct.Y} hồ sơ nộp trực tiếp và qua bưu chính" + carried + ". Đã giải quyết {settled.Y} hồ sơ ({early.Y} hồ sơ trước hạn, {ontime.Y} hồ sơ đúng hạn, {late.Y} hồ sơ trễ hạn), còn {open.Y} hồ sơ đang giải quyết."
	default:
		s = "+ Năm Y: số hồ sơ tiếp nhận {received.Y}, trong đó hồ sơ trực tuyến {online.Y}, hồ sơ trực tiếp và bưu chính {direct.Y}" + carried + "; số hồ sơ đã giải quyết {settled.Y} (trước hạn {early.Y}, đúng hạn {ontime.Y}, quá hạn {late.Y}); số hồ sơ đang giải quyết {open.Y}."
	}
	if f.style.fields {
		var list []string
		for i, name := range f.fields {
			list = append(list, fmt.Sprintf("lĩnh vực %s {field%d.Y} hồ sơ", name, i))
		}
		s += " Năm Y tiếp nhận theo lĩnh vực gồm: " + strings.Join(list, "; ") + "."
	}
	return strings.ReplaceAll(s, "Y", year)
}

// yearTable is the same as a table of years.
func (f *facts) yearTable() block {
	rows := [][]string{{"STT", "Chỉ tiêu"}}
	labels, keys := f.columns(false)
	rows[0] = append(rows[0], labels...)
	for i, l := range []struct{ label, name string }{{"Tổng số hồ sơ tiếp nhận", "received"}, {"Hồ sơ tiếp nhận trực tuyến", "online"}, {"Hồ sơ tiếp nhận trực tiếp và qua bưu chính", "direct"},
		{"Hồ sơ kỳ trước chuyển qua", "carried"}, {"Tổng số hồ sơ đã giải quyết", "settled"}, {"Hồ sơ giải quyết trước hạn", "early"}, {"Hồ sơ giải quyết đúng hạn", "ontime"},
		{"Hồ sơ giải quyết trễ hạn", "late"}, {"Hồ sơ đang giải quyết", "open"}} {
		row := []string{strconv.Itoa(i + 1), l.label}
		for _, k := range keys {
			row = append(row, "{"+l.name+"."+k+"}")
		}
		rows = append(rows, row)
	}
	return block{rows: rows}
}

func (f *facts) servicesText() []block {
	var out []block
	p := f.span()
	out = append(out, block{text: "Giai đoạn " + p + ": hồ sơ trực tuyến toàn trình {full.online.total}/{full.total.total} hồ sơ, đạt {full.total%}; hồ sơ trực tuyến một phần {partial.online.total}/{partial.total.total} hồ sơ, đạt {partial.total%}."})
	for _, y := range f.years {
		s := "- Năm Y: {full.online.Y} hồ sơ trực tuyến toàn trình/{full.total.Y} hồ sơ, đạt {full.Y%}; {partial.online.Y} hồ sơ trực tuyến một phần/{partial.total.Y} hồ sơ, đạt {partial.Y%}."
		if f.style.phrase == 1 {
			s = "- Năm Y: tỷ lệ hồ sơ trực tuyến toàn trình đạt {full.Y%} ({full.online.Y}/{full.total.Y} hồ sơ); tỷ lệ hồ sơ trực tuyến một phần đạt {partial.Y%} ({partial.online.Y}/{partial.total.Y} hồ sơ)."
		}
		out = append(out, block{text: strings.ReplaceAll(s, "Y", strconv.Itoa(y))})
	}
	return out
}

func (f *facts) digitizedText() []block {
	var out []block
	for _, y := range f.years {
		s := "- Năm Y: số hóa thành phần hồ sơ {components.Y}/{new.Y} hồ sơ, đạt {components.Y%}; cấp kết quả điện tử {results.Y}/{settled.Y} hồ sơ, đạt {results.Y%}."
		out = append(out, block{text: strings.ReplaceAll(s, "Y", strconv.Itoa(y))})
	}
	return out
}

// othersText is the rest: people, penalties, the index, time limits.
func (f *facts) othersText() []block {
	out := []block{{level: 2, number: "4", text: "Đội ngũ cán bộ, công chức"},
		{text: "Tổng số cán bộ, công chức của " + strings.ToLower(f.kind) + " là {staff} người, trong đó cán bộ {elected} người, công chức {civil} người."}}
	out = append(out, block{level: 2, number: "5", text: "Chỉ số cải cách hành chính"})
	for _, y := range f.years {
		out = append(out, block{text: strings.ReplaceAll("- Năm Y: Chỉ số cải cách hành chính đạt {par.Y} điểm, đạt tỷ lệ {par.Y%}.", "Y", strconv.Itoa(y))})
	}
	out = append(out, block{level: 2, number: "6", text: "Đơn giản hóa thủ tục hành chính"},
		block{text: "Đề xuất rút ngắn thời hạn giải quyết 01 thủ tục từ {before} ngày xuống còn {after} ngày, giảm {cut%} thời gian giải quyết."})
	return out
}

// fill puts the figures into a text. at is where it stands.
func (f *facts) fill(s, at string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		j := strings.IndexByte(s, '}')
		b.WriteString(s[:i])
		b.WriteString(f.say(s[i+1:j], at))
		s = s[j+1:]
	}
}
