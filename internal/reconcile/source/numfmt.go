package source

import (
	"encoding/xml"
	"math/big"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// numberFormat is how a cell shows its number.
type numberFormat struct {
	set      bool // not General
	decimals int
	scale    bool // shown times hundred, 0%
	percent  bool // shown with a percent sign
	grouped  bool // thousands set apart
	date     bool
	before   string // "TPHS: "
	after    string // "đ"
}

// readFormats reads the formats of the cell styles.
func readFormats(p *pack, part string) ([]numberFormat, error) {
	own := map[string]string{}
	var out []numberFormat
	inCells := false
	err := p.each(part, func(t xml.StartElement) {
		switch t.Name.Local {
		case "numFmt":
			own[attr(t, "numFmtId")] = attr(t, "formatCode")
		case "cellXfs":
			inCells = true
		case "xf":
			if inCells && len(out) < 1<<16 {
				id := attr(t, "numFmtId")
				code, known := own[id]
				if !known {
					code = builtIn[id]
				}
				out = append(out, parseFormat(code))
			}
		}
	}, func(name xml.Name) {
		if name.Local == "cellXfs" {
			inCells = false
		}
	}, nil)
	return out, err
}

// builtIn are the formats that a workbook need not write out (ECMA-376 part 1, numFmt).
var builtIn = map[string]string{"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00", "14": "d/m/yyyy", "15": "d-mmm-yy",
	"16": "d-mmm", "17": "mmm-yy", "22": "d/m/yyyy h:mm", "37": "#,##0", "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00"}

// parseFormat reads the first section of a format code.
func parseFormat(code string) numberFormat {
	var f numberFormat
	if code == "" || strings.EqualFold(code, "General") || code == "@" {
		return f
	}
	f.set = true
	placed, point := false, false
	literal := func(s string) {
		if placed {
			f.after += s
		} else {
			f.before += s
		}
	}
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; c {
		case ';':
			i = len(runes)
		case '"':
			end := i + 1
			for end < len(runes) && runes[end] != '"' {
				end++
			}
			literal(string(runes[i+1 : min(end, len(runes))]))
			i = end
		case '[':
			for i < len(runes) && runes[i] != ']' {
				i++
			}
		case '\\', '_', '*':
			if i++; c == '\\' && i < len(runes) {
				literal(string(runes[i]))
			}
		case '0', '#', '?':
			placed = true
			if point {
				f.decimals++
			}
		case ',':
			f.grouped = f.grouped || placed
		case '.':
			point = placed
		case '%':
			f.scale, f.percent = true, true
		case 'd', 'm', 'y', 'D', 'M', 'Y', 'h', 'H', 's':
			f.date = f.date || !placed
		}
	}
	if strings.Contains(f.after, "%") {
		f.percent = true
		f.after = strings.TrimSpace(strings.Replace(f.after, "%", "", 1))
	}
	return f
}

const maxDecimals = 6

// show is the number as the cell shows it, and as a number; a day is a text.
func (f numberFormat) show(raw string, since1904 bool) (string, *statement.Number) {
	if raw == "" || len(raw) > 400 {
		return "", nil
	}
	v, ok := new(big.Rat).SetString(raw)
	if !ok || len(raw) > 40 {
		return raw, nil
	}
	if f.date {
		return day(v, since1904), nil
	}
	decimals := f.decimals
	if !f.set {
		decimals = decimalsOf(raw)
	}
	if f.scale {
		v.Mul(v, big.NewRat(100, 1))
	}
	decimals = min(decimals, maxDecimals)
	scaled, ok := round(v, decimals)
	if !ok {
		return raw, nil
	}
	n := &statement.Number{Scaled: scaled, Decimals: decimals, Percent: f.percent, Money: isMoney(f.after)}
	shown := locale.Decimal(scaled, decimals)
	if !f.grouped {
		shown = strings.ReplaceAll(shown, ".", "")
	}
	n.Printed = f.before + shown
	if f.percent {
		n.Printed += "%"
	}
	n.Printed += f.after
	return n.Printed, n
}

func isMoney(after string) bool {
	switch strings.ToLower(strings.TrimSpace(after)) {
	case "đ", "đồng", "₫", "vnđ", "vnd":
		return true
	}
	return false
}

// decimalsOf is how many decimals a number without a format shows: those it has, without the
// noise of binary fractions.
func decimalsOf(raw string) int {
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return 0
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if len(s) > 16 {
		s = strings.TrimRight(strconv.FormatFloat(f, 'f', 10, 64), "0")
	}
	_, fraction, _ := strings.Cut(s, ".")
	return len(fraction)
}

// round rounds half away from zero, as a workbook shows it.
func round(v *big.Rat, decimals int) (int64, bool) {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	x := new(big.Rat).Mul(v, new(big.Rat).SetInt(scale))
	num := new(big.Int).Mul(x.Num(), big.NewInt(2))
	den := new(big.Int).Mul(x.Denom(), big.NewInt(2))
	half := x.Denom()
	if num.Sign() < 0 {
		num.Sub(num, half)
	} else {
		num.Add(num, half)
	}
	num.Quo(num, den)
	if !num.IsInt64() || num.Int64() > 1e15 || num.Int64() < -1e15 {
		return 0, false
	}
	return num.Int64(), true
}

// day is a date of a workbook as a document prints it.
func day(v *big.Rat, since1904 bool) string {
	n, ok := round(v, 0)
	if new(big.Rat).SetInt64(n).Cmp(v) > 0 {
		n-- // an hour of the afternoon is still the day
	}
	if !ok || n < 1 || n > 200_000 {
		return ""
	}
	if since1904 {
		n += 1462
	}
	return calendar.Date(n - 25569).Print()
}
