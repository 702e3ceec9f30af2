package work

import (
	"context"
	"encoding/csv"
	"net/http"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// askJob makes a job of the rows that were marked in a queue. Nothing is done before the page
// it leads to is confirmed.
func (o *room) askJob(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	if o.Desk == nil || o.Notes == nil {
		return fault.New(fault.Forbidden, "work.read_only")
	}
	who, what := person(ctx), r.PostForm.Get("viec")
	if !slices.Contains(bulk, what) {
		return fault.New(fault.Invalid, "work.job.what")
	}
	rows, err := o.marked(r)
	if err != nil {
		return o.backTo(w, r, "danh-dau", err)
	}
	j := &job{V: 1, ID: key, By: who.ID, Roles: who.Roles, Scope: who.Scope, What: what, Place: r.PostForm.Get("hd"), State: jobNew, Asked: o.Now().UTC()}
	for _, s := range rows {
		j.Rows = append(j.Rows, jobRow{ID: s.ID, Name: page.Known(s), Seq: s.Seq})
	}
	if err := o.putJob(ctx, j); err != nil && !fault.Is(err, fault.Conflict) { // the same form again names the same job
		return err
	}
	http.Redirect(w, r, page.Jobs+"/"+key, http.StatusSeeOther)
	return nil
}

// marked reads what a form marks and ends the reading.
func (o *room) marked(r *http.Request) ([]*dossier.State, error) {
	in, err := o.Open(r.Context())
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return o.markedRows(r.Context(), in, r)
}

// markedRows are the dossiers that a form marks: single ones, or all of the queue as it stands.
func (o *room) markedRows(ctx context.Context, in page.Reading, r *http.Request) ([]*dossier.State, error) {
	var rows []*dossier.State
	if r.PostForm.Get("ca") == "1" {
		q := page.ParseInQueue(r.PostForm.Get("hd"))
		if q == nil {
			return nil, fault.New(fault.Invalid, "work.no_filter")
		}
		l, err := o.lot(*q, person(ctx))
		if err != nil {
			return nil, err
		}
		if rows, _, err = l.rows(ctx, in, 0, mostRows+1); err != nil {
			return nil, err
		}
	}
	for _, name := range r.PostForm["hs"] {
		if len(rows) > mostRows || r.PostForm.Get("ca") == "1" {
			break
		}
		s, err := page.FindDossier(ctx, in, o.Unit.Code, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(rows, func(x *dossier.State) bool { return x.ID == s.ID }) {
			rows = append(rows, s)
		}
	}
	switch {
	case len(rows) == 0:
		return nil, fault.New(fault.Invalid, "work.job.empty")
	case len(rows) > mostRows:
		return nil, fault.New(fault.Invalid, "work.job.many", "most", mostRows)
	}
	return rows, nil
}

// jobFields are what a job has to know beside its rows.
func (o *room) jobFields(ctx context.Context, j *job, names officers, typed func(string) string, wrong map[string]string) []field {
	t := func(key string) string { return page.T(ctx, "work."+key) }
	to := []option{{Text: t("job.choose_who")}} // nobody by chance: many go at once
	for _, x := range names {
		if !x.works() || x.ID == j.By || j.What == "propose" && !slices.Contains(x.Roles, access.Leader) {
			continue
		}
		to = append(to, option{Value: x.ID, Text: x.title(), Chosen: typed("cho") == x.ID})
	}
	var out []field
	switch j.What {
	case "transfer":
		out = []field{{Kind: "choice", Name: "cho", Label: t("transfer.to"), Options: to, Must: true},
			{Kind: "yes", Name: "giay", Label: t("transfer.paper"), Options: []option{{Value: "1", Chosen: typed("giay") == "1"}}}}
	case "propose":
		out = []field{{Kind: "choice", Name: "cho", Label: t("propose.to"), Options: to, Must: true},
			{Kind: "area", Name: "du-thao", Label: t("propose.text"), Hint: t("propose.text_hint"), Value: typed("du-thao")}}
	case "return_post":
		out = []field{{Kind: "text", Name: "phieu", Label: t("job.docket"), Hint: t("job.docket_hint"), Value: typed("phieu"), Size: 24, Must: true}}
	}
	for i := range out {
		out[i].Error = wrong[out[i].Name]
	}
	return out
}

// jobPost confirms a job, or stops it.
func (o *room) jobPost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if _, err := page.Key(r); err != nil {
		return err
	}
	j, err := o.myJob(ctx, r)
	if err != nil {
		return err
	}
	switch step := r.PostForm.Get("buoc"); {
	case step == "dung" && j.State == jobRunning:
		j.State = jobStopping
		if err := o.putJob(ctx, j); err != nil {
			if fault.Is(err, fault.Conflict) { // the worker saved a moment ago: once more on what it saved
				return o.jobPost(w, r)
			}
			return err
		}
	case step == "chay" && j.State == jobNew:
		names, err := o.officers(ctx)
		if err != nil {
			return err
		}
		if wrong := j.fill(ctx, o, names, r.PostForm.Get); len(wrong) > 0 {
			return o.showJob(w, r, http.StatusBadRequest, j, wrong)
		}
		if err := o.startJob(ctx, j); err != nil {
			return err
		}
	}
	http.Redirect(w, r, page.Jobs+"/"+j.ID, http.StatusSeeOther)
	return nil
}

// fill takes what the job has to know; what is wrong it says by field.
func (j *job) fill(ctx context.Context, o *room, names officers, typed func(string) string) map[string]string {
	wrong := map[string]string{}
	j.Args = map[string]string{}
	for _, f := range o.jobFields(ctx, j, names, typed, nil) {
		v := page.Paragraphs(typed(f.Name))
		j.Args[f.Name] = v
		ok := v != "" || !f.Must
		if f.Kind == "choice" {
			ok = v != "" && slices.ContainsFunc(f.Options, func(x option) bool { return x.Value == v })
		}
		if !ok || len([]rune(v)) > 2000 {
			wrong[f.Name] = page.T(ctx, "work.job.need", "field", f.Label)
		}
	}
	return wrong
}

// startJob gives a confirmed job to the worker. The queue's note comes first: without the job
// itself it does nothing, the other way round a crash between would leave a job that nobody does.
func (o *room) startJob(ctx context.Context, j *job) error {
	_, err := o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: jobQueue, ID: j.ID, Owner: j.By, Rev: note.Any, Body: []byte("{}")})
	if err != nil {
		return err
	}
	j.State, j.Started = jobRunning, o.Now().UTC()
	if err := o.putJob(ctx, j); err != nil && !fault.Is(err, fault.Conflict) { // confirmed twice
		return err
	}
	return nil
}

