// Package dossier holds the rules of one hồ sơ: which act is lawful from which state, what
// it records, and what state follows.
//
// Decide is pure: (procedure promise, state, command, now, actor) → entries or a refusal.
// Apply is pure: (state, entry) → state. There is no clock, no database and no randomness
// here. The transition table is data (data/workflows), after one-stop-rules §2.2; whatever it
// does not allow is refused with a reason.
package dossier

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
)

// ID identifies a dossier inside its unit.
type ID = ledger.ID

// SubjectKind is the ledger's word for a dossier.
const SubjectKind = "dossier"

// Status is one of the ten national status codes (one-stop-rules §2.1). 0: does not exist.
type Status uint8

const (
	Registered  Status = 1  // Mới đăng ký
	Received    Status = 2  // Được tiếp nhận
	Rejected    Status = 3  // Không được tiếp nhận
	Processing  Status = 4  // Đang xử lý
	Supplement  Status = 5  // Yêu cầu bổ sung giấy tờ
	Obligation  Status = 6  // Yêu cầu thực hiện nghĩa vụ tài chính
	Withdrawing Status = 7  // Công dân yêu cầu rút hồ sơ
	Stopped     Status = 8  // Dừng xử lý
	Settled     Status = 9  // Đã xử lý xong
	Returned    Status = 10 // Đã trả kết quả
)

// Channel is how the dossier arrived, with the national codes (§6.1).
type Channel uint8

const (
	Counter Channel = 1 // trực tiếp
	Online  Channel = 2 // trực tuyến
	Post    Channel = 3 // bưu chính công ích
)

// Level is the online level of the service on the day of filing (§6.1).
type Level uint8

const (
	LevelUnknown Level = 0 // not published
	LevelNone    Level = 1 // chỉ trực tiếp
	LevelPartial Level = 2 // một phần (mức độ 3 before NĐ 42/2022)
	LevelFull    Level = 3 // toàn trình (mức độ 4)
)

// Typist says who typed the application in.
type Typist uint8

const (
	TypedUnknown           Typist = 0
	TypedByCitizen         Typist = 1 // người dân tự nhập
	TypedByOfficer         Typist = 2 // công chức nhập hộ bằng tài khoản của người dân
	TypedByOfficerInternal Typist = 3 // công chức nhập hồ sơ giấy vào hệ thống
)

// Applicant is the person or body the dossier is for. Personal data: it lives in entry
// bodies and in the state only, never in a log line, a URL or a leaf.
type Applicant struct {
	Kind    uint8  `json:"k,omitempty"` // 1 citizen, 2 enterprise, 3 state body, 4 other
	Name    string `json:"n"`
	Number  string `json:"i,omitempty"` // personal identifier, or tax code
	Phone   string `json:"p,omitempty"`
	Address string `json:"a,omitempty"`
	Email   string `json:"m,omitempty"`
	Born    string `json:"b,omitempty"` // as the paper says: "1990", "05/03/1990"
}

// Representative is who files for the applicant, with the paper that says so (form 01 of TT
// 03/2025: người được ủy quyền). Personal data, as Applicant.
type Representative struct {
	Name    string `json:"n"`
	Number  string `json:"i,omitempty"`
	Phone   string `json:"p,omitempty"`
	Email   string `json:"m,omitempty"`
	Address string `json:"a,omitempty"`
	Paper   string `json:"d,omitempty"` // giấy ủy quyền: number, day, who certified it
}

// Assurance is how surely the office knows who the applicant is (NĐ 118/2025 Đ17). A scanned
// QR fills a form and proves nothing.
type Assurance uint8

const (
	Typed    Assurance = 0 // as told or typed
	Filled   Assurance = 1 // from the QR of the card: not authenticated
	Seen     Assurance = 2 // the officer compared the card with the person
	ChipRead Assurance = 3 // chip reader
	VNeID    Assurance = 4 // e-ID account
)

// ReturnPlace is where the applicant wants the result (form 01: đăng ký nhận kết quả tại).
type ReturnPlace string

