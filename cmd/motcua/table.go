package main

import (
	"strings"

	"github.com/motcua/motcua/internal/access"
)

// Options that several commands share.
var (
	optData    = option{name: "data", value: "dir", def: "motcua-data", env: "MOTCUA_DATA", pick: "dir"}
	optDB      = option{name: "db", value: "url", env: "MOTCUA_DB"}
	optOverlay = option{name: "overlay", value: "dir", env: "MOTCUA_OVERLAY", pick: "dir"}
	optUnit    = option{name: "unit", value: "unit", env: "MOTCUA_UNIT"}
	optKey     = option{name: "key-file", value: "file", env: "MOTCUA_KEY_FILE", pick: "file"}
	optJSON    = option{name: "json"}
	optCSV     = option{name: "csv"}
	optXLSX    = option{name: "xlsx", value: "file", pick: "file"}
	optDOCX    = option{name: "docx", value: "file", pick: "file"}
	optPDF     = option{name: "pdf", value: "file", pick: "file"}
	optPeriod  = option{name: "period", value: "period"}
	optLimit   = option{name: "limit", value: "number", def: "0"}
	optOffset  = option{name: "offset", value: "number", def: "0"}
	optSort    = option{name: "sort", value: "column", pick: "code|-code|received|-received|due|-due|ended|-ended"}
	optReveal  = option{name: "reveal"}
)

// stored are the options of commands that read or write the store.
func stored(more ...option) []option {
	return append([]option{optData, optDB, optOverlay, optUnit}, more...)
}

// drilled are the options of commands that list what a figure counts.
func drilled(more ...option) []option {
	return stored(append(more, optPeriod, option{name: "from", value: "date"}, option{name: "to", value: "date"},
		optLimit, optOffset, optSort, optCSV, optJSON, optXLSX)...)
}

// optURL is where the pages are reached, for links that are handed over.
var optURL = option{name: "url", value: "address", def: "http://127.0.0.1:8140"}

// proved are the options of commands that an administrator gives, and proves who they are.
func proved(more ...option) []option {
	return stored(append(more, optKey, option{name: "by", value: "login"}, option{name: "code", value: "text"}, option{name: "reason", value: "text"})...)
}

// roleNames are the roles of staff, for completion.
func roleNames() string {
	var names []string
	for _, r := range access.Staff {
		names = append(names, string(r))
	}
	return strings.Join(names, "|")
}

