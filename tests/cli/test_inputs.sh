#!/bin/sh
# Where policies and evidence come from: imports, folders, the root, standard input.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
small_policy p.gate
echo '{"ok": true, "slow": false}' > e.json
echo '{"ok": false}' > no.json

# By hand.
run 1 check p.gate --now "$now" -e e=no.json
out "by hand"
run 1 check p.gate --now "$now" --evidence=e=no.json
got=0
"$gatec" check p.gate --now "$now" -e e=- -o json < no.json > out 2> err || got=$?
[ "$got" = 1 ] || fail "standard input: status $got, not 1"
grep -q '"path": "-"' out || fail "standard input is not named in the verdict"
got=0
"$gatec" check p.gate --now "$now" -e e=- < /dev/null > out 2> err || got=$?
[ "$got" = 1 ] || fail "empty standard input: status $got, not 1"
got=0
"$gatec" check p.gate --now "$now" -e e=- <&- > out 2> err || got=$?
[ "$got" = 1 ] || fail "closed standard input: status $got, not 1"
run 1 check p.gate --now "$now" -e e=absent.json
mkfifo pipe
run 1 check p.gate --now "$now" -e e=pipe
run 1 check p.gate --now "$now" -e e=.

# The root.
mkdir -p root/deep policies
cp e.json root/
run 0 check p.gate --now "$now" --root root
run 1 check p.gate --now "$now" --root root/deep
run 1 check p.gate --now "$now" --root absent
sed 's|"e.json"|"../e.json"|' p.gate > up.gate
run 1 check up.gate --now "$now" --root root
out "leaves the root"
run 0 check up.gate --now "$now" --root root --allow-outside
ln -s ../../e.json root/deep/e.json
run 1 check p.gate --now "$now" --root root/deep
run 0 check p.gate --now "$now" --root root/deep --allow-outside

# A policy whose name begins with a dash.
cp p.gate ./-p.gate
run 0 check --now "$now" -- -p.gate
run 0 check ./-p.gate --now "$now"

# Imports are relative to the importing file, and one file is one however it is reached.
mkdir -p policies/shared
cat > policies/p.gate << 'POLICY'
policy p "A policy"
import "./shared/a.gate"
import "./shared/../shared/b.gate"
evidence e from "e.json"
checklist c "A block" { item i "A row" { require both(e.ok) } }
POLICY
printf 'import "./b.gate"\ndef both(x) = same(x) && x == true\n' > policies/shared/a.gate
printf 'def same(x) = x == x\n' > policies/shared/b.gate
run 0 check policies/p.gate --now "$now"
run 0 check ./policies/../policies/p.gate --now "$now"
(cd policies/shared && "$gatec" check ../p.gate --root ../.. --now "$now") > out 2> err || fail "from within: $(cat err)"
printf 'def same(x) = y == x\n' > policies/shared/b.gate
run 3 check policies/p.gate --now "$now"
err " --> policies/shared/b.gate:1:15"
rm policies/shared/b.gate
run 3 check policies/p.gate --now "$now"
err "could not read"
ln -s b.gate policies/shared/b.gate
run 3 check policies/p.gate --now "$now"
rm policies/shared/b.gate
mkfifo policies/shared/b.gate
run 3 check policies/p.gate --now "$now"
err "is a FIFO"
rm -r policies/shared

# A folder: every policy in it, and the files without a header named.
cat > policies/p.gate << 'POLICY'
policy p "A policy"
import "./team.gate"
param least : int
evidence e from "e.json"
checklist c "A block" { item i "A row" { owner sre  require e.ok == true && least > 0 } }
POLICY
echo 'owner sre "The engineers" duty "keep it up"' > policies/team.gate
mkdir policies/more policies/.hidden
small_policy policies/more/q.gate
echo broken > policies/.hidden/r.gate
echo broken > policies/notes.txt
run 0 check policies --now "$now" -p least=1
[ "$(grep -c '^GO' out)" = 2 ] || fail "not two verdicts of a folder: $(cat out)"
err "\`policies/team.gate\` has no policy header"
run 0 check policies --now "$now" -p least=1 -q
silent err
run 2 check policies --now "$now" -p leats=1
run 1 check policies --now "$now" -p least=1 -e e=no.json
echo broken > policies/broken.gate
run 3 check policies --now "$now" -p least=1
out "GO  A policy"
rm -r policies/p.gate policies/broken.gate policies/more
run 3 check policies --now "$now"
err "nothing to judge"

# The clock, where no time is given; and no other variable of the environment.
run 0 check p.gate -o json
out '"now_origin": "clock"'
export GATEC_NOW=x GATEC_ROOT=/nowhere SOURCE_DATE_EPOCH=0
run 0 check p.gate --now "$now" -o json=a.json
unset GATEC_NOW GATEC_ROOT SOURCE_DATE_EPOCH
run 0 check p.gate --now "$now" -o json=b.json
cmp -s a.json b.json || fail "an undeclared variable changes the verdict"
done_testing
