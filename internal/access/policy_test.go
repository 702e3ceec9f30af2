package access_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
)

// overlaid is data/access with a profile chosen.
func overlaid(profile string) fs.FS {
	out := fstest.MapFS{}
	list, _ := fs.ReadDir(data.FS, "access")
	for _, e := range list {
		src, _ := fs.ReadFile(data.FS, "access/"+e.Name())
		out["access/"+e.Name()] = &fstest.MapFile{Data: src}
	}
	out["access/access.toml"].Data = []byte(strings.Replace(string(out["access/access.toml"].Data), `profile = "asvs"`, `profile = "`+profile+`"`, 1))
	return out
}

// TestProfiles: both profiles are sound, the default is asvs, and each says where it deviates
// (ASVS 6.2.10).
func TestProfiles(t *testing.T) {
	s, p, problems := access.Load(data.FS)
	if len(problems) > 0 || s.Profile != "asvs" || p.ID != "asvs" || s.Outside.Issuer != "" {
		t.Fatal(problems, s)
	}
	if p.Password.Classes != 0 || p.Password.RotateDays != 0 || p.Password.RotateAdmin != 0 || p.Password.Remembered != 0 {
		t.Error("asvs forces rotation, classes or history (6.2.5, 6.2.10)")
	}
	vn := policyOf(t, "vn-cap3")
	if vn.Password.Classes != 4 || vn.Password.RotateAdmin != 60 || vn.Password.Remembered != 10 {
		t.Errorf("vn-cap3: %+v", vn.Password)
	}
	for _, p := range []*access.Policy{p, vn} {
		if !strings.Contains(p.Deviation, "6.2.10") {
			t.Errorf("%s does not say where it deviates", p.ID)
		}
		if p.Password.Least < 8 || p.Password.LeastAlone < 14 || p.Password.Most < 64 {
			t.Errorf("%s: lengths %+v (6.2.1, 6.2.9)", p.ID, p.Password)
		}
		if p.Session.IdleMinutes != 15 || p.Session.IdleAdminMinutes != 5 || p.Session.MostHours != 12 || p.Lock.After != 5 {
			t.Errorf("%s: %+v %+v", p.ID, p.Session, p.Lock)
		}
	}
}

// TestWeakProfiles: what is weaker than both standards is named with its line.
func TestWeakProfiles(t *testing.T) {
	for _, change := range [][2]string{
		{"least = 8 ", "least = 7 "}, {"least_alone = 14", "least_alone = 6"}, {"most = 256", "most = 20"},
		{`roles = ["admin", "leader", "inspector"]`, `roles = ["admin", "inspector"]`}, {`roles = ["admin", "leader", "inspector"]`, `roles = ["admin", "leader", "inspector", "boss"]`},
		{`roles = ["admin", "leader", "inspector"]`, `roles = ["admin", "leader"]`}, // the inspector is given by two persons
		{`two = ["admin", "leader", "inspector"]`, `two = ["admin", "leader"]`}, {`two = ["admin", "leader", "inspector"]`, `two = []`},
		{"days = 7 ", "days = 31 "}, {"dormant_days = 45", "dormant_days = 46"}, {"dormant_days = 45", "dormant_days = 0"},
		{"after = 5 ", "after = 6 "}, {"idle_minutes = 15", "idle_minutes = 60"}, {"idle_admin_minutes = 5", "idle_admin_minutes = 15"},
		{"most_hours = 12", "most_hours = 24"}, {"reset_minutes = 10", "reset_minutes = 90"}, {"memory_kib = 19456", "memory_kib = 1024"},
		{"lanes = 1", "lanes = 0"}, {"at_once = 2", "at_once = 0"}, {`id = "asvs"`, `id = "other"`}, {"lanes = 1", "lane = 1"},
	} {
		files := overlaid("asvs").(fstest.MapFS)
		before := string(files["access/asvs.toml"].Data)
		files["access/asvs.toml"].Data = []byte(strings.Replace(before, change[0], change[1], 1))
		if before == string(files["access/asvs.toml"].Data) {
			t.Fatalf("%q does not stand in the profile", change[0])
		}
		if _, _, problems := access.Load(files); len(problems) == 0 {
			t.Errorf("%s: taken", change[1])
		}
	}
}
