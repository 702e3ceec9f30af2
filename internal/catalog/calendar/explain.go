package calendar

import (
	"fmt"
	"strings"
	"time"
)

var weekdayNames = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

func (d Date) weekdayName() string { return weekdayNames[d.Weekday()] }

// Long is the day as a slip prints it: "thứ Sáu 20/11/2026".
func (d Date) Long() string { return d.weekdayName() + " " + d.Print() }

// short leaves the year out when it is that of near.
func (d Date) short(near Date) string {
	if d.Year() == near.Year() {
		return d.utc().Format("02/01")
	}
	return d.Print()
}

func hourOf(t time.Time) string { return t.In(Zone).Format("15:04") }

// Why says in Vietnamese why a day is a working day or not.
func (c *Calendar) Why(d Date) string {
	switch {
	case !c.Covers(d):
		return fmt.Sprintf("chưa có lịch làm việc năm %d", d.Year())
	case c.makeup[d] != nil:
		return "làm bù cho " + c.makeup[d].For.Long()
	case c.off[d] != nil:
		return c.off[d].Name
	case weekend(d):
		return "nghỉ cuối tuần"
	}
	return "ngày làm việc"
}

// Explain gives the arithmetic of a due that Deadline returned for the same start and limit.
func (c *Calendar) Explain(start time.Time, l Limit, due Due) string {
	d := DateOf(start)
	for _, x := range [...]Date{d, due.Start, due.Day} {
		if !c.Covers(x) {
			return "Không giải thích được cách tính vì " + c.Why(x) + "."
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Nhận %s lúc %s", d.Long(), hourOf(start))
	b.WriteString(c.whyMoved(start, l, due))
	b.WriteString("; " + c.counted(l, due))
	b.WriteString(c.appointed(l, due))
	if !c.Verified(due.Day.Year()) {
		fmt.Fprintf(&b, " (lịch nghỉ năm %d chưa có thông báo chính thức)", due.Day.Year())
	}
	return b.String() + "."
}

// whyMoved says why the clock did not start at the receipt.
func (c *Calendar) whyMoved(start time.Time, l Limit, due Due) string {
	d := DateOf(start)
	opening := ", nên tính như nhận lúc " + hourOf(c.Opening(due.Start)) + " " + due.Start.Long()
	switch {
	case due.Start == d && start.Before(c.Opening(d)):
		return " là trước giờ mở cửa" + opening
	case due.Start == d:
		return ""
	case !c.Working(d):
		return " là " + c.holiday(d) + opening
	case start.After(c.Closing(d)):
		return " là sau giờ làm việc" + opening
	}
	m, _ := l.Cutoff.minute(c.year(d).Office.closing())
	return fmt.Sprintf(" là từ mốc %02d:%02d trở đi%s", m/60, m%60, opening)
}

// holiday names a day that is off.
func (c *Calendar) holiday(d Date) string {
	if c.off[d] != nil {
		return "ngày nghỉ (" + c.off[d].Name + ")"
	}
	return "ngày nghỉ cuối tuần"
}

// counted says how the period ran.
func (c *Calendar) counted(l Limit, due Due) string {
	switch l.Unit {
	case SameDay:
		return "giải quyết trong ngày làm việc"
	case Hour:
		return fmt.Sprintf("thời hạn %d giờ tính liên tục cả ngoài giờ làm việc", l.Value)
	case WorkingHour:
		return fmt.Sprintf("thời hạn %d giờ làm việc", l.Value) + c.skipped(due.Start+1, due.Day-1, due.Start)
	case WorkingDay:
		return fmt.Sprintf("thời hạn %d ngày làm việc tính từ ngày làm việc kế tiếp", l.Value) + c.skipped(due.Start+1, due.Day-1, due.Start)
	}
	raw := due.Start + Date(l.Value)
	how := fmt.Sprintf("thời hạn %s kể cả ngày nghỉ, tính từ ngày kế tiếp", l.Print())
	if l.Unit == Month {
		raw = due.Start.addMonths(l.Value)
		how = fmt.Sprintf("thời hạn %s tính đến ngày tương ứng", l.Print())
	}
	if raw == due.Day {
		return how
	}
	return fmt.Sprintf("%s, hết vào %s là %s, lùi đến ngày làm việc kế tiếp", how, raw.Long(), c.holiday(raw))
}

func (c *Calendar) appointed(l Limit, due Due) string {
	if due.At.Equal(due.Appointment) || l.Unit != Hour {
		return fmt.Sprintf(", nên hẹn trả %s lúc %s", due.Day.Long(), hourOf(due.Appointment))
	}
	return fmt.Sprintf(", hết lúc %s %s, nên hẹn trả khi mở cửa %s lúc %s",
		hourOf(due.At), DateOf(due.At).Long(), due.Day.Long(), hourOf(due.Appointment))
}

// maxNamed is how many weekend days are named before they are only counted.
const maxNamed = 4

// skipped lists the days off and the make-up days worked in from..to.
func (c *Calendar) skipped(from, to, near Date) string {
	var weekends, feasts, worked []string
	count := 0
	for d := from; d <= to; d++ {
		switch {
		case c.makeup[d] != nil:
			worked = append(worked, fmt.Sprintf("%s %s (làm bù cho %s)", d.weekdayName(), d.short(near), c.makeup[d].For.short(near)))
		case c.Working(d):
		case c.off[d] == nil:
			count++
			weekends = append(weekends, d.weekdayName()+" "+d.short(near))
		default:
			last := d
			for c.off[last+1] != nil && last < to && c.off[last+1].Name == c.off[d].Name {
				last++
			}
			feasts = append(feasts, span(d, last, near)+" ("+c.off[d].Name+")")
			d = last
		}
	}
	if count > maxNamed {
		weekends = []string{fmt.Sprintf("%d ngày nghỉ cuối tuần", count)}
	}
	out := ""
	if all := append(weekends, feasts...); len(all) > 0 {
		out = ", bỏ qua " + listed(all)
	}
	if len(worked) > 0 {
		out += ", tính cả " + listed(worked)
	}
	return out
}

func span(from, to, near Date) string {
	if from == to {
		return from.weekdayName() + " " + from.short(near)
	}
	return "các ngày " + from.short(near) + "–" + to.short(near)
}

// listed joins with commas and a last "và".
func listed(s []string) string {
	if len(s) == 1 {
		return s[0]
	}
	return strings.Join(s[:len(s)-1], ", ") + " và " + s[len(s)-1]
}
