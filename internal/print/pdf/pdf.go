// Package pdf draws a print.Document as a tagged PDF 1.7 (ISO 32000-1): the pages that
// print.Layout made, in embedded subsets of Tinos, with the structure of headings, paragraphs
// and tables beside them, so that the file can be searched, copied and read aloud.
//
// It promises that the same document gives the same bytes: no clock, no random number. Text
// is written in reading order with its spaces, also in justified lines. A letter
// that the face lacks is drawn as one that is lacking. It knows nothing of what is printed.
package pdf

import (
	"bufio"
	"io"

	"github.com/motcua/motcua/internal/print"
)

// Write writes the document.
func Write(w io.Writer, d *print.Document) error {
	pages := print.Layout(d)
	if len(pages) == 0 { // a file must have a page; an empty document is an empty sheet
		pages = []print.Page{{Width: print.A4Width * 72 / 25.4, Height: print.A4Height * 72 / 25.4}}
	}
	f := newFile()
	t := newTypes(f)
	drawn := make([]ref, len(pages))
	for i := range pages {
		drawn[i] = f.reserve()
	}
	s := newStructure(f, drawn)
	tree := f.reserve()
	for i := range pages {
		content := f.stream("", draw(&pages[i], t, s, i))
		f.set(drawn[i], "<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Contents %s/Resources<</Font %s>>/StructParents %d/Tabs/S>>",
			tree, number(pages[i].Width), number(pages[i].Height), content, t.resources, i)
	}
	t.finish()
	f.set(tree, "<</Type/Pages/Kids%s/Count %d>>", refs(drawn), len(drawn))
	catalog := f.add("<</Type/Catalog/Version/1.7/Pages %s%s%s/Lang%s/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Metadata %s>>",
		tree, outline(f, pages, drawn), s.finish(), literal(language(d)), metadata(f, d))
	info := f.add("<</Title%s/Author%s/Producer(motcua)>>", literal(print.Clean(d.Title)), literal(print.Clean(d.Author)))
	out := bufio.NewWriterSize(w, 64<<10)
	if err := f.write(out, catalog, info); err != nil {
		return err
	}
	return out.Flush()
}

func language(d *print.Document) string {
	if d.Language == "" {
		return "vi-VN"
	}
	return d.Language
}

// outline names the sections beside the pages.
func outline(f *file, pages []print.Page, drawn []ref) string {
	var first []int
	for i := range pages {
		if pages[i].First && pages[i].Section.Name != "" {
			first = append(first, i)
		}
	}
	if len(first) == 0 {
		return ""
	}
	root := f.reserve()
	items := make([]ref, len(first))
	for i := range first {
		items[i] = f.reserve()
	}
	for i, page := range first {
		around := ""
		if i > 0 {
			around += "/Prev " + items[i-1].String()
		}
		if i+1 < len(items) {
			around += "/Next " + items[i+1].String()
		}
		f.set(items[i], "<</Title%s/Parent %s%s/Dest[%s/XYZ 0 %s 0]>>", literal(print.Clean(pages[page].Section.Name)), root, around,
			drawn[page], number(pages[page].Height))
	}
	f.set(root, "<</Type/Outlines/First %s/Last %s/Count %d>>", items[0], items[len(items)-1], len(items))
	return "/Outlines " + root.String() + "/PageMode/UseOutlines"
}
