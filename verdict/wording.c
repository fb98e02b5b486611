#include "verdict/wording.h"

#include <inttypes.h>

#define MOST_CHANGES      12u /* sentences of one clause */
#define MOST_ALTERNATIVES 4u
#define OPERAND_SHOWN     60u /* bytes of an operand's value that a sentence still repeats */
#define WHOLE             "evidence `" /* how a sentence about a whole evidence begins */

/* The operators that compare, and how a wish for them is said of the left and of the right operand. */
typedef struct wish {
    const char *sign;
    const char *left[2]; /* not wanted, wanted */
    const char *right[2];
} wish;

static const wish wishes[] = {
    {">=", {"be below", "be at least"}, {"be above", "be at most"}},
    {">", {"be at most", "be above"}, {"be at least", "be below"}},
    {"<=", {"be above", "be at most"}, {"be below", "be at least"}},
    {"<", {"be at least", "be below"}, {"be at most", "be above"}},
    {"==", {"not be", "be"}, {"not be", "be"}},
    {"!=", {"be", "not be"}, {"be", "not be"}},
    {"in", {"be none of", "be one of"}, {"not hold", "hold"}},
};

static const wish *wish_of(const gate_doc_reason *reason)
{
    if (!gate_str_eq_c(reason->kind, "test") || reason->readings.len != 2) return NULL;
    for (size_t i = 0; i < GATE_COUNT(wishes); i++) {
        if (gate_str_eq_c(reason->operator, wishes[i].sign)) return &wishes[i];
    }
    return NULL;
}

static bool is_has(const gate_doc_reason *reason)
{
    return gate_str_eq_c(reason->operator, "has") && reason->readings.len == 1;
}

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

bool gate_wording_holds(const gate_doc_reason *reason)
{
    return gate_str_eq(reason->outcome, reason->wanted);
}

static bool from_evidence(const gate_doc_reading *reading)
{
    for (uint32_t i = 0; i < reading->from.len; i++) {
        if (reading->from.items[i]->evidence.len) return true;
    }
    return false;
}

uint32_t gate_wording_observed(const gate_doc_reading_list *readings)
{
    if (readings->len < 2) return 0;
    return !from_evidence(readings->items[0]) && from_evidence(readings->items[1]) ? 1 : 0;
}

const gate_doc_reading *gate_wording_subject(const gate_doc_reason *reason)
{
    if (wish_of(reason)) return reason->readings.items[gate_wording_observed(&reason->readings)];
    return is_has(reason) ? reason->readings.items[0] : NULL;
}

/* [library]: what it is called there says nothing to anyone. */
static void put_bound(gate_buf *out, const gate_doc_reading *bound, bool library)
{
    if (!is_word(bound->state, "value")) {
        gate_buf_printf(out, "`" GATE_STR_FMT "`", GATE_STR_ARG(bound->text));
        return;
    }
    gate_buf_add(out, bound->shown);
    if (!bound->constant && bound->text.len && !library)
        gate_buf_printf(out, " (`" GATE_STR_FMT "`)", GATE_STR_ARG(bound->text));
}

void gate_wording_wanted(gate_buf *out, const gate_doc_reason *reason)
{
    if (is_word(reason->operator, "at")) { /* a time, not a condition */
        gate_buf_c(out, "be known, as a time");
        return;
    }
    const wish *w = wish_of(reason);
    bool yes = is_word(reason->wanted, "true");
    if (w) {
        uint32_t observed = gate_wording_observed(&reason->readings);
        gate_buf_c(out, observed == 0 ? w->left[yes] : w->right[yes]);
        gate_buf_char(out, ' ');
        put_bound(out, reason->readings.items[1 - observed], reason->library);
    } else if (is_has(reason)) {
        gate_buf_c(out, yes ? "be there" : "not be there");
    } else if (is_word(reason->operator, "named")) {
        gate_buf_c(out, "be there, once");
    } else {
        gate_buf_c(out, yes ? "be true" : "be false");
    }
}

void gate_wording_origin(gate_buf *out, const gate_doc_origin *origin)
{
    if (origin->parameter.len) {
        gate_buf_printf(out, "the parameter `" GATE_STR_FMT "`", GATE_STR_ARG(origin->parameter));
        return;
    }
    if (origin->file.len) {
        gate_buf_add(out, origin->file);
        if (origin->line > 0) gate_buf_printf(out, ":%" PRId64 ":%" PRId64, origin->line, origin->column);
    } else {
        gate_buf_printf(out, "evidence `" GATE_STR_FMT "`", GATE_STR_ARG(origin->evidence));
    }
    if (origin->pointer.len) {
        gate_buf_char(out, ' ');
        gate_buf_add(out, origin->pointer);
    }
}

