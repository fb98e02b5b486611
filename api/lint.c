/* gatec lint: rules over a policy, and their fixes applied until nothing is left to fix. */
#include "api/handle.h"

#include "api/files.h"
#include "api/page.h"
#include "author/changed.h"
#include "author/lint.h"
#include "base/render.h"
#include "base/utf8.h"
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"
#include "vm/image.h"

/* Fixes may make room for others; no chain of them is longer. */
#define ROUNDS_MAX 32
/* Fixes that are tried one by one where all together do not compile. */
#define SINGLE_MAX 64

struct gatec_lint {
    gate_handle base;
    gate_str name, before, after; /* after: with the fixes, once asked for */
    uint32_t findings, fixable, applied;
    bool mark; /* the text begins with a byte order mark */
};

/* One look at a text. */
typedef struct look {
    gate_diags diags;
    gate_lint_fixes fixes;
    const gate_source *source;
    bool compiles;
} look;

static look look_at(gatec_lint *lint, gate_str text)
{
    gate_arena *arena = lint->base.arena;
    look made = {.diags = gate_diags_new(arena)};
    made.diags.most = GATE_LINT_MAX;
    made.source = gate_source_new(arena, 0, lint->name, text);
    const gate_checked *checked =
        gate_check(arena, made.source, gate_files_loader(arena), gate_stdlib_builtins(), &made.diags);
    if (!checked || !gate_compile_checked(arena, checked, gate_sha256, &made.diags) || made.diags.errors)
        return made;
    made.compiles = true;
    gate_lint_policy(arena, checked, &made.diags, &made.fixes);
    return made;
}

/* The text with those fixes, and a look at it; false when it does not compile, or nothing went in. */
static bool try_fixes(gatec_lint *lint, const look *from, const gate_lint_fix *const *fixes, uint32_t count,
                      look *out)
{
    uint32_t applied = 0;
    gate_str text = gate_lint_apply(lint->base.arena, from->source->text, fixes, count, &applied);
    if (applied == 0) return false;
    *out = look_at(lint, text);
    if (out->compiles) lint->applied += applied;
    return out->compiles;
}

static bool fix_round(gatec_lint *lint, look *at)
{
    uint32_t count = at->fixes.list.len;
    const gate_lint_fix **fixes = GATE_ARRAY(lint->base.arena, const gate_lint_fix *, count + 1);
    look next;
    for (uint32_t i = 0; i < count; i++)
        fixes[i] = &at->fixes.list.items[i];
    if (count == 0) return false;
    bool done = try_fixes(lint, at, fixes, count, &next);
    for (uint32_t i = 0; i < count && i < SINGLE_MAX && !done; i++)
        done = try_fixes(lint, at, &fixes[i], 1, &next);
    if (done) *at = next;
    return done;
}

static bool fetch(gatec_lint *lint, const gatec_lint_options *options, gate_str *text)
{
    gate_arena *arena = lint->base.arena;
    gate_diags *diags = &lint->base.messages.diags;
    gate_str why = GATE_STR("");
    bool absent = false;
    if (!options->path) {
        lint->name = gate_str_dup(arena, gate_str_c(options->name ? options->name : "policy"));
        *text = gate_str_dup(
            arena, (gate_str){gate_text_or_empty(options->text), options->text ? options->text_len : 0});
    } else {
        lint->name = gate_files_tidy(arena, gate_str_c(options->path));
        if (!gate_files_read(arena, lint->name, GATE_SOURCE_MAX + 3, text, &why, &absent)) {
            (void)gate_diag_raise(diags, GATE_D_POLICY_UNREADABLE, NULL, (gate_span){0, 0}, GATE_STR_FMT,
                                  GATE_STR_ARG(why));
            return false;
        }
    }
    if (!gate_image_is(*text)) return true;
    gate_diag *diag = gate_diag_raise(diags, GATE_D_POLICY_UNREADABLE, NULL, (gate_span){0, 0},
                                      "`" GATE_STR_FMT "` is a compiled policy", GATE_STR_ARG(lint->name));
    gate_diag_help(diags, diag, "Lint the source that it was made from.");
    return false;
}

static gatec_status run(gate_handle *handle, void *context)
{
    const gatec_lint_options *options = context;
    gatec_lint *lint = (gatec_lint *)(void *)handle;
    gate_str text = GATE_STR("");
    if (!fetch(lint, options, &text)) return GATEC_E_INPUT;
    lint->mark = gate_str_starts(text, GATE_STR("\xEF\xBB\xBF"));
    look at = look_at(lint, text);
    lint->before = lint->after = at.source->text;
    for (uint32_t round = 0; options->fix && at.compiles && round < ROUNDS_MAX; round++) {
        if (!fix_round(lint, &at)) break;
    }
    lint->after = at.source->text;
    lint->fixable = at.fixes.list.len;
    handle->messages.diags = at.diags;
    if (!at.compiles) return GATEC_E_INPUT;
    lint->findings = at.diags.warnings;
    return GATEC_OK;
}

