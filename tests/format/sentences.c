/* Policies out of the grammar, most of which compile: every production comes up, names are long and short
 * and often keywords, texts have every form. Types are kept right by what is chosen where; what is not right
 * all the same is compared as a tree only. */
#include "format.h"

#include <string.h>

#define ANY(to, ...)                                                                                         \
    put_any((to), (const char *const[]){__VA_ARGS__},                                                        \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void put_any(words *to, const char *const *list, size_t count)
{
    put(to, list[pick(to, (uint32_t)count)]);
}

/* Tokens divided by single spaces; those in double quotes are the text's. */
static void say(words *to, const char *tokens)
{
    while (*tokens) {
        size_t len = 0;
        for (bool quoted = false; tokens[len] && (quoted || tokens[len] != ' '); len++)
            quoted = quoted != (tokens[len] == '"');
        put(to, gate_str_z(to->arena, (gate_str){tokens, len}));
        tokens += len + (tokens[len] == ' ');
    }
}

/* A name that nothing else has. */
static const char *fresh(words *to, const char *prefix, uint32_t number)
{
    static const char *const tails[] = {"", "_of_the_release_candidate", "_x",
                                        "_with_a_name_that_goes_on_for_long"};
    return gate_str_printf(to->arena, "%s%u%s", prefix, (unsigned)number, tails[pick(to, 4)]).ptr;
}

static void text(words *to)
{
    ANY(to, "\"a\"", "'b'", "\"\"",
        "\"a text that is long enough to make the line that it stands on too long\"", "r\"\\S+\"",
        "\"\"\"three\nlines\n  of it\"\"\"", "'''two\r\nlines'''", "r'''raw\n\\d'''", "\"é 界 // no\"",
        "\"esc \\\" \\n \\u00e9\"", "\"tab\tin it\"");
}

static void title(words *to)
{
    ANY(to, "\"Title\"", "'Another'",
        "\"A title that says at length what the row is about, for a person to read\"",
        "\"\"\"A title\nof two lines\"\"\"");
}

static void field(words *to)
{
    ANY(to, "a", "by", "step", "owner", "within", "status", "`content-type`", "item", "latest", "each", "in",
        "true", "a_field_with_a_long_name", "type");
}

static void path(words *to)
{
    put(to, "e");
    for (uint32_t n = 1 + pick(to, 3); n > 0; n--) {
        put(to, ".");
        field(to);
    }
}

static void value(words *to);
static void condition(words *to);

static bool deep(words *to)
{
    if (to->depth == 0) return true;
    to->depth--;
    return false;
}

static void parenthesised(words *to, void (*inner)(words *to))
{
    uint32_t count = pick(to, 20) == 0 ? 1 + pick(to, 3) : 1;
    for (uint32_t i = 0; i < count; i++)
        put(to, "(");
    inner(to);
    for (uint32_t i = 0; i < count; i++)
        put(to, ")");
}

static void literal(words *to)
{
    switch (pick(to, 6)) {
    case 0:
        ANY(to, "1", "0x1F", "42", "9223372036854775807", "007");
        return;
    case 1:
        ANY(to, "1.5", ".5", "1e3", "2.50E-3");
        return;
    case 2:
        ANY(to, "true", "false", "null");
        return;
    case 3:
        put(to, "-");
        ANY(to, "1", "2.5", "9223372036854775808");
        return;
    default:
        text(to);
    }
}

static void list(words *to)
{
    uint32_t count = pick(to, 12) == 0 ? 30 : pick(to, 5);
    bool numbers = pick(to, 3) == 0;
    put(to, "[");
    for (uint32_t i = 0; i < count; i++) {
        if (i) put(to, ",");
        if (numbers)
            ANY(to, "1", "20", "0.5", "1e9");
        else
            value(to);
    }
    if (count && pick(to, 3) == 0) put(to, ",");
    put(to, "]");
}

static void map(words *to)
{
    uint32_t count = pick(to, 4);
    put(to, "{");
    for (uint32_t i = 0; i < count; i++) {
        if (i) put(to, ",");
        put(to, gate_str_printf(to->arena, "\"key%u\"", (unsigned)i).ptr);
        put(to, ":");
        value(to);
    }
    if (count && pick(to, 3) == 0) put(to, ",");
    put(to, "}");
}

static void many(words *to)
{
    path(to);
    while (pick(to, 3) == 0 && !deep(to)) {
        put(to, ".");
        ANY(to, "filter", "map");
        say(to, "( one ,");
        condition(to);
        put(to, ")");
    }
}

static void sum(words *to)
{
    for (uint32_t n = 1 + pick(to, 4); n > 0; n--) {
        path(to);
        if (n > 1) ANY(to, "+", "-", "*", "/");
    }
}

static void value(words *to)
{
    if (deep(to)) {
        literal(to);
        return;
    }
    switch (pick(to, 10)) {
    case 0:
        list(to);
        return;
    case 1:
        map(to);
        return;
    case 2:
        many(to);
        return;
    case 3:
        sum(to);
        return;
    case 4:
        parenthesised(to, value);
        return;
    case 5:
        condition(to);
        put(to, "?");
        path(to);
        put(to, ":");
        path(to);
        return;
    case 6:
        path(to);
        say(to, pick(to, 2) ? "[ 0 ]" : "[ \"a key\" ]");
        return;
    case 7:
        path(to);
        say(to, pick(to, 2) ? ".? a . orValue ( 1 )" : "[ ? \"k\" ] . orValue ( \"\" )");
        return;
    case 8:
        literal(to);
        return;
    default:
        path(to);
    }
}

static void comparison(words *to)
{
    path(to);
    ANY(to, "==", "!=", "<", "<=", ">", ">=", "in");
    if (strcmp(to->list.items[to->list.len - 1].ptr, "in") == 0) {
        list(to);
        return;
    }
    ANY(to, "1", "0.5", "\"pass\"", "e.b");
    if (strcmp(to->list.items[to->list.len - 1].ptr, "e.b") == 0) {
        to->list.len--;
        path(to);
    }
}

static void macro(words *to)
{
    many(to);
    put(to, ".");
    ANY(to, "exists", "all", "exists_one");
    say(to, "( a_binding ,");
    condition(to);
    put(to, ")");
}

static void condition(words *to)
{
    if (deep(to)) {
        comparison(to);
        return;
    }
    switch (pick(to, 9)) {
    case 0:
    case 1:
        for (uint32_t n = 1 + pick(to, 4); n > 0; n--) {
            condition(to);
            if (n > 1) ANY(to, "&&", "||", "&&");
        }
        return;
    case 2:
        parenthesised(to, condition);
        return;
    case 3:
        say(to, pick(to, 4) ? "!" : "! !");
        parenthesised(to, condition);
        return;
    case 4:
        macro(to);
        return;
    case 5:
        say(to, "has ( e . a . b )");
        return;
    case 6:
        path(to);
        say(to, ". matches ( r\"^[a-z]+$\" )");
        return;
    case 7:
        parenthesised(to, condition);
        put(to, "?");
        condition(to);
        put(to, ":");
        parenthesised(to, condition);
        return;
    default:
        comparison(to);
    }
}

static void otherwise(words *to)
{
    if (pick(to, 2)) return;
    put(to, "else");
    ANY(to, "\"so it is\"", "\"{e.a} is not {e.b}\"",
        "'a message of its own that is long enough to be on a line'");
}

static void require(words *to)
{
    switch (pick(to, 8)) {
    case 0:
        say(to, "require each one in");
        path(to);
        if (pick(to, 2)) {
            say(to, "where one . a ==");
            literal(to);
        }
        if (pick(to, 2)) say(to, "or none");
        put(to, ":");
        condition(to);
        break;
    case 1:
        say(to, "require each one of");
        say(to, pick(to, 2) ? "[ \"one\" , \"two\" ]" : "e . names");
        put(to, "in");
        path(to);
        if (pick(to, 2)) say(to, "by name . first");
        if (pick(to, 2)) {
            put(to, ":");
            condition(to);
        }
        break;
    case 2:
        say(to, "forbid any one in");
        path(to);
        put(to, "where");
        condition(to);
        break;
    case 3:
        put(to, "forbid");
        condition(to);
        break;
    default:
        put(to, "require");
        condition(to);
    }
    otherwise(to);
}

static void clauses(words *to, bool item)
{
    to->depth = pick(to, 12);
    if (pick(to, 2)) say(to, "owner release");
    if (pick(to, 3) == 0) {
        ANY(to, "see", "fix");
        ANY(to, "\"runbook.md#x\"",
            "\"make it so, and do it again until it comes out as it should have at first\"");
    }
    if (pick(to, 6) == 0) {
        say(to, "only if");
        condition(to);
        otherwise(to);
    }
    if (pick(to, 6) == 0) {
        put(to, "needs");
        condition(to);
        otherwise(to);
    }
    require(to);
    if (pick(to, 4) == 0) require(to);
    if (pick(to, 6) == 0) {
        say(to, "warn when");
        condition(to);
    }
    if (item && pick(to, 8) == 0) say(to, "waivable by release for 7d");
    if (item && pick(to, 8) == 0) say(to, "confirm by release within 24h \"Is it so?\"");
    if (pick(to, 6) == 0) say(to, pick(to, 2) ? "advisory" : "effective \"2026-01-01\"");
}

static void checklist(words *to)
{
    put(to, "checklist");
    put(to, fresh(to, "list", 1));
    title(to);
    put(to, "{");
    for (uint32_t i = 0, n = 1 + pick(to, 2); i < n; i++) {
        put(to, "item");
        put(to, fresh(to, "i", i));
        if (pick(to, 5) == 0) {
            say(to, "each one in");
            path(to);
            if (pick(to, 2)) say(to, "where one . a == 1");
            if (pick(to, 2)) say(to, "or none");
            say(to, "by name");
            put(to, "\"Of {one.name}\"");
        } else {
            title(to);
        }
        put(to, "{");
        clauses(to, true);
        put(to, "}");
    }
    put(to, "}");
}

static void coverage(words *to)
{
    say(to, "coverage modules \"Modules\" of e . modules");
    if (pick(to, 8) == 0) say(to, "against e . base");
    put(to, "{");
    for (uint32_t n = 1 + pick(to, 2); n > 0; n--) {
        put(to, "module");
        if (pick(to, 3) == 0) {
            say(to, pick(to, 2) ? "each \"src/**\" at least 2" : "sum \"src/lib/**\"");
        } else {
            put(to, gate_str_printf(to->arena, "\"src/m%u.py\"", (unsigned)n).ptr);
        }
        say(to, "{ require line >= 85 require branch >= floor_of_all");
        if (pick(to, 3) == 0) say(to, "allow no branches");
        put(to, "}");
    }
    put(to, "}");
}

static void canary(words *to)
{
    say(to, "canary watch \"Canary\" over run in");
    path(to);
    if (pick(to, 2)) say(to, "where run . a == 1");
    put(to, "{");
    if (pick(to, 2)) say(to, "at least 2 windows");
    if (pick(to, 3) == 0) say(to, "tolerate 1 of 5 windows");
    say(to, "criterion status");
    title(to);
    put(to, "{");
    clauses(to, false);
    say(to, "} }");
}

static void rollback(words *to)
{
    static const char *const spans[] = {"", "for 2 consecutive w in e . windows",
                                        "for 3 of 5 w in e . windows by at",
                                        "for 10m of w in e . windows by at latest"};
    say(to, "rollback back \"Triggers\" { then minimal trigger one");
    title(to);
    say(to, "{ owner release fire when");
    const char *span = spans[pick(to, GATE_COUNT(spans))];
    to->depth = pick(to, 6);
    if (*span)
        say(to, pick(to, 2)
                    ? "w . errors > 1"
                    : "w . rate < 0.95 && w . requests > 100 || w . the_backlog_of_all_webhooks > 1000");
    else
        condition(to);
    say(to, span);
    if (*span && pick(to, 3) == 0) say(to, pick(to, 2) ? "no data is breach" : "no data is clean");
    say(to,
        "} } procedure minimal \"Steps\" { step freeze \"Freeze\" { at e . frozen_at require e . frozen }");
    say(to, "step revert \"Revert\" { at e . reverted_at within 30m of freeze require e . reverted } }");
}

static void retain(words *to)
{
    say(to, "retain runs \"Runs\" over run in \"artifacts/*/summary.json\" by generated_at {");
    say(to, "keep last 10");
    if (pick(to, 2)) say(to, "per run . branch");
    if (pick(to, 2)) say(to, "where run . status == \"pass\"");
    if (pick(to, 2)) say(to, "keep for 30d where run . kept || run . status == \"fail\"");
    if (pick(to, 2)) say(to, "keep where run . tagged");
    put(to, "}");
}

static void test(words *to)
{
    say(to, "test \"A case\" {");
    if (pick(to, 2)) say(to, "using \"evidence/green\"");
    if (pick(to, 2)) say(to, "now \"2026-01-01T00:00:00Z\"");
    if (pick(to, 2)) say(to, "param floor_of_all = 90");
    to->depth = 3;
    say(to, "given e . windows [ * ] . rate =");
    if (pick(to, 2)) {
        say(to, "series");
        put(to, "\"0.99 0.98 _ _ 0.97x3\"");
    } else {
        value(to);
    }
    if (pick(to, 2)) say(to, "given e . other from \"other.json\"");
    if (pick(to, 2)) say(to, "without e . suites [ 0 ] . status");
    ANY(to, "expect");
    ANY(to, "GO", "NO-GO", "INCONCLUSIVE");
    put(to, "}");
}

static void type(words *to, uint32_t depth)
{
    switch (pick(to, depth ? 8 : 4)) {
    case 0:
        ANY(to, "int", "string", "bool", "number", "timestamp", "any");
        return;
    case 1:
        say(to, "\"pass\" | \"fail\" | \"skipped\"");
        return;
    case 2:
        say(to, "int | null");
        return;
    case 3:
        put(to, "percent");
        return;
    case 4:
        put(to, "[");
        type(to, depth - 1);
        put(to, "]");
        return;
    case 5:
        say(to, "map (");
        type(to, depth - 1);
        put(to, ")");
        return;
    default:
        put(to, "{");
        for (uint32_t i = 0, n = pick(to, 6); i < n; i++) {
            if (i) put(to, ",");
            put(to, pick(to, 6) ? fresh(to, "field", i)
                                : gate_str_printf(to->arena, "\"quoted-%u\"", (unsigned)i).ptr);
            if (pick(to, 3) == 0) put(to, "?");
            put(to, ":");
            type(to, depth - 1);
            if (i + 1 == n && pick(to, 3) == 0) put(to, ",");
        }
        put(to, "}");
    }
}

static void params(words *to)
{
    say(to, "param floor_of_all : percent = 80");
    if (pick(to, 2)) say(to, "floor 70 ceiling 99.5");
    if (pick(to, 2)) say(to, "env THE_FLOOR_OF_ALL_MODULES_OF_THIS_POLICY");
    if (pick(to, 2)) title(to);
    for (uint32_t i = 0, n = pick(to, 3); i < n; i++) {
        put(to, "param");
        put(to, fresh(to, "p", i));
        say(to, pick(to, 2) ? ": int = - 3" : ": [string] = [ \"a\" , ]");
    }
    for (uint32_t i = 0, n = pick(to, 3); i < n; i++) {
        put(to, "let");
        put(to, fresh(to, "l", i));
        put(to, "=");
        to->depth = pick(to, 8);
        value(to);
    }
    for (uint32_t i = 0, n = pick(to, 2); i < n; i++) {
        put(to, "def");
        put(to, fresh(to, "d", i));
        say(to, pick(to, 2) ? "( )" : "( one , other_argument_of_it : string )");
        if (pick(to, 3) == 0) say(to, ": bool");
        put(to, "=");
        to->depth = pick(to, 6);
        condition(to);
    }
}

static void evidence(words *to)
{
    static const char *const heads[] = {"", "each", "latest", "optional"};
    say(to, "let subject = e . commit evidence waivers optional from \"w.json\"");
    say(to, "evidence attestations optional from \"a.json\" evidence e from \"evidence/e.json\"");
    if (pick(to, 3) == 0) say(to, "fresh within 24h by meta . at in \"UTC\"");
    for (uint32_t i = 0, n = pick(to, 3); i < n; i++) {
        uint32_t head = pick(to, GATE_COUNT(heads));
        put(to, "evidence");
        put(to, fresh(to, "x", i));
        if (pick(to, 2) && head != 1 && head != 2) {
            put(to, ":");
            type(to, 2);
        }
        say(to, heads[head]);
        put(to, "from");
        ANY(to, "\"a.json\"", "\"artifacts/*/summary.json\"",
            "'artifacts/a-folder-with-a-long-name/and-another/*/report.json'");
        if (head == 1 || head == 2) say(to, "by at");
    }
    for (uint32_t i = 0, n = pick(to, 3); i < n; i++) {
        put(to, "type");
        put(to, fresh(to, "T", i));
        put(to, "=");
        type(to, 3);
    }
}

void sentences(words *to)
{
    if (pick(to, 30)) {
        say(to, "policy generated");
        title(to);
    }
    if (pick(to, 8) == 0) say(to, "import coverage");
    for (uint32_t i = 0, n = pick(to, 3); i < n; i++) {
        put(to, "owner");
        put(to, i == 0 ? "sre" : "backend_of_the_shop");
        title(to);
        if (pick(to, 2)) {
            put(to, "duty");
            text(to);
        }
    }
    say(to, "owner release \"Release owner\"");
    evidence(to);
    params(to);
    checklist(to);
    if (pick(to, 6) == 0) coverage(to);
    if (pick(to, 6) == 0) canary(to);
    if (pick(to, 6) == 0) rollback(to);
    if (pick(to, 8) == 0) retain(to);
    if (pick(to, 8) == 0) test(to);
}
