/* One row of the page: what it came to at a glance, and unfolded everything that is known of it. */
#include "report/brief.h"
#include "report/html.h"
#include "report/text.h"
#include "verdict/wording.h"

#include <inttypes.h>

static bool is(gate_str text, const char *word)
{
    return gate_html_is(text, word);
}

static void put(gate_html *h, const char *label, gate_str text)
{
    if (text.len == 0) return;
    gate_html_printf(h, "<div class=\"fact\"><dt>%s</dt><dd>", label);
    gate_html_text(h, text);
    gate_html_c(h, "</dd></div>\n");
}

static void put_command(gate_html *h, const char *label, gate_str text)
{
    gate_html_printf(h, "<div class=\"fact\"><dt>%s</dt><dd>", label);
    gate_html_code(h, text);
    gate_html_c(h, "</dd></div>\n");
}

/* -- clauses --------------------------------------------------------------------------------------------- */

/* An outcome of a condition, as it speaks for or against its row. */
static void put_mark(gate_html *h, const gate_doc_clause *clause)
{
    bool yes = is(clause->outcome, "true"), no = is(clause->outcome, "false");
    bool missing = is(clause->outcome, "missing");
    bool warns = is(clause->kind, "warn when") || is(clause->kind, "fire when");
    const char *tone = "rest", *icon = "skip";
    if (clause->blocks || !(yes || no)) {
        icon = missing ? "missing" : yes || no ? "fail" : "error";
        tone = clause->blocks ? "bad" : "rest";
    } else if (yes != warns) {
        icon = "pass";
        tone = "good";
    } else if (warns) {
        icon = tone = "warn";
    } else if (!is(clause->kind, "only if")) {
        icon = "fail";
    }
    gate_html_printf(h, "<span class=\"tag %s\">", tone);
    gate_html_icon(h, icon);
    gate_html_printf(h, "<span>%s</span></span> ",
                     yes       ? "true"
                     : no      ? "false"
                     : missing ? "missing"
                               : "error");
}

/* "yes, by ann (release) at …", and where that stands. */
static void put_answer(gate_html *h, const gate_doc_attestation *tick)
{
    gate_html_c(h, "<div class=\"fact\"><dt>answer</dt><dd>");
    gate_html_text(h, tick->answer);
    gate_html_c(h, ", by ");
    gate_html_text(h, tick->by);
    gate_html_c(h, " (");
    gate_html_text(h, tick->role);
    gate_html_c(h, ") at ");
    gate_html_time(h, tick->time);
    gate_html_origin(h, tick->at);
    gate_html_c(h, "</dd></div>\n");
}

void gate_html_clause(gate_html *h, const gate_doc_clause *clause)
{
    gate_html_printf(h, "<section class=\"clause%s\">\n<h4>", clause->blocks ? " bad" : "");
    put_mark(h, clause);
    bool kept = gate_html_rule_kept(h, clause->place); /* then its lines say it */
    gate_html_code(h, kept ? clause->kind : clause->text);
    if (clause->place) {
        gate_buf where = gate_buf_new(h->arena);
        gate_text_where(&where, clause->place);
        gate_html_c(h, " <span class=\"dim\">");
        gate_html_code(h, gate_buf_str(&where));
        gate_html_c(h, "</span>");
    }
    if (clause->window >= 0)
        gate_html_printf(h, " <span class=\"dim\">window [%" PRId64 "]</span>", clause->window);
    gate_html_c(h, "</h4>\n");
    gate_html_rule(h, clause->place, clause->reason, NULL);
    if (clause->message.len) {
        gate_html_c(h, "<p class=\"message\">");
        gate_html_text(h, clause->message);
        gate_html_c(h, "</p>\n");
    }
    if (clause->question.len || clause->attestation || clause->time.len) {
        gate_html_c(h, "<dl class=\"facts\">\n");
        put(h, "asks", clause->question);
        if (clause->attestation) put_answer(h, clause->attestation);
        if (clause->time.len) {
            gate_html_c(h, "<div class=\"fact\"><dt>done at</dt><dd>");
            gate_html_time(h, clause->time);
            gate_html_c(h, "</dd></div>\n");
        }
        gate_html_c(h, "</dl>\n");
    }
    if (clause->series) gate_html_series(h, clause->series, false);
    /* Of windows the picture has told the counts. */
    if (clause->reason && (!clause->series || clause->reason->children.len || clause->reason->readings.len))
        gate_html_reason(h, clause->reason);
    if (clause->change.len > 1 && clause->blocks) {
        gate_html_c(h, "<p class=\"note\">What would make it hold:</p>\n<ul class=\"change\">\n");
        for (uint32_t i = 0; i < clause->change.len; i++) {
            gate_html_c(h, "<li>");
            gate_html_text(h, clause->change.items[i]);
            gate_html_c(h, "</li>\n");
        }
        gate_html_c(h, "</ul>\n");
    }
    gate_html_c(h, "</section>\n");
}

