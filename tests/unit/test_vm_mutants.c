/* gate_unit: base evidence grammar vm stdlib compiler */
/* Thousands of damaged programs, one that was compiled among them: the verifier refuses each, or it
 * runs and ends. A digest proves nothing here: it is made anew, as anybody could. */
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"
#include "tests/unit/programs.h"
#include "vm/image.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define AT_DIGEST 16
#define AT_TABLE  48

/* Something of everything that the compiler emits. */
static const char policy[] =
    "policy all \"Everything\"\n"
    "\n"
    "import coverage\n"
    "import ci\n"
    "\n"
    "type Suite = { name: string, status: \"pass\" | \"fail\" | \"skipped\", took?: duration, at?: timestamp "
    "}\n"
    "type Summary = { suites: [Suite], rate: number, lists: [[int]], meta: { at: string }, notes?: { string: "
    "string } }\n"
    "\n"
    "owner release \"Release manager\"\n"
    "owner sre \"Site reliability\"\n"
    "\n"
    "param run : string = \"r1\"\n"
    "param least : percent = 85 floor 80 ceiling 95 env LEAST\n"
    "param names : [string] = [\"a\", \"b\"]\n"
    "param since : timestamp = timestamp(\"2026-01-01T00:00:00Z\")\n"
    "\n"
    "evidence tests : Summary from \"runs/{run}/summary.json\" fresh within 24h by meta.at in \"UTC\"\n"
    "evidence cov from \"cov.json\"\n"
    "evidence runs each from \"runs/*.json\" by start\n"
    "evidence deploy from \"deploy.json\"\n"
    "evidence waivers optional from \"waivers.json\"\n"
    "evidence attestations optional from \"attestations.json\"\n"
    "\n"
    "let subject = deploy.commit\n"
    "let slow = tests.suites.filter(s, has(s.took) && s.took > 5m)\n"
    "def twice(x: number) = x + x\n"
    "def worst(xs) = xs.map(x, x.name).sort()\n"
    "\n"
    "checklist c \"Checklist\" {\n"
    "  item one \"Rate {tests.rate}\" {\n"
    "    owner release\n"
    "    see \"runbook.md#{run}\"\n"
    "    fix \"run {run}\"\n"
    "    require tests.rate >= least && twice(tests.rate) > 1.5 || tests.rate == 100\n"
    "    forbid any s in tests.suites where s.status == \"fail\" else \"{s.name} failed: {s.status}\"\n"
    "    require each s in tests.suites where has(s.took) or none: s.took < 10m else \"{s.name} took "
    "{s.took}\"\n"
    "    require each n of names in tests.suites by name: n.status == \"pass\" else \"{n.name} is "
    "{n.status}\"\n"
    "    needs size(tests.suites) > 2 else \"only {size(tests.suites)}\"\n"
    "    warn when size(slow) > 0 else \"{size(slow)} slow\"\n"
    "    waivable by release, sre for 7d\n"
    "  }\n"
    "  item two each s in tests.suites where s.status != \"skipped\" by name \"Suite {s.name}\" {\n"
    "    require s.status == \"pass\" ? true : s.name.startsWith(\"flaky\")\n"
    "    confirm by release within 7d \"Is {s.name} fine?\"\n"
    "    only if s.name != \"x\"\n"
    "    effective \"2026-12-01\"\n"
    "  }\n"
    "  item three \"Macros\" {\n"
    "    require tests.lists.map(xs, xs.filter(x, x > 1).map(x, x * 2)).flatten().sum() > 3\n"
    "    require tests.suites.sortBy(s, s.name)[0].name == \"a\" && tests.suites.groupBy(s, "
    "s.status)[\"pass\"].size() > 0\n"
    "    require tests.suites.exists_one(s, s.name == \"a\") && tests.suites.all(s, s.name != \"\")\n"
    "    require cel.bind(n, tests.suites.size(), n > 0 && n < 10) && tests.?notes.optMap(v, "
    "size(v)).orValue(0) < 5\n"
    "    require tests.suites.exists(s, s.name.matches(\"^[a-z]+$\")) && \"a\" in tests.suites.map(s, "
    "s.name)\n"
    "    require {\"a\": 1, \"b\": 2}[\"a\"] == tests.lists[0][0] && worst(tests.suites) != []\n"
    "    require (tests.rate > 50 ? tests.lists : [[1]]).exists(l, l.all(x, x > 0)) && now > since\n"
    "  }\n"
    "}\n"
    "\n"
    "coverage m \"Modules\" of coverage.py(cov) {\n"
    "  module \"a.py\" { owner sre require line >= least require branch >= 50 allow no branches }\n"
    "  module each \"src/**\" at least 1 { require lines.covered > 0 }\n"
    "  module sum \"src/*\" { advisory require statement >= 50 }\n"
    "}\n"
    "\n"
    "canary k \"Canary\" over r in runs where r.release == deploy.release {\n"
    "  at least 2 windows\n"
    "  tolerate 1 of 3 windows\n"
    "  criterion s \"status\" { require r.status == \"pass\" }\n"
    "}\n"
    "\n"
    "rollback rb \"Rollback\" {\n"
    "  then proc\n"
    "  trigger a \"Any\" { owner sre fire when runs.exists(r, r.status == \"fail\") }\n"
    "  trigger b \"Windows\" { fire when w.rate < 0.9 for 2 consecutive w in deploy.windows no data is "
    "breach }\n"
    "  trigger d \"Some\" { fire when w.rate < 0.9 for 2 of 3 w in deploy.windows latest then hold }\n"
    "  trigger e \"Long\" { fire when w.rate < 0.9 for 10m of w in deploy.windows by at }\n"
    "}\n"
    "\n"
    "procedure proc \"Procedure\" {\n"
    "  step one \"One\" { owner sre at deploy.one require deploy.ok == true }\n"
    "  step two \"Two\" { at deploy.two within 30m of one require deploy.ok == true }\n"
    "}\n"
    "\n"
    "retain keepers \"Keep\" over r in \"runs/*/summary.json\" by at {\n"
    "  keep last 10 per r.branch where r.status == \"pass\"\n"
    "  keep for 7d\n"
    "  keep where r.pinned\n"
    "}\n";

