package dossier

import (
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/fault"
)

// Decide says what happens when the actor asks for the command now: the facts to record, or
// a refusal that says what is allowed instead. It is pure; s is not changed, and is the zero
// State for a dossier that does not exist yet.
//
// Who may do what from which status is the workflow table's (one-stop-rules §2.2); what else
// must hold is checked here, each rule beside its article. Nothing is recorded before what
// was recorded last: an act that happened earlier than its predecessor is refused.
func Decide(env Env, s *State, c Command) ([]Event, error) {
	d, err := lawful(env, s, Name(c))
	if err != nil {
		return nil, err
	}
	if err := d.mayBeLate(); err != nil {
		return nil, err
	}
	e, err := d.decide(c)
	if err != nil {
		return nil, err
	}
	if to := leadsTo(e.Kind, s.Status); uint8(to) != d.row.To {
		return nil, fault.New(fault.Internal, "dossier.table_contradicts", "command", Name(c), "to", d.row.To)
	}
	return []Event{e}, nil
}

// Lawful says whether the actor may give a command of that name now, whatever it says: nil,
// or the refusal that Decide would give. What Lawful lets pass, Decide accepts when the
// command's own fields are good.
func Lawful(env Env, s *State, name string) error {
	_, err := lawful(env, s, name)
	return err
}

func lawful(env Env, s *State, name string) (*decider, error) {
	if env.Calendar == nil || env.Workflow == nil {
		return nil, fault.New(fault.Internal, "dossier.incomplete_env")
	}
	if !plausible(env.Now) {
		return nil, fault.New(fault.Invalid, "dossier.no_instant")
	}
	row, err := env.Workflow.FindWhen(uint8(s.Status), name, env.Actor.Role, received(s))
	if err != nil {
		return nil, err
	}
	if env.Now.UnixMilli() < s.Last.UnixMilli() && s.Seq > 0 {
		return nil, fault.New(fault.Conflict, "dossier.before_previous", "at", calendar.PrintInstant(env.Now), "last", calendar.PrintInstant(s.Last))
	}
	d := &decider{env: env, s: s, row: row}
	if guard := guards[name]; guard != nil {
		return d, guard(d)
	}
	return d, nil
}

// Name is the command's name in the workflow table; "" when it is none of ours.
func Name(c Command) string {
	switch c.(type) {
	case Submit:
		return "submit"
	case Receive:
		return "receive"
	case Reject:
		return "reject"
	case Accept:
		return "accept"
	case Transfer:
		return "transfer"
	case AskSupplement:
		return "ask_supplement"
	case Supply:
		return "supply"
	case RaiseObligation:
		return "raise_obligation"
	case MeetObligation:
		return "meet_obligation"
	case AskWithdraw:
		return "ask_withdraw"
	case Stop:
		return "stop"
	case Continue:
		return "continue"
	case Extend:
		return "extend"
	case Apologise:
		return "apologise"
	case Settle:
		return "settle"
	case Return:
		return "return"
	case Digitize:
		return "digitize"
	case Rate:
		return "rate"
	case Correct:
		return "correct"
	case Propose:
		return "propose"
	case Decline:
		return "decline"
	case Amend:
		return "amend"
	case Issue:
		return "issue"
	case Deliver:
		return "deliver"
	case Attach:
		return "attach"
	case Detach:
		return "detach"
	case FileResult:
		return "file_result"
	case Assess:
		return "assess"
	case Collect:
		return "collect"
	case Refund:
		return "refund"
	case Notify:
		return "notify"
	}
	return ""
}

// leadsTo is the status after a kind of entry: what the table's row must say too.
func leadsTo(kind string, from Status) Status {
	switch kind {
	case EventSubmitted:
		return Registered
	case EventReceived:
		return Received
	case EventRejected:
		return Rejected
	case EventAccepted, EventSupplied, EventObligationMet, EventContinued:
		return Processing
	case EventSupplementAsked:
		return Supplement
	case EventObligationRaised:
		return Obligation
	case EventWithdrawalAsked:
		return Withdrawing
	case EventStopped:
		return Stopped
	case EventSettled:
		return Settled
	case EventReturned:
		return Returned
	}
	return from
}

