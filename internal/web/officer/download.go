package officer

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// reportFile is a form in which a report leaves the house.
type reportFile struct {
	ending, name string
	write        func(*report.Report, io.Writer) error
}

var reportFiles = []reportFile{
	{"docx", "Word (DOCX)", (*report.Report).WriteDOCX},
	{"pdf", "PDF", (*report.Report).WritePDF},
	{"xlsx", "Excel (XLSX)", (*report.Report).WriteXLSX},
	{"json", "JSON", (*report.Report).WriteJSON},
}

// fileOf tells a report's file from its page: "cchc-2021-2025.pdf".
func fileOf(name string) (id string, kind *reportFile) {
	for i := range reportFiles {
		if id, ok := strings.CutSuffix(name, "."+reportFiles[i].ending); ok {
			return id, &reportFiles[i]
		}
	}
	return name, nil
}

// download gives a report as a file. It is made whole before the first byte is sent: half a
// report must not look like one.
func (o *room) download(w http.ResponseWriter, r *http.Request, id string, kind *reportFile) error {
	in, err := o.open(r.Context())
	if err != nil {
		return err
	}
	defer in.Close()
	e, err := o.needReport(r.Context(), in, id, r.URL.Query().Get("den"))
	if err != nil {
		return err
	}
	var whole bytes.Buffer
	if err := kind.write(e.Report, &whole); err != nil {
		return err
	}
	page.Attach(w, id+"-"+e.AsOf.String()+"."+kind.ending)
	_, err = whole.WriteTo(w)
	return err
}
