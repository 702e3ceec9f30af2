#!/usr/bin/env bash
# Everything that `make bench` prints, as ratios of one run. The larger ward (BENCH_SCALE 76 is
# about a million dossiers) is built once into .data and reused.
set -euo pipefail
cd "$(dirname "$0")/.."
scale=${BENCH_SCALE:-76}

echo "machine: $(nproc) cores, $(go version | cut -d' ' -f3-4), $(uname -sr)"
echo
echo "== durable acts, against one row per commit and group commit of the same rows"
export CGO_ENABLED=0
given=${MOTCUA_TEST_PG:-}
MOTCUA_TEST_PG=$(build/postgres.sh start)
export MOTCUA_TEST_PG
trap '[ "$MOTCUA_TEST_PG" = "$given" ] || build/postgres.sh stop' EXIT
echo "\$ go test ./internal/store -run '^\$' -bench 'DurableActs|Disk' -benchtime 1x"
go test ./internal/store -run '^$' -bench 'DurableActs|Disk' -benchtime 1x

echo
echo "== building the wards"
for k in 1 "$scale"; do
  echo "\$ bin/motcua demo --data .data/bench-$k --scale $k"
  bin/motcua demo --data ".data/bench-$k" --scale "$k" --seed 1
done

echo
echo "== documents (ms a page), readers and rules of the contradiction check (1,000 pages)"
echo "\$ go test ./internal/report ./internal/reconcile ./internal/reconcile/source -run '^\$' -bench . -benchtime 3x"
go test ./internal/report ./internal/reconcile ./internal/reconcile/source -run '^$' -bench . -benchtime 3x

echo "== what must not grow with dossiers, and the pages"
echo "\$ go run ./build/bench --small .data/bench-1 --large .data/bench-$scale"
go run ./build/bench --small .data/bench-1 --large ".data/bench-$scale"
echo "\$ bin/motcua verify, bin/motcua rebuild (.data/bench-1)"
bin/motcua verify --data .data/bench-1 --json | grep -E '"(entries|seconds)"'
bin/motcua rebuild --data .data/bench-1 --json | grep -E '"(entries|seconds)"'
