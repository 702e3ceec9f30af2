package procedure

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
)

var (
	groups      = []string{"commune", "vertical_agency", "interlinked"}
	states      = []State{SeenInForce, SeenLikely, SeenNotListed, SeenRepealed, SeenUnknown}
	onlineWords = []string{"", LevelFull, LevelPartial, LevelNone}
	accepts     = []string{"truc_tiep", "truc_tuyen", "buu_chinh"}
	modes       = []string{"nop", "xuat_trinh"}
	moneyKinds  = []string{"none", "fixed", "range", "per_unit", "provincial", "by_member"}
	flows       = []string{"", "xa_tiep_nhan_chuyen_tinh"}
	trust       = []string{"verified", "partly", "general_knowledge"}
	detailTrust = []string{"source", "mixed", "general_knowledge", "none"}
	fullBases   = []string{"", "seed", "same_form_seen_with_another_province_suffix"}

	monthForm = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`)
	fullForm  = regexp.MustCompile(`^([1-3]\.\d{6})(?:\.000\.00\.00)?\.[A-Z]\d{2}$`)
)

// maxCopies is more sets of one paper than any procedure asks for.
const maxCopies = 20

// checker checks one record; at stands before every path ("" or "pending[3].").
type checker struct {
	set  *Set
	file *datafile.File
	at   string
	out  []datafile.Problem
}

func (c *checker) addf(path, format string, args ...any) {
	c.out = append(c.out, c.file.Problem(c.at+path, fmt.Sprintf(format, args...)))
}

// among adds a problem unless a value is one of the words.
func among[T ~string](c *checker, path string, v T, words []T) {
	if !slices.Contains(words, v) {
		c.addf(path, "Giá trị «%s» không hợp lệ; cần một trong: %s", v, join(words))
	}
}

func join[T ~string](words []T) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, string(w))
		}
	}
	return strings.Join(out, ", ")
}

// check reads the pending file and checks every procedure, each by itself and in its
// references to others.
func (s *Set) check() []datafile.Problem {
	var out []datafile.Problem
	codes := slices.Sorted(maps.Keys(s.read))
	first := map[string]string{}
	for _, code := range codes {
		e := s.read[code]
		if e.procedure == nil {
			continue
		}
		c := &checker{set: s, file: e.file}
		c.record(e.procedure)
		c.code(e.procedure, first)
		out = append(out, c.out...)
	}
	out = append(out, s.everyday.check(s)...)
	return append(out, s.checkPending()...)
}

// CheckUnits finds published lists of units that do not exist.
func (s *Set) CheckUnits(known func(id string) bool) []datafile.Problem {
	var out []datafile.Problem
	for _, id := range slices.Sorted(maps.Keys(s.Sources.Lists)) {
		if u := s.Sources.Lists[id].Unit; u != "" && !known(u) {
			out = append(out, s.common.Problem("list."+id+".unit", fmt.Sprintf("Danh mục %s là của đơn vị «%s» không có trong thư mục units", id, u)))
		}
	}
	return out
}

func (s *Set) checkPending() []datafile.Problem {
	type document struct {
		Pending []Pending `toml:"pending"`
	}
	doc, file, problems := datafile.Decode[document](s.fsys, pendingFile)
	if len(problems) > 0 {
		return problems
	}
	var out []datafile.Problem
	for i := range doc.Pending {
		p := &doc.Pending[i]
		p.File = pendingFile
		c := &checker{set: s, file: file, at: fmt.Sprintf("pending[%d].", i)}
		if p.Code != "" {
			c.addf("code", "Thủ tục chưa rõ mã không được có code; mã nhớ lại ghi ở code_candidate")
		}
		if !ValidCode(p.Candidate) {
			c.addf("code_candidate", "code_candidate «%s» không có dạng mã thủ tục", p.Candidate)
		}
		if e, ok := s.read[p.Candidate]; ok && e.procedure != nil {
			c.addf("code_candidate", "Mã %s đã có tệp riêng; hãy bỏ dòng này", p.Candidate)
		}
		c.record(&p.Procedure)
		out = append(out, c.out...)
	}
	s.Pending = doc.Pending
	return out
}

func (c *checker) code(p *Procedure, first map[string]string) {
	if !ValidCode(p.Code) {
		c.addf("code", "Mã «%s» không đúng dạng: một chữ số 1–3, dấu chấm, sáu chữ số (ví dụ 1.001193)", p.Code)
	}
	if want := strings.TrimSuffix(path.Base(p.File), ".toml"); p.Code != want {
		c.addf("code", "Mã %s khác tên tệp %s.toml", p.Code, want)
	}
	if other, ok := first[p.Code]; ok {
		c.addf("code", "Mã %s đã có trong tệp %s", p.Code, other)
	}
	first[p.Code] = p.File
	if m := fullForm.FindStringSubmatch(p.CodeFull); p.CodeFull != "" && (m == nil || m[1] != p.Code) {
		c.addf("code_full", "code_full «%s» không phải mã %s kèm đuôi cơ quan (ví dụ %s.H50)", p.CodeFull, p.Code, p.Code)
	}
}

func (c *checker) record(p *Procedure) {
	if p.Name == "" || p.Field == "" {
		c.addf("name", "Thiếu tên thủ tục (name) hoặc lĩnh vực (field)")
	}
	among(c, "code_full_basis", p.CodeFullBasis, fullBases)
	among(c, "group", p.Group, groups)
	among(c, "flow", p.Flow, flows)
	among(c, "confidence", p.Confidence, trust)
	among(c, "detail_confidence", p.DetailConfidence, detailTrust)
	if (p.Group == "vertical_agency") != (p.Agency != "") {
		c.addf("agency", "agency phải có khi và chỉ khi group là vertical_agency")
	}
	if p.Interlinked != (p.Group == "interlinked") {
		c.addf("interlinked", "interlinked phải là true khi và chỉ khi group là interlinked")
	}
	if !slices.Contains(p.Levels, "Cấp xã") {
		c.addf("levels", "levels phải có «Cấp xã»: đây là danh mục cấp xã")
	}
	if len(p.Sources) == 0 {
		c.addf("sources", "Thiếu nguồn (sources)")
	}
	for i, k := range p.Sources {
		if _, ok := c.set.Sources.Sources[k]; !ok {
			c.addf(fmt.Sprintf("sources[%d]", i), "Nguồn «%s» không có trong %s", k, sourcesFile)
		}
	}
	for i, m := range p.Members {
		if e, ok := c.set.read[m]; !ok || e.procedure == nil {
			c.addf(fmt.Sprintf("members[%d]", i), "Thủ tục thành phần %s không có trong danh mục; nếu thuộc nơi khác hãy ghi ở other_members", m)
		}
	}
	c.sightings(p.Sightings)
	c.versions(p.Versions)
}

func (c *checker) sightings(list []Sighting) {
	seen := map[string]bool{}
	for i, s := range list {
		at := fmt.Sprintf("sighting[%d]", i)
		among(c, at+".state", s.State, states)
		if s.On == 0 {
			c.addf(at, "Thiếu ngày thấy (on)")
		}
		if i > 0 && s.On < list[i-1].On {
			c.addf(at+".on", "Ngày thấy phải theo thứ tự: %s đứng trước %s", list[i-1].On, s.On)
		}
		if _, ok := c.set.Sources.Lists[s.List]; !ok {
			c.addf(at+".list", "Danh mục «%s» không có trong %s", s.List, sourcesFile)
		}
		if seen[s.List] {
			c.addf(at+".list", "Danh mục «%s» đã ghi ở trên", s.List)
		}
		seen[s.List] = true
	}
}
