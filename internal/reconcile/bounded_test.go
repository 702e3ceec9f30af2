package reconcile

import (
	"testing"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// A file with more figures than any report holds is refused in a sentence, not checked.
func TestSwollen(t *testing.T) {
	doc := &statement.Document{Name: "lap.txt", Figures: make([]*statement.Figure, mostFigures)}
	if got, err := bounded(doc); got != doc || err != nil {
		t.Errorf("as many as may be: %v", err)
	}
	doc.Figures = append(doc.Figures, nil)
	if _, err := bounded(doc); !fault.Is(err, fault.Invalid) {
		t.Errorf("one more: %v", err)
	}
}
