package dossier_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
)

// TestFirstVersionFoldsAsItDid: testdata/first.json holds lives written by the program before
// the counter went into use (entries of version 1), with the state after each entry as it was
// stored then. Every kind of entry of that time is among them.
func TestFirstVersionFoldsAsItDid(t *testing.T) {
	text, err := os.ReadFile("testdata/first.json")
	if err != nil {
		t.Fatal(err)
	}
	var lives [][]struct {
		Kind     string          `json:"kind"`
		Happened time.Time       `json:"happened"`
		Actor    string          `json:"actor"`
		Corrects int32           `json:"corrects"`
		Body     json.RawMessage `json:"body"`
		State    json.RawMessage `json:"state"`
	}
	if err := json.Unmarshal(text, &lives); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for n, life := range lives {
		var s dossier.State
		var entries []ledger.Entry
		for i, l := range life {
			e := ledger.Entry{Unit: unit, Subject: ledger.Subject{Kind: dossier.SubjectKind, ID: 7}, Seq: int32(i + 1), Kind: l.Kind,
				Happened: l.Happened, Recorded: l.Happened, Actor: l.Actor, Corrects: l.Corrects, Version: 1, Body: l.Body}
			if err := dossier.Apply(&s, &e); err != nil {
				t.Fatalf("life %d entry %d %s: %v", n, i, l.Kind, err)
			}
			got, err := json.Marshal(&s)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(l.State), string(got)); d != "" {
				t.Errorf("life %d after %s: %s", n, l.Kind, d)
			}
			seen[l.Kind], entries = true, append(entries, e)
		}
		if lines, err := dossier.Timeline(entries); err != nil || len(lines) != len(life) {
			t.Errorf("life %d: %d lines, %v", n, len(lines), err)
		}
	}
	if len(seen) != 18 {
		t.Errorf("%d kinds of version 1, want all 18", len(seen))
	}
}

// TestFirstVersionHasNothingNew: a body of version 1 with a field of version 2 is forged.
func TestFirstVersionHasNothingNew(t *testing.T) {
	for name, body := range map[string]string{
		"e-mail of the applicant": `{"code":"H50.31.02-240311-0001","li":{},"d":1710410400000,"pr":"1","ch":1,"ap":{"n":"A","m":"a@b"}}`,
		"kind of a paper":         `{"code":"H50.31.02-240311-0001","li":{},"d":1710410400000,"pr":"1","ch":1,"ap":{"n":"A"},"co":[{"n":"B","k":"copy"}]}`,
		"representative":          `{"code":"H50.31.02-240311-0001","li":{},"d":1710410400000,"pr":"1","ch":1,"ap":{"n":"A"},"rp":{"n":"B"}}`,
	} {
		for version, want := range map[int16]bool{1: false, 2: true} {
			var s dossier.State
			e := ledger.Entry{Unit: unit, Subject: ledger.Subject{Kind: dossier.SubjectKind, ID: 7}, Seq: 1, Kind: dossier.EventReceived,
				Happened: at("2024-03-11 08:00"), Actor: "cb-01", Version: version, Body: []byte(body)}
			if err := dossier.Apply(&s, &e); (err == nil) != want {
				t.Errorf("%s in version %d: %v", name, version, err)
			}
		}
	}
}

// TestReceiptTellsAll: what form 01 asks is in the state, and survives storing.
func TestReceiptTellsAll(t *testing.T) {
	o := newOffice(t)
	r := receive()
	r.Applicant.Email, r.Applicant.Born = "thu@example.vn", "05/03/1990"
	r.Representative = &dossier.Representative{Name: "Trần Văn Mẫu", Number: "045190000001", Paper: "Giấy ủy quyền 12"}
	r.Request, r.Sets, r.ReturnAt, r.ReturnTo = "Đăng ký khai sinh cho con", 2, dossier.ByPost, "Khu phố 3"
	r.Assurance, r.Outside = dossier.Seen, []string{"G22.99-240311-000123"}
	r.Components[0].Kind = "original"
	o.do("2024-03-11 08:00", r)
	want := dossier.State{Representative: r.Representative, Request: r.Request, Sets: 2, ReturnAt: dossier.ByPost, ReturnTo: "Khu phố 3",
		Assurance: dossier.Seen, Outside: r.Outside, Holder: "cb-01", ReceivedBy: "cb-01", Since: at("2024-03-11 08:00")}
	s := o.s
	got := dossier.State{Representative: s.Representative, Request: s.Request, Sets: s.Sets, ReturnAt: s.ReturnAt, ReturnTo: s.ReturnTo,
		Assurance: s.Assurance, Outside: s.Outside, Holder: s.Holder, ReceivedBy: s.ReceivedBy, Since: s.Since}
	if d := cmp.Diff(want, got); d != "" || s.Applicant != r.Applicant || s.Components[0].Kind != "original" {
		t.Errorf("%s %+v", d, s)
	}
	text, _ := json.Marshal(&s)
	var back dossier.State
	if err := json.Unmarshal(text, &back); err != nil || back.Representative == nil || *back.Representative != *r.Representative {
		t.Errorf("%v %s", err, text)
	}
}

