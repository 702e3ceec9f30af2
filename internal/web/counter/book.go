package counter

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

// The book of certified copies is a register of the ledger: one line for each original, one
// run of numbers a year (NĐ 23/2015 Đ13, Đ20).

// bookKind is the register of certifications.
const bookKind = "certification"

// bookURL is the book of a year.
const bookURL = "/chung-thuc/so"

// bookOfDay are the lines of a day, the newest first. Names are as others at the counter may read
// them; sum is what they come to.
func (o *room) bookOfDay(ctx context.Context, in page.Reading, day calendar.Date) (lines []certifiedLine, sum string, err error) {
	items, err := in.Items(ctx, o.Unit.Code, bookKind, string(desk.Copies), day, day)
	if err != nil {
		return nil, "", err
	}
	copies, charge := totals(items)
	sum = page.T(ctx, "counter.book.lead", "n", page.N(len(items)), "copies", page.N(copies), "charge", charge)
	byNumber(items)
	slices.Reverse(items)
	var out []certifiedLine
	for _, it := range items {
		f := it.Fields
		l := certifiedLine{Number: f["number"] + ", quyển " + f["book"], Paper: f["paper"], Who: masked(f["requester"]), Copies: f["copies"], Charge: sumOfText(f["charge"])}
		if len(it.Evidence) > 0 {
			l.Code = it.Evidence[0].Ref
			l.URL = page.DossierURL(l.Code, nil)
		}
		out = append(out, l)
	}
	return out, sum, nil
}

func byNumber(items []register.Item) {
	slices.SortFunc(items, func(a, b register.Item) int {
		return cmp.Or(cmp.Compare(a.Fields["book"], b.Fields["book"]), cmp.Compare(whole(a.Fields["number"]), whole(b.Fields["number"])))
	})
}

func whole(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// bookView is the book of a year, of a day, or what was found in a year, on pages.
type bookView struct {
	Title  string
	Year   int
	Years  []int
	Day    string // typed; empty: the whole year
	Asked  string // words looked for
	Rows   []bookRow
	Total  int
	Page   int
	Copies int64
	Charge string
	Bad    []page.Mistake
	Files  string // the query of the files
}

type bookRow struct{ Number, Day, Requester, Paper, Copies, Signer, Charge, Note, URL string }

// bookAsk is what of the book is asked for: a year, or one day of it.
type bookAsk struct {
	year int
	day  calendar.Date // 0: the whole year
}

// from and to are the days that are asked for.
func (a bookAsk) days() (from, to calendar.Date) {
	if a.day != 0 {
		return a.day, a.day
	}
	return calendar.MakeDate(a.year, 1, 1), calendar.MakeDate(a.year, 12, 31)
}

func (a bookAsk) query() string {
	q := "?nam=" + strconv.Itoa(a.year)
	if a.day != 0 {
		q += "&ngay=" + a.day.String()
	}
	return q
}

// title is what the book is called on the page and on paper.
func (a bookAsk) title(ctx context.Context) string {
	if a.day != 0 {
		return page.T(ctx, "counter.book.title_day", "day", a.day.Print())
	}
	return page.T(ctx, "counter.book.title", "year", a.year)
}

func (o *room) bookAsk(r *http.Request) (a bookAsk, err error) {
	q := r.URL.Query()
	if text := page.Line(q.Get("ngay")); text != "" {
		if a.day, err = page.ReadDay(text, o.today()); err != nil {
			return a, err
		}
		a.year = a.day.Year()
		if a.day > o.today() || a.year < o.firstBook() {
			return a, fault.New(fault.Invalid, "counter.year", "year", a.year)
		}
		return a, nil
	}
	a.year, err = o.yearOf(q.Get("nam"))
	return a, err
}

// book shows the book, with the names that the law wants in it: every look is recorded.
func (o *room) book(w http.ResponseWriter, r *http.Request) error {
	a, err := o.bookAsk(r)
	if err != nil {
		return err
	}
	at, err := page.ReadPage(r.URL.Query())
	if err != nil {
		return err
	}
	return o.showBook(w, r, a, &bookView{Page: at}, nil)
}

// bookSearch looks through a year for words of a requester, a paper, a signer, or for a number.
// The words are a person's: they are in the form and in no address.
func (o *room) bookSearch(w http.ResponseWriter, r *http.Request) error {
	year, err := o.yearOf(r.PostFormValue("nam"))
	if err != nil {
		return err
	}
	v := &bookView{Page: 1, Asked: page.Line(r.PostFormValue("tim"))}
	words := strings.Fields(procedure.Fold(v.Asked))
	if len(words) == 0 {
		v.Bad = []page.Mistake{{Field: "tim", Text: page.T(r.Context(), "counter.bad.empty")}}
	}
	return o.showBook(w, r, bookAsk{year: year}, v, func(it register.Item) bool {
		text := " " + procedure.Fold(strings.Join([]string{it.Fields["number"], it.Fields["requester"], it.Fields["paper"], it.Fields["signer"]}, " "))
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, " "+w) })
	})
}

