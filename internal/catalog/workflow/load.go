package workflow

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/datafile"
)

// Dir is the folder of workflow files in the data tree.
const Dir = "workflows"

// The file writes a row once for all statuses it leaves; the table holds one row each.
type document struct {
	ID          string       `toml:"id"`
	Law         string       `toml:"law"`
	Statuses    []Status     `toml:"status"`
	Roles       []Title      `toml:"role"`
	Commands    []Title      `toml:"command"`
	Transitions []transition `toml:"transition"`
	Acts        []act        `toml:"act"`
	Forbidden   []forbidden  `toml:"forbidden"`
	Late        Late         `toml:"late"`
	Overrides   []Override   `toml:"override"`
	Postmarks   []Postmark   `toml:"postmark"`
}

type act struct {
	Command string        `toml:"command"`
	From    []uint8       `toml:"from"`
	Roles   []access.Role `toml:"roles"`
	Guard   string        `toml:"guard"`
	Form    string        `toml:"document"`
	Law     string        `toml:"law"`
	Mark    string        `toml:"mark"`
}

type transition struct {
	Command string        `toml:"command"`
	From    []uint8       `toml:"from"`
	To      uint8         `toml:"to"`
	When    When          `toml:"when"`
	Roles   []access.Role `toml:"roles"`
	Guard   string        `toml:"guard"`
	Form    string        `toml:"document"`
	Law     string        `toml:"law"`
	Mark    string        `toml:"mark"`
}

type forbidden struct {
	Command string  `toml:"command"`
	From    []uint8 `toml:"from"`
	Reason  string  `toml:"reason"`
	Law     string  `toml:"law"`
	Mark    string  `toml:"mark"`
}

// Load reads the workflow of the data tree. There is one: all dossiers of a unit pass the
// same statuses, and a new law replaces the file from an upgrade on.
func Load(fsys fs.FS) (*Table, []datafile.Problem) {
	paths, err := datafile.List(fsys, Dir)
	if err != nil {
		return &Table{}, []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục: " + err.Error()}}
	}
	if len(paths) != 1 {
		return &Table{}, []datafile.Problem{{File: Dir, Text: fmt.Sprintf(
			"Cần đúng một tệp bảng chuyển trạng thái, đang có %d", len(paths))}}
	}
	return Read(fsys, paths[0])
}

// Read reads one workflow file.
func Read(fsys fs.FS, path string) (*Table, []datafile.Problem) {
	doc, file, problems := datafile.Decode[document](fsys, path)
	if len(problems) > 0 {
		return &Table{File: path}, problems
	}
	t := &Table{ID: doc.ID, Law: doc.Law, Statuses: doc.Statuses, Roles: doc.Roles, Commands: doc.Commands, Late: doc.Late, Overrides: doc.Overrides, Postmarks: doc.Postmarks, File: path}
	for _, r := range doc.Transitions {
		for _, from := range r.From {
			t.Rows = append(t.Rows, Row{From: from, To: r.To, Command: r.Command, When: r.When,
				Roles: r.Roles, Guard: r.Guard, Form: r.Form, Law: r.Law, Mark: r.Mark})
		}
	}
	for _, r := range doc.Acts {
		for _, from := range r.From {
			t.Rows = append(t.Rows, Row{From: from, To: from, Command: r.Command,
				Roles: r.Roles, Guard: r.Guard, Form: r.Form, Law: r.Law, Mark: r.Mark})
		}
	}
	for _, r := range doc.Forbidden {
		for _, from := range r.From {
			t.Forbids = append(t.Forbids, Forbidden{From: from, Command: r.Command, Reason: r.Reason, Law: r.Law, Mark: r.Mark})
		}
	}
	return t, check(&doc, file)
}

var (
	buckets = []string{"open", "waiting", "paused", "withdrawn", "done", "uncounted"}
	clocks  = []string{"not_started", "starts", "never_started", "running", "waiting", "paused", "frozen", "ends", "ended"}
	marks   = []string{"verified", "unverified", "design"}
)

type checker struct {
	doc  *document
	file *datafile.File
	out  []datafile.Problem
}

func (c *checker) addf(path, format string, args ...any) {
	c.out = append(c.out, c.file.Problem(path, fmt.Sprintf(format, args...)))
}

