# motcua: `make run` builds the example ward with its report and serves its pages, `make test` runs all that CI runs.
SHELL      := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run

BIN        := bin/motcua
DATA       ?= .data/phuong-2
OUT        ?= out
SEED       ?= 1
AS_OF      ?= 2025-03-31
LISTEN     ?= 127.0.0.1:8140
FUZZTIME   ?= 10s
KILLS      ?= 200
BENCH_SCALE ?= 76
VERSION    ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

export GOFLAGS := -trimpath

.PHONY: run build test e2e kill lint bench fuzz clean

run: build ## the example ward, its report, the contradictions of the printed one, and the pages, until Ctrl+C
	@$(BIN) demo --data $(DATA) --seed $(SEED)
	@$(BIN) report cchc-2021-2025 --data $(DATA) --as-of $(AS_OF) --out $(OUT)
	@printf '\n'; $(BIN) reconcile data/demo/phuong-2/seed-report.json --brief --out $(OUT) || [ $$? -eq 1 ]
	@printf '\n'; $(BIN) serve --data $(DATA) --listen $(LISTEN)

build: ## one static binary
	@mkdir -p bin
	@CGO_ENABLED=0 go build -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN) ./cmd/motcua

test: ## everything CI needs; installs missing Debian packages and starts its own PostgreSQL
	@build/test.sh

e2e: ## the journeys of a browser through the pages; pictures in out/screens
	@build/packages.sh
	@go test -count=1 -timeout 40m ./build/e2e

kill: ## the server killed at KILLS random instants under load, on both databases (about ten minutes)
	@MOTCUA_KILLS=$(KILLS) CGO_ENABLED=0 go test -count=1 -timeout 40m -v -run 'TestKilled|TestPostgres' ./cmd/motcua

lint: ## formatting, vet, staticcheck, data files
	@build/lint.sh

bench: build ## ratios of one run; BENCH_SCALE=76 is about a million dossiers
	@BENCH_SCALE=$(BENCH_SCALE) build/bench.sh

fuzz: ## every fuzz target for FUZZTIME
	@FUZZTIME=$(FUZZTIME) build/fuzz.sh

clean:
	rm -rf bin out .data
