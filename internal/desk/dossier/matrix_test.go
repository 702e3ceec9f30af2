package dossier_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
)

var allRoles = []access.Role{access.Clerk, access.Specialist, access.Leader, access.Citizen, access.Post, access.Tax, access.System, access.Reporter}

// lives brings a dossier into each status, in each way that matters. All end before noon of
// 12/03/2024, a Tuesday; the due date, where there is one, is Thursday 14/03/2024.
var lives = []struct {
	name  string
	st    dossier.Status
	build func(*office)
}{
	{"không có hồ sơ", 0, func(*office) {}},
	{"1", dossier.Registered, func(o *office) { o.do("2024-03-11 08:00", submit()) }},
	{"2", dossier.Received, func(o *office) { o.do("2024-03-11 08:00", receive()) }},
	{"3", dossier.Rejected, func(o *office) { o.do("2024-03-11 08:00", reject) }},
	{"4", dossier.Processing, underway},
	{"4 quá hạn", dossier.Processing, underway},
	{"4 chờ lãnh đạo", dossier.Processing, func(o *office) { underway(o); o.do("2024-03-11 11:00", proposes) }},
	{"4 có thư", dossier.Processing, func(o *office) { underway(o); o.do("2024-03-11 11:00", issues) }},
	{"4 có tệp và tiền", dossier.Processing, func(o *office) {
		underway(o)
		o.do("2024-03-11 11:00", dossier.Attach{Files: []dossier.File{file('a')}}).
			do("2024-03-11 11:10", dossier.Assess{Lines: []dossier.ChargeLine{line(50000)}}).
			do("2024-03-11 11:20", dossier.Collect{Way: dossier.PayCash, Amount: 20000, Receipt: "00000001"})
	}},
	{"5 trước tiếp nhận", dossier.Supplement, func(o *office) { o.do("2024-03-11 08:00", submit()).do("2024-03-11 09:00", askSupplement) }},
	{"5 sau tiếp nhận", dossier.Supplement, func(o *office) { underway(o); o.do("2024-03-12 08:00", askSupplement) }},
	{"6", dossier.Obligation, func(o *office) {
		underway(o)
		o.do("2024-03-12 08:00", dossier.RaiseObligation{What: "Lệ phí trước bạ"})
	}},
	{"7 trước tiếp nhận", dossier.Withdrawing, func(o *office) { o.do("2024-03-11 08:00", submit()).do("2024-03-11 09:00", dossier.AskWithdraw{}) }},
	{"7 sau tiếp nhận", dossier.Withdrawing, func(o *office) { underway(o); o.do("2024-03-12 08:00", dossier.AskWithdraw{}) }},
	{"8", dossier.Stopped, func(o *office) { underway(o); o.do("2024-03-12 08:00", stop) }},
	{"9", dossier.Settled, func(o *office) { underway(o); o.do("2024-03-12 08:00", settle) }},
	{"10", dossier.Returned, func(o *office) {
		underway(o)
		o.do("2024-03-12 08:00", settle).do("2024-03-12 09:00", dossier.Return{Way: "counter", Proof: "receipt"})
	}},
}

func underway(o *office) {
	o.do("2024-03-11 08:00", receive()).do("2024-03-11 10:00", dossier.Accept{Holder: "cb-02"})
}

