package leader

import (
	"context"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// people names officers by id: from their accounts, and where there are none by the post that
// the unit's file gives. Who is neither is shown by the id: it is opaque.
type people struct {
	names map[string]string
	order []string
}

func (l *room) people(ctx context.Context) (*people, error) {
	p := &people{names: map[string]string{}}
	put := func(id, name, post string) {
		if _, ok := p.names[id]; !ok {
			p.order = append(p.order, id)
		}
		switch {
		case name == "":
			p.names[id] = post
		case post == "":
			p.names[id] = name
		default:
			p.names[id] = name + ", " + post
		}
	}
	today := calendar.DateOf(l.Now())
	for _, o := range l.Unit.Officers {
		if o.From <= today {
			put(o.ID, "", o.Post)
		}
	}
	if l.Office == nil {
		return p, nil
	}
	all, err := l.Office.Accounts(ctx)
	for _, a := range all {
		put(a.ID, a.Name, a.Post)
	}
	return p, err
}

// in are the names as of gives them.
func (p *people) in(ctx context.Context) func(id string) string {
	return func(id string) string { return p.of(ctx, id) }
}

// of is how an officer is named; nobody is said in words.
func (p *people) of(ctx context.Context, id string) string {
	if id == "" {
		return page.T(ctx, "leader.desk.nobody")
	}
	if n := p.names[id]; n != "" {
		return n
	}
	return id
}
