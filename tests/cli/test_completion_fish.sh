#!/bin/sh
# `gatec completion fish`, loaded by fish and asked.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
command -v fish > /dev/null || exit 77
HOME=$PWD
export HOME
"$gatec" completion fish > gatec.fish
fish -n gatec.fish || fail 'fish does not parse it'
touch one.gate
# ask WANTED LINE
ask() {
    fish --no-config -c "source gatec.fish; complete -C '$2'" > answers 2> trouble || true
    cut -f 1 answers | grep -qxF -e "$1" || fail "$2: \`$(tr '\n' ' ' < answers)\`, without \`$1\` $(cat trouble)"
}
ask fmt 'gatec fm'
ask --detailed-exitcode 'gatec check --det'
ask markdown 'gatec check --format mark'
ask one.gate 'gatec check o'
ask always 'gatec fmt --color al'
ask E0101 'gatec explain E01'
ask zsh 'gatec completion z'
done_testing
