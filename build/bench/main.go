// Command bench measures what must not grow with the number of dossiers: the full report, a
// stock at an arbitrary past date, a page of a list with its exact count, memory; and what a
// dossier takes on disk. It compares two example wards in one run, the two sides in turn, and
// prints ratios: absolute figures of one machine mean little.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/store"
)

func main() {
	small := flag.String("small", "", "folder of the example ward at scale 1")
	large := flag.String("large", "", "folder of the same ward at a larger scale")
	binary := flag.String("binary", "bin/motcua", "the program, to measure its memory")
	reps := flag.Int("reps", 9, "repetitions of each side")
	flag.Parse()
	if err := run(*small, *large, *binary, *reps); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// side is one of the two wards compared.
type side struct {
	dir    string
	store  *store.Store
	stats  store.Stats
	random *rand.Rand
}

// bench holds the data files that both sides share.
type bench struct {
	cat     *catalog.Catalog
	kinds   *register.Kinds
	set     *indicator.Set
	reports map[string]*report.Definition
	sides   []*side
	reps    int
}

func run(small, large, binary string, reps int) error {
	b := &bench{reps: reps}
	var n [4]int
	cat, p := catalog.Load(data.FS)
	n[0] = len(p)
	kinds, p := register.LoadKinds(data.FS)
	n[1] = len(p)
	set, p := indicator.Load(data.FS, cat, kinds)
	n[2] = len(p)
	reports, p := report.Load(data.FS, set)
	n[3] = len(p)
	if n != [4]int{} {
		return errors.New("the data files have problems: run motcua check")
	}
	b.cat, b.kinds, b.set, b.reports = cat, kinds, set, reports
	for _, dir := range []string{small, large} {
		s, err := open(dir)
		if err != nil {
			return err
		}
		defer s.store.Close()
		b.sides = append(b.sides, s)
	}
	fmt.Printf("two wards: %d and %d dossiers; median of %d, in turn, with spread\n\n", b.sides[0].stats.Dossiers, b.sides[1].stats.Dossiers, reps)
	for _, m := range []struct {
		name string
		do   func(context.Context, *side) error
	}{
		{"whole five-year report, figures only", b.figures},
		{"whole five-year report, with XLSX and JSON", b.documents},
		{"stock and flows on a random past day (II.06a)", b.stock},
		{"first page of a list, with its exact count", b.page},
	} {
		if err := b.compare(m.name, m.do); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	for _, s := range b.sides {
		fmt.Printf("%-48s %12d B a dossier, %d B in all, %.2f entries a dossier\n", "disk, "+s.dir, s.stats.Bytes/s.stats.Dossiers, s.stats.Bytes, float64(s.stats.Entries)/float64(s.stats.Dossiers))
	}
	if err := b.pages(20 * reps); err != nil {
		return err
	}
	return b.memory(binary)
}

func open(dir string) (*side, error) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	st, err := snap.Stats(ctx)
	return &side{dir, s, st, rand.New(rand.NewPCG(1, 2))}, err
}

// compare runs both sides in turn and prints their medians and the ratio.
func (b *bench) compare(name string, do func(context.Context, *side) error) error {
	took := make([][]time.Duration, len(b.sides))
	for rep := range b.reps + 1 {
		for i, s := range b.sides {
			began := time.Now()
			if err := do(context.Background(), s); err != nil {
				return err
			}
			if rep > 0 { // the first round warms both
				took[i] = append(took[i], time.Since(began))
			}
		}
	}
	var medians []float64
	line := fmt.Sprintf("%-48s", name)
	for _, t := range took {
		slices.Sort(t)
		m := t[len(t)/2]
		medians = append(medians, m.Seconds())
		line += fmt.Sprintf("  %9.2f ms (%.2f–%.2f)", ms(m), ms(t[0]), ms(t[len(t)-1]))
	}
	fmt.Printf("%s  ratio %.2f\n", line, medians[1]/medians[0])
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// read gives one fresh reading: nothing is kept from one repetition to the next.
func (b *bench) read(ctx context.Context, s *side, do func(*store.Snapshot, *indicator.Source) error) error {
	snap, err := s.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	return do(snap, indicator.NewSource(snap, b.cat, b.kinds, b.cat.Units.All()[0].Code))
}

func (b *bench) input(src *indicator.Source) report.Input {
	return report.Input{Definition: b.reports["cchc-2021-2025"], Set: b.set, Source: src, Unit: b.cat.Units.All()[0], AsOf: calendar.MakeDate(2025, 3, 31)}
}

func (b *bench) figures(ctx context.Context, s *side) error {
	return b.read(ctx, s, func(_ *store.Snapshot, src *indicator.Source) error {
		_, err := report.Build(ctx, b.input(src))
		return err
	})
}

func (b *bench) documents(ctx context.Context, s *side) error {
	return b.read(ctx, s, func(_ *store.Snapshot, src *indicator.Source) error {
		r, err := report.Build(ctx, b.input(src))
		if err != nil {
			return err
		}
		return errors.Join(r.WriteXLSX(io.Discard), r.WriteJSON(io.Discard))
	})
}

func (b *bench) stock(ctx context.Context, s *side) error {
	first, last := calendar.MakeDate(2021, 1, 5), calendar.MakeDate(2025, 3, 31)
	day := first + calendar.Date(s.random.IntN(int(last-first)))
	return b.read(ctx, s, func(_ *store.Snapshot, src *indicator.Source) error {
		_, err := report.FlowForm(ctx, src, b.reports["cchc-2021-2025"].Form.Rows, calendar.Period{From: day, To: day})
		return err
	})
}

func (b *bench) page(ctx context.Context, s *side) error {
	p := calendar.Period{From: calendar.MakeDate(2022, 1, 1), To: calendar.MakeDate(2022, 12, 31)}
	return b.read(ctx, s, func(_ *store.Snapshot, src *indicator.Source) error {
		_, err := report.ListII06a(ctx, src, b.reports["cchc-2021-2025"].Form.Rows, p, b.reports["cchc-2021-2025"].Form.Total, "received.online", measure.Page{Limit: 50})
		return err
	})
}

// memory runs the program itself on both wards and reads the most memory it held.
func (b *bench) memory(binary string) error {
	var most []int64
	for _, s := range b.sides {
		out, err := os.MkdirTemp("", "motcua-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(out)
		cmd := exec.Command(binary, "report", "cchc-2021-2025", "--as-of", "2025-03-31", "--data", s.dir, "--out", filepath.Join(out, "out"))
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", binary, err, text)
		}
		use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return errors.New("this system does not tell the memory of a process")
		}
		most = append(most, use.Maxrss) // KiB on Linux
	}
	fmt.Printf("%-48s %9d KiB  %9d KiB  ratio %.2f\n", "most memory of motcua report", most[0], most[1], float64(most[1])/float64(most[0]))
	return nil
}
