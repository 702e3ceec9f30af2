package main

import (
	"time"

	"github.com/motcua/motcua/internal/desk/dossier"
)

// dossierShape is a dossier as `dossier show --json` publishes it: the stored state's own
// form is the program's, and may change. Instants are UTC, absent while they have not come;
// periods are working minutes.
type dossierShape struct {
	ID         string          `json:"id"`
	Unit       string          `json:"unit"`
	Code       string          `json:"code,omitempty"`
	Status     dossier.Status  `json:"status"`
	StatusName string          `json:"status_name"`
	Procedure  string          `json:"procedure"`
	Version    string          `json:"version"`
	Field      string          `json:"field"`
	Channel    dossier.Channel `json:"channel"`
	Level      dossier.Level   `json:"level"`
	Applicant  personShape     `json:"applicant"`

	Submitted   time.Time  `json:"submitted,omitzero"`
	Received    time.Time  `json:"received,omitzero"`
	ClockStart  time.Time  `json:"clock_start,omitzero"`
	LegalDue    time.Time  `json:"legal_due,omitzero"`
	FirstDue    time.Time  `json:"first_due,omitzero"`
	Appointment time.Time  `json:"appointment,omitzero"`
	Ended       time.Time  `json:"ended,omitzero"`
	Returned    time.Time  `json:"returned,omitzero"`
	Clock       clockShape `json:"clock"`
	Deadline    string     `json:"deadline"`

	Supplements int          `json:"supplements"`
	Extensions  int          `json:"extensions"`
	Apologies   int          `json:"apologies,omitempty"`
	Transfers   int          `json:"transfers"`
	Holder      string       `json:"holder,omitempty"`
	Papers      []paperShape `json:"papers"`
	Result      *resultShape `json:"result,omitempty"`
	Rating      uint8        `json:"rating,omitempty"`
	Timeline    []lineShape  `json:"timeline"`
}

type personShape struct {
	Name    string `json:"name,omitempty"`
	Number  string `json:"number,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
}

type clockShape struct {
	Elapsed   int  `json:"elapsed_minutes"`
	Paused    int  `json:"paused_minutes"`
	Remaining *int `json:"remaining_minutes"` // negative when over; null when ended or without a due date
	Running   bool `json:"running"`
}

type paperShape struct {
	Name       string `json:"name"`
	ShownOnly  bool   `json:"shown_only,omitempty"`
	Electronic bool   `json:"electronic,omitempty"`
	Digitized  bool   `json:"digitized,omitempty"`
	Reused     bool   `json:"reused,omitempty"`
}

type resultShape struct {
	Number     string `json:"number"`
	Refusal    bool   `json:"refusal"`
	Paper      bool   `json:"paper"`
	Electronic bool   `json:"electronic"`
}

type lineShape struct {
	Position int64     `json:"position"`
	Happened time.Time `json:"happened"`
	Recorded time.Time `json:"recorded"`
	Actor    string    `json:"actor"`
	Kind     string    `json:"kind"`
	Late     bool      `json:"late,omitempty"`
	LateWhy  string    `json:"late_reason,omitempty"`
	Corrects int32     `json:"corrects,omitempty"`
	Text     string    `json:"text"`
}

func (c *call) dossierShape(r *reading, s *dossier.State, k dossier.Reading, lines []dossier.Line, why string) dossierShape {
	out := dossierShape{
		ID: s.ID.String(), Unit: s.Unit, Code: s.Code, Status: s.Status, StatusName: r.catalog.Workflow.StatusName(uint8(s.Status)),
		Procedure: s.Procedure, Version: s.Version, Field: s.Field, Channel: s.Channel, Level: s.Level,
		Applicant: personShape{s.Applicant.Name, s.Applicant.Number, s.Applicant.Phone, s.Applicant.Address},
		Submitted: s.SubmittedAt, Received: s.ReceivedAt, ClockStart: s.ClockStart, LegalDue: s.LegalDue, FirstDue: s.FirstDue,
		Appointment: s.Appointment, Ended: s.EndedAt, Returned: s.ReturnedAt,
		Clock: clockShape{Elapsed: k.Elapsed, Paused: k.Paused, Running: k.Running}, Deadline: why,
		Supplements: s.Supplements + s.IntakeAsks, Extensions: s.Extensions, Apologies: s.Apologies, Transfers: s.Transfers, Holder: s.Holder,
		Papers: []paperShape{}, Rating: s.Rating, Timeline: []lineShape{},
	}
	if s.EndedAt.IsZero() && k.Due {
		out.Clock.Remaining = &k.Remaining
	}
	for _, p := range s.Components {
		out.Papers = append(out.Papers, paperShape{p.Name, p.ShownOnly, p.Born, p.Digitized, p.Reused})
	}
	if s.Result.Number != "" {
		out.Result = &resultShape{s.Result.Number, s.Result.Refusal, s.Result.Paper, s.Result.Electronic}
	}
	for _, l := range lines {
		out.Timeline = append(out.Timeline, lineShape{l.Pos, l.Happened, l.Recorded, l.Actor, l.Kind, l.Late, l.Why, l.Corrects, l.Text(c.words, c.lang, nil)})
	}
	return out
}
