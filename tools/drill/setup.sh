#!/usr/bin/env bash
# What the long forms of the tests need of a Debian machine, for `make drill`. Elsewhere it names what is missing;
# the tests concerned say so and are skipped.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive

# program            package                      why
needed=(
  soffice            libreoffice-writer-nogui     # Word files keep headings and tables in another program
  javac              openjdk-17-jdk-headless      # Elasticsearch, and the validator of PDF/UA
  mvn                maven                        # fetches both
  initdb             postgresql                   # residue on a server
  pdftotext          poppler-utils                # looks at PDF files
)

is_there() {
  command -v "$1" >/dev/null || { [ "$1" = initdb ] && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
}

missing=()
for ((at = 0; at < ${#needed[@]}; at += 2)); do
  is_there "${needed[at]}" || missing+=("${needed[at + 1]}")
done
((${#missing[@]})) || exit 0

if ! command -v apt-get >/dev/null || { [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; }; then
  printf 'Missing here, please install: %s\n' "${missing[*]}" >&2
  exit 0
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
as_root apt-get update -q
as_root apt-get install -y -q --no-install-recommends "${missing[@]}"
