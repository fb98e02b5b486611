#!/bin/sh
# Every recipe of examples/cookbook: each command of its expect.txt gives the verdict and the outcome of
# every row that stand below it, compiles without a warning, and is shown in docs/cookbook.md. A line
# `status N` stands for a check that ends without a verdict. Usage: recipes.sh ROOT GATEC
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
count=0
unset MAX_ERROR_PERCENT CHANGED_LINE_MIN CHANGED_BRANCH_MIN COVERAGE_MIN_CAPTURE_LINE \
    COVERAGE_MIN_CAPTURE_BRANCH COVERAGE_MIN_PAYMENTS_LINE

# outcomes VERDICT.json: the verdict, and a line `row outcome` for each row.
outcomes() {
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$1" 'v.verdict + "\n" + v.blocks.map(b, b.?rows.orValue([])
        .map(r, r.id + " " + r.outcome + "\n")).flatten().join()' |
        sed 's/^"//; s/\\n"$//; s/\\n/\
/g; s/\\"/"/g'
}
# judge ARGUMENTS: runs one command of expect.txt, as it is written there.
judge() {
    status=0
    eval "\"\$gatec\" $1 -o json" > "$scratch/verdict.json" 2> "$scratch/said" || status=$?
    if [ "$status" -ge 2 ]; then
        echo "status $status" > "$scratch/got"
        return
    fi
    outcomes "$scratch/verdict.json" > "$scratch/got"
    if [ -s "$scratch/said" ]; then
        echo "$name: $1"
        cat "$scratch/said"
        bad=1
    fi
}
compare() {
    diff -u "$scratch/wanted" "$scratch/got" > "$scratch/difference" || {
        echo "$name: $1"
        cat "$scratch/difference"
        bad=1
    }
}

for folder in "$root"/examples/cookbook/*/; do
    name=$(basename "$folder")
    cd "$folder"
    green=0
    red=0
    command=
    : > "$scratch/wanted"
    # The empty line ends the last of them.
    { cat expect.txt; echo; } > "$scratch/expect"
    while IFS= read -r line <&3; do
        case $line in
        '$ gatec '*)
            command=${line#'$ gatec '}
            judge "$command"
            ;;
        '')
            [ -z "$command" ] || compare "$command"
            [ -z "$command" ] || count=$((count + 1))
            case $(head -n 1 "$scratch/wanted") in
            GO) green=1 ;;
            NO-GO) red=1 ;;
            esac
            command=
            : > "$scratch/wanted"
            ;;
        *) echo "$line" >> "$scratch/wanted" ;;
        esac
    done 3< "$scratch/expect"
    [ "$green$red" = 11 ] || {
        echo "$name: its expect.txt shows no GO, or no NO-GO"
        bad=1
    }
    for file in policy.gate expect.txt; do
        grep -qF "<!-- file: examples/cookbook/$name/$file -->" "$root/docs/cookbook.md" || {
            echo "$name: docs/cookbook.md does not show $file"
            bad=1
        }
    done
done
[ "$count" -ge 60 ] || {
    echo "only $count commands"
    bad=1
}
exit $bad
