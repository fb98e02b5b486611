/* Loading: the main file, what it imports, and what those import. Asks the loader for texts and the
 * grammar for trees; knows nothing of what names mean. */
#ifndef GATE_COMPILER_MODULE_H
#define GATE_COMPILER_MODULE_H

#include "compiler/context.h"

/* Files of one compile; more is E0216. */
#define GATE_FILES_MAX 256
/* Bytes of one file, as base/source.h has it. */
#define GATE_FILE_BYTES (1u << 20)

/* Parses [main] and loads all that is imported, each file once; fills cx->files. Raises what is wrong
 * with imports: unreadable, not relative, in a circle, a policy. */
void gate_files_load(gate_checker *cx, const gate_source *main);

/* A file without text of its own, whose tree is [root] alone, with ids below [node_count]: for an
 * expression. Becomes the main file. */
gate_file *gate_file_lone(gate_checker *cx, const gate_source *source, gate_node *root, uint32_t node_count);

/* The module of the standard library of that name, loaded now if need be; NULL when there is none. */
gate_file *gate_file_std(gate_checker *cx, gate_str name);

/* Loads what the files from [first] on import. */
void gate_files_follow(gate_checker *cx, uint32_t first);

/* Gives every node of every file its place in the side tables, and makes them. */
void gate_files_number(gate_checker *cx);

#endif
