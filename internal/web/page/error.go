package page

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/motcua/motcua/internal/fault"
)

// statuses are the answers to the kinds of faults. What is no fault is internal.
var statuses = map[fault.Kind]int{
	fault.NotFound:    http.StatusNotFound,
	fault.Invalid:     http.StatusBadRequest,
	fault.Forbidden:   http.StatusForbidden,
	fault.Conflict:    http.StatusConflict,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Internal:    http.StatusInternalServerError,
}

// tooMany is the key of the fault of who asks too often.
const tooMany = "web.too_many"

// Status is the HTTP status of an error.
func Status(err error) int {
	var too *http.MaxBytesError
	if errors.As(err, &too) {
		return http.StatusRequestEntityTooLarge
	}
	if e, ok := fault.Of(err); ok {
		if e.Key == tooMany {
			return http.StatusTooManyRequests
		}
		return statuses[e.Kind]
	}
	return http.StatusInternalServerError
}

// Fail answers with the page of an error: what happened, what is safe, what to do, and a code
// to read over the phone.
func Fail(w http.ResponseWriter, r *http.Request, err error) error {
	return FailAs(w, r, Status(err), err)
}

// FailAs is Fail with a status that no fault has: a method that is not allowed.
func FailAs(w http.ResponseWriter, r *http.Request, status int, err error) error {
	switch status {
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "30")
	}
	for _, name := range []string{"Content-Disposition", "Content-Encoding", "ETag", "Last-Modified"} {
		w.Header().Del(name)
	}
	w.Header().Set("Cache-Control", "no-store")
	ctx := r.Context()
	if r.Header.Get("Accept") == "application/json" { // a script of ours, which shows the sentence where the reader is
		return failJSON(w, status, errorWords(r, status, err))
	}
	return Write(w, r, status, Frame{Title: T(ctx, "web.error.title")}, failure(errorWords(r, status, err)))
}

// failJSON answers {"error": what happened, "code": what to read over the phone}.
func failJSON(w http.ResponseWriter, status int, s said) error {
	b, err := json.Marshal(map[string]string{"error": s.what, "code": s.id})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(append(b, '\n'))
	return err
}

// said is the text of an error page.
type said struct{ what, safe, do, id string }

func errorWords(r *http.Request, status int, err error) said {
	ctx := r.Context()
	s := said{safe: T(ctx, "web.error.safe"), id: VisitID(ctx)}
	if status >= http.StatusInternalServerError && r.Method == http.MethodPost {
		s.safe = T(ctx, "web.error.unsure") // it may have failed after the act was on disk
	}
	if w := of(ctx); w.site != nil {
		s.what = w.site.Words.Error(w.lang, err)
	}
	if status == http.StatusRequestEntityTooLarge {
		s.what = T(ctx, "web.body_too_large")
	}
	switch {
	case status >= 500 && status != http.StatusServiceUnavailable:
		s.do = T(ctx, "web.error.do.internal")
	case status == http.StatusServiceUnavailable:
		s.do = T(ctx, "web.error.do.unavailable")
	default:
		s.do = T(ctx, "web.error.do.asked")
	}
	return s
}
