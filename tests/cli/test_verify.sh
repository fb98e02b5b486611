#!/bin/sh
# gatec verify: the same for every example, and after a change of any input that input by its name.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
. "$(dirname "$0")/every_example.sh"

# The options of a check that a verification needs too: the root, and what was bound by hand.
again() {
    kept=
    while [ $# -gt 0 ]; do
        case $1 in
        --root | -e)
            kept="$kept $1 $2"
            shift
            ;;
        --allow-outside) kept="$kept $1" ;;
        esac
        shift
    done
}
same() {
    status=0
    "$gatec" check "$@" -o "json=$scratch/v.json" 2> "$scratch/err" || status=$?
    [ "$status" -lt 2 ] || return 0
    again "$@"
    # shellcheck disable=SC2086 # options, one by one
    "$gatec" verify "$scratch/v.json" $kept > "$scratch/said" 2>&1 ||
        fail "$example: not the same: $(head -n 12 "$scratch/said")"
    grep -q '^SAME ' "$scratch/said" || fail "$example: does not say that it is the same"
    compared=$((compared + 1))
}
compared=0
every_example same
[ "$compared" -ge 120 ] || fail "only $compared of ${examples:?} examples were verified"

# Whatever was given: parameters and variables come from the verdict, as does the time.
mkdir -p shared
cat > p.gate << 'POLICY'
policy p "A policy"
import "./shared/rule.gate"
param least : int = 1
param most : int = 9 env MOST
param names : [string] = ["a"]
param patience : duration = 90s
param folder : string = "in"
evidence e from "{folder}/e.json"
evidence f from "f.json"
checklist c "A block" {
  item i "A row" { require e.n >= least && e.n <= most }
  item j "Another" { require good(f.ok) }
  item k "Third" { require names.size() > 0 && patience > 1s }
}
POLICY
echo 'def good(x) = x == true' > shared/rule.gate
mkdir in
echo '{"n": 5, "note": "x"}' > in/e.json
echo '{"ok": true}' > f.json
export MOST=7
run 0 check p.gate -p least=2 -p 'names=["b", "c\"d"]' -p patience=1h30m -o json=v.json
unset MOST
run 0 verify v.json
out "SAME  A policy: GO"
export MOST=6
run 0 verify v.json -p least=2
unset MOST
run 1 verify v.json -p least=3
out "least: 2 → 3 (+1)"
run 1 verify v.json -p least=6
out "✗ p: GO → NO-GO"
out "✗ c.i: pass → fail"
run 2 verify v.json -p leats=6
err "E0601"
run 0 verify v.json -o json
out '"same": true'
run 0 check p.gate -p least=2 --mode deciding -o json=deciding.json
run 0 verify deciding.json
run 0 check p.gate -p least=2 --only c.i -o json=only.json
run 0 verify only.json
mkdir sub
(cd sub && "$gatec" verify ../v.json --root .. --policy ../p.gate > ../out 2>&1) && fail "another path of the policy is not told"
out "../p.gate"

# One byte of any input.
changed() {
    cp "$1" kept
    sed "$2" kept > "$1"
    ! cmp -s kept "$1" || fail "$2 changes nothing in $1"
    run 1 verify v.json
    out DIFFERS
    out "$3"
    run 1 verify v.json -o json
    out '"same": false'
    out "$(sha256sum < "$1" | cut -c 1-64)"
    cp kept "$1"
}
changed in/e.json 's/"x"/"y"/' "e, in/e.json: SHA-256 "
changed in/e.json 's/5/1/' "✗ c.i: pass → fail"
changed in/e.json 's/5/6/' "\`e.n\` 5 → 6 (+1)"
changed in/e.json 's/5/6/' "c.i: pass as before, but "
changed f.json 's/true/trux/' "✗ c.j: pass → error"
changed f.json 's/true/TRUE/' "f, f.json: SHA-256 "
changed p.gate 's/A row/A rov/' "p.gate: SHA-256 "
changed p.gate 's/least : int = 1/least : int = 0/' "p.gate: SHA-256 "
changed p.gate 's/^policy/polixy/' "p.gate: SHA-256 "
err "error["
changed shared/rule.gate 's/true/trux/' "shared/rule.gate: SHA-256 "
changed shared/rule.gate 's/$/ /' "shared/rule.gate: SHA-256 "
mv f.json away.json
run 1 verify v.json
out "f, f.json: SHA-256 "
out "✗ c.j: pass → missing"
mv away.json f.json
mv shared/rule.gate away.gate
run 1 verify v.json
out "shared/rule.gate: SHA-256 "
out "→ not there"
mv away.gate shared/rule.gate
# The verdict itself: an outcome, a reason, a text far down.
for change in 's/"verdict": "GO"/"verdict": "NO-GO"/' 's/"outcome": "pass"/"outcome": "warn"/' 's/"shown": "5"/"shown": "4"/' \
    's/"title": "A block"/"title": "A blocc"/' 's/"end_column": 8/"end_column": 9/'; do
    sed "$change" v.json > forged.json
    ! cmp -s v.json forged.json || continue
    run 1 verify forged.json
    out DIFFERS
done
sed 's/"title": "A block"/"title": "A blocc"/' v.json > forged.json
run 1 verify forged.json
out "/blocks/0/title is another"

# By hand: the file has to be named again.
echo '{"ok": true}' > g.json
run 0 check p.gate --now "$now" -e f=g.json -o json=hand.json
run 2 verify hand.json
err "E0727"
err "Bind it again: \`-e f=g.json\`"
run 0 verify hand.json -e f=g.json
echo '{"ok":  true}' > g.json
run 1 verify hand.json -e f=g.json
out "f, g.json: SHA-256 "
"$gatec" check p.gate --now "$now" -q -e f=- -o json=hand.json < f.json
"$gatec" verify hand.json -e f=- < f.json > out || fail "standard input is not the same: $(cat out)"

# A compiled policy stands for its sources where these are gone.
run 0 compile p.gate -o p.gbc
run 0 check p.gbc -o json=compiled.json
mkdir gone
mv p.gate shared gone/
run 0 verify compiled.json --policy p.gbc
run 1 verify compiled.json
out "p.gate: SHA-256 "
mv gone/* .

# What is no verdict.
run 3 verify p.gate
err E0726
run 3 verify absent.json
err E0725
run 2 verify
run 2 verify v.json --root
run 2 verify v.json -o junit
run 4 verify v.json -o json=none/a
done_testing
