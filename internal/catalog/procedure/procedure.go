// Package procedure is the dated catalogue of thủ tục hành chính: what may be asked for, in
// how many days, at what fee, with which papers, and from when to when that held.
//
// It keeps what was published and where; unknown stays unknown (nil, zero Date, empty), and
// no default is made up for it. A version is never edited after it is published: a change is
// a new version.
package procedure

import "github.com/motcua/motcua/internal/catalog/calendar"

// Procedure is one national code with its versions, oldest first.
type Procedure struct {
	Code             string     `toml:"code"`      // 1.001193
	CodeFull         string     `toml:"code_full"` // with province suffix where that form was seen
	Name             string     `toml:"name"`
	Field            string     `toml:"field"`  // lĩnh vực as published
	Group            string     `toml:"group"`  // commune, vertical_agency, interlinked
	Agency           string     `toml:"agency"` // of vertical_agency
	Levels           []string   `toml:"levels"`
	Interlinked      bool       `toml:"interlinked"`
	Members          []string   `toml:"members"` // of an interlinked service
	Flow             string     `toml:"flow"`
	Versions         []Version  `toml:"version"`
	Sightings        []Sighting `toml:"sighting"`
	Sources          []string   `toml:"sources"`
	SourceURL        string     `toml:"source_url"`
	Confidence       string     `toml:"confidence"`
	DetailConfidence string     `toml:"detail_confidence"`
	Notes            []string   `toml:"notes"`

	File string `toml:"-"` // data file it was read from
}

// Sighting is a dated observation that the procedure was, or was not, in a published list:
// what is known of its validity when the publication acts themselves were not found.
type Sighting struct {
	On    calendar.Date `toml:"on"`
	State string        `toml:"state"` // in_force, likely, not_listed, repealed, unknown
	List  string        `toml:"list"`  // "phuong-2-2025-04", "national-2026"
}

// Version is the text of a procedure between two publication acts. ValidFrom or ValidTo 0:
// not known. ValidTo is the last day.
type Version struct {
	ID                 string        `toml:"id"`
	ValidFrom          calendar.Date `toml:"valid_from"`
	ValidTo            calendar.Date `toml:"valid_to"`
	Seen               string        `toml:"seen"`         // YYYY-MM of the source
	PublishedBy        string        `toml:"published_by"` // decision that published it
	LegalBasis         []string      `toml:"legal_basis"`
	TimeLimit          *TimeLimit    `toml:"time_limit"`
	Fee                *Money        `toml:"fee"`          // lệ phí
	Charge             *Money        `toml:"charge"`       // phí
	OnlineLevel        string        `toml:"online_level"` // toan_trinh, mot_phan, none; empty: not known
	Accepts            []string      `toml:"accepts"`
	Components         []Component   `toml:"component"`
	ComponentsComplete bool          `toml:"components_complete"`
	Results            []string      `toml:"results"`
	ReceivingBody      string        `toml:"receiving_body"`
	DecidingBody       string        `toml:"deciding_body"`
	SupplementDays     int           `toml:"supplement_days"`
}

// TimeLimit is the period as published. Value 0 with a condition: there is no single figure.
type TimeLimit struct {
	Value     int             `toml:"value"`
	Unit      calendar.Unit   `toml:"unit"`
	Cutoff    calendar.Cutoff `toml:"cutoff"`
	Condition string          `toml:"condition"`
	Variants  []Variant       `toml:"variant"`
}

// Variant is a period that holds in a described case.
type Variant struct {
	When  string        `toml:"when"`
	Value int           `toml:"value"`
	Unit  calendar.Unit `toml:"unit"`
}

// Money is a fee rule: kind none, fixed, range, per_unit, provincial, by_member.
type Money struct {
	Kind   string `toml:"kind"`
	Amount *int64 `toml:"amount"` // VND; nil: not known
	Unit   string `toml:"unit"`
	Rule   string `toml:"rule"`
}

// Component is one paper of the published list.
type Component struct {
	Name       string `toml:"name"`
	Original   int    `toml:"original"`
	Copy       int    `toml:"copy"`
	Required   *bool  `toml:"required"` // nil: the source does not say
	Mode       string `toml:"mode"`     // nop (hand in) or xuat_trinh (show)
	Case       string `toml:"case"`
	Form       string `toml:"form"`
	Substitute string `toml:"substitute"` // national database that replaces it (NQ 66.7/2025)
}

// Force is the answer to "was it in force on that day".
type Force string

const (
	InForce    Force = "in_force"
	Likely     Force = "likely"
	NotInForce Force = "not_in_force"
	Unknown    Force = "unknown"
)
