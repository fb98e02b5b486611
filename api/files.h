/* The texts of policies, from the disk and from the standard library: what the compiler's loader asks for.
 * Names of sources are the paths they were opened by, relative to the working directory, tidied up; so a
 * file has one name however it is reached, and is loaded once. Private to api/. */
#ifndef GATE_API_FILES_H
#define GATE_API_FILES_H

#include "compiler/checked.h"

/* Bytes of one source. */
#define GATE_SOURCE_MAX ((size_t)1 << 20)

/* A loader that lives in [arena], for the compiles made in it. */
const gate_loader *gate_files_loader(gate_arena *arena);

/* Reads a whole regular file of at most [limit] bytes, `path` relative to the working directory. False with
 * [*why], a phrase that names the path; [*absent] then says whether it is simply not there. */
bool gate_files_read(gate_arena *arena, gate_str path, size_t limit, gate_str *text, gate_str *why,
                     bool *absent);

/* The path tidied up: without `.` segments and doubled slashes, and without `folder/..` where the folder is
 * a real one (behind a link `..` leads elsewhere). Absolute stays absolute, relative relative. */
gate_str gate_files_tidy(gate_arena *arena, gate_str path);

#endif
