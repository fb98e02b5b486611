/* The sections of a program as text. The units' code is disasm_code.c's. */
#include "vm/disasm.h"

#include "base/utf8.h"
#include "evidence/digest.h"
#include "vm/disasm_part.h"
#include "vm/params.h"

#define OUT(l, ...) gate_buf_printf((l)->out, __VA_ARGS__)

static void quoted(gate_listing *l, gate_text text)
{
    gate_buf_char(l->out, '"');
    gate_listing_text(l, text, 80);
    gate_buf_char(l->out, '"');
}

/* A section's headline; false when there is nothing to list. */
static bool section(gate_listing *l, const char *name, uint32_t count)
{
    if (count) OUT(l, "\n%s\n", name);
    return count > 0;
}

static void number(gate_listing *l, uint32_t index)
{
    OUT(l, "%6u  ", (unsigned)index);
}

static void unit_of(gate_listing *l, const char *name, uint32_t unit)
{
    if (unit != GATE_NO) OUT(l, "  %s unit %u", name, (unsigned)unit);
}

static void list_sources(gate_listing *l)
{
    static const char *const kinds[] = {
        [GATE_SOURCE_MAIN] = "main", [GATE_SOURCE_FILE] = "file", [GATE_SOURCE_STD] = "standard library"};
    const gate_program *p = l->program;
    if (!section(l, "sources", p->sources_count)) return;
    for (uint32_t i = 0; i < p->sources_count; i++) {
        char hex[65];
        (void)gate_sha256_hex(hex, p->sources[i].sha256);
        number(l, i);
        gate_listing_text(l, p->sources[i].name, 200);
        OUT(l, "  %s  %u bytes  sha256 %s\n", kinds[p->sources[i].kind], (unsigned)p->sources[i].text.len,
            hex);
    }
}

static void list_params(gate_listing *l)
{
    const gate_program *p = l->program;
    if (!section(l, "parameters", p->params_count)) return;
    for (uint32_t i = 0; i < p->params_count; i++) {
        const gate_p_param *param = &p->params[i];
        number(l, i);
        gate_listing_text(l, param->name, 80);
        gate_str type = gate_param_type_text(l->out->arena, param);
        OUT(l, " : " GATE_STR_FMT, GATE_STR_ARG(type));
        unit_of(l, "default", param->value);
        unit_of(l, "floor", param->floor);
        unit_of(l, "ceiling", param->ceiling);
        if (param->env.len) {
            gate_buf_c(l->out, "  env ");
            gate_listing_text(l, param->env, 80);
        }
        gate_buf_char(l->out, '\n');
    }
}

static void zone(gate_listing *l, gate_text text)
{
    if (!text.len) return;
    gate_buf_c(l->out, " in ");
    quoted(l, text);
}

static void list_evidence(gate_listing *l)
{
    static const char *const cardinalities[] = {
        [GATE_PLAIN] = "", [GATE_LATEST] = " latest", [GATE_EACH] = " each"};
    const gate_program *p = l->program;
    if (!section(l, "evidence", p->evidence_count)) return;
    for (uint32_t i = 0; i < p->evidence_count; i++) {
        const gate_p_evidence *e = &p->evidence[i];
        number(l, i);
        gate_listing_text(l, e->name, 80);
        OUT(l, "%s%s from ", cardinalities[e->cardinality], e->optional ? " optional" : "");
        quoted(l, e->pattern);
        gate_buf_c(l->out, " as ");
        gate_listing_text(l, e->reader, 40);
        if (e->by_count) {
            gate_buf_c(l->out, " by ");
            gate_listing_keys(l, e->by_first, e->by_count);
            zone(l, e->by_zone);
        }
        if (e->has_fresh) {
            OUT(l, " fresh within %llds by ", (long long)e->fresh_seconds);
            gate_listing_keys(l, e->fresh_first, e->fresh_count);
            zone(l, e->fresh_zone);
        }
        if (e->shape != GATE_NO) OUT(l, "  shape %u", (unsigned)e->shape);
        gate_buf_char(l->out, '\n');
    }
}

