/* gate_unit: base grammar */
/* Every production, as text and as tree. */
#include "test_grammar_support.h"

typedef struct row {
    const char *text, *tree;
} row;

/* clang-format off */
static const row expressions[] = {
    {"null",
     "(null)"},
    {"true",
     "(bool true)"},
    {"false",
     "(bool false)"},
    {"1",
     "(int 1)"},
    {"-1",
     "(int -1)"},
    {"- 1",
     "(int -1)"},
    {"--1",
     "(unary - (int -1))"},
    {"!!a",
     "(unary ! (unary ! (name a)))"},
    {"1.5",
     "(double 1.5)"},
    {"-1.5",
     "(double -1.5)"},
    {"\"s\"",
     "(string \"s\")"},
    {"r\"\\d\"",
     "(string :raw \"\\\\d\")"},
    {"90s",
     "(duration 90000000000)"},
    {"a",
     "(name a)"},
    {".a",
     "(name .a)"},
    {"_a1",
     "(name _a1)"},
    {"policy.data",
     "(select (name policy) data)"},
    {"a.b",
     "(select (name a) b)"},
    {"a.?b",
     "(select :optional (name a) b)"},
    {"a.`x-y/z`",
     "(select :quoted (name a) \"x-y/z\")"},
    {"a.?`b c`",
     "(select :optional :quoted (name a) \"b c\")"},
    {"a.if.each.GO.while.in.true",
     "(select (select (select (select (select (select (name a) if) each) GO) while) in) true)"},
    {"a[0]",
     "(index (name a) (int 0))"},
    {"a[?0]",
     "(index :optional (name a) (int 0))"},
    {"a[\"k\"]",
     "(index (name a) (string \"k\"))"},
    {"f()",
     "(call f)"},
    {".f(1)",
     "(call :root f :args (int 1))"},
    {"f(a, b)",
     "(call f :args (name a) (name b))"},
    {"a.m(x).n()",
     "(call n :on (call m :on (name a) :args (name x)))"},
    {"a.each(x)",
     "(call each :on (name a) :args (name x))"},
    {"[]",
     "(list)"},
    {"[1, ?b,]",
     "(list (element (int 1)) (element :optional (name b)))"},
    {"{}",
     "(map)"},
    {"{\"a\": 1, ?\"b\": c,}",
     "(map (element :key (string \"a\") (int 1)) (element :optional :key (string \"b\") (name c)))"},
    {"(a)",
     "(name a)"},
    {"a ? b : c",
     "(cond (name a) (name b) (name c))"},
    {"a ? b : c ? d : e",
     "(cond (name a) (name b) (cond (name c) (name d) (name e)))"},
    {"a || b && c",
     "(binary || (name a) (binary && (name b) (name c)))"},
    {"a && b || c",
     "(binary || (binary && (name a) (name b)) (name c))"},
    {"a == b",
     "(binary == (name a) (name b))"},
    {"a in [1]",
     "(binary in (name a) (list (element (int 1))))"},
    {"1 < 2 == true",
     "(binary == (binary < (int 1) (int 2)) (bool true))"},
    {"a == b == c",
     "(binary == (binary == (name a) (name b)) (name c))"},
    {"(a < b) < c",
     "(binary < (binary < (name a) (name b)) (name c))"},
    {"a + b - c * d / e % f",
     "(binary - (binary + (name a) (name b)) (binary % (binary / (binary * (name c) (name d)) (name e)) (name f)))"},
    {"-a + !b",
     "(binary + (unary - (name a)) (unary ! (name b)))"},
    {"(a + b) * c",
     "(binary * (binary + (name a) (name b)) (name c))"},
    {"a - -1",
     "(binary - (name a) (int -1))"},
    {"has(a.b)",
     "(call has :args (select (name a) b))"},
    {"xs.all(x, x > 0)",
     "(call all :on (name xs) :args (name x) (binary > (name x) (int 0)))"},
    {"1 + 2 // comment",
     "(binary + (int 1) (int 2))"},
    {"size(a).b[1]",
     "(index (select (call size :args (name a)) b) (int 1))"},
};

