#!/bin/sh
# Compiled policies: the same verdict as from source, byte for byte; refused when older than the source,
# damaged, or none at all.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
mkdir policies
cat > policies/p.gate << 'POLICY'
policy p "A policy"
import "./shared.gate"
param least : percent = 85 floor 80
evidence e from "e.json"
checklist c "A block" {
  item i "A row" { owner sre  require good(e.share, least)  else "{e.share} is too little" }
}
POLICY
printf 'owner sre "The engineers"\ndef good(x, y) = x >= y\n' > policies/shared.gate
echo '{"share": 84.5}' > e.json

run 0 compile policies/p.gate -o p.gbc
silent out
run 0 compile policies/p.gate -o q.gbc
cmp -s p.gbc q.gbc || fail "compiling twice gives two files"
run 0 compile policies/p.gate -o -
cmp -s p.gbc out || fail "another compiled form on standard output"

same() {
    for form in text json; do
        got=0
        "$gatec" check policies/p.gate --now "$now" -v -o "$form=source.$form" "$@" || got=$?
        other=0
        "$gatec" check p.gbc --now "$now" -v -o "$form=compiled.$form" "$@" || other=$?
        [ "$got" = "$other" ] || fail "$form $*: status $got from source, $other compiled"
        cmp "source.$form" "compiled.$form" || fail "$form $*: another verdict"
    done
}
same
same -p least=82
# From another folder the sources are not there, and the compiled policy stands for itself.
mkdir elsewhere
cp p.gbc e.json elsewhere/
(cd elsewhere && "$gatec" check p.gbc --now "$now" -v -o json=c.json) && fail "GO from elsewhere"
cmp -s source.json compiled.json && "$gatec" check p.gbc --now "$now" -v -o json=here.json || true
cmp -s elsewhere/c.json here.json || fail "another verdict from another folder"
run 0 disasm p.gbc
cp out disasm.txt
run 0 disasm policies/p.gate
cmp -s out disasm.txt || fail "another disassembly from source"
out 'policy p "A policy"'
run 0 compile p.gbc -o again.gbc
cmp -s p.gbc again.gbc || fail "a compiled policy compiles to another"

# Older than its source, or than what that imports; a byte order mark is no change.
cp -r policies saved
printf '\357\273\277' > marked
cat policies/p.gate >> marked
cp marked policies/p.gate
run 1 check p.gbc --now "$now"
echo '// changed' >> policies/shared.gate
run 3 check p.gbc --now "$now"
err "E0702"
err "policies/shared.gate"
silent out
run 0 disasm p.gbc
cp saved/* policies/
echo '// changed' >> policies/p.gate
run 3 check p.gbc --now "$now"
err "older than its source"
(cd elsewhere && "$gatec" check p.gbc --now "$now" > /dev/null 2>&1) && fail "GO from elsewhere"
run 3 compile p.gbc -o again.gbc
rm policies/p.gate
mkdir policies/p.gate
run 3 check p.gbc --now "$now"
err "cannot compare"
rm -r policies/p.gate
run 1 check p.gbc --now "$now"
cp saved/* policies/

# Damaged and foreign files.
damage() {
    cp p.gbc bad.gbc
    printf "$2" | dd of=bad.gbc bs=1 seek="$1" conv=notrunc 2> /dev/null
    run 3 check bad.gbc --now "$now"
    err "E0620"
    silent out
}
damage 8 '\177'
damage 200 '\377'
damage 3000 '\377'
head -c 30 p.gbc > bad.gbc
run 3 check bad.gbc --now "$now"
head -c 2000 p.gbc > bad.gbc
run 3 check bad.gbc --now "$now"
cat p.gbc e.json > bad.gbc
run 3 check bad.gbc --now "$now"
: > bad.gbc
run 3 check bad.gbc --now "$now"
head -c 4096 /dev/urandom > bad.gbc
run 3 check bad.gbc --now "$now"
run 3 disasm bad.gbc

# What cannot be compiled or written.
run 2 compile policies/p.gate
err "needs \`-o FILE\`"
run 4 compile policies/p.gate -o none/p.gbc
echo broken > broken.gate
run 3 compile broken.gate -o p.gbc
cmp -s p.gbc q.gbc || fail "a failed compile replaced its output"
run 2 compile policies/p.gate policies/shared.gate -o p.gbc
done_testing
