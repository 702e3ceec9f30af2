// Package procedure is the dated catalogue of thủ tục hành chính: what may be asked for, in
// how many days, at what fee, with which papers, and from when to when that held
// (NĐ 63/2010 Đ8 k2: the parts that a procedure must have).
//
// It keeps what was published and where; unknown stays unknown (nil, zero Date, empty), and
// no default is made up for it. A version is never edited after it is published: a change is
// a new version. Whether a procedure was in force on a day is answered with four values, from
// the dates of its versions where the acts were found, else from the lists it was seen in.
package procedure

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Procedure is one national code with its versions, oldest first.
type Procedure struct {
	Code             string     `toml:"code"`            // 1.001193
	CodeFull         string     `toml:"code_full"`       // with province suffix where that form was seen
	CodeFullBasis    string     `toml:"code_full_basis"` // how that form is known
	Name             string     `toml:"name"`
	Field            string     `toml:"field"`  // lĩnh vực as published
	Group            string     `toml:"group"`  // commune, vertical_agency, interlinked
	Agency           string     `toml:"agency"` // of vertical_agency
	Levels           []string   `toml:"levels"`
	Interlinked      bool       `toml:"interlinked"`
	Members          []string   `toml:"members"`       // codes of an interlinked service's parts
	OtherMembers     []string   `toml:"other_members"` // parts that are not in this catalogue
	Flow             string     `toml:"flow"`          // xa_tiep_nhan_chuyen_tinh: received here, decided by the province
	Versions         []Version  `toml:"version"`
	Sightings        []Sighting `toml:"sighting"`
	Sources          []string   `toml:"sources"`
	SourceURL        string     `toml:"source_url"`
	Confidence       string     `toml:"confidence"`        // in code, name, field, level
	DetailConfidence string     `toml:"detail_confidence"` // in period, fee, papers, result
	Notes            []string   `toml:"notes"`

	File string `toml:"-"` // data file it was read from
}

// Pending is a procedure whose code was remembered but seen in no source. Candidate is not a
// code and is never used as one.
type Pending struct {
	Candidate string `toml:"code_candidate"`
	Procedure
}

// Sighting is a dated observation that the procedure was, or was not, in a published list:
// what is known of its validity when the publication acts themselves were not found.
type Sighting struct {
	On    calendar.Date `toml:"on"`
	State State         `toml:"state"`
	List  string        `toml:"list"` // "phuong-2-2025-04", "national-2026"
}

// State is what a sighting says; a plain text, as it stands in files and output.
type State = string

const (
	SeenInForce   State = "in_force"
	SeenLikely    State = "likely"     // membership of the list was inferred
	SeenNotListed State = "not_listed" // the list does not have it, or should not
	SeenRepealed  State = "repealed"
	SeenUnknown   State = "unknown" // looked for, not settled
)

// Listed reports whether the list has the procedure, surely or likely.
func (s Sighting) Listed() bool { return s.State == SeenInForce || s.State == SeenLikely }

// Version is the text of a procedure between two publication acts. ValidFrom or ValidTo 0:
// not known. ValidTo is the last day.
type Version struct {
	ID                 string         `toml:"id"`
	ValidFrom          calendar.Date  `toml:"valid_from"`
	ValidTo            calendar.Date  `toml:"valid_to"`
	Seen               string         `toml:"seen"`         // YYYY-MM of the source
	PublishedBy        string         `toml:"published_by"` // decision that published it
	LegalBasis         []string       `toml:"legal_basis"`
	TimeLimit          *TimeLimit     `toml:"time_limit"`
	Fee                *Money         `toml:"fee"`          // lệ phí
	Charge             *Money         `toml:"charge"`       // phí
	OnlineLevel        string         `toml:"online_level"` // toan_trinh, mot_phan, none; empty: not known
	Accepts            []string       `toml:"accepts"`
	OnlineBasis        string         `toml:"online_basis"` // how the level is known when no source says it
	OnlineNote         string         `toml:"online_note"`
	PresenceRequired   string         `toml:"presence_required"` // who must come in person, and for what
	Components         []Component    `toml:"component"`
	ComponentsComplete bool           `toml:"components_complete"` // false: some papers may have been left out
	Substitutions      []Substitution `toml:"substitution"`
	Results            []string       `toml:"results"`
	ReceivingBody      string         `toml:"receiving_body"`
	DecidingBody       string         `toml:"deciding_body"`
	SupplementDays     int            `toml:"supplement_days"` // working days the citizen has to supplement; 0: not set
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
	Kind    string  `toml:"kind"`
	Amount  *int64  `toml:"amount"`  // VND; nil: not known
	Amounts []int64 `toml:"amounts"` // VND; every figure the source prints
	Unit    string  `toml:"unit"`
	Rule    string  `toml:"rule"`
}

// Component is one paper of the published list.
type Component struct {
	Name     string `toml:"name"`
	Original int    `toml:"original"` // original and copy both 0: the number is not known
	Copy     int    `toml:"copy"`
	Required *bool  `toml:"required"` // nil: the source does not say
	Mode     string `toml:"mode"`     // nop (hand in) or xuat_trinh (show)
	Case     string `toml:"case"`
	Form     string `toml:"form"`
	Note     string `toml:"note"`
}

// Substitution is a paper that must not be asked for when the named database answers
// (NQ 66.7/2025/NQ-CP). The paper is named as the resolution names it, which need not be the
// name of a component.
type Substitution struct {
	Component string `toml:"component"`
	Database  string `toml:"database"`
	Owner     string `toml:"owner"`
}

// OnlineLevels in the words of the data files; empty is not known.
const (
	LevelFull    = "toan_trinh"
	LevelPartial = "mot_phan"
	LevelNone    = "none"
)

// Limit is the period as the calendar counts it; false when there is no single figure.
func (t *TimeLimit) Limit() (calendar.Limit, bool) {
	if t == nil || t.Value == 0 {
		return calendar.Limit{}, false
	}
	return calendar.Limit{Value: t.Value, Unit: t.Unit, Cutoff: t.Cutoff}, true
}

// Supplement is the time the citizen has to supplement, in working days (NĐ 63/2024/NĐ-CP);
// zero when the procedure sets none.
func (v *Version) Supplement() calendar.Limit {
	if v.SupplementDays == 0 {
		return calendar.Limit{}
	}
	return calendar.Limit{Value: v.SupplementDays, Unit: calendar.WorkingDay}
}

// VersionOn is the version whose dates hold on the day; where no dates are known, the newest
// one that does not start later. Nil when there is none.
func (p *Procedure) VersionOn(day calendar.Date) *Version {
	var found *Version
	for i := range p.Versions {
		v := &p.Versions[i]
		if (v.ValidFrom == 0 || v.ValidFrom <= day) && (v.ValidTo == 0 || day <= v.ValidTo) {
			found = v
		}
	}
	return found
}

// Sighted returns what a list says of the procedure.
func (p *Procedure) Sighted(list string) (Sighting, bool) {
	for _, s := range p.Sightings {
		if s.List == list {
			return s, true
		}
	}
	return Sighting{}, false
}

// Folded is the text that a search without accents looks in.
func (p *Procedure) Folded() string {
	return Fold(strings.Join([]string{p.Code, p.Name, p.Field}, " "))
}
