package leader

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/web/page"
)

// mostUpload bounds a report that is sent in; mostBody bounds the request. Between the two
// the file is read to its end and refused in a sentence: a browser whose sending is cut off
// shows its reader nothing.
const (
	mostUpload = 20 << 20
	mostBody   = 80 << 20
)

// findingsRoom checks reports: the one that the unit printed, and those that are sent in.
// Nothing of a report that is sent in is written to disk or to the log.
type findingsRoom struct {
	*page.Site
	kept  *keptReports
	ours  reconcile.Ours
	turns chan struct{} // checks at once
	own   func() (*checked, error)
}

// findingsRoutes are the doors of «Đối chiếu».
func findingsRoutes(s *page.Site) []page.Route {
	f := &findingsRoom{Site: s, kept: newKept(s.Now), turns: make(chan struct{}, 2)}
	f.ours, _ = reconcile.LoadOurs(s.Files, s.Set) // the data was checked before the server started
	f.own = sync.OnceValues(f.printed)
	get := func(pattern string, h page.Handler) page.Route {
		return page.Get(pattern, page.Figures, h)
	}
	const sent = page.Findings + "/t/{id}"
	return []page.Route{
		get(page.Findings, f.show),
		get(page.Findings+"/tep/{file}", f.file),
		get(sent, f.show),
		get(sent+"/{file}", f.file),
		page.Upload(page.Findings, page.Figures, mostBody, f.upload),
	}
}

// printed checks the report that the unit has printed, once: neither the report nor the rules
// change while the program runs. nil: there is none.
func (f *findingsRoom) printed() (*checked, error) {
	const name = "seed-report.json"
	b, err := fs.ReadFile(f.Files, "demo/"+f.Unit.ID+"/"+name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return f.check(name, b)
}

func (f *findingsRoom) check(name string, b []byte) (*checked, error) {
	doc, err := f.Rules.Read(name, b)
	if err != nil {
		return nil, err
	}
	c := &checked{name: name, found: f.Rules.Check(doc), copied: reconcile.AnnotatedName(name, b)}
	if c.copied != "" {
		c.original = b
	}
	return c, nil
}

// of is the report that an address speaks of, with the beginning of its addresses.
func (f *findingsRoom) of(r *http.Request) (c *checked, base string, err error) {
	id := r.PathValue("id")
	if id == "" {
		c, err = f.own()
		return c, page.Findings, err
	}
	if c = f.kept.get(id, sender(r.Context())); c == nil {
		return nil, "", fault.New(fault.NotFound, "findings.gone")
	}
	return c, page.Findings + "/t/" + url.PathEscape(id), nil
}

func (f *findingsRoom) show(w http.ResponseWriter, r *http.Request) error {
	c, base, err := f.of(r)
	if err != nil {
		return err
	}
	return f.write(w, r, http.StatusOK, c, base, "")
}

// write answers with the page of a report. refused is why a file sent in was not taken.
func (f *findingsRoom) write(w http.ResponseWriter, r *http.Request, status int, c *checked, base, refused string) error {
	ctx := r.Context()
	v, err := f.viewOf(ctx, c, base, r.URL.Query())
	if err != nil {
		return err
	}
	v.Refused = refused
	frame := page.Frame{Title: page.T(ctx, "findings.page.title"), Active: "findings", Basis: v.Basis}
	if v.Sent {
		frame.Title = v.Name + " – " + frame.Title
		frame.Crumbs = []page.Crumb{{Text: page.T(ctx, "findings.page.title"), URL: page.Findings}, {Text: v.Name}}
	}
	if refused != "" {
		frame.Title = page.T(ctx, "findings.page.error") + ": " + frame.Title
	}
	return page.Write(w, r, status, frame, findingsPage(v))
}

// sender is who asks; "" at a server where nobody signs in.
func sender(ctx context.Context) string {
	if p := page.Person(ctx); p != nil {
		return p.ID
	}
	return ""
}

// upload checks a file that is sent in and leads to its page. What is wrong with the file is
// said beside the form.
func (f *findingsRoom) upload(w http.ResponseWriter, r *http.Request) error {
	c, err := f.received(r)
	if err == nil {
		c.by = sender(r.Context())
		http.Redirect(w, r, page.Findings+"/t/"+f.kept.add(c), http.StatusSeeOther)
		return nil
	}
	e, known := fault.Of(err)
	if !known || e.Kind != fault.Invalid {
		return err
	}
	own, err := f.own()
	if err != nil {
		return err
	}
	return f.write(w, r, http.StatusUnprocessableEntity, own, page.Findings, f.Words.Error(page.Lang(r.Context()), e))
}

// received reads the file out of the request, straight into memory: the usual parser would
// put a large one on disk.
func (f *findingsRoom) received(r *http.Request) (*checked, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "findings.upload_none")
	}
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return nil, fault.New(fault.Invalid, "findings.upload_none")
		}
		if err != nil {
			return nil, unread(err)
		}
		if p.FormName() != "tep" || p.FileName() == "" {
			continue
		}
		var b bytes.Buffer
		n, err := io.Copy(&b, io.LimitReader(p, mostUpload+1))
		if err != nil {
			return nil, unread(err)
		}
		switch {
		case n == 0:
			return nil, fault.New(fault.Invalid, "findings.upload_empty")
		case n > mostUpload:
			if _, err := io.Copy(io.Discard, p); err != nil {
				return nil, unread(err)
			}
			return nil, fault.New(fault.Invalid, "findings.upload_big", "most", mostUpload>>20)
		}
		return f.inTurn(r.Context(), fileName(p.FileName()), b.Bytes())
	}
}

// unread is a sending that broke off; one that is too long is said to be so by the frame.
func unread(err error) error {
	var too *http.MaxBytesError
	if errors.As(err, &too) {
		return err
	}
	return fault.Wrap(err, fault.Invalid, "findings.upload_cut")
}

// inTurn lets few checks run at once: each holds a whole report in memory.
func (f *findingsRoom) inTurn(ctx context.Context, name string, b []byte) (*checked, error) {
	select {
	case f.turns <- struct{}{}:
		defer func() { <-f.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return f.check(name, b)
}

// fileName is a file's name as it may be shown and given back: no folders, nothing invisible.
func fileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`"<>|:*?`, r) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:60]) + "…" + string(runes[len(runes)-30:])
	}
	if strings.Trim(name, ". ") == "" {
		return "bao-cao"
	}
	return name
}

// file answers with the findings as a file.
func (f *findingsRoom) file(w http.ResponseWriter, r *http.Request) error {
	c, _, err := f.of(r)
	if err != nil {
		return err
	}
	if c == nil {
		return fault.New(fault.NotFound, "findings.gone")
	}
	say := func(key string, kv ...any) string { return page.T(r.Context(), key, kv...) }
	var b bytes.Buffer
	name := r.PathValue("file")
	switch {
	case name == "doi-chieu.xlsx":
		err = c.found.WriteXLSX(&b, say)
	case name == "doi-chieu.json":
		err = c.found.WriteJSON(&b)
	case name == "chu-thich" && c.copied != "":
		name = c.copied
		err = c.found.Annotate(&b, c.original, say)
	default:
		return fault.New(fault.NotFound, "findings.no_file")
	}
	if err != nil {
		return err
	}
	page.Attach(w, name)
	_, err = w.Write(b.Bytes())
	return err
}
