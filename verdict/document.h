/* The verdict document: one struct per object of document.def, and generic code that writes it as
 * JSON, reads it back and publishes its schema. Every form that a person or a pipeline sees is
 * rendered from this document and from nothing else, so that a saved verdict renders the same.
 *
 * Documents live in an arena; texts are borrowed from it. Nothing here knows how a verdict is
 * reached. */
#ifndef GATE_VERDICT_DOCUMENT_H
#define GATE_VERDICT_DOCUMENT_H

#include "base/json.h"
#include "base/str.h"
#include "base/vec.h"
#include "evidence/datum.h"

/* Identifier and version of the format; a change that a reader must know of changes the number. */
#define GATE_DOC_SCHEMA     "https://gatec.dev/schema/verdict-1"
#define GATE_DOC_COMPARISON "https://gatec.dev/schema/comparison-1"
#define GATE_DOC_WHY        "https://gatec.dev/schema/why-1"

typedef struct gate_strs {
    gate_str *items;
    uint32_t len, cap;
} gate_strs;

/* Lists of objects: as gate_vec_push wants them. */
#define OBJECT(name, doc)                                                                                    \
    typedef struct gate_doc_##name gate_doc_##name;                                                          \
    typedef struct gate_doc_##name##_list {                                                                  \
        gate_doc_##name **items;                                                                             \
        uint32_t len, cap;                                                                                   \
    } gate_doc_##name##_list;
#include "verdict/document.def"

#define OBJECT(name, doc)         struct gate_doc_##name {
#define MARK(name, text, doc)     gate_str name;
#define STR(name, doc)            gate_str name;
#define TEXT(name, doc)           gate_str name;
#define WORD(name, words, doc)    gate_str name;
#define OPTWORD(name, words, doc) gate_str name;
#define INT(name, doc)            int64_t name;
#define OPTINT(name, doc)         int64_t name;
#define FLAG(name, doc)           bool name;
#define BOOL(name, doc)           bool name;
#define MAYBE(name, doc)          int64_t name;
#define JSON(name, doc)           gate_str name;
#define ONE(name, object, doc)    gate_doc_##object *name;
#define MANY(name, object, doc)   gate_doc_##object##_list name;
#define LIST(name, object, doc)   gate_doc_##object##_list name;
#define STRS(name, doc)           gate_strs name;
#define END(name)                                                                                            \
    }                                                                                                        \
    ;
#include "verdict/document.def"

/* New, empty objects, optional integers -1, marks set: gate_doc_new_row(arena) … Live in the arena. */
#define OBJECT(name, doc) gate_doc_##name *gate_doc_new_##name(gate_arena *arena);
#include "verdict/document.def"

/* Appends the document as JSON, two spaces a level, ending in a newline. Fields stand in the order of
 * document.def; a trailing `_` of a field's name is not written. */
void gate_doc_write(gate_buf *out, const gate_doc_verdict *verdict);
/* The same of the documents that are made from verdicts. */
void gate_doc_write_comparison(gate_buf *out, const gate_doc_comparison *comparison);
void gate_doc_write_why(gate_buf *out, const gate_doc_why *why);

/* A document out of JSON, in [arena]; texts are borrowed from [root]. NULL when it is not one, with
 * [*why] saying where ("/blocks/0/rows/3: `id` is not there"). Unknown fields are ignored; words
 * outside their set, wrong types and another version of the format are refused. */
gate_doc_verdict *gate_doc_read(gate_arena *arena, gate_datum root, gate_str *why);

/* Appends the JSON Schema (draft 2020-12) of the format, ending in a newline. */
void gate_doc_schema(gate_buf *out);
/* The same of what `gatec diff` and `gatec verify`, and what `gatec why` write with `-o json`. */
void gate_doc_schema_comparison(gate_buf *out);
void gate_doc_schema_why(gate_buf *out);

#endif
