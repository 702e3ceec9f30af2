package dossier_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/money"
)

func file(c byte) dossier.File {
	return dossier.File{Digest: "sha256-" + strings.Repeat(string(c), 64), Type: "application/pdf", Size: 1200, Pages: 2}
}

func line(amount money.VND) dossier.ChargeLine {
	return dossier.ChargeLine{Rule: "certification/copies", Kind: "fee", Name: "Phí chứng thực bản sao", Amount: amount, Basis: "TT 226/2016/TT-BTC"}
}

// TestScanDigitizes (TT 01/2023/TT-VPCP Đ5, Đ8; TT 03/2025/TT-VPCP Đ5): a scan made by the office
// digitizes the paper, an electronic file does not; taking the last scan away undoes it.
func TestScanDigitizes(t *testing.T) {
	o := newOffice(t)
	underway(o)
	o.do("2024-03-11 11:00", dossier.Attach{Files: []dossier.File{file('a')}})
	if o.s.Components[0].Digitized || len(o.s.Files) != 1 {
		t.Fatalf("%+v %+v", o.s.Components[0], o.s.Files)
	}
	o.do("2024-03-11 11:01", dossier.Attach{Files: []dossier.File{file('b'), file('c')}, Scan: true})
	if !o.s.Components[0].Digitized {
		t.Error("a scanned paper is not digitized")
	}
	o.do("2024-03-11 11:02", dossier.Detach{Digest: file('b').Digest, Reason: "Mờ"})
	if !o.s.Components[0].Digitized {
		t.Error("one scan is left, yet the paper is not digitized")
	}
	o.do("2024-03-11 11:03", dossier.Detach{Digest: file('c').Digest, Reason: "Của hồ sơ khác"})
	if o.s.Components[0].Digitized || len(o.s.Files) != 1 {
		t.Error("the last scan is gone, yet the paper is digitized")
	}
}

