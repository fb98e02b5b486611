#include "author/naming.h"

#include "base/utf8.h"

#include <string.h>

#define NAME_MAX_LEN 40u

/* CEL's reserved words and those that open clauses; what rows and coverage blocks bind; namespaces of
 * functions; the modules of the standard library, which a policy may import. */
static const char *const taken[] = {
    "as",     "break",   "const",     "continue",     "else",       "false",      "for",       "function",
    "if",     "import",  "in",        "let",          "loop",       "namespace",  "null",      "package",
    "return", "true",    "var",       "void",         "while",      "each",       "any",       "now",
    "module", "line",    "lines",     "branch",       "branches",   "func",       "functions", "statement",
    "base",   "sets",    "math",      "optional",     "cel",        "statements", "string",    "int",
    "bool",   "double",  "number",    "percent",      "timestamp",  "duration",   "list",      "map",
    "type",   "dyn",     "approvals", "argo",         "ci",         "coverage",   "cyclonedx", "github",
    "k6",     "kayenta", "keptn",     "npm",          "prometheus", "sarif",      "sonarqube", "tests",
    "trivy",  "subject", "waivers",   "attestations", "release",    "commit",     "regex",     "strings",
    "base64", "net",     "stats",     "semver",       "time",       "size",       "has",       "lists",
};

static bool is_taken(gate_str name)
{
    for (size_t i = 0; i < GATE_COUNT(taken); i++) {
        if (gate_str_eq_c(name, taken[i])) return true;
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void gate_quote(gate_buf *out, gate_str text, bool braces)
{
    gate_buf_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t code = gate_utf8_next(text, &at);
        if (code == '"' || code == '\\')
            gate_buf_printf(out, "\\%c", (int)code);
        else if (braces && (code == '{' || code == '}'))
            gate_buf_printf(out, "%c%c", (int)code, (int)code);
        else if (code == UINT32_MAX)
            gate_buf_c(out, "\\ufffd");
        else if (code == '\n' || code == '\t' || gate_utf8_unsafe(code))
            gate_buf_printf(out, code > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)code);
        else
            gate_buf_add(out, gate_str_sub(text, from, at));
    }
    gate_buf_char(out, '"');
}

bool gate_is_plain(gate_str text)
{
    if (text.len == 0 || text.len > 200 || is_digit(text.ptr[0])) return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_letter(text.ptr[i]) && !is_digit(text.ptr[i]) && text.ptr[i] != '_') return false;
    }
    return true;
}

gate_str gate_name_for(gate_arena *arena, gate_str text, const char *fallback)
{
    gate_buf out = gate_buf_new(arena);
    bool letters = false;
    for (size_t i = 0; i < text.len && out.len < NAME_MAX_LEN; i++) {
        char c = text.ptr[i];
        bool upper = c >= 'A' && c <= 'Z';
        /* `releaseCandidate` has two words. */
        bool begins = upper && i > 0 && text.ptr[i - 1] >= 'a' && text.ptr[i - 1] <= 'z';
        bool sign = !is_letter(c) && !is_digit(c);
        if ((sign || begins) && out.len && out.ptr[out.len - 1] != '_') gate_buf_char(&out, '_');
        if (sign) continue;
        letters |= is_letter(c);
        gate_buf_char(&out, upper ? (char)(c + ('a' - 'A')) : c);
    }
    while (out.len && out.ptr[out.len - 1] == '_')
        out.len--;
    gate_str name = gate_buf_str(&out);
    if (!letters) return gate_str_c(fallback);
    if (is_digit(name.ptr[0])) name = gate_str_printf(arena, "%s_%.*s", fallback, GATE_STR_ARG(name));
    return is_taken(name) ? gate_str_printf(arena, "%.*s_report", GATE_STR_ARG(name))
                          : gate_str_dup(arena, name);
}

gate_str gate_type_name_for(gate_arena *arena, gate_str text, const char *fallback)
{
    gate_str name = gate_name_for(arena, text, fallback);
    gate_buf out = gate_buf_new(arena);
    bool begin = true;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '_') {
            begin = true;
            continue;
        }
        gate_buf_char(&out, begin && c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c);
        begin = false;
    }
    /* All capitals would be a word of verdicts: `GO`. */
    if (out.len == 1 || (out.ptr[1] >= 'A' && out.ptr[1] <= 'Z')) gate_buf_c(&out, "Type");
    return gate_buf_str(&out);
}

gate_str gate_singular(gate_arena *arena, gate_str text)
{
    if (text.len > 4 && gate_str_ends(text, GATE_STR("ies")))
        return gate_str_printf(arena, "%.*sy", (int)(text.len - 3), text.ptr);
    static const char *const es[] = {"sses", "shes", "ches", "xes"};
    for (size_t i = 0; i < GATE_COUNT(es); i++) {
        if (text.len > 4 && gate_str_ends(text, gate_str_c(es[i])))
            return gate_str_sub(text, 0, text.len - 2);
    }
    static const char *const none[] = {"ss", "us", "is", "news", "series"};
    for (size_t i = 0; i < GATE_COUNT(none); i++) {
        if (gate_str_ends(text, gate_str_c(none[i]))) return text;
    }
    return text.len > 2 && gate_str_ends(text, GATE_STR("s")) ? gate_str_sub(text, 0, text.len - 1) : text;
}
