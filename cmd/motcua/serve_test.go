package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestServe: the real program prints the address it listens on, answers there, and stops in
// good order when it is interrupted.
func TestServe(t *testing.T) {
	cmd := exec.Command(program, "serve", "--data", ward, "--listen", "127.0.0.1:0")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	hung := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer hung.Stop()
	line, err := bufio.NewReader(out).ReadString('\n')
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(line)
	if err != nil || address == "" {
		cmd.Process.Kill()
		t.Fatalf("%q %v", line, err)
	}
	for path, want := range map[string]string{"livez": "ok", "readyz": "ok", "thu-tuc": "Thủ tục hành chính", "lich": "Lịch làm việc"} {
		resp, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %v", path, resp.StatusCode, err)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

// TestServeRefusals: an address that other machines reach and a place without data are
// refused in one sentence; nothing is created.
func TestServeRefusals(t *testing.T) {
	for _, a := range []string{"0.0.0.0:8140", ":8140", "192.168.1.10:8140"} {
		refused(t, motcua(t, "serve", "--data", ward, "--listen", a), exitRefused, "chưa có đăng nhập", a)
	}
	refused(t, motcua(t, "serve", "--data", ward, "--listen", "8140"), exitRefused, "127.0.0.1:8140")
	place := t.TempDir() + "/trong"
	refused(t, motcua(t, "serve", "--data", place, "--listen", "127.0.0.1:0"), exitRefused, place)
	if _, err := os.Stat(place); err == nil {
		t.Error("the place was made")
	}
}
