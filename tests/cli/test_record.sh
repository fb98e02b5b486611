#!/bin/sh
# Evidence of commands: what they were, how they ended, what they wrote; there in every case.
set -eu
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}

# The value of an expression over the record.
says() {
    "$gatec" eval "$2" -e r="$1" > value 2>&1 || true
    [ "$(cat value)" = "$3" ] || fail "$command: $1: \`$2\` is \`$(cat value)\`, not \`$3\`"
}

# -- how commands end
for code in 0 3 255; do
    run $code record --out r.json -- sh -c "exit $code"
    says r.json 'r.outcome' '"exited"'
    says r.json 'r.exit_code' $code
    says r.json 'has(r.signal) || has(r.error) || has(r.interrupted)' false
done
run 137 record --out r.json -- sh -c 'kill -KILL $$'
says r.json '[r.outcome, r.signal]' '["killed","SIGKILL"]'
says r.json 'has(r.exit_code)' false
run 127 record --out r.json -- ./no-such-command
err 'could not run `./no-such-command`'
says r.json 'r.outcome' '"not started"'
says r.json 'has(r.exit_code)' false
says r.json 'r.error != ""' true
run 126 record --out r.json -- "$scratch"
says r.json 'r.outcome' '"not started"'

# -- what it says
run 0 record --out r.json --name smoke -- sh -c 'printf out; printf error >&2' 'an argument'
out_is out
[ "$(cat err)" = error ] || fail "standard error is not passed through"
says r.json 'r.name' '"smoke"'
says r.json 'r.argv[3]' '"an argument"'
says r.json '[r.stdout.size, r.stderr.size]' '[3,5]'
says r.json 'r.stdout.sha256' "\"$(printf out | sha256sum | cut -d ' ' -f 1)\""
says r.json 'r.stderr.sha256' "\"$(printf error | sha256sum | cut -d ' ' -f 1)\""
says r.json 'r.stdout.whole && r.stderr.whole' true
says r.json 'timestamp(r.finished_at) >= timestamp(r.started_at) && r.duration_s >= 0.0' true
says r.json 'r.gatec' "\"$version\""
says r.json 'r.host != ""' true
says r.json 'r.cwd' '"."'
mkdir -p root/in/here
cd root/in/here
run 0 record --out "$scratch/r.json" --root ../.. -- true
cd "$scratch"
says r.json 'r.cwd' '"in/here"'
echo in | "$gatec" record --out r.json -- cat > out
out_is in

# -- secrets
run 0 record --out r.json --redact '^--token=' --redact pass -- true --token=a --user b 'x password'
says r.json 'r.argv' '["true","[redacted]","--user","b","[redacted]"]'
says r.json 'r.redacted' 2
run 0 record --out r.json --redact zzz -- true "$(printf '\377')"
says r.json 'r.argv[1]' '"[redacted]"'
rm r.json
run 2 record --out r.json --redact '[' -- touch was-run # RECORD_PATTERN
err E0711
[ ! -e was-run ] || fail "a bad pattern: the command was run"
[ ! -e r.json ] || fail "a bad pattern: there is a record"

# -- wrong usage runs nothing
run 2 record --out r.json touch was-run
err 'write `--` before the command'
run 2 record --out r.json touch -- was-run
run 2 record --out r.json --
run 2 record -- touch was-run
err 'needs `--out FILE`'
run 2 record --out - -- touch was-run
mkdir elsewhere
run 2 record --out r.json --root elsewhere -- touch was-run
err 'not beneath the root'
run 4 record --out no/such/folder/r.json -- touch was-run
run 4 record --out elsewhere -- touch was-run
[ ! -e was-run ] || fail "the command was run"

# -- an earlier record says nothing of a run that has begun
echo '{"exit_code": 0}' > r.json
run 0 record --out r.json -- sh -c '[ ! -e r.json ]'
run 0 record --out r.json -- sh -c 'ls -a | grep r.json && exit 1; exit 0'

# -- much output, in little memory; a limit on memory shows it where a sanitizer does not want its own
limit=$(readelf -sW "$gatec" 2> /dev/null | grep -q __asan_init && echo unlimited || echo 60000)
# shellcheck disable=SC3045 # where a shell has no limit on memory, this fails
got=$(ulimit -v "$limit" && "$gatec" record --out r.json -- head -c 104857600 /dev/zero | wc -c)
[ "$got" -eq 104857600 ] || fail "100 MiB: $got bytes were passed through"
says r.json 'r.stdout.size' 104857600
says r.json 'r.stdout.sha256' '"20492a4d0d84f8beb1767f6616229f85d44c2827b64bdbfb260ee12fa1109e0e"'

# -- a reader that goes away, a full disk
"$gatec" record --out r.json -- yes | head -n 1 > out
until [ -e r.json ]; do sleep 0.1; done
out_is y
says r.json '[r.outcome, r.signal]' '["killed","SIGPIPE"]'
says r.json 'r.stdout.whole' false
if [ -e /dev/full ]; then
    got=0
    "$gatec" record --out r.json -- echo x > /dev/full 2> err || got=$?
    [ $got = 4 ] || fail "/dev/full: status $got"
    says r.json '[r.exit_code, r.stdout.size]' '[0,2]'
    run 4 record --out /dev/full -- true
    run 3 record --out /dev/full -- sh -c 'exit 3'
fi

# -- what a command leaves behind does not hold gatec up
run 0 record --out r.json -- sh -c 'sleep 20 & echo $! > left; echo done'
kill "$(cat left)" || fail "what was left behind has gone: gatec waited for it"
says r.json '[r.exit_code == 0, r.stdout.size == 5, r.stdout.whole]' '[true,true,false]'

# -- interrupted: the command decides, and the record is there. Background children of a shell ignore SIGINT.
interrupt() {
    rm -f r.json started
    env --default-signal=INT "$gatec" record --out r.json -- sh -c "$2" > out 2> err &
    pid=$!
    tries=0
    until [ -e started ] || [ $tries = 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill "-$1" $pid
    got=0
    wait $pid || got=$?
    [ "$got" = "$3" ] || fail "interrupted with $1: status $got, not $3"
    says r.json 'r.interrupted' "\"SIG$1\""
}
interrupt TERM 'touch started; exec sleep 60' 143
says r.json '[r.outcome, r.signal]' '["killed","SIGTERM"]'
interrupt INT 'touch started; exec sleep 60' 130
says r.json 'r.signal' '"SIGINT"'
interrupt HUP 'touch started; exec sleep 60' 129
interrupt TERM 'trap "echo bye; exit 7" TERM; touch started; while :; do sleep 0.1; done' 7
says r.json '[r.outcome == "exited", r.exit_code == 7, r.stdout.size == 4]' '[true,true,true]'

# -- the commit that it ran on
run 0 record --out r.json -- true
says r.json 'has(r.git)' false
if command -v git > /dev/null; then
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
    mkdir tree
    cd tree
    git init -q .
    git -c user.name=n -c user.email=e commit -q --allow-empty -m first
    head=$(git rev-parse HEAD)
    run 0 record --out ../r.json -- touch new
    says ../r.json 'r.git' "{\"commit\":\"$head\",\"clean\":true}"
    run 0 record --out ../r.json -- true
    says ../r.json 'r.git.clean' false
    cd ..
    PATH=/nowhere "$gatec" record --out r.json -- "$gatec" version > out
    says r.json 'r.exit_code == 0 && !has(r.git)' true
fi
done_testing
