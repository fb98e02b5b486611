/* The numbers behind a row of windows: what each comparison in their condition observed, and what it
 * was compared with, window by window. For charts: nothing is decided by it. Private to verdict/. */
#ifndef GATE_VERDICT_MEASURES_H
#define GATE_VERDICT_MEASURES_H

#include "verdict/explain.h"

typedef struct gate_measures gate_measures;

/* For [windows] windows, all without numbers yet. In [e]'s arena. */
gate_measures *gate_measures_new(gate_explain *e, uint32_t windows);
/* [node] is the condition's node in the [window]-th of them; a criterion has several conditions. */
void gate_measures_note(gate_measures *measures, uint32_t window, uint32_t node);
/* Writes down the first comparisons that have any numbers. */
void gate_measures_write(const gate_measures *measures, gate_doc_series *series);

#endif
