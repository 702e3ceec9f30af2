package citizen

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/web/page"
)

// whole is a procedure as its page shows it on a day.
type whole struct {
	*procedure.Procedure
	Day     calendar.Date
	Today   calendar.Date
	Version *procedure.Version // nil: none on that day
	Force   procedure.Force
	Why     string
	Here    bool   // the unit offers it on the day
	Promise string // what the unit promises, with its basis
	Course  course
	Sources procedure.Sources
	Parts   []part // of an interlinked service
}

// part is a member of an interlinked service.
type part struct{ Code, Name string }

func (p *pages) procedure(w http.ResponseWriter, r *http.Request) error {
	today := calendar.DateOf(p.site.Now())
	day := today
	if d := r.URL.Query().Get("ngay"); d != "" {
		var err error
		if day, err = page.ReadDay(d, today); err != nil {
			return err
		}
	}
	pr, err := p.site.Catalog.Procedures.Find(r.PathValue("code"))
	if err != nil {
		return err
	}
	ctx := r.Context()
	t := p.about(ctx, pr, day)
	t.Today = today
	frame := page.Frame{Title: pr.Name, Active: "procedures", Basis: p.basis(ctx),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "citizen.catalogue.title"), URL: page.Procedures}, {Text: pr.Code}}}
	return page.Write(w, r, http.StatusOK, frame, procedurePage(t))
}

func (p *pages) about(ctx context.Context, pr *procedure.Procedure, day calendar.Date) whole {
	t := whole{Procedure: pr, Day: day, Version: pr.VersionOn(day), Sources: p.site.Catalog.Procedures.Sources}
	t.Force, t.Why = pr.Force(day)
	t.Here = p.site.Unit.OfferOn(pr.Code, day) != nil
	if promise, err := p.site.Catalog.Promise(p.site.Unit.Code, pr.Code, day); err == nil && t.Here {
		t.Promise = promise.Limit.Print() + ". " + sentence(promise.Basis)
	}
	t.Course = p.chart(ctx, pr, t.Version)
	for _, code := range pr.Members {
		m := part{Code: code, Name: code}
		if other, ok := p.site.Catalog.Procedures.Get(code); ok {
			m.Name = other.Name
		}
		t.Parts = append(t.Parts, m)
	}
	return t
}

// facts are the procedure in a list of names and values. What no source says is said to be
// unknown where a citizen needs it, and left out elsewhere.
func (t whole) facts(ctx context.Context) []page.Fact {
	say := func(key string) string { return page.T(ctx, "citizen."+key) }
	or := func(s string) string {
		if s == "" {
			return say("unknown")
		}
		return s
	}
	facts := []page.Fact{
		{Name: say("code"), Text: strings.TrimSpace(t.Code + " " + t.fullCode(ctx))},
		{Name: say("field"), Text: t.Field + " (" + groupWords(ctx, t.Group) + ")"},
	}
	v := t.Version
	if v == nil {
		return append(facts, page.Fact{Name: say("version"), Text: say("version.none")})
	}
	return append(facts,
		page.Fact{Name: say("receives"), Text: or(v.ReceivingBody)},
		page.Fact{Name: say("decides"), Text: or(v.DecidingBody)},
		page.Fact{Name: say("ways"), Text: or(t.ways(ctx))},
		page.Fact{Name: say("presence"), Text: v.PresenceRequired},
		page.Fact{Name: say("limit"), Body: limitPart(t)},
		page.Fact{Name: capital(say("money.fee")), Text: moneyWhole(ctx, v.Fee)},
		page.Fact{Name: capital(say("money.charge")), Text: moneyWhole(ctx, v.Charge)},
		page.Fact{Name: say("result"), Text: or(strings.Join(v.Results, "; "))},
		page.Fact{Name: say("supplement"), Text: supplementWords(ctx, v)},
		page.Fact{Name: say("published"), Text: v.PublishedBy},
		page.Fact{Name: say("law"), Text: strings.Join(v.LegalBasis, "; ")},
	)
}

func (t whole) fullCode(ctx context.Context) string {
	if t.CodeFull == "" {
		return ""
	}
	return page.T(ctx, "citizen.code.full", "code", t.CodeFull)
}

// ways are how it may be filed, with the online level.
func (t whole) ways(ctx context.Context) string {
	var parts []string
	for _, a := range t.Version.Accepts {
		parts = append(parts, page.T(ctx, "citizen.accepts."+a))
	}
	text := strings.Join(parts, ", ")
	if l := t.Version.OnlineLevel; l != "" {
		text = strings.TrimPrefix(text+". "+page.T(ctx, "citizen.level")+": "+levelWords(ctx, l), ". ")
	}
	if t.Version.OnlineNote != "" {
		text += ". " + t.Version.OnlineNote
	}
	return sentence(text)
}

func supplementWords(ctx context.Context, v *procedure.Version) string {
	if v.SupplementDays == 0 {
		return ""
	}
	return page.T(ctx, "citizen.supplement.days", "days", v.SupplementDays)
}

// limitLines are the period in lines: the figure, the cut-off, the condition, the cases.
func (t whole) limitLines(ctx context.Context) []string {
	l := t.Version.TimeLimit
	if l == nil {
		return []string{page.T(ctx, "citizen.unknown")}
	}
	var out []string
	if limit, ok := l.Limit(); ok {
		out = append(out, sentence(limit.Print()))
	} else {
		out = append(out, sentence(page.T(ctx, "citizen.limit.several")))
	}
	if c := cutoffWords(ctx, l.Cutoff); c != "" {
		out = append(out, sentence(c))
	}
	if l.Condition != "" {
		out = append(out, sentence(l.Condition))
	}
	for _, v := range l.Variants {
		out = append(out, sentence(v.When+": "+calendar.Limit{Value: v.Value, Unit: v.Unit}.Print()))
	}
	return out
}

// dueURL is the calendar's form filled with the procedure's period; "" when there is no
// single one.
func (t whole) dueURL() templ.SafeURL {
	if t.Version == nil || t.Version.TimeLimit == nil {
		return ""
	}
	l, ok := t.Version.TimeLimit.Limit()
	if !ok {
		return ""
	}
	q := url.Values{"so": {strconv.Itoa(l.Value)}, "don-vi": {string(l.Unit)}}
	if l.Cutoff != "" {
		q.Set("moc", string(l.Cutoff))
	}
	return templ.SafeURL(page.Calendar + "?" + q.Encode() + "#hen")
}
