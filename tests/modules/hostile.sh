#!/bin/sh
# Every mutant of the modules' small evidence. Usage: hostile.sh BINARY FOLDER
set -eu
binary=$1
modules=$2
[ ! -w /dev/shm ] || TMPDIR=/dev/shm
export TMPDIR="${TMPDIR:-/tmp}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$binary" "$scratch" "$modules/hostile.allowed" "$modules"/*.triples
