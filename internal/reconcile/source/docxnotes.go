package source

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// footnotes reads the notes in the order in which the text calls them.
func (r *docxReader) footnotes(part, kind string) error {
	type note struct{ paras []*wordPara }
	notes := map[string]*note{}
	var current *note
	var ids []string
	var p *wordPara
	inner := &docxReader{prose: r.prose, pack: r.pack, numbers: r.numbers}
	err := r.pack.each(part, func(t xml.StartElement) {
		if inner.root(t); t.Name.Space != inner.prefix {
			return
		}
		switch t.Name.Local {
		case kind:
			current = nil
			if id := attr(t, "id"); attr(t, "type") == "" || attr(t, "type") == "normal" {
				current = &note{}
				notes[id] = current
				ids = append(ids, id)
			}
		case "p":
			if p = nil; current != nil {
				p = &wordPara{}
				current.paras = append(current.paras, p)
			}
		default:
			if p != nil {
				inner.inPara(p, t)
			}
		}
	}, func(name xml.Name) {
		switch {
		case p == nil || name.Space != inner.prefix:
		case name.Local == "del" || name.Local == "moveFrom":
			p.gone = max(p.gone-1, 0)
		case name.Local == "t":
			p.inText = false
		case name.Local == "r":
			p.run, p.hidden = false, false
		case name.Local == "p":
			p = nil
		}
	}, func(b []byte) {
		if p != nil {
			inner.paras = []*wordPara{p}
			inner.chars(b)
		}
	})
	if err != nil {
		return err
	}
	prefix := strings.TrimPrefix(kind, "foot") + ":" // note:, endnote:
	for i, id := range ids {
		n := i + 1
		if kind == "footnote" {
			n = r.noteNumber(id)
		}
		r.notes = "chú thích " + strconv.Itoa(n)
		if kind == "endnote" {
			r.notes = "chú thích cuối " + strconv.Itoa(n)
		}
		shift := 0
		for _, para := range notes[id].paras {
			text := para.text.String()
			ref := refer{kind: 'n', name: prefix + id, b: shift}
			r.paragraph(text, ref.of)
			shift += para.runes + 1
		}
	}
	r.notes = ""
	return nil
}

// noteNumber is the number that a footnote prints.
func (r *docxReader) noteNumber(id string) int {
	if r.order[id] == 0 {
		r.order[id] = len(r.order) + 1
	}
	return r.order[id]
}
