package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

// bomb is a DOCX whose main part unpacks to size bytes of the same again and again.
func bomb(t testing.TB, chunk string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"[Content_Types].xml": "<Types/>", "_rels/.rels": `<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>`} {
		w, _ := z.Create(name)
		_, _ = io.WriteString(w, text)
	}
	w, err := z.Create("word/document.xml")
	must(t, err)
	_, _ = io.WriteString(w, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for n := 0; n < size; n += len(chunk) {
		_, _ = io.WriteString(w, chunk)
	}
	_, _ = io.WriteString(w, `</w:body></w:document>`)
	must(t, z.Close())
	return b.Bytes()
}

func sheetOf(t testing.TB, sheet string) []byte {
	t.Helper()
	return packed(t, map[string]string{"[Content_Types].xml": "<Types/>",
		"_rels/.rels":                `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet})
}

// TestRefusals: whatever is no report that can be read ends in one sentence that says what to
// do, soon and in bounded memory.
func TestRefusals(t *testing.T) {
	random := make([]byte, 4096)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	var million strings.Builder
	for i := range 4_800 {
		million.WriteString(`<row>`)
		for range 100 {
			fmt.Fprintf(&million, `<c><v>%d</v></c>`, r.Uint32())
		}
		fmt.Fprintf(&million, `</row><!-- %d -->`, i)
	}
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"nothing":              {nil, "empty"},
		"blanks":               {[]byte(" \n\t "), "empty"},
		"65 MB":                {bytes.Repeat([]byte("a "), 33<<20), "too_big"},
		"noise":                {append([]byte{0x80, 0xff, 0}, random...), "encoding"},
		"half of UTF-16":       {append([]byte{0xff, 0xfe}, 0x41), "encoding"},
		"one endless line":     {[]byte(strings.Repeat("hồ sơ ", 400_000)), "too_deep"},
		"JSON cut short":       {[]byte(`{"schema":"reform-report/1","facts":[`), "json"},
		"JSON of another kind": {[]byte(`{"a":1}`), "json_unknown"},
		"deep JSON":            {[]byte(strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)), "too_deep"},
		"JSON and more":        {[]byte(`{"facts":[]} {"facts":[]}`), "json"},
		"JSON in Latin-1":      {[]byte("{\"facts\":\"\xe0\xe1\"}"), "encoding"},
		"old .doc":             {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "old"},
		"rtf":                  {[]byte(`{\rtf1\ansi`), "old"},
		"web page":             {[]byte("  <!DOCTYPE html><html>"), "old"},
		"locked":               {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")...), "locked"},
		"pdf":                  {[]byte("%PDF-1.7\n"), "pdf"},
		"png":                  {[]byte("\x89PNG\r\n\x1a\n"), "image"},
		"jpeg":                 {[]byte("\xff\xd8\xff\xe0"), "image"},
		"gzip":                 {[]byte("\x1f\x8b\x08"), "unknown"},
		"empty zip":            {[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)), "unknown"},
		"zip cut short":        {wordFile(t, p("một"), nil)[:200], "broken"},
		"zip of something":     {packed(t, map[string]string{"a.txt": "b"}), "unknown"},
		"odf":                  {packed(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odf"},
		"macro":                {wordFile(t, p("một"), map[string]string{"word/vbaProject.bin": "x"}), "macro"},
		"macro by type":        {packed(t, map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`, "word/document.xml": "<a/>"}), "macro"},
		"bomb":                 {bomb(t, strings.Repeat(" ", 1<<16), 120<<20), "bomb"},
		"a million paragraphs": {bomb(t, strings.Repeat("<w:p/>", 10_000), 6<<20), "too_deep"},
		"5.000 parts":          {packed(t, manyParts()), "bomb"},
		"doctype":              {wordFile(t, "", map[string]string{"word/document.xml": `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`}), "doctype"},
		"deep XML":             {wordFile(t, strings.Repeat("<w:a>", 5000)+strings.Repeat("</w:a>", 5000), nil), "too_deep"},
		"XML cut short":        {wordFile(t, "", map[string]string{"word/document.xml": `<w:document ` + wordRoot + `><w:body>` + p("một")}), "broken"},
		"XML of ends":          {wordFile(t, "", map[string]string{"word/document.xml": `<a></a></a>`}), "broken"},
		"no sheet":             {packed(t, map[string]string{"xl/workbook.xml": `<workbook><sheets><sheet name="A"/></sheets></workbook>`}), "broken"},
		"half a million cells": {sheetOf(t, `<worksheet><sheetData>`+million.String()+`</sheetData></worksheet>`), "too_deep"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := Read(words(t), "x", c.b)
			runtime.ReadMemStats(&after)
			var f *fault.Error
			if !errors.As(err, &f) || f.Key != "source."+c.want || f.Kind != fault.Invalid {
				t.Fatalf("got %v, want source.%s", err, c.want)
			}
			if d := time.Since(start); d > time.Minute {
				t.Errorf("took %s", d)
			}
			if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 1500 {
				t.Errorf("allocated %d MB", got)
			}
			sentences, _ := locale.Load(data.FS)
			if s := sentences.Error("vi", err); !strings.Contains(s, "Tệp x") || !strings.Contains(s, ".") {
				t.Errorf("sentence %q", s)
			}
		})
	}
}

