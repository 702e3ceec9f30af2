package main

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/store"
)

// copyWard copies the example ward, for tests that would harm it.
func copyWard(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ward")
	if err := os.CopyFS(dir, os.DirFS(ward)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// empty wants a folder without any file, or no folder.
func empty(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Errorf("left half written: %s", filepath.Join(dir, f.Name()))
	}
}

// head is the ledger's head as verify tells it, which proves all of the data at the same time.
func head(t *testing.T, dir string) string {
	t.Helper()
	return works(t, "verify", "--data", dir)
}

// TestBadAsk: what cannot be is refused in one sentence that names it, and nothing is written.
func TestBadAsk(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	for _, c := range []struct {
		name string
		args []string
		code int
		word string
	}{
		{"a day that does not exist", []string{"report", "cchc-2021-2025", "--data", ward, "--as-of", "2025-02-30", "--out", out}, exitRefused, "2025-02-30"},
		{"a month that does not exist", []string{"report", "ii06a", "--data", ward, "--period", "2024-13"}, exitRefused, "2024-13"},
		{"a period that ends before it begins", []string{"report", "ii06a", "--data", ward, "--period", "2024-03-31..2024-01-01"}, exitRefused, "31/03/2024"},
		{"a day that has not come", []string{"report", "cchc-2021-2025", "--data", ward, "--as-of", "2099-01-01", "--out", out}, exitRefused, "01/01/2099"},
		{"before the report begins", []string{"report", "cchc-2021-2025", "--data", ward, "--as-of", "2020-01-01", "--out", out}, exitRefused, "01/01/2020"},
		{"an hour that does not exist", []string{"deadline", "--limit", "3 working_day", "--at", "2025-04-25T25:00"}, exitRefused, "25:00"},
		{"a day beyond the calendar", []string{"deadline", "--limit", "3 working_day", "--at", "2031-04-25T10:00"}, exitRefused, "lịch làm việc"},
		{"a unit of time that is none", []string{"deadline", "--limit", "3 fortnight", "--at", "2025-04-25T14:00"}, exitRefused, "fortnight"},
		{"an unknown procedure", []string{"deadline", "--procedure", "1.999999", "--at", "2025-04-25T14:00"}, exitRefused, "1.999999"},
		{"an unknown procedure to show", []string{"procedure", "show", "1.999999"}, exitRefused, "1.999999"},
		{"an unknown report", []string{"report", "cchc-1999", "--data", ward, "--as-of", "2025-03-31", "--out", out}, exitRefused, "cchc-1999"},
		{"an unknown indicator", []string{"indicator", "show", "III.99"}, exitRefused, "III.99"},
		{"an unknown dossier", []string{"dossier", "show", "H50.31.02-240506-9999", "--data", ward}, exitRefused, "H50.31.02-240506-9999"},
		{"an unknown unit", []string{"report", "ii06a", "--data", ward, "--period", "2024", "--unit", "phuong-99"}, exitRefused, "phuong-99"},
		{"an unknown book", []string{"register", "list", "--data", ward, "--kind", "nothing"}, exitRefused, "nothing"},
		{"an unknown index", []string{"index", "qd-1", "--data", ward, "--period", "2024"}, exitRefused, "qd-1"},
		{"an unknown figure", []string{"drill", "indicator", "III.99", "--data", ward, "--period", "2024"}, exitRefused, "III.99"},
		{"a figure without its end", []string{"drill", "ii06a", "--data", ward, "--period", "2024"}, exitUsage, "COLUMN"},
		{"a column that the form does not have", []string{"drill", "ii06a", "received.all", "--data", ward, "--period", "2024"}, exitRefused, "received.all"},
		{"a row that the form does not have", []string{"drill", "ii06a", "received.total", "--field", "Đất đai", "--data", ward, "--period", "2024"}, exitRefused, "Đất đai"},
		{"a part that the figure does not have", []string{"drill", "indicator", "III.4.3", "--part", "3.num", "--data", ward, "--period", "2024"}, exitRefused, "3.num"},
		{"an empty folder", []string{"report", "ii06a", "--data", filepath.Join(t.TempDir(), "none"), "--period", "2024"}, exitRefused, "motcua demo"},
		{"another seed in one folder", []string{"demo", "--data", ward, "--seed", "2"}, exitRefused, "seed=1"},
		{"another scale in one folder", []string{"demo", "--data", ward, "--scale", "2"}, exitRefused, "scale=1"},
		{"a folder that is not there, to migrate", []string{"migrate", "--data", filepath.Join(out, "none")}, exitRefused, "none"},
		{"an option that does not exist", []string{"indicator", "list", "--period", "2024"}, exitUsage, "không có tùy chọn «-period»"},
		{"an option without its value", []string{"report", "cchc-2021-2025", "--as-of"}, exitUsage, "--as-of của lệnh «report» cần một giá trị"},
		{"a switch with a value", []string{"drill", "indicator", "III.4.3", "--data", ward, "--period", "2024", "--csv=maybe"}, exitUsage, "không nhận «maybe»"},
		{"an empty folder name", []string{"report", "cchc-2021-2025", "--data", ward, "--as-of", "2025-03-31", "--out", ""}, exitUsage, "--out"},
		{"an empty data folder name", []string{"verify", "--data", ""}, exitUsage, "--data"},
		{"two ways to name a period", []string{"drill", "indicator", "III.4.3", "--data", ward, "--period", "2024", "--from", "2023-01-01", "--to", "2023-02-01"}, exitUsage, "--period"},
		{"the end of a period without its beginning", []string{"drill", "indicator", "III.4.3", "--data", ward, "--to", "2023-02-01"}, exitUsage, "--from"},
		{"a line break and a terminal's commands", []string{"dossier", "show", "H50\n\x1b[2J\u202ex", "--data", ward}, exitRefused, "«H50··[2J·X»"},
		{"a value of many pages", []string{"dossier", "show", strings.Repeat("9", 100_000), "--data", ward}, exitRefused, "9…»."},
		{"a file without end", []string{"register", "import", "/dev/zero", "--data", ward}, exitRefused, "/dev/zero"},
		{"a device as a workbook", []string{"drill", "indicator", "III.4.3", "--data", ward, "--period", "2024", "--xlsx", "/dev/null"}, exitUnavailable, "/dev/null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := motcua(t, c.args...)
			refused(t, r, c.code, c.word)
			if len(r.err) > 4000 {
				t.Errorf("a sentence of %d bytes", len(r.err))
			}
		})
	}
	empty(t, out)
}

