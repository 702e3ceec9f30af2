package source

import (
	"encoding/xml"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// xlsxReader reads what the sheets of a workbook show: hidden sheets, rows and columns are
// not read, numbers are read as their format prints them.
type xlsxReader struct {
	*prose
	pack    *pack
	strings []string
	formats []numberFormat // by cell style
	since   bool           // days count from 1904
	cells   int
}

type sheetEntry struct{ name, id, target string }

func readXLSX(w *Words, name string, p *pack) (*statement.Document, error) {
	r := &xlsxReader{prose: newBuild(w, name, "xlsx").prose(), pack: p}
	main := p.main()
	if main == "" {
		main = "xl/workbook.xml"
	}
	sheets, err := r.workbook(main)
	if err != nil {
		return nil, fail(name, err)
	}
	for _, s := range sheets {
		if err := r.sheet(s); err != nil {
			return nil, fail(name, err)
		}
	}
	r.doc.Pages = len(sheets)
	return r.settle(), nil
}

// workbook lists the sheets that show, in order, and reads texts and formats.
func (r *xlsxReader) workbook(main string) ([]sheetEntry, error) {
	targets := map[string]string{}
	parts := map[string]string{"sharedStrings": path.Join(path.Dir(main), "sharedStrings.xml"), "styles": path.Join(path.Dir(main), "styles.xml")}
	for _, rel := range r.pack.relations(main) {
		targets[rel.id] = rel.target
		if _, wanted := parts[rel.kind]; wanted {
			parts[rel.kind] = rel.target
		}
	}
	var out []sheetEntry
	err := r.pack.each(main, func(t xml.StartElement) {
		switch t.Name.Local {
		case "workbookPr":
			r.since = truth(attr(t, "date1904"))
		case "sheet":
			id := ""
			for _, a := range t.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			if state := attr(t, "state"); state == "" || state == "visible" {
				out = append(out, sheetEntry{attr(t, "name"), id, targets[id]})
			}
		}
	}, nil, nil)
	if err != nil {
		return nil, err
	}
	if r.pack.find(parts["sharedStrings"]) != nil {
		if err := r.shared(parts["sharedStrings"]); err != nil {
			return nil, err
		}
	}
	if r.pack.find(parts["styles"]) != nil {
		if r.formats, err = readFormats(r.pack, parts["styles"]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// shared reads the texts that cells point at, without their phonetic readings.
func (r *xlsxReader) shared(part string) error {
	var b strings.Builder
	in, phonetic := false, 0
	return r.pack.each(part, func(t xml.StartElement) {
		switch t.Name.Local {
		case "si":
			b.Reset()
		case "rPh":
			phonetic++
		case "t":
			in = phonetic == 0
		}
	}, func(name xml.Name) {
		switch name.Local {
		case "t":
			in = false
		case "rPh":
			phonetic = max(phonetic-1, 0)
		case "si":
			r.strings = append(r.strings, b.String())
		}
	}, func(text []byte) {
		if in {
			b.Write(text)
		}
	})
}

// sheet reads one sheet into rows and reads those.
func (r *xlsxReader) sheet(s sheetEntry) error {
	if r.pack.find(s.target) == nil {
		return errBroken
	}
	sh := &xlsxSheet{reader: r, name: s.name, hiddenColumns: map[int]bool{}, byPlace: map[[2]int]*gridCell{}}
	if err := r.pack.each(s.target, sh.start, sh.end, sh.chars); err != nil {
		return err
	}
	r.outline = outline{}
	r.count = 0
	r.blocks(sh)
	return nil
}

// xlsxSheet is a sheet being read.
type xlsxSheet struct {
	reader        *xlsxReader
	name          string
	hiddenColumns map[int]bool
	rows          [][]*gridCell
	numbers       []int // of the rows
	byPlace       map[[2]int]*gridCell
	merges        [][4]int

	row, col int
	hidden   bool
	style    int
	kind     string
	value    strings.Builder
	reading  bool
	line     []*gridCell
}

func (s *xlsxSheet) start(t xml.StartElement) {
	switch t.Name.Local {
	case "col":
		from, to := number(attr(t, "min")), number(attr(t, "max"))
		for c := from; truth(attr(t, "hidden")) && c > 0 && c <= min(to, maxColumns); c++ {
			s.hiddenColumns[c] = true
		}
	case "row":
		if s.row++; attr(t, "r") != "" {
			s.row = number(attr(t, "r"))
		}
		s.hidden = truth(attr(t, "hidden"))
		s.col, s.line = 0, nil
	case "c":
		if s.col++; attr(t, "r") != "" {
			s.col = columnIndex(attr(t, "r"))
		}
		s.kind, s.style = attr(t, "t"), number(attr(t, "s"))
		s.value.Reset()
		if s.reader.cells++; s.reader.cells > maxCells {
			s.reader.pack.err = errTooMuch
		}
	case "v", "t":
		s.reading = true
	case "mergeCell":
		if from, to, ok := strings.Cut(attr(t, "ref"), ":"); ok && len(s.merges) < maxCells {
			s.merges = append(s.merges, [4]int{rowIndex(from), columnIndex(from), rowIndex(to), columnIndex(to)})
		}
	}
}

func (s *xlsxSheet) chars(b []byte) {
	if s.reading && s.value.Len() < maxLine {
		s.value.Write(b)
	}
}

func (s *xlsxSheet) end(name xml.Name) {
	switch name.Local {
	case "v", "t":
		s.reading = false
	case "c":
		s.cell()
	case "row":
		if s.hidden {
			return
		}
		if len(s.numbers) > 0 && s.row > s.numbers[len(s.numbers)-1]+1 {
			s.rows, s.numbers = append(s.rows, nil), append(s.numbers, s.row-1)
		}
		s.rows, s.numbers = append(s.rows, s.line), append(s.numbers, s.row)
	}
}

func (s *xlsxSheet) cell() {
	if s.hidden || s.col < 1 || s.col > maxColumns || s.hiddenColumns[s.col] {
		return
	}
	c := s.reader.content(s)
	for len(s.line) < s.col {
		s.line = append(s.line, nil)
	}
	s.line[s.col-1] = c
	s.byPlace[[2]int{s.row, s.col}] = c
}

// content is what a cell shows.
func (r *xlsxReader) content(s *xlsxSheet) *gridCell {
	ref := refer{kind: 'x', name: s.name, a: s.row, b: s.col}
	raw := s.value.String()
	text := raw
	c := &gridCell{}
	switch s.kind {
	case "s":
		if i := number(raw); i >= 0 && i < len(r.strings) && raw != "" {
			text = r.strings[i]
		} else {
			text = ""
		}
	case "inlineStr", "str", "e":
	case "b":
		text = map[string]string{"1": "Đúng", "0": "Sai"}[raw]
	default:
		var format numberFormat
		if s.style >= 0 && s.style < len(r.formats) {
			format = r.formats[s.style]
		}
		text, c.number = format.show(raw, r.since)
	}
	if !utf8.ValidString(text) {
		text = ""
	}
	c.paras = []gridPara{{text, ref}} // an empty cell has its place too
	return c
}

// number is a whole number of an attribute, -1 when it is none.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<30 {
		if s == "" {
			return 0
		}
		return -1
	}
	return n
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

func columnIndex(ref string) int {
	n := 0
	for i := 0; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n
}

func rowIndex(ref string) int { return number(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) }
