package page

import (
	"context"
	"strings"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// FindDossier finds a dossier by what its address calls it (Known): its code, as people type
// and copy it, or the opaque id of one that has no code yet.
func FindDossier(ctx context.Context, in Reading, unit, name string) (*dossier.State, error) {
	name = strings.ToUpper(strings.TrimSpace(name))
	absent := func(err error) error {
		return fault.Wrap(err, fault.NotFound, "officer.no_dossier", "code", name, "unit", unit)
	}
	if _, err := dossier.ParseCode(name); err == nil {
		s, err := in.DossierByCode(ctx, unit, name)
		if fault.Is(err, fault.NotFound) {
			return nil, absent(err)
		}
		return s, err
	}
	id, err := ledger.ParseID(name)
	if err != nil || len(name) != len(id.String()) {
		return nil, absent(err)
	}
	s, err := in.Dossier(ctx, unit, id)
	if fault.Is(err, fault.NotFound) {
		return nil, absent(err)
	}
	return s, err
}
