#!/usr/bin/env bash
# All that CI runs. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 # as the program is built: one cache serves lint, build and tests
build/packages.sh

started=$(date +%s)
say() { printf '== %s (%ss)\n' "$*" "$(($(date +%s) - started))"; }

say "lint and data files"
build/lint.sh

say "PostgreSQL"
given=${MOTCUA_TEST_PG:-}
MOTCUA_TEST_PG=$(build/postgres.sh start)
export MOTCUA_TEST_PG
results=$(mktemp)
finish() {
  rm -f "$results"
  [ "$MOTCUA_TEST_PG" = "$given" ] || build/postgres.sh stop
}
trap finish EXIT

say "tests, the small packages with the race detector (fewer rounds: the whole comes after)"
status=0
CGO_ENABLED=1 go test -race -short -timeout 20m -json ./internal/{fault,datafile,locale,money,ledger,access,importtest}/... ./internal/catalog/calendar \
  ./internal/desk/... ./internal/duty/... ./internal/measure/rollup ./build/{bench,checkxlsx,tally} >>"$results" || status=$?
say "tests, all packages"
go test -timeout 40m -json ./... >>"$results" || status=$?
say "done"
go run ./build/tally <"$results"
exit "$status"
