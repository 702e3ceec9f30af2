package calendar

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
)

// checker gathers the problems of one year file.
type checker struct {
	y    *Year
	f    *datafile.File
	seen map[Date]string
	bad  []datafile.Problem
}

func (k *checker) say(at, format string, args ...any) {
	k.bad = append(k.bad, k.f.Problem(at, fmt.Sprintf(format, args...)))
}

// check finds what is wrong inside one year, and fills in the office hours.
func (y *Year) check(f *datafile.File) []datafile.Problem {
	k := &checker{y: y, f: f, seen: map[Date]string{}}
	if want := strings.TrimSuffix(path.Base(f.Path), ".toml"); want != strconv.Itoa(y.Year) {
		k.say("year", "năm %d không khớp tên tệp %s.toml", y.Year, want)
	}
	if y.Year < 1971 || y.Year > 2199 {
		k.say("year", "năm %d ngoài khoảng 1971–2199", y.Year)
	}
	k.mark("mark", y.Mark, Verified, Unverified)
	k.office()
	k.days()
	k.swaps()
	k.reports()
	return k.bad
}

func (k *checker) mark(at string, m Mark, allowed ...Mark) {
	for _, a := range allowed {
		if m == a {
			return
		}
	}
	k.say(at, "dấu xác minh «%s» không hợp lệ; dùng một trong %v", m, allowed)
}

// date refuses a date outside the year and one given twice.
func (k *checker) date(at string, d Date) bool {
	switch {
	case d == 0:
		k.say(at, "thiếu ngày")
	case d.Year() != k.y.Year:
		k.say(at, "ngày %s không thuộc năm %d", d, k.y.Year)
	case k.seen[d] != "":
		k.say(at, "ngày %s đã ghi ở %s", d, k.seen[d])
	default:
		k.seen[d] = at
		return true
	}
	return false
}

func (k *checker) text(at, s, what string) {
	if strings.TrimSpace(s) == "" {
		k.say(at, "thiếu %s", what)
	}
}

func (k *checker) days() {
	for i, o := range k.y.Off {
		at := fmt.Sprintf("off[%d]", i)
		if k.date(at+".date", o.Date) && weekend(o.Date) {
			k.say(at+".date", "ngày nghỉ %s là %s, đã nghỉ cuối tuần", o.Date, o.Date.weekdayName())
		}
		k.text(at+".name", o.Name, "tên ngày nghỉ")
		k.text(at+".law", o.Law, "căn cứ")
		k.mark(at+".mark", o.Mark, Verified, Unverified)
	}
	for i, m := range k.y.Makeup {
		at := fmt.Sprintf("makeup[%d]", i)
		if k.date(at+".date", m.Date) && !weekend(m.Date) {
			k.say(at+".date", "ngày làm bù %s là %s, không phải ngày nghỉ cuối tuần", m.Date, m.Date.weekdayName())
		}
		k.text(at+".law", m.Law, "căn cứ")
		k.mark(at+".mark", m.Mark, Verified, Unverified)
	}
	for i, l := range k.y.Lunar {
		at := fmt.Sprintf("lunar[%d]", i)
		if l.Date.Year() != k.y.Year {
			k.say(at+".date", "ngày %s không thuộc năm %d", l.Date, k.y.Year)
		}
		k.text(at+".name", l.Name, "tên ngày âm lịch")
		k.mark(at+".mark", l.Mark, Verified, Unverified)
	}
}

