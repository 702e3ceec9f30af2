package demo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
)

// figureIDs are the figures every year must have: what the identities below are made of.
var figureIDs = []string{"received", "direct", "online", "carried", "settled", "early", "on_time", "late", "open",
	"full_total", "full_online", "partial_total", "partial_online", "no_level_total",
	"services", "services_online", "digitized", "paper", "electronic"}

// levels are the online levels a split may have, with the figures they add up to.
var levels = []struct{ level, total, online string }{
	{"toan_trinh", "full_total", "full_online"}, {"mot_phan", "partial_total", "partial_online"}, {"none", "no_level_total", ""},
}

type checker struct {
	f        *Figures
	fieldOf  func(string) string
	problems []datafile.Problem
}

func (c *checker) say(path, format string, args ...any) {
	c.problems = append(c.problems, c.f.file.Problem(path, fmt.Sprintf(format, args...)))
}

// equal reports an identity that does not hold.
func (c *checker) equal(path, what string, got, want int) {
	if got != want {
		c.say(path, "%s: cộng lại là %d, số giữ lại là %d; hãy sửa một trong hai", what, got, want)
	}
}

func (c *checker) most(path, what string, n, limit int) {
	if n > limit {
		c.say(path, "%s: %d lớn hơn %d", what, n, limit)
	}
}

// check finds every identity that does not hold: the generator can only meet figures that
// agree with each other.
func (f *Figures) check(fieldOf func(string) string) []datafile.Problem {
	c := &checker{f: f, fieldOf: fieldOf}
	if len(f.Years) == 0 {
		c.say("year", "chưa có năm nào")
		return c.problems
	}
	for i := range f.Totals {
		c.figure(fmt.Sprintf("total[%d]", i), f.Totals[i])
	}
	sums := map[string]int{}
	var before *Year
	for i := range f.Years {
		y, path := &f.Years[i], fmt.Sprintf("year[%d]", i)
		if c.year(path, y, before) {
			c.identities(path, y, before)
			c.splits(path, y)
			c.fields(path, y, before)
			for _, id := range figureIDs {
				sums[id] += y.Kept(id)
			}
		}
		before = y
	}
	for i, t := range f.Totals {
		c.equal(fmt.Sprintf("total[%d].kept", i), "tổng các năm của "+t.ID, sums[t.ID], t.Kept)
	}
	return c.problems
}

// year checks that all figures are there; without them the identities say nothing.
func (c *checker) year(path string, y, before *Year) bool {
	n := len(c.problems)
	if y.From == 0 || y.To < y.From || y.From.Year() != y.Year || y.To.Year() != y.Year {
		c.say(path+".from", "từ ngày, đến ngày phải nằm trong năm %d", y.Year)
	}
	if before != nil && before.To+1 != y.From {
		c.say(path+".from", "năm phải bắt đầu ngay sau ngày %s", before.To.Print())
	}
	for i, f := range y.Figures {
		at := fmt.Sprintf("%s.figure[%d]", path, i)
		c.figure(at, f)
		if !slices.Contains(figureIDs, f.ID) {
			c.say(at+".id", "không có số nào tên «%s»", f.ID)
		}
	}
	for _, id := range figureIDs {
		if y.Kept(id) < 0 {
			c.say(path, "thiếu số «%s»", id)
		}
	}
	return len(c.problems) == n
}

// figure: where print and kept differ, or nothing was printed, the file says why.
func (c *checker) figure(path string, f Figure) {
	same := digits(f.Printed) == fmt.Sprint(f.Kept) || f.Kept == 0 && strings.HasPrefix(f.Printed, "không có")
	switch {
	case f.Kept < 0:
		c.say(path+".kept", "số giữ lại phải từ 0 trở lên")
	case f.Place == "":
		c.say(path, "thiếu place: chỗ của số trong báo cáo")
	case !same && f.Why == "":
		c.say(path, "số giữ lại %d khác số in «%s» thì phải ghi lý do ở why", f.Kept, f.Printed)
	}
}

// digits is a printed whole number without dots and leading zeros.
func digits(s string) string {
	s = strings.TrimLeft(strings.ReplaceAll(s, ".", ""), "0")
	if s == "" {
		return "0"
	}
	return s
}

