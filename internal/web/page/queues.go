package page

import (
	"net/url"
	"strconv"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// Queue names a queue of dossiers in work and says whose it is. Its words are
// "work.queue.<id>".
type Queue struct {
	ID    string // stands in its address
	Roles []access.Role
}

// queues are all queues, in the order in which they are offered (Alt+1 the first).
var queues = []Queue{
	{"cho-tiep-nhan", []access.Role{access.Clerk}},
	{"cho-tra", []access.Role{access.Clerk}},
	{"cho-thu-ly", []access.Role{access.Specialist}},
	{"cua-toi", []access.Role{access.Clerk, access.Specialist, access.Leader}},
	{"cho-bo-sung", []access.Role{access.Clerk}},
	{"cho-nguoi-khac", []access.Role{access.Specialist}},
	{"cho-lanh-dao", []access.Role{access.Specialist}},
	{"tat-ca", []access.Role{access.Leader, access.Clerk, access.Specialist}},
}

// QueuesOf are the queues of a person, in their order.
func QueuesOf(p *access.Person) []Queue {
	var out []Queue
	for _, q := range queues {
		if p.Has(q.Roles...) {
			out = append(out, q)
		}
	}
	return out
}

// InQueue is a place in a queue that a dossier was opened from: with it the page of the
// dossier leads to the ones before and after. It holds nothing of a person.
type InQueue struct {
	ID        string
	View      string // of a saved view; empty: the queue as it is
	Bucket    int
	Procedure string
	Field     string // lĩnh vực as published
	Holder    string // id of an officer; "-" nobody
	Sort      string
	At        int // place in the whole queue, from 1
}

func (q InQueue) query() url.Values {
	v := url.Values{}
	put := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	put("xem", q.View)
	put("han", strconv.Itoa(q.Bucket))
	put("tt", q.Procedure)
	put("lv", q.Field)
	put("giu", q.Holder)
	put("sap", q.Sort)
	return v
}

// URL is the queue with its filters, on the page where the place is.
func (q InQueue) URL() string {
	v := q.query()
	if n := (q.At + PageRows - 1) / PageRows; n > 1 {
		v.Set("trang", strconv.Itoa(n))
	}
	u := Queues + "/" + url.PathEscape(q.ID)
	if len(v) > 0 {
		u += "?" + v.Encode()
	}
	return u
}

// Context is the place as the address of a dossier carries it (parameter "hd").
func (q InQueue) Context() string {
	v := q.query()
	v.Set("h", q.ID)
	v.Set("n", strconv.Itoa(q.At))
	return v.Encode()
}

// Open is the address of a dossier at this place of the queue.
func (q InQueue) Open(s *dossier.State) string {
	return DossierURL(Known(s), nil) + "?" + url.Values{"hd": {q.Context()}}.Encode()
}

// ReadQueue reads the filters of a queue's address.
func ReadQueue(id string, v url.Values) InQueue {
	bucket, _ := strconv.Atoi(v.Get("han"))
	return InQueue{ID: id, View: v.Get("xem"), Bucket: bucket, Procedure: v.Get("tt"), Field: v.Get("lv"), Holder: v.Get("giu"), Sort: v.Get("sap")}
}

// ParseInQueue reads a Context; nil when it is none.
func ParseInQueue(text string) *InQueue {
	v, err := url.ParseQuery(text)
	if err != nil || v.Get("h") == "" {
		return nil
	}
	q := ReadQueue(v.Get("h"), v)
	if q.At, err = strconv.Atoi(v.Get("n")); err != nil || q.At < 1 || q.At > mostPages {
		return nil
	}
	return &q
}

// Known is what a dossier is called in addresses: its code, or before it has one its opaque id.
func Known(s *dossier.State) string {
	if s.Code != "" {
		return s.Code
	}
	return s.ID.String()
}
