/* Constant folding on the checked tree: what an expression is worth that is written out, without evidence,
 * parameters and the time. The checker asks it (is this floor above that ceiling? can this row ever fail?), and
 * emission writes one constant where it can tell. Knows no diagnostics. */
#ifndef GATE_COMPILER_FOLD_H
#define GATE_COMPILER_FOLD_H

#include "base/instant.h"
#include "compiler/checked.h"

typedef enum gate_constant_kind {
    GATE_K_NONE, /* unknown, or of no interest here */
    GATE_K_BOOL,
    GATE_K_INT,
    GATE_K_DOUBLE,
    GATE_K_DURATION,
    GATE_K_TIMESTAMP,
} gate_constant_kind;

typedef struct gate_constant {
    gate_constant_kind kind;
    bool boolean;
    int64_t integer;
    double real;
    gate_duration duration;
    gate_instant instant;
} gate_constant;

/* The value of a literal, of arithmetic on such values, of comparisons, `!`, `&&` and `||`, and of timestamp() and
 * duration() of a text. `true || x` is true whatever x is. What the machine would answer with an error (an
 * overflow, a division by zero) is unknown here, and so is what is nested deeper than any sane constant. */
gate_constant gate_fold(const gate_checked *checked, const gate_module *module, const gate_node *node);
/* -1, 0, 1; or 2 when the two have no order. */
int gate_constant_order(gate_constant a, gate_constant b);

/* True where a condition's reason loses nothing when [node] is one constant to the machine: arithmetic and
 * conversions whose parts are all written out. [*out] is then its value. A comparison stays what it is, since a
 * reason tells of both its sides; so does what is a literal anyway. */
bool gate_fold_value(const gate_checked *checked, const gate_module *module, const gate_node *node, gate_value *out);

#endif