func (c *checker) identities(path string, y, before *Year) {
	k := y.Kept
	carried := 0
	if before != nil {
		carried = before.Kept("open")
	}
	c.equal(path, "trực tiếp + trực tuyến", k("direct")+k("online"), k("received"))
	c.equal(path, "năm trước chuyển qua", carried, k("carried"))
	c.equal(path, "đã giải quyết + đang giải quyết - chuyển qua", k("settled")+k("open")-k("carried"), k("received"))
	c.equal(path, "trước hạn + đúng hạn + quá hạn", k("early")+k("on_time")+k("late"), k("settled"))
	c.equal(path, "hồ sơ quá hạn", k("late"), 0) // no life is made for a late dossier
	c.equal(path, "toàn trình + một phần + không trực tuyến", k("full_total")+k("partial_total")+k("no_level_total"), k("received"))
	c.equal(path, "trực tuyến toàn trình + một phần", k("full_online")+k("partial_online"), k("online"))
	c.most(path, "số hóa thành phần so với tiếp nhận", k("digitized"), k("received"))
	c.most(path, "trả giấy tờ so với đã giải quyết", k("paper"), k("settled"))
	c.most(path, "kết quả điện tử so với trả giấy tờ", k("electronic"), k("paper"))
	c.most(path, "chuyển qua so với kết quả giấy tờ", k("carried"), k("paper"))
}

func (c *checker) splits(path string, y *Year) {
	var open, services, servicesOnline int
	total, online := map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for i, s := range y.Splits {
		at := fmt.Sprintf("%s.split[%d]", path, i)
		switch {
		case seen[s.Procedure]:
			c.say(at, "thủ tục %s có hai dòng trong một năm", s.Procedure)
		case c.fieldOf(s.Procedure) == "":
			c.say(at, "thủ tục %s không có trong danh mục", s.Procedure)
		case s.Received < 1 || s.Online < 0 || s.Online > s.Received || s.Open < 0 || s.Open > s.Received:
			c.say(at, "cần received từ 1, online và open từ 0 đến received")
		case s.Level == "none" && s.Online > 0:
			c.say(at, "thủ tục không cung cấp trực tuyến thì không có hồ sơ trực tuyến")
		}
		seen[s.Procedure] = true
		total[s.Level] += s.Received
		online[s.Level] += s.Online
		open += s.Open
		if s.Level != "none" {
			services++
			if s.Online > 0 {
				servicesOnline++
			}
		}
	}
	for _, l := range levels {
		c.equal(path+".split", "hồ sơ mức "+l.level, total[l.level], y.Kept(l.total))
		if l.online != "" {
			c.equal(path+".split", "hồ sơ trực tuyến mức "+l.level, online[l.level], y.Kept(l.online))
		}
	}
	c.equal(path+".split", "hồ sơ còn mở cuối kỳ", open, y.Kept("open"))
	c.equal(path+".split", "dịch vụ có hồ sơ", services, y.Kept("services"))
	c.equal(path+".split", "dịch vụ có hồ sơ trực tuyến", servicesOnline, y.Kept("services_online"))
}

func (c *checker) fields(path string, y, before *Year) {
	got := make([]int, len(y.Fields))
	add := func(s Split, n int) {
		if i := y.fieldLine(s.Procedure, c.fieldOf(s.Procedure)); i >= 0 {
			got[i] += n
		} else if n > 0 {
			c.say(path+".field", "không có dòng lĩnh vực cho thủ tục %s", s.Procedure)
		}
	}
	for _, s := range y.Splits {
		add(s, s.Received)
	}
	if before != nil {
		for _, s := range before.Splits {
			add(s, s.Open)
		}
	}
	for i, f := range y.Fields {
		at := fmt.Sprintf("%s.field[%d]", path, i)
		c.figure(at, Figure{Printed: f.Printed, Kept: f.Kept, Place: f.Place, Why: f.Why})
		c.equal(at, "lĩnh vực "+f.Name, got[i], f.Kept)
	}
}

// fieldLine is the line of the print that a procedure's dossiers stand in; -1 for none.
func (y *Year) fieldLine(procedure, field string) int {
	return slices.IndexFunc(y.Fields, func(f Field) bool {
		if len(f.Procedures) > 0 {
			return slices.Contains(f.Procedures, procedure)
		}
		return f.Field == field
	})
}
