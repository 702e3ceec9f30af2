package access

import (
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/datafile"
)

// Policy is how an office proves who is there: a profile of data/access. Two are shipped,
// because two standards disagree: "asvs" (OWASP ASVS 5.0) and "vn-cap3" (the national level-3
// tables). Each writes down where it deviates from the other.
type Policy struct {
	ID        string `toml:"id"`
	Title     string `toml:"title"`
	Deviation string `toml:"deviation"`

	Password struct {
		Least       int `toml:"least"`       // characters, beside a second factor
		LeastAlone  int `toml:"least_alone"` // characters of a password that is all there is
		Most        int `toml:"most"`        // longer is refused, never cut
		Classes     int `toml:"classes"`     // kinds of characters, of a password that is all there is
		Remembered  int `toml:"remembered"`  // earlier passwords that may not come again
		RotateDays  int `toml:"rotate_days"` // 0: never forced
		RotateAdmin int `toml:"rotate_admin_days"`
	} `toml:"password"`
	Second struct {
		Roles []Role `toml:"roles"` // must have a second factor
		All   bool   `toml:"all"`   // everybody must
	} `toml:"second"`
	StepUp struct {
		Minutes int   `toml:"minutes"` // how long a proof of presence holds
		Needs   Needs `toml:"needs"`   // of an account that has a second factor
	} `toml:"step_up"`
	Grant struct {
		Two  []Role `toml:"two"`  // given by one person and confirmed by another
		Days int    `toml:"days"` // a proposal waits for the second person
	} `toml:"grant"`
	Account struct {
		DormantDays int `toml:"dormant_days"` // an account that nobody used for so long is closed
	} `toml:"account"`
	Lock struct {
		After           int `toml:"after"`         // wrong tries of one account from one source
		FirstMinutes    int `toml:"first_minutes"` // then doubled at every further one
		MostMinutes     int `toml:"most_minutes"`
		SourcePerMinute int `toml:"source_per_minute"` // tries of one source on all accounts
	} `toml:"lock"`
	Session struct {
		IdleMinutes      int `toml:"idle_minutes"`
		IdleAdminMinutes int `toml:"idle_admin_minutes"`
		MostHours        int `toml:"most_hours"`
	} `toml:"session"`
	Link struct {
		FirstMinutes int `toml:"first_minutes"`
		ResetMinutes int `toml:"reset_minutes"`
	} `toml:"link"`
	Argon2 Argon `toml:"argon2"`

	common  map[string]bool
	context []string
}

// Needs is what a proof of presence (step-up) asks of an account that has a second factor. One
// without is asked for its password; a passkey counts as both, since it verifies its person.
type Needs string

// Needs of a proof of presence.
const (
	NeedsSecond Needs = "second" // the second factor: the session itself began with the password
	NeedsBoth   Needs = "both"   // the password and the second factor
)

// Settings are what an office chooses: its profile, and a sign-in service outside.
type Settings struct {
	Profile string  `toml:"profile"`
	Outside Outside `toml:"outside"`
}

// Outside is an OpenID Connect service. Its secret comes from the environment.
type Outside struct {
	Title  string `toml:"title"`
	Issuer string `toml:"issuer"` // empty: not used
	Client string `toml:"client"`
}

type words struct {
	Common  []string `toml:"common"`
	Context []string `toml:"context"`
}

// Load reads data/access: the settings and the profile that they choose. All profiles are
// checked, also those not chosen.
func Load(fsys fs.FS) (Settings, *Policy, []datafile.Problem) {
	settings, f, problems := datafile.Decode[Settings](fsys, "access/access.toml")
	list, _, some := datafile.Decode[words](fsys, "access/words.toml")
	problems = append(problems, some...)
	paths, err := datafile.List(fsys, "access")
	if err != nil {
		return settings, nil, append(problems, datafile.Problem{File: "access", Text: "không đọc được thư mục: " + err.Error()})
	}
	var chosen *Policy
	for _, path := range paths {
		if path == "access/access.toml" || path == "access/words.toml" {
			continue
		}
		p, file, some := datafile.Decode[Policy](fsys, path)
		if problems = append(problems, some...); len(some) > 0 {
			continue
		}
		problems = append(problems, p.check(file)...)
		p.learn(list)
		if p.ID == settings.Profile {
			chosen = &p
		}
	}
	if chosen == nil {
		problems = append(problems, f.Problem("profile", fmt.Sprintf("không có hồ sơ chính sách «%s» trong data/access", settings.Profile)))
	}
	return settings, chosen, problems
}

