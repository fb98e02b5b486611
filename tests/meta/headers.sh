#!/bin/sh
# Guard: every header compiles by itself, twice over, and bears the guard GATE_FOLDER_FILE_H.
# Usage: headers.sh ROOT CC [FLAG…]
set -eu
. "$(dirname "$0")/sources.sh"
cd "$1"
compiler=$2
shift 2
bad=0
for header in $(own_files h); do
    name=${header%.h}
    [ "$header" = api/gatec.h ] || {
        guard=GATE_$(printf '%s' "$name" | tr 'a-z/' 'A-Z_')_H
        grep -q "^#ifndef $guard\$" "$header" || {
            echo "$header: the guard should be $guard"
            bad=1
        }
    }
    printf '#include "%s"\n#include "%s"\nextern int gate_header_check;\n' "$header" "$header" |
        "$compiler" -std=c11 -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -I. "$@" -fsyntax-only -x c - || {
        echo "$header: does not compile by itself"
        bad=1
    }
done
exit $bad
