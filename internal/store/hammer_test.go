package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// Workers of a child, by what they do.
const (
	actors  = 8
	noters  = 4
	lookers = 4
)

// hammer is the child: it records acts of two commands, notes and looks from many goroutines
// at once, and prints each when it is acknowledged. It never ends by itself.
func hammer() {
	run, start := os.Getenv("MOTCUA_TEST_HAMMER"), time.Now()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Dir: os.Getenv("MOTCUA_TEST_DIR"), DB: os.Getenv("MOTCUA_TEST_DB")})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var mu sync.Mutex
	say := func(what string, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if !start.IsZero() { // how long it took until something was acknowledged again
			fmt.Println("open", time.Since(start).Milliseconds())
			start = time.Time{}
		}
		fmt.Println(what)
	}
	var wg sync.WaitGroup
	work := func(n int, loop func(w int) func(i int) (string, error)) {
		for w := range n {
			wg.Go(func() {
				step := loop(w)
				for i := 0; ; i++ {
					say(step(i))
				}
			})
		}
	}
	work(actors, func(w int) func(int) (string, error) {
		o := storetest.NewOffice(&testing.T{}, uint64(1000*os.Getpid()+w))
		o.Now = o.Now.Add(time.Duration(w)*time.Hour + time.Duration(time.Now().UnixMilli()%3_600_000)*time.Millisecond) // no id twice
		return func(i int) (string, error) {
			o.Now = o.Now.Add(time.Millisecond)
			key := fmt.Sprintf("%s-%d-%d", run, w, i)
			_, err := s.Do(ctx, twice(o, key))
			return "act " + key, err
		}
	})
	work(noters, func(w int) func(int) (string, error) {
		n, err := s.Get(ctx, storetest.Unit, "draft", fmt.Sprint(w))
		if err != nil && !fault.Is(err, fault.NotFound) {
			say("", err)
		}
		n = note.Note{Unit: storetest.Unit, Kind: "draft", ID: fmt.Sprint(w), Rev: n.Rev}
		return func(int) (string, error) {
			n.Body = fmt.Append(nil, n.Rev+1)
			rev, err := s.Put(ctx, n)
			for fault.Is(err, fault.Conflict) { // the server has only now ended what the killed one had sent
				if n, err = s.Get(ctx, storetest.Unit, "draft", n.ID); err == nil {
					n.Body = fmt.Append(nil, n.Rev+1)
					rev, err = s.Put(ctx, n)
				}
			}
			n.Rev = rev
			return fmt.Sprintf("note %d %d", w, rev), err
		}
	})
	work(lookers, func(w int) func(int) (string, error) {
		actor := fmt.Sprintf("%s-%d", run, w)
		return func(i int) (string, error) {
			v := access.View{Unit: storetest.Unit, Actor: actor, At: time.UnixMilli(int64(i + 1)), Dossier: 7, What: "page"}
			return fmt.Sprintf("look %s %d", actor, i+1), s.Watch(ctx, v)
		}
	})
	wg.Wait()
}

// twice is an act of two commands: both happen or none does.
func twice(o *storetest.Office, key string) desk.Act {
	id := o.ID()
	act := o.ActKey(storetest.Unit, id, key, o.Receive())
	first, then := act.Run, o.ActKey(storetest.Unit, id, key, dossier.Transfer{To: "cb-02"}).Run
	act.Run = func(tx desk.Tx) ([]byte, error) {
		if _, err := first(tx); err != nil {
			return nil, err
		}
		return then(tx)
	}
	return act
}

// killed is one database and what its children have said.
type killed struct {
	opt   store.Options
	rand  *rand.Rand
	acts  []string
	looks map[string]bool
	revs  map[string]int64
	heard map[string]int // the run in which a note was acknowledged last
	slow  int64          // the longest until something was acknowledged again, in ms
	acted int            // runs that were killed after they had acknowledged something
}

// kills is how many programs are killed in all: on four databases at once, two of each kind.
const kills = 200

// Whatever was acknowledged before a kill -9 is there afterwards, once; numbers have no gaps,
// an act of two commands is there wholly or not at all, and every start answers in time.
func TestKilledProgramLosesNothingAcknowledged(t *testing.T) {
	for i, b := range []storetest.Backend{sqliteBackend, postgresBackend, sqliteBackend, postgresBackend} {
		t.Run(fmt.Sprint([]string{"sqlite", "postgres"}[i%2], i/2), func(t *testing.T) {
			t.Parallel()
			k := &killed{opt: b.New(t), rand: rand.New(rand.NewPCG(uint64(i), uint64(time.Now().UnixNano()))), looks: map[string]bool{}, revs: map[string]int64{}, heard: map[string]int{}}
			for run := range kills / 4 {
				k.run(t, run)
			}
			t.Logf("%d acts, %d looks, notes %v; %d of %d killed at work, the slowest start answered after %d ms", len(k.acts), len(k.looks), k.revs, k.acted, kills/4, k.slow)
			if k.acted < kills/8 {
				t.Errorf("only %d were killed at work", k.acted)
			}
			if k.slow >= 5000 {
				t.Errorf("a start took %d ms", k.slow)
			}
			k.check(t)
		})
	}
}

