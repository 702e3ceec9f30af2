// Command motcua is the whole program: it builds the example ward, counts, reports, opens
// the dossiers behind any figure, explains deadlines, and checks its data and its ledger.
//
// This package wires only: every command loads the data files, opens the store where it
// needs one, asks the rooms of the house, and prints. It decides nothing about dossiers.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

// version is set when a release is linked.
var version = ""

// Exit codes, told in the help.
const (
	exitDone        = 0
	exitRefused     = 1   // refused, or something wrong was found
	exitUsage       = 2   // the command line itself is wrong
	exitUnavailable = 3   // database, disk or folder cannot be used now
	exitInternal    = 4   // a fault of the program
	exitStopped     = 130 // interrupted
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process around it.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	words, problems := locale.Load(data.FS)
	lang := env("MOTCUA_LANG")
	if lang != "en" {
		lang = "vi"
	}
	if len(problems) > 0 {
		fmt.Fprintln(stderr, problems[0])
		return exitInternal
	}
	out := bufio.NewWriterSize(stdout, 1<<16)
	c := &call{ctx: ctx, env: env, out: out, err: stderr, words: words, lang: lang}
	err := c.dispatch(commands(), args)
	if e := out.Flush(); e != nil && err == nil {
		err = fault.Wrap(e, fault.Unavailable, "cli.stdout")
	}
	return c.finish(err)
}

// errFindings ends a command that has printed what it found wrong.
var errFindings = errors.New("findings printed")

// usage is an error of the command line.
type usage struct{ fault *fault.Error }

func (u usage) Error() string { return u.fault.Error() }
func (u usage) Unwrap() error { return u.fault }

func misused(key string, kv ...any) error { return usage{fault.New(fault.Invalid, key, kv...)} }

// finish prints one sentence for an error and says with which code to exit.
func (c *call) finish(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errFindings) {
		return exitRefused
	}
	if c.env("MOTCUA_DEBUG") != "" {
		fmt.Fprintln(c.err, "debug:", err)
	}
	if errors.Is(err, context.Canceled) && c.ctx.Err() != nil {
		fmt.Fprintln(c.err, c.say("cli.stopped"))
		return exitStopped
	}
	fmt.Fprintln(c.err, "motcua: "+c.words.Error(c.lang, err))
	var u usage
	e, known := fault.Of(err)
	switch {
	case errors.As(err, &u):
		return exitUsage
	case !known || e.Kind == fault.Internal:
		return exitInternal
	case e.Kind == fault.Unavailable:
		return exitUnavailable
	}
	return exitRefused
}