// check refuses a profile that would be weaker than either standard allows.
func (p *Policy) check(f *datafile.File) (out []datafile.Problem) {
	within := func(path string, n, low, high int) {
		if n < low || n > high {
			out = append(out, f.Problem(path, fmt.Sprintf("giá trị %d phải từ %d đến %d", n, low, high)))
		}
	}
	within("password.least", p.Password.Least, 8, 64)
	within("password.least_alone", p.Password.LeastAlone, p.Password.Least, 64)
	within("password.most", p.Password.Most, 64, 1024)
	within("password.classes", p.Password.Classes, 0, 4)
	within("password.remembered", p.Password.Remembered, 0, 24)
	within("password.rotate_days", p.Password.RotateDays, 0, 3650)
	within("password.rotate_admin_days", p.Password.RotateAdmin, 0, 3650)
	within("step_up.minutes", p.StepUp.Minutes, 1, 10)
	if p.StepUp.Needs != NeedsSecond && p.StepUp.Needs != NeedsBoth {
		out = append(out, f.Problem("step_up.needs", fmt.Sprintf("giá trị «%s» phải là second hoặc both", p.StepUp.Needs)))
	}
	within("lock.after", p.Lock.After, 3, 5)
	within("lock.first_minutes", p.Lock.FirstMinutes, 1, 60)
	within("lock.most_minutes", p.Lock.MostMinutes, p.Lock.FirstMinutes, 1440)
	within("lock.source_per_minute", p.Lock.SourcePerMinute, 10, 600)
	within("session.idle_minutes", p.Session.IdleMinutes, 2, 15)
	within("session.idle_admin_minutes", p.Session.IdleAdminMinutes, 2, 5)
	within("session.most_hours", p.Session.MostHours, 1, 12)
	within("link.first_minutes", p.Link.FirstMinutes, 5, 60)
	within("link.reset_minutes", p.Link.ResetMinutes, 2, 10)
	within("argon2.memory_kib", int(p.Argon2.Memory), leastMemory, mostMemory)
	within("argon2.passes", int(p.Argon2.Passes), 2, mostPasses)
	within("argon2.lanes", int(p.Argon2.Lanes), 1, mostLanes)
	within("argon2.at_once", p.Argon2.AtOnce, 1, 64)
	within("grant.days", p.Grant.Days, 1, 30)
	within("account.dormant_days", p.Account.DormantDays, 7, 45)
	for _, r := range []Role{Admin, Leader, Inspector} {
		if !slices.Contains(p.Grant.Two, r) {
			out = append(out, f.Problem("grant.two", fmt.Sprintf("vai %s luôn phải có hai người giao", r)))
		}
	}
	for _, r := range p.Grant.Two {
		if !slices.Contains(Staff, r) {
			out = append(out, f.Problem("grant.two", fmt.Sprintf("không có vai «%s»", r)))
		}
		if !slices.Contains(p.Second.Roles, r) { // else one administrator could make the account theirs by a link for its password
			out = append(out, f.Problem("second.roles", fmt.Sprintf("vai %s phải có hai người giao nên phải có lớp xác thực thứ hai", r)))
		}
	}
	for _, r := range []Role{Admin, Leader} {
		if !slices.Contains(p.Second.Roles, r) {
			out = append(out, f.Problem("second.roles", fmt.Sprintf("vai %s luôn phải có lớp xác thực thứ hai", r)))
		}
	}
	for _, r := range p.Second.Roles {
		if !slices.Contains(Staff, r) {
			out = append(out, f.Problem("second.roles", fmt.Sprintf("không có vai «%s»", r)))
		}
	}
	return out
}

func (p *Policy) learn(list words) {
	p.common = map[string]bool{}
	for _, w := range list.Common {
		p.common[folded(w)] = true
	}
	p.context = list.Context
}

// NeedsSecond reports whether somebody with these roles must have a second factor.
func (p *Policy) NeedsSecond(roles []Role) bool {
	return p.Second.All || slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Second.Roles, r) })
}

// NeedsTwo reports whether a role is given by two persons, one after the other (T21).
func (p *Policy) NeedsTwo(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Grant.Two, r) })
}

// idle is how long a session may rest: less for who administers.
func (p *Policy) idle(roles []Role) time.Duration {
	if slices.Contains(roles, Admin) {
		return time.Duration(p.Session.IdleAdminMinutes) * time.Minute
	}
	return time.Duration(p.Session.IdleMinutes) * time.Minute
}

func (p *Policy) proofHolds() time.Duration { return time.Duration(p.StepUp.Minutes) * time.Minute }

func (p *Policy) most() time.Duration { return time.Duration(p.Session.MostHours) * time.Hour }

// rotation is how old a password may be; 0: as old as it likes.
func (p *Policy) rotation(roles []Role) time.Duration {
	days := p.Password.RotateDays
	if n := p.Password.RotateAdmin; n > 0 && slices.Contains(roles, Admin) {
		days = n
	}
	return time.Duration(days) * 24 * time.Hour
}
