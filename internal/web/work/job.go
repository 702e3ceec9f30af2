package work

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// Kinds of the notes of jobs. A job that has to be run stands in jobQueue by its id too, so that
// the worker reads no job that is over.
const (
	jobKind  = "job"
	jobQueue = "job_queue"
)

// mostRows bounds a job: what one person can still answer for.
const mostRows = 500

// How long a job is kept: until somebody confirms it, and after it is over.
const (
	jobAsked = time.Hour
	jobKept  = 30 * 24 * time.Hour
)

// States of a job.
const (
	jobNew       = "asked"     // waits to be confirmed
	jobRunning   = "running"   // the worker does it
	jobStopping  = "stopping"  // the worker stops before the next row
	jobDone      = "done"      // every row has its result
	jobCancelled = "cancelled" // the rest was left
)

// job is one act over many dossiers. Each row is an act of its own, under a key made of job and
// row: to run a row again is harmless, so that a job goes on after a crash where it was.
type job struct {
	V       int                      `json:"v"`
	ID      string                   `json:"-"`
	Rev     int64                    `json:"-"`
	By      string                   `json:"by"`
	Roles   []access.Role            `json:"roles"`           // of the person when it was asked
	Scope   map[access.Role][]string `json:"scope,omitempty"` // fields of work of those roles; absent: all
	What    string                   `json:"what"`            // one of bulk
	Place   string                   `json:"place"`           // the queue it came from
	Args    map[string]string        `json:"args,omitempty"`
	State   string                   `json:"state"`
	Asked   time.Time                `json:"asked"`
	Started time.Time                `json:"started,omitzero"`
	Ended   time.Time                `json:"ended,omitzero"`
	Rows    []jobRow                 `json:"rows"`
}

// jobRow is one dossier of a job.
type jobRow struct {
	ID   ledger.ID `json:"id"`
	Name string    `json:"name"`          // code, or opaque id
	Seq  int32     `json:"seq"`           // up to which it was seen
	Done bool      `json:"done"`          // has its result
	Why  string    `json:"why,omitempty"` // of a refusal, in Vietnamese
}

// counted are the rows that have their result, and of those the refused.
func (j *job) counted() (done, failed int) {
	for _, r := range j.Rows {
		if r.Done {
			done++
		}
		if r.Why != "" {
			failed++
		}
	}
	return done, failed
}

// over reports whether nothing more will happen.
func (j *job) over() bool { return j.State == jobDone || j.State == jobCancelled }

// bulk are the acts that can be given to many dossiers at once, and the command each gives.
var bulk = []string{"accept", "transfer", "propose", "return_post"}

// command is the act of a job.
func (j *job) command() dossier.Command {
	switch j.What {
	case "accept":
		return dossier.Accept{Holder: j.By}
	case "transfer":
		return dossier.Transfer{To: j.Args["cho"], Paper: j.Args["giay"] == "1"}
	case "propose":
		return dossier.Propose{Proposal: dossier.Proposal{What: "settle", By: j.By, To: j.Args["cho"], Text: j.Args["du-thao"], Paper: true}}
	case "return_post":
		return dossier.Return{Way: "post", To: "applicant", Proof: "post_docket", Docket: j.Args["phieu"]}
	}
	return nil
}

// receivers are the roles of whom a job may give dossiers to: a proposal goes to a leader.
func (j *job) receivers() []access.Role {
	if j.What == "propose" {
		return []access.Role{access.Leader}
	}
	return workers
}

// key is that of a row's act.
func (j *job) key(row int) string { return fmt.Sprintf("%s:job:%s:%d", j.By, j.ID, row) }

// getJob reads a job.
func (o *room) getJob(ctx context.Context, id string) (*job, error) {
	if o.Notes == nil {
		return nil, fault.New(fault.NotFound, "work.job.none")
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, jobKind, id)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Wrap(err, fault.NotFound, "work.job.none")
	}
	if err != nil {
		return nil, err
	}
	return readJob(n)
}

func readJob(n note.Note) (*job, error) {
	j := &job{}
	if err := json.Unmarshal(n.Body, j); err != nil || j.V != 1 {
		return nil, fault.Wrap(err, fault.Internal, "work.job.unreadable", "id", n.ID)
	}
	j.ID, j.Rev = n.ID, n.Rev
	return j, nil
}

// putJob keeps a job; fault.Conflict "note.changed" when somebody else changed it meanwhile.
func (o *room) putJob(ctx context.Context, j *job) error {
	body, err := json.Marshal(j)
	if err != nil {
		return err
	}
	keep := jobKept
	if j.State == jobNew {
		keep = jobAsked
	}
	j.Rev, err = o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: jobKind, ID: j.ID, Owner: j.By, Rev: j.Rev, Expires: o.Now().Add(keep), Body: body})
	return err
}

// mayJob reports whether somebody may see and stop a job: who asked for it, and leaders.
func mayJob(j *job, p *access.Person) bool { return j.By == p.ID || p.Has(access.Leader) }

// jobsOf are the jobs that somebody may see, last changed first.
func (o *room) jobsOf(ctx context.Context, p *access.Person) ([]*job, error) {
	if o.Notes == nil {
		return nil, nil
	}
	owner := p.ID
	if p.Has(access.Leader) {
		owner = ""
	}
	notes, err := o.Notes.List(ctx, o.Unit.Code, jobKind, owner, 100)
	var out []*job
	for _, n := range notes {
		j, err := readJob(n)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return slices.DeleteFunc(out, func(j *job) bool { return j.State == jobNew }), err
}

// Waiting says how many jobs are to be run and since when the longest has stood; zero: none.
func Waiting(ctx context.Context, site *page.Site) (n int, since time.Time, err error) {
	if site.Notes == nil {
		return 0, time.Time{}, nil
	}
	notes, err := site.Notes.List(ctx, site.Unit.Code, jobQueue, "", 0)
	for _, x := range notes {
		if since.IsZero() || x.Changed.Before(since) {
			since = x.Changed
		}
	}
	return len(notes), since, err
}
