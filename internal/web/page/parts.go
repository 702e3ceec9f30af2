package page

// pagesAround are the pages that a pager names: the first, the last, and those near the
// current one; 0 stands for a gap.
func pagesAround(current, last int) []int {
	var out []int
	for n := 1; n <= last; n++ {
		switch {
		case n == 1 || n == last || (n >= current-2 && n <= current+2):
			out = append(out, n)
		case out[len(out)-1] != 0:
			out = append(out, 0)
		}
		if n > current+2 && n < last-1 {
			n = last - 1
		}
	}
	return out
}

// sorting says how a list is sorted by a column ("ascending", "descending" or ""), and the
// sort that pressing its head asks for.
func (l *List) sorting(column string) (state, next string) {
	switch l.Sort {
	case column:
		return "ascending", "-" + column
	case "-" + column:
		return "descending", column
	}
	return "", column
}
