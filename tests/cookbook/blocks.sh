#!/bin/sh
# The blocks of the documents that are taken from elsewhere say what that says today:
#     <!-- file: PATH -->   the fenced block below is that file
#     <!-- run -->          its lines `$ …` are commands, run in the root, and what follows them is what they print
#     <!-- run in empty --> the same, in a new folder, in which the project lies as `gatec`
# Usage: blocks.sh ROOT GATEC [--write] (with --write the documents are written anew)
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd "$1" && pwd)
gatec=$(CDPATH='' cd "$(dirname "$2")" && pwd)/$(basename "$2")
write=${3:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$gatec" "$scratch/bin/gatec"
PATH=$scratch/bin:$PATH
export PATH
unset PAY_LINE_MIN COVERAGE_LINE_MIN
bad=0
cd "$root"
for page in README.md docs/language.md docs/cookbook.md docs/evidence.md docs/starting.md docs/testing.md; do
    rm -rf "$scratch/empty"
    mkdir "$scratch/empty"
    ln -s "$root" "$scratch/empty/gatec"
    awk -v scratch="$scratch" -f "$here/blocks.awk" "$page" > "$scratch/page" || bad=1
    [ -z "$write" ] || cp "$scratch/page" "$page"
    diff -u "$page" "$scratch/page" || {
        echo "$page: a block is stale; write it anew: tests/cookbook/blocks.sh . GATEC --write"
        bad=1
    }
done
exit $bad
