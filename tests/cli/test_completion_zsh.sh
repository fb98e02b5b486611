#!/bin/sh
# `gatec completion zsh`, loaded by zsh both ways: sourced, and as a file of $fpath.
. "$(dirname "$0")/kit.sh"
gatec=${gatec:?}
command -v zsh > /dev/null || exit 77
mkdir functions
"$gatec" completion zsh > functions/_gatec
zsh -f -n functions/_gatec || fail 'zsh does not parse it'
# shellcheck disable=SC2016 # zsh's own
load='autoload -Uz compinit && compinit -u -D'
zsh -f -c "$load; source functions/_gatec; [[ \$_comps[gatec] == _gatec ]]" || fail 'sourced, it binds nothing'
zsh -f -c "fpath=(\$PWD/functions \$fpath); $load; [[ \$_comps[gatec] == _gatec ]]" || fail 'in $fpath it binds nothing'
# The specifications, as _arguments is handed them.
zsh -f -c "$load; source functions/_gatec
    _arguments() { [[ \$1 == -C ]] && state=argument || print -rl -- \"\$@\" }
    words=(check) _gatec" > specifications || fail 'it does not run'
for wanted in '--root=[' '*--format=[' '*-o+[' '--detailed-exitcode[' '--color=['; do
    grep -qF -e "$wanted" specifications || fail "check has no $wanted"
done
done_testing
