package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/work"
)

// Limits of a connection. A slow sender holds a connection, not the server; a list of a
// million rows may take minutes to fetch.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 5 * time.Minute
	idleTime   = 2 * time.Minute
	headerSize = 16 << 10
	stopTime   = 10 * time.Second
)

// Serve answers until the context ends, then finishes the answers it has begun.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		TLSConfig:         s.way.TLS,
	}
	// Jobs over many dossiers read from the officers' share; whoever closes the store waits for them.
	working, end := context.WithCancel(context.WithValue(ctx, poolKey{}, poolWork))
	var worker sync.WaitGroup
	worker.Go(func() { work.Run(working, s.site, s.log) })
	worker.Go(func() { s.sweep(working, sweepEvery) })
	defer worker.Wait()
	defer end()
	ended := make(chan error, 1)
	go func() {
		if s.way.TLS != nil {
			ended <- server.ServeTLS(l, "", "")
		} else {
			ended <- server.Serve(l)
		}
	}()
	select {
	case err := <-ended:
		return fault.Wrap(err, fault.Unavailable, "web.stopped_listening", "address", l.Addr())
	case <-ctx.Done():
	}
	wait, stop := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer stop()
	if err := server.Shutdown(wait); errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("answers cut off at stop")
		server.Close()
	}
	return nil
}
