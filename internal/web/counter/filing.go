package counter

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/web/page"
)

// filing is a draft read as what it means, with what is wrong in it.
type filing struct {
	Procedure *procedure.Procedure
	Version   *procedure.Version // nil: none in force today
	Promise   catalog.Promise
	Refused   string // why the unit may not receive it today
	Due       calendar.Due
	Why       string // the arithmetic of Due
	Happened  time.Time
	Late      string // why it is recorded late, when it is
	Earlier   page.Earlier
	Applicant dossier.Applicant
	Receive   dossier.Receive
	Missing   []string // required papers that are not there
	Transfer  string   // id of the specialist
	Bad       []page.Mistake
	Doubts    []string // do not block
}

// ways a paper came in; the first is that of a paper not handed in because it is not needed.
var ways = []string{"none", "original", "certified", "copy", "database", "shown", "missing"}

// wayOf is how a paper is expected by its published line.
func wayOf(c procedure.Component) string {
	must := c.Required != nil && *c.Required
	switch {
	case !must && (c.Required != nil || c.Case != ""):
		return "none"
	case c.Mode == "xuat_trinh":
		return "shown"
	case c.Original > 0:
		return "original"
	case c.Copy > 0:
		return "copy"
	}
	return "original"
}

func paperField(i int, what string) string { return "tp-" + strconv.Itoa(i) + "-" + what }

// file reads a draft. Everything wrong is collected: who typed is told all at once.
func (o *room) file(ctx context.Context, d *draft) (*filing, error) {
	f := &filing{Happened: o.Now()}
	var err error
	if f.Procedure, err = o.Catalog.Procedures.Find(d.Procedure); err != nil {
		return nil, err
	}
	r := reader{ctx: ctx, words: o.Words, d: d, f: f, today: o.today()}
	r.earlier(f.Happened, o.lag())
	r.channel(o.Catalog)
	day := calendar.DateOf(f.Happened)
	f.Version = f.Procedure.VersionOn(day)
	if who := page.Person(ctx); who.Has(access.Clerk) && !who.Works(access.Clerk, f.Procedure.Field) {
		f.Refused = page.T(ctx, "desk.other_field", "field", f.Procedure.Field, "role", o.Catalog.Workflow.RoleTitle(access.Clerk))
		f.Bad = append(f.Bad, page.Mistake{Text: f.Refused})
	}
	if f.Promise, err = o.Catalog.Promise(o.Unit.Code, d.Procedure, day); err != nil {
		m, ok := o.mistakeOf(ctx, "", err)
		if !ok {
			return nil, err
		}
		f.Refused = m.Text
		f.Bad = append(f.Bad, m)
	} else if f.Due, err = o.Catalog.Calendar.Deadline(f.Happened, f.Promise.Limit); err != nil {
		m, ok := o.mistakeOf(ctx, "", err)
		if !ok {
			return nil, err
		}
		f.Bad = append(f.Bad, m)
	} else {
		f.Why = o.Catalog.Calendar.Explain(f.Happened, f.Promise.Limit, f.Due)
	}
	r.applicant()
	r.representative()
	r.papers()
	r.rest()
	people, err := o.officers(ctx, access.Specialist)
	r.transfer(on(people, f.Procedure.Field))
	return f, err
}

// reader reads the fields of a draft one after the other.
type reader struct {
	ctx   context.Context
	words *locale.Sentences
	d     *draft
	f     *filing
	today calendar.Date
	stamp string // day of the postmark, printed
}

// text is a field as it is kept. What cannot be printed is said now, not when the paper is due.
func (r *reader) text(name string) string {
	s := page.Line(r.d.Fields[name])
	if letter := print.Lacks(s); letter != "" && !has(r.f.Bad, name) {
		r.bad(name, "letter", "letter", letter)
	}
	return s
}

func (r *reader) bad(field, key string, kv ...any) {
	r.f.Bad = append(r.f.Bad, page.Mistake{Field: field, Text: page.T(r.ctx, "counter.bad."+key, kv...)})
}

func (r *reader) doubt(key string, kv ...any) {
	r.f.Doubts = append(r.f.Doubts, page.T(r.ctx, "counter.doubt."+key, kv...))
}

