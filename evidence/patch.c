#include "evidence/patch.h"

#include "base/instant.h"
#include "base/json.h"
#include "base/suggest.h"
#include "evidence/jsontext.h"
#include "evidence/trouble.h"

/* One patch under way. */
typedef struct patching {
    gate_arena *arena;
    gate_str text;
    const gate_patch *patch;
    gate_patch_edits edits;
    size_t made; /* bytes of new text */
    gate_str why;
} patching;

/* ---- paths ------------------------------------------------------------------------------------ */

static bool is_plain(gate_str key)
{
    if (key.len == 0 || (key.ptr[0] >= '0' && key.ptr[0] <= '9')) return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!letter) return false;
    }
    return true;
}

void gate_patch_path(gate_buf *out, const gate_patch_step *steps, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (steps[i].way == GATE_PATCH_ALL) {
            gate_buf_c(out, "[*]");
        } else if (steps[i].way == GATE_PATCH_INDEX) {
            gate_buf_printf(out, "[%zu]", steps[i].index);
        } else if (is_plain(steps[i].key)) {
            gate_buf_char(out, '.');
            gate_buf_add(out, steps[i].key);
        } else {
            gate_buf_char(out, '[');
            gate_buf_json(out, steps[i].key);
            gate_buf_char(out, ']');
        }
    }
}

static bool fail(patching *p, uint32_t count, const char *what, gate_str more)
{
    gate_buf path = gate_buf_new(p->arena);
    gate_buf_add(&path, p->patch->name);
    gate_patch_path(&path, p->patch->steps, count);
    gate_str shown = gate_shown(p->arena, gate_buf_str(&path));
    p->why = gate_str_printf(p->arena, "`" GATE_STR_FMT "` %s" GATE_STR_FMT, GATE_STR_ARG(shown), what,
                             GATE_STR_ARG(more));
    return false;
}

/* ---- looking ---------------------------------------------------------------------------------- */

