/* What tests have seen of a policy: the outcomes of its rows and clauses, and the truth values of the leaves of
 * its conditions, which are its parts between `&&`, `||`, `!` and `? :`, within `all` and its like too. Filled
 * from results while their memory is there; lives in the arena of its own. Of a list that is gone over,
 * elements count as far as the trace keeps them: some of each outcome that speaks against, and one that
 * holds. */
#ifndef GATE_AUTHOR_TEST_COVER_H
#define GATE_AUTHOR_TEST_COVER_H

#include "author/test_suite.h"
#include "base/map.h"

/* A leaf. [seen] has a bit for each gate_outcome. */
typedef struct gate_cover_leaf {
    const gate_node *node;
    gate_str text;
    uint32_t line, seen;
} gate_cover_leaf;

/* A clause with a condition. */
typedef struct gate_cover_clause {
    const gate_node *node;
    uint32_t index; /* in the program's clauses */
    gate_str text;
    uint32_t line, seen;
    GATE_VEC(gate_cover_leaf) leaves;
} gate_cover_clause;

typedef struct gate_cover_count {
    gate_str outcome;
    uint32_t count;
    bool good; /* it lets the release go on */
} gate_cover_count;

typedef struct gate_cover_row {
    uint32_t row; /* in the program's rows */
    gate_str id;  /* `block.row`, `block["path"]` */
    gate_str block, name;
    uint32_t line;
    GATE_VEC(gate_cover_count) counts; /* in the order in which they were seen first */
    bool blocked;
    GATE_VEC(gate_cover_clause) clauses;
} gate_cover_row;

typedef struct gate_cover {
    gate_arena *arena;
    const gate_program *program;
    const gate_module *module; /* of the policy */
    gate_str name;             /* its file */
    GATE_VEC(gate_cover_row) rows;
    gate_map leaves; /* by node: leaf */
} gate_cover;

gate_cover *gate_cover_new(gate_arena *arena, const gate_suite_subject *subject);
/* A gate_suite_watch; [context] is the cover. */
void gate_cover_note(void *context, const gate_test_result *result);
/* Rows that stand in the way of nothing as far as the tests have seen. */
uint32_t gate_cover_never_blocking(const gate_cover *cover);

#endif