const (
	AtCounter    ReturnPlace = "counter"
	ByPost       ReturnPlace = "post"
	Electronical ReturnPlace = "electronic"
)

// Letter is a document of the form set that was issued for the dossier: a receipt, a request
// for supplements, an apology. What it says is read from the entries up to About.
type Letter struct {
	Form   string    `json:"f"`           // id in data/forms, "tt-03-2025/02"
	Number string    `json:"n"`           // "12/PBS-TTPVHCC"
	Seq    int32     `json:"s"`           // entry that issued it
	About  int32     `json:"a"`           // entry that it is about
	At     time.Time `json:"t"`           // issued
	Signer string    `json:"g,omitempty"` // id of the officer who signs
	Given  string    `json:"w,omitempty"` // how it was handed over: "counter", "post", "electronic"; empty: not yet
}

// Proposal is a decision that an officer has drafted and a leader has to take.
type Proposal struct {
	Seq     int32     `json:"q"` // entry that made it
	By      string    `json:"b"` // id of the proposer
	To      string    `json:"o"` // id of the leader
	What    string    `json:"k"` // command: "settle", "ask_supplement", "extend", "apologise", "stop"
	Refusal bool      `json:"x,omitempty"`
	Reason  string    `json:"r,omitempty"`
	Missing []string  `json:"mi,omitempty"`
	NewDue  time.Time `json:"nd,omitzero"`
	Text    string    `json:"t,omitempty"` // of the draft result or letter
	Paper   bool      `json:"p,omitempty"` // of the result
	Electro bool      `json:"e,omitempty"`
	At      time.Time `json:"at"`
}

// Span is a run of days on which the dossier was late while its clock ran: [From, To).
// To 0: still running.
//
// A span [due+1, ∞) opens with every due date while the clock runs, and closes at
// max(due+1, the day of the pause or end); an empty one is dropped. After a pause it opens
// at max(due+1, the day the clock runs again), so that spans are in order and never count a
// day twice. The overdue stock at the end of day T is therefore the spans with
// From ≤ T and (To = 0 or T < To). A dossier that waits for its applicant counts as in time
// (one-stop-rules §3.4); so does one that waits for a payment or whose withdrawal was asked.
type Span struct {
	From calendar.Date `json:"f"`
	To   calendar.Date `json:"t,omitempty"`
}

// Component is one paper of the dossier.
type Component struct {
	Name      string `json:"n"`
	Copies    int    `json:"c,omitempty"`
	ShownOnly bool   `json:"s,omitempty"` // xuất trình: nothing to digitize (TT 03/2025 Đ5)
	Born      bool   `json:"e,omitempty"` // already electronic when it came
	Digitized bool   `json:"d,omitempty"` // scanned, faithful and complete
	Reused    bool   `json:"r,omitempty"` // taken from the store or an earlier dossier instead of handed in
	Reusable  bool   `json:"u,omitempty"` // the office already held it on the day of receipt
	Kind      string `json:"k,omitempty"` // in which form it came: "original", "certified", "copy", "database"; empty: not said
	Missing   bool   `json:"x,omitempty"` // required, and not handed in yet
}

// Result is what the office decided.
type Result struct {
	Number     string `json:"n,omitempty"`
	Refusal    bool   `json:"x,omitempty"` // a reasoned refusal is a result too (§2.1)
	Paper      bool   `json:"p,omitempty"` // the procedure returns a paper
	Electronic bool   `json:"e,omitempty"` // signed file at a reachable link
}

