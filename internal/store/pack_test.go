package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/ledger"
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
	for _, in := range [][]byte{nil, {}, []byte("{"), bytes.Repeat([]byte("a"), 16384), bytes.Repeat([]byte("ab"), 40000), dictionary2, dictionary2[:258], dictionary2[len(dictionary2)-259:]} {
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
		if n := rapid.IntRange(0, len(dictionary2)).Draw(t, "at"); rapid.Bool().Draw(t, "known") {
			in = append(in, dictionary2[n:min(n+600, len(dictionary2))]...)
		}
		beside := ""
		if rapid.Bool().Draw(t, "besides") {
			beside = string(in[:rapid.IntRange(0, min(len(in), maxBeside)).Draw(t, "beside")])
		}
		w := bitWriter{}
		w.deflate(append([]byte(beside), in...), len(beside))
		if out, err := inflate(w.out, beside); err != nil || !bytes.Equal(out, in) {
			t.Fatalf("%q beside %q becomes %q, %v", in, beside, out, err)
		}
		if out, err := anyInflate(w.out, beside); err != nil || !bytes.Equal(out, in) {
			t.Fatalf("%q beside %q is %q to another inflate, %v", in, beside, out, err)
		}
	})
}

// anyInflate reads forms 2 and 3 as a tool that knows only RFC 1951 does.
func anyInflate(b []byte, beside string) ([]byte, error) {
	header, err := hex.DecodeString(header2)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(flate.NewReaderDict(bytes.NewReader(append(header, b...)), append(bytes.Clone(dictionary2), beside...)))
}

// What form 1 has packed is read for ever: these were stored by the program that wrote it.
func TestFirstFormIsRead(t *testing.T) {
	for _, c := range [][2]string{
		{"010357844a068ecee16196818e86166666a0d212b49609298b1a191a181bea1a18803321b44400d74866e646966616e032b61600",
			`{"i":"0ACWV9QA18660","c":"H50.31.02-221031-0015","s":10,"d":1667296800000}`},
		{"01c396238d0c0d0c0d4039d20cb9d2c09e8ec1159399a9a9998505b47e484c07e52ad05c4663296cd007da0fca838a96142582da9248d306a08cb53219bc84acc00a54b2aeca0585f74450d32e51c1c048212ffdf0824a48c70dd25bd481b5d3720e2f2a55c80075cbc1c3eb68a39c490f778126c29162ad1600",
			`{"code":"H50.31.02-221010-0006","li":{"n":2,"u":"working_day"},"d":1665568800000,"ag":"Nhiều bản chính, nhiều trang, nội dung phức tạp: thêm tối đa 02 ngày làm việc, hoặc lâu hơn theo thỏa thuận bằng văn bản"}`},
		{"01c396238d41453b2847828a77588ea4342f1a119117416d0370850e5e508654b29b19599a5a589a99c1f3a48181b98199993166de3445ce9c46c8b93310b41a00d4400135d8e059154594887c0b4d34c6a00035b404256613032b43733d537394cc0991b700654e03332b5394cc0991b30c3130b43235b5323501c9c13227363958e604cb19a316bab0cc894d0e9639b1c98132a709a8964577939195b1a5958905728e429243f1eb806417d45c626109c925583207343f14810a95dc64481e4906711293c14d3ba55a00",
			`{"code":"H50.31.02-230119-0003","st":10,"pr":"2.000815","ve":"2026-07","fi":"Chứng thực","ch":2,"lv":2,"ty":1,"ei":true,"ap":{"k":1,"n":"Lê Minh Đào","i":"045162958966","p":"0900706639","a":"Khu phố 5, Phường 2, thị xã Quảng Trị, tỉnh Quảng Trị"},"li":{"n":2,"u":"working_day"},"t":"2023-01-19T02:40:17.577Z","sa":"2023-01-18T11:06:50Z","ra":"2023-01-19T01:55:54Z","cs":"2023-01-19T01:55:54Z","ld":"2023-01-30T10:00:00Z","fd":"2023-01-30T10:00:00Z","an":"2023-01-30T10:00:00Z","en":43,"ea":"2023-01-19T02:39:48Z","rt":"2023-01-19T02:40:17.577Z","co":[{"n":"Bản chính giấy tờ, văn bản","c":1,"s":true},{"n":"Bản sao cần chứng thực","c":1,"e":true}],"re":{"n":"89/CT","p":true,"e":true},"tr":1,"rb":"mc-02","cb":"account"}`},
	} {
		b, err := hex.DecodeString(c[0])
		if err != nil {
			t.Fatal(err)
		}
		if got, err := unpack(b); err != nil || string(got) != c[1] {
			t.Errorf("%s unpacks to %q, %v", c[0], got, err)
		}
	}
}

