#!/bin/sh
# `gatec fmt`: in place, through streams, as a question, and over what is no policy.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
printf 'policy p "A policy"\nlet  a=1\n' > untidy.gate
printf 'policy p "A policy"\nlet a = 1\n' > tidy.gate
cp untidy.gate kept.gate

# Questions write nothing.
run 1 fmt --check untidy.gate tidy.gate
out_is untidy.gate
run 0 fmt --check tidy.gate
silent out
run 0 fmt --diff untidy.gate tidy.gate
out '--- untidy.gate'
out '-let  a=1'
out '+let a = 1'
[ "$(grep -c '^---' "$scratch/out")" -eq 1 ] || fail 'a file that is right has a diff'
run 1 fmt --check --diff untidy.gate
out '+let a = 1'
cmp -s untidy.gate kept.gate || fail 'a question changed the file'
cp "$scratch/out" fmt.patch

# In place, whole, with its rights, through a link; what needs nothing is not touched.
chmod 640 untidy.gate
ln -s untidy.gate link.gate
touch -d 2020-01-01 tidy.gate
run 0 fmt link.gate tidy.gate
silent out
silent err
cmp -s untidy.gate tidy.gate || fail 'the file is not formatted'
[ -L link.gate ] || fail 'the link was replaced'
[ "$(stat -c %a untidy.gate)" = 640 ] || fail 'the rights are lost'
[ "$(stat -c %Y tidy.gate)" = "$(date -d 2020-01-01 +%s)" ] || fail 'a file that was right was written'
[ "$(find . -name '*.gate.*' | wc -l)" -eq 0 ] || fail 'something was left behind'

# The diff is one that patch applies.
if command -v patch > /dev/null; then
    patch -s kept.gate < fmt.patch && cmp -s kept.gate tidy.gate || fail 'the diff does not apply'
fi

# Streams.
printf 'let  a=1' | "$gatec" fmt - > piped.gate || fail 'fmt - failed'
[ "$(cat piped.gate)" = 'let a = 1' ] || fail 'fmt - wrote something else'
printf 'let  a=1' | "$gatec" fmt --check - > /dev/null && fail 'fmt --check - says that all is well'
: | "$gatec" fmt - > empty.gate || fail 'an empty text'
[ ! -s empty.gate ] || fail 'an empty text grew'

# A folder, with the folders below it; what does not parse stays as it is, and the others are formatted.
mkdir -p set/below
printf 'let  a=1\n' > set/below/one.gate
printf 'let  a=\n' > set/broken.gate
printf 'let  a=1\n' > set/two.gate
printf 'let  a=1\n' > set/other.txt
run 3 fmt set
err 'E0101'
err 'set/broken.gate:'
[ "$(cat set/broken.gate)" = 'let  a=' ] || fail 'a file that does not parse was changed'
[ "$(cat set/below/one.gate)$(cat set/two.gate)" = 'let a = 1let a = 1' ] || fail 'the others are not formatted'
[ "$(cat set/other.txt)" = 'let  a=1' ] || fail 'what is no policy was formatted'
run 3 fmt --check set
mkdir nothing
run 3 fmt nothing
err 'there is no policy in the folder'
run 3 fmt absent.gate
err 'E0701'
small_policy small.gate
run 0 compile small.gate -o small.gbc
run 3 fmt small.gbc
err 'is a compiled policy'
run 2 fmt
run 2 fmt --chek small.gate
err 'did you mean `--check`?'

# Text that cannot be scanned, and what grows too large, is refused and left.
printf 'let a = "\377"\n' > bytes.gate
run 3 fmt bytes.gate
err 'E0102'
printf 'let a = 1 // \033[2J\n' > control.gate
cp control.gate control.kept
run 3 fmt control.gate
cmp -s control.gate control.kept || fail 'a text with control characters was changed'
awk 'BEGIN { printf "let a = ["; for (i = 0; i < 300000; i++) printf "x,"; print "x]" }' > large.gate
cp large.gate large.kept
run 3 fmt large.gate
err 'E0110'
cmp -s large.gate large.kept || fail 'a text that would be too long was changed'

# Long, deep and wide texts: soon done, formatted again the same, and no larger than they must be.
awk 'BEGIN { printf "let a = x"; for (i = 0; i < 200000; i++) printf "+x"; print "" }' > chain.gate
awk 'BEGIN { printf "let a = "; for (i = 0; i < 200; i++) printf "[\n"; printf "1"; for (i = 0; i < 200; i++) printf "]"; print "" }' > deep.gate
awk 'BEGIN { for (i = 0; i < 20000; i++) print "param p" i " : int"; printf "param "; for (i = 0; i < 90000; i++) printf "q"; print " : int" }' > wide.gate
awk 'BEGIN { printf "let a = b"; for (i = 0; i < 200; i++) printf " ? b : b"; print "" }' > choices.gate
awk 'BEGIN { for (i = 0; i < 200000; i++) print "//" }' > comments.gate
awk 'BEGIN { printf "\t"; for (i = 0; i < 500000; i++) printf " \t"; print "let a = 1" }' > blank.gate
for name in chain deep wide choices comments blank; do
    cp "$name.gate" "$name.kept"
    status=0
    timeout 60 "$gatec" fmt "$name.gate" 2> trouble || status=$?
    [ "$status" -eq 0 ] || fail "$name: status $status, $(head -n 1 trouble)"
    "$gatec" fmt --check "$name.gate" > /dev/null || fail "$name: formatted again it is another text"
    [ "$(wc -c < "$name.gate")" -le $((100 * $(wc -c < "$name.kept"))) ] || fail "$name: it grew"
done
[ "$(wc -c < wide.gate)" -le $(($(wc -c < wide.kept) + 200000)) ] || fail 'columns as wide as the widest name'

# Of a folder's links, those that lead out of it are no way to write there; named, they are.
mkdir -p inside/deep outside
printf 'let  a=1\n' | tee outside/o.gate > inside/deep/i.gate
ln -s ../outside/o.gate inside/out.gate
ln -s deep/i.gate inside/in.gate
run 4 fmt inside
err 'could not write `inside/out.gate`: it is a link that leads out of its folder'
grep -q 'let  a=1' outside/o.gate || fail 'written through a link out of the folder'
grep -q 'let a = 1' inside/deep/i.gate || fail 'a link within the folder kept it from being formatted'
run 0 fmt inside/out.gate
grep -q 'let a = 1' outside/o.gate || fail 'a link that is named is not followed'

# A name is no command to a terminal, and no second line.
odd=$(printf 'odd\033[31m\nname.gate')
printf 'let  a=1\n' > "$odd"
run 1 fmt --check "$odd"
out 'odd\x1b[31m\x0aname.gate'

# What cannot be written.
if [ "$(id -u)" -ne 0 ]; then
    printf 'let  a=1\n' > locked.gate
    chmod 444 locked.gate
    run 4 fmt locked.gate
    err 'could not write `locked.gate`'
fi
printf 'let  a=1\n' | "$gatec" fmt - > /dev/full 2> full.err && fail 'a full disk is no failure'
grep -q 'could not write' full.err || fail 'a full disk is not told'
done_testing
