package letter

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
)

// Facts is what papers are filled with: what was true when the paper was issued. What is
// empty is not known and is printed as dots. Personal data.
type Facts struct {
	Superior string // of the agency: "UBND thị xã Quảng Trị"
	Agency   string // as a sentence names it: "UBND Phường 2"
	Heading  string // as it stands at the head; empty: as in a sentence
	Office   string // the one-stop office
	Place    string
	Number   string // "12/PBS-TTPVHCC"; empty: only the symbol
	Day      calendar.Date
	Capacity []string // lines above a leader's signature: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
	Signer   string   // name of the officer or leader who signs

	Code      string
	Scan      string // what the code of squares says (Receipt); empty: none is printed
	Procedure string
	Request   string
	Sets      int
	Limit     string
	Received  time.Time
	Result    time.Time // the appointment
	ReturnAt  string
	Book      string
	BookLine  string
	FeeMode   string

	Filer         Party
	Applicant     Party
	Represented   bool
	Authorisation string

	Components []Paper
	Missing    []string
	Reason     string
	Contact    string
	Hotline    string

	DueBefore time.Time
	NewDue    time.Time

	AskedOn calendar.Date
	AskedBy string
	Found   string
	Papers  string
	Money   string

	Resolving    string
	Coordinating string
	Hops         []Hop

	From, To calendar.Date
	Field    string
	Rows     []Row
}

// Party is a person or body.
type Party struct{ Name, Number, Address, Phone, Email string }

// Paper is a component that was handed in. Kind is "original", "certified", "copy",
// "database", "electronic", "shown"; empty: not said.
type Paper struct {
	Name   string
	Kind   string
	Copies int
}

// Hop is one hand-over. What the receiving side has not entered is empty.
type Hop struct {
	From, To       string // units or posts
	Giver, Taker   string // people
	Given, Taken   time.Time
	Result, Remark string
}

// Row is a line of the register.
type Row struct {
	Code, Procedure, Person, Contact, Lead string
	Received, Appointment, Returned        time.Time
	Way, Note                              string
	Sets                                   int
}

// ways are the words for how a component came.
var ways = map[string]string{
	"original": "bản chính", "certified": "bản sao chứng thực", "copy": "bản chụp",
	"database": "khai thác từ cơ sở dữ liệu", "electronic": "bản điện tử", "shown": "xuất trình để đối chiếu",
}

// text is a value of the form; "" when it is not known.
func (f *Facts) text(v form.Value) string {
	switch v {
	case form.SetCount:
		if f.Sets > 0 {
			return fmt.Sprintf("%02d", f.Sets)
		}
		return ""
	case form.ReceivedAt:
		return Instant(f.Received)
	case form.ReceivedOn:
		return day(calendar.DateOf(f.Received))
	case form.ResultAt:
		return Instant(f.Result)
	case form.DueBefore:
		return Instant(f.DueBefore)
	case form.NewDue:
		return Instant(f.NewDue)
	case form.AskedOn:
		return day(f.AskedOn)
	case form.PeriodFrom:
		return day(f.From)
	case form.PeriodTo:
		return day(f.To)
	}
	return strings.TrimSpace(*f.plain(v))
}

// plain are the values that are text already.
func (f *Facts) plain(v form.Value) *string {
	at := map[form.Value]*string{
		form.Code: &f.Code, form.Office: &f.Office, form.Agency: &f.Agency, form.Procedure: &f.Procedure, form.Request: &f.Request,
		form.Limit: &f.Limit, form.ReturnAt: &f.ReturnAt, form.Book: &f.Book, form.BookLine: &f.BookLine, form.FeeMode: &f.FeeMode,
		form.Reason: &f.Reason, form.Contact: &f.Contact, form.Hotline: &f.Hotline,
		form.FilerName: &f.Filer.Name, form.FilerNumber: &f.Filer.Number, form.FilerAddress: &f.Filer.Address,
		form.FilerPhone: &f.Filer.Phone, form.FilerEmail: &f.Filer.Email,
		form.Applicant: &f.Applicant.Name, form.ApplicantNumber: &f.Applicant.Number, form.ApplicantAddress: &f.Applicant.Address,
		form.ApplicantPhone: &f.Applicant.Phone, form.ApplicantEmail: &f.Applicant.Email, form.Authorisation: &f.Authorisation,
		form.AskedBy: &f.AskedBy, form.Found: &f.Found, form.Papers: &f.Papers, form.Money: &f.Money,
		form.Resolving: &f.Resolving, form.Coordinating: &f.Coordinating, form.FieldName: &f.Field,
	}
	if s := at[v]; s != nil {
		return s
	}
	return new(string)
}

// dotted is what a value that is not known leaves room for, where it is more than a word.
func dotted(v form.Value) string {
	switch v {
	case form.ReceivedAt, form.ResultAt, form.DueBefore, form.NewDue:
		return "...... giờ ...... phút, ngày ...... tháng ...... năm ......"
	case form.ReceivedOn, form.AskedOn, form.PeriodFrom, form.PeriodTo:
		return "....../....../......"
	case form.SetCount, form.Book, form.BookLine:
		return "......"
	case form.FilerPhone, form.ApplicantPhone, form.Hotline:
		return strings.Repeat(".", 24)
	}
	return strings.Repeat(".", 40)
}

// holds reports whether a condition of a field is met.
func (f *Facts) holds(c form.Condition) bool {
	switch c {
	case form.Represented:
		return f.Represented
	case form.Coded:
		return f.Code != ""
	}
	return true
}

// LongDay is a day as documents write it: "ngày 05 tháng 3 năm 2026" (NĐ 30/2020, phụ lục I:
// days below 10, and months 1 and 2, have a zero before them).
func LongDay(d calendar.Date) string {
	if d == 0 {
		return "ngày ...... tháng ...... năm ......"
	}
	y, m, n := d.Civil()
	month := strconv.Itoa(int(m))
	if m < 3 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", n, month, y)
}

// Instant is an instant as forms write it: "09 giờ 05 phút, ngày 05 tháng 3 năm 2026"; "" for
// none.
func Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(calendar.Zone)
	return fmt.Sprintf("%02d giờ %02d phút, %s", local.Hour(), local.Minute(), LongDay(calendar.DateOf(t)))
}

func day(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.Print()
}
