package web

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/access"
)

// sweepEvery is how often the server looks for accounts that nobody uses. The policy counts in
// days; within the hour the list of people says what holds.
const sweepEvery = time.Hour

// sweeper closes accounts that nobody uses: the machine itself, in the ledger.
var sweeper = access.Actor{ID: "sweep", Role: access.System}

// sweep closes, at once and then again and again, the accounts that nobody used for as long as
// the policy says. One that fails is tried at the next turn.
func (s *Server) sweep(ctx context.Context, every time.Duration) {
	if s.site.Office == nil {
		return
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		closed, err := s.site.Office.CloseDormant(ctx, sweeper)
		if len(closed) > 0 {
			s.log.Info("accounts nobody uses were closed", "n", len(closed))
		}
		if err != nil && ctx.Err() == nil {
			s.log.Warn("accounts nobody uses", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
