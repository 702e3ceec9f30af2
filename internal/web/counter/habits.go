package counter

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// habitKind is the kind of the note in which a clerk's own numbers and ways are kept.
const habitKind = "counter"

// habits are a clerk's own numbers of procedures, and to whom he hands dossiers of a field.
type habits struct {
	Numbers map[string]string `json:"n,omitempty"` // "1" … "9", "0" → procedure
	To      map[string]string `json:"t,omitempty"` // field → officer
	Signer  string            `json:"s,omitempty"` // leader who signed last
	Recent  []string          `json:"r,omitempty"` // procedures taken in last, the latest first

	rev int64
}

// keys of the personal numbers, in the order of the keyboard.
var numberKeys = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"}

func (o *room) habits(ctx context.Context) (*habits, error) {
	h := &habits{Numbers: map[string]string{}, To: map[string]string{}}
	who := page.Person(ctx)
	if o.Notes == nil || who == nil {
		return h, nil
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, habitKind, who.ID)
	if fault.Is(err, fault.NotFound) {
		return h, nil
	}
	if err != nil {
		return nil, err
	}
	h.rev = n.Rev
	err = json.Unmarshal(n.Body, h)
	if h.Numbers == nil {
		h.Numbers = map[string]string{}
	}
	if h.To == nil {
		h.To = map[string]string{}
	}
	return h, err
}

// change keeps a changed habit.
func (o *room) change(ctx context.Context, change func(*habits)) error {
	h, err := o.habits(ctx)
	if err != nil {
		return err
	}
	change(h)
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	who := page.Person(ctx)
	_, err = o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: habitKind, ID: who.ID, Owner: who.ID, Rev: h.rev, Body: body})
	return err
}

// numbered is a procedure under a clerk's number.
type numbered struct {
	Key  string
	Code string
	Name string
	Own  bool // the clerk chose the number
}

// yearOfCounting is how far back the commonest procedures are counted, in days.
const yearOfCounting = 365

// numbers are the ten procedures under a clerk's numbers: those chosen, and in the free places
// those that the unit received most in the last year and offers today.
func (o *room) numbers(ctx context.Context, in page.Reading) ([]numbered, error) {
	h, err := o.habits(ctx)
	if err != nil {
		return nil, err
	}
	common, err := o.common(ctx, in)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, code := range h.Numbers {
		taken[code] = true
	}
	common = slices.DeleteFunc(common, func(code string) bool { return taken[code] })
	var out []numbered
	for _, key := range numberKeys {
		n := numbered{Key: key, Code: h.Numbers[key], Own: h.Numbers[key] != ""}
		if n.Code == "" {
			if len(common) == 0 {
				continue
			}
			n.Code, common = common[0], common[1:]
		}
		n.Name = o.ProcedureName(n.Code)
		out = append(out, n)
	}
	return out, nil
}

// common are the procedures that are received here today, the most received first: those of
// the last year, then those of before. One that was never received is none of them.
func (o *room) common(ctx context.Context, in page.Reading) ([]string, error) {
	var out []string
	for _, from := range []calendar.Date{o.today() - yearOfCounting, 0} {
		flows, err := in.Flows(ctx, o.Unit.Code, from, o.today())
		if err != nil {
			return nil, err
		}
		counts := map[string]int64{}
		for _, row := range flows {
			if row.Count == rollup.Received && !slices.Contains(out, row.Cell.Procedure) {
				counts[row.Cell.Procedure] += row.N
			}
		}
		next := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
		out = append(out, slices.DeleteFunc(next, func(code string) bool { return !o.offered(code) })...)
		if len(out) >= len(numberKeys) {
			break
		}
	}
	return out, nil
}

// mostRecent is how many procedures are remembered as taken in last.
const mostRecent = 8

// took remembers that a procedure was taken in.
func (h *habits) took(code string) {
	h.Recent = append([]string{code}, slices.DeleteFunc(h.Recent, func(c string) bool { return c == code })...)
	h.Recent = h.Recent[:min(len(h.Recent), mostRecent)]
}

// recent are the procedures that this clerk took in last and that can be taken in today, without
// those that already stand under a number.
func (o *room) recent(ctx context.Context, under []numbered) ([]numbered, error) {
	h, err := o.habits(ctx)
	if err != nil {
		return nil, err
	}
	var out []numbered
	for _, code := range h.Recent {
		if o.offered(code) && !slices.ContainsFunc(under, func(n numbered) bool { return n.Code == code }) {
			out = append(out, numbered{Code: code, Name: o.ProcedureName(code)})
		}
	}
	return out, nil
}

// offered reports whether the unit receives a procedure today.
func (o *room) offered(code string) bool {
	_, err := o.Catalog.Promise(o.Unit.Code, code, o.today())
	return err == nil
}

// meant are the procedures that a few letters or words may mean, best first: by code, by the
// words of the catalogue and of every day, by the first letters of words («ks» khai sinh).
// What the unit offers comes before what it does not.
func (o *room) meant(text string) []*procedure.Procedure {
	text = page.Line(text)
	found := o.Catalog.Procedures.Search(text)
	if initials := procedure.Fold(text); len(initials) >= 2 && len(initials) <= 5 && !strings.ContainsAny(initials, " .0123456789") {
		var by []*procedure.Procedure
		for _, p := range o.Catalog.Procedures.All() {
			if strings.Contains(" "+firstLetters(p.Name), initials) && !slices.Contains(found, p) {
				by = append(by, p)
			}
		}
		slices.SortStableFunc(by, func(a, b *procedure.Procedure) int { return len(a.Name) - len(b.Name) })
		found = append(found, by...)
	}
	slices.SortStableFunc(found, func(a, b *procedure.Procedure) int { return rank(o.offered(a.Code)) - rank(o.offered(b.Code)) })
	return found
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// firstLetters are the first letters of the words of a name, folded.
func firstLetters(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(procedure.Fold(name)) {
		if c := w[0]; c >= 'a' && c <= 'z' {
			b.WriteByte(c)
		}
	}
	return b.String()
}