static bool find_module(void *context, gate_str name, gate_str *text)
{
    uint32_t count;
    const gate_module_text *modules = gate_stdlib_modules(&count);
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        *text = modules[i].text;
        if (gate_str_eq_c(name, modules[i].name)) return true;
    }
    return false;
}

static bool no_file(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name,
                    gate_str *text, gate_str *why)
{
    (void)context, (void)arena, (void)from, (void)path, (void)name, (void)text;
    *why = GATE_STR("there are no files");
    return false;
}

static uint32_t no_names(void *context, const gate_str **names)
{
    (void)context, (void)names;
    return 0;
}

static gate_str compiled(gate_arena *arena)
{
    static const gate_loader loader = {.load = no_file, .module = find_module, .module_names = no_names};
    gate_diags diags = gate_diags_new(arena);
    const gate_program *program = gate_compile(arena, GATE_STR("all.gate"), gate_str_c(policy), &loader,
                                               gate_stdlib_builtins(), gate_sha256, &diags);
    ck_assert_msg(program != NULL, "%s", diags.errors ? diags.list.items[0]->message : "");
    return gate_image_write(arena, program);
}

/* Evidence on which much of that policy is true. */
static const char evidence[] =
    "{\"suites\": [{\"name\": \"a\", \"status\": \"pass\", \"took\": \"90s\"}, {\"name\": \"b\", \"status\": "
    "\"fail\"}],"
    " \"rate\": 90.5, \"lists\": [[1, 2], [3]], \"meta\": {\"at\": \"2026-02-13T11:00:00\"}, \"notes\": "
    "{\"n\": \"x\"},"
    " \"files\": {\"src/a.py\": {\"summary\": {\"covered_lines\": 8, \"num_statements\": 9, "
    "\"covered_branches\": 1,"
    " \"num_branches\": 2}}, \"src/b.py\": {\"summary\": {\"covered_lines\": 9, \"num_statements\": 9}}},"
    " \"release\": 1, \"status\": \"pass\", \"commit\": \"c\", \"ok\": true, \"one\": "
    "\"2026-02-13T11:00:00Z\","
    " \"windows\": [{\"rate\": 0.5, \"start\": \"2026-02-13T11:00:00Z\", \"end\": \"2026-02-13T11:05:00Z\","
    " \"at\": \"2026-02-13T11:00:00Z\"}, {\"rate\": 0.95}], \"count\": 90}";

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static size_t behind_strings(const char *bytes)
{
    uint32_t sections, strings;
    memcpy(&sections, bytes + AT_TABLE, sizeof sections);
    memcpy(&strings, bytes + AT_TABLE + 12, sizeof strings);
    return AT_TABLE + 8 + (size_t)sections * 8 + strings;
}

/* Changes a few places behind the digest, mostly whole fields to values that a field may well have. */
static void damage(char *bytes, size_t len, uint64_t *random)
{
    uint64_t places = 1 + next_random(random) % 3;
    size_t behind = behind_strings(bytes);
    for (uint64_t i = 0; i < places; i++) {
        uint64_t r = next_random(random);
        /* The texts, which come first, are the larger part and the duller one. */
        size_t from = next_random(random) % 8 ? behind : AT_TABLE;
        size_t at = from + next_random(random) % (len - from);
        if (r % 4 == 0) {
            bytes[at] = (char)(bytes[at] ^ 1 << (r >> 8) % 8);
            continue;
        }
        at = at / 4 * 4;
        uint32_t was, value;
        memcpy(&was, bytes + at, 4);
        const uint32_t values[] = {
            0, 1, 2, was + 1, was - 1, UINT32_MAX, (uint32_t)(r >> 40) % 64, (uint32_t)(r >> 32)};
        value = values[(r >> 16) % GATE_COUNT(values)];
        memcpy(bytes + at, &value, 4);
    }
    gate_sha256((gate_str){bytes + AT_TABLE, len - AT_TABLE}, (uint8_t *)bytes + AT_DIGEST);
}

