#include "verdict/excerpt.h"

#include "base/utf8.h"

#include <string.h>

const gate_where gate_nowhere = {GATE_NO, 0, 0};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Behind the string or quoted name that begins at [at]. */
static size_t behind_string(gate_str text, size_t at)
{
    char quote = text.ptr[at];
    bool triple = quote != '`' && at + 2 < text.len && text.ptr[at + 1] == quote && text.ptr[at + 2] == quote;
    bool raw = at > 0 && (text.ptr[at - 1] == 'r' || text.ptr[at - 1] == 'R') &&
               (at == 1 || !is_letter(text.ptr[at - 2]));
    size_t i = at + (triple ? 3 : 1);
    while (i < text.len) {
        if (text.ptr[i] == '\\' && !raw && quote != '`') {
            i += 2;
        } else if (text.ptr[i] != quote) {
            i++;
        } else if (!triple) {
            return i + 1;
        } else if (i + 2 < text.len && text.ptr[i + 1] == quote && text.ptr[i + 2] == quote) {
            return i + 3;
        } else {
            i++;
        }
    }
    return text.len;
}

static bool at_comment(gate_str text, size_t at)
{
    return text.ptr[at] == '/' && at + 1 < text.len && text.ptr[at + 1] == '/';
}

static size_t behind_comment(gate_str text, size_t at)
{
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r')
        at++;
    return at;
}

static bool at_string(gate_str text, size_t at)
{
    return text.ptr[at] == '"' || text.ptr[at] == '\'' || text.ptr[at] == '`';
}

/* Moves [*at] over one string, comment or character and keeps count of the brackets. */
static void step(gate_str text, size_t *at, int *depth)
{
    char c = text.ptr[*at];
    if (at_string(text, *at)) {
        *at = behind_string(text, *at);
    } else if (at_comment(text, *at)) {
        *at = behind_comment(text, *at);
    } else {
        if (c == '(' || c == '[' || c == '{') ++*depth;
        if (c == ')' || c == ']' || c == '}') --*depth;
        ++*at;
    }
}

/* Would nobody write a space there, had the line not been broken? */
static bool closes_up(char before, char after)
{
    return before == '(' || before == '[' || after == ')' || after == ']' || after == '.' || after == ',';
}

gate_str gate_excerpt(gate_arena *arena, const gate_program *program, gate_where where)
{
    if (where.source == GATE_NO) return GATE_STR("");
    gate_str text = gate_program_slice(program, where);
    gate_buf out = gate_buf_new(arena);
    bool gap = false, broken = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (is_space(text.ptr[at])) {
            gap = true;
            broken = broken || text.ptr[at] == '\n';
            at++;
            continue;
        }
        if (at_comment(text, at)) {
            gap = true;
            at = behind_comment(text, at);
            continue;
        }
        at = at_string(text, at) ? behind_string(text, at) : at + 1;
        if (gap && out.len && !(broken && closes_up(out.ptr[out.len - 1], text.ptr[from]))) gate_buf_char(&out, ' ');
        gap = broken = false;
        gate_buf_add(&out, gate_str_sub(text, from, at));
    }
    gate_str line = gate_buf_str(&out);
    if (gate_utf8_count(line) <= GATE_EXCERPT_MAX) return line;
    gate_str cut = gate_str_sub(line, 0, gate_utf8_offset(line, GATE_EXCERPT_MAX - 2));
    return gate_str_printf(arena, GATE_STR_FMT " …", GATE_STR_ARG(cut));
}

/* The part of [where] from [lo] to [hi], counted from its beginning. */
static gate_where part(gate_where where, size_t lo, size_t hi)
{
    return (gate_where){where.source, where.lo + (uint32_t)lo, where.lo + (uint32_t)hi};
}

/* Does the bracket at the beginning close only at the end? */
static bool enclosed(gate_str text)
{
    if (text.len < 2 || text.ptr[0] != '(' || text.ptr[text.len - 1] != ')') return false;
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        step(text, &at, &depth);
        if (depth == 0) return at >= text.len;
    }
    return false;
}

