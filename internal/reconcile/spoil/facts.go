package spoil

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// facts are what a ward did, all consistent.
type facts struct {
	rng     *rand.Rand
	kind    string // phường, xã
	ward    string
	parent  string
	years   []int
	partial bool // the last year is not over
	month   int  // of the report, the year after the last or the last itself
	fields  []string
	posts   []post
	n       map[string]int64  // by name and year: "received.2023"
	printed map[string]string // what was planted, by name or by name and place
	used    map[string]bool   // figures written, by name and place, while that is asked
	style   style
}

type post struct {
	name    string
	count   int64
	elected bool
}

// style is how a report is written.
type style struct {
	dots      bool // 4.481, not 4481
	zero      bool // 04 hồ sơ
	decimals  int
	includes  bool // cases received include those carried over
	phrase    int
	table     bool // years in a table of the body
	fields    bool
	services  bool
	digitized bool
	twoLast   bool // two columns for the last year in appendix I
	levels    int  // of headings
}

var wardNames = []string{"Đông Lương", "Tân Thới Nhất", "Hòa Xuân", "Minh Khai", "An Bình", "Lê Lợi", "Quảng Phú", "Nam Sơn", "Vĩnh Thạnh", "Cẩm Thượng", "Ea Tam", "Long Châu"}
var provinces = []string{"Quảng Ninh", "Đắk Lắk", "Nghệ An", "Vĩnh Long", "Thanh Hóa", "Lâm Đồng", "Bắc Ninh", "An Giang"}
var fieldNames = []string{"Chứng thực", "Hộ tịch", "Bảo trợ xã hội", "Người có công", "Đất đai", "Thi đua khen thưởng", "Giáo dục đào tạo", "Phòng, chống tệ nạn xã hội"}

func newFacts(rng *rand.Rand) *facts {
	f := &facts{rng: rng, n: map[string]int64{}, printed: map[string]string{}}
	f.kind = []string{"Phường", "Xã"}[rng.IntN(2)]
	f.ward = wardNames[rng.IntN(len(wardNames))]
	f.parent = provinces[rng.IntN(len(provinces))]
	last := 2022 + rng.IntN(5)
	for y := last - 1 - rng.IntN(4); y <= last; y++ {
		f.years = append(f.years, y)
	}
	f.partial = rng.IntN(3) == 0
	f.month = 1 + rng.IntN(2)
	if f.partial {
		f.month = 4
	}
	f.style = style{dots: rng.IntN(4) > 0, zero: rng.IntN(2) == 0, decimals: 1 + rng.IntN(2), includes: rng.IntN(3) > 0, phrase: rng.IntN(3), table: rng.IntN(3) == 0,
		fields: rng.IntN(3) > 0, services: rng.IntN(4) > 0, digitized: rng.IntN(3) > 0, twoLast: rng.IntN(4) == 0, levels: 1 + rng.IntN(2)}
	f.fields = fieldNames[:3+rng.IntN(len(fieldNames)-2)]
	for _, y := range f.years {
		f.year(y)
	}
	f.totals()
	f.staff()
	return f
}

func id(name string, y int) string { return name + "." + strconv.Itoa(y) }

// between draws a number of lo..hi.
func (f *facts) between(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	return lo + f.rng.Int64N(hi-lo+1)
}

func (f *facts) set(name string, y int, n int64) { f.n[id(name, y)] = n }
func (f *facts) get(name string, y int) int64    { return f.n[id(name, y)] }

// year draws one year: what came in, what was settled of it, what stays open.
func (f *facts) year(y int) {
	carried := f.n[id("open", y-1)]
	scale := int64(1)
	if f.partial && y == f.last() {
		scale = 4
	}
	online, direct := f.between(400, 4000)/scale, f.between(150, 1500)/scale
	received := online + direct
	open := f.between(1, 19)
	settled := received + carried - open
	late := f.between(0, 3)
	if f.rng.IntN(2) == 0 {
		late = 0
	}
	early := settled*f.between(60, 92)/100 - late
	f.set("carried", y, carried)
	f.set("online", y, online)
	f.set("direct", y, direct)
	f.set("new", y, received)
	f.set("received", y, received)
	if f.style.includes {
		f.set("received", y, received+carried)
	}
	f.set("settled", y, settled)
	f.set("early", y, early)
	f.set("late", y, late)
	f.set("ontime", y, settled-early-late)
	f.set("kept", y, settled-late)
	f.set("open", y, open)
	f.spread("field", y, f.get("received", y), len(f.fields))
	f.services(y, online, direct)
	digital := received * f.between(55, 97) / 100
	f.set("components", y, digital)
	f.set("results", y, settled*f.between(50, 96)/100)
	f.duties(y)
}