// myJob is the job of an address, when who asks may see it. One of somebody else's is as absent.
func (o *room) myJob(ctx context.Context, r *http.Request) (*job, error) {
	j, err := o.getJob(ctx, r.PathValue("id"))
	if err == nil && (!mayJob(j, person(ctx)) || j.State == jobNew && j.By != person(ctx).ID) {
		return nil, fault.New(fault.NotFound, "work.job.none")
	}
	return j, err
}

func (o *room) jobPage(w http.ResponseWriter, r *http.Request) error {
	j, err := o.myJob(r.Context(), r)
	if err != nil {
		return err
	}
	return o.showJob(w, r, http.StatusOK, j, nil)
}

// jobView is the page of a job.
type jobView struct {
	Title, Lead  string
	URL, Back    string
	Key          string
	New, Running bool
	Total        int
	Done, Failed int
	Fields       []field
	Problems     []page.Mistake
	Facts        []page.Fact
	Rows         []jobLine
}

type jobLine struct{ Name, URL, Result, Tag string }

func (o *room) showJob(w http.ResponseWriter, r *http.Request, status int, j *job, wrong map[string]string) error {
	ctx := r.Context()
	t := func(key string, kv ...any) string { return page.T(ctx, "work.job."+key, kv...) }
	done, failed := j.counted()
	v := &jobView{Title: t("title."+j.What, "n", len(j.Rows)), URL: page.Jobs + "/" + j.ID, Back: page.Queues, Key: page.NewKey(), New: j.State == jobNew,
		Running: j.State == jobRunning || j.State == jobStopping, Total: len(j.Rows), Done: done, Failed: failed, Lead: t("state."+j.State, "done", done, "n", len(j.Rows), "failed", failed)}
	if q := page.ParseInQueue(j.Place); q != nil {
		v.Back = q.URL()
	}
	names, err := o.officers(ctx)
	if err != nil {
		return err
	}
	if v.New {
		v.Fields = o.jobFields(ctx, j, names, r.PostFormValue, wrong)
		for _, f := range v.Fields {
			if f.Error != "" {
				v.Problems = append(v.Problems, page.Mistake{Field: f.ID(), Text: f.Error})
			}
		}
	}
	v.Facts = []page.Fact{{Name: t("by"), Text: names.of(j.By)}, {Name: page.T(ctx, "work.transfer.to"), Text: names.of(j.Args["cho"])}, {Name: t("docket"), Text: j.Args["phieu"]}}
	if !j.Started.IsZero() {
		v.Facts = append(v.Facts, page.Fact{Name: t("started"), Text: calendar.PrintInstant(j.Started)})
	}
	for _, row := range j.Rows {
		l := jobLine{Name: row.Name, URL: page.DossierURL(row.Name, nil), Result: t("row.waits"), Tag: "quiet"}
		switch {
		case row.Why != "":
			l.Result, l.Tag = row.Why, "bad"
		case row.Done:
			l.Result, l.Tag = t("row.done"), "good"
		case j.State == jobCancelled:
			l.Result = t("row.left")
		}
		v.Rows = append(v.Rows, l)
	}
	f := page.Frame{Title: v.Title, Active: "queues", Failed: len(v.Problems) > 0,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "work.tabs"), URL: v.Back}, {Text: t("all"), URL: page.Jobs}, {Text: v.Title}}}
	if v.Running {
		f.Scripts = []string{"work.js"}
	}
	return page.Write(w, r, status, f, jobPage(v))
}