// channel: of some fields the receipt of a postal dossier is the day of the post office's stamp
// (§2.3, data); of others the letter's opening.
func (r *reader) channel(c *catalog.Catalog) {
	r.f.Receive.Channel = dossier.Counter
	if r.d.Fields["kenh"] != "3" {
		return
	}
	r.f.Receive.Channel = dossier.Post
	text := r.text("dau-bd")
	if text == "" {
		r.bad("dau-bd", "postmark_missing")
		return
	}
	day, err := page.ReadDay(text, r.today)
	if err != nil {
		r.bad("dau-bd", "day", "text", text)
		return
	}
	r.stamp = day.Print()
	switch {
	case day > r.today || day < r.today-60:
		r.bad("dau-bd", "postmark_far", "day", day.Print())
	case day < r.today && c.Workflow.Stamped(r.f.Procedure.Field, r.today):
		for !c.Calendar.Working(day) && day < r.today {
			day++
		}
		if at := c.Calendar.Opening(day); day < r.today && !at.IsZero() {
			r.f.Happened, r.f.Late = at, strings.Trim(r.words.T("vi", "counter.late_postmark", "day", r.stamp)+"; "+r.f.Late, "; ")
		}
	}
}

// earlier is when the dossier was taken in, if that was not now.
func (r *reader) earlier(now time.Time, lag time.Duration) {
	e := page.ReadEarlier(r.ctx, func(name string) string { return r.d.Fields[name] }, now, lag)
	r.f.Earlier, r.f.Happened, r.f.Late = e, e.At, e.Why
	r.f.Bad = append(r.f.Bad, e.Bad...)
}

// lag is how late an act may be recorded without a reason.
func (o *room) lag() time.Duration {
	if o.Desk == nil {
		return desk.DefaultLag
	}
	return o.Desk.MaxLag
}

func (r *reader) applicant() {
	kind := uint8(1)
	if n, err := strconv.Atoi(r.d.Fields["loai"]); err == nil && n >= 1 && n <= 4 {
		kind = uint8(n)
	}
	a := dossier.Applicant{Kind: kind, Name: r.text("ten"), Address: r.text("dia-chi"), Email: r.text("email")}
	var ok bool
	if a.Name == "" {
		r.bad("ten", "name")
	}
	if a.Number, ok = readNumber(r.d.Fields["so"], kind > 1); !ok {
		r.bad("so", map[bool]string{false: "number", true: "tax_code"}[kind > 1])
	} else if a.Number == "" {
		r.doubt("no_number")
	}
	if a.Phone, ok = readPhone(r.d.Fields["dt"]); !ok {
		r.bad("dt", "phone")
	}
	if kind == 1 {
		if a.Born, ok = readBirth(r.d.Fields["sinh"], r.today); !ok {
			r.bad("sinh", "birth", "text", r.text("sinh"))
		}
	}
	if a.Email != "" && !mailForm.MatchString(a.Email) {
		r.bad("email", "email")
	}
	r.f.Applicant, r.f.Receive.Applicant = a, a
	switch {
	case r.d.Fields["doi-chieu"] != "":
		r.f.Receive.Assurance = dossier.Seen
	case r.d.filled(""):
		r.f.Receive.Assurance = dossier.Filled
		r.doubt("not_compared")
	}
}

func (r *reader) representative() {
	if r.d.Fields["uq"] == "" {
		return
	}
	p := dossier.Representative{Name: r.text("uq-ten"), Address: r.text("uq-dia-chi"), Paper: r.text("uq-giay")}
	var ok bool
	if p.Name == "" {
		r.bad("uq-ten", "representative_name")
	}
	if p.Paper == "" {
		r.bad("uq-giay", "authorisation")
	}
	if p.Number, ok = readNumber(r.d.Fields["uq-so"], false); !ok {
		r.bad("uq-so", "number")
	}
	if p.Phone, ok = readPhone(r.d.Fields["uq-dt"]); !ok {
		r.bad("uq-dt", "phone")
	}
	if p.Number != "" && p.Number == r.f.Applicant.Number {
		r.bad("uq-so", "same_person")
	}
	r.f.Receive.Representative = &p
}