type decider struct {
	env Env
	s   *State
	row workflow.Row
}

func (d *decider) decide(c Command) (Event, error) {
	switch c := c.(type) {
	case Submit:
		return d.submit(c)
	case Receive:
		return d.receive(c)
	case Reject:
		return d.reject(c)
	case Accept:
		return d.accept(c)
	case Transfer:
		return d.transfer(c)
	case AskSupplement:
		return d.askSupplement(c)
	case Supply:
		return d.supply(c)
	case RaiseObligation:
		return d.raiseObligation(c)
	case MeetObligation:
		return d.meetObligation(c)
	case AskWithdraw:
		return d.askWithdraw(c)
	case Stop:
		return d.stop(c)
	case Continue:
		return d.goOn(c)
	case Extend:
		return d.extend(c)
	case Apologise:
		return d.apologise(c)
	case Settle:
		return d.settle(c)
	case Return:
		return d.hand(c)
	case Digitize:
		return d.digitize(c)
	case Rate:
		return d.rate(c)
	case Correct:
		return d.correct(c)
	case Propose:
		return d.propose(c)
	case Decline:
		return d.decline(c)
	case Amend:
		return d.amend(c)
	case Issue:
		return d.issue(c)
	case Deliver:
		return d.deliver(c)
	case Attach:
		return d.attach(c)
	case Detach:
		return d.detach(c)
	case FileResult:
		return d.fileResult(c)
	case Assess:
		return d.assess(c)
	case Collect:
		return d.collect(c)
	case Refund:
		return d.refund(c)
	case Notify:
		return d.notify(c)
	}
	return Event{}, fault.New(fault.Invalid, "dossier.unknown_command")
}

func event(kind string, body any) (Event, error) {
	b, err := encode(body)
	if err != nil {
		return Event{}, fault.Wrap(err, fault.Invalid, "dossier.unwritable", "kind", kind)
	}
	return Event{Kind: kind, Version: bodyVersion, Body: b}, nil
}

// mark says whether the act is recorded over the allowed lag ("ghi muộn"), and why.
func (d *decider) mark() mark {
	lag := d.env.Recorded.Sub(d.env.Now)
	if d.env.MaxLag <= 0 || d.env.Recorded.IsZero() || lag <= d.env.MaxLag {
		return mark{}
	}
	return mark{Late: true, Why: d.env.Why}
}

// mayBeLate: who records an act late says why (security T1). What a machine hands in late, it
// hands in as it has it: its entry is marked and gives no reason.
func (d *decider) mayBeLate() error {
	if !d.mark().Late || d.env.Actor.Role == access.System {
		return nil
	}
	if strings.TrimSpace(d.env.Why) == "" {
		return fault.New(fault.Invalid, "dossier.late_without_reason", "at", calendar.PrintInstant(d.env.Now), "minutes", int(d.env.MaxLag/time.Minute))
	}
	return checkTexts(d.env.Why)
}

// minutes are the working minutes to charge to the office if its clock stops now.
func (d *decider) minutes() int {
	if d.s.RunningFrom.IsZero() || !d.env.Now.After(d.s.RunningFrom) {
		return 0
	}
	return d.env.Calendar.WorkingMinutes(d.s.RunningFrom, d.env.Now)
}

// due is when a period ends that starts at an instant.
func (d *decider) due(start time.Time, l calendar.Limit) (deadline, error) {
	due, err := d.env.Calendar.Deadline(start, l)
	if err != nil {
		return deadline{}, err
	}
	out := deadline{Due: stampOf(due.Legal()), Appointment: stampOf(due.Appointment)}
	if out.Appointment == out.Due {
		out.Appointment = 0
	}
	return out, nil
}

// today is the day of the act.
func (d *decider) today() calendar.Date { return calendar.DateOf(d.env.Now) }
