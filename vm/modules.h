/* The modules of a coverage report, found by the paths that a policy writes. Private to vm/. */
#ifndef GATE_VM_MODULES_H
#define GATE_VM_MODULES_H

#include "vm/machine.h"

typedef struct gate_modules gate_modules;

/* Indexes a report: a LIST of records with `path`. NULL value in [*trouble] when it is one. */
gate_modules *gate_modules_new(gate_machine *m, gate_value report, gate_value *trouble);
uint32_t gate_modules_count(const gate_modules *modules);
gate_value gate_modules_record(const gate_modules *modules, uint32_t index);
gate_str gate_modules_path(const gate_modules *modules, uint32_t index); /* as the report writes it */
uint32_t gate_modules_path_node(const gate_modules *modules, uint32_t index);

/* The one module that a policy's path names: the same path, else one whose path ends with it in whole
 * segments. GATE_NO with [*trouble] set: MISSING when there is none, ERROR when there are several. */
uint32_t gate_modules_find(gate_machine *m, const gate_modules *modules, gate_str path, gate_value *trouble);

/* Does the module's path, or the end of it in whole segments, match the glob? */
bool gate_modules_match(const gate_modules *modules, uint32_t index, gate_str glob);

/* Does the report list that very path? Its index, or GATE_NO. */
uint32_t gate_modules_same(const gate_modules *modules, gate_str path);
/* A module's path with `/`, without a leading `./`; the longest end of it, in whole segments, that matches
 * the glob, or empty. */
gate_str gate_modules_plain(const gate_modules *modules, uint32_t index);
gate_str gate_modules_tail(const gate_modules *modules, uint32_t index, gate_str glob);

/* A record whose counts are the sums over [members]; a kind of count that any of them lacks is left
 * out. ERROR on overflow and where the counts are not counts. */
gate_value gate_modules_sum(gate_machine *m, const gate_modules *modules, const uint32_t *members, uint32_t count, gate_str path);

#endif
