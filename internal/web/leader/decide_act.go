package leader

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// mostAtOnce bounds how many proposals one form may approve.
const mostAtOnce = 200

// outcomeKind is the kind of the note that keeps how an approval of many went; its id is the
// form's key, so that a form sent twice shows the same outcome.
const outcomeKind = "decision"

// outcomeDays is how long an outcome can be read again.
const outcomeDays = 7

// done is how one row of an approval went.
type done struct {
	Code string `json:"c"`
	What string `json:"w"`
	OK   bool   `json:"ok,omitempty"`
	Text string `json:"t,omitempty"` // why not
}

type outcomeBody struct {
	V    int    `json:"v"`
	Rows []done `json:"rows"`
}

// command is the decision that a proposal asks for, with the letter that it issues. The desk
// gives the numbers.
func (l *room) command(s *dossier.State, leader string) (dossier.Command, []desk.Next, error) {
	p := s.Proposal
	switch p.What {
	case "settle":
		r := dossier.Result{Refusal: p.Refusal, Paper: p.Paper, Electronic: p.Electro}
		if !r.Paper && !r.Electronic {
			r.Paper = true
		}
		if !p.Refusal {
			return dossier.Settle{Result: r}, nil, nil
		}
		return dossier.Settle{Result: r, Reason: p.Reason}, l.letter(form.Refusal, leader), nil
	case "ask_supplement":
		c := dossier.AskSupplement{Missing: p.Missing, Reason: p.Reason}
		if s.Supplements+s.IntakeAsks > 0 {
			c.LeaderReason = p.Reason // a second time needs the leader's own word (§13.2)
		}
		return c, l.letter(form.Supplement, leader), nil
	case "extend":
		return dossier.Extend{Reason: p.Reason, NewDue: p.NewDue}, l.letter(form.Apology, leader), nil
	case "apologise":
		return dossier.Apologise{Reason: p.Reason, NewDue: p.NewDue}, l.letter(form.Apology, leader), nil
	case "stop":
		return dossier.Stop{Reason: p.Reason}, l.letter(form.Stop, leader), nil
	}
	return nil, nil, fault.New(fault.Invalid, "dossier.proposal_what", "what", p.What)
}

// letter is the document that a decision issues with itself: the form in force today.
func (l *room) letter(purpose form.Purpose, leader string) []desk.Next {
	f := l.FormFor(purpose, calendar.DateOf(l.Now()))
	if f == nil {
		return nil
	}
	return []desk.Next{{Role: access.Leader, Command: dossier.Issue{Form: f.ID, Symbol: f.Symbol, Signer: leader}}}
}

// decide approves one proposal as it was read: up to entry seen.
func (l *room) decide(ctx context.Context, key, code string, seen int32) (string, error) {
	if l.Desk == nil {
		return "", fault.New(fault.Unavailable, "frame.read_only")
	}
	in, err := l.Open(ctx)
	if err != nil {
		return "", err
	}
	defer in.Close()
	who := page.Person(ctx)
	s, err := page.FindDossier(ctx, in, l.Unit.Code, code)
	if err != nil {
		return "", err
	}
	o := desk.Order{Unit: l.Unit.Code, Dossier: s.ID, Key: who.ID + ":" + key + ":" + page.Known(s), Actor: who.As(access.Leader), Who: who, Happened: l.Now(), Seen: seen}
	if s.Proposal == nil || s.Proposal.To != who.ID {
		return "", fault.New(fault.Conflict, "leader.no_longer_waits", "code", page.Known(s))
	}
	what := proposalTitle(ctx, s.Proposal)
	read, err := l.readBy(ctx, in, []*dossier.State{s})
	if err != nil {
		return what, err
	}
	if at, ok := read[s.ID]; !ok {
		return what, fault.New(fault.Conflict, "leader.not_read", "code", page.Known(s))
	} else if at.IsZero() || s.Seq != seen {
		return what, fault.New(fault.Conflict, "leader.changed", "code", page.Known(s))
	}
	if o.Command, o.Then, err = l.command(s, who.ID); err == nil {
		_, err = l.Desk.Do(ctx, o)
	}
	return what, err
}

