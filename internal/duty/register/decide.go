package register

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// Entry kinds and the version of their bodies.
const (
	KindRecorded  = "register.recorded"
	KindCorrected = "register.corrected"
	KindVoided    = "register.voided"
	bodyVersion   = 1
)

// Printed is the origin of an item that came from a printed report: nhập từ báo cáo in.
const Printed = "printed"

// Refused is the field of an imported item that says why the printed cell is not a value.
const Refused = "refused"

// Command asks for one act on an item.
type Command interface{ command() }

// Record writes a new item; Correct replaces its content and names the entry it corrects;
// Void says that it should not have been written. Nothing is ever edited or deleted.
type (
	Record  struct{ Item Item }
	Correct struct {
		Seq    int32
		Reason string
		Item   Item
	}
	Void struct{ Reason string }
)

func (Record) command()  {}
func (Correct) command() {}
func (Void) command()    {}

// Event is one decided fact, ready to be recorded.
type Event struct {
	Kind     string
	Corrects int32
	Version  int16
	Body     []byte
}

// Env is what Decide may know beside item and command.
type Env struct {
	Kinds *Kinds
	Now   time.Time // happened instant of the act
	Actor access.Actor
}

type recordedBody struct {
	Item   Item   `json:"item"`
	Reason string `json:"reason,omitempty"`
}

// Decide returns the facts that the command makes of the item, or a refusal. It is pure.
func Decide(env Env, s *Item, c Command) ([]Event, error) {
	if err := mayWrite(env, bookOf(s, c)); err != nil {
		return nil, err
	}
	switch c := c.(type) {
	case Record:
		if s != nil && s.Seq > 0 {
			return nil, fault.New(fault.Conflict, "register.exists")
		}
		return content(env, KindRecorded, 0, c.Item, "")
	case Correct:
		if err := alive(s); err != nil {
			return nil, err
		}
		if c.Seq < 1 || c.Seq > s.Seq {
			return nil, fault.New(fault.Invalid, "register.corrects_unknown", "seq", c.Seq, "last", s.Seq)
		}
		if c.Item.Kind != s.Kind {
			return nil, fault.New(fault.Invalid, "register.kind_changed", "kind", s.Kind)
		}
		if strings.TrimSpace(c.Reason) == "" {
			return nil, fault.New(fault.Invalid, "register.reason_missing")
		}
		return content(env, KindCorrected, c.Seq, c.Item, c.Reason)
	case Void:
		if err := alive(s); err != nil {
			return nil, err
		}
		if strings.TrimSpace(c.Reason) == "" {
			return nil, fault.New(fault.Invalid, "register.reason_missing")
		}
		return encode(KindVoided, s.Seq, recordedBody{Reason: c.Reason})
	}
	return nil, fault.New(fault.Invalid, "register.command_unknown")
}

// bookOf is the kind of the book that a command writes in.
func bookOf(s *Item, c Command) string {
	if r, ok := c.(Record); ok {
		return r.Item.Kind
	}
	if s != nil {
		return s.Kind
	}
	return ""
}

// mayWrite keeps books to those who serve the unit: a citizen, the post or the tax office
// has no book here. A book that names its writers is theirs alone.
func mayWrite(env Env, kind string) error {
	a := env.Actor
	if k, ok := env.Kinds.Get(kind); ok && len(k.Writers) > 0 && !slices.Contains(k.Writers, a.Role) {
		return fault.New(fault.Forbidden, "register.writers", "kind", k.Title)
	}
	switch {
	case a.ID == "", a.Role == access.Citizen, a.Role == access.Post, a.Role == access.Tax, a.Role == "":
		return fault.New(fault.Forbidden, "register.actor")
	}
	return nil
}

func alive(s *Item) error {
	switch {
	case s == nil || s.Seq == 0:
		return fault.New(fault.NotFound, "register.missing")
	case s.Voided:
		return fault.New(fault.Conflict, "register.voided")
	}
	return nil
}

func content(env Env, kind string, corrects int32, item Item, reason string) ([]Event, error) {
	if err := env.Kinds.Check(&item, env.Now); err != nil {
		return nil, err
	}
	item.Voided = false
	return encode(kind, corrects, recordedBody{Item: item, Reason: reason})
}

func encode(kind string, corrects int32, b recordedBody) ([]Event, error) {
	body, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("register: encoding %s: %w", kind, err)
	}
	return []Event{{Kind: kind, Corrects: corrects, Version: bodyVersion, Body: body}}, nil
}

