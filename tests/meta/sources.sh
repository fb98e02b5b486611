#!/bin/sh
# Read by the guards: the files of the project, as the guards see them.

# The folders of the library, from the lowest floor up.
library="base evidence grammar vm stdlib compiler verdict report author api"

# files "FOLDER…" SUFFIX…: the files of those folders, sorted.
files() {
    folders=
    for folder in $1; do
        [ ! -d "$folder" ] || folders="$folders $folder"
    done
    shift
    for suffix; do
        # shellcheck disable=SC2086 # a list of folder names
        find $folders -type f -name "*.$suffix"
    done | LC_ALL=C sort
}
# library_files SUFFIX…: of the library. own_files SUFFIX…: of the library and the command line.
library_files() {
    files "$library" "$@"
}
own_files() {
    files "$library cli" "$@"
}
