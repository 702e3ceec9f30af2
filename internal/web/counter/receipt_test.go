package counter

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/web/page"
)

// scanOf is what the code on a dossier's receipt says.
func scanOf(t testing.TB, s *dossier.State) letter.Receipt {
	t.Helper()
	key, err := site.Secret(t.Context(), "receipt")
	if err != nil {
		t.Fatal(err)
	}
	return letter.Receipt{Code: s.Code, Secret: letter.Secret(key, s.ID)}
}

// TestReceiptScans: a receipt opens its dossier, and the return page of a result that waits says
// that it was scanned; one with another's secret, of no dossier, or damaged is refused, in the
// same words whatever the reason, and the words repeat nothing of it.
func TestReceiptScans(t *testing.T) {
	ready, other := state(t, settled(t)), state(t, received(t, clerk))
	good := scanOf(t, ready)
	to := post(t, clerk, page.Lookup, http.StatusSeeOther, url.Values{"q": {good.Scan() + "\r"}}).Header().Get("Location")
	if !strings.HasPrefix(to, page.ReturnURL(ready.Code)+"?"+receiptField+"=") || strings.Contains(to, good.Secret) {
		t.Fatalf("a receipt leads to %s", to)
	}
	const proved = "đã quét đúng giấy hẹn"
	body := get(t, clerk, to)
	hasWords(t, body, proved)
	if at := strings.Index(body, `value="receipt"`); at < 0 || !strings.Contains(body[at:at+40], "checked") {
		t.Error("the receipt is not chosen for proof")
	}
	scan := value(body, receiptField)
	if scan == "" {
		t.Error("the form forgets the scan")
	}
	for name, page := range map[string]string{
		"another clerk":   get(t, clerk2, to),
		"a typed code":    get(t, clerk, page.ReturnURL(ready.Code)),
		"another dossier": get(t, clerk, page.ReturnURL(settled(t))+"?"+receiptField+"="+scan),
		"a made-up scan":  get(t, clerk, page.ReturnURL(ready.Code)+"?"+receiptField+"=AAAAAAAAAAAAAAAAAAAAAAAAAA"),
	} {
		if strings.Contains(words(page), proved) {
			t.Errorf("%s proves a receipt", name)
		}
	}
	if to := post(t, clerk, page.Lookup, http.StatusSeeOther, url.Values{"q": {scanOf(t, other).Scan()}}).Header().Get("Location"); to != page.DossierURL(other.Code, nil) {
		t.Errorf("the receipt of a dossier in work leads to %s", to)
	}
	for name, c := range map[string]struct{ scan, says string }{
		"another's secret": {letter.Receipt{Code: ready.Code, Secret: scanOf(t, other).Secret}.Scan(), "không khớp với hồ sơ nào"},
		"one letter wrong": {letter.Receipt{Code: ready.Code, Secret: swapped(good.Secret)}.Scan(), "không khớp với hồ sơ nào"},
		"no dossier":       {letter.Receipt{Code: "H50.31.02-990101-0001", Secret: good.Secret}.Scan(), "không khớp với hồ sơ nào"},
		"no code":          {letter.Receipt{Code: "X", Secret: good.Secret}.Scan(), "không khớp với hồ sơ nào"},
		"cut":              {good.Scan()[:len(good.Scan())-1], "không đọc được trọn vẹn"},
		"without secret":   {"MC1 " + ready.Code, "không đọc được trọn vẹn"},
		"small letters":    {strings.ToLower(good.Scan()), "không đọc được trọn vẹn"},
	} {
		w := as(clerk, http.MethodPost, page.Lookup, url.Values{"q": {c.scan}})
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(words(w.Body.String()), c.says) {
			t.Errorf("%s: %d %s", name, w.Code, words(w.Body.String()))
		}
		sound(t, name, w.Body.String())
		if strings.Contains(w.Body.String(), good.Secret[:8]) || strings.Contains(w.Body.String(), ready.Code) {
			t.Errorf("%s: the answer repeats the scan", name)
		}
	}
}

func swapped(secret string) string {
	if secret[0] == '0' {
		return "1" + secret[1:]
	}
	return "0" + secret[1:]
}

// TestReceiptWithoutKey: a server that has no key of receipts says so and proves nothing; a
// typed code works there.
func TestReceiptWithoutKey(t *testing.T) {
	ready := state(t, settled(t))
	secret := site.Secret
	t.Cleanup(func() { site.Secret = secret })
	scan := scanOf(t, ready).Scan()
	site.Secret = nil
	w := as(clerk, http.MethodPost, page.Lookup, url.Values{"q": {scan}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(words(w.Body.String()), "chưa có khóa") {
		t.Errorf("%d %s", w.Code, words(w.Body.String()))
	}
	if to := post(t, clerk, page.Lookup, http.StatusSeeOther, url.Values{"q": {ready.Code}}).Header().Get("Location"); to != page.ReturnURL(ready.Code) {
		t.Errorf("the code leads to %s", to)
	}
}

// TestReceiptScanIsKept: a refused hand-over comes back with the scan that was made.
func TestReceiptScanIsKept(t *testing.T) {
	ready := state(t, settled(t))
	to := post(t, clerk, page.Lookup, http.StatusSeeOther, url.Values{"q": {scanOf(t, ready).Scan()}}).Header().Get("Location")
	form := url.Values{page.KeyField: {page.NewKey()}, receiptField: {value(get(t, clerk, to), receiptField)}, "cach": {"post"}, "doi-chieu": {"receipt"}, "nguoi-nhan": {"applicant"}}
	w := as(clerk, http.MethodPost, page.ReturnURL(ready.Code), form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(words(w.Body.String()), "đã quét đúng giấy hẹn") {
		t.Errorf("%d %s", w.Code, words(w.Body.String()))
	}
	form.Set("cach", "counter")
	post(t, clerk, page.ReturnURL(ready.Code), http.StatusSeeOther, form)
	if s := state(t, ready.Code); s.CollectedBy != "receipt" {
		t.Errorf("collected by %q", s.CollectedBy)
	}
}
