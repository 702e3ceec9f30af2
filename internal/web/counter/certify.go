package counter

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/web/page"
)

// certifyRows is how many papers one visit may bring on the express path.
const certifyRows = 4

// certifyView is the express path: who asks, which papers, who signed; below it what was done
// today.
type certifyView struct {
	Key     string
	Scan    string // id of the scanned card that filled the requester
	Filled  bool
	Bad     []page.Mistake
	Raw     string
	Name    string
	Number  string
	Address string
	Seen    bool
	Lines   []certifyLine
	Common  []commonPaper
	Signers []choice
	Rule    string // what is charged, with its law
	Charge  string // of what stands in the form; empty: not counted
	After   string // the rule of 15:00, when it holds now
	Done    *certifiedLine
	Today   []certifiedLine
	Sum     string // of all of today
	Day     string // today, as addresses write it
	Focus   string // id of the field to go on with
	Lacks   bool   // who asks is no specialist, and so cannot certify in one act
	Earlier page.Earlier
}

// certifyLine is one paper of the form, as typed.
type certifyLine struct{ Kind, Pages, Copies string }

// certifiedLine is a line of the book as the counter shows it.
type certifiedLine struct{ Number, Code, URL, Paper, Who, Copies, Charge string }

func lineField(i int, what string) string { return "bs-" + strconv.Itoa(i) + "-" + what }

// certify is the empty form, after a scan with the requester filled in, after an act with its
// numbers.
func (o *room) certify(w http.ResponseWriter, r *http.Request) error {
	v := &certifyView{Lines: make([]certifyLine, certifyRows)}
	if id := r.URL.Query().Get("tu"); id != "" {
		c, err := o.scan(r.Context(), id)
		if err != nil {
			return err
		}
		v.Scan, v.Name, v.Number, v.Address, v.Filled = id, c.Name, c.Number, c.Address, true
	}
	return o.showCertify(w, r, v, r.URL.Query().Get("xong"))
}

func (o *room) showCertify(w http.ResponseWriter, r *http.Request, v *certifyView, done string) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	if v.Common = o.papers; v.Key == "" {
		v.Key = page.NewKey()
	}
	if v.Signers, err = o.signers(ctx, r.PostFormValue("nguoi-ky")); err != nil {
		return err
	}
	v.Rule, v.After, v.Lacks = o.chargeRule(ctx), o.after(ctx), !page.Person(ctx).Works(access.Specialist, o.fieldOf(o.copies()))
	if v.Today, v.Sum, err = o.bookOfDay(ctx, in, o.today()); err != nil {
		return err
	}
	if v.Done, err = o.justCertified(ctx, in, v.Today, done, r.URL.Query().Get("ngay")); err != nil {
		return err
	}
	v.Today = v.Today[:min(len(v.Today), 10)]
	switch {
	case len(v.Bad) > 0:
	case v.Name == "":
		v.Focus = "ten"
	default:
		v.Focus = lineField(0, "giay")
	}
	frame := page.Frame{Title: page.T(ctx, "counter.certify.title"), Active: "certify", Scan: true, Failed: len(v.Bad) > 0, Basis: o.BasisNow(ctx, in)}
	return page.Write(w, r, statusOf(v.Bad), frame, certifyPage(v))
}

