package letter_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/letter"
)

var key = []byte("a secret of the unit for tests..")

func sets(t testing.TB) *form.Sets {
	t.Helper()
	s, problems := form.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return s
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func day(s string) calendar.Date { return calendar.DateOf(at(s + " 00:00")) }

// thuy is a dossier of today's ward, of a person who does not exist.
func thuy() letter.Facts {
	code := "H50.31.02-261123-0001"
	who := letter.Party{Name: "Nguyễn Thị Thanh Thủy", Number: "045190000123", Address: "12 Trần Hưng Đạo, phường Quảng Trị, tỉnh Quảng Trị",
		Phone: "0905000123", Email: "thuy@example.vn"}
	return letter.Facts{
		Superior: "Ủy ban nhân dân tỉnh Quảng Trị", Agency: "Ủy ban nhân dân phường Quảng Trị", Office: "Trung tâm Phục vụ hành chính công phường Quảng Trị",
		Place: "Quảng Trị", Number: "01/TTPVHCC", Day: day("2026-11-23"), Capacity: []string{"TM. Ủy ban nhân dân", "Chủ tịch"}, Signer: "Trần Văn Minh",
		Code: code, Scan: letter.Receipt{Code: code, Secret: letter.Secret(key, 42)}.Scan(),
		Procedure: "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", Request: "Cấp bản sao Trích lục khai sinh của con là Lê Thanh An",
		Sets: 1, Limit: "03 ngày làm việc", Received: at("2026-11-23 09:05"), Result: at("2026-11-27 16:30"), ReturnAt: "Trung tâm Phục vụ hành chính công phường Quảng Trị",
		Filer: who, Applicant: who,
		Components: []letter.Paper{{Name: "Tờ khai cấp bản sao Trích lục hộ tịch theo mẫu", Kind: "original"}, {Name: "Giấy khai sinh", Kind: "copy", Copies: 2},
			{Name: "Thông tin về cư trú", Kind: "database"}, {Name: "Căn cước", Kind: "shown"}},
	}
}

// long is a dossier that somebody else hands in, with twelve papers.
func long() letter.Facts {
	f := thuy()
	f.Code = "H50.31.02-261123-0002"
	f.Scan = letter.Receipt{Code: f.Code, Secret: letter.Secret(key, 43)}.Scan()
	f.Represented = true
	f.Filer = letter.Party{Name: "Hoàng Văn Đức", Number: "045085000777", Address: "Thôn Như Lệ, xã Hải Lăng, tỉnh Quảng Trị", Phone: "0914000777"}
	f.Authorisation = "Giấy ủy quyền số 15/2026, chứng thực ngày 20/11/2026 tại UBND phường Quảng Trị"
	f.Procedure = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất do chuyển nhượng, tặng cho"
	f.Request, f.Sets, f.Limit = f.Procedure, 2, "10 ngày làm việc"
	f.Components = nil
	for _, n := range []string{"Đơn đăng ký biến động đất đai, tài sản gắn liền với đất theo Mẫu số 11/ĐK", "Hợp đồng chuyển nhượng quyền sử dụng đất đã công chứng",
		"Bản gốc Giấy chứng nhận đã cấp", "Tờ khai lệ phí trước bạ", "Tờ khai thuế thu nhập cá nhân", "Trích đo địa chính thửa đất", "Sơ đồ nhà ở, công trình xây dựng",
		"Văn bản thỏa thuận về quyền sử dụng hạn chế đối với thửa đất liền kề", "Giấy xác nhận tình trạng hôn nhân", "Căn cước của bên chuyển nhượng", "Căn cước của bên nhận chuyển nhượng", "Giấy ủy quyền"} {
		f.Components = append(f.Components, letter.Paper{Name: n, Kind: []string{"original", "certified", "copy"}[len(f.Components)%3], Copies: 1 + len(f.Components)%2})
	}
	return f
}

// old is a dossier of 2024, in the names of its day.
func old(f letter.Facts) letter.Facts {
	f.Superior, f.Agency, f.Office, f.Place = "UBND thị xã Quảng Trị", "Ủy ban nhân dân Phường 2", "Bộ phận Tiếp nhận và Trả kết quả", "Phường 2"
	f.Number, f.Day = "", day("2024-03-05")
	f.Code = "H50.31.02-240305-0007"
	f.Scan = letter.Receipt{Code: f.Code, Secret: letter.Secret(key, 44)}.Scan()
	f.Received, f.Result = at("2024-03-05 08:00"), at("2024-03-08 17:00")
	f.ReturnAt = "Bộ phận Tiếp nhận và Trả kết quả UBND Phường 2"
	return f
}

func supplement() letter.Facts {
	f := thuy()
	f.Number = "03/PBS-TTPVHCC"
	f.Missing = []string{"Giấy chứng sinh bản chính", "Tờ khai có chữ ký của người yêu cầu, ghi đủ họ, chữ đệm, tên và ngày sinh của cha, mẹ như trong Căn cước"}
	f.Reason = "Bản chụp Giấy chứng sinh bị mờ, không đọc được ngày sinh; tờ khai chưa ký."
	f.Contact, f.Hotline = "bà Phan Thị Lan", "0233 3861 000"
	return f
}

func refusal() letter.Facts {
	f := thuy()
	f.Number, f.Code, f.Scan = "01/PTC-TTPVHCC", "", ""
	f.Reason = "Thủ tục thuộc thẩm quyền giải quyết của Sở Xây dựng (khoản 2 Điều 103 Luật Xây dựng); đề nghị nộp hồ sơ tại Trung tâm Phục vụ hành chính công tỉnh Quảng Trị hoặc trên Cổng Dịch vụ công quốc gia."
	return f
}

func apology() letter.Facts {
	f := thuy()
	f.Number, f.Day = "02/PXL", day("2026-11-26")
	f.DueBefore, f.NewDue = at("2026-11-27 16:30"), at("2026-12-04 16:30")
	f.Reason = "Đang chờ kết quả xác minh của UBND phường Đông Hà, nơi đăng ký khai sinh trước đây."
	return f
}

func stop() letter.Facts {
	f := thuy()
	f.Number, f.Day = "01/TB-TTPVHCC", day("2026-11-25")
	f.AskedOn, f.AskedBy = day("2026-11-25"), "trực tiếp"
	f.Found, f.Reason = "đang xử lý, chưa có quyết định và chưa có thông báo kết quả", "Theo yêu cầu của người nộp hồ sơ."
	f.Papers = "toàn bộ thành phần hồ sơ đã nộp"
	return f
}

func slip() letter.Facts {
	f := thuy()
	f.Number = "01/PKS-TTPVHCC"
	f.Resolving, f.Coordinating = "Phòng Văn hóa - Xã hội", ""
	f.Hops = []letter.Hop{
		{From: "Trung tâm Phục vụ hành chính công", To: "Phòng Văn hóa - Xã hội", Giver: "Trần Văn Minh", Taker: "Lê Thị Hà", Given: at("2026-11-23 09:10"), Taken: at("2026-11-23 10:00"), Result: "Đúng hạn"},
		{From: "Phòng Văn hóa - Xã hội", To: "Lãnh đạo UBND phường", Giver: "Lê Thị Hà", Taker: "Phan Bá Thành", Given: at("2026-11-25 14:00"), Taken: at("2026-11-25 14:20"), Result: "Trước hạn", Remark: "Hồ sơ điện tử"},
		{From: "Lãnh đạo UBND phường", To: "Trung tâm Phục vụ hành chính công", Giver: "Phan Bá Thành", Given: at("2026-11-26 09:00")},
	}
	return f
}

func book(rows int) letter.Facts {
	f := thuy()
	f.Number, f.Code, f.Scan = "01/STD-TTPVHCC", "", ""
	f.From, f.To, f.Field = day("2026-11-01"), day("2026-11-30"), "Hộ tịch"
	for i := range rows {
		r := letter.Row{Code: "H50.31.02-2611" + []string{"02", "03", "05", "10"}[i%4] + "-00" + []string{"11", "27", "34", "48", "52"}[i%5], Procedure: thuy().Procedure,
			Person: "Nguyễn Thị Thanh Thủy", Contact: "12 Trần Hưng Đạo, phường Quảng Trị; 0905000123", Lead: "Phòng Văn hóa - Xã hội",
			Received: at("2026-11-02 09:05"), Appointment: at("2026-11-05 16:30"), Way: "Trực tiếp"}
		if i%3 > 0 {
			r.Returned = at("2026-11-05 10:00")
		}
		if i%4 == 1 {
			r.Procedure, r.Person, r.Contact, r.Way = long().Procedure, "Công ty TNHH Một thành viên Thương mại và Dịch vụ Thành Cổ", "45 Hai Bà Trưng", "Bưu chính công ích"
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

// paper is a paper of the golden set.
type paper struct {
	name, form string
	sheet      letter.Sheet
	facts      letter.Facts
}

func papers() []paper {
	return []paper{
		{"receipt-2025", "tt-03-2025/01", letter.A4, thuy()},
		{"receipt-2025-a5-twelve", "tt-03-2025/01", letter.A5, long()},
		{"receipt-2025-two-up", "tt-03-2025/01", letter.TwoUp, thuy()},
		{"supplement-2025", "tt-03-2025/02", letter.A4, supplement()},
		{"refusal-2025", "tt-03-2025/03", letter.A4, refusal()},
		{"apology-2025", "tt-03-2025/04", letter.A4, apology()},
		{"stop-2025", "tt-03-2025/05", letter.A4, stop()},
		{"control-2025", "tt-03-2025/06", letter.A4, slip()},
		{"register-2025", "tt-03-2025/07", letter.A4, book(24)},
		{"receipt-2018", "tt-01-2018/01", letter.A5, old(thuy())},
		{"receipt-2018-twelve", "tt-01-2018/01", letter.A5, old(long())},
		{"receipt-2018-two-up", "tt-01-2018/01", letter.TwoUp, old(long())},
		{"supplement-2018", "tt-01-2018/02", letter.A5, old(supplement())},
		{"refusal-2018", "tt-01-2018/03", letter.A5, old(refusal())},
		{"apology-2018", "tt-01-2018/04", letter.A5, old(apology())},
		{"control-2018", "tt-01-2018/05", letter.A5, old(slip())},
		{"register-2018", "tt-01-2018/06", letter.A4, old(book(3))},
		{"blank-receipt-2025", "tt-03-2025/01", letter.A4, letter.Facts{}},
		{"blank-control-2018", "tt-01-2018/05", letter.A5, letter.Facts{}},
		{"blank-apology-2025", "tt-03-2025/04", letter.A4, letter.Facts{}},
	}
}
