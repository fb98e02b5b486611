#!/bin/sh
# Every golden/NAME.gate formatted is golden/NAME.formatted, and that formatted again is itself.
# Usage: golden.sh ROOT GATEC; `golden.sh --bless ROOT GATEC` writes what is.
set -eu
bless=
if [ "$1" = --bless ]; then
    bless=1
    shift
fi
bad=0
made=$(mktemp)
trap 'rm -f "$made"' EXIT
for case in "$1"/tests/format/golden/*.gate; do
    wanted=${case%.gate}.formatted
    if ! "$2" fmt - < "$case" > "$made"; then
        bad=1
        continue
    fi
    [ -z "$bless" ] || cp "$made" "$wanted"
    diff -u "$wanted" "$made" || bad=1
    "$2" fmt - < "$made" | diff -u "$made" - || bad=1
done
exit $bad
