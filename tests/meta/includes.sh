#!/bin/sh
# Guard: who may include whom, no ring of includes between files or folders, and no header of ours
# with the name of a system header. Usage: includes.sh ROOT
set -eu
. "$(dirname "$0")/sources.sh"
cd "$1"
list=$(mktemp)
trap 'rm -f "$list"' EXIT
own_files c h def y l > "$list"
# shellcheck disable=SC2016 # awk's own fields
xargs awk '
BEGIN {
    allowed["base"] = " base "
    allowed["evidence"] = " evidence base "
    allowed["grammar"] = " grammar base "
    allowed["vm"] = " vm base evidence "
    allowed["stdlib"] = " stdlib base vm "
    allowed["compiler"] = " compiler base grammar vm "
    allowed["verdict"] = " verdict base evidence vm "
    allowed["report"] = " report base verdict evidence "
    allowed["author"] = " author base evidence grammar vm compiler verdict "
    allowed["api"] = " api base evidence grammar vm stdlib compiler verdict report author "
    allowed["cli"] = " cli "
    # Made by the build, and known to one folder.
    made["gate_tab.h"] = "grammar"; made["gate_lex.h"] = "grammar"; made["modules.inc"] = "stdlib"
    # Third parties: the one file or folder that may know them.
    third["jansson.h"] = " evidence/json.c cli/ "
    third["pcre2.h"] = " vm/pattern.c "
    third["expat.h"] = " evidence/ "
    third["nettle/"] = " evidence/ "
    third["check.h"] = " "
    bad = 0
}
function offence(text) { print FILENAME ":" FNR ": " text; bad = 1 }
FNR == 1 {
    folder = FILENAME
    sub(/\/.*/, "", folder)
    base = FILENAME
    sub(/.*\//, "", base)
    files[FILENAME] = 1
    named[base] = named[base] " " FILENAME
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    name = $0
    sub(/^[^<]*</, "", name)
    sub(/>.*/, "", name)
    outside[name] = 1
    for (key in third)
        if (index(name, key) == 1) {
            fine = 0
            n = split(third[key], places, " ")
            for (i = 1; i <= n; i++) if (index(FILENAME, places[i]) == 1) fine = 1
            if (!fine) offence("may not include <" name ">; " (n ? "only" third[key] "may" : "no source may"))
        }
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    name = $0
    sub(/^[^"]*"/, "", name)
    sub(/".*/, "", name)
    if (name in made) {
        if (made[name] != folder) offence("may not include \"" name "\", which only " made[name] "/ knows")
        next
    }
    if (index(name, "/") == 0) { offence("\"" name "\": includes are written from the root"); next }
    target = name
    sub(/\/.*/, "", target)
    if (folder == "cli" && name == "api/gatec.h") fine = 1
    else if (folder == "compiler" && name == "vm/vm.h") fine = 0
    else fine = index(allowed[folder], " " target " ") > 0
    if (!fine) offence(folder "/ may not include \"" name "\"")
    edge[FILENAME] = edge[FILENAME] " " name
    if (target != folder && index(folders[folder] " ", " " target " ") == 0) folders[folder] = folders[folder] " " target
}
# Depth first; a node met on its own way closes a ring.
function visit(graph_edges, node, way,    list, n, i) {
    state[node] = 1
    n = split(graph_edges[node], list, " ")
    for (i = 1; i <= n; i++) {
        if (state[list[i]] == 1) { print "ring of includes:" way " " node " " list[i]; bad = 1 }
        else if (!state[list[i]]) visit(graph_edges, list[i], way " " node)
    }
    state[node] = 2
}
END {
    for (file in files) if (!state[file]) visit(edge, file, "")
    for (name in state) delete state[name]
    for (name in allowed) if (!state[name]) visit(folders, name, "")
    for (name in outside)
        if (name in named) { print "the name of <" name ">, which is included, is borne by" named[name]; bad = 1 }
    if ("stdlib.h" in named) { print "stdlib.h would stand in front of <stdlib.h>:" named["stdlib.h"]; bad = 1 }
    exit bad
}' < "$list"
