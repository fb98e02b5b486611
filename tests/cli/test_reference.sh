#!/bin/sh
# Help, versions, explanations and pages of reference.
. "$(dirname "$0")/kit.sh"
version=${version:?}

run 0 --version
out "gatec $version"
out "compiled policies: format "
out "jansson "
out "pcre2 "
out "expat "
out "nettle "
run 0 version
run 0 --help
for name in check eval compile disasm explain doc help version; do
    out "  $name "
done
run 0 help
run 0 help check
out "--detailed-exitcode"
out "-p, --param NAME=VALUE"
out "json"
run 0 check --help
run 0 check -h nothing.gate
run 2 help chekc
err "did you mean \`check\`?"
run 2 version more
run 2 help check eval

run 0 explain E0101
out "error E0101: "
run 0 explain e0101
out "error E0101: "
run 0 explain w0101
out "warning W0101: "
run 2 explain E0110x
run 2 explain E9999
run 2 explain ''
err "there is no diagnostic"
run 2 explain

for page in functions clauses diagnostics opcodes schema; do
    run 0 doc --reference $page
    [ "$(wc -l < out)" -gt 20 ] || fail "the page $page is short"
    cp out first
    run 0 doc --reference $page
    cmp -s out first || fail "the page $page differs from run to run"
done
run 0 eval 'x["$schema"]' -e x=first
run 2 doc
run 2 doc --reference clause
err "did you mean \`clauses\`?"
# Every code's page stands under its number, once.
run 0 doc --reference diagnostics
grep '^## ' out | sort | uniq -d > twice
[ ! -s twice ] || fail "twice on the page: $(cat twice)"
done_testing