gatec_status gatec_lint_run(const gatec_lint_options *options, gatec_lint **out)
{
    gatec_lint_options own = GATEC_LINT_OPTIONS_INIT;
    gate_handle *handle = NULL;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    gatec_status status = gate_handle_make(sizeof(gatec_lint), run, &own, &handle);
    *out = (gatec_lint *)(void *)handle;
    return status;
}

void gatec_lint_free(gatec_lint *lint)
{
    if (lint) gate_handle_free(&lint->base);
}

const gatec_messages *gatec_lint_messages(const gatec_lint *lint)
{
    return lint ? &lint->base.messages : NULL;
}

gatec_lint_facts gatec_lint_facts_of(const gatec_lint *lint)
{
    if (!lint) return (gatec_lint_facts){0};
    return (gatec_lint_facts){lint->findings, lint->fixable, lint->applied};
}

/* ---- texts ------------------------------------------------------------------------------------- */

static gatec_status write_fixed(gate_buf *out, const void *context)
{
    const gatec_lint *lint = context;
    if (lint->mark) gate_buf_c(out, "\xEF\xBB\xBF");
    gate_buf_add(out, lint->after);
    return GATEC_OK;
}

gatec_status gatec_lint_fixed(const gatec_lint *lint, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    return lint ? gate_text_make(write_fixed, lint, out) : GATEC_E_USAGE;
}

static gatec_status write_diff(gate_buf *out, const void *context)
{
    const gatec_lint *lint = context;
    gate_buf made = gate_buf_new(out->arena);
    gate_changed_write(&made, lint->name, lint->before, lint->after);
    /* Line by line: what is in a policy is no command to a terminal. */
    for (size_t at = 0; at < made.len;) {
        size_t end = gate_str_find(gate_buf_str(&made), GATE_STR("\n"), at);
        if (end == SIZE_MAX) end = made.len;
        for (size_t tab = at; at < end; at = tab + 1) {
            tab = at;
            while (tab < end && made.ptr[tab] != '\t')
                tab++;
            gate_buf_visible(out, gate_str_sub(gate_buf_str(&made), at, tab));
            if (tab < end) gate_buf_char(out, '\t');
        }
        gate_buf_char(out, '\n');
        at = end + 1;
    }
    return GATEC_OK;
}

gatec_status gatec_lint_diff(const gatec_lint *lint, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    return lint ? gate_text_make(write_diff, lint, out) : GATEC_E_USAGE;
}

/* ---- forms ------------------------------------------------------------------------------------- */

typedef struct request {
    const gatec_lint *const *lints;
    size_t count;
    const char *form;
    bool color;
} request;

static gate_diags all_diags(gate_arena *arena, const request *wanted)
{
    gate_diags all = gate_diags_new(arena);
    for (size_t i = 0; i < wanted->count; i++) {
        if (!wanted->lints[i]) continue;
        const gate_diags *each = &wanted->lints[i]->base.messages.diags;
        for (uint32_t k = 0; k < each->list.len; k++) {
            gate_diag *diag = each->list.items[k];
            gate_vec_push(arena, &all.list, diag);
        }
        all.errors += each->errors;
        all.warnings += each->warnings;
    }
    return all;
}

static void sarif_rules(gate_json *json, const gate_diags *all)
{
    bool told[GATE_CODE_COUNT] = {false};
    gate_json_key(json, GATE_STR("rules"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < all->list.len; i++) {
        gate_code code = all->list.items[i]->code;
        if (told[code]) continue;
        told[code] = true;
        const gate_code_info *info = gate_code_get(code);
        gate_json_open(json, '{');
        gate_json_key(json, GATE_STR("id"));
        gate_json_str(json, gate_str_c(info->number));
        gate_json_key(json, GATE_STR("shortDescription"));
        gate_json_open(json, '{');
        gate_json_key(json, GATE_STR("text"));
        gate_json_str(json, gate_str_c(info->summary));
        gate_json_close(json, '}');
        gate_json_key(json, GATE_STR("help"));
        gate_json_open(json, '{');
        gate_json_key(json, GATE_STR("text"));
        gate_json_str(json, gate_str_c(info->text));
        gate_json_close(json, '}');
        gate_json_close(json, '}');
    }
    gate_json_close(json, ']');
}

/* The path as a URI: what may not stand in one is written as `%XX`. */
static gate_str uri_of(gate_arena *arena, gate_str path)
{
    gate_buf out = gate_buf_new(arena);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                     c == '-' || c == '_' || c == '.' || c == '~';
        if (plain)
            gate_buf_char(&out, (char)c);
        else
            gate_buf_printf(&out, "%%%02X", (unsigned)c);
    }
    return out.len ? gate_buf_str(&out) : GATE_STR("");
}

