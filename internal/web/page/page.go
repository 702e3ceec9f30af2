// Package page is what all pages share: what they read from, the frame around them, the one
// way a page and an error is written, the addresses of pages, and how figures and days are
// shown.
//
// It promises that every page works without script, says where its figures come from and
// until when they hold, and that an address holds no personal data. It decides no right:
// routes do (package web).
package page

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/report"
)

// Site is what the pages of one unit are made from.
type Site struct {
	Catalog *catalog.Catalog
	Kinds   *register.Kinds
	Set     *indicator.Set
	Reports map[string]*report.Definition
	Rules   *reconcile.Rules
	Files   fs.FS // the data tree
	Words   *locale.Sentences
	Unit    *unit.Unit
	Open    func(context.Context) (Reading, error) // one consistent reading; the caller closes it
	Now     func() time.Time
	Version string
	Example bool   // the unit is an example: its people and dossiers are made up
	Assets  Assets // addresses of the static files
}

// Assets are the addresses of the static files; they change with their content.
type Assets struct{ Style, Script, Icon string }

// Reading is one consistent reading of the ledger.
type Reading interface {
	measure.Reader
	DossierByCode(ctx context.Context, unit, code string) (*dossier.State, error)
	Entries(ctx context.Context, unit string, subject ledger.Subject) ([]ledger.Entry, error)
	Item(ctx context.Context, unit string, id register.ID) (*register.Item, error)
	Close() error
}

// Source is a source of figures over a reading.
func (s *Site) Source(r Reading) *indicator.Source {
	return indicator.NewSource(r, s.Catalog, s.Kinds, s.Unit.Code)
}

// Handler answers a request or returns why not; a fault becomes the error page.
type Handler func(http.ResponseWriter, *http.Request) error

// Route is one door. A route without a rule does not start.
type Route struct {
	Method  string // GET answers HEAD too
	Pattern string // of http.ServeMux, without method and host
	Rule    Rule
	Body    int64 // most bytes of a request's body; 0: 64 KiB
	Serve   Handler
}

// Rule says who may pass a route.
type Rule string

// Rules. Until there is sign-in the server listens on the loopback address only, and Local is
// whoever sits at the machine.
const (
	Public Rule = "public" // holds nothing of a person
	Local  Rule = "local"
)

// Frame is what stands around a page's body. The body begins with the page's only <h1>.
type Frame struct {
	Title   string // without the name of the product; also the browser's tab
	Active  string // id of the navigation entry: "overview", "report", "findings", "compare", "indicators", "procedures", "calendar"
	Crumbs  []Crumb
	Basis   string // what the figures rest on: "Số liệu đến hết 31/03/2025, tại bản ghi 82.677 của sổ cái"
	Wide    bool   // uses the whole width: reports and lists
	Refresh bool
}

// Crumb is a step on the way to the page; the last one has no address.
type Crumb struct{ Text, URL string }

// Write answers with a page. It is rendered whole before the first byte leaves, so that an
// error becomes an error page and never half a page.
func Write(w http.ResponseWriter, r *http.Request, status int, f Frame, body templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := whole(f, body).Render(r.Context(), b); err != nil {
		return fmt.Errorf("page %q: %w", f.Title, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 1<<16)) }}
