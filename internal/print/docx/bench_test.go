package docx

import (
	"io"
	"testing"

	"github.com/motcua/motcua/internal/print"
)

// BenchmarkWrite: milliseconds a page of tables. Gate P11: 10 ms a page.
func BenchmarkWrite(b *testing.B) {
	d := sampleDocument()
	table := d.Sections[0].Blocks[2].(*print.Table)
	for range 10 {
		table.Rows = append(table.Rows, table.Rows...)
	}
	pages := print.Layout(d)
	b.ResetTimer()
	for range b.N {
		if err := Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N*len(pages)), "ms/page")
}
