package procedure

import (
	"fmt"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

func (c *checker) versions(list []Version) {
	if len(list) == 0 {
		c.addf("version", "Thiếu phiên bản ([[version]])")
	}
	seen := map[string]bool{}
	for i := range list {
		v := &list[i]
		at := fmt.Sprintf("version[%d]", i)
		if v.ID == "" || seen[v.ID] {
			c.addf(at+".id", "Phiên bản thiếu id hoặc id «%s» bị trùng", v.ID)
		}
		seen[v.ID] = true
		if v.Seen != "" && !monthForm.MatchString(v.Seen) {
			c.addf(at+".seen", "Tháng thấy «%s» không đúng dạng năm-tháng (ví dụ 2026-07)", v.Seen)
		}
		c.dates(list, i)
		c.content(at, v)
	}
}

// dates checks that a version is not turned round and that two versions never hold on one day.
func (c *checker) dates(list []Version, i int) {
	v, at := &list[i], fmt.Sprintf("version[%d]", i)
	if v.ValidTo != 0 && v.ValidFrom > v.ValidTo {
		c.addf(at+".valid_to", "Ngày hết hiệu lực %s trước ngày có hiệu lực %s", v.ValidTo.Print(), v.ValidFrom.Print())
	}
	if i == 0 {
		return
	}
	before := &list[i-1]
	switch {
	case v.ValidFrom == 0:
		c.addf(at, "Phiên bản thứ hai trở đi phải có ngày hiệu lực (valid_from)")
	case before.ValidTo == 0:
		c.addf(at+".valid_from", "Phiên bản trước (%s) chưa có ngày hết hiệu lực (valid_to)", before.ID)
	case before.ValidTo >= v.ValidFrom:
		c.addf(at+".valid_from", "Hiệu lực chồng lên phiên bản trước: %s còn đến %s", before.ID, before.ValidTo.Print())
	}
}

func (c *checker) content(at string, v *Version) {
	among(c, at+".online_level", v.OnlineLevel, onlineWords)
	for i, a := range v.Accepts {
		among(c, fmt.Sprintf("%s.accepts[%d]", at, i), a, accepts)
	}
	if v.SupplementDays < 0 {
		c.addf(at+".supplement_days", "Số ngày bổ sung không được âm")
	}
	c.timeLimit(at+".time_limit", v.TimeLimit)
	c.money(at+".fee", v.Fee)
	c.money(at+".charge", v.Charge)
	for i, p := range v.Components {
		c.component(fmt.Sprintf("%s.component[%d]", at, i), p)
	}
	for i, s := range v.Substitutions {
		if s.Component == "" || s.Database == "" {
			c.addf(fmt.Sprintf("%s.substitution[%d]", at, i), "Thiếu giấy tờ (component) hoặc cơ sở dữ liệu (database)")
		}
	}
}

func (c *checker) timeLimit(at string, t *TimeLimit) {
	if t == nil {
		return
	}
	if t.Value == 0 && t.Condition == "" && len(t.Variants) == 0 {
		c.addf(at, "Thời hạn không có số, cũng không có điều kiện: hãy bỏ bảng này nếu chưa biết")
	}
	if t.Value != 0 || t.Unit != "" {
		c.period(at, t.Value, t.Unit)
	}
	if !t.Cutoff.Valid() {
		c.addf(at+".cutoff", "cutoff «%s» không hợp lệ: cần giờ:phút (15:00) hoặc last_hour", t.Cutoff)
	}
	for i, v := range t.Variants {
		p := fmt.Sprintf("%s.variant[%d]", at, i)
		c.period(p, v.Value, v.Unit)
		if v.When == "" {
			c.addf(p, "Thời hạn riêng thiếu trường hợp áp dụng (when)")
		}
	}
}

func (c *checker) period(at string, value int, unit calendar.Unit) {
	if value <= 0 {
		c.addf(at+".value", "Thời hạn %d không hợp lệ: phải là số dương; chưa biết thì bỏ trống", value)
	}
	among(c, at+".unit", unit, calendar.Units)
}

func (c *checker) money(at string, m *Money) {
	if m == nil {
		return
	}
	among(c, at+".kind", m.Kind, moneyKinds)
	if m.Amount != nil && *m.Amount < 0 {
		c.addf(at+".amount", "Số tiền %d không được âm", *m.Amount)
	}
	for i, a := range m.Amounts {
		if a < 0 {
			c.addf(fmt.Sprintf("%s.amounts[%d]", at, i), "Số tiền %d không được âm", a)
		}
	}
	if m.Kind == "none" && m.Amount != nil && *m.Amount != 0 {
		c.addf(at+".amount", "Ghi không thu (none) mà lại có số tiền %d", *m.Amount)
	}
}

func (c *checker) component(at string, p Component) {
	if p.Name == "" {
		c.addf(at, "Giấy tờ thiếu tên (name)")
	}
	among(c, at+".mode", p.Mode, modes)
	if p.Original < 0 || p.Original > maxCopies {
		c.addf(at+".original", "Số bản chính %d không hợp lệ: từ 0 đến %d", p.Original, maxCopies)
	}
	if p.Copy < 0 || p.Copy > maxCopies {
		c.addf(at+".copy", "Số bản sao %d không hợp lệ: từ 0 đến %d", p.Copy, maxCopies)
	}
}
