package duty

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// importAnswer is what one import answers, and what a repeat is compared with.
type importAnswer struct {
	Items  int    `json:"items"`
	Digest string `json:"digest"`
}

// ImportPrinted enters the figures of a printed report that no dossier and no catalogue can
// give into the books, marked as printed, and returns how many items were new. The whole
// report is read and checked first, then written as one act: all of it or nothing. The same
// report again adds nothing; another text of the same report is refused, because a figure
// already entered is put right by a correction that names it.
//
// Only lines that a kind names under feeds enter. A blank cell of a line that a ward fills
// enters as blank, so that blank stays blank; of a heading or a line of an upper level
// nothing enters. A cell that is not what its line asks for ("100%" in a count) enters as
// blank with its words and the reason, and never as a number.
func (b *Books) ImportPrinted(ctx context.Context, unit string, actor access.Actor, happened time.Time, report []byte) (int, error) {
	r, err := parsePrinted(report)
	if err != nil {
		return 0, err
	}
	items, err := b.itemsOf(r)
	if err != nil {
		return 0, err
	}
	facts, err := b.decideAll(items, Order{Unit: unit, Actor: actor, Happened: happened})
	if err != nil {
		return 0, err
	}
	digest := sha256.Sum256(report)
	answer := importAnswer{Items: len(items), Digest: hex.EncodeToString(digest[:])}
	receipt, err := b.journal.Do(ctx, desk.Act{
		Unit: unit, Key: printedKey(r), Actor: actor, Happened: happened,
		Run: func(tx desk.Tx) ([]byte, error) {
			for _, f := range facts {
				if err := tx.Append(f); err != nil {
					return nil, err
				}
			}
			return json.Marshal(answer)
		},
	})
	if err != nil {
		return 0, err
	}
	if !receipt.Repeat {
		return len(items), nil
	}
	var first importAnswer
	if err := json.Unmarshal(receipt.Answer, &first); err != nil {
		return 0, fmt.Errorf("duty: answer of the first import: %w", err)
	}
	if first.Digest != answer.Digest {
		return 0, fault.New(fault.Conflict, "duty.printed_changed", "title", r.Document.Title)
	}
	return 0, nil
}

// printedKey names the report, whatever its content.
func printedKey(r *printedReport) string {
	h := sha256.Sum256([]byte(r.Schema + "\x00" + r.Document.Issuer + "\x00" + r.Document.Title))
	return "printed/" + hex.EncodeToString(h[:8])
}

// decideAll decides every item before anything is written. Ids are one millisecond apart: in
// the order of the report, and never twice the same.
func (b *Books) decideAll(items []register.Item, o Order) ([]desk.Fact, error) {
	var out []desk.Fact
	for n, item := range items {
		id, err := ledger.NewID(o.Happened.Add(time.Duration(n)*time.Millisecond), b.rand)
		if err != nil {
			return nil, fmt.Errorf("duty: import: %w", err)
		}
		o.Item = id
		events, err := register.Decide(register.Env{Kinds: b.kinds, Now: o.Happened, Actor: o.Actor}, nil, register.Record{Item: item})
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			out = append(out, fact(o, e))
		}
	}
	return out, nil
}

func (b *Books) itemsOf(r *printedReport) ([]register.Item, error) {
	var out []register.Item
	for _, a := range r.Appendices {
		for _, l := range a.Lines {
			place, ok := b.kinds.Feed(a.line(l))
			if !ok {
				continue
			}
			for _, c := range a.Columns {
				cell, present := l.Values[c.Key]
				if !present || c.Key == "result" {
					continue
				}
				s := r.columnsByAppendix[a.ID][c.Key]
				if c.Key == "assessment" {
					s = r.whole()
				}
				item, err := itemOf(place, cell, wardFills(l.Level), s)
				if err != nil {
					return nil, malformed("cell", "line", a.line(l), "column", c.Key, "printed", printedOf(cell))
				}
				if item != nil {
					out = append(out, evidenced(*item, r, "Phụ lục "+a.ID+", dòng "+l.STT+", cột «"+c.Printed+"»"))
				}
			}
		}
	}
	return b.factsOf(r, out)
}

