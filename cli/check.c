/* gatec check: policies to verdicts, verdicts to what was asked for. */
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/give.h"
#include "cli/inputs.h"
#include "cli/progress.h"
#include "cli/pool.h"
#include "cli/summary.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const cli_option cli_check_options[] = {
    {0, "root", "DIR", false, "the folder of the evidence; else the working directory"},
    {0, "now", "TIME", false, "the time that is judged at, RFC 3339; else the clock"},
    {'p', "param", "NAME=VALUE", true, "the value of a parameter"},
    {'e', "evidence", "NAME=FILE", true, "a file in place of an evidence's own; `-` is standard input"},
    {'o', "format", "FORM[=FILE]", true, "a form of the verdict, on standard output or in a file"},
    {0, "subject", "DIGEST", false, "what `-o intoto` is about: [NAME@]sha256:…, gitCommit:…; else the policy's `subject`"},
    {0, "predicate", "NAME", false, "of `-o intoto`: test-result (the default), svr, vsa"},
    {0, "only", "BLOCK[.ROW]", true, "judge this block or row, and nothing else"},
    {0, "allow-outside", NULL, false, "paths of evidence may leave the root"},
    {0, "detailed-exitcode", NULL, false, "statuses 10, 11 and 12 in place of 0 and 1"},
    {0, "cost", NULL, false, "show what judging may cost at most, and judge nothing"},
    {0, "max-cost", "N", false, "refuse a policy that may cost more, with 1,000 for every size"},
    {0, "mode", "MODE", false, "explaining (the default), or deciding: the same outcomes, without reasons"},
    {'q', "quiet", NULL, false, "the verdict and what stands in its way; no warnings"},
    {'v', "verbose", NULL, false, "reasons of what passes too"},
    {0},
};

/* One policy of the run. */
typedef struct entry {
    const char *path;
    gatec_policy *policy;
    gatec_verdict *verdict;
    bool from_folder;
    bool counted; /* it has a line in the summary */
    bool judged;
} entry;

typedef struct session {
    const cli_screen *screen;
    const cli_args *args;
    cli_inputs inputs;
    cli_giving giving;
    cli_paths found; /* in folders */
    entry *entries;
    size_t count;
    gatec_mode mode;
    bool quiet, detailed;
    uint64_t max_cost;
    int status;
} session;

static void worsen(session *s, int status)
{
    s->status = gatec_exit_worse(s->status, status);
}

/* -- options ------------------------------------------------------------------------------------------- */

static bool read_mode(session *s)
{
    static const char *const words[] = {"explaining", "deciding"};
    const char *mode = cli_args_value(s->args, "mode");
    s->mode = mode && strcmp(mode, words[1]) == 0 ? GATEC_DECIDING : GATEC_EXPLAINING;
    if (!mode || strcmp(mode, words[0]) == 0 || s->mode == GATEC_DECIDING) return true;
    cli_unknown("choice", "--mode ", mode, words, 2);
    return false;
}

/* A whole number from 1 on. */
static bool read_max_cost(session *s)
{
    const char *text = cli_args_value(s->args, "max-cost");
    if (!text) return true;
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; i < digits && s->max_cost <= UINT64_MAX / 16; i++)
        s->max_cost = s->max_cost * 10 + (uint64_t)(text[i] - '0');
    if (digits && !text[digits] && s->max_cost > 0) return true;
    cli_complain("`--max-cost` takes a whole number of units, 1 or more");
    return false;
}

static bool read_options(session *s)
{
    s->detailed = cli_args_has(s->args, "detailed-exitcode");
    bool right = cli_giving_read(&s->giving, s->screen, s->args);
    s->quiet = s->giving.quiet;
    return right && read_mode(s) && read_max_cost(s) && cli_inputs_read(&s->inputs, s->args, false);
}

/* -- policies ------------------------------------------------------------------------------------------ */

static void add_entry(session *s, const char *path, bool from_folder)
{
    s->entries = cli_grow(s->entries, s->count + 1, sizeof(entry));
    s->entries[s->count++] = (entry){.path = path, .from_folder = from_folder};
}

/* The policies that the operands name. */
static void find_policies(session *s)
{
    for (size_t i = 0; i < s->args->operand_count; i++) {
        const char *path = s->args->operands[i];
        if (!cli_folder_is(path)) {
            add_entry(s, path, false);
            continue;
        }
        size_t first = s->found.count;
        if (!cli_folder_list(path, &s->found)) worsen(s, CLI_NO_POLICY);
        if (s->found.count == first) {
            cli_complain("there is no policy in the folder `%s`", path);
            worsen(s, CLI_NO_POLICY);
        }
        for (size_t k = first; k < s->found.count; k++)
            add_entry(s, s->found.list[k], true);
    }
}

