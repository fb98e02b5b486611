#!/bin/sh
# Every format with a great many elements, and nested without end, through its module: an answer or a clear
# refusal, in time that grows with the size. SIZE elements, 20,000 unless told. Usage: huge.sh GATEC [SIZE]
set -eu
gatec=$1
size=${2:-${HUGE_SIZE:-20000}}
[ ! -w /dev/shm ] || TMPDIR=/dev/shm
export TMPDIR="${TMPDIR:-/tmp}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
bad=0

# many BEFORE ELEMENT AFTER [BETWEEN]: the file e, with `%` in the element its number.
many() {
    awk -v n="$size" -v before="$1" -v element="$2" -v after="$3" -v between="${4-,}" 'BEGIN {
        printf "%s", before
        count = split(element, parts, "%")
        for (i = 0; i < n; i++) {
            text = parts[1]
            for (k = 2; k <= count; k++) text = text i parts[k]
            printf "%s%s", i ? between : "", text
        }
        printf "%s", after
    }' > e
}
# asks OUTCOME MODULE READER EXPRESSION: a policy that requires it of e comes to that.
asks() {
    printf 'policy p "P"\nimport %s\nevidence e from "e" as %s\nchecklist c { item i { require %s } }\n' "$2" "$3" "$4" > p.gate
    from=$(date +%s)
    for mode in deciding explaining; do
        "$gatec" check p.gate --mode "$mode" -o json=v.json > /dev/null 2> said || true
        got=$(sed -n 's/^ *"outcome": "\([a-z]*\)",\{0,1\}$/\1/p' v.json | head -n 1)
        case " $1 " in
        *" $got "*) ;;
        *)
            echo "$4: $got, not $1 ($mode)"
            head -n 5 said
            bad=1
            ;;
        esac
    done
    spent=$(($(date +%s) - from))
    [ "$spent" -le 60 ] || {
        echo "$4: $spent s for $size elements"
        bad=1
    }
    [ -z "${HUGE_SHOW-}" ] || echo "$spent s: $4"
}

n=$size
many '{"success": true, "numTotalTests": '"$n"', "numFailedTests": 0, "numRuntimeErrorTestSuites": 0, "testResults": [{"name": "a", "status": "passed", "assertionResults": [' \
    '{"fullName": "t%", "status": "passed"}' ']}]}'
asks pass tests json 'tests.green(e)'
many '{"success": true, "numTotalTests": '"$n"', "numFailedTests": 0, "numRuntimeErrorTestSuites": 0, "testResults": [' \
    '{"name": "a%", "status": "passed", "assertionResults": [{"fullName": "t%", "status": "passed"}]}' ']}'
asks pass tests json 'tests.green(e)'
many '{"config": {}, "suites": [{"file": "a", "specs": [' \
    '{"title": "t%", "tests": [{"projectName": "", "expectedStatus": "passed", "status": "expected", "results": [{"status": "passed"}]}]}' ']}]}'
