// Package register is the generic dated book (sổ): any simple book a ward keeps, its kinds
// defined as data in data/registers, its items with evidence and mark of origin.
//
// An item is recorded, corrected by a later entry that names it, or voided with a reason;
// never edited. An item with a Quantity stands for that many facts of a period and is how a
// figure printed elsewhere enters, marked with its origin. Quantity 0 says "none, and we
// looked"; no item says "no data"; NotApplicable says that the line is not the unit's.
package register

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
)

// SubjectKind is the ledger's word for a register item.
const SubjectKind = "register"

// ID identifies an item inside its unit.
type ID = ledger.ID

// Item is the fold of an item's entries.
type Item struct {
	ID       ID                `json:"-"`
	Unit     string            `json:"-"`
	Seq      int32             `json:"-"`
	Kind     string            `json:"k"`           // id of the kind, "directive"
	Facet    string            `json:"f,omitempty"` // part of the kind that a figure reads, "administration"
	From     calendar.Date     `json:"from"`
	To       calendar.Date     `json:"to"` // = From for a dated fact; a stock (staff) is of To
	State    State             `json:"s,omitempty"`
	Quantity int64             `json:"q"`           // how many facts, or đồng, or hundredths of a percent: the kind says
	Text     string            `json:"t,omitempty"` // of text kinds, and the printed form of an imported figure
	Fields   map[string]string `json:"x,omitempty"`
	Evidence []Evidence        `json:"e,omitempty"`
	Origin   string            `json:"o,omitempty"` // "" typed here; "printed": nhập từ báo cáo in
	Voided   bool              `json:"v,omitempty"`
	Actor    string            `json:"-"`
	Recorded time.Time         `json:"-"`
}

// State of an item's value. Four values are kept apart down to the cell: a value (zero is
// one), blank, not applicable, and no data (no item at all).
type State string

const (
	Value         State = ""
	Blank         State = "blank"
	NotApplicable State = "not_applicable"
)

// Evidence refers to what proves an item.
type Evidence struct {
	Kind  string `json:"k"` // document, report, dossier, file
	Ref   string `json:"r"` // number and symbol, place in the report, hash of the file
	Title string `json:"t,omitempty"`
}