// State is the fold of a dossier's entries. It is stored as it is beside the ledger and can
// be rebuilt from it at any time.
type State struct {
	ID        ID             `json:"-"`
	Unit      string         `json:"-"`
	Seq       int32          `json:"-"` // of the last applied entry
	Code      string         `json:"code,omitempty"`
	Status    Status         `json:"st"`
	Before    Status         `json:"b,omitempty"` // status left for 7, to go back to
	Procedure string         `json:"pr,omitempty"`
	Version   string         `json:"ve,omitempty"` // id of the procedure version it was received under
	Field     string         `json:"fi,omitempty"`
	Channel   Channel        `json:"ch,omitempty"`
	Level     Level          `json:"lv,omitempty"`
	Typist    Typist         `json:"ty,omitempty"`
	EID       bool           `json:"ei,omitempty"` // filed with a verified e-ID account
	Applicant Applicant      `json:"ap,omitzero"`
	Limit     calendar.Limit `json:"li,omitzero"`

	SupplementLimit calendar.Limit `json:"sl,omitzero"` // what the procedure gives the applicant to complete
	Last            time.Time      `json:"t,omitzero"`  // happened instant of the last entry

	SubmittedAt time.Time `json:"sa,omitzero"`
	ReceivedAt  time.Time `json:"ra,omitzero"`  // first reach of status 2
	ClockStart  time.Time `json:"cs,omitzero"`  // restarted by a supplement
	LegalDue    time.Time `json:"ld,omitzero"`  // restarted by a supplement; 0 while waiting for one
	FirstDue    time.Time `json:"fd,omitzero"`  // as printed on the first receipt
	Appointment time.Time `json:"an,omitzero"`  // the promised date now: LegalDue, or the one of the apology
	ElapsedNet  int       `json:"en,omitempty"` // working minutes charged to the office up to RunningFrom
	RunningFrom time.Time `json:"rf,omitzero"`  // since when the clock runs; zero while paused or ended
	PausedAt    time.Time `json:"pa,omitzero"`  // since when it is paused (5, 6, 7) after receipt
	SupplyBy    time.Time `json:"sb,omitzero"`  // until when the applicant may complete; 0: no limit known
	IntakeAsks  int       `json:"si,omitempty"` // supplements asked before receipt
	Supplements int       `json:"su,omitempty"` // supplements asked after receipt
	Extensions  int       `json:"ex,omitempty"`
	Apologies   int       `json:"al,omitempty"` // sent from the due date on, with the one new date
	EndedAt     time.Time `json:"ea,omitzero"`  // first reach of 9, or of 8 after receipt
	ReturnedAt  time.Time `json:"rt,omitzero"`
	Late        []Span    `json:"la,omitempty"`

	Components     []Component     `json:"co,omitempty"`
	Result         Result          `json:"re,omitzero"`
	Holder         string          `json:"ho,omitempty"` // officer or unit that has it now
	Transfers      int             `json:"tr,omitempty"`
	PaperMoves     int             `json:"pm,omitempty"` // of which not electronic
	Rating         uint8           `json:"rg,omitempty"` // 1..5
	RatedAt        time.Time       `json:"rd,omitzero"`
	Representative *Representative `json:"rp,omitempty"`
	Request        string          `json:"rq,omitempty"` // nội dung yêu cầu giải quyết
	Sets           int             `json:"ns,omitempty"` // bộ hồ sơ; 0: one
	ReturnAt       ReturnPlace     `json:"wa,omitempty"` // empty: at the counter
	ReturnTo       string          `json:"wt,omitempty"` // address for the post
	Assurance      Assurance       `json:"as,omitempty"`
	ReceivedBy     string          `json:"rb,omitempty"` // id of the clerk
	Since          time.Time       `json:"si2,omitzero"` // since when it stands with this holder in this status; zero when it has ended
	Proposal       *Proposal       `json:"pp,omitempty"` // that waits for a leader
	Letters        []Letter        `json:"lt,omitempty"`
	Outside        []string        `json:"xc,omitempty"`  // codes that other systems gave it
	Files          []Attached      `json:"fl,omitempty"`  // of its papers, oldest first
	ResultFile     *File           `json:"rf2,omitempty"` // the result itself
	Money          *Money          `json:"mo,omitempty"`  // nil: nothing was ever to be paid
	Notices        []Notice        `json:"no,omitempty"`  // messages to the applicant, the last by entry and channel
	CollectedBy    string          `json:"cb,omitempty"`  // how the collector was identified: "receipt", "id_card", "authorisation", "account", "post_docket"

	LateEntries int `json:"le,omitempty"` // entries recorded over the allowed lag ("ghi muộn")
}
