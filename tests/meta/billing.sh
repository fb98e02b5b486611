#!/bin/sh
# The worked case: examples/billing is GO, and every variation of examples/billing-red is NO-GO with
# the outcome that its expect.txt states for every row. The verdict of each, as text and as JSON, is
# golden (verdict.txt and verdict.json beside expect.txt; golden.awk says what of the JSON), and the
# same bytes over two runs from two working directories. Usage: billing.sh ROOT GATEC [--bless]
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
root=$1
gatec=$2
bless=${3:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
offence() {
    echo "$1"
    bad=1
}

# A second working directory, with the policies under the same name: a verdict names the policy as it
# was called.
cp -R "$root/policies" "$scratch/policies"

# decide EVIDENCE OUT FOLDER: runs the check from FOLDER; the status goes to OUT.status.
decide() {
    status=0
    (cd "$3" && "$gatec" check policies/release.gate --root "$1" --now 2026-02-13T12:00:00Z \
        -p run=local-release-heavy-hard-gate-85 -o "text=$2.txt" -o "json=$2.json") > "$2.out" 2>&1 || status=$?
    echo "$status" > "$2.status"
}

# rows VERDICT.json: a line "block.row outcome" for each row, in the order of the policy.
rows() {
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$1" 'v.blocks.map(b, b.rows.map(r, r.id + " " + r.outcome + "\n")).flatten().join()' |
        sed 's/^"//; s/\\n"$//; s/\\n/\
/g; s/\\"/"/g'
}

# judge NAME EVIDENCE FOLDER STATUS: FOLDER holds expect.txt and the golden verdicts.
judge() {
    decide "$2" "$scratch/first" "$root"
    decide "$2" "$scratch/second" "$scratch"
    [ "$(cat "$scratch/first.status")" = "$4" ] || {
        offence "$1: status $(cat "$scratch/first.status"), not $4"
        cat "$scratch/first.out"
        return 0
    }
    rows "$scratch/first.json" > "$scratch/rows"
    diff -u "$3/expect.txt" "$scratch/rows" || offence "$1: other outcomes than its expect.txt states"
    for form in txt json; do
        cmp "$scratch/first.$form" "$scratch/second.$form" || offence "$1: two runs, two verdicts ($form)"
    done
    cut=1
    [ "$4" != 0 ] || cut=0
    awk -v "cut=$cut" -f "$here/golden.awk" "$scratch/first.json" > "$scratch/golden.json"
    cp "$scratch/first.txt" "$scratch/golden.txt"
    for form in txt json; do
        [ -z "$bless" ] || cp "$scratch/golden.$form" "$3/verdict.$form"
        diff -u "$3/verdict.$form" "$scratch/golden.$form" || offence "$1: another verdict.$form"
    done
}

judge billing "$root/examples/billing" "$root/examples/billing-green" 0
count=0
for variation in "$root"/examples/billing-red/*/; do
    name=$(basename "$variation")
    rm -rf "$scratch/evidence"
    "$root/examples/assemble.sh" "$name" "$scratch/evidence"
    judge "$name" "$scratch/evidence" "${variation%/}" 1
    grep -qv ' pass$' "$variation/expect.txt" || offence "$name: its expect.txt has only passes"
    count=$((count + 1))
done
[ "$count" -ge 9 ] || offence "only $count variations"
exit $bad
