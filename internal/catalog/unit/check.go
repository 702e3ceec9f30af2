package unit

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
)

var (
	// codeForm is the e-identifier of QĐ 20/2020/QĐ-TTg: level 1, then parts of two or three digits.
	codeForm = regexp.MustCompile(`^[A-Z]\d{2}(\.\d{2,3})+$`)
	idForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

	levels = []string{"", "toan_trinh", "mot_phan", "none"}
	groups = []string{"commune", "vertical_agency", "interlinked"}
)

type checker struct {
	unit *Unit
	file *datafile.File
	book Book
	out  []datafile.Problem
}

func (c *checker) addf(path, format string, args ...any) {
	c.out = append(c.out, c.file.Problem(path, fmt.Sprintf(format, args...)))
}

// head checks the unit's two names against its file and the other units.
func (c *checker) head(first map[string]string) {
	u := c.unit
	if want := strings.TrimSuffix(path.Base(u.File), ".toml"); u.ID != want || !idForm.MatchString(u.ID) {
		c.addf("id", "id «%s» phải trùng tên tệp %s.toml và chỉ gồm chữ thường không dấu, số, gạch nối", u.ID, want)
	}
	if !codeForm.MatchString(u.Code) {
		c.addf("code", "Mã định danh «%s» không đúng dạng (ví dụ H50.31.02)", u.Code)
	}
	if other, ok := first[u.Code]; ok {
		c.addf("code", "Mã định danh %s đã có trong tệp %s", u.Code, other)
	}
	first[u.Code] = u.File
}

func (c *checker) all() {
	c.names()
	c.offers()
	c.lists()
	c.officers()
}

func (c *checker) span(at string, from, to calendar.Date) {
	if to != 0 && from > to {
		c.addf(at+".to", "Ngày kết thúc %s trước ngày bắt đầu %s", to.Print(), from.Print())
	}
}

// names checks that the unit has exactly one name on every day since its first.
func (c *checker) names() {
	if len(c.unit.Names) == 0 {
		c.addf("name", "Thiếu tên đơn vị ([[name]])")
	}
	for i, n := range c.unit.Names {
		at := fmt.Sprintf("name[%d]", i)
		c.span(at, n.From, n.To)
		if n.From == 0 || n.Title == "" || n.Long == "" {
			c.addf(at, "Tên đơn vị thiếu from, title hoặc long")
		}
		if i == 0 {
			continue
		}
		if before := c.unit.Names[i-1]; before.To == 0 || before.To+1 != n.From {
			c.addf(at+".from", "Tên phải nối liền tên trước: tên trước hết ngày %s, tên này từ ngày %s", printed(before.To), n.From.Print())
		}
	}
}

func printed(d calendar.Date) string {
	if d == 0 {
		return "(chưa ghi)"
	}
	return d.Print()
}

func (c *checker) offers() {
	last := map[string][]int{}
	for i, o := range c.unit.Offers {
		at := fmt.Sprintf("offer[%d]", i)
		c.span(at, o.From, o.To)
		if o.From == 0 {
			c.addf(at, "Thiếu ngày bắt đầu tiếp nhận (from)")
		}
		if !slices.Contains(levels, o.Level) {
			c.addf(at+".level", "level «%s» không hợp lệ: cần một trong %s; chưa biết thì bỏ trống", o.Level, strings.Join(levels[1:], ", "))
		}
		if o.Basis == "" {
			c.addf(at, "Thiếu căn cứ (basis): vì sao biết đơn vị tiếp nhận thủ tục này")
		}
		if c.book != nil {
			if _, ok := c.book(o.Procedure); !ok {
				c.addf(at+".procedure", "Thủ tục %s không có trong danh mục", o.Procedure)
			}
		}
		c.promise(at+".promise", o.Promise)
		for _, j := range last[o.Procedure] {
			if b := c.unit.Offers[j]; (b.To == 0 || o.From <= b.To) && (o.To == 0 || b.From <= o.To) {
				c.addf(at+".from", "Thủ tục %s đã được ghi tiếp nhận trong cùng thời gian ở dòng %d", o.Procedure, c.file.Line(fmt.Sprintf("offer[%d]", j)))
			}
		}
		last[o.Procedure] = append(last[o.Procedure], i)
	}
}

// promise refuses a period that the calendar could not count.
func (c *checker) promise(at string, p *calendar.Limit) {
	switch {
	case p == nil || p.Check() == nil:
	case !p.Cutoff.Valid():
		c.addf(at, "Mốc nhận «%s» không hợp lệ: cần giờ:phút (15:00) hoặc last_hour", p.Cutoff)
	default:
		c.addf(at, "Thời hạn hứa %d «%s» không hợp lệ", p.Value, p.Unit)
	}
}

func (c *checker) lists() {
	ids := map[string]bool{}
	for i, l := range c.unit.Lists {
		at := fmt.Sprintf("list[%d]", i)
		c.span(at, l.From, l.To)
		if l.ID == "" || ids[l.ID] {
			c.addf(at+".id", "Danh mục niêm yết thiếu id hoặc id «%s» bị trùng", l.ID)
		}
		ids[l.ID] = true
		if !slices.Contains(groups, l.Group) {
			c.addf(at+".group", "group «%s» không hợp lệ: cần một trong %s", l.Group, strings.Join(groups, ", "))
		}
		if l.From == 0 || l.Source == "" {
			c.addf(at, "Danh mục niêm yết thiếu ngày (from) hoặc nguồn (source)")
		}
		if l.Total < 0 || l.Fields < 0 {
			c.addf(at+".total", "Số thủ tục, số lĩnh vực không được âm")
		}
		for _, b := range c.unit.Lists[:i] {
			if b.Group == l.Group && (b.To == 0 || l.From <= b.To) && (l.To == 0 || b.From <= l.To) {
				c.addf(at+".from", "Danh mục %s chồng ngày lên danh mục %s", l.ID, b.ID)
			}
		}
		c.identified(at, l)
	}
}

// identified checks that a list is never shorter than the procedures known to be in it. The
// number grows only on a day on which an offer begins.
func (c *checker) identified(at string, l List) {
	if c.book == nil {
		return
	}
	var mine []Offer
	days := []calendar.Date{l.From}
	for _, o := range c.unit.Offers {
		if group, ok := c.book(o.Procedure); !ok || group != l.Group {
			continue
		}
		mine = append(mine, o)
		if o.From > l.From && (l.To == 0 || o.From <= l.To) && !slices.Contains(days, o.From) {
			days = append(days, o.From)
		}
	}
	slices.Sort(days)
	for _, day := range days {
		n := 0
		for _, o := range mine {
			if holds(o.From, o.To, day) {
				n++
			}
		}
		if n > l.Total {
			c.addf(at+".total", "Danh mục %s ghi %d thủ tục, mà ngày %s đã biết %d thủ tục được tiếp nhận", l.ID, l.Total, day.Print(), n)
			return
		}
	}
}

func (c *checker) officers() {
	ids := map[string]bool{}
	for i, o := range c.unit.Officers {
		at := fmt.Sprintf("officer[%d]", i)
		c.span(at, o.From, o.To)
		if o.ID == "" || ids[o.ID] {
			c.addf(at+".id", "Vị trí thiếu id hoặc id «%s» bị trùng", o.ID)
		}
		ids[o.ID] = true
		if !access.Role(o.Role).Known() {
			c.addf(at+".role", "Vai «%s» không hợp lệ", o.Role)
		}
	}
}
