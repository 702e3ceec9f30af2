// Package rollup counts dossiers.
//
// What a dossier adds to the counts is a pure function of its state (Contributions). The
// store keeps, in the transaction of every act, the difference between the contributions
// after and before it; `motcua rebuild` sums the contributions of all dossiers anew, and the
// two must be equal. Counts are flows by day and add over periods. Stocks (open, overdue,
// in time, carried over) are differences of flows up to a day and never add over periods.
//
// Every count is also a condition on stored columns of a dossier (Def), so that the same
// definition gives the number, the list and the export.
package rollup

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// Count names a flow or a stock.
type Count string

// Cell is the grain at which flows are kept, beside unit and day.
type Cell struct {
	Procedure string
	Channel   dossier.Channel
	Level     dossier.Level
}

// Contribution is what one dossier adds to one flow on one day.
type Contribution struct {
	Count Count
	Day   calendar.Date
	Cell  Cell
	N     int64
}

// Clock names the day column on which a flow falls.
type Clock uint8

const (
	ByReceived Clock = iota // day of receipt (status 2)
	ByEnded                 // day of end (first 9, or 8 after receipt)
	ByRated                 // day of rating
)

// Flags are the yes/no facts of a dossier that counts ask about; stored as one integer.
type Flags int64

const (
	FlagEarly         Flags = 1 << iota // ended before its due date
	FlagOnTime                          // ended on its due date
	FlagLate                            // ended after it
	FlagDropped                         // withdrawn or stopped: printed with on time, kept apart here
	FlagDigitized                       // every component that must be digitized is
	FlagReusable                        // at least one component was held already
	FlagReused                          // every component held already was reused
	FlagPaper                           // ended with a result that is a paper
	FlagElectronic                      // and that paper was issued electronically
	FlagSatisfied                       // rated 4 or 5
	FlagTransferred                     // handed over at least once
	FlagPaperMove                       // some hand-over was on paper
	FlagEID                             // filed with a verified e-ID account
	FlagTypedCitizen                    // typed by the citizen
	FlagTypedOfficer                    // typed by an officer for the citizen
	FlagSupplemented                    // asked for a supplement after receipt
	FlagExtended                        // a new date was promised with an apology
	FlagLateRecorded                    // some entry was recorded over the allowed lag
	FlagReturned                        // result handed over
	FlagUsedAny                         // at least one component reused
	FlagTypedInternal                   // a paper application typed into the system by an officer
	FlagDisliked                        // rated 1 or 2
	FlagPaperOnly                       // ended with a paper result that was not issued electronically
)

// Def is a flow: dossiers whose Clock day falls in the period and whose flags, under Mask,
// equal Want.
type Def struct {
	Count      Count
	By         Clock
	Mask, Want Flags
	Title      string // Vietnamese, what it includes and excludes
}

// Term selects cells of a count: the building stone of indicators, lists and exports.
// Empty selections mean all.
type Term struct {
	Count      Count             `toml:"count" json:"count"`
	Channels   []dossier.Channel `toml:"channels" json:"channels,omitempty"`
	Levels     []dossier.Level   `toml:"levels" json:"levels,omitempty"`
	Procedures []string          `toml:"procedures" json:"procedures,omitempty"`
}

// Query asks for terms over a period in a unit. A flow counts days From..To; a stock is
// taken at the end of To, "carried" at the end of the day before From.
type Query struct {
	Unit     string
	Terms    []Term
	From, To calendar.Date
}

// Usual is the order of a list that nobody asked to sort: by the day on which its dossiers
// count, "ended" where all of them count by their end, else "received".
func (q Query) Usual() string {
	for _, t := range q.Terms {
		if d, ok := DefOf(t.Count); !ok || d.By != ByEnded {
			return "received"
		}
	}
	return "ended"
}

// Row is a sum of one flow in one cell.
type Row struct {
	Count Count
	Cell  Cell
	N     int64
}

// Table is the sums of all flows over a period; cells with nothing in them are left out.
type Table []Row
