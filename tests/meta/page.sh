#!/bin/sh
# Guard: docs/billing-runbook.md is what `gatec doc` makes of the policies today, and nothing of the runbook that they
# replace is lost in it: every word of its sentences stands on the page, but for those that are listed here with what
# stands there instead. Usage: page.sh ROOT GATEC
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$(CDPATH='' cd "$(dirname "$2")" && pwd)/$(basename "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
page=docs/billing-runbook.md
# Links are relative to the page: it is made at its own place, in a tree of policies alone.
mkdir "$scratch/docs"
cp -R "$root/policies" "$scratch/policies"
set -- policies/release.gate policies/canary.gate policies/rollback.gate policies/retention.gate --title "Billing Release Runbook" -o "$page"
(cd "$scratch" && "$gatec" doc "$@")
cmp -s "$scratch/$page" "$root/$page" || {
    diff -u "$root/$page" "$scratch/$page" | head -n 40 || true
    echo "$page is stale; write it anew: gatec doc policies/release.gate policies/canary.gate policies/rollback.gate" \
        "policies/retention.gate --title \"Billing Release Runbook\" -o $page"
    bad=1
}

# `exits 0` is `exit_code` is 0; "any item above is red" is what fails; "stored", "threshold" and "replaced" stand there; configurable via a variable is "set by", with the variable;
# successful runs are those whose `overall_status` is `pass`; the first sentence is the page itself. "Verification
# Snapshot" is the record of one day, which a saved verdict is.
instead='exits above item red configurable via successful store thresholds replace defines monitoring launches'
awk '/^## / { kept = !/Verification Snapshot/ } NR == 1 { kept = 1 } kept && !/^#/' "$root/policies/runbook.md" |
    tr '[:upper:]' '[:lower:]' | tr -c 'a-z0-9_%\n' '\n' | awk 'length > 2' | sort -u > "$scratch/wanted"
sed 's/&#[0-9]*;/ /g; s/](\.\.[^)]*)//g' "$root/$page" |
    tr '[:upper:]' '[:lower:]' | tr -c 'a-z0-9_%\n' '\n' | sort -u > "$scratch/there"
for word in $instead; do
    echo "$word"
done | sort -u - "$scratch/there" > "$scratch/known"
comm -23 "$scratch/wanted" "$scratch/known" > "$scratch/lost"
if [ -s "$scratch/lost" ]; then
    echo "the runbook speaks of these, and $page does not: $(tr '\n' ' ' < "$scratch/lost")"
    bad=1
fi
[ "$(wc -l < "$scratch/wanted")" -ge 150 ] || {
    echo "only $(wc -l < "$scratch/wanted") words"
    bad=1
}
exit $bad
