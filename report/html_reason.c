/* Why a clause came out as it did. */
#include "report/html.h"
#include "verdict/wording.h"

#include <inttypes.h>

static bool is(gate_str text, const char *word)
{
    return gate_html_is(text, word);
}

/* A pair of a description list: our label, and any text. */
static void put(gate_html *h, const char *label, const char *tone, gate_str text)
{
    gate_html_printf(h, "<div class=\"fact%s%s\"><dt>%s</dt><dd>", *tone ? " " : "", tone, label);
    gate_html_text(h, text);
    gate_html_c(h, "</dd></div>\n");
}

/* -- what was read --------------------------------------------------------------------------------------- */

/* Not [named]: its text says nothing to anyone, it is the standard library's. */
static void put_reading(gate_html *h, const gate_doc_reading *reading, bool named, const char *label)
{
    bool value = is(reading->state, "value");
    if (!value) label = is(reading->state, "missing") ? "missing" : "error";
    gate_html_printf(h, "<div class=\"fact%s\"><dt>%s</dt><dd>", value ? "" : " bad", label);
    if (named && reading->text.len) {
        gate_html_code(h, reading->text);
        gate_html_c(h, value ? " = " : ": ");
    }
    if (value) {
        gate_html_c(h, "<strong>");
        gate_html_code(h, reading->shown);
        gate_html_c(h, "</strong>");
    } else {
        gate_html_text(h, reading->because);
    }
    gate_html_c(h, "\n");
    gate_html_origins(h, &reading->from, reading->hidden);
    gate_html_c(h, "</dd></div>\n");
}

void gate_html_reading(gate_html *h, const gate_doc_reading *reading, const char *label)
{
    put_reading(h, reading, true, label);
}

/* Parameters are said with the bound, and what is written out in the policy with the rule. */
static bool worth_reading(const gate_doc_reading *reading, bool subject)
{
    if (!is(reading->state, "value")) return true;
    for (uint32_t i = 0; i < reading->from.len; i++) {
        if (reading->from.items[i]->evidence.len) return true;
    }
    return subject && !gate_str_eq(reading->text, reading->shown);
}

/* A test or a value. */
static void put_leaf(gate_html *h, const gate_doc_reason *reason)
{
    const gate_doc_reading *subject = gate_wording_subject(reason);
    const gate_doc_reading *faulty = gate_wording_faulty(reason);
    bool value = is(reason->kind, "value") && reason->readings.len == 1;
    bool definite = is(reason->outcome, "true") || is(reason->outcome, "false");
    gate_html_c(h, "<dl class=\"facts\">\n");
    if (!subject && !value && definite) {
        gate_str text = gate_str_printf(h->arena, GATE_STR_FMT " is " GATE_STR_FMT,
                                        GATE_STR_ARG(reason->text), GATE_STR_ARG(reason->outcome));
        put(h, "found", "", text);
    }
    if (subject && worth_reading(subject, true)) put_reading(h, subject, !reason->library, "read");
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        const gate_doc_reading *reading = reason->readings.items[i];
        if (reading != subject && (value || worth_reading(reading, false)))
            put_reading(h, reading, !reason->library, "read");
    }
    /* The operands are there, and the operation makes no sense on them. */
    if (!definite && !faulty && reason->because.len)
        put(h, is(reason->outcome, "missing") ? "missing" : "error", "bad", reason->because);
    else if (definite && value && reason->because.len)
        put(h, "because", "", reason->because);
    gate_buf wanted = gate_buf_new(h->arena);
    gate_wording_wanted(&wanted, reason);
    put(h, "must", "", gate_buf_str(&wanted));
    if (reason->margin && reason->margin->text.len)
        put(h, "margin", gate_wording_holds(reason) ? "good" : "bad", reason->margin->text);
    gate_html_c(h, "</dl>\n");
}

/* -- parts of a condition ----------------------------------------------------------------------------------
 */

static gate_str counts_text(gate_arena *arena, const gate_doc_counts *counts)
{
    const struct {
        int64_t count;
        const char *word;
    } parts[] = {{counts->true_, "true"},
                 {counts->false_, "false"},
                 {counts->missing, "missing"},
                 {counts->error, "in error"}};
    gate_buf text = gate_buf_new(arena);
    gate_buf_printf(&text, "%" PRId64 " element%s", counts->total, counts->total == 1 ? "" : "s");
    bool first = true;
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        if (parts[i].count == 0) continue;
        gate_buf_printf(&text, "%s%" PRId64 " %s", first ? ": " : ", ", parts[i].count, parts[i].word);
        first = false;
    }
    if (counts->filtered > 0) gate_buf_printf(&text, "; %" PRId64 " left out by `where`", counts->filtered);
    return gate_buf_str(&text);
}

