package letter

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strings"

	"rsc.io/qr"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/print"
)

// Receipt is what the code on a receipt says: the case code, and a secret that only who holds
// the receipt knows.
type Receipt struct{ Code, Secret string }

// The code reads "MC1 H50.31.02-261123-0001 4C0B…": three words, the first of which says that
// it is ours. It is no address, so that nothing opens it, and a telephone shows it as text.
// The secret is written in digits and consonants that neither Telex nor VNI turns into
// anything: a scanner types it through whatever input method is on.
const (
	receiptMark = "MC1"
	secretLong  = 32 // letters, of four bits each
)

const (
	hexLetters    = "0123456789abcdef"
	secretLetters = "0123456789BCGHKM"
)

// Secret is the receipt secret of a dossier: 128 bits that follow from the unit's secret key
// and the dossier's id, so that nothing has to be kept and a receipt can be printed again.
// Whoever has the key can make every receipt of the unit.
func Secret(key []byte, id ledger.ID) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("motcua/receipt/1"))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(id)))
	plain := hex.EncodeToString(mac.Sum(nil)[:secretLong/2])
	return strings.Map(func(r rune) rune { return rune(secretLetters[strings.IndexRune(hexLetters, r)]) }, plain)
}

// Knows reports whether a receipt's secret is the dossier's, in the same time for all.
func (r Receipt) Knows(key []byte, id ledger.ID) bool {
	return subtle.ConstantTimeCompare([]byte(r.Secret), []byte(Secret(key, id))) == 1
}

// Scan is what the code on the paper says.
func (r Receipt) Scan() string { return receiptMark + " " + r.Code + " " + r.Secret }

var (
	scanForm   = regexp.MustCompile(`^` + receiptMark + ` ([0-9A-Z.\-]{1,64}) ([` + secretLetters + `]{32})$`)
	scanMangle = regexp.MustCompile(`(?i)^mc1`)
)

// ParseReceipt reads a scan. ours says that it was meant to be a receipt: then an error is a
// damaged scan, which is refused whole, and not another kind of text. Errors do not repeat the
// text: it is as good as the receipt.
func ParseReceipt(text string) (r Receipt, ours bool, err error) {
	text = strings.TrimSpace(text)
	m := scanForm.FindStringSubmatch(text)
	if m == nil {
		ours = scanMangle.MatchString(text)
		return Receipt{}, ours, fault.New(fault.Invalid, "letter.scan_damaged")
	}
	return Receipt{Code: m[1], Secret: m[2]}, true, nil
}

// square is the code of squares of a scan, at a side in mm.
func square(scan string, side float64) (*print.Matrix, bool) {
	c, err := qr.Encode(scan, qr.M)
	if err != nil { // longer than any code can hold
		return nil, false
	}
	return &print.Matrix{Size: c.Size, Side: side, Dark: c.Black, Alt: "Mã QR của giấy tiếp nhận"}, true
}
