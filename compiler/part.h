/* The part of a module of the standard library that a policy uses: parsing all of `coverage` for one of its
 * functions would take longer than judging what the function reads. Works on texts alone, before anything is
 * parsed, and leaves the whole module wherever it is not sure. Private to compiler/. */
#ifndef GATE_COMPILER_PART_H
#define GATE_COMPILER_PART_H

#include "base/map.h"

/* Notes in [names] what a file's [text] takes from the module [module], as in `coverage.py`. False when the
 * text names the module in a way that this does not understand: all of it is needed then. */
bool gate_part_names(gate_str text, gate_str module, gate_map *names);

/* The module's [text] with blanks in place of declarations that [names], and what they need in turn, do
 * without: what is left stands where it stood. [text] itself when a name is not declared in it, so that a
 * misspelt one finds all that it could have meant. Relies on the module being in its canonical form:
 * declarations begin lines. */
gate_str gate_part_of(gate_arena *arena, gate_str text, const gate_map *names);

#endif
