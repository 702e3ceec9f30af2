package work

import (
	"net/http"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// sinceLine is one thing that was done after the person opened the form.
type sinceLine struct{ When, Who, What, Position string }

// conflict shows what others did since the form was opened, with all that was typed. Of an
// amendment it is a merge, field by field; of any other act it is the form again, which may be
// given anyway as long as it is still lawful.
func (d *deed) conflict(w http.ResponseWriter, r *http.Request, key string) error {
	since, err := d.since()
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusConflict, key, func(v *formView) {
		v.Since = since
		if d.name == "amend" {
			v.Merge, v.Origin = d.mergeRows(), d.origin()
			v.Button = d.t("do.merge")
		}
		v.Seq = d.s.Seq // what is on this page is what the person has seen now
	})
}

// since are the entries after the one that the person saw last.
func (d *deed) since() ([]sinceLine, error) {
	told, err := dossier.Timeline(d.entries)
	if err != nil {
		return nil, err
	}
	var out []sinceLine
	for _, l := range told {
		if l.Seq > d.seen {
			out = append(out, sinceLine{calendar.PrintInstant(l.Happened), d.names.of(l.Actor), l.Text(d.Words, page.Lang(d.ctx), d.names.of), locale.Int(l.Pos)})
		}
	}
	return out, nil
}
