package report

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/locale"
)

// notes is the sheet «Thuyết minh»: what a reader needs to check the figures and to have them
// computed again.
func (r *Report) notes(b *book) {
	b.page("Thuyết minh", "portrait", 45, 120)
	b.block(1, 2, "THUYẾT MINH", look{size: sizeTitle, bold: true, across: "center"})
	b.block(1, 2, r.title(), centredB)
	b.down(9)
	b.note("Đơn vị", r.Document.Issuer+" (mã định danh "+r.Unit+")")
	b.note("Số liệu tính đến", "hết ngày "+r.AsOf.Print())
	b.note("Sổ cái", locale.Int(r.Ledger.Size)+" bản ghi; dấu băm đầu chuỗi:\n"+hashLines(hex.EncodeToString(r.Ledger.Hash[:]))+
		"\nCùng sổ cái ở bản ghi này và cùng ngày chốt thì tính lại ra đúng các số đã in.")
	b.note("Làm tròn", "Tỷ lệ tính từ hai số đếm, làm tròn một lần, nửa trở lên tính là một, đến 2 chữ số thập phân, trừ chỉ tiêu quy định khác. Không cộng, không lấy trung bình các tỷ lệ đã làm tròn.")
	b.note("Hồ sơ chuyển kỳ", "Hồ sơ từ kỳ trước chuyển qua và hồ sơ đang giải quyết là số tại một ngày; không cộng qua các kỳ. Ở biểu cả giai đoạn, cột (6) là của kỳ đầu, các cột (11) đến (13) là của ngày cuối kỳ.")
	b.note("Đúng hạn", "Cột (9) của biểu II.06a gồm cả hồ sơ rút và hồ sơ dừng xử lý, theo cách tính của biểu. So theo ngày: kết thúc trước, đúng hoặc sau ngày hẹn theo luật; gửi thư xin lỗi không làm hồ sơ trễ thành đúng hạn.")
	b.note("Trực tiếp", "Cột (5) của biểu II.06a gộp hồ sơ nộp tại quầy và qua bưu chính công ích.")
	b.note("Ghi muộn", locale.Int(r.LateNoted)+" hồ sơ tiếp nhận trong giai đoạn có việc được ghi vào sổ cái muộn hơn thời gian cho phép.")
	if len(r.Tables) > 0 {
		b.down(9)
		b.legend()
		b.down(9)
		r.origins(b)
	}
	b.fit()
}

// title is the report's, or that of the form when it is made by itself.
func (r *Report) title() string {
	if len(r.Tables) == 0 && r.Definition.Form != nil {
		return r.Definition.Form.Title
	}
	return r.Definition.Title
}

// hashLines breaks a hash in two, so that it fits the column.
func hashLines(s string) string { return s[:len(s)/2] + "\n" + s[len(s)/2:] }

func (b *book) note(name, text string) {
	l := look{size: sizeTable, border: true, wrap: true, down: "top"}
	head := l
	head.bold = true
	b.put(1, 1, name, head)
	b.put(2, 2, text, l)
	b.down(rowHeight(max(b.lines(1, 1, name, head), b.lines(2, 2, text, l)), sizeTable))
}

// legend shows the four states of a cell as they look in the tables.
func (b *book) legend() {
	words := look{size: sizeTable, border: true, wrap: true}
	b.put(1, 1, "Ô trong bảng", headCell)
	b.put(2, 2, "Nghĩa", headCell)
	b.down(rowHeight(1, sizeTable) + 3)
	for _, s := range []struct {
		cell    Cell
		meaning string
	}{
		{Cell{State: StateValue, Value: Value{Kind: Number}}, "Có số liệu, kể cả số 0: đã xem và không có."},
		{Cell{State: StateBlank}, "Ô trống: mẫu để trống, hoặc tỷ lệ có mẫu số bằng 0. Trống không phải là 0."},
		{Cell{State: StateNotApplicable}, "Ô xám: chỉ tiêu không thuộc phạm vi của đơn vị, hoặc kỳ chưa bắt đầu vào ngày chốt."},
		{Cell{State: StateNoData}, "Thuộc phạm vi của đơn vị nhưng chưa ai ghi số liệu."},
	} {
		v, l := s.cell.show(&Line{})
		b.put(1, 1, v, l)
		b.put(2, 2, s.meaning, words)
		b.down(rowHeight(b.lines(2, 2, s.meaning, words), sizeTable) + 3)
	}
}

// origins says where the figures come from, and which were typed in from the printed report.
func (r *Report) origins(b *book) {
	b.put(1, 1, "Nguồn", headCell)
	b.put(2, 2, "Số ô có số liệu", headCell)
	b.down(rowHeight(1, sizeTable) + 3)
	counts := map[string]int{}
	for _, c := range r.Cells() {
		if c.State == StateValue {
			counts[c.Source]++
		}
	}
	for _, s := range [...][2]string{{"dossiers", "Hồ sơ"}, {"catalogue", "Danh mục TTHC"}, {"register", "Sổ theo dõi"}, {"computed", "Tính từ chỉ tiêu khác"}} {
		b.note(s[1], itoa(counts[s[0]]))
	}
	if text := r.printedLines(); text != "" {
		b.note("Nhập từ báo cáo in", text)
	}
	if text := r.remarks(); text != "" {
		b.note("Cần xem lại", text)
	}
}

// remarks are the figures that contradict another line.
func (r *Report) remarks() string {
	var out []string
	for _, c := range r.Cells() {
		if c.Remark != "" {
			out = append(out, fmt.Sprintf("Phụ lục %s, dòng %s, %s: %s.", c.Appendix, c.Line, c.Period.Print(), c.Remark))
		}
	}
	return strings.Join(out, "\n")
}

// printedLines names, by appendix, the lines with a figure typed in from the printed report.
func (r *Report) printedLines() string {
	var out []string
	for _, t := range r.Tables {
		var lines []string
		for _, row := range t.Rows {
			for _, c := range row.Cells {
				if c.Printed {
					lines = append(lines, row.Line.ID)
					break
				}
			}
		}
		if len(lines) > 0 {
			out = append(out, fmt.Sprintf("Phụ lục %s: dòng %s.", t.Appendix.ID, strings.Join(lines, ", ")))
		}
	}
	return strings.Join(out, "\n")
}
