#!/bin/sh
# gatec render: a saved verdict in every form, the same bytes that check writes.
# Thousands of files are written and synced: in memory where that can be had.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
. "$(dirname "$0")/every_example.sh"
root=${root:?}

forms=$("$gatec" help render | sed -n '/^forms:/,$ s/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$forms" | wc -l)" -ge 9 ] || fail "few forms: $forms"

# Both write every form; the attestation needs to know what it is about.
about=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
into() {
    for form in $forms; do
        echo "-o $form=$1/$form"
    done
}
both() {
    rm -rf "$scratch/a" "$scratch/b"
    mkdir "$scratch/a" "$scratch/b"
    status=0
    # shellcheck disable=SC2046 # options, one by one
    "$gatec" check "$@" --subject $about $(into "$scratch/a") 2> "$scratch/err" || status=$?
    [ "$status" -lt 2 ] || return 0
    # shellcheck disable=SC2046
    "$gatec" render "$scratch/a/json" --subject $about $(into "$scratch/b") 2> "$scratch/err" || fail "$example: render failed: $(cat "$scratch/err")"
    for form in $forms; do
        cmp "$scratch/a/$form" "$scratch/b/$form" || fail "$example: another $form from the saved verdict"
    done
    compared=$((compared + 1))
}
compared=0
every_example both
[ "$compared" -ge 120 ] || fail "only $compared of ${examples:?} examples were compared"

# With the same options about what is shown, on standard output and from standard input.
small_policy p.gate
echo '{"ok": true, "slow": true}' > e.json
run 0 check p.gate --now "$now" -o json=v.json
for option in -q -v --color=always; do
    run 0 check p.gate --now "$now" "$option"
    cp out wanted
    run 0 render v.json "$option"
    cmp out wanted || fail "render $option writes another text than check"
done
run 0 render v.json -o json
cmp out v.json || fail "the verdict itself changes"
"$gatec" render - -o json < v.json | cmp - v.json || fail "another verdict from standard input"
# The verdict of a policy that is gone, and a NO-GO: it is only shown.
echo '{"ok": false}' > e.json
run 1 check p.gate --now "$now" -o json=no.json
mv p.gate away.gate
run 0 render no.json
out "NO-GO"
mv away.gate p.gate

# What is no verdict is refused, and writes nothing.
echo old > kept.txt
run 3 render p.gate -o text=kept.txt
err "E0726"
err "\`p.gate\` is no verdict"
run 3 render e.json -o text=kept.txt
err "\`schema\` is not there"
err "gatec check POLICY -o json=verdict.json"
run 3 render absent.json -o text=kept.txt
err "E0725"
err "absent.json is not there"
run 3 render . -o text=kept.txt
mkfifo pipe
run 3 render pipe -o text=kept.txt
cat no.json no.json > two.json
run 3 render two.json -o text=kept.txt
err "is no verdict"
for change in 's/verdict-1/verdict-2/' 's/"NO-GO"/"MAYBE"/' 's/"rows": 1/"rows": "1"/' '/"totals"/,/}/d' 's/"good": false/"good": 0/'; do
    sed "$change" no.json > changed.json
    run 3 render changed.json -o text=kept.txt
    err "is no verdict"
done
sed 's/verdict-1/verdict-2/' no.json > changed.json
run 3 render changed.json
err "another version"
printf '{"schema": "\033[31m"}' > evil.json
run 3 render evil.json
no_err "$(printf '\033')"
[ "$(cat kept.txt)" = old ] || fail "an output was written without a verdict"
run 2 render
run 2 render v.json no.json
run 2 render v.json -o txet
err "did you mean \`text\`?"
run 4 render v.json -o text=none/a.txt
run 0 render v.json -o json=/dev/null

# A document that lacks what need not be there, or holds what nobody wrote, is shown or refused.
if command -v python3 > /dev/null; then
    cp no.json seed.json
    python3 - << 'PYTHON'
import copy, json
seed = json.load(open("seed.json"))
def ways(value, way=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield way + (key,)
        yield from ways(inner, way + (key,))
number = 0
for way in ways(seed):
    for change in ("gone", "empty"):
        made = copy.deepcopy(seed)
        at = made
        for key in way[:-1]:
            at = at[key]
        inner = at[way[-1]]
        if change == "gone":
            del at[way[-1]]
        elif isinstance(inner, (dict, list, str)) and inner:
            at[way[-1]] = type(inner)()
        else:
            continue
        number += 1
        json.dump(made, open("mutant-%d.json" % number, "w"))
PYTHON
    mkdir mutants
    arguments=$(into mutants)
    for mutant in mutant-*.json; do
        got=0
        "$gatec" render "$mutant" --subject $about $arguments 2> err || got=$?
        [ "$got" = 0 ] || [ "$got" = 3 ] || fail "$mutant: status $got: $(cat err)"
    done
fi
done_testing
