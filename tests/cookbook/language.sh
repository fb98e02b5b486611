#!/bin/sh
# The examples of docs/language.md, docs/evidence.md and docs/readers.md. A fenced block `gate` is a whole policy and
# compiles without a warning, unless a comment above it says otherwise:
#     <!-- gate: in NAME -->            it stands in the place of `@@` in language/NAME.gate
#     <!-- gate: wrong E0405 -->        it does not compile, and this is said
#     <!-- gate: wrong E0405 in NAME -->
#     <!-- gate: warns W0103 -->        it compiles, and this is said (also with `in NAME`)
#     <!-- gate: file NAME.gate -->     others import it
#     <!-- eval -->                     lines EXPRESSION -> RESULT: JSON, `missing`, `error` or a code, of
#                                       `run`, which is language/run.json
# Usage: language.sh ROOT GATEC
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd "$1" && pwd)
gatec=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
offence() {
    echo "$1"
    cat "$scratch/said"
    bad=1
}

awk -v out="$scratch" '
function open_block() { file = sprintf("%s/%03d", out, ++number) }
FNR == 1 { page = FILENAME; sub(/.*\//, "", page) }
/^<!-- gate: / { what = $0; sub(/^<!-- gate: /, "", what); sub(/ -->$/, "", what) }
/^<!-- eval -->$/ { what = "eval" }
/^```/ && !inside {
    inside = 1
    taken = ($0 == "```gate" && !from_file) || what == "eval"
    from_file = 0
    if (taken) {
        open_block()
        print page ":" FNR > (file ".place")
        print what > (file ".what")
    }
    next
}
/^```$/ && inside { inside = 0; what = ""; if (taken) { close(file); close(file ".place"); close(file ".what") }; next }
inside && taken { print > file }
!inside && /^<!-- file: / { from_file = 1 }
END { if (inside) { print page ": a block is not closed"; exit 1 } }
' "$root/docs/language.md" "$root/docs/evidence.md" "$root/docs/readers.md"

# value EXPRESSION: what `gatec eval` makes of it.
value() {
    status=0
    "$gatec" eval "$1" -e "run=$here/language/run.json" --now 2026-02-13T12:00:00Z > "$scratch/value" 2> "$scratch/said" || status=$?
    case $status in
    0) cat "$scratch/value" ;;
    1) sed -n '1s/:.*//p' "$scratch/said" ;;
    *) sed -n '1s/^error\[\(E[0-9]*\)\].*/\1/p' "$scratch/said" ;;
    esac
}
expressions() {
    while IFS= read -r line <&3; do
        case $line in *' -> '*) ;; *) continue ;; esac
        expression=${line%' -> '*}
        wanted=${line##*' -> '}
        got=$(value "$expression")
        [ "$got" = "$wanted" ] || offence "$place: $expression -> $got, not $wanted"
        expressions=$((expressions + 1))
    done 3< "$1"
}

blocks=0
expressions=0
for what in "$scratch"/*.what; do
    block=${what%.what}
    place=$(cat "$block.place")
    # shellcheck disable=SC2046 # words
    set -- $(cat "$what")
    if [ "${1:-}" = eval ]; then
        expressions "$block"
        continue
    fi
    blocks=$((blocks + 1))
    codes=
    wrapper=
    name=policy.gate
    warns=no
    while [ $# -gt 0 ]; do
        case $1 in
        in) wrapper=$2 ;;
        wrong) codes="$codes$2 " ;;
        warns) codes="$codes$2 "; warns=yes ;;
        file) name=$2 ;;
        *) offence "$place: what is \`$1\`?" ;;
        esac
        shift 2
    done
    policy=$scratch/$name
    if [ -n "$wrapper" ]; then
        sed -e "/^@@\$/r $block" -e '/^@@$/d' "$here/language/$wrapper.gate" > "$policy"
    else
        cp "$block" "$policy"
    fi
    status=0
    "$gatec" compile "$policy" -o "$scratch/policy.gbc" > "$scratch/said" 2>&1 || status=$?
    said=$(sed -n 's/^[a-z]*\[\([EW][0-9]*\)\].*/\1/p' "$scratch/said" | sort -u | tr '\n' ' ')
    # What a wrapper declares is not used by every fragment.
    [ -z "$wrapper" ] || said=$(printf '%s' "$said" | sed 's/W010[12] //g')
    [ "$said" = "$codes" ] || offence "$place: ${said:-nothing }is said, not ${codes:-nothing}"
    [ "$status" -eq 0 ] || [ -n "$codes" ] || offence "$place: does not compile"
    case $warns$status in no3 | no0 | yes0) ;; *) offence "$place: status $status" ;; esac
done
: > "$scratch/said"
if [ "$blocks" -lt 30 ] || [ "$expressions" -lt 80 ]; then
    offence "only $blocks blocks and $expressions expressions"
fi
exit $bad
