/* One escape per kind of output, for text that may come from anywhere. Each first makes the text
 * visible (base/utf8.h: controls, bidi marks, newlines as escapes), so that it stays on its line, and
 * then takes from it whatever that output would read as structure. */
#ifndef GATE_REPORT_ESCAPE_H
#define GATE_REPORT_ESCAPE_H

#include "base/str.h"

/* XML 1.0 and HTML, element text and quoted attributes alike. What XML cannot carry even as a reference
 * is already visible. */
void gate_escape_xml(gate_buf *out, gate_str text);

/* GitHub-flavoured Markdown, within a paragraph, a heading or a table cell: every sign that could be
 * structure, a mention, an issue or a link is written as a character reference, which Markdown never
 * takes for structure (CommonMark 0.30, section 6.2). */
void gate_escape_markdown(gate_buf *out, gate_str text);
/* The same as a `<code>` element: where mentions and links are never made of text. */
void gate_escape_markdown_code(gate_buf *out, gate_str text);

/* The message of a GitHub workflow command (`::error …::MESSAGE`), and the value of one of its
 * properties: the runner's own escapes. */
void gate_escape_command(gate_buf *out, gate_str text);
void gate_escape_property(gate_buf *out, gate_str text);

/* A description of TAP 14: `\` and `#` are escaped. */
void gate_escape_tap(gate_buf *out, gate_str text);

#endif
