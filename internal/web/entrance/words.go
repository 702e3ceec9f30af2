package entrance

import (
	"time"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// clock is the time of day of an instant, moment its day too, as Vietnam counts.
func clock(t time.Time) string  { return t.In(calendar.Zone).Format("15:04") }
func moment(t time.Time) string { return t.In(calendar.Zone).Format("02/01/2006 15:04") }

func keyText(secret string) string { return access.KeyText(secret) }

// described ties a field to its hint and its mistake.
func described(id, hint string, mistakes []page.Mistake) templ.Attributes {
	out := templ.Attributes{}
	ids := ""
	if hint != "" {
		ids = id + "-y"
	}
	for _, m := range mistakes {
		if m.Field == id {
			if ids != "" {
				ids += " "
			}
			ids += id + "-loi"
			out["aria-invalid"] = "true"
			break
		}
	}
	if ids != "" {
		out["aria-describedby"] = ids
	}
	return out
}

func goodOr(has bool) string {
	if has {
		return "good"
	}
	return "quiet"
}

func hasOr(has bool) string {
	if has {
		return "entrance.has"
	}
	return "entrance.has_not"
}

func secondTag(v accountView) string {
	if v.Second && !v.Account.HasSecond() {
		return "warn"
	}
	return goodOr(v.Account.TOTP != nil)
}

func appLink(has bool) string {
	if has {
		return "entrance.app.change"
	}
	return "entrance.app.add"
}
