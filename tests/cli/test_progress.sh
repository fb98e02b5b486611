#!/bin/sh
# A check that takes more than a second says so, on standard error, where that is a terminal; and nowhere else.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
command -v script > /dev/null || {
    echo "skipped: there is no script(1) here, which makes a terminal; on Debian: apt-get install bsdutils"
    exit 77
}
small_policy p.gate
echo '{"ok": true, "slow": false}' > e.json
slow="(sleep 2.3; cat e.json) | '$gatec' check p.gate --now $now -e e=-"

# On a terminal: said, counted, and taken away before the verdict.
script -qec "sh -c \"$slow > out.txt\"" /dev/null < /dev/null > terminal
grep -q 'gatec: reading and judging p.gate, 1 s' terminal || fail "nothing is said after a second: $(cat terminal)"
grep -q 'judging p.gate, 2 s' terminal || fail "it does not go on"
[ "$(tail -c 4 terminal)" = "$(printf '\r\033[K')" ] || fail "the line stays: $(od -c terminal | tail -n 3)"
head -n 1 out.txt | grep -q '^GO  A policy' || fail "another verdict: $(cat out.txt)"
# What is quick says nothing.
script -qec "'$gatec' check p.gate --now $now" /dev/null < /dev/null > terminal
! grep -q 'judging' terminal || fail "something is said at once"
# Nor does a log get it.
sh -c "$slow" > out.txt 2> err.txt
[ ! -s err.txt ] || fail "in a log: $(cat err.txt)"
done_testing
