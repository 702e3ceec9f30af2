package web

import (
	"context"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// Limits bound what one source may ask without being signed in; who is signed in is not
// counted. Zero fields are the usual limits.
type Limits struct {
	Open   rate.Limit // open pages a second
	OpenAt int        // open pages at once, before the rate counts
	Sign   rate.Limit // forms of the entrance a second: passwords and codes tried
	SignAt int
}

// usual are the limits of a ward: a room of people behind one address reads and signs in
// without noticing them; a program that guesses does.
var usual = Limits{Open: 10, OpenAt: 120, Sign: 0.5, SignAt: 30}

func (l Limits) orUsual() Limits {
	if l.Open == 0 {
		l.Open, l.OpenAt = usual.Open, usual.OpenAt
	}
	if l.Sign == 0 {
		l.Sign, l.SignAt = usual.Sign, usual.SignAt
	}
	return l
}

// mostSources is how many sources are remembered. When there are more, those that have been
// quiet are forgotten; when all are busy the newest share one bucket.
const mostSources = 20_000

// buckets count what sources ask.
type buckets struct {
	every  rate.Limit
	most   int
	mu     sync.Mutex
	by     map[netip.Prefix]*rate.Limiter
	shared *rate.Limiter
}

func newBuckets(every rate.Limit, most int) *buckets {
	return &buckets{every: every, most: most, by: map[netip.Prefix]*rate.Limiter{}, shared: rate.NewLimiter(every, most)}
}

// allow takes one from the source's bucket and reports whether there was one.
func (b *buckets) allow(source netip.Prefix, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.by[source]
	if l == nil {
		if len(b.by) >= mostSources {
			b.forget(now)
		}
		if l = b.shared; len(b.by) < mostSources {
			l = rate.NewLimiter(b.every, b.most)
			b.by[source] = l
		}
	}
	return l.AllowN(now, 1)
}

// forget drops the sources whose buckets are full again: they are as good as new.
func (b *buckets) forget(now time.Time) {
	for source, l := range b.by {
		if l.TokensAt(now) >= float64(b.most) {
			delete(b.by, source)
		}
	}
}

// source is whose requests are counted together: an address, of IPv6 the network of one
// subscriber (/64).
func source(remote string) netip.Prefix {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	ip, bits := at.Addr().Unmap().WithZone(""), 32
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.Prefix(bits) // the length fits the address
	return p
}

// queueOpen is how many requests without a session may wait for their turn.
const queueOpen = 64

// crowd lets few requests without a session be answered at once: a flood of them leaves the
// processors to the counter.
type crowd struct {
	turns chan struct{}
	wait  chan struct{}
}

func newCrowd() *crowd {
	return &crowd{turns: make(chan struct{}, runtime.NumCPU()), wait: make(chan struct{}, queueOpen)}
}

// enter waits for a turn and returns what gives it back; nil when there are too many.
func (c *crowd) enter(ctx context.Context) (leave func()) {
	select {
	case c.wait <- struct{}{}:
		defer func() { <-c.wait }()
	default:
		return nil
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case c.turns <- struct{}{}:
		return func() { <-c.turns }
	case <-late.C:
	case <-ctx.Done():
	}
	return nil
}

// bounds lets who is not signed in wait for a turn, or refuses who asks too much; leave gives
// the turn back. Files of the program and the signs of life are free: they cost nothing and
// must come under a flood.
func (s *Server) bounds(r *http.Request, rule page.Rule) (leave func(), err error) {
	if page.Session(r.Context()) != nil || bare(r.URL.Path) {
		return func() {}, nil
	}
	from, now := source(r.RemoteAddr), time.Now()
	crowd := s.readers
	if rule.ID() == page.Entrance.ID() {
		crowd = s.comers // a flood of readers does not keep officers from signing in
	}
	if crowd == s.comers && r.Method == http.MethodPost && !s.tries.allow(from, now) || !s.asks.allow(from, now) {
		return nil, fault.New(fault.Unavailable, "web.too_many")
	}
	if leave = crowd.enter(r.Context()); leave == nil {
		return nil, fault.New(fault.Unavailable, "web.busy")
	}
	return leave, nil
}

// bare reports whether an address is the same for everybody and needs nobody's session.
func bare(path string) bool {
	return strings.HasPrefix(path, staticDir) || path == aliveURL || path == readyURL
}
