/* Diagnostics as text with carets, and as JSON. */
#ifndef GATE_BASE_RENDER_H
#define GATE_BASE_RENDER_H

#include "base/diag.h"
#include "base/json.h"

/* One diagnostic in the shape of docs/ARCHITECTURE.md ("error[E0301]: …"), ending in a newline.
 * [color] adds SGR sequences. A tab in the source is copied into the caret line; labels on one line
 * are merged; text of the source is made visible (base/utf8.h). */
void gate_render_diag(gate_buf *out, const gate_diag *diag, bool color);
/* The whole sorted list, with "… and N more errors" where some were not kept. */
void gate_render_diags(gate_buf *out, const gate_diags *diags, bool color);
/* The same list as a JSON array of {code, severity, message, file, line, column, end_line,
 * end_column, label, labels:[…], help}. */
void gate_json_diags(gate_json *json, const gate_diags *diags);

#endif
