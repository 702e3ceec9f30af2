package admin

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/work"
)

// Thresholds of the health page.
const (
	diskWarn, diskBad = 20, 10             // percent of the disk that is free
	clockSkew         = 60 * time.Second   // how far the last entry may be ahead of the clock
	proofAge          = 7 * 24 * time.Hour // after which the ledger should be looked through again
	certWarn          = 30 * 24 * time.Hour
	certBad           = 7 * 24 * time.Hour
	jobWaits          = 10 * time.Minute // after which a job that waits wants somebody to look
)

// sign is one thing that is looked at: how it is, and what to do about it.
type sign struct {
	Name, Value string
	Tag         string // good, warn, bad, quiet
	Do          string // what to do; empty: nothing
}

// health is the page of machine and database.
func (a *room) health(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	signs, err := a.signs(ctx)
	if err != nil {
		return err
	}
	f := page.Frame{Title: page.T(ctx, "admin.health"), Active: "admin",
		Crumbs: []page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin}, {Text: page.T(ctx, "admin.health")}}}
	return page.Write(w, r, http.StatusOK, f, healthPage(signs, a.checkState(ctx)))
}

// signs are all that is looked at, what is bad first.
func (a *room) signs(ctx context.Context) ([]sign, error) {
	if a.Care == nil {
		return nil, fault.New(fault.Unavailable, "admin.no_care")
	}
	h, err := a.Care.Health(ctx)
	if err != nil {
		return nil, err
	}
	last, err := a.lastProof(ctx)
	if err != nil {
		return nil, err
	}
	now := a.Now()
	jobs, err := a.jobsSign(ctx, now)
	if err != nil {
		return nil, err
	}
	proposals, err := a.proposalSign(ctx)
	if err != nil {
		return nil, err
	}
	out := []sign{jobs, proposals, diskSign(ctx, h), proofSign(ctx, last, now), clockSign(ctx, h, now), certSign(ctx, h, now), backupSign(ctx),
		a.calendarSign(ctx, now), databaseSign(ctx, h), memorySign(ctx, h), programSign(ctx, h)}
	rank := map[string]int{"bad": 0, "warn": 1, "good": 2, "quiet": 3}
	slices.SortStableFunc(out, func(x, y sign) int { return rank[x.Tag] - rank[y.Tag] })
	return out, nil
}

func diskSign(ctx context.Context, h page.Health) sign {
	s := sign{Name: t(ctx, "disk"), Tag: "quiet", Value: t(ctx, "unknown")}
	if h.Disk <= 0 {
		return s
	}
	free := int(h.Free * 100 / h.Disk)
	s.Value = t(ctx, "disk.value", "free", bytes(h.Free), "percent", free)
	switch {
	case free < diskBad:
		s.Tag, s.Do = "bad", t(ctx, "disk.bad")
	case free < diskWarn:
		s.Tag, s.Do = "warn", t(ctx, "disk.warn")
	default:
		s.Tag = "good"
	}
	return s
}

func proofSign(ctx context.Context, last *proof, now time.Time) sign {
	s := sign{Name: t(ctx, "proof"), Tag: "warn", Value: t(ctx, "proof.never"), Do: t(ctx, "proof.do")}
	switch {
	case last == nil:
	case last.Found > 0:
		s.Tag, s.Value, s.Do = "bad", t(ctx, "proof.found", "n", locale.Int(last.Found), "at", calendar.PrintInstant(last.At)), t(ctx, "proof.bad")
	default:
		s.Value = t(ctx, "proof.well", "entries", locale.Int(last.Entries), "at", calendar.PrintInstant(last.At))
		if now.Sub(last.At) <= proofAge {
			s.Tag, s.Do = "good", ""
		}
	}
	return s
}

