package address

import (
	"io/fs"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/datafile"
)

// Dir is the folder of addresses in the data tree.
const Dir = "addresses"

const path = Dir + "/two-tier.toml"

type document struct {
	ID       string        `toml:"id"`
	From     calendar.Date `toml:"from"`
	Law      string        `toml:"law"`
	Mark     string        `toml:"mark"` // verified, unverified
	Province []Province    `toml:"province"`
	Ward     []Ward        `toml:"ward"`
}

// Load reads and checks the data. A data tree without addresses knows none, and tells nothing of
// any.
func Load(fsys fs.FS) (*Set, []datafile.Problem) {
	files, err := datafile.List(fsys, Dir)
	if err != nil {
		return nil, []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục địa giới: " + err.Error()}}
	}
	if !slices.Contains(files, path) {
		return nil, nil
	}
	doc, f, problems := datafile.Decode[document](fsys, path)
	if len(problems) > 0 {
		return nil, problems
	}
	if doc.ID == "" || doc.From == 0 || doc.Law == "" || doc.Mark != "verified" && doc.Mark != "unverified" {
		problems = append(problems, f.Problem("id", "Thiếu id, from, law, hoặc mark không phải verified, unverified"))
	}
	s := &Set{From: doc.From, Law: doc.Law, now: map[string]Province{}, today: map[string]bool{}, wards: doc.Ward}
	for i, p := range doc.Province {
		at := "province[" + strconv.Itoa(i) + "]"
		if p.Name == "" || p.Kind != "tỉnh" && p.Kind != "thành phố" || len(p.Formed) == 0 || s.today[procedure.Fold(p.Name)] {
			problems = append(problems, f.Problem(at, "Tỉnh «"+p.Name+"» trùng, thiếu kind (tỉnh, thành phố) hoặc thiếu formed"))
		}
		s.today[procedure.Fold(p.Name)] = true
		for _, old := range append(p.Formed, p.Name) {
			if have, twice := s.now[procedure.Fold(old)]; twice && have.Name != p.Name {
				problems = append(problems, f.Problem(at, "Tỉnh cũ «"+old+"» đứng ở hai tỉnh mới"))
			}
			s.now[procedure.Fold(old)] = p
		}
	}
	for i, w := range doc.Ward {
		if _, known := s.now[procedure.Fold(w.Province)]; w.Old == "" || w.District == "" || w.Now == "" || !known {
			problems = append(problems, f.Problem("ward["+strconv.Itoa(i)+"]", "Thiếu old, district, now, hoặc province không có trong danh sách"))
		}
	}
	return s, problems
}
