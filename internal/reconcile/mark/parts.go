package mark

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// maxPart bounds what is unpacked of one part: the reader has bounded the whole file, so this
// only guards the copy from being made of another file than the one that was read.
const maxPart = 256 << 20

// Namespaces and endings of relationship types, in both dialects of the format.
const (
	wordNS       = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordStrictNS = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	relNS        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relStrictNS  = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	commentsType = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)

var errPart = errors.New("mark: a part of the document is missing or broken")

// wordFile is a DOCX taken apart: its main part, and its comments if it has any.
type wordFile struct {
	zip      *zip.Reader
	main     string // "word/document.xml"
	rels     string // "word/_rels/document.xml.rels", which may not be there
	comments string // "" when there are none
}

type relationship struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// openWord finds the main part by the relationships, by its usual name only without them.
func openWord(z *zip.Reader) (*wordFile, error) {
	w := &wordFile{zip: z}
	top, err := relations(z, "_rels/.rels")
	if err != nil {
		return nil, err
	}
	for _, r := range top {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			w.main = partName("", r.Target)
		}
	}
	if w.main == "" {
		w.main = "word/document.xml"
	}
	if strings.HasPrefix(w.main, "xl/") || find(z, w.main) == nil {
		return nil, errPart
	}
	w.rels = path.Join(path.Dir(w.main), "_rels", path.Base(w.main)+".rels")
	if find(z, w.rels) == nil {
		return w, nil
	}
	own, err := relations(z, w.rels)
	if err != nil {
		return nil, err
	}
	for _, r := range own {
		if strings.HasSuffix(r.Type, "/comments") && r.Mode != "External" {
			w.comments = partName(path.Dir(w.main), r.Target)
		}
	}
	if w.comments != "" && find(z, w.comments) == nil {
		return nil, errPart
	}
	return w, nil
}

func partName(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(folder, target)
}

func find(z *zip.Reader, name string) *zip.File {
	i := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return z.File[i]
}

func part(z *zip.Reader, name string) ([]byte, error) {
	f := find(z, name)
	if f == nil {
		return nil, errPart
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, maxPart+1))
	if err == nil && len(b) > maxPart {
		err = errPart
	}
	return b, err
}

func relations(z *zip.Reader, name string) ([]relationship, error) {
	b, err := part(z, name)
	if err != nil {
		return nil, err
	}
	var all struct {
		Relationship []relationship `xml:"Relationship"`
	}
	return all.Relationship, xml.Unmarshal(b, &all)
}

// rewrite copies an archive entry by entry as it was packed, but for the parts that change;
// new parts come last. It writes no time of its own.
func rewrite(w io.Writer, z *zip.Reader, changed map[string][]byte) error {
	out := zip.NewWriter(w)
	done := map[string]bool{}
	for _, f := range z.File {
		text, mine := changed[f.Name]
		if !mine || done[f.Name] {
			if err := out.Copy(f); err != nil {
				return err
			}
			continue
		}
		done[f.Name] = true
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: f.Modified}
		if err := pack(out, h, text); err != nil {
			return err
		}
	}
	var fresh []string
	for name := range changed {
		if !done[name] {
			fresh = append(fresh, name)
		}
	}
	slices.Sort(fresh)
	for _, name := range fresh {
		if err := pack(out, &zip.FileHeader{Name: name, Method: zip.Deflate}, changed[name]); err != nil {
			return err
		}
	}
	return out.Close()
}

func pack(out *zip.Writer, h *zip.FileHeader, text []byte) error {
	in, err := out.CreateHeader(h)
	if err == nil {
		_, err = in.Write(text)
	}
	return err
}

// edit replaces del bytes at an offset by a text.
type edit struct {
	at, del int
	text    string
}

// splice applies edits to a text; edits of one offset stay in their order.
func splice(src []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	out := make([]byte, 0, len(src)+64*len(edits))
	from := 0
	for _, e := range edits {
		if e.at > from {
			out = append(out, src[from:e.at]...)
			from = e.at
		}
		out = append(out, e.text...)
		from = max(from, e.at+e.del)
	}
	return append(out, src[from:]...)
}

// appendTo puts a text before the end of the outermost element, whatever prefix it bears.
func appendTo(src []byte, text func(prefix string) string) ([]byte, error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	depth, prefix := 0, ""
	for {
		before := int(d.InputOffset())
		tok, err := d.RawToken()
		if err != nil {
			return nil, errPart
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 {
				prefix = withColon(t.Name.Space)
			}
			depth++
		case xml.EndElement:
			if depth--; depth > 0 {
				continue
			}
			after := int(d.InputOffset())
			if before == after { // <comments/>: it is opened
				name := prefix + t.Name.Local
				slash := bytes.LastIndex(src[:after], []byte("/>"))
				return splice(src, []edit{{slash, 2, ">" + text(prefix) + "</" + name + ">"}}), nil
			}
			return splice(src, []edit{{before, 0, text(prefix)}}), nil
		}
	}
}

func withColon(prefix string) string {
	if prefix == "" {
		return ""
	}
	return prefix + ":"
}
