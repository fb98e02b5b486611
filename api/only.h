/* Picking blocks and rows of a policy by name. Private to api/. */
#ifndef GATE_API_ONLY_H
#define GATE_API_ONLY_H

#include "api/handle.h"
#include "base/vec.h"
#include "verdict/document.h"
#include "vm/program.h"

/* Are all of them `block` or `block.row` of the program? [*out] gets them; false with messages, which suggest
 * what was meant. */
bool gate_only_read(gate_handle *handle, const gate_program *program, const char *const *names, size_t count,
                    gate_strs *out);

#endif