// run starts a child and kills it: while it starts, or some time after its first word.
func (k *killed) run(t *testing.T, run int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("MOTCUA_TEST_HAMMER=%d", run), "MOTCUA_TEST_DIR="+k.opt.Dir, "MOTCUA_TEST_DB="+k.opt.DB)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func(after time.Duration) {
		time.AfterFunc(after, func() { child.Process.Signal(syscall.SIGKILL) })
	}
	early := k.rand.IntN(5) == 0
	if early {
		kill(time.Duration(k.rand.IntN(250)) * time.Millisecond)
	}
	wait := time.Duration(k.rand.IntN(200)) * time.Millisecond
	lines := bufio.NewReader(out)
	said := 0
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the last line may be half: it was not acknowledged to anybody
			break
		}
		if said++; said == 1 && !early {
			kill(wait)
		}
		k.hear(t, run, line[:len(line)-1])
	}
	if said > 0 {
		k.acted++
	}
	err = child.Wait()
	if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("run %d ended by itself: %v", run, err)
	}
}

// hear remembers what a child has said.
func (k *killed) hear(t *testing.T, run int, line string) {
	what, of, _ := strings.Cut(line, " ")
	switch what {
	case "open":
		var ms int64
		fmt.Sscan(of, &ms)
		k.slow = max(k.slow, ms)
	case "act":
		k.acts = append(k.acts, of)
	case "look":
		k.looks[of] = true
	case "note":
		var w string
		var rev int64
		fmt.Sscan(of, &w, &rev)
		if rev <= k.revs[w] { // an acknowledged change was lost, and made again
			t.Errorf("note %s: rev %d after %d", w, rev, k.revs[w])
		}
		k.revs[w], k.heard[w] = rev, run
	}
}

// check opens what is left.
func (k *killed) check(t *testing.T) {
	s, err := store.Open(t.Context(), k.opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o := storetest.NewOffice(t, 1)
	var answers []<-chan desk.Result
	for _, key := range k.acts {
		answers = append(answers, s.Submit(t.Context(), twice(o, key)))
	}
	for i, a := range answers {
		if r := <-a; r.Err != nil || !r.Receipt.Repeat {
			t.Fatalf("%s was acknowledged and is lost: %+v", k.acts[i], r)
		}
	}
	r, err := s.Verify(t.Context(), nil)
	if err != nil || r.Err() != nil || r.Dossiers < int64(len(k.acts)) || r.Entries != 2*r.Dossiers {
		t.Errorf("%d acknowledged; verified %+v, %v", len(k.acts), r, err)
	}
	for w, rev := range k.revs {
		n, err := s.Get(t.Context(), storetest.Unit, "draft", w)
		most := rev + int64(kills/4-k.heard[w]) // each run from then on may have kept one change more than it could say
		if err != nil || n.Rev < rev || n.Rev > most || string(n.Body) != fmt.Sprint(n.Rev) {
			t.Errorf("note %s acknowledged at %d is %d %q, %v", w, rev, n.Rev, n.Body, err)
		}
	}
	sn := storetest.Snap(t, s)
	views, _, err := sn.Views(t.Context(), access.ViewQuery{Unit: storetest.Unit})
	seen := map[string]bool{}
	for _, v := range views {
		of := fmt.Sprintf("%s %d", v.Actor, v.At.UnixMilli())
		if seen[of] {
			t.Errorf("look %s is there twice", of)
		}
		seen[of] = true
	}
	for of := range k.looks {
		if !seen[of] {
			t.Errorf("look %s was acknowledged and is lost", of)
		}
	}
	k.unbroken(t, sn)
	if err != nil {
		t.Error(err)
	}
}

// unbroken: the case codes of every day are 1, 2, 3 … without a gap.
func (k *killed) unbroken(t *testing.T, sn *store.Snapshot) {
	all, _, err := sn.Dossiers(t.Context(), rollup.Query{Unit: storetest.Unit, Terms: []rollup.Term{{Count: rollup.Received}}, To: 40000}, measure.Page{Sort: "code"})
	if err != nil || len(all) < len(k.acts) {
		t.Fatalf("%d dossiers, %v", len(all), err)
	}
	numbers, most := map[string]int{}, map[string]int{}
	for _, s := range all {
		c, err := dossier.ParseCode(s.Code)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		fmt.Sscan(strings.TrimLeft(c.Number, "0"), &n)
		numbers[c.Day]++
		most[c.Day] = max(most[c.Day], n)
	}
	for day, n := range numbers { // codes are unique: as many as the greatest means all of them
		if most[day] != n {
			t.Errorf("day %s has %d codes up to %d", day, n, most[day])
		}
	}
}