static char char_at(gate_str text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

static const char *kind_at(gate_str text, size_t at)
{
    char c = char_at(text, at);
    if (c == '{') return "is an object";
    if (c == '[') return "is a list";
    if (c == '"') return "is a text";
    if (c == 't' || c == 'f') return "is true or false";
    return c == 'n' ? "is null" : "is a number";
}

/* What is there in place of [step]: for the message. */
static bool nothing(patching *p, size_t at, uint32_t depth)
{
    const gate_patch_step *step = &p->patch->steps[depth];
    char open = char_at(p->text, at);
    if (step->way == GATE_PATCH_KEY ? open != '{' : step->way == GATE_PATCH_INDEX && open != '[') {
        gate_buf more = gate_buf_new(p->arena);
        gate_buf_c(&more, step->way == GATE_PATCH_KEY ? ", which has no members" : ", which has no elements");
        return fail(p, depth, kind_at(p->text, at), gate_buf_str(&more));
    }
    gate_text_item item;
    bool some = gate_text_first(p->text, at, &item);
    if (step->way == GATE_PATCH_ALL) {
        bool many = open == '[' || open == '{';
        return fail(p, depth, many ? "is empty" : kind_at(p->text, at),
                    many ? GATE_STR("") : GATE_STR(", which has no elements"));
    }
    gate_suggest suggest = gate_suggest_new(step->key);
    size_t size = 0;
    for (; some; size++) {
        if (open == '{')
            gate_suggest_offer(&suggest,
                               gate_text_plain(p->arena, gate_str_sub(p->text, item.key, item.key_end)));
        some = gate_text_next(p->text, gate_text_value(p->text, item.value), &item);
    }
    gate_buf more = gate_buf_new(p->arena);
    if (step->way == GATE_PATCH_INDEX)
        gate_buf_printf(&more, ": the list has %zu element%s", size, size == 1 ? "" : "s");
    else if (suggest.best.len)
        gate_buf_printf(&more, "; did you mean `" GATE_STR_FMT "`?",
                        GATE_STR_ARG(gate_shown(p->arena, suggest.best)));
    return fail(p, depth + 1, "is not there", gate_buf_str(&more));
}

/* The item that [step] names in the container at [at], and where the one before it ends; 0: none is. */
static bool find(const patching *p, const gate_patch_step *step, size_t at, gate_text_item *out,
                 size_t *before)
{
    bool by_key = step->way == GATE_PATCH_KEY;
    *before = 0;
    if (char_at(p->text, at) != (by_key ? '{' : '[')) return false;
    bool more = gate_text_first(p->text, at, out);
    for (size_t i = 0; more; i++) {
        gate_str key = gate_str_sub(p->text, out->key, out->key_end);
        if (by_key ? gate_text_key_is(key, step->key) : i == step->index) return true;
        *before = gate_text_value(p->text, out->value);
        more = gate_text_next(p->text, *before, out);
    }
    return false;
}

/* ---- changing --------------------------------------------------------------------------------- */

static bool edit(patching *p, size_t lo, size_t hi, gate_str text)
{
    gate_patch_edit made = {lo, hi, text};
    p->made += text.len;
    if (p->made > gate_limits_default().file_bytes)
        return fail(p, p->patch->count, "would become larger than a file may be", GATE_STR(""));
    gate_vec_push(p->arena, &p->edits, made);
    return true;
}

/* A key that is not there yet, behind the last member of the object at [at]. */
static bool add(patching *p, size_t at, size_t last_end, gate_str key)
{
    gate_buf out = gate_buf_new(p->arena);
    if (last_end) gate_buf_c(&out, ", ");
    gate_buf_json(&out, key);
    gate_buf_c(&out, ": ");
    gate_buf_add(&out, p->patch->json);
    size_t place = last_end ? last_end : at + 1;
    return edit(p, place, place, gate_buf_str(&out));
}

static bool cut(patching *p, const gate_text_item *item, size_t before)
{
    size_t end = gate_text_value(p->text, item->value);
    gate_text_item next;
    if (gate_text_next(p->text, end, &next)) return edit(p, item->key, next.key, GATE_STR(""));
    return edit(p, before ? before : item->key, end, GATE_STR(""));
}

static bool put_series(patching *p, size_t at, uint32_t depth);

/* Does the patch to the value at [at]; its steps from [depth] on are still to be taken. */
static bool change(patching *p, size_t at, uint32_t depth)
{
    const gate_patch *patch = p->patch;
    if (depth == patch->count) return edit(p, at, gate_text_value(p->text, at), patch->json);
    const gate_patch_step *step = &patch->steps[depth];
    bool last = depth + 1 == patch->count, removes = patch->kind == GATE_PATCH_REMOVE;
    gate_text_item item;
    if (step->way == GATE_PATCH_ALL) {
        if (patch->kind == GATE_PATCH_SERIES) return put_series(p, at, depth);
        char open = char_at(p->text, at);
        if ((open != '[' && open != '{') || !gate_text_first(p->text, at, &item))
            return nothing(p, at, depth);
        if (last && removes) return edit(p, at + 1, gate_text_value(p->text, at) - 1, GATE_STR(""));
        for (bool more = true; more;
             more = gate_text_next(p->text, gate_text_value(p->text, item.value), &item)) {
            if (!change(p, item.value, depth + 1)) return false;
        }
        return true;
    }
    size_t before = 0;
    bool found = find(p, step, at, &item, &before);
    if (!found && last && patch->kind == GATE_PATCH_SET && step->way == GATE_PATCH_KEY &&
        char_at(p->text, at) == '{')
        return add(p, at, before, step->key);
    if (!found) return nothing(p, at, depth);
    return last && removes ? cut(p, &item, before) : change(p, item.value, depth + 1);
}

/* ---- series ----------------------------------------------------------------------------------- */

/* One element as the series has it: its own small patch. */
static bool one_of_series(patching *p, uint32_t depth, gate_str element, gate_str value, gate_str *out)
{
    const gate_patch *whole = p->patch;
    gate_buf name = gate_buf_new(p->arena);
    gate_buf_add(&name, whole->name);
    gate_patch_path(&name, whole->steps, depth + 1);
    gate_patch part = {.kind = value.len ? GATE_PATCH_SET : GATE_PATCH_REMOVE,
                       .name = gate_buf_str(&name),
                       .steps = whole->steps + depth + 1,
                       .count = whole->count - depth - 1,
                       .json = value};
    if (part.count == 0) {
        *out = value.len ? value : GATE_STR("null");
        return true;
    }
    gate_patch_edits edits = {0};
    gate_str why;
    if (gate_patch_text(p->arena, element, &part, out, &edits, &why)) return true;
    if (!value.len) { /* what is not there need not be removed */
        *out = element;
        return true;
    }
    p->why = why;
    return false;
}

static bool put_series(patching *p, size_t at, uint32_t depth)
{
    const gate_patch *patch = p->patch;
    gate_text_item item;
    if (char_at(p->text, at) != '[')
        return fail(p, depth, kind_at(p->text, at), GATE_STR(", and a series goes over a list"));
    if (!gate_text_first(p->text, at, &item))
        return fail(p, depth, "is empty, so that there is no element to repeat", GATE_STR(""));
    gate_buf out = gate_buf_new(p->arena);
    size_t first = item.key, end = first, gap = 0;
    gate_str before = {0}, last = {0};
    bool more = true;
    for (uint32_t i = 0; i < patch->series_count; i++) {
        gate_str element, made;
        if (i > 0 && more) {
            size_t was = end;
            more = gate_text_next(p->text, end, &item);
            if (more) gap = was;
        }
        if (more) {
            end = gate_text_value(p->text, item.value);
            element = gate_str_sub(p->text, item.value, end);
        } else {
            element = gate_patch_next(p->arena, before, last);
        }
        if (!one_of_series(p, depth, element, patch->series[i], &made)) return false;
        /* The elements stay apart as they are: on lines of their own, say. */
        if (i > 0 && more)
            gate_buf_add(&out, gate_str_sub(p->text, gap, item.value));
        else if (i > 0)
            gate_buf_c(&out, ", ");
        gate_buf_add(&out, made);
        if (out.len > gate_limits_default().file_bytes)
            return fail(p, patch->count, "would become larger than a file may be", GATE_STR(""));
        before = last;
        last = element;
    }
    gate_text_item rest;
    if (more && gate_text_next(p->text, end, &rest)) end = gate_text_value(p->text, at) - 1;
    return edit(p, first, end, gate_buf_str(&out));
}

/* A time in the member: RFC 3339 text. */
static bool time_of(gate_arena *arena, gate_str text, const gate_text_item *item, gate_instant *out)
{
    if (char_at(text, item->value) != '"') return false;
    bool zoned = false;
    gate_str value = gate_str_sub(text, item->value, gate_text_string(text, item->value));
    return value.len > 20 && gate_instant_parse(gate_text_plain(arena, value), out, &zoned) && zoned;
}

static bool member_time(gate_arena *arena, gate_str text, gate_str quoted_key, gate_instant *out)
{
    gate_text_item item;
    if (char_at(text, 0) != '{') return false;
    for (bool more = gate_text_first(text, 0, &item); more;
         more = gate_text_next(text, gate_text_value(text, item.value), &item)) {
        if (gate_str_eq(gate_str_sub(text, item.key, item.key_end), quoted_key))
            return time_of(arena, text, &item, out);
    }
    return false;
}

gate_str gate_patch_next(gate_arena *arena, gate_str before, gate_str last)
{
    gate_text_item item;
    gate_instant start, stop;
    bool alone = before.len == 0 && member_time(arena, last, GATE_STR("\"start\""), &start) &&
                 member_time(arena, last, GATE_STR("\"end\""), &stop);
    if (char_at(last, 0) != '{') return last;
    gate_buf out = gate_buf_new(arena);
    size_t done = 0;
    for (bool more = gate_text_first(last, 0, &item); more;
         more = gate_text_next(last, gate_text_value(last, item.value), &item)) {
        gate_instant at, earlier, next;
        gate_str key = gate_str_sub(last, item.key, item.key_end);
        if (!time_of(arena, last, &item, &at)) continue;
        gate_duration by;
        if (member_time(arena, before, key, &earlier))
            by = gate_instant_diff(at, earlier);
        else if (alone)
            by = gate_instant_diff(stop, start);
        else
            continue;
        if (!gate_instant_add(at, by, &next)) continue;
        char text[40];
        gate_buf_add(&out, gate_str_sub(last, done, item.value));
        gate_buf_json(&out, gate_instant_text(text, next));
        done = gate_text_value(last, item.value);
    }
    gate_buf_add(&out, gate_str_sub(last, done, last.len));
    return gate_buf_str(&out);
}

/* ---- the whole -------------------------------------------------------------------------------- */

static gate_str rewritten(const patching *p)
{
    gate_buf out = gate_buf_new(p->arena);
    size_t done = 0;
    for (uint32_t i = 0; i < p->edits.len; i++) {
        const gate_patch_edit *made = &p->edits.items[i];
        gate_buf_add(&out, gate_str_sub(p->text, done, made->lo));
        gate_buf_add(&out, made->text);
        done = made->hi;
    }
    gate_buf_add(&out, gate_str_sub(p->text, done, p->text.len));
    return gate_buf_str(&out);
}

bool gate_patch_text(gate_arena *arena, gate_str json, const gate_patch *patch, gate_str *out,
                     gate_patch_edits *edits, gate_str *why)
{
    patching p = {.arena = arena, .text = json, .patch = patch};
    size_t at = gate_text_space(json, gate_text_start(json));
    if (!change(&p, at, 0)) {
        *why = p.why;
        return false;
    }
    *edits = p.edits;
    *out = rewritten(&p);
    return true;
}