// justCertified is the line of what was just done: in the book of today, or of the earlier day
// for which it was recorded; nil when nothing was done.
func (o *room) justCertified(ctx context.Context, in page.Reading, today []certifiedLine, code, day string) (*certifiedLine, error) {
	if code == "" {
		return nil, nil
	}
	if d, err := calendar.ParseDate(day); err == nil {
		if today, _, err = o.bookOfDay(ctx, in, d); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(today, func(l certifiedLine) bool { return l.Code == code })
	if i < 0 {
		return nil, nil
	}
	return &today[i], nil
}

// leaders are those who may sign a certification.
func (o *room) leaders(ctx context.Context) ([]access.Person, error) {
	all, err := o.officers(ctx, access.Leader)
	var out []access.Person
	for _, p := range on(all, o.fieldOf(o.copies())) {
		name := p.Name
		if name == "" {
			name = p.Post
		}
		out = append(out, access.Person{ID: p.ID, Unit: o.Unit.Code, Name: name, Post: p.Post, Roles: []access.Role{access.Leader}})
	}
	return out, err
}

// signers offers the leaders, chosen the one who signed last time.
func (o *room) signers(ctx context.Context, chosen string) ([]choice, error) {
	all, err := o.leaders(ctx)
	if err != nil {
		return nil, err
	}
	if chosen == "" {
		h, err := o.habits(ctx)
		if err != nil {
			return nil, err
		}
		chosen = h.Signer
	}
	var out []choice
	for i, p := range all {
		text := p.Name
		if p.Post != "" && p.Post != p.Name {
			text += ", " + p.Post
		}
		out = append(out, choice{p.ID, text, p.ID == chosen || chosen == "" && i == 0})
	}
	return out, nil
}

// chargeRule says what a copy costs today, and by what law.
func (o *room) chargeRule(ctx context.Context) string {
	rate := o.Catalog.Charges.On(o.today())
	if rate == nil {
		return page.T(ctx, "counter.certify.no_rate")
	}
	return page.T(ctx, "counter.certify.rate", "first", rate.Copies.FirstPages, "one", rate.Copies.First, "next", rate.Copies.Next, "most", rate.Copies.Most, "law", rate.Law)
}

// copies is the procedure of certified copies; "" when there is no book of them today.
func (o *room) copies() string {
	if b := o.Catalog.Books.On(o.today()).Book(string(desk.Copies)); b != nil {
		return b.Procedure
	}
	return ""
}

// after is the rule of NĐ 23/2015 Đ7 when it holds: what comes after the hour of the procedure
// may be done on the next working day.
func (o *room) after(ctx context.Context) string {
	promise, err := o.Catalog.Promise(o.Unit.Code, o.copies(), o.today())
	if err != nil {
		return ""
	}
	due, err := o.Catalog.Calendar.Deadline(o.Now(), promise.Limit)
	if err != nil || due.Day == o.today() {
		return page.T(ctx, "counter.certify.in_day")
	}
	return page.T(ctx, "counter.certify.after", "day", page.LongDay(ctx, due.Day))
}

// certifying does the act of the form, or reads a scan into it.
func (o *room) certifying(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := o.writes(); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	v := o.typed(r)
	if raw := r.PostFormValue("q"); raw != "" || r.PostFormValue("viec") == "quet" {
		return o.scanRequester(w, r, v, strings.TrimSpace(raw))
	}
	c, bad := o.certification(ctx, r, v)
	if wantsPieces(r) {
		return o.chargeNow(w, r, v, c)
	}
	if r.PostFormValue("viec") == "tinh" || len(bad) > 0 {
		if v.Bad = bad; r.PostFormValue("viec") == "tinh" {
			v.Bad = nil
		}
		v.Charge = o.chargeOf(c)
		return o.showCertify(w, r, v, "")
	}
	done, err := o.Desk.Certify(ctx, c)
	if err != nil {
		m, ok := o.mistakeOf(ctx, "", err)
		if !ok {
			return err
		}
		v.Bad, v.Key = []page.Mistake{m}, r.PostFormValue(page.KeyField) // it may have been done all the same: under its key it is done once
		return o.showCertify(w, r, v, "")
	}
	_ = o.change(ctx, func(h *habits) { h.Signer = c.Signer.ID }) // a habit that cannot be kept stands in nobody's way
	back := url.Values{"xong": {done.Code}}
	if day := calendar.DateOf(c.Happened); day != o.today() {
		back.Set("ngay", day.String())
	}
	http.Redirect(w, r, page.Certify+"?"+back.Encode(), http.StatusSeeOther)
	return nil
}

// typed is the form as it was sent.
func (o *room) typed(r *http.Request) *certifyView {
	v := &certifyView{Scan: r.PostFormValue("tu"), Name: r.PostFormValue("ten"), Number: r.PostFormValue("so"), Address: r.PostFormValue("dia-chi"),
		Seen: r.PostFormValue("doi-chieu") != ""}
	for i := range certifyRows {
		v.Lines = append(v.Lines, certifyLine{r.PostFormValue(lineField(i, "giay")), r.PostFormValue(lineField(i, "trang")), r.PostFormValue(lineField(i, "ban"))})
	}
	return v
}

// scanRequester puts a scanned card's holder into the form. The address carries the note's id
// and nothing of the person.
func (o *room) scanRequester(w http.ResponseWriter, r *http.Request, v *certifyView, raw string) error {
	ctx := r.Context()
	if len(v.Lines) == 0 {
		v.Lines = make([]certifyLine, certifyRows)
	}
	if !idcard.Looks(raw) {
		v.Bad, v.Raw = []page.Mistake{{Field: "quet", Text: page.T(ctx, "counter.bad.scan_here")}}, raw
		return o.showCertify(w, r, v, "")
	}
	c, err := o.cards.Parse(raw)
	if err != nil {
		m, ok := o.mistakeOf(ctx, "quet", err)
		if !ok {
			return err
		}
		v.Bad, v.Raw = []page.Mistake{m}, raw
		return o.showCertify(w, r, v, "")
	}
	id, err := o.scanned(ctx, c)
	if err != nil {
		return err
	}
	http.Redirect(w, r, page.Certify+"?tu="+id, http.StatusSeeOther)
	return nil
}

// certification reads the form.
func (o *room) certification(ctx context.Context, r *http.Request, v *certifyView) (desk.Certification, []page.Mistake) {
	var bad []page.Mistake
	say := func(field, key string, kv ...any) {
		bad = append(bad, page.Mistake{Field: field, Text: page.T(ctx, "counter.bad."+key, kv...)})
	}
	who := page.Person(ctx)
	c := desk.Certification{Unit: o.Unit.Code, Person: *who, Book: desk.Copies,
		Requester: dossier.Applicant{Kind: 1, Name: page.Line(v.Name), Address: page.Line(v.Address)}}
	key, err := page.Key(r)
	if err != nil {
		say("", "key")
	}
	c.Key = who.ID + ":" + key + ":chung-thuc"
	v.Earlier = page.ReadEarlier(ctx, r.PostFormValue, o.Now(), o.lag())
	c.Happened, c.Why = v.Earlier.At, v.Earlier.Why
	bad = append(bad, v.Earlier.Bad...)
	var ok bool
	if c.Requester.Name == "" {
		say("ten", "requester")
	}
	for field, text := range map[string]string{"ten": c.Requester.Name, "dia-chi": c.Requester.Address} {
		if letter := print.Lacks(text); letter != "" {
			say(field, "letter", "letter", letter)
		}
	}
	if c.Requester.Number, ok = readNumber(v.Number, false); !ok {
		say("so", "number")
	}
	c.Assurance = o.assurance(ctx, v, c.Requester)
	for i := range v.Lines {
		if p, any := o.paper(v, i, say); any {
			c.Papers = append(c.Papers, p)
		}
	}
	if len(c.Papers) == 0 && len(bad) == 0 {
		say(lineField(0, "giay"), "paper")
	}
	all, err := o.leaders(ctx)
	i := slices.IndexFunc(all, func(p access.Person) bool { return p.ID == r.PostFormValue("nguoi-ky") })
	if err != nil || i < 0 {
		say("nguoi-ky", "signer")
	} else {
		c.Signer = all[i]
	}
	return c, bad
}

// assurance says how surely the requester is known: a scan counts only while it says the same.
func (o *room) assurance(ctx context.Context, v *certifyView, a dossier.Applicant) dossier.Assurance {
	if v.Seen {
		return dossier.Seen
	}
	if v.Scan == "" {
		return dossier.Typed
	}
	c, err := o.scan(ctx, v.Scan)
	if v.Filled = err == nil && c.Name == a.Name && c.Number == a.Number; v.Filled {
		return dossier.Filled
	}
	return dossier.Typed
}

// paper reads one line of the form; false when the line is empty. A digit is the paper under
// it, whose pages are filled in.
func (o *room) paper(v *certifyView, i int, say func(field, key string, kv ...any)) (desk.Certificate, bool) {
	l := &v.Lines[i]
	kind := page.Line(l.Kind)
	if kind == "" {
		if page.Line(l.Pages) != "" || page.Line(l.Copies) != "" {
			say(lineField(i, "giay"), "paper")
		}
		return desk.Certificate{}, false
	}
	pages := 1
	if at := slices.IndexFunc(o.papers, func(p commonPaper) bool { return p.Key == kind || p.Name == kind }); at >= 0 {
		kind, pages = o.papers[at].Name, o.papers[at].Pages
		l.Kind = kind
	} else if len(kind) == 1 {
		say(lineField(i, "giay"), "paper_key", "key", kind)
	}
	c := desk.Certificate{Paper: kind}
	var ok bool
	if c.Pages, ok = readCount(l.Pages, pages, 999); !ok {
		say(lineField(i, "trang"), "pages")
	}
	if c.Copies, ok = readCount(l.Copies, 1, 200); !ok {
		say(lineField(i, "ban"), "copies_many")
	}
	return c, true
}

// sumOfText is an amount as the book keeps it, printed.
func sumOfText(s string) string {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return ""
	}
	return money.VND(n).String()
}
