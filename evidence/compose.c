#include "evidence/compose.h"

#include "base/num.h"
#include "evidence/file.h"
#include "evidence/json.h"
#include "evidence/jsontext.h"
#include "evidence/trouble.h"

#include <string.h>

/* How many times its own size a file may become as JSON text: short tags with long paths of suites
 * repeat these, and a file made for that would otherwise grow with the square of its size. */
#define GROWTH   8
#define HEADROOM ((size_t)1 << 20)
#define DIGITS   64 /* of a number with commas */

void gate_compose_begin(gate_compose *out, gate_arena *arena, const gate_limits *limits,
                        gate_artifact *artifact)
{
    *out = (gate_compose){.arena = arena, .artifact = artifact, .limits = limits};
    out->text = gate_buf_new(arena);
    out->json = gate_json_new(&out->text, 0);
    size_t len = artifact->text.len;
    out->text_max = len < (GATE_TEXT_MAX - HEADROOM) / GROWTH ? len * GROWTH + HEADROOM : GATE_TEXT_MAX;
}

bool gate_compose_refuse(gate_compose *c, gate_code code, size_t at, const char *format, ...)
{
    if (c->trouble) return false;
    va_list args;
    va_start(args, format);
    gate_str what = gate_str_vprintf(c->arena, format, args);
    va_end(args);
    c->trouble = gate_trouble_at(c->arena, code, c->artifact->path, gate_text_place(c->artifact->text, at),
                                 GATE_STR_FMT, GATE_STR_ARG(what));
    return false;
}

void gate_compose_at(gate_compose *c, size_t at)
{
    c->at = at;
    if (c->trouble) return;
    uint32_t count = c->marks.len;
    if (count && c->marks.items[count - 1].text == (uint32_t)at) return;
    /* The comma that comes before the value belongs to it, which does no harm: nothing begins there. */
    gate_vec_push(c->arena, &c->marks, ((gate_mark){(uint32_t)c->text.len, (uint32_t)at}));
}

/* Whether a value of [more] bytes may still be written. Escapes take up to six times a byte. */
static bool may(gate_compose *c, size_t more)
{
    if (c->trouble) return false;
    if (++c->values > c->limits->values)
        return gate_compose_refuse(c, GATE_D_REPORT_SIZE, c->at, "more than %zu values", c->limits->values);
    size_t left = c->text_max - c->text.len;
    if (more > left / 6 || left < DIGITS)
        return gate_compose_refuse(c, GATE_D_REPORT_SIZE, c->at,
                                   "what stands in the file repeats so much that it is too large");
    return true;
}

void gate_compose_open(gate_compose *c, char bracket)
{
    if (may(c, 1)) gate_json_open(&c->json, bracket);
}

void gate_compose_close(gate_compose *c, char bracket)
{
    if (!c->trouble) gate_json_close(&c->json, bracket);
}

void gate_compose_key(gate_compose *c, const char *key)
{
    if (!c->trouble) gate_json_key(&c->json, gate_str_c(key));
}

void gate_compose_name(gate_compose *c, gate_str key)
{
    if (may(c, key.len)) gate_json_key(&c->json, key);
}

void gate_compose_str(gate_compose *c, gate_str text)
{
    if (may(c, text.len)) gate_json_str(&c->json, text);
}

void gate_compose_int(gate_compose *c, int64_t value)
{
    if (may(c, 0)) gate_json_int(&c->json, value);
}

void gate_compose_double(gate_compose *c, double value)
{
    if (may(c, 0)) gate_json_double(&c->json, value);
}

void gate_compose_bool(gate_compose *c, bool value)
{
    if (may(c, 0)) gate_json_bool(&c->json, value);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gate_str trim(gate_str text)
{
    size_t lo = 0, hi = text.len;
    while (lo < hi && is_blank(text.ptr[lo]))
        lo++;
    while (hi > lo && is_blank(text.ptr[hi - 1]))
        hi--;
    return gate_str_sub(text, lo, hi);
}

static bool refuse_text(gate_compose *c, gate_str text, size_t at, const char *what, const char *wanted)
{
    if (c->trouble) return false;
    gate_str shown = gate_shown(c->arena, text);
    return gate_compose_refuse(c, GATE_D_REPORT_VALUE, at, "%s is `" GATE_STR_FMT "`, not %s", what,
                               GATE_STR_ARG(shown), wanted);
}

bool gate_compose_count(gate_compose *c, gate_str text, size_t at, const char *what, int64_t *out)
{
    int64_t value = 0;
    if (!gate_num_int(trim(text), &value) || value < 0) return refuse_text(c, text, at, what, "a count");
    *out = value;
    return true;
}

/* `1,234.5` without its commas, which must stand before groups of three digits. */
static bool without_commas(gate_str text, char out[DIGITS], gate_str *plain)
{
    size_t len = 0, group = 0;
    bool grouped = false, whole = true;
    if (text.len >= DIGITS) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && whole && grouped && group != 3) return false;
        if (c == ',') {
            if (!whole || group == 0 || group > 3) return false;
            grouped = true;
            group = 0;
            continue;
        }
        if (!digit) whole = false;
        group++;
        out[len++] = c;
    }
    *plain = (gate_str){out, len};
    return !(whole && grouped && group != 3);
}

bool gate_compose_number(gate_compose *c, gate_str text, size_t at, const char *what, double *out)
{
    gate_str plain = trim(text);
    char digits[DIGITS];
    bool right = !plain.len || !memchr(plain.ptr, ',', plain.len) || without_commas(plain, digits, &plain);
    if (!right || !gate_num_double(plain, out)) return refuse_text(c, text, at, what, "a number");
    return true;
}

const gate_trouble *gate_compose_end(gate_compose *c)
{
    if (c->trouble) return c->trouble;
    gate_artifact *artifact = c->artifact;
    artifact->json = gate_buf_str(&c->text);
    artifact->marks = c->marks.items;
    artifact->mark_count = c->marks.len;
    return gate_json_read(c->arena, artifact->path, artifact->json, c->limits, &artifact->root);
}
