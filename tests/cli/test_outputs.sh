#!/bin/sh
# What `gatec check` writes: forms, files that are whole or not there, colours, bytes that do not change.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
small_policy p.gate
echo '{"ok": true, "slow": false}' > e.json

# Several forms of one evaluation; nothing on standard output but what was asked for there.
run 0 check p.gate --now "$now" -o text=a.txt -o json=a.json
silent out
grep -q '^GO ' a.txt || fail "no verdict in a.txt"
grep -q '"verdict": "GO"' a.json || fail "no verdict in a.json"
run 0 check p.gate --now "$now" -o json --format text=b.txt
cmp -s out a.json || fail "the JSON on standard output is another than in the file"
cmp -s a.txt b.txt || fail "the text of two runs differs"
run 0 check p.gate --now "$now" --format=text=- -ojson=b.json
cmp -s out a.txt || fail "the text on standard output is another than in the file"
ls > list
! grep -q 'a.json\.\|a.txt\.\|b.json\.' list || fail "a temporary file is left: $(cat list)"

# The same bytes over runs, working directories, time zones and locales.
mkdir elsewhere
cp p.gate e.json elsewhere/
(cd elsewhere && "$gatec" check p.gate --now "$now" -o json=a.json -o text=a.txt)
cmp -s a.json elsewhere/a.json || fail "another JSON from another folder"
cmp -s a.txt elsewhere/a.txt || fail "another text from another folder"
# The path that a policy is named by is part of the verdict, and of the compiled form; nothing else of it is.
plain() {
    sed 's|"\.\./p\.gate"|"p.gate"|; s|"program": "[0-9a-f]*"||' "$1"
}
(cd elsewhere && "$gatec" check ../p.gate --root .. --now "$now" -o json=c.json)
plain a.json > plain.json
plain elsewhere/c.json | cmp -s - plain.json || fail "more than the policy's path changes with the folder"
TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8 "$gatec" check ./p.gate --now 2026-02-13T21:00:00+09:00 -o json=c.json
cmp -s a.json c.json || fail "the zone, the locale or \`./\` changes the verdict"

# A file keeps its mode, a link is followed, a new file obeys the umask.
chmod 640 a.json
ln -s a.json link.json
run 0 check p.gate --now "$now" -o json=link.json
[ -L link.json ] || fail "the link was replaced"
[ "$(stat -c %a a.json)" = 640 ] || fail "the mode of the file was changed"
(umask 077 && "$gatec" check p.gate --now "$now" -o json=private.json)
[ "$(stat -c %a private.json)" = 600 ] || fail "a new file does not obey the umask"

# What cannot be written is status 4, and touches no other output.
echo old > kept.json
run 4 check p.gate --now "$now" -o json=kept.json -o text=none/a.txt
err "could not write \`none/a.txt\`"
[ "$(cat kept.json)" = old ] || fail "an output was replaced although another failed"
run 4 check p.gate --now "$now" -o json=elsewhere
ls kept.json.* 2> /dev/null && fail "a temporary file is left"
# Wrong usage and a policy that does not compile leave them alone too.
run 2 check p.gate --now never -o json=kept.json
echo 'policy' > bad.gate
run 3 check bad.gate -o json=kept.json
[ "$(cat kept.json)" = old ] || fail "an output was replaced without a verdict"
# A device is written, not replaced.
run 0 check p.gate --now "$now" -o json=/dev/null
[ -c /dev/null ] || fail "/dev/null was replaced"
run 0 check p.gate --now "$now" -o json=/dev/stdout
out '"verdict": "GO"'

# Colours only for a terminal, or on request, each stream by itself.
escape=$(printf '\033')
run 0 check p.gate --now "$now"
no_out "$escape"
run 3 check bad.gate
no_err "$escape"
run 0 check p.gate --now "$now" --color always
out "$escape"
run 3 check bad.gate --color=always
err "$escape"
run 0 check p.gate --now "$now" --color always -o json
no_out "$escape"
export CLICOLOR_FORCE=1
run 0 check p.gate --now "$now"
out "$escape"
run 0 check p.gate --now "$now" --color never
no_out "$escape"
export NO_COLOR=1
run 0 check p.gate --now "$now"
no_out "$escape"
unset CLICOLOR_FORCE NO_COLOR
export COLUMNS=40
run 0 check p.gate --now "$now"
cmp -s out a.txt || fail "COLUMNS changes what is written into a pipe"
unset COLUMNS

# -q and -v.
run 0 check p.gate --now "$now" -v
out "require e.ok == true"
echo '{"ok": false}' > e.json
run 1 check p.gate --now "$now" -q
out "NO-GO"
out "c.i"

# Evidence cannot speak to the terminal.
printf '{"ok": "\\u001b[2Jx\\u202e\\u009b31m"}' > e.json
run 1 check p.gate --now "$now" -v
no_out "$escape"
no_out "$(printf '\342\200\256')"
no_out "$(printf '\302\233')"
run 1 check p.gate --now "$now" -o json
no_out "$escape"

# Several policies: one report behind the other.
run 1 check p.gate p.gate --now "$now"
[ "$(grep -c '^NO-GO  A policy' out)" = 2 ] || fail "not two verdicts"

# Deciding says the same, and gives no reasons.
echo '{"ok": true, "slow": false}' > e.json
run 0 check p.gate --now "$now" --mode deciding
out "GO  A policy"
# Several policies: of most forms a file holds one verdict, and its name can have the policy's.
echo '{"ok": true}' > e.json
small_policy p.gate
sed 's/^policy p /policy q /' p.gate > q.gate
run 2 check p.gate q.gate --now "$now" -o text=both.txt -o json=both.json
err '-o json={policy}.json'
[ ! -e both.txt ] && [ ! -e both.json ] || fail "something was written"
run 0 check p.gate q.gate --now "$now" -o text=both.txt -o 'json=of-{policy}.json' -o 'junit={policy}.xml' -o markdown=both.md
grep -q '"policy": "p"' of-p.json && grep -q '"policy": "q"' of-q.json && [ -s p.xml ] && [ -s q.xml ] || fail "no file for each"
[ "$(grep -c '^GO' both.txt)" -eq 2 ] && grep -q '^2 of 2 policies' both.txt || fail "text has not both"
[ ! -e 'of-{policy}.json' ] || fail "the pattern was written"
run 0 verify of-q.json
run 0 check p.gate --now "$now" -o 'json=alone-{policy}.json'
[ -s alone-p.json ] || fail "no file for one"
run 2 check p.gate p.gate --now "$now" -o 'json=same-{policy}.json'
err "two outputs to one file"
run 2 render of-p.json -o 'json=x-{policy}.json'
err "there is no policy's name"
done_testing
