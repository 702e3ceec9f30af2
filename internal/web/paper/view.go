package paper

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/docx"
	"github.com/motcua/motcua/internal/print/html"
	"github.com/motcua/motcua/internal/print/pdf"
	"github.com/motcua/motcua/internal/web/page"
)

// view is what the page of a paper shows.
type view struct {
	Title   string
	Set     string // of the form
	Code    string
	Back    string
	Self    string
	Sheet   letter.Sheet
	Sheets  []choice
	Files   []choice
	Papers  []choice // of the same dossier
	Prints  string
	Paper   templ.Component
	Issued  string
	Unsure  bool // the layout was not read in the circular
	Missing bool // a receipt without its code of squares
}

// choice is one of several things to go to or to choose.
type choice struct {
	Text, URL, Value string
	Here             bool
}

// show writes the page of a paper: the paper as it is printed, and around it what to do.
func (o *room) show(w http.ResponseWriter, r *http.Request, a *asked, d *print.Document) error {
	ctx := r.Context()
	code := page.Known(a.state)
	v := view{Title: a.form.Title, Code: code, Back: page.DossierURL(code, nil), Self: page.PaperURL(code, a.name, ""), Sheet: a.sheet,
		Set:   page.T(ctx, "paper.form", "number", a.form.Number, "set", a.form.Set.Title),
		Paper: sheets(d), Unsure: a.form.Mark != "verified", Missing: a.form.QR && a.facts.Scan == ""}
	for _, s := range letter.Sheets {
		if letter.Fits(a.form, s) {
			v.Sheets = append(v.Sheets, choice{Text: page.T(ctx, "paper.sheet."+string(s)), Value: string(s), Here: s == a.sheet})
		}
	}
	for _, f := range []string{"pdf", "docx"} {
		v.Files = append(v.Files, choice{Text: page.T(ctx, "paper.file."+f), URL: page.PaperURL(code, a.name, f) + "?" + sheetField + "=" + string(a.sheet)})
	}
	v.Papers = o.papers(ctx, a)
	if a.prints > 0 {
		v.Prints = page.T(ctx, "paper.prints", "n", page.N(a.prints))
	}
	f := page.Frame{Title: page.T(ctx, "paper.title", "form", a.form.Title, "code", code), Active: "queues",
		Crumbs: []page.Crumb{{Text: page.T(ctx, "paper.dossier", "code", code), URL: v.Back}, {Text: a.form.Title}}, Scripts: []string{"paper.js"}}
	return page.Write(w, r, http.StatusOK, f, paperPage(v))
}

// papers are those of the same dossier that can be printed.
func (o *room) papers(ctx context.Context, a *asked) []choice {
	var out []choice
	code := page.Known(a.state)
	add := func(name string) {
		l, err := desk.Letter(o.Catalog, a.state, a.entries, name)
		if err != nil {
			return // the dossier has no such paper
		}
		f, ok := o.Catalog.Forms.Form(l.Form)
		if !ok {
			return
		}
		text := f.Title
		if l.Number != "" {
			text = page.T(ctx, "paper.numbered", "form", f.Title, "number", l.Number, "at", calendar.PrintInstant(l.At))
		}
		out = append(out, choice{Text: text, URL: page.PaperURL(code, name, ""), Here: name == a.name})
	}
	add(desk.PaperReceipt)
	add(desk.PaperControl)
	for _, l := range a.state.Letters {
		if main, err := desk.Letter(o.Catalog, a.state, a.entries, desk.PaperReceipt); err == nil && main.Seq == l.Seq {
			continue
		}
		add(strconv.Itoa(int(l.Seq)))
	}
	return out
}

// sheets writes the sections of a document as they stand on paper.
func sheets(d *print.Document) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for i := range d.Sections {
			if err := html.Write(w, &d.Sections[i], nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// give answers with a file. It is made whole before the first byte is sent.
func give(w http.ResponseWriter, d *print.Document, name, format string) error {
	var whole bytes.Buffer
	write := pdf.Write
	if format == "docx" {
		write = docx.Write
	}
	if err := write(&whole, d); err != nil {
		return err
	}
	page.Attach(w, name+"."+format)
	_, err := whole.WriteTo(w)
	return err
}
