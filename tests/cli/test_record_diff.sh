#!/bin/sh
# Changed lines as git tells them: real repositories, hostile names, and what git can't say.
set -eu
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
command -v git > /dev/null || exit 77

# Nobody's configuration but this one.
HOME=$scratch GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.invalid
GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.invalid
export HOME GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE 2> /dev/null || true

new_repository() {
    rm -rf "${scratch:?}/$1"
    git init -q -b main "$scratch/$1"
    cd "$scratch/$1"
}
commit() { git add -A && git commit -q -m "$1"; }
# The value of an expression over the record.
says() {
    "$gatec" eval "$1" -e d="$scratch/d.json" > "$scratch/value" 2>&1 || true
    [ "$(cat "$scratch/value")" = "$2" ] || fail "\`$1\` is \`$(cat "$scratch/value")\`, not \`$2\`"
}
record() { run 0 record --out "$scratch/d.json" --diff "$@"; }
# A record that can't be made: the status, what is said, and an earlier one that is gone.
refused() {
    status=$1 text=$2
    shift 2
    echo '{}' > "$scratch/d.json"
    run "$status" record --out "$scratch/d.json" "$@"
    err "$text"
    [ "$status" = 2 ] || [ ! -e "$scratch/d.json" ] || fail "an earlier record was left: $*"
}
lines='d.files.filter(f, f.path == "%s")[0].lines'
of() { printf "$lines" "$1"; }

# -- lines
new_repository plain
printf 'a\nb\nc\nd\n' > kept
printf 'one\n' > gone
printf 'x\n' > 'bl ank'
commit one
git checkout -q -b work
printf 'a\nB\nc\nd\ne\nf' > kept
rm gone
printf 'y\nx\n' > 'bl ank'
printf '1\n2\n' > added
: > empty
commit two
record main
says 'd.files.map(f, f.path)' '["added","bl ank","empty","gone","kept"]'
says "$(of kept)" '[2,5,6]'
says "$(of added)" '[1,2]'
says "$(of 'bl ank')" '[1]'
says "$(of gone)" '[]'
says "$(of empty)" '[]'
says 'd.files.map(f, f.status)' '["added","modified","added","deleted","modified"]'
says 'd.base.ref' '"main"'
says 'd.base.commit == d.base.merge_base && d.git.commit != d.base.commit' true
says 'd.git.clean' true
says 'd.root' "\"$(pwd -P)\""
says 'has(d.name)' false
record main --name changes
says 'd.name' '"changes"'

# The two parted there: what came to main since is no change of this branch.
git checkout -q main
printf 'other\n' > later
commit three
git checkout -q work
record main
says 'd.files.map(f, f.path)' '["added","bl ank","empty","gone","kept"]'
says 'd.base.commit != d.base.merge_base' true
# What is not committed counts as it stands on the disk, as it was measured; unknown files are not told.
printf 'a\nB\nc\nd\ne\nf\nnew\n' > kept
printf 'z\n' > unknown
record main
says "$(of kept)" '[2,5,6,7]'
says 'd.files.exists(f, f.path == "unknown")' false
says 'd.git.clean' false
# Paths are told from the root of the tree, wherever it was asked.
mkdir -p deep/er
cd deep/er
record main
says 'd.files.exists(f, f.path == "kept")' true
cd ../..
git checkout -q -- kept

# -- names that would break a list of lines
new_repository names
printf 'x\n' > base
commit one
printf '1\n' > "$(printf 'new\nline')"
printf '1\n' > "$(printf 'tab\there')"
printf '1\n' > 'quote"d'
printf '1\n' > 'back\slash'
printf '1\n' > '+++ b'
mkdir -p 'diff --git a' 'b'
printf '1\n' > 'diff --git a/x b'
printf '@@ -1 +1 @@\n+++ b/nothing\n--- a/x\ndiff --git a/q b/q\n' > '@@ -0,0 +1,9 @@'
printf '1\n' > 'trailing '
printf '1\n' > "$(printf 'uml\303\244ut')"
printf '1\n' > "$(printf 'byte\377')"
printf '1\n' > "$(printf 'tail\t')"
commit two
record HEAD~1
says 'd.files.all(f, size(f.lines) == 1 || f.path == "@@ -0,0 +1,9 @@")' true
says "$(of '@@ -0,0 +1,9 @@')" '[1,2,3,4]'
for name in 'new\nline' 'tab\there' 'quote\"d' 'back\\slash' '+++ b' 'diff --git a/x b' 'trailing ' 'umläut' 'tail\t'; do
    says "d.files.exists(f, f.path == \"$name\" && !has(f.exact))" true
done
says 'd.files.filter(f, has(f.exact)).map(f, f.exact)' '[false]'
says 'size(d.files)' 11

