#!/bin/sh
# -o github in a job of GitHub Actions: annotations, and the summary of the step.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
small_policy p.gate
echo '{"ok": false}' > e.json
run 1 check p.gate --now "$now" -o github
out "::error file=p.gate,line=4"
run 1 check p.gate --now "$now" -o markdown=wanted.md

# Both variables, and the form.
export GITHUB_STEP_SUMMARY=$scratch/summary.md
run 1 check p.gate --now "$now" -o github
[ ! -e summary.md ] || fail "a summary outside of a job"
export GITHUB_ACTIONS=true
run 1 check p.gate --now "$now" -o text
run 1 check p.gate --now "$now" -o markdown=other.md
[ ! -e summary.md ] || fail "a summary without the form github"
run 1 check p.gate --now "$now" -o github -o json=v.json
out "::error file=p.gate,line=4"
cmp summary.md wanted.md || fail "the summary is not the Markdown form"
# Appended to what is there, also by render.
run 0 render v.json -o github=annotations.txt
cat wanted.md wanted.md | cmp - summary.md || fail "the summary is not appended to"
silent out
# Several policies: one page behind the other.
rm summary.md
run 1 check p.gate p.gate --now "$now" -o github
[ "$(grep -c '^## ' summary.md)" = 2 ] || fail "not two verdicts in the summary"
# Nothing that is refused, and nothing without a verdict.
rm summary.md
run 2 check p.gate --now never -o github
run 2 render v.json -o github -o intoto=s.json
[ ! -e summary.md ] || fail "a summary without a verdict"
# An empty variable is none; one that cannot be written is told.
GITHUB_STEP_SUMMARY='' run 1 check p.gate --now "$now" -o github
GITHUB_STEP_SUMMARY=$scratch/none/summary.md
run 4 check p.gate --now "$now" -o github
err "could not write"

# At most 512 KiB, cut behind a line.
export GITHUB_STEP_SUMMARY=$scratch/large.md
{
    echo 'policy large "A large policy"'
    echo 'evidence e from "e.json"'
    echo 'checklist c "A block" {'
    awk 'BEGIN { for (i = 0; i < 900; i++) printf "  item i%d \"%s\" { require e.n%d == true }\n", i, sprintf("%0700d", i), i }'
    echo '}'
} > large.gate
run 1 check large.gate --now "$now" -q -o github=annotations.txt -o markdown=all.md
[ "$(wc -c < large.md)" -le 524288 ] || fail "the summary has $(wc -c < large.md) bytes"
[ "$(wc -c < large.md)" -ge 400000 ] || fail "the summary has only $(wc -c < large.md) bytes"
grep -q '^Cut here' large.md || fail "the summary does not say that it was cut"
run 1 check large.gate large.gate --now "$now" -q -o github=annotations.txt
[ "$(wc -c < large.md)" -le 1048576 ] || fail "two summaries have $(wc -c < large.md) bytes"
[ "$(grep -c '^::error' annotations.txt)" = 20 ] || fail "not nine annotations and one for the rest, twice"
done_testing
