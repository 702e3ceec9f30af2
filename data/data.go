// Package data embeds the files that change without touching Go: procedures, calendars,
// indicators, reports, books, sentences. A ward may overlay them with a folder of its own.
package data

import "embed"

// FS holds the data folders.
//
//go:embed all:procedures all:calendar all:workflows all:processes all:units all:registers all:indicators all:indexes all:reports all:locales all:demo all:reconcile all:idcard all:forms all:access all:charges all:books all:looks all:counter all:addresses
var FS embed.FS
