#!/bin/sh
# Runs validate.mjs with the packages beside it. Usage: run.sh INTO ROOT FORM
set -eu
[ -e "$1/installed.json" ] && command -v node > /dev/null || {
    echo "skipped: the packages are not there, or there is no node (see validators/packages)"
    exit 77
}
exec node "$1/validate.mjs" "$2" "$1/documents" "$3"
