package counter

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/web/page"
)

// readyView is the list of results that wait, or of those handed over today.
type readyView struct {
	Rows  []readyLine
	Total int
	Page  int
	Given bool // handed over today
}

// ready lists what can be handed over.
func (o *room) ready(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	at, err := page.ReadPage(r.URL.Query())
	if err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	v := &readyView{Page: at, Given: r.URL.Query().Get("ngay") == "hom-nay"}
	if v.Given {
		v.Rows, v.Total, err = o.givenToday(ctx, in, (at-1)*page.PageRows)
	} else {
		v.Rows, v.Total, err = o.readyLines(ctx, in, (at-1)*page.PageRows, page.PageRows)
	}
	if err != nil {
		return err
	}
	if at > 1 && len(v.Rows) == 0 {
		return fault.New(fault.Invalid, "web.page_unknown", "page", at)
	}
	frame := page.Frame{Title: page.T(ctx, "counter.hand.list"), Active: "counter", Scan: true, Basis: o.BasisNow(ctx, in),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.home.title"), URL: page.CounterHome}, {Text: page.T(ctx, "counter.hand.list")}}}
	return page.Write(w, r, http.StatusOK, frame, readyPage(v))
}

func (o *room) givenToday(ctx context.Context, in page.Reading, offset int) ([]readyLine, int, error) {
	today := o.today()
	rows, total, err := in.Dossiers(ctx, rollup.Query{Unit: o.Unit.Code, Terms: []rollup.Term{{Count: rollup.Returned}}, From: today, To: today},
		measure.Page{Sort: "code", Offset: offset, Limit: page.PageRows})
	var out []readyLine
	for _, s := range rows {
		out = append(out, readyLine{Code: page.Known(s), URL: page.ReturnURL(page.Known(s)), Procedure: o.ProcedureName(s.Procedure),
			Who: page.Masked(s.Applicant), Since: calendar.PrintInstant(s.ReturnedAt)})
	}
	return out, int(total), err
}

// handView is the page on which a result is handed over.
type handView struct {
	Code   string
	Seq    int32
	Key    string
	Bad    []page.Mistake
	State  string // why it cannot be handed over now; empty: it can
	Given  []page.Fact
	Result []page.Fact
	Person []page.Fact
	Proofs []choice
	People []choice // who collects
	Ways   []choice
	Docket string
	Post   bool // the applicant wants it by post
	Rep    bool
	Scan   string // note of the receipt that was scanned; empty: it was not
	URL    string // the dossier's page

	Earlier page.Earlier
}

// The ways of a result, and the proofs at the counter, as the forms name them.
var (
	handWays   = []string{"counter", "post", "electronic"}
	handProofs = []string{"receipt", "id_card", "authorisation"}
)

func (o *room) handing(w http.ResponseWriter, r *http.Request) error {
	return o.handPage(w, r, nil)
}

// byCode reads a dossier by what the address calls it.
func (o *room) byCode(ctx context.Context, in page.Reading, code string) (*dossier.State, error) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if _, err := dossier.ParseCode(code); err != nil {
		return nil, fault.New(fault.NotFound, "counter.no_dossier", "code", code)
	}
	s, err := in.DossierByCode(ctx, o.Unit.Code, code)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "counter.no_dossier", "code", code)
	}
	return s, err
}

func (o *room) handPage(w http.ResponseWriter, r *http.Request, bad []page.Mistake) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	s, err := o.byCode(ctx, in, r.PathValue("code"))
	if err != nil {
		return err
	}
	if err := o.Watch(ctx, "page", s.ID); err != nil {
		return err
	}
	v := o.handView(ctx, s, r)
	if scan := r.FormValue(receiptField); v.State == "" && o.proved(ctx, s, scan) {
		v.Scan = scan
	}
	v.Bad, v.Earlier = bad, page.ReadEarlier(ctx, r.PostFormValue, o.Now(), o.lag())
	frame := page.Frame{Title: page.T(ctx, "counter.hand.title", "code", v.Code), Active: "counter", Failed: len(bad) > 0,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.home.title"), URL: page.CounterHome}, {Text: page.T(ctx, "counter.hand.list"), URL: handOver}, {Text: v.Code}},
		Basis:  o.BasisNow(ctx, in)}
	return page.Write(w, r, statusOf(bad), frame, handPage(v))
}

