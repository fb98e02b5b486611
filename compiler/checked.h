/* What the checker found out, beside the tree: the result of all phases before emission, and their
 * only output. A gate_checked can be had from gate_check alone, so that nothing unchecked is ever
 * emitted. Everything lives in the compile arena. */
#ifndef GATE_COMPILER_CHECKED_H
#define GATE_COMPILER_CHECKED_H

#include "compiler/type.h"
#include "grammar/parse.h"
#include "vm/builtin.h"
#include "vm/kinds.h"
#include "vm/opcode.h"

typedef struct gate_module gate_module;

typedef enum gate_symbol_kind {
    GATE_SYM_PARAM,
    GATE_SYM_EVIDENCE,
    GATE_SYM_LET,
    GATE_SYM_DEF,
    GATE_SYM_TYPE,
    GATE_SYM_OWNER,
    GATE_SYM_BLOCK,
    GATE_SYM_IMPORT, /* a namespace: `coverage`, or a file's `as` */
} gate_symbol_kind;

typedef struct gate_symbol {
    gate_symbol_kind kind;
    gate_str name;          /* as declared */
    gate_str shown;         /* as the policy sees it: "coverage.py" */
    const gate_node *decl;
    gate_module *module;    /* where it is declared */
    gate_module *imported;  /* IMPORT: the module it names */
    const gate_type *type;  /* of the value; of a DEF's result; what a TYPE stands for */
    const gate_type *const *params; /* DEF: parameter types; NULL where none is written */
    uint32_t index;         /* place in the program's section, given to used symbols only; else GATE_NO */
    bool used;              /* anything that is compiled refers to it */
} gate_symbol;

/* One source file of the compile. */
struct gate_module {
    const gate_source *source;
    const gate_ast *ast;
    uint32_t kind;          /* gate_source_kind of vm/program.h */
    gate_str name;          /* of a module of the standard library, else empty */
    uint32_t node_base;     /* its nodes' ids start here in the side tables */
};

/* What a node that names something means. */
typedef enum gate_ref_kind {
    GATE_REF_NONE,
    GATE_REF_LOCAL,     /* slot */
    GATE_REF_SYMBOL,    /* PARAM, EVIDENCE, LET, DEF (a call); OWNER (a QNAME) */
    GATE_REF_READING,   /* line, branches … of the module row: reading */
    GATE_REF_NOW,
    GATE_REF_TYPE,      /* `int` as a value: tag */
    GATE_REF_BUILTIN,   /* a call: name, method */
    GATE_REF_MACRO,     /* a call: macro */
    GATE_REF_NAMESPACE, /* the `math` of math.ceil(…), an import before a dot: nothing to emit */
} gate_ref_kind;

/* What coverage rows bind, computed from the module record in local 0. */
typedef enum gate_reading_kind {
    GATE_READ_MODULE,
    GATE_READ_LINE, GATE_READ_BRANCH, GATE_READ_FUNC, GATE_READ_STATEMENT,         /* percentages */
    GATE_READ_LINES, GATE_READ_BRANCHES, GATE_READ_FUNCTIONS, GATE_READ_STATEMENTS, /* {covered, total} */
    GATE_READ_BASE,
} gate_reading_kind;

/* Macros that the compiler expands; macro rows of the builtin table are GATE_MACRO_COLLECT. */
typedef enum gate_macro {
    GATE_MACRO_HAS,
    GATE_MACRO_ALL, GATE_MACRO_EXISTS, GATE_MACRO_ONE,
    GATE_MACRO_MAP, GATE_MACRO_FILTER,
    GATE_MACRO_TRANSFORM_LIST, GATE_MACRO_TRANSFORM_MAP,
    GATE_MACRO_BIND,                            /* cel.bind(x, value, body) */
    GATE_MACRO_OPT_MAP, GATE_MACRO_OPT_FLAT_MAP, /* a.optMap(x, body) */
    GATE_MACRO_COLLECT,                         /* list.sortBy(x, key) and the like */
} gate_macro;

