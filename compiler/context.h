/* The state of one check, shared by the files of this folder: the loaded files, the tables that are
 * filled, and where the checker stands. Lives on the stack of gate_check; all it points to is in the
 * compile arena. Private to compiler/; knows nothing of emission. */
#ifndef GATE_COMPILER_CONTEXT_H
#define GATE_COMPILER_CONTEXT_H

#include "base/map.h"
#include "base/suggest.h"
#include "compiler/checked.h"
#include "grammar/parse.h"

/* A declared thing with what only the checker asks of it. A gate_symbol * made by this folder is
 * always the first member of one. */
typedef struct gate_info {
    gate_symbol symbol;
    gate_span span;  /* of its name, in its own file */
    bool referenced; /* named anywhere */
    bool variable;   /* LET, DEF: its value depends on evidence, a parameter or the time */
    uint8_t state;   /* of a walk over what depends on what (order.c) */
} gate_info;

typedef struct gate_file gate_file;

/* One `import` of a file. */
typedef struct gate_import {
    const gate_node *decl;
    gate_file *file; /* NULL when it could not be loaded */
    bool used;
} gate_import;

/* A name in the space of a file: what it means and how it came there. */
typedef struct gate_entry {
    gate_info *info;
    gate_import *via; /* the import that brings it; NULL for a name of the file's own */
    gate_span span;   /* in this file: of the name, or of the import */
} gate_entry;

typedef struct gate_template {
    const gate_node *string;
    gate_parts parts;
} gate_template;

/* One loaded file. Its gate_module is the first member. */
struct gate_file {
    gate_module module;
    uint32_t node_count;           /* the tree's, and its templates' */
    bool lost;                     /* recovery skipped a declaration: unknown names may be its */
    uint8_t state;                 /* of the walk over imports */
    gate_map names, owners;        /* gate_entry * */
    GATE_VEC(gate_info *) symbols; /* its own, in the order of the text; owners too */
    GATE_VEC(gate_import *) imports;
    GATE_VEC(gate_template) templates;
    const gate_node *coverage; /* its first coverage block, or NULL */
    bool decides;              /* has a `policy` header or a block */
};

typedef struct gate_local {
    gate_str name;
    const gate_type *type;
    uint32_t slot;
} gate_local;

/* What module rows have in scope beside locals. */
typedef struct gate_readings {
    const gate_type *counts, *base;         /* {covered, total}; the record of `against`, or NULL */
    GATE_VEC(const gate_symbol *) evidence; /* what `of` and `against` are made from */
} gate_readings;

typedef struct gate_checker {
    gate_arena *arena;
    gate_diags *diags;
    const gate_loader *loader;
    gate_checked checked;
    GATE_VEC(gate_file *) files; /* the main file first */
    gate_map sources, modules;   /* gate_file *, by source name; by the standard library's name */
    gate_map functions, methods; /* gate_function * (signature.h), by name */
    gate_map namespaces;         /* what stands before the dot of a builtin: "math", "cel" */
    bool lone;                   /* gate_check_expr: one expression, as CEL has it */
    /* where it stands */
    gate_file *file;
    GATE_VEC(gate_local) locals;
    uint32_t next_slot;
    const gate_readings *readings;     /* NULL outside of module rows */
    bool given_variable;               /* the row's own element comes from evidence … */
    uint32_t given_slots;              /* … and these first slots are it */
    GATE_VEC(const gate_node *) spine; /* stack of check_expr.c */
} gate_checker;

/* Raises [code_] (without its prefix) in the current file. */
#define gate_raise(cx, code_, span, ...)                                                                     \
    gate_diag_raise((cx)->diags, GATE_D_##code_, (cx)->file->module.source, (span), __VA_ARGS__)
#define gate_label_own(cx, diag, span, ...)                                                                  \
    gate_diag_label((cx)->diags, (diag), (cx)->file->module.source, (span), __VA_ARGS__)

/* Text of the user's for a message: visible, cut at 60 bytes or so. */
const char *gate_say_text(gate_checker *cx, gate_str text);
/* A type for a message: "a list of strings". */
const char *gate_say_type(gate_checker *cx, const gate_type *type);
/* A word of the language with its article: "an `item`". */
const char *gate_say_word(gate_checker *cx, const char *word);
/* "Did you mean `x`?" as the diagnostic's help, when there is a best. */
void gate_help_suggest(gate_checker *cx, gate_diag *diag, const gate_suggest *suggest);
/* False once so much was reported that nothing more is kept: what only improves messages may be
 * left undone, so that a text of nothing but mistakes costs no more than a right one. */
bool gate_worth_it(const gate_checker *cx);

/* The side tables at a node of the current file. */
gate_ref *gate_ref_slot(gate_checker *cx, const gate_node *node);
const gate_type *gate_type_set(gate_checker *cx, const gate_node *node, const gate_type *type);
const gate_type *gate_type_of(const gate_checker *cx, const gate_node *node);
const gate_parts *gate_parts_of(const gate_checker *cx, const gate_node *node);
void gate_slot_note(gate_checker *cx, const gate_node *node);

/* Calls [visit] for [root] and all below it, in the order of the text, the expressions of templates
 * included, without recursion. A false from [visit] leaves out what is below that node. */
void gate_tree_walk(gate_checker *cx, const gate_file *file, const gate_node *root,
                    bool (*visit)(gate_checker *cx, const gate_node *node, void *context), void *context);

static inline gate_info *gate_info_of(gate_symbol *symbol)
{
    return (gate_info *)symbol;
}
static inline gate_file *gate_file_of(const gate_symbol *symbol)
{
    return (gate_file *)symbol->module;
}
static inline const gate_type *gate_any(void)
{
    return gate_type_plain(GATE_TY_ANY);
}
static inline const gate_type *gate_poison(void)
{
    return gate_type_plain(GATE_TY_ERROR);
}

#endif
