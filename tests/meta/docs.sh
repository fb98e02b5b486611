#!/bin/sh
# Guard: the pages that are printed from the tables are what `gatec doc --reference` prints today.
# Usage: docs.sh ROOT GATEC
set -eu
bad=0
page=$(mktemp)
trap 'rm -f "$page"' EXIT
for name in functions clauses diagnostics lint opcodes; do
    if ! "$2" doc --reference "$name" > "$page"; then
        echo "gatec doc --reference $name failed"
        bad=1
    elif [ ! -s "$page" ] || ! cmp -s "$page" "$1/docs/$name.md"; then
        echo "docs/$name.md is stale; write it anew: gatec doc --reference $name > docs/$name.md"
        bad=1
    fi
done
exit $bad
