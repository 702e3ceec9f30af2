// Package work is the pages of who works on dossiers: queues, acts on one dossier, the leader's decisions, jobs over many.
package work

import "github.com/motcua/motcua/internal/web/page"

// Routes are the doors of the room.
func Routes(_ *page.Site) []page.Route { return nil }
