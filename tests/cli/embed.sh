#!/bin/sh
# The example of a host program: it compiles once, checks twice, and says what it found.
# Usage: embed.sh ROOT EMBED
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
echo '{"passed": 41, "total": 41}' > good.json
echo '{"passed": 40, "total": 41}' > bad.json
"$2" good.json bad.json absent.json > out
cat > wanted << 'WANTED'
good.json: GO
bad.json: NO-GO
  tests.all fail
absent.json: NO-GO
  tests.all missing
7 * 6 = 42
WANTED
diff -u wanted out
