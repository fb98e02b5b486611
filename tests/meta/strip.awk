# C without its comments and without the text of its strings and characters; lines keep their
# numbers. Prints FILE:LINE:TEXT.
FNR == 1 { inside = 0 }
{
    out = ""
    line = $0
    length_of = length(line)
    for (i = 1; i <= length_of; i++) {
        two = substr(line, i, 2)
        one = substr(line, i, 1)
        if (inside) {
            if (two == "*/") { inside = 0; i++ }
        } else if (two == "/*") {
            inside = 1
            i++
        } else if (two == "//") {
            break
        } else if (one == "\"" || one == "'") {
            out = out one
            for (i++; i <= length_of && substr(line, i, 1) != one; i++)
                if (substr(line, i, 1) == "\\") i++
            out = out one
        } else {
            out = out one
        }
    }
    print FILENAME ":" FNR ":" out
}
