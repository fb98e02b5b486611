#!/bin/sh
# Every example of examples/toolchains: each command of its expect.txt gives the verdict and the outcome of
# every row that stand below it. One is GO at least, and three are not. Usage: toolchains.sh ROOT GATEC
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0

# outcomes VERDICT.json: the verdict, and a line `row outcome` for each row.
outcomes() {
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$1" 'v.verdict + "\n" + v.blocks.map(b, b.?rows.orValue([])
        .map(r, r.id + " " + r.outcome + "\n")).flatten().join()' |
        sed 's/^"//; s/\\n"$//; s/\\n/\
/g; s/\\"/"/g'
}

for folder in "$root"/examples/toolchains/*/; do
    name=$(basename "$folder")
    cd "$folder" || exit 2
    : > "$scratch/got"
    while IFS= read -r line <&3; do
        case $line in
        '$ gatec check '*)
            echo "$line" >> "$scratch/got"
            # Exit statuses are part of the verdict; what the compiler says goes to what is compared.
            eval "\"\$gatec\" ${line#'$ gatec '} -o json" > "$scratch/verdict.json" 2>> "$scratch/got" || true
            outcomes "$scratch/verdict.json" >> "$scratch/got"
            echo >> "$scratch/got"
            ;;
        esac
    done 3< expect.txt
    diff -u expect.txt "$scratch/got" || bad=1
    if ! grep -qx GO expect.txt || [ "$(grep -cx NO-GO expect.txt)" -lt 3 ]; then
        echo "$name: its expect.txt shows no GO, or less than three NO-GO"
        bad=1
    fi
done
exit $bad