/* -- facts -------------------------------------------------------------------------------------------------
 */

static void put_owner(gate_html *h, const gate_doc_party *owner)
{
    gate_html_c(h, "<div class=\"fact\"><dt>who acts</dt><dd><strong>");
    gate_html_text(h, owner->name);
    gate_html_c(h, "</strong>");
    if (owner->title.len) {
        gate_html_c(h, ", ");
        gate_html_text(h, owner->title);
    }
    if (owner->duty.len) {
        gate_html_c(h, ": ");
        gate_html_text(h, owner->duty);
    }
    gate_html_c(h, "</dd></div>\n");
}

static void put_waiver(gate_html *h, const gate_doc_waiver *waiver)
{
    gate_html_c(h, "<div class=\"fact\"><dt>waiver</dt><dd>");
    gate_html_text(h, waiver->reason);
    gate_html_c(h, " (");
    gate_html_text(h, waiver->ticket);
    gate_html_c(h, "); asked for by ");
    gate_html_text(h, waiver->by);
    gate_html_c(h, ", approved by ");
    gate_html_text(h, waiver->approved_by);
    gate_html_c(h, " as ");
    gate_html_text(h, waiver->role);
    gate_html_c(h, " at ");
    gate_html_time(h, waiver->approved_at);
    gate_html_c(h, ", until ");
    gate_html_time(h, waiver->expires);
    gate_html_origin(h, waiver->at);
    gate_html_c(h, "</dd></div>\n");
}

/* A clause's own picture says what the windows come to. */
static bool tells_windows(const gate_doc_row *row)
{
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        if (row->clauses.items[i]->series) return true;
    }
    return false;
}

static void put_facts(gate_html *h, const gate_doc_row *row)
{
    gate_html_c(h, "<dl class=\"facts\">\n");
    gate_html_c(h, "<div class=\"fact\"><dt>row</dt><dd>");
    gate_html_code(h, row->id);
    if (row->place) {
        gate_buf where = gate_buf_new(h->arena);
        gate_text_where(&where, row->place);
        gate_html_c(h, " <span class=\"dim\">");
        gate_html_code(h, gate_buf_str(&where));
        gate_html_c(h, "</span>");
    }
    gate_html_c(h, "</dd></div>\n");
    if (row->path.len && !gate_str_eq(row->path, row->name)) put(h, "module", row->path);
    if (row->advisory) put(h, "advisory", GATE_STR("reported, does not decide"));
    if (row->effective.len && !row->advisory)
        put(h, row->decides ? "decides since" : "decides from", row->effective);
    if (row->trouble.len) {
        const gate_doc_reading as_reading = {
            .state = row->trouble, .because = row->because, .from = row->from};
        gate_html_reading(h, &as_reading, "error");
    } else {
        put(h, "because", row->because);
    }
    if (!tells_windows(row)) put(h, "found", row->finding);
    put(h, "then", row->then);
    if (row->waiver) put_waiver(h, row->waiver);
    if (row->owner) put_owner(h, row->owner);
    for (uint32_t i = 0; i < row->fix.len; i++)
        put_command(h, "fix", row->fix.items[i]);
    for (uint32_t i = 0; i < row->see.len; i++)
        put_command(h, "see", row->see.items[i]);
    gate_html_c(h, "</dl>\n");
}

/* -- the row -------------------------------------------------------------------------------------------- */

