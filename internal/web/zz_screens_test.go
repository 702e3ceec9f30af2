package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

type fixed struct{ site *page.Site }

func (f fixed) Session(_ context.Context, token string) (*access.Session, error) {
	ids := map[string]access.Person{"clerk": {ID: "mc-01", Name: "Lê Thị Mẫu", Roles: []access.Role{access.Clerk}}, "specialist": {ID: "cm-02", Name: "Trần Văn Giả", Roles: []access.Role{access.Specialist}},
		"leader": {ID: "ld-01", Name: "Hồ Thị Ví Dụ", Roles: []access.Role{access.Leader}}, "reporter": {ID: "cc-01", Name: "Đỗ Văn Thử", Roles: []access.Role{access.Reporter}}}
	p := ids[token]
	p.Unit = f.site.Unit.Code
	now := f.site.Now()
	return &access.Session{ID: token, Person: p, Started: now, Seen: now, Strong: now}, nil
}

func TestZZScreens(t *testing.T) {
	if os.Getenv("SCREENS") == "" {
		return
	}
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	var s *Server
	s, _ = start(t, func(p *page.Site) {
		p.Now = func() time.Time { return now }
		p.Notes, p.Watcher = filled, filled
		p.Desk = desk.New(p.Catalog, filled)
		p.Sessions = fixed{p}
	})
	ctx := context.Background()
	days := []string{"2026-11-09", "2026-11-16", "2026-11-18", "2026-11-20", "2026-11-23"}
	procs := []string{"1.000894", "2.000815", "1.001193", "1.004884", "1.000110"}
	names := []string{"Nguyễn Thị Kiểm Tra", "Trần Văn Thử Nghiệm", "Lê Hoàng Mẫu", "Phạm Thị Ví Dụ", "Võ Đình Giả Định"}
	n := 0
	give := func(id dossier.ID, who, role string, c dossier.Command, at time.Time, proc string) desk.Answer {
		n++
		a, err := s.site.Desk.Do(ctx, desk.Order{Unit: s.site.Unit.Code, Dossier: id, Key: fmt.Sprint("zz", n), Actor: access.Actor{ID: who, Role: access.Role(role)}, Happened: at, Command: c, Procedure: proc})
		if err != nil {
			fmt.Println(proc, err)
		}
		return a
	}
	for i := range 130 {
		d := days[i%len(days)]
		var y, m, dd int
		fmt.Sscanf(d, "%d-%d-%d", &y, &m, &dd)
		at := time.Date(y, time.Month(m), dd, 1, i%50, 0, 0, time.UTC)
		id, _ := desk.IDFor(at, fmt.Sprint("k", i))
		a := give(id, "mc-01", "clerk", dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Kind: 1, Name: names[i%5], Number: fmt.Sprintf("0450900%05d", i), Phone: "0905000017", Address: "Khu phố 2, Phường 2"},
			Components: []dossier.Component{{Name: "Tờ khai theo mẫu", Copies: 1}, {Name: "Giấy xác nhận tình trạng hôn nhân", Copies: 1}}}, at, procs[i%len(procs)])
		if a.ID == 0 {
			continue
		}
		if i%4 == 0 {
			continue
		}
		give(id, "mc-01", "clerk", dossier.Transfer{To: "cm-02"}, at.Add(10*time.Minute), "")
		if i%4 == 1 {
			continue
		}
		give(id, "cm-02", "specialist", dossier.Accept{Holder: "cm-02"}, at.Add(20*time.Minute), "")
		switch i % 8 {
		case 2:
			give(id, "cm-02", "specialist", dossier.AskSupplement{Missing: []string{"Giấy xác nhận: bản còn giá trị"}, Reason: "hết hạn"}, at.Add(30*time.Minute), "")
			fmt.Println("asked", a.Code)
		case 3:
			give(id, "cm-02", "specialist", dossier.Propose{Proposal: dossier.Proposal{What: "settle", To: "ld-01", Text: "Cấp giấy", Paper: true}}, at.Add(30*time.Minute), "")
			fmt.Println("proposed", a.Code)
		case 6:
			give(id, "ld-01", "leader", dossier.Settle{Result: dossier.Result{Number: fmt.Sprint(i, "/2026"), Paper: true}}, at.Add(40*time.Minute), "")
		case 7:
			fmt.Println("work", a.Code)
		}
	}
	for i, role := range []string{"clerk", "specialist", "leader", "reporter"} {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 8260+i))
		if err != nil {
			t.Fatal(err)
		}
		go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Set("Cookie", page.SessionCookie+"="+role)
			s.ServeHTTP(w, r)
		}))
	}
	fmt.Println("ready")
	for {
		if _, err := os.Stat("/tmp/gw/stop"); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}
