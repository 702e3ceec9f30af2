package letter_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/ledger"
)

// TestCodesAreRead: a scanner reads what was printed, from A4, A5 and both slips of a sheet,
// at 300 dots to the inch.
func TestCodesAreRead(t *testing.T) {
	dir := written(t)
	for _, p := range papers() {
		if p.facts.Scan == "" || !strings.HasPrefix(p.name, "receipt") {
			continue
		}
		picture := filepath.Join(dir, p.name)
		if out, err := exec.Command("pdftoppm", "-r", "300", "-gray", "-singlefile", picture+".pdf", picture).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v\n%s", err, out)
		}
		out, err := exec.Command("zbarimg", "-q", "--raw", picture+".pgm").Output()
		if err != nil {
			t.Fatalf("%s: zbarimg: %v (build/packages.sh installs it)", p.name, err)
		}
		read := strings.Split(strings.TrimSpace(string(out)), "\n")
		want := 1
		if p.sheet == letter.TwoUp {
			want = 2
		}
		if len(read) != want {
			t.Errorf("%s: %d codes read, want %d", p.name, len(read), want)
		}
		for _, text := range read {
			r, ours, err := letter.ParseReceipt(text)
			if err != nil || !ours || r.Code != p.facts.Code || r.Scan() != p.facts.Scan {
				t.Errorf("%s: read another receipt than was printed: %v", p.name, err)
			}
		}
	}
}

// TestSecret: it follows from key and dossier alone, is 128 bits, and no other key or dossier
// has it.
func TestSecret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key"), rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "other key")
		a, b := ledger.ID(rapid.Int64Min(1).Draw(t, "id")), ledger.ID(rapid.Int64Min(1).Draw(t, "other id"))
		r := letter.Receipt{Code: "H50.31.02-261123-0001", Secret: letter.Secret(one, a)}
		if len(r.Secret) != 32 || strings.Trim(r.Secret, "0123456789BCGHKM") != "" || !r.Knows(one, a) {
			t.Fatalf("secret %q", r.Secret)
		}
		if a != b && r.Knows(one, b) || string(one) != string(two) && r.Knows(two, a) {
			t.Fatal("another dossier or key has the same secret")
		}
		got, ours, err := letter.ParseReceipt(" " + r.Scan() + "\r\n")
		if err != nil || !ours || got != r {
			t.Fatalf("%v %v %v", got, ours, err)
		}
	})
	if (letter.Receipt{}).Knows([]byte("key"), 1) || (letter.Receipt{Secret: "0"}).Knows([]byte("key"), 1) {
		t.Error("no secret is as good as one")
	}
}

// What an input method makes of a scan is refused, and known for a damaged receipt; other
// scans are left to others. An error does not repeat the scan.
func TestDamagedScans(t *testing.T) {
	good := letter.Receipt{Code: "H50.31.02-261123-0001", Secret: letter.Secret([]byte("key"), 1)}.Scan()
	for text, ours := range map[string]bool{
		good[:len(good)-1]:                    true, // cut
		good[1:]:                              false,
		strings.Replace(good, " ", "", 1):     true,
		strings.ToLower(good):                 true,
		good + "0":                            true,
		strings.Replace(good, "H50", "HỐ", 1): true,
		"H50.31.02-261123-0001":               false,
		"":                                    false,
		"045190000123|123456789|Nguyễn Thị Thanh Thủy|05031990|Nữ|Quảng Trị|20112021": false,
		"https://example.vn/MC1": false,
	} {
		_, got, err := letter.ParseReceipt(text)
		if err == nil || got != ours {
			t.Errorf("%q: ours %v, want %v, error %v", text, got, ours, err)
		}
		if err != nil && len(text) > 20 && strings.Contains(err.Error(), text[len(text)-20:]) {
			t.Errorf("the error repeats the scan: %v", err)
		}
	}
}

// The scan is typed by scanners through Telex and VNI: it holds no vowel, no D and no W, which
// these turn into other letters with what follows.
func TestNoInputMethodChangesTheSecret(t *testing.T) {
	if s := letter.Secret([]byte("key"), 7); strings.ContainsAny(s, "AEIOUYDWaeiouydw") {
		t.Errorf("secret %s", s)
	}
}

// FuzzParseReceipt: any scan is refused or read back as it is printed.
func FuzzParseReceipt(f *testing.F) {
	f.Add(letter.Receipt{Code: "H50.31.02-261123-0001", Secret: letter.Secret([]byte("key"), 1)}.Scan())
	f.Add("MC1 H50 0")
	f.Add("MC1\x00")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		r, ours, err := letter.ParseReceipt(text)
		switch {
		case err == nil && (!ours || r.Scan() != strings.TrimSpace(text)):
			t.Errorf("%q was read as %q", text, r.Scan())
		case err != nil && r != letter.Receipt{}:
			t.Errorf("%q was refused and read", text)
		}
	})
}
