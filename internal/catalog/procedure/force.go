package procedure

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Force is the answer to "was it in force on that day".
type Force string

const (
	InForce    Force = "in_force"
	Likely     Force = "likely"
	NotInForce Force = "not_in_force"
	Unknown    Force = "unknown"
)

// Force answers whether the procedure was in force on a day, and why, in one Vietnamese
// sentence. The dates of the publication acts decide where they are known. Elsewhere the
// sightings do, and then only as far as they reach: between two lists that have it, it was in
// force; once seen repealed it is not; before the first sighting nothing is known.
func (p *Procedure) Force(day calendar.Date) (Force, string) {
	if f, why := p.forceByDates(day); f != "" {
		return f, why
	}
	return p.forceBySightings(day)
}

// forceByDates answers from versions with a known beginning; "" when they do not settle it.
func (p *Procedure) forceByDates(day calendar.Date) (Force, string) {
	dated := false
	for i := range p.Versions {
		v := &p.Versions[i]
		if v.ValidFrom == 0 && v.ValidTo == 0 {
			return "", ""
		}
		dated = true
		if v.ValidFrom != 0 && v.ValidFrom <= day && (v.ValidTo == 0 || day <= v.ValidTo) {
			return InForce, fmt.Sprintf("Có hiệu lực từ %s%s%s.", v.ValidFrom.Print(), until(v.ValidTo), act(v.PublishedBy))
		}
	}
	if !dated {
		return "", ""
	}
	first, last := p.Versions[0], p.Versions[len(p.Versions)-1]
	switch {
	case last.ValidTo != 0 && day > last.ValidTo:
		return NotInForce, fmt.Sprintf("Hết hiệu lực sau ngày %s.", last.ValidTo.Print())
	case first.ValidFrom != 0 && day < first.ValidFrom:
		return NotInForce, fmt.Sprintf("Chưa có hiệu lực: có hiệu lực từ %s.", first.ValidFrom.Print())
	case first.ValidFrom != 0:
		return NotInForce, "Không phiên bản nào có hiệu lực vào ngày này."
	}
	return "", ""
}

func until(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return " đến " + d.Print()
}

func act(number string) string {
	if number == "" {
		return ""
	}
	return " theo " + number
}

// forceBySightings answers from the nearest sightings on either side of the day. Those that
// settled nothing are passed over.
func (p *Procedure) forceBySightings(day calendar.Date) (Force, string) {
	var before, after *Sighting
	for _, s := range p.orderedSightings() {
		if s.State == SeenUnknown {
			continue
		}
		if s.On <= day {
			before = &s
		} else if after == nil {
			after = &s
		}
	}
	switch {
	case before == nil && after == nil:
		return Unknown, "Chưa có nguồn nào cho biết thủ tục còn hay hết hiệu lực."
	case before == nil:
		return Unknown, fmt.Sprintf("Lần thấy sớm nhất là ngày %s; trước đó chưa có nguồn.", after.On.Print())
	}
	return settle(day, *before, after)
}

func (p *Procedure) orderedSightings() []Sighting {
	s := slices.Clone(p.Sightings)
	slices.SortStableFunc(s, func(a, b Sighting) int { return cmp.Compare(a.On, b.On) })
	return s
}

func settle(day calendar.Date, before Sighting, after *Sighting) (Force, string) {
	on := before.On.Print()
	switch before.State {
	case SeenRepealed:
		return NotInForce, fmt.Sprintf("Danh mục ngày %s ghi đã bãi bỏ.", on)
	case SeenNotListed:
		if before.On == day {
			return NotInForce, fmt.Sprintf("Không có trong danh mục ngày %s.", on)
		}
		return Unknown, fmt.Sprintf("Không có trong danh mục ngày %s; chưa rõ thêm vào từ ngày nào.", on)
	}
	if after != nil && !after.Listed() && before.On != day {
		return Unknown, fmt.Sprintf("Có trong danh mục ngày %s, không còn trong danh mục ngày %s; chưa rõ hết hiệu lực ngày nào.", on, after.On.Print())
	}
	switch {
	case before.State == SeenLikely:
		return Likely, fmt.Sprintf("Có lẽ có trong danh mục ngày %s (suy luận, chưa thấy văn bản).", on)
	case before.On == day:
		return InForce, fmt.Sprintf("Có trong danh mục ngày %s.", on)
	case after == nil:
		return Likely, fmt.Sprintf("Lần thấy gần nhất là danh mục ngày %s; sau đó chưa thấy văn bản bãi bỏ.", on)
	case after.State == SeenInForce:
		return InForce, fmt.Sprintf("Có trong danh mục ngày %s và danh mục ngày %s.", on, after.On.Print())
	}
	return Likely, fmt.Sprintf("Có trong danh mục ngày %s, và có lẽ trong danh mục ngày %s.", on, after.On.Print())
}
