#include "vm/baseline.h"

/* The modules of one report by the end of their paths that a glob matches. */
typedef struct tails {
    gate_map now, then; /* the end → index + 1 as a pointer; SEVERAL */
    bool built;
} tails;

struct gate_baseline {
    gate_machine *m;
    const gate_p_block *block;
    const gate_modules *now, *then;
    gate_value report;  /* of `against`, with its node */
    gate_value trouble; /* what every base is; else NULL */
    tails *by_row;
};

#define SEVERAL UINT32_MAX

static void *to_pointer(uint32_t number)
{
    return (void *)(uintptr_t)number;
}

static uint32_t from_pointer(const void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

/* A fault that speaks of the other report: its node says which file that is. */
static gate_value fault(const gate_baseline *b, gate_fault_kind kind, gate_str text)
{
    gate_value value = gate_fault_value(b->m, kind, text);
    value.flags |= GATE_V_EVIDENCE;
    if (b->m->explain)
        value.why =
            gate_node_kids(b->m, gate_node_new(b->m, GATE_WHY_GROUP, GATE_NO, value), &b->report.why, 1);
    return value;
}

static gate_value is_new(const gate_baseline *b, const char *what, gate_str path)
{
    return fault(b, GATE_FAULT_NEW_MODULE,
                 gate_str_printf(b->m->arena, "%s `" GATE_STR_FMT "` in the report that this is held against",
                                 what, GATE_STR_ARG(path)));
}

/* -- finding -------------------------------------------------------------------------------------- */

static void index_tails(gate_map *to, const gate_modules *of, const gate_modules *other, gate_str glob)
{
    for (uint32_t i = 0; i < gate_modules_count(of); i++) {
        /* The same path in both is a pair already. */
        if (gate_modules_same(other, gate_modules_plain(of, i)) != GATE_NO) continue;
        gate_str tail = gate_modules_tail(of, i, glob);
        if (tail.len == 0) continue;
        if (gate_map_put(to, tail, to_pointer(i + 1))) (void)gate_map_put(to, tail, to_pointer(SEVERAL));
    }
}

/* The module of the other report whose end is that of module [index], by the glob. */
static uint32_t by_tail(gate_baseline *b, uint32_t row, uint32_t index, gate_value *trouble)
{
    gate_str glob = gate_program_text(b->m->program, b->m->program->rows[b->block->row_first + row].name);
    tails *ends = &b->by_row[row];
    if (!ends->built) {
        ends->built = true;
        ends->now = gate_map_new(b->m->arena);
        ends->then = gate_map_new(b->m->arena);
        index_tails(&ends->now, b->now, b->then, glob);
        index_tails(&ends->then, b->then, b->now, glob);
    }
    gate_str tail = gate_modules_tail(b->now, index, glob);
    uint32_t then = from_pointer(gate_map_get(&ends->then, tail));
    if (then == 0) return GATE_NO;
    if (then != SEVERAL && from_pointer(gate_map_get(&ends->now, tail)) != SEVERAL) return then - 1;
    gate_str text = gate_str_printf(
        b->m->arena, "several modules end with `" GATE_STR_FMT "`, so none is the other's base",
        GATE_STR_ARG(tail));
    *trouble = fault(b, GATE_FAULT_NOT_ONE, text);
    return GATE_NO;
}

/* The other report's module for one of this one; GATE_NO with [*trouble] where it is not to be told, and
 * with NULL there where it is new. */
static uint32_t find(gate_baseline *b, uint32_t row, uint32_t index, gate_value *trouble)
{
    const gate_p_row *decl = &b->m->program->rows[b->block->row_first + row];
    *trouble = gate_value_null();
    uint32_t found = gate_modules_same(b->then, gate_modules_plain(b->now, index));
    if (found != GATE_NO) return found;
    if (decl->mode == GATE_MODE_EACH) return by_tail(b, row, index, trouble);
    gate_value why;
    found = gate_modules_find(b->m, b->then, gate_program_text(b->m->program, decl->name), &why);
    if (found != GATE_NO) {
        bool taken = gate_modules_same(b->now, gate_modules_plain(b->then, found)) != GATE_NO;
        return taken ? GATE_NO : found;
    }
    if (why.tag != GATE_T_MISSING) *trouble = fault(b, why.as.fault->kind, why.as.fault->text);
    return GATE_NO;
}

static uint32_t *matching(const gate_baseline *b, gate_str glob, uint32_t *count)
{
    uint32_t *members = GATE_ARRAY(b->m->arena, uint32_t, gate_modules_count(b->then));
    *count = 0;
    for (uint32_t i = 0; i < gate_modules_count(b->then); i++) {
        if (gate_modules_match(b->then, i, glob)) members[(*count)++] = i;
    }
    return members;
}

/* -- are these two reports of one project? ----------------------------------------------------------- */

static bool row_relates(gate_baseline *b, const uint32_t *claims, uint32_t row)
{
    const gate_p_row *decl = &b->m->program->rows[b->block->row_first + row];
    gate_str path = gate_program_text(b->m->program, decl->name);
    gate_value why;
    uint32_t count;
    if (decl->mode == GATE_MODE_SUM) {
        (void)matching(b, path, &count);
        return count > 0;
    }
    if (decl->mode == GATE_MODE_ONE) return gate_modules_find(b->m, b->then, path, &why) != GATE_NO;
    for (uint32_t i = 0; claims && i < gate_modules_count(b->now); i++) {
        if (claims[i] == row && find(b, row, i, &why) != GATE_NO) return true;
    }
    return false;
}

/* Do they have anything in common? A base that is of another project, or of other paths, has none of the
 * modules: all would be new, and a rule for modules that are not new would pass by holding of none. */
static bool relates(gate_baseline *b, const uint32_t *claims)
{
    for (uint32_t i = 0; i < gate_modules_count(b->now); i++) {
        if (gate_modules_same(b->then, gate_modules_plain(b->now, i)) != GATE_NO) return true;
    }
    for (uint32_t r = 0; r < b->block->row_count; r++) {
        if (row_relates(b, claims, r)) return true;
    }
    return false;
}

gate_baseline *gate_baseline_new(gate_machine *m, const gate_p_block *block, gate_value report,
                                 const gate_modules *now, const uint32_t *claims)
{
    gate_baseline *b = GATE_NEW(m->arena, gate_baseline);
    b->m = m;
    b->block = block;
    b->now = now;
    b->report = report;
    b->by_row = GATE_ARRAY(m->arena, tails, block->row_count);
    b->then = gate_modules_new(m, report, &b->trouble);
    if (!b->then || relates(b, claims)) return b;
    uint32_t count = gate_modules_count(b->then);
    gate_buf text = gate_buf_new(m->arena);
    if (count == 0) {
        gate_buf_c(&text, "the report that this is held against lists no module");
    } else {
        gate_buf_c(&text, "the report that this is held against has none of these modules (it has `");
        gate_buf_add(&text, gate_modules_path(b->then, 0));
        if (count > 1)
            gate_buf_printf(&text, "` and %u more)", count - 1);
        else
            gate_buf_c(&text, "`)");
    }
    b->trouble = fault(b, GATE_FAULT_NO_MODULE, gate_buf_str(&text));
    return b;
}

gate_value gate_baseline_of(gate_baseline *b, uint32_t row, uint32_t index)
{
    const gate_p_row *decl = &b->m->program->rows[b->block->row_first + row];
    if (!gate_is_definite(b->trouble)) return b->trouble;
    if (decl->mode == GATE_MODE_SUM) {
        gate_str glob = gate_program_text(b->m->program, decl->name);
        uint32_t count;
        uint32_t *members = matching(b, glob, &count);
        if (count == 0) return is_new(b, "nothing matches", glob);
        return gate_modules_sum(b->m, b->then, members, count, glob);
    }
    gate_value trouble;
    uint32_t found = find(b, row, index, &trouble);
    if (found != GATE_NO) return gate_modules_record(b->then, found);
    if (!gate_is_definite(trouble)) return trouble;
    return is_new(b, "there is no", gate_modules_path(b->now, index));
}