static void sarif_place(gate_json *json, const gate_label *at)
{
    gate_place lo = gate_source_place(at->source, at->span.lo),
               hi = gate_source_place(at->source, at->span.hi);
    static const char *const names[] = {"startLine", "startColumn", "endLine", "endColumn"};
    uint32_t values[] = {lo.line, lo.column, hi.line, hi.column};
    gate_json_key(json, GATE_STR("locations"));
    gate_json_open(json, '[');
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("physicalLocation"));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("artifactLocation"));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("uri"));
    gate_json_str(json, uri_of(json->out->arena, at->source->name));
    gate_json_close(json, '}');
    gate_json_key(json, GATE_STR("region"));
    gate_json_open(json, '{');
    for (size_t i = 0; i < GATE_COUNT(values); i++) {
        gate_json_key(json, gate_str_c(names[i]));
        gate_json_int(json, values[i]);
    }
    gate_json_close(json, '}');
    gate_json_close(json, '}');
    gate_json_close(json, '}');
    gate_json_close(json, ']');
}

static void sarif_result(gate_json *json, const gate_diag *diag)
{
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("ruleId"));
    gate_json_str(json, gate_str_c(gate_code_get(diag->code)->number));
    gate_json_key(json, GATE_STR("level"));
    gate_json_str(json, gate_str_c(diag->severity == GATE_ERROR ? "error" : "warning"));
    gate_json_key(json, GATE_STR("message"));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("text"));
    gate_str help = diag->help ? gate_str_printf(json->out->arena, "%s. %s", diag->message, diag->help)
                               : gate_str_c(diag->message);
    gate_json_str(json, help);
    gate_json_close(json, '}');
    if (diag->primary.source) sarif_place(json, &diag->primary);
    gate_json_close(json, '}');
}

static void write_sarif(gate_buf *out, const gate_diags *all)
{
    gate_json json = gate_json_new(out, 2);
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("$schema"));
    gate_json_str(&json, GATE_STR("https://json.schemastore.org/sarif-2.1.0.json"));
    gate_json_key(&json, GATE_STR("version"));
    gate_json_str(&json, GATE_STR("2.1.0"));
    gate_json_key(&json, GATE_STR("runs"));
    gate_json_open(&json, '[');
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("tool"));
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("driver"));
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("name"));
    gate_json_str(&json, GATE_STR("gatec lint"));
    gate_json_key(&json, GATE_STR("version"));
    gate_json_str(&json, gate_str_c(gatec_version()));
    sarif_rules(&json, all);
    gate_json_close(&json, '}');
    gate_json_close(&json, '}');
    gate_json_key(&json, GATE_STR("columnKind"));
    gate_json_str(&json, GATE_STR("unicodeCodePoints"));
    gate_json_key(&json, GATE_STR("results"));
    gate_json_open(&json, '[');
    for (uint32_t i = 0; i < all->list.len; i++)
        sarif_result(&json, all->list.items[i]);
    gate_json_close(&json, ']');
    gate_json_close(&json, '}');
    gate_json_close(&json, ']');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
}

static const struct {
    const char *name, *summary;
} forms[] = {
    {"text", "for people, with the line and what to write instead"},
    {"json", "an array of findings"},
    {"sarif", "SARIF 2.1.0, for code scanning"},
};

bool gatec_lint_form(size_t index, const char **name, const char **summary)
{
    if (index >= GATE_COUNT(forms)) return false;
    *name = forms[index].name;
    *summary = forms[index].summary;
    return true;
}

static gatec_status write_form(gate_buf *out, const void *context)
{
    const request *wanted = context;
    gate_diags all = all_diags(out->arena, wanted);
    gate_str form = gate_str_c(wanted->form);
    if (gate_str_eq_c(form, "text")) {
        gate_render_diags(out, &all, wanted->color);
    } else if (gate_str_eq_c(form, "json")) {
        gate_json json = gate_json_new(out, 2);
        gate_json_diags(&json, &all);
        gate_buf_char(out, '\n');
    } else if (gate_str_eq_c(form, "sarif")) {
        write_sarif(out, &all);
    } else {
        return GATEC_E_USAGE;
    }
    return GATEC_OK;
}