// commandFor is a command that meets every guard wherever the table allows it.
func commandFor(name string, o *office) dossier.Command {
	yes := true
	switch name {
	case "submit":
		return submit()
	case "receive":
		if o.s.Status == 0 {
			return receive()
		}
		return receiveFiled()
	case "reject":
		return reject
	case "accept":
		return dossier.Accept{Holder: "cb-02"}
	case "transfer":
		return dossier.Transfer{To: "cb-03"}
	case "ask_supplement":
		return askSupplement
	case "supply":
		return dossier.Supply{Code: "H50.31.02-240311-0001", Promise: promise()}
	case "raise_obligation":
		return dossier.RaiseObligation{What: "Lệ phí trước bạ"}
	case "meet_obligation":
		return dossier.MeetObligation{Proof: "Giấy nộp tiền 12"}
	case "ask_withdraw":
		return dossier.AskWithdraw{Reason: "Đổi ý"}
	case "stop":
		return stop
	case "continue":
		return continues
	case "extend":
		return dossier.Extend{Reason: "Chờ xác minh", NewDue: at("2024-03-18 17:00"), Letter: "02/TXL"}
	case "apologise":
		return dossier.Apologise{Reason: "Quá tải", NewDue: at("2024-03-26 17:00"), Letter: "03/PXL"}
	case "settle":
		return settle
	case "return":
		return dossier.Return{Way: "post", To: "applicant", Docket: "EB123456789VN"}
	case "digitize":
		return dossier.Digitize{Components: []int{0}}
	case "rate":
		return dossier.Rate{Score: 5}
	case "correct":
		return dossier.Correct{Seq: 1, Reason: "Ghi nhầm", EID: &yes}
	case "propose":
		return proposes
	case "decline":
		return dossier.Decline{Reason: "Thiếu căn cứ"}
	case "amend":
		phone := o.s.Applicant
		phone.Phone += "0900000001"
		return dossier.Amend{Reason: "Người nộp báo đổi", Applicant: &phone}
	case "issue":
		return dossier.Issue{Form: "tt-03-2025/03", Number: "07/PTC-TTPVHCC"}
	case "deliver":
		return dossier.Deliver{Way: "counter"}
	case "attach":
		return dossier.Attach{Files: []dossier.File{file('b')}}
	case "detach":
		return dossier.Detach{Digest: file('a').Digest, Reason: "Nhầm tệp"}
	case "file_result":
		return dossier.FileResult{File: file('c'), Signed: true}
	case "assess":
		return dossier.Assess{Lines: []dossier.ChargeLine{line(8000)}, Reason: "Tính lại"}
	case "collect":
		return dossier.Collect{Way: dossier.PayTransfer, Amount: 1000, Receipt: "00000007", Reference: "FT77"}
	case "refund":
		return dossier.Refund{Way: dossier.PayCash, Amount: 1000, Reason: "Thu thừa"}
	case "notify":
		return dossier.Notify{Notice: dossier.Notice{Template: "received.1", About: 1, Channel: "sms", Outcome: "sent"}}
	}
	panic(name)
}

type verdict struct {
	to    dossier.Status
	roles []access.Role
}

// allowed is one-stop-rules §2.2 once more, by hand: from the life's name and the command.
func allowed(life string, st dossier.Status, command string) (v verdict, ok bool) {
	clerk, special, leader := access.Clerk, access.Specialist, access.Leader
	is := func(to dossier.Status, roles ...access.Role) (verdict, bool) { return verdict{to, roles}, true }
	early := life == "5 trước tiếp nhận" || life == "7 trước tiếp nhận"
	switch fmt.Sprintf("%d %s", st, command) {
	case "0 submit":
		return is(1, access.System, access.Citizen)
	case "0 receive", "1 receive":
		return is(2, clerk)
	case "0 reject", "1 reject":
		return is(3, clerk)
	case "1 ask_supplement":
		return is(5, clerk)
	case "2 accept":
		return is(4, special, leader)
	case "4 ask_supplement":
		return is(5, special, leader)
	case "5 supply":
		if early {
			return is(2, clerk)
		}
		return is(4, clerk)
	case "5 receive":
		if early {
			return is(2, clerk)
		}
	case "5 stop":
		return is(8, clerk, special, leader)
	case "4 raise_obligation":
		return is(6, special, leader)
	case "6 meet_obligation":
		return is(4, access.Tax, special, leader)
	case "1 ask_withdraw", "2 ask_withdraw", "4 ask_withdraw", "5 ask_withdraw", "6 ask_withdraw":
		return is(7, access.Citizen, clerk, access.System)
	case "4 stop":
		return is(8, special, leader)
	case "7 stop":
		return is(8, clerk)
	case "7 continue":
		if !early { // nothing can have been decided before a receipt
			return is(4, clerk, special, leader)
		}
	case "4 settle":
		return is(9, leader, clerk)
	case "9 return":
		return is(10, clerk, access.Post, access.System)
	case "2 extend", "4 extend":
		if life != "4 quá hạn" {
			return is(st, leader)
		}
	case "4 apologise":
		if life == "4 quá hạn" {
			return is(st, leader)
		}
	}
	switch command {
	case "transfer", "digitize":
		if slices.Contains([]dossier.Status{2, 4, 5, 6, 7, 9}, st) {
			if command == "transfer" {
				return is(st, clerk, special, leader)
			}
			return is(st, clerk, special)
		}
	case "rate":
		if st >= 2 && st != 3 && !early {
			return is(st, access.Citizen, access.System)
		}
	case "correct", "issue":
		if st >= 1 {
			return is(st, clerk, special, leader)
		}
	case "propose":
		if st == 4 && life != "4 chờ lãnh đạo" {
			return is(st, special)
		}
	case "decline":
		if life == "4 chờ lãnh đạo" {
			return is(st, leader)
		}
	case "amend":
		if st == 1 || st == 2 || st >= 4 && st <= 7 {
			return is(st, clerk, special)
		}
	case "attach":
		if slices.Contains([]dossier.Status{1, 2, 4, 5, 6, 7, 9}, st) {
			return is(st, clerk, special, access.Citizen, access.System)
		}
	case "detach":
		if life == "4 có tệp và tiền" {
			return is(st, clerk, special)
		}
	case "file_result":
		if st == 9 || st == 10 {
			return is(st, clerk, special, leader)
		}
	case "assess":
		if st == 1 || st == 2 || st >= 4 && st <= 9 {
			return is(st, clerk, special)
		}
	case "collect":
		if life == "4 có tệp và tiền" {
			return is(st, clerk, access.System)
		}
	case "refund":
		if life == "4 có tệp và tiền" {
			return is(st, clerk, leader)
		}
	case "notify":
		if st >= 1 {
			return is(st, access.System, clerk)
		}
	case "deliver":
		if life == "4 có thư" {
			return is(st, clerk, access.Post, access.System)
		}
	}
	return verdict{}, false
}

