#!/bin/sh
# gatec inspect: what it proposes compiles as printed, and the artifact is of that type; whatever the artifact.
root=$1
. "$(dirname "$0")/kit.sh"

# proposes FILE [READER]: both proposals compile without a word, and check against the file itself.
proposes() {
    file=$1
    run 0 inspect "$file${2:+:$2}" -o "gate=$scratch/policy.gate" -o "type=$scratch/type.gate"
    silent err
    case $file in
    *'['*) ;; # its path is a pattern, of any age
    *) run 0 lint "$scratch/policy.gate" ;;
    esac
    silent err
    run 0 fmt --check "$scratch/policy.gate" "$scratch/type.gate"
    name=$(sed -n 's/^evidence \([a-z0-9_]*\).*/\1/p' policy.gate)
    set --
    ! grep -q '^param commit' policy.gate || set -- -p commit=4f1c2d7
    status=0
    "$gatec" check policy.gate --now "$now" -e "$name=$file" "$@" > out 2> err || status=$?
    [ "$status" -le 1 ] && [ ! -s err ] || fail "$file: the policy: status $status, $(head -n 3 err)"
    # The evidence by itself: an error if it had another shape. Its age is not in question here.
    {
        echo 'policy p "P"'
        sed 's/^  fresh within.*//' type.gate
        echo "checklist c \"C\" { item i \"I\" { require [$name].exists(element, true) } }"
    } > shape.gate
    status=0
    "$gatec" check shape.gate --now "$now" -e "$name=$file" > out 2> err || status=$?
    [ "$status" -eq 0 ] || fail "$file: the type: status $status, $(head -n 5 err out)"
}

# What the examples and tests have, and real files of many tools where they lie beside the project.
count=0
for file in "$root"/examples/tour/evidence/*.json "$root"/examples/billing/evidence/*.json "$root"/examples/after/evidence/*.json \
    "$root"/examples/toolchains/*/evidence/*.json "$root"/../shared/fixtures/*.json; do
    [ -e "$file" ] || continue
    proposes "$file"
    count=$((count + 1))
done
[ "$count" -ge 25 ] || fail "only $count artifacts"
find "$root/examples/billing/artifacts" -name '*.xml' | sort | head -n 2 > files
while IFS= read -r file <&3; do
    proposes "$file" junit
done 3< files

# The guesses.
cat > run.json << 'JSON'
{"generated_at": "2026-02-13T10:00:00Z", "local": "2026-02-13T10:00:00", "commit": "4f1c2d7", "took": "1h30m", "line_pct": 84.5,
 "nothing": null, "none": [], "p(95)": 1.5, "exit_code": 0,
 "suites": [{"name": "unit", "status": "pass", "n": 1}, {"name": "e2e", "status": "fail", "n": 2.5, "flaky": true}],
 "files": {"src/a.py": {"covered": 1, "total": 2}, "src/b.py": {"covered": 3, "total": 4}}}
JSON
proposes run.json
run 0 inspect run.json
out '/suites/*/status  string, 2 different: "pass", "fail", 2 values'
out '/suites/*/flaky   bool true, in 1 of 2'
out '/files/*/covered  int 1 to 3, 2 values'
out '/files            map of 2'
out 'generated_at: timestamp,'
out 'local: string,'
out '// times, but without their zone'
out 'took: duration,'
out 'line_pct: percent,'
out 'nothing: any,'
out '// null here'
out 'none: [any],'
out '// empty here'
out '"p(95)": number,'
out 'suites: [Suite],'
out 'status: "pass" | "fail",'
out '// those that were seen: add the others'
out 'n: number,'
out 'flaky?: bool,'
out 'files: map({ covered: int, total: int }),'
out 'fresh within 24h by generated_at'
out 'require run.exit_code == 0'
out 'require each suite in run.suites: suite.status == "pass"'
out '// run.commit names a commit'