// clockSign compares the clock with the last entry: nothing can have been recorded later than now.
func clockSign(ctx context.Context, h page.Health, now time.Time) sign {
	s := sign{Name: t(ctx, "clock"), Tag: "good", Value: calendar.PrintInstant(now)}
	if h.Recorded.Sub(now) > clockSkew {
		s.Tag, s.Do = "bad", t(ctx, "clock.bad", "last", calendar.PrintInstant(h.Recorded))
	}
	return s
}

func certSign(ctx context.Context, h page.Health, now time.Time) sign {
	s := sign{Name: t(ctx, "cert"), Tag: "quiet", Value: t(ctx, "cert.none")}
	if h.CertUntil.IsZero() {
		return s
	}
	s.Value, s.Tag = t(ctx, "cert.until", "day", calendar.DateOf(h.CertUntil).Print()), "good"
	switch left := h.CertUntil.Sub(now); {
	case left < certBad:
		s.Tag, s.Do = "bad", t(ctx, "cert.do")
	case left < certWarn:
		s.Tag, s.Do = "warn", t(ctx, "cert.do")
	}
	return s
}

// backupSign says what there is not: a copy made by hand is the only one.
func backupSign(ctx context.Context) sign {
	return sign{Name: t(ctx, "backup"), Tag: "warn", Value: t(ctx, "backup.none"), Do: t(ctx, "backup.do")}
}

// calendarSign warns before the year ends without a verified next one.
func (a *room) calendarSign(ctx context.Context, now time.Time) sign {
	year := calendar.DateOf(now).Year()
	s := sign{Name: t(ctx, "calendar_sign"), Tag: "good", Value: t(ctx, "calendar_sign.known", "year", year)}
	for _, y := range []int{year, year + 1} {
		found, ok := a.Catalog.Calendar.Year(y)
		switch {
		case !ok:
			s.Tag, s.Do = "bad", t(ctx, "calendar_sign.absent", "year", y)
		case found.Mark != calendar.Verified && s.Tag == "good":
			s.Tag, s.Do = "warn", t(ctx, "calendar_sign.unverified", "year", y)
		}
	}
	return s
}

func databaseSign(ctx context.Context, h page.Health) sign {
	return sign{Name: t(ctx, "database"), Tag: "quiet", Value: t(ctx, "database.value", "place", h.Place, "engine", h.Engine, "bytes", bytes(h.Bytes),
		"entries", locale.Int(h.Entries), "dossiers", locale.Int(h.Dossiers))}
}

// jobsSign is how much work over many dossiers waits for its turn.
func (a *room) jobsSign(ctx context.Context, now time.Time) (sign, error) {
	s := sign{Name: t(ctx, "jobs"), Tag: "good", Value: t(ctx, "jobs.none")}
	n, since, err := work.Waiting(ctx, a.Site)
	if n == 0 || err != nil {
		return s, err
	}
	s.Value = t(ctx, "jobs.value", "n", locale.Int(int64(n)), "since", calendar.PrintInstant(since))
	if now.Sub(since) > jobWaits {
		s.Tag, s.Do = "warn", t(ctx, "jobs.do")
	}
	return s, nil
}

func memorySign(ctx context.Context, h page.Health) sign {
	return sign{Name: t(ctx, "memory"), Tag: "quiet", Value: bytes(int64(h.Memory))}
}

func programSign(ctx context.Context, h page.Health) sign {
	return sign{Name: t(ctx, "program"), Tag: "quiet", Value: t(ctx, "program.value", "version", h.Version, "schema", h.Schema, "since", calendar.PrintInstant(h.Started))}
}

// bytes prints a size as people say it: 1,5 GB.
func bytes(n int64) string {
	unit, name := int64(1), "B"
	for _, u := range []string{"KB", "MB", "GB", "TB"} {
		if n < unit*1000 {
			break
		}
		unit, name = unit*1000, u
	}
	if name == "B" {
		return locale.Int(n) + " B"
	}
	return locale.Decimal(n*10/unit, 1) + " " + name
}

func t(ctx context.Context, key string, kv ...any) string { return page.T(ctx, "admin."+key, kv...) }
