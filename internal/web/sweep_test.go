package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// TestSweep: a server closes at its start the accounts that nobody used, and goes on doing so
// while it runs; each closing stands in the ledger, and the log names nobody.
func TestSweep(t *testing.T) {
	var clock atomic.Int64
	clock.Store(webtest.Today.At(9, 0).Unix())
	now := func() time.Time { return time.Unix(clock.Load(), 0).In(calendar.Zone) }
	db, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Now: now, Recorded: func(time.Time) time.Time { return now() }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, policy, problems := access.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	office := &access.Office{Notes: db, Policy: policy, Unit: ward.Unit.Code, Now: now,
		Rights: duty.NewRights(duty.NewBooks(ward.Kinds, db, rand.Reader), ward.Unit.Code, duty.Reader(ward.Unit.Code, db.Snapshot))}
	hire := func(login string) string {
		a, err := office.Create(t.Context(), access.Order{Key: login, By: sweeper, At: now()}, access.New{Login: login, Name: "Trần Thị " + login})
		if err != nil {
			t.Fatal(err)
		}
		return a.ID
	}
	closed := func(id string) bool {
		a, err := office.Account(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return a.Standing == access.Disabled
	}
	days := func(n int) { clock.Add(int64(n) * 24 * 3600) }
	old := hire("cu")
	days(30)
	young := hire("moi")
	days(16)
	var log bytes.Buffer
	s := &Server{site: &page.Site{Office: office}, log: slog.New(slog.NewTextHandler(&log, nil))}
	ctx, stop := context.WithCancel(t.Context())
	var ran sync.WaitGroup
	ran.Go(func() { s.sweep(ctx, time.Millisecond) })
	for !closed(old) {
		time.Sleep(time.Millisecond)
	}
	if closed(young) {
		t.Error("closed after 16 days")
	}
	days(30)
	for !closed(young) {
		time.Sleep(time.Millisecond)
	}
	stop()
	ran.Wait()
	r, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	acts, err := r.Items(t.Context(), ward.Unit.Code, duty.ActKind, "dormant", 0, calendar.MakeDate(9999, 12, 31))
	if err != nil || len(acts) != 2 {
		t.Errorf("%d closings in the ledger, %v", len(acts), err)
	}
	if strings.Contains(log.String(), "Trần") || strings.Contains(log.String(), old) || !strings.Contains(log.String(), " n=") {
		t.Errorf("the log says %s", log.String())
	}
}
