#!/bin/sh
# JUnit XML before xmllint with junit.xsd; the counts of each suite, and its names, before xmllint's XPath.
# Usage: junit.sh FOLDER DOCUMENTS
set -eu
folder=$1
documents=$2/junit
command -v xmllint > /dev/null || {
    echo "skipped: there is no xmllint here; on Debian: apt-get install libxml2-utils"
    exit 77
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0

holds() {
    xmllint --noout --nonet --schema "$folder/junit.xsd" "$@" > "$scratch/out" 2>&1
}

# What must be refused: one broken on purpose after the other.
one=$(find "$documents" -name '*-hostile' | head -n 1)
number=0
broken() {
    number=$((number + 1))
    sed "$1" "$one" > "$scratch/broken.xml"
    cmp -s "$one" "$scratch/broken.xml" && {
        echo "broken document $number: nothing is broken"
        bad=1
    }
    if holds "$scratch/broken.xml"; then
        echo "broken document $number was accepted: $1"
        bad=1
    fi
}
broken 's/ tests="[0-9]*"//'
broken 's/<testcase /<testcase line="3" /'
broken 's/ time="0"/ time="soon"/'
broken 's/<failure /<failing /; s/<\/failure>/<\/failing>/'
broken '$d'
broken 's/ name="[^"]*"//'

set -- "$documents"/*
[ $# -ge 100 ] || {
    echo "only $# documents"
    bad=1
}
holds "$@" || {
    grep -v ' validates$' "$scratch/out" | head -n 20
    bad=1
}

# The suite says how many there are, and no two cases have one name: of two GitLab shows one.
for each in "$@"; do
    said=$(xmllint --xpath 'concat(//testsuite/@tests, " ", //testsuite/@failures, " ", //testsuite/@errors, " ", //testsuite/@skipped)' "$each")
    there=$(xmllint --xpath 'concat(count(//testcase), " ", count(//testcase[failure]), " ", count(//testcase[error]), " ", count(//testcase[skipped]))' "$each")
    [ "$said" = "$there" ] || {
        echo "$each: the suite counts $said, and has $there"
        bad=1
    }
    twice=$(xmllint --xpath '//testcase/@name' "$each" 2> /dev/null | sort | uniq -d | head -n 1)
    [ -z "$twice" ] || {
        echo "$each: two cases named $twice"
        bad=1
    }
done
echo "$# documents, $number broken ones"
exit $bad
