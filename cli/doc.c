/* gatec explain, gatec doc: what the tables say. */
#include "cli/runbook.h"

#include <stdio.h>
#include <string.h>

#define NAMES_MAX 512

const cli_option cli_explain_options[] = {{0}};

const cli_option cli_doc_options[] = {
    {'o', "output", "FILE", false, "where the page goes; links to the policies are made for its folder"},
    {0, "title", "TEXT", false, "of the page; else the policy's"},
    {0, "reference", "NAME", false, "which page: functions, clauses, diagnostics, lint, opcodes, schema, comparison, why"},
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
    const char *wanted = cli_args_value(args, "reference"), *names[NAMES_MAX], *name, *summary;
    if (wanted && args->operand_count) {
        cli_complain("`gatec doc` takes policies, or `--reference NAME`, not both");
        return CLI_USAGE;
    }
    if (args->operand_count) return cli_runbook(screen, args);
    if (!wanted) {
        cli_complain("`gatec doc` needs a policy, or `--reference NAME`; `gatec help doc` lists the pages");
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
