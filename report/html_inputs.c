/* What the verdict was made from: waivers, evidence, parameters, sources, versions. Tables. */
#include "report/html.h"

#include <inttypes.h>

static bool is(gate_str text, const char *word)
{
    return gate_html_is(text, word);
}

static void put_cell(gate_html *h, gate_str text)
{
    gate_html_c(h, "<td>");
    if (text.len) gate_html_text(h, text);
    gate_html_c(h, "</td>");
}

static void put_state(gate_html *h, const char *tone, const char *icon, const char *word)
{
    gate_html_printf(h, "<span class=\"tag %s\">", tone);
    gate_html_icon(h, icon);
    gate_html_printf(h, "<span>%s</span></span>", word);
}

static void put_head(gate_html *h, const char *id, const char *title, const char *const *columns)
{
    gate_html_printf(h,
                     "<section class=\"inputs\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n<table>\n"
                     "<caption class=\"unseen\">%s</caption>\n<thead><tr>",
                     id, id, title, title);
    for (size_t i = 0; columns[i]; i++)
        gate_html_printf(h, "<th scope=\"col\">%s</th>", columns[i]);
    gate_html_c(h, "</tr></thead>\n<tbody>\n");
}

static void put_foot(gate_html *h)
{
    gate_html_c(h, "</tbody>\n</table>\n</section>\n");
}

/* -- waivers ------------------------------------------------------------------------------------------ */

static void put_waiver(gate_html *h, const gate_doc_waiver *waiver)
{
    gate_html_c(h, "<tr><th scope=\"row\">");
    gate_str anchor = gate_html_anchor(h, waiver->row);
    if (anchor.len) gate_html_printf(h, "<a href=\"#" GATE_STR_FMT "\">", GATE_STR_ARG(anchor));
    gate_html_code(h, waiver->row.len ? waiver->row : GATE_STR("(no row)"));
    if (anchor.len) gate_html_c(h, "</a>");
    gate_html_c(h, "</th><td>");
    if (waiver->counts)
        put_state(h, "warn", "waived", "counts");
    else
        put_state(h, "rest", "skip", "does not count");
    gate_html_c(h, "</td><td>");
    if (!waiver->counts) {
        gate_html_text(h, waiver->refusal.len ? waiver->refusal : GATE_STR("its row was not asked for"));
        gate_html_c(h, "<br>");
    }
    gate_html_text(h, waiver->reason);
    if (waiver->ticket.len) {
        gate_html_c(h, " (");
        gate_html_text(h, waiver->ticket);
        gate_html_c(h, ")");
    }
    gate_html_c(h, "</td><td>");
    gate_html_text(h, waiver->approved_by);
    if (waiver->role.len) {
        gate_html_c(h, ", ");
        gate_html_text(h, waiver->role);
    }
    gate_html_c(h, "</td><td>");
    if (waiver->expires.len) gate_html_time(h, waiver->expires);
    gate_html_c(h, "</td></tr>\n");
}

void gate_html_waivers(gate_html *h)
{
    static const char *const columns[] = {"Row", "State", "Why", "Approved by", "Until", NULL};
    const gate_doc_verdict *v = h->verdict;
    if (v->waivers_trouble.len) {
        gate_html_c(h, "<p class=\"banner warn\">Waivers can not be used: ");
        gate_html_text(h, v->waivers_trouble);
        gate_html_c(h, "</p>\n");
    }
    if (v->waivers.len == 0) return;
    put_head(h, "waivers", "Waivers", columns);
    for (uint32_t i = 0; i < v->waivers.len; i++)
        put_waiver(h, v->waivers.items[i]);
    put_foot(h);
}

/* -- evidence ------------------------------------------------------------------------------------------ */

static void put_file(gate_html *h, const gate_doc_file *file)
{
    gate_html_c(h, "<li>");
    gate_html_code(h, file->path);
    if (file->by_hand) gate_html_c(h, " <span class=\"chip\">bound by hand</span>");
    if (file->older) gate_html_c(h, " <span class=\"chip\">older, not used</span>");
    gate_html_c(h, "<span class=\"digest\">");
    if (file->trouble.len) {
        gate_html_text(h, file->trouble);
        gate_html_c(h, " ");
    }
    if (file->time.len) {
        gate_html_c(h, "made ");
        gate_html_time(h, file->time);
        gate_html_c(h, " ");
    }
    if (file->size >= 0) gate_html_printf(h, "%" PRId64 " bytes ", file->size);
    if (file->sha256.len) {
        gate_html_c(h, "SHA-256 ");
        gate_html_code(h, file->sha256);
    }
    gate_html_c(h, "</span></li>\n");
}

