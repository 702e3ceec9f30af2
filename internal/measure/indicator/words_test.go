package indicator

import (
	"strings"
	"testing"
)

// TestWords: every term of every indicator has words that a person reads, not the keys of its file.
func TestWords(t *testing.T) {
	s := set(t)
	for _, i := range s.All() {
		groups := [][]Term{i.Num, i.Den}
		for _, p := range i.Parts {
			groups = append(groups, p.Num, p.Den)
		}
		for _, x := range i.Tests {
			groups = append(groups, x.Num, x.Den)
		}
		for _, terms := range groups {
			for _, term := range terms {
				if w := s.Words(term); w == "" || strings.Contains(w, "_") || strings.Contains(w, "  ") || strings.HasSuffix(w, " ") {
					t.Errorf("%s: %+v reads %q", i.ID, term, w)
				}
			}
		}
	}
	for want, term := range map[string]Term{
		"Hồ sơ được đánh giá trong kỳ; hình thức trực tuyến; mức độ một phần; lĩnh vực Hộ tịch": {
			Count: "rated", Channels: []string{"online"}, Levels: []string{"partial"}, Fields: []string{"Hộ tịch"}},
		"Số thủ tục khác nhau có: Hồ sơ được đánh giá trong kỳ": {Count: "rated", Distinct: "procedure"},
		"Thủ tục niêm yết vào ngày cuối kỳ, nhóm cấp xã":        {Catalogue: "listed", Group: "commune"},
		"Chỉ tiêu I.2": {Indicator: "I.2"},
	} {
		if got := s.Words(term); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
