package reconcile_test

import (
	"slices"
	"strings"
	"testing"
)

// Each rule on the smallest report that breaks it, and on the same report mended by one
// replacement, where nothing may be found.
var small = []struct {
	rule, text string
	bad, good  string // «bad» in the text is replaced by «good»
}{
	{"years", "Giai đoạn 2022-2023, đã giải quyết 310 hồ sơ.\n\n- Năm 2022: đã giải quyết 100 hồ sơ.\n\n- Năm 2023: đã giải quyết 200 hồ sơ.\n", "310", "300"},
	{"stock", "Giai đoạn 2022-2023, tiếp nhận 305 hồ sơ.\n\n- Năm 2022: tiếp nhận 100 hồ sơ (trực tuyến 60 hồ sơ, trực tiếp 40 hồ sơ).\n\n- Năm 2023: tiếp nhận 205 hồ sơ (trực tuyến 150 hồ sơ, trực tiếp 50 hồ sơ, năm trước chuyển qua 05 hồ sơ).\n", "tiếp nhận 305", "tiếp nhận 300"},
	{"parts", "Năm 2023, tiếp nhận 205 hồ sơ, trong đó trực tuyến 150 hồ sơ, trực tiếp và qua bưu chính 50 hồ sơ.\n", "205", "200"},
	{"parts", "Năm 2023, đã giải quyết 90 hồ sơ, trong đó trước hạn 80 hồ sơ, đúng hạn 12 hồ sơ, trễ hạn 0 hồ sơ.\n", "12", "10"},
	{"pending", "Năm 2023, tiếp nhận 205 hồ sơ; đã giải quyết 200 hồ sơ; đang giải quyết 07 hồ sơ.\n", "07", "05"},
	{"carry", "- Năm 2022: đang giải quyết 05 hồ sơ; tiếp nhận 105 hồ sơ; đã giải quyết 100 hồ sơ.\n\n- Năm 2023: năm trước chuyển qua 08 hồ sơ.\n", "08", "05"},
	{"ratio", "Năm 2023: hồ sơ trực tuyến toàn trình 395/575 hồ sơ, đạt 69,21%.\n", "69,21", "68,7"},
	{"rounding", "Năm 2023: hồ sơ trực tuyến toàn trình 221/398 hồ sơ, đạt 55,52%.\n", "55,52", "55,53"},
	{"rounding", "Năm 2023: hồ sơ trực tuyến toàn trình 2997/2998 hồ sơ, đạt 100%.\n", "2997/", "2998/"},
	{"ratio", "Năm 2023: hồ sơ trực tuyến toàn trình 90/100 hồ sơ, đạt trên 98%.\n", "90/", "99/"},
	{"base", "Năm 2023 tiếp nhận 205 hồ sơ. Năm 2023: hồ sơ trực tuyến một phần 201/268 hồ sơ, đạt 75%.\n", "201/268", "150/200"},
	{"exceeds", "| STT | Chỉ tiêu | Năm 2022 | Năm 2023 |\n| 3.2.1 | Số vấn đề phát hiện qua kiểm tra | 5 | 4 |\n| 3.2.2 | Số vấn đề phát hiện đã được xử lý | 5 | 6 |\n", "| 6 |", "| 4 |"},
	{"columns", "| STT | Lĩnh vực | Năm 2022 | Năm 2023 |\n| 1 | Chứng thực | 5 | 4 |\n| 2 | Hộ tịch | 6 | 7 |\n| | Tổng số | 11 | 12 |\n", "| 12 |", "| 11 |"},
	{"formula", "| STT | Lĩnh vực | Tổng số | Trực tuyến | Trực tiếp |\n| (1) | (2) | (3)=(4)+(5) | (4) | (5) |\n| 1 | Chứng thực | 15 | 4 | 10 |\n| 2 | Hộ tịch | 13 | 6 | 7 |\n", "| 15 |", "| 14 |"},
	{"partial", "Báo cáo\n\n| STT | Chỉ tiêu | Năm 2023 | Năm 2023 (tính đến 30/6) |\n| 1 | Số lượng phiếu khảo sát | 120 | 130 |\n| 2 | Số lượng văn bản chỉ đạo CCHC đã ban hành | 20 | 10 |\n", "130", "60"},
	{"twice", "Năm 2023, đã giải quyết 90 hồ sơ.\n\n| STT | Chỉ tiêu | Năm 2022 | Năm 2023 |\n| 1 | Tổng số hồ sơ đã giải quyết | 80 | 95 |\n| 2 | Hồ sơ đang giải quyết | 8 | 9 |\n", "| 95 |", "| 90 |"},
	{"copied", "Năm 2023: hồ sơ trực tuyến toàn trình 120/150 hồ sơ, đạt 80%; hồ sơ trực tuyến một phần 120/150 hồ sơ, đạt 80%.\n", "một phần 120/150", "một phần 12/15"},
	{"cell", "| STT | Chỉ tiêu | Năm 2022 | Năm 2023 |\n| 1 | Số lượng phiếu khảo sát | 300 | 100% |\n| 2 | Số lượng văn bản chỉ đạo CCHC đã ban hành | 20 | 10 |\n", "| 100% |", "| 310 |"},
	{"target", "| STT | Mục tiêu | Kết quả đạt được | Đánh giá (Đạt/Không đạt) |\n| 1 | Tối thiểu 80% hồ sơ được luân chuyển bằng phương thức điện tử | 75% | Đạt |\n| 2 | Tối thiểu 60% hồ sơ công việc xử lý trên mạng | 70% | Đạt |\n", "75%", "85%"},
	{"claim", "| STT | Mục tiêu | Kết quả đạt được | Đánh giá (Đạt/Không đạt) |\n| 1 | Tối thiểu 80% hồ sơ được luân chuyển bằng phương thức điện tử | | Đạt |\n| 2 | Tối thiểu 60% hồ sơ công việc xử lý trên mạng | 70% | Đạt |\n", "điện tử | |", "điện tử | 90% |"},
	{"register", "Kế hoạch số 67/KH-UBND ngày 27/01/2021 của UBND phường về tuyên truyền; Kế hoạch số 66/KH-UBND ngày 28/01/2021 của UBND phường về kiểm tra.\n", "28/01", "26/01"},
	{"act", "Kế hoạch số 67/KH-UBND ngày 27/01/2021 của UBND phường về tuyên truyền cải cách hành chính. Thực hiện Kế hoạch số 67/KH-UBND ngày 17/02/2021 của UBND phường về tuyên truyền cải cách hành chính.\n", "17/02", "27/01"},
	{"act", "Quyết định số 468/QĐ-TTg ngày 27/3/2021 của Thủ tướng. Quyết định số 486/QĐ-TTg ngày 27/3/2021 của Thủ tướng.\n", "486", "468"},
	{"effect", "Công văn số 1003/VP-NC ngày 03/6/2024 được thực hiện từ tháng 6/2023.\n", "6/2023", "6/2024"},
	{"future", "Phường An Bình, ngày 20 tháng 4 năm 2024\n\nBÁO CÁO\nKết quả cải cách hành chính\n\nKế hoạch số 67/KH-UBND ngày 27/5/2024 của UBND phường.\n", "27/5", "27/3"},
	{"appendix", "Phụ lục I\n\nA.\n\nPhụ lục II\n\nB.\n\nPhụ lục IV\n\nC.\n", "IV", "III"},
	{"heading", "I. CHUNG\n\n1. Một\n\nLời.\n\n2. Hai\n\nLời.\n\n2. Ba\n\nLời.\n", "2. Ba", "3. Ba"},
	{"points", "- Năm 2022: Chỉ số cải cách hành chính đạt 88,46 điểm, đạt tỷ lệ 89,35%.\n", "89,35", "88,46"},
	{"magnitude", "| STT | Chỉ tiêu | Năm 2021 | Năm 2022 | Năm 2023 |\n| 1 | Số lượng phiếu khảo sát | 300 | 310000 | 320 |\n", "310000", "310"},
	{"magnitude", "Giai đoạn 2021-2022 đã phát 1.000.000 tờ rơi.\n", "1.000.000", "10.000"},
	{"distinct", "Giai đoạn 2022-2023 có 20 dịch vụ công trực tuyến có phát sinh hồ sơ. Năm 2023 có 21 dịch vụ công trực tuyến có phát sinh hồ sơ.\n", "có 20", "có 25"},
	{"equal", "Năm 2024 tiếp nhận 1.957 hồ sơ, trong đó trực tuyến 1.926 hồ sơ. Năm 2024: hồ sơ dịch vụ công trực tuyến 1.775/1.806 hồ sơ, đạt 98,28%.\n", "trong đó trực tuyến 1.926 hồ sơ", "trong đó trực tuyến 1.775 hồ sơ"},
}

