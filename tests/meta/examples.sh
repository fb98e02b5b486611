#!/bin/sh
# Guard: examples/ is what examples/make.py writes; skipped (77) without Python. Usage: examples.sh ROOT
set -eu
command -v python3 > /dev/null || exit 77
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$1/examples/make.py" "$scratch"
diff -r "$scratch/billing" "$1/examples/billing"
cmp "$scratch/billing-green/expect.txt" "$1/examples/billing-green/expect.txt"
diff -r -x verdict.txt -x verdict.json "$scratch/billing-red" "$1/examples/billing-red"
