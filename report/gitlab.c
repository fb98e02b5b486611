/* GitLab's code quality report: an array with an entry for each row that stands in the way or warns. */
#include "base/json.h"
#include "report/brief.h"
#include "report/report.h"

typedef struct writer {
    gate_json *json;
    const gate_doc_verdict *verdict;
    gate_arena *arena;
} writer;

static void member(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

static gate_str relative(gate_str file)
{
    return gate_str_starts(file, GATE_STR("./")) ? gate_str_sub(file, 2, file.len) : file;
}

/* Fingerprints must differ, or only one entry is shown: the id is unique in a policy. */
static void entry(const writer *w, gate_str id, const char *severity, gate_str text, const gate_doc_place *place)
{
    gate_json *json = w->json;
    gate_json_open(json, '{');
    member(json, "description", text);
    member(json, "check_name", id);
    member(json, "fingerprint",
           gate_str_printf(w->arena, GATE_STR_FMT "/" GATE_STR_FMT, GATE_STR_ARG(w->verdict->policy), GATE_STR_ARG(id)));
    member(json, "severity", gate_str_c(severity));
    gate_json_key(json, GATE_STR("location"));
    gate_json_open(json, '{');
    member(json, "path", relative(place ? place->file : w->verdict->file));
    gate_json_key(json, GATE_STR("lines"));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("begin"));
    gate_json_int(json, place ? place->line : 1);
    gate_json_close(json, '}');
    gate_json_close(json, '}');
    gate_json_close(json, '}');
}

static void write_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    const writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    bool speaks = gate_brief_blocks(row) || kind == GATE_BRIEF_WARN || kind == GATE_BRIEF_ADVISORY;
    if (!speaks || row->brief) return;
    gate_buf text = gate_buf_new(w->arena);
    gate_buf_add(&text, gate_brief_title(row));
    gate_buf_printf(&text, " (" GATE_STR_FMT "): ", GATE_STR_ARG(row->outcome));
    gate_brief_why(&text, row);
    const char *severity = gate_brief_blocks(row) ? "blocker" : kind == GATE_BRIEF_WARN ? "minor" : "info";
    entry(w, row->id, severity, gate_buf_str(&text), row->place);
}

void gate_report_gitlab(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    gate_json json = gate_json_new(out, 2);
    writer w = {&json, verdict, out->arena};
    gate_json_open(&json, '[');
    gate_brief_rows(verdict, write_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (gate_brief_block_blocks(block)) entry(&w, block->name, "blocker", block->because.len ? block->because : block->decision, block->place);
    }
    gate_str only = gate_brief_only(out->arena, verdict);
    if (only.len)
        entry(&w, GATE_STR("only"), "info",
              gate_str_printf(out->arena, "only these were asked for: " GATE_STR_FMT, GATE_STR_ARG(only)), NULL);
    uint32_t more = gate_brief_more(verdict);
    if (more) entry(&w, GATE_STR("more"), "blocker", gate_str_printf(out->arena, "%u more rows stand in the way; the verdict's JSON names them", more), NULL);
    gate_json_close(&json, ']');
    gate_buf_char(out, '\n');
}
