/* What this build knows, one fact at a time; the pages made of it are in page.c. */
#include "api/gatec.h"

#include "base/diag.h"
#include "base/suggest.h"
#include "evidence/digest.h"
#include "evidence/json.h"
#include "evidence/reader.h"
#include "evidence/xml.h"
#include "grammar/ast.h"
#include "report/report.h"
#include "stdlib/builtins.h"
#include "vm/image.h"
#include "vm/pattern.h"

#include <stdio.h>

const char *gatec_version(void)
{
    return "0.1.0";
}

uint32_t gatec_image_version(void)
{
    return GATE_IMAGE_VERSION;
}

bool gatec_library(size_t index, const char **name, char version[GATEC_VERSION_MAX])
{
    switch (index) {
    case 0:
        *name = "jansson";
        snprintf(version, GATEC_VERSION_MAX, "%s", gate_json_library());
        return true;
    case 1:
        *name = "nettle";
        (void)gate_sha256_library(version);
        return true;
    case 2:
        *name = "expat";
        snprintf(version, GATEC_VERSION_MAX, "%s", gate_xml_library());
        return true;
    case 3:
        *name = "pcre2";
        (void)gate_pattern_library(version);
        return true;
    default:
        return false;
    }
}

bool gatec_form(size_t index, const char **name, const char **summary)
{
    uint32_t count = 0;
    const gate_form_info *forms = gate_forms(&count);
    if (index >= count) return false;
    *name = forms[index].name;
    *summary = forms[index].doc;
    return true;
}

bool gatec_reader(size_t index, const char **name, const char **summary)
{
    if (index >= gate_reader_count()) return false;
    const gate_reader *reader = gate_reader_at((uint32_t)index);
    *name = reader->name.ptr; /* made of literals */
    *summary = reader->summary;
    return true;
}

bool gatec_function_at(size_t index, gatec_function *out)
{
    static const gatec_function macros[] = {
#define MACRO(form, summary, example) {form, summary, example},
#include "api/macros.def"
#undef MACRO
    };
    if (index < GATE_COUNT(macros)) {
        *out = macros[index];
        return true;
    }
    index -= GATE_COUNT(macros);
    gate_builtins builtins = gate_stdlib_builtins();
    for (uint32_t i = 0; i < builtins.count; i++) {
        const gate_builtin *row = &builtins.rows[i];
        if ((row->flags & GATE_FN_HIDDEN) || index-- > 0) continue;
        *out = (gatec_function){row->signature, row->summary, row->example};
        return true;
    }
    return false;
}

static const char *kind_of(uint32_t flags)
{
    if (flags & GATE_KW_BLOCK) return "blocks";
    if (flags & GATE_KW_DECL) return "declarations";
    if (flags & GATE_KW_ROW) return "rows";
    if (flags & (GATE_KW_CLAUSE | GATE_KW_DIRECT)) return "clauses";
    if (flags & GATE_KW_TEST) return "tests";
    return flags & GATE_KW_VALUE ? "values" : "parts";
}

bool gatec_word_at(size_t index, gatec_word *out)
{
    gate_word word = (gate_word)(index + 1); /* the first is none */
    if (index >= GATE_WORD_COUNT - 1) return false;
    *out = (gatec_word){gate_word_text(word), kind_of(gate_word_flags(word)), gate_word_doc(word)};
    return true;
}

static gatec_code code_of(gate_code code)
{
    const gate_code_info *info = gate_code_get(code);
    return (gatec_code){info->number, info->severity == GATE_ERROR, info->summary, info->text};
}

bool gatec_code_at(size_t index, gatec_code *out)
{
    if (index >= GATE_CODE_COUNT) return false;
    *out = code_of((gate_code)index);
    return true;
}

bool gatec_code_find(const char *number, gatec_code *out)
{
    gate_code code = (gate_code)0;
    if (!gate_code_find(gate_str_c(number), &code)) return false;
    *out = code_of(code);
    return true;
}

size_t gatec_suggest(const char *wanted, const char *const *candidates, size_t count)
{
    gate_suggest suggest = gate_suggest_new(gate_str_c(wanted));
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const char *before = suggest.best.ptr;
        gate_suggest_offer(&suggest, gate_str_c(candidates[i]));
        if (suggest.best.ptr != before) best = i;
    }
    return best;
}
