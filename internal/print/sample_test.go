package print_test

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// sample is a document of a kind that a ward writes.
type sample struct {
	name string
	doc  *print.Document
}

var prose = []string{
	"Thực hiện Kế hoạch số 3024/KH-UBND ngày 29/8/2022 của Ủy ban nhân dân tỉnh về cải cách hành chính nhà nước giai đoạn 2022 - 2025, Ủy ban nhân dân phường báo cáo kết quả như sau:",
	"Trong kỳ, Bộ phận tiếp nhận và trả kết quả đã tiếp nhận 12.842 hồ sơ, trong đó trực tuyến 9.731 hồ sơ (đạt 75,77%), trực tiếp và qua dịch vụ bưu chính 3.111 hồ sơ; đã giải quyết 12.790/12.842 hồ sơ, đúng hạn và trước hạn 12.745 hồ sơ, đạt 99,65%; quá hạn 45 hồ sơ/12.790 hồ sơ, chủ yếu thuộc lĩnh vực đất đai, hộ tịch và chính sách người có công.",
	"Công tác tuyên truyền được thực hiện bằng nhiều hình thức: đăng tải 128 tin, bài trên Trang thông tin điện tử; phát thanh 2 buổi/ngày trên hệ thống truyền thanh cơ sở; lồng ghép trong các cuộc họp khu phố, tổ dân phố; niêm yết công khai 254 thủ tục hành chính (trong đó: 215 thủ tục thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường, 39 thủ tục liên thông), bảo đảm “5 tại chỗ” – tiếp nhận, thẩm định, phê duyệt, đóng dấu, trả kết quả.",
	"Việc số hóa hồ sơ, kết quả giải quyết thủ tục hành chính theo Nghị định số 45/2020/NĐ-CP, Nghị định số 107/2021/NĐ-CP và Thông tư số 01/2023/TT-VPCP được duy trì thường xuyên, hằng ngày; tỷ lệ số hóa thành phần hồ sơ đạt 98,2%, tỷ lệ khai thác, sử dụng lại thông tin, dữ liệu số hóa đạt 41,06%.",
	"Tuy nhiên, kết quả thực hiện một số nhiệm vụ còn chưa đồng đều; việc thanh toán trực tuyến nghĩa vụ tài chính, phí, lệ phí còn thấp so với chỉ tiêu được giao; một bộ phận người dân (nhất là người cao tuổi) chưa quen với việc nộp hồ sơ trực tuyến, còn phụ thuộc vào sự hướng dẫn của cán bộ, công chức, Tổ công nghệ số cộng đồng.",
}

func body(text string) *print.Paragraph {
	return &print.Paragraph{Style: "Normal", Size: 14, Align: print.Justify, First: 12.7, Before: 3, After: 6, Runs: []print.Run{{Text: text}}}
}

func heading(text string) *print.Paragraph {
	return &print.Paragraph{Style: "Heading 1", Heading: 1, Size: 14, First: 12.7, Before: 6, After: 6, KeepNext: true, Runs: []print.Run{{Text: text, Bold: true}}}
}

func look(text string, size float64, a print.Align, bold, italic bool) print.Paragraph {
	return print.Paragraph{Size: size, Align: a, Runs: []print.Run{{Text: text, Bold: bold, Italic: italic}}}
}

