package reconcile

import (
	"io"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/mark"
)

// Annotate writes the document again with a comment at every place of every finding: Word
// comments, notes on cells, or lines put between the lines of a text. The comments bear no
// day, so that the same document and findings give the same bytes; what is not a comment
// stays as it was.
func (r *Report) Annotate(w io.Writer, original []byte, say Say) error {
	return mark.Write(w, original, r.notes(say))
}

// AnnotatedName is the name of the annotated copy of a file; empty when its format bears no
// comments.
func AnnotatedName(name string, original []byte) string { return mark.Name(name, original) }

// mostOthers is how many other places a comment names before it only counts them.
const mostOthers = 6

// notes gathers what is to be said by place, in the order of the findings.
func (r *Report) notes(say Say) []mark.Note {
	var out []mark.Note
	at := map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		for j, p := range f.Places {
			if p.Ref == "" {
				continue
			}
			k, known := at[p.Ref]
			if !known {
				k = len(out)
				at[p.Ref] = k
				out = append(out, mark.Note{Ref: p.Ref})
			}
			lines := f.comment(j, r.Title(f.Rule), say)
			if strings.Contains(p.Ref, "note:") { // the comment stands where the note is called
				lines[0] += " – " + placeWith(p, tame(f.PrintedAt(j)))
			}
			out[k].Lines = append(out[k].Lines, lines...)
		}
	}
	return out
}

// comment is what one finding says at its place j.
func (f *Finding) comment(j int, title string, say Say) []string {
	paras := []string{"[" + say("findings.severity."+string(f.Severity)) + "] " + tame(title), tame(f.Sentence())}
	switch {
	case f.Likely != "":
		paras = append(paras, say("findings.likely")+": "+tame(f.Likely))
	case f.Recomputed != "":
		paras = append(paras, say("findings.recomputed")+": "+tame(f.Recomputed))
	}
	var others []string
	for i, p := range f.Places {
		if i == j || p.Ref == f.Places[j].Ref {
			continue
		}
		if len(others) == mostOthers {
			others = append(others, "… (+"+strconv.Itoa(len(f.Places)-1-mostOthers)+")")
			break
		}
		others = append(others, placeWith(p, tame(f.PrintedAt(i))))
	}
	if len(others) > 0 {
		paras = append(paras, say("findings.compare")+": "+strings.Join(others, "; "))
	}
	return paras
}