# -- renamed, copied, binary, modes, links, types
new_repository kinds
i=0
while [ $i -lt 40 ]; do echo "line $i" >> moved; i=$((i + 1)); done
i=0
while [ $i -lt 9 ]; do echo "other $i" >> same; i=$((i + 1)); done
printf 'a\0b\n' > blob
printf 'x\n' > mode
ln -s moved link
printf 'x\n' > becomes
printf 'nodiff\n' > lock
printf 'lock -diff\n' > .gitattributes
commit one
git mv moved "$(printf 'to\nhere')"
sed 's/^line 7$/line seven/' "$(printf 'to\nhere')" > x
mv x "$(printf 'to\nhere')"
git mv same 'plain move'
printf 'a\0c\n' > blob
chmod +x mode
rm link becomes
ln -s 'plain move' link
ln -s mode becomes
printf 'diff\n' > lock
commit two
record HEAD~1
says 'd.files.filter(f, f.path == "to\nhere")[0].old_path' '"moved"'
says 'd.files.filter(f, f.path == "to\nhere")[0].lines' '[8]'
says 'd.files.filter(f, f.path == "plain move").map(f, [f.status, f.old_path, string(f.lines.size())])' '[["renamed","same","0"]]'
says 'd.files.filter(f, f.path == "blob").map(f, [f.binary, has(f.lines)])' '[[true,false]]'
says 'd.files.filter(f, f.path == "lock").map(f, [f.binary, has(f.lines)])' '[[true,false]]'
says "$(of mode)" '[]'
says 'd.files.filter(f, f.path == "link").map(f, [f.kind, f.status, string(has(f.lines))])' '[["symlink","modified","false"]]'
says 'd.files.filter(f, f.path == "becomes").map(f, [f.kind, f.status])' '[["symlink","type changed"]]'

# -- a submodule
git -c protocol.file.allow=always submodule --quiet add "$scratch/plain" sub
commit three
record HEAD~1
says 'd.files.filter(f, f.path == "sub").map(f, [f.kind, f.status, string(has(f.lines))])' '[["submodule","added","false"]]'
git -C sub checkout -q main
printf 'dirt\n' > sub/dirt
commit four
record HEAD~1
says 'd.files.map(f, [f.path, f.kind])' '[["sub","submodule"]]'

# -- what a configuration would make of it, and that nothing else is run
new_repository configured
printf 'a\nb\n' > 'file.x'
commit one
printf 'a\nc\n' > 'file.x'
printf '*.x diff=evil filter=evil\n' > .git/info/attributes
for setting in diff.external='touch ran; true' diff.evil.textconv='touch ran; cat' diff.evil.command='touch ran' \
    diff.noprefix=true diff.mnemonicPrefix=true diff.relative=true core.quotePath=false color.ui=always color.diff=always \
    diff.context=9 diff.interHunkContext=9 diff.submodule=log diff.renames=copies diff.wordRegex=. \
    core.pager='touch ran' core.fsmonitor='touch ran; false' diff.srcPrefix=q/ diff.dstPrefix=r/ diff.algorithm=histogram \
    alias.diff='!touch ran' diff.orderFile=/dev/null; do
    git config "${setting%%=*}" "${setting#*=}"
done
GIT_EXTERNAL_DIFF='touch ran' GIT_PAGER='touch ran' record HEAD
says "$(of file.x)" '[2]'
[ ! -e ran ] || fail "something else than git was run"

# -- a merge that stopped: what stands on the disk, with its marks
new_repository unmerged
printf 'a\n' > both
commit one
git checkout -q -b other
printf 'b\n' > both
commit two
git checkout -q main
printf 'c\n' > both
commit three
git merge other > /dev/null 2>&1 && fail "the merge went well"
record main
says "$(of both)" '[1,3,4,5]'

# -- what git can't say
cd "$scratch/plain"
refused 4 'git knows no commit `nowhere`' --diff nowhere
refused 4 'git knows no commit `--output=x`' --diff=--output=x
refused 4 'git knows no commit' --diff 'main..work'
refused 4 'git knows no commit' --diff 'main^{tree}'
refused 4 'git knows no commit' --diff "$(printf 'ma\nin')"
[ ! -e x ] || fail "an option got through to git"
refused 2 '`--diff` wants the name of a commit' --diff ''
refused 2 'takes the place of a command' --diff main -- true
refused 2 '`--redact` is about' --diff main --redact x
run 2 record --diff main
err '`gatec record` needs `--out FILE`'
run 2 record --out "$scratch/d.json"
err 'needs a command'
new_repository parts
printf 'a\n' > a
commit one
git checkout -q --orphan alone
commit two
refused 4 '`main` and HEAD have no commit in common' --diff main
git clone -q --depth 1 "file://$scratch/plain" "$scratch/shallow" 2> /dev/null
cd "$scratch/shallow"
refused 4 'this clone is shallow, fetch the whole history' --diff HEAD~1
new_repository replaced
printf '1\n' > a
commit one
printf '1\n2\n' > a
commit two
git replace HEAD~1 "$(git commit-tree -m lie 'HEAD^{tree}')"
record HEAD~1
says "$(of a)" '[2]'
new_repository none
refused 4 'git knows no commit `HEAD`' --diff HEAD
git init -q --bare "$scratch/bare"
cd "$scratch/bare"
refused 4 'in no working tree' --diff HEAD
mkdir -p "$scratch/outside"
cd "$scratch/outside"
GIT_CEILING_DIRECTORIES=$scratch refused 4 'in no working tree' --diff HEAD
PATH=$scratch/outside "$gatec" record --out "$scratch/d.json" --diff HEAD 2> "$scratch/err" && fail "there is a git"
err 'could not run `git`'
done_testing
