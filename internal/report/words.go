package report

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
)

// Words are what the report prints around its tables (Nghị định 30/2020/NĐ-CP, phụ lục I).
// {parent}, {issuer}, {place}, {symbol} and {year} are filled in; number and day stay blank
// for the clerk of the seal.
type Words struct {
	PrintedFor   string        `toml:"printed_for"`   // unit whose printed report these words are of,
	PrintedUntil calendar.Date `toml:"printed_until"` // and the last day on which they stand for it

	Parent     string   `toml:"parent"`
	Issuer     string   `toml:"issuer"`
	Place      string   `toml:"place"`
	Symbol     string   `toml:"symbol"`
	Nation     string   `toml:"nation"`
	Motto      string   `toml:"motto"`
	NumberLine string   `toml:"number_line"`
	DateLine   string   `toml:"date_line"`
	Attached   string   `toml:"attached"`
	SignedAs   []string `toml:"signed_as"`
	Recipients []string `toml:"recipients"`

	issuerLong string // the name in full, for the letterhead
}

// of fills the words for a unit on a day. What the unit is called and whom it answers to
// are dated facts of the unit and win over the words of the definition, which are those of
// the ward whose report was the model.
func (w Words) of(u *unit.Unit, day calendar.Date) Words {
	if name := u.NameOn(day); name != nil {
		take := func(to *string, from string) {
			if from != "" {
				*to = from
			}
		}
		take(&w.Issuer, name.Title)
		take(&w.Parent, name.Parent)
		take(&w.Place, name.Place)
		printed := w.PrintedFor == u.ID && day <= w.PrintedUntil
		if len(name.SignedAs) > 0 && !printed {
			w.SignedAs = name.SignedAs
		}
		if len(name.Recipients) > 0 && !printed {
			w.Recipients = name.Recipients
		}
		if name.Long != "" {
			w.issuerLong = name.Long
		}
	}
	fill := strings.NewReplacer("{parent}", w.Parent, "{issuer}", w.Issuer, "{place}", w.Place, "{symbol}", w.Symbol, "{year}", itoa((day + 1).Year())) // signed on the day after at the earliest
	w.NumberLine, w.DateLine, w.Attached = fill.Replace(w.NumberLine), fill.Replace(w.DateLine), fill.Replace(w.Attached)
	return w
}

// letterName is the issuing body as the letterhead has it: in full where that is known.
func (w Words) letterName() string {
	if w.issuerLong != "" {
		return w.issuerLong
	}
	return w.Issuer
}

// recipientLines are the lines under "Nơi nhận:": a dash before each, a semicolon after it, a
// full stop after the last (NĐ 30, box 9b).
func (w Words) recipientLines() []string {
	out := make([]string, len(w.Recipients))
	for i, name := range w.Recipients {
		end := ";"
		if i == len(w.Recipients)-1 {
			end = ""
			if !strings.HasSuffix(name, ".") {
				end = "."
			}
		}
		out[i] = "- " + name + end
	}
	return out
}
