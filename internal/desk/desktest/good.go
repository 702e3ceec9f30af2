package desktest

import (
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// Good is a command of a name with fields that no rule objects to, for a dossier as it is:
// when it is refused, the command itself was not lawful.
func Good(cal *calendar.Calendar, s *dossier.State, name, who string, now time.Time) dossier.Command {
	yes, phone := true, s.Applicant
	phone.Phone += "1"
	switch name {
	case "receive", "submit":
		return receipt(s)
	case "reject":
		return dossier.Reject{Reason: "Không thuộc thẩm quyền"}
	case "accept":
		return dossier.Accept{}
	case "transfer":
		return dossier.Transfer{To: "cm-09"}
	case "ask_supplement":
		return dossier.AskSupplement{Missing: []string{"Tờ khai"}, Reason: "Thiếu", LeaderReason: "Tình tiết mới"}
	case "supply":
		return dossier.Supply{Components: came(s)}
	case "raise_obligation":
		return dossier.RaiseObligation{What: "Lệ phí"}
	case "meet_obligation":
		return dossier.MeetObligation{Proof: "BL 9"}
	case "ask_withdraw":
		return dossier.AskWithdraw{}
	case "stop":
		return dossier.Stop{Reason: "Có căn cứ", Document: "3/TB"}
	case "continue":
		return dossier.Continue{Reply: "4/UBND"}
	case "extend":
		return dossier.Extend{Reason: "Chờ", NewDue: cal.AddWorking(calendar.DateOf(s.LegalDue), 3).At(17, 0), Letter: "2/PXL"}
	case "apologise":
		return dossier.Apologise{Reason: "Quá tải", NewDue: cal.AddWorking(calendar.DateOf(now), 3).At(17, 0), Letter: "2/PXL"}
	case "settle":
		return dossier.Settle{Result: dossier.Result{Paper: true}}
	case "return":
		return dossier.Return{Way: "counter", Proof: "receipt"}
	case "digitize":
		i := slices.IndexFunc(s.Components, func(c dossier.Component) bool { return !c.ShownOnly && !c.Born && !c.Missing && !c.Digitized })
		return dossier.Digitize{Components: []int{i}}
	case "correct":
		return dossier.Correct{Seq: 1, Reason: "Ghi nhầm", EID: &yes}
	case "propose":
		return dossier.Propose{Proposal: dossier.Proposal{To: "ld-of-" + who, What: "settle"}}
	case "decline":
		return dossier.Decline{Reason: "Xem lại"}
	case "amend":
		return dossier.Amend{Reason: "Báo đổi", Applicant: &phone}
	case "issue":
		return dossier.Issue{Form: fmt.Sprintf("rieng/%02d", s.Seq), Symbol: "PBS-TTPVHCC"}
	case "deliver":
		return dossier.Deliver{Letter: slices.IndexFunc(s.Letters, func(l dossier.Letter) bool { return l.Given == "" }), Way: "counter"}
	}
	if c := goodFile(s, name); c != nil {
		return c
	}
	panic("no such command: " + name)
}

// receipt takes in what came, complete.
func receipt(s *dossier.State) dossier.Receive {
	r := dossier.Receive{Promise: dossier.Promise{Procedure: "1.001193", Version: "2024", Field: "Hộ tịch", Limit: limit, SupplementLimit: supply}}
	if s.Seq == 0 {
		r.Channel, r.Applicant = dossier.Counter, dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}
		r.Components = []dossier.Component{{Name: "Tờ khai", Copies: 1}, {Name: "Thẻ căn cước", ShownOnly: true}}
		return r
	}
	for _, c := range s.Components {
		c.Missing = false
		r.Components = append(r.Components, c)
	}
	return r
}

// came is what was missing.
func came(s *dossier.State) (out []dossier.Component) {
	for _, c := range s.Components {
		if c.Missing {
			c.Missing = false
			out = append(out, c)
		}
	}
	return out
}

// goodFile is a command about files, money or messages; nil when the name is none of them.
func goodFile(s *dossier.State, name string) dossier.Command {
	file := dossier.File{Digest: fmt.Sprintf("sha256-%064x", s.Seq), Type: "application/pdf", Size: 1000, Pages: 1}
	line := dossier.ChargeLine{Rule: "certification/copies", Kind: "fee", Name: "Phí chứng thực", Amount: 8000, Basis: "TT 226/2016/TT-BTC"}
	switch name {
	case "attach":
		return dossier.Attach{Paper: slices.IndexFunc(s.Components, func(c dossier.Component) bool { return !c.ShownOnly && !c.Missing }), Files: []dossier.File{file}}
	case "detach":
		if len(s.Files) > 0 {
			file, paper := s.Files[0].File, s.Files[0].Paper
			return dossier.Detach{Paper: paper, Digest: file.Digest, Reason: "Nhầm tệp"}
		}
		return dossier.Detach{Digest: file.Digest, Reason: "Nhầm tệp"}
	case "file_result":
		return dossier.FileResult{File: file}
	case "assess":
		return dossier.Assess{Lines: []dossier.ChargeLine{line}, Reason: "Tính lại"}
	case "collect":
		return dossier.Collect{Way: dossier.PayTransfer, Amount: 8000, Reference: fmt.Sprintf("FT%d", s.Seq)}
	case "refund":
		return dossier.Refund{Way: dossier.PayCash, Amount: max(s.Money.Paid(), 1), Reason: "Thu thừa"}
	case "notify":
		return dossier.Notify{Notice: dossier.Notice{Template: "received.1", About: 1, Channel: "sms", Outcome: "sent"}}
	}
	return nil
}
