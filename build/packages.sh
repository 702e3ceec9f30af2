#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are not there yet. The program
# itself needs none of them: PostgreSQL is the second database of the test suite, LibreOffice
# and pdftotext read back the documents that the program writes, chromium and node walk through
# its pages, zbarimg reads the printed codes, gcc serves the race detector.
set -euo pipefail

declare -A package=(
  [gcc]=gcc
  [soffice]=libreoffice-calc
  [pdftotext]=poppler-utils
  [chromium]=chromium
  [node]=nodejs
  [npm]=npm
  [zbarimg]=zbar-tools
)
need=()
for tool in "${!package[@]}"; do
  command -v "$tool" >/dev/null 2>&1 || need+=("${package[$tool]}")
done
if command -v gcc >/dev/null 2>&1 && ! echo '#include <stdlib.h>' | gcc -E - >/dev/null 2>&1; then
  need+=(libc6-dev)
fi
# The writer of LibreOffice, and the twin of Times New Roman that it sets the documents in.
[ -e /usr/lib/libreoffice/program/libswlo.so ] || need+=(libreoffice-writer)
[ -e /usr/share/fonts/truetype/croscore/Tinos-Regular.ttf ] || need+=(fonts-croscore)
if ! command -v postgres >/dev/null 2>&1 && ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then
  need+=(postgresql)
fi
[ "${#need[@]}" -gt 0 ] || exit 0

sudo=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "build/packages.sh: missing ${need[*]}; install them, or run this as root" >&2
    exit 1
  fi
  sudo=(sudo -n)
fi
echo "installing: ${need[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get update -qq </dev/null >&2
"${sudo[@]}" apt-get install -y -qq --no-install-recommends "${need[@]}" </dev/null >&2