static const row declarations[] = {
    {"policy p \"P\"",
     "(policy p (string \"P\"))"},
    {"import coverage",
     "(import coverage)"},
    {"import \"./a.gate\"",
     "(import (string \"./a.gate\"))"},
    {"import coverage as c",
     "(import coverage :as c)"},
    {"import \"./a.gate\" as b",
     "(import (string \"./a.gate\") :as b)"},
    {"owner o \"O\"",
     "(owner o (string \"O\"))"},
    {"owner o \"O\" duty \"D\"",
     "(owner o (string \"O\") :duty (string \"D\"))"},
    {"param p : int",
     "(param p (type-name int))"},
    {"param p : percent = 85 floor 80 ceiling 90 env P \"doc\"",
     "(param p (type-name percent) :value (int 85) :floor (int 80) :ceiling (int 90) :env P :title (string \"doc\"))"},
    {"param p : [string] = [\"a\"] env E",
     "(param p (type-list (type-name string)) :value (list (element (string \"a\"))) :env E)"},
    {"let a = 1",
     "(let a (int 1))"},
    {"type T = string",
     "(type T (type-name string))"},
    {"type T = m.T",
     "(type T (type-name :of m T))"},
    {"type T = \"a\" | \"b\" | [T]",
     "(type T (type-union (type-word \"a\") (type-word \"b\") (type-list (type-name T))))"},
    {"type T = { a: string, b?: int, each: T, `x y`: \"p\", \"q r\": T, }",
     "(type T (type-record (type-field a (type-name string)) (type-field b :optional (type-name int)) (type-field each (type-name T)) (type-field \"x y\" (type-word \"p\")) (type-field \"q r\" (type-name T))))"},
    {"type T = {}",
     "(type T (type-record))"},
    {"type T = map(int)",
     "(type T (type-apply map (type-name int)))"},
    {"type T = [[int]] | { a: { b: int } }",
     "(type T (type-union (type-list (type-list (type-name int))) (type-record (type-field a (type-record (type-field b (type-name int)))))))"},
    {"evidence e from \"p\"",
     "(evidence e :from (string \"p\"))"},
    {"evidence e : T from \"p\"",
     "(evidence e :type (type-name T) :from (string \"p\"))"},
    {"evidence e : [m.T] each optional from \"p\" as junit by a.b in \"UTC\" fresh within 24h by c in \"epoch\"",
     "(evidence e :type (type-list (type-name :of m T)) each :optional :from (string \"p\") :as junit :by (field a b :zone (string \"UTC\")) :fresh (duration 86400000000000) :fresh-by (field c :zone (string \"epoch\")))"},
    {"evidence e latest from \"p\" by each.in",
     "(evidence e latest :from (string \"p\") :by (field each in))"},
    {"def f() = 1",
     "(def f :is (int 1))"},
    {"def f(a, b: int): bool = a > b",
     "(def f (def-param a) (def-param b :type (type-name int)) :result (type-name bool) :is (binary > (name a) (name b)))"},
    {"checklist c {}",
     "(block checklist c)"},
    {"checklist c \"C\" { only if a else \"x\" item i \"I\" { require a } }",
     "(block checklist c :title (string \"C\") (clause only :that (name a) :text (string \"x\")) (row item i :title (string \"I\") (clause require :that (name a))))"},
    {"checklist c { item i { require a } item j each x in xs by id \"J {x.n}\" { require x.a } }",
     "(block checklist c (row item i (clause require :that (name a))) (row item each j :each x :in (name xs) :by (field id) :title (string \"J {x.n}\") (clause require :that (select (name x) a))))"},
    {"checklist c { item j each x in xs where x.b or none by a.b { require x.a } }",
     "(block checklist c (row item each j :each x :in (name xs) :where (select (name x) b) :or-none :by (field a b) (clause require :that (select (name x) a))))"},
    {"coverage c \"C\" of f(x) against y { module \"p\" { allow no branches } module each \"g/**\" at least 2 { advisory } module sum \"g\" { owner m.o } }",
     "(block coverage c :title (string \"C\") :of (call f :args (name x)) :against (name y) (row module :path (string \"p\") (clause allow)) (row module each :path (string \"g/**\") :least (int 2) (clause advisory)) (row module sum :path (string \"g\") (clause owner :roles (qname :of m o))))"},
    {"canary c over w in ws where w.a { at least 2 windows tolerate 1 of 3 windows criterion k { tolerate 1 of 2 windows require w.b } }",
     "(block canary c :over w :in (name ws) :where (select (name w) a) (clause least :n (int 2)) (clause tolerate :n (int 1) :m (int 3)) (row criterion k (clause tolerate :n (int 1) :m (int 2)) (clause require :that (select (name w) b))))"},
    {"canary c \"C\" over w in ws { at least 1 window }",
     "(block canary c :title (string \"C\") :over w :in (name ws) (clause least :n (int 1)))"},
    {"rollback r { then hold trigger t \"T\" { then p no data is breach } trigger u { no data is clean } }",
     "(block rollback r (clause then :target hold) (row trigger t :title (string \"T\") (clause then :target p) (clause no breach)) (row trigger u (clause no clean)))"},
    {"procedure p { step s { at a.b within 30m of t require a } }",
     "(block procedure p (row step s (clause at :that (select (name a) b)) (clause within :n (duration 1800000000000) :target t) (clause require :that (name a))))"},
    {"retain r \"R\" over x in \"a/*/b\" by t in \"UTC\" { keep last 3 per x.b where x.c keep for 7d where x.d keep for 1w keep where x.e }",
     "(block retain r :title (string \"R\") :over x :in (string \"a/*/b\") :by (field t :zone (string \"UTC\")) (row keep last :count (int 3) :per (select (name x) b) :where (select (name x) c)) (row keep for :span (duration 604800000000000) :where (select (name x) d)) (row keep for :span (duration 604800000000000)) (row keep where :where (select (name x) e)))"},
    {"retain r over x in \"a/*/b\" { keep last 1 only if a }",
     "(block retain r :over x :in (string \"a/*/b\") (clause only :that (name a)) (row keep last :count (int 1)))"},
    {"test \"t\" {}",
     "(test (string \"t\"))"},
    {"test \"t\" { using \"d\" param p = 1 now \"2026\" given a.b[0][\"k\"].each[*].c = 1 given a = series \"1 _ x3\" given a = series given a from \"f\" without a.`b c` expect GO expect NO-GO expect b IN-PROGRESS expect b.r missing expect b[\"k\"] fail }",
     "(test (string \"t\") (test-clause using :value (string \"d\")) (test-clause param p :value (int 1)) (test-clause now :value (string \"2026\")) (test-clause given :path (select (index (select (index (index (select (name a) b) (int 0)) (string \"k\")) each) *) c) :value (int 1)) (test-clause given :path (name a) :series :value (string \"1 _ x3\")) (test-clause given :path (name a) :value (name series)) (test-clause given :path (name a) :from :value (string \"f\")) (test-clause without :path (select :quoted (name a) \"b c\")) (test-clause expect :outcome GO) (test-clause expect :outcome NO-GO) (test-clause expect :path (name b) :outcome IN-PROGRESS) (test-clause expect :path (select (name b) r) :outcome missing) (test-clause expect :path (index (name b) (string \"k\")) :outcome fail))"},
};

