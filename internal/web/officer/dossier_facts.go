package officer

import (
	"context"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// fourStates are shown apart because they move apart: work may be done and unpaid, settled
// and not handed over (ux 3.4).
func (o *room) fourStates(ctx context.Context, s *dossier.State, lines []dossier.Line) []page.Tile {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.dossier."+key, kv...) }
	exchange := page.Tile{Name: t("exchange"), Value: t("exchange.none"), Note: t("exchange.none_note")}
	if len(s.Outside) > 0 {
		exchange.Value, exchange.Note = t("exchange.codes", "n", len(s.Outside)), strings.Join(s.Outside, ", ")
	}
	given := page.Tile{Name: t("handed"), Value: t("handed.not_yet")}
	switch {
	case !s.ReturnedAt.IsZero():
		given.Value, given.Note = t("handed.yes"), calendar.PrintInstant(s.ReturnedAt)
	case s.Status == dossier.Stopped || s.Status == dossier.Rejected:
		given.Value = t("handed.nothing")
	case !s.EndedAt.IsZero():
		given.Value = t("handed.waiting")
	}
	return []page.Tile{
		{Name: t("course"), Value: page.StatusName(ctx, s.Status), Note: t("status_code", "code", int(s.Status))},
		o.moneyTile(ctx, s, lines), given, exchange,
	}
}

func (o *room) facts(ctx context.Context, s *dossier.State) []page.Fact {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.dossier."+key, kv...) }
	field := s.Field
	if field == "" {
		if p, ok := o.Catalog.Procedures.Get(s.Procedure); ok {
			field = p.Field
		}
	}
	procedure := page.Fact{Name: t("procedure"), Text: s.Procedure}
	if isProcedureCode(s.Procedure) {
		procedure.Body = link(page.ProcedureURL(s.Procedure), s.Procedure)
	}
	return []page.Fact{
		procedure,
		{Name: t("version"), Text: s.Version},
		{Name: t("field"), Text: field},
		{Name: t("channel"), Text: page.T(ctx, "officer.channel."+digit(uint8(s.Channel)))},
		{Name: t("level"), Text: page.T(ctx, "officer.level."+digit(uint8(s.Level)))},
		{Name: t("typist"), Text: page.T(ctx, "officer.typist."+digit(uint8(s.Typist)))},
		{Name: t("limit"), Text: limitOf(s)},
		{Name: t("received"), Text: calendar.PrintInstant(s.ReceivedAt)},
		{Name: t("first_due"), Text: differs(s.FirstDue, s.LegalDue)},
		{Name: t("due"), Text: calendar.PrintInstant(s.LegalDue)},
		{Name: t("appointment"), Text: differs(s.Appointment, s.LegalDue)},
		{Name: t("ended"), Text: calendar.PrintInstant(s.EndedAt)},
		{Name: t("supplements"), Text: several(s.IntakeAsks + s.Supplements)},
		{Name: t("extensions"), Text: several(s.Extensions + s.Apologies)},
		{Name: t("holder"), Text: o.who(ctx, s.Holder, "")},
		{Name: t("outside"), Text: strings.Join(s.Outside, ", ")},
		{Name: t("transfers"), Text: t("transfers_of", "n", s.Transfers, "paper", s.PaperMoves)},
		{Name: t("rating"), Text: rated(s.Rating)},
		{Name: t("fee"), Text: feeOf(ctx, s)},
	}
}

// limitOf is the period that was promised; "" of a dossier that was promised none.
func limitOf(s *dossier.State) string {
	if s.Limit.Unit == "" {
		return ""
	}
	return s.Limit.Print()
}

func (o *room) result(ctx context.Context, s *dossier.State) []page.Fact {
	if s.Result.Number == "" {
		return nil
	}
	t := func(key string) string { return page.T(ctx, "officer.result."+key) }
	yes := func(b bool) string {
		if b {
			return page.T(ctx, "officer.yes")
		}
		return page.T(ctx, "officer.no")
	}
	kind := "granted"
	if s.Result.Refusal {
		kind = "refused"
	}
	return []page.Fact{
		{Name: t("number"), Text: s.Result.Number},
		{Name: t("kind"), Text: t(kind)},
		{Name: t("paper"), Text: yes(s.Result.Paper)},
		{Name: t("electronic"), Text: yes(s.Result.Electronic)},
		{Name: t("returned"), Text: calendar.PrintInstant(s.ReturnedAt)},
	}
}

func differs(t, from time.Time) string {
	if t.Equal(from) {
		return ""
	}
	return calendar.PrintInstant(t)
}

func several(n int) string {
	if n == 0 {
		return ""
	}
	return locale.Int(int64(n))
}

func rated(n uint8) string {
	if n == 0 {
		return ""
	}
	return digit(n) + "/5"
}

func digit(n uint8) string { return locale.Int(int64(n)) }
