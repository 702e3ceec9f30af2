package demo

import (
	"fmt"
	"io/fs"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// Ward is an example ward ready to be lived through: its figures, its habits, its names.
type Ward struct {
	Unit    *unit.Unit
	Figures *Figures

	cat    *catalog.Catalog
	habits *Habits
	names  *Names
	staff  []staff
	report []byte // printed figures for the register
}

// Load reads data/demo/<ward> of a unit and checks it against catalogue and unit.
func Load(fsys fs.FS, cat *catalog.Catalog, unitID string) (*Ward, []datafile.Problem) {
	u, ok := cat.Units.Unit(unitID)
	if !ok {
		return nil, []datafile.Problem{{File: "units", Text: fmt.Sprintf("không có đơn vị «%s»", unitID)}}
	}
	w := &Ward{Unit: u, cat: cat}
	var problems, more []datafile.Problem
	w.Figures, problems = LoadFigures(fsys, u.ID, w.fieldOf)
	w.habits, more = loadHabits(fsys, u.ID)
	problems = append(problems, more...)
	w.names, more = loadNames(fsys, u.ID)
	problems = append(problems, more...)
	w.staff, more = loadStaff(fsys, u.ID)
	problems = append(problems, more...)
	if len(problems) > 0 {
		return w, problems
	}
	var err error
	if w.report, err = fs.ReadFile(fsys, "demo/"+u.ID+"/seed-report.json"); err != nil {
		problems = append(problems, datafile.Problem{File: "demo/" + u.ID + "/seed-report.json", Text: "không đọc được số liệu của báo cáo in: " + err.Error()})
	}
	return w, append(append(problems, w.posts()...), w.offers()...)
}

// posts checks that everybody the habits name has a post in the unit, in the right role.
func (w *Ward) posts() (out []datafile.Problem) {
	role := map[string]string{}
	for _, o := range w.Unit.Officers {
		role[o.ID] = o.Role
	}
	check := func(id, want string) {
		if role[id] != want {
			out = append(out, datafile.Problem{File: "demo/" + w.Unit.ID + "/habits.toml", Text: fmt.Sprintf("«%s» không phải chức danh vai %s của đơn vị", id, want)})
		}
	}
	for _, d := range w.habits.Desks {
		check(d.Clerk, "clerk")
		check(d.Specialist, "specialist")
	}
	for _, id := range w.habits.Leaders {
		check(id, "leader")
	}
	check(w.habits.Reporter, "reporter")
	return out
}

// offers checks that the unit offers every procedure of a split through the whole period, at
// the level the figures were kept for.
func (w *Ward) offers() (out []datafile.Problem) {
	for i, y := range w.Figures.Years {
		for j, s := range y.Splits {
			for _, day := range []calendar.Date{y.From, y.To} {
				p, err := w.cat.Promise(w.Unit.Code, s.Procedure, day)
				if err != nil || p.Level != s.Level {
					out = append(out, w.Figures.file.Problem(fmt.Sprintf("year[%d].split[%d]", i, j),
						fmt.Sprintf("ngày %s đơn vị không nhận thủ tục %s ở mức %s, hoặc không có thời hạn; xem units/%s.toml", day.Print(), s.Procedure, s.Level, w.Unit.ID)))
				}
			}
		}
	}
	return out
}

func (w *Ward) fieldOf(code string) string {
	if p, ok := w.cat.Procedures.Get(code); ok {
		return p.Field
	}
	return ""
}

// promised asks the catalogue what the desk will promise, and for the first published variant
// in days of an in-day procedure.
func (w *Ward) promised(code string, day calendar.Date) (promised, error) {
	p, err := w.cat.Promise(w.Unit.Code, code, day)
	if err != nil {
		return promised{}, err
	}
	out := promised{limit: p.Limit, level: levelOf[p.Level]}
	if p.Limit.Unit != calendar.SameDay {
		return out, nil
	}
	full, ok := w.cat.Procedures.Get(code)
	if !ok {
		return out, nil
	}
	if v := full.VersionOn(day); v != nil && v.TimeLimit != nil {
		for _, variant := range v.TimeLimit.Variants {
			if variant.Unit == calendar.WorkingDay {
				out.agreed = &calendar.Limit{Value: variant.Value, Unit: variant.Unit}
				out.basis = variant.When
				break
			}
		}
	}
	return out, nil
}

var levelOf = map[string]dossier.Level{"toan_trinh": dossier.LevelFull, "mot_phan": dossier.LevelPartial, "none": dossier.LevelNone}

// papers are the papers of a procedure on a day.
func (w *Ward) papers(code string, day calendar.Date) []dossier.Component {
	if p, ok := w.cat.Procedures.Get(code); ok {
		return papersOf(p.VersionOn(day))
	}
	return papersOf(nil)
}
