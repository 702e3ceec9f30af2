#!/usr/bin/env bash
# Writes the Go code of the page templates (*.templ). With -check it changes nothing and fails
# when the committed code is not what the templates say.
set -euo pipefail
cd "$(dirname "$0")/.."
templ=(go run github.com/a-h/templ/cmd/templ@v0.3.977)
[ "${1:-}" = -check ] || exec "${templ[@]}" generate -path internal/web
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/internal"
cp go.mod "$copy/"
cp -r internal/web "$copy/internal/web"
"${templ[@]}" generate -path "$copy/internal/web" >/dev/null 2>&1
mkdir "$copy/committed"
cp -r internal/web "$copy/committed/web"
# A template's name inside its code depends on the folder templ was run for; nothing else may differ.
find "$copy" -name '*_templ.go' -exec sed -i 's/FileName: `[^`]*`/FileName: ``/' {} +
diff -rq "$copy/committed/web" "$copy/internal/web" || {
  echo 'the code of the templates is not that of the templates: run build/templ.sh and commit' >&2
  exit 1
}
