package page

import (
	"net/url"
	"strconv"

	"github.com/motcua/motcua/internal/fault"
)

// PageRows is how many rows a list shows at once.
const PageRows = 50

// mostPages bounds the number of a page, so that a row's place stays far inside an int.
const mostPages = 1 << 30

// ReadPage reads which page of a list an address asks for; 1 when it asks for none.
func ReadPage(q url.Values) (int, error) {
	text := q.Get("trang")
	if text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostPages {
		return 0, fault.New(fault.Invalid, "web.page_unknown", "page", text)
	}
	return n, nil
}

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
