package storetest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/store"
)

// finding: whatever a person may have, in whatever way it is typed, finds the dossiers whose
// states say so and no other, the newest receipts first.
func finding(t *testing.T, b Backend) {
	sn, _, all := lived(t, b, 51, 1500, Unit)
	states := all[Unit]
	rapid.Check(t, func(t *rapid.T) {
		text := typed(t, rapid.SampledFrom(states).Draw(t, "dossier"))
		sought(t, sn, states, text, rapid.IntRange(1, 30).Draw(t, "limit"))
	})
	found := map[string]int{} // what rapid drew need not have found anybody
	for _, s := range states {
		for what, text := range had(s) {
			if text != "" && found[what] < 3 {
				found[what] += min(1, sought(t, sn, states, text, 30))
			}
		}
	}
	for what := range had(&dossier.State{}) {
		if found[what] == 0 {
			t.Errorf("no dossier was ever found by %s", what)
		}
	}
	for _, text := range []string{"", "  ", "-", "khong co ai", "9999-9999", "%", "_", "'; DROP TABLE search"} {
		if rows, more, err := sn.Find(t.Context(), Unit, text, 10); err != nil || len(rows) > 0 || more {
			t.Errorf("%q finds %d, %v", text, len(rows), err)
		}
	}
}

// sought compares one search with the definition asked of every state, and tells how many it
// found.
func sought(t rapid.TB, sn *store.Snapshot, states []*dossier.State, text string, limit int) int {
	var want []*dossier.State
	for _, s := range states {
		if strings.EqualFold(s.Code, strings.TrimSpace(text)) && s.Code != "" {
			want = []*dossier.State{s}
			break
		}
		if answers(s, text) {
			want = append(want, s)
		}
	}
	slices.SortFunc(want, func(a, b *dossier.State) int { return cmp.Or(cmp.Compare(came(b), came(a)), cmp.Compare(b.ID, a.ID)) })
	more := len(want) > limit
	want = want[:min(limit, len(want))]
	rows, got, err := sn.Find(context.Background(), Unit, text, limit)
	if err != nil || got != more || !slices.Equal(idsOf(rows), idsOf(want)) {
		t.Fatalf("%q, %d at most: more %v, want %v, %v\n got %v\nwant %v", text, limit, got, more, err, idsOf(rows), idsOf(want))
	}
	return len(want)
}

// had is what people may have of a dossier, each by its name.
func had(s *dossier.State) map[string]string {
	r, outside := s.Representative, append(slices.Clone(s.Outside), "")[0]
	if r == nil {
		r = &dossier.Representative{}
	}
	name := s.Applicant.Name
	return map[string]string{"code": s.Code, "end of a code": s.Code[max(0, len(s.Code)-9):], "name": name, "given name": name[strings.LastIndexByte(name, ' ')+1:],
		"number": s.Applicant.Number, "phone": s.Applicant.Phone, "representative": r.Name, "representative's phone": r.Phone, "another's code": outside}
}

// typed is something by which a dossier may be sought, as people type it.
func typed(t *rapid.T, s *dossier.State) string {
	name, number, phone := s.Applicant.Name, s.Applicant.Number, s.Applicant.Phone
	if r := s.Representative; r != nil && rapid.Bool().Draw(t, "representative") {
		name, number, phone = r.Name, r.Number, r.Phone
	}
	part := func(text string) string {
		runes := []rune(text)
		return string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "part")])
	}
	words := strings.Fields(name)
	text := "không có"
	switch n := rapid.IntRange(0, 9).Draw(t, "what"); {
	case n == 0 && s.Code != "":
		text = s.Code
	case n <= 2 && s.Code != "":
		text = s.Code[len(s.Code)-rapid.IntRange(1, 20).Draw(t, "end"):]
	case n == 3:
		text = name
	case n == 4 && name != "":
		text = part(name)
	case n <= 6 && len(words) > 0:
		text = part(words[len(words)-1])
	case n == 7:
		text = number
	case n == 8:
		text = phone
	case n == 9 && len(s.Outside) > 0:
		text = part(s.Outside[0])
	}
	switch rapid.IntRange(0, 4).Draw(t, "way") {
	case 0:
		text = strings.ToUpper(text)
	case 1:
		text = procedure.Fold(text)
	case 2:
		text = "  " + strings.ReplaceAll(text, " ", "   ")
	case 3:
		if strings.HasPrefix(text, "09") && len(text) == 10 {
			text = "+84 " + text[1:4] + " " + text[4:7] + "." + text[7:]
		}
	}
	return text
}

// answers is the definition of Find, asked of one state.
func answers(s *dossier.State, text string) bool {
	folded, plain := procedure.Fold(text), onlyLetters(text)
	letters := strings.ContainsFunc(folded, unicode.IsLetter)
	whole := strings.ToUpper(strings.Join(strings.Fields(text), " "))
	if !letters && whole != "" && strings.Trim(whole, "0123456789-.") == "" && s.Code != "" && strings.HasSuffix(s.Code, whole) {
		return true
	}
	person := func(name, number, phone string, natural bool) bool {
		name = procedure.Fold(name)
		given := name[strings.LastIndexByte(name, ' ')+1:]
		if letters && (strings.HasPrefix(name, folded) || natural && strings.HasPrefix(given, folded)) {
			return true
		}
		return plain != "" && (plain == onlyLetters(number) || atHome(plain) == atHome(onlyLetters(phone)))
	}
	a := s.Applicant
	if person(a.Name, a.Number, a.Phone, a.Kind <= 1) {
		return true
	}
	if r := s.Representative; r != nil && person(r.Name, r.Number, r.Phone, true) {
		return true
	}
	return letters && slices.ContainsFunc(s.Outside, func(c string) bool { return strings.HasPrefix(procedure.Fold(c), folded) })
}

// atHome is a phone number as it is dialled inside the country.
func atHome(digits string) string {
	if len(digits) == 11 && digits[:2] == "84" {
		return "0" + digits[2:]
	}
	return digits
}

func onlyLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, procedure.Fold(text))
}

// came is the day by which the newest are found first.
func came(s *dossier.State) calendar.Date {
	if s.ReceivedAt.IsZero() {
		return calendar.DateOf(s.ID.Time())
	}
	return calendar.DateOf(s.ReceivedAt)
}

// today: the end of a code finds today's dossier before those of other days.
func today(t *testing.T, b Backend) {
	o := NewOffice(t, 52)
	s, _ := Open(t, b, o)
	var codes []string
	for range 5 {
		for range 3 {
			var answer struct {
				Code string `json:"c"`
			}
			if err := json.Unmarshal(must(t, s, o.Act(Unit, o.ID(), o.Receive())).Answer, &answer); err != nil {
				t.Fatal(err)
			}
			codes = append(codes, answer.Code)
			o.Now = o.Now.Add(time.Minute)
		}
		o.Now = o.Now.AddDate(0, 3, 1)
	}
	sn := Snap(t, s)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"0003", []string{codes[14], codes[11], codes[8], codes[5], codes[2]}},
		{codes[5][len(codes[5])-9:], []string{codes[5]}},
		{strings.ToLower(codes[5]), []string{codes[5]}},
	} {
		rows, more, err := sn.Find(t.Context(), Unit, c.text, 10)
		var got []string
		for _, s := range rows {
			got = append(got, s.Code)
		}
		if err != nil || more || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%q: %v, want %v, %v", c.text, got, c.want, err)
		}
	}
}
