package access

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// used is when an account was last used, made, or opened again.
func (a *Account) used() time.Time {
	return slices.MaxFunc([]time.Time{a.LastSeen, a.Created, a.Opened}, time.Time.Compare)
}

// dormant reports whether nobody used an account for longer than the policy lets it lie open: a
// forgotten account is a door that nobody watches. Made-up people of an example never are.
func (o *Office) dormant(a *Account) bool {
	days := time.Duration(o.Policy.Account.DormantDays) * 24 * time.Hour
	return !a.Example && a.Standing != Disabled && o.Now().Sub(a.used()) >= days
}

// asleep reports whether a dormant account may not enter. The last administrator may: else
// nobody could open anything again.
func (o *Office) asleep(ctx context.Context, a *Account) (bool, error) {
	if !o.dormant(a) {
		return false, nil
	}
	last, err := o.lastAdministrator(ctx, a.ID)
	return !last, err
}

func (o *Office) lastAdministrator(ctx context.Context, account string) (bool, error) {
	roles, _, err := o.roles(ctx, account)
	if err != nil || !slices.Contains(roles, Admin) {
		return false, err
	}
	others, err := o.administrators(ctx, account)
	return len(others) == 0, err
}

// CloseDormant closes the accounts that nobody used for too long, each told in the ledger, and
// reports which. An administrator opens one again. The last administrator's stays open.
func (o *Office) CloseDormant(ctx context.Context, by Actor) (closed []string, err error) {
	if by.Role != System {
		return nil, mayGovern(Actor{})
	}
	all, err := o.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *Account) int { return a.used().Compare(b.used()) }) // of administrators the one used last stays
	for _, a := range all {
		if !o.dormant(a) {
			continue
		}
		err := o.inTurn(ctx, func() error {
			if last, err := o.lastAdministrator(ctx, a.ID); err != nil || last {
				return err
			}
			order := Order{Key: "dormant:" + a.ID + ":" + calendar.DateOf(o.Now()).String(), By: by, At: o.Now()}
			closed = append(closed, a.ID)
			return o.stand(ctx, order, Act{What: "dormant", Account: a.ID}, Disabled)
		})
		if err != nil {
			return closed, err
		}
	}
	return closed, nil
}
