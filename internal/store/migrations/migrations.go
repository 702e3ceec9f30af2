// Package migrations holds the numbered schema files of both databases: one folder each, one
// change a file, forward only, embedded. A file is never edited after it has been released.
package migrations

import "embed"

// FS holds the folders sqlite and postgres.
//
//go:embed sqlite postgres
var FS embed.FS
