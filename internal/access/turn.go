package access

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// kindTurn is whose turn it is to take an administrator away.
const kindTurn = "turn"

const (
	turnMost  = 30 * time.Second      // after which the turn of a server that stopped is over
	turnWait  = 10 * time.Second      // how long one waits for one's own
	turnPause = 20 * time.Millisecond // between two looks
)

// inTurn lets acts that take administrators away follow each other, at all servers of the office:
// what one of them looks at (who else administers) cannot change until it is written. Rights are
// grants in the ledger and closed accounts are notes, so no transaction holds both.
func (o *Office) inTurn(ctx context.Context, do func() error) error {
	mine, _, err := o.token()
	if err != nil {
		return err
	}
	late := time.NewTimer(turnWait)
	defer late.Stop()
	for {
		_, err := o.put(ctx, kindTurn, "administrators", "", 0, o.Now().Add(turnMost), mine)
		if err == nil {
			break
		}
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return fault.New(fault.Unavailable, "access.turn_taken")
		case <-time.After(turnPause):
		}
	}
	done := do()
	if err := o.Notes.Drop(context.WithoutCancel(ctx), o.Unit, kindTurn, "administrators"); done == nil {
		done = err
	}
	return done
}
