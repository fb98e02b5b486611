# A big coverage.py report (format 3) and a policy that gates every module of it, each by a row of its
# own. The same on every run: the numbers come from a generator of its own.
# Usage: awk -v modules=1000 -v report=FILE -v policy=FILE -f make_report.awk
function next_number(limit) {
    state = (state * 1103515 + 12345) % 2147483647
    return state % limit
}
# One block of lines and branches, as a file, a function and a class have it: text into [made], its
# counts into covered, statements, taken, arms.
function block(first, count, full,    i, line, ran, missed, took, left, from) {
    covered = statements = taken = arms = 0
    ran = missed = took = left = ""
    line = first
    for (i = 0; i < count; i++) {
        line += 1 + next_number(3)
        statements++
        if (full || next_number(100) < 91) {
            ran = ran (covered++ ? ", " : "") line
            if (i % 4 == 1 && i + 2 < count) {
                from = line
                arms += 2
                took = took (taken++ ? ", " : "") "[" from ", " (from + 1) "]"
                if (next_number(100) < 70) took = took (taken++ ? ", " : "") "[" from ", " (from + 3) "]"
                else left = left (left == "" ? "" : ", ") "[" from ", " (from + 3) "]"
            }
        } else missed = missed (missed == "" ? "" : ", ") line
    }
    last_line = line
    made = "\"executed_lines\": [" ran "], \"summary\": " summary() ", \"missing_lines\": [" missed \
        "], \"excluded_lines\": [], \"executed_branches\": [" took "], \"missing_branches\": [" left "]"
}
function summary(    percent) {
    percent = 100 * (covered + taken) / (statements + arms)
    return sprintf("{\"covered_lines\": %d, \"num_statements\": %d, \"percent_covered\": %.13f, " \
        "\"percent_covered_display\": \"%.0f\", \"missing_lines\": %d, \"excluded_lines\": 0, \"num_branches\": %d, " \
        "\"num_partial_branches\": %d, \"covered_branches\": %d, \"missing_branches\": %d}",
        covered, statements, percent, percent, statements - covered, arms, arms - taken, taken, arms - taken)
}
BEGIN {
    state = 20260213
    printf "{\"meta\": {\"format\": 3, \"version\": \"7.6.10\", \"timestamp\": \"2026-02-13T09:41:07.318204\", " \
        "\"branch_coverage\": true, \"show_contexts\": false}, \"files\": {" > report
    printf "policy bulk \"A thousand modules, each by name\"\n\nimport coverage\n\nowner backend \"Backend owner\"\n\n" \
        "evidence cov from \"report.json\" fresh within 24h by meta.timestamp in \"UTC\"\n\n" \
        "coverage modules \"Modules\" of coverage.py(cov) {\n" > policy
    for (m = 0; m < modules; m++) {
        path = sprintf("src/package_%02d/module_%04d.py", m % 40, m)
        size = 560 + next_number(320)
        block(1, size, 0)
        whole = made
        covered_all += covered
        statements_all += statements
        functions = ""
        from = 1
        for (f = 0; f < 12; f++) {
            block(from, int(size / 12), 0)
            from = last_line + 2
            functions = functions sprintf("\"Service.method_%02d\": {%s}, ", f, made)
        }
        block(from, 12, 1)
        printf "%s\"%s\": {%s, \"functions\": {%s\"\": {%s}}, \"classes\": {\"Service\": {%s}, \"\": {%s}}}",
            m ? ", " : "", path, whole, functions, made, whole, made > report
        printf "  module \"%s\" { owner backend  require line >= 70  require branch >= 50 }\n", path > policy
    }
    printf "}, \"totals\": {\"covered_lines\": %d, \"num_statements\": %d, \"percent_covered\": %.13f}}", covered_all,
        statements_all, 100 * covered_all / statements_all > report
    print "}" > policy
}
