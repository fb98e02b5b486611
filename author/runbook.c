#include "author/runbook_part.h"

static const gate_node *policy_of(const gate_checked *checked)
{
    return checked->main->ast->file->as.file.policy;
}

static void put_policy_title(gate_runbook *book)
{
    const gate_node *policy = policy_of(book->checked);
    if (policy && policy->as.policy.title)
        gate_md_prose(book->out, policy->as.policy.title->as.string.value);
    else
        gate_md_prose(book->out, book->checked->main->source->name);
}

static bool judges(const gate_checked *checked)
{
    const gate_nodes *decls = &checked->main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind == GATE_N_BLOCK && decls->items[i]->as.block.word != GATE_W_RETAIN)
            return true;
    }
    return false;
}

static void put_policy(gate_runbook *book)
{
    const gate_node *policy = policy_of(book->checked);
    const gate_module *main = book->checked->main;
    if (policy) {
        bool check = judges(book->checked);
        gate_buf_c(book->out, "\nThe policy ");
        gate_md_code(book->out, policy->as.policy.name.text);
        gate_buf_c(book->out, ", ");
        gate_runbook_place(book, main, policy);
        gate_buf_c(book->out, check ? ": decided by " : ": planned by ");
        gate_md_code(book->out, gate_str_printf(book->arena, "gatec %s %.*s", check ? "check" : "retain",
                                                GATE_STR_ARG(main->source->name)));
        gate_buf_c(book->out, ".\n");
        if (policy->doc.len) {
            gate_buf_char(book->out, '\n');
            gate_md_doc(book->out, policy->doc);
        }
    }
    const gate_nodes *decls = &main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind == GATE_N_BLOCK) gate_runbook_block(book, decls->items[i]);
    }
}

void gate_runbook_write(gate_buf *out, const gate_checked *const *policies, uint32_t count,
                        const gate_runbook_options *options)
{
    gate_runbook book = {.arena = out->arena, .out = out, .options = *options, .level = count > 1 ? 3 : 2};
    gate_buf_c(out, "# ");
    book.checked = policies[0];
    if (options->title.len)
        gate_md_prose(out, options->title);
    else if (count == 1)
        put_policy_title(&book);
    else
        gate_buf_c(out, "Runbook");
    gate_buf_c(out, "\n\n<!-- Made by `gatec doc`: change the policies, not this page. -->\n");
    for (uint32_t i = 0; i < count; i++) {
        book.checked = policies[i];
        if (count > 1) {
            gate_buf_c(out, "\n## ");
            put_policy_title(&book);
            gate_buf_char(out, '\n');
        }
        put_policy(&book);
    }
    gate_runbook_lists(&book, policies, count);
}
