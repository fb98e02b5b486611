/* Reason trees: for what held, what carries it; for what did not, what stands in the way
 * (language.md, section 11, "Reasons"). */
#include "verdict/explain.h"

static bool as_wanted(gate_value value, bool want)
{
    return gate_outcome_of(value) == (want ? GATE_TRUE : GATE_FALSE);
}

gate_doc_reason *gate_explain_start(gate_explain *e, const char *kind, gate_value value, gate_where where,
                                    bool want)
{
    gate_doc_reason *reason = gate_doc_new_reason(e->arena);
    reason->kind = gate_str_c(kind);
    reason->text = gate_excerpt(e->arena, e->program, where);
    reason->outcome = gate_outcome_word(gate_outcome_of(value));
    reason->wanted = gate_str_c(want ? "true" : "false");
    reason->place = gate_explain_place(e, where);
    reason->library = gate_explain_library(e, where);
    return reason;
}

gate_where gate_explain_operand(const gate_explain *e, uint32_t node, gate_where within, gate_where guess)
{
    /* What is read once for all rows stands where it was read first. */
    uint8_t kind = gate_explain_node(e, node)->kind;
    bool shared = kind == GATE_WHY_LET || kind == GATE_WHY_PARAM || kind == GATE_WHY_EVIDENCE || kind == GATE_WHY_STEP;
    if (shared && guess.source != GATE_NO) return guess;
    gate_where own = gate_explain_where(e, node);
    if (gate_excerpt_inside(own, within)) return gate_excerpt_trim(e->program, own);
    return guess;
}

static void add_child(gate_explain *e, gate_doc_reason *reason, gate_doc_reason *child)
{
    gate_vec_push(e->arena, &reason->children, child);
}

static void set_because(gate_explain *e, gate_doc_reason *reason, uint32_t node)
{
    gate_value value = gate_explain_node(e, node)->value;
    if (gate_is_definite(value) && gate_outcome_of(value) == GATE_ERRONEOUS) {
        reason->because = gate_str_printf(e->arena, "a condition must be true or false, and this is %s",
                                          gate_tag_article(gate_tag_of(value)));
    } else {
        reason->because = gate_explain_because_at(e, value, node);
    }
}

/* -- leaves ---------------------------------------------------------------------------------------- */

/* A value that stands for itself. */
static gate_doc_reason *value_reason(gate_explain *e, uint32_t node, gate_where where, bool want)
{
    gate_doc_reason *reason = gate_explain_start(e, "value", gate_explain_node(e, node)->value, where, want);
    gate_vec_push(e->arena, &reason->readings, gate_explain_reading(e, node, where));
    set_because(e, reason, node);
    return reason;
}

static const char *sign_of(gate_opcode op)
{
    static const char *const signs[GATE_OPCODE_COUNT] = {
        [GATE_I_EQ] = "==", [GATE_I_NE] = "!=", [GATE_I_LT] = "<",   [GATE_I_LE] = "<=", [GATE_I_GT] = ">",
        [GATE_I_GE] = ">=", [GATE_I_IN] = "in", [GATE_I_AND] = "&&", [GATE_I_OR] = "||"};
    return signs[op];
}

static gate_doc_reason *compare_reason(gate_explain *e, uint32_t node, gate_where where, bool want)
{
    const gate_why *why = gate_explain_node(e, node);
    gate_opcode op = (gate_opcode)why->op;
    gate_doc_reason *reason = gate_explain_start(e, "test", why->value, where, want);
    reason->operator= gate_str_c(sign_of(op));
    gate_where side[2];
    bool split = gate_excerpt_binary(e->program, where, sign_of(op), &side[0], &side[1]);
    uint32_t kids[2];
    for (uint32_t i = 0; i < 2; i++) {
        kids[i] = gate_trace_kid(e->trace, why, i);
        if (!split) side[i] = gate_explain_operand(e, kids[i], where, gate_nowhere);
        gate_vec_push(e->arena, &reason->readings, gate_explain_reading(e, kids[i], side[i]));
    }
    bool orders = op == GATE_I_LT || op == GATE_I_LE || op == GATE_I_GT || op == GATE_I_GE;
    if (orders) reason->margin = gate_explain_margin(e, op, kids[0], kids[1], &reason->readings, want);
    set_because(e, reason, node);
    return reason;
}

