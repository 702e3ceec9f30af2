package counter

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// The post run: the results that go by post today, with where they go, printed for the postman;
// each is handed over when its docket is typed in (QĐ 45/2016/QĐ-TTg). One form, one act for each
// dossier: what is refused stays in the form and keeps nothing else back.

// postRun is the page's address.
const postRun = handOver + "/buu-chinh"

// mostPosted bounds one run.
const mostPosted = 200

// postedView is the list of a run.
type postedView struct {
	Key  string
	Day  string
	Rows []postedLine
	Bad  []page.Mistake
	More int // further ones that wait
	Done int // handed over by this form, before others were refused
}

// postedLine is one result and its recipient in full, as the post needs him.
type postedLine struct{ Code, URL, Procedure, Number, Name, Phone, Address, Docket string }

// posting shows the list.
func (o *room) posting(w http.ResponseWriter, r *http.Request) error {
	return o.showPosting(w, r, &postedView{})
}

func (o *room) showPosting(w http.ResponseWriter, r *http.Request, v *postedView) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := o.byPost(ctx, in)
	if err != nil {
		return err
	}
	if v.Key == "" {
		v.Key = page.NewKey()
	}
	v.Day, v.More = page.LongDay(ctx, o.today()), max(len(rows)-mostPosted, 0)
	rows = rows[:len(rows)-v.More]
	var ids []dossier.ID
	for _, s := range rows {
		ids = append(ids, s.ID)
	}
	if err := o.Watch(ctx, "page", ids...); err != nil {
		return err
	}
	for _, s := range rows {
		v.Rows = append(v.Rows, o.postedLine(s, r))
	}
	frame := page.Frame{Title: page.T(ctx, "counter.post.title"), Active: "counter", Wide: true, Failed: len(v.Bad) > 0, Basis: o.BasisNow(ctx, in),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.home.title"), URL: page.CounterHome}, {Text: page.T(ctx, "counter.hand.list"), URL: handOver}, {Text: page.T(ctx, "counter.post.title")}}}
	return page.Write(w, r, statusOf(v.Bad), frame, postedPage(v))
}

// byPost are the results that wait and are wanted by post, the longest waiting first.
func (o *room) byPost(ctx context.Context, in page.Reading) ([]*dossier.State, error) {
	rows, _, err := in.Queue(ctx, desk.Queue{Unit: o.Unit.Code, Days: o.Days(), Bucket: desk.Ready, Sort: "since"})
	var out []*dossier.State
	for _, s := range rows {
		if s.ReturnAt == dossier.ByPost {
			out = append(out, s)
		}
	}
	return out, err
}

func (o *room) postedLine(s *dossier.State, r *http.Request) postedLine {
	l := postedLine{Code: page.Known(s), URL: page.ReturnURL(page.Known(s)), Procedure: o.ProcedureName(s.Procedure), Number: s.Result.Number,
		Name: s.Applicant.Name, Phone: s.Applicant.Phone, Address: s.ReturnTo, Docket: r.PostFormValue(docketField(page.Known(s)))}
	if l.Address == "" {
		l.Address = s.Applicant.Address
	}
	return l
}

func docketField(code string) string { return "sh-" + code }

// posted hands over every result whose docket was typed in.
func (o *room) posted(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := o.writes(); err != nil {
		return err
	}
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	rows, err := o.byPost(ctx, in)
	in.Close() // nobody waits for the writer with a reading in hand
	if err != nil {
		return err
	}
	v, who := &postedView{Key: key}, page.Person(ctx)
	for _, s := range rows {
		code := page.Known(s)
		docket := page.Line(r.PostFormValue(docketField(code)))
		if docket == "" {
			continue
		}
		_, err := o.Desk.Do(ctx, desk.Order{Unit: o.Unit.Code, Dossier: ledger.ID(s.ID), Key: who.ID + ":" + key + ":" + code + ":tra", Actor: who.As(access.Clerk), Who: who,
			Happened: o.Now(), Command: dossier.Return{Way: "post", Docket: docket, To: "applicant"}})
		if err == nil {
			v.Done++
			continue
		}
		m, ok := o.mistakeOf(ctx, docketField(code), err)
		if !ok {
			return err
		}
		v.Bad = append(v.Bad, m)
	}
	if len(v.Bad) == 0 && v.Done == 0 && len(rows) > 0 {
		v.Bad = append(v.Bad, page.Mistake{Field: docketField(page.Known(rows[0])), Text: page.T(ctx, "counter.bad.dockets")})
	}
	if len(v.Bad) > 0 {
		return o.showPosting(w, r, v)
	}
	http.Redirect(w, r, handOver+"?ngay=hom-nay", http.StatusSeeOther)
	return nil
}