static const row clauses[] = {
    {"require a",
     "(clause require :that (name a))"},
    {"require a else \"m\"",
     "(clause require :that (name a) :text (string \"m\"))"},
    {"require each x in xs: x.a",
     "(clause require :each x :in (name xs) :that (select (name x) a))"},
    {"require each x in xs where x.b or none: x.a else \"m\"",
     "(clause require :each x :in (name xs) :where (select (name x) b) :or-none :that (select (name x) a) :text (string \"m\"))"},
    {"require each x of [\"a\"] in xs",
     "(clause require :roster x :names (list (element (string \"a\"))) :in (name xs))"},
    {"require each x of ns in xs by f.g: x.a else \"m\"",
     "(clause require :roster x :names (name ns) :in (name xs) :by (field f g) :that (select (name x) a) :text (string \"m\"))"},
    {"require each x of ns + ms in xs by f in \"UTC\" else \"m\"",
     "(clause require :roster x :names (binary + (name ns) (name ms)) :in (name xs) :by (field f :zone (string \"UTC\")) :text (string \"m\"))"},
    {"forbid a else \"m\"",
     "(clause forbid :that (name a) :text (string \"m\"))"},
    {"forbid any x in xs where x.a else \"m\"",
     "(clause forbid :any x :in (name xs) :where (select (name x) a) :text (string \"m\"))"},
    {"needs a else \"m\"",
     "(clause needs :that (name a) :text (string \"m\"))"},
    {"warn when a else \"m\"",
     "(clause warn :that (name a) :text (string \"m\"))"},
    {"confirm by a, b.c within 7d \"q?\"",
     "(clause confirm :n (duration 604800000000000) :roles (qname a) (qname :of b c) :text (string \"q?\"))"},
    {"fire when a",
     "(clause fire :that (name a))"},
    {"fire when a for 2 consecutive w in ws",
     "(clause fire :consecutive w :n (int 2) :in (name ws) :that (name a))"},
    {"fire when a for 2 consecutive w in ws by t.u in \"UTC\" latest",
     "(clause fire :consecutive w :n (int 2) :in (name ws) :by (field t u :zone (string \"UTC\")) :latest :that (name a))"},
    {"fire when a for 2 of 3 w in ws by t latest",
     "(clause fire :of w :n (int 2) :m (int 3) :in (name ws) :by (field t) :latest :that (name a))"},
    {"fire when a for 2 of 3 w in ws",
     "(clause fire :of w :n (int 2) :m (int 3) :in (name ws) :that (name a))"},
    {"fire when a for 30m of w in ws by t",
     "(clause fire :for w :n (duration 1800000000000) :in (name ws) :by (field t) :that (name a))"},
    {"fire when a for 30m of w in ws by t latest",
     "(clause fire :for w :n (duration 1800000000000) :in (name ws) :by (field t) :latest :that (name a))"},
    {"only if a else \"m\"",
     "(clause only :that (name a) :text (string \"m\"))"},
    {"at a",
     "(clause at :that (name a))"},
    {"within 30m of s",
     "(clause within :n (duration 1800000000000) :target s)"},
    {"then p",
     "(clause then :target p)"},
    {"then hold",
     "(clause then :target hold)"},
    {"owner o",
     "(clause owner :roles (qname o))"},
    {"owner m.o",
     "(clause owner :roles (qname :of m o))"},
    {"see \"s\"",
     "(clause see :text (string \"s\"))"},
    {"fix \"f\"",
     "(clause fix :text (string \"f\"))"},
    {"advisory",
     "(clause advisory)"},
    {"effective \"2026-12-01\"",
     "(clause effective :text (string \"2026-12-01\"))"},
    {"waivable by a for 7d",
     "(clause waivable :n (duration 604800000000000) :roles (qname a))"},
    {"waivable by a, m.b for 1h30m",
     "(clause waivable :n (duration 5400000000000) :roles (qname a) (qname :of m b))"},
    {"allow no branches",
     "(clause allow)"},
    {"tolerate 1 of 2 windows",
     "(clause tolerate :n (int 1) :m (int 2))"},
    {"no data is breach",
     "(clause no breach)"},
    {"no data is clean",
     "(clause no clean)"},
    {"require a owner see require b",
     "(clause require :that (name a)) (clause owner :roles (qname see)) (clause require :that (name b))"},
};
/* clang-format on */

