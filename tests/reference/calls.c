/* Calls of the table's functions: which row, and what arguments that are missing or in error make of
 * the call. The bodies are the table's own. */
#include "tests/reference/reference.h"

#include <string.h>

/* Is [value] of the type that a signature writes as [type]? Only what a value itself tells is asked. */
static bool is_of(gate_value value, const char *type, size_t len)
{
    static const struct {
        const char *word;
        gate_tag tag;
    } words[] = {{"bool", GATE_T_BOOL},           {"int", GATE_T_INT},           {"double", GATE_T_DOUBLE},
                 {"number", GATE_T_INT},          {"number", GATE_T_DOUBLE},     {"string", GATE_T_STRING},
                 {"timestamp", GATE_T_TIMESTAMP}, {"duration", GATE_T_DURATION}, {"null", GATE_T_NULL},
                 {"type", GATE_T_TYPE},           {"list", GATE_T_LIST},         {"map", GATE_T_MAP},
                 {"optional", GATE_T_OPTIONAL}};
    bool known = false;
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (strlen(words[i].word) != len || memcmp(words[i].word, type, len) != 0) continue;
        known = true;
        if (words[i].tag == gate_tag_of(value)) return true;
    }
    return !known; /* `any` and type variables */
}

/* Reads the type at [*at] of a signature's parameter list: the length of its word; moves behind it. */
static size_t read_type(const char **at, const char **word, bool *repeats)
{
    int depth = 0;
    while (**at == ' ' || **at == ',')
        (*at)++;
    *word = *at;
    size_t len = strcspn(*at, "(), .");
    while (**at && (depth > 0 || (**at != ',' && **at != ')'))) {
        depth += (**at == '(') - (**at == ')');
        (*at)++;
    }
    *repeats = *at - *word > 3 && memcmp(*at - 3, "...", 3) == 0;
    return len;
}

/* Does the row have this name, and do the arguments fit? */
static bool row_takes(const gate_builtin *row, gate_str name, bool method, const gate_value *args,
                      uint32_t count)
{
    const char *at = row->signature, *word;
    uint32_t taken = 0;
    bool repeats = false, lazy = row->flags & GATE_FN_LAZY, fits = true;
    if ((*at == '(') != method) return false;
    if (method) {
        at++;
        size_t len = read_type(&at, &word, &repeats);
        fits = count > 0 && ((lazy && !gate_is_definite(args[0])) || is_of(args[0], word, len));
        taken = 1;
        at += 2; /* ")." */
    }
    if (strncmp(at, name.ptr, name.len) != 0 || at[name.len] != '(') return false;
    at += name.len + 1;
    if (row->flags & GATE_FN_MACRO)
        return count == 2 && args[0].tag == GATE_T_LIST && args[1].tag == GATE_T_LIST;
    while (fits && *at != ')') {
        size_t len = read_type(&at, &word, &repeats);
        if (taken == count) return false;
        do {
            bool excused = lazy && !gate_is_definite(args[taken]);
            fits = fits && (excused || is_of(args[taken], word, len));
            taken++;
        } while (repeats && taken < count);
    }
    return fits && taken == count;
}

/* Functions that may give back one of the values they were given: their rows' results are variables, or
 * the type that they take. */
static bool picks(const gate_builtin *row)
{
    const char *result = strrchr(row->signature, ' ') + 1, *given = strchr(row->signature, '(') + 1;
    bool same = strncmp(given, result, strlen(result)) == 0 && given[strlen(result)] == ')';
    return same || strlen(result) == 1 || strcmp(result, "any") == 0 || strncmp(result, "optional", 8) == 0;
}

void ref_reach(ref_run *run, const char *name)
{
    gate_builtins table = run->checked->builtins;
    for (uint32_t i = 0; i < table.count; i++) {
        gate_str signature = gate_str_c(table.rows[i].signature);
        if (gate_str_starts(signature, gate_str_c(name)) && signature.ptr[strlen(name)] == '(') run->reached[i] = true;
    }
}

gate_value ref_call(ref_run *run, gate_str name, bool method, const gate_value *args, uint32_t count,
                    gate_span span)
{
    gate_builtins table = run->checked->builtins;
    gate_value out = gate_value_null(), marks = gate_value_null();
    bool lazy = method && (gate_str_eq_c(name, "or") || gate_str_eq_c(name, "orValue")), maybe = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!lazy) out = ref_worse(out, args[i]);
        marks = ref_marked(marks, args[i], args[i]);
    }
    if (out.tag == GATE_T_NULL) {
        uint32_t row = 0;
        while (row < table.count && !row_takes(&table.rows[row], name, method, args, count))
            row++;
        if (row == table.count) {
            out = ref_fault(run, GATE_FAULT_NO_OVERLOAD);
        } else {
            run->machine.arena = run->arena;
            gate_call call = {.arena = run->arena,
                              .builtin = &table.rows[row],
                              .argc = count,
                              .now = run->now,
                              .machine = &run->machine};
            table.rows[row].fn(&call, args, &out);
            run->reached[row] = true;
            maybe = picks(&table.rows[row]);
        }
    }
    maybe = maybe || !gate_is_definite(out);
    return ref_noted(run, ref_marked(out, marks, marks), maybe ? REF_MAYBE : REF_TEST, span, NULL, 0);
}
