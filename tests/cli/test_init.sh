#!/bin/sh
# gatec init: what it writes works at once: it compiles, lints clean, is in its canonical form, its tests pass, and its verdict is honest.
root=$1
. "$(dirname "$0")/kit.sh"
unset COVERAGE_LINE_MIN GITHUB_SHA

# works FOLDER: no word about what was written; its tests pass.
works() {
    run 0 lint "$1/policies"
    silent err
    run 0 fmt --check "$1/policies"
    run 0 test "$1/policies"
    # Of what has no sample no row is seen passing, and nothing else is left out.
    [ -n "${2:-}" ] || run 0 test "$1/policies" --require-blocking
}

# A coverage report.
mkdir shop
cp "$root/examples/tour/evidence/coverage.json" shop/
run 0 init shop
out "coverage.py's JSON report"
out 'shop/policies/release.gate'
out 'gatec check shop/policies/release.gate --root shop'
works shop
run 0 check shop/policies/release.gate --root shop --now "$now"
out 'coverage_report_modules["src/pay.py"]'
run 1 check shop/policies/release.gate --root shop --now 2026-02-15T12:00:00Z
out 'MISSING'

# Nothing is written over, and nothing is written when anything would be.
echo mine > shop/policies/release.gate
rm shop/policies/release_test.gate
run 2 init shop
err 'is there already; --force writes over it'
[ "$(cat shop/policies/release.gate)" = mine ] || fail 'a file was written over'
[ ! -e shop/policies/release_test.gate ] || fail 'half of the files were written'
run 0 init shop --force
works shop
cp -R shop before
run 0 init shop --force
diff -r before shop || fail 'the second time it writes something else'
run 0 init shop --print
out '// policies/release.gate'
mkdir -p link
ln -s /nowhere link/policies
run 4 init link

# The working directory, in which nothing is found: a beginning that can be followed.
mkdir empty
cd empty || exit 1
run 0 init
cd ..
out 'no report that is known by sight'
works empty
run 1 check empty/policies/release.gate --root empty
out 'evidence/smoke.json is not there'

# Every format that it knows: its tests pass, by which the samples of the table are those of their formats.
mkdir formats
while read -r name file; do
    [ -e "$file" ] || continue
    rm -rf one
    mkdir one
    cp "$file" one/
    run 0 init one
    out "$name"
    case $name in *bill* | *Prometheus* | *Istanbul\'s\ full*) works one partly ;; *) works one ;; esac
    run 0 compile one/policies/release.gate -o one.gbc
    cp "$file" formats/
done << FILES
pytest's $root/examples/toolchains/python/evidence/pytest.json
coverage.py's $root/examples/toolchains/python/evidence/coverage.json
Istanbul's $root/examples/toolchains/javascript/evidence/coverage-summary.json
Jest's $root/examples/toolchains/javascript/evidence/jest.json
npm $root/examples/toolchains/javascript/evidence/npm-audit.json
Trivy's $root/examples/toolchains/container/evidence/trivy.json
bill $root/examples/toolchains/container/evidence/bom.json
SARIF $root/../shared/fixtures/sarif-snyk-container.json
Common $root/../shared/fixtures/ctrf-report.json
Playwright's $root/../shared/fixtures/playwright-report.json
FILES
printf 'TN:\nSF:src/pay.c\nDA:1,1\nDA:2,0\nend_of_record\n' > formats/lcov.info
printf '<coverage line-rate="1" version="7" timestamp="1770984000"><packages><package name="p"><classes><class name="c" filename="shop/pay.py"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>' > formats/cobertura.xml
for n in 1 2 3; do
    printf '<testsuite name="s" tests="1" timestamp="2026-02-13T11:00:00"><testcase name="t" classname="c"/></testsuite>' > "formats/junit-$n.xml"
done

# All of them together, with workflows: an action to use, and no more of one kind than a beginning needs.
mkdir -p formats/.github/workflows formats/node_modules/x formats/.hidden formats/deep/reports
printf 'on: push\n' > formats/.github/workflows/ci.yml
cp formats/coverage.json formats/node_modules/x/
cp formats/coverage.json formats/.hidden/
cp formats/jest.json formats/deep/reports/
ln -s "$root/examples" formats/examples
ln -s /dev/zero formats/zero.json
mkfifo formats/pipe.json
run 0 init formats
out 'a workflow of GitHub Actions'
out 'uses: ./.github/actions/release-gate'
out 'deep/reports/jest.json'
out 'not read yet'
no_out node_modules
no_out .hidden
no_out examples/
no_out zero.json
works formats partly
grep -q 'gatec check policies/release.gate' formats/.github/actions/release-gate/action.yml || fail 'no step for the workflow'
run 1 check formats/policies/release.gate --root formats --now "$now"

# A pipeline of GitLab's.
mkdir lab
cp shop/coverage.json lab/
echo 'test: {script: [make test]}' > lab/.gitlab-ci.yml
run 0 init lab
out 'a pipeline of GitLab'
out 'gitlab=gl-code-quality-report.json'

# Names of files that have a meaning in paths, in texts, or on a terminal.
mkdir odd
for name in 'a{b}' 'c[d]*' 'e"f' "$(printf 'g\033[31mh')" 'import' 'each'; do
    cp shop/coverage.json "odd/$name.json"
done
run 0 init odd
if LC_ALL=C grep -q "$(printf '\033')" out; then fail 'a name acts on the terminal'; fi
works odd
run 0 compile odd/policies/release.gate -o odd.gbc

# Nothing is written through a link, which may lead out of the folder.
mkdir -p linked forced/policies elsewhere
ln -s ../elsewhere linked/policies
run 4 init linked
err 'could not write into `linked/policies`: it is a link'
[ -z "$(ls elsewhere)" ] || fail 'written through a link'
echo kept > elsewhere/kept
ln -s ../../elsewhere/kept forced/policies/release.gate
run 4 init --force forced
err 'could not write `forced/policies/release.gate`: it is a link'
grep -q kept elsewhere/kept || fail 'written over what a link leads to'
bad=$(printf 'bad\033[31m')
mkdir "$bad"
run 0 init "$bad"
no_out "$(printf '\033')"

run 2 init nowhere
err 'nowhere'
run 2 init shop/coverage.json
run 2 init a b
done_testing
