package source

import (
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// openOffice reads a packed document of whatever kind it is.
func openOffice(w *Words, name string, b []byte) (*statement.Document, error) {
	p, err := openPack(name, b)
	if err != nil {
		return nil, err
	}
	main := p.main()
	switch {
	case strings.HasPrefix(main, "xl/") || main == "" && p.find("xl/workbook.xml") != nil:
		return readXLSX(w, name, p)
	case strings.HasPrefix(main, "word/") || p.find("word/document.xml") != nil:
		return readDOCX(w, name, p)
	case p.find("mimetype") != nil && p.find("content.xml") != nil:
		return nil, fault.New(fault.Invalid, "source.odf", "file", name)
	case main != "" && p.find(main) != nil && strings.HasSuffix(main, ".xml"):
		return readDOCX(w, name, p)
	}
	return nil, fault.New(fault.Invalid, "source.unknown", "file", name)
}
