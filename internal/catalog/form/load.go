package form

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
)

// Dir is the folder of form sets in the data tree: a folder for each, with a file set.toml
// and a file for each form, named after its number.
const Dir = "forms"

const setFile = "set.toml"

// Load reads all sets. They are usable only when there is no problem.
func Load(fsys fs.FS) (*Sets, []datafile.Problem) {
	s := &Sets{}
	paths, err := datafile.List(fsys, Dir)
	if err != nil {
		return s, []datafile.Problem{{File: Dir, Text: "không đọc được thư mục: " + err.Error()}}
	}
	var out []datafile.Problem
	var heads []*datafile.File
	for folder, files := range folders(paths) {
		set, file, problems := loadSet(fsys, folder, files)
		out = append(out, problems...)
		if set != nil {
			s.all, heads = append(s.all, set), append(heads, file)
		}
	}
	slices.SortFunc(s.all, func(a, b *Set) int { return cmp.Or(cmp.Compare(a.From, b.From), strings.Compare(a.ID, b.ID)) })
	out = append(out, s.overlaps(heads)...)
	slices.SortStableFunc(out, func(a, b datafile.Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return s, out
}

// folders groups files by the folder they stand in.
func folders(paths []string) map[string][]string {
	out := map[string][]string{}
	for _, p := range paths {
		out[path.Dir(p)] = append(out[path.Dir(p)], p)
	}
	return out
}

func loadSet(fsys fs.FS, folder string, files []string) (*Set, *datafile.File, []datafile.Problem) {
	head := folder + "/" + setFile
	set, file, out := datafile.Decode[Set](fsys, head)
	if len(out) > 0 {
		return nil, file, out
	}
	set.File = head
	c := &checker{file: file}
	c.set(&set, path.Base(folder))
	out = append(out, c.out...)
	for _, name := range files {
		if name == head {
			continue
		}
		f, file, problems := datafile.Decode[Form](fsys, name)
		if out = append(out, problems...); len(problems) > 0 {
			continue
		}
		f.Set, f.ID, f.File = &set, set.ID+"/"+f.Number, name
		c := &checker{file: file}
		c.form(&f)
		out = append(out, c.out...)
		set.Forms = append(set.Forms, &f)
	}
	for _, p := range Purposes {
		if p != Stop && set.For(p) == nil {
			out = append(out, file.Problem("id", fmt.Sprintf("bộ mẫu thiếu mẫu cho mục đích «%s»", p)))
		}
	}
	return &set, file, out
}

// overlaps finds sets that would hold on the same day: a set without an end is followed by
// the next, one with an end must end before it.
func (s *Sets) overlaps(heads []*datafile.File) (out []datafile.Problem) {
	for i, set := range s.all {
		if i == 0 {
			continue
		}
		if before := s.all[i-1]; before.To == 0 || before.To >= set.From {
			at := slices.IndexFunc(heads, func(f *datafile.File) bool { return f.Path == before.File })
			out = append(out, heads[at].Problem("valid_to", fmt.Sprintf(
				"bộ mẫu phải hết hiệu lực trước ngày %s, khi bộ «%s» có hiệu lực", set.From.Print(), set.ID)))
		}
	}
	return out
}

type checker struct {
	file *datafile.File
	out  []datafile.Problem
}

func (c *checker) addf(path, format string, args ...any) {
	c.out = append(c.out, c.file.Problem(path, fmt.Sprintf(format, args...)))
}

var marks = []string{"verified", "unverified", "design"}

func (c *checker) mark(mark string) {
	if !slices.Contains(marks, mark) {
		c.addf("mark", "mark «%s» không hợp lệ: cần một trong %v", mark, marks)
	}
}

func (c *checker) set(s *Set, folder string) {
	if s.ID != folder {
		c.addf("id", "id «%s» phải trùng tên thư mục «%s»", s.ID, folder)
	}
	if s.Title == "" || s.Office == "" {
		c.addf("title", "thiếu title (tên thông tư) hoặc office (tên Bộ phận Một cửa)")
	}
	if s.Issued == 0 || s.From == 0 || s.From < s.Issued {
		c.addf("valid_from", "cần issued và valid_from, valid_from không trước issued")
	}
	if s.To != 0 && s.To < s.From {
		c.addf("valid_to", "valid_to trước valid_from")
	}
	c.mark(s.Mark)
}

// symbols are joined by dashes: NĐ 30/2020, phụ lục I.
var symbols = regexp.MustCompile(`^[A-ZĐ]+(-[A-ZĐ]+)*$`)

func (c *checker) form(f *Form) {
	if base := strings.TrimSuffix(path.Base(c.file.Path), ".toml"); f.Number != base || len(base) != 2 {
		c.addf("number", "number «%s» phải có hai chữ số và trùng tên tệp «%s»", f.Number, base)
	}
	if f.Title == "" {
		c.addf("title", "thiếu title (tên mẫu)")
	}
	if !slices.Contains(Purposes, f.Purpose) {
		c.addf("purpose", "purpose «%s» không hợp lệ: cần một trong %v", f.Purpose, Purposes)
	} else if other := f.Set.For(f.Purpose); other != nil {
		c.addf("purpose", "mục đích «%s» đã có ở mẫu số %s", f.Purpose, other.Number)
	}
	if !symbols.MatchString(f.Symbol) {
		c.addf("symbol", "symbol «%s» không hợp lệ: chữ in hoa, nối bằng dấu gạch, ví dụ PBS-TTPVHCC", f.Symbol)
	}
	if f.Sheet != A4 && f.Sheet != A5 {
		c.addf("sheet", "sheet «%s» không hợp lệ: cần A4 hoặc A5", f.Sheet)
	}
	if f.Head != OfOffice && f.Head != OfAgency {
		c.addf("head", "head «%s» không hợp lệ: cần office hoặc agency", f.Head)
	}
	if f.Law == "" {
		c.addf("law", "thiếu căn cứ của mẫu (law)")
	}
	c.mark(f.Mark)
	for i := range f.Fields {
		c.field(fmt.Sprintf("field[%d]", i), &f.Fields[i])
	}
	for i, s := range f.Signers {
		if !slices.Contains([]Who{Filer, Officer, Leader, Nobody}, s.Who) {
			c.addf(fmt.Sprintf("signer[%d].who", i), "who «%s» không hợp lệ: cần filer, officer, leader hoặc nobody", s.Who)
		}
	}
	named := f.Values()
	for _, v := range must[f.Purpose] {
		if !slices.Contains(named, v) {
			c.addf("purpose", "mẫu cho mục đích «%s» phải có «%s»", f.Purpose, v)
		}
	}
}

func (c *checker) field(at string, f *Field) {
	kinds := 0
	for _, given := range []bool{f.Text != "", f.List != "", f.Table != ""} {
		if given {
			kinds++
		}
	}
	if kinds != 1 {
		c.addf(at, "mỗi field cần đúng một trong text, list, table")
	}
	if strings.Count(f.Text, "{") != strings.Count(f.Text, "}") {
		c.addf(at+".text", "dấu ngoặc nhọn không khép")
	}
	for _, p := range Split(f.Text) {
		if p.Value != "" && !slices.Contains(values, p.Value) || p.Text == "" && p.Value == "" {
			c.addf(at+".text", "không có giá trị «{%s}»", p.Value)
		}
	}
	if f.List != "" && !slices.Contains(lists, f.List) {
		c.addf(at+".list", "không có danh sách «%s»: cần một trong %v", f.List, lists)
	}
	if !slices.Contains(conditions, f.When) {
		c.addf(at+".when", "không có điều kiện «%s»", f.When)
	}
	if !slices.Contains([]string{"", "left", "center", "justify"}, f.Align) {
		c.addf(at+".align", "align «%s» không hợp lệ: cần left, center hoặc justify", f.Align)
	}
	if f.Blank < 0 || f.Blank > 20 {
		c.addf(at+".blank", "blank phải từ 0 đến 20")
	}
	c.columns(at, f)
}

func (c *checker) columns(at string, f *Field) {
	known, ok := columns[f.Table]
	if f.Table != "" && !ok {
		c.addf(at+".table", "không có bảng «%s»: cần components, hops hoặc register", f.Table)
		return
	}
	if ok == (len(f.Columns) == 0) {
		c.addf(at, "bảng cần các cột [[field.column]], và chỉ bảng mới có")
	}
	for i, col := range f.Columns {
		if !slices.Contains(known, col.Value) {
			c.addf(fmt.Sprintf("%s.column[%d].value", at, i), "bảng «%s» không có cột «%s»: cần một trong %v", f.Table, col.Value, known)
		}
		if col.Width <= 0 || col.Width > 300 || col.Title == "" {
			c.addf(fmt.Sprintf("%s.column[%d]", at, i), "cột cần title và width (mm)")
		}
	}
}
