package report

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// Load reads data/reports. It reports every line without words, every indicator that is not
// known or stands in two lines, every column whose days are the wrong way round, and every
// field or procedure that two rows of a flow form claim.
func Load(fsys fs.FS, set *indicator.Set) (map[string]*Definition, []datafile.Problem) {
	files, err := datafile.List(fsys, "reports")
	if err != nil {
		return nil, []datafile.Problem{{File: "reports", Text: "không đọc được thư mục báo cáo: " + err.Error()}}
	}
	l := loader{fsys: fsys, set: set, forms: map[string]*Form{}}
	out := map[string]*Definition{}
	for _, f := range files {
		if path.Base(f) == "form.toml" {
			l.form(f)
		}
	}
	for _, f := range files {
		if path.Base(f) != "report.toml" {
			continue
		}
		d := l.report(f)
		if out[d.ID] != nil {
			l.problems = append(l.problems, datafile.Problem{File: f, Text: fmt.Sprintf("báo cáo «%s» đã có ở %s", d.ID, out[d.ID].File)})
		}
		out[d.ID] = d
	}
	l.strays(files)
	return out, l.problems
}

type loader struct {
	fsys     fs.FS
	set      *indicator.Set
	forms    map[string]*Form
	used     []string // appendix and row files that some report or form named
	problems []datafile.Problem
}

func (l *loader) report(file string) *Definition {
	d, f, problems := datafile.Decode[Definition](l.fsys, file)
	l.problems = append(l.problems, problems...)
	d.File = file
	say := l.sayer(f)
	say(d.ID != path.Base(path.Dir(file)), "id", "mã «%s» phải trùng tên thư mục", d.ID)
	say(d.Title == "", "title", "báo cáo chưa có tên")
	say(d.From == 0 || d.To < d.From, "from", "kỳ báo cáo phải có ngày đầu và ngày cuối, ngày đầu không sau ngày cuối")
	say(d.Document.Nation == "" || d.Document.Motto == "", "document", "thiếu quốc hiệu hoặc tiêu ngữ")
	say(len(d.AppendixIDs) == 0, "appendices", "báo cáo chưa có phụ lục nào")
	owner := map[string]string{}
	for i, id := range d.AppendixIDs {
		say(slices.Contains(d.AppendixIDs[:i], id), fmt.Sprintf("appendices[%d]", i), "phụ lục «%s» kê hai lần", id)
		d.Appendices = append(d.Appendices, l.appendix(path.Join(path.Dir(file), "appendix-"+id+".toml"), id, owner))
	}
	if d.FlowFormID != "" {
		d.Form = l.forms[d.FlowFormID]
		say(d.Form == nil, "flow_form", "không có biểu «%s» trong data/reports", d.FlowFormID)
	}
	return &d
}

func (l *loader) appendix(file, id string, owner map[string]string) Appendix {
	a, f, problems := datafile.Decode[Appendix](l.fsys, file)
	l.problems = append(l.problems, problems...)
	l.used = append(l.used, file)
	a.File = file
	say := l.sayer(f)
	say(len(problems) == 0 && a.ID != id, "id", "mã phụ lục «%s» phải là «%s» như tên tệp", a.ID, id)
	say(a.Orientation != "portrait" && a.Orientation != "landscape", "orientation", "hướng giấy phải là portrait hoặc landscape")
	keys := map[string]bool{}
	for i, c := range a.Columns {
		at := fmt.Sprintf("column[%d]", i)
		say(c.Key == "" || c.Label == "", at, "cột phải có mã và tên")
		say(keys[c.Key], at+".key", "mã cột «%s» đã có", c.Key)
		say(c.From == 0 || c.To < c.From, at+".from", "cột «%s»: ngày đầu phải có và không sau ngày cuối", c.Key)
		say(c.Width <= 0, at+".width", "cột «%s» chưa có bề rộng (mm)", c.Key)
		keys[c.Key] = true
	}
	lines := map[string]bool{}
	for i, line := range a.Lines {
		at := fmt.Sprintf("line[%d]", i)
		say(strings.TrimSpace(line.Label) == "", at+".label", "dòng «%s» chưa có lời", line.ID)
		say(line.ID == "" || lines[line.ID], at+".id", "số thứ tự dòng «%s» bỏ trống hoặc đã có", line.ID)
		say(line.ID != strings.Trim(line.ID, ". "), at+".id", "số thứ tự «%s» phải bỏ dấu chấm ở cuối", line.ID)
		say(owner[line.Indicator] != "", at+".indicator", "chỉ tiêu «%s» đã nằm ở %s", line.Indicator, owner[line.Indicator])
		say(!l.set.Known(line.Indicator), at+".indicator", "không có chỉ tiêu «%s» trong data/indicators", line.Indicator)
		lines[line.ID], owner[line.Indicator] = true, file
	}
	return a
}

