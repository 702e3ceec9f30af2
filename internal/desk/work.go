package desk

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// Bucket is how near the date of a dossier in work is.
type Bucket uint8

// Buckets of a dossier that is in work. The legal due date decides, by days; who waits for
// the applicant or the tax office (statuses 5, 6, 7) has none.
const (
	Overdue Bucket = iota + 1 // the due day is over
	Today                     // due today
	Soon                      // due within the next two working days
	Later
	Waiting // for somebody outside the office
	Ready   // settled, waits to be handed over (status 9)
)

// Buckets are all of them, in the order in which they are worked.
var Buckets = []Bucket{Overdue, Today, Soon, Later, Waiting, Ready}

// Days are the days that tell buckets apart.
type Days struct {
	Today calendar.Date
	Soon  calendar.Date // the last day of Soon: two working days after today
}

// Days of an instant, by the working calendar.
func (d *Desk) Days(now time.Time) Days {
	today := calendar.DateOf(now)
	soon := today
	for n := 0; n < 2; {
		if soon++; d.catalog.Calendar.Working(soon) {
			n++
		}
		if soon > today+60 { // no calendar is that empty
			break
		}
	}
	return Days{Today: today, Soon: soon}
}

// Bucket tells where a dossier stands; 0 when it is not in work (rejected, stopped, returned).
func (d Days) Bucket(s *dossier.State) Bucket {
	switch s.Status {
	case dossier.Supplement, dossier.Obligation, dossier.Withdrawing:
		return Waiting
	case dossier.Settled:
		return Ready
	case dossier.Registered, dossier.Received, dossier.Processing:
	default:
		return 0
	}
	switch due := calendar.DateOf(s.LegalDue); {
	case s.LegalDue.IsZero():
		return Later
	case due < d.Today:
		return Overdue
	case due == d.Today:
		return Today
	case due <= d.Soon:
		return Soon
	}
	return Later
}

// Queue asks for the dossiers in work of a unit. Empty fields do not restrict.
type Queue struct {
	Unit          string
	Days          Days
	Bucket        Bucket
	Statuses      []dossier.Status
	Holder        string
	Proposed      bool   // only those that wait for a leader's decision
	Procedure     string // one procedure
	Sort          string // "due" (default), "since", "received", "code"; "-" before it descends
	Offset, Limit int    // Limit 0: all
}

// Load is what one holder has in work; Holder "" is what nobody has taken.
type Load struct {
	Holder string
	Counts map[Bucket]int
	Since  time.Time // of the dossier that has stood longest with this holder; zero: none
}
