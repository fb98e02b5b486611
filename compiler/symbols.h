/* Names: what a file declares, what its imports bring, and looking both up. Owners have a space of
 * their own. Knows nothing of types or of locals. */
#ifndef GATE_COMPILER_SYMBOLS_H
#define GATE_COMPILER_SYMBOLS_H

#include "compiler/context.h"

/* Enters every file's declarations, then what its imports bring; raises names that are there twice. */
void gate_symbols_declare(gate_checker *cx);

/* Evidence bound by name only, for an expression by itself. */
gate_info *gate_symbol_bound(gate_checker *cx, gate_str name);
/* Enters a namespace into the main file, as if it were imported. */
void gate_symbol_namespace(gate_checker *cx, gate_file *imported);

/* What the name means in that file, or NULL. */
gate_entry *gate_entry_find(const gate_file *file, gate_str name);
/* Notes that it is used, and returns its declaration. */
gate_info *gate_entry_use(gate_entry *entry);
/* What an imported file itself declares under that name; NULL when nothing. */
gate_info *gate_member_find(const gate_file *imported, gate_str name);
/* The file behind a name that is an import; NULL when the name is none. */
gate_file *gate_namespace_file(const gate_entry *entry);
/* The owner that a QNAME names; noted in its ref. NULL, with a diagnostic, when there is none. */
gate_info *gate_owner_resolve(gate_checker *cx, const gate_node *qname);
/* Raises that module [imported], written [shown], has no such name. */
void gate_member_unknown(gate_checker *cx, const gate_file *imported, gate_str shown, const gate_ident *name);

/* "a parameter", "a function" … for messages. */
const char *gate_symbol_article(gate_symbol_kind kind);
/* True for what module rows bind: `line`, `branches` … and which of them. */
bool gate_reading_find(gate_str name, gate_reading_kind *out);
const char *gate_reading_name(gate_reading_kind kind);

#endif