// TestReceiptRefuses: NĐ 118/2025 Đ17 k2: what is not complete is not taken in; what form 01
// asks must make sense.
func TestReceiptRefuses(t *testing.T) {
	for key, spoil := range map[string]func(*dossier.Receive){
		"dossier.paper_missing":     func(r *dossier.Receive) { r.Components[1].Missing = true },
		"dossier.paper_kind":        func(r *dossier.Receive) { r.Components[1].Kind = "fax" },
		"dossier.no_representative": func(r *dossier.Receive) { r.Representative = &dossier.Representative{Number: "1"} },
		"dossier.no_post_address":   func(r *dossier.Receive) { r.ReturnAt = dossier.ByPost },
		"dossier.way":               func(r *dossier.Receive) { r.ReturnAt = "pigeon" },
		"dossier.assurance":         func(r *dossier.Receive) { r.Assurance = 9 },
		"dossier.sets":              func(r *dossier.Receive) { r.Sets = -1 },
		"dossier.outside_code":      func(r *dossier.Receive) { r.Outside = []string{"a", "a"} },
		"dossier.too_many_codes":    func(r *dossier.Receive) { r.Outside = make([]string, 21) },
	} {
		o := newOffice(t)
		r := receive()
		spoil(&r)
		o.refused("2024-03-11 08:00", r, key)
	}
	o := newOffice(t)
	filed := submit()
	filed.Components[1].Missing = true
	o.do("2024-03-11 08:00", filed)
	o.refused("2024-03-11 09:00", receiveFiled(), "dossier.paper_missing")
	o.do("2024-03-11 09:00", askSupplement)
	o.refused("2024-03-12 09:00", dossier.Supply{Code: "H50.31.02-240312-0001", Promise: promise()}, "dossier.paper_missing")
	o.do("2024-03-12 09:00", dossier.Supply{Code: "H50.31.02-240312-0001", Promise: promise(), Components: []dossier.Component{{Name: filed.Components[1].Name, Copies: 1}}})
	if len(o.s.Components) != 3 || o.s.Components[1].Missing {
		t.Errorf("what came is not what was missing: %+v", o.s.Components)
	}
}

// TestHolder: who receives has it, who takes it over has it, after the result the counter has
// it; Since says from when (contract of the queues).
func TestHolder(t *testing.T) {
	o := newOffice(t)
	is := func(holder, since string) {
		t.Helper()
		if o.s.Holder != holder || !o.s.Since.Equal(at(since)) {
			t.Errorf("with %q since %v, want %q since %s", o.s.Holder, o.s.Since, holder, since)
		}
	}
	o.do("2024-03-11 08:00", receive())
	is("cb-01", "2024-03-11 08:00")
	o.do("2024-03-11 08:10", dossier.Transfer{To: "cb-02"})
	is("cb-02", "2024-03-11 08:10")
	o.do("2024-03-11 08:20", dossier.Accept{Holder: "cb-02"})
	is("cb-02", "2024-03-11 08:20") // the status changed
	o.do("2024-03-11 08:30", dossier.Digitize{Components: []int{0}})
	is("cb-02", "2024-03-11 08:20")
	o.do("2024-03-12 08:00", askSupplement).do("2024-03-13 08:00", dossier.Supply{})
	is("cb-02", "2024-03-13 08:00")
	o.do("2024-03-13 09:00", settle)
	is("", "2024-03-13 09:00")
	o.do("2024-03-13 15:00", dossier.Return{Way: "counter", Proof: "receipt"})
	if o.s.Holder != "" || !o.s.Since.IsZero() {
		t.Errorf("a returned dossier stands with %q since %v", o.s.Holder, o.s.Since)
	}
	mine := newOffice(t).do("2024-03-11 08:00", receive()).do("2024-03-11 08:20", dossier.Accept{})
	if mine.s.Holder != "cb-01" {
		t.Errorf("who accepts does not hold: %q", mine.s.Holder)
	}
}

// TestCollector: NĐ 118/2025 Đ6: who collects is identified, and how is recorded.
func TestCollector(t *testing.T) {
	build := func() *office {
		o := newOffice(t)
		underway(o)
		return o.do("2024-03-12 08:00", settle)
	}
	for key, c := range map[string]dossier.Return{
		"dossier.no_identity":      {Way: "counter"},
		"dossier.no_authorisation": {Way: "counter", To: "representative", Proof: "id_card"},
		"dossier.no_docket":        {Way: "post"},
		"dossier.way":              {Way: "", Proof: "receipt"},
	} {
		build().refused("2024-03-12 09:00", c, key)
	}
	build().refused("2024-03-12 09:00", dossier.Return{Way: "electronic", Proof: "receipt"}, "dossier.no_identity")
	for want, c := range map[string]dossier.Return{
		"receipt":       {Way: "counter", Proof: "receipt"},
		"id_card":       {Way: "counter", To: "applicant", Proof: "id_card"},
		"authorisation": {Way: "counter", To: "representative", Proof: "authorisation"},
		"post_docket":   {Way: "post", Docket: "EB1"},
		"account":       {Way: "electronic"},
	} {
		if o := build().do("2024-03-12 09:00", c); o.s.CollectedBy != want {
			t.Errorf("%+v: identified by %q, want %q", c, o.s.CollectedBy, want)
		}
	}
}
