#!/bin/sh
# Guard: every diagnostic of base/codes_*.def is made somewhere, has a case or a unit test that
# produces it, and its number is its own. Usage: codes.sh ROOT
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
. "$here/sources.sh"
cd "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cat base/codes_*.def | sed -n 's/^CODE(\([A-Z0-9_]*\), *"\([EW][0-9]*\)", *\([A-Z]*\),.*/\1 \2 \3/p' > "$scratch/codes"
cat base/codes_*.def | grep -c '^CODE(' > "$scratch/rows" || true
own_files c h y l def | grep -v '^base/codes_' | xargs cat > "$scratch/sources"
for folder in tests/cases tests/unit tests/cli tests/lint; do
    [ ! -d "$folder" ] || find "$folder" -type f -exec cat {} +
done > "$scratch/tests"
tr -c 'A-Za-z0-9_' '\n' < "$scratch/sources" | sort -u > "$scratch/made"
tr -c 'A-Za-z0-9_' '\n' < "$scratch/tests" | sort -u > "$scratch/tested"
awk -v rows="$(cat "$scratch/rows")" -v made="$scratch/made" -v tested="$scratch/tested" '
BEGIN {
    while ((getline word < made) > 0) in_sources[word] = 1
    while ((getline word < tested) > 0) in_tests[word] = 1
}
{
    count++
    if ($2 in seen) { print $2 ": is the number of " seen[$2] " and of " $1; bad = 1 }
    seen[$2] = $1
    if ((substr($2, 1, 1) == "W") != ($3 == "WARNING")) { print $2 ": the letter says otherwise than " $3; bad = 1 }
    if (!(("GATE_D_" $1) in in_sources) && !($1 in in_sources)) { print $2 " " $1 ": nothing makes it"; bad = 1 }
    if (!($2 in in_tests) && !(("GATE_D_" $1) in in_tests)) { print $2 " " $1 ": no case and no unit test produces it"; bad = 1 }
}
END {
    if (count != rows) { print "of " rows " rows CODE(…) only " count + 0 " have the form CODE(ID, \"E0101\", ERROR,"; bad = 1 }
    exit bad
}' "$scratch/codes"
