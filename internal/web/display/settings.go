package display

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// form is the settings as they stand in the form: what was typed, also when it is refused.
type form struct {
	page.Settings
	Action   string
	Own      bool // of a person: with keys
	Typed    map[string]string
	Saved    bool
	Mistakes []page.Mistake
}

func (d *room) own(w http.ResponseWriter, r *http.Request) error {
	return d.show(w, r, http.StatusOK, form{Settings: page.SettingsOf(r), Own: true, Action: page.Display})
}

func (d *room) public(w http.ResponseWriter, r *http.Request) error {
	return d.show(w, r, http.StatusOK, form{Settings: page.SettingsOf(r), Action: page.PublicDisplay})
}

func (d *room) show(w http.ResponseWriter, r *http.Request, status int, f form) error {
	ctx := r.Context()
	f.Saved = r.Method == http.MethodGet && r.URL.Query().Get("xong") == "1"
	frame := page.Frame{Title: page.T(ctx, "display.title"), Failed: len(f.Mistakes) > 0}
	return page.Write(w, r, status, frame, settingsBody(f))
}

// keepOwn keeps a person's settings. A refused form comes back as it was typed.
func (d *room) keepOwn(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.Key(r); err != nil {
		return err
	}
	f := form{Settings: looks(r), Own: true, Action: page.Display, Typed: map[string]string{}}
	f.KeysOff, f.Keys = r.PostFormValue("tat-phim") != "", map[string]string{}
	ctx := r.Context()
	for _, b := range page.Bindings {
		if b.Fixed {
			continue
		}
		text := strings.TrimSpace(r.PostFormValue("phim-" + b.ID))
		f.Typed[b.ID] = text
		f.read(ctx, d.Words.Error, b, text)
	}
	who := page.Person(ctx)
	if len(f.Mistakes) == 0 {
		if err := f.Save(ctx, d.Notes, who.Unit, who.ID); err == nil {
			return seeOther(w, page.Display+"?xong=1")
		} else if !fault.Is(err, fault.Invalid) {
			return err
		} else {
			f.Mistakes = append(f.Mistakes, page.Mistake{Text: d.Words.Error(page.Lang(ctx), err)})
		}
	}
	return d.show(w, r, http.StatusUnprocessableEntity, f)
}

// read takes one command's key: the house's own is no change, none is «không dùng».
func (f *form) read(ctx context.Context, say func(string, error) string, b page.Binding, text string) {
	if text == "" || strings.EqualFold(text, page.KeyWord(b.Key)) {
		return
	}
	if slices.Contains([]string{"-", "không", "khong", "none"}, strings.ToLower(text)) {
		f.Keys[b.ID] = ""
		return
	}
	key, err := page.ParseChord(text)
	if err != nil {
		f.Mistakes = append(f.Mistakes, page.Mistake{Field: "phim-" + b.ID, Text: say(page.Lang(ctx), err)})
		return
	}
	if key != b.Key {
		f.Keys[b.ID] = key
	}
}

// keepPublic keeps the looks in the browser itself: a year, for pages of this server only.
func (d *room) keepPublic(w http.ResponseWriter, r *http.Request) error {
	s := looks(r)
	if err := s.Check(); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: page.SettingsCookie, Value: s.Cookie(), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	return seeOther(w, page.PublicDisplay+"?xong=1")
}

func looks(r *http.Request) (s page.Settings) {
	if n, err := strconv.Atoi(r.PostFormValue("chu")); err == nil && n != 100 {
		s.Text = n
	}
	s.Contrast = r.PostFormValue("tuong-phan") != ""
	return s
}

func seeOther(w http.ResponseWriter, to string) error {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// typed is what stands in the field of a command.
func (f form) typed(b page.Binding) string {
	if text, ok := f.Typed[b.ID]; ok {
		return text
	}
	if own, ok := f.Keys[b.ID]; ok {
		if own == "" {
			return "-"
		}
		return page.KeyWord(own)
	}
	return page.KeyWord(b.Key)
}

// wrong reports whether a field has a mistake.
func (f form) wrong(field string) bool {
	return slices.ContainsFunc(f.Mistakes, func(m page.Mistake) bool { return m.Field == field })
}
