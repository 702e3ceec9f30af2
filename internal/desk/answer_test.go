package desk

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/internal/desk/dossier"
)

func TestAnswerIsReadAsWritten(t *testing.T) {
	due := time.Date(2025, 4, 28, 10, 0, 0, 0, time.UTC)
	for name, want := range map[string]Answer{
		"registered":         {ID: 1, Status: dossier.Registered},
		"received":           {ID: 2, Code: "H50.31.02-250425-0001", Status: dossier.Received, LegalDue: due, Appointment: due},
		"another day":        {ID: 3, Status: dossier.Processing, LegalDue: due, Appointment: due.Add(24 * time.Hour)},
		"waiting, no date":   {ID: 4, Status: dossier.Supplement, Appointment: due},
		"milliseconds count": {ID: 5, Status: dossier.Received, LegalDue: due.Add(7 * time.Millisecond), Appointment: due},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := want.bytes()
			if err != nil {
				t.Fatal(err)
			}
			got, err := readAnswer(b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
	if _, err := readAnswer([]byte("{")); err == nil {
		t.Error("half an answer was read")
	}
}
