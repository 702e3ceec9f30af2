package page

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
)

// Settings are how one reader sees and works the pages. They decide no right and no figure.
type Settings struct {
	Text     int               `json:"t,omitempty"` // size of text in percent of the usual one: 125, 150, 200; 0: usual
	Contrast bool              `json:"c,omitempty"`
	KeysOff  bool              `json:"o,omitempty"` // no command has a key
	Keys     map[string]string `json:"k,omitempty"` // by Binding.ID: the key instead; empty: none
}

// TextSizes are the sizes of text that can be chosen, in percent.
var TextSizes = []int{100, 125, 150, 200}

// SettingsKind is the kind of the note that keeps a person's settings; its id is the person's.
const SettingsKind = "settings"

// SettingsCookie keeps the looks of somebody who is not signed in, in this browser only.
const SettingsCookie = "cach-xem"

// settingsVersion is the version of the note's body.
const settingsVersion = 1

type settingsBody struct {
	V int `json:"v"`
	Settings
}

// Check refuses settings that no page could follow: a size that is not offered, a key that is
// not allowed, one key for two commands.
func (s Settings) Check() error {
	if s.Text != 0 && !slices.Contains(TextSizes, s.Text) {
		return fault.New(fault.Invalid, "frame.text_size", "size", s.Text)
	}
	taken := map[string]bool{}
	for _, b := range Bindings {
		key := s.Key(b)
		if key == "" {
			continue
		}
		if own, ok := s.Keys[b.ID]; ok && own != b.Key {
			if b.Fixed {
				return fault.New(fault.Invalid, "frame.chord_fixed", "key", b.Key)
			}
			if _, err := ParseChord(own); err != nil {
				return err
			}
		}
		if taken[key] {
			return fault.New(fault.Invalid, "frame.chord_twice", "key", key)
		}
		taken[key] = true
	}
	return nil
}

// Key is the key of a command under these settings, "" when it has none. Who has switched the
// keys off keeps what the browser does itself.
func (s Settings) Key(b Binding) string {
	if s.KeysOff && b.Key != "Escape" {
		return ""
	}
	if own, ok := s.Keys[b.ID]; ok {
		return own
	}
	return b.Key
}

// Save keeps a person's settings.
func (s Settings) Save(ctx context.Context, k note.Keeper, unit, person string) error {
	if err := s.Check(); err != nil {
		return err
	}
	if k == nil {
		return fault.New(fault.Unavailable, "frame.read_only")
	}
	body, err := json.Marshal(settingsBody{settingsVersion, s})
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	_, err = k.Put(ctx, note.Note{Unit: unit, Kind: SettingsKind, ID: person, Owner: person, Rev: note.Any, Body: body})
	return err
}

// Cookie is the looks as a cookie's value: "150", "200-c"; keys belong to a person.
func (s Settings) Cookie() string {
	out := strconv.Itoa(max(s.Text, 100))
	if s.Contrast {
		out += "-c"
	}
	return out
}

// cookieSettings reads a cookie's value; what is not one is the usual looks.
func cookieSettings(value string) (s Settings) {
	size, contrast, more := strings.Cut(value, "-")
	n, err := strconv.Atoi(size)
	if err != nil || !slices.Contains(TextSizes, n) || more && contrast != "c" {
		return Settings{}
	}
	if n != 100 {
		s.Text = n
	}
	s.Contrast = more
	return s
}

type settingsKey struct{}

// SettingsOf are the settings of who asks. Settings that cannot be read are the usual ones:
// they never stand in the way of work.
func SettingsOf(r *http.Request) Settings {
	ctx := r.Context()
	site, who := of(ctx).site, Person(ctx)
	if who == nil {
		if c, err := r.Cookie(SettingsCookie); err == nil {
			return cookieSettings(c.Value)
		}
		return Settings{}
	}
	if site == nil || site.Notes == nil {
		return Settings{}
	}
	n, err := site.Notes.Get(ctx, who.Unit, SettingsKind, who.ID)
	if err != nil {
		return Settings{}
	}
	var b settingsBody
	if json.Unmarshal(n.Body, &b) != nil || b.V != settingsVersion || b.Check() != nil {
		return Settings{}
	}
	return b.Settings
}

func withSettings(ctx context.Context, s Settings) context.Context {
	return context.WithValue(ctx, settingsKey{}, s)
}

func settings(ctx context.Context) Settings {
	s, _ := ctx.Value(settingsKey{}).(Settings)
	return s
}

// looks are the classes of the root element.
func (s Settings) looks() string {
	var out []string
	if s.Text > 100 {
		out = append(out, "text-"+strconv.Itoa(s.Text))
	}
	if s.Contrast {
		out = append(out, "contrast")
	}
	return strings.Join(out, " ")
}

// changes says to the script which keys are others than the house's: "F9=Ctrl+M F10=", "off".
func (s Settings) changes() string {
	if s.KeysOff {
		return "off"
	}
	var out []string
	for _, b := range Bindings {
		if own := s.Key(b); own != b.Key {
			out = append(out, b.Key+"="+own)
		}
	}
	return strings.Join(out, " ")
}

// keyShown is the key that presses what the house has given the key house: what a <kbd> beside
// the label says. Empty when there is none.
func keyShown(ctx context.Context, house string) string {
	s := settings(ctx)
	for _, b := range Bindings {
		if b.Key == house {
			return KeyWord(s.Key(b))
		}
	}
	if s.KeysOff {
		return ""
	}
	return KeyWord(house)
}

// KeyWord is a key as it is printed: "Alt+←".
func KeyWord(key string) string {
	return strings.NewReplacer("ArrowLeft", "←", "ArrowRight", "→", "ArrowUp", "↑", "ArrowDown", "↓", "Escape", "Esc").Replace(key)
}
