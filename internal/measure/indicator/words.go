package indicator

import (
	"strings"

	"github.com/motcua/motcua/internal/measure/rollup"
)

// Words says in Vietnamese what a term counts: what a person reads of the definition.
func (s *Set) Words(t Term) string {
	switch {
	case t.Register != "":
		return s.PlaceWords(t.Register)
	case t.Catalogue != "":
		return "Thủ tục niêm yết vào ngày cuối kỳ, nhóm " + groupNames[t.Group]
	case t.Indicator != "":
		return "Chỉ tiêu " + t.Indicator
	}
	out := []string{rollup.Title(rollup.Count(t.Count))}
	if t.Distinct != "" {
		out[0] = "Số thủ tục khác nhau có: " + out[0]
	}
	for _, c := range t.Channels {
		out = append(out, "hình thức "+channelNames[channels[c]])
	}
	for _, l := range t.Levels {
		out = append(out, "mức độ "+levelNames[levels[l]])
	}
	for _, f := range t.Fields {
		out = append(out, "lĩnh vực "+f)
	}
	return strings.Join(out, "; ")
}

// PlaceWords names a part of a book: "kind/facet" in the words of the book.
func (s *Set) PlaceWords(place string) string {
	at, ok := findPlace(s.kinds, place)
	if !ok {
		return place
	}
	return "Sổ «" + at.Kind.Title + "», phần «" + at.Facet.Title + "»"
}

var groupNames = map[string]string{
	"commune": "cấp xã", "vertical_agency": "cơ quan ngành dọc", "interlinked": "liên thông",
}
