#!/bin/sh
# Guard: the shell scripts are clean by shellcheck, where it is installed; else skipped (77).
# Usage: scripts.sh ROOT
set -eu
cd "$1"
command -v shellcheck > /dev/null || exit 77
shellcheck scripts/* .ci/run
find bench examples -type f \( -name '*.sh' -o -path bench/run \) -exec shellcheck {} +
# Tests read each other's files: what one sets another uses.
find tests -type f -name '*.sh' -exec shellcheck -S warning -e SC1091,SC2034,SC2154 {} +
