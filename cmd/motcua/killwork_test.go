package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
)

// clerkAtWork receives dossiers, saves their drafts and passes them on, or certifies copies,
// until the server dies, and remembers what was acknowledged, and what was sent without an
// answer.
type clerkAtWork struct {
	*browser
	id      string
	may     bool // certify: is a specialist too
	n       int
	unsent  func() error      // the same form again: what was under way when the server died
	codes   []string          // of dossiers whose receipt was acknowledged
	passed  map[string]int    // acknowledged hand-overs by code
	copied  map[string]string // acknowledged certifications: who asked, by code
	saved   map[string]string // last acknowledged text of a draft by its address
	fatally error             // a refusal: something is wrong with the test or the program
}

var applicants atomic.Int64

// work does one dossier; an error ends the round.
func (c *clerkAtWork) work() error {
	if c.unsent != nil {
		if err := c.unsent(); err != nil {
			return err
		}
		c.unsent = nil
	}
	if c.may && c.n%3 == 2 {
		return c.certify()
	}
	code, err := c.receive()
	if err == nil && code != "" {
		err = c.pass(code)
	}
	return err
}

// post sends a form until it is acknowledged by a redirect; while there is no answer the same
// form waits to be sent again.
func (c *clerkAtWork) post(path string, form url.Values, done func(to string)) error {
	try := func() error {
		got, err := c.send(path, form)
		if err != nil {
			return err
		}
		if got.code != http.StatusSeeOther {
			c.fatally = fmt.Errorf("%s: %d %s", path, got.code, strings.Join(strings.Fields(tagsOf.ReplaceAllString(got.body, " ")), " "))
			return c.fatally
		}
		done(got.location)
		return nil
	}
	err := try()
	if err != nil && c.fatally == nil {
		c.unsent = try
	}
	return err
}

var tagsOf = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>`)

var codeAt = regexp.MustCompile(`/ho-so/([^/?]+)`)

func (c *clerkAtWork) receive() (code string, err error) {
	c.n++
	draft := ""
	if err := c.post("/tiep-nhan", url.Values{"khoa": {newKey()}, "thu-tuc": {"1.000894"}}, func(to string) { draft = to }); err != nil || draft == "" {
		return "", err
	}
	got, err := c.send(draft, nil)
	if err != nil {
		return "", err
	}
	form, ok := formOf(got.body, `id="nhan"`)
	if !ok {
		c.fatally = fmt.Errorf("%s has no form: %d", draft, got.code)
		return "", c.fatally
	}
	n := applicants.Add(1)
	form.Set("ten", fmt.Sprintf("Nguyễn Thị Giữ %s %d", c.id, c.n))
	form.Set("so", fmt.Sprintf("0451%08d", n))
	form.Set("sinh", "05/03/1990")
	form.Set("dia-chi", "Khu phố 2, Phường 2")
	form.Set("dt", "0905 000 017")
	if err := c.save(draft, form); err != nil {
		return "", err
	}
	form.Set("viec", "nhan")
	err = c.post(draft, form, func(to string) {
		if m := codeAt.FindStringSubmatch(to); m != nil {
			code = m[1]
			c.codes = append(c.codes, code)
			delete(c.saved, draft) // it is a dossier now
		} else {
			c.fatally = fmt.Errorf("received, and led to %s", to)
		}
	})
	return code, err
}

var revOf = regexp.MustCompile(`"rev":(\d+)`)

// save keeps the draft as the page does by itself.
func (c *clerkAtWork) save(draft string, form url.Values) error {
	got, err := c.send(draft+"/luu", form)
	if err != nil {
		return err
	}
	m := revOf.FindStringSubmatch(got.body)
	if got.code != http.StatusOK || m == nil {
		c.fatally = fmt.Errorf("%s: %d %s", draft, got.code, got.body)
		return c.fatally
	}
	form.Set("rev", m[1])
	c.saved[draft] = form.Get("ten")
	return nil
}

func (c *clerkAtWork) pass(code string) error {
	path := "/ho-so/" + code + "/viec/transfer"
	got, err := c.send(path, nil)
	if err != nil {
		return err
	}
	form, ok := formOf(got.body, `name="cho"`)
	if !ok {
		c.fatally = fmt.Errorf("%s has no form: %d", path, got.code)
		return c.fatally
	}
	form.Set("cho", "cm-02")
	return c.post(path, form, func(string) { c.passed[code]++ })
}

// certify does a copy on the express path: received, numbered in the book of the year and
// handed over in one act.
func (c *clerkAtWork) certify() error {
	c.n++
	got, err := c.send("/chung-thuc", nil)
	if err != nil {
		return err
	}
	form, ok := formOf(got.body, `id="chung-thuc"`)
	if !ok {
		c.fatally = fmt.Errorf("the express path has no form: %d", got.code)
		return c.fatally
	}
	name := fmt.Sprintf("Nguyễn Thị Chứng %s %d", c.id, c.n)
	form.Set("ten", name)
	form.Set("bs-0-giay", "Bằng tốt nghiệp")
	form.Set("bs-0-trang", "2")
	form.Set("bs-0-ban", "3")
	form.Set("viec", "chung-thuc")
	return c.post("/chung-thuc", form, func(to string) {
		if _, code, ok := strings.Cut(to, "?xong="); ok {
			c.copied[code] = name
		} else {
			c.fatally = fmt.Errorf("certified, and led to %s", to)
		}
	})
}

func newKey() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var b [26]byte
	for i := range b {
		b[i] = letters[rand.IntN(len(letters))]
	}
	return string(b[:])
}
