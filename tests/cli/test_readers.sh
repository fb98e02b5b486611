#!/bin/sh
# Files in other formats than JSON, through `gatec eval` and `gatec check`, with places in the real file.
root=$1
. "$(dirname "$0")/kit.sh"

cat > report.xml << 'XML'
<?xml version="1.0"?>
<testsuites>
  <testsuite name="billing" tests="2" failures="1" timestamp="2026-02-13T10:00:00">
    <testcase classname="t.A" name="one"/>
    <testcase classname="t.A" name="two"><failure message="3 is not 2"/></testcase>
  </testsuite>
</testsuites>
XML
cat > cobertura.xml << 'XML'
<coverage line-rate="0.5"><packages><package><classes><class filename="a.py"><lines>
  <line number="1" hits="1"/><line number="2" hits="0"/></lines></class></classes></package></packages></coverage>
XML
printf 'SF:a.c\nDA:1,1\nDA:2,0\nend_of_record\n' > lcov.info
printf '{"status": "ok"}\n{"status": "bad"}\n' > log.ndjson

run 0 eval -e x=report.xml:junit 'x.suites[0].cases.filter(c, c.status == "failed").map(c, c.message)'
out '["3 is not 2"]'
run 0 eval -e x=log.ndjson:ndjson 'x.map(l, l.status)'
out '["ok","bad"]'
run 0 eval -e x=cobertura.xml:cobertura 'coverage.cobertura(x)'
out '[{"path":"a.py","lines":{"covered":1,"total":2}}]'
run 0 eval -e x=lcov.info:lcov 'coverage.lcov(x)'
out '[{"path":"a.c","lines":{"covered":1,"total":2}}]'

# Another format, or half of one, is an error with its place.
run 1 eval -e x=report.xml:cobertura 'x.files'
err 'report.xml:2:1: the root is `<testsuites>`, not `<coverage>`'
head -n 5 report.xml > cut.xml
run 1 eval -e x=cut.xml:junit 'x.suites'
err 'cut.xml:6:1: the text ends inside `<testsuite>` of 3:3'

cat > p.gate << 'GATE'
policy p "P"
import coverage
evidence tests from "report.xml" as junit fresh within 24h by timestamp in "UTC"
evidence cov   from "cobertura.xml" as cobertura
evidence tool  from "lcov.info" as lcov
evidence log   from "log.ndjson" as ndjson
checklist all "All" {
  item tests "Tests" { require each c in tests.suites[0].cases: c.status == "passed" }
  item log   "Log"   { require each l in log: l.status == "ok" }
  item lines "Lines" { require tool.files["a.c"].uncovered[0] == 0 }
}
coverage modules "Modules" of coverage.cobertura(cov) { module "a.py" { require line >= 85 } }
GATE
run 1 check p.gate --now "$now"
out 'report.xml:5:42 /suites/0/cases/1/status'
out 'log.ndjson:2:2 /1/status'
out 'lcov.info:3:1 /files/a.c/uncovered/0'
out 'cobertura.xml:1:'

# The compiler knows every reader of the table.
sed -n 's/^READER("\([a-z]*\)".*/\1/p' "$root/evidence/readers.def" > readers
[ "$(wc -l < readers)" -ge 6 ] || fail "the table of readers was not read"
while read -r reader; do
    printf 'policy p "P"\nevidence e from "e" as %s\nchecklist c "C" { item i "I" { require size(e) > 0 } }\n' "$reader" > one.gate
    run 0 compile one.gate -o one.gatec
    run 0 help eval
    out "$reader"
done < readers
done_testing
