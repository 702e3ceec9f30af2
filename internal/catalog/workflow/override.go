package workflow

import (
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Override lets an officer who is named in the entry pass one of the blocks that a dossier's
// rules set, where an article allows it. What has no row in force is passed by nobody.
type Override struct {
	Block     string        `toml:"block"` // see Blocks
	Command   string        `toml:"command"`
	Roles     []access.Role `toml:"roles"` // who may
	Times     int           `toml:"times"` // for one dossier
	Needs     string        `toml:"needs"` // what the approver writes, in Vietnamese
	ValidFrom calendar.Date `toml:"valid_from"`
	ValidTo   calendar.Date `toml:"valid_to"` // the last day; 0: still in force
	Law       string        `toml:"law"`
	Mark      string        `toml:"mark"`
}

// Blocks that a row can let pass. Every other refusal of a dossier's rules stands for everybody.
const (
	SecondSupplement = "second_supplement" // a supplement was asked for already
	LongerPeriod     = "longer_period"     // the published period is what is promised
)

// Blocks are all of them, with the command that each holds back.
var Blocks = map[string]string{SecondSupplement: "ask_supplement", LongerPeriod: "receive"}

// Override is the row that lets a block pass on a day; false: nobody passes it.
func (t *Table) Override(block string, day calendar.Date) (Override, bool) {
	for _, o := range t.Overrides {
		if o.Block == block && in(o.ValidFrom, o.ValidTo, day) {
			return o, true
		}
	}
	return Override{}, false
}

// Lets reports whether a role may pass the block.
func (o Override) Lets(role access.Role) bool { return slices.Contains(o.Roles, role) }

// Who names those who may pass it, in Vietnamese.
func (t *Table) Who(o Override) string { return t.roleTitles(o.Roles) }

// Postmark says of which fields a dossier that came by post counts as received on the day of
// the post office's stamp (one-stop-rules §2.3); of the others the opening of the letter counts.
type Postmark struct {
	Fields    []string      `toml:"fields"`
	ValidFrom calendar.Date `toml:"valid_from"`
	ValidTo   calendar.Date `toml:"valid_to"`
	Law       string        `toml:"law"`
	Mark      string        `toml:"mark"`
}

// Stamped reports whether a dossier of a field counts from the postmark on a day.
func (t *Table) Stamped(field string, day calendar.Date) bool {
	return slices.ContainsFunc(t.Postmarks, func(p Postmark) bool { return in(p.ValidFrom, p.ValidTo, day) && slices.Contains(p.Fields, field) })
}

func in(from, to, day calendar.Date) bool { return from <= day && (to == 0 || day <= to) }

func (c *checker) dated(path string, from, to calendar.Date, law, mark string) {
	if from == 0 || to != 0 && to < from {
		c.addf(path+".valid_from", "Thiếu ngày đầu, hoặc ngày cuối trước ngày đầu")
	}
	if law == "" {
		c.addf(path, "Thiếu căn cứ (law)")
	}
	if !slices.Contains(marks, mark) {
		c.addf(path+".mark", "mark «%s» không hợp lệ: cần một trong %v", mark, marks)
	}
}

func (c *checker) overrides() {
	for i, o := range c.doc.Overrides {
		path := fmt.Sprintf("override[%d]", i)
		c.dated(path, o.ValidFrom, o.ValidTo, o.Law, o.Mark)
		c.roles(path, o.Roles)
		if command, ok := Blocks[o.Block]; !ok || command != o.Command || !has(c.doc.Commands, o.Command) {
			c.addf(path+".block", "Không có điều chặn «%s» của việc «%s»", o.Block, o.Command)
		}
		if o.Times < 1 || o.Needs == "" {
			c.addf(path, "Thiếu số lần (times) hoặc điều người quyết định phải ghi (needs)")
		}
		for _, r := range o.Roles {
			if !slices.Contains(access.Staff, r) {
				c.addf(path+".roles", "Vai «%s» không phải vai của cán bộ", r)
			}
		}
		for _, before := range c.doc.Overrides[:i] {
			if before.Block == o.Block && (before.ValidTo == 0 || before.ValidTo >= o.ValidFrom) && (o.ValidTo == 0 || o.ValidTo >= before.ValidFrom) {
				c.addf(path+".valid_from", "Điều chặn «%s» đã có dòng khác cùng thời gian", o.Block)
			}
		}
	}
}

func (c *checker) postmarks() {
	for i, p := range c.doc.Postmarks {
		path := fmt.Sprintf("postmark[%d]", i)
		c.dated(path, p.ValidFrom, p.ValidTo, p.Law, p.Mark)
		if len(p.Fields) == 0 || slices.Contains(p.Fields, "") {
			c.addf(path+".fields", "Thiếu lĩnh vực (fields)")
		}
	}
}