func top() *print.Columns {
	issuer := look("ỦY BAN NHÂN DÂN", 13, print.Center, true, false)
	issuer.Rule = 20
	motto := look("Độc lập - Tự do - Hạnh phúc", 13, print.Center, true, false)
	motto.Rule = 58
	place := look("Phường 2, ngày 07 tháng 4 năm 2025", 13, print.Center, false, true)
	place.Before = 6
	number := look("Số: 127/BC-UBND", 13, print.Center, false, false)
	number.Before = 6
	return &print.Columns{Widths: []float64{65, 100}, Sides: [][]print.Paragraph{
		{look("THÀNH PHỐ BẢO LỘC", 12, print.Center, false, false), issuer, number},
		{look("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, print.Center, true, false), motto, place},
	}}
}

func bottom() *print.Columns {
	name := look("Nguyễn Thị Ánh Tuyết", 14, print.Center, true, false)
	name.Before = 72
	return &print.Columns{Widths: []float64{80, 85}, Sides: [][]print.Paragraph{
		{look("Nơi nhận:", 12, print.Left, true, true), look("- Ủy ban nhân dân thành phố;\n- Phòng Nội vụ thành phố;\n- Thường trực Đảng ủy, Hội đồng nhân dân phường;\n- Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân phường;\n- Lưu: VT, VP.", 11, print.Left, false, false)},
		{look("TM. ỦY BAN NHÂN DÂN", 14, print.Center, true, false), look("KT. CHỦ TỊCH", 14, print.Center, true, false), look("PHÓ CHỦ TỊCH", 14, print.Center, true, false), name},
	}}
}

func title(kind, subject string) []print.Block {
	a := look(kind, 14, print.Center, true, false)
	a.Style, a.Before = "Title", 12
	b := look(subject, 14, print.Center, true, false)
	b.Style, b.Rule, b.After = "Title", 50, 12
	return []print.Block{&a, &b}
}

func document(name string, sections ...print.Section) sample {
	return sample{name, &print.Document{Title: name, Author: "Ủy ban nhân dân phường", Language: "vi-VN", Sections: sections}}
}

func portrait(blocks ...print.Block) print.Section {
	s := print.Report30(false)
	s.ID, s.Name, s.Blocks = "mat-truoc", "Báo cáo", blocks
	return s
}

func landscape(blocks ...print.Block) print.Section {
	s := print.Report30(true)
	s.ID, s.Name, s.Blocks = "phu-luc-I", "Phụ lục I", blocks
	return s
}

func manyParagraphs(n, from int) []print.Block {
	var out []print.Block
	for i := range n {
		if i%7 == 0 {
			out = append(out, heading(fmt.Sprintf("%d. Kết quả thực hiện nhiệm vụ thứ %d", i/7+1, i+1)))
		}
		out = append(out, body(prose[(i+from)%len(prose)]))
	}
	return out
}

var labels = []string{
	"Tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn trên tổng số hồ sơ đã giải quyết trong kỳ",
	"Số thủ tục hành chính được công khai đầy đủ, đúng quy định",
	"Số hồ sơ tiếp nhận trực tuyến/tổng số hồ sơ tiếp nhận (không tính hồ sơ kỳ trước chuyển qua)",
	"Tỷ lệ cán bộ, công chức đạt chuẩn về chuyên môn, nghiệp vụ theo vị trí việc làm; tỷ lệ được bồi dưỡng hằng năm",
	"Mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước (SIPAS)",
	"Ứng dụng công nghệ thông tin - chuyển đổi số",
	"Hộ tịch",
}

func cell(text string, a print.Align) print.Cell {
	p := print.P(text, 11, a)
	p.Style = "Table Text"
	return print.Cell{Paragraphs: []print.Paragraph{p}}
}

func headCell(text string, span, down int) print.Cell {
	c := cell(text, print.Center)
	c.Header, c.Span, c.Down, c.Middle = true, span, down, true
	c.Paragraphs[0].Runs[0].Bold = true
	return c
}

func row(cells ...print.Cell) print.Row { return print.Row{Cells: cells} }

// targets is a table of long labels with years beside them.
func targets(rows, years int, label, year float64) *print.Table {
	t := &print.Table{Caption: "Chỉ tiêu theo năm", Size: 11, Widths: []float64{12, label}}
	head := []print.Cell{headCell("STT", 1, 2), headCell("Tiêu chí thống kê", 1, 2), headCell("Kết quả thống kê theo năm", years, 1)}
	var second []print.Cell
	for y := range years {
		t.Widths = append(t.Widths, year)
		second = append(second, headCell(fmt.Sprint(2021+y), 1, 1))
	}
	t.Head = []print.Row{row(head...), row(second...)}
	for i := range rows {
		text := labels[i%len(labels)]
		if i%3 == 0 {
			text += "; " + strings.ToLower(labels[(i+2)%len(labels)])
		}
		cells := []print.Cell{cell(fmt.Sprint(i+1), print.Center), cell(text, print.Justify)}
		for y := range years {
			c := cell(fmt.Sprintf("%d.%03d", i+y, (i*37+y*911)%1000), print.Right)
			c.Middle, c.Shade = true, (i+y)%11 == 0
			if (i*y)%13 == 5 {
				c = cell("Không thống kê được", print.Center)
			}
			cells = append(cells, c)
		}
		t.Rows = append(t.Rows, row(cells...))
	}
	return t
}

// spans is a large table whose cells reach over columns and rows.
func spans(groups int) *print.Table {
	t := &print.Table{Caption: "Kết quả theo lĩnh vực", Size: 11, Widths: []float64{12, 40, 55, 25, 25, 25, 25, 25}}
	t.Head = []print.Row{
		row(headCell("STT", 1, 3), headCell("Lĩnh vực", 1, 3), headCell("Thủ tục", 1, 3), headCell("Số hồ sơ", 5, 1)),
		row(headCell("Tiếp nhận", 2, 1), headCell("Đã giải quyết", 2, 1), headCell("Đang giải quyết", 1, 2)),
		row(headCell("Trực tuyến", 1, 1), headCell("Trực tiếp, bưu chính", 1, 1), headCell("Đúng hạn", 1, 1), headCell("Quá hạn", 1, 1)),
	}
	for g := range groups {
		band := headCell(fmt.Sprintf("Nhóm %d: %s", g+1, labels[g%len(labels)]), 8, 1)
		band.Paragraphs[0].Align = print.Left
		t.Rows = append(t.Rows, row(band))
		n := 2 + g%3
		for i := range n {
			var cells []print.Cell
			if i == 0 {
				number, field := cell(fmt.Sprint(g+1), print.Center), cell(labels[(g+1)%len(labels)], print.Left)
				number.Down, field.Down = n, n
				cells = append(cells, number, field)
			}
			cells = append(cells, cell(labels[(g+i)%len(labels)], print.Left))
			for k := range 5 {
				cells = append(cells, cell(fmt.Sprint((g*31+i*7+k*101)%977), print.Right))
			}
			t.Rows = append(t.Rows, row(cells...))
		}
	}
	return t
}

// squares is a matrix that looks like a code and says nothing.
func squares(side float64) *print.Matrix {
	return &print.Matrix{Size: 29, Side: side, Alt: "Mã thử", Dark: func(x, y int) bool { return (x*7+y*13+x*y)%3 == 0 }}
}

// slip is a page of A5, or half a sheet of A4, with a code beside its title.
func slip(width float64, up, rows int) print.Section {
	s := print.Section{Width: width, Height: 210, Up: up, Margin: print.Margin{Top: 10, Bottom: 10, Left: 12, Right: 10}}
	code := print.Paragraph{Matrix: squares(22), Align: print.Right}
	kind := look("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", 12, print.Center, true, false)
	kind.Before = 6
	s.Blocks = []print.Block{top5(), &print.Columns{Widths: []float64{96, width - 118}, Sides: [][]print.Paragraph{{kind}, {code}}}}
	for _, text := range prose[:3] {
		p := body(text)
		p.Size = 10.5
		s.Blocks = append(s.Blocks, p)
	}
	middle := print.Paragraph{Matrix: squares(12.5), Align: print.Center, Before: 4, After: 3}
	s.Blocks = append(s.Blocks, &middle, targets(rows, 1, 80, 26))
	return s
}

func top5() *print.Columns {
	return &print.Columns{Widths: []float64{54, 72}, Sides: [][]print.Paragraph{
		{look("ỦY BAN NHÂN DÂN PHƯỜNG 2", 10, print.Center, false, false), look("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", 10, print.Center, true, false)},
		{look("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 10, print.Center, true, false), look("Độc lập - Tự do - Hạnh phúc", 10.5, print.Center, true, false)}}}
}

func samples() []sample {
	letter := []print.Block{top()}
	to := body("Kính gửi: Ủy ban nhân dân thành phố; Phòng Nội vụ thành phố.")
	to.Before, to.Align = 18, print.Center
	letter = append(letter, to)
	letter = append(letter, manyParagraphs(3, 1)...)
	letter = append(letter, bottom())

	report := append([]print.Block{top()}, title("BÁO CÁO", "Kết quả thực hiện công tác cải cách hành chính giai đoạn 2021 - 2025")...)
	report = append(report, manyParagraphs(16, 0)...)
	report = append(report, bottom())

	mixed := append(title("PHỤ LỤC", "Số liệu kèm theo báo cáo"), targets(12, 3, 80, 24))
	mixed = append(mixed, manyParagraphs(5, 2)...)
	mixed = append(mixed, targets(9, 3, 80, 24), targets(5, 5, 60, 18))

	narrow := &print.Paragraph{Size: 13, Align: print.Justify, Indent: 60, First: -10, After: 4, Runs: []print.Run{
		{Text: "Điều 1. ", Bold: true}, {Text: strings.Join(prose, " ")}, {Text: " (có hiệu lực kể từ ngày ký)", Italic: true}}}
	sizes := print.Paragraph{Size: 12, Align: print.Left, After: 6, Runs: []print.Run{
		{Text: "Chữ đậm xen chữ nghiêng: ", Bold: true}, {Text: prose[1] + " ", Italic: true}, {Text: prose[2], Bold: true, Italic: true}}}

	return []sample{
		document("letter", portrait(letter...)),
		document("report", portrait(report...)),
		document("prose", portrait(manyParagraphs(60, 3)...)),
		document("portrait-table", portrait(targets(70, 4, 73, 20))),
		document("landscape-table", landscape(targets(80, 5, 120, 24))),
		document("spans", landscape(append(title("PHỤ LỤC II", "Kết quả giải quyết thủ tục hành chính"), spans(25))...)),
		document("mixed", portrait(mixed...)),
		document("sections", portrait(manyParagraphs(4, 0)...), landscape(targets(20, 6, 90, 22)), portrait(manyParagraphs(9, 1)...), landscape(spans(6))),
		document("looks", portrait(narrow, &sizes, narrow, &sizes, narrow, &sizes)),
		document("slip", slip(print.A5Width, 0, 3), slip(print.A5Width, 0, 6)),
		document("two-up", slip(148.5, 2, 2), slip(148.5, 2, 3)),
		document("two-up-longer", portrait(manyParagraphs(2, 0)...), slip(148.5, 2, 14), slip(148.5, 2, 2), portrait(manyParagraphs(2, 1)...)),
		document("narrow-table", portrait(targets(45, 7, 38, 16))),
	}
}
