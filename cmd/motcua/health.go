package main

import (
	"context"
	"runtime"
	"time"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// caretaker tells the pages how machine and database are.
type caretaker struct {
	call    *call
	store   *store.Store
	unit    string
	started time.Time
	until   time.Time // of the certificate
}

// Health reads what can be read without looking the ledger through.
func (k *caretaker) Health(ctx context.Context) (page.Health, error) {
	h := page.Health{Place: k.store.Place(), Version: release(), Started: k.started, CertUntil: k.until}
	sn, err := k.store.Snapshot(ctx)
	if err != nil {
		return h, err
	}
	defer sn.Close()
	st, err := sn.Stats(ctx)
	if err != nil {
		return h, err
	}
	h.Bytes, h.Entries, h.Dossiers = st.Bytes, st.Entries, st.Dossiers
	if h.Recorded, err = sn.LastRecorded(ctx, k.unit); err != nil {
		return h, err
	}
	if h.Engine, err = k.store.Engine(ctx); err != nil {
		return h, err
	}
	if h.Schema, _, err = k.store.SchemaVersion(ctx); err != nil {
		return h, err
	}
	h.Free, h.Disk = diskSpace(k.store.Place())
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	h.Memory = m.Sys - m.HeapReleased
	return h, nil
}

// Verify looks the ledger through.
func (k *caretaker) Verify(ctx context.Context, lang string, progress func(done, total int64)) (page.Proof, error) {
	r, err := k.store.Verify(ctx, progress)
	p := page.Proof{Entries: r.Entries, Dossiers: r.Dossiers, Found: r.Found, Took: r.Took}
	for _, f := range r.Faults {
		p.Faults = append(p.Faults, k.call.words.Error(lang, f))
	}
	return p, err
}
