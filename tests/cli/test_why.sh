#!/bin/sh
# gatec why: everything about one row, of a policy or of a saved verdict.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
cat > p.gate << 'POLICY'
policy p "A policy"
owner sre "The engineers" duty "keep it up"
param least : int = 80 floor 1
evidence e from "e.json"
checklist c "A block" {
  item i "A row" {
    owner sre
    require e.n >= least
    require e.ok == true else "it is not ok"
  }
  item j { require e.list.all(x, x > 0) }
}
checklist d { item j { require e.n > 1 } }
POLICY
echo '{"n": 79, "ok": true, "list": [1, 2]}' > e.json
run 1 check p.gate --now "$now" -o json=v.json

run 0 why c.i v.json
out "NO-GO  A policy, as of 2026-02-13T12:00:00Z"
out "block  c, A block: NO-GO"
out "✗ FAIL"
out "require e.n >= least"
out "require e.ok == true"
out "who acts"
out "What would make it hold"
out "What was read for it"
out "SHA-256"
out "$(sha256sum < e.json | cut -c 1-64)"
out "at /n"
out "at /ok"
out "parameter least"
no_out "d.j"
cp out saved
# The same from the policy.
run 0 why c.i p.gate --now "$now"
cmp out saved || fail "another answer from the policy than from its verdict"
run 0 why c.i p.gate --now "$now" -p least=70
out "✓ PASS"
out "owner"
no_out "What would make it hold"
run 0 why c.i - < v.json
cmp out saved || fail "another answer from standard input"
# A name that two rows have.
run 0 why j v.json
out "c.j"
out "d.j"
run 0 why c.i v.json --color=always
out "$(printf '\033[')"

# There is no such row.
run 2 why c.k v.json
err "there is no row \`c.k\`; did you mean \`c.i\`?"
silent out
run 2 why nothing-like-it v.json
err "there is no row \`nothing-like-it\`"
run 2 why '' v.json
run 2 why c v.json
# Wrong usage, and files that are neither.
run 2 why c.i
run 2 why c.i v.json --root .
err "\`--root\` is for a policy"
run 2 why c.i p.gate --now never
err E0709
run 3 why c.i absent.gate
err E0701
run 3 why c.i e.json
err E0726
echo 'policy' > bad.gate
run 3 why c.i bad.gate
# Hostile text of the evidence stays within its line.
printf '{"n": "\\u001b[2J\\n::error::x", "ok": "##[error]", "list": []}' > e.json
run 0 why c.i p.gate --now "$now"
no_out "$(printf '\033')"
no_out '##['
! grep -q '^ *::error' out || fail "a command stands at the beginning of a line"
# As JSON: the row with its block and what was read for it.
echo '{"ok": false, "n": 3}' > e.json
run 0 why c.i p.gate --now "$now" -o json=why.json -o text=why.txt
"$gatec" eval 'w.schema.endsWith("/why-1") && w.rows.size() == 1 && w.rows[0].row.id == "c.i" && !has(w.rows[0].block.rows) && w.rows[0].evidence[0].files[0].path == "e.json"' -e w=why.json |
    grep -q true || fail "not the row: $(cat why.json)"
grep -q 'c.i' why.txt || fail "no text beside it"
run 2 why nothing p.gate --now "$now" -o json
silent out
run 2 why c.i p.gate --now "$now" -o html
err 'there is no form `html`'
done_testing
