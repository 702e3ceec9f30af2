package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPackReadsBack(t *testing.T) {
	pieces := []string{`{"id":"0C3NRG000H0J4",`, `"status":4`, `"Nguyễn Thị Ánh"`, "\x00\xff", `"2024-06-10T10:00:00Z"`, "aaaaaaaa", `Bản sao cần chứng thực`, "ổ", ",", `"li":{"n":2,"u":"working_day"}`}
	rapid.Check(t, func(t *rapid.T) {
		var in []byte
		if rapid.Bool().Draw(t, "text") {
			in = []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 80).Draw(t, "pieces"), ""))
		} else {
			in = rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(t, "bytes")
		}
		readsBack(t, in)
	})
	for _, in := range [][]byte{nil, {}, []byte("{"), bytes.Repeat([]byte("a"), 16384), bytes.Repeat([]byte("ab"), 40000), dictionary1, dictionary1[:258], dictionary1[len(dictionary1)-259:]} {
		readsBack(t, in)
	}
}

func readsBack(t interface{ Fatalf(string, ...any) }, in []byte) {
	p := pack(in)
	out, err := unpack(p)
	if err != nil || !bytes.Equal(out, in) {
		t.Fatalf("%q packs to %x and back to %q, %v", in, p, out, err)
	}
	if len(p) > len(in)+1 {
		t.Fatalf("%d bytes pack to %d", len(in), len(p))
	}
}

// The reading back inside pack hides no error of the encoder: without it the bits are right too.
func TestDeflateIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(rapid.SampledFrom([]byte("abc{}\"n:,é1")), 0, 3000).Draw(t, "in")
		if n := rapid.IntRange(0, len(dictionary1)).Draw(t, "at"); rapid.Bool().Draw(t, "known") {
			in = append(in, dictionary1[n:min(n+600, len(dictionary1))]...)
		}
		w := bitWriter{out: []byte{packed1}}
		w.deflate(in)
		if out, err := unpack(w.out); err != nil || !bytes.Equal(out, in) {
			t.Fatalf("%q becomes %q, %v", in, out, err)
		}
	})
}

func TestPackShrinksWhatIsStored(t *testing.T) {
	for in, most := range map[string]int{
		`{"id":"06S23A9P0N8A6","code":"H50.31.02-211105-0010","status":10,"legal_due":"2021-11-08T10:00:00Z","appointment":"2021-11-08T10:00:00Z"}`: 60,
		`{"pr":"2.000815","ve":"2026-07","fi":"Chứng thực","lv":3,"ch":2,"ty":1,"ei":true,"ap":{"k":1,"n":"Trần Viết Quang","i":"045068967827","p":"0900127862","a":"Khu phố 2, Phường 2, thị xã Quảng Trị, tỉnh Quảng Trị"},"co":[{"n":"Bản chính giấy tờ, văn bản","c":1,"s":true},{"n":"Bản sao cần chứng thực","c":1,"e":true}]}`: 150,
	} {
		if n := len(pack([]byte(in))); n > most {
			t.Errorf("%d bytes pack to %d, want at most %d", len(in), n, most)
		}
	}
}

func TestUnpackRefusesDamage(t *testing.T) {
	good := pack([]byte(`{"code":"H50.31.02-211105-0010","status":10,"legal_due":"2021-11-08T10:00:00Z"}`))
	for _, b := range [][]byte{nil, {}, {2}, {packed1}, {packed1, 0xff}, good[:len(good)/2]} {
		if out, err := unpack(b); err == nil {
			t.Errorf("%x unpacks to %q", b, out)
		}
	}
}

// A dictionary that has packed something is never edited: this hash may not change.
func TestDictionaryIsFixed(t *testing.T) {
	if got := fmt.Sprintf("%x", sha256.Sum256(dictionary1)); got != "495c1b47fa41472ae73ca6975248168d696c470295efe3fa77a846b33b4b264b" {
		t.Errorf("dictionary1.txt has the hash %s", got)
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack([]byte(`{"code":"H50.31.02-211105-0010","status":10}`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, err := unpack(b); err == nil && len(b) > 0 {
			readsBack(t, out)
		}
	})
}

func BenchmarkPack(b *testing.B) {
	in := dictionary1[len(dictionary1)-700:]
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			pack(in)
		}
	})
	p := pack(in)
	b.Run("unpack", func(b *testing.B) {
		for b.Loop() {
			if _, err := unpack(p); err != nil {
				b.Fatal(err)
			}
		}
	})
}
