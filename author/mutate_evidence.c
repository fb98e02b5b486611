/* Mutants of evidence: every place that a run has read for a row that is well, by what its verdict cites. Of
 * rows that stand in the way already there is less to learn. */
#include "author/mutate.h"

#include "base/json.h"
#include "base/num.h"
#include "evidence/jsontext.h"
#include "evidence/locate.h"

typedef struct finding {
    gate_arena *arena;
    const gate_program *program;
    const gate_test_result *result;
    uint32_t reader;
    gate_map *known;
    gate_mutants *out;
} finding;

/* ---- places ----------------------------------------------------------------------------------- */

static uint32_t evidence_of(const finding *f, gate_str name)
{
    for (uint32_t i = 0; i < f->program->evidence_count; i++) {
        if (gate_str_eq(gate_program_text(f->program, f->program->evidence[i].name), name)) return i;
    }
    return GATE_NO;
}

static const gate_artifact *artifact_of(const gate_evidence *evidence, gate_str path, uint32_t *index)
{
    for (uint32_t i = 0; i < evidence->count; i++) {
        *index = i;
        if (gate_str_eq(evidence->artifacts[i]->path, path)) return evidence->artifacts[i];
    }
    return NULL;
}

/* The next part of a JSON Pointer, unescaped; [*at] is moved behind it. */
static gate_str token(gate_arena *arena, gate_str pointer, size_t *at)
{
    size_t end = gate_str_find(pointer, GATE_STR("/"), *at + 1);
    if (end == SIZE_MAX) end = pointer.len;
    gate_buf out = gate_buf_new(arena);
    for (size_t i = *at + 1; i < end; i++) {
        char c = pointer.ptr[i];
        if (c == '~' && i + 1 < end) c = pointer.ptr[++i] == '0' ? '~' : '/';
        gate_buf_char(&out, c);
    }
    *at = end;
    return gate_buf_str(&out);
}

/* The pointer as steps behind [first] of them; false when it leads nowhere in the artifact. */
static bool steps_of(const finding *f, const gate_artifact *artifact, gate_str pointer, uint32_t first,
                     gate_patch *out)
{
    uint32_t count = first;
    for (size_t i = 0; i < pointer.len; i++)
        count += pointer.ptr[i] == '/';
    gate_patch_step *steps = GATE_ARRAY(f->arena, gate_patch_step, count);
    gate_datum at = artifact->root;
    uint32_t made = first;
    for (size_t from = 0; at.node && from < pointer.len;) {
        gate_str key = token(f->arena, pointer, &from);
        if (gate_datum_kind_of(at) == GATE_DATUM_OBJECT) {
            steps[made++] = (gate_patch_step){.way = GATE_PATCH_KEY, .key = key};
            at = gate_datum_get(at, key);
        } else {
            int64_t index = 0;
            if (gate_datum_kind_of(at) != GATE_DATUM_ARRAY || !gate_num_int(key, &index) || index < 0)
                return false;
            steps[made++] = (gate_patch_step){.way = GATE_PATCH_INDEX, .index = (size_t)index};
            at = gate_datum_at(at, (size_t)index);
        }
    }
    out->steps = steps;
    out->count = count;
    return at.node != NULL;
}

/* ---- mutants ---------------------------------------------------------------------------------- */

static void add(finding *f, gate_mutant_kind kind, gate_str evidence, const gate_patch *patch, gate_str was)
{
    gate_buf path = gate_buf_new(f->arena), key = gate_buf_new(f->arena);
    gate_buf_add(&path, evidence);
    gate_patch_path(&path, patch->steps, patch->count);
    gate_buf_printf(&key, "%d ", (int)kind);
    gate_buf_add(&key, gate_buf_str(&path));
    gate_mutant *mutant = gate_map_get(f->known, gate_buf_str(&key));
    if (!mutant) {
        mutant = GATE_NEW(f->arena, gate_mutant);
        mutant->kind = kind;
        mutant->evidence = evidence;
        mutant->patch = *patch;
        mutant->patch.name = evidence;
        mutant->path = gate_buf_str(&path);
        mutant->was = gate_str_dup(f->arena, was);
        (void)gate_map_put(f->known, gate_buf_str(&key), mutant);
        gate_vec_push(f->arena, f->out, mutant);
    }
    uint32_t count = mutant->readers.len;
    if (count && mutant->readers.items[count - 1] == f->reader) return;
    gate_vec_push(f->arena, &mutant->readers, f->reader);
}

/* The place that an origin names, as a patch of its evidence. */
static bool place_of(const finding *f, const gate_doc_origin *origin, gate_str *evidence, gate_patch *patch)
{
    uint32_t index = evidence_of(f, origin->evidence), file = 0;
    if (index == GATE_NO || !f->result->evidence[index]) return false;
    const gate_evidence *read = f->result->evidence[index];
    const gate_artifact *artifact = artifact_of(read, origin->file, &file);
    *evidence = gate_program_text(f->program, f->program->evidence[index].name);
    if (!artifact || artifact->trouble) return false;
    bool each = read->spec->cardinality == GATE_EACH;
    if (!steps_of(f, artifact, origin->pointer, each, patch)) return false;
    if (each) {
        gate_patch_step *first = gate_arena_copy(f->arena, patch->steps, patch->count * sizeof *patch->steps);
        first[0] = (gate_patch_step){.way = GATE_PATCH_INDEX, .index = file};
        patch->steps = first;
    }
    return true;
}

