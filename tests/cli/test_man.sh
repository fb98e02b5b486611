#!/bin/sh
# `gatec help --man`: a page for each command, for gatec and for its language, which mandoc and man take without
# a warning. And help: examples first, suggestions.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
"$gatec" help | sed -n 's/^  \([a-z]*\) .*/\1/p' > commands
checked=0
for name in $(cat commands) gatec language; do
    run 0 help --man "$name"
    cp "$scratch/out" "$name.man"
    for wanted in '.TH ' '.SH NAME' '.SH DESCRIPTION' '.SH SEE ALSO'; do
        out "$wanted"
    done
    LC_ALL=C grep -q '[^ -~]' "$name.man" && fail "$name: the source has other characters than ASCII"
    grep -q '\.$' "$name.man" || fail "$name: no sentence ends"
    if command -v mandoc > /dev/null; then
        mandoc -T lint -W warning "$name.man" > lint 2>&1 || fail "$name: $(head -n 3 lint)"
        checked=1
    fi
    if command -v man > /dev/null && command -v groff > /dev/null; then
        LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings=all -E UTF-8 -l "$name.man" > page 2> warnings || fail "$name: man failed"
        [ ! -s warnings ] || fail "$name: $(head -n 3 warnings)"
        [ -s page ] || fail "$name: the page is empty"
        checked=1
    fi
done
grep -q 'gatec\\-check' gatec.man || fail 'gatec(1) names no command'
for word in checklist require 'waivable' 'size'; do
    grep -qi -e "$word" language.man || fail "the language's page has no $word"
done
grep -q -e '\\-\\-detailed\\-exitcode' check.man || fail 'check has no option in its page'
run 0 help --man
cmp -s "$scratch/out" gatec.man || fail 'help --man without a name is the page of gatec'
run 2 help --man chek
err 'did you mean `check`?'

# Examples stand before the text, and nowhere else.
run 0 help fmt
first=$(grep -n -m 1 '^    \$ gatec fmt' "$scratch/out" | cut -d : -f 1)
text=$(grep -n -m 1 '^Rewrites' "$scratch/out" | cut -d : -f 1)
[ "$first" -lt "$text" ] || fail 'examples stand behind the text'
[ "$(grep -c '^    \$' "$scratch/out")" -eq 2 ] || fail 'an example is there twice, or not'
for name in $(cat commands); do
    run 0 help "$name"
    out 'options:'
done
run 2 halp
err 'did you mean `help`?'
run 2 help formt
run 2 check --rot x
err 'did you mean `--root`?'
[ "$checked" -eq 1 ] || exit 77
done_testing