typedef struct gate_ref {
    gate_ref_kind kind;
    gate_symbol *symbol;
    uint32_t slot;             /* LOCAL; MACRO: the first slot that its variables take */
    gate_reading_kind reading;
    gate_tag tag;              /* TYPE */
    gate_macro macro;
    bool two;                  /* MACRO with two variables */
    gate_str name;             /* BUILTIN and MACRO_COLLECT: "contains", "math.greatest", "sortBy" */
    bool method;
} gate_ref;

/* A unit of code to emit: which expression, how many locals it needs. */
typedef struct gate_frame {
    uint32_t locals;
} gate_frame;

typedef struct gate_checked {
    gate_arena *arena;
    gate_module **modules; /* the main file first, then imports in the order of loading */
    uint32_t module_count;
    gate_module *main;
    /* The policy that the tests of the main file speak of: itself, or the one that it imports; NULL: none. */
    gate_module *tested;

    /* Side tables by module->node_base + node->id. */
    const gate_type **types;
    gate_ref *refs;
    gate_parts *templates;  /* STRING nodes that are templates: their parsed parts; len 0 elsewhere */
    uint32_t *slots;        /* locals in scope before the node's own binder; for CLAUSE, ROW and macro nodes: first free slot */
    uint32_t node_count;

    /* Everything that is used, in the order of the program's sections. */
    gate_symbol **params, **evidence, **lets, **defs, **owners;
    uint32_t param_count, evidence_count, let_count, def_count, owner_count;

    gate_builtins builtins;
} gate_checked;

static inline const gate_type *gate_type_at(const gate_checked *checked, const gate_module *module, const gate_node *node)
{
    return checked->types[module->node_base + node->id];
}
static inline const gate_ref *gate_ref_at(const gate_checked *checked, const gate_module *module, const gate_node *node)
{
    return &checked->refs[module->node_base + node->id];
}
static inline const gate_parts *gate_parts_at(const gate_checked *checked, const gate_module *module, const gate_node *node)
{
    return &checked->templates[module->node_base + node->id];
}

/* Where the slots of locals begin in each kind of unit:
 *   a def's body: its parameters are slots 0 …;
 *   units of `item … each` rows and of their clauses: the element is slot 0;
 *   units of module rows: the module's record is slot 0, and with `against` the base's record slot 1;
 *   units of canary rows: the window is slot 0; the condition of `fire when … for`: the window is slot 0;
 *   `retain` rows: the run is slot 0;
 *   everything else begins at slot 0.
 * A clause's own variable and macro variables take the next free slots (two for two-variable macros,
 * in the order written), and give them back at the end of their scope. */

/* How the checker finds what is imported. */
typedef struct gate_loader {
    /* The text of the file at [path] as seen from [from] (a source's name): false when it cannot be
     * read, with [why] a phrase. [name] becomes the source's name. */
    bool (*load)(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name, gate_str *text,
                 gate_str *why);
    /* A module of the standard library; false when there is none of that name. */
    bool (*module)(void *context, gate_str name, gate_str *text);
    /* The names of all modules, for suggestions and documentation. */
    uint32_t (*module_names)(void *context, const gate_str **names);
    void *context;
} gate_loader;

/* Loads imports, resolves names, checks types and rules of the parsed [main] file. NULL when there
 * were errors; the diagnostics say which. */
const gate_checked *gate_check(gate_arena *arena, const gate_source *main, const gate_loader *loader,
                               gate_builtins builtins, gate_diags *diags);

/* Checks one expression by itself with modules in scope: for `gatec eval`. [names] are evidence
 * bound on the command line (their symbols are EVIDENCE, in that order,
 * without a declaration); every module of the
 * standard library is in scope under its name. [*expr] gets the expression's node, in module
 * checked->main. NULL on errors. */
const gate_checked *gate_check_expr(gate_arena *arena, const gate_source *source, const gate_str *names, uint32_t name_count,
                                    const gate_loader *loader, gate_builtins builtins, gate_diags *diags,
                                    const gate_node **expr);

#endif
