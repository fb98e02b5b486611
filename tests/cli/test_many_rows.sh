#!/bin/sh
# A verdict of very many rows: of each outcome the first 500 have their reasons, the others are counted; what is saved
# can still be verified, compared and asked, and every form says that there are more.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
cat > p.gate << 'POLICY'
policy p "Many"
evidence e from "e.json"
owner ops "Ops"
checklist c "Elements" {
  item x each t in e by id "Element {t.id}" { owner ops  fix "mend it"  require t.ok == true else "{t.id} is not ok" }
}
POLICY
elements() {
    awk -v "count=$1" -v "bad=$2" 'BEGIN {
        for (i = 0; i < count; i++) printf "%s{\"id\": \"e-%05d\", \"ok\": %s}\n", i ? "," : "[", i, i % bad == 0 ? "false" : "true"
        print "]"
    }' > e.json
}
elements 2400 2
run 1 check p.gate --now "$now" -o json=v.json -o text=v.txt -o markdown=v.md -o sarif=v.sarif -o gitlab=v.gl -o junit=v.xml
count() {
    [ "$(grep -c "$2" "$1")" -eq "$3" ] || fail "$1 has $(grep -c "$2" "$1") of $2, not $3"
}
# The counts are exact, and all rows are named.
count v.json '"fail": 1200,' 1
count v.json '"pass": 1200,' 1
count v.json '"id": "c.x' 2400
count v.json '"brief": true' 1400
count v.json '"brief": 1400' 1
grep -q 'c: 700 more rows stand in the way' v.json || fail "the list of changes doesn't say that there are more"
count v.txt '✗ FAIL ' 500
count v.txt 'and 700 more like these' 2
grep -q '^rows    1200 of 2400 stand in the way' v.txt || fail "the text counts otherwise"
count v.sarif '"ruleId"' 500
grep -q '700 more rows stand in the way' v.sarif || fail "SARIF doesn't say that there are more"
count v.gl '"fingerprint"' 501
count v.xml '<testcase ' 2400
count v.xml '<failure ' 1200
[ "$(wc -c < v.json)" -lt 3000000 ] || fail "the document has $(wc -c < v.json) bytes"
# What is read is cited, if only by files.
"$gatec" eval 'v.blocks[0].cites.exists(c, c.file == "e.json" && !has(c.pointer))' -e v=v.json | grep -q true ||
    "$gatec" eval 'v.blocks[0].cites.exists(c, c.file == "e.json")' -e v=v.json | grep -q true || fail "nothing is cited"
# The saved verdict works as any other.
run 0 verify v.json
out "SAME"
run 0 diff v.json v.json
run 0 render v.json -o text
cmp out v.txt || fail "another text from the saved verdict"
run 0 why 'c.x["e-02398"]' v.json
out "too many rows of this outcome"
run 0 why 'c.x["e-02398"]' p.gate --now "$now"
out "e-02398 is not ok"
out "mend it"
# Deciding only, the same rows.
"$gatec" check p.gate --now "$now" --mode deciding -o json=d.json || true
count d.json '"brief": true' 1400
# One element changes: which row it was is told, far behind the first ones too.
sed 's/"e-02399", "ok": true/"e-02399", "ok": false/' e.json > f.json
mv f.json e.json
run 1 check p.gate --now "$now" -o json=w.json
run 1 diff v.json w.json
out 'c.x["e-02399"]'
run 1 verify v.json
out "DIFFERS"
# A few are told in full.
elements 400 2
run 1 check p.gate --now "$now" -o json
no_out '"brief"'
done_testing
