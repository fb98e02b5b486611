#!/bin/sh
# Each fix: NAME.gate becomes NAME.fixed, and nothing more in a second run. Both are then judged over every line of
# NAME.evidence: where it says `same` all rows have the same outcome, where `absent` (something that the policy reads
# is not there) a row may only be stricter. `-` is no file at all. Usage: fixes.sh ROOT GATEC
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
fail() {
    echo "$1"
    bad=1
}

# outcomes POLICY: a line `row outcome` for each row, over e.json and t.json of the scratch folder.
outcomes() {
    "$gatec" check "$1" --root "$scratch" --now 2026-02-13T12:00:00Z -o json -q > "$scratch/verdict.json" || [ $? = 1 ]
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$scratch/verdict.json" 'v.blocks.map(b, b.rows.map(r, r.id + " " + r.outcome + "\n")).flatten().join()' |
        sed 's/^"//; s/"$//; s/\\n/\
/g' | sed '/^$/d'
}

for policy in "$root"/tests/lint/fix/*.gate; do
    name=$(basename "$policy" .gate)
    cp "$policy" "$scratch/p.gate"
    (cd "$scratch" && "$gatec" lint --fix --dry-run p.gate -q > shown.diff 2> said) && fail "$name: a dry run says that nothing is to fix"
    cmp -s "$policy" "$scratch/p.gate" || fail "$name: a dry run wrote the file"
    "$gatec" lint --fix "$scratch/p.gate" -q > "$scratch/said" 2>&1 || true
    [ "${BLESS:-0}" = 0 ] || cp "$scratch/p.gate" "$root/tests/lint/fix/$name.fixed"
    diff -u "$root/tests/lint/fix/$name.fixed" "$scratch/p.gate" || fail "$name: fixed otherwise (BLESS=1 accepts it)"
    cp "$policy" "$scratch/patched.gate"
    if command -v patch > /dev/null; then
        patch -s "$scratch/patched.gate" "$scratch/shown.diff" || fail "$name: the difference shown does not apply"
        cmp -s "$scratch/patched.gate" "$scratch/p.gate" || fail "$name: the difference shown is another than the one made"
    fi
    "$gatec" lint --fix --dry-run "$scratch/p.gate" -q > "$scratch/again" 2>&1 || true
    [ ! -s "$scratch/again" ] || fail "$name: a second run changes it again"
    cp "$policy" "$scratch/before.gate"
    while read -r kind evidence; do
        rm -f "$scratch/e.json" "$scratch/t.json"
        if [ "$evidence" != - ]; then
            printf '%s\n' "$evidence" > "$scratch/e.json"
            cp "$scratch/e.json" "$scratch/t.json"
        fi
        outcomes "$scratch/before.gate" > "$scratch/before"
        outcomes "$scratch/p.gate" > "$scratch/after"
        [ -s "$scratch/before" ] || fail "$name: nothing was judged over $evidence"
        paste -d ' ' "$scratch/before" "$scratch/after" | awk -v kind="$kind" -v where="$name: $evidence" '
        function good(outcome) { return outcome ~ /^(pass|warn|skipped|inactive)$/ }
        $1 != $3 { print where ": other rows"; bad = 1 }
        kind == "same" && $2 != $4 { print where ": " $1 " was " $2 ", is " $4; bad = 1 }
        !good($2) && good($4) { print where ": " $1 " was " $2 ", is " $4 ": less strict"; bad = 1 }
        END { exit bad }' || bad=1
    done < "$root/tests/lint/fix/$name.evidence"
done
exit $bad
