package work

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// runner does the jobs of a site, one after the other.
type runner struct {
	*room
	log *slog.Logger
}

// pause is how often the worker looks for jobs; between two saves it does up to someRows rows.
const (
	pause    = time.Second
	someRows = 10
)

// Run does the jobs of a site until ctx ends. What was begun before a restart goes on: a row
// whose result was not saved is asked for again under its old key and gets its first answer.
func Run(ctx context.Context, site *page.Site, log *slog.Logger) {
	if site.Desk == nil || site.Notes == nil {
		return
	}
	r := &runner{&room{Site: site}, log}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := r.round(ctx); err != nil && ctx.Err() == nil {
			log.Warn("jobs", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// round does all jobs that wait, to their ends.
func (r *runner) round(ctx context.Context) error {
	waiting, err := r.Notes.List(ctx, r.Unit.Code, jobQueue, "", 0)
	if err != nil {
		return err
	}
	for _, n := range slices.Backward(waiting) { // the oldest first
		if err := r.job(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// job does one job to its end, or until ctx ends or the office cannot be reached.
func (r *runner) job(ctx context.Context, n note.Note) error {
	j, err := r.getJob(ctx, n.ID)
	if fault.Is(err, fault.NotFound) || err == nil && j.over() {
		return r.Notes.Drop(ctx, r.Unit.Code, jobQueue, n.ID)
	}
	if err != nil || j.State == jobNew { // confirmed a moment ago: the job itself is not written yet
		return err
	}
	for !j.over() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.some(ctx, j); err != nil {
			return err
		}
		if j, err = r.save(ctx, j); err != nil {
			return err
		}
	}
	return r.Notes.Drop(ctx, r.Unit.Code, jobQueue, n.ID)
}

// some does the next rows of a job.
func (r *runner) some(ctx context.Context, j *job) error {
	if j.State == jobStopping {
		j.State, j.Ended = jobCancelled, r.Now().UTC()
		return nil
	}
	who, err := r.still(ctx, j)
	if err != nil {
		return err
	}
	names, err := r.officers(ctx)
	if err != nil {
		return err
	}
	for i, n := 0, 0; i < len(j.Rows) && n < someRows; i++ {
		if j.Rows[i].Done {
			continue
		}
		if err := r.row(ctx, j, i, who, names); err != nil {
			return err
		}
		n++
	}
	if done, _ := j.counted(); done == len(j.Rows) {
		j.State, j.Ended = jobDone, r.Now().UTC()
	}
	return nil
}

// row does one row. A refusal is the row's result; only what may pass by itself is an error.
func (r *runner) row(ctx context.Context, j *job, i int, who *access.Person, names officers) error {
	row := &j.Rows[i]
	in, err := r.Open(ctx)
	if err != nil {
		return err
	}
	s, err := in.Dossier(ctx, r.Unit.Code, row.ID)
	in.Close()
	if err == nil {
		err = r.receives(s, j.Args["cho"], names, j.receivers()...)
	}
	if err == nil {
		_, err = r.Desk.Do(ctx, desk.Order{Unit: r.Unit.Code, Dossier: row.ID, Key: j.key(i), Actor: who.As(r.roleOf(s, who, commandOf(j.What))), Who: who,
			Happened: r.Now(), Seen: row.Seq, Command: j.command()})
	}
	if f, ok := fault.Of(err); err != nil && (!ok || f.Kind == fault.Unavailable || f.Kind == fault.Internal) {
		return err
	}
	row.Done = true
	if err != nil {
		row.Why = r.Words.Error("vi", err)
	}
	return nil
}

// commandOf is the desk's name of a bulk act.
func commandOf(what string) string {
	if what == "return_post" {
		return "return"
	}
	return what
}

// still is the person of a job with the roles that they had when they asked and have now, on
// the fields of work that they have now: who lost a role or a field since does nothing more
// in it.
func (r *runner) still(ctx context.Context, j *job) (*access.Person, error) {
	if r.Office == nil {
		return &access.Person{ID: j.By, Unit: r.Unit.Code, Roles: j.Roles, Scope: j.Scope}, nil
	}
	p, err := r.Office.Today(ctx, j.By)
	p.Unit = r.Unit.Code
	p.Roles = slices.DeleteFunc(p.Roles, func(x access.Role) bool { return !slices.Contains(j.Roles, x) })
	return &p, err
}

// save keeps a job. Somebody may have asked to stop it meanwhile: then their word is taken over
// and the results stay.
func (r *runner) save(ctx context.Context, j *job) (*job, error) {
	err := r.putJob(ctx, j)
	for range 3 {
		if !fault.Is(err, fault.Conflict) {
			break
		}
		now, e := r.getJob(ctx, j.ID)
		if e != nil {
			return j, e
		}
		if now.State == jobStopping && !j.over() {
			j.State = jobStopping
		}
		j.Rev = now.Rev
		err = r.putJob(ctx, j)
	}
	return j, err
}