START_TEST(expression)
{
    const row *want = &expressions[_i];
    bench on;
    bench_open(&on, gate_str_c(want->text));
    ck_assert_str_eq(bench_expr(&on), want->tree);
    bench_close(&on);
}
END_TEST

START_TEST(declaration)
{
    const row *want = &declarations[_i];
    bench on;
    bench_open(&on, gate_str_c(want->text));
    char tree[2000];
    snprintf(tree, sizeof tree, "(file %s)", want->tree);
    ck_assert_str_eq(bench_file(&on), tree);
    bench_close(&on);
}
END_TEST

/* Each clause in a row, alone and behind another. */
START_TEST(clause)
{
    const row *want = &clauses[_i];
    char text[500], tree[2000];
    snprintf(text, sizeof text, "checklist c { item i { %s } item j { fix \"f\"\n%s\nsee \"s\" } }",
             want->text, want->text);
    snprintf(tree, sizeof tree,
             "(file (block checklist c (row item i %s) (row item j (clause fix :text (string \"f\")) %s "
             "(clause see :text (string \"s\")))))",
             want->tree, want->tree);
    bench on;
    bench_open(&on, gate_str_c(text));
    ck_assert_str_eq(bench_file(&on), tree);
    bench_close(&on);
}
END_TEST

/* [form] with every `@` replaced. */
static void fill(char *out, size_t size, const char *form, const char *name)
{
    size_t len = 0;
    for (; *form; form++) {
        int put = *form == '@' ? snprintf(out + len, size - len, "%s", name)
                               : snprintf(out + len, size - len, "%c", *form);
        len += (size_t)put;
        ck_assert_uint_lt(len, size);
    }
}

