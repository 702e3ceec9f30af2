package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSecondPerson: on the command line too one administrator alone gives no grave role: it is
// proposed. While the office has nobody else, who sits at the server confirms, for the first
// leader; as soon as somebody can, that is refused and a second person of the office must.
func TestSecondPerson(t *testing.T) {
	place := filepath.Join(t.TempDir(), "moi")
	s := serve(t, "--data", place, "--unit", "phuong-2")
	_, codes := firstCodes(t, s)
	proved := func(args ...string) result {
		t.Helper()
		code := codes[0]
		codes = codes[1:]
		args = append(append([]string{"account"}, args...), "--by", "quan", "--code", code, "--data", place, "--unit", "phuong-2")
		return motcuaWith(t, func(c *exec.Cmd) { c.Env = append(c.Env, "MOTCUA_PASSWORD="+"con trâu qua cầu gỗ lúc mưa") }, args...)
	}
	shell := func(args ...string) result {
		t.Helper()
		return motcua(t, append(append([]string{"account"}, args...), "--data", place, "--unit", "phuong-2")...)
	}
	if r := shell("waiting"); r.code != exitDone || !strings.Contains(r.out, "Không có đề nghị") {
		t.Errorf("%+v", r)
	}
	refused(t, proved("create", "linh", "--name", "Lê Văn Linh", "--role", "leader"), exitRefused, "căn cứ")
	r := proved("create", "linh", "--name", "Lê Văn Linh", "--role", "leader", "--basis", "12/QĐ-UBND", "--json", "--url", strings.TrimSuffix(s.address, "/"))
	var made given
	if err := json.Unmarshal([]byte(r.out), &made); err != nil || made.Waiting == nil || made.Waiting.Role != "leader" || made.Waiting.Why != "12/QĐ-UBND" || len(made.Waiting.Seconds) != 0 {
		t.Fatalf("%v %+v %s", err, made, r.err)
	}
	if list := shell("list"); strings.Contains(list.out, "leader") {
		t.Errorf("held before it was confirmed: %s", list.out)
	}
	refused(t, proved("confirm", made.Waiting.ID), exitRefused, "không tự xác nhận")
	refused(t, shell("confirm", "KHONGCO"), exitRefused, "không còn")
	if r := shell("confirm", made.Waiting.ID, "--json"); r.code != exitDone || !strings.Contains(r.out, `"second": "shell:`) {
		t.Fatalf("%+v", r)
	}
	if list := shell("list"); !strings.Contains(list.out, "leader") {
		t.Errorf("not held: %s", list.out)
	}

	resp, err := http.PostForm(made.URL, url.Values{"mat_khau": {"cây đa bến nước sân đình xưa"}}) // from now on the leader can
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if r = proved("grant", "linh", "inspector", "--basis", "13/QĐ-UBND"); r.code != exitDone || !strings.Contains(r.out, "motcua account confirm") {
		t.Fatalf("%+v", r)
	}
	r = proved("create", "mai", "--name", "Trần Thị Mai", "--role", "admin", "--basis", "14/QĐ-UBND", "--lang", "en")
	if r.code != exitDone || !strings.Contains(r.out, "two persons") {
		t.Fatalf("%+v", r)
	}
	var list []waiting
	if r = shell("waiting", "--json"); json.Unmarshal([]byte(r.out), &list) != nil || len(list) != 2 || len(list[0].Seconds) != 0 || len(list[1].Seconds) != 1 {
		t.Fatalf("%+v %+v", r, list)
	}
	refused(t, shell("confirm", list[1].ID), exitRefused, "người khác xác nhận được")
	refused(t, shell("decline", list[1].ID), exitRefused, "lý do")
	if r = shell("decline", list[1].ID, "--reason", "nhầm người"); r.code != exitDone || !strings.Contains(r.out, "vai admin cho mai") {
		t.Errorf("%+v", r)
	}
	s.stop(t)
}
