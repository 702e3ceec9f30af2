package access

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238's default, the only one every authenticator app knows
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// TOTP is an authenticator app: a shared secret and the last step whose code was used.
type TOTP struct {
	Sealed string    `json:"sealed,omitempty"`
	Secret string    `json:"secret,omitempty"` // base 32, in clear: of an earlier version, until Reseal
	Step   int64     `json:"step"`             // no code of this step or an earlier one works again
	At     time.Time `json:"at"`
}

const (
	totpStep   = 30 * time.Second
	totpSlack  = 1 // steps that a clock may be off, both ways
	totpDigits = 6
	totpBytes  = 20
)

// totpCode is RFC 6238 with HMAC-SHA-1, 6 digits, 30 s.
func totpCode(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	h := mac.Sum(nil)
	at := h[len(h)-1] & 15
	n := binary.BigEndian.Uint32(h[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}

// match is the step whose code this is, within the slack around an instant.
func match(secret []byte, code string, now time.Time) (step int64, ok bool) {
	middle := now.Unix() / int64(totpStep/time.Second)
	for s := middle - totpSlack; s <= middle+totpSlack; s++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, s)), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// use takes a code once: one that was used, or an older one, is refused as a replay.
func (t *TOTP) use(secret []byte, code string, now time.Time) error {
	step, ok := match(secret, digits(code), now)
	switch {
	case !ok:
		return fault.New(fault.Invalid, "access.code_wrong")
	case step <= t.Step:
		return fault.New(fault.Invalid, "access.code_used")
	}
	t.Step = step
	return nil
}

// digits are the digits of what was typed: "123 456" is a code.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' || r == '\u00a0' {
			return -1
		}
		return r
	}, s)
}

// newSecret is a fresh secret of an authenticator.
func (o *Office) newSecret() (string, error) {
	var b [totpBytes]byte
	if _, err := io.ReadFull(o.random(), b[:]); err != nil {
		return "", fmt.Errorf("access: secret: %w", err)
	}
	return base32Plain.EncodeToString(b[:]), nil
}

// KeyURL is what an authenticator app reads from the picture: the secret, for whom and where.
func KeyURL(secret, login, where string) string {
	q := url.Values{"secret": {secret}, "issuer": {where}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(totpDigits)},
		"period": {fmt.Sprint(int(totpStep / time.Second))}}
	return "otpauth://totp/" + url.PathEscape(where) + ":" + url.PathEscape(login) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// KeyText is a secret as it is typed by hand: groups of four.
func KeyText(secret string) string { return grouped(secret) }

func grouped(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
