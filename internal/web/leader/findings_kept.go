package leader

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/reconcile"
)

// What is kept of uploaded reports: in memory only, the last few, for a while. A report that
// is not signed yet is nobody else's business: only who sent it in reads it, and its address
// cannot be guessed.
const (
	mostKept  = 20
	mostBytes = 160 << 20
	keptFor   = time.Hour
)

// checked is a report that was checked. original is nil when its format bears no comments.
type checked struct {
	name     string // of the file, as it may be shown
	copied   string // name of the marked copy, empty when there is none
	original []byte
	found    *reconcile.Report
	at       time.Time
	by       string // who sent it in; nobody else sees it
}

// weight is about how much memory a checked report holds. What was read out of a file is
// larger than the file: a figure is half a KiB, a finding with its places and sentence two.
func (c *checked) weight() int {
	n := len(c.original)
	if c.found != nil {
		n += len(c.found.Findings) << 11
		if c.found.Document != nil {
			n += len(c.found.Document.Figures) << 9
		}
	}
	return n
}

// keptReports are the checked reports by address.
type keptReports struct {
	mu    sync.Mutex
	now   func() time.Time
	order []string // oldest first
	by    map[string]*checked
}

func newKept(now func() time.Time) *keptReports {
	return &keptReports{now: now, by: map[string]*checked{}}
}

// add keeps a report and returns its address: 26 letters, 130 bits of chance.
func (k *keptReports) add(c *checked) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	c.at = k.now()
	id := rand.Text()
	k.by[id] = c
	k.order = append(k.order, id)
	k.sweep()
	return id
}

// get is a kept report of who sent it in; nil when it was never there, is no more, or is
// somebody else's.
func (k *keptReports) get(id, by string) *checked {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sweep()
	if c := k.by[id]; c != nil && c.by == by {
		return c
	}
	return nil
}

// sweep forgets what is too old, then the oldest while there are too many or they are too
// large; the newest stays.
func (k *keptReports) sweep() {
	size := 0
	for _, c := range k.by {
		size += c.weight()
	}
	for len(k.order) > 0 {
		first := k.by[k.order[0]]
		old := k.now().Sub(first.at) > keptFor
		if !old && (len(k.order) <= mostKept && size <= mostBytes || len(k.order) == 1) {
			return
		}
		size -= first.weight()
		delete(k.by, k.order[0])
		k.order = k.order[1:]
	}
}
