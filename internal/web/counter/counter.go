// Package counter is the pages of the clerk at the one-stop counter: the next person, taking a dossier in, certifying copies, handing results over.
package counter

import "github.com/motcua/motcua/internal/web/page"

// Routes are the doors of the room.
func Routes(_ *page.Site) []page.Route { return nil }
