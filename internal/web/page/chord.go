package page

import (
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// Binding is a command of the keyboard map and the key that the house gives it.
type Binding struct {
	ID  string // names its sentence: "frame.key.<id>"
	Key string // as in data-key: "F9", "Ctrl+Enter", "Alt+ArrowLeft"
	// Fixed keys are how the browser itself works and cannot be given to something else.
	Fixed bool
}

// Bindings are the keyboard map of the whole product, in the order in which it is printed. No
// letter stands alone (an input method would rewrite it, and a screen reader use it), none is a
// key of Unikey (Ctrl+Shift, Alt+Z), and none is one that the browser keeps for itself.
var Bindings = []Binding{
	{ID: "new", Key: "F2"},
	{ID: "find", Key: "F4"},
	{ID: "print", Key: "F8"},
	{ID: "primary", Key: "F9"},
	{ID: "forward", Key: "F10"},
	{ID: "undo", Key: "Ctrl+Z"},
	{ID: "keys", Key: "Ctrl+/"},
	{ID: "palette", Key: "Ctrl+K"},
	{ID: "queue", Key: "Alt+1", Fixed: true},
	{ID: "previous", Key: "Alt+ArrowLeft"},
	{ID: "next", Key: "Alt+ArrowRight"},
	{ID: "confirm", Key: "Ctrl+Enter"},
	{ID: "save", Key: "Ctrl+S"},
	{ID: "close", Key: "Escape", Fixed: true},
	{ID: "mark", Key: "Ctrl+Space"},
}

// owned are keys that the browser or Unikey owns.
var owned = map[string]bool{
	"F1": true, "F3": true, "F5": true, "F6": true, "F7": true, "F11": true, "F12": true, "Ctrl+N": true, "Ctrl+T": true, "Ctrl+W": true,
	"Ctrl+C": true, "Ctrl+V": true, "Ctrl+X": true, "Ctrl+A": true, "Ctrl+Y": true, "Ctrl+R": true, "Ctrl+P": true, "Ctrl+F": true, "Ctrl+L": true,
	"Ctrl+0": true, "Ctrl+1": true, "Ctrl+2": true, "Ctrl+3": true, "Ctrl+4": true, "Ctrl+5": true, "Ctrl+6": true, "Ctrl+7": true, "Ctrl+8": true, "Ctrl+9": true,
	"Alt+D": true, "Alt+F": true, "Alt+E": true, "Alt+Z": true, "Alt+F4": true, "Ctrl+F4": true, "Alt+Space": true,
	"Alt+1": true, "Alt+2": true, "Alt+3": true, "Alt+4": true, "Alt+5": true, "Alt+6": true, "Alt+7": true, "Alt+8": true, "Alt+9": true,
}

// named are keys with a name that may stand after Ctrl+ or Alt+.
var named = []string{"Enter", "Space", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "/", ".", ",", ";"}

// ParseChord reads a key as a person writes it ("ctrl + m", "F9", "Alt+→") and refuses what must
// not be a command's key: a letter alone, a key of the browser's or of the input method's, two
// modifiers.
func ParseChord(text string) (string, error) {
	refused := fault.New(fault.Invalid, "frame.chord_malformed", "key", short(text))
	parts := strings.Split(strings.ReplaceAll(text, " ", ""), "+")
	key := chordKey(parts[len(parts)-1])
	var chord string
	switch {
	case key == "" || len(parts) > 2:
		return "", refused
	case len(parts) == 1:
		if key[0] != 'F' || len(key) == 1 {
			return "", refused
		}
		chord = key
	case strings.EqualFold(parts[0], "ctrl"):
		chord = "Ctrl+" + key
	case strings.EqualFold(parts[0], "alt"):
		chord = "Alt+" + key
	default:
		return "", refused
	}
	if owned[chord] {
		return "", fault.New(fault.Invalid, "frame.chord_owned", "key", chord)
	}
	return chord, nil
}

// chordKey is the last part of a chord as a browser names it; empty when there is no such key.
func chordKey(s string) string {
	switch s {
	case "←":
		s = "ArrowLeft"
	case "→":
		s = "ArrowRight"
	case "↑":
		s = "ArrowUp"
	case "↓":
		s = "ArrowDown"
	}
	for _, n := range named {
		if strings.EqualFold(n, s) {
			return n
		}
	}
	up := strings.ToUpper(s)
	switch {
	case len(up) == 1 && (up[0] >= 'A' && up[0] <= 'Z' || up[0] >= '0' && up[0] <= '9'):
		return up
	case len(up) == 2 && up[0] == 'F' && up[1] >= '1' && up[1] <= '9', up == "F10", up == "F11", up == "F12":
		return up
	}
	return ""
}

// short cuts what somebody typed to what may stand in a sentence.
func short(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}
