#!/bin/sh
# After a release: policies/canary.gate and policies/rollback.gate on examples/after, which is healthy, and on
# every case of examples/after-cases. Status, decisions and the outcome of every row are those of expect.txt;
# the verdict, as text, is golden for the policy that its first line of expect.txt that is not well speaks of.
# Usage: after.sh ROOT GATEC [--bless]
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$(CDPATH='' cd "$(dirname "$2")" && pwd)/$(basename "$2")
bless=${3:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
offence() {
    echo "$1"
    bad=1
}
cd "$root"

# outcomes EVIDENCE POLICY: status, then "block decision" and "row outcome" lines; the text in $scratch/text.
outcomes() {
    status=0
    "$gatec" check "policies/$2.gate" --root "$1" --now 2026-02-13T14:00:00Z --detailed-exitcode \
        -o "text=$scratch/text" -o "json=$scratch/json" > "$scratch/said" 2>&1 || status=$?
    echo "$2 $status"
    [ -s "$scratch/said" ] && cat "$scratch/said"
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$scratch/json" 'v.blocks.map(b, [b.name + " " + b.?decision.orValue("not-judged") + "\n"] +
        b.?rows.orValue([]).map(r, r.id + " " + r.outcome + (r.?late.orValue(false) ? " late" : "") + "\n")).flatten().join()' |
        sed 's/^"//; s/\\n"$//; s/\\n/\
/g; s/\\"/"/g'
    rm -f "$scratch/json"
}

# judge NAME EVIDENCE FOLDER
judge() {
    : > "$scratch/expect"
    for policy in canary rollback; do
        rm -f "$scratch/text"
        outcomes "$2" "$policy" >> "$scratch/expect"
        mv "$scratch/text" "$scratch/$policy.txt"
    done
    shown=rollback
    ! grep -q '^rollback 0$' "$scratch/expect" || grep -q '^canary 0$' "$scratch/expect" || shown=canary
    cp "$scratch/$shown.txt" "$scratch/verdict.txt"
    for file in expect verdict; do
        made=$scratch/$file
        [ "$file" = expect ] || made=$made.txt
        [ -z "$bless" ] || cp "$made" "$3/$file.txt"
        diff -u "$3/$file.txt" "$made" || offence "$1: another $file.txt"
    done
}

judge after examples/after examples/after-cases/healthy
grep -q '^canary 0$' examples/after-cases/healthy/expect.txt || offence "the healthy release: its canary is not well"
grep -q '^rollback 0$' examples/after-cases/healthy/expect.txt || offence "the healthy release: it is rolled back"
count=0
for case in examples/after-cases/*/; do
    name=$(basename "$case")
    [ "$name" != healthy ] || continue
    rm -rf "$scratch/evidence"
    examples/assemble_after.sh "$name" "$scratch/evidence"
    judge "$name" "$scratch/evidence" "${case%/}"
    count=$((count + 1))
done
[ "$count" -ge 30 ] || offence "only $count cases"
if command -v python3 > /dev/null; then
    python3 examples/make_after.py "$scratch/made"
    diff -r "$scratch/made/after" examples/after || offence "examples/after is not what make_after.py writes"
    diff -r -x expect.txt -x verdict.txt -x healthy "$scratch/made/after-cases" examples/after-cases ||
        offence "examples/after-cases is not what make_after.py writes"
fi
exit $bad
