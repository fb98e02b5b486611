#!/bin/sh
# Tests of policies: what they may change, what they say, and what counts as success.
set -eu
. "$(dirname "$0")/kit.sh"
root=$(CDPATH='' cd "$1" && pwd)

mkdir -p good bad
cat > good/e.json << 'END'
{
  "ok": true,
  "n": 5,
  "at": "2026-02-13T11:00:00Z",
  "list": [
    { "name": "a", "n": 1 },
    { "name": "b", "n": 2 }
  ]
}
END
cat > p.gate << 'END'
policy small "Small"

param least : int = 3 floor 1

evidence e from "e.json"
evidence f optional from "f.json"

checklist c "Checks" {
  item ok "It is ok" { require e.ok == true }
  item n "There are enough" { require e.n >= least && e.n < 100 }
  item other "The other file says so" { only if e.n > 4  require f.ok == true }
  item part each x in e.list by name "{x.name}" { require x.n > 0 }
}
END
cat > base.gate << 'END'
test "as it is" {
  using "good"
  given f = { "ok": true }
  expect GO
  expect c GO
  expect c.ok pass
  expect c.part["a"] pass
}
END
cat > t.gate << 'END'
import "./p.gate"

END
cat base.gate >> t.gate

# tests STATUS: the tests on standard input, of p.gate
tests() {
    { echo 'import "./p.gate"'; cat; } > x.gate
    run "$1" test x.gate
}

# -- what passes, what does not
run 0 test t.gate
out '✓ as it is'
out 'PASS  1 test: 1 passed'
tests 1 << 'END'
test "not so" { using "good" expect c.ok fail expect c NO-GO }
test "not there" { using "good" expect c.part["z"] pass }
END
out 'expected  c.ok fail  (line 2)'
out 'actual    pass'
out 'read      e.ok = true'
out 'at e.json:2:3 /ok'
out 'actual    not there; there is c.part["a"], c.part["b"]'
out 'FAIL  2 tests: 0 passed, 2 failed'

# -- changes: set, added, removed, everywhere, from a file; a place in the file stays what it is
echo '[{ "name": "q", "n": 9 }]' > list.json
echo '{ "ok": false }' > f.json
tests 0 << 'END'
test "set" { using "good" given e.n = 2 expect c.n fail expect c.other skipped }
test "added" { using "good" given e.new = { "a": [1, 2.5, "x", null, true] } expect c.ok pass }
test "computed" { using "good" given e.n = [1, 2].map(x, x * 2).sum() - 3 given e.list = [{"name": "a" + "b", "n": 1}] expect c.n pass expect c.part["ab"] pass }
test "removed" { using "good" without e.ok expect c.ok missing }
test "removed whole" { using "good" without e expect c.ok missing expect c.part missing }
test "an element removed" { using "good" without e.list[0] expect c.part["b"] pass }
test "all elements" { using "good" given e.list[*].n = 0 expect c.part["a"] fail expect c.part["b"] fail }
test "all removed" { using "good" without e.list[*] expect c.part missing }
test "from a file" { using "good" given e.list from "list.json" expect c.part["q"] pass }
test "a whole from a file" { using "good" given f from "./f.json" expect c.other fail }
test "one after the other" { using "good" given e.list = [] given e.list = [{ "name": "z", "n": 1 }] without e.list[0].n expect c.part["z"] missing }
test "no evidence but what is given" { given e = { "ok": true, "n": 1, "list": [{ "name": "a", "n": 1 }] } param least = 1 expect GO }
test "a parameter" { using "good" param least = 6 expect c.n fail }
test "a series" { using "good" given e.list[*].n = series "1 _" expect c.part["b"] missing }
test "a shorter series" { using "good" given e.list[*].n = series "0" expect c.part["a"] fail }
test "weird keys" { using "good" given e["a b\n\"\\ж"] = { "": 1 } given e["a b\n\"\\ж"][""] = 2 without e["a b\n\"\\ж"][""] expect c.ok pass }
END
tests 1 << 'END'

test "where it stands" { using "good" given e.n = 2000 expect c.part["b"] fail }
END
out 'at e.json:7:20 /list/1/n'

# -- what the tests can't be run for: errors, not failures
tests 1 << 'END'
test "no folder" { using "nowhere" expect GO }
test "no such key" { using "good" given e.lst[0].n = 1 expect GO }
test "no such element" { using "good" without e.list[2] expect GO }
test "nothing to take away" { using "good" without f expect GO }
test "no file" { using "good" given f from "nowhere.json" expect GO }
test "below the floor" { using "good" param least = 0 expect GO }
test "a value in error" { using "good" given e.n = 1 / 0 expect GO }
test "a time that is not given" { using "good" given e.at = now expect GO }
END
out 'there is no folder `nowhere`'
out '`e.lst` is not there; did you mean `list`?'
out '`e.list[2]` is not there: the list has 2'
out '`f` is not there anyway'
out 'nowhere.json'
out 'below'
out 'FAIL  8 tests: 0 passed, 8 are in error'