/* True when the damaged program was sound and ran. */
static bool try_one(gate_str image, uint64_t seed)
{
    gate_panic panic = {.what = NULL};
    gate_arena *volatile arena = gate_arena_new(&panic, 256u << 20);
    volatile bool ran = false;
    if (setjmp(panic.at) == 0) {
        uint64_t random = seed;
        char *bytes = gate_arena_copy(arena, image.ptr, image.len);
        damage(bytes, image.len, &random);
        gate_str why, unknown;
        gate_program *program = gate_image_read(arena, (gate_str){bytes, image.len}, &why);
        if (program && gate_verify(arena, program, &why)) {
            const gate_linked *linked = gate_link(arena, program, gate_stdlib_builtins(), &unknown);
            gate_inputs inputs = kit_inputs(arena, program, evidence, 100000);
            if (linked) (void)gate_run(arena, linked, &inputs, seed % 4 ? GATE_EXPLAIN : GATE_DECIDE);
            ran = linked != NULL;
        }
    }
    gate_arena_free(arena);
    return ran;
}

/* Each takes a machine of its own, which AddressSanitizer makes costly: there, GATE_MUTANTS=50000 is for
 * whoever changes the verifier. */
#ifdef __SANITIZE_ADDRESS__
#define MUTANTS 20000
#else
#define MUTANTS 50000
#endif

/* What a process that may crash leaves behind. */
typedef struct tally {
    uint64_t seed, ran;
} tally;

START_TEST(damaged_programs_are_refused_or_end)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_str images[3];
    k.calls.items[0].name = kit_text(&k, "sortBy"); /* that the standard table has */
    images[0] = gate_image_write(arena, kit_program(&k));
    kit_demo_kinds(&k, arena);
    images[1] = gate_image_write(arena, kit_program(&k));
    images[2] = compiled(arena);
    const char *one = getenv("GATE_SEED"), *more = getenv("GATE_MUTANTS");
    uint64_t first = one ? strtoull(one, NULL, 10) : 1;
    uint64_t last = one ? first : more ? strtoull(more, NULL, 10) : MUTANTS;
    tally *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(shared, MAP_FAILED);
    pid_t child = fork();
    if (child == 0) {
        for (uint64_t seed = first; seed <= last; seed++) {
            shared->seed = seed;
            shared->ran += try_one(images[seed / 4 % 3], seed);
        }
        _exit(0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d; again with GATE_SEED=%llu",
                  status, (unsigned long long)shared->seed);
    /* Else the test would only show that everything is refused. */
    ck_assert_uint_ge(shared->ran, (last - first) / 50);
    munmap(shared, sizeof *shared);
}
END_TEST

/* A macro's body gets a list and its values one for one; sound code can hand it anything else. */
START_TEST(macro_bodies_are_safe_from_unequal_lists)
{
    static const char *const names[] = {"sortBy", "groupBy", "countBy", "indexBy", "consecutive", "streak"};
    static const uint32_t lengths[][2] = {{3, 1}, {1, 3}, {0, 3}, {3, 0}};
    for (volatile size_t i = 0; i < GATE_COUNT(names) * GATE_COUNT(lengths); i++) {
        ARENA;
        kit k;
        kit_begin(&k, arena);
        uint32_t call = kit_call(&k, names[i / GATE_COUNT(lengths)], true), one = kit_int(&k, 1);
        uint32_t yes = kit_const(&k, (gate_p_const){.tag = GATE_T_BOOL, .bits = 1});
        kit_unit(&k);
        for (uint32_t list = 0; list < 2; list++) {
            uint32_t len = lengths[i % GATE_COUNT(lengths)][list];
            for (uint32_t n = 0; n < len; n++)
                kit_op(&k, GATE_I_CONST, 0, 0, list ? yes : one);
            kit_op(&k, GATE_I_LIST, 0, 0, len);
        }
        kit_op(&k, GATE_I_CALL, 0, 2, call);
        uint32_t unit = kit_end(&k, 0, 4, 0);
        gate_program *program = kit_program(&k);
        gate_str why, unknown;
        ck_assert(gate_verify(arena, program, &why));
        const gate_linked *linked = gate_link(arena, program, gate_stdlib_builtins(), &unknown);
        ck_assert_ptr_nonnull(linked);
        gate_inputs inputs = kit_inputs(arena, program, evidence, 1000);
        gate_value value = gate_run_unit(arena, linked, &inputs, GATE_DECIDE, unit, NULL, NULL);
        ck_assert_msg(value.tag == GATE_T_ERROR, "%s", names[i / GATE_COUNT(lengths)]);
    }
}
END_TEST

MAIN("vm/mutants", 300, damaged_programs_are_refused_or_end, macro_bodies_are_safe_from_unequal_lists)