// papers reads the checklist. What is not needed is left out of the dossier.
func (r *reader) papers() {
	if r.f.Version == nil {
		return
	}
	for i, c := range r.f.Version.Components {
		way := r.d.Fields[paperField(i, "dang")]
		if !slices.Contains(ways, way) {
			way = wayOf(c)
		}
		n, ok := readCount(r.d.Fields[paperField(i, "so")], max(c.Original, c.Copy, 1), 99)
		if !ok {
			r.bad(paperField(i, "so"), "copies")
		}
		p := dossier.Component{Name: c.Name, Copies: n}
		switch way {
		case "none":
			if c.Required != nil && *c.Required && c.Case == "" {
				r.bad(paperField(i, "dang"), "required", "name", c.Name)
			}
			continue
		case "missing":
			r.f.Missing = append(r.f.Missing, c.Name)
			continue
		case "shown":
			p.ShownOnly = true
		case "database":
			p.Kind, p.Reused, p.Reusable, p.Born = way, true, true, true
		default:
			p.Kind = way
		}
		r.f.Receive.Components = append(r.f.Receive.Components, p)
	}
	if len(r.f.Missing) > 0 {
		r.bad("thanh-phan", "missing", "names", strings.Join(r.f.Missing, "; "))
	}
}

var places = []dossier.ReturnPlace{dossier.AtCounter, dossier.ByPost, dossier.Electronical}

func (r *reader) rest() {
	var ok bool
	c := &r.f.Receive
	if c.Sets, ok = readCount(r.d.Fields["so-bo"], 1, 99); !ok {
		r.bad("so-bo", "sets")
	}
	c.Request = page.Paragraphs(r.d.Fields["yeu-cau"])
	if c.Channel == dossier.Post {
		c.Request = strings.TrimSpace(c.Request + "\n" + r.words.T("vi", "counter.postmark_of", "day", r.stamp)) // of the ledger, whoever reads the page
	}
	c.ReturnAt, c.ReturnTo = dossier.ReturnPlace(r.d.Fields["nhan-tai"]), r.text("nhan-noi")
	if !slices.Contains(places, c.ReturnAt) {
		c.ReturnAt = dossier.AtCounter
	}
	if c.ReturnAt != dossier.ByPost {
		c.ReturnTo = ""
	} else if c.ReturnTo == "" {
		if c.ReturnTo = r.f.Applicant.Address; c.ReturnTo == "" {
			r.bad("nhan-noi", "return_address")
		}
	}
	if c.Outside, ok = readCodes(r.d.Fields["ma-ngoai"]); !ok {
		r.bad("ma-ngoai", "codes")
	}
	c.Typist = dossier.TypedByOfficerInternal
}

func (r *reader) transfer(all []officer) {
	to := r.d.Fields["chuyen"]
	if to == "" {
		return
	}
	if !slices.ContainsFunc(all, func(p officer) bool { return p.ID == to }) {
		r.bad("chuyen", "specialist")
		return
	}
	r.f.Transfer = to
}

// issue is the issue of a form after an act.
func issue(f *form.Form) dossier.Issue { return dossier.Issue{Form: f.ID, Symbol: f.Symbol} }

// order is the act of a draft. Its key and the dossier's id follow from the draft: the same
// draft handed in twice is one dossier.
func (o *room) order(who *access.Person, d *draft, what string, happened time.Time, c dossier.Command) (desk.Order, error) {
	id, err := desk.IDFor(d.Begun, who.ID+":"+d.Key)
	return desk.Order{Unit: o.Unit.Code, Dossier: ledger.ID(id), Key: who.ID + ":" + d.Key + ":" + what, Actor: who.As(access.Clerk), Who: who,
		Happened: happened, Procedure: d.Procedure, Command: c}, err
}

// receive is the act of a filing without mistakes: receipt, its paper, and the way to the
// specialist, all or nothing.
func (o *room) receive(who *access.Person, d *draft, f *filing) (desk.Order, error) {
	order, err := o.order(who, d, "nhan", f.Happened, f.Receive)
	if err != nil {
		return order, err
	}
	order.Why = f.Late
	if p := o.FormFor(form.Receipt, calendar.DateOf(f.Happened)); p != nil {
		receipt := issue(p)
		if f.Receive.Channel == dossier.Counter { // it is printed and given to who stands there
			receipt.Given = string(dossier.AtCounter)
		}
		order.Then = append(order.Then, desk.Next{Role: access.Clerk, Command: receipt})
	}
	if f.Transfer != "" {
		paper := slices.ContainsFunc(f.Receive.Components, func(c dossier.Component) bool { return !c.Born && !c.ShownOnly })
		order.Then = append(order.Then, desk.Next{Role: access.Clerk, Command: dossier.Transfer{To: f.Transfer, Paper: paper}})
	}
	return order, nil
}
