/* The scanner's side of the wall: a text becomes a vector of tokens before anything is parsed, so
 * that recovery can look ahead and the usual slips (`and` for `&&`) are mended before the parser
 * meets them. Private to grammar/. Tokens live in the compile arena; it knows nothing of trees. */
#ifndef GATE_GRAMMAR_TOKEN_H
#define GATE_GRAMMAR_TOKEN_H

#include "grammar/ast.h"

#include <setjmp.h>

/* What a token is beside its kind. */
enum {
    GATE_TOKEN_LINE = 1 << 0,   /* the first of its line */
    GATE_TOKEN_BROKEN = 1 << 1, /* the scanner has complained about it, or about something before it */
    GATE_TOKEN_START = 1 << 2,  /* no doubt begins a declaration, a row or a clause */
    GATE_TOKEN_BIG = 1 << 3,    /* INT 9223372036854775808, good only behind a `-` */
    GATE_TOKEN_RAW = 1 << 4,    /* STRING r"…" */
};

typedef struct gate_token {
    uint32_t lo, hi;
    uint16_t kind; /* of gate_tab.h */
    uint16_t flags;
    uint32_t value; /* index of the literal's value; for a keyword its gate_word */
} gate_token;

typedef union gate_literal {
    int64_t integer; /* INT; DURATION in nanoseconds */
    double real;
    gate_str text; /* STRING decoded; QUOTED without its marks */
} gate_literal;

typedef GATE_VEC(gate_token) gate_token_vec;

#define GATE_WORD_SLOTS 256u

/* One run of the scanner. */
typedef struct gate_scan {
    gate_arena *arena;
    const gate_source *source;
    gate_diags *diags;
    uint32_t lo, hi; /* the token at hand, as offsets in the source */
    uint32_t begun;  /* where a text in three quotes began */
    uint32_t errors;
    uint32_t end;          /* of the text */
    bool no_comment_end;   /* no star and slash ahead */
    jmp_buf fatal;         /* where Flex goes when it cannot go on */
    const char *why;       /* its words, then */
    bool line_begins;      /* nothing but space so far on this line */
    bool broken;           /* something was skipped with a complaint: flags the next token */
    bool raw;              /* within r"""…""" */
    gate_token_vec tokens; /* ends with END */
    GATE_VEC(gate_literal) literals;
    GATE_VEC(gate_comment) comments;
    uint8_t word_slots[GATE_WORD_SLOTS]; /* scan.c's words by a hash: index + 1, 0 free */
    bool words_indexed;
} gate_scan;

/* Complaints of one text that are still told; more only cost time. */
#define GATE_SYNTAX_ERRORS 100

/* Scans the bytes [span] of the source into [scan].tokens, mends and marks them. False when the text
 * cannot be scanned at all (no UTF-8, too long, characters that hide something): the diagnostics say why, and
 * the tokens are END alone. */
bool gate_scan_text(gate_scan *scan, gate_span span);

/* Leaves Flex, which would end the process. */
GATE_NORETURN void gate_scan_fatal(gate_scan *scan, const char *why);

/* Raises a diagnostic of the scanner about [span] with a help (or NULL); marks what follows as broken. */
void gate_scan_error(gate_scan *scan, gate_code code, gate_span span, const char *help, const char *format,
                     ...) GATE_PRINTF(5, 6);
/* The same about an invisible character. */
void gate_scan_control(gate_scan *scan, gate_span span, uint32_t code);
/* [text] for a message of one line: cut where it is long or goes on in another line. */
gate_str gate_token_shown(gate_arena *arena, gate_str text);
/* The bytes of the token at hand, and the place of it. */
gate_str gate_scan_slice(const gate_scan *scan);
gate_span gate_scan_span(const gate_scan *scan);

/* Adds the token at hand. */
void gate_scan_add(gate_scan *scan, int kind);
void gate_scan_add_literal(gate_scan *scan, int kind, gate_literal literal, uint16_t flags);
/* A word: keyword, reserved, verdict or name. */
void gate_scan_word(gate_scan *scan);
void gate_scan_comment(gate_scan *scan);
/* Notes where a text in three quotes begins, and whether it is raw. */
void gate_scan_triple(gate_scan *scan);

/* Literals at hand (literal.c): decode, complain, add. */
void gate_scan_int(gate_scan *scan);
void gate_scan_double(gate_scan *scan);
void gate_scan_duration(gate_scan *scan);
/* A number with something stuck to it. */
void gate_scan_bad_number(gate_scan *scan);
/* A string from [lo] to the token's end, prefix and quotes included; [quotes] is 1 or 3 of them on
 * either side. */
void gate_scan_string(gate_scan *scan, uint32_t lo, uint32_t quotes);
void gate_scan_unclosed_string(gate_scan *scan, uint32_t lo, uint32_t quotes);
void gate_scan_quoted(gate_scan *scan);
/* Text in curly quotes. */
void gate_scan_curly(gate_scan *scan);

/* Slips of the scanner's level (slips.c): complain, and add what was meant or nothing. */
void gate_scan_operator(gate_scan *scan, int kind, const char *meant);
void gate_scan_semicolon(gate_scan *scan);
/* `#`, or the opening of C's form: true when that is closed somewhere. */
bool gate_scan_foreign_comment(gate_scan *scan);
void gate_scan_symbol(gate_scan *scan); /* one character that has no meaning here */
void gate_scan_foreign_name(gate_scan *scan);

/* Once all tokens are there (mend.c): replaces `and`, `or`, `not` where they stand for operators, and
 * sets GATE_TOKEN_START. */
void gate_tokens_mend(gate_scan *scan);
void gate_tokens_mark(gate_scan *scan);
/* Sets it wherever it would be set if a line began there, and forgets where lines begin: for a printer, which
 * must not begin a line with such a word but where it begins something. */
void gate_tokens_mark_all(gate_scan *scan);

/* The decoded form of a string's bytes [lo],[hi] of the source (without quotes) in the arena;
 * wrong escapes are complained about through [scan]. With [raw] only newlines are made \n. */
gate_str gate_decode(gate_scan *scan, uint32_t lo, uint32_t hi, bool raw);

/* What a word begins, as flags of gate_word_flag; 0 for any other token. */
uint32_t gate_token_flags(const gate_token *token);

/* The index of the first token that begins at or behind [offset]; END's at the latest. */
uint32_t gate_token_at(const gate_token_vec *tokens, uint32_t offset);

#endif
