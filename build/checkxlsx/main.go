// Checkxlsx compares what LibreOffice shows of a report workbook, one CSV file a sheet, with
// report.json: every figure of every appendix and of every flow form, in the printed form.
// It shares no code with the writer of the workbook, so that both must be right to agree.
package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

type cell struct {
	Appendix, Line, Column, Part, State string
	Value                               json.RawMessage
	Indicator                           string
}

type report struct {
	Cells []cell
	Flows []flow `json:"ii06a"`
}

type flow struct {
	From, To string
	Rows     []struct {
		Field    string
		Received struct{ Total, Online, Direct, Carried json.Number }
		Settled  struct {
			Total, Early json.Number
			OnTime       json.Number `json:"on_time"`
			Late         json.Number
		}
		Open struct {
			Total   json.Number
			InTime  json.Number `json:"in_time"`
			Overdue json.Number
		}
	}
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: checkxlsx report.json folder-of-csv")
	}
	raw, err := os.ReadFile(os.Args[1])
	check(err)
	var r report
	check(json.Unmarshal(raw, &r))
	c := &comparison{dir: os.Args[2]}
	for _, a := range byAppendix(r.Cells) {
		c.appendix(a)
	}
	for _, f := range r.Flows {
		c.flow(f)
	}
	fmt.Printf("checkxlsx: %d cells compared, %d differ\n", c.compared, c.differ)
	if c.differ > 0 || c.compared == 0 {
		os.Exit(1)
	}
}

type comparison struct {
	dir              string
	compared, differ int
}

func (c *comparison) same(where, shown, want string) {
	c.compared++
	if shown != want {
		c.differ++
		fmt.Printf("%s: the workbook shows %q, report.json says %q\n", where, shown, want)
	}
}

// sheet reads the rows of a sheet below the one that begins with head.
func (c *comparison) sheet(name, head string) [][]string {
	f, err := os.Open(filepath.Join(c.dir, "report-"+name+".csv"))
	check(err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	check(err)
	for i, row := range rows {
		if row[0] == head {
			return rows[i+1:]
		}
	}
	fail("sheet %s has no row %q", name, head)
	return nil
}

func byAppendix(cells []cell) [][]cell {
	var out [][]cell
	for i, c := range cells {
		if i == 0 || cells[i-1].Appendix != c.Appendix {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}

// appendix compares one table. A line takes one row, or one for each of its parts.
func (c *comparison) appendix(cells []cell) {
	name := "Phụ lục " + cells[0].Appendix
	rows := c.sheet(name, "STT")
	for len(cells) > 0 {
		line, parts := cells[0].Line, map[string]int{}
		columns := map[string]int{}
		n := 0
		for n < len(cells) && cells[n].Line == line {
			x := cells[n]
			if _, ok := parts[x.Part]; !ok {
				parts[x.Part] = len(parts)
			}
			if _, ok := columns[x.Column]; !ok {
				columns[x.Column] = len(columns)
			}
			row := rows[parts[x.Part]]
			c.same(fmt.Sprintf("%s, %s %s %s", name, x.Indicator, x.Column, x.Part), row[2+columns[x.Column]], x.printed(row[2+columns[x.Column]]))
			n++
		}
		cells, rows = cells[n:], rows[len(parts):]
	}
}

// printed is the cell as a Vietnamese reader sees it: 4.481, 71,34%, TPHS: 71,34%.
func (x cell) printed(shown string) string {
	switch x.State {
	case "blank", "not_applicable":
		return ""
	case "no_data":
		if shown == "Chưa đủ số liệu" { // the verdict of a target
			return shown
		}
		return "chưa có số liệu"
	}
	if x.Value[0] == '"' {
		var s string
		check(json.Unmarshal(x.Value, &s))
		return s
	}
	whole, decimals, ratio := strings.Cut(string(x.Value), ".")
	s := grouped(whole)
	if ratio {
		s += "," + decimals + "%"
	}
	if x.Part != "" {
		s = x.Part + ": " + s
	}
	return s
}

func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

func (c *comparison) flow(f flow) {
	name := "II.06a " + f.From[:4]
	if f.To[:4] != f.From[:4] {
		name += "-" + f.To[:4]
	}
	rows := c.sheet(name, "(1)")
	for i, r := range f.Rows {
		c.same(name+" row", rows[i][1], r.Field)
		for j, n := range []json.Number{r.Received.Total, r.Received.Online, r.Received.Direct, r.Received.Carried,
			r.Settled.Total, r.Settled.Early, r.Settled.OnTime, r.Settled.Late, r.Open.Total, r.Open.InTime, r.Open.Overdue} {
			c.same(fmt.Sprintf("%s, %s, column %d", name, r.Field, j+3), rows[i][j+2], grouped(n.String()))
		}
	}
}

func check(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "checkxlsx: "+format+"\n", args...)
	os.Exit(2)
}
