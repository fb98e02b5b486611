#!/bin/sh
# Guard: the library shows others its API alone (gatec_…); what its own files share bears a prefix too,
# since a static library hides nothing from the linker (gate_…, the parser's actions ast_…, the bodies
# of builtins fn_…); and nothing in it is writable (programs are shared by threads, and no state may be
# shared by surprise).
# Usage: symbols.sh LIBRARY.a [writable] (with `writable`, for instrumented builds, the last is left out)
set -eu
bad=0
LC_ALL=C readelf -sW "$1" | awk '
# Num: Value Size Type Bind Vis Ndx Name
$5 ~ /^(GLOBAL|WEAK|UNIQUE)$/ && $7 != "UND" && $8 !~ /^(__|_GLOBAL_)/ {
    count++
    if ($6 == "DEFAULT" && $8 !~ /^gatec_/) { print "shown to others: " $8; bad = 1 }
    if ($6 != "DEFAULT" && $8 !~ /^(gate_|gatec_|ast_|fn_)/) { print "symbol without prefix: " $8; bad = 1 }
}
END { if (!count) { print "no symbols at all"; bad = 1 }; exit bad }' || bad=1
if [ "${2:-}" != writable ]; then
    LC_ALL=C objdump -t "$1" | awk '
    /file format/ { object = $1 }
    # VALUE FLAGS SECTION<tab>SIZE NAME; the section is the last word before the tab.
    /\t/ {
        split($0, half, "\t")
        n = split(half[1], left, " ")
        m = split(half[2], right, " ")
        section = left[n]
        if (section ~ /^(\.data|\.bss|\.tdata|\.tbss|\.data\.rel|\.data\.rel\.local|\*COM\*)$/ && right[m] !~ /^\./ && half[1] ~ /O/)
            { print object " writable: " right[m] " in " section; bad = 1 }
    }
    END { exit bad }' || bad=1
fi
exit $bad
