#!/bin/sh
# gatec lint: statuses, forms, folders, and files that are changed whole or not at all.
. "$(dirname "$0")/kit.sh"

cat > clean.gate << 'POLICY'
policy p "P"
owner sre "SRE"
evidence e from "e.json"
checklist c "C" {
  item i "I" { owner sre require e.ok }
}
POLICY
cat > doubtful.gate << 'POLICY'
policy p "P"
owner sre "SRE"
evidence e from "e.json"
checklist c "C" {
  item i "I" { owner sre require e.?failures.orValue(0) == 0 }
  item j "J" { require e.ok }
}
POLICY
printf 'policy p "P"\nchecklist c "C" { item i "I" { require nobody.ok } }\n' > wrong.gate
cp doubtful.gate kept.gate

# Statuses.
run 0 lint clean.gate
silent out
silent err
run 1 lint doubtful.gate
out "warning[W0202]: this comes out well when \`e.failures\` is absent"
out "warning[W0205]: \`j\` has no owner"
err "2 findings; \`--fix\` mends 1 of them"
run 1 lint -q doubtful.gate
silent err
run 3 lint wrong.gate
out "error[E0201]"
run 3 lint clean.gate doubtful.gate wrong.gate
out "error[E0201]"
out "W0202"
run 3 lint nowhere.gate
out "nowhere.gate"
run 2 lint
run 2 lint --dry-run clean.gate
err "goes with \`--fix\`"
run 2 lint --fix --dry-run -o json clean.gate
run 2 lint -o sarfi clean.gate
err "did you mean \`sarif\`"
run 2 lint --fxi clean.gate
err "fix"

# Forms.
run 1 lint doubtful.gate clean.gate -o json=findings.json -o sarif=findings.sarif -o text
out "W0205"
"$gatec" eval -e v=findings.json 'v.map(d, [d.code, string(d.line), d.file])' > "$scratch/out"
out_is '[["W0202","5","doubtful.gate"],["W0205","6","doubtful.gate"]]'
"$gatec" eval -e v=findings.sarif 'v.version == "2.1.0" && v.runs[0].results.map(r, r.ruleId) == ["W0202", "W0205"]
    && v.runs[0].results.all(r, r.locations[0].physicalLocation.artifactLocation.uri == "doubtful.gate")
    && v.runs[0].tool.driver.rules.all(r, r.help.text != "")' > "$scratch/out"
out_is true
run 0 lint clean.gate -o json
out_is '[]'

# Folders.
mkdir -p policies/below empty
cp clean.gate policies/clean.gate
cp doubtful.gate policies/below/doubtful.gate
run 1 lint policies
out "policies/below/doubtful.gate:5:"
run 3 lint empty
err "there is no policy in the folder"

# Fixes: shown, then made, then nothing more. What is left is told.
run 1 lint --fix --dry-run doubtful.gate
out "-  item i \"I\" { owner sre require e.?failures.orValue(0) == 0 }"
out "+  item i \"I\" { owner sre require e.failures == 0 }"
cmp -s doubtful.gate kept.gate || fail "a dry run wrote the file"
chmod 640 doubtful.gate
ln -s doubtful.gate link.gate
run 1 lint --fix link.gate
out "W0205"
err "fixed 1 finding in 1 file"
err "1 finding left"
[ -L link.gate ] || fail "the link was replaced"
# shellcheck disable=SC2012 # the name is ours
[ "$(ls -l doubtful.gate | cut -c1-10)" = "-rw-r-----" ] || fail "the mode of the file was changed"
grep -q 'require e.failures == 0' doubtful.gate || fail "the fix is not in the file"
cp doubtful.gate once.gate
run 1 lint --fix doubtful.gate
cmp -s doubtful.gate once.gate || fail "a second run changed the file"
no_err "fixed"
cp kept.gate policies/below/doubtful.gate
run 1 lint --fix policies -q
grep -q 'require e.failures == 0' policies/below/doubtful.gate || fail "a folder's file was not fixed"
cp wrong.gate broken.gate
run 3 lint --fix broken.gate
cmp -s broken.gate wrong.gate || fail "a file that does not compile was changed"

# A byte order mark and line ends stay.
printf '\357\273\277policy p "P"\r\nimport ci\r\nowner o "O"\r\nevidence e from "e.json"\r\nchecklist c "C" { item i "I" { owner o require e.ok } }\r\n' > marked.gate
printf '\357\273\277policy p "P"\r\nowner o "O"\r\nevidence e from "e.json"\r\nchecklist c "C" { item i "I" { owner o require e.ok } }\r\n' > marked.wanted
run 0 lint --fix marked.gate
cmp -s marked.gate marked.wanted || fail "the mark or the line ends are others"

# Links of a folder that lead out of it, and files that may not be written, are not written anew.
mkdir -p inside outside
printf 'policy p "P"\nowner o "O"\nevidence e from "e.json"\nchecklist c "C" { item i "I" { owner o require e.ok require e.ok } }\n' > outside/o.gate
cp outside/o.gate outside/kept.gate
ln -s ../outside/o.gate inside/out.gate
run 4 lint --fix inside
err 'it is a link that leads out of its folder'
cmp -s outside/o.gate outside/kept.gate || fail "written through a link out of the folder"
run 0 lint --fix inside/out.gate
cmp -s outside/o.gate outside/kept.gate && fail "a link that is named is not followed"
if [ "$(id -u)" -ne 0 ]; then
    cp outside/kept.gate locked.gate
    chmod 444 locked.gate
    run 4 lint --fix locked.gate
    err 'could not write `locked.gate`'
fi

# A compiled policy has no comments to allow anything, and no text to fix.
"$gatec" compile clean.gate -o clean.gbc
run 3 lint clean.gbc
out "is a compiled policy"

# What an imported file lets through is told where that file is linted.
printf 'owner sre "SRE"\nevidence nightly latest from "n/*.json" by at\n' > shared.gate
printf 'policy p "P"\nimport "./shared.gate"\nchecklist c "C" { item i "I" { owner sre require nightly.ok } }\n' > user.gate
run 0 lint user.gate
run 1 lint shared.gate
out "W0207"

# A finding about a shared parameter is made where it is used, and may be allowed where it stands.
printf 'owner sre "SRE"\nparam least : int = 3 env LEAST\n' > limits.gate
printf 'policy p "P"\nimport "./limits.gate"\nevidence e from "e.json"\nchecklist c "C" { item i "I" { owner sre require e.n >= least } }\n' > limited.gate
run 1 lint limited.gate
out "W0104"
printf 'owner sre "SRE"\n// lint: allow W0104 tightened by the job itself\nparam least : int = 3 env LEAST\n' > limits.gate
run 0 lint limited.gate
run 0 lint limits.gate

# Text of a policy is no command to a terminal.
printf 'policy p "P"\nowner o "O"\nevidence e from "e.json"\nchecklist c "C" { item i "I" { owner o require e.?x.orValue("\\u001b[31m") != "\\u001b[0m" } }\n' > codes.gate
run 1 lint codes.gate
no_out "$(printf '\033')"
done_testing
