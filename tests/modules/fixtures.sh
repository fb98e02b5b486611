#!/bin/sh
# The modules on files as tools really wrote them. Usage: fixtures.sh FOLDER RUNNER FILE.triples…
set -eu
folder=$1
runner=$2
shift 2
if [ ! -d "$folder" ]; then
    echo "skipped: $folder, with the files that the triples name, is not there"
    exit 77
fi
cd "$folder"
exec "$runner" "$@"
