package store_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// TestMain is also the child of the tests below: a program that works until it is killed, and
// one that has fewer rights than the tests.
func TestMain(m *testing.M) {
	switch {
	case os.Getenv("MOTCUA_TEST_HAMMER") != "":
		hammer()
	case os.Getenv("MOTCUA_TEST_UNPRIVILEGED") != "":
		unprivileged()
	default:
		// Sixty random periods, each with every count; -rapid.checks asks for more.
		flag.Parse()
		if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
			flag.Set("rapid.checks", "60")
		}
		os.Exit(m.Run())
	}
}

// hammer records acts from many goroutines and prints the key of each that is acknowledged.
func hammer() {
	t := &testing.T{}
	s, err := store.Open(context.Background(), store.Options{Dir: os.Getenv("MOTCUA_TEST_DIR"), DB: os.Getenv("MOTCUA_TEST_DB")})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var wg sync.WaitGroup
	var out sync.Mutex
	for w := range 16 {
		o := storetest.NewOffice(t, uint64(1000*os.Getpid()+w))
		o.Now = o.Now.Add(time.Duration(w)*time.Hour + time.Duration(time.Now().UnixMilli()%3_600_000)*time.Millisecond) // no id twice
		wg.Go(func() {
			for i := 0; ; i++ {
				o.Now = o.Now.Add(time.Millisecond)
				key := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, i)
				if _, err := s.Do(context.Background(), o.ActKey(storetest.Unit, o.ID(), key, o.Receive())); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(key)
				out.Unlock()
			}
		})
	}
	wg.Wait()
}

// Every act that was acknowledged before a kill -9 is there afterwards, and the ledger
// verifies; an act that was not acknowledged is there wholly or not at all.
func TestKilledProgramLosesNothingAcknowledged(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			opt := b.New(t)
			var acknowledged []string
			for _, n := range []int{40, 300, 900} {
				acknowledged = append(acknowledged, killAfter(t, opt, n)...)
			}
			o := storetest.NewOffice(t, 1)
			s, err := store.Open(t.Context(), opt)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			var answers []<-chan desk.Result
			for _, key := range acknowledged {
				answers = append(answers, s.Submit(t.Context(), o.ActKey(storetest.Unit, o.ID(), key, o.Receive())))
			}
			for i, a := range answers {
				if r := <-a; r.Err != nil || !r.Receipt.Repeat {
					t.Fatalf("%s was acknowledged and is lost: %+v", acknowledged[i], r)
				}
			}
			r, err := s.Verify(t.Context(), nil)
			if err != nil || r.Err() != nil || r.Entries < int64(len(acknowledged)) || r.Dossiers != r.Entries {
				t.Errorf("%d acknowledged; verified %+v, %v", len(acknowledged), r, err)
			}
		})
	}
}

func killAfter(t *testing.T, opt store.Options, n int) (keys []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "MOTCUA_TEST_HAMMER=1", "MOTCUA_TEST_DIR="+opt.Dir, "MOTCUA_TEST_DB="+opt.DB)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the last line may be half: it was not acknowledged to anybody
			if err != io.EOF || len(keys) < n {
				t.Fatalf("after %d keys: %v", len(keys), err)
			}
			break
		}
		if keys = append(keys, line[:len(line)-1]); len(keys) == n {
			child.Process.Signal(syscall.SIGKILL)
		}
	}
	child.Wait()
	return keys
}

// A folder that the program's account cannot write: reading works, writing is refused in one
// sentence, and nothing is changed. Root may write everything, so a child gives up its rights.
func TestFolderThatCannotBeWritten(t *testing.T) {
	dir, err := os.MkdirTemp("", "motcua-store")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		os.Chmod(dir+"/data", 0o700)
		os.RemoveAll(dir)
	})
	o := storetest.NewOffice(t, 1)
	opt := store.Options{Dir: dir + "/data", Recorded: storetest.Recorded, Rand: storetest.NewChance(2)}
	s, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]os.FileMode{dir: 0o755, opt.Dir + "/" + store.FileName: 0o444, opt.Dir: 0o555} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.ReadFile(os.Args[0]) // the test binary lies in a folder of its own rights
	if err == nil {
		err = os.WriteFile(dir+"/child", self, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(dir + "/child")
	child.Dir = dir
	child.Env = append(os.Environ(), "MOTCUA_TEST_UNPRIVILEGED=1", "MOTCUA_TEST_DIR="+opt.Dir)
	if os.Getuid() == 0 {
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := child.CombinedOutput()
	const want = "write: unavailable: store.read_only\nnew: unavailable: store.read_only\nread: 1 entries, sound\n"
	if string(out) != want || err != nil {
		t.Errorf("got %v\n%s\nwant\n%s", err, out, want)
	}
}

func unprivileged() {
	dir := os.Getenv("MOTCUA_TEST_DIR")
	say := func(what string, err error) {
		if f, ok := fault.Of(err); ok {
			fmt.Printf("%s: %v: %s\n", what, f.Kind, f.Key)
			return
		}
		fmt.Printf("%s: %v\n", what, err)
	}
	_, err := store.Open(context.Background(), store.Options{Dir: dir})
	say("write", err)
	_, err = store.Open(context.Background(), store.Options{Dir: dir + "/new"})
	say("new", err)
	s, err := store.Open(context.Background(), store.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		say("read", err)
		return
	}
	r, err := s.Verify(context.Background(), nil)
	if err != nil || r.Err() != nil {
		say("verify", err)
		say("verify", r.Err())
		return
	}
	fmt.Printf("read: %d entries, sound\n", r.Entries)
}
