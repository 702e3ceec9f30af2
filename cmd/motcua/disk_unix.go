//go:build !windows

package main

import "syscall"

// diskSpace is what is free for this program, and all, of the disk that a file is on; 0 where
// it cannot be told (a database server's disk).
func diskSpace(path string) (free, all int64) {
	var st syscall.Statfs_t
	if syscall.Statfs(path, &st) != nil {
		return 0, 0
	}
	size := int64(st.Bsize)
	return int64(st.Bavail) * size, int64(st.Blocks) * size
}
