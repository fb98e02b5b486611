#!/bin/sh
# Puts one case together: examples/after with the case's files laid over it and the files that it lists as
# removed taken away. Usage: examples/assemble_after.sh NAME FOLDER (must not exist yet)
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
if [ $# -ne 2 ] || [ ! -d "$here/after-cases/$1" ] || [ -e "$2" ]; then
  echo "usage: examples/assemble_after.sh NAME NEW-FOLDER, NAME one of:" >&2
  ls "$here/after-cases" >&2
  exit 2
fi
case=$here/after-cases/$1
cp -R "$here/after" "$2"
for part in "$case"/*/; do
  [ ! -d "$part" ] || cp -R "${part%/}" "$2/"
done
if [ -f "$case/removed" ]; then
  while IFS= read -r path; do
    rm "$2/$path"
  done < "$case/removed"
fi
