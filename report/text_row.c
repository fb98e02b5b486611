#include "report/text.h"

#include "verdict/wording.h"

#include <inttypes.h>

#define ROW     2u /* indent of a row */
#define DETAILS 4u /* and of what is said of it */

static const gate_text_look looks[] = {
    {"pass", "✓", "PASS", GATE_INK_GOOD},        {"warn", "▲", "WARN", GATE_INK_WARN},
    {"fail", "✗", "FAIL", GATE_INK_BAD},         {"missing", "?", "MISSING", GATE_INK_BAD},
    {"error", "!", "ERROR", GATE_INK_BAD},       {"waived", "~", "WAIVED", GATE_INK_WARN},
    {"skipped", "-", "SKIPPED", GATE_INK_PLAIN}, {"firing", "✗", "FIRING", GATE_INK_BAD},
    {"pending", "▲", "PENDING", GATE_INK_WARN},  {"inactive", "✓", "INACTIVE", GATE_INK_GOOD},
    {"unknown", "?", "UNKNOWN", GATE_INK_BAD},   {"done", "✓", "DONE", GATE_INK_GOOD},
    {"next", "→", "NEXT", GATE_INK_BAD},         {"waiting", "·", "WAITING", GATE_INK_PLAIN},
    {"early", "!", "EARLY", GATE_INK_BAD},
};

const gate_text_look *gate_text_look_of(gate_str outcome)
{
    for (size_t i = 0; i < GATE_COUNT(looks); i++) {
        if (gate_str_eq_c(outcome, looks[i].outcome)) return &looks[i];
    }
    return &looks[4];
}

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

static void put(gate_paper *paper, uint32_t indent, gate_ink ink, const char *label, gate_str text)
{
    gate_paper_put(paper, indent, ink, label, indent + GATE_TEXT_LABEL, text);
}

void gate_text_where(gate_buf *out, const gate_doc_place *place)
{
    gate_buf_add(out, place->file);
    gate_buf_printf(out, ":%" PRId64, place->line);
}

/* -- clauses ------------------------------------------------------------------------------------------ */

static void put_rule(gate_paper *paper, const gate_doc_clause *clause, uint32_t indent)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, clause->text);
    if (clause->place) {
        gate_buf_c(&text, "  (");
        gate_text_where(&text, clause->place);
        gate_buf_c(&text, ")");
    }
    if (clause->window >= 0) gate_buf_printf(&text, ", window [%" PRId64 "]", clause->window);
    put(paper, indent, GATE_INK_BOLD, "rule", gate_buf_str(&text));
}

/* "yes, by ann (release) at 2026-02-13T09:00:00Z", and where that stands. */
static void put_answer(gate_paper *paper, const gate_doc_attestation *tick, uint32_t indent)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, tick->answer);
    gate_buf_c(&text, ", by ");
    gate_buf_add(&text, tick->by);
    gate_buf_c(&text, " (");
    gate_buf_add(&text, tick->role);
    gate_buf_c(&text, ") at ");
    gate_buf_add(&text, tick->time);
    put(paper, indent, GATE_INK_DIM, "answer", gate_buf_str(&text));
    if (tick->at) gate_text_origin(paper, tick->at, NULL, indent + GATE_TEXT_LABEL);
}

static void put_why(gate_paper *paper, const gate_doc_clause *clause, uint32_t indent)
{
    if (clause->message.len) put(paper, indent, GATE_INK_BOLD, "message", clause->message);
    if (clause->question.len) put(paper, indent, GATE_INK_BOLD, "asks", clause->question);
    if (clause->attestation) put_answer(paper, clause->attestation, indent);
    if (clause->time.len) put(paper, indent, GATE_INK_DIM, "done at", clause->time);
    if (clause->series) put(paper, indent, GATE_INK_DIM, "found", clause->series->says);
    if (clause->reason) gate_text_reason(paper, clause->reason, indent);
}

void gate_text_clause(gate_paper *paper, const gate_doc_clause *clause, uint32_t indent)
{
    put_rule(paper, clause, indent);
    put_why(paper, clause, indent);
}

