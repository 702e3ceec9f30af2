package report

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/print"
)

// notes is the section «Thuyết minh»: what a reader needs to check the figures and to have
// them computed again.
func (r *Report) notes() print.Section {
	s := section(NotesSection, "Thuyết minh", false)
	s.Blocks = []print.Block{
		heading(bold(centred("THUYẾT MINH", sizeTitle)), "Appendix", 1),
		kept(bold(centred(r.title(), sizeHead)), "Appendix Title", 9),
		noteTable("Số liệu và cách tính", r.explanations()),
	}
	if len(r.Tables) > 0 {
		s.Blocks = append(s.Blocks, noteTitle("Ô trong bảng"), legend(), noteTitle("Nguồn số liệu"), noteTable("Nguồn số liệu", r.origins()))
	}
	return s
}

// note is a name and what is to be said of it.
type note struct{ name, text string }

func (r *Report) explanations() []note {
	return []note{
		{"Đơn vị", r.Words.Issuer + " (mã định danh " + r.Unit + ")"},
		{"Số liệu tính đến", "hết ngày " + r.AsOf.Print()},
		{"Sổ cái", locale.Int(r.Ledger.Size) + " bản ghi; dấu băm đầu chuỗi:\n" + hashLines(hex.EncodeToString(r.Ledger.Hash[:])) +
			"\nCùng sổ cái ở bản ghi này và cùng ngày chốt thì tính lại ra đúng các số đã in."},
		{"Làm tròn", "Tỷ lệ tính từ hai số đếm, làm tròn một lần, nửa trở lên tính là một, đến 2 chữ số thập phân, trừ chỉ tiêu quy định khác. Không cộng, không lấy trung bình các tỷ lệ đã làm tròn."},
		{"Hồ sơ chuyển kỳ", "Hồ sơ từ kỳ trước chuyển qua và hồ sơ đang giải quyết là số tại một ngày; không cộng qua các kỳ. Ở biểu cả giai đoạn, cột (6) là của kỳ đầu, các cột (11) đến (13) là của ngày cuối kỳ."},
		{"Đúng hạn", "Cột (9) của biểu II.06a gồm cả hồ sơ rút và hồ sơ dừng xử lý, theo cách tính của biểu. So theo ngày: kết thúc trước, đúng hoặc sau ngày hẹn theo luật; gửi thư xin lỗi không làm hồ sơ trễ thành đúng hạn."},
		{"Trực tiếp", "Cột (5) của biểu II.06a gộp hồ sơ nộp tại quầy và qua bưu chính công ích."},
		{"Ghi muộn", locale.Int(r.LateNoted) + " hồ sơ tiếp nhận trong giai đoạn có việc được ghi vào sổ cái muộn hơn thời gian cho phép."},
	}
}

// hashLines breaks a hash in two, so that it fits the column.
func hashLines(s string) string { return s[:len(s)/2] + "\n" + s[len(s)/2:] }

// Widths of the tables of the notes, mm.
var noteWidths = []float64{45, 120}

func noteTitle(text string) *print.Paragraph {
	p := before(bold(print.P(text, sizeTable, print.Left)), 9)
	p.After = 3
	return heading(p, "Heading 2", 2)
}

func noteTable(caption string, notes []note) *print.Table {
	t := &print.Table{Caption: caption, Widths: noteWidths, Size: sizeTable}
	for _, n := range notes {
		name, text := cell(bold(words(n.name))), cell(words(n.text))
		name.Header, name.Middle, text.Middle = true, false, false
		t.Rows = append(t.Rows, print.Row{Cells: []print.Cell{name, text}})
	}
	return t
}

// legend shows the four states of a cell as they look in the tables.
func legend() *print.Table {
	t := &print.Table{Caption: "Bốn trạng thái của một ô", Widths: noteWidths, Size: sizeTable, Head: headRow("Ô trong bảng", "Nghĩa")}
	for _, s := range []struct {
		state   string
		meaning string
	}{
		{StateValue, "Có số liệu, kể cả số 0: đã xem và không có."},
		{StateBlank, "Ô trống: mẫu để trống, hoặc tỷ lệ có mẫu số bằng 0. Trống không phải là 0."},
		{StateNotApplicable, "Ô xám: chỉ tiêu không thuộc phạm vi của đơn vị, hoặc kỳ chưa bắt đầu vào ngày chốt."},
		{StateNoData, "Thuộc phạm vi của đơn vị nhưng chưa ai ghi số liệu."},
	} {
		example := Cell{State: s.state, Value: Value{Kind: Number}}
		p := example.print()
		p.Runs[0].Mark = "" // an example is no figure
		c := cell(p)
		c.Shade = s.state == StateNotApplicable
		t.Rows = append(t.Rows, print.Row{Cells: []print.Cell{c, cell(words(s.meaning))}})
	}
	return t
}

// origins says where the figures come from, and which were typed in from the printed report.
func (r *Report) origins() []note {
	counts := map[string]int{}
	for _, c := range r.Cells() {
		if c.State == StateValue {
			counts[c.Source]++
		}
	}
	var out []note
	for _, s := range [...]note{{"dossiers", "Hồ sơ"}, {"catalogue", "Danh mục TTHC"}, {"register", "Sổ theo dõi"}, {"computed", "Tính từ chỉ tiêu khác"}} {
		out = append(out, note{s.text, locale.Int(int64(counts[s.name])) + " ô có số liệu"})
	}
	if text := r.printedLines(); text != "" {
		out = append(out, note{"Nhập từ báo cáo in", text})
	}
	if text := r.remarks(); text != "" {
		out = append(out, note{"Cần xem lại", text})
	}
	return out
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
