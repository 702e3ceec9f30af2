package page

import (
	"context"

	"github.com/motcua/motcua/internal/access"
)

// entry is an entry of the navigation: which page, for whom, and the key that opens it.
type entry struct {
	id, url string
	rule    Rule          // of the page
	roles   []access.Role // of those who may pass the rule, for whom it is daily work; nil: all
	key     string
}

// navigation is in the order of a working day: the counter, the queues, the leader's desk,
// the figures, the catalogue, the machine.
var navigation = []entry{
	{id: "counter", url: CounterHome, rule: Counter},
	{id: "intake", url: Intake, rule: Counter, key: "F2"},
	{id: "certify", url: Certify, rule: Counter},
	{id: "queues", url: Queues, rule: Handle},
	{id: "leader", url: LeaderDesk, rule: Lead},
	{id: "registers", url: Registers, rule: Read, roles: []access.Role{access.Clerk, access.Specialist, access.Inspector}},
	{id: "overview", url: Overview, rule: Figures},
	{id: "report", url: Reports, rule: Figures},
	{id: "findings", url: Findings, rule: Figures, roles: figures},
	{id: "compare", url: Compare, rule: Figures, roles: figures},
	{id: "indicators", url: Indicators, rule: Figures, roles: figures},
	{id: "looks", url: Looks, rule: Watch},
	{id: "admin", url: Admin, rule: Administer},
	{id: "procedures", url: Procedures, rule: Public},
	{id: "calendar", url: Calendar, rule: Public},
}

// figures are the roles whose daily work the figures are.
var figures = []access.Role{access.Leader, access.Reporter, access.Inspector}

// visible are the entries for who asks: what their roles open, and nothing of an officer's for
// somebody who is not signed in.
func visible(ctx context.Context) (out []entry) {
	who := Person(ctx)
	for _, e := range navigation {
		if e.rule.Open() || who.Has(e.rule.Roles()...) && (e.roles == nil || who.Has(e.roles...)) {
			out = append(out, e)
		}
	}
	return out
}

// Allowed reports whether who asks may pass a rule, but for the proof of presence: whether a
// page should offer a link.
func Allowed(ctx context.Context, r Rule) bool {
	return r.Open() || Person(ctx).Has(r.Roles()...)
}

// home is where the name of the product leads.
func home(ctx context.Context) string {
	switch who := Person(ctx); {
	case who.Has(access.Clerk):
		return CounterHome
	case who.Has(access.Leader):
		return LeaderDesk
	case who.Has(access.Specialist):
		return Queues
	case who.Has(Figures.Roles()...):
		return Overview
	case who.Has(access.Admin):
		return Admin
	}
	return Procedures
}

// Link is a page by its name.
type Link struct{ Text, URL string }

// Navigation are the pages that who asks may open.
func Navigation(ctx context.Context) (out []Link) {
	for _, e := range visible(ctx) {
		out = append(out, Link{T(ctx, "web.nav."+e.id), e.url})
	}
	return out
}
