/* What a verdict tells: its rows, its facts, and every form of it. */
#include "api/verdict.h"
#include "report/intoto.h"
#include "report/why.h"

#include <string.h>

static void list_rows(gatec_verdict *verdict)
{
    const gate_doc_block_list *blocks = &verdict->document->blocks;
    gate_arena *arena = verdict->base.arena;
    size_t count = 0;
    for (uint32_t i = 0; i < blocks->len; i++)
        count += blocks->items[i]->rows.len;
    verdict->rows = GATE_ARRAY(arena, gatec_row, count);
    for (uint32_t i = 0; i < blocks->len; i++) {
        const gate_doc_row_list *rows = &blocks->items[i]->rows;
        for (uint32_t k = 0; k < rows->len; k++) {
            const gate_doc_row *row = rows->items[k];
            verdict->rows[verdict->row_count++] =
                (gatec_row){gate_str_z(arena, row->id), gate_str_z(arena, row->outcome), row->decides};
        }
    }
}

void gate_verdict_take(gatec_verdict *verdict, const gate_doc_verdict *document)
{
    verdict->document = document;
    verdict->facts = gate_verdict_facts_of(document);
    list_rows(verdict);
}

void gatec_verdict_free(gatec_verdict *verdict)
{
    if (verdict) gate_handle_free(&verdict->base);
}

const gatec_messages *gatec_verdict_messages(const gatec_verdict *verdict)
{
    return verdict ? &verdict->base.messages : NULL;
}

gatec_facts gatec_verdict_facts(const gatec_verdict *verdict)
{
    if (!verdict || !verdict->document) return (gatec_facts){0};
    gate_verdict_facts facts = verdict->facts;
    return (gatec_facts){facts.go && facts.judged, facts.with_waivers_or_warnings, facts.only_missing,
                         facts.rollback, facts.judged};
}

bool gatec_verdict_row(const gatec_verdict *verdict, size_t index, gatec_row *out)
{
    if (!verdict || index >= verdict->row_count) return false;
    *out = verdict->rows[index];
    return true;
}

typedef struct rendering {
    const gate_doc_verdict *document;
    const gate_form_info *form;
    gate_report_options options;
} rendering;

/* What is asked for; false when there is no such form or verdict, or the options are none. */
static bool read_request(const gatec_verdict *verdict, const char *form, const gatec_render_options *options,
                         rendering *out)
{
    gatec_render_options own = GATEC_RENDER_OPTIONS_INIT;
    if (options && !gate_options_take(&own, sizeof own, options)) return false;
    if (!verdict || !verdict->document) return false;
    *out = (rendering){.document = verdict->document,
                       .form = gate_form_find(gate_str_c(form)),
                       .options = {.color = own.color,
                                   .verbose = own.verbose,
                                   .quiet = own.quiet,
                                   .width = own.width,
                                   .predicate = gate_str_c(own.predicate),
                                   .subject = gate_str_c(own.subject)}};
    return out->form != NULL;
}

/* Only the attestation is ever refused. */
static const char *refusal_of(const rendering *wanted)
{
    bool attests = wanted->form->fn == gate_report_intoto;
    return attests ? gate_intoto_refusal(wanted->document, &wanted->options) : NULL;
}

const char *gatec_verdict_refusal(const gatec_verdict *verdict, const char *form,
                                  const gatec_render_options *options)
{
    rendering wanted;
    return read_request(verdict, form, options, &wanted) ? refusal_of(&wanted) : NULL;
}

static gatec_status write_form(gate_buf *out, const void *context)
{
    const rendering *wanted = context;
    wanted->form->fn(out, wanted->document, &wanted->options);
    return GATEC_OK;
}

gatec_status gatec_verdict_render(const gatec_verdict *verdict, const char *form,
                                  const gatec_render_options *options, gatec_text *out)
{
    rendering wanted;
    *out = (gatec_text){.bytes = ""};
    if (!read_request(verdict, form, options, &wanted) || refusal_of(&wanted)) return GATEC_E_USAGE;
    return gate_text_make(write_form, &wanted, out);
}

typedef struct question {
    const gate_doc_verdict *document;
    const char *row;
    bool json;
    gate_report_options options;
} question;

static gatec_status write_why(gate_buf *out, const void *context)
{
    const question *asked = context;
    gate_str row = gate_str_c(asked->row);
    bool found = asked->json ? gate_report_why_json(out, asked->document, row)
                             : gate_report_why(out, asked->document, row, &asked->options);
    return found ? GATEC_OK : GATEC_E_USAGE;
}

gatec_status gatec_verdict_why(const gatec_verdict *verdict, const char *row, const char *form,
                               const gatec_render_options *options, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    gatec_render_options own = GATEC_RENDER_OPTIONS_INIT;
    if (options && !gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    form = gate_text_or_empty(form);
    bool json = strcmp(form, "json") == 0;
    if (!verdict || !verdict->document || (!json && strcmp(form, "text") != 0)) return GATEC_E_USAGE;
    question asked = {.document = verdict->document,
                      .row = gate_text_or_empty(row),
                      .json = json,
                      .options = {.color = own.color, .width = own.width}};
    return gate_text_make(write_why, &asked, out);
}
