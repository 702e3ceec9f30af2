package reconcile

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile/source"
	"github.com/motcua/motcua/internal/report"
)

// Own is the figure of motcua that answers to a measure of a report: columns of form II.06a,
// added where they are several, or an indicator.
type Own struct {
	Measure   string   `toml:"measure"`
	Columns   []string `toml:"columns"`
	Indicator string   `toml:"indicator"`
	Part      string   `toml:"part"`
}

// Ours are the figures of motcua by measure, read from data/reconcile/ours.toml. What a
// report says of another thing has none: nothing is compared by guess.
type Ours map[string]Own

// LoadOurs reads which of our figures answers to which measure. It reports measures that the
// readers do not know or that stand twice, columns that the form does not have, and
// indicators that are not there.
func LoadOurs(fsys fs.FS, set *indicator.Set) (Ours, []datafile.Problem) {
	const path = "reconcile/ours.toml"
	type file struct {
		Ours []Own `toml:"ours"`
	}
	words, _ := source.Load(fsys) // what is wrong there is said by its own loader
	read, f, problems := datafile.Decode[file](fsys, path)
	out := Ours{}
	for i, o := range read.Ours {
		say := func(bad bool, key, format string, args ...any) {
			if bad {
				problems = append(problems, f.Problem(fmt.Sprintf("ours[%d].%s", i, key), fmt.Sprintf(format, args...)))
			}
		}
		_, known := words.Measure(o.Measure)
		_, twice := out[o.Measure]
		say(!known, "measure", "không có số đo «%s» trong data/reconcile/measures.toml", o.Measure)
		say(twice, "measure", "số đo «%s» đã có ở trên", o.Measure)
		say((len(o.Columns) == 0) == (o.Indicator == ""), "measure", "số đo «%s» cần đúng một trong hai: columns hoặc indicator", o.Measure)
		for _, c := range o.Columns {
			say(!slices.Contains(report.FlowColumnKeys(), c), "columns", "biểu II.06a không có cột «%s»", c)
		}
		say(o.Indicator != "" && !set.Known(o.Indicator), "indicator", "không có chỉ tiêu «%s»", o.Indicator)
		if o.Part == "" {
			o.Part = "num"
		}
		out[o.Measure] = o
	}
	return out, problems
}
