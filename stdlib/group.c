/* Macros that put a list's elements together by the value of an expression, or count runs of them.
 * Each body gets the list and the list of the expression's values, one for one. */
#include "stdlib/bodies.h"

#include "base/num.h"

/* A list's elements by key: sorted so that equal keys are neighbours, and where each group begins. */
typedef struct groups {
    gate_keyed *keyed;
    uint32_t *begin; /* by a group's first element: 1 + its place in [keyed]; 0 for the other elements */
    size_t len;      /* elements */
    size_t count;    /* groups */
} groups;

static bool keys_valid(gate_call *call, gate_value *out, const char *name, const gate_value *keys, size_t len)
{
    char text[32];
    for (size_t i = 0; i < len; i++) {
        if (gate_value_is_key(keys[i])) continue;
        if (keys[i].tag == GATE_T_DOUBLE) {
            gate_str shown = gate_num_show(text, keys[i].as.real);
            gate_call_fail(call, out, GATE_FAULT_RANGE,
                           "a map's key must be a whole number, and this is " GATE_STR_FMT,
                           GATE_STR_ARG(shown));
        } else
            gate_body_refuse(call, out, name, keys[i]);
        return false;
    }
    return true;
}

static size_t group_end(const groups *of, size_t begin)
{
    size_t end = begin + 1;
    while (end < of->len && gate_key_order(of->keyed[begin].key, of->keyed[end].key) == 0)
        end++;
    return end;
}

/* Groups args[0] by args[1]; false with [out] set when a value can't be a key. */
static bool group(gate_call *call, const gate_value *args, const char *name, groups *of, gate_value *out)
{
    const gate_value *keys = gate_body_items(call, args[1]);
    size_t len = gate_list_len(args[1]);
    if (!keys_valid(call, out, name, keys, len)) return false;
    *of = (groups){gate_keyed_new(call->arena, len), GATE_ARRAY(call->arena, uint32_t, len), len, 0};
    for (size_t i = 0; i < len; i++)
        of->keyed[i].key = keys[i];
    gate_keyed_sort(call->arena, of->keyed, len);
    for (size_t at = 0; at < len; at = group_end(of, at), of->count++)
        of->begin[of->keyed[at].at] =
            (uint32_t)at + 1; /* the sort is stable: the first of them in the list */
    return true;
}

/* The map of one value for each group, in the order in which the groups first appear. */
typedef gate_value group_value(gate_call *call, gate_value list, const gate_value *members, size_t len);

static void map_of_groups(gate_call *call, const groups *of, gate_value list, group_value *value,
                          gate_value *out)
{
    const gate_value *items = gate_body_items(call, list);
    gate_value *members = GATE_ARRAY(call->arena, gate_value, of->len);
    for (size_t i = 0; i < of->len; i++)
        members[i] = items[of->keyed[i].at];
    gate_pair *pairs = GATE_ARRAY(call->arena, gate_pair, of->count);
    size_t at = 0;
    for (size_t i = 0; i < of->len; i++) {
        if (!of->begin[i]) continue;
        size_t begin = of->begin[i] - 1;
        pairs[at].key = of->keyed[begin].key;
        pairs[at].value = value(call, list, members + begin, group_end(of, begin) - begin);
        if (!gate_is_definite(pairs[at].value)) {
            *out = pairs[at].value;
            return;
        }
        at++;
    }
    size_t duplicate;
    gate_value_map(call->arena, pairs, at, out, &duplicate); /* each key stands there once */
}

static gate_value all_members(gate_call *call, gate_value list, const gate_value *members, size_t len)
{
    return gate_body_part(call, list, members, len);
}

static gate_value member_count(gate_call *call, gate_value list, const gate_value *members, size_t len)
{
    (void)call;
    (void)members;
    gate_value count = gate_value_int((int64_t)len);
    count.flags = list.flags & GATE_V_EVIDENCE;
    return count;
}

static gate_value only_member(gate_call *call, gate_value list, const gate_value *members, size_t len)
{
    (void)call;
    (void)list;
    (void)len;
    return members[0];
}

void fn_group_by(gate_call *call, const gate_value *args, gate_value *out)
{
    groups of;
    if (group(call, args, "groupBy", &of, out)) map_of_groups(call, &of, args[0], all_members, out);
}

void fn_count_by(gate_call *call, const gate_value *args, gate_value *out)
{
    groups of;
    if (group(call, args, "countBy", &of, out)) map_of_groups(call, &of, args[0], member_count, out);
}

/* The fault for the key that is first found again in the list. */
static void refuse_duplicate(gate_call *call, const groups *of, gate_value *out)
{
    size_t first = of->len, before = 0;
    gate_value key = gate_value_null();
    for (size_t i = 1; i < of->len; i++) {
        if (of->keyed[i].at >= first || gate_key_order(of->keyed[i - 1].key, of->keyed[i].key) != 0) continue;
        first = of->keyed[i].at;
        before = of->keyed[i - 1].at;
        key = of->keyed[i].key;
    }
    gate_buf text = gate_buf_new(call->arena);
    if (key.tag == GATE_T_STRING)
        gate_buf_add(&text, key.as.str);
    else
        gate_value_show(&text, key, 40);
    gate_call_fail(call, out, GATE_FAULT_NOT_ONE, "`" GATE_STR_FMT "` is there twice, as elements [%zu] and [%zu]",
                   GATE_STR_ARG(gate_buf_str(&text)), before, first);
}

void fn_index_by(gate_call *call, const gate_value *args, gate_value *out)
{
    groups of;
    if (!group(call, args, "indexBy", &of, out)) return;
    if (of.count < of.len)
        refuse_duplicate(call, &of, out);
    else
        map_of_groups(call, &of, args[0], only_member, out);
}

/* Counts runs of true in args[1]: the longest, and the one at the end. */
static bool runs(gate_call *call, const gate_value *args, int64_t *longest, int64_t *last, gate_value *out)
{
    size_t len = gate_list_len(args[1]);
    *longest = *last = 0;
    for (size_t i = 0; i < len; i++) {
        gate_value holds = gate_list_at(args[1], i);
        if (holds.tag != GATE_T_BOOL) {
            *out = gate_value_fault_types(call->arena, GATE_FAULT_NOT_BOOL, GATE_STR(""), gate_tag_of(holds),
                                          GATE_T_NULL);
            return false;
        }
        *last = holds.as.boolean ? *last + 1 : 0;
        if (*last > *longest) *longest = *last;
    }
    return true;
}

void fn_consecutive(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t longest, last;
    if (runs(call, args, &longest, &last, out)) *out = gate_value_int(longest);
}

void fn_streak(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t longest, last;
    if (runs(call, args, &longest, &last, out)) *out = gate_value_int(last);
}