# -- the time: given, or nothing reads it
sed 's/evidence e from "e.json"/evidence e from "e.json" fresh within 2h by at/' p.gate > old.gate && mv old.gate p.gate
tests 1 << 'END'
test "no time" { using "good" expect c.ok pass }
test "in time" { using "good" now "2026-02-13T13:00:00Z" expect c.ok pass }
test "too late" { using "good" now "2026-02-13T13:00:01Z" expect c.ok missing }
test "renewed" { using "good" now "2026-02-14T13:00:01Z" given e.at = now - 2h expect c.ok pass }
END
out 'it says no `now`, and the policy reads it: `fresh within` of `e`'
out '(p.gate:5)'
out 'FAIL  4 tests: 3 passed, 1 in error'
sed 's/ fresh within 2h by at//' p.gate > new.gate && mv new.gate p.gate

# -- no environment
sed 's/floor 1/floor 1 env LEAST/' p.gate > env.gate
printf 'import "./env.gate"\ntest "one" { using "good" expect c.n pass }\n' > x.gate
LEAST=50
export LEAST
run 0 test x.gate
unset LEAST

# -- which tests
cp t.gate good/
run 0 test t.gate --run 'AS it'
run 0 test t.gate --run 'as*is'
run 1 test t.gate --run 'is*as'
err 'of 1 tests none has a title like `is*as`'
err E0820
run 1 test p.gate
err 'there are no tests'
mkdir empty
run 1 test empty
err 'there are no tests'
run 3 test good # a copy whose import is not there
rm good/t.gate
run 0 test t.gate t.gate
out '1 test: 1 passed'
run 0 test '[a-t].gate'
out '1 test: 1 passed'
run 2 test '[x-z]?.gate'
err 'no file matches'
mkdir tree
cp p.gate t.gate tree/
cp -R good tree/
(cd tree && run 0 test)
(cd tree && cd good && run 0 test .. --root ..)
rm -rf tree

# -- files that are not right
echo 'policy p "P" checklist c "C" { item i "I" { require nothing } } test "one" { expect GO }' > wrong.gate
run 3 test wrong.gate t.gate
err E0201
out 'PASS'
run 3 test nowhere.gate
err E0701
run 2 test --run
run 2 test t.gate --min-score 5
run 2 test t.gate -q -v
run 2 test t.gate -o html

# -- tests stay out of what is compiled, and out of a check
cp p.gate with.gate
run 0 compile p.gate -o without.gbc
cat base.gate >> with.gate
run 0 disasm p.gate
grep -v '^source\|^  *sha256\|image' out | sed -n '/units/,$p' > without.txt
run 0 disasm with.gate
grep -v '^source\|^  *sha256\|image' out | sed -n '/units/,$p' > with.txt
cmp without.txt with.txt || fail "tests are compiled"
run 0 test with.gate

# -- forms
tests 1 << 'END'
test "<one> & \"two\"" { using "good" expect c.ok fail }
END
run 1 test x.gate t.gate -o json=tests.json -o junit=tests.xml -o tap=tests.tap -o text
out 'FAIL'
run 0 eval -e t=tests.json 't.files[0].tests[0].differences[0].actual == "pass" && t.tests == 2 && t.passed == 1'
[ "$(cat out)" = true ] || fail "the JSON says something else"
grep -q 'name="&lt;one&gt; &amp; &quot;two&quot;"' tests.xml || fail "JUnit is not escaped"
grep -q 'failures="1" errors="0"' tests.xml || fail "JUnit has other counts"
grep -q '^1..2$' tests.tap && grep -q '^not ok 1' tests.tap && grep -q '^ok 2' tests.tap || fail "TAP has other points"
if command -v xmllint > /dev/null; then xmllint --noout tests.xml || fail "JUnit is no XML"; fi

# -- hostile titles and values stay where they are
printf 'import "./p.gate"\ntest "a\\nb\\u001b[31m\\u202e" { using "good" expect c.ok fail }\n' > x.gate
run 1 test x.gate
out 'a\nb\x1b[31m\u202e'
awk 'BEGIN { printf "import \"./p.gate\"\ntest \"deep\" { using \"good\" given e.n = " ; for (i = 0; i < 250; i++) printf "["; for (i = 0; i < 250; i++) printf "]"; print " expect c.n error }" }' > x.gate
run 0 test x.gate

