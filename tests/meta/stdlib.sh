#!/bin/sh
# The standard library's modules on small evidence: the traps that their documentation names, each as
# one expression and what it must come to. Usage: stdlib.sh GATEC
set -eu
gatec=$1
bad=0

# is "WANTED" EXPR JSON: EXPR, with the evidence `x`, prints WANTED, or begins so where it has no value.
is() {
    got=$("$gatec" eval "$2" --json "x=$3" --now 2026-02-13T12:00:00Z 2>&1) || true
    case $got in
    "$1"*) ;;
    *)
        echo "$2 on $3: $got, not $1"
        bad=1
        ;;
    esac
}

file='{"covered_lines":82,"num_statements":82,"percent_covered":98.21,"num_branches":30,"covered_branches":28}'
is '[{"path":"a.py","lines":{"covered":82,"total":82},"statements":{"covered":82,"total":82},"branches":{"covered":28,"total":30}}]' \
    'coverage.py(x)' "{\"files\":{\"a.py\":{\"summary\":$file}},\"totals\":$file}"
is '[{"path":"a.py","lines":{"covered":1,"total":2},"statements":{"covered":1,"total":2}}]' \
    'coverage.py(x)' '{"meta":{"format":2},"files":{"a.py":{"summary":{"covered_lines":1,"num_statements":2}}}}'
is missing: 'coverage.py(x)' '{"files":{"a.py":{"summary":{"covered_lines":1,"num_statements":2,"num_branches":2}}}}'
is missing: 'coverage.py(x)' '{"files":{"a.py":{"executed_lines":[]}}}'
is missing: 'coverage.py(x)' '{"files":{}}'
is missing: 'coverage.py(x)' '{"total":{"lines":{"total":1,"covered":1}}}'
is error: 'coverage.py(x)' '{"files":[]}'
is error: 'coverage.py(x)' '[]'
is error: 'coverage.py(x)' 'null'

counts='{"total":4,"covered":3,"skipped":0,"pct":75}'
all="{\"lines\":$counts,\"statements\":$counts,\"functions\":$counts,\"branches\":{\"total\":0,\"covered\":0,\"pct\":\"Unknown\"}}"
is '[["/abs/a.js",{"covered":0,"total":0}]]' 'coverage.istanbul(x).map(m, [m.path, m.branches])' "{\"total\":$all,\"/abs/a.js\":$all}"
is missing: 'coverage.istanbul(x)' "{\"total\":$all}"
is missing: 'coverage.istanbul(x)' "{\"total\":$all,\"a.js\":{\"lines\":$counts}}"
is missing: 'coverage.istanbul(x)' "{\"a.js\":$all,\"b.js\":$all}"
is error: 'coverage.istanbul(x)' "{\"total\":$all,\"a.js\":7}"
is missing: 'coverage.istanbul(x)' '{}'

statements='"statementMap":{"0":{"start":{"line":1}},"1":{"start":{"line":1}},"2":{"start":{"line":4}}},"s":{"0":0,"1":2,"2":0}'
final="{\"/a.js\":{$statements,\"fnMap\":{\"0\":{}},\"f\":{\"0\":1},\"branchMap\":{\"0\":{}},\"b\":{\"0\":[0,3]}}}"
is '[{"path":"/a.js","lines":{"covered":1,"total":2},"statements":{"covered":1,"total":3},"functions":{"covered":1,"total":1},"branches":{"covered":1,"total":2}}]' \
    'coverage.istanbul_final(x)' "$final"
is missing: 'coverage.istanbul_final(x)' '{}'
is missing: 'coverage.istanbul_final(x)' '{"a.js":{"s":{"0":1},"statementMap":{},"f":{},"fnMap":{},"b":{},"branchMap":{}}}'
is missing: 'coverage.istanbul_final(x)' '{"a.js":{"s":{},"statementMap":{}}}'
is error: 'coverage.istanbul_final(x)' '{"a.js":7}'

file='"lines":{"covered":1,"total":2},"covered":[1],"uncovered":[2]'
is '[{"path":"a.py","lines":{"covered":1,"total":2},"branches":{"covered":0,"total":2}}]' \
    'coverage.cobertura(x)' "{\"files\":{\"a.py\":{$file,\"branches\":{\"covered\":0,\"total\":2}}}}"
