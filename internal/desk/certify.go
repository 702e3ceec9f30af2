package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/book"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/money"
)

// Book is one of the books of certifications; it is a facet of the register "certification". Symbol,
// volume and ordinary procedure of each are data (data/books), by the day of the act.
type Book string

// Books of NĐ 23/2015 Đ13 as TT 01/2020/TT-BTP Đ4 names them.
const (
	Copies       Book = "copies"       // bản sao từ bản chính
	Signatures   Book = "signatures"   // chữ ký, điểm chỉ
	Translations Book = "translations" // chữ ký người dịch
	Contracts    Book = "contracts"    // hợp đồng, giao dịch
)

// Certification asks for a certification done while the person waits: received, certified,
// numbered in the book of the year and handed over in one act.
type Certification struct {
	Unit      string
	Key       string        // idempotency key; a repeat gets the first numbers
	Person    access.Person // at the counter; receives, examines and hands over
	Signer    access.Person // the leader who signed
	Happened  time.Time
	Book      Book
	Procedure string // empty: the book's ordinary one
	Requester dossier.Applicant
	For       *dossier.Representative // who came for the requester
	Assurance dossier.Assurance
	Papers    []Certificate
	Proof     string // how the collector was identified; empty: the receipt just given
	Note      string
	Why       string // why it is recorded late, as Order.Why

	book *book.Book // in force on the day
}

// Certificate is one paper that is certified: one number, whatever the copies.
type Certificate struct {
	Paper  string // tên giấy tờ, văn bản
	Copies int    // of a copy book; elsewhere the documents signed
	Pages  int    // of the original
}

// Certified is what a certification tells its caller.
type Certified struct {
	Answer
	Book    string    // «01/2026-SCT/BS»
	Numbers []int     // one for each paper, in order
	Charge  money.VND // of all papers
}

// Number is the certification number of all papers with the book, as the words of the
// certification name them.
func (c Certified) Number() string { return bookNumber(c.Numbers, c.Book) }

func bookNumber(numbers []int, book string) string {
	if len(numbers) == 0 {
		return ""
	}
	text := fmt.Sprintf("%02d", numbers[0])
	if last := numbers[len(numbers)-1]; last > numbers[0] {
		text += fmt.Sprintf("–%02d", last)
	}
	return text + ", quyển số " + book
}

// Bounds of what one visit brings: far above any real one.
const (
	maxCertificates = 50
	maxCopies       = 500
	maxPages        = 2000
)

// Charge is what papers cost in a book on a day (TT 226/2016/TT-BTC). A data tree without
// charges, or a day before the first, has none: nothing is asked for.
func (d *Desk) Charge(book Book, procedure string, papers []Certificate, day calendar.Date) money.VND {
	rate := d.catalog.Charges.On(day)
	if rate == nil {
		return 0
	}
	var sum money.VND
	for _, p := range papers {
		if book == Copies {
			sum += rate.Copy(p.Pages, p.Copies)
			continue
		}
		one, _ := rate.Case(string(book), procedure)
		sum += one
	}
	return sum
}

// Certify certifies at the counter: one act receives the dossier, accepts it, settles it with
// the next numbers of the book of the year, hands it over, and writes the book's items. It is
// done in the day; what comes after 15:00 may be handed over the next working day and is
// promised so (NĐ 23/2015 Đ7). Numbers run through the year without a gap, one for each
// paper: copies of one original made at one time share it (NĐ 23/2015 Đ20; TT 01/2020/TT-BTP
// Đ4; §4.3).
func (d *Desk) Certify(ctx context.Context, c Certification) (Certified, error) {
	if err := d.checkCertification(&c); err != nil {
		return Certified{}, err
	}
	id, err := IDFor(c.Happened, c.Key)
	if err != nil {
		return Certified{}, err
	}
	o := Order{Unit: c.Unit, Dossier: id, Key: c.Key, Actor: c.Person.As(access.Clerk), Who: &c.Person, Happened: c.Happened, Procedure: c.Procedure, Command: c.receipt(), Why: c.Why}
	act, err := d.act(o)
	if err != nil {
		return Certified{}, err
	}
	o.Happened = act.Happened
	act.Run = func(tx Tx) ([]byte, error) { return d.certify(tx, o, c) }
	r, err := d.journal.Do(ctx, act)
	if err != nil {
		return Certified{}, err
	}
	return readCertified(r.Answer)
}

// certify is the act inside its transaction.
func (d *Desk) certify(tx Tx, o Order, c Certification) ([]byte, error) {
	s, err := d.begin(tx, o)
	if err != nil {
		return nil, err
	}
	day := calendar.DateOf(o.Happened)
	done := Certified{Book: c.book.Name(o.year()), Charge: d.Charge(c.Book, c.Procedure, c.Papers, day)}
	for range c.Papers {
		n, err := tx.Next(fmt.Sprintf("certification/%s/%d", c.Book, o.year()), 0)
		if err != nil {
			return nil, err
		}
		done.Numbers = append(done.Numbers, n)
	}
	hand := dossier.Return{Way: "counter", To: "applicant", Proof: c.Proof}
	if c.For != nil {
		hand.To = "representative"
	}
	o.certified = true
	o.Then = []Next{
		{access.Specialist, dossier.Accept{Holder: c.Person.ID}},
		{access.Clerk, dossier.Settle{Result: dossier.Result{Number: done.Number(), Paper: true}}},
		{access.Clerk, hand},
	}
	if s, err = d.all(tx, o, s); err != nil {
		return nil, err
	}
	done.Answer = answerOf(s)
	for i := range c.Papers {
		if err := d.enter(tx, o, c, done, i); err != nil {
			return nil, err
		}
	}
	return done.bytes()
}

