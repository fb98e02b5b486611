#!/bin/sh
# `gatec completion bash`, loaded by bash and asked as readline asks it. And what no shell is needed for.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
run 2 completion tcsh
run 2 completion bsh
err 'did you mean `bash`?'
run 2 completion
run 0 completion bash
cp "$scratch/out" "$scratch/script"
# Every command and every option of its help is in it.
"$gatec" help | sed -n 's/^  \([a-z]*\) .*/\1/p' > commands
while read -r name; do
    grep -q "^  $name)\$" "$scratch/out" || fail "$name is not completed"
    "$gatec" help "$name" | sed -n '/^options:/,/^$/s/.*\(--[a-z-]*\).*/\1/p' | while read -r option; do
        sed -n "/^  $name)\$/,/^    ;;\$/p" "$scratch/out" | grep -q -e " ${option}[ \"]" || echo "$name $option"
    done
done < commands > absent
[ ! -s absent ] || fail "not completed: $(cat absent)"
[ "$(wc -l < commands)" -ge 15 ] || fail 'hardly any command was found'
# Every form that is offered is one that the command takes, and no other is.
awk '/^  [a-z]+\)$/ { sub(/\)/, ""); name = $1 }
    /--format\)/ { sub(/.*_gatec_words "/, ""); sub(/".*/, ""); for (i = 1; i <= NF; i++) print name, $i }' \
    "$scratch/script" > forms
[ "$(wc -l < forms)" -ge 20 ] || fail 'hardly any form was found'
while read -r name form; do
    operands=absent
    case $name in diff | why) operands='absent absent' ;; esac
    # shellcheck disable=SC2086 # one or two
    "$gatec" "$name" -o "$form" $operands > refused 2>&1 < /dev/null || true
    if grep -q 'there is no form' refused; then fail "$name takes no form $form"; fi
done < forms
cut -d ' ' -f 1 forms | sort -u > with
while read -r name; do
    if "$gatec" help "$name" | grep -q -e '--format' && ! grep -qx "$name" with; then fail "$name: its forms are not offered"; fi
done < commands
command -v bash > /dev/null || exit 77

mkdir folder
touch one.gate two.txt
"$gatec" completion bash > script
# ask WANTED WORD…: with the cursor at the end of the last word, one of the answers is WANTED, which is not
# begun by another word than it.
ask() {
    wanted=$1
    shift
    bash --norc -c '
        compopt() { :; }
        source ./script
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _gatec
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@" > answers 2> trouble || true
    grep -qxF -e "$wanted" answers || fail "$*: \`$(tr '\n' ' ' < answers)\`, without \`$wanted\` $(cat trouble)"
    [ ! -s trouble ] || fail "$*: $(cat trouble)"
}
ask fmt gatec fm
ask check gatec ''
ask --version gatec --v
ask --detailed-exitcode gatec check --det
ask json gatec check -o js
ask markdown gatec check --format = mark
ask folder gatec check --root f
ask one.gate gatec check o
ask one.gate gatec fmt --check ''
ask always gatec fmt --color al
ask E0101 gatec explain E01
ask functions gatec doc --reference fu
ask completion gatec help comp
ask zsh gatec completion z
bash --norc -c 'source ./script; complete -p gatec' | grep -q -e '-F _gatec gatec' || fail 'the function is not bound'
done_testing
