package dossier

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Kinds of a dossier's entries.
const (
	EventSubmitted         = "dossier.submitted"
	EventReceived          = "dossier.received"
	EventRejected          = "dossier.rejected"
	EventAccepted          = "dossier.accepted"
	EventTransferred       = "dossier.transferred"
	EventSupplementAsked   = "dossier.supplement_asked"
	EventSupplied          = "dossier.supplied"
	EventObligationRaised  = "dossier.obligation_raised"
	EventObligationMet     = "dossier.obligation_met"
	EventWithdrawalAsked   = "dossier.withdrawal_asked"
	EventStopped           = "dossier.stopped"
	EventContinued         = "dossier.continued"
	EventExtended          = "dossier.extended"
	EventSettled           = "dossier.settled"
	EventReturned          = "dossier.returned"
	EventComponentsScanned = "dossier.digitized"
	EventRated             = "dossier.rated"
	EventCorrected         = "dossier.corrected"
)

// bodyVersion is the form of the bodies below. A form is never changed after it was used: a
// new one gets a new number and a second reader beside the old (first.go).
const bodyVersion = 2

// Bodies, version 2. They say only what the entry itself does not: who, when, of which
// dossier stand there. What the calendar decided (due dates, charged minutes) is in the body,
// so that reading the ledger needs no calendar. Empty fields are left out: an ordinary life
// has to fit in 3,000 bytes of disk.

// stamp is an instant in a body: Unix milliseconds, as in the ledger. 0: none.
type stamp int64

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return 0
	}
	return stamp(t.UnixMilli())
}

func (s stamp) time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(s)).UTC()
}

// plausible bounds every instant of a dossier to 1990..2199: outside stands a damaged or
// forged body, and far outside a time that cannot be written as JSON.
func plausible(t time.Time) bool {
	u := t.Unix()
	return u >= 631152000 && u < 7258118400
}

// mark is in every body: the entry was recorded later than the lag in force allowed, and why.
// Of entries before reasons were asked for, the reason is not known.
type mark struct {
	Late bool   `json:"lt,omitempty"`
	Why  string `json:"lw,omitempty"`
}

func (m mark) late() bool  { return m.Late }
func (m mark) why() string { return m.Why }

// marked is any body.
type marked interface {
	late() bool
	why() string
}

// filed is what is known when a dossier is filed or taken in. A receipt that follows a
// submission repeats none of it.
type filed struct {
	Procedure  string         `json:"pr,omitempty"`
	Version    string         `json:"ve,omitempty"`
	Field      string         `json:"fi,omitempty"`
	Level      Level          `json:"lv,omitempty"`
	Supplement calendar.Limit `json:"sl,omitzero"`
	Channel    Channel        `json:"ch,omitempty"`
	Typist     Typist         `json:"ty,omitempty"`
	EID        bool           `json:"ei,omitempty"`
	Applicant  Applicant      `json:"ap,omitzero"`
	Components []Component    `json:"co,omitempty"`
}

// told is what else the receipt asks of the applicant (form 01).
type told struct {
	Representative *Representative `json:"rp,omitempty"`
	Request        string          `json:"rq,omitempty"`
	Sets           int             `json:"ns,omitempty"`
	ReturnAt       ReturnPlace     `json:"wa,omitempty"`
	ReturnTo       string          `json:"wt,omitempty"`
	Assurance      Assurance       `json:"as,omitempty"`
	Outside        []string        `json:"xc,omitempty"`
}

// deadline is a fresh due date and what is printed for the citizen, when that differs.
type deadline struct {
	Due         stamp `json:"d"`
	Appointment stamp `json:"an,omitempty"`
}

type (
	submittedBody struct {
		mark
		filed
	}
	receivedBody struct {
		mark
		Code  string         `json:"code"`
		Limit calendar.Limit `json:"li"`
		deadline
		Start stamp  `json:"cs,omitempty"` // when it is not the receipt itself
		Basis string `json:"ag,omitempty"` // of a period agreed longer than the published one
		filed
		told
	}
	rejectedBody struct {
		mark
		Reason    string    `json:"r"`
		Procedure string    `json:"pr,omitempty"`
		Channel   Channel   `json:"ch,omitempty"`
		Applicant Applicant `json:"ap,omitzero"`
	}
	acceptedBody struct {
		mark
		Holder string `json:"h,omitempty"`
	}
	transferredBody struct {
		mark
		To    string `json:"h"`
		Paper bool   `json:"p,omitempty"`
	}
	supplementAskedBody struct {
		mark
		Missing []string `json:"mi"`
		Reason  string   `json:"r"`
		Leader  string   `json:"lr,omitempty"`
		By      stamp    `json:"sb,omitempty"`
		Minutes int      `json:"m,omitempty"`
	}
	suppliedBody struct {
		mark
		Components []Component `json:"co,omitempty"`
		deadline
	}
	obligationRaisedBody struct {
		mark
		What    string `json:"w"`
		Amount  int64  `json:"a,omitempty"`
		Minutes int    `json:"m,omitempty"`
	}
	obligationMetBody struct {
		mark
		Proof string `json:"p"`
		Due   stamp  `json:"d"`
	}
	withdrawalAskedBody struct {
		mark
		Reason  string `json:"r,omitempty"`
		Minutes int    `json:"m,omitempty"`
	}
	stoppedBody struct {
		mark
		Reason   string `json:"r"`
		Document string `json:"do,omitempty"`
		Minutes  int    `json:"m,omitempty"`
	}
	continuedBody struct {
		mark
		Reply string `json:"r"`
		Due   stamp  `json:"d"`
	}
	extendedBody struct {
		mark
		Reason string `json:"r"`
		Due    stamp  `json:"d"`
		Letter string `json:"l"`
	}
	settledBody struct {
		mark
		Result
		Minutes int    `json:"m,omitempty"`
		Reason  string `json:"r,omitempty"` // of a refusal; absent in entries before this field was kept
	}
	returnedBody struct {
		mark
		Way    string `json:"w"`
		To     string `json:"to,omitempty"`
		Proof  string `json:"p,omitempty"`
		Docket string `json:"do,omitempty"`
	}
	digitizedBody struct {
		mark
		Components []int `json:"i"`
	}
	ratedBody struct {
		mark
		Score   uint8   `json:"s"`
		Channel Channel `json:"c,omitempty"`
	}
	correctedBody struct {
		mark
		Reason     string       `json:"r"`
		Typist     *Typist      `json:"ty,omitempty"`
		EID        *bool        `json:"ei,omitempty"`
		Digitized  map[int]bool `json:"dg,omitempty"`
		Electronic *bool        `json:"el,omitempty"`
	}
)

// encode writes a body without the escapes that only a web page needs.
func encode(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode refuses fields that the form does not have and anything after the body.
func decode(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.InputOffset() != int64(len(body)) {
		return errTrailing
	}
	return nil
}
