#!/bin/sh
# Puts the npm packages that FOLDER/package.json names into INTO, with the folder's *.mjs beside them, so that these find
# them. Once they are there the network is not asked again until package.json changes.
# Usage: npm.sh FOLDER INTO
# Status 77 where there is no npm, no node that is new enough, or the packages cannot be had.
set -eu
folder=$1
into=$2
skip() {
    echo "skipped: $1"
    exit 77
}

command -v npm > /dev/null && command -v node > /dev/null || skip "there is no npm here; on Debian: apt-get install npm"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || skip "node $(node --version) is older than 18"
mkdir -p "$into"
if ! cmp -s "$folder/package.json" "$into/installed.json"; then
    rm -rf "$into/installed.json" "$into/node_modules"
    cp "$folder/package.json" "$into/package.json"
    log=$into/npm.log
    # Downloads at install time are no part of a package: only what the registry holds is used.
    if ! (cd "$into" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock) > "$log" 2>&1; then
        tail -n 5 "$log"
        skip "npm could not install what $folder/package.json names"
    fi
    cp "$into/package.json" "$into/installed.json"
fi
cp "$folder"/*.mjs "$into"
