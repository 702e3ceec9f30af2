// Package counter is the pages of the clerk at the one-stop counter: the next person, taking a
// dossier in, certifying copies, handing results over.
//
// It promises that nothing that was typed is lost (a draft keeps it as typed, a refusal brings
// it back), that one form makes one dossier, that no address holds anything of a person, and
// that a scan of a card fills fields and is never taken for proof of who stands there. What is
// lawful, the desk decides.
package counter

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// room is the counter over a site.
type room struct {
	*page.Site
	cards  *idcard.Provinces
	papers []commonPaper
}

// formBytes bounds an intake form: forty papers and long texts are a tenth of it.
const formBytes = 256 << 10

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	cards, problems := idcard.Load(s.Files)
	papers, some := LoadPapers(s.Files)
	if problems = append(problems, some...); len(problems) > 0 {
		panic(problems[0].String()) // the program starts on sound data only
	}
	o := &room{Site: s, cards: cards, papers: papers}
	return []page.Route{
		page.Get(page.CounterHome, page.Counter, o.home),
		page.Get(page.Lookup, page.Handle, o.seek),
		page.Post(page.Lookup, page.Handle, o.lookup),
		page.Get(page.Intake, page.Counter, o.begin),
		page.Post(page.Intake, page.Counter, o.choose),
		page.Post(numbersURL, page.Counter, o.number),
		page.Get(page.Intake+"/{draft}", page.Counter, o.intake),
		page.Upload(page.Intake+"/{draft}", page.Counter, formBytes, o.act),
		page.Upload(page.Intake+"/{draft}/luu", page.Counter, formBytes, o.save),
		page.Get(page.Intake+"/{draft}/bo-sung", page.Counter, o.guidance),
		page.Get(page.Certify, page.Counter, o.certify),
		page.Post(page.Certify, page.Counter, o.certifying),
		page.Get(bookURL, page.Handle, o.book),
		page.Post(bookURL, page.Handle, o.bookSearch),
		page.Get(bookURL+".csv", page.Export, o.bookFile("csv")),
		page.Get(bookURL+".xlsx", page.Export, o.bookFile("xlsx")),
		page.Get(bookURL+".pdf", page.Export, o.bookFile("pdf")),
		page.Get(handOver, page.Counter, o.ready),
		page.Get(postRun, page.Counter, o.posting),
		page.Upload(postRun, page.Counter, formBytes, o.posted),
		page.Get(handOver+"/{code}", page.Counter, o.handing),
		page.Post(handOver+"/{code}", page.Counter, o.hand),
	}
}

// Addresses inside the room; page has those that others lead to.
const (
	handOver   = "/tra-ket-qua"
	numbersURL = "/tiep-nhan-so-rieng"
)

func draftURL(id string) string { return page.Intake + "/" + id }

func (o *room) today() calendar.Date { return calendar.DateOf(o.Now()) }

// moment is a time of today by the hour, any other with its day.
func moment(t time.Time, today calendar.Date) string {
	if calendar.DateOf(t) == today {
		return t.In(calendar.Zone).Format("15:04")
	}
	return calendar.PrintInstant(t)
}

// writes refuses an act on a server that only reads.
func (o *room) writes() error {
	if o.Desk == nil || o.Notes == nil {
		return fault.New(fault.Unavailable, "counter.read_only")
	}
	return nil
}

// post is what an officer is called by his office; an id that is nobody's is shown as it is.
func (o *room) post(id string) string {
	i := slices.IndexFunc(o.Unit.Officers, func(p unit.Officer) bool { return p.ID == id })
	if i < 0 || o.Unit.Officers[i].Post == "" {
		return id
	}
	return o.Unit.Officers[i].Post
}

// mistakeOf is a refusal of the desk or of a reader as a mistake of a form; false when it is
// none that whoever typed can do something about.
func (o *room) mistakeOf(ctx context.Context, field string, err error) (page.Mistake, bool) {
	for _, k := range []fault.Kind{fault.Invalid, fault.Conflict, fault.Forbidden, fault.Unavailable} {
		if fault.Is(err, k) {
			return page.Mistake{Field: field, Text: o.Words.Error(page.Lang(ctx), err)}, true
		}
	}
	return page.Mistake{}, false
}

// statusOf is the answer of a page that brings a form back.
func statusOf(bad []page.Mistake) int {
	if len(bad) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
