package unit

import "github.com/motcua/motcua/internal/catalog/calendar"

// holds reports whether a day lies in from..to; a zero end is open.
func holds(from, to, day calendar.Date) bool {
	return (from == 0 || from <= day) && (to == 0 || day <= to)
}

// NameOn is the unit's name on a day; nil before its first name.
func (u *Unit) NameOn(day calendar.Date) *Name {
	for i := range u.Names {
		if n := &u.Names[i]; holds(n.From, n.To, day) {
			return n
		}
	}
	return nil
}

// OfferOn is the unit's offer of a procedure on a day; nil when it does not receive it then.
func (u *Unit) OfferOn(procedure string, day calendar.Date) *Offer {
	for i := range u.Offers {
		if o := &u.Offers[i]; o.Procedure == procedure && holds(o.From, o.To, day) {
			return o
		}
	}
	return nil
}

// ListOn is the list of a group that was posted on a day; nil when none was published.
func (u *Unit) ListOn(group string, day calendar.Date) *List {
	for i := range u.Lists {
		if l := &u.Lists[i]; l.Group == group && holds(l.From, l.To, day) {
			return l
		}
	}
	return nil
}

// Holds reports whether the list was posted on a day.
func (l *List) Holds(day calendar.Date) bool { return holds(l.From, l.To, day) }

// OfficersOn lists the posts that are filled on a day in a role; role "" for all.
func (u *Unit) OfficersOn(role string, day calendar.Date) []*Officer {
	var out []*Officer
	for i := range u.Officers {
		if o := &u.Officers[i]; (role == "" || o.Role == role) && holds(o.From, o.To, day) {
			out = append(out, o)
		}
	}
	return out
}