static bool same_cause(const gate_doc_reading *a, const gate_doc_reading *b)
{
    if (!a || !b || a->from.len != 1 || b->from.len != 1) return false;
    const gate_doc_origin *x = a->from.items[0], *y = b->from.items[0];
    return gate_str_eq(a->state, b->state) && gate_str_eq(a->because, b->because) &&
           gate_str_eq(x->evidence, y->evidence) && gate_str_eq(x->file, y->file) &&
           gate_str_eq(x->pointer, y->pointer);
}

/* The one thing that all which stands in the way of a reason waits for; NULL when there are several, or
 * it is none that is missing or in error. Where a message would be lost there is none either. */
static const gate_doc_reading *one_cause(const gate_doc_reason *reason)
{
    if (gate_wording_holds(reason)) return NULL;
    if (reason->children.len == 0) return gate_wording_faulty(reason);
    const gate_doc_reading *cause = NULL;
    for (uint32_t i = 0; i < reason->children.len; i++) {
        const gate_doc_reason *child = reason->children.items[i];
        if (gate_wording_holds(child)) continue;
        const gate_doc_reading *below = one_cause(child);
        if (!below || (cause && !same_cause(cause, below))) return NULL;
        cause = below;
    }
    /* Several children that wait for one value are better told one by one, unless it is a whole file. */
    bool one = reason->children.len == 1 && reason->children.items[0]->element.len == 0;
    return one || (cause && gate_wording_whole(cause)) ? cause : NULL;
}

static const gate_doc_reading *clause_cause(const gate_doc_clause *clause)
{
    return clause->reason && clause->blocks ? one_cause(clause->reason) : NULL;
}

/* Does the clause have a part in an outcome that isn't a plain pass? */
static bool is_shown(const gate_doc_row *row, const gate_doc_clause *clause, bool everything)
{
    if (everything || clause->blocks) return true;
    if (is_word(row->outcome, "pending"))
        return clause->series && is_word(clause->series->state, "pending");
    if (row->late && is_word(clause->kind, "at")) return true;
    if (is_word(row->outcome, "warn"))
        return is_word(clause->kind, "warn when") && !is_word(clause->outcome, "false");
    return is_word(row->outcome, "skipped") && is_word(clause->kind, "only if") &&
           is_word(clause->outcome, "false");
}

/* A file or value that several clauses wait for, in a shape that names the file rather than one
 * clause's operand. */
static void put_shared(gate_paper *paper, const gate_doc_reading *cause)
{
    if (gate_text_whole(paper, cause, DETAILS)) return;
    put(paper, DETAILS, GATE_INK_BAD, is_word(cause->state, "missing") ? "missing" : "error", cause->because);
    gate_text_origins(paper, &cause->from, cause->hidden, DETAILS + GATE_TEXT_LABEL);
}

static void put_clauses(gate_paper *paper, const gate_doc_row *row, bool everything)
{
    uint32_t count = row->clauses.len;
    bool *done = GATE_ARRAY(paper->out->arena, bool, count);
    for (uint32_t i = 0; i < count; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        if (done[i] || !is_shown(row, clause, everything)) continue;
        const gate_doc_reading *cause = clause_cause(clause);
        bool shared = false;
        put_rule(paper, clause, DETAILS);
        for (uint32_t k = i + 1; k < count; k++) {
            const gate_doc_clause *other = row->clauses.items[k];
            if (done[k] || !is_shown(row, other, everything) || !same_cause(cause, clause_cause(other)))
                continue;
            put_rule(paper, other, DETAILS);
            done[k] = shared = true;
        }
        if (shared || gate_wording_whole(cause)) {
            put_shared(paper, cause);
        } else {
            put_why(paper, clause, DETAILS);
        }
    }
}

/* -- rows ------------------------------------------------------------------------------------------------ */

static void put_heading(gate_paper *paper, const gate_doc_row *row)
{
    const gate_text_look *look = gate_text_look_of(row->outcome);
    gate_str head = gate_str_printf(paper->out->arena, "%s %s", look->sign, look->word);
    uint32_t column = ROW + 11;
    gate_paper_put(paper, ROW, look->ink, head.ptr, column, row->title.len ? row->title : row->id);
}

