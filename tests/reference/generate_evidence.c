/* Evidence: mostly what the policies expect, and now and then anything else. */
#include "tests/reference/generate.h"

static void json_scalar(choices *from, gate_buf *out, char what)
{
    static const char *const ints[] = {"1", "0", "2", "5", "-3", "7", "9223372036854775807", "100"};
    static const char *const doubles[] = {"1.5", "0.0", "2", "-2.25", "84.96", "1e300"};
    static const char *const texts[] = {"\"a\"",    "\"b\"", "\"\"",    "\"1.2.0\"",
                                        "\"pass\"", "\"7\"", "\"пять\""};
    static const char *const odd[] = {"null", "\"odd\"", "3", "true", "[]", "{}", "2.5", "[1, \"x\"]"};
    static const char *const times[] = {"\"2026-02-13T12:00:00Z\"", "\"2026-01-01T00:00:00+02:00\""};
    if (choose(from, 24) == 23) {
        gate_buf_c(out, odd[choose(from, 8)]);
    } else if (what == 'i') {
        gate_buf_c(out, ints[choose(from, 8)]);
    } else if (what == 'd') {
        gate_buf_c(out, doubles[choose(from, 6)]);
    } else if (what == 's') {
        gate_buf_c(out, texts[choose(from, 7)]);
    } else if (what == 't') {
        gate_buf_c(out, times[choose(from, 2)]);
    } else if (what == 'u') {
        gate_buf_c(out, choose(from, 2) ? "\"90s\"" : "\"1h\"");
    } else {
        gate_buf_c(out, choose(from, 3) ? "true" : "false");
    }
}

static void json_fields(choices *from, gate_buf *out, const char *const *names, const char *kinds, bool *any)
{
    for (uint32_t i = 0; kinds[i]; i++) {
        if (choose(from, 16) == 15) continue; /* not there */
        gate_buf_printf(out, "%s\"%s\": ", *any ? ", " : "", names[i]);
        *any = true;
        json_scalar(from, out, kinds[i]);
    }
}

static void json_list(choices *from, gate_buf *out, const char *name, char what)
{
    if (choose(from, 12) == 11) return;
    uint32_t len = choose(from, 5);
    gate_buf_printf(out, ", \"%s\": [", name);
    for (uint32_t i = 0; i < len; i++) {
        if (i) gate_buf_c(out, ", ");
        json_scalar(from, out, what);
    }
    gate_buf_c(out, "]");
}

static void json_record(choices *from, gate_buf *out)
{
    static const char *const names[] = {"n", "s", "ok", "d", "name", "rate", "flag", "total"};
    bool any = false;
    gate_buf_c(out, "{");
    json_fields(from, out, names, "isbdsdbi", &any);
    gate_buf_c(out, "}");
}

static gate_str json_module(gate_arena *arena, choices *from)
{
    static const char *const groups[] = {"lines", "branches", "functions", "statements"};
    gate_buf out = gate_buf_new(arena);
    gate_buf_c(&out, "{\"path\": \"src/a.py\"");
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t covered = choose(from, 12), total = 10 + choose(from, 3) * 10;
        if (choose(from, 8) == 7) continue;
        if (choose(from, 8) == 7) total = covered = 0;
        gate_buf_printf(&out, ", \"%s\": {\"covered\": %u, \"total\": %u}", groups[i], covered, total);
    }
    gate_buf_c(&out, "}");
    return gate_buf_str(&out);
}

generated_evidence generate_evidence(gate_arena *arena, choices *from)
{
    static const char *const names[] = {"t",  "span", "version", "nil",   "n",    "s",
                                        "ok", "d",    "flag",    "total", "rate", "name"};
    generated_evidence made = {.e = {NULL, 0}};
    gate_buf e = gate_buf_new(arena);
    bool any = true;
    gate_buf_c(&e, "{\"empty\": []");
    json_fields(from, &e, names, "tusxisbdbids", &any);
    json_list(from, &e, "xs", 'i');
    json_list(from, &e, "ds", 'd');
    json_list(from, &e, "ss", 's');
    json_list(from, &e, "bs", 'b');
    json_list(from, &e, "ts", 't');
    gate_buf_c(&e, ", \"m\": {\"a\": 1, \"b\": 2}, \"r\": ");
    json_record(from, &e);
    uint32_t len = choose(from, 5);
    gate_buf_c(&e, ", \"rs\": [");
    for (uint32_t i = 0; i < len; i++) {
        if (i) gate_buf_c(&e, ", ");
        json_record(from, &e);
    }
    gate_buf_c(&e, "]}");
    made.e = gate_buf_str(&e);
    made.k = GATE_STR("{\"at\": \"2026-02-13T11:00:00Z\", \"span\": \"2h\", \"n\": 4, \"ats\": "
                      "[\"2026-02-13T11:00:01Z\"]}");
    made.module = json_module(arena, from);
    made.base = choose(from, 4) ? json_module(arena, from) : GATE_STR("");
    uint32_t bad = choose(from, 40);
    if (bad == 39) made.e = GATE_STR("");
    if (bad == 38) made.e = GATE_STR("!");
    if (bad == 37) made.k = GATE_STR("");
    if (bad == 36) made.k = GATE_STR("!");
    return made;
}