// receipt: originals are shown and given back; nothing of them is kept (NĐ 23/2015 Đ14), so
// that there is nothing to scan.
func (c *Certification) receipt() dossier.Receive {
	r := dossier.Receive{Channel: dossier.Counter, Applicant: c.Requester, Representative: c.For, Assurance: c.Assurance, Typist: dossier.TypedByOfficerInternal}
	for _, p := range c.Papers {
		r.Components = append(r.Components, dossier.Component{Name: p.Paper, Copies: 1, ShownOnly: true, Kind: "original"})
	}
	return r
}

// enter writes the line of the book for one paper: the columns of the law.
func (d *Desk) enter(tx Tx, o Order, c Certification, done Certified, i int) error {
	p, day := c.Papers[i], calendar.DateOf(o.Happened)
	id, err := IDFor(o.Happened, fmt.Sprintf("%s book %d", o.Key, i))
	if err != nil {
		return err
	}
	count := 1
	if c.Book == Copies {
		count = p.Copies
	}
	item := register.Item{Kind: "certification", Facet: string(c.Book), From: day, To: day, Quantity: int64(count),
		Evidence: []register.Evidence{{Kind: "dossier", Ref: done.Code}},
		Fields: map[string]string{"number": fmt.Sprint(done.Numbers[i]), "book": done.Book, "day": day.String(), "requester": c.Requester.Name, "paper": p.Paper,
			"signer": strings.Trim(c.Signer.Name+", "+c.Signer.Post, ", "), "copies": fmt.Sprint(p.Copies), "charge": fmt.Sprint(int64(d.Charge(c.Book, c.Procedure, c.Papers[i:i+1], day)))}}
	if p.Pages > 0 {
		item.Fields["pages"] = fmt.Sprint(p.Pages)
	}
	if c.Note != "" {
		item.Fields["note"] = c.Note
	}
	old, err := tx.Item(id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	events, err := register.Decide(register.Env{Kinds: d.Kinds, Now: o.Happened, Actor: o.Actor}, old, register.Record{Item: item})
	if err != nil {
		return err
	}
	for _, e := range events {
		fact := Fact{Subject: ledger.Subject{Kind: register.SubjectKind, ID: id}, Kind: e.Kind, Happened: o.Happened, Corrects: e.Corrects, Version: e.Version, Body: e.Body}
		if err := tx.Append(fact); err != nil {
			return err
		}
	}
	return nil
}

// checkCertification says what is missing before anything is recorded.
func (d *Desk) checkCertification(c *Certification) error {
	c.book = d.catalog.Books.On(calendar.DateOf(c.Happened)).Book(string(c.Book))
	switch {
	case c.book == nil:
		return fault.New(fault.Invalid, "desk.certify_book", "book", string(c.Book))
	case d.Kinds == nil:
		return fault.New(fault.Unavailable, "desk.no_books")
	case c.Person.ID == "" || c.Person.Unit != c.Unit:
		return fault.New(fault.Forbidden, "desk.certify_unit")
	case c.Signer.ID == "" || c.Signer.Name == "" || c.Signer.Unit != c.Unit || !c.Signer.Has(access.Leader):
		return fault.New(fault.Invalid, "desk.certify_signer")
	case len(c.Papers) == 0 || len(c.Papers) > maxCertificates:
		return fault.New(fault.Invalid, "desk.certify_papers", "most", maxCertificates)
	}
	for _, role := range []access.Role{access.Clerk, access.Specialist} {
		if !c.Person.Has(role) {
			return fault.New(fault.Forbidden, "desk.certify_role", "role", d.catalog.Workflow.RoleTitle(role))
		}
	}
	for i, p := range c.Papers {
		if strings.TrimSpace(p.Paper) == "" {
			return fault.New(fault.Invalid, "dossier.paper_without_name", "number", i+1)
		}
		if p.Copies < 1 || p.Copies > maxCopies || p.Pages < 0 || p.Pages > maxPages || c.Book == Copies && p.Pages < 1 {
			return fault.New(fault.Invalid, "desk.certify_count", "number", i+1, "copies", maxCopies, "pages", maxPages)
		}
	}
	if c.Procedure == "" {
		c.Procedure = c.book.Procedure
	}
	if field := d.field(&dossier.State{}, nil, c.Procedure); !c.Signer.Works(access.Leader, field) {
		return fault.New(fault.Invalid, "desk.certify_signer_field", "field", field)
	}
	if c.Proof == "" {
		c.Proof = "receipt"
		if c.For != nil {
			c.Proof = "authorisation"
		}
	}
	return nil
}