// commands is the whole table. Parents are linked once, here.
func commands() *command {
	root := &command{subs: []*command{
		{name: "demo", run: runDemo, options: stored(
			option{name: "seed", value: "number", def: "1"},
			option{name: "scale", value: "number", def: "1"}, optJSON)},
		{name: "report", args: []string{"ID"}, run: runReport, options: stored(
			option{name: "as-of", value: "date"},
			option{name: "out", value: "dir", def: "out", pick: "dir"},
			option{name: "format", value: "formats", def: formatNames(), pick: strings.ReplaceAll(formatNames(), ",", "|")}, optJSON),
			subs: []*command{
				{name: "list", run: runReportList, options: []option{optOverlay, optJSON}},
				{name: "ii06a", run: runFlowForm, options: stored(optPeriod, optJSON, optXLSX, optDOCX, optPDF)},
			}},
		{name: "drill", subs: []*command{
			{name: "indicator", args: []string{"ID"}, run: runDrillIndicator,
				options: drilled(option{name: "part", value: "text", def: "num", pick: "num|den|1.num|1.den|2.num|2.den"})},
			{name: "ii06a", args: []string{"COLUMN"}, run: runDrillFlow, options: drilled(option{name: "field", value: "text"})},
		}},
		{name: "indicator", subs: []*command{
			{name: "list", run: runIndicatorList, options: []option{optOverlay, optJSON}},
			{name: "show", args: []string{"ID"}, run: runIndicatorShow, options: stored(optPeriod, optJSON)},
		}},
		{name: "index", args: []string{"ID"}, run: runIndex, options: stored(optPeriod, optJSON)},
		{name: "procedure", subs: []*command{
			{name: "list", run: runProcedureList, options: []option{optOverlay,
				{name: "on", value: "date"}, {name: "field", value: "text"}, {name: "search", value: "text"}, optJSON}},
			{name: "show", args: []string{"CODE"}, run: runProcedureShow, options: []option{optOverlay,
				{name: "on", value: "date"}, optJSON}},
		}},
		{name: "dossier", subs: []*command{
			{name: "show", args: []string{"CODE"}, run: runDossierShow, options: stored(optReveal, optJSON)},
		}},
		{name: "register", subs: []*command{
			{name: "list", run: runRegisterList, options: stored(
				option{name: "kind", value: "text"}, option{name: "facet", value: "text"}, optPeriod, optJSON)},
			{name: "import", args: []string{"FILE"}, run: runRegisterImport, options: stored(optJSON)},
		}},
		{name: "reconcile", args: []string{"FILE"}, run: runReconcile, options: []option{optOverlay,
			optJSON, {name: "brief"}, optXLSX, {name: "annotate", value: "file", pick: "file"}, {name: "out", value: "dir", pick: "dir"}}},
		{name: "deadline", run: runDeadline, options: []option{optOverlay, optUnit,
			{name: "procedure", value: "code"}, {name: "limit", value: "limit"},
			{name: "cutoff", value: "time"}, {name: "at", value: "instant"}, optJSON}},
		{name: "serve", run: runServe, options: stored(
			option{name: "listen", value: "address", def: "127.0.0.1:8140", env: "MOTCUA_LISTEN"},
			option{name: "host", value: "hosts", env: "MOTCUA_HOST"}, option{name: "tls", value: "self", pick: "self"},
			option{name: "tls-cert", value: "file", pick: "file"}, option{name: "tls-key", value: "file", pick: "file"},
			option{name: "behind-proxy", value: "addresses"}, optKey, option{name: "read-only"})},
		{name: "account", subs: []*command{
			{name: "first", run: runAccountFirst, options: stored(optURL, optKey)},
			{name: "list", run: runAccountList, options: stored(optJSON, optKey)},
			{name: "create", args: []string{"LOGIN"}, run: runAccountCreate, options: proved(option{name: "name", value: "text"},
				option{name: "post", value: "text"}, option{name: "role", value: "role", pick: roleNames()}, option{name: "basis", value: "text"}, optJSON, optURL)},
			{name: "reset", args: []string{"LOGIN"}, run: runAccountReset, options: stored(option{name: "reason", value: "text"}, optURL, optKey)},
			{name: "disable", args: []string{"LOGIN"}, run: runAccountDisable, options: proved()},
			{name: "grant", args: []string{"LOGIN", "ROLE"}, run: runAccountGrant, options: proved(option{name: "to", value: "date"},
				option{name: "fields", value: "text"}, option{name: "basis", value: "text"}, optJSON)},
			{name: "waiting", run: runAccountWaiting, options: stored(optJSON, optKey)},
			{name: "confirm", args: []string{"ID"}, run: runAccountConfirm, options: proved(optJSON)},
			{name: "decline", args: []string{"ID"}, run: runAccountDecline, options: proved(optJSON)},
			{name: "end", args: []string{"LOGIN", "ROLE"}, run: runAccountEnd, options: proved()},
			{name: "rekey", run: runAccountRekey, options: stored(optKey, option{name: "forget"}, option{name: "lost"})},
		}},
		{name: "check", run: runCheck, options: []option{optOverlay, optJSON}},
		{name: "verify", run: runVerify, options: stored(optJSON)},
		{name: "rebuild", run: runRebuild, options: stored(optJSON)},
		{name: "migrate", run: runMigrate, options: []option{optData, optDB, optJSON}},
		{name: "completion", args: []string{"bash|zsh|fish"}, run: runCompletion},
		{name: "version", run: runVersion, options: []option{optJSON}},
		{name: "help", args: []string{"[COMMAND…]"}, run: helpCommand},
	}}
	link(root)
	return root
}

func link(m *command) {
	for _, s := range m.subs {
		s.parent = m
		link(s)
	}
}