static void load(session *s, entry *each)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.path = each->path;
    options.max_cost = s->max_cost;
    options.memory = &cli_memory;
    gatec_status status = gatec_policy_load(&options, &each->policy);
    cli_messages(s->screen, gatec_policy_messages(each->policy), !s->quiet);
    each->counted = status != GATEC_OK;
    if (status != GATEC_OK) worsen(s, gatec_exit_status(status, NULL, false));
    if (!each->policy) cli_complain("%s", gatec_status_text(status));
}

/* The values of `--only` that the policy is given: all where it is the only one, else those that it knows. */
static size_t only_of(const session *s, const entry *each, const char **out)
{
    size_t count = 0;
    for (size_t i = 0; i < s->args->given_count; i++) {
        const cli_given *given = &s->args->given[i];
        if (strcmp(given->option->name, "only") != 0) continue;
        if (s->count == 1 || gatec_policy_has(each->policy, given->value)) out[count++] = given->value;
    }
    return count;
}

/* With `--only` a policy that has none of what is asked for is left out of several. */
static bool is_asked(const session *s, const entry *each)
{
    const char **names = cli_array(s->args->given_count + 1, sizeof(char *));
    bool asked = !cli_args_has(s->args, "only") || only_of(s, each, names) > 0;
    cli_free(names);
    return asked;
}

/* Every value of `--only` is for some policy; else it is misspelt. */
static bool only_known(session *s)
{
    for (size_t i = 0; i < s->args->given_count && s->count > 1; i++) {
        const cli_given *given = &s->args->given[i];
        bool known = strcmp(given->option->name, "only") != 0;
        for (size_t k = 0; k < s->count && !known; k++)
            known = !gatec_policy_ready(s->entries[k].policy) || gatec_policy_has(s->entries[k].policy, given->value);
        if (known) continue;
        cli_complain("no policy has the block or row `%s`", given->value);
        return false;
    }
    return true;
}

/* Is this one judged? A file of a folder without a policy header is compiled and named, nothing more. */
static bool is_judged(const session *s, const entry *each)
{
    if (!gatec_policy_ready(each->policy) || !is_asked(s, each)) return false;
    if (each->from_folder && gatec_policy_blocks(each->policy) && gatec_policy_checks(each->policy) == 0) {
        if (!s->quiet) cli_complain("`%s` has only retention: it compiles, and `check` has nothing to judge", each->path);
        return false;
    }
    if (!each->from_folder || *gatec_policy_name(each->policy) || gatec_policy_blocks(each->policy))
        return true;
    if (!s->quiet) cli_complain("`%s` has no policy header: it compiles, and is not judged", each->path);
    return false;
}

/* -- inputs ---------------------------------------------------------------------------------------------- */

typedef bool names_fn(const gatec_policy *policy, size_t index, const char **name);

static bool has_name(const gatec_policy *policy, names_fn *names, const char *wanted)
{
    const char *name;
    for (size_t i = 0; names(policy, i, &name); i++) {
        if (strcmp(name, wanted) == 0) return true;
    }
    return false;
}

/* Of several policies each is given what it knows; what none of them knows, every one is given, and so
 * refuses. */
static bool is_for(const session *s, const gatec_policy *policy, names_fn *names, const char *wanted)
{
    if (s->count == 1 || has_name(policy, names, wanted)) return true;
    for (size_t i = 0; i < s->count; i++) {
        if (has_name(s->entries[i].policy, names, wanted) || !gatec_policy_ready(s->entries[i].policy))
            return false;
    }
    return true;
}

static gatec_status check(session *s, entry *each)
{
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    options.memory = &cli_memory;
    gatec_setting *settings = cli_array(s->inputs.setting_count, sizeof *settings);
    gatec_binding *bindings = cli_array(s->inputs.binding_count, sizeof *bindings);
    for (size_t i = 0; i < s->inputs.setting_count; i++) {
        if (is_for(s, each->policy, gatec_policy_param, s->inputs.settings[i].name))
            settings[options.setting_count++] = s->inputs.settings[i];
    }
    for (size_t i = 0; i < s->inputs.binding_count; i++) {
        if (is_for(s, each->policy, gatec_policy_evidence, s->inputs.bindings[i].name))
            bindings[options.binding_count++] = s->inputs.bindings[i];
    }
    const char **only = cli_array(s->args->given_count + 1, sizeof(char *));
    options.only_count = only_of(s, each, only);
    options.only = only;
    options.settings = settings;
    options.bindings = bindings;
    options.root = cli_args_value(s->args, "root");
    options.allow_outside = cli_args_has(s->args, "allow-outside");
    options.now = cli_args_value(s->args, "now");
    options.getenv = cli_getenv;
    options.stdin_fd = STDIN_FILENO;
    options.mode = s->mode;
    options.terse = cli_giving_terse(&s->giving);
    gatec_status status = gatec_check(each->policy, &options, &each->verdict);
    cli_free(settings);
    cli_free(bindings);
    cli_free(only);
    return status;
}