func TestPackShrinksWhatIsStored(t *testing.T) {
	for in, most := range map[string]int{
		`{"id":"06S23A9P0N8A6","code":"H50.31.02-211105-0010","status":10,"legal_due":"2021-11-08T10:00:00Z","appointment":"2021-11-08T10:00:00Z"}`: 60,
		`{"h":"cm-02"}`: 5,
		`{"i":"0ACWV9QA18660","c":"H50.31.02-221031-0015","s":10,"d":1667296800000}`: 32,
		`{"pr":"2.000815","ve":"2026-07","fi":"Chứng thực","lv":3,"ch":2,"ty":1,"ei":true,"ap":{"k":1,"n":"Trần Viết Quang","i":"045068967827","p":"0900127862","a":"Khu phố 2, Phường 2, thị xã Quảng Trị, tỉnh Quảng Trị"},"co":[{"n":"Bản chính giấy tờ, văn bản","c":1,"s":true},{"n":"Bản sao cần chứng thực","c":1,"e":true}]}`: 65,
	} {
		if n := len(pack([]byte(in))); n > most {
			t.Errorf("%d bytes pack to %d, want at most %d", len(in), n, most)
		}
	}
	id, err := ledger.ParseID("0ACWV9QA18660")
	if err != nil {
		t.Fatal(err)
	}
	answer, beside := []byte(`{"i":"0ACWV9QA18660","c":"H50.31.02-221031-0015","s":10,"d":1667296800000}`), besideAnswer("H50.31.02", id)
	p := packBeside(answer, beside)
	if len(p) > 18 || p[0] != packedBeside {
		t.Errorf("an answer beside %q packs to %x", beside, p)
	}
	if back, err := unpackBeside(p, beside); err != nil || !bytes.Equal(back, answer) {
		t.Errorf("and back to %q, %v", back, err)
	}
	if back, err := unpack(p); err == nil && bytes.Equal(back, answer) {
		t.Error("nothing was taken from beside")
	}
}

func TestUnpackRefusesDamage(t *testing.T) {
	good := pack([]byte(`{"code":"H50.31.02-211105-0010","status":10,"legal_due":"2021-11-08T10:00:00Z"}`))
	for _, b := range [][]byte{nil, {}, {4}, {packed1}, {packed1, 0xff}, {packed2}, {packedBeside}, good[:len(good)/2], append(bytes.Clone(good), 0)} {
		if out, err := unpack(b); err == nil {
			t.Errorf("%x unpacks to %q", b, out)
		}
	}
}

// What has packed something is never edited: these hashes may not change.
func TestDictionariesAreFixed(t *testing.T) {
	for _, c := range []struct {
		name, want string
		text       []byte
	}{
		{"dictionary1.txt", "495c1b47fa41472ae73ca6975248168d696c470295efe3fa77a846b33b4b264b", dictionary1},
		{"dictionary2.txt", "4628132c38c1978b9157bf6911ca339d09f66fac6f13094ac1c59431ec1b4448", addition2},
		{"the codes", "6d47a90b10739d1259856df072fec954ab7085cc6ffb6a60066ce0dfe99961be", []byte(literalLengths + distanceLengths + header2)},
	} {
		if got := fmt.Sprintf("%x", sha256.Sum256(c.text)); got != c.want {
			t.Errorf("%s: the hash is %s", c.name, got)
		}
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
