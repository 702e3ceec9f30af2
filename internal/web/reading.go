package web

import (
	"context"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// patience is how long a request from outside waits for its turn.
const patience = 3 * time.Second

// An officer at work would rather wait than begin again.
var patienceOf = [pools]time.Duration{poolOpen: patience, poolFigures: 10 * time.Second, poolWork: 20 * time.Second, poolWatch: patience}

type opener = func(context.Context) (page.Reading, error)

// pool is a share of the readings that may run at once. More would only make each slower, and
// every one holds a connection. The shares are kept apart so that nothing that is asked from
// outside, and no report of a whole year, lets the counter wait.
type pool int

const (
	poolOpen    pool = iota // without a session
	poolFigures             // reports, lists, exports
	poolWork                // the counter and all work on dossiers
	poolWatch               // is the server well
	pools
)

// shares are how many readings of each pool run at once.
func shares() [pools]int {
	cores := runtime.NumCPU()
	return [pools]int{poolOpen: cores, poolFigures: cores, poolWork: 2 * cores, poolWatch: 1}
}

// poolOf is the share that a route reads from.
func poolOf(rule page.Rule, signedIn bool) pool {
	switch rule.ID() {
	case page.Figures.ID(), page.Export.ID(), page.Reform.ID(), page.Watch.ID():
		return poolFigures
	}
	if !signedIn {
		return poolOpen
	}
	return poolWork
}

type poolKey struct{}

// bounded lets the readings of a pool wait for their turn. Who waits too long is told so.
func bounded(open opener, head *atomic.Int64) opener {
	var turns [pools]chan struct{}
	for p, n := range shares() {
		turns[p] = make(chan struct{}, n)
	}
	return func(ctx context.Context) (page.Reading, error) {
		p, _ := ctx.Value(poolKey{}).(pool)
		late := time.NewTimer(patienceOf[p])
		defer late.Stop()
		select {
		case turns[p] <- struct{}{}:
		case <-late.C:
			return nil, fault.New(fault.Unavailable, "web.busy")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		r, err := open(ctx)
		if err != nil {
			<-turns[p]
			return nil, err
		}
		return &turn{Reading: r, end: func() { <-turns[p] }, head: head}, nil
	}
}

// turn is a reading that gives its turn back when it is closed.
type turn struct {
	page.Reading
	end  func()
	head *atomic.Int64
	done atomic.Bool
}

// Close ends the reading; a second time does nothing.
func (t *turn) Close() error {
	if t.done.Swap(true) {
		return nil
	}
	defer t.end()
	return t.Reading.Close()
}

// Head is the head of the unit's chain; the foot of later pages shows its position.
func (t *turn) Head(ctx context.Context, unit string) (ledger.Head, error) {
	h, err := t.Reading.Head(ctx, unit)
	if err == nil {
		t.head.Store(int64(h.Size))
	}
	return h, err
}

// aliveURL answers as long as the process lives, readyURL as long as it can read.
const (
	aliveURL = "/livez"
	readyURL = "/readyz"
)

// health are the routes for who watches the server: is it alive, can it read.
func (s *Server) health() []page.Route {
	return []page.Route{
		page.Get(aliveURL, page.Public, plainOK),
		page.Get(readyURL, page.Public, func(w http.ResponseWriter, r *http.Request) error {
			if err := s.ready(r.Context()); err != nil {
				s.log.Warn("not ready", "error", err.Error())
				w.Header().Set("Retry-After", "5")
				return plainText(w, http.StatusServiceUnavailable, s.site.Words.Error(page.Lang(r.Context()), err))
			}
			return plainOK(w, r)
		}),
	}
}

// ready proves that the ledger can be read. It reads from a share of its own: who watches the
// server must not take a crowd for a failure.
func (s *Server) ready(ctx context.Context) error {
	r, err := s.site.Open(context.WithValue(ctx, poolKey{}, poolWatch))
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = r.Head(ctx, s.site.Unit.Code)
	return err
}

func plainOK(w http.ResponseWriter, _ *http.Request) error {
	return plainText(w, http.StatusOK, "ok")
}

func plainText(w http.ResponseWriter, status int, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := w.Write([]byte(text + "\n"))
	return err
}