// TestReportIsWhole: workbook and figures take their places together or not at all.
func TestReportIsWhole(t *testing.T) {
	out := t.TempDir()
	if err := os.Mkdir(filepath.Join(out, "report.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	refused(t, motcua(t, "report", "cchc-2021-2025", "--data", ward, "--as-of", "2025-03-31", "--out", out), exitUnavailable, "report.json")
	if files, _ := os.ReadDir(out); len(files) != 1 {
		t.Errorf("half written: %v", files)
	}
}

// TestNoPasswordShown: an address that is shown or given back to copy has no password in it.
func TestNoPasswordShown(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://motcua:secret@db:5432/ward?sslmode=require":             "postgres://motcua@db:5432/ward?sslmode=require",
		"postgres://db/ward?user=motcua&password=secret&sslpassword=secret": "postgres://db/ward?user=motcua",
		"postgres://motcua:secret%zz@db/ward":                               "PostgreSQL",
	} {
		c := &call{given: map[string]string{"db": address}}
		if got := c.place(); got != want {
			t.Errorf("place %q, want %q", got, want)
		}
		if got := c.whereFlags(); strings.Contains(got, "secret") {
			t.Errorf("to copy: %q", got)
		}
	}
}

// TestCorruptJSON: a printed report that is cut short, or is no report, enters nothing.
func TestCorruptJSON(t *testing.T) {
	dir := copyWard(t)
	before := head(t, dir)
	whole, err := os.ReadFile(filepath.Join("..", "..", "data", "demo", "phuong-2", "seed-report.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"cut short": string(whole[:len(whole)/2]),
		"no report": `{"schema": "shopping-list/1"}`,
		"no JSON":   "\x00\x01\x02",
		"empty":     "",
		"changed":   strings.Replace(string(whole), `"4"`, `"5"`, 1) + " ",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report.json")
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			refused(t, motcua(t, "register", "import", path, "--data", dir), exitRefused)
		})
	}
	refused(t, motcua(t, "register", "import", filepath.Join(dir, "absent.json"), "--data", dir), exitRefused, "absent.json")
	if after := head(t, dir); after != before {
		t.Errorf("the ledger changed:\n%s%s", before, after)
	}
}

