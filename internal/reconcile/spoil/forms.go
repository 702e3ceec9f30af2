package spoil

import (
	"strconv"
)

// form is an appendix: lines by columns.
type form struct {
	id, title string
	columns   []string
	keys      []string // of the columns in the schema: years, "result", "assessment"
	lines     []line
}

// line is one line of a form. Names are those of its figures without year; text is what it
// prints instead.
type line struct {
	stt, label, kind, formula string
	name                      string
	text                      map[string]string // by column key
	heading                   bool
}

func (f *facts) columns(two bool) (labels, keys []string) {
	for _, y := range f.years {
		label := "Năm " + strconv.Itoa(y)
		key := strconv.Itoa(y)
		if y == f.last() && f.partial {
			label += " (tính đến 31/3)"
		}
		labels, keys = append(labels, label), append(keys, key)
	}
	if two && !f.partial {
		labels = append(labels, "Năm "+strconv.Itoa(f.last())+" (tính đến 30/6)")
		keys = append(keys, "part")
	}
	return labels, keys
}

// appendices are the forms of the report: always some, so that a workbook is never empty.
func (f *facts) appendices(format Format) []*form {
	if format == Text && f.rng.IntN(3) == 0 || format == JSON && f.rng.IntN(6) == 0 {
		return nil
	}
	forms := []*form{f.direction(), f.institutions(), f.procedures(), f.apparatus()}
	if f.rng.IntN(2) == 0 {
		forms = append(forms, f.service(), f.civil(), f.finance(), f.digital(), f.targets())
	}
	return forms
}

func (f *facts) direction() *form {
	out := &form{id: "I", title: "THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH"}
	out.columns, out.keys = f.columns(f.style.twoLast)
	out.lines = []line{
		{stt: "1", label: "Số lượng văn bản chỉ đạo CCHC đã ban hành (kết luận, chỉ thị, công văn chỉ đạo, quán triệt)", kind: "count", formula: "1.1 + 1.2", name: "directives"},
		{stt: "1.1", label: "Nghị quyết, Quyết định, Chỉ thị, Thông báo của Ban Cán sự/Đảng ủy", kind: "count", name: "party"},
		{stt: "1.2", label: "Quyết định, Chỉ thị, Kết luận, công văn chỉ đạo, quán triệt", kind: "count", name: "admin"},
		{stt: "2", label: "Tỷ lệ hoàn thành kế hoạch CCHC năm", kind: "%", formula: "2.2 / 2.1", name: "plan%"},
		{stt: "2.1", label: "Số nhiệm vụ đề ra trong kế hoạch", kind: "count", name: "plan"},
		{stt: "2.2", label: "Số nhiệm vụ đã hoàn thành", kind: "count", name: "plandone"},
		{stt: "3", label: "Kiểm tra CCHC", kind: "heading", heading: true},
		{stt: "3.2", label: "Tỷ lệ xử lý vấn đề qua kiểm tra", kind: "%", formula: "3.2.2 / 3.2.1", name: "found%"},
		{stt: "3.2.1", label: "Số vấn đề phát hiện qua kiểm tra", kind: "count", name: "found"},
		{stt: "3.2.2", label: "Số vấn đề phát hiện đã được xử lý", kind: "count", name: "fixed"},
		{stt: "7", label: "Khảo sát sự hài lòng của người dân", kind: "heading", heading: true},
		{stt: "7.1", label: "Số lượng phiếu khảo sát", kind: "count", name: "surveys"},
		{stt: "9", label: "Thực hiện nhiệm vụ cấp trên giao", kind: "heading", heading: true},
		{stt: "9.1", label: "Tổng số nhiệm vụ được giao", kind: "count", formula: "9.2 + 9.3 + 9.4 + tasks still within deadline", name: "tasks"},
		{stt: "9.2", label: "Số nhiệm vụ đã hoàn thành đúng hạn", kind: "count", name: "taskson"},
		{stt: "9.3", label: "Số nhiệm vụ đã hoàn thành nhưng quá hạn", kind: "count", name: "taskslate"},
		{stt: "9.4", label: "Số nhiệm vụ quá hạn nhưng chưa hoàn thành", kind: "count", name: "tasksover"},
	}
	return out
}

