package page

import (
	"mime"
	"net/http"
	"path"
)

// fileKinds are the types of the files that are given out, by the ending of the name.
var fileKinds = map[string]string{
	".csv":  "text/csv; charset=utf-8",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".json": "application/json; charset=utf-8",
	".pdf":  "application/pdf",
	".txt":  "text/plain; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// Attach announces a file to be kept under a name, whose ending tells its type. What may be
// kept of it on the way is for the route's rule to say.
func Attach(w http.ResponseWriter, name string) {
	kind, ok := fileKinds[path.Ext(name)]
	if !ok {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
