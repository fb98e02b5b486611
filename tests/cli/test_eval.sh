#!/bin/sh
# gatec eval: one expression, one line, and a status that tells what came out.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}

run 0 eval '1 + 2'
out_is 3
silent err
run 0 eval '100.0 * covered / total' --json covered=68 --json total=100
out_is 68.0
run 0 eval '[1, 2].map(x, {"a": x})'
out_is '[{"a":1},{"a":2}]'
run 0 eval '"a\nb"'
out_is '"a\nb"'
run 0 eval 'now' --now 2026-02-13T15:00:00+03:00
out_is '"2026-02-13T12:00:00Z"'
run 0 eval '1h'
out_is '"3600s"'
run 0 eval '0.0 / 0.0'
out_is '"NaN"'
run 0 eval '[1.0 / 0.0, -1.0 / 0.0]'
out_is '["Infinity","-Infinity"]'

# Files, standard input, readers.
echo '{"files": {"a.py": 1}}' > cov.json
run 0 eval 'cov.files["a.py"]' -e cov=cov.json
out_is 1
run 0 eval 'cov.size' -e cov=cov.json:file
out_is 23
cp cov.json odd:name
run 0 eval 'cov.files.size()' -e cov=odd:name
out_is 1
got=$(echo '[1, 2, 3]' | "$gatec" eval 'x.sum()' -e x=-) || fail "standard input"
[ "$got" = 6 ] || fail "standard input: $got"

# Missing and error: the reason on standard error, status 1.
run 1 eval 'cov.files["b.py"]' -e cov=cov.json
silent out
err 'missing: '
err 'b.py'
run 1 eval 'x' -e x=absent.json
err 'missing: absent.json is not there'
run 1 eval '1 / 0'
silent out
err 'error: division by zero'
echo '{"a": 1, "a": 2}' > twice.json
run 1 eval 'x.a' -e x=twice.json
err 'error: '
err 'twice'
run 0 eval 'true || x.a' -e x=absent.json
out_is true
run 1 eval 'x.a == 1' --json 'x={"\u001b[2J":1'
run 1 eval 'x["\u001b[2J"]' --json 'x={}'
no_err "$(printf '\033')"

# As an object, in every outcome.
run 0 eval '1 + 2' --format json
out_is '{"outcome":"value","type":"int","value":3,"reason":null}'
run 1 eval 'x.a' --json 'x={}' -o json
out '{"outcome":"missing","type":null,"value":null,"reason":"'
err 'missing: '
run 1 eval '1 / 0' -o json
out_is '{"outcome":"error","type":null,"value":null,"reason":"division by zero"}'
run 0 eval '1 == 1.0' --format=json
out_is '{"outcome":"value","type":"bool","value":true,"reason":null}'
run 0 eval '1h' -o json=value.json
silent out
[ "$(cat value.json)" = '{"outcome":"value","type":"duration","value":"3600s","reason":null}' ] || fail "value.json: $(cat value.json)"

# What does not compile is status 3, with nothing on standard output.
run 3 eval '1 +'
silent out
err 'error[E0101]'
run 3 eval 'nothing' -o json
silent out
run 3 eval ''
run 3 eval 'cvo.files' -e cov=cov.json
err 'cov'

# The standard library is in scope.
run 0 eval 'ci.complete({"total_count": 1, "check_runs": [{}]})'
run 1 eval 'ci.complete({"total_count": 8, "check_runs": [{}]})'

# Wrong usage.
run 2 eval
run 2 eval 1 2
run 2 eval now --now noon
err 'E0709'
run 2 eval x --json x
run 2 eval x --json '2x=1'
err 'E0707'
run 2 eval x --json 'if=1'
err 'E0707'
run 2 eval x --json x=1 --json x=2
err 'E0705'
run 2 eval x -e x=- -e y=-
err 'E0706'
run 2 eval x -o xml
run 2 eval x -p x=1
silent out
done_testing
