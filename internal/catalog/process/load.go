package process

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/datafile"
)

// Dir is the folder of processes in the data tree.
const Dir = "processes"

// Load reads and checks data/processes.
func Load(fsys fs.FS) (*Set, []datafile.Problem) {
	out := &Set{}
	paths, err := datafile.List(fsys, Dir)
	if err != nil {
		return out, []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục quy trình nội bộ: " + err.Error()}}
	}
	var problems []datafile.Problem
	for _, path := range paths {
		p, file, bad := datafile.Decode[Process](fsys, path)
		if len(bad) > 0 {
			problems = append(problems, bad...)
			continue
		}
		c := checker{p: &p, file: file}
		p.at = file
		c.check(out)
		problems = append(problems, c.out...)
		out.all = append(out.all, &p)
	}
	return out, problems
}

// CheckProcedures names the processes of procedures that are not in the catalogue.
func (s *Set) CheckProcedures(known func(code string) bool) []datafile.Problem {
	var out []datafile.Problem
	for _, p := range s.all {
		for i, code := range p.Procedures {
			if !known(code) {
				out = append(out, p.at.Problem(fmt.Sprintf("procedures[%d]", i), fmt.Sprintf("Không có thủ tục %s trong danh mục", code)))
			}
		}
	}
	return out
}

var marks = []string{"verified", "unverified", "design"}

type checker struct {
	p    *Process
	file *datafile.File
	out  []datafile.Problem
}

func (c *checker) addf(path, format string, args ...any) {
	c.out = append(c.out, c.file.Problem(path, fmt.Sprintf(format, args...)))
}

func (c *checker) check(before *Set) {
	p := c.p
	switch {
	case p.ID == "" || p.Title == "" || p.Law == "":
		c.addf("id", "Thiếu id, title hoặc law của quy trình")
	case slices.ContainsFunc(before.all, func(o *Process) bool { return o.ID == p.ID }):
		c.addf("id", "Quy trình «%s» đã có ở tệp khác", p.ID)
	}
	if p.ValidFrom == 0 || p.ValidTo != 0 && p.ValidTo < p.ValidFrom {
		c.addf("valid_from", "Thiếu ngày đầu, hoặc ngày cuối trước ngày đầu")
	}
	if !slices.Contains(marks, p.Mark) {
		c.addf("mark", "mark «%s» không hợp lệ: cần một trong %v", p.Mark, marks)
	}
	for _, o := range before.all {
		if overlaps(o, p) {
			c.addf("procedures", "Trùng thời gian và thủ tục với quy trình «%s»", o.ID)
		}
	}
	c.hours()
	c.steps()
}

// hours: either a share of any period, or adding up to the one that the process is for.
func (c *checker) hours() {
	sum := 0
	for _, st := range c.p.Steps {
		sum += st.Hours
	}
	switch {
	case sum == 0:
		c.addf("step", "Không có bước nào có giờ")
	case c.p.Scaled == (c.p.Limit != nil):
		c.addf("scaled", "Cần đúng một trong hai: scaled = true, hoặc limit là thời hạn mà số giờ cộng lại")
	case c.p.Limit != nil && c.p.Limit.Check() != nil:
		c.addf("limit", "Thời hạn không hợp lệ")
	case c.p.Limit != nil && sum*60 != Minutes(*c.p.Limit):
		c.addf("limit", "Tổng giờ các bước là %d, thời hạn là %d giờ (8 giờ một ngày làm việc)", sum, Minutes(*c.p.Limit)/60)
	}
}

func (c *checker) steps() {
	seen := map[string]bool{}
	for i, st := range c.p.Steps {
		path := fmt.Sprintf("step[%d]", i)
		if st.ID == "" || st.Title == "" || seen[st.ID] {
			c.addf(path, "Bước thiếu id hoặc title, hoặc id «%s» bị trùng", st.ID)
		}
		seen[st.ID] = true
		if !slices.Contains(access.Staff, st.Role) {
			c.addf(path+".role", "Vai «%s» không phải vai của cán bộ", st.Role)
		}
		if st.Hours < 0 {
			c.addf(path+".hours", "Số giờ âm")
		}
		if len(st.Begins) == 0 {
			c.addf(path+".begins", "Thiếu loại bản ghi mở đầu bước (begins)")
		}
	}
}

func overlaps(a, b *Process) bool {
	if a.ValidTo != 0 && a.ValidTo < b.ValidFrom || b.ValidTo != 0 && b.ValidTo < a.ValidFrom {
		return false
	}
	if len(a.Procedures) == 0 || len(b.Procedures) == 0 {
		return len(a.Procedures) == len(b.Procedures)
	}
	return slices.ContainsFunc(a.Procedures, func(code string) bool { return slices.Contains(b.Procedures, code) })
}
