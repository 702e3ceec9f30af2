package page

import "testing"

// TestTyped: what is typed is kept as it reads. A name pasted with what cannot be seen is the
// same name, what is damaged stays to be refused, and every sign of Vietnamese is untouched.
func TestTyped(t *testing.T) {
	for _, c := range []struct{ typed, line, paragraphs string }{
		{"  Nguyễn  Thị\tẴng\u00a0Đào ", "Nguyễn Thị Ẵng Đào", "Nguyễn  Thị\tẴng\u00a0Đào"},
		{"Nguye\u0302\u0303n Va\u0306n", "Nguyễn Văn", "Nguyễn Văn"},
		{"\ufeffNg\u200buy\u200dễn\u2060 \u00adVăn", "Nguyễn Văn", "Nguyễn Văn"},
		{"A\u202egnaB\u202c \u2066C\u2069\u200f", "AgnaB C", "AgnaB C"},
		{"e\u200b\u0302", "ê", "ê"}, // what stood apart is composed
		{"\u3164\u1160\u115f \ufe0f\u034f", "", ""},
		{"Một\r\n\r\n hai ", "Một hai", "Một\n\n hai"},
		{"a\x00b\x1bc\ufffd", "a\x00b\x1bc\ufffd", "a\x00b\x1bc\ufffd"},
		{"Trần 𝐕 😀", "Trần 𝐕 😀", "Trần 𝐕 😀"},
	} {
		if got := Line(c.typed); got != c.line {
			t.Errorf("%+q is kept as %+q, want %+q", c.typed, got, c.line)
		}
		if got := Paragraphs(c.typed); got != c.paragraphs {
			t.Errorf("%+q is kept as %+q, want %+q", c.typed, got, c.paragraphs)
		}
		if got := Line(Line(c.typed)); got != Line(c.typed) {
			t.Errorf("%+q: kept twice is %+q", c.typed, got)
		}
	}
}