func (l *loader) form(file string) {
	form, f, problems := datafile.Decode[Form](l.fsys, file)
	l.problems = append(l.problems, problems...)
	form.File = file
	say := l.sayer(f)
	for i, c := range form.Columns {
		say(flowColumn(c.Key) == nil, fmt.Sprintf("column[%d].key", i), "không có cột «%s» của biểu II.06a", c.Key)
	}
	say(form.Total == "" || form.UnknownField == "", "total", "biểu phải có tên dòng tổng và tên dòng chưa xác định lĩnh vực")
	rowsFile := path.Join(path.Dir(file), "rows.toml")
	rows, rf, problems := datafile.Decode[Rows](l.fsys, rowsFile)
	l.problems = append(l.problems, problems...)
	l.used = append(l.used, rowsFile)
	l.index(&rows, rf)
	rows.total, rows.unknown, rows.file = form.Total, form.UnknownField, rf
	form.Rows = &rows
	l.forms[form.ID] = &form
}

func (l *loader) index(rows *Rows, f *datafile.File) {
	say := l.sayer(f)
	rows.byField, rows.byProcedure = map[string]string{}, map[string]string{}
	labels := map[string]bool{}
	for i, r := range rows.Rows {
		at := fmt.Sprintf("row[%d]", i)
		say(r.Label == "" || labels[r.Label], at+".label", "tên dòng «%s» bỏ trống hoặc đã có", r.Label)
		say(len(r.Fields)+len(r.Procedures) == 0, at, "dòng «%s» chưa gom lĩnh vực hay thủ tục nào", r.Label)
		labels[r.Label] = true
		for j, field := range r.Fields {
			say(rows.byField[field] != "", fmt.Sprintf("%s.fields[%d]", at, j), "lĩnh vực «%s» đã thuộc dòng «%s»", field, rows.byField[field])
			rows.byField[field] = r.Label
		}
		for j, code := range r.Procedures {
			say(rows.byProcedure[code] != "", fmt.Sprintf("%s.procedures[%d]", at, j), "thủ tục «%s» đã thuộc dòng «%s»", code, rows.byProcedure[code])
			rows.byProcedure[code] = r.Label
		}
	}
}

// strays reports files that no report or form reads: a misspelt name must not go unseen.
func (l *loader) strays(files []string) {
	for _, f := range files {
		if base := path.Base(f); base != "report.toml" && base != "form.toml" && !slices.Contains(l.used, f) {
			l.problems = append(l.problems, datafile.Problem{File: f, Text: "không báo cáo nào dùng tệp này; hãy sửa tên tệp hoặc kê vào report.toml"})
		}
	}
}

// sayer reports a problem at a path of the file when the condition holds.
func (l *loader) sayer(f *datafile.File) func(bad bool, at, format string, args ...any) {
	return func(bad bool, at, format string, args ...any) {
		if bad {
			l.problems = append(l.problems, f.Problem(at, fmt.Sprintf(format, args...)))
		}
	}
}
