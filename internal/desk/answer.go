package desk

import (
	"encoding/json"
	"time"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/money"
)

// answerForm is an Answer as it is stored with its act, for ever: short names and Unix
// milliseconds, because every act of every dossier keeps one. Appointment 0 is LegalDue.
type answerForm struct {
	ID          ledger.ID      `json:"i"`
	Code        string         `json:"c,omitempty"`
	Status      dossier.Status `json:"s"`
	LegalDue    int64          `json:"d,omitempty"`
	Appointment int64          `json:"a,omitempty"`
}

func answerOf(s *dossier.State) Answer {
	return Answer{ID: s.ID, Code: s.Code, Status: s.Status, LegalDue: s.LegalDue, Appointment: s.Appointment}
}

func (a Answer) bytes() ([]byte, error) { return json.Marshal(a.form()) }

func (a Answer) form() answerForm {
	f := answerForm{ID: a.ID, Code: a.Code, Status: a.Status, LegalDue: milli(a.LegalDue), Appointment: milli(a.Appointment)}
	if f.Appointment == f.LegalDue {
		f.Appointment = 0
	}
	return f
}

// certifiedForm is a Certified as it is stored with its act: an answer, and what the book got.
type certifiedForm struct {
	answerForm
	Book   string `json:"b"`
	First  int    `json:"n"`
	Count  int    `json:"k"`
	Charge int64  `json:"v,omitempty"`
}

func (c Certified) bytes() ([]byte, error) {
	return json.Marshal(certifiedForm{c.form(), c.Book, c.Numbers[0], len(c.Numbers), int64(c.Charge)})
}

func readCertified(b []byte) (Certified, error) {
	var f certifiedForm
	if err := json.Unmarshal(b, &f); err != nil {
		return Certified{}, fault.Wrap(err, fault.Internal, "desk.unreadable_answer")
	}
	if f.Count == 0 {
		return Certified{}, fault.New(fault.Conflict, "desk.key_of_other_act")
	}
	out := Certified{Answer: f.answer(), Book: f.Book, Charge: money.VND(f.Charge)}
	for i := range f.Count {
		out.Numbers = append(out.Numbers, f.First+i)
	}
	return out, nil
}

func readAnswer(b []byte) (Answer, error) {
	var f answerForm
	if err := json.Unmarshal(b, &f); err != nil {
		return Answer{}, fault.Wrap(err, fault.Internal, "desk.unreadable_answer")
	}
	return f.answer(), nil
}

func (f answerForm) answer() Answer {
	if f.Appointment == 0 {
		f.Appointment = f.LegalDue
	}
	return Answer{ID: f.ID, Code: f.Code, Status: f.Status, LegalDue: instant(f.LegalDue), Appointment: instant(f.Appointment)}
}

func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
