package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/locale"
)

// progress shows how far a long command is, on standard error, from its second second on:
// a bar on a terminal, a plain line every tenth elsewhere.
type progress struct {
	out    io.Writer
	tty    bool
	label  string
	start  time.Time
	last   time.Time
	tenths int
	drawn  bool
}

func (c *call) progress(label string) *progress {
	return &progress{out: c.err, tty: terminal(c.err), label: label, start: time.Now()}
}

// set tells that done of total are done. It is cheap to call often.
func (p *progress) set(done, total int64) {
	now := time.Now()
	if total <= 0 || now.Sub(p.start) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = now
	done = min(done, total)
	if p.tty {
		p.drawn = true
		const cells = 30
		full := int(cells * done / total)
		fmt.Fprintf(p.out, "\r%s [%s%s] %3d%%  %s/%s", p.label, strings.Repeat("█", full), strings.Repeat("·", cells-full),
			100*done/total, locale.Int(done), locale.Int(total))
		return
	}
	if t := int(10 * done / total); t > p.tenths {
		p.tenths = t
		fmt.Fprintf(p.out, "%s %d%%\n", p.label, 10*t)
	}
}

// end clears the bar.
func (p *progress) end() {
	if p.drawn {
		fmt.Fprintf(p.out, "\r%s\r", strings.Repeat(" ", 100))
	}
}
