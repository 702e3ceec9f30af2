package admin

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// proof is the last look through the ledger, kept as a note.
type proof struct {
	Version  int       `json:"v"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Entries  int64     `json:"entries"`
	Dossiers int64     `json:"dossiers"`
	Found    int64     `json:"found"`
	Faults   []string  `json:"faults,omitempty"`
	Seconds  float64   `json:"seconds"`
	Broken   string    `json:"broken,omitempty"` // why it could not be finished
}

const (
	proofKind, proofID = "proof", "last"
	longestCheck       = 2 * time.Hour
)

// checking is a look through the ledger that runs. It goes on when nobody watches.
type checking struct {
	mu          sync.Mutex
	running     bool
	began       time.Time
	done, total int64
}

// checkView is what the page shows of it.
type checkView struct {
	Running bool
	Percent int64
	Text    string
	Last    *proof
	LastAt  string
	Took    string
}

// startCheck begins a look through the ledger, unless one runs.
func (a *room) startCheck(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.Key(r); err != nil {
		return err
	}
	if a.Care == nil || a.Notes == nil {
		return fault.New(fault.Unavailable, "admin.no_care")
	}
	who := page.Person(r.Context())
	lang := page.Lang(r.Context())
	if a.check.begin(a.Now()) {
		go a.runCheck(context.WithoutCancel(r.Context()), who.ID, lang)
	}
	http.Redirect(w, r, healthURL, http.StatusSeeOther)
	return nil
}

func (c *checking) begin(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running {
		return false
	}
	c.running, c.began, c.done, c.total = true, now, 0, 0
	return true
}

func (c *checking) progress(done, total int64) {
	c.mu.Lock()
	c.done, c.total = done, total
	c.mu.Unlock()
}

func (c *checking) end() {
	c.mu.Lock()
	c.running = false
	c.mu.Unlock()
}

// runCheck looks the ledger through and keeps what it found.
func (a *room) runCheck(ctx context.Context, by, lang string) {
	defer a.check.end()
	ctx, stop := context.WithTimeout(ctx, longestCheck)
	defer stop()
	p := proof{Version: 1, By: by}
	found, err := a.Care.Verify(ctx, lang, a.check.progress)
	if p.At = a.Now().UTC(); err != nil {
		p.Broken = a.Words.Error(lang, err)
	}
	p.Entries, p.Dossiers, p.Found, p.Faults, p.Seconds = found.Entries, found.Dossiers, found.Found, found.Faults, found.Took.Seconds()
	body, err := json.Marshal(p)
	if err != nil {
		return
	}
	_, _ = a.Notes.Put(ctx, note.Note{Unit: a.Unit.Code, Kind: proofKind, ID: proofID, Rev: note.Any, Body: body}) // without it the page says what the last one found
}

// lastProof is the last look through the ledger; nil when there was none.
func (a *room) lastProof(ctx context.Context) (*proof, error) {
	if a.Notes == nil {
		return nil, nil
	}
	n, err := a.Notes.Get(ctx, a.Unit.Code, proofKind, proofID)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p := &proof{}
	if err := json.Unmarshal(n.Body, p); err != nil {
		return nil, nil // of another version: as if there was none
	}
	return p, nil
}

func (a *room) checkState(ctx context.Context) checkView {
	var v checkView
	a.check.mu.Lock()
	v.Running = a.check.running
	if a.check.total > 0 {
		v.Percent = min(100, a.check.done*100/a.check.total)
	}
	began := a.check.began
	a.check.mu.Unlock()
	if v.Running {
		v.Text = t(ctx, "check.running", "percent", v.Percent, "since", calendar.PrintInstant(began))
	}
	if v.Last, _ = a.lastProof(ctx); v.Last != nil {
		v.LastAt = calendar.PrintInstant(v.Last.At)
		v.Took = locale.Decimal(int64(v.Last.Seconds*10), 1)
	}
	return v
}
