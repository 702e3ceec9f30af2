package work

import (
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/desk/dossier"
)

// paperWays are in which form a paper is said to have come, as the choice lists them; "" is not
// said. "missing" is one that is on the list and not there.
var paperWays = []string{"", "original", "certified", "copy", "database", "electronic", "shown", "missing"}

func wayOfPaper(c dossier.Component) string {
	switch {
	case c.Name == "":
		return ""
	case c.Missing:
		return "missing"
	case c.ShownOnly:
		return "shown"
	case c.Kind != "":
		return c.Kind
	case c.Born:
		return "electronic"
	}
	return ""
}

// setWay says in which form a paper came. One from a database is held already and electronic.
func setWay(c *dossier.Component, way string) {
	c.Kind, c.Missing, c.ShownOnly, c.Born, c.Reused = "", false, false, false, false
	switch way {
	case "missing":
		c.Missing = true
	case "shown":
		c.ShownOnly = true
	case "electronic":
		c.Born = true
	case "database":
		c.Kind, c.Born, c.Reused, c.Reusable = way, true, true, true
	default:
		c.Kind = way
	}
}

// freshPapers is how many empty lines stand behind the list.
const freshPapers = 2

// tellings are all fields of the amendment of this dossier: what was told of people and return,
// then each paper of the list, then empty lines. The place of a paper never changes: entries
// name papers by it.
func (d *deed) tellings() []told {
	n := max(len(d.s.Components), len(d.seenState().Components))
	if saw, err := at(d.entries, d.origin()); err == nil {
		n = max(n, len(saw.Components))
	}
	out := slices.Clone(tellings)
	for i := range n + freshPapers {
		out = append(out, d.paperTellings(i)...)
	}
	return out
}

func (d *deed) paperTellings(i int) []told {
	name := func(what string) string { return "giay-" + strconv.Itoa(i) + "-" + what }
	label := func(what string) string { return d.t("amend.paper."+what, "n", i+1) }
	of := func(s *dossier.State) (c dossier.Component) {
		if i < len(s.Components) {
			c = s.Components[i]
		}
		return c
	}
	return []told{
		{name: name("ten"), label: label("name"), place: i, get: func(s *dossier.State) string { return of(s).Name },
			paper: func(c *dossier.Component, v string) bool { c.Name = v; return true }},
		{name: name("so"), label: label("count"), place: i, get: func(s *dossier.State) string {
			if of(s).Name == "" {
				return ""
			}
			return strconv.Itoa(max(of(s).Copies, 1))
		}, paper: func(c *dossier.Component, v string) bool {
			n, err := strconv.Atoi(v)
			c.Copies = n
			return err == nil && n >= 1 && n <= 99
		}},
		{name: name("dang"), label: label("way"), place: i, get: func(s *dossier.State) string { return wayOfPaper(of(s)) },
			words: func(v string) string { return d.t("amend.paper.way_of." + v) },
			paper: func(c *dossier.Component, v string) bool { setWay(c, v); return slices.Contains(paperWays, v) }},
	}
}

// paperRow asks for one paper on one line.
func (d *deed) paperRow(i int, was *dossier.State) field {
	f := field{Kind: "row", Name: "giay-" + strconv.Itoa(i), Label: d.t("amend.paper", "n", i+1)}
	for _, x := range d.paperTellings(i) {
		one := field{Kind: "text", Name: x.name, Label: x.label, Value: d.or(x.name, x.get(was))}
		switch x.name {
		case f.Name + "-so":
			one.Size = 3
		case f.Name + "-dang":
			one.Kind = "choice"
			for _, way := range paperWays {
				text := d.t("amend.paper.unsaid")
				if way != "" {
					text = x.words(way)
				}
				one.Options = append(one.Options, option{Value: way, Text: text, Chosen: way == one.Value})
			}
		}
		f.Fields = append(f.Fields, one)
	}
	return f
}

// amendPapers reads the list of papers; nil when nothing in it was changed.
func (d *deed) amendPapers(was *dossier.State, changed []told) []dossier.Component {
	if len(changed) == 0 {
		return nil
	}
	list := slices.Clone(was.Components)
	for _, x := range changed {
		for len(list) <= x.place {
			list = append(list, dossier.Component{Copies: 1})
		}
		if !x.paper(&list[x.place], d.get(x.name)) {
			d.wrong(x.name, "work.need.paper")
		}
	}
	for i := len(list) - 1; i >= len(was.Components) && list[i] == (dossier.Component{Copies: 1}); i-- {
		list = list[:i]
	}
	for i, c := range list {
		if c.Name == "" {
			d.wrong("giay-"+strconv.Itoa(i)+"-ten", "work.need.paper_name")
		}
	}
	return list
}
