#!/bin/sh
# docs/runbook-coverage.md holds: every statement of policies/runbook.md stands in its tables, word for word and in
# its section, and every claim of theirs is what gatec decides. Usage: runbook.sh ROOT GATEC
set -eu
root=$(CDPATH='' cd "$1" && pwd)
gatec=$(CDPATH='' cd "$(dirname "$2")" && pwd)/$(basename "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
offence() {
    echo "$1"
    bad=1
}
cd "$root"
table=docs/runbook-coverage.md

# Sentences: "SECTION<tab>text", each once.
awk '/^## / { section = $0 } /^( *- |[0-9]+\. )/ { sub(/^( *- |[0-9]+\. )/, ""); print section "\t" $0 }
    /^If any item/ { print section "\t" $0 }' policies/runbook.md | sort -u > "$scratch/runbook"
awk '/^## / { section = $0 } /^\| / && !/^\| (the runbook says|---)/ { sub(/^\| /, ""); sub(/ \| .*/, ""); print section "\t" $0 }' "$table" |
    sort -u > "$scratch/sentences"
diff "$scratch/runbook" "$scratch/sentences" > "$scratch/difference" || {
    offence "the sentences are not those of the runbook:"
    cat "$scratch/difference"
}

# replace FILE ANCHOR OLD NEW: the first OLD behind ANCHOR.
replace() {
    A=$2 O=$3 N=$4 awk '{ text = text $0 "\n" }
    END {
        from = ENVIRON["A"] == "" ? 1 : index(text, ENVIRON["A"])
        at = from ? index(substr(text, from), ENVIRON["O"]) : 0
        if (!at) exit 1
        at += from - 1
        printf "%s%s%s", substr(text, 1, at - 1), ENVIRON["N"], substr(text, at + length(ENVIRON["O"]))
    }' "$1" > "$scratch/replaced" || return 1
    cat "$scratch/replaced" > "$1"
}

# assemble CELL: the evidence of an example in $scratch/evidence, and its environment in $setting.
assemble() {
    name=${1%% *}
    rest=
    [ "$name" = "$1" ] || rest=${1#* }
    setting=
    rm -rf "$scratch/evidence"
    if [ -d "examples/billing-red/$name" ]; then
        examples/assemble.sh "$name" "$scratch/evidence"
    elif [ -d "examples/after-cases/$name" ] && [ "$name" != healthy ]; then
        examples/assemble_after.sh "$name" "$scratch/evidence"
    else
        cp -R "examples/$name" "$scratch/evidence"
    fi
    case $rest in
    '') ;;
    '- '*) [ -e "$scratch/evidence/${rest#- }" ] && rm -r "$scratch/evidence/${rest#- }" ;;
    *' => '*)
        path=${rest%%: *}
        change=${rest#*: }
        anchor=
        case $change in *' ~ '*) anchor=${change%% ~ *} change=${change#* ~ } ;; esac
        replace "$scratch/evidence/$path" "$anchor" "${change%% => *}" "${change#* => }"
        ;;
    *=*) setting=$rest ;;
    *) return 1 ;;
    esac
}

# outcome POLICY ROW: of $scratch/evidence; of a step that is next whether a condition of it is false.
outcome() {
    now=2026-02-13T14:00:00Z
    set -- "$1" "$2" --root "$scratch/evidence"
    policy=$1
    row=$2
    shift 2
    if [ "$policy" = release ]; then
        now=2026-02-13T12:00:00Z
        set -- "$@" -p run=local-release-heavy-hard-gate-85
    fi
    rm -f "$scratch/json"
    # shellcheck disable=SC2086 # nothing, or one assignment
    env $setting "$gatec" check "policies/$policy.gate" --now "$now" "$@" -o "json=$scratch/json" > "$scratch/said" 2>&1 || true
    # shellcheck disable=SC2016 # the expression's own text
    "$gatec" eval -e "v=$scratch/json" "v.blocks.map(b, b.?rows.orValue([])).flatten().filter(r, r.id == '$row').map(r,
        r.outcome + (r.outcome == 'next' && r.?clauses.orValue([]).exists(c, c.blocks && c.outcome == 'false') ? ' false' : '')).join()" |
        tr -d '"'
}

# claim WANTED POLICY ROW CELL
claim() {
    if ! assemble "$4"; then
        offence "there is no example \`$4\`"
        return 0
    fi
    found=$(outcome "$2" "$3")
    case $1:$found in
    passes:pass | passes:warn | passes:inactive | passes:pending | passes:done) ;;
    fails:fail | fails:firing | fails:early | 'fails:next false') ;;
    missing:missing | missing:error | missing:unknown | missing:next | missing:waiting) ;;
    *) offence "$2 $3 in \`$4\` is ${found:-not there}, where it is said that it $1" ;;
    esac
    claims=$((claims + 1))
}

# The cells of a line, without their backquotes, one a line.
cells() {
    printf '%s\n' "$1" | sed 's/^| //; s/ |$//; s/ | /\
/g' | sed 's/^`\(.*\)`$/\1/'
}

claims=0
grep '^| ' "$table" > "$scratch/lines"
while IFS= read -r line <&3; do
    cells "$line" > "$scratch/cells"
    row=$(sed -n 2p "$scratch/cells")
    passes=$(sed -n 3p "$scratch/cells")
    case $row in
    release:* | canary:* | rollback:*)
        policy=${row%%: *}
        claim passes "$policy" "${row#*: }" "$passes"
        claim fails "$policy" "${row#*: }" "$(sed -n 4p "$scratch/cells")"
        claim missing "$policy" "${row#*: }" "$(sed -n 5p "$scratch/cells")"
        ;;
    'a record of one day')
        [ "$("$gatec" eval -e "v=${passes%%: *}" "${passes#*: }")" = true ] || offence "not so: $passes"
        claims=$((claims + 1))
        ;;
    esac
done 3< "$scratch/lines"
[ "$claims" -ge 120 ] || offence "only $claims claims"
exit $bad
