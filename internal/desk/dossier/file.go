package dossier

import (
	"regexp"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Kinds of the entries about files.
const (
	EventAttached    = "dossier.attached"
	EventDetached    = "dossier.detached"
	EventResultFiled = "dossier.result_filed"
)

// File names bytes in the store of files: what was sent, scanned or issued. The ledger keeps
// the digest, so that nobody can put other bytes in its place.
type File struct {
	Digest string `json:"h"`           // "sha256-" and 64 hex digits
	Type   string `json:"t"`           // media type, judged by the content: "application/pdf"
	Size   int64  `json:"z"`           // bytes
	Pages  int    `json:"p,omitempty"` // 0: not counted
	Name   string `json:"n,omitempty"` // as the sender called it; personal data may stand in it
}

// Attached is a file of one of the dossier's papers.
type Attached struct {
	File
	Paper int       `json:"c"`           // index in State.Components
	Scan  bool      `json:"s,omitempty"` // made by the office from the paper that was handed in
	Seq   int32     `json:"q"`           // entry that attached it
	At    time.Time `json:"a"`
}

type (
	// Attach adds files to one paper. Scan says that the office made them from the paper that
	// was handed in, faithful and complete (TT 01/2023/TT-VPCP Đ8): the paper is digitized by
	// it. Without Scan they came electronic.
	Attach struct {
		Paper int
		Files []File
		Scan  bool
	}
	// Detach takes a file that does not belong there from a paper. The bytes and the entry that
	// attached it stay.
	Detach struct {
		Paper  int
		Digest string
		Reason string
	}
	// FileResult keeps the result as a file: the electronic result, or the scan of the paper
	// one. Signed says that it bears the digital signature that makes it an electronic result.
	FileResult struct {
		File   File
		Scan   bool
		Signed bool
	}
)

func (Attach) command()     {}
func (Detach) command()     {}
func (FileResult) command() {}

type (
	attachedBody struct {
		mark
		Paper int    `json:"c"`
		Files []File `json:"fs"`
		Scan  bool   `json:"s,omitempty"`
	}
	detachedBody struct {
		mark
		Paper  int    `json:"c"`
		Digest string `json:"h"`
		Reason string `json:"r"`
	}
	resultFiledBody struct {
		mark
		File   File `json:"f"`
		Scan   bool `json:"s,omitempty"`
		Signed bool `json:"g,omitempty"`
	}
)

const (
	maxFiles = 300            // of one dossier
	maxSize  = int64(1) << 40 // bytes; what may be sent is limited far below, at the door
)

var (
	digestForm = regexp.MustCompile(`^sha256-[0-9a-f]{64}$`)
	mediaForm  = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]{1,100}$`)
)

func (f File) sound() bool {
	return digestForm.MatchString(f.Digest) && mediaForm.MatchString(f.Type) && f.Size > 0 && f.Size <= maxSize && f.Pages >= 0 && f.Pages <= 100_000
}

func checkFile(f File) error {
	if !f.sound() {
		return fault.New(fault.Invalid, "dossier.file_damaged")
	}
	return checkTexts(f.Name)
}

// attach: a paper that was only shown is not kept as a file, and one that is not there yet has
// none (TT 03/2025/TT-VPCP Đ5).
func (d *decider) attach(c Attach) (Event, error) {
	switch {
	case c.Paper < 0 || c.Paper >= len(d.s.Components):
		return Event{}, fault.New(fault.Invalid, "dossier.no_such_paper", "number", c.Paper+1, "papers", len(d.s.Components))
	case len(c.Files) == 0:
		return Event{}, fault.New(fault.Invalid, "dossier.no_file")
	case len(d.s.Files)+len(c.Files) > maxFiles:
		return Event{}, fault.New(fault.Invalid, "dossier.too_many_files", "most", maxFiles)
	}
	p := d.s.Components[c.Paper]
	if p.ShownOnly || p.Missing || c.Scan && p.Born {
		return Event{}, fault.New(fault.Conflict, "dossier.not_to_scan", "number", c.Paper+1)
	}
	for i, f := range c.Files {
		if err := checkFile(f); err != nil {
			return Event{}, err
		}
		again := func(o File) bool { return o.Digest == f.Digest }
		if slices.ContainsFunc(c.Files[:i], again) || d.s.fileOf(c.Paper, f.Digest) >= 0 {
			return Event{}, fault.New(fault.Conflict, "dossier.file_twice", "number", c.Paper+1)
		}
	}
	return event(EventAttached, attachedBody{d.mark(), c.Paper, c.Files, c.Scan})
}

// detach names the file and says why: it was another dossier's, or unreadable.
func (d *decider) detach(c Detach) (Event, error) {
	i := d.s.fileOf(c.Paper, c.Digest)
	switch {
	case i < 0:
		return Event{}, fault.New(fault.NotFound, "dossier.no_such_file")
	case c.Reason == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	}
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	e, err := event(EventDetached, detachedBody{d.mark(), c.Paper, c.Digest, c.Reason})
	e.Corrects = d.s.Files[i].Seq
	return e, err
}

// mayDetach: there is something to take away.
func (d *decider) mayDetach() error {
	if len(d.s.Files) == 0 {
		return fault.New(fault.Conflict, "dossier.no_files")
	}
	return nil
}

// mayAttach: the dossier has a paper that can have a file.
func (d *decider) mayAttach() error {
	if !slices.ContainsFunc(d.s.Components, func(c Component) bool { return !c.ShownOnly && !c.Missing }) {
		return fault.New(fault.Conflict, "dossier.no_paper_for_file")
	}
	return nil
}

// fileResult: the newest file stands for the result; the older ones stay in the ledger.
func (d *decider) fileResult(c FileResult) (Event, error) {
	if err := checkFile(c.File); err != nil {
		return Event{}, err
	}
	if f := d.s.ResultFile; f != nil && f.Digest == c.File.Digest {
		return Event{}, fault.New(fault.Conflict, "dossier.result_filed_already")
	}
	return event(EventResultFiled, resultFiledBody{d.mark(), c.File, c.Scan, c.Signed})
}

// fileOf is the index of a paper's file in Files; -1 when the paper does not have it.
func (s *State) fileOf(paper int, digest string) int {
	return slices.IndexFunc(s.Files, func(a Attached) bool { return a.Paper == paper && a.Digest == digest })
}

func applyAttached(n *State, e *ledger.Entry, at time.Time, b attachedBody) error {
	if b.Paper < 0 || b.Paper >= len(n.Components) || len(b.Files) == 0 || len(n.Files)+len(b.Files) > maxFiles {
		return errValue
	}
	files := slices.Clip(n.Files)
	for _, f := range b.Files {
		if !f.sound() {
			return errValue
		}
		files = append(files, Attached{File: f, Paper: b.Paper, Scan: b.Scan, Seq: e.Seq, At: at})
	}
	n.Files = files
	if b.Scan {
		n.scanned(b.Paper, true)
	}
	return nil
}

// applyDetached: a paper whose last scan is taken away is no longer digitized.
func applyDetached(n *State, _ *ledger.Entry, _ time.Time, b detachedBody) error {
	i := n.fileOf(b.Paper, b.Digest)
	if i < 0 || b.Paper >= len(n.Components) {
		return errValue
	}
	was := n.Files[i].Scan
	n.Files = slices.Delete(slices.Clone(n.Files), i, i+1)
	if was && !slices.ContainsFunc(n.Files, func(a Attached) bool { return a.Paper == b.Paper && a.Scan }) {
		n.scanned(b.Paper, false)
	}
	return nil
}

func (s *State) scanned(paper int, is bool) {
	cs := slices.Clone(s.Components)
	cs[paper].Digitized = is
	s.Components = cs
}

func applyResultFiled(n *State, _ *ledger.Entry, _ time.Time, b resultFiledBody) error {
	if !b.File.sound() {
		return errValue
	}
	f := b.File
	n.ResultFile = &f
	n.Result.Electronic = n.Result.Electronic || b.Signed
	return nil
}

func tellAttached(b attachedBody) (string, []any) {
	key := "attached"
	if b.Scan {
		key = "attached_scan"
	}
	return key, []any{"files", len(b.Files), "paper", b.Paper + 1}
}

func tellDetached(b detachedBody) (string, []any) {
	return "detached", []any{"paper", b.Paper + 1, "reason", b.Reason}
}

func tellResultFiled(b resultFiledBody) (string, []any) {
	switch {
	case b.Signed:
		return "result_filed_signed", nil
	case b.Scan:
		return "result_filed_scan", nil
	}
	return "result_filed", nil
}