// approve approves what was marked, one after the other; what fails stays and is listed with its
// reason, the rest is done. The same form sent again is the same decisions and the same outcome.
func (l *room) approve(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	codes := r.PostForm["chon"]
	switch {
	case len(codes) == 0:
		return l.showDecisions(w, r, http.StatusUnprocessableEntity, []string{}, []page.Mistake{{Text: page.T(ctx, "leader.decide.none_marked")}})
	case len(codes) > mostAtOnce:
		return fault.New(fault.Invalid, "leader.too_many", "most", mostAtOnce)
	}
	l.deciding.Lock()
	defer l.deciding.Unlock()
	if _, err := l.kept(ctx, key); err == nil {
		return seeOther(w, page.Decisions+"/ket-qua/"+key)
	}
	var rows []done
	for _, code := range codes {
		seen, _ := strconv.ParseInt(r.PostFormValue("seq-"+code), 10, 32)
		what, err := l.decide(ctx, key, code, int32(seen))
		d := done{Code: code, What: what, OK: err == nil}
		if err != nil {
			if f, ok := fault.Of(err); !ok || f.Kind == fault.Internal {
				d.Text = page.T(ctx, "leader.decide.broke", "id", page.VisitID(ctx))
			} else {
				d.Text = l.Words.Error(page.Lang(ctx), err)
			}
		}
		rows = append(rows, d)
	}
	if err := l.keep(ctx, key, rows); err != nil {
		return l.showOutcome(w, r, rows) // done is done: what became of each is shown here and now
	}
	return seeOther(w, page.Decisions+"/ket-qua/"+key)
}

func seeOther(w http.ResponseWriter, to string) error {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

func (l *room) keep(ctx context.Context, key string, rows []done) error {
	if l.Notes == nil {
		return fault.New(fault.Unavailable, "frame.read_only")
	}
	body, err := json.Marshal(outcomeBody{1, rows})
	if err != nil {
		return err
	}
	_, err = l.Notes.Put(ctx, note.Note{Unit: l.Unit.Code, Kind: outcomeKind, ID: key, Owner: page.Person(ctx).ID, Rev: note.Any,
		Expires: l.Now().Add(outcomeDays * 24 * time.Hour), Body: body})
	return err
}

// kept is an outcome of who asks; another's is as if it were not there.
func (l *room) kept(ctx context.Context, key string) ([]done, error) {
	absent := fault.New(fault.NotFound, "note.absent")
	if l.Notes == nil {
		return nil, absent
	}
	n, err := l.Notes.Get(ctx, l.Unit.Code, outcomeKind, key)
	if err != nil {
		return nil, err
	}
	var b outcomeBody
	if n.Owner != page.Person(ctx).ID || json.Unmarshal(n.Body, &b) != nil || b.V != 1 {
		return nil, absent
	}
	return b.Rows, nil
}

func (l *room) outcome(w http.ResponseWriter, r *http.Request) error {
	rows, err := l.kept(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return l.showOutcome(w, r, rows)
}

func (l *room) showOutcome(w http.ResponseWriter, r *http.Request, rows []done) error {
	ctx, v := r.Context(), outcomeView{Rows: rows}
	for _, d := range rows {
		if d.OK {
			v.Done++
		} else {
			v.Failed++
		}
	}
	f := page.Frame{Title: page.T(ctx, "leader.decide.outcome"), Active: "leader", Crumbs: []page.Crumb{{Text: page.T(ctx, "leader.desk.title"), URL: page.LeaderDesk},
		{Text: page.T(ctx, "leader.decide.title"), URL: page.Decisions}, {Text: page.T(ctx, "leader.decide.outcome")}}}
	return page.Write(w, r, http.StatusOK, f, outcomeBodyPage(v))
}

type outcomeView struct {
	Rows         []done
	Done, Failed int
}
