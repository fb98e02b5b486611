#!/bin/sh
# `gatec check --cost` and `--max-cost`.
. "$(dirname "$0")/kit.sh"
cat > p.gate << 'POLICY'
policy p "P"
evidence e from "e.json"
checklist c {
  item one { require e.xs.all(x, x > 0) }
  item two { require e.xs.all(x, e.ys.exists(y, y == x)) }
}
POLICY

run 0 check p.gate --cost
out "  c: "
out "*e.xs*e.ys + "
out "  with 1000 for every size: "
no_out "NO-GO"
run 3 check p.gate --max-cost 1000
err "E0623"
err "units of work"
echo '{"xs": [1], "ys": [1]}' > e.json
run 0 check p.gate --max-cost 90000000000
out "GO  P"
run 2 check p.gate --max-cost 0
run 2 check p.gate --max-cost 1e9
err "takes a whole number"
done_testing
