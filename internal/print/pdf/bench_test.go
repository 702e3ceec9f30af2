package pdf

import (
	"io"
	"testing"

	"github.com/motcua/motcua/internal/print"
)

// BenchmarkWrite: milliseconds a page, of a document with many pages and of a single one,
// which pays alone for the faces it embeds. Gate P11: 10 ms a page.
func BenchmarkWrite(b *testing.B) {
	long := sampleDocument()
	for range 5 {
		long.Sections = append(long.Sections, long.Sections...)
	}
	short := sampleDocument()
	short.Sections = short.Sections[:1]
	short.Sections[0].Blocks = short.Sections[0].Blocks[:2]
	for name, d := range map[string]*print.Document{"long": long, "one-page": short} {
		b.Run(name, func(b *testing.B) {
			pages := print.Layout(d)
			b.ResetTimer()
			for range b.N {
				if err := Write(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N*len(pages)), "ms/page")
		})
	}
}
