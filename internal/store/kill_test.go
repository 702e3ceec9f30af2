package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

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