/* The row's name, and what the heading doesn't say of it. */
static void put_name(gate_paper *paper, const gate_doc_row *row)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    if (row->title.len) gate_buf_add(&text, row->id);
    if (row->place) {
        gate_buf_c(&text, row->title.len ? "  (" : "");
        gate_text_where(&text, row->place);
        gate_buf_c(&text, row->title.len ? ")" : "");
    }
    /* Without a title the heading has the name, and the rules have the place. */
    if (row->title.len || row->clauses.len == 0)
        put(paper, DETAILS, GATE_INK_DIM, "row", gate_buf_str(&text));
    if (row->path.len && !gate_str_eq(row->path, row->name)) {
        bool many = row->key.len > 0; /* of `module each`: which pattern speaks of this one */
        gate_str pattern = gate_str_printf(paper->out->arena, "of `module each \"" GATE_STR_FMT "\"`",
                                           GATE_STR_ARG(row->name));
        put(paper, DETAILS, GATE_INK_DIM, many ? "pattern" : "module", many ? pattern : row->path);
    }
    if (row->advisory) {
        put(paper, DETAILS, GATE_INK_DIM, "advisory", GATE_STR("reported, does not decide"));
    } else if (row->effective.len) {
        gate_str from = gate_str_printf(paper->out->arena, "%s " GATE_STR_FMT,
                                        row->decides ? "it decides since" : "it decides only from",
                                        GATE_STR_ARG(row->effective));
        put(paper, DETAILS, GATE_INK_DIM, "from", from);
    }
}

static void put_who(gate_paper *paper, const gate_doc_row *row)
{
    gate_arena *arena = paper->out->arena;
    if (row->owner) {
        gate_buf text = gate_buf_new(arena);
        gate_buf_add(&text, row->owner->name);
        if (row->owner->title.len) {
            gate_buf_c(&text, ", ");
            gate_buf_add(&text, row->owner->title);
        }
        if (row->owner->duty.len && !gate_text_said(paper, row->owner->duty)) {
            gate_buf_c(&text, ": ");
            gate_buf_add(&text, row->owner->duty);
        }
        put(paper, DETAILS, GATE_INK_BOLD, "who acts", gate_buf_str(&text));
    }
    uint32_t column = DETAILS + GATE_TEXT_LABEL;
    for (uint32_t i = 0; i < row->fix.len; i++)
        gate_paper_whole(paper, DETAILS, GATE_INK_BOLD, "fix", column, row->fix.items[i]);
    for (uint32_t i = 0; i < row->see.len; i++)
        gate_paper_whole(paper, DETAILS, GATE_INK_DIM, "see", column, row->see.items[i]);
}

static void put_trouble(gate_paper *paper, const gate_doc_row *row)
{
    const gate_doc_reading as_reading = {.state = row->trouble, .because = row->because, .from = row->from};
    if (gate_text_whole(paper, &as_reading, DETAILS)) return;
    put(paper, DETAILS, GATE_INK_BAD, is_word(row->trouble, "missing") ? "missing" : "error", row->because);
    gate_text_origins(paper, &row->from, 0, DETAILS + GATE_TEXT_LABEL);
}

static void put_waiver(gate_paper *paper, const gate_doc_waiver *waiver)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, waiver->reason);
    gate_buf_c(&text, " (");
    gate_buf_add(&text, waiver->ticket);
    gate_buf_c(&text, "); asked for by ");
    gate_buf_add(&text, waiver->by);
    gate_buf_c(&text, ", approved by ");
    gate_buf_add(&text, waiver->approved_by);
    gate_buf_c(&text, " as ");
    gate_buf_add(&text, waiver->role);
    gate_buf_c(&text, " at ");
    gate_buf_add(&text, waiver->approved_at);
    gate_buf_c(&text, ", until ");
    gate_buf_add(&text, waiver->expires);
    put(paper, DETAILS, GATE_INK_WARN, "waiver", gate_buf_str(&text));
    if (waiver->at) gate_text_origin(paper, waiver->at, NULL, DETAILS + GATE_TEXT_LABEL);
}

