package access

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/motcua/motcua/internal/fault"
)

// tried are the wrong tries of one login from one source. An outsider fills only the count of
// the outsider's own source: whose account it is goes on signing in from elsewhere.
type tried struct {
	Count int       `json:"count"`
	Until time.Time `json:"until,omitzero"` // no further try before
}

// forgetTries is how long wrong tries are remembered.
const forgetTries = 24 * time.Hour

// take counts a try before it is made, so that many at once cannot all slip under the limit.
// Whether the login exists does not matter. What fits is forgiven by forgive.
func (o *Office) take(ctx context.Context, login string, place Place) error {
	now := o.Now()
	if !o.sources.allow(place.Source, now, o.Policy.Lock.SourcePerMinute) {
		return fault.New(fault.Unavailable, "access.too_many")
	}
	id := triesID(login, place)
	for n := 1; ; n++ {
		var t tried
		var rev int64
		switch note, err := o.Notes.Get(ctx, o.Unit, kindTries, id); {
		case err == nil:
			if err := decode(note, &t); err != nil {
				return err
			}
			rev = note.Rev
		case !fault.Is(err, fault.NotFound):
			return err
		}
		if wait := t.Until.Sub(now); wait > 0 {
			return fault.New(fault.Forbidden, "access.locked", "minutes", int((wait+time.Minute-1)/time.Minute))
		}
		t.Count++
		t.Until = now.Add(o.pause(t.Count))
		_, err := o.put(ctx, kindTries, id, "", rev, now.Add(forgetTries), t)
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		if n == tries { // so many at once from one source on one login is no person
			return fault.New(fault.Unavailable, "access.too_many")
		}
	}
}

// pause is how long a login is locked for a source after its n-th wrong try in a row.
func (o *Office) pause(n int) time.Duration {
	l := o.Policy.Lock
	if n < l.After {
		return 0
	}
	d := time.Duration(l.FirstMinutes) * time.Minute
	most := time.Duration(l.MostMinutes) * time.Minute
	for i := l.After; i < n && d < most; i++ {
		d *= 2
	}
	return min(d, most)
}

// forgive forgets the tries of a login from a source, once it was right.
func (o *Office) forgive(ctx context.Context, login string, place Place) error {
	return o.Notes.Drop(ctx, o.Unit, kindTries, triesID(login, place))
}

func triesID(login string, place Place) string {
	return sum(plainLogin(login) + "\x00" + place.Source)
}

// sources bounds the tries of a network address on all accounts together.
type sources struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

// mostSources bounds what is remembered; when it is full all begin anew.
const mostSources = 4096

func (s *sources) allow(source string, now time.Time, perMinute int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil || len(s.by) >= mostSources {
		s.by = map[string]*rate.Limiter{}
	}
	l := s.by[source]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		s.by[source] = l
	}
	return l.AllowN(now, 1)
}
