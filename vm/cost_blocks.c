/* The bound of a program: its units as often as vm/run.c runs them. */
#include "vm/cost_part.h"

static gate_poly unit_cost(gate_coster *c, uint32_t unit)
{
    return unit == GATE_NO ? gate_poly_const(c->arena, 0) : gate_cost_unit(c, unit, NULL);
}

static gate_poly plus(gate_coster *c, gate_poly a, gate_poly b)
{
    return gate_poly_add(c->arena, a, b);
}

/* A list's unit once, and [each] for every element; once more for the row that says why there is none. */
static gate_poly for_each(gate_coster *c, uint32_t list_unit, gate_poly each)
{
    gate_abstract list;
    gate_poly once = gate_cost_unit(c, list_unit, &list);
    gate_poly times = plus(c, gate_size_len(c, list), gate_poly_const(c->arena, 1));
    return plus(c, once, gate_poly_mul(c->arena, times, each));
}

static gate_poly clauses(gate_coster *c, uint32_t first, uint32_t count)
{
    gate_poly sum = gate_poly_const(c->arena, 0);
    for (uint32_t i = 0; i < count; i++) {
        const gate_p_clause *clause = &c->program->clauses[first + i];
        gate_poly body = unit_cost(c, clause->unit);
        if (clause->list_unit != GATE_NO) body = for_each(c, clause->list_unit, body);
        sum = plus(c, sum, plus(c, body, unit_cost(c, clause->text_unit)));
    }
    return sum;
}

static gate_poly row_cost(gate_coster *c, const gate_p_row *row)
{
    gate_poly sum = plus(c, unit_cost(c, row->title_unit), clauses(c, row->clause_first, row->clause_count));
    sum = plus(c, sum, plus(c, unit_cost(c, row->where_unit), unit_cost(c, row->key_unit)));
    return row->list_unit == GATE_NO ? sum : for_each(c, row->list_unit, sum);
}

/* Of a report's rows, `each` runs for every module: there are no more than the report has values. */
static gate_poly coverage(gate_coster *c, const gate_p_block *block)
{
    gate_abstract report;
    gate_poly sum = gate_cost_unit(c, block->of_unit, &report);
    sum = plus(c, sum, unit_cost(c, block->against_unit));
    for (uint32_t i = 0; i < block->row_count; i++) {
        const gate_p_row *row = &c->program->rows[block->row_first + i];
        gate_poly one = row_cost(c, row);
        if (row->mode == GATE_MODE_EACH) {
            gate_poly modules = plus(c, gate_size_deep(c, report), gate_poly_const(c->arena, 1));
            one = gate_poly_mul(c->arena, modules, one);
        }
        sum = plus(c, sum, one);
    }
    return sum;
}

static gate_poly block_cost(gate_coster *c, const gate_p_block *block)
{
    gate_poly sum = clauses(c, block->clause_first, block->clause_count);
    if (block->kind == GATE_BLOCK_RETAIN) return gate_poly_const(c->arena, 0);
    if (block->kind == GATE_BLOCK_COVERAGE) return plus(c, sum, coverage(c, block));
    gate_poly rows = unit_cost(c, block->where_unit);
    for (uint32_t i = 0; i < block->row_count; i++)
        rows = plus(c, rows, row_cost(c, &c->program->rows[block->row_first + i]));
    return plus(c, sum, block->list_unit == GATE_NO ? rows : for_each(c, block->list_unit, rows));
}

const gate_cost *gate_cost_new(gate_arena *arena, const gate_linked *linked)
{
    const gate_program *p = linked->program;
    gate_coster c = {.arena = arena, .linked = linked, .program = p, .by_name = gate_map_new(arena)};
    gate_cost *cost = GATE_NEW(arena, gate_cost);
    gate_poly *blocks = GATE_ARRAY(arena, gate_poly, p->blocks_count);
    gate_poly *units = GATE_ARRAY(arena, gate_poly, p->units_count);
    c.units = GATE_ARRAY(arena, gate_unit_cost, p->units_count);
    for (uint32_t i = 0; i < p->units_count; i++)
        units[i] = gate_cost_unit(&c, i, NULL);
    cost->lets = gate_poly_const(arena, 0);
    for (uint32_t i = 0; i < p->lets_count; i++)
        cost->lets = plus(&c, cost->lets, units[p->lets[i].unit]);
    cost->total = cost->lets;
    for (uint32_t i = 0; i < p->blocks_count; i++) {
        blocks[i] = block_cost(&c, &p->blocks[i]);
        cost->total = plus(&c, cost->total, blocks[i]);
    }
    cost->blocks = blocks;
    cost->units = units;
    cost->names = c.names.items;
    cost->var_count = c.names.len;
    cost->points = c.points.items;
    cost->point_count = c.points.len;
    return cost;
}

gate_sizes *gate_cost_sizes(gate_arena *arena, const gate_cost *cost, const gate_program *program)
{
    gate_sizes *sizes = GATE_NEW(arena, gate_sizes);
    sizes->lens = GATE_ARRAY(arena, uint64_t, program->lines_count);
    sizes->deeps = GATE_ARRAY(arena, uint64_t, program->lines_count);
    for (uint32_t i = 0; i < program->lines_count; i++)
        sizes->deeps[i] = GATE_SIZE_UNASKED;
    for (uint32_t i = 0; i < cost->point_count; i++) {
        if (cost->points[i].deep) sizes->deeps[cost->points[i].line] = 0;
    }
    return sizes;
}

uint64_t gate_cost_at(gate_arena *arena, const gate_cost *cost, gate_poly bound, const gate_sizes *sizes)
{
    uint64_t *values = GATE_ARRAY(arena, uint64_t, cost->var_count);
    for (uint32_t i = 0; i < cost->point_count; i++) {
        const gate_cost_point *point = &cost->points[i];
        uint64_t size = point->deep ? sizes->deeps[point->line] : sizes->lens[point->line];
        if (size > values[point->var]) values[point->var] = size;
    }
    return gate_poly_at(bound, values, 0);
}
