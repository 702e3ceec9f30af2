package source

import (
	"encoding/xml"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// docxReader reads the final text of a DOCX: what was deleted or moved away is not there, and
// neither is hidden text. Their runes keep their places, so that references hold in the file.
type docxReader struct {
	*prose
	pack    *pack
	numbers *numbering

	paras  []*wordPara // open ones; a text box has its own inside another
	tables []*wordTable
	count  int // paragraphs so far
	cells  int
	skip   int // depth inside what is there twice (mc:Fallback)
	pages  int
	order  map[string]int // footnotes by id: the number each prints, counted as the text calls them
	note   string         // being read: "note:11"
	prefix string         // of the namespace of the text
	rooted bool
}

// wordPara is a paragraph being read.
type wordPara struct {
	index   int
	text    strings.Builder
	runes   int
	style   string
	list    string // numId
	level   int
	gone    int // depth inside deletions and moves
	run     bool
	hidden  bool // the run is not shown
	inText  bool
	outside bool // stands in a Fallback
	indent  int
	called  []call
}

// wordTable is a table being read.
type wordTable struct {
	rows  [][]*gridCell
	above map[int]*gridCell // cells that reach down, by column
	row   []*gridCell
	cell  *gridCell
	span  int
	merge string // "", "restart", "continue"
	drop  bool   // the row is deleted or hidden
}

func readDOCX(w *Words, name string, p *pack) (*statement.Document, error) {
	r := &docxReader{prose: newBuild(w, name, "docx").prose(), pack: p, order: map[string]int{}}
	main := p.main()
	if main == "" {
		main = "word/document.xml"
	}
	parts := map[string]string{}
	for _, rel := range p.relations(main) {
		parts[rel.kind] = rel.target
	}
	for _, kind := range [...]string{"numbering", "styles", "footnotes", "endnotes"} {
		if parts[kind] == "" {
			parts[kind] = path.Join(path.Dir(main), kind+".xml")
		}
	}
	r.numbers = readNumbering(p, parts["numbering"], parts["styles"])
	if err := r.body(main); err != nil {
		return nil, fail(name, err)
	}
	for _, kind := range [...]string{"footnotes", "endnotes"} {
		if p.find(parts[kind]) == nil {
			continue
		}
		if err := r.footnotes(parts[kind], strings.TrimSuffix(kind, "s")); err != nil {
			return nil, fail(name, err)
		}
	}
	r.doc.Pages = max(r.pages, 1)
	return r.settle(), nil
}

func (r *docxReader) body(main string) error {
	if r.pack.find(main) == nil {
		return errBroken
	}
	return r.pack.each(main, r.start, r.end, r.chars)
}

func (r *docxReader) para() *wordPara {
	if len(r.paras) == 0 {
		return nil
	}
	return r.paras[len(r.paras)-1]
}

func (r *docxReader) table() *wordTable {
	if len(r.tables) == 0 {
		return nil
	}
	return r.tables[len(r.tables)-1]
}

func (r *docxReader) start(t xml.StartElement) {
	if t.Name.Local == "Fallback" {
		r.skip++
	}
	r.root(t)
	if t.Name.Space != r.prefix {
		return
	}
	switch t.Name.Local {
	case "p":
		r.paras = append(r.paras, &wordPara{index: r.count, outside: r.skip > 0})
		if r.count++; r.count > maxParas {
			r.pack.err = errTooMuch
		}
		return
	case "tbl":
		r.tables = append(r.tables, &wordTable{above: map[int]*gridCell{}})
	case "tr":
		if table := r.table(); table != nil {
			table.row, table.drop = nil, false
		}
	case "tc":
		if table := r.table(); table != nil {
			table.cell, table.span, table.merge = &gridCell{}, 1, ""
			if r.cells++; r.cells > maxCells {
				r.pack.err = errTooMuch
			}
		}
	case "lastRenderedPageBreak":
		r.pages++
	}
	if p := r.para(); p != nil {
		r.inPara(p, t)
	} else if table := r.table(); table != nil {
		table.property(t)
	}
}

// root learns the prefix of the text's namespace from the outermost element.
func (r *docxReader) root(t xml.StartElement) {
	if r.rooted {
		return
	}
	r.rooted, r.prefix = true, t.Name.Space
	for _, a := range t.Attr {
		if !strings.HasSuffix(a.Value, "/wordprocessingml/main") && !strings.HasSuffix(a.Value, "/wordprocessingml/2006/main") {
			continue
		}
		if r.prefix = a.Name.Local; a.Name.Space != "xmlns" {
			r.prefix = ""
		}
		return
	}
}

// property reads what spans and merges a cell, and what takes a row away.
func (table *wordTable) property(t xml.StartElement) {
	switch t.Name.Local {
	case "gridSpan":
		if n, err := strconv.Atoi(attr(t, "val")); err == nil && n > 0 && n <= maxColumns {
			table.span = n
		}
	case "gridBefore":
		for n, _ := strconv.Atoi(attr(t, "val")); n > 0 && n < maxColumns; n-- {
			table.row = append(table.row, nil)
		}
	case "vMerge":
		if table.merge = attr(t, "val"); table.merge == "" {
			table.merge = "continue"
		}
	case "del", "hidden":
		table.drop = table.drop || attr(t, "val") != "0" && attr(t, "val") != "false"
	}
}

func (r *docxReader) inPara(p *wordPara, t xml.StartElement) {
	switch t.Name.Local {
	case "del", "moveFrom":
		p.gone++
	case "pStyle":
		p.style = attr(t, "val")
	case "numId":
		p.list = attr(t, "val")
	case "ilvl":
		p.level, _ = strconv.Atoi(attr(t, "val"))
	case "ind":
		p.indent, _ = strconv.Atoi(attr(t, "left") + attr(t, "start"))
	case "r":
		p.run, p.hidden = true, false
	case "vanish":
		p.hidden = attr(t, "val") != "0" && attr(t, "val") != "false"
	case "t":
		p.inText = true
	case "tab":
		if p.run {
			p.put('\t')
		}
	case "br", "cr":
		if p.run {
			p.put('\n')
		}
	case "noBreakHyphen":
		if p.run {
			p.put('-')
		}
	case "footnoteReference":
		if p.gone == 0 {
			p.called = append(p.called, call{p.runes, "chú thích " + strconv.Itoa(r.noteNumber(attr(t, "id")))})
		}
	}
}

func (p *wordPara) put(c rune) {
	if p.gone > 0 || p.hidden {
		c = ' '
	}
	p.text.WriteRune(c)
	p.runes++
}

func (r *docxReader) chars(b []byte) {
	p := r.para()
	if p == nil || !p.inText || !p.run {
		return
	}
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		b = b[n:]
		p.put(c)
	}
}

