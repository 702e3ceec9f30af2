package source

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// Limits of a packed file. Sizes it declares are believed only against it: what is unpacked is
// counted while it is read.
const (
	maxEntries  = 4_000
	maxPart     = 96 << 20
	maxUnpacked = 192 << 20
	maxRatio    = 200 // unpacked to packed, of parts above some megabytes
	maxXMLDepth = 200
	maxCells    = 400_000
	maxParas    = 100_000 // 1,000 dense pages have some 30,000
)

var (
	errBomb    = errors.New("source: unpacks to more than is allowed")
	errDoctype = errors.New("source: XML with a DOCTYPE")
	errDeepXML = errors.New("source: XML nested too deep")
	errBroken  = errors.New("source: a part is missing")
)

// pack is an opened DOCX or XLSX.
type pack struct {
	zip  *zip.Reader
	left int64 // bytes that may still be unpacked
	err  error // set by a handler that wants no more
}

// openPack opens a packed document and refuses what is none, what is too large, and what
// holds macros.
func openPack(name string, b []byte) (*pack, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "source.broken", "file", name)
	}
	if len(z.File) > maxEntries {
		return nil, fault.New(fault.Invalid, "source.bomb", "file", name)
	}
	p := &pack{zip: z, left: maxUnpacked}
	for _, f := range z.File {
		if strings.EqualFold(path.Base(f.Name), "vbaProject.bin") {
			return nil, fault.New(fault.Invalid, "source.macro", "file", name)
		}
	}
	types, err := p.read("[Content_Types].xml")
	switch {
	case errors.Is(err, errBomb):
		return nil, fault.Wrap(err, fault.Invalid, "source.bomb", "file", name)
	case err == nil && bytes.Contains(bytes.ToLower(types), []byte("macroenabled")):
		return nil, fault.New(fault.Invalid, "source.macro", "file", name)
	}
	return p, nil
}

func (p *pack) find(name string) *zip.File {
	name = strings.TrimPrefix(name, "/")
	for _, f := range p.zip.File {
		if strings.TrimPrefix(f.Name, "/") == name {
			return f
		}
	}
	return nil
}

// open is a reader of a part that fails once it gives more than it may.
func (p *pack) open(name string) (io.ReadCloser, error) {
	f := p.find(name)
	if f == nil {
		return nil, errBroken
	}
	if swollen(int64(f.UncompressedSize64), int64(f.CompressedSize64)) {
		return nil, errBomb // it says so itself: nothing of it is read
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &bounded{ReadCloser: r, pack: p, packed: int64(f.CompressedSize64)}, nil
}

func (p *pack) read(name string) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

type bounded struct {
	io.ReadCloser
	pack   *pack
	packed int64
	given  int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.given += int64(n)
	b.pack.left -= int64(n)
	if b.given > maxPart || b.pack.left < 0 || swollen(b.given, b.packed) {
		return 0, errBomb
	}
	return n, err
}

// swollen: a part that unpacks to far more than a report written by people does.
func swollen(given, packed int64) bool { return given > 8<<20 && given/maxRatio > packed }

// xmlReader gives the tokens of a part. It refuses a DOCTYPE, with which entities could be
// declared, and nesting beyond all reason.
type xmlReader struct {
	*xml.Decoder
	depth int
}

func newXML(r io.Reader) *xmlReader {
	return &xmlReader{Decoder: xml.NewDecoder(r)}
}

func (x *xmlReader) next() (xml.Token, error) {
	t, err := x.RawToken()
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxXMLDepth {
			return nil, errDeepXML
		}
	case xml.EndElement:
		if x.depth--; x.depth < 0 {
			return nil, errBroken
		}
	case xml.Directive:
		return nil, errDoctype
	}
	return t, nil
}

// each calls the handlers for every element of a part. Space of a name is its prefix.
func (p *pack) each(name string, start func(xml.StartElement), end func(xml.Name), text func([]byte)) error {
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	x := newXML(r)
	for {
		t, err := x.next()
		if err == io.EOF {
			if x.depth != 0 {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			start(t)
		case xml.EndElement:
			if end != nil {
				end(t.Name)
			}
		case xml.CharData:
			if text != nil {
				text(t)
			}
		}
		if p.err != nil {
			return p.err
		}
	}
}

// attr is an attribute by its local name.
func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relation is a relationship of a part.
type relation struct{ id, kind, target string }

// relations of a part: kind is the last step of the type, target a path in the pack.
func (p *pack) relations(of string) []relation {
	dir, base := path.Split(of)
	var out []relation
	_ = p.each(path.Join(dir, "_rels", base+".rels"), func(t xml.StartElement) {
		if t.Name.Local != "Relationship" || attr(t, "TargetMode") == "External" {
			return
		}
		target := attr(t, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		out = append(out, relation{attr(t, "Id"), path.Base(attr(t, "Type")), strings.TrimPrefix(target, "/")})
	}, nil, nil) // a part without relationships has none
	return out
}

// main is the part that the pack is about: word/document.xml, xl/workbook.xml.
func (p *pack) main() string {
	for _, r := range p.relations("") {
		if r.kind == "officeDocument" {
			return r.target
		}
	}
	return ""
}

// fail makes the one sentence of whatever went wrong in a pack.
func fail(name string, err error) error {
	switch {
	case errors.Is(err, errBomb):
		return fault.Wrap(err, fault.Invalid, "source.bomb", "file", name)
	case errors.Is(err, errTooMuch), errors.Is(err, errDeepXML):
		return fault.Wrap(err, fault.Invalid, "source.too_deep", "file", name)
	case errors.Is(err, errDoctype):
		return fault.Wrap(err, fault.Invalid, "source.doctype", "file", name)
	}
	return fault.Wrap(err, fault.Invalid, "source.broken", "file", name)
}
