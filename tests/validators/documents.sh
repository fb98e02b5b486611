#!/bin/sh
# Writes every example, and a policy over hostile evidence, in every form: INTO/FORM/NAME. `why` and `diff` are there too:
# of each verdict one row, and what it differs in from the one before.
# Usage: documents.sh ROOT GATEC VERSION INTO
into=$4
. "$(dirname "$0")/../cli/kit.sh"
gatec=${gatec:?}
. "$(dirname "$0")/../cli/every_example.sh"
root=${root:?}

forms=$("$gatec" help render | sed -n '/^forms:/,$ s/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$forms" | wc -l)" -ge 9 ] || fail "few forms: $forms"
rm -rf "$into"
for form in $forms why diff svr vsa; do
    mkdir -p "$into/$form"
done

number=0
before=
about=registry.example.com/shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
write() {
    file=$(printf '%03d-%s' "$number" "$example")
    number=$((number + 1))
    set -- "$@" --subject $about
    for form in $forms; do
        set -- "$@" -o "$form=$into/$form/$file"
    done
    status=0
    "$gatec" check "$@" 2> "$scratch/err" || status=$?
    [ "$status" -lt 2 ] || return 0
    written=$((written + 1))
    verdict=$into/json/$file
    for predicate in svr vsa; do
        "$gatec" render "$verdict" -o "intoto=$into/$predicate/$file" --predicate $predicate --subject $about ||
            fail "$example: no $predicate"
    done
    row=$(sed -n 's/^ *"name": "\([A-Za-z0-9_]*\)",$/\1/p' "$verdict" | sed -n 2p)
    "$gatec" why "$row" "$verdict" -o "json=$into/why/$file" 2> "$scratch/err" || rm -f "$into/why/$file"
    [ -z "$before" ] || "$gatec" diff "$before" "$verdict" -o "json=$into/diff/$file" || [ $? -eq 1 ] ||
        fail "$example: no comparison"
    before=$verdict
}
written=0
every_example write
[ "$written" -ge 120 ] || fail "only $written of ${examples:?} examples were written"
hostile() {
    cd "$root/tests/validators/hostile" || exit
    one_example hostile write policy.gate --now 2026-02-13T12:00:00Z
}
hostile
[ "$(ls "$into/why" | wc -l)" -ge 100 ] || fail "few answers of \`why\`: $(ls "$into/why" | wc -l)"
"$gatec" verify "$verdict" -o json > "$into/diff/same" || fail "the hostile verdict is not the same"
done_testing
