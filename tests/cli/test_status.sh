#!/bin/sh
# The exit statuses of `gatec check`, one by one (docs/language.md, "Exit statuses").
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
small_policy p.gate

echo '{"ok": true, "slow": false}' > e.json
run 0 check p.gate --now "$now"
out "GO  A policy"
silent err
run 0 check p.gate --now "$now" --detailed-exitcode

echo '{"ok": true, "slow": true}' > e.json
run 0 check p.gate --now "$now"
run 10 check p.gate --now "$now" --detailed-exitcode

echo '{"ok": false, "slow": false}' > e.json
run 1 check p.gate --now "$now"
out "NO-GO"
run 1 check p.gate --now "$now" --detailed-exitcode

echo '{"slow": false}' > e.json
run 1 check p.gate --now "$now"
run 11 check p.gate --now "$now" --detailed-exitcode
echo 'no JSON' > e.json
run 1 check p.gate --now "$now"
run 11 check p.gate --now "$now" --detailed-exitcode
rm e.json
run 1 check p.gate --now "$now"
out "NO-GO"
run 11 check p.gate --now "$now" --detailed-exitcode

# Missing in one row does not soften a failure in another.
cat > two.gate << 'POLICY'
policy two "Two rows"
evidence e from "e.json"
evidence f from "f.json"
checklist c "A block" {
  item i "One" { require e.ok == true }
  item j "Other" { require f.ok == true }
}
POLICY
echo '{"ok": false}' > e.json
run 1 check two.gate --now "$now" --detailed-exitcode

# Wrong usage.
run 2 check
err "needs FILE"
run 2 check p.gate --nwo "$now"
err "did you mean \`--now\`?"
run 2 check p.gate --now 2026-02-13
err "E0709"
run 2 check p.gate --now 2026-02-13T12:00:00
err "does not say its zone"
run 2 check p.gate -p nothing=1
err "E0601"
run 2 check p.gate -e f=e.json
err "E0704"
sed 's/\<e\>/result/g' p.gate > long.gate
run 2 check long.gate -e resutl=e.json
err "Did you mean \`result\`?"
run 2 check p.gate -e e=e.json -e e=e.json
err "E0705"
run 2 check two.gate -e e=- -e f=-
err "E0706"
run 2 check p.gate -e e
err "wants NAME=FILE"
run 2 check p.gate -e e=
run 2 check p.gate -p =1
run 2 check p.gate -o xml
err "there is no form \`xml\`"
err "it is one of text, json"
run 2 check p.gate -o jsn
err "did you mean \`json\`?"
run 2 check p.gate -o text -o json
err "two outputs to standard output"
run 2 check p.gate -o text=x -o json=x
err "two outputs to one file"
run 2 check p.gate -o json=
run 2 check p.gate --mode guessing
run 2 check p.gate --color sometimes
run 2 check p.gate -q -v
run 2 check p.gate --now "$now" --now "$now"
err "given twice"
run 2 check p.gate --root
err "needs a value"
run 2 check p.gate --quiet=yes
err "takes no value"
run 2 check p.gate --detailed
err "there is no option \`--detailed\`"
run 2 check p.gate -x
run 2
err "no command is given"
run 2 chekc p.gate
err "did you mean \`check\`?"
silent out

# A parameter without a value, one past its floor, one that does not parse, one from the environment.
cat > q.gate << 'POLICY'
policy q "With parameters"
param least : percent = 85 floor 80 env LEAST
param who : string
evidence e from "{who}.json"
checklist c "A block" { item i "A row" { require e.share >= least } }
POLICY
echo '{"share": 90}' > e.json
run 2 check q.gate --now "$now"
err "E0605"
run 0 check q.gate --now "$now" -p who=e
run 2 check q.gate --now "$now" -p who=e -p least=79
err "E0604"
run 2 check q.gate --now "$now" -p who=e -p least=many
err "E0603"
run 1 check q.gate --now "$now" -p who=e -p least=95
run 2 check q.gate --now "$now" -p who=../e
err "E0607"
export LEAST=95
run 1 check q.gate --now "$now" -p who=e
export LEAST=79
run 2 check q.gate --now "$now" -p who=e
err "LEAST"
export LEAST=
run 0 check q.gate --now "$now" -p who=e
unset LEAST

# The policy does not compile, cannot be read, or judges nothing.
printf 'policy p "P"\nchecklist c "C" {\n  item i "I" { require nothing }\n}\n' > bad.gate
run 3 check bad.gate --now "$now"
err "error[E0201]"
silent out
run 3 check absent.gate --now "$now"
err "E0701"
mkdir folder
run 3 check folder --now "$now"
mkfifo pipe.gate
run 3 check pipe.gate --now "$now"
err "is a FIFO"
echo 'def twice(x) = 2 * x' > module.gate
run 3 check module.gate --now "$now"
err "E0703"
silent out
cat > skipped.gate << 'POLICY'
policy skipped "Skipped"
evidence e from "e.json"
checklist c "A block" {
  only if e.share > 1000
  item i "A row" { require e.share >= 0 }
}
POLICY
run 3 check skipped.gate --now "$now"
err "E0703"
! grep -q '^GO' out || fail "GO although nothing was judged"
head -c 1100000 /dev/zero | tr '\0' ' ' > large.gate
run 3 check large.gate --now "$now"
err "1 MiB"

# No verdict.
echo '{"ok": true, "slow": false}' > e.json
if [ -c /dev/full ]; then
    got=0
    "$gatec" check p.gate --now "$now" > /dev/full 2> err || got=$?
    [ "$got" = 4 ] || fail "check to a full disk: status $got, not 4"
    grep -q "could not write to standard output" err || fail "a full disk is not told"
    run 4 check p.gate --now "$now" -o text -o json=/dev/full
    for what in "version" "help" "help check" "doc --reference clauses" "explain E0101" "eval 1" "disasm p.gate"; do
        got=0
        # shellcheck disable=SC2086 # several words
        "$gatec" $what > /dev/full 2> err || got=$?
        [ "$got" = 4 ] || fail "gatec $what to a full disk: status $got, not 4"
    done
fi
got=0
"$gatec" check p.gate --now "$now" >&- 2> err || got=$?
[ "$got" = 4 ] || fail "check to a closed stream: status $got, not 4"

# Of several policies the worst counts: 4, 3, 2, 12, 1, 11, 10, 0.
run 0 check p.gate p.gate --now "$now"
run 3 check p.gate bad.gate --now "$now"
out "GO  A policy"
echo '{"ok": false}' > e.json
run 3 check p.gate bad.gate --now "$now"
echo '{}' > f.json
cat > missing.gate << 'POLICY'
policy missing "Missing"
evidence f from "f.json"
checklist c "A block" { item i "A row" { require f.ok == true } }
POLICY
run 11 check missing.gate --now "$now" --detailed-exitcode
run 1 check missing.gate p.gate --now "$now" --detailed-exitcode
run 2 check missing.gate p.gate --now "$now" -p nothing=1
done_testing
