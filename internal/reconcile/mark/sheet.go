package mark

import (
	"bytes"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxSheets bounds what is unpacked of a workbook.
const maxSheets = 256 << 20

// writeSheets gives the cells of a workbook their notes. A note that stands there already
// is kept, above ours.
func writeSheets(w io.Writer, original []byte, notes []Note) error {
	f, err := excelize.OpenReader(bytes.NewReader(original), excelize.Options{UnzipSizeLimit: maxSheets, UnzipXMLSizeLimit: maxSheets})
	if err != nil {
		return broken(err)
	}
	defer f.Close()
	old := map[string][]excelize.Comment{}
	said := map[string]string{}
	var order []string
	for _, n := range notes {
		ref, ok := strings.CutPrefix(n.Ref, "xlsx:")
		i := strings.LastIndexByte(ref, '!')
		if !ok || i < 0 {
			continue
		}
		if sheet := ref[:i]; old[sheet] == nil {
			if old[sheet], err = f.GetComments(sheet); err != nil {
				return broken(err)
			}
			old[sheet] = append(old[sheet], excelize.Comment{}) // read, though none
		}
		if said[ref] == "" {
			order = append(order, ref)
		} else {
			said[ref] += "\n"
		}
		said[ref] += strings.Join(n.Lines, "\n")
	}
	for _, ref := range order {
		i := strings.LastIndexByte(ref, '!')
		sheet, cell := ref[:i], ref[i+1:]
		text := said[ref]
		for _, c := range old[sheet] {
			if c.Cell == cell && cell != "" {
				text = commentText(c) + "\n" + text
				if err := f.DeleteComment(sheet, cell); err != nil {
					return broken(err)
				}
			}
		}
		lines := 1 + uint(strings.Count(text, "\n")) + uint(len(text)/60)
		if err := f.AddComment(sheet, excelize.Comment{Author: Author, Cell: cell, Text: text, Width: 420, Height: 24 + 18*min(lines, 30)}); err != nil {
			return broken(err)
		}
	}
	_, err = f.WriteTo(w)
	return err
}

func commentText(c excelize.Comment) string {
	text := c.Text
	for _, p := range c.Paragraph {
		text += p.Text
	}
	return text
}
