package officer

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// listView is what the page of a list shows.
type listView struct {
	List  *page.List
	Rows  indicator.List
	Page  int
	Pages int

	Title      string
	Lead       string // the indicator's or the form's words
	Things     string // hồ sơ, thủ tục, mục sổ
	Figure     string // as printed, empty when the figure has no number
	Agrees     bool   // the rows stand for the figure
	Known      bool   // the figure is a number to compare with
	State      string // of the figure; says why a list is empty
	Conditions []condition
	Sides      []side
	Back       *way // to the cell in the report
	Heads      []head
	Lines      []line
}

// condition is one thing that every row fulfils.
type condition struct {
	Name, Words string
	Link        string // says more about it
	Drop        string // the list without it, when there is one
}

// side is another list of the same figure: numerator, denominator, parts.
type side struct {
	Name, Count, URL string
	Here             bool
}

// way is a link with its words.
type way struct{ Text, URL string }

// head is a column's head; Sort is empty where a list cannot be sorted by it.
type head struct {
	Title, URL string
	Order      string // aria-sort: ascending, descending or nothing
	Number     bool
}

// line is a row of the table.
type line struct{ Cells []field }

// field is a cell of the table.
type field struct {
	Text, URL string
	Number    bool
	Short     bool   // does not break into lines
	Long      bool   // shows two lines, all of it when pointed at
	Minor     bool   // left out where the screen is small
	Tag       string // class of a tag: good, warn, bad, quiet
}

func (v *listView) frame(ctx context.Context, o *room, in *look) page.Frame {
	f := page.Frame{Title: v.Title, Active: "report", Wide: true, Crumbs: []page.Crumb{{Text: page.T(ctx, "officer.reports"), URL: page.Reports}}}
	if v.Back != nil {
		f.Crumbs = append(f.Crumbs, page.Crumb{Text: v.Back.Text, URL: v.Back.URL})
	}
	f.Crumbs = append(f.Crumbs, page.Crumb{Text: page.T(ctx, "officer.list")})
	asOf := v.List.To
	if v.List.AsOf != 0 {
		asOf = v.List.AsOf
	}
	f.Basis = basis(ctx, asOf, in.head)
	return f
}

// storeSorts are the columns that the store keeps dossiers in the order of.
var storeSorts = []string{"code", "received", "due", "ended"}

func (v *listView) dossiers() bool { return ofDossiers(v.Rows) }

// first is the number of the first row shown.
func (v *listView) first() int { return (v.Page-1)*page.PageRows + 1 }

// table turns the rows into what the page shows: links, dates as people write them, tags.
func (v *listView) table() {
	dossiers := ofDossiers(v.Rows)
	for _, c := range v.Rows.Columns {
		h := head{Title: c.Title, Number: c.Type == "number"}
		if !dossiers || slices.Contains(storeSorts, c.Key) {
			h.sort(v.List, c.Key, v.Rows.Sorted)
		}
		v.Heads = append(v.Heads, h)
	}
	for _, row := range v.Rows.Rows {
		var l line
		for i, c := range v.Rows.Columns {
			l.Cells = append(l.Cells, v.field(c, row[i]))
		}
		v.Lines = append(v.Lines, l)
	}
}

// sort makes a head a link that sorts by its column, or the other way round when it does.
func (h *head) sort(l *page.List, key, now string) {
	next := key
	switch now {
	case key:
		h.Order, next = "ascending", "-"+key
	case "-" + key:
		h.Order = "descending"
	}
	h.URL = l.WithSort(next).URL()
}

func (v *listView) field(c indicator.Column, value any) field {
	switch x := value.(type) {
	case calendar.Date:
		if x == 0 {
			return field{}
		}
		return field{Text: x.Print(), Short: true}
	case int64:
		return field{Text: locale.Int(x), Number: true}
	case string:
		return v.words(c, x)
	}
	return field{}
}

func (v *listView) words(c indicator.Column, text string) field {
	f := field{Text: text}
	switch c.Key {
	case "code":
		f.URL, f.Short = page.DossierURL(text, v.List), true
	case "id":
		f.URL, f.Short = page.ItemURL(text), true
	case "procedure":
		if isProcedureCode(text) {
			f.URL, f.Short = page.ProcedureURL(text), true
		}
		f.Minor = v.dossiers()
	case "name":
		f.Long = v.dossiers()
	case "channel", "level", "status", "field":
		f.Minor = v.dossiers()
	case "class":
		f.Tag = classTag[text]
	}
	return f
}

// classTag colours the class of a dossier as the words of indicator's lists name it; the word
// itself is always there.
var classTag = map[string]string{"trước hạn": "good", "đúng hạn": "good", "quá hạn": "bad", "rút, dừng": "quiet", "đang giải quyết": "warn"}

