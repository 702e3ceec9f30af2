package counter

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// The book of certified copies is a register of the ledger: one line for each original, one
// run of numbers a year (NĐ 23/2015 Đ13, Đ20).

// bookKind is the register of certifications.
const bookKind = "certification"

// bookURL is the book of a year.
const bookURL = "/chung-thuc/so"

// bookOfDay are today's lines, the newest first. Names are as others at the counter may read
// them.
func (o *room) bookOfDay(ctx context.Context, in page.Reading) ([]certifiedLine, error) {
	items, err := in.Items(ctx, o.Unit.Code, bookKind, string(desk.Copies), o.today(), o.today())
	if err != nil {
		return nil, err
	}
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
	return out, nil
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

// bookView is the book of a year on pages.
type bookView struct {
	Year   int
	Years  []int
	Rows   []bookRow
	Total  int
	Page   int
	Copies int64
	Charge string
}

type bookRow struct{ Number, Day, Requester, Paper, Copies, Signer, Charge, Note string }

// book shows a year's book, with the names that the law wants in it: every look is recorded.
func (o *room) book(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	at, err := page.ReadPage(q)
	if err != nil {
		return err
	}
	year, err := o.yearOf(q.Get("nam"))
	if err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	items, err := o.yearItems(ctx, in, year)
	if err != nil {
		return err
	}
	v := &bookView{Year: year, Total: len(items), Page: at}
	for y := o.today().Year(); y > o.today().Year()-5; y-- {
		v.Years = append(v.Years, y)
	}
	var charge int64
	for _, it := range items {
		v.Copies += it.Quantity
		charge += int64(whole(it.Fields["charge"]))
	}
	v.Charge = sumOfText(strconv.FormatInt(charge, 10))
	first := (at - 1) * page.PageRows
	if at > 1 && first >= len(items) {
		return fault.New(fault.Invalid, "web.page_unknown", "page", at)
	}
	shown := items[min(first, len(items)):min(first+page.PageRows, len(items))]
	if err := o.watchBook(ctx, in, "page", shown); err != nil {
		return err
	}
	for _, it := range shown {
		v.Rows = append(v.Rows, rowOf(it))
	}
	frame := page.Frame{Title: page.T(ctx, "counter.book.title", "year", year), Active: "certify", Wide: true, Basis: o.basis(ctx, in), Period: strconv.Itoa(year),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.certify.title"), URL: page.Certify}, {Text: page.T(ctx, "counter.book.title", "year", year)}}}
	return page.Write(w, r, http.StatusOK, frame, bookPage(v))
}

func (o *room) yearOf(text string) (int, error) {
	if text == "" {
		return o.today().Year(), nil
	}
	y, err := strconv.Atoi(text)
	if err != nil || y < 2015 || y > o.today().Year() {
		return 0, fault.New(fault.Invalid, "counter.year", "year", text)
	}
	return y, nil
}

func (o *room) yearItems(ctx context.Context, in page.Reading, year int) ([]register.Item, error) {
	items, err := in.Items(ctx, o.Unit.Code, bookKind, string(desk.Copies), calendar.MakeDate(year, 1, 1), calendar.MakeDate(year, 12, 31))
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
	return bookRow{f["number"], it.From.Print(), f["requester"], f["paper"], f["copies"], f["signer"], sumOfText(f["charge"]), f["note"]}
}

// bookFile is a year's book as a table for a workbook. Taking it out of the house needs the
// right to export and a proof of presence.
func (o *room) bookFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	year, err := o.yearOf(r.URL.Query().Get("nam"))
	if err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	items, err := o.yearItems(ctx, in, year)
	if err != nil {
		return err
	}
	if err := o.watchBook(ctx, in, "export", items); err != nil {
		return err
	}
	page.Attach(w, fmt.Sprintf("so-chung-thuc-ban-sao-%d.csv", year))
	fmt.Fprint(w, "\ufeff")
	out := csv.NewWriter(w)
	head := []string{}
	for _, k := range []string{"number", "day", "requester", "paper", "copies", "signer", "charge", "note"} {
		head = append(head, page.T(ctx, "counter.book."+k))
	}
	out.Write(head)
	for _, it := range items {
		x := rowOf(it)
		out.Write([]string{x.Number, x.Day, plainCell(x.Requester), plainCell(x.Paper), x.Copies, plainCell(x.Signer), it.Fields["charge"], plainCell(x.Note)})
	}
	out.Flush()
	return out.Error()
}

// plainCell keeps a spreadsheet from taking a typed text for a formula.
func plainCell(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
