#!/usr/bin/env bash
# Formatting, the templates' code, vet and staticcheck (pinned as a tool in go.mod), then the data files.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0

bad=$(gofmt -l cmd internal data build)
if [ -n "$bad" ]; then
  printf 'gofmt would change:\n%s\n' "$bad" >&2
  exit 1
fi
build/templ.sh -check
go vet ./...
go tool staticcheck ./...
mkdir -p bin
go build -o bin/motcua ./cmd/motcua
bin/motcua check