asks pass tests json 'tests.green(e)'
many '{"results": {"summary": {"tests": '"$n"', "failed": 0, "passed": '"$n"'}, "tests": [' '{"name": "t%", "status": "passed"}' ']}}'
asks pass tests json 'tests.green(e)'
many '{"exitcode": 0, "summary": {"total": '"$n"', "collected": '"$n"'}, "tests": [' '{"nodeid": "a::t%", "outcome": "passed"}' ']}'
asks pass tests json 'tests.green(e)'
many "<testsuite name='s' tests='$n'>" "<testcase name='t%'/>" '</testsuite>' ''
asks pass tests junit 'tests.green(e)'
many '<testsuites>' "<testsuite name='s%' tests='1'><testcase name='t%'/></testsuite>" '</testsuites>' ''
asks pass tests junit 'tests.green(e)'
many '<testsuites>' "<testsuite name='s%' tests='2'><testcase name='t%'/></testsuite>" '</testsuites>' ''
asks 'missing error' tests junit 'tests.green(e)'
many '{"files": {' '"a%.py": {"summary": {"covered_lines": 9, "num_statements": 10}}' '}}'
asks pass coverage json 'coverage.py(e).all(m, m.lines.covered == 9)'
many '{"total": {}, ' '"/a%.js": {"lines": {"total": 1, "covered": 1}, "statements": {"total": 1, "covered": 1}, "functions": {"total": 1, "covered": 1}, "branches": {"total": 1, "covered": 1}}' '}'
asks pass coverage json 'coverage.istanbul(e).all(m, m.lines.covered == 1)'
many '{"/a.js": {"fnMap": {}, "f": {}, "branchMap": {}, "b": {}, "statementMap": {' '"%": {"start": {"line": %}}' '}, "s": {"0": 1}}}'
asks missing coverage json 'coverage.istanbul_final(e).all(m, m.lines.covered == 1)'
many '<coverage><packages><package><classes><class filename="a"><lines>' "<line number='%' hits='1'/>" '</lines></class></classes></package></packages></coverage>' ''
asks pass coverage cobertura 'coverage.cobertura(e).all(m, m.lines.covered > 0)'
many '<coverage><packages><package><classes>' "<class filename='a%'><lines><line number='1' hits='1'/></lines></class>" '</classes></package></packages></coverage>' ''
asks pass coverage cobertura 'coverage.cobertura(e).all(m, m.lines.covered > 0)'
many '' "SF:a%.c
DA:1,1
end_of_record
" '' ''
asks pass coverage lcov 'coverage.lcov(e).all(m, m.lines.covered > 0)'
many 'mode: set
' 'a%.go:1.1,2.2 1 1
' '' ''
asks pass coverage gocover 'coverage.go(e).all(m, m.statements.covered > 0)'
many '{"runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "r"}]}}, "results": [' '{"ruleId": "r", "level": "note"}' ']}]}'
asks pass sarif json 'sarif.clean(e, "error")'
many '{"runs": [{"tool": {"driver": {"name": "t", "rules": [' '{"id": "r%"}' ']}}, "results": []}]}'
asks pass sarif json 'sarif.clean(e, "error")'
many '{"runs": [' '{"tool": {"driver": {"name": "t%", "rules": [{"id": "r"}]}}, "results": []}' ']}'
asks pass sarif json 'sarif.clean(e, "error")'
many '{"Results": [{"Class": "os-pkgs", "Target": "t", "Vulnerabilities": [' '{"VulnerabilityID": "c%", "PkgName": "p", "InstalledVersion": "1", "Severity": "LOW"}' ']}]}'
asks pass trivy json 'trivy.clean(e, "HIGH")'
many '{"auditReportVersion": 2, "metadata": {"dependencies": {"total": 1}, "vulnerabilities": {"info": 0, "low": '"$n"', "moderate": 0, "high": 0, "critical": 0, "total": '"$n"'}}, "vulnerabilities": {' '"p%": {"severity": "low"}' '}}'
asks pass npm json 'npm.clean(e, "high")'
many '{"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {}, "values": [' '[%, "1"]' ']}]}}'
asks pass prometheus json 'prometheus.windows(e, 1s).all(w, w.value == 1.0)'
many '{"metrics": {"iterations": {"values": {"count": 1, "rate": 1}}, ' '"m%": {"values": {"passes": 1, "fails": 0}, "thresholds": {"rate<1": {"ok": true}}}' '}}'
asks pass k6 json 'k6.passed(e)'
many '{"bomFormat": "CycloneDX", "components": [' '{"name": "c%", "licenses": [{"license": {"id": "MIT"}}]}' ']}'
asks pass cyclonedx json 'cyclonedx.licensed(e, ["MIT"])'
many '{"bomFormat": "CycloneDX", "vulnerabilities": [' '{"id": "v%", "ratings": [{"severity": "low"}]}' ']}'
asks pass cyclonedx json 'cyclonedx.clean(e, "high")'
many '{"status": {"phase": "Successful", "metricResults": [' '{"name": "m%", "phase": "Successful", "count": 1, "successful": 1}' ']}}'
asks pass argo json 'argo.passed(e)'
many '{"judgeResult": {"score": {"score": 95, "classification": "Pass"}, "results": [' '{"name": "m%", "classification": "Pass"}' ']}}'
asks pass kayenta json 'kayenta.passed(e)'
many '{"data": {"evaluation": {"result": "pass", "score": 100, "indicatorResults": [' '{"status": "pass", "value": {"metric": "m%", "success": true, "value": 1}}' ']}}}'
asks pass keptn json 'keptn.passed(e)'
many '{"projectStatus": {"status": "OK", "conditions": [' '{"status": "OK", "metricKey": "m%", "comparator": "GT", "actualValue": "0", "errorThreshold": "1"}' ']}}'
asks pass sonarqube json 'sonarqube.passed(e)'
many '{"total_count": '"$n"', "workflow_runs": [' '{"id": %, "name": "w", "head_sha": "s", "status": "completed", "conclusion": "success"}' ']}'
asks pass github json 'github.workflow_passed(e, "w", "s")'
many '{"total_count": '"$n"', "jobs": [' '{"id": %, "name": "j%", "status": "completed", "conclusion": "success"}' ']}'
asks pass github json 'github.jobs_passed(e)'
many '{"total_count": '"$n"', "check_runs": [' '{"id": %, "name": "c%", "head_sha": "s", "status": "completed", "conclusion": "success"}' ']}'
asks pass ci json 'ci.passed(e, "c7", "s")'

# Nested without end: the file's own refusal.
for text in '[' '{"a":' '<testsuite name="s">' '<coverage>'; do
    awk -v n="$size" -v text="$text" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }' > e
    asks error tests json 'tests.green(e)'
    asks error tests junit 'tests.green(e)'
    asks error coverage cobertura 'coverage.cobertura(e).all(m, m.lines.covered > 0)'
done
# What is declared and isn't there: lists that counters promise, and numbers that no memory holds.
for count in 1073741824 9223372036854775807 99999999999999999999 -1 1e9 NaN; do
    printf '<testsuite name="s" tests="%s"><testcase name="a"/></testsuite>' "$count" > e
    asks 'missing error' tests junit 'tests.green(e)'
    printf 'SF:a.c\nDA:%s,1\nLF:%s\nLH:%s\nend_of_record\n' "$count" "$count" "$count" > e
    asks 'fail missing error' coverage lcov 'coverage.lcov(e).all(m, m.lines.covered > 1)'
    printf '<coverage lines-valid="%s"><packages><package><classes><class filename="a"><lines><line number="%s" hits="1"/></lines></class></classes></package></packages></coverage>' "$count" "$count" > e
    asks 'fail missing error' coverage cobertura 'coverage.cobertura(e).all(m, m.lines.covered > 1)'
    printf '{"success": true, "numTotalTests": %s, "numFailedTests": 0, "numRuntimeErrorTestSuites": 0, "testResults": []}' "$count" > e
    asks 'missing error' tests json 'tests.green(e)'
done
# Entities within entities.
{
    printf '<!DOCTYPE x [<!ENTITY a "ha">'
    previous=a
    for name in b c d e f g h i j k l m n o p; do
        printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">' $name $previous $previous $previous $previous $previous $previous \
            $previous $previous $previous $previous
        previous=$name
    done
    printf ']><testsuite name="&p;"><testcase name="a"/></testsuite>'
} > e
asks error tests junit 'tests.green(e)'
asks error coverage cobertura 'coverage.cobertura(e).all(m, m.lines.covered > 0)'
exit $bad
