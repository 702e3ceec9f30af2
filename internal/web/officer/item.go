package officer

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

// itemView is what the page of a book item shows.
type itemView struct {
	Title, Value, State string
	Voided              bool
	Facts               []page.Fact
	Evidence            []evidenceView
	History             []itemLine
	Feeds               []way
}

type evidenceView struct{ Kind, Ref, Title string }

// itemLine is one entry of an item: what it said from then on.
type itemLine struct {
	Recorded, Who, What, Value, Reason, Position string
}

// item is the page of one item of a book, with all that was ever recorded of it.
func (o *room) item(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := ledger.ParseID(r.PathValue("id"))
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "officer.no_item", "id", r.PathValue("id"))
	}
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	it, err := in.Item(ctx, o.Unit.Code, id)
	if fault.Is(err, fault.NotFound) {
		return fault.Wrap(err, fault.NotFound, "officer.no_item", "id", r.PathValue("id"))
	}
	if err != nil {
		return err
	}
	entries, err := in.Entries(ctx, o.Unit.Code, ledger.Subject{Kind: register.SubjectKind, ID: id})
	if err != nil {
		return err
	}
	v, err := o.itemView(ctx, it, entries)
	if err != nil {
		return err
	}
	f := page.Frame{Title: v.Title, Active: "report", Basis: o.basisNow(ctx, in),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "officer.reports"), URL: page.Reports}, {Text: page.T(ctx, "officer.item.crumb")}}}
	return page.Write(w, r, http.StatusOK, f, itemPage(v))
}

func (o *room) itemView(ctx context.Context, it *register.Item, entries []ledger.Entry) (*itemView, error) {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.item."+key, kv...) }
	at, _ := o.Kinds.Find(it.Kind, it.Facet)
	v := &itemView{Title: it.Kind, Value: valueOf(ctx, at, it), State: string(it.State), Voided: it.Voided}
	fact := func(name, text string) { v.Facts = append(v.Facts, page.Fact{Name: name, Text: text}) }
	if at.Kind != nil {
		v.Title = at.Kind.Title + ": " + at.Facet.Title
		fact(t("book"), at.Kind.Title)
		fact(t("facet"), at.Facet.Title)
	}
	fact(t("period"), daysOf(ctx, calendar.Period{From: it.From, To: it.To}))
	fact(t("words"), it.Text)
	fact(t("origin"), originOf(ctx, it))
	if at.Kind != nil {
		for _, f := range at.Kind.Fields {
			fact(f.Title, it.Fields[f.ID])
		}
		fact(t("law"), at.Kind.Law)
		fact(t("note"), at.Kind.Note)
	}
	fact(t("refused"), it.Fields[register.Refused])
	fact(t("id"), it.ID.String())
	for _, e := range it.Evidence {
		v.Evidence = append(v.Evidence, evidenceView{t("evidence." + e.Kind), e.Ref, e.Title})
	}
	for _, i := range o.fedBy(it.Kind + "/" + it.Facet) {
		v.Feeds = append(v.Feeds, way{i.ID + ". " + i.Title, page.IndicatorURL(i.ID)})
	}
	return v, o.itemHistory(ctx, v, entries)
}

// itemHistory folds the entries one by one: each line shows the item as it stood then.
func (o *room) itemHistory(ctx context.Context, v *itemView, entries []ledger.Entry) error {
	var s register.Item
	for i := range entries {
		e := &entries[i]
		if err := register.Apply(&s, e); err != nil {
			return fmt.Errorf("officer: item history: %w", err)
		}
		at, _ := o.Kinds.Find(s.Kind, s.Facet)
		l := itemLine{Recorded: calendar.PrintInstant(e.Recorded), Who: o.who(ctx, e.Actor, e.Behalf), Value: valueOf(ctx, at, &s),
			What: page.T(ctx, "officer.item.entry."+strings.TrimPrefix(e.Kind, "register.")), Reason: register.Reason(e), Position: locale.Int(e.Pos)}
		v.History = append(v.History, l)
	}
	return nil
}

// fedBy are the indicators that read a part of a book.
func (o *room) fedBy(place string) []*indicator.Indicator {
	reads := func(terms []indicator.Term) bool {
		return slices.ContainsFunc(terms, func(t indicator.Term) bool { return t.Register == place })
	}
	var out []*indicator.Indicator
	for _, i := range o.Set.All() {
		hit := i.Fallback == place || i.Claim == place || reads(i.Num) || reads(i.Den)
		for _, p := range i.Parts {
			hit = hit || reads(p.Num) || reads(p.Den)
		}
		for _, t := range i.Tests {
			hit = hit || reads(t.Num) || reads(t.Den)
		}
		if hit {
			out = append(out, i)
		}
	}
	return out
}

// valueOf is what an item says, in the unit of its book.
func valueOf(ctx context.Context, at register.Place, it *register.Item) string {
	switch {
	case it.State == register.Blank:
		return page.T(ctx, "officer.state.blank")
	case it.State == register.NotApplicable:
		return page.T(ctx, "officer.state.not_applicable")
	case at.Kind == nil:
		return locale.Int(it.Quantity)
	}
	switch at.Measure() {
	case register.Text:
		return it.Text
	case register.Percent:
		return locale.Decimal(it.Quantity, 2) + "%"
	case register.Points:
		return locale.Decimal(it.Quantity, 2)
	case register.Amount:
		return money.VND(it.Quantity).String()
	case register.Flag:
		if it.Quantity == 1 {
			return page.T(ctx, "officer.yes")
		}
		return page.T(ctx, "officer.no")
	case register.Tick:
		if it.Quantity == 1 {
			return "x"
		}
		return page.T(ctx, "officer.no")
	}
	return locale.Int(it.Quantity)
}

func originOf(ctx context.Context, it *register.Item) string {
	if it.Origin == register.Printed {
		return page.T(ctx, "officer.item.printed")
	}
	return page.T(ctx, "officer.item.here")
}
