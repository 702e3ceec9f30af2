package source

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
)

// TestBustedWords: every kind of mistake in measures.toml is named with its line.
func TestBustedWords(t *testing.T) {
	_, problems := Load(fstest.MapFS{"reconcile/measures.toml": {Data: []byte(`
[[measure]]
key = "a"
kind = "flow"
title = "một"
words = ["Hồ sơ tiếp nhận"]
lines = ["I.1"]

[[measure]]
key = "a"
kind = "sum"
words = ["ho so  tiep nhan"]
short = ["trực tuyến"]
lines = ["I.1"]

[[measure]]
key = "rate.b"
kind = "rate"
title = "tỷ lệ"
num = "c"

[[unit]]
name = "hồ sơ"
words = ["hồ sơ"]
[[unit]]
name = "hs"
words = ["Hồ Sơ"]
`)}})
	var all strings.Builder
	for _, p := range problems {
		if p.Line == 0 {
			t.Errorf("no line: %s", p)
		}
		all.WriteString(p.String() + "\n")
	}
	for _, want := range []string{"«a» bỏ trống hoặc đã có", "chưa có tên", "loại «sum»", "đã thuộc số đo «a»", "chưa nói dùng trong số đo nào", "«I.1» đã thuộc", "phải có cả tử số và mẫu số", "không có số đo «c»", "đã là đơn vị «hồ sơ»"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no problem says %q in\n%s", want, all.String())
		}
	}
}

// TestEveryLineOfOurs: the lines named in measures.toml stand in the ward's forms, and each is
// recognized by its own words.
func TestEveryLineOfOurs(t *testing.T) {
	w := words(t)
	for id, m := range w.byLine {
		appendix, number, _ := strings.Cut(id, ".")
		if label := w.labels[id]; label == "" {
			t.Errorf("%s: line %s is not in data/reports", m.Key, id)
		} else if got := w.line(appendix, number, label); got != id {
			t.Errorf("%s is recognized as %q", id, got)
		}
	}
	if len(w.lines) != 186 {
		t.Errorf("%d lines", len(w.lines))
	}
}

// TestWordsAgree: a line of the forms that has a measure by its number has no other by its words.
func TestWordsAgree(t *testing.T) {
	w, _ := Load(data.FS)
	for id, m := range w.byLine {
		x := counts
		if m.Kind == "rate" {
			x = rates
		}
		if got, _ := w.find(Fold(w.labels[id]), "", x); got != "" && got != m.Key {
			t.Errorf("%s «%s» is %s by number and %s by words", id, w.labels[id], m.Key, got)
		}
	}
}

func TestPhrase(t *testing.T) {
	for _, c := range []struct {
		phrase, text string
		want         bool
	}{
		{"tiếp nhận", "đã TIẾP NHẬN hồ sơ", true},
		{"tiếp nhận", "tiếp nhậnn", false},
		{"tiếp nhận * hồ sơ", "tiếp nhận và giải quyết hồ sơ", true},
		{"tiếp nhận * hồ sơ", "tiếp nhận hồ sơ", true},
		{"tiếp nhận * hồ sơ", "tiếp nhận một hai ba bốn năm sáu hồ sơ", true},
		{"tiếp nhận * hồ sơ", "tiếp nhận một hai ba bốn năm sáu bảy hồ sơ", false},
		{"tiếp nhận * hồ sơ", "tiếp nhận a b c d e f g tiếp nhận x hồ sơ", true},
		{"a * b * c", "a x b y c", true},
		{"a * b * c", "a c b", false},
	} {
		if got := phrases([]string{c.phrase})[0].in(" " + Fold(c.text) + " "); got != c.want {
			t.Errorf("%q in %q: %v", c.phrase, c.text, got)
		}
	}
}
