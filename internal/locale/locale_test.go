package locale_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

func TestShippedSentencesAreSound(t *testing.T) {
	s, problems := locale.Load(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	if got := s.T("vi", "internal"); got == "internal" {
		t.Error("the one sentence for internal errors is missing")
	}
}

func load(t *testing.T, files map[string]string) (*locale.Sentences, string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["locales/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, problems := locale.Load(fsys)
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return s, strings.Join(lines, "\n")
}

func TestSentences(t *testing.T) {
	s, problems := load(t, map[string]string{
		"date.vi.toml": "\"date.malformed\" = \"Ngày «{text}» không đúng; dùng {form}.\"\n\"date.only\" = \"Chỉ tiếng Việt.\"\n",
		"date.en.toml": "\"date.malformed\" = \"Date “{text}” is malformed; use {form}.\"\n",
		"base.vi.toml": "internal = \"Có lỗi bên trong.\"\n",
	})
	if problems != "" {
		t.Fatal(problems)
	}
	bad := fmt.Errorf("read: %w", fault.New(fault.Invalid, "date.malformed", "text", "{form}", "form", "2025-03-31"))
	for want, got := range map[string]string{
		"Ngày «{form}» không đúng; dùng 2025-03-31.":  s.Error("vi", bad), // a value is not filled again
		"Date “{form}” is malformed; use 2025-03-31.": s.Error("en", bad),
		"Chỉ tiếng Việt.":                             s.T("en", "date.only"),
		"no.such.key":                                 s.T("vi", "no.such.key"),
		"Có lỗi bên trong.":                           s.Error("vi", errors.New("pq: password of nguyen")),
		"Ngày «{text}» không đúng; dùng {form}.":      s.T("vi", "date.malformed"),
		"Ngày «5» không đúng; dùng {form}.":           s.T("vi", "date.malformed", "text", 5, "form"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := s.Error("vi", fault.Wrap(errors.New("x"), fault.Internal, "date.malformed")); got != "Có lỗi bên trong." {
		t.Errorf("an internal fault tells %q", got)
	}
}

func TestBustedSentences(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		says  string
	}{
		"no Vietnamese":    {map[string]string{"a.en.toml": "k = \"x\"\n"}, "a.en.toml:1: câu «k» chưa có tiếng Việt"},
		"places differ":    {map[string]string{"a.en.toml": "k = \"{b}\"\n", "a.vi.toml": "k = \"{a}\"\n"}, "a.en.toml:1: câu «k» có chỗ trống khác"},
		"given twice":      {map[string]string{"a.vi.toml": "k = \"x\"\n", "b.vi.toml": "j = \"y\"\nk = \"x\"\n"}, "b.vi.toml:2: khóa câu «k» đã có"},
		"empty":            {map[string]string{"a.vi.toml": "k = \" \"\n"}, "bỏ trống"},
		"unknown language": {map[string]string{"a.fr.toml": "k = \"x\"\n"}, "tên tệp"},
		"not flat":         {map[string]string{"a.vi.toml": "[k]\nx = \"y\"\n"}, "sai kiểu"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := load(t, c.files); !strings.Contains(got, c.says) {
				t.Errorf("got %q, want %q", got, c.says)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	for want, got := range map[string]string{
		"0": locale.Int(0), "4.481": locale.Int(4481), "-999": locale.Int(-999), "-1.000": locale.Int(-1000),
		"-9.223.372.036.854.775.808": locale.Int(math.MinInt64),
		"99,16":                      locale.Decimal(9916, 2), "0,05": locale.Decimal(5, 2), "-0,5": locale.Decimal(-5, 1),
		"1.234,500": locale.Decimal(1234500, 3), "7": locale.Decimal(7, 0), "100,00": locale.Decimal(10000, 2),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What somebody typed cannot break the one line, steer the terminal or bury the sentence.
func TestErrorShowsValuesSafely(t *testing.T) {
	s, problems := locale.Load(fstest.MapFS{"locales/a.vi.toml": {Data: []byte(`"a.absent" = "Không có «{text}»; hãy xem lại."`)}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for value, want := range map[string]string{
		"a\nb\x1b[2J\u202e\u200b\xff": "Không có «a·b·[2J···»; hãy xem lại.",
		strings.Repeat("ế", 9000):     "Không có «" + strings.Repeat("ế", 599) + "…»; hãy xem lại.",
	} {
		err := fault.New(fault.NotFound, "a.absent", "text", value)
		if got := s.Error("vi", err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if err.Args[1] != value {
			t.Error("the error itself was changed")
		}
	}
}

// TestOutward: a reader at a browser is not told where the data lies; the command line is.
func TestOutward(t *testing.T) {
	s, problems := locale.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	const place = "/var/lib/motcua/motcua.db"
	for _, key := range []string{"store.disk_full", "store.unreachable", "store.damaged"} {
		err := fault.New(fault.Unavailable, key, "place", place)
		if got := s.Error("vi", err); !strings.Contains(got, place) {
			t.Errorf("the command line does not say where: %s", got)
		}
		for _, lang := range locale.Languages {
			if got := s.Outward().Error(lang, err); strings.Contains(got, place) || !strings.Contains(got, s.T(lang, "store.place")) {
				t.Errorf("%s says outside: %s", key, got)
			}
		}
	}
}