/* A keyword is a name in every place unless the table says that it is not. */
START_TEST(keyword_as_name)
{
    gate_word word = (gate_word)(_i + 1);
    const char *name = gate_word_text(word);
    bool free = !(gate_word_flags(word) & (GATE_KW_RESERVED | GATE_KW_OPENS));
    char text[1500];
    fill(text, sizeof text,
         "let @ = @.@ + a.?@\n"
         "type @ = { @: @, n: @.@ }\n"
         "def @(@: @) = @(@, x) ? @ : @\n"
         "evidence @ : @ latest optional from \"p\" as @ by @.@\n"
         "param @ : @ = @ floor 1 env @\n"
         "checklist @ \"C\" {\n only if @\n item @ \"I\" {\n owner @.@\n require @\n require each @ in @ "
         "where @ or none:\n"
         " @ == 1\n confirm by @, @ within 1h \"q\" } }\n"
         "rollback r { then @ trigger @ { fire when @ for 2 consecutive @ in @ by @ latest } }\n"
         "test \"t\" { given @.@ = 1 without @ expect @ @ expect @.@ GO }\n",
         name);
    bench on;
    bench_open(&on, gate_str_c(text));
    gate_parse(on.arena, on.source, &on.diags);
    ck_assert_msg(free == (on.diags.errors == 0), "%s: %s\n%s", name, bench_codes(&on), text);
    bench_close(&on);
}
END_TEST

/* Reserved or not, behind a dot, in types, in `by` and in test paths. */
START_TEST(keyword_as_field)
{
    const char *name = gate_word_text((gate_word)(_i + 1));
    char text[500];
    fill(text, sizeof text,
         "let a = b.@.c.?@.@(1)\ntype T = { @: int, @?: int }\nevidence e latest from \"p\" by @.@ in "
         "\"UTC\"\n"
         "test \"t\" { without a.@.@ }",
         name);
    bench on;
    bench_open(&on, gate_str_c(text));
    (void)bench_file(&on);
    bench_close(&on);
}
END_TEST

typedef struct visited {
    uint32_t count, last;
    bool ordered;
} visited;

static void visit(const gate_node *node, void *context)
{
    visited *seen = context;
    seen->count++;
    seen->ordered &= node->span.lo >= seen->last;
    seen->last = node->span.lo;
    visited below = {0, node->span.lo, true};
    gate_node_children(node, visit, &below);
    seen->count += below.count;
    seen->ordered &= below.ordered;
}

/* Children come in the order of the text, whatever the node. */
START_TEST(children_in_order)
{
    bench on;
    bench_open(&on, gate_str_c(declarations[_i].text));
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    visited seen = {0, 0, true};
    gate_node_children(ast->file, visit, &seen);
    ck_assert(seen.ordered);
    ck_assert_uint_gt(seen.count, 0);
    ck_assert_uint_lt(seen.count, ast->node_count);
    bench_close(&on);
}
END_TEST

START_TEST(clause_children_in_order)
{
    char text[500];
    snprintf(text, sizeof text, "checklist c { item i { %s } }", clauses[_i].text);
    bench on;
    bench_open(&on, gate_str_c(text));
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    visited seen = {0, 0, true};
    gate_node_children(ast->file, visit, &seen);
    ck_assert(seen.ordered);
    bench_close(&on);
}
END_TEST