func TestSmallReports(t *testing.T) {
	r := load(t)
	for _, x := range small {
		doc, err := r.Read("nho.txt", []byte(x.text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range r.Check(doc).Findings {
			got = append(got, f.Rule+": "+f.Text)
		}
		if len(got) != 1 || !strings.HasPrefix(got[0], x.rule+":") {
			t.Errorf("%s: want one finding of it, got %q\n%s", x.rule, got, x.text)
		}
		mended := strings.Replace(x.text, x.bad, x.good, 1)
		if mended == x.text {
			t.Fatalf("%s: nothing to mend in %q", x.rule, x.text)
		}
		if doc, err = r.Read("nho.txt", []byte(mended)); err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Check(doc).Findings {
			t.Errorf("%s: found in the mended report: %s: %s", x.rule, f.Rule, f.Text)
		}
	}
}

// What looks like a contradiction and is none.
var silent = map[string]string{
	"fewer decimals":                  "Năm 2023: hồ sơ trực tuyến toàn trình 12155/12405 hồ sơ, đạt 98%.\n",
	"the largest fields only":         "Năm 2023 tiếp nhận 500 hồ sơ, trong đó lĩnh vực Chứng thực 300 hồ sơ; lĩnh vực Hộ tịch 100 hồ sơ.\n",
	"two years":                       "Năm 2022 đã giải quyết 90 hồ sơ. Năm 2023 đã giải quyết 95 hồ sơ.\n",
	"total of a longer span":          "Giai đoạn 2021-2023 đã giải quyết 500 hồ sơ. Năm 2022 đã giải quyết 90 hồ sơ. Năm 2023 đã giải quyết 95 hồ sơ.\n",
	"about a hundred":                 "Năm 2023 phát gần 100 tờ rơi. Năm 2023: phát 97 tờ rơi.\n",
	"more than the plan":              "Năm 2023 thu ngân sách đạt 120% kế hoạch.\n",
	"a plan":                          "II. NHIỆM VỤ, GIẢI PHÁP\n\nPhấn đấu năm 2026 đã giải quyết 100% hồ sơ đúng hạn.\n",
	"lists that begin anew":           "I. A\n\n1. Một\n\nLời.\n\n2. Hai\n\nLời.\n\nII. B\n\n1. Một\n\nLời.\n\n2. Hai\n\nLời.\n",
	"letters without đ":               "I. A\n\na) Một\n\nb) Hai\n\nc) Ba\n\nd) Bốn\n\ne) Năm\n\ng) Sáu\n",
	"the same number in two years":    "Kế hoạch số 67/KH-UBND ngày 27/01/2021 của UBND phường. Kế hoạch số 67/KH-UBND ngày 20/01/2022 của UBND phường.\n",
	"the same number of two kinds":    "Kế hoạch số 67/KH-UBND ngày 27/01/2021 của UBND phường. Quyết định số 66/QĐ-UBND ngày 28/01/2021 của UBND phường.\n",
	"posts decline within the year":   "| STT | Chỉ tiêu | Năm 2023 | Năm 2023 (tính đến 30/6) |\n| 2.2 | Tổng số biên chế có mặt tại thời điểm báo cáo | 18 | 19 |\n| 2.1 | Tổng số biên chế được giao trong năm | 19 | 19 |\n",
	"targets with floors by level":    "| STT | Mục tiêu | Kết quả đạt được | Đánh giá (Đạt/Không đạt) |\n| 1 | 90% hồ sơ cấp tỉnh; 60% hồ sơ cấp xã được xử lý trên môi trường mạng | 75% | Đạt |\n| 2 | Tối thiểu 60% hồ sơ | 75% | Đạt |\n",
	"carried over counted in or not":  "Năm 2023 tiếp nhận 200 hồ sơ (trực tuyến 150 hồ sơ, trực tiếp 50 hồ sơ), năm trước chuyển qua 05 hồ sơ; đã giải quyết 203 hồ sơ; đang giải quyết 02 hồ sơ.\n",
	"nothing understood":              "Tổng số 15 và 17 và 19, đạt 20% trong 3 tháng.\n",
	"no more than words":              "Không có số liệu.\n",
	"words that say nought in a cell": "| STT | Chỉ tiêu | Năm 2022 | Năm 2023 |\n| 1 | Số lượng phiếu khảo sát | 300 | Không có |\n| 2 | Số lượng văn bản chỉ đạo CCHC đã ban hành | 20 | 10 |\n",
}

func TestSilence(t *testing.T) {
	r := load(t)
	for name, text := range silent {
		doc, err := r.Read("nho.txt", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Check(doc).Findings {
			t.Errorf("%s: %s: %s", name, f.Rule, f.Text)
		}
	}
}

// TestOneCauseIsOneFinding: a figure that breaks four relations is one finding, and what they
// agree on is likely.
func TestOneCauseIsOneFinding(t *testing.T) {
	r := load(t)
	text := "Giai đoạn 2022-2023, đã giải quyết 300 hồ sơ.\n\n" +
		"- Năm 2022: tiếp nhận 105 hồ sơ; đã giải quyết 100 hồ sơ, trong đó trước hạn 90 hồ sơ, đúng hạn 10 hồ sơ, trễ hạn 0 hồ sơ; đang giải quyết 05 hồ sơ.\n\n" +
		"- Năm 2023: tiếp nhận 204 hồ sơ, năm trước chuyển qua 05 hồ sơ; đã giải quyết 230 hồ sơ, trong đó trước hạn 190 hồ sơ, đúng hạn 10 hồ sơ, trễ hạn 0 hồ sơ; đang giải quyết 09 hồ sơ.\n"
	doc, err := r.Read("mot.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	rep := r.Check(doc)
	if len(rep.Findings) != 1 || rep.Findings[0].Likely != "200" || rep.Findings[0].Printed[0] != "230" {
		for _, f := range rep.Findings {
			t.Errorf("%s: %s likely %q printed %q", f.Rule, f.Text, f.Likely, f.Printed)
		}
	}
}

// TestRulesAreData: every rule of the data was compared with something in the small reports
// or in the printed one; none stands there unused.
func TestRulesAreData(t *testing.T) {
	r := load(t)
	used := map[string]bool{}
	for _, x := range check(t, r, printedReport).Rules {
		used[x.Rule] = used[x.Rule] || x.Compared > 0
	}
	for _, x := range small {
		doc, _ := r.Read("nho.txt", []byte(x.text))
		for _, ran := range r.Check(doc).Rules {
			used[ran.Rule] = used[ran.Rule] || ran.Compared > 0
		}
	}
	var idle []string
	for _, d := range r.Definitions() {
		if !used[d.ID] {
			idle = append(idle, d.ID)
		}
	}
	slices.Sort(idle)
	if len(idle) > 0 {
		t.Errorf("never compared: %v", idle)
	}
}
