package store

import (
	"os"

	"github.com/motcua/motcua/internal/fault"
)

// keepFile remembers which file was opened. On most systems a file that is deleted or
// replaced lives on for whoever has it open: pages would go on showing what was there before
// a backup was put back, and an act would be confirmed into a file that nobody has.
func (s *Store) keepFile() error {
	st, err := os.Stat(s.place)
	if err != nil {
		return folderFault(s.place, err)
	}
	s.file = st
	return nil
}

// sameFile refuses to read or write once another file stands in the place of the one opened,
// or none.
func (s *Store) sameFile() error {
	if s.file == nil { // PostgreSQL
		return nil
	}
	if st, err := os.Stat(s.place); err != nil || !os.SameFile(st, s.file) {
		return fault.New(fault.Unavailable, "store.file_replaced", "place", s.place)
	}
	return nil
}