var commands = []string{"submit", "receive", "reject", "accept", "transfer", "ask_supplement", "supply", "raise_obligation",
	"meet_obligation", "ask_withdraw", "stop", "continue", "extend", "apologise", "settle", "return", "digitize", "rate", "correct",
	"propose", "decline", "amend", "issue", "deliver", "attach", "detach", "file_result", "assess", "collect", "refund", "notify"}

// TestTransitionMatrix: every status × command × role gives the table's verdict, and every
// refusal has a reason that reads in Vietnamese.
func TestTransitionMatrix(t *testing.T) {
	seen := map[dossier.Status]bool{}
	for _, life := range lives {
		o := newOffice(t)
		life.build(o)
		if o.s.Status != life.st {
			t.Fatalf("life %s leads to status %d", life.name, o.s.Status)
		}
		seen[life.st] = true
		for _, name := range commands {
			for _, role := range allRoles {
				checkVerdict(t, o, life.name, name, role)
			}
		}
	}
	if len(seen) != 11 {
		t.Errorf("%d statuses tried, want 11", len(seen))
	}
}

func checkVerdict(t *testing.T, o *office, life, name string, role access.Role) {
	t.Helper()
	when := at("2024-03-12 10:00")
	if life == "5 sau tiếp nhận" || life == "5 trước tiếp nhận" {
		when = at("2024-03-25 10:00") // after the time to complete, so that stop is lawful
	}
	if life == "4 quá hạn" {
		when = at("2024-03-18 10:00")
	}
	before := o.s
	events, err := o.as(role, when, commandFor(name, o))
	want, ok := allowed(life, o.s.Status, name)
	ok = ok && slices.Contains(want.roles, role)
	switch {
	case ok && err != nil:
		t.Errorf("%s: %s by %s refused: %v", life, name, role, err)
	case !ok && err == nil:
		t.Errorf("%s: %s by %s allowed", life, name, role)
	case !ok:
		o.reason(err, "")
	default:
		try := *o
		try.record(when, events)
		if try.s.Status != want.to {
			t.Errorf("%s: %s leads to %d, want %d", life, name, try.s.Status, want.to)
		}
		if o.s.Seq != before.Seq || o.s.Status != before.Status {
			t.Errorf("%s: %s changed the state it was given", life, name)
		}
	}
}

// TestUnknownCommand: what is no command of ours is refused too.
func TestUnknownCommand(t *testing.T) {
	o := newOffice(t)
	if _, err := o.as(access.Clerk, at("2024-03-12 10:00"), nil); err == nil {
		t.Error("nil command allowed")
	}
}
