#!/bin/sh
# Retention on the example's 13 good and 12 failed runs: the plan, its removal, and removals that fail or are
# cut short, after which everything that the plan keeps is there, and another run finishes.
set -eu
root=$(CDPATH='' cd "$1" && pwd)
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
now=${now:?}
runs=artifacts/billing-confidence
cat > p.gate << 'POLICY'
policy retention "Retention"
retain confidence "Runs" over run in "artifacts/billing-confidence/*/summary.json" by generated_at {
  keep last 10 where run.overall_status == "pass"
  keep last 10 where run.overall_status == "fail"
}
POLICY

sh "$root/examples/retention/make.sh" made > /dev/null
diff -r made/artifacts "$root/examples/retention/artifacts" || fail "the example is not what its make.sh writes"

store() {
    chmod -R u+rwx store 2> /dev/null || true
    rm -rf store
    cp -R made store
}
retain() {
    status=$1
    shift
    run "$status" retain p.gate --root store --now "$now" "$@"
}
# Is all there that must be: the newest ten of each status, whole?
whole() {
    for run in 04 05 06 07 08 09 10 11 12 13; do
        [ -f store/$runs/nightly-good-$run/summary.json ] && [ -f store/$runs/nightly-good-$run/logs/runner.log ] ||
            fail "$1: nightly-good-$run is not whole"
    done
    for run in 03 04 05 06 07 08 09 10 11 12; do
        [ -f store/$runs/nightly-failed-$run/summary.json ] && [ -f store/$runs/nightly-failed-$run/logs/runner.log ] ||
            fail "$1: nightly-failed-$run is not whole"
    done
}
finished() {
    [ "$(find store/$runs -mindepth 1 -maxdepth 1 | wc -l)" -eq 20 ] || fail "$1: not 20 folders are left: $(ls store/$runs)"
}

# -- the plan, which touches nothing
store
retain 0
out '25 folders: 20 kept, 5 may go'
for run in good-01 good-02 good-03 failed-01 failed-02; do
    grep -q "^  go  .*nightly-$run  *older than the last 10" out || fail "nightly-$run does not go"
done
retain 0 -o json
[ "$(grep -c '"decision": "keep"' out)" -eq 20 ] || fail "not 20 are kept"
diff -r made store || fail "a plan changed the store"
retain 0 --check
run 0 retain p.gate --root store --now "$now" -o text=plan.txt -o json
[ -s plan.txt ] || fail "no plan in the file"

# -- carried out, and again
retain 0 --apply
out '5 removed'
whole apply
finished apply
retain 0 --apply
out '20 folders: 20 kept, 0 may go'
whole 'apply again'
retain 0 --check
rm -r store/$runs/nightly-good-09
retain 1 --check
out 'short: confidence: keep last 10 where run.overall_status == "pass": the store holds 1 fewer'
rm -r store/artifacts
retain 1 --check
retain 0 --apply

# -- statuses
run 2 retain p.gate --apply --check
run 2 retain p.gate -o html
run 2 retain p.gate --now yesterday
run 2 retain
small_policy q.gate
run 3 retain q.gate
err 'no `retain` block'
run 3 retain absent.gate
run 4 retain p.gate --root no-such-folder --apply # STORE_UNREADABLE
err E0713
store
mv store/artifacts store/real
ln -s real store/artifacts
retain 4 --apply
err 'through a link'
diff -r made/artifacts store/real || fail "something was removed behind a link"

# -- one that can't be removed doesn't hold up the others
store
deep=store/$runs/nightly-good-02
for level in $(seq 130); do deep=$deep/d; done
mkdir -p "$deep"
retain 4 --apply
err 'nightly-good-02` stays'
out '4 removed; 1 could not be removed'
whole 'a deep folder'
[ -f store/$runs/nightly-good-02/summary.json ] || fail "what could not be removed lost its file"
rm -r store/$runs/nightly-good-02/d
retain 0 --apply
finished 'a deep folder'
if [ "$(id -u)" != 0 ]; then
    store
    chmod a-w store/$runs/nightly-good-01/logs
    retain 4 --apply
    err 'no permission'
    whole 'no permission'
    chmod u+w store/$runs/nightly-good-01/logs
    retain 0 --apply
    finished 'no permission'
