/* Tokens to texts: between any two of them space, line ends of all three kinds, blank lines, tabs and
 * comments, thin in one text and thick in the next. */
#include "format.h"

#include "grammar/token.h"

#include <string.h>

uint32_t pick(words *to, uint32_t below)
{
    to->seed = to->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(to->seed >> 33) % below;
}

void put(words *to, const char *token)
{
    gate_vec_push(to->arena, &to->list, gate_str_c(token));
}

void tokens_of(words *to, gate_str text)
{
    gate_diags diags = gate_diags_new(to->arena);
    gate_scan *scan = GATE_NEW(to->arena, gate_scan);
    const gate_source *source = gate_source_new(to->arena, 0, GATE_STR("tokens"), text);
    *scan = (gate_scan){.arena = to->arena, .source = source, .diags = &diags};
    (void)gate_scan_text(scan, (gate_span){0, (uint32_t)source->text.len});
    for (uint32_t i = 0; i + 1 < scan->tokens.len; i++) {
        gate_token token = scan->tokens.items[i];
        gate_vec_push(to->arena, &to->list, gate_source_slice(source, (gate_span){token.lo, token.hi}));
    }
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '"' || c == '\'' || c == '`';
}

/* May these two stand together without becoming one token, or others? */
static bool may_touch(gate_str left, gate_str right)
{
    static const char alone[] = "()[]{},";
    char a = left.ptr[left.len - 1], b = right.ptr[0];
    if (memchr(alone, a, sizeof alone - 1) || memchr(alone, b, sizeof alone - 1)) return true;
    if (a == '.' || b == '.') return is_word(a) != is_word(b) && !(a >= '0' && a <= '9') && b != '?';
    return false;
}

static const char *const ends[] = {"\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n\n\n\n", "\r\n\r\n", "\n \t\n"};
static const char *const spaces[] = {" ", " ", " ", "  ", "\t", "      ", " \t "};
static const char *const notes[] = {"//",   "///",   "// ",   "/// ",    "////",
                                    "//\t", "// \"", "// } ", "// é界 ", "/// {x} "};

static const char *any(words *from, const char *const *list, uint32_t count)
{
    return list[pick(from, count)];
}
#define ANY(from, list) any((from), (list), GATE_COUNT(list))

/* What stands between two tokens; a comment with the number [*comments]. */
static void gap(words *from, gate_buf *out, uint32_t thick, uint32_t *comments)
{
    if (pick(from, 1000) >= thick) {
        gate_buf_c(out, pick(from, 4) ? " " : ANY(from, spaces));
        return;
    }
    for (uint32_t n = 1 + pick(from, 3); n > 0; n--) {
        uint32_t kind = pick(from, 6);
        if (kind < 3) gate_buf_c(out, ANY(from, ends));
        if (kind == 3) gate_buf_c(out, ANY(from, spaces));
        if (kind < 4) continue;
        gate_buf_printf(out, "%s%s%u%s", pick(from, 2) ? " " : "\n", ANY(from, notes),
                        (unsigned)(*comments)++, pick(from, 4) ? "" : "  \t");
        gate_buf_c(out, ANY(from, ends));
    }
    gate_buf_char(out, ' ');
}

gate_str scatter(words *from, uint32_t *comments)
{
    static const uint32_t degrees[] = {0, 10, 40, 150, 500};
    gate_buf out = gate_buf_new(from->arena);
    uint32_t thick = degrees[pick(from, GATE_COUNT(degrees))];
    bool tight = pick(from, 3) == 0;
    *comments = 0;
    if (pick(from, 20) == 0) gate_buf_c(&out, "\xEF\xBB\xBF");
    if (pick(from, 4) == 0) gap(from, &out, thick, comments);
    for (uint32_t i = 0; i < from->list.len; i++) {
        bool touch = i > 0 && may_touch(from->list.items[i - 1], from->list.items[i]);
        if (i > 0 && !(touch && (tight || pick(from, 2)))) gap(from, &out, thick, comments);
        gate_buf_add(&out, from->list.items[i]);
    }
    if (pick(from, 2)) gap(from, &out, 1000, comments);
    return gate_buf_str(&out);
}
