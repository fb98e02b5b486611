/* Text as Markdown: whatever a title, a message or an expression holds, it stays text. Backquotes in prose
 * make code, as authors mean them to. */
#ifndef GATE_AUTHOR_RUNBOOK_TEXT_H
#define GATE_AUTHOR_RUNBOOK_TEXT_H

#include "base/str.h"

/* A line of prose, for a heading, a list or a table cell: `code` stays code where its backquotes are in
 * pairs; everything else that could be structure, a link, a mention or HTML is written as a character
 * reference. */
void gate_md_prose(gate_buf *out, gate_str text);

/* Text in double quotes. */
void gate_md_quoted(gate_buf *out, gate_str text);

/* Source text as a code span on one line: white space and comments become one space. Also right in a table
 * cell. */
void gate_md_code(gate_buf *out, gate_str text);

/* What stands between the cells of a table while its row is written: no text that is written has it. At the
 * end, [gate_md_row] makes it the bar that it stands for, and takes the meaning from all others, behind byte
 * [from]. */
#define GATE_MD_CELL "\x1f"
void gate_md_row(gate_buf *out, size_t from);

/* Documentation: lines of prose; those that begin with `- ` are a list. Each ends in a newline. */
void gate_md_doc(gate_buf *out, gate_str text);

/* Where the link [target] leads from: appended with everything encoded that a link's text may not hold. */
void gate_md_target(gate_buf *out, gate_str target);

/* The path of [file] as seen from the folder of [page]. Both relative to one folder, or absolute; "" is that
 * folder itself. */
gate_str gate_md_path(gate_arena *arena, gate_str page, gate_str file);

#endif
