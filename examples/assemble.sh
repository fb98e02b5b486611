#!/bin/sh
# Puts one variation together: examples/billing with the variation's files laid over it and the files
# that it lists as removed taken away. Usage: examples/assemble.sh NAME FOLDER (must not exist yet)
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
if [ $# -ne 2 ] || [ ! -d "$here/billing-red/$1" ] || [ -e "$2" ]; then
  echo "usage: examples/assemble.sh NAME NEW-FOLDER, NAME one of:" >&2
  ls "$here/billing-red" >&2
  exit 2
fi
variation=$here/billing-red/$1
cp -R "$here/billing" "$2"
for part in "$variation"/*/; do
  [ ! -d "$part" ] || cp -R "${part%/}" "$2/"
done
if [ -f "$variation/removed" ]; then
  while IFS= read -r path; do
    rm "$2/$path"
  done < "$variation/removed"
fi
