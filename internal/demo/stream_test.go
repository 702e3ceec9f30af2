package demo

import (
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

func loadWard(t testing.TB) *Ward {
	t.Helper()
	cat, problems := catalog.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w, problems := Load(data.FS, cat, "phuong-2")
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	return w
}

// every act of the ward, in the order of the stream.
func acts(t *testing.T, w *Ward, seed uint64, scale int, each func(desk.Order)) *stream {
	t.Helper()
	s := newStream(w, seed, scale)
	for {
		o, ok, err := s.act()
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return s
		}
		each(o)
	}
}

// Acts come in the order of their instants; what officers do, they do in office hours of
// working days (one-stop-rules §3.1); keys are never used twice.
func TestStreamOrderAndHours(t *testing.T) {
	w := loadWard(t)
	for _, seed := range []uint64{0, 42, 1 << 63} {
		checkStream(t, w, seed)
	}
}

func checkStream(t *testing.T, w *Ward, seed uint64) {
	t.Helper()
	var last time.Time
	keys, ids := map[string]bool{}, map[dossier.ID]time.Time{}
	n := 0
	s := acts(t, w, seed, 1, func(o desk.Order) {
		n++
		if o.Happened.Before(last) {
			t.Fatalf("act %d at %s after one at %s", n, o.Happened, last)
		}
		last = o.Happened
		if before, ok := ids[o.Dossier]; ok && !before.Before(o.Happened) {
			t.Fatalf("%s: two acts at %s", o.Key, o.Happened)
		}
		ids[o.Dossier] = o.Happened
		if keys[o.Key] {
			t.Fatalf("key %s twice", o.Key)
		}
		keys[o.Key] = true
		switch {
		case o.Actor.Role == access.Citizen && o.Actor.Behalf == "", o.Actor.Role == access.System:
		default:
			if !inOffice(w.cat.Calendar, o.Happened) {
				t.Errorf("%s: %T by %s at %s", o.Key, o.Command, o.Actor.Role, o.Happened.In(calendar.Zone))
			}
		}
	})
	if s.closed != 13235 || len(ids) != 13235 {
		t.Errorf("%d dossiers ended, %d ids, want 13235", s.closed, len(ids))
	}
	if len(s.alive) != 0 {
		t.Errorf("%d dossiers left", len(s.alive))
	}
	t.Logf("%d acts, %.1f a dossier, last at %s", n, float64(n)/13235, last.In(calendar.Zone))
}

// The memory of a run does not grow with the ward: dossiers alive at once are few.
func TestStreamAlive(t *testing.T) {
	w, most := loadWard(t), 0
	s := newStream(w, 1, 2)
	for {
		_, ok, err := s.act()
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		most = max(most, len(s.alive))
	}
	if most > 1000 {
		t.Errorf("%d dossiers alive at once at scale 2", most)
	}
	t.Logf("at most %d alive", most)
}

// The same seed gives the same acts; another seed other people and hours.
func TestStreamSeed(t *testing.T) {
	w := loadWard(t)
	list := func(seed uint64) []desk.Order {
		var out []desk.Order
		s := newStream(w, seed, 1)
		for len(out) < 20_000 {
			o, ok, err := s.act()
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			out = append(out, o)
		}
		return out
	}
	a, b, c := list(9), list(9), list(10)
	same := 0
	for i := range a {
		if a[i].Dossier != b[i].Dossier || a[i].Key != b[i].Key || !a[i].Happened.Equal(b[i].Happened) || a[i].Actor != b[i].Actor {
			t.Fatalf("act %d differs under one seed: %+v, %+v", i, a[i], b[i])
		}
		if a[i].Happened.Equal(c[i].Happened) {
			same++
		}
	}
	if same > 100 {
		t.Errorf("%d of %d acts are the same under another seed", same, len(a))
	}
}

// overlay replaces files of the data tree.
func overlay(t *testing.T, changes map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"figures.toml", "habits.toml", "names.toml", "seed-report.json"} {
		path := "demo/phuong-2/" + name
		src, err := fs.ReadFile(data.FS, path)
		if err != nil {
			t.Fatal(err)
		}
		out[path] = &fstest.MapFile{Data: src}
	}
	for path, text := range maps.All(changes) {
		out[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// A ward whose habits name nobody of the unit is refused before anything is written.
func TestWardRefused(t *testing.T) {
	w := loadWard(t)
	for name, text := range map[string]string{
		"nobody":       "population = 10\nquarters = 1\n",
		"unknown key":  "popultion = 10\n",
		"broken TOML":  "population = \n",
		"out of scale": "population = 10\nquarters = 1\nrated = 1001\n",
	} {
		_, problems := Load(overlay(t, map[string]string{"demo/phuong-2/habits.toml": text}), w.cat, "phuong-2")
		if len(problems) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	if _, problems := Load(data.FS, w.cat, "phuong-9"); len(problems) == 0 {
		t.Error("an unknown unit was loaded")
	}
}
