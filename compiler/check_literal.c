#include "compiler/check.h"

#include "base/glob.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "vm/pattern.h"

/* ---- places within a string ------------------------------------------------------------------ */

/* Bytes that the escape at [at] (its backslash) takes in the source, and those it stands for. */
static size_t escape_size(gate_str text, size_t at, size_t *made)
{
    char kind = at + 1 < text.len ? text.ptr[at + 1] : '\0';
    size_t digits = kind == 'x' || kind == 'X' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    bool octal = kind >= '0' && kind <= '3';
    *made = 1;
    if (!digits && !octal) return 2;
    uint32_t code = 0;
    size_t from = octal ? at + 1 : at + 2, to = octal ? at + 4 : at + 2 + digits;
    for (size_t i = from; i < to && i < text.len; i++) {
        char c = text.ptr[i];
        uint32_t value = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        code = code * (octal ? 8 : 16) + (value & 15);
    }
    char bytes[4];
    if (code < 0x110000 && (code < 0xD800 || code > 0xDFFF)) *made = gate_utf8_put(bytes, code);
    return to - at;
}

/* Where byte [offset] of a STRING's value stands in the source. */
static gate_span place_in(gate_checker *cx, const gate_node *string, size_t offset)
{
    gate_str text = gate_source_slice(cx->file->module.source, string->span);
    size_t at = text.len && (text.ptr[0] == 'r' || text.ptr[0] == 'R') ? 1 : 0, value = 0;
    if (at >= text.len) return string->span;
    char quote[3] = {text.ptr[at], text.ptr[at], text.ptr[at]};
    at += gate_str_eq(gate_str_sub(text, at, at + 3), (gate_str){quote, 3}) && text.len - at >= 6 ? 3 : 1;
    while (value < offset && at < text.len) {
        size_t made = 1, size = 1;
        if (text.ptr[at] == '\\' && !string->as.string.raw) size = escape_size(text, at, &made);
        value += made;
        at += size;
    }
    if (at >= text.len) return string->span;
    uint32_t lo = string->span.lo + (uint32_t)at;
    return (gate_span){lo, lo + 1 <= string->span.hi ? lo + 1 : string->span.hi};
}

/* ---- what literals say ----------------------------------------------------------------------- */

static void check_pattern(gate_checker *cx, const gate_node *string)
{
    gate_str message = {0};
    size_t at = 0;
    if (gate_pattern_new(cx->arena, string->as.string.value, &message, &at)) return;
    gate_diag *diag = gate_raise(cx, BAD_PATTERN, place_in(cx, string, at), "wrong regular expression: %s",
                                 gate_say_text(cx, message));
    gate_diag_help(cx->diags, diag, "Patterns are RE2's, which has no backreferences and no lookaround.");
}

static void check_timestamp(gate_checker *cx, const gate_node *string)
{
    gate_instant at;
    bool zoned = false;
    if (gate_instant_parse(string->as.string.value, &at, &zoned) && zoned) return;
    gate_diag *diag = gate_raise(cx, BAD_TIME, string->span, "`%s` is no timestamp",
                                 gate_say_text(cx, string->as.string.value));
    gate_diag_help(cx->diags, diag, "Write date, time and zone, as in `2026-02-13T12:00:00Z`.");
}

static void check_duration(gate_checker *cx, const gate_node *string)
{
    gate_duration span;
    if (gate_duration_parse(string->as.string.value, &span)) return;
    gate_diag *diag = gate_raise(cx, BAD_TIME, string->span, "`%s` is no duration",
                                 gate_say_text(cx, string->as.string.value));
    gate_diag_help(cx->diags, diag, "Write numbers with units, as in `90s`, `1h30m` or `7d`.");
}

void gate_zone_check(gate_checker *cx, const gate_node *string, bool field)
{
    gate_str name = string->as.string.value;
    const char *why = NULL;
    if (field && (gate_str_eq_c(name, "epoch") || gate_str_eq_c(name, "epoch-ms"))) return;
    if (gate_zone_find(cx->arena, name, &why)) return;
    gate_diag *diag =
        gate_raise(cx, BAD_ZONE, string->span, "unknown time zone `%s`", gate_say_text(cx, name));
    if (why) gate_diag_here(cx->diags, diag, "%s", why);
    gate_diag_help(cx->diags, diag,
                   field ? "Write `UTC`, an offset such as `+03:00`, a name such as `Europe/Berlin`, `epoch` "
                           "or `epoch-ms`."
                         : "Write `UTC`, an offset such as `+03:00`, or a name such as `Europe/Berlin`.");
}

void gate_glob_check(gate_checker *cx, const gate_node *string, gate_str text)
{
    const char *what = text.len == 0 ? "the path is empty" : NULL;
    bool open = false;
    for (size_t i = 0, since = 0; i < text.len; i++) {
        if (!open && text.ptr[i] == '[') {
            open = true;
            since = i;
            if (i + 1 < text.len && text.ptr[i + 1] == '!') since++;
        } else if (open && text.ptr[i] == ']' && i > since + 1) {
            open = false;
        }
        if (text.ptr[i] == '\0') what = "a path never holds a NUL";
    }
    if (open) what = "a `[` is never closed";
    if (!what) return;
    gate_diag *diag = gate_raise(cx, BAD_GLOB, string->span, "%s", what);
    gate_diag_help(
        cx->diags, diag,
        "A pattern has `*` and `?` within a folder, `**` across folders, and sets such as `[0-9]`.");
}

/* ---- calls ----------------------------------------------------------------------------------- */

static const gate_node *literal_at(const gate_node *call, uint32_t index)
{
    const gate_nodes *args = &call->as.call.args;
    return index < args->len && args->items[index]->kind == GATE_N_STRING ? args->items[index] : NULL;
}

void gate_literals_check(gate_checker *cx, const gate_node *call, const gate_type *target)
{
    gate_str name = call->as.call.name.text;
    const gate_node *first = literal_at(call, 0);
    if (gate_str_eq_c(name, "matches")) {
        const gate_node *pattern = target ? first : literal_at(call, 1);
        if (pattern) check_pattern(cx, pattern);
    } else if (!first) {
        return;
    } else if (!target && gate_str_eq_c(name, "timestamp")) {
        check_timestamp(cx, first);
    } else if (!target && gate_str_eq_c(name, "duration")) {
        check_duration(cx, first);
    } else if (target && gate_str_eq_c(name, "glob")) {
        gate_glob_check(cx, first, first->as.string.value);
    } else if (target && target->kind == GATE_TY_TIMESTAMP && gate_str_starts(name, GATE_STR("get"))) {
        gate_zone_check(cx, first, false);
    }
}