func (r *docxReader) end(name xml.Name) {
	if name.Local == "Fallback" {
		r.skip = max(r.skip-1, 0)
	}
	if name.Space != r.prefix {
		return
	}
	p, table := r.para(), r.table()
	switch name.Local {
	case "del", "moveFrom":
		if p != nil && p.gone > 0 {
			p.gone--
		}
	case "t":
		if p != nil {
			p.inText = false
		}
	case "r":
		if p != nil {
			p.run, p.hidden = false, false
		}
	case "p":
		if p != nil {
			r.paras = r.paras[:len(r.paras)-1]
			r.deliver(p)
		}
	case "tc":
		if table != nil {
			table.closeCell()
		}
	case "tr":
		if table != nil && !table.drop {
			table.rows = append(table.rows, table.row)
		}
	case "tbl":
		if table != nil {
			r.tables = r.tables[:len(r.tables)-1]
			if r.skip == 0 {
				r.grid(&grid{rows: table.rows})
			}
		}
	}
}

func (table *wordTable) closeCell() {
	col := len(table.row)
	cell := table.cell
	if cell == nil || col+table.span > maxColumns {
		return
	}
	if table.merge == "continue" && table.above[col] != nil {
		cell = table.above[col]
	}
	for range table.span {
		delete(table.above, len(table.row))
		table.row = append(table.row, cell)
	}
	if table.merge != "" {
		table.above[col] = cell
	}
	table.cell = nil
}

// deliver hands a finished paragraph to the cell it stands in, or reads it.
func (r *docxReader) deliver(p *wordPara) {
	if p.outside {
		return
	}
	ref := refer{kind: 'd', a: p.index}
	if r.note != "" {
		ref = refer{kind: 'n', name: r.note}
	}
	text := p.text.String()
	if table := r.table(); table != nil && table.cell != nil && len(r.paras) == 0 {
		if p.indent > 0 {
			table.cell.indent = p.indent
		}
		if mark := r.numbers.label(p); mark != "" && strings.TrimSpace(text) == "" {
			text, ref.b = mark, -utf8.RuneCountInString(mark)
		}
		table.cell.paras = append(table.cell.paras, gridPara{text, ref})
		return
	}
	if r.note == "" {
		if mark := r.numbers.label(p); mark != "" {
			text, ref.b = mark+" "+text, -utf8.RuneCountInString(mark)-1
		}
	}
	r.called = p.called
	for i := range r.called {
		r.called[i].at -= ref.b
	}
	r.paragraph(text, ref.of)
	r.called = nil
}
