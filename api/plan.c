/* Plans of retention carried out, and shown. */
#include "api/plan.h"

#include "base/json.h"
#include "base/utf8.h"

#include <errno.h>
#include <string.h>

#define PLAN_SCHEMA "https://gatec.dev/schema/retain-1"
#define PATH_WIDTH  48 /* columns that reasons are lined up behind */

/* -- removing -------------------------------------------------------------------------------------------- */

/* What is the matter with a removal. */
static gatec_status write_why(gate_buf *out, const void *context)
{
    const gate_removal *removal = context;
    if (removal->kind == GATE_CHANGED) gate_buf_c(out, "it is not what was planned for any more");
    if (removal->kind != GATE_FAILED) return GATEC_OK;
    gate_buf_c(out, "`");
    gate_buf_visible(out, gate_str_c(removal->name));
    gate_buf_c(out, "` could not be removed: ");
    if (removal->error == 0)
        gate_buf_c(out, "folders stand too deep in each other");
    else if (removal->error == ELOOP || removal->error == ENOTDIR)
        gate_buf_c(out, "it changed meanwhile");
    else
        gate_buf_add(out, gate_error_text(out->arena, removal->error));
    return GATEC_OK;
}

static gatec_fate fate_of(gate_removal_kind kind)
{
    switch (kind) {
    case GATE_REMOVED:
        return GATEC_REMOVED;
    case GATE_GONE:
        return GATEC_GONE;
    case GATE_CHANGED:
        return GATEC_CHANGED;
    case GATE_FAILED:
        break;
    }
    return GATEC_FAILED;
}

gatec_status gatec_plan_remove(gatec_plan *plan, size_t index)
{
    if (!plan || index >= plan->count) return GATEC_E_USAGE;
    gate_plan_folder *folder = plan->folders[index];
    if (folder->shown.keep || folder->shown.fate != GATEC_STAYS) return GATEC_E_USAGE;
    gate_removal removal = gate_store_remove(folder->store, folder->index);
    gatec_text why;
    folder->shown.fate = fate_of(removal.kind);
    gatec_status status = gate_text_make(write_why, &removal, &why);
    size_t len = why.len < GATE_PLAN_WHY ? why.len : GATE_PLAN_WHY - 1;
    if (len) memcpy(folder->why, why.bytes, len);
    folder->why[len] = '\0';
    folder->shown.trouble = folder->why;
    gatec_text_free(&why);
    return status;
}

/* -- text ------------------------------------------------------------------------------------------------ */

static const char *word_of(const gatec_folder *folder)
{
    if (folder->keep) return "keep";
    switch (folder->fate) {
    case GATEC_STAYS:
        return "go";
    case GATEC_REMOVED:
        return "removed";
    case GATEC_GONE:
        return "gone";
    case GATEC_CHANGED:
        return "changed";
    case GATEC_FAILED:
        break;
    }
    return "failed";
}

static void put_visible(gate_buf *out, const char *text)
{
    gate_buf_visible(out, gate_str_c(text));
}

static void put_line(gate_buf *out, const gatec_folder *folder)
{
    size_t from = out->len;
    gate_buf_printf(out, "  %-7s  ", word_of(folder));
    put_visible(out, folder->path);
    size_t width = gate_utf8_width(gate_str_sub(gate_buf_str(out), from, out->len));
    gate_buf_repeat(out, ' ', width < PATH_WIDTH ? PATH_WIDTH - width : 0);
    gate_buf_c(out, "  ");
    put_visible(out, folder->reason);
    if (*folder->rule) gate_buf_printf(out, " (%s: %s)", folder->block, folder->rule);
    if (*folder->trouble) gate_buf_printf(out, "; %s", folder->trouble);
    gate_buf_char(out, '\n');
}

/* The folders of which no rule speaks stand apart: a status that nobody thought of shows there. */
static bool stands_apart(const gatec_folder *folder)
{
    return folder->unspoken && !folder->keep;
}

typedef struct totals {
    size_t kept, going, apart, done, open;
} totals;

static totals count(const gatec_plan *plan)
{
    totals sum = {0};
    for (size_t i = 0; i < plan->count; i++) {
        const gatec_folder *folder = &plan->folders[i]->shown;
        sum.kept += folder->keep;
        sum.going += !folder->keep;
        sum.apart += stands_apart(folder);
        sum.done += folder->fate == GATEC_REMOVED || folder->fate == GATEC_GONE;
        sum.open += folder->fate == GATEC_CHANGED || folder->fate == GATEC_FAILED;
    }
    return sum;
}

