/* Policies and evidence made from streams of choices. A stream that ends goes on with zeros, and zero
 * always chooses the simplest: so a failing case is made smaller by making its stream smaller. */
#ifndef GATE_TESTS_GENERATE_H
#define GATE_TESTS_GENERATE_H

#include "base/str.h"
#include "vm/builtin.h"

typedef struct choices {
    const uint32_t *items;
    uint32_t count, at;
} choices;

/* A number below [below]. */
uint32_t choose(choices *from, uint32_t below);

/* The forms that a case takes in the policy: what is evaluated is a let's value, or a clause. */
typedef enum case_form {
    CASE_LET,
    CASE_REQUIRE,
    CASE_FORBID,
    CASE_EACH,
    CASE_ANY,
    CASE_ROSTER,
    CASE_MODULE, /* a clause of a module's row: the module's record is local 0, its base's local 1 */
} case_form;

/* The policy of these cases, one stream each. Case i is the let `case_i`, or the only clause of the row
 * i, rows of modules after the others; [forms] gets what each is. */
gate_str generate_policy(gate_arena *arena, gate_builtins table, choices *cases, uint32_t count,
                         case_form *forms);

/* The evidence that the policies name, as JSON; empty: the file is not there, "!": it cannot be read. */
typedef struct generated_evidence {
    gate_str e, k, module, base; /* base: empty where the module is new */
} generated_evidence;
generated_evidence generate_evidence(gate_arena *arena, choices *from);

#endif