// factsOf adds the yearly facts of the text and footnotes: "penalty.cases.2021".
func (b *Books) factsOf(r *printedReport, out []register.Item) ([]register.Item, error) {
	seen := map[string]bool{}
	for _, f := range r.Facts {
		id, year, ok := cutLast(f.ID)
		place, fed := b.kinds.Fact(id)
		if !ok || !fed || year != f.Period {
			continue
		}
		s, ok := yearTo(year, "12", "31")
		if !ok || seen[f.ID] {
			return nil, malformed("fact", "fact", f.ID)
		}
		seen[f.ID] = true
		cell := f.printedCell
		if cell.Number == "" {
			cell.Number = f.Value
		}
		item, err := itemOf(place, &cell, true, s)
		if err != nil {
			return nil, malformed("fact", "fact", f.ID)
		}
		out = append(out, evidenced(*item, r, f.Place))
	}
	return out, nil
}

func cutLast(id string) (head, tail string, ok bool) {
	i := strings.LastIndexByte(id, '.')
	if i < 0 {
		return id, "", false
	}
	return id[:i], id[i+1:], true
}

func wardFills(level string) bool {
	return strings.HasPrefix(level, "ward") || level == "optional"
}

func printedOf(c *printedCell) string {
	if c == nil {
		return ""
	}
	return c.Printed
}

func evidenced(i register.Item, r *printedReport, place string) register.Item {
	ref := r.Document.Issuer + ", " + strings.TrimSpace(r.Document.Kind+" "+r.Document.Period) + ": " + place
	i.Evidence = []register.Evidence{{Kind: "report", Ref: ref, Title: r.Document.Title}}
	return i
}

// itemOf makes the item of one cell; nil when the cell says nothing about this unit.
func itemOf(at register.Place, c *printedCell, ward bool, s span) (*register.Item, error) {
	i := &register.Item{Kind: at.Kind.ID, Facet: at.Facet.ID, From: s.from, To: s.to, Origin: register.Printed}
	if c == nil {
		if !ward {
			return nil, nil
		}
		i.State = register.Blank
		return i, nil
	}
	i.Text = c.Printed
	if at.Measure() == register.Text {
		return i, nil
	}
	q, why, err := quantity(at.Measure(), c)
	if err != nil {
		return nil, err
	}
	if why != "" {
		i.State, i.Fields = register.Blank, map[string]string{register.Refused: why}
	}
	i.Quantity = q
	return i, nil
}

// errUnread: the caller knows the place of the cell and says it.
var errUnread = errors.New("duty: the number of a printed cell cannot be read")

// quantity reads a cell as its line's measure asks. why says, in the words of the drill-down,
// that the cell holds something else (reform-reporting §7 rule 9).
func quantity(m register.Measure, c *printedCell) (q int64, why string, err error) {
	switch {
	case m == register.Tick && strings.EqualFold(strings.TrimSpace(c.Printed), "x"):
		return 1, "", nil
	case m == register.Flag && c.Number == "":
		return claim(c.Printed)
	case c.Number == "":
		return 0, "không phải một con số", nil
	}
	hundredths, ok := decimal(c.Number)
	if !ok {
		return 0, "", errUnread
	}
	switch {
	case m == register.Percent || m == register.Points:
		return hundredths, "", nil
	case c.Unit == "percent":
		return 0, "chữ trong ô số: tỷ lệ phần trăm thay cho số lượng", nil
	case hundredths%100 != 0:
		return 0, "ô số chỉ nhận số nguyên", nil
	case (m == register.Flag || m == register.Tick) && hundredths > 100:
		return 0, "ô có/không chỉ nhận 1 hoặc 0", nil
	}
	return hundredths / 100, "", nil
}

// claim reads the assessment of a target.
func claim(printed string) (int64, string, error) {
	switch strings.ToLower(strings.TrimSpace(printed)) {
	case "đạt", "có":
		return 1, "", nil
	case "chưa đạt", "không đạt", "không":
		return 0, "", nil
	}
	return 0, "không phải Đạt hoặc Không đạt", nil
}
