// Package workflow holds which step may follow which, as data (data/workflows). It knows
// neither storage nor clock.
package workflow

import "github.com/motcua/motcua/internal/access"

// Row allows one transition. From 0 is "does not exist yet"; To equal to From is an act
// that leaves the status as it is.
type Row struct {
	From    uint8         `toml:"from"`
	To      uint8         `toml:"to"`
	Command string        `toml:"command"` // name of the dossier command, "receive"
	Roles   []access.Role `toml:"roles"`
	Guard   string        `toml:"guard"`    // what must hold, in Vietnamese
	Form    string        `toml:"document"` // form that is issued
	Law     string        `toml:"law"`
	Mark    string        `toml:"mark"` // verified, unverified, design
}

// Status names one status code.
type Status struct {
	Code     uint8  `toml:"code"`
	Name     string `toml:"name"`
	Bucket   string `toml:"bucket"` // open, waiting, paused, withdrawn, done, uncounted
	Clock    string `toml:"clock"`
	Terminal bool   `toml:"terminal"`
}

// Table is one published set of transitions.
type Table struct {
	ID       string   `toml:"id"`
	Law      string   `toml:"law"`
	Statuses []Status `toml:"status"`
	Rows     []Row    `toml:"transition"`
}
