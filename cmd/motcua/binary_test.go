package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program is the program as it is shipped, built once for all tests; ward is an example ward
// that it built.
var program, ward string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "motcua-test-")
	if err == nil {
		err = os.Chmod(dir, 0o755) // one test runs the program as another account
	}
	code := 1
	if err == nil {
		program, ward = filepath.Join(dir, "motcua"), filepath.Join(dir, "ward")
		build := exec.Command("go", "build", "-o", program, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		var out []byte
		if out, err = build.CombinedOutput(); err != nil {
			os.Stderr.Write(out)
		}
	}
	if err == nil {
		var out []byte
		if out, err = exec.Command(program, "demo", "--data", ward, "--seed", "1").CombinedOutput(); err != nil {
			os.Stderr.Write(out)
		}
	}
	if err == nil {
		code = m.Run()
	} else {
		os.Stderr.WriteString(err.Error() + "\n")
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

var databases int

// freshDatabase is the address of an empty database of the suite's PostgreSQL, or of one
// started for this test.
func freshDatabase(t *testing.T) string {
	t.Helper()
	script := filepath.Join("..", "..", "build", "postgres.sh")
	address := os.Getenv("MOTCUA_TEST_PG")
	if address == "" {
		out, err := exec.Command(script, "start").Output()
		if err != nil {
			t.Fatalf("starting PostgreSQL: %v", err)
		}
		address = strings.TrimSpace(string(out))
		t.Cleanup(func() { exec.Command(script, "stop", address).Run() })
	}
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	databases++
	name := fmt.Sprintf("motcua_cli_%d_%d", os.Getpid(), databases)
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// result is what a run of the program left.
type result struct {
	code     int
	out, err string
}

// motcua runs the program.
func motcua(t testing.TB, args ...string) result { return motcuaWith(t, nil, args...) }

// motcuaWith runs the program after change has seen the command.
func motcuaWith(t testing.TB, change func(*exec.Cmd), args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir}
	if change != nil {
		change(cmd)
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("motcua %s: %v", strings.Join(args, " "), err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// works runs the program and wants it to succeed.
func works(t testing.TB, args ...string) string {
	t.Helper()
	r := motcua(t, args...)
	if r.code != exitDone {
		t.Fatalf("motcua %s: exit %d: %s", strings.Join(args, " "), r.code, r.err)
	}
	return r.out
}

// refused wants an exit code and one Vietnamese sentence with some words in it, nothing else.
func refused(t testing.TB, r result, code int, words ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit %d, want %d: %s%s", r.code, code, r.out, r.err)
	}
	sentence := strings.TrimSuffix(r.err, "\n")
	if !strings.HasPrefix(sentence, "motcua: ") || strings.Contains(sentence, "\n") || !strings.HasSuffix(sentence, ".") {
		t.Errorf("not one sentence: %q", r.err)
	}
	for _, w := range words {
		if !strings.Contains(sentence, w) {
			t.Errorf("%q does not name %q", sentence, w)
		}
	}
	if strings.Contains(sentence, "{") || strings.Contains(sentence, "goroutine") {
		t.Errorf("the inside shows: %q", sentence)
	}
}
