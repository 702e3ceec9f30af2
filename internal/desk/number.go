package desk

import (
	"fmt"
	"regexp"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// Numbers of documents start at 01 on 1 January and run to 31 December without a gap; they
// are allotted in the transaction of the act, so that a refused act uses none (NĐ 30/2020
// Đ15; §5.6). A letter of the form set has a series per symbol, results have one.

// DocumentNumber is number and symbol as they are printed: below 10 with a leading zero
// (NĐ 30/2020, phụ lục I).
func DocumentNumber(n int, symbol string) string { return fmt.Sprintf("%02d/%s", n, symbol) }

// resultSymbol is the symbol of results that the desk numbers. Results with a book or a
// symbol of their own (NĐ 30/2020 Đ15 k1b) come with their number.
const resultSymbol = dossier.DeskSymbol

// symbolForm is what may stand behind the stroke: type and agency, joined by dashes.
var symbolForm = regexp.MustCompile(`^[\p{L}\d]{1,12}(?:[-.][\p{L}\d]{1,16}){0,4}$`)

func (o Order) year() int { return calendar.DateOf(o.Happened).Year() }

func resultNumber(tx Tx, o Order) (string, error) {
	n, err := tx.Next(fmt.Sprintf("result/%d", o.year()), 0)
	return DocumentNumber(n, resultSymbol), err
}

// receiptNumber is the number of a receipt for money: at most eight digits, from 1 on 1 January
// or the first day of use (NĐ 254/2026/NĐ-CP Đ23 k2).
func receiptNumber(tx Tx, o Order) (string, error) {
	n, err := tx.Next(fmt.Sprintf("receipt/%d", o.year()), 0)
	return fmt.Sprintf("%08d", n), err
}

func letterNumber(tx Tx, o Order, symbol string) (string, error) {
	if !symbolForm.MatchString(symbol) {
		return "", fault.New(fault.Invalid, "desk.symbol", "symbol", symbol)
	}
	n, err := tx.Next(fmt.Sprintf("letter/%s/%d", symbol, o.year()), 0)
	return DocumentNumber(n, symbol), err
}

// lettered numbers the letter that follows an apology, a stop or a refusing result before the
// act that names it: they are documents first (§2.8; §2.2, 4 → 8; §2.1).
func lettered(tx Tx, o Order, steps []Next) error {
	for i := range steps {
		name := document(steps[i].Command)
		if name == nil {
			continue
		}
		for k := i + 1; k < len(steps); k++ {
			issue, ok := steps[k].Command.(dossier.Issue)
			if !ok {
				continue
			}
			if issue.Number == "" {
				number, err := letterNumber(tx, o, issue.Symbol)
				if err != nil {
					return err
				}
				issue.Number = number
				steps[k].Command = issue
			}
			steps[i].Command = name(issue.Number)
			break
		}
	}
	return nil
}

// document is how a command takes the number of its document; nil when it needs none or has it.
func document(c dossier.Command) func(number string) dossier.Command {
	switch c := c.(type) {
	case dossier.Extend:
		if c.Letter == "" {
			return func(number string) dossier.Command { c.Letter = number; return c }
		}
	case dossier.Apologise:
		if c.Letter == "" {
			return func(number string) dossier.Command { c.Letter = number; return c }
		}
	case dossier.Settle:
		if c.Result.Refusal && c.Result.Number == "" {
			return func(number string) dossier.Command { c.Result.Number = number; return c }
		}
	case dossier.Stop:
		if c.Document == "" {
			return func(number string) dossier.Command { c.Document = number; return c }
		}
	}
	return nil
}
