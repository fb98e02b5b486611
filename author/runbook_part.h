/* The parts of the runbook's page. Private to the files runbook_*.c. */
#ifndef GATE_AUTHOR_RUNBOOK_PART_H
#define GATE_AUTHOR_RUNBOOK_PART_H

#include "author/runbook.h"
#include "author/runbook_text.h"

/* A declaration that the page tells of once, and in which policy it was met. */
typedef struct gate_told {
    const gate_checked *checked;
    const gate_symbol *symbol;
} gate_told;

typedef struct gate_runbook {
    gate_arena *arena;
    gate_buf *out;
    gate_runbook_options options;
    const gate_checked *checked; /* the policy that is written */
    uint32_t level;              /* of its blocks' headings */
} gate_runbook;

/* runbook_expr.c. [module] is where the node stands. */
gate_str gate_runbook_slice(const gate_module *module, const gate_node *node);
/* A condition in words, or as code. */
void gate_runbook_condition(gate_runbook *book, const gate_module *module, const gate_node *expr);
/* The list of texts that an expression is: written out, or behind a `let`. NULL when it is none. */
const gate_node *gate_runbook_names(const gate_runbook *book, const gate_module *module,
                                    const gate_node *expr);
/* An expression that is no condition: code, with the value of a parameter, or the names that a `let` stands
 * for. */
void gate_runbook_value(gate_runbook *book, const gate_module *module, const gate_node *expr);
/* A number or a duration as it is written; anything else as code. */
void gate_runbook_literal(gate_runbook *book, const gate_module *module, const gate_node *node);
/* A field's path as code, with the zone of its times. */
void gate_runbook_field(gate_runbook *book, const gate_module *module, const gate_node *field);
/* The symbol that a name stands for, or NULL. */
const gate_symbol *gate_runbook_symbol(const gate_runbook *book, const gate_module *module,
                                       const gate_node *node);

/* runbook_clause.c: what a row asks for, one point of a list for each clause. [skip] leaves out some. */
typedef bool gate_runbook_skip(const gate_runbook *book, const gate_node *clause);
void gate_runbook_clauses(gate_runbook *book, const gate_nodes *clauses, const char *indent,
                          gate_runbook_skip *skip);
/* The title of the row's owner, as prose; false when it has none. */
bool gate_runbook_owner(gate_runbook *book, const gate_nodes *clauses);

/* runbook_block.c */
void gate_runbook_block(gate_runbook *book, const gate_node *block);
/* " ([file:12](path#L12))" */
void gate_runbook_place(gate_runbook *book, const gate_module *module, const gate_node *node);

/* runbook_lists.c: owners, parameters, terms, evidence of all the policies. */
void gate_runbook_lists(gate_runbook *book, const gate_checked *const *policies, uint32_t count);

#endif