/* A call of a builtin, or `has`, whose answer is the condition. */
static gate_doc_reason *call_reason(gate_explain *e, uint32_t node, gate_where where, bool want)
{
    const gate_why *why = gate_explain_node(e, node);
    bool has = why->op == GATE_I_HAS;
    const gate_p_call *call =
        !has && why->index < e->program->calls_count ? &e->program->calls[why->index] : NULL;
    gate_doc_reason *reason = gate_explain_start(e, "test", why->value, where, want);
    reason->operator= has ? GATE_STR("has") : call ? gate_program_text(e->program, call->name) : GATE_STR("");
    bool method = call && call->method;
    gate_excerpt_call parts;
    bool split = gate_excerpt_called(e->program, gate_excerpt_trim(e->program, where), method, &parts);
    for (uint32_t i = 0; i < why->kid_count && i < GATE_EXCERPT_ARGS; i++) {
        uint32_t kid = gate_trace_kid(e->trace, why, i);
        uint32_t arg = method ? i - 1 : i;
        gate_where guess = gate_nowhere;
        if (split && method && i == 0) {
            guess = parts.receiver;
        } else if (split && arg < parts.count) {
            guess = parts.args[arg];
        }
        if (guess.source == GATE_NO) guess = gate_explain_operand(e, kid, where, gate_nowhere);
        gate_vec_push(e->arena, &reason->readings, gate_explain_reading(e, kid, guess));
    }
    set_because(e, reason, node);
    return reason;
}

/* -- and, or, not, choice ---------------------------------------------------------------------------- */

#define MOST_PARTS 256u /* of one chain that are told; people write a dozen */

/* An operand of a chain `a && b && c`, which the trace holds as pairs. */
typedef struct link {
    uint32_t node;
    gate_where where;
} link;

typedef struct chain {
    GATE_VEC(link) todo, links;
} chain;

static bool is_pair(const gate_why *why, gate_opcode op)
{
    return why->kind == GATE_WHY_APPLY && why->op == op && why->kid_count == 2;
}

/* One pair and those at its left into links for later, the last operand first. The text's parts are the
 * operands from the right on; what is left of the pairs is the first part, in brackets if it is more. */
static void open_pairs(gate_explain *e, link at, gate_opcode op, chain *out)
{
    gate_wheres parts = gate_excerpt_chain(e->arena, e->program, at.where, sign_of(op));
    GATE_VEC(link) operands = {0};
    uint32_t left = parts.len;
    uint32_t node = at.node;
    bool unknown = left < 2; /* the policy's text doesn't show it: operands without a place */
    while (is_pair(gate_explain_node(e, node), op) && (left > 1 || unknown)) {
        uint32_t kid = gate_trace_kid(e->trace, gate_explain_node(e, node), 1);
        gate_where guess = unknown ? gate_nowhere : parts.items[--left];
        gate_vec_push(e->arena, &operands, (link){kid, gate_explain_operand(e, kid, at.where, guess)});
        node = gate_trace_kid(e->trace, gate_explain_node(e, node), 0);
        unknown = false;
    }
    gate_where first = parts.len < 2 ? gate_nowhere : parts.items[0];
    gate_vec_push(e->arena, &operands, (link){node, gate_explain_operand(e, node, at.where, first)});
    for (uint32_t i = 0; i < operands.len; i++)
        gate_vec_push(e->arena, &out->todo, operands.items[i]);
}

static void unchain(gate_explain *e, uint32_t node, gate_where where, chain *out)
{
    gate_opcode op = (gate_opcode)gate_explain_node(e, node)->op;
    open_pairs(e, (link){node, where}, op, out);
    while (out->todo.len) {
        link at = out->todo.items[--out->todo.len];
        bool more = is_pair(gate_explain_node(e, at.node), op);
        if (more && gate_excerpt_chain(e->arena, e->program, at.where, sign_of(op)).len > 1) {
            open_pairs(e, at, op, out);
        } else {
            gate_vec_push(e->arena, &out->links, at);
        }
    }
}

