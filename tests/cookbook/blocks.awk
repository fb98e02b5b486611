# Prints a document with its taken-over blocks made anew; see blocks.sh.
function quoted(text) {
    gsub(/'/, "'\\''", text)
    return "'" text "'"
}
# Runs the commands of a block as one shell, so that `echo $?` tells how the one before ended.
function run(commands, count,    script, i, line) {
    script = scratch "/block.sh"
    print "s=0" > script
    if (place) print "cd " quoted(scratch "/" place) > script
    for (i = 1; i <= count; i++) {
        print "printf '%s\\n' " quoted("$ " commands[i]) > script
        print "(exit $s)" > script
        print commands[i] > script
        print "s=$?" > script
    }
    close(script)
    script = "sh " script " 2>&1"
    while ((script | getline line) > 0) print line
    close(script)
}
function show(path,    line, count) {
    while ((getline line < path) > 0) {
        print line
        count++
    }
    close(path)
    if (!count) {
        print FILENAME ": there is no " path > "/dev/stderr"
        failed = 1
    }
}
/^<!-- file: [^ ]+ -->$/ { path = $3 }
/^<!-- run( in [a-z]+)? -->$/ { running = 1; place = NF > 3 ? $4 : "" }
/^```/ && !inside && (path || running) {
    print
    inside = 1
    count = 0
    next
}
/^```$/ && inside {
    if (path) show(path)
    else run(commands, count)
    path = ""
    running = inside = 0
}
inside && /^\$ / { commands[++count] = substr($0, 3) }
!inside { print }
END { exit failed }