fi

# -- calls that fail, and runs that are cut short, at every removal that there is (4 in each of 5 folders)
# (The leak checker of a sanitized build does not work under strace, and is left out there.)
if strace -qq -o /dev/null true 2> /dev/null; then
    for fault in error=EACCES signal=KILL signal=TERM; do
        for at in 1 3 4 10 20; do
            store
            strace -E ASAN_OPTIONS=detect_leaks=0 -qq -o /dev/null -e trace=unlinkat -e "inject=unlinkat:$fault:when=$at" \
                "$gatec" retain p.gate --root store --now "$now" --apply > out 2> err && got=0 || got=$?
            [ $got -ne 0 ] || fail "$fault at $at: status 0"
            whole "$fault at $at"
            rest=0
            "$gatec" retain p.gate --root store --now "$now" --apply > out 2> err || rest=$?
            [ $rest -eq 0 ] || fail "$fault at $at: then status $rest"
            whole "$fault at $at, then again"
            # Between a folder's file and the folder itself an empty one may be left: it is kept, and named.
            find store/$runs -mindepth 1 -maxdepth 1 -type d -empty > left
            [ "$(wc -l < left)" -le 1 ] || fail "$fault at $at: $(cat left)"
            while read -r empty; do rmdir "$empty"; done < left
            finished "$fault at $at"
        done
    done
fi

# -- what is mounted in a folder is not entered: neither another file system nor a part of the same, which here is
# one of the folders that are kept. With openat2, and as on a kernel that has none.
mounted() {
    store
    # shellcheck disable=SC2016 # for the inner shell
    unshare -rm sh -c '
        mount --bind "$1/nightly-good-13" "$1/nightly-good-01/logs" && mount -t tmpfs none "$1/nightly-good-02/logs" &&
            echo x > "$1/nightly-good-02/logs/x" && mount -t tmpfs none "$1/nightly-failed-01" || exit 77
        shift
        got=0
        "$@" > out 2> err || got=$?
        [ -f "$0/nightly-good-02/logs/x" ] || exit 78
        exit $got' "store/$runs" "store/$runs" "$@" "$gatec" retain p.gate --root store --now "$now" --apply
}
if unshare -rm true 2> /dev/null; then
    got=0
    mounted || got=$?
    if [ $got -ne 77 ]; then
        [ $got = 4 ] || fail "mounts: status $got, $(cat err)"
        grep -q 'nightly-good-01. stays: .logs. could not be removed: it lies on another file system' err ||
            fail "mounts: $(cat err)"
        whole mounts
        finished_by=$(ls store/$runs | wc -l)
        [ "$finished_by" -eq 23 ] || fail "mounts: $finished_by folders are left"
    fi
fi
if strace -qq -o /dev/null true 2> /dev/null; then
    old() {
        strace -E ASAN_OPTIONS=detect_leaks=0 -f -qq -o /dev/null -e trace=openat2 -e inject=openat2:error=ENOSYS "$@"
    }
    store
    old "$gatec" retain p.gate --root store --now "$now" --apply > out 2> err || fail "without openat2: $(cat err)"
    whole 'without openat2'
    finished 'without openat2'
    store
    mv store/artifacts store/real
    ln -s real store/artifacts
    old "$gatec" retain p.gate --root store --now "$now" --apply > out 2> err && fail "without openat2: a link is followed"
    diff -r made/artifacts store/real || fail "without openat2: something was removed behind a link"
    if unshare -rm true 2> /dev/null; then
        got=0
        mounted strace -E ASAN_OPTIONS=detect_leaks=0 -f -qq -o /dev/null -e trace=openat2 -e inject=openat2:error=ENOSYS || got=$?
        [ $got = 4 ] || [ $got = 77 ] || fail "mounts without openat2: status $got, $(cat err)"
        whole 'mounts without openat2'
    fi
fi
done_testing