func check(doc *document, file *datafile.File) []datafile.Problem {
	c := &checker{doc: doc, file: file}
	if doc.ID == "" {
		c.addf("id", "Thiếu id của bảng")
	}
	c.statuses()
	c.titles("role", doc.Roles)
	c.titles("command", doc.Commands)
	for i, r := range doc.Transitions {
		path := fmt.Sprintf("transition[%d]", i)
		c.row(path, r.Command, r.From, r.Mark)
		c.roles(path, r.Roles)
		if !c.known(r.To) || r.To == 0 {
			c.addf(path+".to", "Trạng thái đến %d không có trong bảng", r.To)
		}
		if r.When != Always && r.When != Received && r.When != NotReceived {
			c.addf(path+".when", "when «%s» không hợp lệ: cần received hoặc not_received", r.When)
		}
		c.leaving(path, r)
	}
	for i, r := range doc.Acts {
		path := fmt.Sprintf("act[%d]", i)
		c.row(path, r.Command, r.From, r.Mark)
		c.roles(path, r.Roles)
	}
	for i, r := range doc.Forbidden {
		path := fmt.Sprintf("forbidden[%d]", i)
		c.row(path, r.Command, r.From, r.Mark)
		if r.Reason == "" {
			c.addf(path, "Thiếu lý do cấm (reason)")
		}
	}
	if l := doc.Late; l.Minutes < 1 || l.Minutes > 24*60 || !slices.Contains(marks, l.Mark) {
		c.addf("late", "[late] cần minutes từ 1 đến 1440 và mark là một trong %v", marks)
	}
	c.overrides()
	c.postmarks()
	c.contradictions()
	return c.out
}

func (c *checker) statuses() {
	seen := map[uint8]bool{}
	for i, s := range c.doc.Statuses {
		path := fmt.Sprintf("status[%d]", i)
		if s.Code == 0 || seen[s.Code] {
			c.addf(path+".code", "Mã trạng thái %d bị trùng hoặc bằng 0", s.Code)
		}
		seen[s.Code] = true
		if s.Name == "" {
			c.addf(path, "Trạng thái %d thiếu tên", s.Code)
		}
		if !slices.Contains(buckets, s.Bucket) {
			c.addf(path+".bucket", "bucket «%s» không hợp lệ: cần một trong %v", s.Bucket, buckets)
		}
		if !slices.Contains(clocks, s.Clock) {
			c.addf(path+".clock", "clock «%s» không hợp lệ: cần một trong %v", s.Clock, clocks)
		}
	}
}

func (c *checker) titles(key string, list []Title) {
	seen := map[string]bool{}
	for i, e := range list {
		if e.ID == "" || e.Title == "" || seen[e.ID] {
			c.addf(fmt.Sprintf("%s[%d].id", key, i), "«%s» bị trùng, hoặc thiếu id hay title", e.ID)
		}
		seen[e.ID] = true
	}
}

func (c *checker) known(code uint8) bool {
	return code == 0 || slices.ContainsFunc(c.doc.Statuses, func(s Status) bool { return s.Code == code })
}

func has(list []Title, id string) bool {
	return slices.ContainsFunc(list, func(e Title) bool { return e.ID == id })
}

func (c *checker) row(path, command string, from []uint8, mark string) {
	if !has(c.doc.Commands, command) {
		c.addf(path+".command", "Việc «%s» không có trong danh sách [[command]]", command)
	}
	if len(from) == 0 {
		c.addf(path, "Thiếu trạng thái đi (from)")
	}
	for _, f := range from {
		if !c.known(f) {
			c.addf(path+".from", "Trạng thái đi %d không có trong bảng", f)
		}
	}
	if !slices.Contains(marks, mark) {
		c.addf(path+".mark", "mark «%s» không hợp lệ: cần một trong %v", mark, marks)
	}
}

func (c *checker) roles(path string, roles []access.Role) {
	if len(roles) == 0 {
		c.addf(path, "Thiếu vai được làm (roles)")
	}
	for _, r := range roles {
		if !has(c.doc.Roles, string(r)) {
			c.addf(path+".roles", "Vai «%s» không có trong danh sách [[role]]", r)
		}
	}
}

// leaving finds a transition out of a terminal status: a dossier that ended stays ended.
func (c *checker) leaving(path string, r transition) {
	for _, s := range c.doc.Statuses {
		if s.Terminal && slices.Contains(r.From, s.Code) {
			c.addf(path+".from", "Trạng thái kết thúc «%s» không được chuyển đi", s.Name)
		}
	}
}

// contradictions finds what is allowed twice under the same conditions, or allowed and forbidden.
func (c *checker) contradictions() {
	type key struct {
		from    uint8
		command string
		when    When
	}
	seen := map[key]bool{}
	allowed := map[key]bool{}
	add := func(path, command string, from []uint8, when When) {
		for _, f := range from {
			k := key{f, command, when}
			if seen[k] {
				c.addf(path, "Việc «%s» từ trạng thái %d đã có ở dòng khác", command, f)
			}
			seen[k], allowed[key{f, command, ""}] = true, true
		}
	}
	for i, r := range c.doc.Transitions {
		add(fmt.Sprintf("transition[%d]", i), r.Command, r.From, r.When)
	}
	for i, r := range c.doc.Acts {
		add(fmt.Sprintf("act[%d]", i), r.Command, r.From, Always)
	}
	for i, r := range c.doc.Forbidden {
		for _, f := range r.From {
			if allowed[key{f, r.Command, ""}] {
				c.addf(fmt.Sprintf("forbidden[%d]", i), "Việc «%s» từ trạng thái %d vừa được phép vừa bị cấm", r.Command, f)
			}
		}
	}
}
