package register

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/motcua/motcua/internal/ledger"
)

// Apply folds one entry into the item. An entry already applied changes nothing; a gap, an
// unknown kind or a body that cannot be read is an error of the ledger, not of a person.
func Apply(s *Item, e *ledger.Entry) error {
	switch {
	case e.Seq <= s.Seq:
		return nil
	case e.Seq != s.Seq+1:
		return fmt.Errorf("register: item %v: entry %d after %d", e.Subject.ID, e.Seq, s.Seq)
	case e.Version != bodyVersion:
		return fmt.Errorf("register: item %v entry %d: body version %d is not known", e.Subject.ID, e.Seq, e.Version)
	}
	var body recordedBody
	d := json.NewDecoder(bytes.NewReader(e.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return fmt.Errorf("register: item %v entry %d: %w", e.Subject.ID, e.Seq, err)
	}
	switch e.Kind {
	case KindRecorded, KindCorrected:
		*s = body.Item
	case KindVoided:
		s.Voided = true
	default:
		return fmt.Errorf("register: item %v entry %d: kind %q is not known", e.Subject.ID, e.Seq, e.Kind)
	}
	s.ID, s.Unit, s.Seq = e.Subject.ID, e.Unit, e.Seq
	s.Actor, s.Recorded = e.Actor, e.Recorded
	return nil
}

// Reason is why an entry corrects or voids an item, as its author gave it; nothing for a
// first entry and for one that cannot be read.
func Reason(e *ledger.Entry) string {
	var body recordedBody
	if e.Version != bodyVersion || json.Unmarshal(e.Body, &body) != nil {
		return ""
	}
	return body.Reason
}