const gate_doc_reading *gate_wording_faulty(const gate_doc_reason *reason)
{
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        if (gate_str_eq(reason->readings.items[i]->state, reason->outcome)) return reason->readings.items[i];
    }
    return NULL;
}

/* -- changes ----------------------------------------------------------------------------------------- */

static void put_because(gate_buf *out, gate_str because, const gate_doc_reading *reading)
{
    if (because.len) {
        gate_buf_c(out, ": ");
        gate_buf_add(out, because);
    }
    if (!reading || reading->from.len == 0) return;
    gate_buf_c(out, " (");
    gate_wording_origin(out, reading->from.items[0]);
    gate_buf_c(out, ")");
}

const gate_doc_origin *gate_wording_whole(const gate_doc_reading *reading)
{
    if (!reading || reading->from.len != 1) return NULL;
    const gate_doc_origin *from = reading->from.items[0];
    return from->evidence.len && !from->pointer.len ? from : NULL;
}

static void put_quoted(gate_buf *out, gate_str text)
{
    gate_buf_printf(out, "`" GATE_STR_FMT "`", GATE_STR_ARG(text));
}

static void put_whole(gate_buf *out, const gate_doc_origin *whole, bool missing)
{
    gate_buf_printf(out, WHOLE GATE_STR_FMT "` %s", GATE_STR_ARG(whole->evidence),
                    missing ? "is needed" : "must be usable");
}

gate_str gate_wording_fault(gate_arena *arena, const gate_doc_reading *reading)
{
    gate_buf out = gate_buf_new(arena);
    const gate_doc_origin *whole = gate_wording_whole(reading);
    bool missing = is_word(reading->state, "missing");
    if (whole) {
        put_whole(&out, whole, missing);
        put_because(&out, reading->because, NULL);
    } else {
        gate_buf_add(&out, reading->because);
        put_because(&out, GATE_STR(""), reading);
    }
    return gate_buf_str(&out);
}

/* A test that is missing or in error. */
static void faulty_sentence(gate_buf *out, const gate_doc_reason *reason)
{
    const gate_doc_reading *faulty = gate_wording_faulty(reason);
    const gate_doc_reading *subject = gate_wording_subject(reason);
    const gate_doc_origin *whole = gate_wording_whole(faulty);
    bool missing = is_word(reason->outcome, "missing");
    gate_str because = faulty && faulty->because.len ? faulty->because : reason->because;
    if (whole) {
        put_whole(out, whole, missing);
        put_because(out, because, NULL);
        return;
    }
    put_quoted(out, faulty ? faulty->text : subject ? subject->text : reason->text);
    gate_buf_c(out, " must ");
    if (is_word(reason->operator, "named")) {
        gate_buf_c(out, "have it, once");
    } else {
        /* Where another operand is at fault, what the test wants is not its concern. */
        bool own = !faulty || faulty == subject || is_word(reason->kind, "value");
        bool more = own && !is_has(reason) && !is_word(reason->operator, "at");
        if (missing) gate_buf_c(out, "be there");
        if (missing && more) gate_buf_c(out, " and ");
        if (!missing || more) gate_wording_wanted(out, reason);
    }
    put_because(out, because, faulty);
}

/* A quantifier that had nothing to run on. */
static bool list_sentence(gate_buf *out, const gate_doc_reason *reason)
{
    if (!is_word(reason->kind, "each") || reason->readings.len != 1) return false;
    const gate_doc_reading *list = reason->readings.items[0];
    if (!is_word(list->state, "value")) {
        faulty_sentence(out, reason);
        return true;
    }
    put_quoted(out, list->text);
    if (reason->counts && reason->counts->filtered > 0) {
        gate_buf_printf(out, " must hold an element that `where` leaves: it leaves none of %" PRId64,
                        reason->counts->filtered);
    } else {
        gate_buf_c(out, is_word(reason->outcome, "missing") ? " must hold an element" : " must be a list");
        gate_buf_c(out, is_word(reason->outcome, "missing") ? ": it is empty" : "");
    }
    put_because(out, GATE_STR(""), list);
    return true;
}

