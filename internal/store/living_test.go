package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// living is a client that leads one dossier after the other through a plain life.
type living struct {
	office  *storetest.Office
	id      ledger.ID
	left    []dossier.Command
	waiting []<-chan desk.Result
}

func (l *living) next() desk.Act {
	l.office.Now = l.office.Now.Add(37 * time.Second)
	if len(l.left) == 0 {
		l.id, l.left = l.office.ID(), l.office.Life()
	}
	c := l.left[0]
	l.left = l.left[1:]
	return l.office.Act(storetest.Unit, l.id, c)
}

func (l *living) act(s *store.Store) error {
	_, err := s.Do(context.Background(), l.next())
	return err
}

// submit does not wait, so that one client can fill groups.
func (l *living) submit(t testing.TB, s *store.Store) {
	l.waiting = append(l.waiting, s.Submit(context.Background(), l.next()))
	if len(l.waiting) > 1000 {
		l.wait(t)
	}
}

func (l *living) wait(t testing.TB) {
	t.Helper()
	for _, w := range l.waiting {
		if r := <-w; r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	l.waiting = l.waiting[:0]
}
