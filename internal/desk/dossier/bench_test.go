package dossier_test

import (
	"encoding/json"
	"testing"

	"github.com/motcua/motcua/internal/desk/dossier"
)

// BenchmarkFold reads an ordinary life of six entries (performance goal P7 counts entries).
func BenchmarkFold(b *testing.B) {
	o := newOffice(b)
	underway(o)
	o.do("2024-03-11 10:30", dossier.Digitize{Components: []int{1, 0}}).do("2024-03-13 09:00", settle)
	o.do("2024-03-13 15:00", dossier.Return{Way: "counter", Proof: "receipt"}).do("2024-03-13 15:05", dossier.Rate{Score: 5})
	b.ReportAllocs()
	for b.Loop() {
		var s dossier.State
		for i := range o.entries {
			if err := dossier.Apply(&s, &o.entries[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*len(o.entries))/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkDecide decides a receipt, the largest of all acts.
func BenchmarkDecide(b *testing.B) {
	o := newOffice(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.try("2024-03-11 08:00", receive()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkState writes a state as the store keeps it.
func BenchmarkState(b *testing.B) {
	o := newOffice(b)
	underway(o)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(&o.s); err != nil {
			b.Fatal(err)
		}
	}
}
