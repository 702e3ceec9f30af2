package dossier_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// FuzzApply: whatever bytes stand in the ledger, reading them returns, and what is taken is a
// state that can be stored and read back.
func FuzzApply(f *testing.F) {
	for _, life := range lives {
		o := newOffice(f)
		life.build(o)
		for _, e := range o.entries {
			f.Add(uint8(len(o.entries)), e.Kind, e.Body, int64(0), e.Version)
		}
	}
	f.Add(uint8(1), dossier.EventReceived, []byte(`{"code":"A","d":9223372036854775807}`), int64(-1), int16(1))
	f.Fuzz(func(t *testing.T, life uint8, kind string, body []byte, shift int64, version int16) {
		o := newOffice(t)
		lives[int(life)%len(lives)].build(o)
		before := o.s
		now := o.s.Last
		if o.s.Seq == 0 {
			now = at("2024-03-11 08:00")
		}
		e := ledger.Entry{Unit: unit, Subject: ledger.Subject{Kind: dossier.SubjectKind, ID: 7}, Seq: o.s.Seq + 1, Kind: kind,
			Happened: now.Add(time.Duration(shift)), Version: version, Body: body, Corrects: int32(version)}
		err := dossier.Apply(&o.s, &e)
		if err != nil && !fault.Is(err, fault.Internal) {
			t.Fatalf("error without kind: %v", err)
		}
		if err != nil && cmp.Diff(before, o.s) != "" {
			t.Fatal("a refused entry changed the state")
		}
		if text, err := json.Marshal(&o.s); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		_, _ = dossier.Timeline([]ledger.Entry{e})
		_ = o.s.Class(day("2024-12-31"))
		_ = dossier.Clock(&o.s, e.Happened, o.env.Calendar)
	})
}

// FuzzParseCode: a code that is accepted is the code that is printed.
func FuzzParseCode(f *testing.F) {
	for _, c := range []string{"H50.31.12-250401-0001", "000.00.06.H56-231027-0361", "G09.20-20260609-0092637", "A00-000000-0000", "\n"} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := dossier.ParseCode(text)
		if err == nil && c.String() != text {
			t.Fatalf("%q reads as %q", text, c)
		}
	})
}

// TestApplyRefuses: what is damaged, forged or out of order is refused and changes nothing.
func TestApplyRefuses(t *testing.T) {
	good := func() ledger.Entry { o := newOffice(t); underway(o); return o.entries[1] }
	for _, c := range []struct {
		name  string
		spoil func(*ledger.Entry)
	}{
		{"gap in sequence", func(e *ledger.Entry) { e.Seq = 3 }},
		{"repeat", func(e *ledger.Entry) { e.Seq = 1 }},
		{"other subject", func(e *ledger.Entry) { e.Subject.ID = 8 }},
		{"other kind of subject", func(e *ledger.Entry) { e.Subject.Kind = "register" }},
		{"other unit", func(e *ledger.Entry) { e.Unit = "H50.31.03" }},
		{"unknown version", func(e *ledger.Entry) { e.Version = 9 }},
		{"unknown kind", func(e *ledger.Entry) { e.Kind = "dossier.burnt" }},
		{"earlier than its predecessor", func(e *ledger.Entry) { e.Happened = at("2024-03-11 07:59") }},
		{"cannot happen here", func(e *ledger.Entry) { e.Kind, e.Body = dossier.EventReturned, []byte(`{"w":"post"}`) }},
		{"field it does not have", func(e *ledger.Entry) { e.Body = []byte(`{"h":"a","hh":1}`) }},
		{"more than one body", func(e *ledger.Entry) { e.Body = []byte(`{} {}`) }},
		{"no JSON", func(e *ledger.Entry) { e.Body = []byte{0xff} }},
		{"no body", func(e *ledger.Entry) { e.Body = nil }},
		{"more minutes than passed", func(e *ledger.Entry) { e.Kind, e.Body = dossier.EventSettled, []byte(`{"n":"1","m":121}`) }},
		{"year 9999999", func(e *ledger.Entry) {
			e.Kind, e.Body = dossier.EventExtended, []byte(`{"r":"a","l":"b","d":315569519999999999}`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			o.do("2024-03-11 08:00", receive())
			before := o.s
			e := good()
			if err := dossier.Apply(&before, &e); err != nil {
				t.Fatalf("unspoilt entry: %v", err)
			}
			before = o.s
			c.spoil(&e)
			if err := dossier.Apply(&o.s, &e); err == nil {
				t.Error("accepted")
			}
			if d := cmp.Diff(before, o.s); d != "" {
				t.Errorf("state changed: %s", d)
			}
		})
	}
}

// TestApplyKeepsCopies: a shallow copy of a state is a copy, whatever is applied after.
func TestApplyKeepsCopies(t *testing.T) {
	o := newOffice(t)
	underway(o)
	kept := o.s
	text, _ := json.Marshal(&kept)
	o.do("2024-03-11 11:00", dossier.Digitize{Components: []int{0}}).do("2024-03-18 08:00", askSupplement)
	o.do("2024-03-19 08:00", dossier.Supply{Components: papers()[:1]}).do("2024-03-25 08:00", settle)
	if after, _ := json.Marshal(&kept); string(after) != string(text) {
		t.Errorf("copy changed\nfrom %s\nto   %s", text, after)
	}
}

func TestTextsAreChecked(t *testing.T) {
	o := newOffice(t)
	r := receive()
	for _, damaged := range []string{"Nguyễn \xff", "Nguyễn \x00", "\x1b[31mNguyễn", "Nguyễn\x1dVăn", "Nguyễn \u0085"} {
		r.Applicant.Name = damaged
		o.refused("2024-03-11 08:00", r, "dossier.text_damaged")
	}
	r.Applicant.Name = strings.Repeat("ấ", 2001)
	o.refused("2024-03-11 08:00", r, "dossier.text_too_long")
	r = receive()
	r.Components = make([]dossier.Component, 201)
	o.refused("2024-03-11 08:00", r, "dossier.too_many_papers")
	r.Components = []dossier.Component{{Name: ""}}
	o.refused("2024-03-11 08:00", r, "dossier.paper_without_name")
}
