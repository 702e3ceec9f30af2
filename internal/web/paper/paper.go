// Package paper is the printed papers of a dossier: receipts, letters, control slips, registers.
package paper

import "github.com/motcua/motcua/internal/web/page"

// Routes are the doors of the room.
func Routes(_ *page.Site) []page.Route { return nil }
