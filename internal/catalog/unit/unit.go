// Package unit describes the agencies (đơn vị) that work on motcua: their names, identifiers
// and superiors by date, what they offer at the counter, and the lists they published.
package unit

import "github.com/motcua/motcua/internal/catalog/calendar"

// Unit is one agency. Code is its e-identifier (mã định danh điện tử) and the key of all
// that it owns.
type Unit struct {
	ID       string    `toml:"id"`   // short name of the data folder, "phuong-2"
	Code     string    `toml:"code"` // "H50.31.02"
	Names    []Name    `toml:"name"`
	Province string    `toml:"province"`
	Offers   []Offer   `toml:"offer"`
	Lists    []List    `toml:"list"`
	Officers []Officer `toml:"officer"`
	Note     string    `toml:"note"`
	File     string    `toml:"-"`
}

// Name is the unit's name, parent and signing form from a day on.
type Name struct {
	From       calendar.Date `toml:"from"`
	To         calendar.Date `toml:"to"`
	Title      string        `toml:"title"`     // "UBND Phường 2"
	Long       string        `toml:"long"`      // "ỦY BAN NHÂN DÂN PHƯỜNG 2"
	Parent     string        `toml:"parent"`    // "ỦY BAN NHÂN DÂN THỊ XÃ QUẢNG TRỊ"
	Place      string        `toml:"place"`     // of the date line
	OneStop    string        `toml:"one_stop"`  // its one-stop office; empty: as the form set calls it
	SignedAs   []string      `toml:"signed_as"` // lines of the signature block
	Recipients []string      `toml:"recipients"`
}

// Offer says that the unit received a procedure from day to day, at which online level, and
// what it promised where the catalogue has no period. Basis says how that is known.
type Offer struct {
	Procedure string          `toml:"procedure"`
	From      calendar.Date   `toml:"from"`
	To        calendar.Date   `toml:"to"`
	Level     string          `toml:"level"` // toan_trinh, mot_phan, none; empty: not known
	Promise   *calendar.Limit `toml:"promise"`
	Basis     string          `toml:"basis"`
}

// List is a list of procedures that the unit posted, of which the print gave the totals and
// not the codes: which are identified follows from offers and sightings (catalog.Listed).
// Total − identified is a number of procedures of which only the existence is known.
type List struct {
	ID     string        `toml:"id"`
	From   calendar.Date `toml:"from"`
	To     calendar.Date `toml:"to"`
	Group  string        `toml:"group"` // commune, vertical_agency, interlinked
	Total  int           `toml:"total"`
	Fields int           `toml:"fields"`
	Source string        `toml:"source"`
	Note   string        `toml:"note"`
}

// Officer is a post at the unit, not a person: real people come with sign-in.
type Officer struct {
	ID   string        `toml:"id"` // "cb-01"
	Role string        `toml:"role"`
	Post string        `toml:"post"`
	From calendar.Date `toml:"from"`
	To   calendar.Date `toml:"to"`
}
