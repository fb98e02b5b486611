#!/bin/sh
# The page in a browser: builds pages of the examples and of hostile evidence, and has tests/browser/look.mjs
# look at them. Its packages are installed into FOLDER, where the pictures stand afterwards too. Ends with 77
# (skipped) where there is no Node.js, no Chromium or no way to the packages.
# Usage: browser.sh ROOT GATEC FOLDER
set -eu
root=$1
gatec=$2
work=$3
skip() {
    echo "skipped: $1"
    exit 77
}
browser=
for name in chromium chromium-browser google-chrome; do
    [ -n "$browser" ] || browser=$(command -v $name || true)
done
[ -n "$browser" ] || skip "Chromium is not installed"

sh "$root/tests/npm.sh" "$root/tests/browser" "$work" # 77 where they cannot be had
mkdir -p "$work/pages"
cd "$work"

# A page: NAME and the arguments of `gatec check`. Whatever the verdict is.
rm -f pages/*
page() {
    name=$1
    shift
    status=0
    (cd "$root" && "$gatec" check "$@" -o html="$work/pages/$name.html") || status=$?
    [ "$status" -lt 2 ] || {
        echo "$name: gatec ended with $status"
        exit 1
    }
}
release() {
    page "$1" policies/release.gate --root "$2" --now 2026-02-13T12:00:00Z -p run=local-release-heavy-hard-gate-85
}
after() {
    rm -rf evidence
    "$root/examples/assemble_after.sh" "$2" "$work/evidence"
    page "$2-$1" "policies/$1.gate" --root "$work/evidence" --now 2026-02-13T14:00:00Z
}
release billing examples/billing
rm -rf evidence
"$root/examples/assemble.sh" coverage-one-statement-short "$work/evidence"
release coverage-short "$work/evidence"
after rollback low-around-a-hole
after canary canary-fail
page waiver examples/cookbook/waiver/policy.gate --root examples/cookbook/waiver --now 2026-02-13T12:00:00Z

# Text that would like to be more than text, in titles, keys, values, file names and messages.
mkdir -p hostile
cat > hostile/policy.gate << 'POLICY'
policy evil "</title><script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"
evidence e from "e.json"
evidence gone from "<b>gone</b>\"'.json"
owner o "<iframe src=http://127.0.0.1:9/></iframe>" duty "\"><svg onload=alert(1)>"
checklist c "'></style><style>@import 'http://127.0.0.1:9'</style>" {
  item a "javascript:alert(1) <a href=http://127.0.0.1:9>x</a>" {
    owner o see "<base href=http://127.0.0.1:9/>" fix "</code></pre><script>alert(1)</script>"
    require e.value == "<!--" else "{e.value} ]]> &lt; &#x1b;"
    require each x of ["<b>"] in e.map: x == "</details>"
    warn when e.wide != ""
  }
  item b "gone" { owner o require gone.x == 1 }
}
POLICY
# shellcheck disable=SC1003 # escapes of JSON
awk 'BEGIN {
    for (i = 0; i < 20000; i++) wide = wide "A"
    for (i = 0; i < 2000; i++) marks = marks "\\u0301"
    printf "{\"value\": \"</script><script>alert(1)</script><img src=x onerror=alert(1)>\\u202e\\u2066\\u001b[2J\\u0000\", \"map\": {\"<b>\": \"<i>%s\"}, \"wide\": \"%s\"}\n", marks, wide
}' > hostile/e.json
page hostile "$work/hostile/policy.gate" --root "$work/hostile" --now 2026-02-13T12:00:00Z

node look.mjs "$browser" "$work/pictures" pages/*.html