// jobErrors are the refused rows as a file.
func (o *room) jobErrors(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	j, err := o.myJob(ctx, r)
	if err != nil {
		return err
	}
	page.Attach(w, "loi.csv")
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.Write([]string{page.T(ctx, "work.head.code"), page.T(ctx, "work.job.why")})
	for _, row := range j.Rows {
		if row.Why != "" {
			c.Write([]string{row.Name, page.Cell(row.Why)})
		}
	}
	c.Flush()
	return c.Error()
}

// jobs lists the jobs that who asks may see.
func (o *room) jobs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := o.jobsOf(ctx, person(ctx))
	if err != nil {
		return err
	}
	names, err := o.officers(ctx)
	if err != nil {
		return err
	}
	var rows []jobListed
	for _, j := range all {
		done, failed := j.counted()
		rows = append(rows, jobListed{Title: page.T(ctx, "work.job.title."+j.What, "n", len(j.Rows)), URL: page.Jobs + "/" + j.ID, By: names.of(j.By),
			At: calendar.PrintInstant(j.Started), State: page.T(ctx, "work.job.state."+j.State, "done", done, "n", len(j.Rows), "failed", failed)})
	}
	title := page.T(ctx, "work.job.all")
	return page.Write(w, r, http.StatusOK, page.Frame{Title: title, Active: "queues", Crumbs: []page.Crumb{{Text: page.T(ctx, "work.tabs"), URL: page.Queues}, {Text: title}}}, jobsPage(rows))
}

type jobListed struct{ Title, URL, By, At, State string }
