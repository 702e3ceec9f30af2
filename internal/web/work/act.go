package work

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// act is one command of the desk as a form.
type act struct {
	fields func(*deed) []field
	// command reads the form; what is wrong it notes in the deed.
	command func(*deed) (dossier.Command, []desk.Next)
}

// acts are the commands that have a form here. Handing a result over has a page of its own at
// the counter.
var acts map[string]act

func init() { // the forms read acts, so that it cannot be initialised by itself
	acts = map[string]act{
		"receive":          {receiveFields, receive},
		"reject":           {rejectFields, reject},
		"supply":           {supplyFields, supply},
		"ask_supplement":   {askFields, ask},
		"accept":           {noFields, accept},
		"transfer":         {transferFields, transfer},
		"raise_obligation": {obligationFields, raiseObligation},
		"meet_obligation":  {proofFields, meetObligation},
		"ask_withdraw":     {withdrawFields, askWithdraw},
		"stop":             {stopFields, stop},
		"continue":         {continueFields, goOn},
		"extend":           {extendFields, extend},
		"apologise":        {extendFields, apologise},
		"propose":          {proposeFields, propose},
		"decline":          {declineFields, decline},
		"settle":           {settleFields, settle},
		"digitize":         {digitizeFields, digitize},
		"deliver":          {deliverFields, deliver},
		"correct":          {correctFields, correct},
		"amend":            {amendFields, amend},
	}
}

// formView is the page of an act.
type formView struct {
	Code, Action, Back string
	Title              string
	Law, Guard, Paper  string
	Facts              []page.Fact
	Fields             []field
	Problems           []page.Mistake
	Key                string
	Seq                int32
	Looking            []string // who else has the dossier open
	Place              string   // in a queue
	Button             string
	Blocked            string // why the act cannot be done
	Notes              []string
	Since              []sinceLine // what others did meanwhile
	Merge              []mergeRow
	Origin             int32 // of a merge
	Earlier            page.Earlier
}

// actForm shows the form of an act.
func (o *room) actForm(w http.ResponseWriter, r *http.Request) error {
	d, err := o.deed(r)
	if err != nil {
		return err
	}
	defer d.close()
	if err := o.Watch(d.ctx, "page", d.s.ID); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, page.NewKey(), nil)
}

// act does what a form asks for.
func (o *room) act(w http.ResponseWriter, r *http.Request) error {
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	d, err := o.deed(r)
	if err != nil {
		return err
	}
	defer d.close()
	if d.name == "amend" && d.typed.Has("gop") {
		d.merged()
	}
	c, then := acts[d.name].command(d)
	if len(d.problems)+len(d.earlier.Bad) == 0 {
		d.close() // nobody waits for the writer with a reading in hand
		var a desk.Answer
		if a, err = o.Desk.Do(d.ctx, d.order(key, c, then)); err == nil {
			http.Redirect(w, r, d.done(a), http.StatusSeeOther)
			return nil
		}
	}
	return d.refused(w, r, key, err)
}

// mistakes are the problems as the top of the page lists them.
func mistakes(all []problem) []page.Mistake {
	var out []page.Mistake
	for _, p := range all {
		m := page.Mistake{Text: p.Text}
		if p.Field != "" {
			m.Field = field{Name: p.Field}.ID()
		}
		out = append(out, m)
	}
	return out
}

// done is where a person goes on after an act: to the dossier, or to the receipt that the
// applicant waits for.
func (d *deed) done(a desk.Answer) string {
	if d.name == "receive" {
		return page.PaperURL(a.Code, desk.PaperReceipt, "")
	}
	return d.dossierURL()
}

func (d *deed) dossierURL() string {
	u := page.DossierURL(page.Known(d.s), nil)
	if d.back != "" {
		u += "?" + url.Values{"hd": {d.back}}.Encode()
	}
	return u
}

// refused shows the form again with all that was typed, and why it was not done. A fault of
// the program is nothing that the form can say.
func (d *deed) refused(w http.ResponseWriter, r *http.Request, key string, err error) error {
	if e := d.Watch(d.ctx, "page", d.s.ID); e != nil {
		return e
	}
	if e := d.reread(r); e != nil {
		return e
	}
	if d.name == "amend" && (d.merging() || d.typed.Has("gop")) {
		return d.conflict(w, r, key)
	}
	if err == nil {
		return d.show(w, r, http.StatusBadRequest, key, nil)
	}
	f, ok := fault.Of(err)
	if !ok || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return err
	}
	if f.Key == "desk.moved_on" {
		return d.conflict(w, r, key)
	}
	d.problems = append(d.problems, problem{fieldOf[f.Key], d.Words.Error(page.Lang(d.ctx), d.named(err))})
	return d.show(w, r, page.Status(err), key, nil)
}

// fieldOf is the field that a refusal of the desk is about.
var fieldOf = map[string]string{"desk.number_taken": "so", "desk.number_of_series": "so"}

// named puts an officer's name for the id in a refusal.
func (d *deed) named(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Key == "desk.not_holder" {
		return fault.New(f.Kind, "desk.not_holder", "holder", d.names.of(d.s.Holder))
	}
	return err
}

// show writes the page of the form.
func (d *deed) show(w http.ResponseWriter, r *http.Request, status int, key string, more func(*formView)) error {
	row := d.row()
	v := &formView{Code: page.Known(d.s), Action: page.ActURL(page.Known(d.s), d.name), Back: d.dossierURL(), Title: d.t("act." + d.name),
		Law: row.Law, Guard: row.Guard, Paper: row.Form, Key: key, Seq: d.seen, Place: d.back, Button: d.t("do." + d.name),
		Fields: marked(acts[d.name].fields(d), d.problems), Problems: append(mistakes(d.problems), d.earlier.Bad...), Earlier: d.earlier, Facts: d.facts(), Notes: d.notes()}
	if d.in != nil { // a sent form was read and closed; what happened meanwhile is said otherwise
		var err error
		if v.Looking, err = d.looking(d.ctx, d.in, d.s, d.names); err != nil {
			return err
		}
	}
	if err := d.refusal(); err != nil {
		v.Blocked = d.Words.Error(page.Lang(d.ctx), err)
	}
	if more != nil {
		more(v)
	}
	title := d.t("act.page", "act", v.Title, "code", v.Code)
	f := page.Frame{Title: title, Active: "queues", Failed: len(v.Problems) > 0, Crumbs: []page.Crumb{{Text: d.t("tabs"), URL: page.Queues},
		{Text: v.Code, URL: v.Back}, {Text: v.Title}}}
	return page.Write(w, r, status, f, actPage(v))
}

// facts are what one has to see of a dossier while acting on it.
func (d *deed) facts() []page.Fact {
	s := d.s
	due, left, tag := d.left(d.ctx, s)
	f := []page.Fact{
		{Name: d.t("head.procedure"), Text: d.ProcedureName(s.Procedure)},
		{Name: d.t("head.applicant"), Text: s.Applicant.Name},
		{Name: d.t("head.status"), Text: page.StatusName(d.ctx, s.Status)},
		{Name: d.t("head.due"), Body: dueFact(due, left, tag)},
		{Name: d.t("head.holder"), Text: d.names.of(s.Holder)},
	}
	if n := s.IntakeAsks + s.Supplements; n > 0 {
		f = append(f, page.Fact{Name: d.t("asked"), Text: page.N(n)})
	}
	if s.Extensions+s.Apologies > 0 && s.Appointment.After(s.LegalDue) {
		f = append(f, page.Fact{Name: d.t("appointment"), Text: calendar.PrintInstant(s.Appointment)})
	}
	return f
}
