#!/bin/sh
# Guard: what library code may not say. It does not print and does not end the process (a host lives
# on, and diagnostics are data); jansson's trees are known to evidence/json.c alone; nobody but cli/
# replaces jansson's allocator, which belongs to the process. Usage: words.sh ROOT
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
. "$here/sources.sh"
cd "$1"
library_files c h y l | xargs awk -f "$here/strip.awk" | awk '
{
    text = $0
    sub(/^[^:]*:[0-9]*:/, "", text)
    place = $0
    sub(/:[^:0-9].*$/, "", place)
    match($0, /^[^:]*:[0-9]+/)
    place = substr($0, 1, RLENGTH)
    file = $0
    sub(/:.*/, "", file)
    padded = " " text " "
    if (padded ~ /[^A-Za-z0-9_.>](abort|exit|_exit|_Exit|quick_exit|perror|printf|vprintf|puts|putchar|system|setlocale|setenv)[ \t]*\(/ ||
        padded ~ /[^A-Za-z0-9_.>](secure_)?getenv[ \t]*\([^,()]*\)/)
        { print place ": library code may not call this: " text; bad = 1 }
    if (padded ~ /[^A-Za-z0-9_](stderr|stdout|stdin)[^A-Za-z0-9_]/) { print place ": library code has no standard streams: " text; bad = 1 }
    if (file != "evidence/json.c" && padded ~ /[^A-Za-z0-9_](json_t|json_incref|json_decref|json_load[a-z_]*|json_deep_copy|json_typeof|json_(object|array)_[a-z_]+)[^A-Za-z0-9_]/)
        { print place ": only evidence/json.c knows jansson: " text; bad = 1 }
    if (padded ~ /[^A-Za-z0-9_]json_set_alloc_funcs/) { print place ": the allocator of jansson belongs to the host: " text; bad = 1 }
    if (file != "vm/pattern.c" && padded ~ /[^A-Za-z0-9_]pcre2_[a-z_]+/) { print place ": only vm/pattern.c knows PCRE2: " text; bad = 1 }
}
END { exit bad }'