gate_where gate_excerpt_trim(const gate_program *program, gate_where where)
{
    if (where.source == GATE_NO) return where;
    for (;;) {
        gate_str text = gate_program_slice(program, where);
        size_t lo = 0, end = 0;
        int depth = 0;
        while (lo < text.len && (is_space(text.ptr[lo]) || at_comment(text, lo)))
            lo = at_comment(text, lo) ? behind_comment(text, lo) : lo + 1;
        for (size_t at = lo; at < text.len;) {
            bool blank = is_space(text.ptr[at]) || at_comment(text, at);
            step(text, &at, &depth);
            if (!blank) end = at;
        }
        if (end < lo) end = lo;
        where = part(where, lo, end);
        text = gate_program_slice(program, where);
        if (!enclosed(text)) return where;
        where = part(where, 1, text.len - 1);
    }
}

bool gate_excerpt_inside(gate_where inner, gate_where outer)
{
    return inner.source != GATE_NO && inner.source == outer.source && inner.lo >= outer.lo &&
           inner.hi <= outer.hi && inner.lo < inner.hi && inner.hi - inner.lo < outer.hi - outer.lo;
}

/* Does [sign] stand at [at], whole? */
static bool sign_at(gate_str text, size_t at, gate_str sign)
{
    if (at + sign.len > text.len || memcmp(text.ptr + at, sign.ptr, sign.len) != 0) return false;
    char before = at > 0 ? text.ptr[at - 1] : ' ';
    char after = at + sign.len < text.len ? text.ptr[at + sign.len] : ' ';
    if (is_letter(sign.ptr[0])) return !is_letter(before) && before != '.' && !is_letter(after);
    bool joins = after == '=' && sign.len == 1;
    bool joined = sign.ptr[0] == '=' && sign.len == 1 && strchr("=!<>", before) != NULL;
    return !joins && !joined;
}

/* The first or last [sign] outside of all brackets, from [from] on; SIZE_MAX when there is none. */
static size_t find_sign(gate_str text, const char *sign, size_t from, bool last)
{
    gate_str wanted = gate_str_c(sign);
    size_t found = SIZE_MAX;
    int depth = 0;
    for (size_t at = from; at < text.len;) {
        if (depth == 0 && sign_at(text, at, wanted)) {
            found = at;
            if (!last) return found;
            at += wanted.len;
            continue;
        }
        step(text, &at, &depth);
    }
    return found;
}

gate_where gate_excerpt_before(const gate_program *program, gate_where where, const char *word)
{
    if (where.source == GATE_NO) return where;
    size_t at = find_sign(gate_program_slice(program, where), word, 0, false);
    return at == SIZE_MAX ? where : gate_excerpt_trim(program, part(where, 0, at));
}

bool gate_excerpt_binary(const gate_program *program, gate_where where, const char *sign, gate_where *left,
                         gate_where *right)
{
    *left = *right = gate_nowhere;
    if (where.source == GATE_NO) return false;
    where = gate_excerpt_trim(program, where);
    gate_str text = gate_program_slice(program, where);
    size_t at = find_sign(text, sign, 0, true);
    if (at == SIZE_MAX || at == 0) return false;
    *left = gate_excerpt_trim(program, part(where, 0, at));
    *right = gate_excerpt_trim(program, part(where, at + strlen(sign), text.len));
    return true;
}

gate_wheres gate_excerpt_chain(gate_arena *arena, const gate_program *program, gate_where where,
                               const char *sign)
{
    gate_wheres parts = {0};
    where = gate_excerpt_trim(program, where);
    if (where.source == GATE_NO) {
        gate_vec_push(arena, &parts, where);
        return parts;
    }
    gate_str text = gate_program_slice(program, where);
    size_t from = 0;
    for (;;) {
        size_t at = find_sign(text, sign, from, false);
        gate_where one = part(where, from, at == SIZE_MAX ? text.len : at);
        gate_vec_push(arena, &parts, gate_excerpt_trim(program, one));
        if (at == SIZE_MAX) return parts;
        from = at + strlen(sign);
    }
}

bool gate_excerpt_not(const gate_program *program, gate_where where, gate_where *operand)
{
    *operand = gate_nowhere;
    if (where.source == GATE_NO) return false;
    where = gate_excerpt_trim(program, where);
    gate_str text = gate_program_slice(program, where);
    if (text.len < 2 || text.ptr[0] != '!') return false;
    *operand = gate_excerpt_trim(program, part(where, 1, text.len));
    return true;
}

/* The `?` of a choice: not that of `.?`. */
static size_t find_question(gate_str text)
{
    size_t at = 0;
    for (;;) {
        at = find_sign(text, "?", at, false);
        if (at == SIZE_MAX || at == 0 || text.ptr[at - 1] != '.') return at;
        at++;
    }
}

