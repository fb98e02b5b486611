#!/bin/sh
# Every finding of a case is named at the end of its line, `// finds: W0202`, or on the next one, `// finds-above:
# W0217`; no other may be there. The whole text stands beside it in NAME.txt (BLESS=1 writes it anew). What the
# project shows as good style has no findings at all. Usage: cases.sh ROOT GATEC
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root/tests/lint/cases"
bad=0
for case in *.gate; do
    awk '{
        text = $0
        while (match(text, /\/\/ finds(-above)?:( W[0-9]+)+/)) {
            n = split(substr(text, RSTART, RLENGTH), words, " ")
            text = substr(text, RSTART + RLENGTH)
            for (i = 3; i <= n; i++) print (words[2] == "finds-above:" ? NR - 1 : NR), words[i]
        }
    }' "$case" | LC_ALL=C sort > "$scratch/wanted"
    "$gatec" lint "$case" -o json="$scratch/found.json" -o text="$scratch/text" -q || true
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$scratch/found.json" 'v.map(d, string(d.line) + " " + d.code + "\n").join()' |
        sed 's/^"//; s/"$//; s/\\n/\
/g' | sed '/^$/d' | LC_ALL=C sort > "$scratch/found"
    if ! diff "$scratch/wanted" "$scratch/found" > "$scratch/difference"; then
        echo "$case: < wanted, > found"
        cat "$scratch/difference"
        bad=1
    fi
    [ "${BLESS:-0}" = 0 ] || cp "$scratch/text" "${case%.gate}.txt"
    if ! diff -u "${case%.gate}.txt" "$scratch/text" > "$scratch/difference"; then
        echo "$case: the text is another (BLESS=1 accepts it)"
        cat "$scratch/difference"
        bad=1
    fi
done
sed -n 's/^CODE([A-Z_]*, *"\(W02[0-9]*\)".*/\1/p' "$root/base/codes_lint.def" > "$scratch/codes"
while read -r code; do
    grep -q "finds.*$code" ./*.gate || {
        echo "$code: no case"
        bad=1
    }
done < "$scratch/codes"
# Good style. A policy of two slips does not compile, which is what it is for; that of the tests' tour is kept short.
cd "$root"
status=0
find policies examples -name '*.gate' ! -name slip.gate ! -path '*/testing/*' -exec "$gatec" lint {} + > "$scratch/text" 2>&1 || status=$?
if [ "$status" != 0 ]; then
    echo "policies, examples: status $status"
    cat "$scratch/text"
    bad=1
fi
exit $bad
