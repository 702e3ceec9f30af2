package work

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// only is a person whose roles were given for some fields of work.
func only(p access.Person, fields ...string) access.Person {
	p.Scope = map[access.Role][]string{}
	for _, r := range p.Roles {
		p.Scope[r] = fields
	}
	return p
}

// TestOtherField: on a dossier outside their fields of work an officer is offered nothing and
// told why; a form made by hand is refused, and so are the rows of a job; who has the field is
// kept from nothing.
func TestOtherField(t *testing.T) {
	other := only(access.Person{ID: clerk2.ID, Name: clerk2.Name, Roles: []access.Role{access.Specialist}}, "Chứng thực")
	this := only(other, "Hộ tịch")
	a := received(t)
	do(t, a.ID, clerk, access.Clerk, "", dossier.Transfer{To: other.ID})
	body := pageOK(t, other, page.QueueURL("cho-thu-ly", 0))
	if !strings.Contains(words(body), "ngoài lĩnh vực được giao") {
		t.Error("the queue offers what may not be done")
	}
	if s := site.Desk.Possible(state(t, a.Code), &other, site.Now()); len(s) > 0 {
		t.Errorf("possible: %v", s)
	}
	const why = "Hồ sơ thuộc lĩnh vực Hộ tịch"
	refused(t, other, a.Code, "accept", why)
	refused(t, other, a.Code, "transfer", why, "cho", "cm-03")
	if w := as(other, http.MethodGet, page.ActURL(a.Code, "accept"), nil); w.Code != http.StatusOK || !strings.Contains(words(w.Body.String()), why) {
		t.Errorf("the form: %d %s", w.Code, words(w.Body.String()))
	}
	to := askedJob(t, other, "accept", []string{a.Code})
	if err := worker().round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if j := jobOf(t, to); j.Rows[0].Why == "" || state(t, a.Code).Status != dossier.Received {
		t.Errorf("a job did it: %+v", j.Rows)
	}
	post(t, this, a.Code, "accept")
}

// TestOutside: who has one role for the field is not outside it.
func TestOutside(t *testing.T) {
	o, s := &room{Site: site}, &dossier.State{Field: "Hộ tịch"}
	both := access.Person{ID: "mc-02", Roles: []access.Role{access.Clerk, access.Specialist}, Scope: map[access.Role][]string{access.Specialist: {"Chứng thực"}}}
	other, reader := only(specialist, "Chứng thực"), access.Person{ID: "cc-01", Roles: []access.Role{access.Reporter}}
	for name, c := range map[string]struct {
		who  access.Person
		want bool
	}{"all": {specialist, false}, "one role": {both, false}, "none": {other, true}, "no work at all": {reader, false}} {
		if got := o.outside(s, &c.who); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestReceivers: a dossier is offered and given only to who may work on its field; a proposal
// goes to a leader of it.
func TestReceivers(t *testing.T) {
	o := &room{Site: site}
	s := &dossier.State{Field: "Hộ tịch"}
	names := officers{{ID: "a", Active: true, Roles: []access.Role{access.Specialist}, Scope: map[access.Role][]string{access.Specialist: {"Chứng thực"}}},
		{ID: "b", Active: true, Roles: []access.Role{access.Specialist, access.Leader}, Scope: map[access.Role][]string{access.Leader: {"Chứng thực"}}}}
	for _, c := range []struct {
		to    string
		roles []access.Role
		want  bool
	}{{"a", workers, false}, {"b", workers, true}, {"b", []access.Role{access.Leader}, false}, {"", workers, true}, {"gone", workers, true}} {
		if err := o.receives(s, c.to, names, c.roles...); (err == nil) != c.want {
			t.Errorf("%q for %v: %v", c.to, c.roles, err)
		}
	}
	d := &deed{room: o, s: s, names: names, who: &access.Person{ID: "x"}, typed: url.Values{}, ctx: pageContext(t, clerk)}
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	d.in = in
	if got := d.receivers(); len(got) != 1 || got[0].Value != "b" {
		t.Errorf("offered: %+v", got)
	}
}

// TestJobRights: a job goes on only in what its person was given when it was asked and is given
// today; who has nothing left does nothing, in no role at all.
func TestJobRights(t *testing.T) {
	people := site.Office
	if _, err := people.Create(t.Context(), access.Order{Key: "gone", By: access.Actor{ID: "test", Role: access.System}, At: site.Now()}, access.New{ID: "cm-77", Login: "thu77", Name: "Người Thử", Example: true}); err != nil {
		t.Fatal(err)
	}
	order := access.Order{Key: "gone-1", By: access.Actor{ID: "test", Role: access.System}, At: site.Now()}
	if _, err := people.Grant(t.Context(), order, access.Grant{Account: "cm-77", Role: access.Specialist, From: calendar.DateOf(site.Now()), Fields: []string{"Chứng thực"}}); err != nil {
		t.Fatal(err)
	}
	r := &runner{&room{Site: site}, nil}
	who, err := r.still(t.Context(), &job{By: "cm-77", Roles: []access.Role{access.Clerk, access.Specialist}})
	if err != nil || len(who.Roles) != 1 || who.Works(access.Specialist, "Hộ tịch") || !who.Works(access.Specialist, "Chứng thực") || who.Unit != site.Unit.Code {
		t.Errorf("%+v %v", who, err)
	}
	for name, j := range map[string]*job{"no account": {By: "cm-99", Roles: []access.Role{access.Clerk}}, "another role since": {By: "cm-77", Roles: []access.Role{access.Clerk}}} {
		a := received(t)
		j.ID, j.What, j.Args, j.Rows = page.NewKey(), "transfer", map[string]string{"cho": specialist.ID}, []jobRow{{ID: a.ID, Name: a.Code, Seq: state(t, a.Code).Seq}}
		if err := r.some(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		if !j.Rows[0].Done || j.Rows[0].Why == "" || state(t, a.Code).Holder != clerk.ID {
			t.Errorf("%s: %+v", name, j.Rows)
		}
	}
}
