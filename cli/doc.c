/* gatec explain, gatec doc: what the tables say. */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#define NAMES_MAX 512

const cli_option cli_explain_options[] = {{0}};

const cli_option cli_doc_options[] = {
    {0, "reference", "NAME", false, "which page: functions, clauses, diagnostics, opcodes, schema"},
    {0},
};

int cli_explain(const cli_screen *screen, const cli_args *args)
{
    (void)screen;
    gatec_code code;
    if (gatec_code_find(args->operands[0], &code)) {
        printf("%s %s: %s\n\n%s", code.error ? "error" : "warning", code.number, code.summary, code.text);
        return CLI_DONE;
    }
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (; count < NAMES_MAX && gatec_code_at(count, &code); count++)
        names[count] = code.number;
    cli_unknown("diagnostic", "", args->operands[0], names, count);
    fprintf(stderr, "`gatec doc --reference diagnostics` lists them all.\n");
    return CLI_USAGE;
}

int cli_doc(const cli_screen *screen, const cli_args *args)
{
    (void)screen;
    const char *wanted = cli_args_value(args, "reference"), *names[NAMES_MAX], *name, *summary;
    if (!wanted) {
        cli_complain("`gatec doc` needs `--reference NAME`; `gatec help doc` lists the pages");
        return CLI_USAGE;
    }
    gatec_text text;
    gatec_status status = gatec_page_render(wanted, &text);
    if (status == GATEC_OK) {
        cli_print(&text);
        gatec_text_free(&text);
        return CLI_DONE;
    }
    if (status != GATEC_E_USAGE) {
        cli_complain("%s", gatec_status_text(status));
        return CLI_FAILED;
    }
    size_t count = 0;
    for (; count < NAMES_MAX && gatec_page(count, &name, &summary); count++)
        names[count] = name;
    cli_unknown("page", "", wanted, names, count);
    return CLI_USAGE;
}
