#include "base/diag.h"

#include <string.h>

static const gate_code_info codes[] = {
#define CODE(id, number, severity, summary, text) {number, GATE_##severity, summary, text},
#include "base/diag_codes.def"
#undef CODE
};
_Static_assert(GATE_COUNT(codes) == GATE_CODE_COUNT, "one row a code");

/* The message of a diagnostic that is not kept, known by its address: what would be added to such a
 * one is not formatted, so that a source of nothing but errors costs no memory. */
static const char not_kept[] = "";

const gate_code_info *gate_code_get(gate_code code)
{
    return &codes[code];
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool gate_code_find(gate_str number, gate_code *out)
{
    for (size_t i = 0; i < GATE_COUNT(codes); i++) {
        size_t at = 0;
        while (at < number.len && codes[i].number[at] && upper(number.ptr[at]) == codes[i].number[at])
            at++;
        if (at == number.len && !codes[i].number[at]) {
            *out = (gate_code)i;
            return true;
        }
    }
    return false;
}

gate_diags gate_diags_new(gate_arena *arena)
{
    return (gate_diags){.arena = arena};
}

/* True when [made] repeats one of the list: an error at the place of an error, a warning at the
 * place of the same warning. What is about no place never does. Counts its severity on the way. */
static bool repeats(const gate_diags *diags, const gate_diag *made, uint32_t *kept)
{
    *kept = 0;
    for (uint32_t i = 0; i < diags->list.len; i++) {
        const gate_diag *old = diags->list.items[i];
        if (old->severity != made->severity) continue;
        ++*kept;
        bool same_place = made->primary.source && old->primary.source == made->primary.source &&
                          old->primary.span.lo == made->primary.span.lo &&
                          old->primary.span.hi == made->primary.span.hi;
        if (same_place && (made->severity == GATE_ERROR || old->code == made->code)) return true;
    }
    return false;
}

gate_diag *gate_diag_raise(gate_diags *diags, gate_code code, const gate_source *source, gate_span span,
                           const char *format, ...)
{
    gate_diag made = {.code = code,
                      .severity = codes[code].severity,
                      .message = not_kept,
                      .primary = {.source = source, .span = span}};
    uint32_t kept = 0;
    bool repeated = repeats(diags, &made, &kept);
    if (!repeated && made.severity == GATE_ERROR)
        diags->errors += diags->errors < UINT32_MAX;
    else if (!repeated)
        diags->warnings += diags->warnings < UINT32_MAX;
    if (repeated || kept >= (diags->most ? diags->most : GATE_DIAG_MAX)) {
        if (!diags->spare) diags->spare = GATE_NEW(diags->arena, gate_diag);
        *diags->spare = made;
        return diags->spare;
    }
    va_list args;
    va_start(args, format);
    made.message = gate_str_vprintf(diags->arena, format, args).ptr;
    va_end(args);
    gate_diag *diag = GATE_NEW(diags->arena, gate_diag);
    *diag = made;
    gate_vec_push(diags->arena, &diags->list, diag);
    return diag;
}

gate_diag *gate_diag_here(gate_diags *diags, gate_diag *diag, const char *format, ...)
{
    if (diag->message == not_kept) return diag;
    va_list args;
    va_start(args, format);
    diag->primary.text = gate_str_vprintf(diags->arena, format, args).ptr;
    va_end(args);
    return diag;
}

gate_diag *gate_diag_label(gate_diags *diags, gate_diag *diag, const gate_source *source, gate_span span,
                           const char *format, ...)
{
    if (diag->message == not_kept || !source) return diag;
    size_t at = 0;
    while (at < GATE_DIAG_LABELS && diag->labels[at].source)
        at++;
    if (at == GATE_DIAG_LABELS) return diag;
    va_list args;
    va_start(args, format);
    const char *text = gate_str_vprintf(diags->arena, format, args).ptr;
    va_end(args);
    diag->labels[at] = (gate_label){source, span, *text ? text : NULL};
    return diag;
}

gate_diag *gate_diag_help(gate_diags *diags, gate_diag *diag, const char *format, ...)
{
    if (diag->message == not_kept) return diag;
    va_list args;
    va_start(args, format);
    diag->help = gate_str_vprintf(diags->arena, format, args).ptr;
    va_end(args);
    return diag;
}

/* The order of the list: places first (none before all), then errors, then as they were raised. */
static bool before(const gate_diag *a, const gate_diag *b)
{
    const gate_label *p = &a->primary, *q = &b->primary;
    if (!p->source != !q->source) return !p->source;
    if (p->source) {
        if (p->source->id != q->source->id) return p->source->id < q->source->id;
        if (p->span.lo != q->span.lo) return p->span.lo < q->span.lo;
        if (p->span.hi != q->span.hi) return p->span.hi < q->span.hi;
    }
    return a->severity < b->severity;
}

void gate_diags_sort(gate_diags *diags)
{
    /* Few, and stable: insertion sort. */
    for (uint32_t i = 1; i < diags->list.len; i++) {
        gate_diag *moving = diags->list.items[i];
        uint32_t at = i;
        for (; at > 0 && before(moving, diags->list.items[at - 1]); at--)
            diags->list.items[at] = diags->list.items[at - 1];
        diags->list.items[at] = moving;
    }
}