START_TEST(docs)
{
    bench on;
    bench_open(&on,
               GATE_STR("/// The policy.\npolicy p \"P\" /// not this\n"
                        "/// One.\n///  Two.\n//// a ruler\n// plain\n\n///\nlet a = 1\n"
                        "let b = 2 // behind\n"
                        "checklist c {\n  /// A row.\n  item i {\n    /// of no clause\n    require a\n  }\n"
                        "  /// Another.\n  item j { require b }\n}\n/// the end\n"));
    ck_assert_str_eq(
        bench_file(&on),
        "(file (policy :doc \"The policy.\" p (string \"P\")) (let :doc \"One.\\n Two.\\n\" a (int 1)) (let "
        "b "
        "(int 2)) (block checklist c (row :doc \"A row.\" item i (clause require :that (name a))) (row :doc "
        "\"Another.\" item j (clause require :that (name b)))))");
    bench_close(&on);
}
END_TEST

START_TEST(comments)
{
    bench on;
    bench_open(&on, GATE_STR("// first\nlet a = \"//no\" // behind\r\n  /// doc\n"));
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    ck_assert_uint_eq(ast->comment_count, 3);
    static const struct {
        const char *text;
        bool own_line, doc;
    } want[] = {{"// first", true, false}, {"// behind", false, false}, {"/// doc", true, true}};
    for (uint32_t i = 0; i < 3; i++) {
        gate_str text = gate_source_slice(on.source, ast->comments[i].span);
        ck_assert_msg(gate_str_eq_c(text, want[i].text), "%.*s", (int)text.len, text.ptr);
        ck_assert(ast->comments[i].own_line == want[i].own_line);
        ck_assert(ast->comments[i].doc == want[i].doc);
    }
    bench_close(&on);
}
END_TEST

/* Spans: of a parenthesised operand without, of what holds it with the parentheses. */
START_TEST(spans)
{
    bench on;
    bench_open(&on, GATE_STR("let x = (a + b) * -c.d"));
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    const gate_node *let = ast->file->as.file.decls.items[0], *product = let->as.let.value;
    ck_assert_uint_eq(let->span.lo, 0);
    ck_assert_uint_eq(let->span.hi, 22);
    ck_assert_uint_eq(let->as.let.name.span.lo, 4);
    ck_assert_uint_eq(product->span.lo, 8);
    ck_assert_uint_eq(product->as.binary.op_span.lo, 16);
    ck_assert_uint_eq(product->as.binary.left->span.lo, 9);
    ck_assert_uint_eq(product->as.binary.left->span.hi, 14);
    ck_assert_uint_eq(product->as.binary.right->span.lo, 18);
    ck_assert_uint_eq(product->as.binary.right->as.unary.operand->span.lo, 19);
    ck_assert_uint_eq(ast->file->span.hi, 22);
    bench_close(&on);
}
END_TEST

START_TEST(ids_are_dense)
{
    bench on;
    bench_open(&on, GATE_STR("a + b"));
    uint32_t next = 40;
    gate_node *node = gate_parse_expr(on.arena, on.source, bench_all(&on), &on.diags, &next);
    ck_assert_uint_eq(next, 43);
    ck_assert_uint_eq(node->id, 42);
    ck_assert_uint_eq(node->as.binary.left->id, 40);
    bench_close(&on);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grammar: trees");
    TCase *all = tcase_create("trees");
    tcase_add_loop_test(all, expression, 0, (int)GATE_COUNT(expressions));
    tcase_add_loop_test(all, declaration, 0, (int)GATE_COUNT(declarations));
    tcase_add_loop_test(all, clause, 0, (int)GATE_COUNT(clauses));
    tcase_add_loop_test(all, keyword_as_name, 0, GATE_WORD_COUNT - 1);
    tcase_add_loop_test(all, keyword_as_field, 0, GATE_WORD_COUNT - 1);
    tcase_add_loop_test(all, children_in_order, 0, (int)GATE_COUNT(declarations));
    tcase_add_loop_test(all, clause_children_in_order, 0, (int)GATE_COUNT(clauses));
    tcase_add_test(all, docs);
    tcase_add_test(all, comments);
    tcase_add_test(all, spans);
    tcase_add_test(all, ids_are_dense);
    suite_add_tcase(suite, all);
    return bench_run(suite);
}
