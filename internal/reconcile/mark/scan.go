package mark

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// wordBody is what a pass through the main part yields: where to cut it, and the comments
// that belong to the cuts.
type wordBody struct {
	ns     string
	prefix string // of the namespace at the outermost element, with its colon
	edits  []edit
	said   []wordComment

	src    []byte
	taken  map[int]bool
	next   int
	paras  map[int][]Note    // by paragraph
	foot   map[string][]Note // by note, "footnote:11"
	open   []*wordPara       // paragraphs the pass is in; a text box has its own inside another
	number int
	boxes  int // text boxes the pass is in: no comment may stand in one
}

type wordComment struct {
	id    int
	paras []string
}

// wordPara is a paragraph with the places of its text.
type wordPara struct {
	number   int
	tag      string // as written, "w:p"
	boxed    bool   // inside a text box
	from, to int    // bytes from its start tag to its end tag
	content  int    // where its properties end
	empty    bool   // written <w:p/>
	runs     []*wordRun
	open     []int // runs the pass is in; a run with ruby has runs inside
	length   int   // runes so far
	waiting  []Note
	anchors  []anchored // notes on whole runs: those of footnotes
}

type anchored struct {
	run int
	n   Note
}

// wordRun is a run: its bytes, and how to open another one like it.
type wordRun struct {
	from, to  int // bytes of the whole element
	tag, name string
	props     string // its properties, as written
	propsAt   int
	whole     bool // not to be split
	atoms     []atom
}

// atom is a piece of the text: runes start..end of the paragraph are bytes from..to, and the
// element around it reaches from elementFrom to elementTo. Only text has a tag.
type atom struct {
	start, end             int
	from, to               int
	elementFrom, elementTo int
	tag                    string // the start tag as written, "" for a tab or a break
}

// scanWord goes once through the main part.
func scanWord(src []byte, notes []Note, taken map[int]bool) (*wordBody, error) {
	b := &wordBody{src: src, taken: taken, paras: map[int][]Note{}, foot: map[string][]Note{}}
	for _, n := range notes {
		b.sort(n)
	}
	d := xml.NewDecoder(bytes.NewReader(src))
	for {
		from := int(d.InputOffset())
		tok, err := d.Token()
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
		to := int(d.InputOffset())
		switch t := tok.(type) {
		case xml.StartElement:
			b.start(t, from, to)
		case xml.EndElement:
			b.end(t.Name, from, to)
		case xml.CharData:
			b.text(from, to)
		}
	}
}

// sort puts a note to the paragraph or the footnote it speaks of.
func (b *wordBody) sort(n Note) {
	parts := strings.Split(n.Ref, ":")
	if len(parts) < 2 {
		return
	}
	switch parts[0] {
	case "doc":
		if at, err := strconv.Atoi(parts[1]); err == nil {
			b.paras[at] = append(b.paras[at], n)
		}
	case "note":
		b.foot["footnote:"+parts[1]] = append(b.foot["footnote:"+parts[1]], n)
	case "endnote":
		b.foot["endnote:"+parts[1]] = append(b.foot["endnote:"+parts[1]], n)
	}
}

func isWord(space string) bool { return space == wordNS || space == wordStrictNS }

func (b *wordBody) start(t xml.StartElement, from, to int) {
	if !isWord(t.Name.Space) {
		return
	}
	if b.ns == "" {
		b.ns = t.Name.Space
		b.prefix = strings.TrimSuffix(tagName(b.src[from:to]), t.Name.Local)
	}
	switch t.Name.Local {
	case "txbxContent":
		b.boxes++
	case "p":
		b.open = append(b.open, &wordPara{number: b.number, tag: tagName(b.src[from:to]), from: from, content: to, boxed: b.boxes > 0,
			empty: bytes.HasSuffix(b.src[from:to], []byte("/>")), waiting: b.paras[b.number]})
		b.number++
	}
	p := b.para()
	if p == nil {
		return
	}
	switch t.Name.Local {
	case "r":
		p.open = append(p.open, len(p.runs))
		p.runs = append(p.runs, &wordRun{from: from, tag: string(b.src[from:to]), name: tagName(b.src[from:to]), propsAt: -1})
	case "rPr":
		if r := p.run(); r != nil && len(r.atoms) == 0 && r.props == "" {
			r.propsAt = from
		}
	case "rPrChange":
		if r := p.run(); r != nil {
			r.whole = true // a tracked change must not be there twice
		}
	case "t":
		if r := p.run(); r != nil {
			r.atoms = append(r.atoms, atom{start: p.length, end: p.length, from: to, to: to, elementFrom: from, tag: string(b.src[from:to])})
		}
	case "tab", "br", "cr", "noBreakHyphen":
		if r := p.run(); r != nil && r.propsAt < 0 {
			r.atoms = append(r.atoms, atom{start: p.length, end: p.length + 1, from: from, to: to, elementFrom: from})
			p.length++
		}
	case "footnoteReference", "endnoteReference":
		b.reference(p, t)
	}
}

