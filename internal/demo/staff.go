package demo

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/fault"
)

// staff is a made-up person who holds a post of the example ward.
type staff struct {
	ID     string        `toml:"id"` // of the officer in the unit's file, so that past entries are theirs
	Login  string        `toml:"login"`
	Name   string        `toml:"name"`
	Post   string        `toml:"post"`
	Roles  []access.Role `toml:"roles"`
	Fields []string      `toml:"fields"` // of work, in the role of specialist; none: all
}

func loadStaff(fsys fs.FS, unit string) ([]staff, []datafile.Problem) {
	t, f, problems := datafile.Decode[struct {
		Person []staff `toml:"person"`
	}](fsys, "demo/"+unit+"/people.toml")
	seen := map[string]bool{}
	for i, p := range t.Person {
		at := fmt.Sprintf("person[%d]", i)
		if p.ID == "" || p.Login == "" || p.Name == "" || seen[p.ID] || seen["@"+p.Login] {
			problems = append(problems, f.Problem(at, "người cần mã, tên đăng nhập không trùng và họ tên"))
		}
		seen[p.ID], seen["@"+p.Login] = true, true
		for _, r := range p.Roles {
			if !slices.Contains(access.Staff, r) {
				problems = append(problems, f.Problem(at+".roles", fmt.Sprintf("không có vai «%s»", r)))
			}
		}
	}
	return t.Person, problems
}

// hired is when everybody got their account: before the ward's first act.
var hired = calendar.MakeDate(2021, 1, 1).At(8, 0)

// machine is who gave the accounts: nobody could before there was an administrator.
var machine = access.Actor{ID: "demo", Role: access.System}

// hire gives everybody of the ward an account without a password, and their roles. What is
// there already stays.
func hire(ctx context.Context, o *access.Office, w *Ward) error {
	if o == nil {
		return nil
	}
	for _, p := range w.staff {
		order := access.Order{Key: "demo-" + p.ID, By: machine, At: hired}
		_, err := o.Account(ctx, p.ID)
		if fault.Is(err, fault.NotFound) {
			_, err = o.Create(ctx, order, access.New{ID: p.ID, Login: p.Login, Name: p.Name, Post: p.Post, Example: true})
		}
		if err != nil {
			return fmt.Errorf("demo: account %s: %w", p.ID, err)
		}
		for _, r := range p.Roles {
			g := access.Grant{Account: p.ID, Role: r}
			if r == access.Specialist {
				g.Fields = p.Fields
			}
			order.Key = "demo-" + p.ID + "-" + string(r)
			if _, err := o.Grant(ctx, order, g); err != nil {
				return fmt.Errorf("demo: %s as %s: %w", p.ID, r, err)
			}
		}
	}
	return nil
}