// showBook shows the lines that are wanted; all when wanted is nil.
func (o *room) showBook(w http.ResponseWriter, r *http.Request, a bookAsk, v *bookView, wanted func(register.Item) bool) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	items, err := o.bookItems(ctx, in, a)
	if err != nil {
		return err
	}
	if wanted != nil && len(v.Bad) == 0 {
		items = slices.DeleteFunc(items, func(it register.Item) bool { return !wanted(it) })
	}
	v.Title, v.Year, v.Total, v.Files = a.title(ctx), a.year, len(items), a.query()
	if a.day != 0 {
		v.Day = a.day.Print()
	}
	for y := o.today().Year(); y > o.today().Year()-5; y-- {
		v.Years = append(v.Years, y)
	}
	v.Copies, v.Charge = totals(items)
	first := (v.Page - 1) * page.PageRows
	if v.Page > 1 && first >= len(items) {
		return fault.New(fault.Invalid, "web.page_unknown", "page", v.Page)
	}
	shown := items[min(first, len(items)):min(first+page.PageRows, len(items))]
	if err := o.watchBook(ctx, in, "page", shown); err != nil {
		return err
	}
	for _, it := range shown {
		v.Rows = append(v.Rows, rowOf(it))
	}
	frame := page.Frame{Title: v.Title, Active: "certify", Wide: true, Basis: o.BasisNow(ctx, in), Period: strconv.Itoa(a.year), Failed: len(v.Bad) > 0,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.certify.title"), URL: page.Certify}, {Text: v.Title}}}
	return page.Write(w, r, statusOf(v.Bad), frame, bookPage(v))
}

// totals are the copies and the charge of some lines.
func totals(items []register.Item) (copies int64, charge string) {
	var sum int64
	for _, it := range items {
		copies += it.Quantity
		sum += int64(whole(it.Fields["charge"]))
	}
	return copies, money.VND(sum).String()
}

// firstBook is the first year of which there is a book of copies.
func (o *room) firstBook() int { return o.Catalog.Books.First().Year() }

func (o *room) yearOf(text string) (int, error) {
	if text == "" {
		return o.today().Year(), nil
	}
	y, err := strconv.Atoi(text)
	if err != nil || y < o.firstBook() || y > o.today().Year() {
		return 0, fault.New(fault.Invalid, "counter.year", "year", text)
	}
	return y, nil
}

// bookItems are the lines that are asked for, in the order of their numbers.
func (o *room) bookItems(ctx context.Context, in page.Reading, a bookAsk) ([]register.Item, error) {
	from, to := a.days()
	items, err := in.Items(ctx, o.Unit.Code, bookKind, string(desk.Copies), from, to)
	byNumber(items)
	return items, err
}

// watchBook records the look at the dossiers whose requesters are shown.
func (o *room) watchBook(ctx context.Context, in page.Reading, what string, items []register.Item) error {
	var ids []dossier.ID
	for _, it := range items {
		for _, e := range it.Evidence {
			if e.Kind != "dossier" {
				continue
			}
			s, err := in.DossierByCode(ctx, o.Unit.Code, e.Ref)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			if err == nil && !slices.Contains(ids, s.ID) {
				ids = append(ids, s.ID)
			}
		}
	}
	return o.Watch(ctx, what, ids...)
}

func rowOf(it register.Item) bookRow {
	f := it.Fields
	row := bookRow{f["number"], it.From.Print(), f["requester"], f["paper"], f["copies"], f["signer"], sumOfText(f["charge"]), f["note"], ""}
	if len(it.Evidence) > 0 && it.Evidence[0].Kind == "dossier" {
		row.URL = page.DossierURL(it.Evidence[0].Ref, nil)
	}
	return row
}
