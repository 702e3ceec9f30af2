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

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/note"
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
	Desk    *desk.Desk     // nil: this server only reads
	Books   *duty.Books    // nil as Desk
	Notes   note.Keeper    // accounts, sessions, drafts, saved views, jobs
	Watcher access.Watcher // records looks at personal data before they are shown

	Care Caretaker // nil: not known how the machine is

	// Secret is the unit's secret of a name, "receipt" of the codes on receipts; nil: none.
	Secret func(ctx context.Context, name string) ([]byte, error)

	Office *access.Office // people and sign-in; nil: nobody can sign in here
	// Outside is the secret and the settings of a sign-in service outside; no issuer: none.
	Outside       access.Outside
	OutsideSecret string

	// Sessions finds the session of a browser's token; fault.NotFound when it has ended.
	Sessions interface {
		Session(ctx context.Context, token string) (*access.Session, error)
	}
	Version string
	Example bool   // the unit is an example: its people and dossiers are made up
	Assets  Assets // addresses of the static files
}

// Assets are the addresses of the static files; they change with their content.
type Assets struct {
	Style, Script, Icon string
	Scripts             map[string]string // of Frame.Scripts, by file name
}

// Reading is one consistent reading of the ledger.
type Reading interface {
	measure.Reader
	DossierByCode(ctx context.Context, unit, code string) (*dossier.State, error)
	Entries(ctx context.Context, unit string, subject ledger.Subject) ([]ledger.Entry, error)
	Item(ctx context.Context, unit string, id register.ID) (*register.Item, error)
	Dossier(ctx context.Context, unit string, id dossier.ID) (*dossier.State, error)
	Work
	Close() error
}

// Work is what the counter and the queues read. Answers are of the same reading as all else.
type Work interface {
	// Queue lists dossiers in work; total is their number without offset and limit.
	Queue(ctx context.Context, q desk.Queue) (rows []*dossier.State, total int, err error)
	// QueueCounts counts a queue by bucket; q.Bucket, Sort, Offset and Limit do not matter.
	QueueCounts(ctx context.Context, q desk.Queue) (map[desk.Bucket]int, error)
	// Loads says who has how much in work, by holder.
	Loads(ctx context.Context, unit string, days desk.Days) ([]desk.Load, error)
	// Find looks a dossier up by what a person at the counter has: a code or its end, a personal
	// number, a phone number, or a name (without accents, from its beginning or its given name),
	// the newest receipts first. Whether there are more than limit says more.
	Find(ctx context.Context, unit, text string, limit int) (rows []*dossier.State, more bool, err error)
	// ActsOf are an actor's entries among the last few thousand of the unit's, the newest first.
	ActsOf(ctx context.Context, unit, actor string, limit int) ([]ledger.Entry, error)
	// Views lists looks at personal data, newest first, and how many there are in all.
	Views(ctx context.Context, q access.ViewQuery) ([]access.View, int, error)
}

// Source is a source of figures over a reading.
func (s *Site) Source(r Reading) *indicator.Source {
	return indicator.NewSource(r, s.Catalog, s.Kinds, s.Unit.Code)
}

// Handler answers a request or returns why not; a fault becomes the error page.
type Handler func(http.ResponseWriter, *http.Request) error

// Frame is what stands around a page's body. The body begins with the page's only <h1>.
type Frame struct {
	Title   string // without the name of the product; also the browser's tab
	Active  string // id of the navigation entry: see navigation
	Crumbs  []Crumb
	Basis   string // what the figures rest on: "Số liệu đến hết 31/03/2025, tại bản ghi 82.677 của sổ cái"
	Wide    bool   // uses the whole width: reports and lists
	Refresh bool
	Failed  bool     // a form was refused: the title says so first
	Period  string   // of the page, shown at the top; empty: today
	Scan    bool     // the page has a scan target (form data-scan) of its own
	Scripts []string // further files of internal/web/static that the page needs
}

// Crumb is a step on the way to the page; the last one has no address.
type Crumb struct{ Text, URL string }

// Write answers with a page. It is rendered whole before the first byte leaves, so that an
// error becomes an error page and never half a page.
func Write(w http.ResponseWriter, r *http.Request, status int, f Frame, body templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := whole(f, body).Render(withSettings(r.Context(), SettingsOf(r)), b); err != nil {
		return fmt.Errorf("page %q: %w", f.Title, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 1<<16)) }}
