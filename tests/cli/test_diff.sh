#!/bin/sh
# gatec diff: what flipped, what moved and by how much, what was read; the status says whether it got worse.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
cat > p.gate << 'POLICY'
policy p "A policy"
param least : int = 80 floor 1
evidence e from "e.json"
evidence f from "f.json"
checklist c "A block" {
  item i "A row" { require e.n >= least }
  item j "Another" {
    require f.ok == true
    warn when f.slow == true
  }
  item k "Advice" { advisory  require e.kind == "a" }
  item t "Time" { require timestamp(e.at) < now && e.list.all(x, x.v > 0) }
}
POLICY
# check NAME N OK SLOW KIND AT: a verdict of that evidence.
save() {
    printf '{"n": %s, "kind": "%s", "at": "%s", "list": [{"name": "one", "v": %s}]}\n' "$2" "$5" "$6" "${7:-1}" > e.json
    printf '{"ok": %s, "slow": %s}\n' "$3" "$4" > f.json
    "$gatec" check p.gate --now "$now" -q -o "json=$1.json" || [ $? = 1 ]
}
save base 85 true false a 2026-02-13T10:00:00Z
save same 85 true false a 2026-02-13T10:00:00Z
run 0 diff base.json same.json
out_is "SAME  A policy: GO → GO, as of 2026-02-13T12:00:00Z"
run 0 diff base.json base.json -o json
out '"same": true'
out '"worse": false'

# A value moves, and nothing flips.
save moved 82.5 true false a 2026-02-13T10:30:00Z 3
run 0 diff base.json moved.json
out "CHANGED  A policy: GO → GO"
out "- c.i: \`e.n\` 85 → 82.5 (-2.5)"
out "(+30m)"
out "(+2)"
out "- e, e.json: SHA-256 $(sed -n 's/.*"sha256": "\([0-9a-f]\{12\}\).*/\1/p' base.json | head -n 1) →"
no_out "c.i: pass"
no_out "f.json"
run 0 diff base.json moved.json -o json=d.json -o text=d.txt
silent out
grep -q '"by": "-2.5"' d.json || fail "the JSON does not say by how much"
grep -q '"what": "e.n"' d.json || fail "the JSON does not say what moved"

# A row fails, a row warns, a row is missing.
save red 79 true false a 2026-02-13T10:00:00Z
run 1 diff base.json red.json
out "WORSE  A policy: GO → NO-GO"
out "✗ p: GO → NO-GO"
out "✗ c: GO → NO-GO"
out "✗ c.i: pass → fail"
run 0 diff red.json base.json
out "BETTER  A policy: NO-GO → GO"
out "✓ c.i: fail → pass"
run 1 diff base.json red.json -o json
out '"worse": true'
save warned 85 true true a 2026-02-13T10:00:00Z
run 1 diff base.json warned.json
out "✗ c.j: pass → warn"
run 0 diff warned.json base.json
out "✓ c.j: warn → pass"
save advice 85 true false b 2026-02-13T10:00:00Z
run 0 diff base.json advice.json
out "- c.k: pass → fail"
out "\`e.kind\` \"a\" → \"b\""
rm f.json
"$gatec" check p.gate --now "$now" -q -o json=missing.json > out || true
run 1 diff base.json missing.json
out "✗ c.j: pass → missing"
out "f, f.json: SHA-256 "
run 1 diff missing.json red.json
out "✓ c.j: missing → pass"
out "✗ c.i: pass → fail"
# Red for another reason is no worse.
save other 70 true false a 2026-02-13T10:00:00Z
run 0 diff red.json other.json
out "\`e.n\` 79 → 70 (-9)"

# Rows that come and go; the policy's text, and a parameter.
save base 85 true false a 2026-02-13T10:00:00Z
sed 's/^  item k.*/  item new "New" { require e.n > 0 }/' p.gate > q.gate
"$gatec" check q.gate --now "$now" -q -p least=81 -o json=new.json
run 0 diff base.json new.json
out "- c.new: not there → pass"
out "- c.k: pass → not there"
out "q.gate: not there → SHA-256 "
out "p.gate: SHA-256 "
out "- least: 80 → 81 (+1)"
"$gatec" check q.gate --now "$now" -q -p least=90 -o json=red.json > out || true
run 1 diff base.json red.json
out "✗ c.i: pass → fail"

# Evidence cannot speak to the terminal.
save evil 85 true false "$(printf '\\u001b[31m\\n::error::x')" 2026-02-13T10:00:00Z
run 0 diff base.json evil.json
no_out "$(printf '\033')"
! grep -q '^ *::error' out || fail "a command stands at the beginning of a line"

# Usage.
"$gatec" diff - same.json < base.json > out || fail "no verdict from standard input"
run 2 diff - -
err "both verdicts are standard input"
run 2 diff base.json
run 2 diff base.json same.json red.json
err "takes BEFORE AFTER and no more"
run 2 diff base.json same.json -o junit
run 3 diff base.json e.json
err E0726
run 3 diff absent.json base.json
err E0725
run 4 diff base.json same.json -o json=none/a
done_testing
