#!/bin/sh
# Read by tests that go through all examples, behind kit.sh:
#
#     every_example WORK   calls WORK for each; in $example its name, in "$@" the arguments of `gatec check`,
#                          without the forms, and as working directory the one that they count from
#
# $root is the project's root, and $examples how many there were.
root=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd)
examples=0

one_example() {
    example=$1
    work=$2
    shift 2
    examples=$((examples + 1))
    "$work" "$@"
}

# One command of a recipe.
recipe() {
    work=$1
    eval "set -- $2"
    one_example "$name" "$work" "$@"
}

every_example() {
    cd "$root" || exit
    run=local-release-heavy-hard-gate-85
    one_example billing "$1" policies/release.gate --root examples/billing --now "$now" -p "run=$run"
    for folder in examples/billing-red/*/; do
        name=$(basename "$folder")
        rm -rf "$scratch/evidence"
        examples/assemble.sh "$name" "$scratch/evidence"
        one_example "$name" "$1" policies/release.gate --root "$scratch/evidence" --now "$now" -p "run=$run"
    done
    for folder in examples/after-cases/*/; do
        name=$(basename "$folder")
        rm -rf "$scratch/evidence"
        examples/assemble_after.sh "$name" "$scratch/evidence"
        one_example "$name" "$1" policies/rollback.gate --root "$scratch/evidence" --now 2026-02-13T14:00:00Z
        one_example "$name-canary" "$1" policies/canary.gate --root "$scratch/evidence" --now 2026-02-13T14:00:00Z
    done
    for folder in examples/cookbook/*/; do
        name=$(basename "$folder")
        cd "$root/$folder" || exit
        # The commands that a shell need not take apart any further.
        sed -n 's/^\$ gatec check \([^$;|&<>]*\)$/\1/p' expect.txt > "$scratch/commands"
        while IFS= read -r line <&4; do
            recipe "$1" "$line"
        done 4< "$scratch/commands"
    done
    cd "$scratch" || exit
}
