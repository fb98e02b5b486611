#!/bin/sh
# Read by the tests of the command line. Works in a scratch folder that is removed at the end:
#
#     run STATUS ARGUMENT…   gatec with these arguments must end with that status; its streams are in
#                            $scratch/out and $scratch/err
#     out TEXT, err TEXT     that stream of the last run has this text in it
#     no_out TEXT, no_err TEXT   it has not
#     fail TEXT              an offence: told, and the script's status in the end
#     small_policy FILE      a policy over e.json
#
# and $gatec, $now (a time to judge at) and $version are there.
set -eu
gatec=$2
version=$3
unset NO_COLOR CLICOLOR_FORCE COLUMNS LC_ALL 2> /dev/null || true
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
now=2026-02-13T12:00:00Z
export gatec version now
offences=0
command=

fail() {
    echo "$1"
    offences=$((offences + 1))
}

run() {
    wanted=$1
    shift
    command="gatec $*"
    got=0
    "$gatec" "$@" > "$scratch/out" 2> "$scratch/err" || got=$?
    [ "$got" = "$wanted" ] || {
        fail "$command: status $got, not $wanted"
        sed 's/^/    out: /' "$scratch/out" | head -n 20
        sed 's/^/    err: /' "$scratch/err" | head -n 20
    }
}

has() {
    grep -qF -- "$2" "$scratch/$1" || {
        fail "$command: no \`$2\` on std$1"
        sed 's/^/    /' "$scratch/$1" | head -n 20
    }
}

lacks() {
    if grep -qF -- "$2" "$scratch/$1"; then
        fail "$command: \`$2\` on std$1"
        sed 's/^/    /' "$scratch/$1" | head -n 20
    fi
}

out() {
    has out "$1"
}
err() {
    has err "$1"
}
no_out() {
    lacks out "$1"
}
no_err() {
    lacks err "$1"
}

# The whole of standard output.
out_is() {
    [ "$(cat "$scratch/out")" = "$1" ] || fail "$command: wrote \`$(cat "$scratch/out")\`, not \`$1\`"
}

silent() {
    [ ! -s "$scratch/$1" ] || fail "$command: std$1 is not empty: $(head -n 3 "$scratch/$1")"
}

# A policy `p` of one row over the evidence e.json: GO, NO-GO and missing by what e.json says.
small_policy() {
    cat > "$1" << 'POLICY'
policy p "A policy"
evidence e from "e.json"
checklist c "A block" {
  item i "A row" {
    require e.ok == true
    warn when e.slow == true
  }
}
POLICY
}

done_testing() {
    [ "$offences" -eq 0 ] || exit 1
}