/* What a call was made with, where that was read: " (`risk.owner` is " ")". */
static void put_operands(gate_buf *out, const gate_doc_reason *reason)
{
    bool any = false;
    for (uint32_t i = 0; i < reason->readings.len && is_word(reason->kind, "test"); i++) {
        const gate_doc_reading *reading = reason->readings.items[i];
        if (!is_word(reading->state, "value") || !from_evidence(reading) || reading->shown.len > OPERAND_SHOWN) continue;
        gate_buf_c(out, any ? ", " : " (");
        put_quoted(out, reading->text);
        gate_buf_c(out, " is ");
        gate_buf_add(out, reading->shown);
        any = true;
    }
    if (any) gate_buf_c(out, ")");
}

static gate_str leaf_sentence(gate_arena *arena, const gate_doc_reason *reason)
{
    gate_buf out = gate_buf_new(arena);
    const gate_doc_reading *subject = gate_wording_subject(reason);
    bool definite = is_word(reason->outcome, "true") || is_word(reason->outcome, "false");
    if (list_sentence(&out, reason)) return gate_buf_str(&out);
    if (!definite) {
        faulty_sentence(&out, reason);
        return gate_buf_str(&out);
    }
    put_quoted(&out, subject ? subject->text : reason->text);
    if (reason->margin && gate_str_starts(reason->margin->text, GATE_STR("needs "))) {
        gate_buf_char(&out, ' ');
        gate_buf_add(&out, reason->margin->text);
        return gate_buf_str(&out);
    }
    gate_buf_c(&out, " must ");
    gate_wording_wanted(&out, reason);
    if (is_has(reason)) return gate_buf_str(&out);
    gate_buf_c(&out, ", it is ");
    gate_buf_add(&out, subject ? subject->shown : reason->outcome);
    if (!subject) put_operands(&out, reason);
    return gate_buf_str(&out);
}

/* All of [list] in one sentence. */
static gate_str joined(gate_arena *arena, const gate_strs *list, const char *between)
{
    gate_buf out = gate_buf_new(arena);
    for (uint32_t i = 0; i < list->len; i++) {
        if (i > 0) gate_buf_c(&out, between);
        gate_buf_add(&out, list->items[i]);
    }
    return gate_buf_str(&out);
}

/* Several parts of a condition may wait for one and the same thing: it is said once. */
static void push(gate_arena *arena, gate_strs *out, gate_str sentence)
{
    for (uint32_t i = 0; i < out->len; i++) {
        if (gate_str_eq(out->items[i], sentence)) return;
    }
    if (sentence.len && out->len < MOST_CHANGES) gate_vec_push(arena, out, sentence);
}

gate_str gate_wording_said(gate_arena *arena, gate_str message, gate_str sentence)
{
    bool whole = gate_str_starts(sentence, GATE_STR(WHOLE));
    if (message.len == 0 || whole || gate_str_find(message, GATE_STR("\u2039"), 0) != SIZE_MAX) return sentence;
    return gate_str_printf(arena, GATE_STR_FMT " (" GATE_STR_FMT ")", GATE_STR_ARG(message), GATE_STR_ARG(sentence));
}

/* What is said of a part: of which element, and with the policy's own words. */
static gate_str with_element(gate_arena *arena, const gate_doc_reason *child, gate_str sentence)
{
    /* What is said of a whole evidence is no matter of one element. */
    if (gate_str_starts(sentence, GATE_STR(WHOLE))) return sentence;
    if (child->element.len) {
        sentence = gate_str_printf(arena, GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(child->element),
                                   GATE_STR_ARG(sentence));
    }
    return gate_wording_said(arena, child->message, sentence);
}

/* -- the standard library ------------------------------------------------------------------------------ */

/* The first part below that came out as the whole did, or else that does not come out as it should. */
static const gate_doc_reason *to_blame(const gate_doc_reason *reason)
{
    const gate_doc_reason *other = NULL;
    for (uint32_t i = 0; i < reason->children.len; i++) {
        const gate_doc_reason *child = reason->children.items[i];
        if (gate_wording_holds(child)) continue;
        bool same = gate_str_eq(child->outcome, reason->outcome);
        if (same) return child;
        if (!other) other = child;
    }
    return other;
}

/* The test that the sentence is about; [*element] is the innermost element that it is of. */
static const gate_doc_reason *first_leaf(const gate_doc_reason *reason, gate_str *element)
{
    *element = GATE_STR("");
    for (const gate_doc_reason *next = to_blame(reason); next; next = to_blame(reason)) {
        reason = next;
        if (reason->element.len) *element = reason->element;
    }
    return reason;
}

