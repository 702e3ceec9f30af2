package counter

import (
	"io/fs"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/datafile"
)

// papersPath is the data file of the papers that are certified most.
const papersPath = "counter/papers.toml"

// commonPaper is one of them, under a digit; Pages are those of the original, filled in.
type commonPaper struct {
	Key   string `toml:"key"`
	Name  string `toml:"name"`
	Pages int    `toml:"pages"`
}

type papersFile struct {
	Paper []commonPaper `toml:"paper"`
}

// LoadPapers reads and checks the common papers.
func LoadPapers(fsys fs.FS) ([]commonPaper, []datafile.Problem) {
	all, f, problems := datafile.Decode[papersFile](fsys, papersPath)
	if len(problems) > 0 {
		return nil, problems
	}
	for i, p := range all.Paper {
		at := "paper[" + strconv.Itoa(i) + "]"
		twice := slices.ContainsFunc(all.Paper[:i], func(q commonPaper) bool { return q.Key == p.Key })
		if len(p.Key) != 1 || p.Key[0] < '1' || p.Key[0] > '9' || twice {
			problems = append(problems, f.Problem(at+".key", "Phím «"+p.Key+"» phải là một chữ số từ 1 đến 9 và không trùng"))
		}
		if p.Name == "" || p.Pages < 1 {
			problems = append(problems, f.Problem(at, "Thiếu tên giấy tờ, hoặc số trang nhỏ hơn 1"))
		}
	}
	return all.Paper, problems
}