static void put_reason(gate_html *h, const gate_doc_reason *reason, const gate_doc_place *outer);

static void put_children(gate_html *h, const gate_doc_reason *reason, const gate_doc_place *outer)
{
    if (reason->children.len == 0 && reason->hidden <= 0) return;
    bool several = reason->alternatives && reason->children.len > 1 && !gate_wording_holds(reason);
    if (several) gate_html_c(h, "<p class=\"note\">One of these would do:</p>\n");
    /* A single part needs no list of its own. */
    if (reason->children.len == 1 && reason->hidden <= 0 && reason->children.items[0]->element.len == 0) {
        put_reason(h, reason->children.items[0], outer);
        return;
    }
    gate_html_c(h, "<ul class=\"parts\">\n");
    for (uint32_t i = 0; i < reason->children.len; i++) {
        gate_html_c(h, "<li>");
        put_reason(h, reason->children.items[i], outer);
        gate_html_c(h, "</li>\n");
    }
    if (reason->hidden > 0) gate_html_printf(h, "<li>and %" PRId64 " more like these</li>\n", reason->hidden);
    gate_html_c(h, "</ul>\n");
}

static void put_each(gate_html *h, const gate_doc_reason *reason, const gate_doc_place *outer)
{
    if (gate_wording_none(reason)) {
        const gate_doc_reading none = {.state = GATE_STR("missing"),
                                       .because = reason->because,
                                       .from = reason->readings.items[0]->from,
                                       .hidden = reason->readings.items[0]->hidden};
        gate_html_c(h, "<dl class=\"facts\">\n");
        put_reading(h, &none, false, "missing");
        gate_html_c(h, "</dl>\n");
        return;
    }
    bool counted = reason->counts && reason->counts->total > 0;
    if (reason->readings.len || counted) {
        gate_html_c(h, "<dl class=\"facts\">\n");
        for (uint32_t i = 0; i < reason->readings.len; i++) {
            const gate_doc_reading *list = reason->readings.items[i];
            put_reading(h, list, !reason->library, "read");
            if (is(list->state, "value") && reason->because.len)
                put(h, is(reason->outcome, "missing") ? "missing" : "error", "bad", reason->because);
        }
        if (counted) put(h, "found", "", counts_text(h->arena, reason->counts));
        gate_html_c(h, "</dl>\n");
    }
    put_children(h, reason, outer);
}

static void put_element(gate_html *h, const gate_doc_reason *reason)
{
    gate_html_c(h, "<p class=\"element\">");
    gate_html_text(h, reason->element);
    if (reason->at) {
        gate_buf at = gate_buf_new(h->arena);
        gate_wording_origin(&at, reason->at);
        gate_html_c(h, " <span class=\"dim\">at ");
        gate_html_code(h, gate_buf_str(&at));
        gate_html_c(h, "</span>");
    }
    gate_html_c(h, "</p>\n");
}

/* Parts of one line of the policy say themselves; a name leads elsewhere. */
static bool leads_away(const gate_doc_reason *reason)
{
    return is(reason->kind, "let") || is(reason->kind, "call");
}

/* [outer]: the place that is shown already. */
static void put_reason(gate_html *h, const gate_doc_reason *reason, const gate_doc_place *outer)
{
    if (reason->element.len) put_element(h, reason);
    if (reason->message.len) {
        gate_html_c(h, "<p class=\"message\">");
        gate_html_text(h, reason->message);
        gate_html_c(h, "</p>\n");
    }
    if (is(reason->kind, "each")) {
        put_each(h, reason, outer);
    } else if (is(reason->kind, "confirm") || is(reason->kind, "cut")) {
        gate_str text = reason->because;
        if (text.len == 0)
            text = gate_str_printf(h->arena, GATE_STR_FMT " is " GATE_STR_FMT, GATE_STR_ARG(reason->text),
                                   GATE_STR_ARG(reason->outcome));
        gate_html_c(h, "<dl class=\"facts\">\n");
        put(h,
            is(reason->outcome, "missing") ? "missing"
            : is(reason->outcome, "error") ? "error"
                                           : "found",
            gate_wording_holds(reason) ? "" : "bad", text);
        gate_html_c(h, "</dl>\n");
    } else if (reason->children.len) {
        const gate_doc_reason *first = reason->children.items[0];
        bool away = leads_away(reason) && first->place && first->place->file.len && !first->library;
        if (away) gate_html_rule(h, first->place, first, outer);
        put_children(h, reason, away ? first->place : outer);
    } else {
        put_leaf(h, reason);
    }
}

void gate_html_reason(gate_html *h, const gate_doc_reason *reason)
{
    put_reason(h, reason, reason->place);
}
