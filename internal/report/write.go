package report

import (
	"io"

	"github.com/motcua/motcua/internal/print/docx"
	"github.com/motcua/motcua/internal/print/pdf"
)

// WriteDOCX writes the report for a word processor.
func (r *Report) WriteDOCX(w io.Writer) error { return docx.Write(w, r.Document()) }

// WritePDF writes the report as it prints.
func (r *Report) WritePDF(w io.Writer) error { return pdf.Write(w, r.Document()) }