// Bounds of what one item may hold. The quantity bound keeps sums of a whole province's
// items inside an int64.
const (
	maxQuantity = 1_000_000_000_000_000
	maxText     = 4000
	maxEvidence = 20
	maxFields   = 40
)

var (
	firstDay = calendar.MakeDate(1945, 9, 2)
	lastDay  = calendar.MakeDate(2200, 12, 31)
)

// Check refuses an item that its kind does not allow, with the reason.
func (k *Kinds) Check(i *Item, now time.Time) error {
	place, ok := k.Find(i.Kind, i.Facet)
	if !ok {
		return fault.New(fault.Invalid, "register.place_unknown", "kind", i.Kind, "facet", i.Facet)
	}
	if i.From < firstDay || i.To > lastDay || i.From > i.To {
		return fault.New(fault.Invalid, "register.period", "from", i.From.Print(), "to", i.To.Print())
	}
	if i.From > calendar.DateOf(now) {
		return fault.New(fault.Invalid, "register.future", "from", i.From.Print())
	}
	if err := checkValue(place.Measure(), i); err != nil {
		return err
	}
	if err := checkFields(place.Kind, i); err != nil {
		return err
	}
	return checkEvidence(place.Kind, i)
}

func checkValue(m Measure, i *Item) error {
	refuse := func(why string) error {
		return fault.New(fault.Invalid, "register.value_"+why, "kind", i.Kind, "facet", i.Facet)
	}
	if err := checkText(i.Text); err != nil {
		return err
	}
	switch i.State {
	case Blank, NotApplicable:
		if i.Quantity != 0 {
			return refuse("blank")
		}
		return nil
	case Value:
	default:
		return refuse("state")
	}
	switch {
	case i.Quantity < 0 || i.Quantity > maxQuantity:
		return refuse("range")
	case (m == Flag || m == Tick) && i.Quantity > 1:
		return refuse("yes_no")
	case m == Text && strings.TrimSpace(i.Text) == "":
		return refuse("text")
	case m == Text && i.Quantity != 0:
		return refuse("text")
	}
	return nil
}

func checkText(s string) error {
	bad := !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxText || !norm.NFC.IsNormalString(s)
	for _, r := range s {
		bad = bad || (unicode.IsControl(r) && r != '\n' && r != '\t')
	}
	if bad {
		return fault.New(fault.Invalid, "register.text", "max", maxText)
	}
	return nil
}

func checkFields(k *Kind, i *Item) error {
	if len(i.Fields) > maxFields {
		return fault.New(fault.Invalid, "register.fields_many", "max", maxFields)
	}
	known := map[string]Field{Refused: {ID: Refused, Type: "text"}}
	for _, f := range k.Fields {
		known[f.ID] = f
		if f.Required && i.From == i.To && i.Origin == "" && i.State == Value && strings.TrimSpace(i.Fields[f.ID]) == "" {
			return fault.New(fault.Invalid, "register.field_missing", "field", f.Title)
		}
	}
	for id, text := range i.Fields {
		f, ok := known[id]
		if !ok {
			return fault.New(fault.Invalid, "register.field_unknown", "field", id)
		}
		if err := checkText(text); err != nil {
			return err
		}
		if !f.holds(text) {
			return fault.New(fault.Invalid, "register.field_malformed", "field", f.Title, "text", text)
		}
	}
	return nil
}

func (f Field) holds(text string) bool {
	switch {
	case text == "":
		return true
	case f.Type == "date":
		_, err := calendar.ParseDate(text)
		return err == nil
	case f.Type == "number":
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	}
	return true
}

func checkEvidence(k *Kind, i *Item) error {
	if len(i.Evidence) > maxEvidence {
		return fault.New(fault.Invalid, "register.evidence_many", "max", maxEvidence)
	}
	if k.Evidence && i.State == Value && len(i.Evidence) == 0 {
		return fault.New(fault.Invalid, "register.evidence_missing", "kind", k.Title)
	}
	for _, e := range i.Evidence {
		switch e.Kind {
		case "document", "report", "dossier", "file":
		default:
			return fault.New(fault.Invalid, "register.evidence_kind", "kind", e.Kind)
		}
		if strings.TrimSpace(e.Ref) == "" {
			return fault.New(fault.Invalid, "register.evidence_empty")
		}
		for _, s := range []string{e.Ref, e.Title} {
			if err := checkText(s); err != nil {
				return err
			}
		}
	}
	return nil
}
