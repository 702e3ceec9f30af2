package officer

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkPages measures each page over the example ward of 13 thousand dossiers: the mean,
// the 99th percentile, and the size of the answer.
func BenchmarkPages(b *testing.B) {
	rows, _, _ := allDossiers(b)
	for _, p := range []struct{ name, url string }{
		{"reports", "/bao-cao"},
		{"front", "/bao-cao/cchc-2021-2025?den=2025-03-31"},
		{"appendix", "/bao-cao/cchc-2021-2025/phu-luc-III?den=2025-03-31"},
		{"flow", "/bao-cao/cchc-2021-2025/ii06a-2024?den=2025-03-31"},
		{"list-13k", "/danh-sach?bc=cchc-2021-2025&chot=2025-03-31&cot=received.total&den=2025-03-31&tu=2021-01-01"},
		{"list-last-page", "/danh-sach?cot=received.total&den=2025-03-31&tu=2021-01-01&trang=264"},
		{"list-indicator", "/danh-sach?bc=cchc-2021-2025&chot=2025-03-31&ct=III.4.3&den=2024-12-31&tu=2024-01-01"},
		{"dossier", "/ho-so/" + rows[7000].Code},
		{"dossier-in-list", "/ho-so/" + rows[0].Code + "?ds=cot%3Dreceived.total%26den%3D2025-03-31%26tu%3D2021-01-01"},
		{"indicators", "/chi-tieu"},
		{"indicator", "/chi-tieu/III.4.3"},
		{"compare", "/so-sanh?tu=2024-12-31&den=2025-03-31"},
		{"csv-2k", "/danh-sach.csv?cot=received.total&den=2024-12-31&tu=2024-01-01"},
	} {
		b.Run(p.name, func(b *testing.B) {
			var took []time.Duration
			size := 0
			for b.Loop() {
				start := time.Now()
				code, _, body := answerOf(b, p.url)
				if code != 200 {
					b.Fatalf("%s: %d", p.url, code)
				}
				took, size = append(took, time.Since(start)), len(body)
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(size), "bytes/page")
		})
	}
}

// BenchmarkReport measures a report that nobody has asked for since the ledger moved on.
func BenchmarkReport(b *testing.B) {
	for b.Loop() {
		routes = mount(site)
		if code, _, _ := answerOf(b, "/bao-cao/cchc-2021-2025/phu-luc-III?den=2025-03-31"); code != 200 {
			b.Fatal(code)
		}
	}
}
