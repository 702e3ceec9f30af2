package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// served is a running server of the real program.
type served struct {
	cmd     *exec.Cmd
	address string // "http://127.0.0.1:40123/"
	said    *bytes.Buffer
	lines   chan string // of standard output, after the address
}

// serve starts the real program and waits for its address.
func serve(t testing.TB, args ...string) *served {
	t.Helper()
	s, err := begin(args...)
	if err != nil {
		t.Fatal(err)
	}
	hung := time.AfterFunc(5*time.Minute, func() { s.cmd.Process.Kill() })
	t.Cleanup(func() {
		hung.Stop()
		s.cmd.Process.Kill()
		s.cmd.Wait()
	})
	return s
}

func begin(args ...string) (*served, error) {
	s := &served{cmd: exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...), said: &bytes.Buffer{}}
	s.cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	s.cmd.Stderr = s.said
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	s.address = regexp.MustCompile(`https?://[0-9a-z.\[\]:]+:\d+/`).FindString(line)
	if err != nil || s.address == "" {
		s.cmd.Process.Kill()
		s.cmd.Wait()
		return nil, &broken{line + s.said.String(), err}
	}
	s.lines = make(chan string, 100)
	go func() {
		defer close(s.lines)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			s.lines <- line
		}
	}()
	return s, nil
}

type broken struct {
	said string
	err  error
}

func (b *broken) Error() string { return "serve: " + b.said }

// stop interrupts the server and wants a good end.
func (s *served) stop(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

// TestServe: the real program prints the address it listens on, answers there, and stops in
// good order when it is interrupted.
func TestServe(t *testing.T) {
	s := serve(t, "--data", ward, "--read-only")
	for path, want := range map[string]string{"livez": "ok", "readyz": "ok", "thu-tuc": "Thủ tục hành chính", "lich": "Lịch làm việc"} {
		resp, err := http.Get(s.address + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %v", path, resp.StatusCode, err)
		}
	}
	if line := <-s.lines; !strings.Contains(line, "Chỉ mở các trang công khai") {
		t.Errorf("does not say that it only reads: %q", line)
	}
	s.stop(t)
}

// TestServeNew: with the unit named an empty place becomes an office; a second server of the
// same folder is refused in one sentence while commands that read go on; when the first has
// ended, however it ended, the next may begin.
func TestServeNew(t *testing.T) {
	place := filepath.Join(t.TempDir(), "trong")
	refused(t, motcua(t, "serve", "--data", place, "--listen", "127.0.0.1:0"), exitRefused, place, "--unit phuong-2")
	if _, err := os.Stat(place); err == nil {
		t.Error("the place was made without the unit's name")
	}
	first := serve(t, "--data", place, "--unit", "phuong-2")
	<-first.lines
	if link := strings.TrimSpace(<-first.lines); !strings.HasPrefix(link, first.address+"khoi-tao/") {
		t.Errorf("no link for the first administrator: %q", link)
	} else if resp, err := http.Get(link); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("the link does not open: %v %v", resp, err)
	}
	if st, err := os.Stat(place); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("the place: %v %v", st, err)
	}
	refused(t, motcua(t, "serve", "--data", place, "--unit", "phuong-2", "--listen", "127.0.0.1:0"), exitRefused, place, "máy chủ motcua khác", "--read-only")
	if r := motcua(t, "verify", "--data", place); r.code != exitDone {
		t.Errorf("verify beside it: %d %s", r.code, r.err)
	}
	second := serve(t, "--data", place, "--read-only")
	second.stop(t)
	first.cmd.Process.Kill()
	first.cmd.Wait()
	serve(t, "--data", place).stop(t)
}

// TestServeRefusals: an address that other machines reach and a place without data are
// refused in one sentence; nothing is created.
func TestServeRefusals(t *testing.T) {
	for _, a := range []string{"0.0.0.0:8140", ":8140", "192.168.1.10:8140"} {
		refused(t, motcua(t, "serve", "--data", ward, "--listen", a), exitRefused, "khi không mã hóa", a)
	}
	refused(t, motcua(t, "serve", "--data", ward, "--listen", "8140"), exitRefused, "127.0.0.1:8140")
	refused(t, motcua(t, "serve", "--data", ward, "--listen", "0.0.0.0:0", "--tls", "self"), exitRefused, "--host")
	refused(t, motcua(t, "serve", "--data", ward, "--host", "https://a"), exitRefused, "https://a")
	refused(t, motcua(t, "serve", "--data", ward, "--tls-cert", "a.pem", "--tls-key", "b.pem"), exitRefused, "a.pem", "b.pem")
	for _, wrong := range [][]string{{"--tls", "yes"}, {"--tls-cert", "a.pem"}, {"--tls", "self", "--tls-cert", "a.pem", "--tls-key", "b.pem"}, {"--behind-proxy", "10.0.0.1/99"}} {
		refused(t, motcua(t, append([]string{"serve", "--data", ward}, wrong...)...), exitUsage, "--")
	}
	place := t.TempDir() + "/trong"
	refused(t, motcua(t, "serve", "--data", place, "--read-only", "--listen", "127.0.0.1:0"), exitRefused, place)
	if _, err := os.Stat(place); err == nil {
		t.Error("the place was made")
	}
}

// TestServeTLS: other machines come in by a certificate that serve makes for itself; it prints
// the fingerprint of the one that it shows, and keeps it.
func TestServeTLS(t *testing.T) {
	place := filepath.Join(t.TempDir(), "moi")
	args := []string{"--data", place, "--unit", "phuong-2", "--tls", "self", "--host", "localhost"}
	var shown [2]string
	for i := range shown {
		s := serve(t, args...)
		if !strings.HasPrefix(s.address, "https://localhost:") {
			t.Fatal(s.address)
		}
		<-s.lines
		print := strings.TrimSpace(<-s.lines)
		conn, err := tls.Dial("tcp", strings.Trim(strings.TrimPrefix(s.address, "https://"), "/"), &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(conn.ConnectionState().PeerCertificates[0].Raw)
		conn.Close()
		if shown[i] = strings.ReplaceAll(print, ":", ""); !strings.EqualFold(shown[i], hex.EncodeToString(sum[:])) {
			t.Errorf("prints %q, shows %x", print, sum)
		}
		s.stop(t)
	}
	if shown[0] != shown[1] {
		t.Error("the second start made another one")
	}
}
