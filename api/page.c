#include "api/page.h"

#include "api/handle.h"
#include "verdict/document.h"

#include <string.h>

typedef struct page {
    const char *name;
    gate_page_fn *write;
    const char *summary;
} page;

static const page pages[] = {
    {"functions", gate_page_functions, "the functions of the language, each with an example"},
    {"clauses", gate_page_clauses, "blocks, rows and clauses, and where each may stand"},
    {"diagnostics", gate_page_diagnostics, "every error and warning with its explanation"},
    {"lint", gate_page_lint, "the rules of the linter"},
    {"opcodes", gate_page_opcodes, "the instructions of compiled policies"},
    {"schema", gate_doc_schema, "the JSON Schema of verdicts"},
    {"comparison", gate_doc_schema_comparison, "the JSON Schema of what diff and verify write"},
    {"why", gate_doc_schema_why, "the JSON Schema of what why writes"},
};

bool gatec_page(size_t index, const char **name, const char **summary)
{
    if (index >= GATE_COUNT(pages)) return false;
    *name = pages[index].name;
    *summary = pages[index].summary;
    return true;
}

static gatec_status write_page(gate_buf *out, const void *context)
{
    const page *wanted = context;
    wanted->write(out);
    return GATEC_OK;
}

gatec_status gatec_page_render(const char *name, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    for (size_t i = 0; name && i < GATE_COUNT(pages); i++) {
        if (strcmp(name, pages[i].name) == 0) return gate_text_make(write_page, &pages[i], out);
    }
    return GATEC_E_USAGE;
}
