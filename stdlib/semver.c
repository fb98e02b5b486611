/* Versions after Semantic Versioning 2.0.0, as keys whose order by bytes is the order of versions.
 *
 * A key is the version's parts in a form that sorts, and behind a space the version itself, so that a
 * person who sees it can read it:
 *
 *     1.10.0-rc.2   is   "011.0210.010-2rc,1012,! 1.10.0-rc.2"
 *     1.10.0        is   "011.0210.010~ 1.10.0"
 *
 * A number has its length in two digits before it. Behind the three numbers stands `~` for a release,
 * which sorts behind `-` for a pre-release. Of the latter's identifiers a number has a `1` before it and a
 * text a `2`; a `,` behind each sorts before all that may be in one, and the `!` at the end before any
 * further identifier. What stands behind the space never decides, since up to there equal keys mean
 * equal versions. */
#include "stdlib/text.h"

#define LONGEST 99 /* digits of a number */

typedef struct reader {
    gate_str text;
    size_t at;
    gate_buf key;
} reader;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_part(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

static bool take(reader *from, char c)
{
    if (from->at >= from->text.len || from->text.ptr[from->at] != c) return false;
    from->at++;
    return true;
}

/* A number without zeros in front. */
static bool put_number(reader *from, gate_str digits)
{
    if (digits.len == 0 || digits.len > LONGEST || (digits.ptr[0] == '0' && digits.len > 1)) return false;
    gate_buf_printf(&from->key, "%02zu", digits.len);
    gate_buf_add(&from->key, digits);
    return true;
}

static gate_str run(reader *from, bool (*of)(char))
{
    size_t start = from->at;
    while (from->at < from->text.len && of(from->text.ptr[from->at]))
        from->at++;
    return gate_str_sub(from->text, start, from->at);
}

static bool read_core(reader *from)
{
    for (int i = 0; i < 3; i++) {
        if (i && !take(from, '.')) return false;
        if (!put_number(from, run(from, is_digit))) return false;
        gate_buf_c(&from->key, i < 2 ? "." : "");
    }
    return true;
}

/* The identifiers behind a `-` or a `+`. Only the former's go into the key, and only there a number must have
 * no zeros in front. */
static bool read_identifiers(reader *from, bool keep)
{
    do {
        gate_str part = run(from, is_part);
        bool number = part.len > 0;
        for (size_t i = 0; i < part.len; i++)
            number = number && is_digit(part.ptr[i]);
        if (part.len == 0) return false;
        if (!keep) continue;
        gate_buf_char(&from->key, number ? '1' : '2');
        if (number && !put_number(from, part)) return false;
        if (!number) gate_buf_add(&from->key, part);
        gate_buf_char(&from->key, ',');
    } while (take(from, '.'));
    return true;
}

static bool read_version(reader *from)
{
    take(from, 'v');
    size_t start = from->at;
    if (!read_core(from)) return false;
    bool candidate = take(from, '-');
    gate_buf_char(&from->key, candidate ? '-' : '~');
    if (candidate && !read_identifiers(from, true)) return false;
    if (candidate) gate_buf_char(&from->key, '!');
    gate_str version = gate_str_sub(from->text, start, from->at);
    if (take(from, '+') && !read_identifiers(from, false)) return false;
    gate_buf_char(&from->key, ' ');
    gate_buf_add(&from->key, version);
    return from->at == from->text.len;
}

void fn_semver(gate_call *call, const gate_value *args, gate_value *out)
{
    reader from = {.text = args[0].as.str, .key = gate_buf_new(call->arena)};
    /* No key is more than some four times its version. */
    if (!gate_text_room(call, out, 0, from.text.len) || !gate_call_charge(call, from.text.len / 4, out))
        return;
    if (!read_version(&from))
        gate_call_fail(call, out, GATE_FAULT_CONVERSION,
                       "%s is not a semantic version; those are `1.2.3` or `1.2.3-rc.1`",
                       gate_text_shown(call, from.text));
    else if (gate_text_room(call, out, from.key.len, 0))
        *out = gate_value_str(gate_buf_str(&from.key));
}
