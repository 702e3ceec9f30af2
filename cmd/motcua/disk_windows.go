package main

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// diskSpace is what is free for this program, and all, of the disk that a file is on; 0 where
// it cannot be told (a database server's disk).
func diskSpace(path string) (free, all int64) {
	dir, err := windows.UTF16PtrFromString(filepath.Dir(path))
	if err != nil {
		return 0, 0
	}
	var available, total, left uint64
	if windows.GetDiskFreeSpaceEx(dir, &available, &total, &left) != nil {
		return 0, 0
	}
	return int64(available), int64(total)
}