func (o *room) handView(ctx context.Context, s *dossier.State, r *http.Request) *handView {
	t := func(key string, kv ...any) string { return page.T(ctx, "counter.hand."+key, kv...) }
	v := &handView{Code: page.Known(s), Seq: s.Seq, Key: page.NewKey(), Rep: s.Representative != nil, URL: page.DossierURL(page.Known(s), nil),
		Docket: r.PostFormValue("so-hieu"), Post: s.ReturnAt == dossier.ByPost}
	switch {
	case s.Status == dossier.Returned:
		v.State = t("given")
		v.Given = []page.Fact{{Name: t("when"), Text: calendar.PrintInstant(s.ReturnedAt)},
			{Name: t("proof"), Text: proofWords(ctx, s.CollectedBy)}}
	case s.Status != dossier.Settled:
		v.State = t("not_settled", "status", strings.ToLower(page.StatusName(ctx, s.Status)))
		v.Given = []page.Fact{{Name: page.T(ctx, "counter.due"), Text: calendar.PrintInstant(s.LegalDue)}, {Name: t("holder"), Text: o.post(s.Holder)}}
	}
	kind := t("granted")
	if s.Result.Refusal {
		kind = t("refused")
	}
	v.Result = []page.Fact{{Name: t("procedure"), Text: o.ProcedureName(s.Procedure)}, {Name: t("number"), Text: s.Result.Number}}
	if s.Result.Number != "" {
		v.Result = append(v.Result, page.Fact{Name: t("kind"), Text: kind}, page.Fact{Name: t("settled"), Text: calendar.PrintInstant(s.EndedAt)})
	}
	v.Person = []page.Fact{{Name: t("applicant"), Text: personLine(s.Applicant.Name, s.Applicant.Number, s.Applicant.Born)}}
	if p := s.Representative; p != nil {
		v.Person = append(v.Person, page.Fact{Name: t("representative"), Text: personLine(p.Name, p.Number, p.Paper)})
	}
	place := s.ReturnAt
	if place == "" {
		place = dossier.AtCounter
	}
	v.Person = append(v.Person, page.Fact{Name: t("wanted"), Text: strings.Join(nonEmpty(page.T(ctx, "counter.place."+string(place)), s.ReturnTo), ": ")})
	v.choose(ctx, s, r)
	return v
}

func personLine(words ...string) string { return strings.Join(nonEmpty(words...), " · ") }

func proofWords(ctx context.Context, proof string) string {
	if proof == "" {
		return ""
	}
	return page.T(ctx, "counter.proof."+proof)
}

// choose offers what was sent back, or what the applicant asked for.
func (v *handView) choose(ctx context.Context, s *dossier.State, r *http.Request) {
	way, proof := r.PostFormValue("cach"), r.PostFormValue("doi-chieu")
	if !slices.Contains(handWays, way) {
		way = map[dossier.ReturnPlace]string{dossier.ByPost: "post", dossier.Electronical: "electronic"}[s.ReturnAt]
		if way == "" {
			way = "counter"
		}
	}
	if !slices.Contains(handProofs, proof) {
		proof = "receipt"
	}
	to := r.PostFormValue("nguoi-nhan")
	for _, x := range []string{"applicant", "representative"} {
		v.People = append(v.People, choice{x, page.T(ctx, "counter.hand.to."+x), x == to || to == "" && x == "applicant"})
	}
	for _, x := range handWays {
		v.Ways = append(v.Ways, choice{x, page.T(ctx, "counter.hand.way."+x), x == way})
	}
	for _, x := range handProofs {
		v.Proofs = append(v.Proofs, choice{x, page.T(ctx, "counter.proof."+x), x == proof})
	}
}

// hand records that the result was handed over. The page that follows says to whom and when,
// and stands with the cursor where the next scan goes.
func (o *room) hand(w http.ResponseWriter, r *http.Request) error {
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
	s, err := o.byCode(ctx, in, r.PathValue("code"))
	in.Close()
	if err != nil {
		return err
	}
	c := dossier.Return{Way: r.PostFormValue("cach"), Docket: page.Line(r.PostFormValue("so-hieu")), To: "applicant"}
	switch c.Way {
	case "counter":
		if c.Proof = r.PostFormValue("doi-chieu"); c.Proof == "authorisation" || r.PostFormValue("nguoi-nhan") == "representative" {
			c.To = "representative"
		}
		c.Docket = ""
	case "post":
		if c.Docket == "" {
			return o.handPage(w, r, []page.Mistake{{Field: "so-hieu", Text: page.T(ctx, "counter.bad.docket")}})
		}
	}
	earlier := page.ReadEarlier(ctx, r.PostFormValue, o.Now(), o.lag())
	if len(earlier.Bad) > 0 {
		return o.handPage(w, r, earlier.Bad)
	}
	who := page.Person(ctx)
	_, err = o.Desk.Do(ctx, desk.Order{Unit: o.Unit.Code, Dossier: ledger.ID(s.ID), Key: who.ID + ":" + key + ":tra", Actor: who.As(access.Clerk), Who: who,
		Happened: earlier.At, Why: earlier.Why, Command: c})
	if err != nil {
		m, ok := o.mistakeOf(ctx, "", err)
		if !ok {
			return err
		}
		return o.handPage(w, r, []page.Mistake{m})
	}
	http.Redirect(w, r, page.ReturnURL(page.Known(s)), http.StatusSeeOther)
	return nil
}
