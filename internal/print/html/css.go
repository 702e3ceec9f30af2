package html

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed doc.css
var sheet string

// deepest is the deepest indent that has a class.
const deepest = 6

// CSS is the look of what Write writes, for a site's stylesheet. Sizes, indents and widths are
// a class each, because a style attribute is not allowed.
var CSS = sheet + steps()

func steps() string {
	var b strings.Builder
	rule := func(selector, body string) { b.WriteString(selector + "{" + body + "}\n") }
	for size := 6; size <= 20; size++ {
		name := ".doc-s" + strconv.Itoa(size)
		rule(".doc "+name, "font-size:"+strconv.FormatFloat(float64(size)/12, 'f', 3, 64)+"rem")
	}
	for i := 1; i <= deepest; i++ {
		rule(".doc-table .doc-in"+strconv.Itoa(i), "padding-left:"+strconv.FormatFloat(0.3+0.75*float64(i), 'f', -1, 64)+"rem")
	}
	for i := 1; i <= 100; i++ {
		rule(".doc-w"+strconv.Itoa(i), "width:"+strconv.Itoa(i)+"%")
	}
	return b.String()
}
