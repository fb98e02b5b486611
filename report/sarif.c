/* SARIF 2.1.0 for code scanning: one run, a rule per row, a result for each row that stands in the way or
 * warns, at its line of the policy; the place in the artifact is a related location. */
#include "base/json.h"
#include "report/brief.h"
#include "report/report.h"

static void text_object(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("text"));
    gate_json_str(json, gate_str_sub(text, 0, 1000));
    gate_json_close(json, '}');
}

static void member(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

static void member_int(gate_json *json, const char *key, int64_t value)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_int(json, value);
}

typedef struct writer {
    gate_json *json;
    const gate_doc_verdict *verdict;
    gate_arena *arena;
    uint32_t index;
} writer;

/* The stable id of a row, or of a block: `policy.block.row`. */
static gate_str rule_id(const writer *w, gate_str id)
{
    return gate_str_printf(w->arena, GATE_STR_FMT "." GATE_STR_FMT, GATE_STR_ARG(w->verdict->policy), GATE_STR_ARG(id));
}

static void rule(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    const writer *w = context;
    if (row->brief) return;
    gate_str title = gate_brief_title(row);
    gate_json_open(w->json, '{');
    member(w->json, "id", rule_id(w, row->id));
    text_object(w->json, "shortDescription", title);
    text_object(w->json, "fullDescription",
                gate_str_printf(w->arena, GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(block->title.len ? block->title : block->name),
                                GATE_STR_ARG(title)));
    text_object(w->json, "help", row->fix.len ? row->fix.items[0] : row->see.len ? row->see.items[0] : title);
    gate_json_close(w->json, '}');
}

static void region(gate_json *json, int64_t line, int64_t column, int64_t end_line, int64_t end_column)
{
    gate_json_key(json, GATE_STR("region"));
    gate_json_open(json, '{');
    member_int(json, "startLine", line);
    member_int(json, "startColumn", column);
    member_int(json, "endLine", end_line);
    member_int(json, "endColumn", end_column);
    gate_json_close(json, '}');
}

/* A path as a URI reference: what RFC 3986 does not allow in a path is percent-encoded. */
static gate_str uri_of(gate_arena *arena, gate_str path)
{
    gate_buf uri = gate_buf_new(arena);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' ||
                     c == '-' || c == '_' || c == '~';
        if (plain) {
            gate_buf_char(&uri, (char)c);
        } else {
            gate_buf_printf(&uri, "%%%02X", c);
        }
    }
    return gate_buf_str(&uri);
}

static void location(gate_json *json, gate_arena *arena, gate_str file, int64_t line, int64_t column, int64_t end_line,
                     int64_t end_column, int id)
{
    gate_json_open(json, '{');
    if (id) member_int(json, "id", id);
    gate_json_key(json, GATE_STR("physicalLocation"));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("artifactLocation"));
    gate_json_open(json, '{');
    member(json, "uri", uri_of(arena, file));
    gate_json_close(json, '}');
    if (line >= 1) region(json, line, column < 1 ? 1 : column, end_line, end_column);
    gate_json_close(json, '}');
    gate_json_close(json, '}');
}

static void locations(const writer *w, const gate_doc_place *place, const gate_doc_origin *origin)
{
    gate_json_key(w->json, GATE_STR("locations"));
    gate_json_open(w->json, '[');
    if (place) location(w->json, w->arena, place->file, place->line, place->column, place->end_line, place->end_column, 0);
    gate_json_close(w->json, ']');
    if (!origin) return;
    gate_json_key(w->json, GATE_STR("relatedLocations"));
    gate_json_open(w->json, '[');
    location(w->json, w->arena, origin->file, origin->line, origin->column, origin->line, origin->column + 1, 1);
    gate_json_close(w->json, ']');
}

/* FNV-1a over the row's id: stable when lines move. */
static gate_str fingerprint(const writer *w, gate_str id)
{
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < id.len; i++) hash = (hash ^ (unsigned char)id.ptr[i]) * 1099511628211u;
    return gate_str_printf(w->arena, "%016llx", (unsigned long long)hash);
}

static void result(const writer *w, gate_str id, const char *level, gate_str outcome, gate_str message,
                   const gate_doc_place *place, const gate_doc_origin *origin)
{
    gate_json_open(w->json, '{');
    member(w->json, "ruleId", rule_id(w, id));
    member_int(w->json, "ruleIndex", (int64_t)w->index);
    member(w->json, "kind", GATE_STR("fail"));
    member(w->json, "level", gate_str_c(level));
    text_object(w->json, "message", message.len ? message : outcome);
    locations(w, place, origin);
    gate_json_key(w->json, GATE_STR("partialFingerprints"));
    gate_json_open(w->json, '{');
    member(w->json, "primaryLocationLineHash", fingerprint(w, rule_id(w, id)));
    member(w->json, "gatecRow/v1", rule_id(w, id));
    gate_json_close(w->json, '}');
    gate_json_key(w->json, GATE_STR("properties"));
    gate_json_open(w->json, '{');
    member(w->json, "outcome", outcome);
    gate_json_close(w->json, '}');
    gate_json_close(w->json, '}');
}

