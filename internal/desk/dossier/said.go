package dossier

import (
	"time"

	"github.com/motcua/motcua/internal/ledger"
)

// Said is what an entry says that a paper prints again and the state does not keep: the
// reasons and lists of a request, the date of an apology. Personal data may stand in it.
type Said struct {
	Missing []string
	Reason  string
	Due     time.Time // a date promised anew
	Paper   bool      // handed over on paper
	First   bool      // of the first form of bodies, which did not ask what form 01 asks
}

// Says reads an entry. It says nothing of entries from which papers take nothing, and refuses
// a form of body that it does not know.
func Says(e *ledger.Entry) (Said, error) {
	if _, ok := forms[form{e.Kind, e.Version}]; !ok || e.Subject.Kind != SubjectKind {
		return Said{}, unreadable(e, errForm)
	}
	said, err := says(e)
	if err != nil {
		return Said{}, unreadable(e, err)
	}
	said.First = e.Version < bodyVersion
	return said, nil
}

// says reads the bodies that did not change since the first form, and those of today.
func says(e *ledger.Entry) (Said, error) {
	switch e.Kind {
	case EventSupplementAsked:
		return saysOf(e, func(b supplementAskedBody) Said { return Said{Missing: b.Missing, Reason: b.Reason} })
	case EventRejected:
		if e.Version == 1 {
			return saysOf(e, func(b rejectedFirst) Said { return Said{Reason: b.Reason} })
		}
		return saysOf(e, func(b rejectedBody) Said { return Said{Reason: b.Reason} })
	case EventExtended:
		return saysOf(e, func(b extendedBody) Said { return Said{Reason: b.Reason, Due: b.Due.time()} })
	case EventApologised:
		return saysOf(e, func(b apologisedBody) Said { return Said{Reason: b.Reason, Due: b.Due.time()} })
	case EventSettled:
		return saysOf(e, func(b settledBody) Said { return Said{Reason: b.Reason} })
	case EventStopped:
		return saysOf(e, func(b stoppedBody) Said { return Said{Reason: b.Reason} })
	case EventWithdrawalAsked:
		return saysOf(e, func(b withdrawalAskedBody) Said { return Said{Reason: b.Reason} })
	case EventTransferred:
		return saysOf(e, func(b transferredBody) Said { return Said{Paper: b.Paper} })
	case EventDeclined:
		return saysOf(e, func(b declinedBody) Said { return Said{Reason: b.Reason} })
	}
	return Said{}, nil
}

func saysOf[B any](e *ledger.Entry, say func(B) Said) (Said, error) {
	var b B
	if err := decode(e.Body, &b); err != nil {
		return Said{}, err
	}
	return say(b), nil
}