static void put_evidence(gate_html *h)
{
    static const char *const columns[] = {"Name", "State", "Files", NULL};
    const gate_doc_evidence_list *list = &h->verdict->evidence;
    if (list->len == 0) return;
    put_head(h, "evidence", "Evidence", columns);
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_doc_evidence *evidence = list->items[i];
        gate_html_c(h, "<tr><th scope=\"row\">");
        gate_html_code(h, evidence->name);
        gate_html_c(h, "</th><td>");
        if (is(evidence->state, "read"))
            put_state(h, "good", "pass", "read");
        else if (is(evidence->state, "missing"))
            put_state(h, "warn", "missing", "missing");
        else
            put_state(h, "bad", "error", "error");
        gate_html_c(h, "</td><td>");
        if (evidence->trouble.len) gate_html_text(h, evidence->trouble);
        if (evidence->files.len) {
            gate_html_c(h, "<ul class=\"files\">\n");
            for (uint32_t k = 0; k < evidence->files.len; k++)
                put_file(h, evidence->files.items[k]);
            gate_html_c(h, "</ul>");
        } else if (evidence->trouble.len == 0) {
            gate_html_code(h, evidence->pattern);
        }
        gate_html_c(h, "</td></tr>\n");
    }
    put_foot(h);
}

/* -- the rest ------------------------------------------------------------------------------------------- */

static void put_limits(gate_html *h, const gate_doc_parameter *parameter)
{
    if (parameter->floor.len) {
        gate_html_c(h, "at least ");
        gate_html_code(h, parameter->floor);
    }
    if (parameter->floor.len && parameter->ceiling.len) gate_html_c(h, ", ");
    if (parameter->ceiling.len) {
        gate_html_c(h, "at most ");
        gate_html_code(h, parameter->ceiling);
    }
}

static void put_parameters(gate_html *h)
{
    static const char *const columns[] = {"Name", "Value", "From", "Limits", "What it is", NULL};
    const gate_doc_parameter_list *list = &h->verdict->parameters;
    if (list->len == 0) return;
    put_head(h, "parameters", "Parameters", columns);
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_doc_parameter *parameter = list->items[i];
        gate_html_c(h, "<tr><th scope=\"row\">");
        gate_html_code(h, parameter->name);
        gate_html_c(h, "</th><td>");
        gate_html_code(h, parameter->value);
        gate_html_c(h, "</td>");
        put_cell(h, parameter->origin);
        gate_html_c(h, "<td>");
        put_limits(h, parameter);
        gate_html_c(h, "</td>");
        put_cell(h, parameter->doc);
        gate_html_c(h, "</tr>\n");
    }
    put_foot(h);
}

static void put_pair(gate_html *h, const char *name, gate_str what, gate_str digest)
{
    gate_html_printf(h, "<tr><th scope=\"row\">%s</th><td>", name);
    if (what.len) gate_html_code(h, what);
    gate_html_c(h, "</td><td>");
    if (digest.len) gate_html_code(h, digest);
    gate_html_c(h, "</td></tr>\n");
}

static void put_sources(gate_html *h)
{
    static const char *const columns[] = {"What", "Name", "SHA-256", NULL};
    const gate_doc_verdict *v = h->verdict;
    put_head(h, "sources", "Made from", columns);
    for (uint32_t i = 0; i < v->sources.len; i++) {
        const gate_doc_source *source = v->sources.items[i];
        const char *name = is(source->kind, "policy")   ? "policy"
                           : is(source->kind, "import") ? "import"
                                                        : "library";
        put_pair(h, name, source->name, source->sha256);
    }
    put_pair(h, "compiled", GATE_STR(""), v->program);
    put_pair(h, "gatec", v->gatec, GATE_STR(""));
    put_foot(h);
}

void gate_html_inputs(gate_html *h)
{
    put_evidence(h);
    put_parameters(h);
    put_sources(h);
}