func (f *facts) last() int { return f.years[len(f.years)-1] }

// spread draws parts of a whole, none of them nought.
func (f *facts) spread(name string, y int, whole int64, parts int) {
	left := whole
	for i := range parts {
		n := left
		if i < parts-1 {
			n = max(1, left*f.between(20, 60)/100)
		}
		f.set(fmt.Sprintf("%s%d", name, i), y, n)
		left -= n
	}
}

func (f *facts) services(y int, online, direct int64) {
	fullOnline := online * f.between(20, 70) / 100
	fullDirect := direct * f.between(10, 40) / 100
	f.set("full.online", y, fullOnline)
	f.set("full.total", y, fullOnline+fullDirect)
	if online == 2*fullOnline {
		online-- // two kinds that happen to be alike look copied
	}
	f.set("partial.online", y, online-fullOnline)
	f.set("partial.total", y, online-fullOnline+direct*f.between(10, 40)/100)
	eligible := f.between(40, 90)
	f.set("eligible", y, eligible)
	f.set("fullservices", y, eligible-f.between(1, 9))
	with := f.between(18, 38)
	f.set("with", y, with)
	f.set("withonline", y, with-f.between(1, 7))
}

func (f *facts) duties(y int) {
	party, admin := f.between(2, 9), f.between(12, 50)
	f.set("party", y, party)
	f.set("admin", y, admin)
	f.set("directives", y, party+admin)
	plan := f.between(20, 50)
	f.set("plan", y, plan)
	f.set("plandone", y, plan-f.between(1, 9))
	on, late, over := f.between(5, 30), f.between(0, 4), f.between(0, 2)
	f.set("taskson", y, on)
	f.set("taskslate", y, late)
	f.set("tasksover", y, over)
	f.set("tasks", y, on+late+over+f.between(0, 3))
	found := f.between(3, 9)
	f.set("found", y, found)
	f.set("fixed", y, found-f.between(1, 2))
	f.set("procedures", y, f.between(120, 160))
	allotted := f.between(18, 32)
	f.set("allotted", y, allotted)
	f.set("filled", y, allotted-f.between(0, 2))
	money := f.between(400, 2500) * 1_000_000
	f.set("money", y, money)
	f.set("spent", y, money*f.between(70, 98)/100)
	f.set("surveys", y, f.between(300, 900))
	f.set("documents", y, f.between(8500, 9990))
	f.set("penalties", y, f.between(3, 20))
	f.set("par", y, f.between(8000, 9700))
}

// totals adds the years up: flows over years, each case once.
func (f *facts) totals() {
	for _, name := range []string{"online", "direct", "new", "settled", "early", "ontime", "late", "kept", "full.online", "full.total", "partial.online", "partial.total", "components", "results", "directives", "penalties"} {
		var sum int64
		for _, y := range f.years {
			sum += f.get(name, y)
		}
		f.n[name+".total"] = sum
	}
	f.n["received.total"] = f.n["new.total"]
}

var postNames = []post{{"Bí thư Đảng ủy", 1, true}, {"Chủ tịch Ủy ban nhân dân", 1, true}, {"Phó Chủ tịch Ủy ban nhân dân", 2, true}, {"Chủ tịch Hội Nông dân", 1, true},
	{"Bí thư Đoàn Thanh niên", 1, true}, {"Văn phòng - Thống kê", 2, false}, {"Tư pháp - Hộ tịch", 2, false}, {"Tài chính - Kế toán", 2, false}, {"Văn hóa - Xã hội", 3, false}}

func (f *facts) staff() {
	for _, p := range postNames {
		p.count += f.between(0, 1)
		f.posts = append(f.posts, p)
		if p.elected {
			f.n["elected"] += p.count
		} else {
			f.n["civil"] += p.count
		}
	}
	f.n["staff"] = f.n["elected"] + f.n["civil"]
	f.n["before"] = f.between(5, 20)
	f.n["after"] = f.n["before"] - f.between(1, f.n["before"]/2)
	f.n["leaflets"] = f.between(500, 20_000)
}
