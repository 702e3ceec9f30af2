#!/usr/bin/env bash
# A PostgreSQL for the tests.
#
#   build/postgres.sh          prints the address of one: $MOTCUA_TEST_PG if it answers, else a
#                              fresh one of our own, on loopback, in a temporary folder
#   build/postgres.sh stop     stops and removes the one that $MOTCUA_TEST_PG (or a second
#                              argument) points to, if it is one of our own
#
# Syncs stay on: the tests measure and kill what really writes. Nothing but the address goes
# to standard output.
set -euo pipefail

say() { echo "build/postgres.sh: $*" >&2; }
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

binaries() {
  local dir
  dir=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
  if [ -z "$dir" ] && command -v postgres >/dev/null 2>&1; then
    dir=$(dirname "$(command -v postgres)")
  fi
  echo "$dir"
}

bin=$(binaries)
if [ -z "$bin" ]; then
  if [ "$(id -u)" != 0 ]; then
    say "no PostgreSQL here: install Debian's postgresql, or set MOTCUA_TEST_PG to the address of one"
    exit 1
  fi
  say "installing Debian's postgresql"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null >&2
  apt-get install -y -qq --no-install-recommends postgresql </dev/null >&2
  bin=$(binaries)
fi

stop() {
  local address=${1:-${MOTCUA_TEST_PG:-}} data
  [ -n "$address" ] || return 0
  data=$("$bin/psql" "$address" -Atc 'SHOW data_directory' 2>/dev/null) || return 0
  case "$data" in
    */motcua-postgres.*/data) ;;
    *) return 0 ;; # somebody else's: not ours to stop
  esac
  as_postgres "$bin/pg_ctl" -D "$data" -m immediate -s stop >&2 || true
  rm -rf "${data%/data}"
}

start() {
  if [ -n "${MOTCUA_TEST_PG:-}" ]; then
    if "$bin/psql" "$MOTCUA_TEST_PG" -Atc 'SELECT 1' >/dev/null 2>&1; then
      echo "$MOTCUA_TEST_PG"
      return
    fi
    say "MOTCUA_TEST_PG does not answer; starting one of our own"
  fi
  local dir password port
  dir=$(mktemp -d "${TMPDIR:-/tmp}/motcua-postgres.XXXXXXXX")
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$dir/password"
  if [ "$(id -u)" = 0 ]; then chown -R postgres: "$dir"; fi
  chmod 711 "$dir"
  as_postgres "$bin/initdb" -D "$dir/data" -U motcua -A scram-sha-256 --pwfile "$dir/password" -E UTF8 --locale C >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; exit 1; }
  rm "$dir/password"
  # A port may be taken between the look and the start, so another is tried.
  for _ in 1 2 3 4 5; do
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    if as_postgres "$bin/pg_ctl" -D "$dir/data" -s -w -t 30 -l "$dir/log" start \
      -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=on -c max_connections=200 -c shared_buffers=128MB -c max_wal_size=2GB" >&2; then
      echo "postgres://motcua:$password@127.0.0.1:$port/postgres?sslmode=disable"
      return
    fi
  done
  cat "$dir/log" >&2
  say "could not start PostgreSQL in $dir"
  exit 1
}

case "${1:-start}" in
  start) start ;;
  stop) stop "${2:-}" ;;
  *) say "usage: build/postgres.sh [start | stop [ADDRESS]]"; exit 2 ;;
esac