func TestFilesRefused(t *testing.T) {
	o := newOffice(t)
	underway(o)
	shown, twice, broken := 2, file('a'), file('a')
	broken.Digest = "sha256-../../etc"
	o.do("2024-03-11 11:00", dossier.Attach{Files: []dossier.File{twice}})
	for name, c := range map[string]struct {
		command dossier.Command
		key     string
	}{
		"chỉ xuất trình":  {dossier.Attach{Paper: shown, Files: []dossier.File{file('d')}}, "dossier.not_to_scan"},
		"không có giấy":   {dossier.Attach{Paper: 99, Files: []dossier.File{file('d')}}, "dossier.no_such_paper"},
		"không có tệp":    {dossier.Attach{}, "dossier.no_file"},
		"hai lần một tệp": {dossier.Attach{Files: []dossier.File{twice}}, "dossier.file_twice"},
		"tên tệp giả":     {dossier.Attach{Files: []dossier.File{broken}}, "dossier.file_damaged"},
		"gỡ tệp không có": {dossier.Detach{Digest: file('e').Digest, Reason: "x"}, "dossier.no_such_file"},
		"gỡ không lý do":  {dossier.Detach{Digest: twice.Digest}, "dossier.no_reason"},
	} {
		_, err := o.as(access.Clerk, at("2024-03-11 11:10"), c.command)
		if f, ok := fault.Of(err); !ok || f.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

// TestSignedResultIsElectronic (§7.2): only a signed file makes the result electronic.
func TestSignedResultIsElectronic(t *testing.T) {
	o := newOffice(t)
	underway(o)
	o.do("2024-03-12 08:00", dossier.Settle{Result: dossier.Result{Number: "01/KQ-UBND", Paper: true}})
	o.do("2024-03-12 08:10", dossier.FileResult{File: file('a'), Scan: true})
	if o.s.Result.Electronic || o.s.ResultFile == nil {
		t.Errorf("%+v", o.s.Result)
	}
	o.do("2024-03-12 08:20", dossier.FileResult{File: file('b'), Signed: true})
	if !o.s.Result.Electronic || o.s.ResultFile.Digest != file('b').Digest {
		t.Errorf("%+v", o.s.Result)
	}
}

// TestMoney (§8.1, §8.2; NĐ 254/2026 Đ24): whole đồng, a reference once, no more cash than due,
// no more back than paid.
func TestMoney(t *testing.T) {
	o := newOffice(t)
	underway(o)
	half := line(10000)
	half.Exempt, half.Less = "nguoi-khuyet-tat", 5000
	o.do("2024-03-11 11:00", dossier.Assess{Lines: []dossier.ChargeLine{line(8000), half}})
	if o.s.Money.Due() != 13000 || o.s.Money.Open() != 13000 {
		t.Fatalf("due %v", o.s.Money.Due())
	}
	o.do("2024-03-11 11:01", dossier.Collect{Way: dossier.PayTransfer, Amount: 20000, Reference: "FT1", Receipt: "00000001"})
	if o.s.Money.Open() != -7000 {
		t.Errorf("open %v", o.s.Money.Open())
	}
	bad := line(10)
	bad.Less = 5
	for name, c := range map[string]struct {
		command dossier.Command
		key     string
	}{
		"hai lần một giao dịch": {dossier.Collect{Way: dossier.PayTransfer, Amount: 20000, Reference: "FT1", Receipt: "2"}, "dossier.payment_twice"},
		"tiền mặt quá số thu":   {dossier.Collect{Way: dossier.PayCash, Amount: 1, Receipt: "2"}, "dossier.more_than_due"},
		"không mã giao dịch":    {dossier.Collect{Way: dossier.PayPortal, Amount: 1, Receipt: "2"}, "dossier.payment_reference"},
		"số âm":                 {dossier.Collect{Way: dossier.PayTransfer, Amount: -1, Reference: "FT2", Receipt: "2"}, "dossier.payment_amount"},
		"hoàn quá số đã thu":    {dossier.Refund{Way: dossier.PayCash, Amount: 20001, Reason: "x"}, "dossier.more_than_paid"},
		"giảm không căn cứ":     {dossier.Assess{Lines: []dossier.ChargeLine{bad}, Reason: "x"}, "dossier.charge_line"},
		"tính lại không lý do":  {dossier.Assess{Lines: []dossier.ChargeLine{line(1)}}, "dossier.no_reason"},
	} {
		_, err := o.as(access.Clerk, at("2024-03-11 11:10"), c.command)
		if f, ok := fault.Of(err); !ok || f.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	o.do("2024-03-11 11:20", dossier.Refund{Way: dossier.PayTransfer, Amount: 7000, Reason: "Chuyển thừa"})
	if o.s.Money.Open() != 0 || len(o.s.Money.Payments) != 2 {
		t.Errorf("%+v", o.s.Money)
	}
}

// TestNoticeReplaces: what stands is how the message about an entry by a channel stands now.
func TestNoticeReplaces(t *testing.T) {
	o := newOffice(t)
	underway(o)
	for i, outcome := range []string{"failed", "failed", "sent"} {
		o.do("2024-03-11 11:0"+string(rune('0'+i)), dossier.Notify{Notice: dossier.Notice{Template: "received.1", About: 1, Channel: "sms", Outcome: outcome}})
	}
	if len(o.s.Notices) != 1 || o.s.Notices[0].Outcome != "sent" {
		t.Errorf("%+v", o.s.Notices)
	}
}

// filedLife goes through files, money and messages, in every variant of their sentences.
func filedLife(t *testing.T) *office {
	o := newOffice(t)
	underway(o)
	o.do("2024-03-11 11:00", dossier.Attach{Files: []dossier.File{file('a')}}).do("2024-03-11 11:01", dossier.Attach{Files: []dossier.File{file('b')}, Scan: true})
	o.do("2024-03-11 11:02", dossier.Detach{Digest: file('a').Digest, Reason: "Nhầm tệp"})
	o.do("2024-03-11 11:03", dossier.Assess{Lines: []dossier.ChargeLine{line(8000)}}).do("2024-03-11 11:04", dossier.Assess{Lines: []dossier.ChargeLine{line(6000)}, Reason: "Đếm lại trang"})
	o.do("2024-03-11 11:05", dossier.Collect{Way: dossier.PayCash, Amount: 6000, Receipt: "00000001"}).do("2024-03-11 11:06", dossier.Refund{Way: dossier.PayCash, Amount: 1000, Reason: "Thu thừa"})
	for _, outcome := range []string{"failed", "sent", "printed", "told"} {
		o.do("2024-03-11 11:10", dossier.Notify{Notice: dossier.Notice{Template: "received.1", About: 1, Channel: "sms", Outcome: outcome}})
	}
	o.do("2024-03-12 08:00", settle)
	o.do("2024-03-12 08:01", dossier.FileResult{File: file('c')}).do("2024-03-12 08:02", dossier.FileResult{File: file('d'), Scan: true})
	return o.do("2024-03-12 08:03", dossier.FileResult{File: file('e'), Signed: true})
}