bool gate_excerpt_choice(const gate_program *program, gate_where where, gate_where *test, gate_where *yes,
                         gate_where *no)
{
    *test = *yes = *no = gate_nowhere;
    if (where.source == GATE_NO) return false;
    where = gate_excerpt_trim(program, where);
    gate_str text = gate_program_slice(program, where);
    size_t question = find_question(text);
    if (question == SIZE_MAX) return false;
    size_t open = 1; /* choices within the first branch have a `:` of their own */
    int depth = 0;
    for (size_t at = question + 1; at < text.len;) {
        if (depth == 0 && text.ptr[at] == '?' && text.ptr[at - 1] != '.') open++;
        if (depth == 0 && text.ptr[at] == ':' && --open == 0) {
            *test = gate_excerpt_trim(program, part(where, 0, question));
            *yes = gate_excerpt_trim(program, part(where, question + 1, at));
            *no = gate_excerpt_trim(program, part(where, at + 1, text.len));
            return true;
        }
        step(text, &at, &depth);
    }
    return false;
}

/* Where the bracket that closes at the text's end was opened; SIZE_MAX when the text doesn't end so. */
static size_t last_bracket(gate_str text)
{
    size_t found = SIZE_MAX;
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        int before = depth;
        step(text, &at, &depth);
        if (before == 0 && depth == 1) found = text.ptr[from] == '(' ? from : SIZE_MAX;
    }
    return text.len && text.ptr[text.len - 1] == ')' && depth == 0 ? found : SIZE_MAX;
}

bool gate_excerpt_called(const gate_program *program, gate_where where, bool method, gate_excerpt_call *out)
{
    *out = (gate_excerpt_call){.receiver = gate_nowhere, .name = gate_nowhere};
    if (where.source == GATE_NO) return false;
    gate_str text = gate_program_slice(program, where);
    size_t open = last_bracket(text);
    if (open == SIZE_MAX || open == 0) return false;
    size_t name = open;
    while (name > 0 && (is_letter(text.ptr[name - 1]) || (!method && text.ptr[name - 1] == '.')))
        name--;
    out->name = part(where, name, open);
    if (method && name > 0) {
        size_t end = name - 1; /* the dot */
        while (end > 0 && (is_space(text.ptr[end - 1]) || text.ptr[end - 1] == '.'))
            end--;
        out->receiver = gate_excerpt_trim(program, part(where, 0, end));
    }
    size_t lo = open + 1;
    size_t close = text.len - 1;
    gate_str inner = gate_str_sub(text, 0, close);
    while (out->count < GATE_EXCERPT_ARGS && lo < close) {
        size_t comma = find_sign(inner, ",", lo, false);
        size_t hi = comma == SIZE_MAX ? close : comma;
        out->args[out->count++] = gate_excerpt_trim(program, part(where, lo, hi));
        lo = hi + 1;
    }
    return true;
}

bool gate_excerpt_each(const gate_program *program, gate_where where, gate_where *list, gate_where *filter,
                       gate_where *body)
{
    *list = *filter = *body = gate_nowhere;
    if (where.source == GATE_NO) return false;
    gate_str text = gate_program_slice(program, where);
    size_t in = find_sign(text, "in", 0, false);
    if (in == SIZE_MAX) return false;
    size_t filtered = find_sign(text, "where", in, false);
    size_t by = find_sign(text, "by", in, false);
    size_t none = find_sign(text, "or", in, false);
    size_t colon = find_sign(text, ":", in, false);
    size_t otherwise = find_sign(text, "else", colon == SIZE_MAX ? in : colon, false);
    size_t end = otherwise == SIZE_MAX ? text.len : otherwise;
    size_t head = colon < end ? colon : end;
    size_t stop = head;
    if (filtered < stop) stop = filtered;
    if (by < stop) stop = by;
    if (none < stop) stop = none;
    *list = gate_excerpt_trim(program, part(where, in + 2, stop));
    if (filtered < head) {
        size_t last = none > filtered && none < head ? none : head;
        *filter = gate_excerpt_trim(program, part(where, filtered + 5, last));
    }
    if (colon < end) *body = gate_excerpt_trim(program, part(where, colon + 1, end));
    if (colon == SIZE_MAX) *body = *filter;
    return true;
}
