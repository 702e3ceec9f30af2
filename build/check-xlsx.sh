#!/usr/bin/env bash
# Does another program read the same figures from the workbook? LibreOffice exports each sheet
# as it shows it; checkxlsx compares every cell with report.json.
# With a folder: checks the report in it. Without: makes the example ward and its report first.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v soffice >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y libreoffice-calc >/dev/null; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dir=${1:-}
if [ -z "$dir" ]; then
  dir=$work/out
  go run ./cmd/motcua demo --data "$work/data" --seed 1
  go run ./cmd/motcua report cchc-2021-2025 --data "$work/data" --as-of 2025-03-31 --out "$dir"
fi
# 44,34,76: comma, double quote, UTF-8; "true" in ninth place: cells as shown; -1: every sheet.
cp "$dir"/*.xlsx "$work/report.xlsx"
soffice --headless "-env:UserInstallation=file://$work/profile" \
  --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1' \
  --outdir "$work/csv" "$work/report.xlsx" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
go run ./build/checkxlsx "$dir/report.json" "$work/csv"
