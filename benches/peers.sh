#!/usr/bin/env bash
# The same input through archreview and through its peers, in one run: user CPU seconds and peak memory of each.
#   benches/peers.sh contract PATH      archreview beside Redocly CLI on an OpenAPI document, or on all that a folder holds
#   benches/peers.sh migrations FOLDER  archreview beside squawk on a folder of migrations
# Peers are installed into a temporary folder by npm and pip. Times on shared machines mean nothing but their ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:?contract or migrations}
input=$(realpath "${2:?a file or a folder}")
tools=${TMPDIR:-/tmp}/archreview-peers
mkdir -p "$tools"
cargo build --release --quiet

measure() { # measure NAME COMMAND...: what a peer prints goes nowhere; findings make its exit code, which is no failure here
    local name=$1
    shift
    /usr/bin/time -f "$name: %U s user, %S s system, %M kB" "$@" >/dev/null 2>"$tools/time" || true
    tail -n 1 "$tools/time"
}

case $kind in
contract)
    [ -x "$tools/node_modules/.bin/redocly" ] || npm install --silent --prefix "$tools" @redocly/cli >/dev/null
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cp -r "$input" "$folder/"
    mapfile -t files < <(find "$input" -type f \( -name '*.json' -o -name '*.yaml' -o -name '*.yml' \) | sort)
    for _ in 1 2 3; do
        measure archreview target/release/archreview "$folder" --format json --fail-on never
        measure redocly "$tools/node_modules/.bin/redocly" lint --format json --max-problems 100000 "${files[@]}"
    done
    ;;
migrations)
    [ -x "$tools/squawk/bin/squawk" ] || { python3 -m venv "$tools/squawk" && "$tools/squawk/bin/pip" install --quiet squawk-cli; }
    mapfile -t files < <(find "$input" -name '*.sql' | sort)
    for _ in 1 2 3; do
        measure archreview target/release/archreview "$input" --history --format json --fail-on never
        measure squawk "$tools/squawk/bin/squawk" --reporter Json "${files[@]}"
    done
    ;;
*)
    echo "peers.sh: contract or migrations, not $kind" >&2
    exit 2
    ;;
esac
