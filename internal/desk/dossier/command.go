package dossier

import (
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
)

// Command asks for one act on a dossier. Kinds are the types below.
type Command interface{ command() }

// Promise is what the unit promises for the procedure on the day of receipt: worked out by
// the catalogue (version in force, the unit's offer), kept in the dossier for life.
type Promise struct {
	Procedure       string
	Version         string
	Field           string
	Level           Level
	Limit           calendar.Limit
	SupplementLimit calendar.Limit // zero: the procedure sets none
}

// Env is what Decide may know beside state and command.
type Env struct {
	Calendar *calendar.Calendar
	Workflow *workflow.Table
	Now      time.Time // happened instant of the act
	Actor    access.Actor

	// Recorded is the server's instant of the act. When it is later than Now by more than
	// MaxLag, the entry carries the mark "ghi muộn" for ever: the lag in force that day
	// decides, not the one in force when the ledger is read. MaxLag 0: nothing is marked.
	Recorded time.Time
	MaxLag   time.Duration
	Why      string // why it is recorded late; kept only when it is
}

// Commands. Instants are Env.Now.
type (
	// Submit registers a dossier that came by the portal (– → 1).
	Submit struct {
		Promise    Promise
		Channel    Channel
		Applicant  Applicant
		Components []Component
		Typist     Typist
		EID        bool
	}
	// Receive accepts a dossier (1 → 2, – → 2, 5 → 2 before first receipt). Fields are needed
	// when the dossier does not exist yet; Code is the case code allotted in the same transaction.
	Receive struct {
		Code        string
		Promise     Promise
		Channel     Channel
		Applicant   Applicant
		Components  []Component
		Typist      Typist
		EID         bool
		ClockStart  time.Time       // of the competent agency when another took it in (§2.4); zero: now
		Agreed      *calendar.Limit // a longer period agreed in writing, a published variant
		AgreedBasis string

		Representative *Representative
		Request        string
		Sets           int
		ReturnAt       ReturnPlace
		ReturnTo       string
		Assurance      Assurance
		Outside        []string
	}
	// Reject refuses to take a dossier in (1 → 3, – → 3). Procedure, Channel and Applicant are
	// what is known of one that did not exist yet; they may be empty.
	Reject struct {
		Reason    string
		Procedure string
		Channel   Channel
		Applicant Applicant
	}
	// Accept is the competent unit taking the transfer (2 → 4).
	Accept struct{ Holder string }
	// Transfer hands the dossier to another officer or unit without a change of status.
	Transfer struct {
		To    string
		Paper bool
	}
	// AskSupplement (1 → 5, 4 → 5): once; a second time only with LeaderReason; a third never (§13.2).
	AskSupplement struct {
		Missing      []string
		Reason       string
		LeaderReason string
	}
	// Supply is the citizen delivering everything asked: the legal period restarts (5 → 4).
	// When the dossier was not received yet this is its receipt (5 → 2), so that Code and
	// Promise are needed as for Receive; desk fills both.
	Supply struct {
		Components []Component
		Code       string
		Promise    Promise
	}
	// RaiseObligation (4 → 6) and MeetObligation (6 → 4): the clock pauses between.
	RaiseObligation struct {
		What   string
		Amount int64 // VND; 0: not known
	}
	MeetObligation struct{ Proof string }
	// AskWithdraw (1, 2, 4, 5, 6 → 7).
	AskWithdraw struct{ Reason string }
	// Stop (4 → 8, 5 → 8, 7 → 8).
	Stop struct {
		Reason   string
		Document string
	}
	// Continue goes on after a withdrawal request that came too late (7 → 4).
	Continue struct{ Reply string }
	// Extend promises a new date with an apology, once, at the latest one day before the due date (§2.8).
	Extend struct {
		Reason string
		NewDue time.Time
		Letter string
	}
	// Apologise is the apology for a dossier that is late already, with the one new date (§2.8).
	Apologise struct {
		Reason string
		NewDue time.Time
		Letter string
	}
	// Settle: result signed, numbered (4 → 9). Reason is that of a refusing result, which needs
	// one; of another it is left out.
	Settle struct {
		Result Result
		Reason string
	}
	// Return hands the result over (9 → 10).
	Return struct {
		Way    string // counter, post, electronic
		To     string // "applicant", "representative"
		Proof  string // how the collector was identified, as State.CollectedBy
		Docket string // number of the post's docket
	}
	// Digitize records which components were scanned, by index.
	Digitize struct{ Components []int }
	// Rate is the citizen's evaluation, once per dossier, 1..5, after receipt.
	Rate struct {
		Score   uint8
		Channel Channel
	}
	// Correct puts a fact right and names the entry it corrects. Only the named fields change.
	Correct struct {
		Seq        int32
		Reason     string
		Typist     *Typist
		EID        *bool
		Digitized  map[int]bool
		Electronic *bool
	}
	// Propose drafts a decision and hands the dossier to the leader who has to take it: "settle",
	// "ask_supplement", "extend", "apologise", "stop". A new proposal replaces one that was declined.
	Propose struct{ Proposal Proposal }
	// Decline gives a proposal back to its proposer with the reason.
	Decline struct{ Reason string }
	// Amend changes what was told about applicant, representative, papers and return while the
	// dossier is in work. Only the named fields change; nothing that decides a deadline is among
	// them.
	Amend struct {
		Reason         string
		Applicant      *Applicant
		Representative *Representative
		Request        *string
		ReturnAt       *ReturnPlace
		ReturnTo       *string
		Components     []Component // the whole list anew; nil: as it is
		Assurance      *Assurance
		Outside        []string // codes to add
	}
	// Issue issues a document of the form set. Number is allotted by the desk from the gap-free
	// series of Symbol and year when it is empty. About is the entry it documents; 0: the one
	// decided before it in the same act.
	Issue struct {
		Form   string // "tt-03-2025/02"
		Symbol string // "PBS-TTPVHCC"
		Number string
		About  int32
		Signer string
		Given  string // how it is handed over in the same act, as Letter.Given; empty: it is not yet
	}
	// Deliver says that an issued letter was handed over.
	Deliver struct {
		Letter int // index in State.Letters
		Way    string
	}
)

func (Submit) command()          {}
func (Receive) command()         {}
func (Reject) command()          {}
func (Accept) command()          {}
func (Transfer) command()        {}
func (AskSupplement) command()   {}
func (Supply) command()          {}
func (RaiseObligation) command() {}
func (MeetObligation) command()  {}
func (AskWithdraw) command()     {}
func (Stop) command()            {}
func (Continue) command()        {}
func (Extend) command()          {}
func (Apologise) command()       {}
func (Settle) command()          {}
func (Return) command()          {}
func (Digitize) command()        {}
func (Rate) command()            {}
func (Correct) command()         {}
func (Propose) command()         {}
func (Decline) command()         {}
func (Amend) command()           {}
func (Issue) command()           {}
func (Deliver) command()         {}

// Event is one decided fact, ready to be recorded.
type Event struct {
	Kind     string // "dossier.received"
	Corrects int32
	Version  int16
	Body     []byte // JSON; encoded and decoded only in this package, readable for ever
}