void gate_text_row(gate_paper *paper, const gate_doc_row *row, gate_str known, bool everything)
{
    put_heading(paper, row);
    if (row->brief) {
        put(paper, DETAILS, GATE_INK_DIM, "row", row->id);
        put(paper, DETAILS, GATE_INK_DIM, "note",
            GATE_STR("the verdict has too many rows of this outcome to keep every reason; `gatec why` with the policy in "
                     "place of the verdict tells this one's"));
        return;
    }
    put_name(paper, row);
    if (row->trouble.len && !(known.len && gate_str_eq(known, row->because))) put_trouble(paper, row);
    bool told = false; /* by a clause */
    for (uint32_t i = 0; i < row->clauses.len; i++)
        told = told || row->clauses.items[i]->series;
    if (row->finding.len && !told) put(paper, DETAILS, GATE_INK_DIM, "found", row->finding);
    put_clauses(paper, row, everything);
    if (row->then.len) put(paper, DETAILS, GATE_INK_BOLD, "then", row->then);
    if (row->waiver) put_waiver(paper, row->waiver);
    if (!is_word(row->outcome, "pass")) put_who(paper, row);
}

/* "line = 90.67 (5.67 above 85)": what a row without a title says of itself. */
static void put_margins(gate_buf *out, const gate_doc_row *row)
{
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_reason *reason = row->clauses.items[i]->reason;
        const gate_doc_reading *subject = reason ? gate_wording_subject(reason) : NULL;
        if (!subject || !is_word(subject->state, "value")) continue;
        gate_buf_printf(out, ", " GATE_STR_FMT " = " GATE_STR_FMT, GATE_STR_ARG(subject->text),
                        GATE_STR_ARG(subject->shown));
        if (reason->margin) gate_buf_printf(out, ", " GATE_STR_FMT, GATE_STR_ARG(reason->margin->text));
    }
}

void gate_text_row_short(gate_paper *paper, const gate_doc_row *row)
{
    const gate_text_look *look = gate_text_look_of(row->outcome);
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_str head = gate_str_printf(paper->out->arena, "%s", look->sign);
    gate_buf_add(&text, row->id);
    bool told = row->finding.len && (row->late || is_word(row->outcome, "inactive"));
    if (row->title.len && told) {
        gate_buf_c(&text, "  ");
        gate_buf_add(&text, row->title);
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, row->finding); /* done, and past its `within`; inactive, and partly blind */
        gate_paper_put(paper, ROW, look->ink, head.ptr, ROW + 2, gate_buf_str(&text));
    } else if (row->title.len) {
        gate_buf_c(&text, "  ");
        gate_buf_add(&text, row->title);
        gate_paper_cut(paper, ROW, look->ink, head.ptr, ROW + 2, gate_buf_str(&text));
    } else {
        put_margins(&text, row);
        gate_paper_put(paper, ROW, look->ink, head.ptr, ROW + 2, gate_buf_str(&text));
    }
}

void gate_text_row_skipped(gate_paper *paper, const gate_doc_row *row)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, row->id);
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        if (!is_word(clause->kind, "only if") || !is_word(clause->outcome, "false")) continue;
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, clause->message.len ? clause->message : clause->text);
        if (clause->message.len == 0) gate_buf_c(&text, " is false");
    }
    gate_paper_put(paper, ROW, GATE_INK_PLAIN, "-", ROW + 2, gate_buf_str(&text));
}

/* Was the sentence said by a clause before the [clause]-th? Clauses that wait for one file say the same. */
static bool said_before(const gate_doc_row *row, uint32_t clause, gate_str sentence)
{
    for (uint32_t i = 0; i < clause; i++) {
        const gate_strs *change = &row->clauses.items[i]->change;
        for (uint32_t k = 0; k < change->len; k++) {
            if (gate_str_eq(change->items[k], sentence)) return true;
        }
    }
    return false;
}

void gate_text_row_brief(gate_paper *paper, const gate_doc_row *row)
{
    put_heading(paper, row);
    if (row->title.len) put(paper, DETAILS, GATE_INK_DIM, "row", row->id);
    if (row->trouble.len) put_trouble(paper, row);
    if (row->finding.len) put(paper, DETAILS, GATE_INK_BAD, "found", row->finding);
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_strs *change = &row->clauses.items[i]->change;
        for (uint32_t k = 0; k < change->len; k++) {
            if (said_before(row, i, change->items[k])) continue;
            gate_str message = row->clauses.items[i]->message;
            put(paper, DETAILS, GATE_INK_BAD, "needed", gate_wording_said(paper->out->arena, message, change->items[k]));
        }
    }
    if (row->owner) put(paper, DETAILS, GATE_INK_BOLD, "who acts", row->owner->name);
}