static void write_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    if (row->brief) return;
    if (gate_brief_blocks(row) || kind == GATE_BRIEF_WARN || kind == GATE_BRIEF_ADVISORY) {
        gate_buf message = gate_buf_new(w->arena);
        gate_buf_add(&message, gate_brief_title(row));
        gate_buf_c(&message, ": ");
        gate_brief_why(&message, row);
        const char *level = gate_brief_blocks(row) ? "error" : kind == GATE_BRIEF_WARN ? "warning" : "note";
        result(w, row->id, level, row->outcome, gate_buf_str(&message), row->place, gate_brief_origin(row));
    }
    w->index++;
}

static void block_rule(const writer *w, const gate_doc_block *block)
{
    gate_str title = block->title.len ? block->title : block->name;
    gate_json_open(w->json, '{');
    member(w->json, "id", rule_id(w, block->name));
    text_object(w->json, "shortDescription", title);
    text_object(w->json, "fullDescription", title);
    text_object(w->json, "help", block->because.len ? block->because : title);
    gate_json_close(w->json, '}');
}

static void driver(const writer *w)
{
    gate_json *json = w->json;
    gate_json_key(json, GATE_STR("tool"));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("driver"));
    gate_json_open(json, '{');
    member(json, "name", GATE_STR("gatec"));
    member(json, "version", w->verdict->gatec);
    gate_json_key(json, GATE_STR("rules"));
    gate_json_open(json, '[');
    gate_brief_rows(w->verdict, rule, (void *)(uintptr_t)w);
    for (uint32_t b = 0; b < w->verdict->blocks.len; b++) {
        if (gate_brief_block_blocks(w->verdict->blocks.items[b])) block_rule(w, w->verdict->blocks.items[b]);
    }
    gate_json_close(json, ']');
    gate_json_close(json, '}');
    gate_json_close(json, '}');
}

static void notification(const writer *w, gate_str message)
{
    gate_json_open(w->json, '{');
    member(w->json, "level", GATE_STR("warning"));
    text_object(w->json, "message", message);
    gate_json_close(w->json, '}');
}

/* Rows that have no result here are counted, and that others were not asked for is said. */
static void more_rows(const writer *w)
{
    uint32_t more = gate_brief_more(w->verdict);
    gate_str only = gate_brief_only(w->arena, w->verdict);
    if (more == 0 && only.len == 0) return;
    gate_json_key(w->json, GATE_STR("toolExecutionNotifications"));
    gate_json_open(w->json, '[');
    if (more)
        notification(w, gate_str_printf(w->arena,
                                        "%u more rows stand in the way; the verdict's JSON names them", more));
    if (only.len)
        notification(w, gate_str_printf(w->arena, "only these were asked for: " GATE_STR_FMT,
                                        GATE_STR_ARG(only)));
    gate_json_close(w->json, ']');
}

void gate_report_sarif(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    gate_json json = gate_json_new(out, 2);
    writer w = {&json, verdict, out->arena, 0};
    gate_json_open(&json, '{');
    member(&json, "$schema", GATE_STR("https://json.schemastore.org/sarif-2.1.0.json"));
    member(&json, "version", GATE_STR("2.1.0"));
    gate_json_key(&json, GATE_STR("runs"));
    gate_json_open(&json, '[');
    gate_json_open(&json, '{');
    driver(&w);
    member(&json, "columnKind", GATE_STR("unicodeCodePoints"));
    gate_json_key(&json, GATE_STR("automationDetails"));
    gate_json_open(&json, '{');
    member(&json, "id", gate_str_printf(out->arena, "gatec/" GATE_STR_FMT "/", GATE_STR_ARG(verdict->policy)));
    gate_json_close(&json, '}');
    gate_json_key(&json, GATE_STR("invocations"));
    gate_json_open(&json, '[');
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("executionSuccessful"));
    gate_json_bool(&json, true);
    more_rows(&w);
    gate_json_close(&json, '}');
    gate_json_close(&json, ']');
    gate_json_key(&json, GATE_STR("results"));
    gate_json_open(&json, '[');
    gate_brief_rows(verdict, write_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (!gate_brief_block_blocks(block)) continue;
        result(&w, block->name, "error", block->decision.len ? block->decision : GATE_STR("error"), block->because, block->place, NULL);
        w.index++;
    }
    gate_json_close(&json, ']');
    gate_json_close(&json, '}');
    gate_json_close(&json, ']');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
}