// isProcedureCode tells a code of the national database from the words for an unknown one.
func isProcedureCode(s string) bool {
	return len(s) == 8 && s[1] == '.' && strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }) < 0
}

// things names what the rows are.
func (v *listView) things(ctx context.Context) string {
	key := "officer.things.items"
	if len(v.Rows.Columns) > 0 {
		switch v.Rows.Columns[0].Key {
		case "code":
			key = "officer.things.dossiers"
		case "procedure":
			key = "officer.things.procedures"
		}
	}
	return page.T(ctx, key)
}

// describe says in words what the list is of, compares it with its figure, and finds the way
// back to the report.
func (o *room) describe(ctx context.Context, in *look, v *listView) error {
	v.Things = v.things(ctx)
	if err := o.wayBack(ctx, in, v); err != nil {
		return err
	}
	if v.List.Column != "" {
		return o.describeFlow(ctx, in, v)
	}
	return o.describeIndicator(ctx, in, v)
}

// wayBack finds the cell that the list was opened from.
func (o *room) wayBack(ctx context.Context, in *look, v *listView) error {
	l := v.List
	if l.Report == "" || l.AsOf == 0 {
		return nil
	}
	d, err := o.definition(l.Report)
	if err != nil {
		return err
	}
	if l.AsOf < d.From || l.AsOf > o.today() {
		return nil
	}
	e, err := o.edition(ctx, in, d, l.AsOf)
	if err != nil {
		return err
	}
	s, ok := e.at[placeOf(l)]
	if !ok {
		v.Back = &way{page.T(ctx, "officer.list.back_report", "day", l.AsOf.Print()), page.ReportURL(d.ID, "", l.AsOf)}
		return nil
	}
	v.Back = &way{s.where(ctx), page.ReportURL(d.ID, s.section, l.AsOf) + "#" + anchor(s.mark)}
	v.Lead = s.label // left out when the title says the same
	return nil
}

// where names the place of a figure: "Phụ lục III, dòng 4.3, Năm 2024".
func (s spot) where(ctx context.Context) string {
	if s.cell == nil {
		return page.T(ctx, "officer.spot.flow", "row", s.label, "period", s.period.Print())
	}
	return page.T(ctx, "officer.spot.cell", "appendix", s.cell.Appendix, "line", s.cell.Line, "column", s.column)
}

func (o *room) describeFlow(ctx context.Context, in *look, v *listView) error {
	l, d := v.List, o.withForm(v.List.Report)
	p := calendar.Period{From: l.From, To: l.To}
	flow, err := report.FlowForm(ctx, in.source, d.Form.Rows, p)
	if err != nil {
		return err
	}
	row := rowOf(l, d)
	column := page.T(ctx, "officer.flow."+l.Column)
	v.State = indicator.StateValue
	v.Title = page.T(ctx, "officer.list.title_flow", "column", column, "row", row, "period", p.Print())
	v.Lead = d.Form.Code
	for i := range flow.Rows {
		if flow.Rows[i].Field == row {
			n := flow.Rows[i].Column(l.Column)
			v.compare(&n)
		}
	}
	v.Conditions = append(v.Conditions, o.unitCondition(ctx, p), periodCondition(ctx, p, strings.HasPrefix(l.Column, "open.")),
		condition{Name: page.T(ctx, "officer.condition.count"), Words: page.T(ctx, "officer.flow_words."+l.Column)})
	c := condition{Name: page.T(ctx, "officer.condition.field"), Words: row}
	if row != d.Form.Total {
		whole := *l.WithSort(l.Sort)
		whole.Row = d.Form.Total
		c.Drop = whole.URL()
	} else {
		c.Words = page.T(ctx, "officer.condition.all_fields")
	}
	v.Conditions = append(v.Conditions, c)
	return nil
}

// compare holds the rows against the figure.
func (v *listView) compare(n *int64) {
	if n == nil {
		return
	}
	v.Known, v.Figure, v.Agrees = true, locale.Int(*n), *n == v.Rows.Total
}

func (o *room) unitCondition(ctx context.Context, p calendar.Period) condition {
	return condition{Name: page.T(ctx, "officer.condition.unit"), Words: o.unitName(p.To) + " (" + o.Unit.Code + ")"}
}

func periodCondition(ctx context.Context, p calendar.Period, stock bool) condition {
	if stock {
		return condition{Name: page.T(ctx, "officer.condition.period"), Words: page.T(ctx, "officer.condition.at_end", "day", p.To.Print())}
	}
	return condition{Name: page.T(ctx, "officer.condition.period"), Words: daysOf(ctx, p)}
}

// daysOf is a period with its days, also where it has a name.
func daysOf(ctx context.Context, p calendar.Period) string {
	days := page.T(ctx, "officer.days", "from", p.From.Print(), "to", p.To.Print())
	name := p.Print()
	if strings.Contains(name, p.From.Print()) {
		return name
	}
	return name + " (" + days + ")"
}
