/* The default form, in parts: text.c has the sections, text_row.c one row, text_reason.c one reason.
 * Private to report/. */
#ifndef GATE_REPORT_TEXT_H
#define GATE_REPORT_TEXT_H

#include "report/paper.h"
#include "report/report.h"

/* How an outcome of a row is shown. */
typedef struct gate_text_look {
    const char *outcome; /* the document's word */
    const char *sign, *word;
    gate_ink ink;
} gate_text_look;

const gate_text_look *gate_text_look_of(gate_str outcome);

/* One row, with what it is owed to an outcome that isn't a pass: rule, readings, owner, fix. [known] is
 * what the heading above has said already of why nothing could be judged; empty: nothing.
 * [everything]: clauses that hold are explained too. */
void gate_text_row(gate_paper *paper, const gate_doc_row *row, gate_str known, bool everything);
/* The row on one line or two: sign, id, title or readings. */
void gate_text_row_short(gate_paper *paper, const gate_doc_row *row);
/* A row that doesn't apply, and why. */
void gate_text_row_skipped(gate_paper *paper, const gate_doc_row *row);
/* The row and what would have to change. */
void gate_text_row_brief(gate_paper *paper, const gate_doc_row *row);
/* The rule of a clause, why it came out as it did, and its message. */
void gate_text_clause(gate_paper *paper, const gate_doc_clause *clause, uint32_t indent);

/* A reason from the label on: what was read, what it must be, by how much. */
void gate_text_reason(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent);

/* Was it said before on this paper? From now on it was. */
bool gate_text_said(gate_paper *paper, gate_str text);
/* Says that a reading waits for a whole evidence, and why, the first time; false when it doesn't. */
bool gate_text_whole(gate_paper *paper, const gate_doc_reading *reading, uint32_t indent);

/* Where something was read, from [column] on: "at evidence/probe.json:4:3 /exit_code"; shorter where
 * [before], if any, stands beside it. */
void gate_text_origin(gate_paper *paper, const gate_doc_origin *origin, const gate_doc_origin *before,
                      uint32_t column);
/* All of them, within reason; [hidden] more are not in the list. */
void gate_text_origins(gate_paper *paper, const gate_doc_origin_list *from, int64_t hidden, uint32_t column);

/* "1 fails, 2 are missing": parts of it that are 0 are left out. */
void gate_text_counts(gate_buf *out, const gate_doc_totals *totals, bool blocking);
/* text_kinds.c: the procedures that a rollback calls for, with their next steps; how many windows a canary had. */
void gate_text_calls(gate_paper *paper, const gate_doc_verdict *verdict, const gate_doc_block *block);
/* ", expires in 6 d": of the waiver that counts and expires first; nothing where there is none. */
void gate_text_expires(gate_buf *out, const gate_doc_verdict *verdict);
/* All waivers, those that do not count with why. */
void gate_text_waivers(gate_paper *paper, const gate_doc_verdict *verdict);

/* "policies/release.gate:41". */
void gate_text_where(gate_buf *out, const gate_doc_place *place);

/* Where a label's text begins, behind [indent]. */
#define GATE_TEXT_LABEL 10u

#endif