func (f *facts) institutions() *form {
	out := &form{id: "II", title: "THỐNG KÊ CÁC NHIỆM VỤ CỦA LĨNH VỰC CẢI CÁCH THỂ CHẾ"}
	out.columns, out.keys = f.columns(false)
	zero := map[string]string{}
	for _, k := range out.keys {
		zero[k] = "0"
	}
	out.lines = []line{
		{stt: "4", label: "Số VBQPL trái pháp luật về nội dung, thẩm quyền", kind: "count", text: zero},
		{stt: "5", label: "Số VBQPPL trái pháp luật về nội dung, thẩm quyền đã được xử lý", kind: "count", formula: "must be <= 4", text: zero},
		{stt: "6", label: "Văn bản không phải là VBQPPL nhưng có chứa quy phạm pháp luật", kind: "count", text: zero},
	}
	return out
}

func (f *facts) procedures() *form {
	out := &form{id: "III", title: "THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC CẢI CÁCH THỦ TỤC HÀNH CHÍNH"}
	out.columns, out.keys = f.columns(false)
	out.lines = []line{
		{stt: "1.4.3", label: "Số lượng TTHC cấp xã", kind: "count", name: "procedures"},
		{stt: "2", label: "Số lượng thủ tục hành chính được công khai đầy đủ, đúng quy định trên Cổng/Trang Thông tin điện tử", kind: "count", formula: "must be <= 1.4.3", name: "procedures"},
		{stt: "3.3", label: "Số lượng TTHC thực hiện việc tiếp nhận, trả kết quả tại Bộ phận Một cửa cấp xã", kind: "count", name: "procedures"},
		{stt: "4.3", label: "Tỷ lệ hồ sơ TTHC cấp xã giải quyết đúng hẹn (đã tiếp nhận/đã trả đúng hẹn)", kind: "%", name: "kept%"},
		{stt: "6.3", label: "Tỷ lệ hồ sơ cấp kết quả điện tử", kind: "%", name: "results%"},
	}
	return out
}

func (f *facts) apparatus() *form {
	out := &form{id: "IV", title: "THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC CẢI CÁCH TỔ CHỨC BỘ MÁY"}
	out.columns, out.keys = f.columns(false)
	out.lines = []line{
		{stt: "2", label: "Số liệu về biên chế công chức", kind: "heading", heading: true},
		{stt: "2.1", label: "Tổng số biên chế được giao trong năm", kind: "count", name: "allotted"},
		{stt: "2.2", label: "Tổng số biên chế có mặt tại thời điểm báo cáo", kind: "count", formula: "must be <= 2.1", name: "filled"},
	}
	return out
}

func (f *facts) service() *form {
	out := &form{id: "V", title: "THỐNG KÊ CÁC CHỈ TIÊU VỀ TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ"}
	out.columns, out.keys = f.columns(false)
	out.lines = []line{
		{stt: "1", label: "Số hồ sơ tiếp nhận trực tuyến", kind: "count", name: "online"},
		{stt: "2", label: "Số hồ sơ tiếp nhận trực tiếp và qua dịch vụ bưu chính", kind: "count", name: "direct"},
		{stt: "3", label: "Số hồ sơ kỳ trước chuyển qua", kind: "count", name: "carried"},
		{stt: "4", label: "Tổng số hồ sơ đã giải quyết", kind: "count", name: "settled"},
		{stt: "5", label: "Số hồ sơ đang giải quyết", kind: "count", name: "open"},
	}
	return out
}

func (f *facts) civil() *form {
	out := &form{id: "VI", title: "THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC CẢI CÁCH CHẾ ĐỘ CÔNG VỤ"}
	out.columns, out.keys = f.columns(false)
	text := map[string]string{}
	for i, k := range out.keys {
		text[k] = strconv.Itoa(i % 2)
	}
	out.lines = []line{
		{stt: "2.1", label: "Số công chức được tuyển dụng (thi tuyển, xét tuyển)", kind: "count", text: text},
		{stt: "4", label: "Số lượng CBCCVC bị kỷ luật (cả về Đảng và chính quyền)", kind: "count", text: text},
	}
	return out
}

func (f *facts) finance() *form {
	out := &form{id: "VII", title: "THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC CẢI CÁCH TÀI CHÍNH CÔNG"}
	out.columns, out.keys = f.columns(false)
	out.lines = []line{
		{stt: "1", label: "Tỷ lệ thực hiện Kế hoạch giải ngân vốn đầu tư công", kind: "%", formula: "1.2 / 1.1", name: "spent%"},
		{stt: "1.1", label: "Kế hoạch được giao", kind: "money VND", name: "money"},
		{stt: "1.2", label: "Đã thực hiện", kind: "money VND", name: "spent"},
	}
	return out
}