# Formats that are known at sight.
run 0 inspect "$root/examples/tour/evidence/coverage.json" --root "$root/examples/tour"
out "coverage.py's JSON report"
out 'the module `coverage` of the standard library'
out 'coverage.py(coverage_report)'
out 'from "evidence/coverage.json"'
out 'by meta.timestamp in "UTC"'
out 'module "src/pay.py" {'
printf 'TN:\nSF:src/pay.c\nDA:1,1\nend_of_record\n' > lcov.info
run 0 inspect lcov.info
out 'from "lcov.info" as lcov'
printf '<coverage line-rate="1" version="7"><packages><package name="p"><classes><class name="c" filename="a.py"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>' > coverage.xml
run 0 inspect coverage.xml
out 'as cobertura'
printf '{"a": 1}\n{"a": 2}\n' > rows.ndjson
run 0 inspect rows.ndjson
out 'as ndjson'
run 0 inspect - < run.json
out 'write its path as it is below --root'

# Names that the language has taken, or that are none.
for name in import each now coverage tests line 9lives Pass 'a b' 'q"u{o}te' '[x]*' é; do
    echo '{"if": 1, "each": {"null": [{"in": "x"}]}, "": 2}' > "$name.json"
    proposes "$name.json"
done

# Hostile keys and texts: a line stays a line, nothing acts on a terminal, and the proposal holds.
printf '{"\\u0007bell": 1, "a\\nb": "x\\u001b[31m", "\\u202ebidi": 3, "q\\"": 4, "b\\\\": 5, "{x}": 6, "`y`": 7, "a/b~c": 8, "name": "n"}' > controls.json
proposes controls.json
run 0 inspect controls.json
out '/\x07bell'
out '/a\nb'
out '/a~1b~0c'
if LC_ALL=C tr -d '\n\t -~\200-\377' < out | grep -q .; then fail 'a control character is printed'; fi

# Size and depth: output is bounded, and there quickly.
awk 'BEGIN { printf "{"; for (i = 0; i < 100000; i++) printf "%s\"key%d\": %d", i ? "," : "", i, i; print "}" }' > keys.json
awk 'BEGIN { for (i = 0; i < 250; i++) printf "["; printf "1"; for (i = 0; i < 250; i++) printf "]" }' > deep.json
awk 'BEGIN { for (i = 0; i < 250; i++) printf "{\"a\":"; printf "1"; for (i = 0; i < 250; i++) printf "}" }' > deeper.json
awk 'BEGIN { printf "{"; for (i = 0; i < 200; i++) { printf "%s\"f%d\":{", i ? "," : "", i; for (j = 0; j < 100; j++) printf "%s\"g%d_%d\":[%d]", j ? "," : "", i, j, j; printf "}" } print "}" }' > wide.json
awk 'BEGIN { printf "[["; for (i = 0; i < 60; i++) { printf "%s{", i ? "," : ""; for (j = 0; j < 60; j++) printf "%s\"x%d\":{\"y\":1,\"z%d\":[]}", j ? "," : "", i * 60 + j, j; printf "}" } print "]]" }' > labels.json
for file in keys.json deep.json deeper.json wide.json labels.json; do
    proposes "$file"
    run 0 inspect "$file"
    [ "$(wc -c < out)" -le 100000 ] || fail "$file: $(wc -c < out) bytes are printed"
done
run 0 inspect keys.json
out 'map of 100000'
for text in 1 '"text"' null true '[]' '{}' '[1, "a", null, {"a": 1}, [2]]' '{"a b": {"c d": [1, "a"]}}' '[{"x": null}, {"x": 1}, {"x": "y"}]'; do
    printf '%s' "$text" > value.json
    proposes value.json
done

# What can't be read is told as a policy would tell it.
run 3 inspect nothing.json
err 'error[E0501]'
printf '{"a": 1, "a": 2}' > twice.json
run 3 inspect twice.json
err 'error[E0533]'
run 2 inspect
run 2 inspect run.json -o html
done_testing
