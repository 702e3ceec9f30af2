package demo

import (
	"cmp"
	"container/heap"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
)

// stream yields all acts of the ward in the order of their instants. It holds the plans of
// one year and the acts of the dossiers that are alive, never the whole ward.
type stream struct {
	ward  *Ward
	seed  uint64
	scale int

	people   *people
	promises *promises
	known    []uint64 // bit per person: papers are in the store
	numbers  map[string]int

	year   int // index of the next year to plan
	plans  []plan
	next   int // of plans
	lives  []life
	alive  queue
	begun  int // dossiers
	closed int
}

func newStream(w *Ward, seed uint64, scale int) *stream {
	s := &stream{ward: w, seed: seed, scale: scale, people: newPeople(seed, scale, w.habits, w.names), numbers: map[string]int{}}
	s.known = make([]uint64, s.people.count/64+1)
	return s
}

// total is how many dossiers there will be.
func (s *stream) total() int { return s.scale * s.ward.Figures.Total("received") }

// act is the next order; false after the last.
func (s *stream) act() (desk.Order, bool, error) {
	for {
		if s.next == len(s.plans) && s.year < len(s.ward.Figures.Years) {
			if err := s.plan(); err != nil {
				return desk.Order{}, false, err
			}
		}
		if s.next == len(s.plans) && len(s.alive) == 0 {
			return desk.Order{}, false, nil
		}
		if s.next < len(s.plans) && (len(s.alive) == 0 || s.plans[s.next].start <= s.alive[0].now().Unix()) {
			if err := s.begin(s.plans[s.next]); err != nil {
				return desk.Order{}, false, err
			}
			s.next++
			continue
		}
		return s.emit(), true, nil
	}
}

// plan makes the plans of the next year.
func (s *stream) plan() error {
	w, i := s.ward, s.year
	y := &w.Figures.Years[i]
	s.promises = &promises{ask: w.promised, seen: map[promiseKey]promised{}}
	a := &allocator{year: y, scale: s.scale, seed: s.seed, fieldOf: w.fieldOf, sameDay: s.sameDay(y.From)}
	if i+1 < len(w.Figures.Years) {
		a.next = &w.Figures.Years[i+1]
	}
	slots := a.allocate()
	p := &planner{cal: w.cat.Calendar, habits: w.habits, year: y, seed: s.seed, people: s.people, promises: s.promises,
		days: newDays(w.cat.Calendar, w.habits.Weight, y.From, y.To)}
	s.plans = slices.Grow(s.plans[:0], len(slots))
	for n, slot := range slots {
		one, err := p.plan(n, slot)
		if err != nil {
			return err
		}
		s.plans = append(s.plans, one)
	}
	slices.SortFunc(s.plans, func(a, b plan) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.index, b.index)) })
	s.lives = s.lives[:0]
	for _, split := range y.Splits {
		s.lives = append(s.lives, life{cal: w.cat.Calendar, habits: w.habits, people: s.people, seed: s.seed, year: y.Year,
			code: split.Procedure, post: w.habits.post(w.fieldOf(split.Procedure)), papers: w.papers(split.Procedure, y.From)})
	}
	s.next, s.year = 0, i+1
	return nil
}

func (s *stream) sameDay(day calendar.Date) func(string) bool {
	return func(code string) bool {
		p, err := s.promises.of(code, day)
		return err == nil && p.limit.Unit == calendar.SameDay
	}
}

// begin spells out the acts of a dossier and queues them.
func (s *stream) begin(p plan) error {
	l := s.lives[p.split]
	promise, err := s.promises.of(l.code, calendar.DateOf(time.Unix(p.received, 0)))
	if err != nil {
		return err
	}
	l.promise = promise
	l.known = s.holds(p.person) && l.year >= s.ward.habits.StoreFrom && !slices.Contains(s.ward.habits.NoReuse, s.ward.fieldOf(l.code))
	steps := l.steps(p)
	id, err := ledger.NewID(steps[0].at, reader{source(s.seed, uint64(l.year), 0x1d, uint64(p.index))})
	if err != nil {
		return err
	}
	if p.flags.has(fDigitized) {
		s.known[p.person/64] |= 1 << (p.person % 64)
	}
	s.begun++
	heap.Push(&s.alive, &alive{id: id, year: l.year, index: p.index, code: l.code, symbol: l.post.Symbol, steps: steps})
	return nil
}

func (s *stream) holds(person int32) bool { return s.known[person/64]&(1<<(person%64)) != 0 }

// emit takes the earliest act off the queue.
func (s *stream) emit() desk.Order {
	a := s.alive[0]
	st := a.steps[a.next]
	if settle, ok := st.command.(dossier.Settle); ok {
		settle.Result.Number = s.number(a.symbol, st.at)
		st.command = settle
	}
	o := desk.Order{Unit: s.ward.Unit.Code, Dossier: a.id, Key: s.key(a), Actor: st.actor, Happened: st.at, Procedure: a.code, Command: st.command}
	if a.next++; a.next == len(a.steps) {
		heap.Pop(&s.alive)
		s.closed++
	} else {
		heap.Fix(&s.alive, 0)
	}
	return o
}

// key names the act whatever run it comes from, so that a demo that was killed can be run
// again and writes nothing twice.
func (s *stream) key(a *alive) string {
	b := append(make([]byte, 0, 32), "demo-"...)
	b = strconv.AppendUint(b, s.seed, 36)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(s.scale), 10)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(a.year%100), 10)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(a.index), 36)
	b = append(b, '-')
	return string(strconv.AppendInt(b, int64(a.next), 10))
}

// number is the next number of a symbol in the year (NĐ 30/2020 Đ15: from 01 on 1/1).
func (s *stream) number(symbol string, t time.Time) string {
	k := strconv.Itoa(calendar.DateOf(t).Year()) + symbol
	s.numbers[k]++
	return fmt.Sprintf("%02d/%s", s.numbers[k], symbol)
}

// alive is a dossier with acts to come.
type alive struct {
	id     dossier.ID
	year   int
	index  int32
	code   string
	symbol string
	steps  []step
	next   int
}

func (a *alive) now() time.Time { return a.steps[a.next].at }

// queue is a heap of dossiers by their next act; ties by year and number, so that the order
// is the same in every run.
type queue []*alive

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(a.now().Compare(b.now()), cmp.Compare(a.year, b.year), cmp.Compare(a.index, b.index)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*alive)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}

// reader gives a source's bytes.
type reader struct{ *rand.Rand }

func (r reader) Read(b []byte) (int, error) {
	var word [8]byte
	for n := 0; n < len(b); n += 8 {
		binary.LittleEndian.PutUint64(word[:], r.Uint64())
		copy(b[n:], word[:])
	}
	return len(b), nil
}
