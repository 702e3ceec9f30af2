// Package admin is the pages of who keeps the system: people, rights, the calendar, how the machine is.
package admin

import "github.com/motcua/motcua/internal/web/page"

// Routes are the doors of the room.
func Routes(_ *page.Site) []page.Route { return nil }
