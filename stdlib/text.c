#include "stdlib/text.h"

#include "base/glob.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

#define SHOWN 60 /* bytes of a text in a message */

bool gate_text_room(gate_call *call, gate_value *out, size_t have, size_t more)
{
    if (have <= GATE_TEXT_MAX && more <= GATE_TEXT_MAX - have) return true;
    gate_call_fail(call, out, GATE_FAULT_RANGE, "the text would be longer than %zu bytes", GATE_TEXT_MAX);
    return false;
}

const char *gate_text_shown(gate_call *call, gate_str text)
{
    gate_buf shown = gate_buf_new(call->arena);
    gate_value_show(&shown, gate_value_str(text), SHOWN);
    return shown.ptr;
}

/* -- questions --------------------------------------------------------------------------------- */

void fn_contains(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(gate_str_find(args[0].as.str, args[1].as.str, 0) != SIZE_MAX);
}

void fn_starts_with(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(gate_str_starts(args[0].as.str, args[1].as.str));
}

void fn_ends_with(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(gate_str_ends(args[0].as.str, args[1].as.str));
}

void fn_matches(gate_call *call, const gate_value *args, gate_value *out)
{
    bool matched = false;
    if (gate_call_match(call, args[0].as.str, args[1].as.str, &matched, out)) *out = gate_value_bool(matched);
}

void fn_glob(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(gate_glob_match(args[1].as.str, args[0].as.str));
}

/* -- positions --------------------------------------------------------------------------------- */

/* The byte offset of a position in [text], its end being one; false, with [out] the fault, outside of it. */
static bool locate(gate_call *call, gate_value *out, gate_str text, int64_t position, size_t *offset)
{
    size_t points = gate_utf8_count(text);
    if (position < 0 || (uint64_t)position > points) {
        gate_call_fail(call, out, GATE_FAULT_RANGE,
                       "position %" PRId64 " is out of range: the text has %zu %s", position, points,
                       points == 1 ? "character" : "characters");
        return false;
    }
    *offset = gate_utf8_offset(text, (size_t)position);
    return true;
}

void fn_char_at(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str text = args[0].as.str;
    size_t lo = 0;
    if (!locate(call, out, text, args[1].as.integer, &lo)) return;
    size_t hi = lo;
    if (hi < text.len) gate_utf8_next(text, &hi);
    *out = gate_value_str(gate_str_sub(text, lo, hi));
}

static gate_value position_of(gate_str text, size_t offset)
{
    if (offset == SIZE_MAX) return gate_value_int(-1);
    return gate_value_int((int64_t)gate_utf8_count(gate_str_sub(text, 0, offset)));
}

void fn_index_of(gate_call *call, const gate_value *args, gate_value *out)
{
    size_t from = 0;
    if (call->argc > 2 && !locate(call, out, args[0].as.str, args[2].as.integer, &from)) return;
    *out = position_of(args[0].as.str, gate_str_find(args[0].as.str, args[1].as.str, from));
}

static gate_str backwards(gate_arena *arena, gate_str text)
{
    char *copy = gate_arena_alloc(arena, text.len);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = text.ptr[text.len - 1 - i];
    return (gate_str){copy, text.len};
}

void fn_last_index_of(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str text = args[0].as.str, part = args[1].as.str;
    size_t from = text.len;
    if (call->argc > 2 && !locate(call, out, text, args[2].as.integer, &from)) return;
    gate_str area = part.len < text.len - from ? gate_str_sub(text, 0, from + part.len) : text;
    /* The first one of the bytes turned round: linear, whatever both hold. */
    size_t behind = gate_str_find(backwards(call->arena, area), backwards(call->arena, part), 0);
    *out = position_of(text, behind == SIZE_MAX ? SIZE_MAX : area.len - behind - part.len);
}

void fn_substring(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str text = args[0].as.str;
    size_t lo = 0, hi = text.len;
    if (!locate(call, out, text, args[1].as.integer, &lo)) return;
    if (call->argc > 2 && !locate(call, out, text, args[2].as.integer, &hi)) return;
    if (lo > hi)
        gate_call_fail(call, out, GATE_FAULT_RANGE,
                       "the text from position %" PRId64 " to %" PRId64 " would end before it starts",
                       args[1].as.integer, args[2].as.integer);
    else
        *out = gate_value_str(gate_str_sub(text, lo, hi));
}

/* -- parts ------------------------------------------------------------------------------------- */

/* How many occurrences of [part] there are, without overlaps, counting no further than [most]. An empty
 * one occurs before every character and at the end. */
static size_t occurrences(gate_str text, gate_str part, size_t most)
{
    size_t found = 0;
    if (part.len == 0) {
        size_t all = gate_utf8_count(text) + 1;
        return all < most ? all : most;
    }
    for (size_t at = 0; found < most && (at = gate_str_find(text, part, at)) != SIZE_MAX; at += part.len)
        found++;
    return found;
}

/* The count that an argument gives: all of them when it is negative or not there. */
static size_t limit_of(const gate_call *call, const gate_value *args, uint32_t index)
{
    if (call->argc <= index || args[index].as.integer < 0) return SIZE_MAX;
    return (uint64_t)args[index].as.integer < SIZE_MAX ? (size_t)args[index].as.integer : SIZE_MAX;
}

