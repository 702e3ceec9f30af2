package letter_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/pdf"
)

var update = flag.Bool("update", false, "write the golden papers anew; look at every difference")

// textOf is a PDF as pdftotext -layout reads it.
func textOf(t *testing.T, file string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, l := range strings.Split(string(out), "\n") {
		if l = strings.TrimRight(l, " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// folder holds the written papers, once for all tests.
var folder string

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// written is the folder with every paper as <name>.pdf.
func written(t *testing.T) string {
	t.Helper()
	if folder != "" {
		return folder
	}
	dir, err := os.MkdirTemp("", "motcua-letter-")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples(t) {
		f, err := os.Create(filepath.Join(dir, s.Name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(pdf.Write(f, s.Doc), f.Close()); err != nil {
			t.Fatal(s.Name, err)
		}
	}
	folder = dir
	return folder
}

// TestGolden: the papers as an official reads them, reviewed as documents.
func TestGolden(t *testing.T) {
	dir := written(t)
	for _, p := range papers() {
		got := textOf(t, filepath.Join(dir, p.name+".pdf"))
		file := filepath.Join("testdata", p.name+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s:\n%s", p.name, file, got)
		}
	}
}

const state = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|"

// TestRequiredFields: what stands on each printed form, in which order (one-stop-rules §4.2).
// The labels are written here once more, so that a change of the data is seen.
func TestRequiredFields(t *testing.T) {
	dir := written(t)
	for name, want := range map[string]string{
		"receipt-2025": "ỦY BAN NHÂN DÂN PHƯỜNG QUẢNG|TRUNG TÂM PHỤC VỤ HÀNH CHÍNH|" + state + "Số: 01/TTPVHCC|Quảng Trị, ngày 23 tháng 11 năm 2026|GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ|" +
			"Mã hồ sơ: H50.31.02-261123-0001|Bộ phận tiếp nhận: Trung tâm|Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: NGUYỄN THỊ THANH THỦY|Số định danh cá nhân/tổ chức: 045190000123|" +
			"Địa chỉ: 12 Trần Hưng Đạo|Số điện thoại: 0905000123|Email: thuy@example.vn|Nội dung yêu cầu giải quyết: Cấp bản sao|Thành phần hồ sơ nộp gồm:|1. Tờ khai|2. Giấy khai sinh (bản chụp, 2 bản)|" +
			"3. Thông tin về cư trú (khai thác từ cơ sở dữ liệu)|4. Căn cước (xuất trình|Số lượng hồ sơ: 01 (bộ)|theo quy định là: 03 ngày làm việc|Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 23 tháng 11 năm 2026|" +
			"Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 27 tháng 11 năm 2026|Đăng ký nhận kết quả tại: Trung tâm|Vào Sổ theo dõi hồ sơ, Quyển số: ......|Số thứ tự: ....|" +
			"NGƯỜI NỘP HỒ SƠ|NGƯỜI TIẾP NHẬN HỒ SƠ|Nguyễn Thị Thanh Thủy|Trần Văn Minh",
		"receipt-2025-a5-twelve": "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: HOÀNG VĂN ĐỨC|Email: ....|Được ủy quyền nộp hồ sơ cho Ông (Bà)/Tổ chức: NGUYỄN THỊ THANH THỦY|Địa chỉ: 12 Trần|" +
			"Số định danh cá nhân/tổ chức: 045190000123|Email: thuy@|Giấy tờ ủy quyền: Giấy ủy quyền số 15/2026|12. Giấy ủy quyền (bản chụp, 2 bản)|Số lượng hồ sơ: 02 (bộ)",
		"supplement-2025": "Số: 03/PBS-TTPVHCC|PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ|Hồ sơ của: NGUYỄN THỊ THANH THỦY|Nội dung yêu cầu giải quyết:|Địa chỉ:|Số điện thoại:|Email:|" +
			"Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:|1. Giấy chứng sinh bản chính|2. Tờ khai|Lý do: Bản chụp|Phan Thị Lan, số điện thoại 0233 3861 000|NGƯỜI HƯỚNG DẪN",
		"refusal-2025": "Số: 01/PTC-TTPVHCC|PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ|Bộ phận tiếp nhận:|Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: NGUYỄN|Số định danh|Địa chỉ:|Số điện thoại:|" +
			"Nội dung yêu cầu giải quyết:|lý do cụ thể như sau:|Thủ tục thuộc thẩm quyền|NGƯỜI NỘP HỒ SƠ|NGƯỜI TIẾP NHẬN HỒ SƠ",
		"apology-2025": "ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ|Số: 02/PXL|VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT|Kính gửi: Nguyễn Thị Thanh Thủy|Ngày 23/11/2026|thủ tục Cấp bản sao|" +
			"045190000123|hồ sơ: H50.31.02-261123-0001|Thời gian hẹn trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 27|Lý do: Đang chờ|xin lỗi|gia hạn|16 giờ 30 phút, ngày 04 tháng 12|TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH",
		"stop-2025": "Số: 01/TB-TTPVHCC|THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ|Mã hồ sơ: H50|Thủ tục hành chính:|Hồ sơ của|Ngày 25/11/2026|hình thức: trực tiếp|Tình trạng hồ sơ|Lý do dừng|thông báo dừng giải quyết|Giấy tờ trả lại:|Phí, lệ phí trả lại: ....",
		"control-2025": "Số: 01/PKS-TTPVHCC|PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ|Mã hồ sơ: H50|Cơ quan (bộ phận) giải quyết hồ sơ: Phòng|Cơ quan phối hợp giải quyết hồ sơ: ....|Thời gian nhận hồ sơ: 09|" +
			"Thời gian hẹn trả kết quả: 16|Tên cơ quan, bộ phận|Thời gian giao, nhận hồ sơ|Ghi chú|Giao: Trung tâm|09 giờ 10 phút, ngày 23/11/2026|Người giao: Trần Văn Minh|Nhận: Phòng|10 giờ 00|Người nhận: Lê Thị Hà|" +
			"Giao: Lãnh đạo|09 giờ 00 phút, ngày 26/11/2026|giờ ...... phút|do bên nhận hồ sơ ghi",
		"register-2025": "Số: 01/STD-TTPVHCC|SỔ THEO DÕI HỒ SƠ|Lĩnh vực: Hộ tịch|01/11/2026|30/11/2026|STT|Mã hồ sơ|Tên thủ tục hành chính|Địa chỉ, số điện thoại|Nhận hồ sơ|Ký nhận|H50.31.02-261102-0011",
		"receipt-2018": "ỦY BAN NHÂN DÂN PHƯỜNG 2|" + state + "/BPTNTKQ|Phường 2, ngày 05 tháng 3 năm 2024|GIẤY TIẾP NHẬN|Tiếp nhận hồ sơ của: NGUYỄN|Giấy tờ tùy thân (CMND/CCCD)|Thành phần hồ sơ nộp gồm:|STT|Tên giấy tờ|" +
			"Số lượng hồ sơ: 01 (bộ)|theo quy định là|Thời gian nhận hồ sơ: 08 giờ 00|Thời gian trả kết quả|Đăng ký nhận kết quả tại|Hình thức thu phí, lệ phí: ....|Quyển số",
		"supplement-2018": "PBS-BPTNTKQ|PHIẾU YÊU CẦU BỔ SUNG|Hồ sơ của:|1. |2. |Lý do:|NGƯỜI HƯỚNG DẪN",
		"refusal-2018":    "PTC-BPTNTKQ|PHIẾU TỪ CHỐI TIẾP NHẬN|Giấy tờ tùy thân|lý do cụ thể như sau:|NGƯỜI NỘP HỒ SƠ",
		"apology-2018":    "UBND THỊ XÃ QUẢNG TRỊ|/PXL|PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ|Kính gửi:|Ngày 05/03/2024|Lý do:|sẽ trả kết quả vào|CHỦ TỊCH",
		"control-2018":    "PKS-BPTNTKQ|PHIẾU KIỂM SOÁT|Giao: Trung tâm|Người giao:|hai liên|hóa đơn của cơ quan|do bên nhận hồ sơ ghi",
		"register-2018":   "STD-BPTNTKQ|SỔ THEO DÕI HỒ SƠ|STT|Mã hồ sơ",
	} {
		inOrder(t, name, textOf(t, filepath.Join(dir, name+".pdf")), strings.Split(want, "|"))
	}
}

// inOrder looks for words one after the other, whatever blanks part them. Words of one line
// may stand beside each other in either column, so that a word is looked for from the line on
// in which the one before it stood.
func inOrder(t *testing.T, name, text string, words []string) {
	t.Helper()
	lines, at := strings.Split(text, "\n"), 0
	for _, w := range words {
		found := -1
		for i := at; i < len(lines) && found < 0; i++ {
			if strings.Contains(strings.Join(strings.Fields(lines[i]), " "), strings.TrimSpace(w)) {
				found = i
			}
		}
		if found < 0 {
			t.Errorf("%s: %q does not follow line %d:\n%s", name, w, at+1, text)
			return
		}
		at = max(found-2, at) // two sides of a head do not stand on the same height
	}
}

// TestNothingInvented: a paper of which nothing is known holds the form's own words and dots.
func TestNothingInvented(t *testing.T) {
	for _, set := range sets(t).All() {
		for _, f := range set.Forms {
			d, err := letter.Document(f, letter.Facts{}, letter.A4)
			if err != nil {
				t.Fatal(f.ID, err)
			}
			for _, text := range words(d) {
				if strings.Trim(text, ". /") == "" || strings.Contains(said(f), strings.Trim(text, ". ,/")) {
					continue
				}
				for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' }) {
					if part = strings.Trim(part, " ,/:;"); part != "" && !strings.Contains(said(f), part) {
						t.Errorf("%s prints %q, of which %q is not in the form", f.ID, text, part)
					}
				}
			}
		}
	}
}

// said are all words that a form has of itself.
func said(f *form.Form) string {
	var b strings.Builder
	b.WriteString("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Số: Ghi chú: 1 2 3 giờ phút, ngày tháng năm Giao: Nhận: Người giao: Người nhận: " +
		strings.ToUpper(f.Title) + "/" + f.Symbol + " ")
	for _, x := range f.Fields {
		for _, p := range form.Split(x.Text) {
			b.WriteString(p.Text)
		}
		for _, c := range x.Columns {
			b.WriteString(c.Title + " ")
		}
	}
	for _, s := range f.Signers {
		b.WriteString(s.Title + " " + s.Hint + " ")
	}
	return b.String() + "Ghi chú: " + strings.Join(f.Notes, " ")
}

// words are the texts of a document, in order.
func words(d *print.Document) []string {
	var out []string
	for _, p := range print.Layout(d) {
		for _, t := range p.Texts {
			if t.Part != nil {
				out = append(out, strings.TrimSpace(t.Text))
			}
		}
	}
	return out
}

// A slip stands on one page of A5, also with twelve papers.
func TestOnePage(t *testing.T) {
	s := sets(t)
	for _, p := range papers() {
		f, _ := s.Form(p.form)
		if f.Purpose == form.Register {
			continue
		}
		for _, sheet := range letter.Sheets {
			d, err := letter.Document(f, p.facts, sheet)
			if err != nil {
				t.Fatal(err)
			}
			if pages := print.Layout(d); len(pages) != 1 {
				t.Errorf("%s on %s: %d pages", p.name, sheet, len(pages))
			}
		}
	}
}

func TestSheets(t *testing.T) {
	s := sets(t)
	receipt, _ := s.Form("tt-01-2018/01")
	register, _ := s.Form("tt-03-2025/07")
	if letter.SheetOf(receipt) != letter.A5 || letter.SheetOf(register) != letter.A4 || letter.Fits(register, letter.A5) || letter.Fits(receipt, "a3") {
		t.Error("sheets of the forms")
	}
	if _, err := letter.Document(register, book(1), letter.TwoUp); !fault.Is(err, fault.Invalid) {
		t.Errorf("a register on two A5: %v", err)
	}
	if _, err := letter.Document(nil, letter.Facts{}, letter.A4); !fault.Is(err, fault.NotFound) {
		t.Errorf("no form: %v", err)
	}
}

// The same facts make the same bytes, and no file names a person.
func TestSameBytes(t *testing.T) {
	f, _ := sets(t).Form("tt-03-2025/01")
	var files [2]bytes.Buffer
	for i := range files {
		d, err := letter.Document(f, thuy(), letter.TwoUp)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(d.Title, "Thủy") || !strings.Contains(d.Title, "H50.31.02-261123-0001") {
			t.Errorf("title %q", d.Title)
		}
		if err := pdf.Write(&files[i], d); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two printings differ")
	}
}