func (f *facts) digital() *form {
	out := &form{id: "VIII", title: "THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC XÂY DỰNG VÀ PHÁT TRIỂN CHÍNH QUYỀN ĐIỆN TỬ, CHÍNH QUYỀN SỐ"}
	out.columns, out.keys = f.columns(false)
	out.lines = []line{
		{stt: "6.1", label: "Tỷ lệ DVCTT toàn trình đủ điều kiện", kind: "%", formula: "6.1.2 / 6.1.1", name: "fullservices%"},
		{stt: "6.1.1", label: "Tổng số DVC đủ điều kiện lên trực tuyến toàn trình", kind: "count", name: "eligible"},
		{stt: "6.1.2", label: "Số lượng DVCTT toàn trình", kind: "count", name: "fullservices"},
		{stt: "6.2.1", label: "Tổng số DVCTT có phát sinh hồ sơ (gồm các DVCTT có phát sinh hồ sơ trực tuyến hoặc trực tiếp hoặc cả 2 hình thức)", kind: "count", name: "with"},
		{stt: "6.2.2", label: "Số DVCTT có phát sinh hồ sơ trực tuyến", kind: "count", name: "withonline"},
		{stt: "6.3", label: "Tỷ lệ hồ sơ trực tuyến toàn trình", kind: "%", formula: "6.3.2 / 6.3.1", name: "full%"},
		{stt: "6.3.1", label: "Tổng số hồ sơ của DVCTT toàn trình (gồm hồ sơ nộp trực tuyến + trực tiếp)", kind: "count", name: "full.total"},
		{stt: "6.3.2", label: "Số hồ sơ nộp trực tuyến của các DVCTT toàn trình", kind: "count", formula: "must be <= 6.3.1", name: "full.online"},
		{stt: "6.4", label: "Tỷ lệ hồ sơ trực tuyến một phần", kind: "%", formula: "6.4.2 / 6.4.1", name: "partial%"},
		{stt: "6.4.1", label: "Tổng số hồ sơ của DVCTT một phần (gồm hồ sơ nộp trực tuyến + trực tiếp)", kind: "count", name: "partial.total"},
		{stt: "6.4.2", label: "Số hồ sơ nộp trực tuyến của các DVCTT một phần", kind: "count", formula: "must be <= 6.4.1", name: "partial.online"},
	}
	return out
}

func (f *facts) targets() *form {
	out := &form{id: "IX", title: "ĐÁNH GIÁ MỨC ĐỘ THỰC HIỆN CÁC MỤC TIÊU CẢI CÁCH HÀNH CHÍNH NHÀ NƯỚC",
		columns: []string{"Kết quả đạt được (Nêu số liệu cụ thể nếu có)", "Đánh giá kết quả đạt được (Đạt/Không đạt)"}, keys: []string{"result", "assessment"}}
	target := func(stt, label string, floor int64) line {
		got := f.between(floor-12, 100)
		mark := "Đạt"
		if got < floor {
			mark = "Không đạt"
		}
		return line{stt: stt, label: label, kind: "target", text: map[string]string{"result": strconv.FormatInt(got, 10) + "%", "assessment": mark}}
	}
	out.lines = []line{
		target("1", "Tối thiểu 80% hồ sơ giải quyết TTHC được luân chuyển trong nội bộ giữa các cơ quan có thẩm quyền giải quyết được thực hiện bằng phương thức điện tử", 80),
		target("2", "Mức độ hài lòng của người dân, doanh nghiệp về giải quyết thủ tục hành chính đạt tối thiểu 90%", 90),
		target("3", "Ít nhất 60% hồ sơ công việc được xử lý trên môi trường mạng", 60),
	}
	return out
}

// cell is what a form prints in one cell.
func (f *facts) cell(o *form, l *line, key string) string {
	if p, ok := f.printed[o.id+"/"+l.stt+"/"+key]; ok {
		return p
	}
	switch {
	case l.heading:
		return ""
	case l.text != nil:
		return l.text[key]
	case key == "part":
		return f.partCell(l)
	}
	name := l.name + "." + key
	if base, ok := cutPercent(l.name); ok {
		name = base + "." + key + "%"
	}
	s := f.say(name, "form")
	if l.kind == "money VND" {
		s += "đ"
	}
	return s
}

// partCell is the half year of a line: half of the year, and the rates of it left blank.
func (f *facts) partCell(l *line) string {
	if l.kind != "count" || l.stt == "1" {
		return ""
	}
	n := f.get(l.name, f.last())
	if l.name == "plan" {
		return f.write(n, "form")
	}
	return f.write(n/2, "form")
}

func cutPercent(name string) (string, bool) {
	if n := len(name); n > 0 && name[n-1] == '%' {
		return name[:n-1], true
	}
	return name, false
}
