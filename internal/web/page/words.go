package page

import (
	"context"
	"net/url"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile"
)

type wordsKey struct{}

// Visit is one request as its page needs it.
type Visit struct {
	ID   string   // can be read over the phone
	URL  *url.URL // of the page itself, for links to the same page otherwise
	Head func() int64
}

// words are the sentences of one reader.
type words struct {
	site  *Site
	lang  string
	visit Visit
}

// With gives a context the sentences of a language.
func With(ctx context.Context, s *Site, lang string) context.Context {
	return context.WithValue(ctx, wordsKey{}, words{site: s, lang: lang})
}

// WithVisit gives a context the sentences of a language and the request it serves.
func WithVisit(ctx context.Context, s *Site, lang string, v Visit) context.Context {
	return context.WithValue(ctx, wordsKey{}, words{s, lang, v})
}

// T is a sentence in the reader's language, for templates: T(ctx, "web.pager.page", "page", 3).
func T(ctx context.Context, key string, kv ...any) string {
	w, ok := ctx.Value(wordsKey{}).(words)
	if !ok {
		return key
	}
	return w.site.Words.T(w.lang, key, kv...)
}

// Lang is the reader's language: "vi" or "en".
func Lang(ctx context.Context) string {
	if w, ok := ctx.Value(wordsKey{}).(words); ok {
		return w.lang
	}
	return "vi"
}

// VisitID is the code of this request, which a person can read over the phone.
func VisitID(ctx context.Context) string { return of(ctx).visit.ID }

// N prints a whole number: 4.481.
func N[I int | int32 | int64](n I) string { return locale.Int(int64(n)) }

// SeverityTag is the colour of a finding's severity; its word ("findings.severity.blocks")
// always stands with it.
func SeverityTag(s reconcile.Severity) string {
	switch s {
	case reconcile.Blocks:
		return "bad"
	case reconcile.Warns:
		return "warn"
	}
	return "quiet"
}

func of(ctx context.Context) words {
	w, _ := ctx.Value(wordsKey{}).(words)
	return w
}

// otherwise is the address of this page in another language.
func (w words) otherwise(lang string) string {
	if w.visit.URL == nil {
		return "?lang=" + lang
	}
	q := w.visit.URL.Query()
	q.Set("lang", lang)
	return w.visit.URL.EscapedPath() + "?" + q.Encode()
}

// unitNames are the unit's title and its superior's, as of today.
func (w words) unitNames() (title, parent string) {
	if w.site == nil || w.site.Unit == nil || w.site.Now == nil {
		return "", ""
	}
	if n := w.site.Unit.NameOn(calendar.DateOf(w.site.Now())); n != nil {
		return n.Title, n.Parent
	}
	return w.site.Unit.ID, ""
}

// head is the ledger position last read, 0 when none was.
func (w words) head() int64 {
	if w.visit.Head == nil {
		return 0
	}
	return w.visit.Head()
}

// LongDay is a day with its weekday, in the reader's language: "thứ Hai 23/11/2026",
// "Monday 23/11/2026".
func LongDay(ctx context.Context, d calendar.Date) string {
	if Lang(ctx) == "vi" {
		return d.Long()
	}
	return d.Weekday().String() + " " + d.Print()
}

// Phrase is a title that a sentence goes on after: some lines of the printed form end in a stop.
func Phrase(title string) string { return strings.TrimRight(title, " .,;:") }

func personID(ctx context.Context) string {
	if p := Person(ctx); p != nil {
		return p.ID
	}
	return ""
}

func titleOf(ctx context.Context, f Frame) string {
	title := f.Title + " – " + T(ctx, "web.product")
	if f.Failed {
		title = T(ctx, "frame.failed") + title
	}
	return title
}

// whenOf is the period of a page; the day when it has none.
func whenOf(ctx context.Context, f Frame) string {
	if f.Period != "" {
		return T(ctx, "frame.period", "period", f.Period)
	}
	if s := of(ctx).site; s != nil && s.Now != nil {
		return LongDay(ctx, calendar.DateOf(s.Now()))
	}
	return ""
}

// queueKeys are the queues of who asks, in the order of their keys (Alt+1 the first), for pages on
// which no link has these keys: a line for each, its address and its name.
func queueKeys(ctx context.Context) string {
	if !Allowed(ctx, Handle) {
		return ""
	}
	var lines []string
	for _, q := range QueuesOf(Person(ctx)) {
		lines = append(lines, QueueURL(q.ID, 0)+" "+T(ctx, "work.queue."+q.ID))
	}
	return strings.Join(lines, "\n")
}

// lookupFor is where a dossier is looked up, for who may.
func lookupFor(ctx context.Context) string {
	if Allowed(ctx, Handle) {
		return Lookup
	}
	return ""
}