void fn_replace(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str text = args[0].as.str, from = args[1].as.str, to = args[2].as.str;
    size_t count = occurrences(text, from, limit_of(call, args, 3));
    /* No sum here can overflow: what is left is in the text, and what comes in is checked one by one. */
    size_t kept = text.len - count * from.len;
    if (to.len && count > GATE_TEXT_MAX / to.len) {
        gate_text_room(call, out, GATE_TEXT_MAX, count);
        return;
    }
    if (!gate_text_room(call, out, kept, count * to.len)) return;
    if (!gate_call_charge(call, (kept + count * to.len) / 16, out)) return;
    gate_buf made = gate_buf_new(call->arena);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t next = gate_str_find(text, from, at);
        if (from.len == 0 && i > 0) gate_utf8_next(text, &next); /* one character on */
        gate_buf_add(&made, gate_str_sub(text, at, next));
        gate_buf_add(&made, to);
        at = next + from.len;
    }
    gate_buf_add(&made, gate_str_sub(text, at, text.len));
    *out = gate_value_str(gate_buf_str(&made));
}

void fn_split(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str text = args[0].as.str, by = args[1].as.str;
    size_t most = limit_of(call, args, 2);
    /* An empty separator stands between characters, at neither end. */
    size_t parts = by.len ? occurrences(text, by, SIZE_MAX - 1) + 1 : gate_utf8_count(text);
    if (parts > most) parts = most;
    if (!gate_call_charge(call, parts, out)) return;
    gate_value *items = GATE_ARRAY(call->arena, gate_value, parts);
    size_t at = 0;
    for (size_t i = 0; i < parts; i++) {
        size_t next = text.len;
        if (i + 1 < parts && by.len) {
            next = gate_str_find(text, by, at);
        } else if (i + 1 < parts) {
            next = at;
            gate_utf8_next(text, &next);
        }
        items[i] = gate_value_str(gate_str_sub(text, at, next));
        at = next + by.len;
    }
    *out = gate_value_list(call->arena, items, parts);
}

void fn_join(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str by = call->argc > 1 ? args[1].as.str : (gate_str){0};
    size_t len = gate_list_len(args[0]);
    gate_buf made = gate_buf_new(call->arena);
    for (size_t i = 0; i < len; i++) {
        gate_value item = gate_list_at(args[0], i);
        if (item.tag != GATE_T_STRING) {
            gate_body_refuse(call, out, "join", item);
            return;
        }
        gate_str between = i ? by : (gate_str){0};
        if (!gate_text_room(call, out, made.len, between.len)) return;
        gate_buf_add(&made, between);
        if (!gate_text_room(call, out, made.len, item.as.str.len)) return;
        gate_buf_add(&made, item.as.str);
    }
    *out = gate_value_str(gate_buf_str(&made));
}

/* The white space of Unicode, as Go's TrimSpace has it. */
static bool is_space(uint32_t code)
{
    return (code >= '\t' && code <= '\r') || code == ' ' || code == 0x85 || code == 0xa0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 || code == 0x202f ||
           code == 0x205f || code == 0x3000;
}

void fn_trim(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    gate_str text = args[0].as.str;
    size_t lo = text.len, hi = 0; /* from the first to behind the last that is no space */
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        if (is_space(gate_utf8_next(text, &at))) continue;
        if (start < lo) lo = start;
        hi = at;
    }
    *out = gate_value_str(gate_str_sub(text, lo, hi > lo ? hi : lo));
}

/* -- made anew --------------------------------------------------------------------------------- */

/* A copy whose ASCII letters from [first] on have their other case. */
static void change_case(gate_call *call, gate_str text, char first, gate_value *out)
{
    if (!gate_text_room(call, out, 0, text.len)) return;
    char *made = gate_str_z(call->arena, text);
    for (size_t i = 0; i < text.len; i++)
        if (made[i] >= first && made[i] - first < 26) made[i] = (char)(made[i] ^ 0x20);
    *out = gate_value_str((gate_str){made, text.len});
}

void fn_lower_ascii(gate_call *call, const gate_value *args, gate_value *out)
{
    change_case(call, args[0].as.str, 'A', out);
}

void fn_upper_ascii(gate_call *call, const gate_value *args, gate_value *out)
{
    change_case(call, args[0].as.str, 'a', out);
}

void fn_reverse_text(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str text = args[0].as.str;
    if (!gate_text_room(call, out, 0, text.len)) return;
    char *made = gate_arena_alloc(call->arena, text.len);
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        gate_utf8_next(text, &at);
        memcpy(made + text.len - at, text.ptr + start, at - start);
    }
    *out = gate_value_str((gate_str){made, text.len});
}

void fn_quote(gate_call *call, const gate_value *args, gate_value *out)
{
    static const char special[] = "\a\b\f\n\r\t\v\\\"", letters[] = "abfnrtv\\\"";
    gate_str text = args[0].as.str;
    gate_buf made = gate_buf_new(call->arena);
    if (!gate_text_room(call, out, 2, text.len)) return;
    gate_buf_char(&made, '"');
    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.ptr[i] ? strchr(special, text.ptr[i]) : NULL;
        if (found) gate_buf_char(&made, '\\');
        gate_buf_char(&made, found ? letters[found - special] : text.ptr[i]);
    }
    gate_buf_char(&made, '"');
    if (gate_text_room(call, out, made.len, 0)) *out = gate_value_str(gate_buf_str(&made));
}