static void list_shape(gate_listing *l, const gate_p_shape *shape)
{
    static const char *const kinds[] = {
        [GATE_SHAPE_ANY] = "any",           [GATE_SHAPE_NULL] = "null",
        [GATE_SHAPE_BOOL] = "bool",         [GATE_SHAPE_INT] = "int",
        [GATE_SHAPE_DOUBLE] = "double",     [GATE_SHAPE_NUMBER] = "number",
        [GATE_SHAPE_PERCENT] = "percent",   [GATE_SHAPE_STRING] = "string",
        [GATE_SHAPE_WORD] = "word",         [GATE_SHAPE_TIMESTAMP] = "timestamp",
        [GATE_SHAPE_DURATION] = "duration", [GATE_SHAPE_LIST] = "list",
        [GATE_SHAPE_MAP] = "map",           [GATE_SHAPE_RECORD] = "record",
        [GATE_SHAPE_UNION] = "union",
    };
    const gate_program *p = l->program;
    gate_buf_c(l->out, kinds[shape->kind]);
    if (shape->name.len) {
        gate_buf_char(l->out, ' ');
        if (shape->kind == GATE_SHAPE_WORD) {
            quoted(l, shape->name);
        } else {
            gate_listing_text(l, shape->name, 80);
        }
    }
    if (shape->kind == GATE_SHAPE_LIST || shape->kind == GATE_SHAPE_MAP)
        OUT(l, " of %u", (unsigned)shape->first);
    if (shape->kind == GATE_SHAPE_UNION) {
        for (uint32_t i = 0; i < shape->count; i++)
            OUT(l, "%s%u", i ? " | " : " ", (unsigned)p->refs[shape->first + i]);
    }
    if (shape->kind == GATE_SHAPE_RECORD) {
        for (uint32_t i = 0; i < shape->count; i++) {
            const gate_p_field *field = &p->fields[shape->first + i];
            gate_buf_c(l->out, i ? ", " : " { ");
            gate_listing_text(l, field->name, 80);
            OUT(l, "%s: %u", field->optional ? "?" : "", (unsigned)field->shape);
        }
        gate_buf_c(l->out, shape->count ? " }" : " {}");
    }
    gate_buf_char(l->out, '\n');
}

static void list_tables(gate_listing *l)
{
    const gate_program *p = l->program;
    if (section(l, "shapes", p->shapes_count)) {
        for (uint32_t i = 0; i < p->shapes_count; i++) {
            number(l, i);
            list_shape(l, &p->shapes[i]);
        }
    }
    if (section(l, "paths", p->paths_count)) {
        for (uint32_t i = 0; i < p->paths_count; i++) {
            number(l, i);
            gate_listing_path(l, i);
            gate_buf_char(l->out, '\n');
        }
    }
    if (section(l, "constants", p->consts_count)) {
        for (uint32_t i = 0; i < p->consts_count; i++) {
            number(l, i);
            gate_listing_const(l, i);
            gate_buf_char(l->out, '\n');
        }
    }
    if (section(l, "calls", p->calls_count)) {
        for (uint32_t i = 0; i < p->calls_count; i++) {
            number(l, i);
            gate_listing_call(l, i);
            gate_buf_char(l->out, '\n');
        }
    }
}

static void list_names(gate_listing *l)
{
    const gate_program *p = l->program;
    if (section(l, "lets", p->lets_count)) {
        for (uint32_t i = 0; i < p->lets_count; i++) {
            number(l, i);
            gate_listing_text(l, p->lets[i].name, 80);
            OUT(l, "  unit %u\n", (unsigned)p->lets[i].unit);
        }
    }
    if (section(l, "functions", p->defs_count)) {
        for (uint32_t i = 0; i < p->defs_count; i++) {
            number(l, i);
            gate_listing_text(l, p->defs[i].name, 80);
            OUT(l, "/%u  unit %u\n", (unsigned)p->defs[i].params, (unsigned)p->defs[i].unit);
        }
    }
    if (section(l, "owners", p->owners_count)) {
        for (uint32_t i = 0; i < p->owners_count; i++) {
            number(l, i);
            gate_listing_text(l, p->owners[i].name, 80);
            gate_buf_char(l->out, ' ');
            quoted(l, p->owners[i].title);
            gate_buf_char(l->out, '\n');
        }
    }
}

/* What a clause has beside its condition and text. */
static void list_clause(gate_listing *l, const gate_p_clause *clause)
{
    const gate_program *p = l->program;
    gate_clause_kind kind = (gate_clause_kind)clause->kind;
    if (kind == GATE_CLAUSE_OWNER) {
        gate_buf_char(l->out, ' ');
        gate_listing_text(l, p->owners[clause->owner].name, 80);
    } else if (kind == GATE_CLAUSE_CONFIRM || kind == GATE_CLAUSE_WAIVABLE) {
        for (uint32_t i = 0; i < clause->role_count; i++) {
            gate_buf_c(l->out, i ? ", " : " ");
            gate_listing_text(l, p->owners[p->refs[clause->role_first + i]].name, 80);
        }
        OUT(l, "  within %llds", (long long)clause->n);
    } else if (kind == GATE_CLAUSE_EFFECTIVE) {
        char text[40];
        gate_str at = gate_instant_text(text, (gate_instant){clause->n, 0});
        OUT(l, "  from " GATE_STR_FMT, GATE_STR_ARG(at));
    } else if (kind == GATE_CLAUSE_WITHIN) {
        OUT(l, " %llds of row %u", (long long)clause->n, (unsigned)clause->target);
    } else if (kind == GATE_CLAUSE_THEN && clause->target != GATE_NO) {
        OUT(l, " block %u", (unsigned)clause->target);
    } else if (kind == GATE_CLAUSE_THEN) {
        gate_buf_c(l->out, " hold");
    } else if (kind == GATE_CLAUSE_NO_DATA) {
        gate_buf_c(l->out, clause->flags & GATE_NO_DATA_BREACH ? " breach" : " clean");
    } else if (kind == GATE_CLAUSE_AT_LEAST) {
        OUT(l, " %lld", (long long)clause->n);
    } else if (kind == GATE_CLAUSE_TOLERATE || clause->list_unit != GATE_NO) {
        OUT(l, " %lld of %lld", (long long)clause->n, (long long)clause->m);
    }
    if (clause->flags & GATE_LATEST_ONLY) gate_buf_c(l->out, " latest");
    unit_of(l, "in", clause->list_unit);
    unit_of(l, "condition", clause->unit);
    unit_of(l, "text", clause->text_unit);
}

