/* The paths of tests: `cov.files["a.py"].lines[*]`, `block.row["key"]`, as steps. The tree has them as chains
 * of SELECT and INDEX; who checks them and who follows them take them apart here. */
#ifndef GATE_COMPILER_TEST_PATH_H
#define GATE_COMPILER_TEST_PATH_H

#include "grammar/ast.h"

typedef enum gate_test_way {
    GATE_TEST_NAME,  /* .key */
    GATE_TEST_KEY,   /* ["key"] */
    GATE_TEST_INDEX, /* [3] */
    GATE_TEST_ALL,   /* [*] */
    GATE_TEST_WRONG, /* an index that is neither a text nor a whole number from 0 on */
} gate_test_way;

typedef struct gate_test_step {
    gate_test_way way;
    gate_str key;
    size_t index;
    gate_span span;
} gate_test_step;

typedef struct gate_test_path {
    gate_ident root;
    gate_test_step *steps;
    uint32_t count;
} gate_test_path;

/* The path of a test's clause, in [arena]. False where recovery left none. */
bool gate_test_path_of(gate_arena *arena, const gate_node *node, gate_test_path *out);

/* The path as it would be written: `block.row["key"]`. */
gate_str gate_test_path_text(gate_arena *arena, const gate_test_path *path);

/* What `expect` may say of a row, of a window of a criterion, or of a block of the kind that [word] names;
 * NULL past the last. */
typedef enum gate_test_about { GATE_TEST_OF_BLOCK, GATE_TEST_OF_ROW, GATE_TEST_OF_WINDOW } gate_test_about;
const char *gate_test_outcome(gate_word block, gate_test_about about, uint32_t index);

#endif