/* `allow no branches` is run as `branches.total == 0 || CONDITION`, which the policy nowhere says. */
static gate_doc_reason *allowed_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                       uint32_t depth)
{
    const gate_why *why = gate_explain_node(e, node);
    uint32_t none = gate_trace_kid(e->trace, why, 0);
    if (!as_wanted(gate_explain_node(e, none)->value, true)) {
        return gate_explain_reason(e, gate_trace_kid(e->trace, why, 1), where, want, depth + 1);
    }
    gate_doc_reason *reason = gate_explain_start(e, "value", why->value, where, want);
    gate_doc_reading *reading =
        gate_explain_reading(e, gate_trace_kid(e->trace, gate_explain_node(e, none), 0), gate_nowhere);
    reading->text = GATE_STR("branches.total");
    gate_vec_push(e->arena, &reason->readings, reading);
    reason->because =
        GATE_STR("branches were measured and there are none, which `allow no branches` lets pass");
    return reason;
}

static gate_doc_reason *connective_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                          uint32_t depth)
{
    const gate_why *why = gate_explain_node(e, node);
    bool all = why->op == GATE_I_AND;
    gate_where side[2];
    if (!all && !gate_excerpt_binary(e->program, where, "||", &side[0], &side[1])) {
        return allowed_reason(e, node, where, want, depth);
    }
    gate_doc_reason *reason = gate_explain_start(e, all ? "all" : "any", why->value, where, want);
    bool holds = as_wanted(why->value, want);
    bool every = all == want; /* all children have to come out as wanted; else one of them */
    reason->alternatives = !every;
    chain parts = {0};
    unchain(e, node, where, &parts);
    for (uint32_t i = 0; i < parts.links.len; i++) {
        link at = parts.links.items[i];
        bool child_holds = as_wanted(gate_explain_node(e, at.node)->value, want);
        if (child_holds != holds) continue;
        if (reason->children.len == MOST_PARTS) {
            reason->hidden = reason->hidden < 0 ? 1 : reason->hidden + 1;
            continue;
        }
        add_child(e, reason, gate_explain_reason(e, at.node, at.where, want, depth + 1));
        if (holds && !every) break; /* one witness will do */
    }
    return reason;
}

static gate_doc_reason *not_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                   uint32_t depth)
{
    const gate_why *why = gate_explain_node(e, node);
    uint32_t kid = gate_trace_kid(e->trace, why, 0);
    gate_where guess;
    if (!gate_excerpt_not(e->program, where, &guess)) guess = where;
    gate_doc_reason *reason = gate_explain_start(e, "not", why->value, where, want);
    add_child(e, reason,
              gate_explain_reason(e, kid, gate_explain_operand(e, kid, where, guess), !want, depth + 1));
    return reason;
}

static gate_doc_reason *choice_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                      uint32_t depth)
{
    const gate_why *why = gate_explain_node(e, node);
    uint32_t test = gate_trace_kid(e->trace, why, 0), chosen = gate_trace_kid(e->trace, why, 1);
    gate_where part[3];
    (void)gate_excerpt_choice(e->program, where, &part[0], &part[1], &part[2]);
    gate_value answer = gate_explain_node(e, test)->value;
    bool yes = gate_outcome_of(answer) == GATE_TRUE;
    gate_doc_reason *reason = gate_explain_start(e, "choice", why->value, where, want);
    gate_where at = gate_explain_operand(e, test, where, part[0]);
    /* The test came out as it did; what it chose is what must change. */
    add_child(e, reason, gate_explain_reason(e, test, at, yes, depth + 1));
    at = gate_explain_operand(e, chosen, where, yes ? part[1] : part[2]);
    add_child(e, reason, gate_explain_reason(e, chosen, at, want, depth + 1));
    return reason;
}

/* -- names --------------------------------------------------------------------------------------------- */

