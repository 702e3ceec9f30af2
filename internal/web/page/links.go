package page

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// Addresses of pages. Every link of every page is made here, so that an address has one form.
const (
	Overview   = "/"
	Reports    = "/bao-cao"
	Findings   = "/doi-chieu"
	Compare    = "/so-sanh"
	Indicators = "/chi-tieu"
	Procedures = "/thu-tuc"
	Calendar   = "/lich"

	SignIn      = "/dang-nhap"       // GET form, POST; ?ve= the address to go on to
	SignOut     = "/dang-xuat"       // POST
	SwitchUser  = "/doi-nguoi"       // another person at the same machine
	Prove       = "/xac-nhan"        // proof of presence (step-up); ?ve=
	FirstRun    = "/khoi-tao/"       // + one-time token: the first administrator
	Account     = "/tai-khoan"       // own account: password, second factor, passkeys, sessions
	CounterHome = "/quay"            // the counter's home
	Lookup      = "/tra-cuu"         // POST q: scan or text; leads to what was scanned
	Intake      = "/tiep-nhan"       // begin; /tiep-nhan/{draft}
	Certify     = "/chung-thuc"      // certified copies, the express path
	Queues      = "/hang-doi"        // /hang-doi/{id}
	Jobs        = "/viec"            // /viec/{id}: a job over many dossiers
	LeaderDesk  = "/lanh-dao"        // the leader's day; /lanh-dao/duyet decides
	Looks       = "/nhat-ky-xem"     // who looked at whose data
	Admin       = "/quan-tri"        // and /nguoi, /quyen, /don-vi, /lich, /suc-khoe below it
	Proposals   = Admin + "/de-nghi" // what waits for a second person
	Keys        = "/phim"            // the keyboard map, printable
	Registers   = "/so-theo-doi"     // form 07: register of dossiers

	Display       = "/hien-thi"  // large text, contrast, keys of the person
	PublicDisplay = "/cach-xem"  // the same looks for a browser without sign-in
	Palette       = "/bang-lenh" // POST q: procedures for the command palette, as JSON
	Alive         = "/phien"     // whether the session still is, and whose: for the script
	Decisions     = "/lanh-dao/duyet"
)

// ReportURL is the page of one part of a report: an appendix, "ii06a", or "" for its front.
func ReportURL(id, part string, asOf calendar.Date) string {
	u := Reports + "/" + url.PathEscape(id)
	if part != "" {
		u += "/" + url.PathEscape(part)
	}
	return u + "?den=" + asOf.String()
}

// DossierURL is the page of a dossier. back is the list it was opened from, nil for none.
func DossierURL(code string, back *List) string {
	u := "/ho-so/" + url.PathEscape(code)
	if back != nil {
		u += "?" + url.Values{"ds": {back.query().Encode()}}.Encode()
	}
	return u
}

// ActURL is the form of one act on a dossier: GET shows it, POST does it.
func ActURL(code, command string) string {
	return "/ho-so/" + url.PathEscape(code) + "/viec/" + url.PathEscape(command)
}

// PaperURL is a printed paper of a dossier as a page: "giay-tiep-nhan", "kiem-soat", or the
// sequence number of the entry that issued a letter. format "pdf" or "docx" gives the file.
func PaperURL(code, paper, format string) string {
	u := "/ho-so/" + url.PathEscape(code) + "/giay/" + url.PathEscape(paper)
	if format != "" {
		u += "." + format
	}
	return u
}

// ReturnURL is where the result of a dossier is handed over.
func ReturnURL(code string) string { return "/tra-ket-qua/" + url.PathEscape(code) }

// QueueURL is a queue; bucket 0 is all of it.
func QueueURL(id string, bucket int) string {
	u := Queues + "/" + url.PathEscape(id)
	if bucket > 0 {
		u += "?han=" + strconv.Itoa(bucket)
	}
	return u
}

// ItemURL is the page of an item of a book.
func ItemURL(id string) string { return "/muc/" + url.PathEscape(id) }

// IndicatorURL is the definition of an indicator.
func IndicatorURL(id string) string { return Indicators + "/" + url.PathEscape(id) }