/* -- verdicts ----------------------------------------------------------------------------------------------
 */

static void judge(session *s, entry *each)
{
    cli_progress_begin(each->path);
    gatec_status status = check(s, each);
    cli_progress_end();
    gatec_facts facts = gatec_verdict_facts(each->verdict);
    cli_messages(s->screen, gatec_verdict_messages(each->verdict), !s->quiet);
    if (!each->verdict) cli_complain("%s", gatec_status_text(status));
    /* A policy without any block has no verdict to show; one whose blocks were all left out has. */
    bool shown = status == GATEC_OK && gatec_policy_blocks(each->policy) > 0;
    if (shown) worsen(s, cli_give(&s->giving, each->verdict, gatec_policy_name(each->policy)));
    each->counted = true;
    each->judged = status == GATEC_OK && facts.judged > 0;
    worsen(s, gatec_exit_status(status, &facts, s->detailed));
}

/* `--cost`: the bound of every policy, in the order of the command line. */
static void show_costs(session *s)
{
    for (size_t i = 0; i < s->count; i++) {
        gatec_text text;
        if (!gatec_policy_ready(s->entries[i].policy)) continue;
        gatec_status status = gatec_policy_cost(s->entries[i].policy, &text);
        if (status == GATEC_OK) printf("%s: %s", s->entries[i].path, text.bytes);
        if (status != GATEC_OK) cli_complain("%s", gatec_status_text(status));
        if (status != GATEC_OK) worsen(s, CLI_FAILED);
        gatec_text_free(&text);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) worsen(s, CLI_FAILED);
}

/* Of several policies, or of a folder, a line for each. */
static void summarize(session *s)
{
    cli_line *lines = cli_array(s->count + 1, sizeof *lines);
    size_t count = 0;
    bool folder = false;
    for (size_t i = 0; i < s->count; i++) {
        const entry *each = &s->entries[i];
        folder = folder || each->from_folder;
        if (each->counted)
            lines[count++] = (cli_line){each->path, gatec_verdict_facts(each->verdict), each->judged};
    }
    if (count > 1 || (folder && count)) cli_summary(&s->giving.outputs, lines, count);
    cli_free(lines);
}

static void run(session *s)
{
    size_t judged = 0;
    find_policies(s);
    for (size_t i = 0; i < s->count; i++)
        load(s, &s->entries[i]);
    if (!only_known(s)) {
        worsen(s, CLI_USAGE);
        return;
    }
    if (cli_args_has(s->args, "cost")) {
        show_costs(s);
        return;
    }
    for (size_t i = 0; i < s->count; i++) {
        if (!is_judged(s, &s->entries[i])) continue;
        judge(s, &s->entries[i]);
        judged++;
    }
    if (judged == 0 && s->status == CLI_DONE) {
        cli_complain("there was nothing to judge");
        worsen(s, CLI_NO_POLICY);
    }
    if (s->giving.reports) summarize(s);
    if (s->giving.reports && !cli_giving_write(&s->giving)) worsen(s, CLI_FAILED);
}

static void end(session *s)
{
    cli_giving_free(&s->giving);
    cli_inputs_free(&s->inputs);
    if (!CLI_THOROUGH) {
        cli_keep(s->entries);
        cli_keep(s->found.list);
        return;
    }
    for (size_t i = 0; i < s->count; i++) {
        gatec_verdict_free(s->entries[i].verdict);
        gatec_policy_free(s->entries[i].policy);
    }
    cli_free(s->entries);
    cli_paths_free(&s->found);
}

int cli_check(const cli_screen *screen, const cli_args *args)
{
    session s = {.screen = screen, .args = args, .status = CLI_DONE};
    if (read_options(&s))
        run(&s);
    else
        s.status = CLI_USAGE;
    end(&s);
    return s.status;
}
