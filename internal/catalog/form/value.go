package form

// Value names a fact that a form may print. The list is closed: a form cannot ask for what
// nobody fills in.
type Value string

// Values that stand in a line of text.
const (
	Code       Value = "code"   // mã hồ sơ
	Office     Value = "office" // name of the one-stop office
	Agency     Value = "agency" // name of the unit
	Procedure  Value = "procedure"
	Request    Value = "request" // nội dung yêu cầu giải quyết
	SetCount   Value = "sets"    // number of sets handed in
	Limit      Value = "limit"   // statutory period
	ReceivedAt Value = "received_at"
	ReceivedOn Value = "received_on" // the day alone
	ResultAt   Value = "result_at"   // the appointment as the paper's day knew it
	ReturnAt   Value = "return_at"   // where the result is received
	Book       Value = "book"        // of the register
	BookLine   Value = "book_line"
	FeeMode    Value = "fee_mode"
	Reason     Value = "reason"
	Contact    Value = "contact" // who helps to complete
	Hotline    Value = "hotline"

	FilerName    Value = "filer" // who hands in: the applicant, or who acts for him
	FilerNumber  Value = "filer_number"
	FilerAddress Value = "filer_address"
	FilerPhone   Value = "filer_phone"
	FilerEmail   Value = "filer_email"

	Applicant        Value = "applicant" // whose dossier it is
	ApplicantNumber  Value = "applicant_number"
	ApplicantAddress Value = "applicant_address"
	ApplicantPhone   Value = "applicant_phone"
	ApplicantEmail   Value = "applicant_email"
	Authorisation    Value = "authorisation" // the paper that says who may act

	DueBefore Value = "due_before" // appointment before an extension
	NewDue    Value = "new_due"
	AskedOn   Value = "asked_on" // day of the request to stop
	AskedBy   Value = "asked_by" // by which way
	Found     Value = "found"    // state of the dossier then
	Papers    Value = "papers"   // papers given back
	Money     Value = "money"    // money given back

	Resolving    Value = "resolving"    // who resolves
	Coordinating Value = "coordinating" // with whom

	PeriodFrom Value = "period_from"
	PeriodTo   Value = "period_to"
	FieldName  Value = "field" // field, or group of fields, of a register
)

// Lists.
const (
	Components Value = "components" // papers handed in
	Missing    Value = "missing"    // what is to be completed
)

// values are those that a text may name, lists those that a list may.
var (
	values = []Value{Code, Office, Agency, Procedure, Request, SetCount, Limit, ReceivedAt, ReceivedOn, ResultAt, ReturnAt, Book, BookLine,
		FeeMode, Reason, Contact, Hotline, FilerName, FilerNumber, FilerAddress, FilerPhone, FilerEmail, Applicant, ApplicantNumber,
		ApplicantAddress, ApplicantPhone, ApplicantEmail, Authorisation, DueBefore, NewDue, AskedOn, AskedBy, Found, Papers, Money,
		Resolving, Coordinating, PeriodFrom, PeriodTo, FieldName}
	lists = []Value{Components, Missing}
)

// Table is the kind of a table.
type Table string

// Tables.
const (
	ComponentTable Table = "components" // papers, and in which form each came
	HopTable       Table = "hops"       // a pair of lines for each hand-over
	RegisterTable  Table = "register"   // a line for each dossier
)

// columns are what the columns of a table may show.
var columns = map[Table][]string{
	ComponentTable: {"no", "name", "original", "certified", "copy", "note"},
	HopTable:       {"unit", "time", "result", "note"},
	RegisterTable: {"no", "code", "procedure", "person", "contact", "lead", "received", "appointment", "returned", "way", "signature",
		"sets", "note"},
}

// Condition says when a field is printed; empty is always.
type Condition string

// Conditions.
const (
	Represented Condition = "represented" // somebody else hands in for the applicant
	Coded       Condition = "coded"       // the dossier has a code
)

var conditions = []Condition{"", Represented, Coded}

// must are the values without which a paper is not what its purpose says (one-stop-rules
// §4.2).
var must = map[Purpose][]string{
	Receipt:     {"code", "office", "filer", "request", "sets", "limit", "received_at", "result_at", "return_at"},
	Supplement:  {"applicant", "request", "missing", "reason"},
	Refusal:     {"office", "filer", "request", "reason"},
	Apology:     {"applicant", "received_on", "procedure", "code", "due_before", "reason", "new_due"},
	Stop:        {"code", "procedure", "applicant", "asked_on", "asked_by", "found", "reason"},
	ControlSlip: {"code", "resolving", "coordinating", "received_at", "result_at", "table:hops"},
	Register:    {"table:register"},
}
