package work

import (
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// digitizeFields: which papers were scanned. What came electronic or was only shown is not
// scanned (TT 03/2025 Đ5).
func digitizeFields(d *deed) []field {
	var options []option
	for i, c := range d.s.Components {
		if c.ShownOnly || c.Born || c.Digitized || c.Missing {
			continue
		}
		v := strconv.Itoa(i)
		options = append(options, option{Value: v, Text: strconv.Itoa(i+1) + ". " + c.Name, Chosen: d.ticked("giay-to", v, false)})
	}
	return []field{d.checks("giay-to", "digitize.papers", options).hint(d.t("digitize.papers_hint")).must()}
}

func digitize(d *deed) (dossier.Command, []desk.Next) {
	c := dossier.Digitize{Components: d.numbered("giay-to", len(d.s.Components))}
	if len(c.Components) == 0 {
		d.wrong("giay-to", "work.need.scanned")
	}
	return c, nil
}

// deliverFields: which letter, and how it was given.
func deliverFields(d *deed) []field {
	var letters, ways []option
	for i, l := range d.s.Letters {
		if l.Given == "" {
			letters = append(letters, option{Value: strconv.Itoa(i), Text: d.letterName(l), Chosen: len(letters) == 0})
		}
	}
	for _, w := range []string{"counter", "post", "electronic"} {
		ways = append(ways, option{Value: w, Text: page.T(d.ctx, "dossier.way_of."+w), Chosen: w == "counter"})
	}
	return []field{d.choice("choice", "thu", "deliver.letter", letters).must(), d.choice("radio", "cach", "deliver.way", ways).must()}
}

func deliver(d *deed) (dossier.Command, []desk.Next) {
	n, err := strconv.Atoi(d.get("thu"))
	if err != nil || n < 0 || n >= len(d.s.Letters) {
		d.wrong("thu", "work.need.letter")
	}
	way := d.get("cach")
	if !slices.Contains([]string{"counter", "post", "electronic"}, way) {
		d.wrong("cach", "work.need.way")
	}
	return dossier.Deliver{Letter: n, Way: way}, nil
}

// letterName is a letter with its number and day.
func (d *deed) letterName(l dossier.Letter) string {
	return d.t("letter.of", "number", l.Number, "form", d.formTitle(l.Form), "at", calendar.PrintInstant(l.At))
}

// correctFields: one of a closed list of facts, and the entry that was wrong.
func correctFields(d *deed) []field {
	var entries []option
	if told, err := dossier.Timeline(d.entries); err == nil {
		for _, l := range told {
			entries = append(entries, option{Value: strconv.Itoa(int(l.Seq)),
				Text: strconv.Itoa(int(l.Seq)) + ". " + calendar.PrintInstant(l.Happened) + ": " + short(l.Text(d.Words, page.Lang(d.ctx), d.names.of), 80)})
		}
	}
	var typists, papers []option
	typists = append(typists, option{Text: d.t("correct.as_is")})
	for n := 1; n <= 3; n++ {
		typists = append(typists, option{Value: strconv.Itoa(n), Text: page.T(d.ctx, "officer.typist."+strconv.Itoa(n))})
	}
	for i, c := range d.s.Components {
		if !c.ShownOnly && !c.Born {
			v := strconv.Itoa(i)
			papers = append(papers, option{Value: v, Text: c.Name, Chosen: d.ticked("so-hoa", v, c.Digitized)})
		}
	}
	f := []field{d.choice("choice", "dong", "correct.entry", entries).must(), d.area("ly-do", "correct.reason", "").must(),
		d.choice("choice", "nhap", "correct.typist", typists), d.tristate("dinh-danh", "correct.eid")}
	if len(papers) > 0 {
		f = append(f, d.checks("so-hoa", "correct.digitized", papers).hint(d.t("correct.digitized_hint")))
	}
	if d.s.Status == dossier.Settled || d.s.Status == dossier.Returned {
		f = append(f, d.tristate("dien-tu", "correct.electronic"))
	}
	return f
}

// tristate asks for yes, no, or as it is.
func (d *deed) tristate(name, key string) field {
	return d.choice("choice", name, key, []option{{Text: d.t("correct.as_is")}, {Value: "co", Text: d.t("yes")}, {Value: "khong", Text: d.t("no")}})
}

func (d *deed) readTristate(name string) *bool {
	switch d.get(name) {
	case "co":
		return new(true)
	case "khong":
		return new(false)
	}
	return nil
}

func correct(d *deed) (dossier.Command, []desk.Next) {
	seq, err := strconv.Atoi(d.get("dong"))
	if err != nil || seq < 1 || seq > len(d.entries) {
		d.wrong("dong", "work.need.entry")
	}
	c := dossier.Correct{Seq: int32(seq), Reason: d.need("ly-do", "work.need.reason"), EID: d.readTristate("dinh-danh"), Electronic: d.readTristate("dien-tu")}
	if n, err := strconv.Atoi(d.get("nhap")); err == nil && n >= 1 && n <= 3 {
		c.Typist = new(dossier.Typist(n))
	}
	now := d.numbered("so-hoa", len(d.s.Components))
	for i, p := range d.s.Components {
		if was := p.Digitized; !p.ShownOnly && !p.Born && was != slices.Contains(now, i) {
			if c.Digitized == nil {
				c.Digitized = map[int]bool{}
			}
			c.Digitized[i] = !was
		}
	}
	if c.EID == nil && c.Electronic == nil && c.Typist == nil && len(c.Digitized) == 0 {
		d.wrong("nhap", "work.need.correction")
	}
	return c, nil
}

// short cuts a text to so many characters.
func short(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most-1]) + "…"
}
