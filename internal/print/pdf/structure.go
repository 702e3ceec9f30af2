package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// structure is the tree of tags: which piece of which page is a heading, a paragraph, a cell.
type structure struct {
	file  *file
	drawn []ref // the pages
	refs  map[*print.Part]ref
	kids  map[*print.Part][]piece
	pages [][]*print.Part // by page, the part of each marked piece
	root  *print.Part
}

// piece is a marked piece of a page.
type piece struct{ page, id int }

func newStructure(f *file, drawn []ref) *structure {
	return &structure{file: f, drawn: drawn, refs: map[*print.Part]ref{}, kids: map[*print.Part][]piece{}, pages: make([][]*print.Part, len(drawn))}
}

// content notes that a part has a piece on a page, and numbers the piece.
func (s *structure) content(p *print.Part, page int) int {
	if s.root == nil {
		s.root = p.Root()
	}
	id := len(s.pages[page])
	s.pages[page] = append(s.pages[page], p)
	s.kids[p] = append(s.kids[p], piece{page, id})
	return id
}

// finish writes the tree and says what the catalog has to say of it.
func (s *structure) finish() string {
	if s.root == nil {
		return ""
	}
	top := s.file.reserve()
	root := s.element(s.root, top)
	var b bytes.Buffer
	for i, parts := range s.pages {
		fmt.Fprintf(&b, "%d[", i)
		for _, p := range parts {
			fmt.Fprintf(&b, "%s ", s.refs[p])
		}
		b.WriteString("]")
	}
	parents := s.file.add("<</Nums[%s]>>", b.String())
	s.file.set(top, "<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>", root, parents, len(s.pages))
	return "/StructTreeRoot " + top.String()
}

// element writes a part and all below it.
func (s *structure) element(p *print.Part, parent ref) ref {
	own := s.file.reserve()
	s.refs[p] = own
	var b strings.Builder
	page := -1
	if pieces := s.kids[p]; len(pieces) > 0 {
		page = pieces[0].page
		fmt.Fprintf(&b, "/Pg %s", s.drawn[page])
	}
	b.WriteString("/K[")
	for _, k := range s.kids[p] {
		if k.page == page {
			fmt.Fprintf(&b, "%d ", k.id)
		} else {
			fmt.Fprintf(&b, "<</Type/MCR/Pg %s/MCID %d>>", s.drawn[k.page], k.id)
		}
	}
	for _, child := range p.Parts {
		fmt.Fprintf(&b, "%s ", s.element(child, own))
	}
	b.WriteString("]")
	s.file.set(own, "<</Type/StructElem/S/%s/P %s%s%s>>", p.Kind, parent, b.String(), attributes(p))
	return own
}

// attributes says how far a cell reaches and what a header names.
func attributes(p *print.Part) string {
	switch p.Kind {
	case "Table":
		if p.Alt != "" {
			return "/A<</O/Table/Summary" + literal(print.Clean(p.Alt)) + ">>"
		}
	case "Figure":
		return "/Alt" + literal(print.Clean(p.Alt))
	case "Sect":
		if p.Title != "" {
			return "/T" + literal(print.Clean(p.Title))
		}
	case "TH", "TD":
		a := ""
		if p.Span > 1 {
			a += fmt.Sprintf("/ColSpan %d", p.Span)
		}
		if p.Down > 1 {
			a += fmt.Sprintf("/RowSpan %d", p.Down)
		}
		if p.Kind == "TH" && p.Column {
			a += "/Scope/Column"
		} else if p.Kind == "TH" {
			a += "/Scope/Row"
		}
		if a != "" {
			return "/A<</O/Table" + a + ">>"
		}
	}
	return ""
}

// metadata is title, author and language once more, in the form that archives read.
func metadata(f *file, d *print.Document) ref {
	escape := func(s string) string {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(print.Clean(s))
	}
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`)
	fmt.Fprintf(&b, `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`, escape(d.Title))
	fmt.Fprintf(&b, `<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`, escape(d.Author))
	fmt.Fprintf(&b, `<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>`, escape(language(d)))
	b.WriteString(`<pdf:Producer>motcua</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>` + "\n<?xpacket end=\"r\"?>")
	return f.open("/Type/Metadata/Subtype/XML", b.Bytes())
}
