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

// patience is how long a request waits for its turn to read.
const patience = 3 * time.Second

type opener = func(context.Context) (page.Reading, error)

// bounded lets few readings run at once: more would only make each slower, and every one
// holds a connection. Who waits too long is told so.
func bounded(open opener, head *atomic.Int64) opener {
	turns := make(chan struct{}, 2*runtime.NumCPU())
	return func(ctx context.Context) (page.Reading, error) {
		late := time.NewTimer(patience)
		defer late.Stop()
		select {
		case turns <- struct{}{}:
		case <-late.C:
			return nil, fault.New(fault.Unavailable, "web.busy")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		r, err := open(ctx)
		if err != nil {
			<-turns
			return nil, err
		}
		return &turn{Reading: r, end: func() { <-turns }, head: head}, nil
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

// aliveURL answers as long as the process lives.
const aliveURL = "/livez"

// health are the routes for who watches the server: is it alive, can it read.
func (s *Server) health() []page.Route {
	return []page.Route{
		page.Get(aliveURL, page.Public, plainOK),
		page.Get("/readyz", page.Public, func(w http.ResponseWriter, r *http.Request) error {
			if err := s.ready(r.Context()); err != nil {
				s.log.Warn("not ready", "error", err.Error())
				w.Header().Set("Retry-After", "5")
				return plainText(w, http.StatusServiceUnavailable, s.site.Words.Error(page.Lang(r.Context()), err))
			}
			return plainOK(w, r)
		}),
	}
}

// ready proves that the ledger can be read.
func (s *Server) ready(ctx context.Context) error {
	r, err := s.site.Open(ctx)
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
