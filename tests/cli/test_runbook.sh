#!/bin/sh
# gatec doc FILE…: the page is the policies', links lead to their lines, and whatever a text holds, it stays text.
root=$1
. "$(dirname "$0")/kit.sh"

mkdir policies docs
cat > policies/team.gate << 'POLICY'
owner release "Release owner" duty "Says go."
owner web "Web team"
POLICY
cat > policies/shop.gate << 'POLICY'
/// All of it.
policy shop "Shop"
import coverage
import "./team.gate"
param line_min : percent = 85 floor 80 ceiling 99 env LINE_MIN "least lines"
let names = ["unit", "e2e"]
evidence run : { commit: string, started: timestamp, took: duration, suites: [{ name: string, status: "pass" | "fail" }], windows: [{ n: number, at: timestamp }] }
  from "run.json" fresh within 24h by started
evidence report from "coverage.json"
checklist ready "Ready" {
  /// Why it is so.
  item suites "Suites" {
    owner web
    see "guide.md#suites"
    fix "make test"
    require each s of names in run.suites by name: s.status == "pass" else "{s.name}"
    require run.took <= 30m && !run.commit.contains("-dirty")
    require run.commit != "" && run.commit != " "
    warn when run.took > 20m
  }
}
coverage modules "Modules" of coverage.py(report) {
  module "src/pay.py" { owner web require line >= line_min require branch >= 70 }
  module each "src/**" at least 3 { only if lines.total > 0 require line >= 60 }
}
rollback watch "Watch" {
  trigger low "Low" { owner release then hold no data is breach fire when w.n < 0.98 for 2 consecutive w in run.windows by at }
}
retain runs "Runs" over run_ in "runs/*/summary.json" by at {
  keep last 10 per run_.branch where run_.ok
  keep for 30d
}
POLICY
run 0 doc policies/shop.gate -o docs/shop.md
silent out
silent err
cp docs/shop.md out
command='gatec doc policies/shop.gate'
out '# Shop'
out 'All of it.'
out '- [ ] **Suites** — Web team, [shop.gate:12](../policies/shop.gate#L12)'
out 'Why it is so.'
out '`unit` and `e2e`: each is in `run.suites` by `name`, and there `s.status` is `pass`; else: "{s.name}"'
out '`run.took` is at most 30m and not `run.commit.contains("-dirty")`'
out '`run.commit` is not `""` and `run.commit` is not `" "`'
out 'a warning when `run.took` is more than 20m'
out 'see [guide.md#suites](../policies/guide.md#suites)'
out 'to mend it: make test'
out '| `src/pay.py` | line | at least 85 % | `LINE_MIN`, not below 80, not above 99 | Web team |'
out '| `src/pay.py` | branch | at least 70 % |'
out '`src/**`, each, at least 3'
out 'applies only if `lines.total` is more than 0'
out 'fires when `w.n` is less than 0.98, in 2 consecutive windows `w` of `run.windows`, ordered by `at`'
out 'then: stop, and ask'
out 'a window without data counts as a breach'
out 'keep the latest 10 of each `run_.branch` where `run_.ok` is true'
out 'keep for 30d'
out 'Stored under `runs/`'
out '| Release owner | Says go. | `watch.low` | [team.gate:1](../policies/team.gate#L1) |'
out '| `line_min` | least lines | `85` | `LINE_MIN` | not below `80`, not above `99` |'
out '| `names` | `["unit", "e2e"]` |'
out '| `run` | `run.json` |  | 24h by `started` |'

# The same bytes again; on standard output, links count from the working directory.
run 0 doc policies/shop.gate -o docs/again.md
cmp docs/shop.md docs/again.md || fail 'two pages of one policy differ'
run 0 doc policies/shop.gate
out '](policies/shop.gate#L12)'
# A folder: its policies, and what they share once.
sed 's/^policy shop "Shop"/policy stall "Stall"/' policies/shop.gate > policies/stall.gate
run 0 doc policies --title 'Both of them'
out '# Both of them'
out '## Shop'
out '## Stall'
out '### Ready'
[ "$(grep -c 'Says go' out)" = 1 ] || fail 'an owner of both is told twice'

# Whatever a title, a message or a name holds.
cat > hostile.gate << 'POLICY'
/// # no heading
/// 1. no list, <script>alert(1)</script> | no cell
policy hostile "# T `a | b` <b>x</b> [l](http://evil.example) @team #12 \n## u\u202e"
owner o "O|x [y](z)" duty "- does *all* of `it|that`"
param p : int = 3 floor 1 "a | b\n| c"
evidence e : { name: string, list: [{ id: string, ok: bool }] } from "e|x.json"
checklist block "- [ ] *B* `odd" {
  item one "**bold** ``x`` ]]" {
    owner o
    see "javascript:alert(1)"
    fix "rm `pwd` | tee {p}"
    require e.name == "x`y|z" // a comment `
      && size(e.name) >= p else "<i> ]( {e.name}"
    forbid any l in e.list where !l.ok || l.id == "a|b"
  }
}
POLICY
run 0 doc hostile.gate
no_out '<script>'
no_out '<b>'
no_out '<i>'
no_out '](http'
no_out '](javascript'
no_out '@team'
no_out 'a comment'
no_out '| c'
out '``x`y|z``'
if LC_ALL=C grep -q "$(printf '\342\200\256')" out; then fail 'a bidi mark is printed'; fi
# Every row of a table has as many cells as its head.
awk -F '|' '/^\|/ { gsub(/\\\|/, ""); if (/^\| ---/) { cells = NF } else if (cells && NF != cells) { print; bad = 1 } if (!/^\|/) cells = 0 } !/^\|/ { cells = 0 } END { exit bad }' out ||
    fail 'a table is broken'

# What is no policy.
run 3 doc policies/team.gate nothing.gate
run 2 doc
run 2 doc policies/shop.gate --reference functions
mkdir none
run 3 doc none
err 'there is no policy here'
run 0 compile policies/shop.gate -o shop.gbc
run 2 doc shop.gbc
err 'give its source'
done_testing
