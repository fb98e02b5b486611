/* The functions of the language as a page: themes in the order of stdlib/builtins.def, within them the
 * names in the order of the table, with their overloads. */
#include "api/page.h"

#include "stdlib/builtins.h"

#include <string.h>

/* How many rows each file of stdlib/ has, so that the one table can be told apart by theme. */
#define BUILTIN(signature, body, flags, cost, summary, example) +1
enum {
    TEXT_ROWS = 0
#include "stdlib/text.def"
    ,
    FORMAT_ROWS = 0
#include "stdlib/format.def"
    ,
    LIST_ROWS = 0
#include "stdlib/list.def"
    ,
    SETS_ROWS = 0
#include "stdlib/sets.def"
    ,
    STATS_ROWS = 0
#include "stdlib/stats.def"
    ,
    NUMBER_ROWS = 0
#include "stdlib/number.def"
    ,
    TIME_ROWS = 0
#include "stdlib/time.def"
    ,
    OPTIONAL_ROWS = 0
#include "stdlib/optional.def"
    ,
    ALL_ROWS = 0
#include "stdlib/builtins.def"
    ,
    HIDDEN_ROWS = 0
#include "stdlib/hidden.def"
};
#undef BUILTIN

typedef struct theme {
    const char *title;
    uint32_t rows;
} theme;

static const theme themes[] = {
    {"Texts, patterns, versions, paths", TEXT_ROWS},
    {"Text with values in it", FORMAT_ROWS},
    {"Lists", LIST_ROWS},
    {"Maps as lists, lists as sets", SETS_ROWS},
    {"Statistics", STATS_ROWS},
    {"Conversions and arithmetic", NUMBER_ROWS},
    {"Times and spans of time", TIME_ROWS},
    {"Optionals and types", OPTIONAL_ROWS},
};
_Static_assert(TEXT_ROWS + FORMAT_ROWS + LIST_ROWS + SETS_ROWS + STATS_ROWS + NUMBER_ROWS + TIME_ROWS +
                       OPTIONAL_ROWS + HIDDEN_ROWS ==
                   ALL_ROWS,
               "a theme of stdlib/builtins.def is not on the page");

typedef struct macro {
    const char *form, *summary, *example;
} macro;

static const macro macros[] = {
#define MACRO(form, summary, example) {form, summary, example},
#include "api/macros.def"
#undef MACRO
};

/* The name in a signature: behind a receiver's `).`, up to the bracket. */
static gate_str name_of(const char *signature)
{
    gate_str text = gate_str_c(signature);
    size_t from = 0;
    if (text.len && text.ptr[0] == '(') {
        size_t depth = 0;
        do {
            depth += text.ptr[from] == '(';
            depth -= text.ptr[from] == ')';
            from++;
        } while (depth && from < text.len);
        from += from < text.len; /* the dot */
    }
    size_t to = gate_str_find(text, GATE_STR("("), from);
    return gate_str_sub(text, from, to == SIZE_MAX ? text.len : to);
}

static void write_row(gate_buf *out, const char *signature, const char *summary, const char *example)
{
    gate_buf_printf(out, "\n    %s\n\n%s.\n\n    %s\n", signature, summary, example);
}

static void write_theme(gate_buf *out, const theme *about, const gate_builtin *rows)
{
    gate_buf_printf(out, "\n## %s\n", about->title);
    gate_str before = GATE_STR("");
    for (uint32_t i = 0; i < about->rows; i++) {
        const gate_builtin *row = &rows[i];
        if (row->flags & GATE_FN_HIDDEN) continue;
        gate_str name = name_of(row->signature);
        if (!gate_str_eq(name, before))
            gate_buf_printf(out, "\n### `" GATE_STR_FMT "`\n", GATE_STR_ARG(name));
        before = name;
        write_row(out, row->signature, row->summary, row->example);
    }
}

void gate_page_functions(gate_buf *out)
{
    gate_buf_c(
        out,
        "# Functions\n\n"
        "Printed from the tables by `gatec doc --reference functions`.\n\n"
        "Each entry gives the type, what the function is, and an example with what it comes to: a value, or\n"
        "`missing`, or `error`. `(string).contains(string)` is called as `text.contains(part)`. In types, "
        "`number`\n"
        "is an int or a double, `any` is anything, capital letters stand for one type throughout, and `...` "
        "for\n"
        "one or more. An argument that is missing makes the result missing, one in error makes it an "
        "error.\n");
    gate_buf_c(out, "\n## Macros\n");
    for (size_t i = 0; i < GATE_COUNT(macros); i++)
        write_row(out, macros[i].form, macros[i].summary, macros[i].example);
    const gate_builtin *rows = gate_stdlib_builtins().rows;
    for (size_t i = 0; i < GATE_COUNT(themes); i++) {
        write_theme(out, &themes[i], rows);
        rows += themes[i].rows;
    }
}