// ProcedureURL is the page of a procedure.
func ProcedureURL(code string) string { return Procedures + "/" + url.PathEscape(code) }

// List names a list: the rows behind one part of an indicator, or behind one cell of form
// II.06a, over days From..To.
type List struct {
	Indicator string // "III.4.3"; empty: form II.06a
	Part      string // "num", "den", "2.num"; empty is "num"
	Column    string // of II.06a: "received.online"
	Row       string // of II.06a, as printed; empty is the total
	From, To  calendar.Date
	Sort      string // as measure.Page
	Page      int    // from 1; 0 is 1
	Report    string // the report it was opened from, and its as-of date, for the way back
	AsOf      calendar.Date
}

// URL is the list's page.
func (l *List) URL() string { return "/danh-sach?" + l.query().Encode() }

// Export is the list as a file: "csv", "xlsx", "json". It holds all rows, not one page.
func (l *List) Export(format string) string {
	whole := *l
	whole.Page = 0
	return "/danh-sach." + format + "?" + whole.query().Encode()
}

// WithSort and WithPage are the same list sorted or paged otherwise.
func (l List) WithSort(s string) *List { l.Sort, l.Page = s, 0; return &l }

// WithPage is the same list on another page.
func (l List) WithPage(n int) *List { l.Page = n; return &l }

func (l *List) query() url.Values {
	q := url.Values{}
	put := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	put("ct", l.Indicator)
	if l.Part != "num" {
		put("phan", l.Part)
	}
	put("cot", l.Column)
	put("dong", l.Row)
	put("tu", l.From.String())
	put("den", l.To.String())
	put("sap", l.Sort)
	if l.Page > 1 {
		put("trang", strconv.Itoa(l.Page))
	}
	put("bc", l.Report)
	if l.AsOf != 0 {
		put("chot", l.AsOf.String())
	}
	return q
}

// ParseList reads a list's address. What is not an address of a list is refused.
func ParseList(q url.Values) (*List, error) {
	l := &List{Indicator: q.Get("ct"), Part: q.Get("phan"), Column: q.Get("cot"), Row: q.Get("dong"), Sort: q.Get("sap"), Report: q.Get("bc")}
	if (l.Indicator == "") == (l.Column == "") {
		return nil, fault.New(fault.Invalid, "web.list_unclear")
	}
	if l.Part == "" {
		l.Part = "num"
	}
	var err error
	if l.From, err = day(q, "tu"); err != nil {
		return nil, err
	}
	if l.To, err = day(q, "den"); err != nil {
		return nil, err
	}
	if l.From > l.To {
		return nil, fault.New(fault.Invalid, "web.days_reversed", "from", l.From.Print(), "to", l.To.Print())
	}
	if q.Get("chot") != "" {
		if l.AsOf, err = day(q, "chot"); err != nil {
			return nil, err
		}
	}
	if l.Page, err = ReadPage(q); err != nil {
		return nil, err
	}
	return l, nil
}

// Back is the list that a dossier's page was opened from, nil when it was not.
func Back(r *http.Request) *List {
	q, err := url.ParseQuery(r.URL.Query().Get("ds"))
	if err != nil {
		return nil
	}
	l, err := ParseList(q)
	if err != nil {
		return nil
	}
	return l
}

func day(q url.Values, name string) (calendar.Date, error) {
	return ReadDay(q.Get(name), 0)
}

// ListOf turns a cell's drill arguments (report.Cell.Drill) into its list; nil when there is
// none.
func ListOf(drill []string, reportID string, asOf calendar.Date) *List {
	if len(drill) < 2 {
		return nil
	}
	l := &List{Part: "num", Report: reportID, AsOf: asOf}
	if drill[0] == "ii06a" {
		l.Column = drill[1]
	} else {
		l.Indicator = drill[1]
	}
	for i := 2; i+1 < len(drill); i += 2 {
		v := drill[i+1]
		switch drill[i] {
		case "--part":
			l.Part = v
		case "--field":
			l.Row = v
		case "--from":
			l.From, _ = calendar.ParseDate(v)
		case "--to":
			l.To, _ = calendar.ParseDate(v)
		}
	}
	if l.From == 0 || l.To == 0 {
		return nil
	}
	return l
}
