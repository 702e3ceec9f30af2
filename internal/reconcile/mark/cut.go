package mark

import (
	"fmt"
	"slices"
	"strings"
)

// cut is a place where marks of comments enter the text.
type cut struct {
	at    int
	depth int // 0: between runs, 1: between two elements of a run, 2: inside a text
	run   *wordRun
	text  string // start tag of the text that is cut
}

// marks are the comments that end and begin at a cut.
type marks struct {
	cut
	ends, starts []int
}

// finish places the notes of a paragraph that has been read.
func (b *wordBody) finish(p *wordPara) {
	if p.boxed && len(p.waiting)+len(p.anchors) > 0 {
		b.handUp(p)
		return
	}
	if p.empty {
		b.fill(p)
		return
	}
	var all []*marks
	spaced := map[int]string{} // start tags of texts that are cut
	add := func(c cut, id int, starts bool) {
		i := slices.IndexFunc(all, func(m *marks) bool { return m.at == c.at && m.depth == c.depth })
		if i < 0 {
			i = len(all)
			all = append(all, &marks{cut: c})
		}
		if starts {
			all[i].starts = append(all[i].starts, id)
		} else {
			all[i].ends = append(all[i].ends, id)
		}
	}
	for _, a := range p.anchors {
		id := b.say(a.n)
		add(cut{at: p.runs[a.run].from}, id, true)
		add(cut{at: p.runs[a.run].to}, id, false)
	}
	for _, n := range p.waiting {
		id := b.say(n)
		from, to := p.whole()
		if start, end, ok := span(n.Ref[strings.LastIndexByte(n.Ref, ':')+1:]); ok && start < end && end <= p.length {
			from, to = b.cutBefore(p, start, spaced), b.cutAfter(p, end, spaced)
		}
		add(from, id, true)
		add(to, id, false)
	}
	for _, m := range all {
		b.edits = append(b.edits, edit{at: m.at, text: b.written(m, p.tag)})
	}
	for at, tag := range spaced {
		b.edits = append(b.edits, edit{at: at, del: len(tag), text: preserving(tag)})
	}
}

// handUp gives the notes of a text box to the run of the paragraph outside that holds it: no
// comment may stand inside a box.
func (b *wordBody) handUp(p *wordPara) {
	outer := b.para()
	if outer == nil || len(outer.open) == 0 {
		return
	}
	run := outer.open[len(outer.open)-1]
	for _, n := range p.waiting {
		outer.anchors = append(outer.anchors, anchored{run, n})
	}
	for _, a := range p.anchors {
		outer.anchors = append(outer.anchors, anchored{run, a.n})
	}
}

// fill gives a paragraph that was written as <w:p/> a content.
func (b *wordBody) fill(p *wordPara) {
	if len(p.waiting) == 0 {
		return
	}
	m := &marks{cut: cut{at: p.from}}
	for _, n := range p.waiting {
		id := b.say(n)
		m.starts, m.ends = append(m.starts, id), append(m.ends, id)
	}
	raw := string(b.src[p.from:p.to])
	starts, ends := *m, *m
	starts.ends, ends.starts = nil, nil
	b.edits = append(b.edits, edit{at: p.from, del: len(raw),
		text: strings.TrimSuffix(raw, "/>") + ">" + b.written(&starts, p.tag) + b.written(&ends, p.tag) + "</" + p.tag + ">"})
}

// say numbers a comment.
func (b *wordBody) say(n Note) int {
	for b.taken[b.next] {
		b.next++
	}
	id := b.next
	b.next++
	b.said = append(b.said, wordComment{id, n.Lines})
	return id
}

// whole are the cuts around everything in a paragraph.
func (p *wordPara) whole() (from, to cut) { return cut{at: p.content}, cut{at: p.to} }

// cutBefore is where a range begins that starts with rune pos.
func (b *wordBody) cutBefore(p *wordPara, pos int, spaced map[int]string) cut {
	for _, r := range p.runs {
		for i, a := range r.atoms {
			if pos < a.start || pos >= a.end {
				continue
			}
			switch {
			case r.whole, i == 0 && pos == a.start:
				return cut{at: r.from}
			case pos == a.start:
				return cut{at: a.elementFrom, depth: 1, run: r}
			}
			return b.inside(r, a, pos, spaced)
		}
	}
	from, _ := p.whole()
	return from
}

// cutAfter is where a range ends that has rune pos-1 for its last.
func (b *wordBody) cutAfter(p *wordPara, pos int, spaced map[int]string) cut {
	for _, r := range p.runs {
		for i, a := range r.atoms {
			if pos <= a.start || pos > a.end {
				continue
			}
			switch {
			case r.whole, i == len(r.atoms)-1 && pos == a.end:
				return cut{at: r.to}
			case pos == a.end:
				return cut{at: a.elementTo, depth: 1, run: r}
			}
			return b.inside(r, a, pos, spaced)
		}
	}
	_, to := p.whole()
	return to
}

func (b *wordBody) inside(r *wordRun, a atom, pos int, spaced map[int]string) cut {
	spaced[a.elementFrom] = a.tag
	return cut{at: b.byteAt(a, pos), depth: 2, run: r, text: a.tag}
}

// written are the marks of a cut, and the run closed before and opened again after them.
func (b *wordBody) written(m *marks, paragraph string) string {
	prefix, declare := b.prefix, ""
	if paragraph != b.prefix+"p" || prefix == "" { // an unusual prefix: declared where it is used
		prefix, declare = "w:", ` xmlns:w="`+b.ns+`"`
	}
	var out strings.Builder
	if m.depth == 2 {
		out.WriteString("</" + tagName([]byte(m.text)) + ">")
	}
	if m.depth > 0 {
		out.WriteString("</" + m.run.name + ">")
	}
	end := func(id int) {
		fmt.Fprintf(&out, `<%[1]scommentRangeEnd%[2]s %[1]sid="%[3]d"/><%[1]sr%[2]s><%[1]scommentReference %[1]sid="%[3]d"/></%[1]sr>`, prefix, declare, id)
	}
	for _, id := range m.ends {
		if !slices.Contains(m.starts, id) {
			end(id)
		}
	}
	for _, id := range m.starts {
		fmt.Fprintf(&out, `<%[1]scommentRangeStart%[2]s %[1]sid="%[3]d"/>`, prefix, declare, id)
	}
	for _, id := range m.ends { // around nothing: an empty paragraph
		if slices.Contains(m.starts, id) {
			end(id)
		}
	}
	if m.depth > 0 {
		out.WriteString(m.run.tag + m.run.props)
	}
	if m.depth == 2 {
		out.WriteString(preserving(m.text))
	}
	return out.String()
}

// preserving is the start tag of a text that keeps the blanks at its ends.
func preserving(tag string) string {
	if i := strings.Index(tag, "xml:space"); i >= 0 {
		return strings.Replace(tag, `"default"`, `"preserve"`, 1)
	}
	return strings.TrimSuffix(tag, ">") + ` xml:space="preserve">`
}