static void put_totals(gate_buf *out, const totals *sum)
{
    gate_buf_printf(out, "\n%zu folder%s: %zu kept, %zu may go", sum->kept + sum->going,
                    sum->kept + sum->going == 1 ? "" : "s", sum->kept, sum->going);
    if (sum->apart) gate_buf_printf(out, " (no rule speaks of %zu of them)", sum->apart);
    if (sum->done) gate_buf_printf(out, "; %zu removed", sum->done);
    if (sum->open) gate_buf_printf(out, "; %zu could not be removed", sum->open);
    gate_buf_char(out, '\n');
}

static gatec_status write_text(gate_buf *out, const void *context)
{
    const gatec_plan *plan = context;
    char now[40];
    totals sum = count(plan);
    gate_buf_c(out, "retention by ");
    put_visible(out, plan->file);
    gate_buf_printf(out, ", as of " GATE_STR_FMT "\n\n", GATE_STR_ARG(gate_instant_text(now, plan->now)));
    for (size_t i = 0; i < plan->count; i++) {
        if (!stands_apart(&plan->folders[i]->shown)) put_line(out, &plan->folders[i]->shown);
    }
    if (sum.apart) gate_buf_c(out, "\nno rule speaks of\n");
    for (size_t i = 0; i < plan->count; i++) {
        if (stands_apart(&plan->folders[i]->shown)) put_line(out, &plan->folders[i]->shown);
    }
    put_totals(out, &sum);
    for (uint32_t i = 0; i < plan->rules.len; i++) {
        const gate_plan_rule *rule = &plan->rules.items[i];
        if (!rule->shortfall) continue;
        gate_buf_printf(out, "short: %s: %s: the store holds %u fewer\n", rule->block, rule->text,
                        rule->shortfall);
    }
    return GATEC_OK;
}

/* -- JSON ------------------------------------------------------------------------------------------------ */

static void put_text(gate_json *json, const char *key, const char *text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, gate_str_c(text));
}

static void put_flag(gate_json *json, const char *key, bool flag)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_bool(json, flag);
}

static void put_count(gate_json *json, const char *key, uint64_t number)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_int(json, number > INT64_MAX ? INT64_MAX : (int64_t)number);
}

static void put_folder(gate_json *json, const gate_plan_folder *of)
{
    const gatec_folder *folder = &of->shown;
    gate_json_open(json, '{');
    put_text(json, "path", folder->path);
    put_text(json, "decision", folder->keep ? "keep" : "go");
    put_text(json, "reason", folder->reason);
    put_text(json, "block", folder->block);
    if (*folder->rule) put_text(json, "rule", folder->rule);
    put_flag(json, "link", folder->link);
    put_flag(json, "unspoken", folder->unspoken);
    put_flag(json, "indefinite", of->indefinite);
    if (folder->fate != GATEC_STAYS) put_text(json, "removal", word_of(folder));
    if (*folder->trouble) put_text(json, "trouble", folder->trouble);
    gate_json_close(json, '}');
}

static gatec_status write_json(gate_buf *out, const void *context)
{
    const gatec_plan *plan = context;
    char now[40];
    totals sum = count(plan);
    gate_json json = gate_json_new(out, 2);
    gate_json_open(&json, '{');
    put_text(&json, "schema", PLAN_SCHEMA);
    put_text(&json, "gatec", gatec_version());
    put_text(&json, "policy", plan->file);
    gate_json_key(&json, GATE_STR("now"));
    gate_json_str(&json, gate_instant_text(now, plan->now));
    put_count(&json, "kept", sum.kept);
    put_count(&json, "going", sum.going);
    put_count(&json, "removed", sum.done);
    put_count(&json, "shortfall", gatec_plan_shortfall(plan));
    gate_json_key(&json, GATE_STR("rules"));
    gate_json_open(&json, '[');
    for (uint32_t i = 0; i < plan->rules.len; i++) {
        gate_json_open(&json, '{');
        put_text(&json, "block", plan->rules.items[i].block);
        put_text(&json, "rule", plan->rules.items[i].text);
        put_count(&json, "shortfall", plan->rules.items[i].shortfall);
        gate_json_close(&json, '}');
    }
    gate_json_close(&json, ']');
    gate_json_key(&json, GATE_STR("folders"));
    gate_json_open(&json, '[');
    for (size_t i = 0; i < plan->count; i++)
        put_folder(&json, plan->folders[i]);
    gate_json_close(&json, ']');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
    return GATEC_OK;
}

gatec_status gatec_plan_render(const gatec_plan *plan, const char *form, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    if (!plan || !plan->ready || !form) return GATEC_E_USAGE;
    if (strcmp(form, "text") == 0) return gate_text_make(write_text, plan, out);
    if (strcmp(form, "json") == 0) return gate_text_make(write_json, plan, out);
    return GATEC_E_USAGE;
}
