#!/bin/sh
# A signal ends the process with 128 + its number and leaves no temporary file behind.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
small_policy p.gate
mkfifo slow

# The second output is a pipe that nobody reads: the first one waits beside its place meanwhile. A shell's
# background children ignore SIGINT, and what is ignored stays so: env puts that back.
interrupt() {
    echo '{"ok": true}' > e.json
    env --default-signal=INT "$gatec" check p.gate --now "$now" -o json=a.json -o text=slow &
    pid=$!
    tries=0
    until ls a.json.* > /dev/null 2>&1 || [ "$tries" = 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    [ "$tries" -lt 100 ] || fail "$1: no temporary file appeared"
    kill "-$1" "$pid"
    got=0
    wait "$pid" || got=$?
    [ "$got" = "$2" ] || fail "$1: status $got, not $2"
    ! ls a.json* 2> /dev/null || fail "$1: a file is left"
}
interrupt TERM 143
interrupt INT 130

# A reader that went away.
echo '{"ok": true}' > e.json
("$gatec" doc --reference functions; echo $? > status) 2> /dev/null | head -n 1 > /dev/null || true
case $(cat status) in 0 | 4 | 141) ;; *) fail "a closed pipe: status $(cat status)" ;; esac
done_testing