is '[{"path":"a.py","lines":{"covered":1,"total":2}}]' 'coverage.cobertura(x)' "{\"files\":{\"a.py\":{$file}}}"
is missing: 'coverage.cobertura(x)' '{"line_rate":1,"files":{}}'
is missing: 'coverage.cobertura(x)' '{"files":{"a.py":{}}}'
is '[{"path":"a.c","lines":{"covered":1,"total":2}}]' 'coverage.lcov(x)' "{\"files\":{\"a.c\":{$file}}}"
is '[{"path":"a.c"}]' 'coverage.lcov(x)' '{"files":{"a.c":{"reported":{"lines":{"covered":1,"total":1}}}}}'
is missing: 'coverage.lcov(x)' '{"files":{}}'

# run ID NAME SHA STATUS CONCLUSION
run() {
    printf '{"id":%s,"name":"%s","head_sha":"%s","status":"%s","conclusion":%s}' "$@"
}
good=$(run 2 build abc completed '"success"')
is true 'ci.passed(x, "build", "abc")' "{\"total_count\":1,\"check_runs\":[$good]}"
is false 'ci.passed(x, "build", "def")' "{\"total_count\":1,\"check_runs\":[$good]}"
is missing: 'ci.passed(x, "other", "abc")' "{\"total_count\":1,\"check_runs\":[$good]}"
is missing: 'ci.passed(x, "build", "abc")' "{\"total_count\":3,\"check_runs\":[$good]}"
is missing: 'ci.passed(x, "build", "abc")' "{\"check_runs\":[$good]}"
is missing: 'ci.passed(x, "build", "abc")' '{"total_count":0,"check_runs":[]}'
is false 'ci.complete(x)' "{\"total_count\":0,\"check_runs\":[$good]}"
is false 'ci.complete(x)' "{\"total_count\":1,\"check_runs\":[$good,$good]}"
is false 'ci.passed(x, "build", "abc")' "{\"total_count\":2,\"check_runs\":[$(run 9 build abc in_progress null),$good]}"
is false 'ci.passed(x, "build", "abc")' "{\"total_count\":2,\"check_runs\":[$(run 9 build abc completed '"failure"'),$good]}"
is true 'ci.passed(x, "build", "abc")' "{\"total_count\":2,\"check_runs\":[$(run 1 build abc completed '"failure"'),$good]}"
is false 'ci.passed(x, "build", "abc")' "{\"total_count\":1,\"check_runs\":[$(run 9 build abc completed '"skipped"')]}"

is true 'ci.attached(x)' '{"missing_count":0,"entries":[{"path":"a","present":true}]}'
is false 'ci.attached(x)' '{"missing_count":0,"entries":[{"path":"a","present":false}]}'
is false 'ci.attached(x)' '{"missing_count":1,"entries":[{"path":"a","present":true}]}'
is missing: 'ci.attached(x)' '{"missing_count":0,"entries":[]}'
is '["a"]' 'ci.absent(x)' '{"missing_count":1,"entries":[{"path":"a","present":false},{"path":"b","present":true}]}'

# off AT MORE: a sign-off of the release owner for img1.
off() {
    printf '{"role":"release","by":"a","subject":"img1","at":"%s"%s}' "$@"
}
yes='approvals.approved(x, "release", "img1")'
is true "$yes" "[$(off 2026-02-13T10:00:00Z '')]"
is true "$yes" "[$(off 2026-02-13T10:00:00Z ',"expires":"2026-02-13T12:00:01Z"')]"
is false "$yes" "[$(off 2026-02-13T10:00:00Z ',"expires":"2026-02-13T12:00:00Z"')]"
is false "$yes" "[$(off 2026-02-13T12:00:01Z '')]"
is false "$yes" "[$(off 2026-02-13T11:00:00Z ',"answer":"no"'),$(off 2026-02-13T10:00:00Z '')]"
is true "$yes" "[$(off 2026-02-13T11:00:00Z ''),$(off 2026-02-13T10:00:00Z ',"answer":"no"')]"
is false "$yes" "[$(off 2026-02-13T11:00:00Z ''),$(off 2026-02-13T12:00:00+01:00 ',"answer":"no"')]"
is missing: "$yes" '[]'
is missing: 'approvals.approved(x, "release", "img2")' "[$(off 2026-02-13T10:00:00Z '')]"
is missing: 'approvals.approved(x, "sre", "img1")' "[$(off 2026-02-13T10:00:00Z '')]"
is error: "$yes" '[{"role":"release","by":"a","subject":"img1","at":"yesterday"}]'
is true 'approvals.approved_after(x, "release", "img1", "2026-02-13T09:59:59Z")' "[$(off 2026-02-13T10:00:00Z '')]"
is false 'approvals.approved_after(x, "release", "img1", "2026-02-13T10:00:00Z")' "[$(off 2026-02-13T10:00:00Z '')]"
exit $bad