func (b *wordBody) reference(p *wordPara, t xml.StartElement) {
	kind := strings.TrimSuffix(t.Name.Local, "Reference")
	for _, a := range t.Attr {
		if a.Name.Local == "id" && len(p.open) > 0 {
			for _, n := range b.foot[kind+":"+a.Value] {
				p.anchors = append(p.anchors, anchored{p.open[len(p.open)-1], n})
			}
			delete(b.foot, kind+":"+a.Value)
		}
	}
}

func (b *wordBody) end(name xml.Name, from, to int) {
	if !isWord(name.Space) {
		return
	}
	p := b.para()
	if p == nil {
		if name.Local == "txbxContent" {
			b.boxes--
		}
		return
	}
	r := p.run()
	switch name.Local {
	case "txbxContent":
		b.boxes--
	case "p":
		b.open = b.open[:len(b.open)-1]
		p.to = from
		b.finish(p)
	case "pPr":
		p.content = to
	case "r":
		if r != nil {
			r.to = to
			p.open = p.open[:len(p.open)-1]
		}
	case "rPr":
		if r != nil && r.propsAt >= 0 {
			r.props, r.propsAt = string(b.src[r.propsAt:to]), -1
		}
	case "t", "tab", "br", "cr", "noBreakHyphen":
		if r != nil && len(r.atoms) > 0 {
			a := &r.atoms[len(r.atoms)-1]
			a.elementTo = to
		}
	}
}

// text counts the runes of a text: an entity is one, and so is a line end of two bytes.
func (b *wordBody) text(from, to int) {
	p := b.para()
	if p == nil {
		return
	}
	r := p.run()
	if r == nil || len(r.atoms) == 0 {
		return
	}
	a := &r.atoms[len(r.atoms)-1]
	if a.tag == "" || a.elementTo != 0 {
		return
	}
	raw := b.src[from:to]
	if a.to != from || bytes.HasPrefix(raw, []byte("<![CDATA[")) {
		r.whole = true // cut by a comment, or quoted: not to be split again
	}
	a.to = to
	n := runesOf(raw)
	if bytes.HasPrefix(raw, []byte("<![CDATA[")) {
		n = utf8.RuneCount(raw) - len("<![CDATA[]]>")
	}
	p.length += n
	a.end = p.length
}

func (b *wordBody) para() *wordPara {
	if len(b.open) == 0 {
		return nil
	}
	return b.open[len(b.open)-1]
}

func (p *wordPara) run() *wordRun {
	if len(p.open) == 0 {
		return nil
	}
	return p.runs[p.open[len(p.open)-1]]
}

// step is how many bytes the next rune of a text takes as written.
func step(raw []byte) int {
	switch {
	case raw[0] == '&':
		if i := bytes.IndexByte(raw, ';'); i > 0 {
			return i + 1
		}
	case bytes.HasPrefix(raw, []byte("\r\n")):
		return 2
	}
	_, n := utf8.DecodeRune(raw)
	return n
}

func runesOf(raw []byte) (n int) {
	for len(raw) > 0 {
		raw = raw[step(raw):]
		n++
	}
	return n
}

// byteAt is the byte offset of a rune of an atom.
func (b *wordBody) byteAt(a atom, rune int) int {
	at := a.from
	for n := a.start; n < rune && at < a.to; n++ {
		at += step(b.src[at:a.to])
	}
	return at
}

// tagName is the name in a start tag as written, with its prefix.
func tagName(raw []byte) string {
	raw = bytes.TrimPrefix(raw, []byte("<"))
	if i := bytes.IndexAny(raw, " \t\r\n/>"); i >= 0 {
		raw = raw[:i]
	}
	return string(raw)
}
