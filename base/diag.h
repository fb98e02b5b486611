/* Diagnostics: one struct, one voice. Every phase adds to one bounded list; nothing is printed but
 * by render.h. Codes are rows of diag_codes.def. */
#ifndef GATE_BASE_DIAG_H
#define GATE_BASE_DIAG_H

#include "base/source.h"
#include "base/vec.h"

typedef enum gate_severity { GATE_ERROR, GATE_WARNING } gate_severity;

typedef enum gate_code {
#define CODE(id, number, severity, summary, text) GATE_D_##id,
#include "base/diag_codes.def"
#undef CODE
    GATE_CODE_COUNT
} gate_code;

/* A row of diag_codes.def. */
typedef struct gate_code_info {
    const char *number;  /* "E0301" */
    gate_severity severity;
    const char *summary; /* one line */
    const char *text;    /* the page of `gatec explain`: what it means, an example, what to write instead */
} gate_code_info;

const gate_code_info *gate_code_get(gate_code code);
/* By its number, any letter case; false when there is none. */
bool gate_code_find(gate_str number, gate_code *out);

typedef struct gate_label {
    const gate_source *source; /* NULL: no label */
    gate_span span;
    const char *text; /* "this is a string"; NULL underlines only */
} gate_label;

#define GATE_DIAG_LABELS 3

typedef struct gate_diag {
    gate_code code;
    gate_severity severity;
    const char *message;                /* one line, lower case, no full stop: what is wrong */
    gate_label primary;                 /* source NULL: about no place (a command line, say) */
    gate_label labels[GATE_DIAG_LABELS]; /* other places: "declared here" */
    const char *help;                   /* one full sentence: what to do; NULL if unknown */
} gate_diag;

/* The list of one run. At most [GATE_DIAG_MAX] errors and as many warnings are kept; the rest are
 * counted. One error per primary span: a later one for the same span, like the same warning for it,
 * is dropped without being counted. */
#define GATE_DIAG_MAX 20

typedef struct gate_diags {
    gate_arena *arena;
    GATE_VEC(gate_diag *) list;
    uint32_t errors, warnings; /* all but repeated ones, kept or not */
    gate_diag *spare;          /* what raise returns for one that is not kept */
    uint32_t most;             /* how many of a severity are kept; 0: GATE_DIAG_MAX */
} gate_diags;

gate_diags gate_diags_new(gate_arena *arena);

/* Raises a diagnostic with its code's severity and returns it, so that labels and help can be
 * added: gate_diag_help(gate_diag_label(gate_diag_raise(…), …), …). Never NULL: one that is not
 * kept is returned all the same. Text is formatted into the list's arena. */
gate_diag *gate_diag_raise(gate_diags *diags, gate_code code, const gate_source *source, gate_span span,
                           const char *format, ...) GATE_PRINTF(5, 6);
/* The primary label's text. */
gate_diag *gate_diag_here(gate_diags *diags, gate_diag *diag, const char *format, ...) GATE_PRINTF(3, 4);
gate_diag *gate_diag_label(gate_diags *diags, gate_diag *diag, const gate_source *source, gate_span span,
                           const char *format, ...) GATE_PRINTF(5, 6);
gate_diag *gate_diag_help(gate_diags *diags, gate_diag *diag, const char *format, ...) GATE_PRINTF(3, 4);

/* Orders the list: by source id, then place; errors before warnings at one place. */
void gate_diags_sort(gate_diags *diags);

#endif
