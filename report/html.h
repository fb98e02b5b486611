/* The page for reviewers, in parts: html.c has the page and its sections, html_row.c one row,
 * html_reason.c one reason, html_source.c the lines of policy and evidence, html_chart.c bars and rows of
 * windows, html_inputs.c what it was made from, html_style.c the looks, html_text.c how text is put. One
 * [gate_html] lives as long as the writing of one page.
 *
 * The page is one file that runs no script and fetches nothing. Every text that is not our own goes
 * through gate_html_text, gate_html_code or gate_html_value: made visible, escaped and kept apart from the
 * direction of what stands around it. Private to report/. */
#ifndef GATE_REPORT_HTML_H
#define GATE_REPORT_HTML_H

#include "base/map.h"
#include "report/report.h"

typedef struct gate_html {
    gate_buf *out;
    gate_arena *arena;
    const gate_doc_verdict *verdict;
    gate_map policy, evidence; /* file → gate_doc_excerpt */
    gate_map ids;              /* those that are taken */
    gate_map rows;             /* a row's id → its anchor, as gate_str */
    uint32_t room;             /* rows that stand in no way and may still be unfolded */
} gate_html;

/* -- text (html_text.c) ---------------------------------------------------------------------------- */

/* Our own text, as it stands. */
void gate_html_c(gate_html *h, const char *text);
void gate_html_printf(gate_html *h, const char *format, ...) GATE_PRINTF(2, 3);
/* Any text, as the content of an element: `<bdi>`. */
void gate_html_text(gate_html *h, gate_str text);
/* The same in `<code>`. */
void gate_html_code(gate_html *h, gate_str text);
/* The same within an attribute's quotes, or within `<title>`. */
void gate_html_value(gate_html *h, gate_str text);
/* An icon by name, invisible to readers of the page's text: pass fail warn missing error skip wait next
 * waived. */
void gate_html_icon(gate_html *h, const char *name);
/* A time as `<time>`; a text that is none as it stands. */
void gate_html_time(gate_html *h, gate_str text);
/* [prefix] and [name] as an identifier that nothing else of the page has. In the page's arena. */
gate_str gate_html_id(gate_html *h, const char *prefix, gate_str name);
/* Where links to a row lead; empty when there is no such row. */
gate_str gate_html_anchor(const gate_html *h, gate_str row);
/* A number with at most two places behind the point, the same everywhere; for coordinates. */
void gate_html_number(gate_buf *out, double value);

bool gate_html_is(gate_str text, const char *word);

/* -- looks (html_style.c) --------------------------------------------------------------------------- */

/* The style sheet, and the icons and patterns that the page refers to. */
void gate_html_style(gate_html *h);
void gate_html_symbols(gate_html *h);

/* How an outcome of a row, or a decision, is shown. */
typedef struct gate_html_look {
    const char *outcome; /* the document's word */
    const char *icon, *word;
    const char *tone; /* good bad warn rest: a class of the style sheet */
} gate_html_look;
const gate_html_look *gate_html_look_of(gate_str outcome);

/* -- parts ---------------------------------------------------------------------------------------------- */

/* What the filter knows of a row: good bad warn rest. */
const char *gate_html_group(const gate_doc_row *row);
/* A row, unfolded when it stands in the way. */
void gate_html_row(gate_html *h, const gate_doc_block *block, const gate_doc_row *row, gate_str anchor);
/* A clause: its rule, why it came out so, the lines of the policy. */
void gate_html_clause(gate_html *h, const gate_doc_clause *clause);
/* Why a condition came out as it did. */
void gate_html_reason(gate_html *h, const gate_doc_reason *reason);
/* What was read, or why it could not be. [label]: our own word for it. */
void gate_html_reading(gate_html *h, const gate_doc_reading *reading, const char *label);

/* Does the document have the first line of that place? */
bool gate_html_rule_kept(const gate_html *h, const gate_doc_place *place);
/* The lines of the policy at that place; marked is what decides of [reason], or, without one, all of it.
 * Nothing for a place that [outer], which is shown already, has in it. */
void gate_html_rule(gate_html *h, const gate_doc_place *place, const gate_doc_reason *reason,
                    const gate_doc_place *outer);
/* Where something was read, and the lines there. */
void gate_html_origins(gate_html *h, const gate_doc_origin_list *from, int64_t hidden);
void gate_html_origin(gate_html *h, const gate_doc_origin *origin);

/* The comparisons with a share of 100 that a row of a coverage block made, as bars. */
void gate_html_bars(gate_html *h, const gate_doc_row *row);
/* Windows, with their numbers where there are any; [small]: their states alone, for a heading. */
void gate_html_series(gate_html *h, const gate_doc_series *series, bool small);

/* Waivers; evidence, parameters, sources and versions. */
void gate_html_waivers(gate_html *h);
void gate_html_inputs(gate_html *h);

#endif
