/* document.def as data, for the writer, the reader and the schema. Private to the document's files. */
#ifndef GATE_VERDICT_DOCUMENT_TABLE_H
#define GATE_VERDICT_DOCUMENT_TABLE_H

#include "verdict/document.h"

typedef enum gate_field_kind {
    GATE_FIELD_MARK,
    GATE_FIELD_STR,
    GATE_FIELD_TEXT,
    GATE_FIELD_WORD,
    GATE_FIELD_OPTWORD,
    GATE_FIELD_INT,
    GATE_FIELD_OPTINT,
    GATE_FIELD_FLAG,
    GATE_FIELD_BOOL,
    GATE_FIELD_MAYBE,
    GATE_FIELD_JSON,
    GATE_FIELD_ONE,
    GATE_FIELD_MANY,
    GATE_FIELD_LIST,
    GATE_FIELD_STRS,
} gate_field_kind;

typedef struct gate_object_info gate_object_info;

typedef struct gate_field_info {
    const char *name; /* of the struct's member: gate_field_key is what is written */
    gate_field_kind kind;
    size_t at;                               /* offset in the struct */
    const gate_object_info *(*object)(void); /* of ONE, MANY and LIST */
    const char *words;                       /* of WORD and OPTWORD: "a|b"; of MARK: its text */
    const char *doc;
} gate_field_info;

struct gate_object_info {
    const char *name, *doc;
    size_t size;
    const gate_field_info *fields;
    uint32_t count;
};

/* A list of objects of any type, as it stands in a struct. */
typedef struct gate_any_list {
    void *items;
    uint32_t len, cap;
} gate_any_list;

/* The objects, in the order of document.def. */
uint32_t gate_object_count(void);
const gate_object_info *gate_object_at(uint32_t index);
/* The outermost ones: of a verdict, of a comparison, of one row. */
const gate_object_info *gate_object_root(void);
const gate_object_info *gate_object_comparison(void);
const gate_object_info *gate_object_why(void);

/* The name as it is written: without a trailing `_`. */
gate_str gate_field_key(const gate_field_info *field);
/* Is a field of that kind always there? */
bool gate_field_always(gate_field_kind kind);
/* A new, empty object. */
void *gate_object_new(gate_arena *arena, const gate_object_info *info);
/* Is [word] one of "a|b|c"? */
bool gate_words_have(const char *words, gate_str word);
/* The next word of [*words], which moves behind it; empty at the end. */
gate_str gate_words_next(const char **words);

#endif
