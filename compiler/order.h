/* What depends on what among types, lets and functions: an order in which each comes after what it
 * is made of, and the circles, which are errors. Not recursive: a chain may be as long as the file. */
#ifndef GATE_COMPILER_ORDER_H
#define GATE_COMPILER_ORDER_H

#include "compiler/context.h"

/* Calls [visit] once for each symbol of the kinds in [kinds] (a bit set of gate_symbol_kind) of every
 * file, in such an order, with its file as the current one. What stands in a circle is raised (E0211)
 * and gets the poisoned type first. */
void gate_order_visit(gate_checker *cx, uint32_t kinds, void (*visit)(gate_checker *cx, gate_info *info));

#endif
