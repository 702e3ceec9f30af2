package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/motcua/motcua/internal/fault"
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

// Listen opens a loopback address ("127.0.0.1:8140", port 0 for any free one) and refuses
// every other: without sign-in, whoever reaches the port reads everything.
func Listen(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = net.LookupPort("tcp", port) // a number above 65535 is not a port in use
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "web.listen_malformed", "address", address)
	}
	if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
		return nil, fault.New(fault.Invalid, "web.not_loopback", "address", address)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "web.cannot_listen", "address", address)
	}
	if at, ok := l.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() { // what "localhost" means here
		l.Close()
		return nil, fault.New(fault.Invalid, "web.not_loopback", "address", address)
	}
	return l, nil
}

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
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
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
