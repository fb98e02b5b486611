#include "author/start.h"

#include "author/naming.h"

/* -- the policy ------------------------------------------------------------------------------------------ */

/* Where nothing was found: a command of the author's own, run by `gatec record`. */
static void presume(gate_start *start)
{
    gate_sketch sketch = {.name = GATE_STR("smoke"),
                          .path = GATE_STR("evidence/smoke.json"),
                          .reader = GATE_STR("json"),
                          .presumed = true};
    for (uint32_t i = 0; i < gate_format_count(); i++) {
        if (gate_str_eq_c(gate_str_c("record"), gate_format_at(i)->id)) sketch.format = gate_format_at(i);
    }
    gate_vec_push(start->arena, &start->sketches, sketch);
}

static void put_intro(gate_buf *out, bool nothing)
{
    gate_buf_c(
        out,
        "// What must hold before a release: one row for each line of the checklist, with the line's own "
        "words as its\n"
        "// title. What is missing never passes.\n//\n"
        "//     gatec check policies/release.gate     decide\n"
        "//     gatec test policies                   try the rows\n"
        "//     gatec inspect FILE                    see what is in a report, and how a row reads it\n");
    if (nothing)
        gate_buf_c(out, "//\n// No report was found here that is known by sight, so this begins with a "
                        "command of yours. Run it with\n"
                        "//     gatec record --out evidence/smoke.json --name smoke -- YOUR COMMAND\n"
                        "// and the row below has its evidence.\n");
}

static void add_file(gate_start *start, const char *path, const gate_buf *text)
{
    gate_vec_push(start->arena, &start->files, (gate_start_file){gate_str_c(path), gate_buf_str(text)});
}

static void add_policy(gate_start *start, const char *path, const gate_buf *text)
{
    gate_buf printed = gate_buf_new(start->arena);
    gate_sketch_print(&printed, text);
    add_file(start, path, &printed);
}

/* -- continuous integration ------------------------------------------------------------------------------ */

static void put_action(gate_buf *out)
{
    gate_buf_c(out, "# The release gate as a step. Use it in a job of a workflow, behind the steps that "
                    "write the reports:\n"
                    "#\n"
                    "#     - uses: ./.github/actions/release-gate\n"
                    "#\n"
                    "# gatec must be on the runner's PATH. Every exit status but 0 means: don't release.\n"
                    "name: release gate\n"
                    "description: GO or NO-GO by policies/release.gate\n"
                    "runs:\n"
                    "  using: composite\n"
                    "  steps:\n"
                    "    - name: the policy's tests\n"
                    "      shell: bash\n"
                    "      run: gatec test policies\n"
                    "    - name: GO or NO-GO\n"
                    "      shell: bash\n"
                    "      run: gatec check policies/release.gate -o github -o json=verdict.json\n");
}

gate_start *gate_start_make(gate_arena *arena, gate_str folder)
{
    gate_start *start = GATE_NEW(arena, gate_start);
    start->arena = arena;
    gate_start_scan(start, folder);
    if (start->trouble) return start;
    bool nothing = start->sketches.len == 0;
    if (nothing) presume(start);
    gate_buf policy = gate_buf_new(arena), tests = gate_buf_new(arena), action = gate_buf_new(arena);
    put_intro(&policy, nothing);
    gate_sketch_policy(&policy, "release", GATE_STR("Release"), start->sketches.items, start->sketches.len);
    add_policy(start, "policies/release.gate", &policy);
    gate_start_tests(&tests, start->sketches.items, start->sketches.len);
    add_policy(start, "policies/release_test.gate", &tests);
    if (start->github) {
        put_action(&action);
        add_file(start, ".github/actions/release-gate/action.yml", &action);
    }
    return start;
}