# -- coverage
tests 0 << 'END'
test "one" { using "good" expect c.n pass }
END
run 0 test x.gate --coverage
out '✗ c.ok  1 pass: never seen to stand in the way'
out '✗ c.other  1 missing: never seen to let pass'
out 'p.gate:9  `e.ok == true` was never false'
out 'p.gate:11  `f.ok == true` was neither true nor false, and missing'
run 1 test x.gate --require-blocking
err '3 of 4 rows were never seen to stand in the way'
run 0 test x.gate --coverage -o json=cover.json
run 0 eval -e t=cover.json 't.policies[0].rows.filter(r, !r.blocked).map(r, r.row)'
[ "$(cat out)" = '["c.ok","c.n","c.part"]' ] || fail "the JSON says otherwise what was never seen: $(cat out)"
run 0 eval -e t=cover.json 't.policies[0].rows[1].clauses[0].conditions.map(l, l.text + " " + l.seen.join())'
[ "$(cat out)" = '["e.n >= least true","e.n < 100 true"]' ] || fail "the JSON has other conditions: $(cat out)"

# -- mutants: what one test leaves open, several close
run 1 test x.gate --mutate
out 'p.gate:10  comparison turned'
out '- item n "There are enough" { require e.n >= least && e.n < 100 }'
out '+ item n "There are enough" { require e.n > least && e.n < 100 }'
run 0 test x.gate --mutate --min-score 10
tests 0 << 'END'
test "well" { using "good" given f = { "ok": true } expect GO expect c.ok pass expect c.other pass expect c.part["a"] pass }
test "not ok" { using "good" given f = { "ok": true } given e.ok = false expect c NO-GO expect c.ok fail }
test "too few" { using "good" given e.n = 2 expect c NO-GO expect c.n fail expect c.other skipped }
test "just enough" { using "good" given e.n = 3 expect c.n pass }
test "four" { using "good" given e.n = 4 expect c.other skipped }
test "many" { using "good" given e.n = 99 expect c.n pass }
test "too many" { using "good" given e.n = 100 expect c.n fail }
test "the other" { using "good" given f = { "ok": false } expect c NO-GO expect c.other fail }
test "a bad part" { using "good" given e.list[1].n = 0 given f = { "ok": true } expect c NO-GO expect c.part["a"] pass expect c.part["b"] fail }
test "no default" { using "good" given e.n = 3 param least = 3 expect c.n pass }
END
run 0 test x.gate --mutate
out 'are noticed, 100.0 %'
cp out all.txt
run 0 test x.gate --mutate --mutants 5 --seed 7
out 'of 5 are noticed'
cp out some.txt
run 0 test x.gate --mutate --mutants 5 --seed 7
cmp -s out some.txt || fail "the same seed draws others"
run 0 test x.gate --mutate -v -o json=mutants.json -o text
out 'noticed by'
run 0 eval -e t=mutants.json 't.policies[0].mutants.all(m, m.noticed) && t.policies[0].mutants.exists(m, m.?path.orValue("") == "e.n" && m.kind == "removed")'
[ "$(cat out)" = true ] || fail "the JSON has other mutants"
run 2 test x.gate --mutants 5
run 2 test x.gate --mutate --mutants many
run 2 test x.gate --mutate --min-score 101

# -- the project's own
cd "$root"
run 0 test policies -q --require-blocking
out 'policies/release.gate: 15 of 15 rows were seen to stand in the way'
out 'policies/canary.gate: 7 of 7 rows were seen to stand in the way'
out 'policies/rollback.gate: 10 of 10 rows were seen to stand in the way'
run 0 test policies/canary_test.gate policies/rollback_test.gate --mutate --min-score 98 -q
out 'are noticed, 100.0 %'

# -- watching: again when the evidence changes
cd "$scratch"
: > watch.txt
"$gatec" test t.gate --watch > watch.txt 2>&1 &
watcher=$!
waits=0
until grep -q PASS watch.txt || [ $waits -ge 100 ]; do sleep 0.1; waits=$((waits + 1)); done
sed 's/"ok": true/"ok": false/' good/e.json > changed && mv changed good/e.json
waits=0
until grep -q 'FAIL  1 test' watch.txt || [ $waits -ge 100 ]; do sleep 0.1; waits=$((waits + 1)); done
kill "$watcher"
wait "$watcher" 2> /dev/null || true
grep -q 'FAIL  1 test' watch.txt || fail "a change was not seen"

done_testing