const char *gate_html_group(const gate_doc_row *row)
{
    switch (gate_brief_kind_of(row)) {
    case GATE_BRIEF_FAIL:
    case GATE_BRIEF_MISSING:
        return "bad";
    case GATE_BRIEF_WARN:
        return "warn";
    case GATE_BRIEF_SKIPPED:
        return is(row->outcome, "waived") ? "warn" : "rest";
    case GATE_BRIEF_ADVISORY:
        return "rest";
    case GATE_BRIEF_PASS:
        break;
    }
    return is(row->outcome, "pending") || row->late ? "warn" : "good";
}

static void put_chip(gate_html *h, const char *text)
{
    gate_html_printf(h, " <span class=\"chip\">%s</span>", text);
}

/* The lines of a row that can be seen without unfolding it. */
static void put_glance(gate_html *h, const gate_doc_block *block, const gate_doc_row *row, const char *group)
{
    const gate_html_look *look = gate_html_look_of(row->outcome);
    gate_html_printf(h, "<span class=\"tag %s\">", is(gate_str_c(group), "rest") ? "rest" : look->tone);
    gate_html_icon(h, look->icon);
    gate_html_printf(h, "<span>%s</span></span>\n<h3>", look->word);
    gate_html_text(h, gate_brief_title(row));
    gate_html_c(h, "</h3>\n");
    bool bad = gate_html_is(gate_str_c(group), "bad");
    if ((bad && row->owner) || row->title.len || !row->decides || row->late) {
        gate_html_c(h, "<span class=\"sub\">");
        if (row->title.len) gate_html_code(h, row->id);
        if (bad && row->owner) {
            gate_html_c(h, " <span class=\"owner\">");
            gate_html_text(h, row->owner->title.len ? row->owner->title : row->owner->name);
            gate_html_c(h, "</span>");
        }
        if (row->advisory) put_chip(h, "advisory");
        if (!row->decides && !row->advisory) put_chip(h, "not yet effective");
        if (row->late) put_chip(h, "late");
        gate_html_c(h, "</span>\n");
    }
    gate_buf why = gate_buf_new(h->arena);
    if (tells_windows(row))
        gate_buf_add(&why, row->finding);
    else
        gate_brief_why(&why, row);
    if (why.len) {
        gate_html_c(h, "<span class=\"short\">");
        gate_html_text(h, gate_buf_str(&why));
        gate_html_c(h, "</span>\n");
    }
    if (is(block->kind, "coverage")) gate_html_bars(h, row);
    if (row->series) gate_html_series(h, row->series, true);
    for (uint32_t i = 0; i < row->clauses.len && !row->series; i++) {
        if (row->clauses.items[i]->series) gate_html_series(h, row->clauses.items[i]->series, true);
    }
}

/* Rows without anything beyond their heading: where the document has no more of them, or too many have been
 * told already. */
static bool has_room(gate_html *h, const gate_doc_row *row, bool good)
{
    if (row->brief) return false;
    if (!good) return true;
    if (h->room == 0) return false;
    h->room--;
    return true;
}

void gate_html_row(gate_html *h, const gate_doc_block *block, const gate_doc_row *row, gate_str anchor)
{
    const char *group = gate_html_group(row);
    bool good = !gate_html_is(gate_str_c(group), "bad");
    if (!has_room(h, row, good)) {
        gate_html_printf(h, "<div class=\"row is-%s\" id=\"" GATE_STR_FMT "\"><div class=\"glance\">\n",
                         group, GATE_STR_ARG(anchor));
        put_glance(h, block, row, group);
        gate_html_c(h, "</div></div>\n");
        return;
    }
    gate_html_printf(h, "<details class=\"row is-%s\"%s>\n<summary class=\"glance\">\n", group,
                     good ? "" : " open");
    put_glance(h, block, row, group);
    gate_html_printf(h, "</summary>\n<div class=\"body\" id=\"" GATE_STR_FMT "\">\n", GATE_STR_ARG(anchor));
    put_facts(h, row);
    if (row->series) gate_html_series(h, row->series, false);
    for (uint32_t i = 0; i < row->clauses.len; i++)
        gate_html_clause(h, row->clauses.items[i]);
    gate_html_c(h, "</div>\n</details>\n");
}
