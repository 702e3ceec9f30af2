package citizen

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// byDay sorts the marked days.
func byDay(all []marked) []marked {
	slices.SortStableFunc(all, func(a, b marked) int { return cmp.Compare(a.Day, b.Day) })
	return all
}

// markTags colour how well a day is known; the words say it.
var markTags = map[calendar.Mark]string{calendar.Verified: "good", calendar.Unverified: "warn", calendar.Proposed: "quiet", calendar.Observed: "quiet"}

// why is a marked day in words.
func (m marked) why(ctx context.Context) string {
	if m.Kind == "makeup" {
		return page.T(ctx, "citizen.makeup.for", "day", m.Why)
	}
	return m.Why
}

// number is the day of the month.
func (c cell) number() string {
	_, _, d := c.Day.Civil()
	return strconv.Itoa(d)
}

// class is how a sheet draws a day. Borders and marks say it too, not the colour alone.
func (c cell) class() string {
	out := "day"
	if c.Kind != "" {
		out += " day--" + c.Kind
	}
	if !c.Sure {
		out += " day--unsure"
	}
	if c.Today {
		out += " day--today"
	}
	return out
}

// said is a day for who hears the page: only what is not plain.
func (c cell) said(ctx context.Context) string {
	switch c.Kind {
	case "off", "makeup":
		text := page.T(ctx, "citizen.cell."+c.Kind, "why", c.Why)
		if !c.Sure {
			text += ", " + page.T(ctx, "citizen.mark.unverified")
		}
		return text
	}
	return ""
}

// weekdays are the heads of the columns, Monday first.
var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func yearURL(year int) string { return page.Calendar + "?nam=" + strconv.Itoa(year) }

// cutoffs are those that the form offers, with the one that was asked for.
func cutoffs(asked string) []string {
	out := []string{"", "15:00", string(calendar.LastHour)}
	if asked != "" && calendar.Cutoff(asked).Valid() && !slices.Contains(out, asked) {
		out = append(out, asked)
	}
	return out
}

func cutoffName(ctx context.Context, c string) string {
	switch c {
	case "":
		return page.T(ctx, "citizen.due.cutoff.none")
	case string(calendar.LastHour):
		return page.T(ctx, "citizen.due.cutoff.last_hour")
	}
	return page.T(ctx, "citizen.due.cutoff.at", "at", c)
}
