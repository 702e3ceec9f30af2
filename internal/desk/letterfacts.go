package desk

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Extras are what a paper prints and the ledger does not hold. What is empty is printed as
// dots.
type Extras struct {
	People func(id string) (name, post string) // of officers; nil or empty: not known
	Key    []byte                              // of receipts; empty: no code is printed

	FeeMode, Book, BookLine     string
	Contact, Hotline            string
	Papers, Money, Coordinating string
}

func (x *Extras) person(id string) (name, post string) {
	if x.People == nil || id == "" {
		return "", ""
	}
	return x.People(id)
}

// LetterFacts is what a paper of a dossier says: the unit by its name of the paper's day, the
// dossier as it stood after the entry that the paper is about, so that an old paper is printed
// again as it was. A damaged entry is an error.
func LetterFacts(cat *catalog.Catalog, u *unit.Unit, entries []ledger.Entry, l dossier.Letter, x Extras) (*form.Form, letter.Facts, error) {
	f, ok := cat.Forms.Form(l.Form)
	if !ok {
		return nil, letter.Facts{}, fault.New(fault.NotFound, "letter.unknown_form", "form", l.Form)
	}
	w := &writer{cat: cat, unit: u, form: f, letter: l, extras: x}
	w.head()
	if err := w.fold(entries); err != nil {
		return nil, letter.Facts{}, err
	}
	w.dossier()
	if err := w.purpose(entries); err != nil {
		return nil, letter.Facts{}, err
	}
	return f, w.facts, nil
}

// writer fills the facts of one paper.
type writer struct {
	cat    *catalog.Catalog
	unit   *unit.Unit
	form   *form.Form
	letter dossier.Letter
	extras Extras
	facts  letter.Facts

	before dossier.State // the entry that the paper is about
	state  dossier.State // after it
	about  dossier.Said
	first  bool // the dossier was received before form 01's questions were kept
}

// head is what stands around the text.
func (w *writer) head() {
	day := calendar.DateOf(w.letter.At)
	if w.letter.At.IsZero() {
		day = 0
	}
	f := &w.facts
	f.Number, f.Day, f.Office = w.letter.Number, day, w.form.Set.Office
	f.Signer, _ = w.extras.person(w.letter.Signer)
	n := w.unit.NameOn(day)
	if n == nil {
		return
	}
	f.Agency, f.Heading, f.Superior, f.Place, f.Capacity = n.Title, n.Long, n.Parent, n.Place, n.SignedAs
	if n.OneStop != "" {
		f.Office = n.OneStop
	}
}

// fold reads the dossier up to the entry that the paper is about.
func (w *writer) fold(entries []ledger.Entry) error {
	for i := range entries {
		e := &entries[i]
		if e.Seq > w.letter.About {
			break
		}
		w.before = w.state
		if err := dossier.Apply(&w.state, e); err != nil {
			return err
		}
		said, err := dossier.Says(e)
		if err != nil {
			return err
		}
		w.about = said
		if e.Kind == dossier.EventReceived {
			w.first = said.First
		}
	}
	if w.state.Seq != w.letter.About || w.state.Seq == 0 {
		return fault.New(fault.NotFound, "letter.no_entry", "seq", w.letter.About)
	}
	return nil
}

// dossier is what most papers say of the dossier.
func (w *writer) dossier() {
	s, f := &w.state, &w.facts
	f.Code, f.Received, f.Result = s.Code, s.ReceivedAt, s.Appointment
	f.Procedure = ProcedureName(w.cat, s)
	f.Request = s.Request
	if f.Request == "" {
		f.Request = f.Procedure
	}
	f.Applicant = letter.Party{Name: s.Applicant.Name, Number: s.Applicant.Number, Address: s.Applicant.Address, Phone: s.Applicant.Phone, Email: s.Applicant.Email}
	f.Filer = f.Applicant
	if r := s.Representative; r != nil {
		f.Represented, f.Authorisation = true, r.Paper
		f.Filer = letter.Party{Name: r.Name, Number: r.Number, Address: r.Address, Phone: r.Phone, Email: r.Email}
	}
	if s.Limit.Unit != "" {
		f.Limit = limit(s.Limit)
	}
	for _, c := range s.Components {
		if !c.Missing {
			f.Components = append(f.Components, letter.Paper{Name: c.Name, Kind: kindOf(c), Copies: c.Copies})
		}
	}
	if !w.first { // an older receipt did not ask
		f.Sets, f.ReturnAt = max(s.Sets, 1), w.returnPlace(s)
	}
	f.FeeMode, f.Book, f.BookLine, f.Contact, f.Hotline = w.extras.FeeMode, w.extras.Book, w.extras.BookLine, w.extras.Contact, w.extras.Hotline
	if len(w.extras.Key) > 0 && s.Code != "" {
		f.Scan = letter.Receipt{Code: s.Code, Secret: letter.Secret(w.extras.Key, s.ID)}.Scan()
	}
}