func manyParts() map[string]string {
	out := map[string]string{}
	for i := range 5000 {
		out[fmt.Sprint("a", i)] = ""
	}
	return out
}

// TestLongIsNotSlow: texts that are long in every way a text can be are read in linear time.
func TestLongIsNotSlow(t *testing.T) {
	const n = 45_000
	var numbered strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&numbered, "| 1.%d | a | 5 |\n", i)
	}
	for name, text := range map[string]string{
		"words before a number": strings.Repeat("hồ sơ ", n/2) + "5 hồ sơ",
		"numbers":               strings.Repeat("tiếp nhận 5 hồ sơ, ", n/4),
		"periods":               strings.Repeat("năm 2021 ", n/2),
		"brackets":              strings.Repeat("(", n) + "5" + strings.Repeat(")", n),
		"ratios":                strings.Repeat("5/6 hồ sơ đạt 5%, ", n/6),
		"acts":                  strings.Repeat("số 5/QĐ-UBND ngày 1/2/2021 ", n/12),
		"slashes":               strings.Repeat("5/", n),
		"dots":                  strings.Repeat("5.", n),
		"marks":                 "a" + strings.Repeat("[5]", n),
		"lines of a table":      "| STT | Chỉ tiêu | Năm 2021 |\n" + numbered.String(),
	} {
		start := time.Now()
		if _, err := Read(words(t), name, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s took %s", name, d)
		}
	}
}

// TestLegitimateOddities: what is strange but sound is read.
func TestLegitimateOddities(t *testing.T) {
	sentence := "Năm 2021 tiếp nhận 4.481 hồ sơ."
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(sentence)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	other := `<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>` + sentence + `</x:t></x:r></x:p></x:body></x:document>`
	for name, b := range map[string][]byte{
		"UTF-16":            wide,
		"a mark":            []byte("\ufeff" + sentence),
		"CRLF":              []byte("\r\n" + sentence + "\r\n"),
		"decomposed":        []byte("Năm 2021 tiếp nhận 4.481 hồ sơ."),
		"another prefix":    wordFile(t, "", map[string]string{"word/document.xml": other}),
		"JSON as UTF-8 BOM": []byte("\ufeff" + `{"facts":[{"id":"x","label":"hồ sơ tiếp nhận","period":"2021","printed":"4.481"}]}`),
	} {
		d, err := Read(words(t), name, b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := told(d); len(got) != 1 || got[0] != "received=4.481 @2021" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
