package work

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/web/page"
)

// field is one question of a form.
type field struct {
	Kind    string // "text", "area", "choice" (one of a list), "radio", "checks" (some of a list), "papers" (checks with a text each), "yes" (one box), "row" (several on one line)
	Name    string
	Label   string
	Hint    string
	Value   string
	Options []option
	Error   string
	Size    int     // characters of a short text; 0: the whole width
	Must    bool    // has to be filled in
	Fields  []field // of a row
}

// ID is the field's anchor, for its label and for the list of problems.
func (f field) ID() string { return "f-" + f.Name }

func (f field) described() string {
	var by []string
	if f.Hint != "" {
		by = append(by, f.ID()+"-goi-y")
	}
	if f.Error != "" {
		by = append(by, f.ID()+"-loi")
	}
	return strings.Join(by, " ")
}

// text is a line to type.
func (d *deed) text(name, key, fresh string) field {
	return field{Kind: "text", Name: name, Label: d.t(key), Value: d.or(name, fresh)}
}

// area is a text of several lines.
func (d *deed) area(name, key, fresh string) field {
	f := d.text(name, key, fresh)
	f.Kind = "area"
	return f
}

// choice is one of a list.
func (d *deed) choice(kind, name, key string, options []option) field {
	f := field{Kind: kind, Name: name, Label: d.t(key), Options: options}
	if v := d.typed.Get(name); v != "" {
		for i := range f.Options {
			f.Options[i].Chosen = f.Options[i].Value == v
		}
	}
	return f
}

// yes is one box to tick.
func (d *deed) yes(name, key string, fresh bool) field {
	return field{Kind: "yes", Name: name, Label: d.t(key), Options: []option{{Value: "1", Text: d.t(key), Chosen: d.ticked(name, "1", fresh)}}}
}

// checks are boxes to tick.
func (d *deed) checks(name, key string, options []option) field {
	f := field{Kind: "checks", Name: name, Label: d.t(key), Options: options}
	if d.sent {
		for i := range f.Options {
			f.Options[i].Chosen = d.ticked(name, f.Options[i].Value, false)
		}
	}
	return f
}

func (f field) hint(text string) field { f.Hint = text; return f }
func (f field) must() field            { f.Must = true; return f }
func (f field) short(n int) field      { f.Size = n; return f }

// marked puts the problems beside their fields.
func marked(fields []field, problems []problem) []field {
	for i := range fields {
		fields[i].Fields = marked(fields[i].Fields, problems)
		for _, p := range problems {
			if p.Field == fields[i].Name && fields[i].Error == "" {
				fields[i].Error = p.Text
			}
		}
	}
	return fields
}

// lines are what was typed one to a line.
func lines(text string) []string {
	var out []string
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// numbered are the values of a group of boxes as numbers below a bound.
func (d *deed) numbered(name string, below int) []int {
	var out []int
	for _, v := range d.typed[name] {
		if n, err := strconv.Atoi(v); err == nil && n >= 0 && n < below {
			out = append(out, n)
		}
	}
	return out
}

// reasons are the ready words of an act; what is chosen is recorded in Vietnamese, whoever
// reads the page.
func (d *deed) reasons(act string) field {
	var options []option
	for i := 1; ; i++ {
		key := "work.reason." + act + "." + strconv.Itoa(i)
		text := d.Words.T("vi", key)
		if text == key {
			break
		}
		options = append(options, option{Value: strconv.Itoa(i), Text: page.T(d.ctx, key)})
	}
	return d.checks("ly-do-mau", "reason.choose", options)
}

// reason is the chosen words and what was added to them.
func (d *deed) reason(act string) string {
	var out []string
	for _, n := range d.numbered("ly-do-mau", 100) {
		key := "work.reason." + act + "." + strconv.Itoa(n)
		if text := d.Words.T("vi", key); text != key {
			out = append(out, text)
		}
	}
	if more := d.get("ly-do"); more != "" {
		out = append(out, more)
	}
	if len(out) == 0 {
		d.wrong("ly-do", "work.need.reason")
	}
	return strings.Join(out, "; ")
}
