#!/bin/sh
# -o intoto: Statements about what was judged, with each predicate; refused where nobody says what that is.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
commit=0123456789abcdef0123456789abcdef01234567
digest=${commit}89abcdef0123456789abcdef
cat > p.gate << 'POLICY'
policy p "A policy"
import "./rule.gate"
evidence e from "e.json"
let subject = e.commit
checklist c "A block" {
  item i "A row" { require good(e.ok) }
  item j "Another" { require e.n == 1  warn when e.slow == true }
  item k "Advice" { advisory  require e.hint == true }
  item s "Skipped" { only if e.n == 2  require e.n > 2 }
}
POLICY
echo 'def good(x) = x == true' > rule.gate
save() {
    printf '{"commit": %s, "ok": %s, "n": 1, "slow": %s, "hint": %s}\n' "$1" "$2" "$3" "$4" > e.json
    "$gatec" check p.gate --now "$now" -q -o "json=v.json" || [ $? = 1 ]
}
# value EXPRESSION: of the Statement s.json, as JSON.
value() {
    "$gatec" eval "$1" -e s=s.json
}
is() {
    wanted=$(echo "$2" | sed 's/, "/,"/g; s/": /":/g')
    [ "$(value "$1")" = "$wanted" ] || fail "$1 is $(value "$1"), not $wanted"
}

save "\"$commit\"" true false true
run 0 render v.json -o intoto=s.json
silent out
is 's._type' '"https://in-toto.io/Statement/v1"'
is 's.subject' "[{\"digest\": {\"gitCommit\": \"$commit\"}}]"
is 's.predicateType' '"https://in-toto.io/attestation/test-result/v0.1"'
is 's.predicate.result' '"PASSED"'
is 's.predicate.passedTests' '["c.i", "c.j", "c.k"]'
is 's.predicate.warnedTests.size() + s.predicate.failedTests.size()' 0
is 's.predicate.configuration.map(c, c.name)' '["p.gate", "rule.gate"]'
is 's.predicate.configuration[0].digest.sha256' "\"$(sha256sum < p.gate | cut -c 1-64)\""
run 0 check p.gate --now "$now" -o intoto
cmp out s.json || fail "check writes another Statement than render"

save "\"$commit\"" true true false
run 0 render v.json -o intoto=s.json
is 's.predicate.result' '"WARNED"'
# A heading that says GO alone would hide it.
for form in markdown tap github; do
    run 0 render v.json -o "$form"
    out 'GO with 1 warning'
done
is 's.predicate.warnedTests' '["c.j", "c.k"]'
save "\"$commit\"" false false true
run 0 render v.json -o intoto=s.json
is 's.predicate.result' '"FAILED"'
is 's.predicate.failedTests' '["c.i"]'
run 0 render v.json -o intoto=s.json --predicate vsa
is 's.predicateType' '"https://slsa.dev/verification_summary/v1"'
is 's.predicate.verificationResult' '"FAILED"'
is 's.predicate.verifiedLevels' '["FAILED"]'
run 0 render v.json -o intoto=s.json --predicate=svr
is 's.predicate.properties' '[]'
rm e.json
"$gatec" check p.gate --now "$now" -q -o "json=v.json" > out || true
run 0 render v.json -o intoto=s.json --subject "$digest"
is 's.predicate.failedTests' '["c.i", "c.j", "c.s"]'

# GO, with the other predicates.
save "\"$digest\"" true false true
run 0 render v.json -o intoto=s.json --predicate vsa
is 's.subject[0].digest' "{\"sha256\": \"$digest\"}"
is 's.predicate.verifier' "{\"id\": \"https://gatec.dev\", \"version\": {\"gatec\": \"$version\"}}"
is 's.predicate.timeVerified' "\"$now\""
is 's.predicate.resourceUri' "\"sha256:$digest\""
is 's.predicate.policy' "{\"uri\": \"p.gate\", \"digest\": {\"sha256\": \"$(sha256sum < p.gate | cut -c 1-64)\"}}"
is 's.predicate.verificationResult' '"PASSED"'
is 's.predicate.verifiedLevels' '["GATEC_GO"]'
run 0 render v.json -o intoto=s.json --predicate svr
is 's.predicateType' '"https://in-toto.io/attestation/svr/v0.2"'
is 's.predicate.verifier.policies.size()' 2
is 's.predicate.timeCreated' "\"$now\""
is 's.predicate.properties' '["GATEC_GO", "GATEC_ROW_c.i", "GATEC_ROW_c.j", "GATEC_ROW_c.k"]'

# What it is about: by hand, with a name; and the policy's own in other writings.
run 0 render v.json -o intoto=s.json --subject "registry.test/app@sha256:$digest"
is 's.subject' "[{\"name\": \"registry.test/app\", \"digest\": {\"sha256\": \"$digest\"}}]"
run 0 render v.json -o intoto=s.json --subject "registry.test/app@sha256:$digest" --predicate vsa
is 's.predicate.resourceUri' '"registry.test/app"'
run 0 render v.json -o intoto=s.json --subject "sha1:$commit"
is 's.subject[0].digest' "{\"sha1\": \"$commit\"}"
run 0 render v.json -o intoto=s.json --subject "gitCommit:$digest"
is 's.subject[0].digest' "{\"gitCommit\": \"$digest\"}"
run 0 render v.json -o intoto=s.json --subject "$(echo "$commit" | tr a-f A-F)"
is 's.subject[0].digest' "{\"gitCommit\": \"$commit\"}"
save "\"app@sha256:$digest\"" true false true
run 0 render v.json -o intoto=s.json
is 's.subject[0].name' '"app"'

# Nothing that could be signed without knowing what it is about.
for other in '"main"' '""' 7 '{"a": "b"}' "\"$commit \"" "\"sha256:$commit\"" "\"${commit}0\"" "\"md5:$commit\"" null; do
    save "$other" true false true
    echo old > s.json
    run 2 render v.json -o intoto=s.json -o text=t.txt
    err "\`--subject sha256:…\`"
    [ "$(cat s.json)" = old ] || fail "a refused Statement was written"
    [ ! -e t.txt ] || fail "another form was written although the Statement was refused"
    run 2 check p.gate --now "$now" -o intoto=s.json -o text=t.txt
    [ ! -e t.txt ] || fail "another form was written although the Statement was refused"
done
for wrong in sha256 "sha256:" "sha256:$commit" "sha256:zz" "$commit@" "${digest}00" "md5:$commit" "$(printf 'a\nb')"; do
    run 2 render v.json -o intoto=s.json --subject "$wrong"
    err '`--subject` is a digest'
done
run 2 render v.json -o intoto --subject "$digest" --predicate slsa
err '`--predicate` is test-result, svr or vsa'
run 2 render v.json --subject "$digest"
err '`--subject` is for `-o intoto`'
run 2 check p.gate --predicate svr
err '`--predicate` is for `-o intoto`'
done_testing
