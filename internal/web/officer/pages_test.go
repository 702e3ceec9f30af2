package officer

import (
	"testing"
)

func TestDump(t *testing.T) {
	for _, u := range []string{"/bao-cao", "/bao-cao/cchc-2021-2025?den=2025-03-31", "/bao-cao/cchc-2021-2025", "/bao-cao/cchc-2021-2025/phu-luc-III?den=2025-03-31", "/bao-cao/cchc-2021-2025/ii06a-2024?den=2025-03-31", "/chi-tieu", "/chi-tieu/III.4.3", "/so-sanh",
		"/danh-sach?cot=received.online&tu=2024-01-01&den=2024-12-31&bc=cchc-2021-2025&chot=2025-03-31&dong=T%E1%BB%95ng+s%E1%BB%91", "/danh-sach?ct=III.4.3&tu=2024-01-01&den=2024-12-31&bc=cchc-2021-2025&chot=2025-03-31", "/ho-so/H50.31.02-231226-0001"} {
		b := pageOK(t, u)
		t.Log(u, len(b))
	}
}