bool gate_wording_none(const gate_doc_reason *reason)
{
    return reason->library && is_word(reason->kind, "each") && is_word(reason->outcome, "missing") &&
           reason->readings.len == 1 && is_word(reason->readings.items[0]->state, "value");
}

/* What was read for a test of the library: "(evidence/signoffs.json:4:3 /0/answer: "no", and must be "yes")". */
static void put_found(gate_buf *out, const gate_doc_reason *leaf, gate_str element)
{
    uint32_t at = gate_wording_observed(&leaf->readings);
    const gate_doc_reading *reading = leaf->readings.len ? leaf->readings.items[at] : NULL;
    if (!reading || reading->from.len != 1 || !is_word(reading->state, "value")) return;
    gate_buf_c(out, " (");
    if (element.len) {
        gate_buf_add(out, element);
        gate_buf_c(out, ": ");
    }
    gate_wording_origin(out, reading->from.items[0]);
    gate_buf_c(out, ": ");
    gate_buf_add(out, reading->shown);
    if (wish_of(leaf) || is_has(leaf)) {
        gate_buf_c(out, ", and must ");
        gate_wording_wanted(out, leaf);
    }
    gate_buf_c(out, ")");
}

/* A call into the library is spoken of as the policy writes it: how the library goes about it is its own affair. */
static bool library_sentence(gate_arena *arena, gate_strs *out, const gate_doc_reason *call)
{
    if (call->library || call->children.len == 0 || !call->children.items[0]->library) return false;
    gate_str element;
    const gate_doc_reason *leaf = first_leaf(call, &element);
    const gate_doc_reading *faulty = gate_wording_faulty(leaf);
    bool definite = is_word(call->outcome, "true") || is_word(call->outcome, "false");
    gate_buf text = gate_buf_new(arena);
    if (!definite && gate_wording_whole(faulty) && is_word(faulty->state, call->outcome.ptr)) {
        push(arena, out, gate_wording_fault(arena, faulty));
        return true;
    }
    put_quoted(&text, call->text);
    gate_buf_printf(&text, " must be " GATE_STR_FMT, GATE_STR_ARG(call->wanted));
    if (definite) {
        gate_buf_printf(&text, ", it is " GATE_STR_FMT, GATE_STR_ARG(call->outcome));
        put_found(&text, leaf, element);
    } else {
        bool none = gate_wording_none(leaf);
        gate_str because = faulty && faulty->because.len ? faulty->because : leaf->because;
        put_because(&text, because, none ? leaf->readings.items[0] : faulty);
    }
    push(arena, out, gate_buf_str(&text));
    return true;
}

static void alternatives(gate_arena *arena, gate_strs *out, const gate_doc_reason *reason)
{
    gate_strs ways = {0};
    for (uint32_t i = 0; i < reason->children.len && ways.len < MOST_ALTERNATIVES; i++) {
        const gate_doc_reason *child = reason->children.items[i];
        gate_strs needed = {0};
        gate_wording_changes(arena, &needed, child);
        if (needed.len) push(arena, &ways, with_element(arena, child, joined(arena, &needed, ", and ")));
    }
    if (ways.len == 0) return;
    gate_str all = joined(arena, &ways, "; or ");
    push(arena, out, ways.len == 1 ? all : gate_str_printf(arena, "either " GATE_STR_FMT, GATE_STR_ARG(all)));
}

void gate_wording_changes(gate_arena *arena, gate_strs *out, const gate_doc_reason *reason)
{
    if (gate_wording_holds(reason)) return;
    if (reason->children.len == 0) {
        push(arena, out, leaf_sentence(arena, reason));
        return;
    }
    if (library_sentence(arena, out, reason)) return;
    if (reason->alternatives) {
        alternatives(arena, out, reason);
        return;
    }
    for (uint32_t i = 0; i < reason->children.len; i++) {
        const gate_doc_reason *child = reason->children.items[i];
        gate_strs needed = {0};
        gate_wording_changes(arena, &needed, child);
        for (uint32_t k = 0; k < needed.len; k++)
            push(arena, out, with_element(arena, child, needed.items[k]));
    }
    if (reason->hidden > 0) {
        push(arena, out, gate_str_printf(arena, "and so for %" PRId64 " more", reason->hidden));
    }
}
