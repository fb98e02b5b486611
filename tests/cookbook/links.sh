#!/bin/sh
# Guard: what the documents link to is there, and so is the heading behind a `#`. Usage: links.sh ROOT
set -eu
cd "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
# anchors FILE: the anchors of its headings, as they are made for Markdown.
anchors() {
    awk '/^```/ { inside = !inside } !inside && /^#+ / { sub(/^#+ /, ""); print }' "$1" |
        tr '[:upper:]' '[:lower:]' | sed "s/[^a-z0-9 _-]//g; s/ /-/g"
}
for page in README.md NEWS.md docs/*.md; do
    folder=$(dirname "$page")
    awk '/^```/ { inside = !inside } !inside { gsub(/`[^`]*`/, ""); print }' "$page" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' > "$scratch/links" || true
    while IFS= read -r link; do
        case $link in http:* | https:*) continue ;; esac
        path=${link%%#*}
        target=$folder/$path
        [ -n "$path" ] || target=$page
        if [ ! -e "$target" ]; then
            echo "$page: $link: there is no $target"
            bad=1
            continue
        fi
        case $link in *'#'*) ;; *) continue ;; esac
        case $target in
        *.gate) # a line of a policy
            line=${link##*#L}
            [ "$line" -le "$(wc -l < "$target")" ] 2> /dev/null || {
                echo "$page: $link: there is no such line"
                bad=1
            }
            continue
            ;;
        esac
        anchors "$target" > "$scratch/anchors"
        grep -qxF -e "${link#*#}" "$scratch/anchors" || {
            echo "$page: $link: there is no such heading"
            bad=1
        }
    done < "$scratch/links"
done
exit $bad
