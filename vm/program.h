/* A compiled policy: immutable, shared by any number of threads, the same in memory and in a `.gbc`
 * file. It is a set of sections, each an array of plain structs that refer to each other by index
 * and to text by offset; no pointers, so that writing it out is a copy and reading it back is a
 * bounds check (vm/image.h, vm/verify.h). Only a verified program can be run.
 *
 * It carries the text of its sources, so that a verdict can show the line it speaks of. */
#ifndef GATE_VM_PROGRAM_H
#define GATE_VM_PROGRAM_H

#include "base/str.h"
#include "evidence/artifact.h"
#include "vm/kinds.h"
#include "vm/opcode.h"
#include "vm/value.h"

#define GATE_NO UINT32_MAX /* no such index */

/* Text in the string section. */
typedef struct gate_text {
    uint32_t at, len;
} gate_text;

/* A place in a source. source GATE_NO: no place. */
typedef struct gate_where {
    uint32_t source, lo, hi;
} gate_where;

typedef struct gate_p_meta {
    gate_text policy, title, doc; /* policy "" for a file without a header */
    uint32_t main_source;
    uint32_t subject;             /* let of that name, or GATE_NO */
    uint32_t waivers, attestations; /* evidence of those names, or GATE_NO */
} gate_p_meta;

typedef enum gate_source_kind { GATE_SOURCE_MAIN, GATE_SOURCE_FILE, GATE_SOURCE_STD } gate_source_kind;

typedef struct gate_p_source {
    gate_text name, text;
    uint32_t kind; /* gate_source_kind */
    uint8_t sha256[32];
} gate_p_source;

typedef struct gate_p_const {
    uint32_t tag;  /* gate_tag: NULL BOOL INT DOUBLE STRING TIMESTAMP DURATION TYPE */
    int32_t nsec;  /* TIMESTAMP, DURATION */
    int64_t bits;  /* BOOL, INT, DOUBLE's bits, seconds, type's tag */
    gate_text text;
} gate_p_const;

/* A run of code that leaves one value. Its locals are numbered from 0; parameters and row variables
 * come first. */
typedef struct gate_p_unit {
    uint32_t first, count; /* instructions; jumps are relative to first */
    uint32_t locals, stack, loops; /* most that it uses */
    gate_where where;
} gate_p_unit;

/* A constant path below an evidence: names in the names section. */
typedef struct gate_p_path {
    uint32_t evidence;
    uint32_t first, count;
} gate_p_path;

typedef enum gate_param_type {
    GATE_PARAM_BOOL, GATE_PARAM_INT, GATE_PARAM_NUMBER, GATE_PARAM_PERCENT, GATE_PARAM_STRING,
    GATE_PARAM_DURATION, GATE_PARAM_TIMESTAMP,
} gate_param_type;

typedef struct gate_p_param {
    gate_text name, doc, env;
    uint32_t type, is_list;              /* gate_param_type */
    uint32_t value, floor, ceiling;      /* units without inputs (constant expressions), or GATE_NO */
    gate_where where;
} gate_p_param;

/* The shapes of typed evidence, serialised: enough to validate a datum at run time. */
typedef enum gate_shape_kind {
    GATE_SHAPE_ANY, GATE_SHAPE_NULL, GATE_SHAPE_BOOL, GATE_SHAPE_INT, GATE_SHAPE_DOUBLE, GATE_SHAPE_NUMBER,
    GATE_SHAPE_PERCENT, GATE_SHAPE_STRING, GATE_SHAPE_WORD, GATE_SHAPE_TIMESTAMP, GATE_SHAPE_DURATION,
    GATE_SHAPE_LIST, GATE_SHAPE_MAP, GATE_SHAPE_RECORD, GATE_SHAPE_UNION,
} gate_shape_kind;

typedef struct gate_p_shape {
    uint32_t kind;         /* gate_shape_kind */
    gate_text name;        /* the declared type's name, or a WORD's text */
    uint32_t first, count; /* RECORD: fields; UNION: shapes (through the refs section); LIST, MAP: first is the element's shape */
} gate_p_shape;

typedef struct gate_p_field {
    gate_text name;
    uint32_t shape, optional;
} gate_p_field;

typedef struct gate_p_evidence {
    gate_text name, pattern, reader;
    uint32_t cardinality, optional;           /* gate_cardinality */
    uint32_t part_first, part_count;          /* the pattern in parts, parameters between */
    uint32_t by_first, by_count;              /* names section */
    gate_text by_zone;
    uint32_t has_fresh, fresh_first, fresh_count;
    gate_text fresh_zone;
    int64_t fresh_seconds;
    uint32_t shape;                           /* or GATE_NO */
    gate_where where;
} gate_p_evidence;

/* A part of a text with parameters in it: a parameter, or (param GATE_NO) text. */
typedef struct gate_p_part {
    gate_text text;
    uint32_t param;
} gate_p_part;

typedef struct gate_p_let {
    gate_text name;
    uint32_t unit;
    gate_where where;
} gate_p_let;

typedef struct gate_p_def {
    gate_text name; /* qualified as the policy sees it: "coverage.py" */
    uint32_t unit, params;
    gate_where where;
} gate_p_def;

