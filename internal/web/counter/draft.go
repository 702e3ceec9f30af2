package counter

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// Kinds of notes. A draft is an intake that is not finished; a scan is a person whose card was
// read, on the way from the scan to the intake, so that no address has to carry him.
const (
	draftKind = "draft"
	scanKind  = "scan"
)

// How long they are kept. A draft that became a dossier stays for who presses "back".
const (
	draftLife = 14 * 24 * time.Hour
	doneLife  = 24 * time.Hour
	scanLife  = time.Hour
)

// draft is an intake as typed. Personal data; the id of its note is random.
type draft struct {
	V         int               `json:"v"`
	Procedure string            `json:"p"`
	Version   string            `json:"ve,omitempty"` // whose papers Fields are about
	Key       string            `json:"k"`            // of the act that makes the dossier
	Begun     time.Time         `json:"t"`
	Fields    map[string]string `json:"f,omitempty"` // by name, as typed
	Filled    map[string]string `json:"q,omitempty"` // what a scan put there
	Scan      *idcard.Card      `json:"s,omitempty"` // read, and neither taken nor discarded
	Code      string            `json:"c,omitempty"` // of the dossier made of it, or its id
	Guided    time.Time         `json:"g,omitzero"`  // asked at the counter to bring what is missing
	Earlier   map[string]string `json:"e,omitempty"` // what an earlier dossier of the same number says
	Undecided bool              `json:"u,omitempty"` // and it differs from what was typed

	id  string
	rev int64
}

var fieldName = regexp.MustCompile(`^(tp-\d{1,2}-(dang|so)|[a-z][a-z-]{0,20})$`)

// own are names of a form that are no field of a draft.
var own = map[string]bool{page.KeyField: true, "rev": true, "viec": true, "q": true}

const longestField = 4000 // characters, above what any field of the page takes

// take puts what a form holds into the draft, as typed.
func (d *draft) take(form url.Values) error {
	fields := map[string]string{}
	for name, values := range form {
		if own[name] || !fieldName.MatchString(name) {
			continue
		}
		v := norm.NFC.String(values[len(values)-1])
		if utf8.RuneCountInString(v) > longestField {
			return fault.New(fault.Invalid, "counter.too_long", "most", longestField)
		}
		if v != "" {
			fields[name] = v
		}
	}
	if len(fields) > 150 {
		return fault.New(fault.Invalid, "counter.too_long", "most", longestField)
	}
	d.Fields = fields
	return nil
}

// fill puts a card into the fields of a person; prefix is "" for the applicant, "uq-" for who
// comes for him.
func (d *draft) fill(prefix string, c idcard.Card) {
	if d.Fields == nil {
		d.Fields = map[string]string{}
	}
	if d.Filled == nil {
		d.Filled = map[string]string{}
	}
	for name, v := range cardFields(c) {
		if prefix == "uq-" && name == "sinh" || v == "" {
			continue
		}
		d.Fields[prefix+name], d.Filled[prefix+name] = v, v
	}
	delete(d.Fields, prefix+"doi-chieu") // another card than the one that was compared
	if prefix == "uq-" {
		d.Fields["uq"] = "1"
	} else {
		delete(d.Fields, "loai")
	}
	d.Scan = nil
}

func cardFields(c idcard.Card) map[string]string {
	return map[string]string{"ten": c.Name, "so": c.Number, "sinh": c.Born.String(), "dia-chi": c.Address}
}

// clashes reports whether a card would change something that stands in the fields of a person.
func (d *draft) clashes(prefix string, c idcard.Card) bool {
	for name, v := range cardFields(c) {
		if have := page.Line(d.Fields[prefix+name]); have != "" && v != "" && have != v {
			return true
		}
	}
	return false
}

// filled reports whether the name and number of a person are those of a scanned card.
func (d *draft) filled(prefix string) bool {
	for _, name := range []string{"ten", "so"} {
		if v := d.Filled[prefix+name]; v == "" || page.Line(d.Fields[prefix+name]) != v {
			return false
		}
	}
	return true
}

// empty reports whether nothing of a person has been typed.
func (d *draft) empty() bool {
	for name, v := range d.Fields {
		if !strings.HasPrefix(name, "tp-") && name != "kenh" && name != "nhan-tai" && name != "so-bo" && name != "chuyen" && v != "" {
			return false
		}
	}
	return true
}

// open reads a draft of the person who asks; another's is not there.
func (o *room) open(ctx context.Context, id string) (*draft, error) {
	if o.Notes == nil {
		return nil, fault.New(fault.Unavailable, "counter.read_only")
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, draftKind, id)
	if err == nil && n.Owner != page.Person(ctx).ID {
		err = fault.New(fault.NotFound, "counter.no_draft")
	}
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "counter.no_draft")
	}
	if err != nil {
		return nil, err
	}
	d := &draft{id: id, rev: n.Rev}
	return d, json.Unmarshal(n.Body, d)
}

// keep writes a draft. When another tab was faster, nothing is kept and the refusal is
// "note.changed".
func (o *room) keep(ctx context.Context, d *draft) error {
	life := draftLife
	if d.Code != "" {
		life = doneLife
	}
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	d.rev, err = o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: draftKind, ID: d.id, Owner: page.Person(ctx).ID,
		Rev: d.rev, Expires: o.Now().Add(life), Body: body})
	return err
}

// new begins a draft of a procedure.
func (o *room) new(procedure string) *draft {
	return &draft{V: 1, Procedure: procedure, Key: page.NewKey(), Begun: o.Now(), id: strings.ToLower(page.NewKey())}
}

// scanned keeps a person whose card was read for the next step.
func (o *room) scanned(ctx context.Context, c idcard.Card) (id string, err error) {
	body, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	id = strings.ToLower(page.NewKey())
	_, err = o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: scanKind, ID: id, Owner: page.Person(ctx).ID, Expires: o.Now().Add(scanLife), Body: body})
	return id, err
}

// scan reads back a person whose card was read.
func (o *room) scan(ctx context.Context, id string) (c idcard.Card, err error) {
	if o.Notes == nil {
		return c, fault.New(fault.Unavailable, "counter.read_only")
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, scanKind, id)
	if err == nil && n.Owner != page.Person(ctx).ID || fault.Is(err, fault.NotFound) {
		return c, fault.New(fault.NotFound, "counter.no_scan")
	}
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(n.Body, &c)
}

// opened is a draft of mine that is not finished.
type opened struct {
	*draft
	Changed time.Time
}

// drafts are those of a person that are not finished, the last changed first.
func (o *room) drafts(ctx context.Context, who *access.Person) ([]opened, error) {
	if o.Notes == nil {
		return nil, nil
	}
	notes, err := o.Notes.List(ctx, o.Unit.Code, draftKind, who.ID, 0)
	if err != nil {
		return nil, err
	}
	var out []opened
	for _, n := range notes {
		d := &draft{id: n.ID, rev: n.Rev}
		if err := json.Unmarshal(n.Body, d); err != nil {
			return nil, err
		}
		if d.Code == "" && !d.empty() {
			out = append(out, opened{d, n.Changed})
		}
	}
	return out, nil
}

// answerJSON is what the script gets that saves a draft by itself.
func answerJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}

// draftID is the id of the draft that a person's form begins.
func draftID(who, key string) string {
	sum := sha256.Sum256([]byte("motcua draft " + who + " " + key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}

// masked is a name as others at the counter may read it.
func masked(name string) string {
	return page.Masked(dossier.Applicant{Kind: 1, Name: page.Line(name)})
}
