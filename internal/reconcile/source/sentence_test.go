package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// told is every figure of a text that was understood: "measure=printed @period {of}".
func told(d *statement.Document) []string {
	var out []string
	for _, f := range d.Figures {
		if f.Measure == "" {
			continue
		}
		s := f.Measure + "=" + f.Printed
		switch p := f.Period; {
		case p.From != 0 && p.From.Year() == p.To.Year() && p.From.String()[4:] == "-01-01" && p.To.String()[4:] == "-12-31":
			s += fmt.Sprint(" @", p.From.Year())
		case p.From != 0:
			s += fmt.Sprintf(" @%s..%s", p.From, p.To)
		}
		if len(f.Of) > 0 {
			s += fmt.Sprint(" ", f.Of)
		}
		out = append(out, s)
	}
	return out
}

func readPhrase(t testing.TB, text string) *statement.Document {
	t.Helper()
	d, err := Read(words(t), "báo cáo.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestSentences: what each phrase says, and nothing beside it.
func TestSentences(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Năm 2021 tiếp nhận 4.481 hồ sơ (trực tiếp 3.039, trực tuyến 1.442).", []string{"received=4.481 @2021", "received.direct=3.039 @2021", "received.online=1.442 @2021"}},
		{"Tổng số 13.246 hồ sơ, trong đó trực tuyến 9.074, trực tiếp 4.172.", []string{"received=13.246", "received.online=9.074", "received.direct=4.172"}},
		{"Trong năm 2024, Bộ phận Tiếp nhận và Trả kết quả đã tiếp nhận 1.957 hồ sơ; đã giải quyết 1.957 hồ sơ.", []string{"received=1.957 @2024", "settled=1.957 @2024"}},
		{"Đã tiếp nhận 4.481 hồ sơ trong năm 2021.", []string{"received=4.481 @2021"}},
		{"Năm 2021 giải quyết 4.478 hồ sơ: 4.452 hồ sơ trước hạn (chiếm 99,4%), 26 hồ sơ đúng hạn, không có hồ sơ trễ hạn.",
			[]string{"settled=4.478 @2021", "settled.early=4.452 @2021", "rate.early=99,4% @2021", "settled.on_time=26 @2021", "settled.late=không có hồ sơ trễ hạn @2021"}},
		{"Đang giải quyết trong hạn 03 hồ sơ.", []string{"open.in_time=03"}},
		{"Hồ sơ đang giải quyết: 05 hồ sơ, trong đó quá hạn 02 hồ sơ.", []string{"open=05", "open.overdue=02"}},
		{"Tỷ lệ hồ sơ trực tuyến toàn trình: 395 hồ sơ nộp trực tuyến/575 hồ sơ, đạt 69,21%.", []string{"full.online=395", "full.total=575", "rate.full=69,21%"}},
		{"Tỷ lệ hồ sơ trực tuyến một phần đạt 98% (12.155/12.405 hồ sơ).", []string{"rate.partial=98%", "partial.online=12.155", "partial.total=12.405"}},
		{"Năm 2024: hồ sơ DVC trực tuyến 1.775/1.806 hồ sơ, đạt 98,28 %.", []string{"online.online=1.775 @2024", "online.total=1.806 @2024", "rate.online=98,28 % @2024"}},
		{"Số hóa thành phần hồ sơ 1.794 hồ sơ trên tổng số 1.804 hồ sơ, đạt 99,16%.", []string{"digitized.components=1.794", "base.digitized.components=1.804", "rate.components=99,16%"}},
		{"Ban hành 153 văn bản chỉ đạo (năm 2021: 33, năm 2022: 21 văn bản; 2023: 50 văn bản).",
			[]string{"directives=153", "directives=33 @2021", "directives=21 @2022", "directives=50 @2023"}},
		{"Năm 2022 tiếp nhận 4.389 hồ sơ, trong đó năm 2021 chuyển sang 03 hồ sơ.", []string{"received=4.389 @2022", "carried=03 @2022"}},
		{"Năm 2022 tiếp nhận 4.389 hồ sơ: lĩnh vực Chứng thực 3.801 hồ sơ, Hộ tịch 527 hồ sơ.",
			[]string{"received=4.389 @2022", "received=3.801 @2022 map[field:Chứng thực]", "received=527 @2022 map[field:Hộ tịch]"}},
		{"Được giao 11 nhiệm vụ, không có nhiệm vụ nào.", nil},
		{"Tổng số nhiệm vụ được giao 17 nhiệm vụ, hoàn thành đúng hạn 15 nhiệm vụ, hoàn thành nhưng quá hạn 02 nhiệm vụ.", []string{"tasks.assigned=17", "tasks.on_time=15", "tasks.late=02"}},
		{"Biên chế được giao 19 biên chế, biên chế có mặt 18 biên chế.", []string{"payroll.allotted=19", "payroll.filled=18"}},
		{"Quý I/2025 đã tiếp nhận 264 hồ sơ; 6 tháng đầu năm 2024 tiếp nhận 900 hồ sơ.", []string{"received=264 @2025-01-01..2025-03-31", "received=900 @2024-01-01..2024-06-30"}},
		{"Trong năm không tiếp nhận được phản ánh, kiến nghị nào.", []string{"feedback.received=không tiếp nhận được phản ánh"}},
		{"Kế hoạch vốn được giao 677.000.000 đồng, đã giải ngân 677.000.000 đồng, đạt 100%.",
			[]string{"investment.planned=677.000.000 đồng", "investment.disbursed=677.000.000 đồng", "rate.investment=100%"}},
		{"Tỷ lệ hài lòng trên 98%.", []string{"rate.satisfaction=trên 98%"}},

		{"Năm 2021 tiếp nhận 4.481 hồ sơ (trực tiếp, BCCI 3.039 hồ sơ; trực tuyến 1.442 hồ sơ).", []string{"received=4.481 @2021", "received.direct=3.039 @2021", "received.online=1.442 @2021"}},
		{"Cắt giảm 02 thủ tục: 1.001653.000.00.00.H50 từ 5 ngày xuống 3 ngày (giảm 40%), 1.012379.H50 từ 10 ngày xuống còn 5 ngày (50%).",
			[]string{"days.before=5", "days.after=3", "rate.days_cut=40%", "days.before=10", "days.after=5", "rate.days_cut=50%"}},
		{"Chỉ số CCHC năm 2021 đạt 92,08 điểm, tỷ lệ 92,08%; năm 2022 đạt 88,46 điểm, tỷ lệ 89,35%.",
			[]string{"par.points=92,08 @2021", "par.percent=92,08% @2021", "par.points=88,46 @2022", "par.percent=89,35% @2022"}},
		{"Đã ban hành 54 văn bản chỉ đạo, điều hành[3].\n[3] Năm 2021: 33 văn bản; năm 2022: 21 văn bản.", []string{"directives=54", "directives=33 @2021", "directives=21 @2022"}},

		// unsure or something else: no measure
		{"Giải quyết đúng hạn 4.478 hồ sơ.", nil},
		{"Phấn đấu tiếp nhận trực tuyến 9.000 hồ sơ.", nil},
		{"So với năm 2023 tăng 120 hồ sơ tiếp nhận.", nil},
		{"Ngày thứ 7 tình nguyện giải quyết hơn 100 hồ sơ.", nil},
		{"Ban hành 20 kế hoạch; Phường 2 có 5 khu phố.", nil},
		{"Thủ tục cấp bản sao trích lục: tiếp nhận 45 đơn.", nil},
		{"Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 và Điều 5.", nil},
		{"Dịch vụ công mức độ 3, 4 theo Quyết định 468/QĐ-TTg.", nil},
		{"Đăng ký kết hôn 45 trường hợp.", nil},
		{"Thủ tục 1.001653.000.00.00.H50 giảm từ 5 ngày xuống 3 ngày.", nil},
	} {
		if got := told(readPhrase(t, c.text)); !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestParagraphsShare: a period over a list holds for its items and no longer.
func TestParagraphsShare(t *testing.T) {
	d := readPhrase(t, `II. KẾT QUẢ
1. Giải quyết thủ tục hành chính
Kết quả năm 2024:
- Tiếp nhận: 1.957 hồ sơ;
- Đã giải quyết: 1.950 hồ sơ.
Ngoài ra tiếp nhận 12 hồ sơ.
PHƯƠNG HƯỚNG`)
	want := []string{"received=1.957 @2024", "settled=1.950 @2024", "received=12"}
	if got := told(d); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if p := d.Figures[0].Place; p.Section != "II.1" || p.Text != "Mục II.1, đoạn 2" {
		t.Errorf("place %+v", p)
	}
}

// TestPlansAreNoFacts: figures under the headings of what is to come have no measure.
func TestPlansAreNoFacts(t *testing.T) {
	d := readPhrase(t, "Phần II\nNHIỆM VỤ, GIẢI PHÁP GIAI ĐOẠN 2026-2030\n1. Thủ tục hành chính\nTiếp nhận trực tuyến 90% hồ sơ.\nI. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025\n1. Thủ tục hành chính\nTiếp nhận 2.000 hồ sơ trực tuyến.\n")
	if got := told(d); len(got) > 0 {
		t.Errorf("understood %q", got)
	}
}

func TestHeadings(t *testing.T) {
	d := readPhrase(t, `BÁO CÁO
Kết quả cải cách hành chính năm 2024
Phần I
TÌNH HÌNH
I. CHỈ ĐẠO
1. Công tác chỉ đạo
II. KẾT QUẢ
3.2. Tồn tại
3.2. Nguyên nhân
a) Do chủ quan
Phụ lục III
THỐNG KÊ CÁC CHỈ TIÊU
1.775/1.806 hồ sơ
03 hồ sơ`)
	var got []string
	for _, h := range d.Headings {
		got = append(got, h.Path+" "+h.Title)
	}
	want := []string{"I TÌNH HÌNH", "I.I CHỈ ĐẠO", "I.I.1 Công tác chỉ đạo", "I.II KẾT QUẢ", "I.II.3.2 Tồn tại", "I.II.3.2 Nguyên nhân", "I.II.3.2.a Do chủ quan", "III THỐNG KÊ CÁC CHỈ TIÊU"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if d.Title != "Kết quả cải cách hành chính năm 2024" || d.Period.From.String() != "2024-01-01" {
		t.Errorf("title %q, period %+v", d.Title, d.Period)
	}
}

// TestCitations: number, date, issuer, and from when an act is said to be carried out.
func TestCitations(t *testing.T) {
	d := readPhrase(t, "Quyết định số 1069/QĐ-UBND ngày 31/12/2021 của UBND Phường 2 ban hành Kế hoạch; thực hiện công văn số 1003/VP-NC ngày 03/6/2024 của Văn phòng UBND tỉnh, từ tháng 6/2023 phường đánh giá; Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018.")
	var got []string
	for _, c := range d.Cited {
		applied := ""
		if c.Applied != 0 {
			applied = c.Applied.String()
		}
		got = append(got, strings.Join([]string{c.Number, c.Series, c.Issuer, c.Dated.String(), applied}, "|"))
	}
	want := []string{"1069/QĐ-UBND|QĐ-UBND|ubnd phường 2|2021-12-31|", "1003/VP-NC|VP-NC|văn phòng ubnd tỉnh|2024-06-03|2023-06-01", "61/2018/NĐ-CP|NĐ-CP|chính phủ|2018-04-23|"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestReferences: the reference of every figure gives back what it prints.
func TestReferences(t *testing.T) {
	text := "Mở đầu đã tiếp nhận 4.481 hồ sơ,\n\nNăm 2022: trước hạn 4.348 hồ sơ (chiếm 99,16%), không có hồ sơ trễ hạn.\n| STT | Chỉ tiêu | Năm 2021 | Năm 2022 |\n|---|---|---|---|\n| 1 | Số hồ sơ đã tiếp nhận | 33 | gần 100 |\n"
	d := readPhrase(t, text)
	lines := strings.Split(text, "\n")
	if len(d.Figures) != 6 {
		t.Errorf("%d figures", len(d.Figures))
	}
	for _, f := range d.Figures {
		var line, from, to int
		if _, err := fmt.Sscanf(f.Ref, "text:%d:%d-%d", &line, &from, &to); err != nil {
			t.Fatal(f.Ref, err)
		}
		if got := string([]rune(lines[line-1])[from:to]); got != f.Printed {
			t.Errorf("%s is %q, printed %q", f.Ref, got, f.Printed)
		}
	}
}
