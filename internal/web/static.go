package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/print/html"
	"github.com/motcua/motcua/internal/web/page"
)

//go:embed */*.css static
var embedded embed.FS

// staticDir is where the static files are reached.
const staticDir = "/static/"

// staticFile is a file that never changes under its name: the name holds a hash of it.
type staticFile struct {
	kind          string
	plain, zipped []byte
}

type static struct {
	files  map[string]staticFile
	assets page.Assets
}

// loadStatic makes the stylesheet of all rooms (the frame's first), the script and the icon.
func loadStatic() *static {
	s := &static{files: map[string]staticFile{}}
	scripts := s.scripts()
	main := bytes.Replace(lean(read("static/motcua.js")), []byte(`"./scan.js"`), []byte(strconv.Quote(scripts["scan.js"])), 1)
	s.assets = page.Assets{
		Style:   s.add("motcua.css", "text/css; charset=utf-8", stylesheet()),
		Script:  s.add("motcua.js", "text/javascript; charset=utf-8", main),
		Scripts: scripts,
		Icon:    s.add("motcua.svg", "image/svg+xml", read("static/motcua.svg")),
	}
	return s
}

// scripts adds the scripts that only some pages need (page.Frame.Scripts), and those that the
// main one loads under the name that their content gives them.
func (s *static) scripts() map[string]string {
	out := map[string]string{}
	names, _ := fs.Glob(embedded, "static/*.js")
	for _, n := range names {
		if name := path.Base(n); name != "motcua.js" {
			out[name] = s.add(name, "text/javascript; charset=utf-8", lean(read(n)))
		}
	}
	return out
}

func stylesheet() []byte {
	names, _ := fs.Glob(embedded, "*/*.css")
	slices.SortStableFunc(names, func(a, b string) int {
		return strings.Compare(strings.TrimPrefix(a, "page/"), strings.TrimPrefix(b, "page/")) // base.css begins
	})
	var b bytes.Buffer
	for i, n := range names {
		b.Write(read(n))
		if i == 0 {
			b.WriteString(html.CSS) // of printed sections; rooms may change it
		}
	}
	return comments.ReplaceAll(b.Bytes(), nil)
}

// comments are for who reads the sources.
var comments = regexp.MustCompile(`(?s)\s*/\*.*?\*/`)

// lean is a script without indents and lines of comment; no text of ours begins a line.
func lean(script []byte) []byte { return indents.ReplaceAll(script, nil) }

var indents = regexp.MustCompile(`(?m)^[ \t]*(?://.*\n)?`)

// read reads an embedded file; embed has checked at build time that it is there.
func read(name string) []byte {
	b, _ := fs.ReadFile(embedded, name)
	return b
}

// add keeps a file under a name that holds its hash, and compresses it once.
func (s *static) add(name, kind string, b []byte) (address string) {
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	name = strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
	w.Write(b)
	w.Close()
	s.files[name] = staticFile{kind, b, z.Bytes()}
	return staticDir + name
}

func (s *static) route() page.Route {
	return page.Get(staticDir+"{file}", page.Public, s.serve)
}

// serve answers with a file, which a browser may keep for ever.
func (s *static) serve(w http.ResponseWriter, r *http.Request) error {
	f, ok := s.files[r.PathValue("file")]
	if !ok {
		return fault.New(fault.NotFound, "web.no_page")
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, err := w.Write(body)
	return err
}
