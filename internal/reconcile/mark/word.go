package mark

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// writeWord gives a DOCX its comments. Only the main part, the comments and the two lists
// that name parts are written anew; every other byte of the file is copied as it was packed.
func writeWord(out io.Writer, original []byte, notes []Note) error {
	z, err := zip.NewReader(bytes.NewReader(original), int64(len(original)))
	if err != nil {
		return broken(err)
	}
	w, err := openWord(z)
	if err != nil {
		return broken(err)
	}
	main, err := part(z, w.main)
	if err != nil {
		return broken(err)
	}
	taken, err := w.takenIDs(main)
	if err != nil {
		return broken(err)
	}
	body, err := scanWord(main, notes, taken)
	if err != nil {
		return broken(err)
	}
	changed := map[string][]byte{}
	if len(body.said) > 0 {
		changed[w.main] = splice(main, body.edits)
		if err := w.addComments(changed, body); err != nil {
			return broken(err)
		}
	}
	return rewrite(out, z, changed)
}

func broken(err error) error { return fault.Wrap(err, fault.Invalid, "findings.annotate_broken") }

// commentID finds the numbers of comments, in their part and where the text points at them.
var commentID = regexp.MustCompile(`<[^<>]*comment(?:RangeStart|RangeEnd|Reference|)\s[^<>]*?id\s*=\s*["'](\d{1,9})["']`)

// takenIDs are the numbers that new comments must not take.
func (w *wordFile) takenIDs(main []byte) (map[int]bool, error) {
	taken := map[int]bool{}
	parts := [][]byte{main}
	if w.comments != "" {
		old, err := part(w.zip, w.comments)
		if err != nil {
			return nil, err
		}
		parts = append(parts, old)
	}
	for _, b := range parts {
		if !bytes.Contains(b, []byte("comment")) {
			continue
		}
		for _, m := range commentID.FindAllSubmatch(b, -1) {
			n, _ := strconv.Atoi(string(m[1]))
			taken[n] = true
		}
	}
	return taken, nil
}

// addComments puts the comments into the part that holds them, which is made when there is
// none and named where the format wants it named.
func (w *wordFile) addComments(changed map[string][]byte, body *wordBody) error {
	if w.comments == "" {
		return w.newComments(changed, body)
	}
	old, err := part(w.zip, w.comments)
	if err != nil {
		return err
	}
	ns, err := rootSpace(old)
	if err != nil {
		return err
	}
	changed[w.comments], err = appendTo(old, func(prefix string) string { return body.comments(prefix, ns, prefix == "") })
	return err
}

func (w *wordFile) newComments(changed map[string][]byte, body *wordBody) error {
	name := path.Join(path.Dir(w.main), "comments.xml")
	for n := 2; find(w.zip, name) != nil; n++ {
		name = path.Join(path.Dir(w.main), "comments"+strconv.Itoa(n)+".xml")
	}
	changed[name] = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:comments xmlns:w="` + body.ns + `">` + body.comments("w:", body.ns, false) + `</w:comments>`)
	types, err := part(w.zip, "[Content_Types].xml")
	if err != nil {
		return err
	}
	changed["[Content_Types].xml"], err = appendTo(types, func(prefix string) string {
		return "<" + prefix + `Override PartName="/` + escaped(name) + `" ContentType="` + commentsType + `"/>`
	})
	if err != nil {
		return err
	}
	rel := relNS
	if body.ns == wordStrictNS {
		rel = relStrictNS
	}
	return w.relate(changed, rel+"/comments", path.Base(name))
}

// relate adds a relationship of the main part.
func (w *wordFile) relate(changed map[string][]byte, kind, target string) error {
	own := []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`)
	taken := map[string]bool{}
	if find(w.zip, w.rels) != nil {
		var err error
		if own, err = part(w.zip, w.rels); err != nil {
			return err
		}
		all, err := relations(w.zip, w.rels)
		if err != nil {
			return err
		}
		for _, r := range all {
			taken[r.ID] = true
		}
	}
	id := "rIdMotcua"
	for n := 2; taken[id]; n++ {
		id = "rIdMotcua" + strconv.Itoa(n)
	}
	var err error
	changed[w.rels], err = appendTo(own, func(prefix string) string {
		return fmt.Sprintf(`<%sRelationship Id="%s" Type="%s" Target="%s"/>`, prefix, id, kind, escaped(target))
	})
	return err
}

// comments are the comment elements. plain: the part uses the namespace without a prefix,
// which attributes cannot; they get one of their own.
func (b *wordBody) comments(prefix, ns string, plain bool) string {
	attr, declare := prefix, ""
	if plain {
		attr, declare = "wa:", ` xmlns:wa="`+ns+`"`
	}
	var out strings.Builder
	for _, c := range b.said {
		fmt.Fprintf(&out, `<%scomment%s %sid="%d" %sauthor="%s" %sinitials="mc">`, prefix, declare, attr, c.id, attr, Author, attr)
		for _, p := range c.paras {
			fmt.Fprintf(&out, `<%[1]sp><%[1]sr><%[1]st xml:space="preserve">%[2]s</%[1]st></%[1]sr></%[1]sp>`, prefix, escaped(p))
		}
		fmt.Fprintf(&out, `</%scomment>`, prefix)
	}
	return out.String()
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

// rootSpace is the namespace of the outermost element.
func rootSpace(src []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	for {
		tok, err := d.Token()
		if err != nil {
			return "", errPart
		}
		if t, ok := tok.(xml.StartElement); ok {
			return t.Name.Space, nil
		}
	}
}