gatec_status gatec_lint_render(const gatec_lint *const *lints, size_t count, const char *form,
                               const gatec_render_options *options, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    if (!form) return GATEC_E_USAGE;
    request wanted = {lints, count, form, options && options->color};
    return gate_text_make(write_form, &wanted, out);
}

/* ---- the page ---------------------------------------------------------------------------------- */

void gate_page_lint(gate_buf *out)
{
    gate_buf_c(out,
               "# Lint\n\n"
               "Printed from the tables by `gatec doc --reference lint`.\n\n"
               "`gatec lint FILE…` looks for what compiles and lets through what it should not: conditions "
               "that hold\n"
               "because something is absent, evidence that may be of another release or of any age, rows "
               "that nobody\n"
               "answers for or that can never be what stops a release. It shows the compiler's warnings too\n"
               "([W01xx](diagnostics.md)), and speaks of the files that it is given, not of those that they "
               "import.\n\n"
               "Status 0: nothing to report; 1: findings; 2: wrong usage; 3: a file does not compile.\n"
               "`-o json` and `-o sarif` write the findings for other tools.\n\n"
               "## Fixes\n\n"
               "`gatec lint --fix` changes what can be changed safely: verdicts stay as they are where the "
               "evidence is\n"
               "there, and where something of it is absent the fixed policy is as strict or stricter. The "
               "changed text is\n"
               "compiled before it is written, and a fix that would not compile is left out; the file is "
               "there whole or\n"
               "not at all. A second run changes nothing. `gatec lint --fix --dry-run` shows the difference "
               "and writes\n"
               "nothing.\n\n"
               "## To decide otherwise\n\n"
               "```gate\n"
               "// lint: allow W0208 the calendar is of no commit\n"
               "evidence calendar from \"freezes.json\"\n"
               "```\n\n"
               "The comment stands on the line above what it is about, or at the end of that line; of a "
               "clause or a\n"
               "declaration it may stand above the first line. It names one code, and says why. Without a "
               "reason it allows\n"
               "nothing (W0217), and with nothing to allow it is itself a finding (W0218).\n\n"
               "## Rules\n\n"
               "| code | name | | looks at | fix |\n| --- | --- | --- | --- | --- |\n");
    static const char *const places[][2] = {{"FILE", "the file"},
                                            {"EVIDENCE", "evidence"},
                                            {"ROW", "rows"},
                                            {"CLAUSE", "clauses"},
                                            {"ATOM", "conditions"}};
    bool told[GATE_CODE_COUNT] = {false};
    const gate_lint_rule *rule;
    for (uint32_t i = 0; (rule = gate_lint_rule_at(i)); i++) {
        if (told[rule->code]) continue;
        told[rule->code] = true;
        const gate_code_info *info = gate_code_get(rule->code);
        const char *place = "";
        for (size_t k = 0; k < GATE_COUNT(places); k++) {
            if (gate_str_eq_c(gate_str_c(rule->walks), places[k][0])) place = places[k][1];
        }
        gate_buf_printf(out, "| %s | %s | %s | %s | %s |\n", info->number, rule->name, info->summary, place,
                        rule->fixes ? "yes" : "");
    }
    /* What the compiler finds, and what is wrong with comments. */
    for (uint32_t i = 0; i < GATE_CODE_COUNT; i++) {
        const gate_code_info *info = gate_code_get((gate_code)i);
        if (told[i] || info->severity == GATE_ERROR) continue;
        bool comment = i == GATE_D_LINT_ALLOW_WRONG || i == GATE_D_LINT_ALLOW_UNUSED;
        bool fixes = i == GATE_D_LINT_ALLOW_UNUSED || i == GATE_D_UNUSED || i == GATE_D_UNUSED_IMPORT;
        gate_buf_printf(out, "| %s | | %s | %s | %s |\n", info->number, info->summary,
                        comment ? "comments" : "what the compiler sees",
                        i == GATE_D_UNUSED ? "of types and functions"
                        : fixes            ? "yes"
                                           : "");
    }
    for (uint32_t i = 0; i < GATE_CODE_COUNT; i++) {
        const gate_code_info *info = gate_code_get((gate_code)i);
        if (!gate_str_starts(gate_str_c(info->number), GATE_STR("W02"))) continue;
        gate_buf_printf(out, "\n## %s: %s\n\n%s", info->number, info->summary, info->text);
    }
}