func (k *checker) swaps() {
	for i, s := range k.y.Swap {
		at := fmt.Sprintf("swap[%d]", i)
		if k.date(at+".off", s.Off) && weekend(s.Off) {
			k.say(at+".off", "ngày hoán đổi nghỉ %s là %s, đã nghỉ cuối tuần", s.Off, s.Off.weekdayName())
		}
		if k.date(at+".work", s.Work) && !weekend(s.Work) {
			k.say(at+".work", "ngày làm bù %s là %s, không phải ngày nghỉ cuối tuần", s.Work, s.Work.weekdayName())
		}
		k.text(at+".name", s.Name, "tên đợt hoán đổi")
		k.text(at+".law", s.Law, "căn cứ")
		k.mark(at+".mark", s.Mark, Verified, Unverified, Proposed)
		if s.Enabled && s.Mark == Proposed {
			k.say(at+".enabled", "đợt hoán đổi mới chỉ được đề xuất; chỉ bật khi có quyết định và đổi dấu xác minh")
		}
	}
}

func (k *checker) reports() {
	for i, r := range k.y.Reports {
		at := fmt.Sprintf("report[%d]", i)
		p, err := ParsePeriod(r.Period)
		if err != nil || !strings.HasPrefix(r.Period, "cchc-"+strconv.Itoa(k.y.Year)) {
			k.say(at+".period", "kỳ báo cáo «%s» không hợp lệ; ví dụ cchc-%d-Q1", r.Period, k.y.Year)
		} else if (Period{r.From, r.To}) != p {
			k.say(at+".from", "kỳ %s phải là %s đến %s", r.Period, p.From, p.To)
		}
		k.text(at+".law", r.Law, "căn cứ")
		k.mark(at+".mark", r.Mark, Verified, Unverified)
	}
}

// office reads the office hours: at least one stretch, in order, without overlap, the last of
// them at least the hour that LastHour cuts off.
func (k *checker) office() {
	o := &k.y.Office
	k.mark("office.mark", o.Mark, Verified, Unverified, Observed)
	if o.Due != "closing" && o.Due != "received" {
		k.say("office.due", "giờ hẹn trả «%s» không hợp lệ; dùng closing (giờ đóng cửa) hoặc received (giờ tiếp nhận)", o.Due)
	}
	if len(o.Open) == 0 {
		k.say("office", "thiếu giờ làm việc, ví dụ open = [\"07:00-11:30\", \"13:30-17:00\"]")
	}
	for i, s := range o.Open {
		at := fmt.Sprintf("office.open[%d]", i)
		a, b, _ := strings.Cut(s, "-")
		from, ok1 := clock(a)
		to, ok2 := clock(b)
		switch {
		case !ok1 || !ok2 || from >= to:
			k.say(at, "giờ làm việc «%s» không đúng dạng 07:00-11:30", s)
			continue
		case len(o.intervals) > 0 && o.closing() >= from:
			k.say(at, "giờ làm việc «%s» chồng lên khoảng trước", s)
		case i == len(o.Open)-1 && to-from < 60:
			k.say(at, "khoảng làm việc cuối «%s» ngắn hơn một giờ", s)
		}
		o.intervals = append(o.intervals, Interval{from, to})
	}
}

// crossCheck finds what is wrong between days and years: a make-up day for a day that is not
// off, a lunar feast on a weekday that is not off in a year whose days off are announced.
func (c *Calendar) crossCheck(files map[int]*datafile.File) []datafile.Problem {
	var bad []datafile.Problem
	for i := range c.years {
		y := &c.years[i]
		f := files[y.Year]
		for j, m := range y.Makeup {
			if c.off[m.For] == nil && c.Covers(m.For) {
				bad = append(bad, f.Problem(fmt.Sprintf("makeup[%d].for", j), fmt.Sprintf("ngày %s không phải ngày nghỉ, không thể làm bù cho nó", m.For)))
			}
			if m.For == 0 {
				bad = append(bad, f.Problem(fmt.Sprintf("makeup[%d]", j), "thiếu ngày nghỉ được làm bù (for)"))
			}
		}
		for j, l := range y.Lunar {
			if y.Mark == Verified && c.Working(l.Date) {
				bad = append(bad, f.Problem(fmt.Sprintf("lunar[%d].date", j), fmt.Sprintf("%s (%s) chưa có trong các ngày nghỉ", l.Name, l.Date)))
			}
		}
	}
	return bad
}
