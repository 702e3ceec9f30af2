package page

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"regexp"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// KeyField is the hidden field of every form that acts: the key of the act. The same form
// sent twice is one act.
const KeyField = "khoa"

var keyForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// NewKey is a fresh key for a form: 128 random bits.
func NewKey() string {
	var b [16]byte
	rand.Read(b[:])
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])
}

// Key is the key that a form came with. The act's own key is made of it by adding what the
// form does, so that one form may lead to several acts.
func Key(r *http.Request) (string, error) {
	k := r.PostFormValue(KeyField)
	if !keyForm.MatchString(k) {
		return "", fault.New(fault.Invalid, "web.no_key")
	}
	return k, nil
}

// Watch records that who asks looks at the personal data of dossiers, before they are shown.
func (s *Site) Watch(ctx context.Context, what string, ids ...dossier.ID) error {
	who := Person(ctx)
	if who == nil || s.Watcher == nil || len(ids) == 0 {
		return nil
	}
	var role access.Role
	if len(who.Roles) > 0 {
		role = who.Roles[0]
	}
	views := make([]access.View, 0, len(ids))
	for _, id := range ids {
		views = append(views, access.View{Unit: s.Unit.Code, At: s.Now(), Actor: who.ID, Role: role, Dossier: id, What: what})
	}
	return s.Watcher.Watch(ctx, views...)
}
