#!/bin/sh
# `gatec check --only`, and a folder: which policies are judged, the line for each, the status of all.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
mkdir set
cat > set/two.gate << 'POLICY'
policy two "Two blocks"
import "./owners.gate"
evidence e from "e.json"
checklist good "Good" { item i "One" { owner sre  require e.ok == true }  item k "Two" { require e.ok == true } }
checklist bad "Bad" { item i "One" { require e.ok == false } }
POLICY
cat > set/one.gate << 'POLICY'
policy one "A rollback"
evidence e from "e.json"
rollback r "Triggers" { then q  trigger t "Fires" { fire when e.fires } }
procedure q "Steps" { step s "A step" { require e.done } }
POLICY
echo 'owner sre "Operations"' > set/owners.gate
cat > set/keep.gate << 'POLICY'
policy keep "Retention"
retain runs over run in "runs/*/summary.json" by at { keep last 10 }
POLICY
echo '{"ok": true, "fires": false, "done": false}' > e.json

# ONLY_UNKNOWN
run 2 check set/two.gate --now "$now" --only god
err 'E0719'
err 'Did you mean `good`?'
run 2 check set/two.gate --now "$now" --only good.j
run 2 check set/two.gate --now "$now" --only good. 
run 2 check set/keep.gate --now "$now" --only runs
run 1 check set/two.gate --now "$now"
run 0 check set/two.gate --now "$now" --only good
out 'only    good'
no_out 'bad.i'
run 0 check set/two.gate --now "$now" --only good.i -o "json=$scratch/v.json"
grep -q '"good.i"' v.json || fail 'good.i is not in the document'
if grep -q '"good.k"' v.json; then fail 'good.k is in the document'; fi
# Every form says that it is a part: a GO of one block is not the policy's.
for form in markdown html github junit tap sarif gitlab ctrf; do
    run 0 check set/two.gate --now "$now" --only good.i -o "$form=$scratch/part"
    grep -qi 'only' part || fail "$form does not say that only good.i was judged"
    run 1 check set/two.gate --now "$now" -o "$form=$scratch/whole"
    if grep -q 'were asked for' whole; then fail "$form speaks of a part where all was judged"; fi
done
run 2 check set/two.gate --now "$now" --only good.i -o intoto --subject "sha256:$(sha256sum < e.json | cut -c 1-64)"
err 'only a part of the policy was judged'
run 1 check set/two.gate --now "$now" --only good --only bad.i
run 0 check set/one.gate --now "$now" --only r

# A folder: two are judged, one is compiled and named, one has nothing to judge.
run 1 check set --now "$now"
out '1 of 2 policies come out well'
out 'set/one.gate: GO'
out 'set/two.gate: NO-GO'
err 'set/owners.gate` has no policy header'
err 'set/keep.gate` has only retention'
run 0 check set --now "$now" --only good --only r
out '2 of 2 policies come out well'
run 0 check set --now "$now" --only r
no_out 'two.gate'
run 2 check set --now "$now" --only r --only nowhere
err 'no policy has the block or row `nowhere`'

# Of several statuses the worst counts.
echo '{"ok": true, "fires": true, "done": false}' > e.json
run 12 check set --now "$now" --detailed-exitcode
out 'a rollback trigger fires'
echo 'policy broken "B"' > set/broken.gate
run 3 check set --now "$now" --detailed-exitcode
out 'set/broken.gate: NOT JUDGED'
rm set/broken.gate

# Nothing to judge is no success.
run 3 check set/keep.gate --now "$now"
mkdir other
cp set/keep.gate other/
run 3 check other --now "$now"
done_testing