static void add_place(finding *f, const gate_doc_origin *origin)
{
    gate_str evidence;
    gate_patch patch = {.kind = GATE_PATCH_REMOVE};
    if (!place_of(f, origin, &evidence, &patch)) return;
    add(f, GATE_MUTANT_REMOVED, evidence, &patch, GATE_STR(""));
    patch.kind = GATE_PATCH_SET;
    patch.json = GATE_STR("null");
    if (origin->pointer.len) add(f, GATE_MUTANT_NULLED, evidence, &patch, GATE_STR(""));
}

/* ---- across a threshold ----------------------------------------------------------------------- */

static bool is_number(gate_str json, double *out)
{
    return json.len && (json.ptr[0] == '-' || (json.ptr[0] >= '0' && json.ptr[0] <= '9')) &&
           gate_num_double(json, out);
}

/* A value on the other side of [wanted] as the value at hand is; empty where that can't be told. [swapped]:
 * the value stands on the right of the operator. */
static gate_str across(gate_arena *arena, gate_str operator, gate_str value, gate_str wanted, bool swapped)
{
    double here, there;
    if (gate_str_eq_c(operator, "==")) {
        bool same = gate_str_eq(value, wanted);
        if (!same || is_number(value, &here))
            return same ? gate_str_printf(arena, "%.17g", here + 1) : wanted;
        if (value.len && value.ptr[0] == '"') {
            gate_buf out = gate_buf_new(arena);
            gate_buf_add(&out, gate_str_sub(value, 0, value.len - 1));
            gate_buf_c(&out, "~\"");
            return gate_buf_str(&out);
        }
        if (gate_str_eq_c(value, "true")) return GATE_STR("false");
        return gate_str_eq_c(value, "false") ? GATE_STR("true") : GATE_STR("");
    }
    bool orders = gate_str_eq_c(operator, "<") || gate_str_eq_c(operator, "<=") ||
                  gate_str_eq_c(operator, ">") || gate_str_eq_c(operator, ">=");
    if (!orders || !is_number(value, &here) || !is_number(wanted, &there)) return GATE_STR("");
    bool below = (operator.ptr[0] == '<') != swapped; /* the value has to be below */
    bool strict = operator.len == 1, holds = below ? here < there || (!strict && here == there)
                                                   : here > there || (!strict && here == there);
    double step = holds == below ? 1 : -1;
    bool onto = strict == holds; /* the threshold itself is on the other side */
    return gate_str_printf(arena, "%.17g", onto ? there : there + step);
}

static void add_moved(finding *f, const gate_doc_reason *reason)
{
    if (!gate_str_eq_c(reason->kind, "test") || reason->readings.len != 2) return;
    for (uint32_t i = 0; i < 2; i++) {
        const gate_doc_reading *reading = reason->readings.items[i], *other = reason->readings.items[1 - i];
        if (reading->from.len != 1 || reading->hidden > 0 || reading->from.items[0]->parameter.len) continue;
        gate_str moved = gate_str_dup(
                     f->arena, across(f->arena, reason->operator, reading->value, other->value, i == 1)),
                 evidence;
        gate_patch patch = {.kind = GATE_PATCH_SET, .json = moved};
        if (!moved.len || !reading->from.items[0]->pointer.len) continue;
        if (place_of(f, reading->from.items[0], &evidence, &patch))
            add(f, GATE_MUTANT_MOVED, evidence, &patch, reading->value);
    }
}

/* Depth is that of conditions, which the parser bounds; left-leaning chains are flat in the document. */
static void add_reason(finding *f, const gate_doc_reason *reason)
{
    if (!reason) return;
    add_moved(f, reason);
    for (uint32_t i = 0; i < reason->children.len; i++)
        add_reason(f, reason->children.items[i]);
}

/* ---- all -------------------------------------------------------------------------------------- */

static void add_clause(finding *f, const gate_doc_clause *clause)
{
    for (uint32_t i = 0; i < clause->cites.len; i++)
        add_place(f, clause->cites.items[i]);
    add_reason(f, clause->reason);
}

static bool is_well(gate_str outcome)
{
    static const char *const well[] = {"pass", "warn", "waived", "inactive", "pending", "done"};
    for (size_t i = 0; i < GATE_COUNT(well); i++) {
        if (gate_str_eq_c(outcome, well[i])) return true;
    }
    return false;
}

static void add_row(finding *f, const gate_doc_row *row)
{
    if (!is_well(row->outcome)) return;
    for (uint32_t i = 0; i < row->clauses.len; i++)
        add_clause(f, row->clauses.items[i]);
    for (uint32_t i = 0; i < row->cites.len; i++)
        add_place(f, row->cites.items[i]);
}

void gate_mutate_evidence(gate_arena *arena, const gate_program *program, const gate_test_result *result,
                          uint32_t reader, gate_map *known, gate_mutants *out)
{
    finding f = {arena, program, result, reader, known, out};
    for (uint32_t b = 0; b < result->verdict->blocks.len; b++) {
        const gate_doc_block *block = result->verdict->blocks.items[b];
        for (uint32_t i = 0; i < block->cites.len; i++)
            add_place(&f, block->cites.items[i]);
        for (uint32_t i = 0; i < block->conditions.len; i++)
            add_clause(&f, block->conditions.items[i]);
        for (uint32_t r = 0; r < block->rows.len; r++)
            add_row(&f, block->rows.items[r]);
    }
}
