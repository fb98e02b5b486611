/* Retention: which folders a block is about, and its rules. */
#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/scope.h"

#include <string.h>

/* What is wrong with the pattern; NULL when nothing is. */
static const char *pattern_trouble(gate_str pattern)
{
    uint32_t stars = 0;
    bool literal = false, after = false; /* a literal segment before the star; a segment behind it */
    size_t at = 0;
    if (pattern.len && memchr(pattern.ptr, '{', pattern.len)) return "nothing in `{…}` may stand in it";
    if (pattern.len && pattern.ptr[0] == '/') return "it must be a path beneath the root";
    while (at <= pattern.len) {
        size_t end = gate_str_find(pattern, GATE_STR("/"), at);
        if (end == SIZE_MAX) end = pattern.len;
        gate_str segment = gate_str_sub(pattern, at, end);
        at = end + 1;
        if (segment.len == 0) return "a segment of it is empty";
        if (gate_str_eq_c(segment, ".") || gate_str_eq_c(segment, ".."))
            return "it must not go by `.` or `..`";
        if (memchr(segment.ptr, '\\', segment.len)) return "its segments are parted by `/`";
        if (gate_str_eq_c(segment, "*")) {
            stars++;
            if (!literal) return "a folder that is written out must stand before the `*`";
            continue;
        }
        if (memchr(segment.ptr, '*', segment.len) || memchr(segment.ptr, '?', segment.len) ||
            memchr(segment.ptr, '[', segment.len))
            return "only a whole segment `*` may stand for something";
        literal = true;
        after = stars > 0;
    }
    if (stars != 1) return stars ? "it has more than one `*`" : "it has no `*`";
    return after ? NULL : "the file behind the `*` is not named";
}

static void check_pattern(gate_checker *cx, const gate_node *pattern)
{
    if (!pattern || pattern->kind != GATE_N_STRING) return;
    const char *trouble = pattern_trouble(pattern->as.string.value);
    if (!trouble) return;
    gate_diag *diag = gate_raise(cx, RETAIN_PATTERN, pattern->span, "%s", trouble);
    gate_diag_help(cx->diags, diag,
                   "Write the path with one `*` for the folder that is kept or may go, as in "
                   "`artifacts/*/summary.json`.");
}

void gate_retain_check(gate_checker *cx, const gate_node *block)
{
    check_pattern(cx, block->as.block.list);
    gate_time_field_check(cx, block->as.block.by, gate_any());
    gate_scope_bind(cx, &block->as.block.var, gate_any());
}

static void check_order(gate_checker *cx, const gate_node *block, const gate_node *row)
{
    bool last = row->as.row.mode == GATE_W_LAST;
    if (block->as.block.by || (!last && row->as.row.mode != GATE_W_FOR)) return;
    gate_diag *diag = gate_raise(cx, KEEP_ORDER, row->span, "`keep %s` needs to know the time of each run",
                                 last ? "last" : "for");
    gate_label_own(cx, diag, block->as.block.name.span, "this block has no `by`");
    gate_diag_help(cx->diags, diag, "Say which field holds it, as in `by generated_at` behind the path.");
}

static void check_amount(gate_checker *cx, const gate_node *row)
{
    const gate_node *count = row->as.row.count, *span = row->as.row.span;
    bool none = count && count->kind == GATE_N_INT && count->as.integer < 1;
    if (span && span->kind == GATE_N_DURATION && span->as.nanoseconds < 1000000000) none = true;
    if (!none) return;
    gate_diag *diag =
        gate_raise(cx, NOT_POSITIVE, count ? count->span : span->span, "this rule keeps nothing");
    gate_diag_help(cx->diags, diag, "Leave the rule out, or write how much it keeps.");
}

void gate_keep_check(gate_checker *cx, const gate_node *block, const gate_node *row)
{
    const gate_node *where = row->as.row.where, *per = row->as.row.per;
    check_order(cx, block, row);
    check_amount(cx, row);
    if (per) gate_expr_check(cx, per);
    if (!where) return;
    gate_condition_check(cx, where);
    gate_constant constant = gate_constant_of(cx, where);
    if (constant.kind != GATE_K_BOOL && gate_depends(cx, where)) return;
    gate_diag *diag = gate_raise(cx, CONSTANT_CONDITION, where->span, "this is the same for every run");
    gate_diag_help(cx->diags, diag, "Leave out the `where`, or read something of the run.");
}