// TestBrokenDataFile: check names file and line and ends with 1; other commands refuse to
// start on such data.
func TestBrokenDataFile(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"syntax", "calendar/2024.toml", "year = 2024\noffice = [", "calendar/2024.toml:2: "},
		{"unknown key", "locales/measure.vi.toml", "\"a.b\" = \"c\"\n[wrong]\nx = 1\n", "locales/measure.vi.toml:"},
		{"a folder that nobody reads", "procedure/1.000080.toml", "code = \"1.000080\"\n", "procedure/1.000080.toml: "},
		{"the cause before what follows from it", "procedures/2.000815.toml", "nmae = \"x\"\n", "procedures/2.000815.toml:1: "},
		{"another place", "units/phuong-2.toml", "id = \"phuong-2\"\ncode = \"H50.31.02\"\nwrong = 1\n", "units/phuong-2.toml:3: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			over := t.TempDir()
			path := filepath.Join(over, filepath.FromSlash(c.file))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			r := motcua(t, "check", "--overlay", over)
			if r.code != exitRefused || !strings.Contains(r.out, c.want) {
				t.Errorf("exit %d, %q missing in:\n%s%s", r.code, c.want, r.out, r.err)
			}
			refused(t, motcua(t, "report", "ii06a", "--data", ward, "--period", "2024", "--overlay", over), exitRefused, "lỗi đầu tiên: "+c.file)
		})
	}
	refused(t, motcua(t, "check", "--overlay", filepath.Join(t.TempDir(), "none")), exitRefused, "none")
}

// TestLocked: while another program holds the write lock, a command that writes gives up
// after a while; one that reads goes on.
func TestLocked(t *testing.T) {
	t.Parallel()
	dir := copyWard(t)
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	refused(t, motcua(t, "rebuild", "--data", dir), exitUnavailable, dir)
	works(t, "report", "ii06a", "--data", dir, "--period", "2024")
}

// asNobody runs the program as an account that owns nothing, when the test itself may write
// anywhere.
func asNobody(cmd *exec.Cmd) {
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Dir = "/"
	}
}

