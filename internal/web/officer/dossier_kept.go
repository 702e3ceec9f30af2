package officer

import (
	"cmp"
	"context"
	"net/url"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// wayTo leads to an entry of the timeline.
type wayTo struct{ Text, URL string }

// rowID is the id of the row of an entry in the timeline.
func rowID(seq int32) string { return "viec-" + strconv.Itoa(int(seq)) }

// timelineAt is the address of a dossier's page with its whole timeline; empty: this page has it.
type timelineAt string

// entry leads to the row of an entry.
func (at timelineAt) entry(ctx context.Context, seq int32) wayTo {
	return wayTo{page.T(ctx, "officer.entry", "n", int(seq)), string(at) + "#" + rowID(seq)}
}

// wholeTimeline is where the whole timeline stands; the way back to a list or a queue stays.
func wholeTimeline(s *dossier.State, q url.Values) timelineAt {
	if q.Get("loc") == "" {
		return ""
	}
	return timelineAt(page.DossierURL(page.Known(s), nil) + "?" + ways(q).Encode())
}

// ways are the parameters that lead back to where a dossier was opened from.
func ways(q url.Values) url.Values {
	out := url.Values{}
	for _, name := range []string{"ds", "hd"} {
		if q.Has(name) {
			out.Set(name, q.Get(name))
		}
	}
	return out
}

// fileView is a file of the dossier. Its name may tell of a person and is for who sees the person.
type fileView struct {
	Of, Name, Type, Long string
	How                  string
	At                   string
	Entry                wayTo
}

// files are the files of the papers, then the result's.
func (at timelineAt) files(ctx context.Context, s *dossier.State, open bool) []fileView {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.file."+key, kv...) }
	view := func(f dossier.File) fileView {
		v := fileView{Type: f.Type, Long: t("size", "kb", page.N((f.Size+1023)/1024))}
		if f.Pages > 0 {
			v.Long = t("pages", "n", f.Pages, "size", v.Long)
		}
		if open {
			v.Name = f.Name
		}
		return v
	}
	var out []fileView
	for _, a := range s.Files {
		v := view(a.File)
		v.Of, v.How, v.At, v.Entry = t("paper", "n", a.Paper+1), t("sent"), calendar.PrintInstant(a.At), at.entry(ctx, a.Seq)
		if a.Paper < len(s.Components) {
			v.Of = s.Components[a.Paper].Name
		}
		if a.Scan {
			v.How = t("scan")
		}
		out = append(out, v)
	}
	if s.ResultFile != nil {
		v := view(*s.ResultFile)
		v.Of = t("result")
		out = append(out, v)
	}
	return out
}

// noticeView is how a message to the applicant stands.
type noticeView struct {
	At, Channel, Outcome, Kind string
	About                      wayTo
}

// notices are the messages, the last of each entry and channel.
func (at timelineAt) notices(ctx context.Context, s *dossier.State) []noticeView {
	kinds := map[string]string{"failed": "bad", "sent": "good", "told": "good"}
	var out []noticeView
	for _, n := range s.Notices {
		v := noticeView{At: calendar.PrintInstant(n.At), Channel: page.T(ctx, "dossier.notice_by."+n.Channel), Outcome: page.T(ctx, "officer.notice."+n.Outcome),
			Kind: cmp.Or(kinds[n.Outcome], "quiet"), About: at.entry(ctx, n.About)}
		if n.Why != "" {
			v.Outcome += " (" + n.Why + ")"
		}
		out = append(out, v)
	}
	return out
}
