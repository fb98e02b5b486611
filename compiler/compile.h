/* The compiler's door: text to a verified program, the phases in their order. */
#ifndef GATE_COMPILER_COMPILE_H
#define GATE_COMPILER_COMPILE_H

#include "compiler/checked.h"
#include "vm/program.h"

/* Compiles the policy [text] named [name]. Everything lives in [arena]; the program's sections do too
 * and stay as long. [hash] computes SHA-256 (evidence/digest.h, handed in because the compiler does
 * not know evidence/). NULL when there were errors; the diagnostics (warnings too) say which. */
typedef void gate_hash(gate_str bytes, uint8_t out[32]);

const gate_program *gate_compile(gate_arena *arena, gate_str name, gate_str text, const gate_loader *loader,
                                 gate_builtins builtins, gate_hash *hash, gate_diags *diags);

/* The second half of it: what gate_check found right, as a verified program. For who needs both: `gatec
 * lint`, `gatec test`, `gatec doc`. */
const gate_program *gate_compile_checked(gate_arena *arena, const gate_checked *checked, gate_hash *hash,
                                         gate_diags *diags);

/* Compiles one expression with evidence of the given names, for `gatec eval`: unit 0 of the program is
 * the expression, evidence i is names[i]. */
const gate_program *gate_compile_expr(gate_arena *arena, gate_str text, const gate_str *names, uint32_t name_count,
                                      const gate_loader *loader, gate_builtins builtins, gate_hash *hash,
                                      gate_diags *diags);

#endif
