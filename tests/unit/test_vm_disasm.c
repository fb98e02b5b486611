/* gate_unit: base evidence vm */
/* The listing: all sections, every kind of operand by its name, and nothing unsafe in it. */
#include "tests/unit/programs.h"
#include "vm/disasm.h"

#include <stdio.h>

static const char *listing(gate_arena *arena, kit *k)
{
    gate_str why = GATE_STR("");
    gate_program *program = kit_program(k);
    ck_assert_msg(gate_verify(arena, program, &why), "%.*s", (int)why.len, why.ptr);
    gate_buf out = gate_buf_new(arena);
    gate_disasm(&out, program);
    return out.ptr;
}

static void has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no `%s` in\n%.3000s", part, text);
}

START_TEST(everything_is_listed_by_name)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    const char *text = listing(arena, &k);
    static const char *const parts[] = {
        "policy demo \"Demo\"\nsha256 0000",
        "\nsources\n     0  demo.gate  main  ",
        "\nparameters\n     0  least : percent  default unit 0  floor unit 1  env DEMO_LEAST\n     1  run : "
        "string\n",
        "     2  names : [string]  default unit 2  env DEMO_NAMES\n",
        "\nevidence\n     0  a from \"runs/{run}.json\" as json  shape 9\n",
        "     5  union 2 | 3 | 4\n     6  record Suite { name: 0, status: 5 }\n     7  list of 6\n",
        "     9  record Summary { suites: 7, count: 1, at?: 8 }\n",
        "\npaths\n     0  a.count\n     1  a.suites\n",
        "\nconstants\n     0  int 85\n",
        "\ncalls\n     0  .same\n",
        "\nlets\n     0  subject  unit ",
        "\nfunctions\n     0  twice/1  unit ",
        "\nowners\n     0  release \"Release manager\"\n",
        "\nblocks\n     0  checklist main \"Block\"\n         0  item one\n             0  require  "
        "condition unit ",
        "             2  owner release\n             3  see  text unit ",
        "         1  item each two  in unit ",
        "     1  coverage modules \"Block\"  of unit ",
        "         2  module \"a.c\"\n",
        "         3  module each \"src/**\"\n",
        "\nunit 0  default of least  locals 0, stack 1, loops 0  demo.gate:2:1\n",
        "  require of main.one  ",
        "  list of main.two  ",
        "     0  PATH        0  a.count                          ; require a.count >= least\n",
        "  PARAM       0  least  ",
        "  AND_TEST    -> 9  ",
        "  LET         1  total  ",
        "  INVOKE      0  twice/1  ",
        "  LOOP        -> ",
        "  any in local 0  ",
        "  map in locals 1, 2  ",
        "  LOOP_STEP   -> 2  any  ",
        "  CALL        0  .same/2  ",
        "  SAY         2  ",
        "  FIELD       ",
    };
    for (size_t i = 0; i < GATE_COUNT(parts); i++)
        has(text, parts[i]);
    ck_assert_ptr_null(strstr(text, " \n"));
}
END_TEST

START_TEST(every_kind_of_block_is_listed)
{
    ARENA;
    kit k;
    kit_demo_kinds(&k, arena);
    if (!kit_kinds_available()) return;
    const char *text = listing(arena, &k);
    static const char *const parts[] = {
        "     0  canary c \"Block\"  in unit 0  where unit 1\n             0  at least 2\n             1  "
        "tolerate 1 of 3\n",
        "         0  criterion one\n",
        "     1  rollback r \"Block\"\n",
        "  then block 2\n",
        "  fire when consecutive 2 of 2 latest  in unit 0  condition unit 1  by start in \"UTC\"\n",
        "  no data is breach\n",
        "     2  procedure p \"Block\"\n",
        "  at  condition unit 1\n",
        "  within 60s of row 2\n",
        "     3  retain k \"Block\"  over \"runs/*/s.json\"  by start\n",
        "  keep last 10  where unit 1\n",
        "  keep for 3600s\n",
        "  keep those  where unit 1\n",
        "     4  checklist l \"Block\"\n",
        "  confirm by release  within 3600s  text unit 2\n",
        "  waivable by release  within 3600s\n",
    };
    for (size_t i = 0; i < GATE_COUNT(parts); i++)
        has(text, parts[i]);
}
END_TEST

START_TEST(listings_are_stable)
{
    ARENA;
    kit k, other;
    kit_demo(&k, arena);
    kit_demo(&other, arena);
    ck_assert_str_eq(listing(arena, &k), listing(arena, &other));
}
END_TEST

START_TEST(nothing_unsafe_is_printed)
{
    ARENA;
    kit k;
    kit_begin(&k, arena);
    k.sources.items[0].name = kit_text(&k, "a\x1b[2J.gate");
    k.sources.items[0].text =
        kit_text(&k, "x \x1b[31m\n\n\t y \xe2\x80\xae and much more than one line of a listing has room "
                     "for, which is why it is cut");
    k.meta.items[0].policy = kit_text(&k, "\xe2\x80\xae");
    kit_evidence(&k, "e\n1: x", "\x07", GATE_NO);
    uint32_t text = kit_string(&k, "\x1b]0;title\x07");
    kit_let(&k, "l\rl", kit_push_unit(&k, GATE_I_CONST, text));
    k.lines.items[0].lo = 0;
    k.lines.items[0].hi = 80;
    k.units.items[0].where = NOWHERE;
    k.lines.items[1] = NOWHERE;
    const char *out = listing(arena, &k);
    for (const char *c = out; *c; c++)
        ck_assert_msg(*c == '\n' || ((unsigned char)*c >= ' ' && *c != 0x7F), "a control character in\n%s",
                      out);
    ck_assert_ptr_null(strstr(out, "\xe2\x80\xae"));
    has(out, "; x \\x1b[31m y \\u202e and much more than one line of a listing");
    has(out, "…\n");
    has(out, "e\\n1: x from \"\\x07\"");
}
END_TEST

MAIN("vm/disasm", 60, everything_is_listed_by_name, every_kind_of_block_is_listed, listings_are_stable,
     nothing_unsafe_is_printed)
