#!/bin/sh
# Guard: no path of anybody's machine in the project's files. Usage: paths.sh ROOT
set -eu
cd "$1"
top=$(pwd -P)
pattern='(^|[^A-Za-z0-9_.~-])/(home|Users|root|work)/[A-Za-z0-9._-]+|/tmp/(b-|brief)'
# Folders of builds are nobody's files, whatever they are called.
files() {
    find . \( -path ./.git -o -path ./build -o -type d -exec test -e "{}/CMakeCache.txt" \; \) -prune -o -type f -print0
}
found=$(files |
    LC_ALL=C xargs -0 grep -nIE -e "$pattern" || true)
# The guard itself names what it looks for.
found=$(printf '%s\n' "$found" | grep -v '^\./tests/meta/\(paths\|selftest\)\.sh:' || true)
case $top in
/ | /?*/?*) own=$(files | LC_ALL=C xargs -0 grep -nIF -e "$top/" || true) ;;
*) own= ;;
esac
[ -z "$found$own" ] || {
    printf '%s\n' "$found" "$own"
    exit 1
}
