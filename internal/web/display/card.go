package display

import (
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/web/page"
)

// card is the keyboard map of a person, and every page that they may open: what the command
// palette offers, for who has no script.
type card struct {
	Lines []keyLine
	Pages []place
	Off   bool
}

type keyLine struct{ Key, Text string }

func (d *room) keys(w http.ResponseWriter, r *http.Request) error {
	ctx, s := r.Context(), page.SettingsOf(r)
	v := card{Off: s.KeysOff}
	for _, b := range page.Bindings {
		key := page.KeyWord(s.Key(b))
		switch {
		case key == "":
			key = page.T(ctx, "display.no_key")
		case b.ID == "queue":
			key = strings.TrimSuffix(key, "1") + "1…9"
		}
		v.Lines = append(v.Lines, keyLine{key, page.T(ctx, "frame.key."+b.ID)})
	}
	v.Lines = append(v.Lines,
		keyLine{"↑ ↓", page.T(ctx, "display.arrows")}, keyLine{"Enter", page.T(ctx, "display.enter")}, keyLine{"Backspace", page.T(ctx, "display.back")})
	for _, e := range page.Navigation(ctx) {
		v.Pages = append(v.Pages, place{Text: e.Text, URL: e.URL})
	}
	v.Pages = append(v.Pages, place{page.T(ctx, "display.title"), page.Display}, place{page.T(ctx, "frame.switch"), page.SwitchUser})
	return page.Write(w, r, http.StatusOK, page.Frame{Title: page.T(ctx, "display.card")}, keysBody(v))
}
