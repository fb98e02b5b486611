/* Lines and columns for the places that a verdict shows. They are asked for one by one while the
 * document is built, and found all at once: each artifact's text is walked along a tree of the wanted
 * pointers, so that a report of thousands of modules is read once and not once a module. Private to
 * verdict/. */
#ifndef GATE_VERDICT_PLACES_H
#define GATE_VERDICT_PLACES_H

#include "evidence/locate.h"
#include "verdict/document.h"

typedef struct gate_places gate_places;

gate_places *gate_places_new(gate_arena *arena);

/* [origin]'s line and column are wanted: those of the value (a member's key) that [steps] lead to, or
 * of the nearest container where they lead nowhere. The steps' keys, the artifact and [origin] must
 * outlive the places. */
void gate_places_want(gate_places *places, gate_doc_origin *origin, const gate_artifact *artifact,
                      const gate_step *steps, uint32_t count);

/* Fills in all that were wanted. An artifact without text is left without lines. */
void gate_places_find(gate_places *places);

#endif