static void by(gate_listing *l, uint32_t first, uint32_t count, gate_text in)
{
    if (!count) return;
    gate_buf_c(l->out, "  by ");
    gate_listing_keys(l, first, count);
    zone(l, in);
}

static void list_clauses(gate_listing *l, uint32_t first, uint32_t count)
{
    static const char *const forms[] = {"", " each", " roster", " any", " consecutive", " among", " lasting"};
    for (uint32_t i = first; i < first + count; i++) {
        const gate_p_clause *clause = &l->program->clauses[i];
        const char *word = gate_clause_info_of((gate_clause_kind)clause->kind)->word;
        OUT(l, "%14u  %s%s", (unsigned)i, word, forms[clause->form]);
        list_clause(l, clause);
        by(l, clause->by_first, clause->by_count, clause->by_zone);
        gate_buf_char(l->out, '\n');
    }
}

static void list_keep(gate_listing *l, const gate_p_row *row)
{
    static const char *const rules[] = {
        [GATE_KEEPS_LAST] = "last", [GATE_KEEPS_FOR] = "for", [GATE_KEEPS_WHERE] = "those"};
    OUT(l, "%s", rules[row->keep]);
    if (row->keep != GATE_KEEPS_WHERE)
        OUT(l, " %lld%s", (long long)row->keep_count, row->keep == GATE_KEEPS_FOR ? "s" : "");
    unit_of(l, "per", row->per_unit);
}

static void list_row(gate_listing *l, uint32_t index)
{
    static const char *const modes[] = {
        [GATE_MODE_ONE] = "", [GATE_MODE_EACH] = " each", [GATE_MODE_SUM] = " sum"};
    const gate_p_row *row = &l->program->rows[index];
    OUT(l, "%10u  %s%s ", (unsigned)index, gate_row_info_of((gate_row_kind)row->kind)->word,
        modes[row->mode]);
    if (row->kind == GATE_ROW_MODULE) {
        quoted(l, row->name);
    } else if (row->kind == GATE_ROW_KEEP) {
        list_keep(l, row);
    } else {
        gate_listing_text(l, row->name, 80);
    }
    unit_of(l, "in", row->list_unit);
    unit_of(l, "where", row->where_unit);
    unit_of(l, "by", row->key_unit);
    unit_of(l, "title", row->title_unit);
    if (row->least) OUT(l, "  at least %u", (unsigned)row->least);
    gate_buf_c(l->out, row->or_none ? "  or none\n" : "\n");
    list_clauses(l, row->clause_first, row->clause_count);
}

static void list_blocks(gate_listing *l)
{
    const gate_program *p = l->program;
    if (!section(l, "blocks", p->blocks_count)) return;
    for (uint32_t i = 0; i < p->blocks_count; i++) {
        const gate_p_block *block = &p->blocks[i];
        number(l, i);
        OUT(l, "%s ", gate_block_info_of((gate_block_kind)block->kind)->word);
        gate_listing_text(l, block->name, 80);
        if (block->title.len) {
            gate_buf_char(l->out, ' ');
            quoted(l, block->title);
        }
        unit_of(l, "of", block->of_unit);
        unit_of(l, "against", block->against_unit);
        unit_of(l, "in", block->list_unit);
        unit_of(l, "where", block->where_unit);
        if (block->pattern.len) {
            gate_buf_c(l->out, "  over ");
            quoted(l, block->pattern);
        }
        by(l, block->by_first, block->by_count, block->by_zone);
        gate_buf_char(l->out, '\n');
        list_clauses(l, block->clause_first, block->clause_count);
        for (uint32_t r = 0; r < block->row_count; r++)
            list_row(l, block->row_first + r);
    }
}

void gate_disasm(gate_buf *out, const gate_program *program)
{
    gate_listing l = {.out = out, .program = program};
    l.sources = GATE_ARRAY(out->arena, const gate_source *, program->sources_count);
    for (uint32_t i = 0; i < program->sources_count; i++) {
        l.sources[i] = gate_source_new(out->arena, i, gate_program_text(program, program->sources[i].name),
                                       gate_program_text(program, program->sources[i].text));
    }
    char hex[65];
    (void)gate_sha256_hex(hex, program->sha256);
    gate_buf_c(out, "policy ");
    gate_listing_text(&l, program->meta->policy, 80);
    if (program->meta->title.len) {
        gate_buf_char(out, ' ');
        quoted(&l, program->meta->title);
    }
    OUT(&l, "\nsha256 %s\n", hex);
    list_sources(&l);
    list_params(&l);
    list_evidence(&l);
    list_tables(&l);
    list_names(&l);
    list_blocks(&l);
    gate_listing_units(&l);
}