/* A let or a function of the policy: the one child tells what its body came to. */
static gate_doc_reason *name_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                    uint32_t depth)
{
    const gate_why *why = gate_explain_node(e, node);
    bool let = why->kind == GATE_WHY_LET;
    uint32_t unit = GATE_NO;
    if (let && why->index < e->program->lets_count) unit = e->program->lets[why->index].unit;
    if (!let && why->index < e->program->defs_count) unit = e->program->defs[why->index].unit;
    gate_where body = unit < e->program->units_count ? e->program->units[unit].where : gate_nowhere;
    uint32_t kid = why->kid_count ? gate_trace_kid(e->trace, why, why->kid_count - 1) : 0;
    gate_doc_reason *reason = gate_explain_start(e, let ? "let" : "call", why->value, where, want);
    add_child(e, reason, gate_explain_reason(e, kid, body, want, depth + 1));
    return reason;
}

static gate_doc_reason *cut_reason(gate_explain *e, uint32_t node, gate_where where, bool want)
{
    gate_doc_reason *reason = gate_explain_start(e, "cut", gate_explain_node(e, node)->value, where, want);
    if (node == 0) {
        reason->outcome = GATE_STR("unknown");
        reason->because = GATE_STR("the trace was full, and this was not kept");
    } else {
        set_because(e, reason, node);
    }
    return reason;
}

static gate_doc_reason *apply_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                     uint32_t depth)
{
    const gate_why *why = gate_explain_node(e, node);
    switch (why->op) {
    case GATE_I_AND:
    case GATE_I_OR:
        return connective_reason(e, node, where, want, depth);
    case GATE_I_NOT:
        return not_reason(e, node, where, want, depth);
    case GATE_I_COND_END:
        return choice_reason(e, node, where, want, depth);
    case GATE_I_OUTCOME: /* a node of its own for a message at what others read too */
        return gate_explain_reason(e, gate_trace_kid(e->trace, why, 0), where, want, depth);
    case GATE_I_EQ:
    case GATE_I_NE:
    case GATE_I_LT:
    case GATE_I_LE:
    case GATE_I_GT:
    case GATE_I_GE:
    case GATE_I_IN:
        return compare_reason(e, node, where, want);
    case GATE_I_HAS:
    case GATE_I_CALL:
        return call_reason(e, node, where, want);
    default: /* arithmetic, lists, access …: no condition in itself */
        return value_reason(e, node, where, want);
    }
}

gate_doc_reason *gate_explain_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                     uint32_t depth)
{
    if (node == 0 || node >= e->trace->node_count || depth >= GATE_REASON_DEPTH)
        return cut_reason(e, node, where, want);
    const gate_why *why = gate_explain_node(e, node);
    gate_doc_reason *reason = NULL;
    where = gate_excerpt_trim(e->program, where);
    switch ((gate_why_kind)why->kind) {
    case GATE_WHY_APPLY:
        /* A loop whose list was no list has no LOOP node. */
        if (why->flags & GATE_WHY_PICKED) {
            reason = value_reason(e, node, where, want);
        } else if (why->op == GATE_I_LOOP) {
            reason = gate_explain_start(e, "each", why->value, where, want);
            gate_explain_loop(e, reason, node, where, want, depth);
        } else {
            reason = apply_reason(e, node, where, want, depth);
        }
        break;
    case GATE_WHY_LOOP:
        reason = gate_explain_start(e, "each", why->value, where, want);
        gate_explain_loop(e, reason, node, where, want, depth);
        break;
    case GATE_WHY_LET:
    case GATE_WHY_INVOKE:
        reason = name_reason(e, node, where, want, depth);
        break;
    case GATE_WHY_NONE:
    case GATE_WHY_CONST:
    case GATE_WHY_PARAM:
    case GATE_WHY_EVIDENCE:
    case GATE_WHY_STEP:
    case GATE_WHY_ELEMENT:
    case GATE_WHY_GROUP:
        reason = value_reason(e, node, where, want);
        break;
    }
    if (reason->message.len == 0) reason->message = why->say;
    return reason;
}
