package dossier

import "github.com/motcua/motcua/internal/catalog/calendar"

// Bodies of version 1, as they were written until the counter went into use. Nothing writes
// them any more; every ledger that has them is read for ever, and folds to the state that it
// folded to then. Only the bodies that version 2 changed stand here; the others are read by
// the structures of event.go.

type applicantFirst struct {
	Kind    uint8  `json:"k,omitempty"`
	Name    string `json:"n"`
	Number  string `json:"i,omitempty"`
	Phone   string `json:"p,omitempty"`
	Address string `json:"a,omitempty"`
}

func (a applicantFirst) now() Applicant {
	return Applicant{Kind: a.Kind, Name: a.Name, Number: a.Number, Phone: a.Phone, Address: a.Address}
}

type componentFirst struct {
	Name      string `json:"n"`
	Copies    int    `json:"c,omitempty"`
	ShownOnly bool   `json:"s,omitempty"`
	Born      bool   `json:"e,omitempty"`
	Digitized bool   `json:"d,omitempty"`
	Reused    bool   `json:"r,omitempty"`
	Reusable  bool   `json:"u,omitempty"`
}

func componentsNow(first []componentFirst) []Component {
	if first == nil {
		return nil
	}
	out := make([]Component, len(first))
	for i, c := range first {
		out[i] = Component{Name: c.Name, Copies: c.Copies, ShownOnly: c.ShownOnly, Born: c.Born, Digitized: c.Digitized, Reused: c.Reused, Reusable: c.Reusable}
	}
	return out
}

type filedFirst struct {
	Procedure  string           `json:"pr,omitempty"`
	Version    string           `json:"ve,omitempty"`
	Field      string           `json:"fi,omitempty"`
	Level      Level            `json:"lv,omitempty"`
	Supplement calendar.Limit   `json:"sl,omitzero"`
	Channel    Channel          `json:"ch,omitempty"`
	Typist     Typist           `json:"ty,omitempty"`
	EID        bool             `json:"ei,omitempty"`
	Applicant  applicantFirst   `json:"ap,omitzero"`
	Components []componentFirst `json:"co,omitempty"`
}

func (f filedFirst) now() filed {
	return filed{Procedure: f.Procedure, Version: f.Version, Field: f.Field, Level: f.Level, Supplement: f.Supplement,
		Channel: f.Channel, Typist: f.Typist, EID: f.EID, Applicant: f.Applicant.now(), Components: componentsNow(f.Components)}
}

type (
	submittedFirst struct {
		mark
		filedFirst
	}
	receivedFirst struct {
		mark
		Code  string         `json:"code"`
		Limit calendar.Limit `json:"li"`
		deadline
		Start stamp  `json:"cs,omitempty"`
		Basis string `json:"ag,omitempty"`
		filedFirst
	}
	rejectedFirst struct {
		mark
		Reason    string         `json:"r"`
		Procedure string         `json:"pr,omitempty"`
		Channel   Channel        `json:"ch,omitempty"`
		Applicant applicantFirst `json:"ap,omitzero"`
	}
	suppliedFirst struct {
		mark
		Components []componentFirst `json:"co,omitempty"`
		deadline
	}
	returnedFirst struct {
		mark
		Way string `json:"w"`
		To  string `json:"to,omitempty"`
	}
)

func (b submittedFirst) now() submittedBody {
	return submittedBody{b.mark, b.filedFirst.now()}
}

func (b receivedFirst) now() receivedBody {
	return receivedBody{mark: b.mark, Code: b.Code, Limit: b.Limit, deadline: b.deadline, Start: b.Start, Basis: b.Basis, filed: b.filedFirst.now()}
}

func (b rejectedFirst) now() rejectedBody {
	return rejectedBody{b.mark, b.Reason, b.Procedure, b.Channel, b.Applicant.now()}
}

func (b suppliedFirst) now() suppliedBody {
	return suppliedBody{b.mark, componentsNow(b.Components), b.deadline}
}

func (b returnedFirst) now() returnedBody {
	return returnedBody{mark: b.mark, Way: b.Way, To: b.To}
}
