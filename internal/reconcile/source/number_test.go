package source

import (
	"fmt"
	"testing"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// said writes a number short: value, percent or money, limit.
func said(n statement.Number) string {
	s := fmt.Sprintf("%d/%d", n.Scaled, n.Decimals)
	if n.Percent {
		s += "%"
	}
	if n.Money {
		s += "đ"
	}
	return n.Bound + s
}

func TestCellNumber(t *testing.T) {
	var f folder
	for text, want := range map[string]string{
		"4.481": "4481/0", "4481": "4481/0", "4 481": "4481/0", "4\u00a0481": "4481/0", "03": "3/0", "0": "0/0",
		"1.198.020.000đ": "1198020000/0đ", "1.700.000 đồng": "1700000/0đ", "4,481,000": "4481000/0",
		"98,28 %": "9828/2%", "98.28%": "9828/2%", "100%": "100/0%", "55 phần trăm": "55/0%", "0,6%": "6/1%",
		"92,08": "9208/2", "0.484": "484/3", "9 nghìn": "9000/0", "1,5 triệu đồng": "1500000/0đ", "2 tỷ đồng": "2000000000/0đ",
		">99%": ">99/0%", "trên 98%": ">98/0%", "gần 100": "~100/0", "khoảng 200": "~200/0", "hơn 100": ">100/0", "dưới 5": "<5/0",
		"≥ 80%": ">=80/0%", "không quá 3": "<=3/0", "ít nhất 20": ">=20/0", "33 văn bản": "33/0", "-12": "-12/0", " 45 ": "45/0",
		"ＡＢ": "", "x": "", "Đạt": "", "1.001653.000.00.00.H50": "", "31/3/2025": "", "5/10": "", "TPHS: 71,34%; KQ 12,17%": "", "2.1.1": "",
		"không có": "", "": "", "12345678901234567890": "", "Liên thông 3 cấp": "", "01 Văn phòng, 01 Tư pháp": "", "5 đồng chí": "5/0",
	} {
		n, ok := f.cellNumber(text)
		got := ""
		if ok {
			got = said(n)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestPeriod(t *testing.T) {
	f := folder{}
	for text, want := range map[string]string{
		"Năm 2024": "2024-01-01..2024-12-31", "2024": "2024-01-01..2024-12-31", "NĂM 2024": "2024-01-01..2024-12-31",
		"Năm 2025 (tính đến 31/3)": "2025-01-01..2025-03-31 partial", "Năm 2025 (Tính đến ngày 31/3/2025)": "2025-01-01..2025-03-31 partial",
		"Năm 2025 (đến 31/3)": "2025-01-01..2025-03-31 partial", "năm 2025, tính đến tháng 4": "2025-01-01..2025-04-30 partial",
		"giai đoạn 2021-2025": "2021-01-01..2025-12-31", "2021 – 2025": "2021-01-01..2025-12-31", "05 năm (2021-2025)": "2021-01-01..2025-12-31",
		"từ năm 2021 đến tháng 4/2025": "2021-01-01..2025-04-30 partial", "2021-04/2025": "2021-01-01..2025-04-30 partial",
		"Từ năm 2021 đến năm 2024": "2021-01-01..2024-12-31", "từ ngày 01/01/2024 đến ngày 30/6/2024": "2024-01-01..2024-06-30",
		"từ 15/12/2023 đến 14/12/2024": "2023-12-15..2024-12-14", "tính đến 31/3/2025": "2025-03-31..2025-03-31",
		"6 tháng đầu năm 2024": "2024-01-01..2024-06-30", "06 tháng cuối năm 2024": "2024-07-01..2024-12-31", "9 tháng năm 2024": "2024-01-01..2024-09-30",
		"quý I/2025": "2025-01-01..2025-03-31", "Quý IV năm 2024": "2024-10-01..2024-12-31", "quý 2/2024": "2024-04-01..2024-06-30",
		"tháng 4/2025": "2025-04-01..2025-04-30", "tháng 4 năm 2025": "2025-04-01..2025-04-30", "ngày 31 tháng 3 năm 2025": "2025-03-31..2025-03-31",
		"Năm 2025 (từ ngày 01/01/2025 đến ngày 31/03/2025)": "2025-01-01..2025-03-31 partial",
		"Từ ngày 01/01/2021 đến ngày 31/03/2025":            "2021-01-01..2025-03-31 partial",
		"Chỉ tiêu": "", "31/2/2025": "", "từ năm 2021 đến nay": "", "Việt Nam 30 năm": "", "3/5": "", "": "", "tử 30": "",
	} {
		p := f.periodOf(text)
		got := ""
		if p.From != 0 {
			got = p.From.String() + ".." + p.To.String()
		}
		if p.Partial {
			got += " partial"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAct(t *testing.T) {
	f := folder{}
	for text, want := range map[string]string{
		"1069/QĐ-UBND": "1069 QĐ-UBND", "61/2018/NĐ-CP": "61 NĐ-CP", "766/QĐ-TTg": "766 QĐ-TTg", "01/QĐ-BCĐCCHC": "1 QĐ-BCĐCCHC",
		"1003/VP-NC": "1003 VP-NC", "118/2025/QH15": "118 QH15", "395/575": "", "31/3/2025": "", "1.775/1.806 hồ sơ": "", "20/103 DVC": "", "12/hồ sơ": "",
	} {
		s := newScan(&f, text)
		got := ""
		if a, _, ok := s.actNumber(0); ok {
			got = fmt.Sprint(a.ordinal, " ", a.series)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
