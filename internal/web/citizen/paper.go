package citizen

import (
	"context"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/web/page"
)

// modeWords say whether a paper is handed in or shown.
func modeWords(ctx context.Context, mode string) string {
	if mode == "" {
		return page.T(ctx, "citizen.unknown")
	}
	return page.T(ctx, "citizen.mode."+mode)
}

// copyWords say how many originals and copies.
func copyWords(ctx context.Context, c procedure.Component) string {
	var parts []string
	if c.Original > 0 {
		parts = append(parts, page.T(ctx, "citizen.paper.originals", "count", c.Original))
	}
	if c.Copy > 0 {
		parts = append(parts, page.T(ctx, "citizen.paper.duplicates", "count", c.Copy))
	}
	if len(parts) == 0 {
		return page.T(ctx, "citizen.unknown")
	}
	return strings.Join(parts, ", ")
}

// neededWords keep apart needed, only in some cases, and not said.
func neededWords(ctx context.Context, needed *bool) string {
	switch {
	case needed == nil:
		return page.T(ctx, "citizen.unknown")
	case *needed:
		return page.T(ctx, "citizen.paper.always")
	}
	return page.T(ctx, "citizen.paper.sometimes")
}

func dayOr(ctx context.Context, d calendar.Date) string {
	if d == 0 {
		return page.T(ctx, "citizen.unknown")
	}
	return d.Print()
}

// listTitle names a published list.
func (t whole) listTitle(id string) string {
	if l, ok := t.Sources.Lists[id]; ok {
		return l.Title
	}
	return id
}

// sourceTitle names a source.
func (t whole) sourceTitle(id string) string {
	if s, ok := t.Sources.Sources[id]; ok {
		return s.Title
	}
	return id
}
