package counter

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/web/page"
)

// TestIntakeDrawsTheProcess: the steps with who and how long, and pieces of the line that lie
// one behind the other and reach its end (one-stop-rules §2.10: the hours add up to the period).
func TestIntakeDrawsTheProcess(t *testing.T) {
	body := get(t, clerk, begun(t, clerk, marriage))
	hasWords(t, body, "Quy trình: 6 bước", "công chức Bộ phận Một cửa ·", "Giờ từng bước là việc trong cơ quan")
	i := strings.Index(body, `class="counter-steps"`)
	line := body[i : i+strings.Index(body[i:], "</summary>")]
	at, pieces := "0", regexp.MustCompile(`x="(\d+)" y="0" width="(\d+)"`).FindAllStringSubmatch(line, -1)
	for _, m := range pieces {
		if m[1] != at {
			t.Errorf("a piece begins at %s, the one before ends at %s", m[1], at)
		}
		at = strconv.Itoa(whole(m[1]) + whole(m[2]))
	}
	if len(pieces) != 6 || at != "1000" {
		t.Errorf("%d pieces that end at %s", len(pieces), at)
	}
}

// TestChargeAtOnce: the sums stand there with their rules and exemptions as soon as the
// procedure is chosen, and in the list of procedures with the date of now.
func TestChargeAtOnce(t *testing.T) {
	body := get(t, clerk, begun(t, clerk, "1.001193"))
	hasWords(t, body, "Lệ phí 0 đ", "Miễn lệ phí khi đăng ký đúng hạn 60 ngày", "Phí 8.000 đ/bản sao")
	body = get(t, clerk, begun(t, clerk, "2.000884"))
	hasWords(t, body, "10.000 đ/trường hợp", "Căn cứ: TT 226/2016/TT-BTC")
	body = get(t, clerk, page.Intake+"?tt="+url.QueryEscape("khai sinh"))
	hasWords(t, body, "Nhận bây giờ thì hẹn", "Phí: 8.000 đ/bản sao")
}

// TestRecent: what was taken in last is offered again, unless it has a number already.
func TestRecent(t *testing.T) {
	who := clerk2
	who.ID = "mc-03"
	const rare = "1.004746" // remarriage: nobody's first ten
	if strings.Contains(get(t, who, page.Intake), "Vừa nhận gần đây") {
		t.Fatal("somebody who has taken nothing in has something recent")
	}
	// The first ten are the clerk's own: else what was received once this year would be of them.
	for i, m := range regexp.MustCompile(`name="thu-tuc" value="([^"]+)" title`).FindAllStringSubmatch(get(t, who, page.Intake), -1) {
		post(t, who, numbersURL, http.StatusSeeOther, url.Values{"khoa": {page.NewKey()}, "thu-tuc": {m[1]}, "so": {numberKeys[i]}})
	}
	at := begun(t, who, rare)
	form := fields(get(t, who, at))
	somebody(form)
	form.Set("viec", "nhan")
	post(t, who, at, http.StatusSeeOther, form)
	for _, address := range []string{page.Intake, page.CounterHome} {
		body := get(t, who, address)
		if !strings.Contains(body, "Vừa nhận gần đây") || !strings.Contains(body, `value="`+rare+`"`) {
			t.Errorf("%s does not offer what was just taken in", address)
		}
	}
}
