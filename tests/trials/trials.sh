#!/bin/sh
# The reviewer's trial: somebody who never saw the policy reads NAME.txt, which is the text form and nothing else, and
# answers the questions of README.md in NAME.answers. Here the text is held against what gatec prints today, and the
# answers against the truth of the JSON verdict.
# Usage: trials.sh ROOT GATEC [--bless]
# --bless writes the texts anew; whoever does that reads them and answers again.
set -eu
root=$1
gatec=$2
bless=${3:-}
trials=$root/tests/trials
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root"
unset NO_COLOR CLICOLOR_FORCE COLUMNS 2> /dev/null || true
bad=0

offence() {
    echo "$1"
    bad=1
}

# The truth in the words of the answers: the verdict, the rows and blocks in the way, who acts on them, what they say to
# do; a step that only waits for its turn is in nobody's way.
truth() {
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$1" '(["verdict " + v.verdict] +
        v.blocks.filter(b, !b.good).map(b,
            b.?rows.orValue([]).filter(r, r.decides && r.outcome in ["fail", "missing", "error", "firing", "unknown", "next", "early"])
                .map(r, ["blocks " + r.id] +
                        (has(r.owner) ? ["acts " + r.id + " " + r.owner.name] : []) +
                        r.?fix.orValue([]).map(f, "do " + r.id + " " + f)).flatten()
            + (has(b.because) ? ["blocks " + b.name] : [])).flatten()
        + v.blocks.map(b, b.?rows.orValue([]).filter(r, r.?late.orValue(false))
            .map(r, "late " + r.id + " " + r.finding.split(" ")[1])).flatten()).join("\n")' | unquoted
}

changes() {
    "$gatec" eval -e "v=$1" 'v.?change.orValue([]).join("\n")' | unquoted
}

# A string of JSON as its lines.
unquoted() {
    sed 's/^"//; s/"$//; s/\\n/\
/g; s/\\"/"/g; s/\\\//\//g; s/\\\\/\\/g'
}

judge() {
    name=$1
    evidence=$2
    case $evidence in
    "red "*)
        rm -rf "$scratch/evidence"
        examples/assemble.sh "${evidence#red }" "$scratch/evidence"
        evidence=$scratch/evidence
        ;;
    "after "*)
        rm -rf "$scratch/evidence"
        examples/assemble_after.sh "${evidence#after }" "$scratch/evidence"
        evidence=$scratch/evidence
        ;;
    esac
    # shellcheck disable=SC2086 # arguments, one by one
    "$gatec" check $3 --root "$evidence" -o "json=$scratch/json" -o "text=$scratch/text" 2> "$scratch/err" || [ $? -eq 1 ] ||
        offence "$name: $(cat "$scratch/err")"
    [ -z "$bless" ] || cp "$scratch/text" "$trials/$name.txt"
    diff -u "$trials/$name.txt" "$scratch/text" || offence "$name: gatec prints another text; read it, and answer again"
    truth "$scratch/json" | sort > "$scratch/truth"
    grep -E '^(verdict|blocks|acts|do|late) ' "$trials/$name.answers" | sort > "$scratch/answers"
    diff -u "$scratch/answers" "$scratch/truth" || offence "$name: the answers (-) are not the truth (+)"
    changes "$scratch/json" > "$scratch/changes"
    [ -s "$scratch/changes" ] || : > "$scratch/changes"
    sed -n 's/^go //p' "$trials/$name.answers" > "$scratch/go"
    # Each thing that would have to change was answered, and nothing else.
    while IFS= read -r line; do
        grep -qF -- "$line" "$scratch/changes" || offence "$name: nothing asks for \`$line\`"
    done < "$scratch/go"
    while IFS= read -r line; do
        [ -z "$line" ] || printf '%s\n' "$line" | grep -qFf "$scratch/go" || offence "$name: no answer names \`$line\`"
    done < "$scratch/changes"
}

count=0
while IFS='|' read -r name evidence arguments <&3; do
    case $name in
    '#'* | '') continue ;;
    esac
    count=$((count + 1))
    judge "$(echo "$name" | tr -d ' ')" "$(echo "$evidence" | sed 's/^ *//; s/ *$//')" "$arguments"
done 3< "$trials/trials.txt"
[ "$count" -ge 15 ] || offence "only $count trials"

# Retention has a plan in place of a verdict: what may go.
"$gatec" retain policies/retention.gate --root examples/retention --now 2026-02-13T12:00:00Z > "$scratch/text" || offence "no plan"
[ -z "$bless" ] || cp "$scratch/text" "$trials/retention.txt"
diff -u "$trials/retention.txt" "$scratch/text" || offence "retention: gatec prints another text; read it, and answer again"
"$gatec" retain policies/retention.gate --root examples/retention --now 2026-02-13T12:00:00Z -o "json=$scratch/json" > /dev/null || offence "no plan"
# shellcheck disable=SC2016
"$gatec" eval -e "v=$scratch/json" 'v.folders.filter(f, f.decision == "go").map(f, "goes " + f.path).join("\n")' |
    unquoted | sort > "$scratch/truth"
grep '^goes ' "$trials/retention.answers" | sort > "$scratch/answers"
diff -u "$scratch/answers" "$scratch/truth" || offence "retention: the answers (-) are not the truth (+)"
exit $bad