// TestReadOnlyFolder: a folder that may not be written is said to be so, and stays as it was.
func TestReadOnlyFolder(t *testing.T) {
	top, err := os.MkdirTemp("", "motcua-readonly-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(top)
	locked, mine := filepath.Join(top, "locked"), filepath.Join(top, "mine")
	for _, dir := range []string{locked, mine} {
		if err := os.CopyFS(dir, os.DirFS(ward)); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getuid() == 0 {
		for _, path := range []string{mine, filepath.Join(mine, store.FileName)} {
			if err := os.Chown(path, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}
	}
	for path, mode := range map[string]os.FileMode{top: 0o555, locked: 0o555, filepath.Join(locked, store.FileName): 0o444} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(path, 0o755)
	}
	refused(t, motcuaWith(t, asNobody, "rebuild", "--data", locked), exitUnavailable, locked)
	refused(t, motcuaWith(t, asNobody, "demo", "--data", filepath.Join(top, "new")), exitUnavailable, top)
	refused(t, motcuaWith(t, asNobody, "report", "cchc-2021-2025", "--data", mine, "--as-of", "2025-03-31", "--out", filepath.Join(top, "out")),
		exitUnavailable, filepath.Join(top, "out"))
	empty(t, filepath.Join(top, "out"))
	empty(t, filepath.Join(top, "new"))
}

// TestInterrupted: a demo that is stopped says so and leaves nothing; one that was killed
// leaves a folder that no command takes for data, and that a later demo sweeps away.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	dir := filepath.Join(top, "ward")
	building := func() bool {
		parts, err := filepath.Glob(filepath.Join(top, "*", store.FileName+"-wal"))
		return err == nil && len(parts) == 1
	}
	stop := func(sig os.Signal) func(*exec.Cmd) {
		return func(cmd *exec.Cmd) {
			go func() {
				for !building() {
					time.Sleep(5 * time.Millisecond)
				}
				cmd.Process.Signal(sig)
			}()
		}
	}
	r := motcuaWith(t, stop(os.Interrupt), "demo", "--data", dir)
	if r.code != exitStopped || !strings.Contains(r.err, "đã dừng") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	empty(t, top)

	if r := motcuaWith(t, stop(syscall.SIGKILL), "demo", "--data", dir); r.code == exitDone {
		t.Errorf("the killed demo ended well: %s", r.out)
	}
	refused(t, motcua(t, "verify", "--data", dir), exitRefused, "motcua demo")
	left, err := filepath.Glob(filepath.Join(top, "*", store.FileName+"-wal"))
	if err != nil || len(left) != 1 {
		t.Fatalf("left behind: %v (%v)", left, err)
	}
	if err := os.Chtimes(left[0], time.Time{}, time.Now().Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	works(t, "demo", "--data", dir)
	if files, err := os.ReadDir(top); err != nil || len(files) != 1 {
		t.Errorf("not swept: %v (%v)", files, err)
	}
}

// full makes the kernel refuse files over some KiB, as a full disk does.
func full(kib string) func(*exec.Cmd) {
	return func(cmd *exec.Cmd) {
		args := append([]string{"bash", "-c", "ulimit -f " + kib + `; exec "$@"`, "bash", cmd.Path}, cmd.Args[1:]...)
		cmd.Path, cmd.Args = "/bin/bash", args
	}
}

// TestFullDisk: when the disk takes no more, the example ward is not there, the report is not
// there, and an answer that could not be written is not taken for one.
func TestFullDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	refused(t, motcuaWith(t, full("2000"), "demo", "--data", filepath.Join(dir, "ward")), exitUnavailable, "đĩa")
	empty(t, dir)

	out := filepath.Join(t.TempDir(), "out")
	refused(t, motcuaWith(t, full("16"), "report", "cchc-2021-2025", "--data", ward, "--as-of", "2025-03-31", "--out", out), exitUnavailable, "đĩa")
	empty(t, out)

	devFull := func(cmd *exec.Cmd) {
		f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		cmd.Stdout = f
	}
	refused(t, motcuaWith(t, devFull, "indicator", "list"), exitUnavailable, "đĩa")
}

// TestUnreachablePostgres: no server, no such host, a malformed address.
func TestUnreachablePostgres(t *testing.T) {
	refused(t, motcua(t, "report", "ii06a", "--db", "postgres://motcua:secret@127.0.0.1:1/motcua", "--period", "2024"), exitUnavailable)
	r := motcua(t, "verify", "--db", "postgres://motcua:secret@no-such-host.invalid/motcua")
	refused(t, r, exitUnavailable)
	if strings.Contains(r.err, "secret") {
		t.Errorf("the password shows: %s", r.err)
	}
	refused(t, motcua(t, "verify", "--db", "mysql://127.0.0.1/motcua"), exitRefused)
}

// TestDamagedDatabase: a changed byte is found; a file that is no database is said to be none.
func TestDamagedDatabase(t *testing.T) {
	dir := copyWard(t)
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"DROP TRIGGER entry_no_update", "UPDATE entry SET actor = 'x' WHERE pos = 1000",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	r := motcua(t, "verify", "--data", dir)
	if r.code != exitRefused || !strings.Contains(r.out, "1000") {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
	path := filepath.Join(dir, store.FileName)
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		os.Remove(name)
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("no database at all\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, motcua(t, "verify", "--data", dir), exitUnavailable, dir)
}

// An example of an older program is brought up to date by demo; what only reads says that it
// is older and what to do.
func TestOlderSchema(t *testing.T) {
	ward := copyWard(t)
	db, err := sql.Open("sqlite", filepath.Join(ward, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"DROP TABLE work", "DROP TABLE search", "DROP TABLE note", "DROP TABLE look",
		"DROP INDEX dossier_by_received", "CREATE INDEX dossier_by_received ON dossier (unit, received_day)",
		"DROP INDEX dossier_by_ended", "CREATE INDEX dossier_by_ended ON dossier (unit, ended_day, received_day)",
		"DELETE FROM goose_db_version WHERE version_id >= 3"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, motcua(t, "report", "ii06a", "--period", "2024", "--data", ward), exitUnavailable, "motcua migrate")
	if out := works(t, "demo", "--data", ward); !strings.Contains(out, "13.235") {
		t.Errorf("demo: %s", out)
	}
	works(t, "report", "ii06a", "--period", "2024", "--data", ward)
}

// TestAnotherWasQuicker: a demo that finds its ward built by another run meanwhile uses it.
func TestAnotherWasQuicker(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	dir := filepath.Join(top, "ward")
	copied := make(chan error, 1)
	r := motcuaWith(t, func(*exec.Cmd) {
		go func() {
			for parts := []string(nil); len(parts) == 0; time.Sleep(5 * time.Millisecond) {
				parts, _ = filepath.Glob(filepath.Join(top, "*", store.FileName+"-wal"))
			}
			copied <- os.CopyFS(dir, os.DirFS(ward))
		}()
	}, "demo", "--data", dir)
	if err := <-copied; err != nil {
		t.Fatal(err)
	}
	if r.code != exitDone || !strings.Contains(r.out, "Dùng lại") {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
	if files, err := os.ReadDir(top); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v (%v)", files, err)
	}
}
