// Package entrance is the doors of the house: signing in, proving to be there again, switching the person at a shared machine, the own account.
package entrance

import "github.com/motcua/motcua/internal/web/page"

// Routes are the doors of the room.
func Routes(_ *page.Site) []page.Route { return nil }