/* A builtin as the code calls it: found again by its signature when a program is loaded. */
typedef struct gate_p_call {
    gate_text name;                    /* "contains", "math.greatest" */
    uint32_t method;                   /* called on a receiver */
    gate_where where;                  /* of the first use, for messages of the loader */
} gate_p_call;

typedef struct gate_p_owner {
    gate_text name, title, duty;
    gate_where where;
} gate_p_owner;

/* Flags of a clause. */
#define GATE_LATEST_ONLY    1u /* … latest */
#define GATE_NO_DATA_BREACH 2u
#define GATE_NO_DATA_CLEAN  4u
#define GATE_THEN_HOLD      8u

typedef struct gate_p_clause {
    uint32_t kind;           /* gate_clause_kind */
    uint32_t form;           /* how it quantifies: 0 plain, 1 each, 2 roster, 3 any, 4 n consecutive, 5 m of n, 6 duration */
    uint32_t unit;           /* the condition, or GATE_NO */
    uint32_t list_unit;      /* windows of a `fire when … for`; else GATE_NO */
    uint32_t text_unit;      /* see, fix, effective, question: a unit that gives text; or GATE_NO */
    uint32_t owner;          /* OWNER */
    uint32_t role_first, role_count; /* refs section: owners */
    int64_t n, m;            /* counts; n is seconds where the clause has a duration; EFFECTIVE: n is its instant in seconds */
    uint32_t flags;          /* GATE_LATEST_ONLY … */
    uint32_t target;         /* block (then) or row (within … of), or GATE_NO */
    uint32_t by_first, by_count;
    gate_text by_zone;
    gate_where where;        /* the whole clause */
    gate_where expr;         /* its condition */
} gate_p_clause;

/* How a row is repeated. */
typedef enum gate_row_mode { GATE_MODE_ONE, GATE_MODE_EACH, GATE_MODE_SUM } gate_row_mode;

/* What a `keep` keeps. */
typedef enum gate_keep { GATE_KEEPS_LAST, GATE_KEEPS_FOR, GATE_KEEPS_WHERE } gate_keep;

typedef struct gate_p_row {
    uint32_t kind, mode;               /* gate_row_kind, gate_row_mode */
    gate_text name;                    /* or a module's path or glob */
    gate_text doc;
    uint32_t title_unit;               /* gives the title; GATE_NO: none */
    uint32_t clause_first, clause_count;
    uint32_t list_unit, where_unit, key_unit, or_none; /* item … each: the element is local 0 of all units of the row */
    uint32_t least;                    /* module each: fewest modules */
    uint32_t keep, per_unit;           /* KEEP: gate_keep of the rule; keep last … per: the run is local 0 */
    int64_t keep_count;                /* KEEP: how many, or for how many seconds */
    gate_where where, head;            /* the whole row; its first line's words */
} gate_p_row;

typedef struct gate_p_block {
    uint32_t kind; /* gate_block_kind */
    gate_text name, title, doc;
    uint32_t row_first, row_count;
    uint32_t clause_first, clause_count; /* written directly in the block */
    uint32_t of_unit, against_unit;      /* coverage */
    uint32_t list_unit, where_unit;      /* canary: windows; the window is local 0 of its rows' units */
    gate_text var;
    gate_text pattern;                   /* retain: the files, one `*` names the folder */
    uint32_t by_first, by_count;         /* retain: names of the field that orders them */
    gate_text by_zone;
    gate_where where, head;
} gate_p_block;

/* SECTION(name, type): in the order of the image. */
#define GATE_SECTIONS(SECTION)                                                                     \
    SECTION(strings, char)                                                                         \
    SECTION(meta, gate_p_meta)                                                                     \
    SECTION(sources, gate_p_source)                                                                \
    SECTION(names, gate_text)                                                                      \
    SECTION(refs, uint32_t)                                                                        \
    SECTION(consts, gate_p_const)                                                                  \
    SECTION(code, gate_instr)                                                                      \
    SECTION(lines, gate_where)                                                                     \
    SECTION(units, gate_p_unit)                                                                    \
    SECTION(paths, gate_p_path)                                                                    \
    SECTION(calls, gate_p_call)                                                                    \
    SECTION(params, gate_p_param)                                                                  \
    SECTION(parts, gate_p_part)                                                                    \
    SECTION(shapes, gate_p_shape)                                                                  \
    SECTION(fields, gate_p_field)                                                                  \
    SECTION(evidence, gate_p_evidence)                                                             \
    SECTION(lets, gate_p_let)                                                                      \
    SECTION(defs, gate_p_def)                                                                      \
    SECTION(owners, gate_p_owner)                                                                  \
    SECTION(clauses, gate_p_clause)                                                                \
    SECTION(rows, gate_p_row)                                                                      \
    SECTION(blocks, gate_p_block)

typedef struct gate_program {
#define SECTION(name, type)                                                                        \
    const type *name;                                                                              \
    uint32_t name##_count;
    GATE_SECTIONS(SECTION)
#undef SECTION
    uint8_t sha256[32]; /* of the image's sections: the compiled form's digest */
    bool sealed;        /* gate_verify found it sound */
} gate_program;

/* Borrowed from the program. */
gate_str gate_program_text(const gate_program *program, gate_text text);
gate_str gate_program_slice(const gate_program *program, gate_where where); /* what the policy says there */
gate_value gate_program_const(const gate_program *program, uint32_t index);

#endif
