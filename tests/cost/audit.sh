#!/bin/sh
# Every example and recipe stays within its policy's bound, in both modes. Usage: audit.sh ROOT GATEC VERSION AUDIT
audit=$4
. "$(dirname "$0")/../cli/kit.sh"
. "$(dirname "$0")/../cli/every_example.sh"
scratch=${scratch:?}

held() {
    "$audit" "$@" > "$scratch/out" || {
        fail "${example:?}: $*"
        cat "$scratch/out"
    }
}

every_example held
[ "${examples:?}" -gt 0 ] || fail "there was no example"
done_testing
