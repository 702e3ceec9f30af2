package demo

import (
	"io/fs"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
)

// Figures are the printed figures of a ward's dossiers, the figures kept of them, and the
// assumed split by procedure that meets them all (data/demo/<ward>/figures.toml).
type Figures struct {
	Unit     string    `toml:"unit"`
	Report   string    `toml:"report"`
	Findings []Finding `toml:"finding"`
	Totals   []Figure  `toml:"total"` // over all years
	Years    []Year    `toml:"year"`

	file *datafile.File
}

// Finding is what building the example taught about the print.
type Finding struct {
	ID    string `toml:"id"`
	Place string `toml:"place"`
	Text  string `toml:"text"`
}

// Figure is one number as printed and as kept. Printed is empty where the report has none.
type Figure struct {
	ID      string `toml:"id"`
	Printed string `toml:"printed"`
	Kept    int    `toml:"kept"`
	Place   string `toml:"place"`
	Why     string `toml:"why"`
}

// Year is a period with its figures. NoPaper names the fields whose dossiers yield no paper,
// in the order in which they are taken.
type Year struct {
	Year    int           `toml:"year"`
	From    calendar.Date `toml:"from"`
	To      calendar.Date `toml:"to"`
	NoPaper []string      `toml:"no_paper"`
	Figures []Figure      `toml:"figure"`
	Fields  []Field       `toml:"field"`
	Splits  []Split       `toml:"split"`
}

// Field is a line of the print by field, dossiers carried over included. Procedures narrows
// a line that is only a part of the catalogue's field.
type Field struct {
	Name       string   `toml:"name"`  // as printed
	Field      string   `toml:"field"` // as the catalogue has it
	Procedures []string `toml:"procedures"`
	Printed    string   `toml:"printed"`
	Kept       int      `toml:"kept"`
	Place      string   `toml:"place"`
	Why        string   `toml:"why"`
}

// Split is how many dossiers of a procedure are received in the year, how many of them
// online, and how many of them are still open at its end.
type Split struct {
	Procedure string `toml:"procedure"`
	Level     string `toml:"level"`
	Received  int    `toml:"received"`
	Online    int    `toml:"online"`
	Open      int    `toml:"open"`
}

// Kept is a kept figure of the year by its id; -1 when there is none.
func (y *Year) Kept(id string) int { return kept(y.Figures, id) }

func kept(figures []Figure, id string) int {
	for _, f := range figures {
		if f.ID == id {
			return f.Kept
		}
	}
	return -1
}

// Total is a kept figure over all years; -1 when there is none.
func (f *Figures) Total(id string) int { return kept(f.Totals, id) }

// LoadFigures reads the figures of a ward and checks that they agree with each other and
// with the field that the catalogue has for each procedure.
func LoadFigures(fsys fs.FS, ward string, fieldOf func(procedure string) string) (*Figures, []datafile.Problem) {
	f, file, problems := datafile.Decode[Figures](fsys, "demo/"+ward+"/figures.toml")
	f.file = file
	if len(problems) > 0 {
		return &f, problems
	}
	return &f, f.check(fieldOf)
}
