package source

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// numbering knows the automatic numbers of a DOCX: they are not in the text, but they are
// printed.
type numbering struct {
	levels map[string][9]listLevel // by abstract list
	lists  map[string]string       // list to abstract list
	styles map[string]listStyle
	counts map[string]*[9]int // by abstract list
}

type listLevel struct {
	format, text string
	start        int
}

type listStyle struct {
	list, based string
	level       int
}

func readNumbering(p *pack, part, styles string) *numbering {
	n := &numbering{levels: map[string][9]listLevel{}, lists: map[string]string{}, styles: map[string]listStyle{}, counts: map[string]*[9]int{}}
	abstract, list, level := "", "", 0
	_ = p.each(part, func(t xml.StartElement) { // a document without lists has no such part
		val := attr(t, "val")
		switch t.Name.Local {
		case "abstractNum":
			abstract, list = attr(t, "abstractNumId"), ""
		case "num":
			list, abstract = attr(t, "numId"), ""
		case "abstractNumId":
			if list != "" {
				n.lists[list] = val
			}
		case "lvl":
			level, _ = strconv.Atoi(attr(t, "ilvl"))
		case "numFmt", "lvlText", "start":
			if abstract == "" || level < 0 || level > 8 {
				return
			}
			all := n.levels[abstract]
			switch t.Name.Local {
			case "numFmt":
				all[level].format = val
			case "lvlText":
				all[level].text = val
			case "start":
				all[level].start, _ = strconv.Atoi(val)
			}
			n.levels[abstract] = all
		}
	}, nil, nil)
	n.readStyles(p, styles)
	return n
}

func (n *numbering) readStyles(p *pack, part string) {
	id := ""
	_ = p.each(part, func(t xml.StartElement) { // styles may be missing
		s := n.styles[id]
		switch t.Name.Local {
		case "style":
			id = attr(t, "styleId")
			return
		case "numId":
			s.list = attr(t, "val")
		case "ilvl":
			s.level, _ = strconv.Atoi(attr(t, "val"))
		case "basedOn":
			s.based = attr(t, "val")
		default:
			return
		}
		if id != "" {
			n.styles[id] = s
		}
	}, nil, nil)
}

// label is the number that stands before a paragraph, "" for none; asking counts it.
func (n *numbering) label(p *wordPara) string {
	list, level := p.list, p.level
	for style, hops := p.style, 0; list == "" && style != "" && hops < 12; hops++ {
		s := n.styles[style]
		list, level, style = s.list, s.level, s.based
	}
	abstract, known := n.lists[list]
	if list == "" || list == "0" || !known || level < 0 || level > 8 || strings.TrimSpace(p.text.String()) == "" && p.list == "" {
		return ""
	}
	levels := n.levels[abstract]
	counts := n.counts[abstract]
	if counts == nil {
		counts = &[9]int{}
		n.counts[abstract] = counts
	}
	if counts[level] == 0 {
		counts[level] = max(levels[level].start, 1)
	} else {
		counts[level]++
	}
	for i := level + 1; i < 9; i++ {
		counts[i] = 0
	}
	if levels[level].format == "bullet" {
		return "-"
	}
	out := levels[level].text
	for i := 0; i <= level; i++ {
		count := counts[i]
		if count == 0 {
			count = max(levels[i].start, 1)
		}
		out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1), formatted(count, levels[i].format))
	}
	if len(out) > 40 {
		return ""
	}
	return out
}

func formatted(n int, format string) string {
	switch format {
	case "upperRoman":
		return romanNumber(n)
	case "lowerRoman":
		return strings.ToLower(romanNumber(n))
	case "upperLetter", "lowerLetter":
		if n < 1 || n > 26 {
			return ""
		}
		c := string(rune('a' + n - 1))
		if format == "upperLetter" {
			return strings.ToUpper(c)
		}
		return c
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

func romanNumber(n int) string {
	if n < 1 || n > 89 {
		return strconv.Itoa(n)
	}
	out := ""
	for _, r := range [...]struct {
		value int
		text  string
	}{{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			out += r.text
		}
	}
	return out
}