// limit is the period as forms write it: two digits, "03 ngày làm việc".
func limit(l calendar.Limit) string {
	if l.Unit == calendar.SameDay || l.Value > 9 {
		return l.Print()
	}
	return "0" + l.Print()
}

// kindOf is in which form a component came; "" where that was not said.
func kindOf(c dossier.Component) string {
	switch {
	case c.Kind != "":
		return c.Kind
	case c.Reused:
		return "database"
	case c.Born:
		return "electronic"
	case c.ShownOnly:
		return "shown"
	}
	return ""
}

func (w *writer) returnPlace(s *dossier.State) string {
	switch s.ReturnAt {
	case dossier.ByPost:
		if s.ReturnTo != "" {
			return "qua dịch vụ bưu chính công ích, địa chỉ " + s.ReturnTo
		}
		return "qua dịch vụ bưu chính công ích"
	case dossier.Electronical:
		return "bản điện tử, qua tài khoản trên Cổng Dịch vụ công quốc gia"
	}
	return w.facts.Office
}

// purpose is what only one kind of paper says.
func (w *writer) purpose(entries []ledger.Entry) error {
	f := &w.facts
	f.Reason, f.Missing = w.about.Reason, w.about.Missing
	switch w.form.Purpose {
	case form.Apology:
		f.DueBefore, f.NewDue = w.before.Appointment, w.about.Due
	case form.Stop:
		return w.stop(entries)
	case form.ControlSlip:
		f.Result = w.state.FirstDue // the slip keeps the appointment that it was begun with
		f.Reason, f.Resolving, f.Coordinating = "", w.facts.Agency, w.extras.Coordinating
		hops, err := w.hops(entries)
		f.Hops = hops
		return err
	}
	return nil
}

// stop names the request, if there was one, and how the dossier stood when it came (TT
// 03/2025 Đ7).
func (w *writer) stop(entries []ledger.Entry) error {
	f := &w.facts
	f.Papers, f.Money = w.extras.Papers, w.extras.Money
	found := w.before.Status
	if found == dossier.Withdrawing {
		found = w.before.Before
		for i := range entries {
			if e := &entries[i]; e.Kind == dossier.EventWithdrawalAsked && e.Seq < w.letter.About {
				f.AskedOn = calendar.DateOf(e.Happened)
			}
		}
	}
	for _, st := range w.cat.Workflow.Statuses {
		if st.Code == uint8(found) {
			f.Found = strings.ToLower(st.Name)
		}
	}
	return nil
}

// ProcedureName is the name of a dossier's procedure; its code when the catalogue does not
// know it.
func ProcedureName(cat *catalog.Catalog, s *dossier.State) string {
	if p, ok := cat.Procedures.Get(s.Procedure); ok && p.Name != "" {
		return p.Name
	}
	return s.Procedure
}

// RegisterFacts is a register (sổ theo dõi hồ sơ) of dossiers received in a period, in the
// order given; field is the field, or group of fields, that it is kept for. It is drawn up on
// a day, in the set in force then.
func RegisterFacts(cat *catalog.Catalog, u *unit.Unit, states []*dossier.State, from, to, day calendar.Date, field string, x Extras) (*form.Form, letter.Facts, error) {
	set := cat.Forms.On(day)
	if set == nil || set.For(form.Register) == nil {
		return nil, letter.Facts{}, fault.New(fault.NotFound, "letter.no_set", "day", day.Print())
	}
	w := &writer{cat: cat, unit: u, form: set.For(form.Register), letter: dossier.Letter{At: day.At(12, 0)}, extras: x}
	w.head()
	f := &w.facts
	f.From, f.To, f.Field = from, to, field
	for _, s := range states {
		f.Rows = append(f.Rows, w.row(s))
	}
	return w.form, w.facts, nil
}

var returnWays = map[dossier.ReturnPlace]string{"": "Trực tiếp", dossier.AtCounter: "Trực tiếp", dossier.ByPost: "Bưu chính công ích", dossier.Electronical: "Bản điện tử"}

// row is a line of the register. The signature stays blank: it is written, or the receipt's.
func (w *writer) row(s *dossier.State) letter.Row {
	var contact []string
	for _, part := range []string{s.Applicant.Address, s.Applicant.Phone} {
		if part != "" {
			contact = append(contact, part)
		}
	}
	return letter.Row{Code: s.Code, Procedure: ProcedureName(w.cat, s), Person: s.Applicant.Name, Contact: strings.Join(contact, "; "), Lead: w.facts.Agency,
		Received: s.ReceivedAt, Appointment: s.FirstDue, Returned: s.ReturnedAt, Way: returnWays[s.ReturnAt], Sets: max(s.Sets, 1)}
}
