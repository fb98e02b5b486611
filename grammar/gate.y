/* The productions of the gate language. Every action is one constructor of build.h; what a policy
 * means is the compiler's. The scanner's words are contextual: `name` takes back all that may be
 * names. Four kinds of tokens come from no text:
 *   BEGIN_…  the start symbol: a whole file or one expression
 *   START    before what beyond doubt begins a declaration, row or clause (mend.c)
 *   RESUME   recovery goes on here, at the level that it was in (recover.c)
 *   INTO_…   recovery goes on inside the braces that follow */
%require "3.8"
%define api.pure full
%define api.prefix {gate_yy}
%define api.token.prefix {TOK_}
%define api.location.type {gate_span}
%define api.header.include {"gate_tab.h"}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param { gate_parser *parse }
%initial-action { @$ = (gate_span){0, 0}; }

%code requires {
#include "grammar/build.h"
}
%code top {
#include "grammar/build.h"

/* Bison's memory is the arena's. Its stack grows where the parameter [parse] is in sight; the LAC stack
 * grows in a function of its own, where this one is: NULL, "memory exhausted". It holds the pending
 * states of empty rules only, and its first 20 are built in, so that it never does. */
static gate_parser *const parse = NULL;
#define YYMALLOC(size) (parse ? gate_arena_alloc(parse->arena, (size_t)(size)) : NULL)
#define YYFREE(block)  ((void)(block))
/* Deep nesting is refused long before (GATE_MAX_DEPTH), but for chains of `?:`. */
#define YYMAXDEPTH 20000
#define YYLLOC_DEFAULT(place, rhs, count)                                                          \
    ((place) = (count) ? (gate_span){YYRHSLOC(rhs, 1).lo, YYRHSLOC(rhs, count).hi}                 \
                       : (gate_span){YYRHSLOC(rhs, 0).hi, YYRHSLOC(rhs, 0).hi})
}
%code {
static int yylex(YYSTYPE *value, YYLTYPE *place, gate_parser *parser)
{
    return gate_parser_next(parser, &value->token, place);
}

static void yyerror(const YYLTYPE *place, gate_parser *parser, const char *message)
{
    (void)place;
    (void)message;
    gate_parser_exhausted(parser);
}

#define NO_NODES ((gate_nodes){0})
}

%union {
    uint32_t token;
    gate_node *node;
    gate_nodes nodes;
    gate_ident ident;
    gate_idents idents;
    gate_run run;
    gate_op op;
    gate_word word;
    bool flag;
}

%token END "the end" BEGIN_FILE BEGIN_EXPR START RESUME INTO_ROWS INTO_BODY INTO_TESTS
%token IDENT "a name" VERDICT "a verdict" RESERVED "a reserved word"
%token <token> QUOTED "a quoted name" STRING "a text in quotes" INT "a whole number" DOUBLE "a number"
%token <token> DURATION "a duration"
%token ANDAND "&&" OROR "||" EQ "==" NE "!=" LE "<=" GE ">=" LT "<" GT ">" ASSIGN "=" BANG "!"
%token PLUS "+" MINUS "-" STAR "*" SLASH "/" PERCENT "%" BAR "|" QUERY "?" COLON ":" COMMA "," DOT "." OPTDOT ".?"
%token LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]" LBRACE "{" RBRACE "}"

/* keywords.def, in its order */
%token POLICY "policy" IMPORT "import" OWNER "owner" PARAM "param" LET "let" TYPE "type"
%token EVIDENCE "evidence" DEF "def" CHECKLIST "checklist" COVERAGE "coverage" CANARY "canary"
%token ROLLBACK "rollback" PROCEDURE "procedure" RETAIN "retain" TEST "test"
%token ITEM "item" MODULE "module" CRITERION "criterion" TRIGGER "trigger" STEP "step" KEEP "keep"
%token REQUIRE "require" FORBID "forbid" NEEDS "needs" WARN "warn" CONFIRM "confirm" FIRE "fire"
%token ONLY "only" AT "at" WITHIN "within" THEN "then" SEE "see" FIX "fix" ADVISORY "advisory"
%token EFFECTIVE "effective" WAIVABLE "waivable" ALLOW "allow" TOLERATE "tolerate" NO "no"
%token USING "using" NOW "now" GIVEN "given" WITHOUT "without" EXPECT "expect"
%token IF "if" ELSE "else" FOR "for" AS "as" IN "in" EACH "each" ANY "any" OF "of" OR "or" NONE "none"
%token WHERE "where" WHEN "when" BY "by" FROM "from" OVER "over" PER "per" AGAINST "against" SUM "sum"
%token LEAST "least" LAST "last" LATEST "latest" WINDOW "window" WINDOWS "windows" BRANCHES "branches"
%token CONSECUTIVE "consecutive" DATA "data" IS "is" BREACH "breach" CLEAN "clean" HOLD "hold"
%token FRESH "fresh" OPTIONAL "optional" FLOOR "floor" CEILING "ceiling" ENV "env" DUTY "duty"
%token SERIES "series" TRUE "true" FALSE "false" NULL "null"

%type <nodes> inside decls rows rows_body clauses body tclauses tests_body params plist fields flist names args elist
%type <nodes> list lelist map mlist
%type <node> decl row clause tclause title string impfile against duty value pmods otype etype byf zone fresh param
%type <node> type tprim fdecl qname perc wherec elsec that forc path int duration least
%type <node> expr cor cand rel add mul unary member primary literal lelem mentry
%type <ident> name asname reader sel fname verdict
%type <idents> field
%type <run> nots negs
%type <op> relop
%type <word> card
%type <flag> opt ornone lat fopt

%%

input:
  BEGIN_FILE decls END   { parse->result = ast_file(parse, $2); }
| BEGIN_EXPR expr END    { parse->result = $2; }
;

/* ---- declarations ---- */

decls:
  %empty                            { $$ = NO_NODES; }
| decls decl                        { $$ = ast_item(parse, $1, $2, @2); }
| decls START decl                  { $$ = ast_item(parse, $1, $3, @3); }
| decls error resume                { $$ = ast_skipped(parse, $1, @2, @3); }
| decls error into_rows rows_body  { $$ = ast_skipped(parse, $1, @2, @4); }
| decls error into_body body        { $$ = ast_skipped(parse, $1, @2, @4); }
| decls error into_tests tests_body { $$ = ast_skipped(parse, $1, @2, @4); }
;

/* From here on errors are news again. */
resume: RESUME         { yyerrok; } ;
into_rows: INTO_ROWS   { yyerrok; } ;
into_body: INTO_BODY   { yyerrok; } ;
into_tests: INTO_TESTS { yyerrok; } ;
/* What stands in the braces of a wrong header is parsed for its own errors only. */
inside:
  into_rows rows_body   { $$ = $2; }
| into_body body        { $$ = $2; }
| into_tests tests_body { $$ = $2; }
;

decl:
  "policy" name string
    { $$ = AST(POLICY, @$, .policy = {.name = $2, .title = $3}); }
| "import" name asname
    { $$ = AST(IMPORT, @$, .import = {.name = $2, .as = $3}); }
| "import" impfile asname
    { $$ = AST(IMPORT, @$, .import = {.path = $2, .as = $3}); }
| "owner" name string duty
    { $$ = AST(OWNER, @$, .owner = {.name = $2, .title = $3, .duty = $4}); }
| "param" name ":" type value pmods title
    { $$ = AST(PARAM, @$, .param = {.name = $2, .type = $4, .value = $5, .floor = $6->as.param.floor,
        .ceiling = $6->as.param.ceiling, .env = $6->as.param.env, .title = $7}); }
| "let" name "=" expr
    { $$ = AST(LET, @$, .let = {.name = $2, .value = $4}); }
| "type" name "=" type
    { $$ = AST(TYPE, @$, .type = {.name = $2, .type = $4}); }
| "evidence" name etype card opt "from" string reader byf fresh
    { $$ = AST(EVIDENCE, @$, .evidence = {.name = $2, .type = $3, .cardinality = $4, .optional = $5, .path = $7,
        .reader = $8, .by = $9, .fresh = $10->as.evidence.fresh, .fresh_by = $10->as.evidence.fresh_by}); }
| "def" name "(" params ")" otype "=" expr
    { $$ = AST(DEF, @$, .def = {.name = $2, .params = $4, .result = $6, .body = $8}); }
| "checklist" name title rows_body
    { $$ = BLOCK(@$, $4, .word = GATE_W_CHECKLIST, .name = $2, .title = $3); }
| "coverage" name title "of" expr against rows_body
    { $$ = BLOCK(@$, $7, .word = GATE_W_COVERAGE, .name = $2, .title = $3, .of = $5, .against = $6); }
| "canary" name title "over" name "in" expr wherec rows_body
    { $$ = BLOCK(@$, $9, .word = GATE_W_CANARY, .name = $2, .title = $3, .var = $5, .list = $7, .where = $8); }
| "rollback" name title rows_body
    { $$ = BLOCK(@$, $4, .word = GATE_W_ROLLBACK, .name = $2, .title = $3); }
| "procedure" name title rows_body
    { $$ = BLOCK(@$, $4, .word = GATE_W_PROCEDURE, .name = $2, .title = $3); }
| "retain" name title "over" name "in" string byf rows_body
    { $$ = BLOCK(@$, $9, .word = GATE_W_RETAIN, .name = $2, .title = $3, .var = $5, .list = $7, .by = $8); }
| "test" string tests_body
    { $$ = AST(TEST, @$, .test = {.title = $2, .clauses = $3}); }
;

title: %empty                { $$ = NULL; } | string ;
impfile: string ;
asname: %empty               { $$ = (gate_ident){0}; } | "as" name { $$ = $2; } ;
against: %empty              { $$ = NULL; } | "against" expr { $$ = $2; } ;
duty: %empty                 { $$ = NULL; } | "duty" string { $$ = $2; } ;
value: %empty                { $$ = NULL; } | "=" expr { $$ = $2; } ;
etype: otype ;
otype: %empty                { $$ = NULL; } | ":" type { $$ = $2; } ;
card: %empty                 { $$ = GATE_W_NONE_GIVEN; } | "each" { $$ = GATE_W_EACH; } | "latest" { $$ = GATE_W_LATEST; } ;
opt: %empty                  { $$ = false; } | "optional" { $$ = true; } ;
reader: %empty               { $$ = (gate_ident){0}; } | "as" name { $$ = $2; } ;
byf: %empty                  { $$ = NULL; } | "by" field zone { $$ = ast_field(parse, $2, $3, @$); } ;
zone: %empty                 { $$ = NULL; } | "in" string { $$ = $2; } ;
field:
  sel                        { $$ = ast_path(parse, (gate_idents){0}, $1); }
| field "." sel              { $$ = ast_path(parse, $1, $3); }
;
/* An EVIDENCE that has its `fresh within` alone. */
fresh:
  %empty                     { $$ = AST(EVIDENCE, @$, .evidence = {0}); }
| "fresh" "within" duration "by" field zone
    { $$ = AST(EVIDENCE, @$, .evidence = {.fresh = $3, .fresh_by = ast_field(parse, $5, $6, (gate_span){@5.lo, @6.hi})}); }
;
/* A PARAM that has its limits and its variable alone. */
pmods:
  %empty                     { $$ = AST(PARAM, @$, .param = {0}); }
| pmods "floor" unary        { $$ = ast_limit(parse, $1, GATE_W_FLOOR, $3, @2); }
| pmods "ceiling" unary      { $$ = ast_limit(parse, $1, GATE_W_CEILING, $3, @2); }
| pmods "env" name           { $$ = ast_env(parse, $1, $3, @2); }
;
params: %empty               { $$ = NO_NODES; } | plist ;
plist:
  param                      { $$ = ast_list(parse, $1); }
| plist "," param            { $$ = ast_append(parse, $1, $3); }
;
param: name otype            { $$ = AST(DEF_PARAM, @$, .def_param = {.name = $1, .type = $2}); } ;

/* ---- types ---- */

type: tprim | type "|" tprim { $$ = ast_union(parse, $1, $3, @$); } ;
tprim:
  name                       { $$ = AST(TYPE_NAME, @$, .qname = {.name = $1}); }
| "any"                      { $$ = AST(TYPE_NAME, @$, .qname = {.name = ast_ident(parse, @1)}); }
| "null"                     { $$ = AST(TYPE_NAME, @$, .qname = {.name = ast_ident(parse, @1)}); }
| name "." name              { $$ = AST(TYPE_NAME, @$, .qname = {.qualifier = $1, .name = $3}); }
| STRING                     { $$ = AST(TYPE_WORD, @$, .word = ast_ident_text(parse, $1).text); }
| "[" type "]"               { $$ = AST(TYPE_LIST, @$, .of = $2); }
| "{" fields "}"             { $$ = AST(TYPE_RECORD, @$, .fields = $2); }
| name "(" type ")"          { $$ = AST(TYPE_APPLY, @$, .apply = {.name = $1, .argument = $3}); }
;
fields: %empty               { $$ = NO_NODES; } | flist | flist "," ;
flist:
  fdecl                      { $$ = ast_list(parse, $1); }
| flist "," fdecl            { $$ = ast_append(parse, $1, $3); }
;
fdecl: fname fopt ":" type   { $$ = AST(TYPE_FIELD, @$, .field_type = {.name = $1, .optional = $2, .type = $4}); } ;
fopt: %empty                 { $$ = false; } | "?" { $$ = true; } ;
fname: sel | STRING          { $$ = ast_ident_text(parse, $1); } ;

/* ---- rows ---- */

open_rows: "{"               { ast_open(parse, GATE_LEVEL_ROWS, @1); } ;
rows_body: open_rows rows "}" { $$ = ast_close(parse, $2, @3); } ;
rows:
  %empty                     { $$ = NO_NODES; }
| rows row                   { $$ = ast_item(parse, $1, $2, @2); }
| rows START row             { $$ = ast_item(parse, $1, $3, @3); }
| rows error resume          { $$ = ast_skipped(parse, $1, @2, @3); }
| rows error inside          { $$ = ast_skipped(parse, $1, @2, @3); }
;
row:
  "item" name title body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_ITEM, .name = $2, .title = $3, .clauses = $4}); }
| "item" name "each" name "in" expr wherec ornone "by" field title body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_ITEM, .mode = GATE_W_EACH, .name = $2, .var = $4, .list = $6,
        .where = $7, .or_none = $8, .by = ast_field(parse, $10, NULL, @10), .title = $11, .clauses = $12}); }
| "module" string body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_MODULE, .path = $2, .clauses = $3}); }
| "module" "each" string least body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_MODULE, .mode = GATE_W_EACH, .path = $3, .least = $4, .clauses = $5}); }
| "module" "sum" string body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_MODULE, .mode = GATE_W_SUM, .path = $3, .clauses = $4}); }
| "criterion" name title body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_CRITERION, .name = $2, .title = $3, .clauses = $4}); }
| "trigger" name title body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_TRIGGER, .name = $2, .title = $3, .clauses = $4}); }
| "step" name title body
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_STEP, .name = $2, .title = $3, .clauses = $4}); }
| "keep" "last" int perc wherec
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_KEEP, .mode = GATE_W_LAST, .count = $3, .per = $4, .where = $5}); }
| "keep" "for" duration wherec
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_KEEP, .mode = GATE_W_FOR, .span = $3, .where = $4}); }
| "keep" "where" expr
    { $$ = AST(ROW, @$, .row = {.word = GATE_W_KEEP, .mode = GATE_W_WHERE, .where = $3}); }
| "only" "if" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_ONLY, .expr = $3, .text = $4}); }
| "at" "least" int window
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_LEAST, .n = $3}); }
| "tolerate" int "of" int "windows"
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_TOLERATE, .n = $2, .m = $4}); }
| "then" name
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_THEN, .target = $2}); }
;
window: "window" | "windows" ;
perc: %empty                 { $$ = NULL; } | "per" expr { $$ = $2; } ;
ornone: %empty               { $$ = false; } | "or" "none" { $$ = true; } ;
least: %empty                { $$ = NULL; } | "at" "least" int { $$ = $3; } ;

/* ---- clauses ---- */

open_body: "{"               { ast_open(parse, GATE_LEVEL_CLAUSES, @1); } ;
body: open_body clauses "}"  { $$ = ast_close(parse, $2, @3); } ;
clauses:
  %empty                     { $$ = NO_NODES; }
| clauses clause             { $$ = ast_item(parse, $1, $2, @2); }
| clauses START clause       { $$ = ast_item(parse, $1, $3, @3); }
| clauses error resume       { $$ = ast_skipped(parse, $1, @2, @3); }
| clauses error inside       { $$ = ast_skipped(parse, $1, @2, @3); }
;
clause:
  "require" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_REQUIRE, .expr = $2, .text = $3}); }
| "require" "each" name "in" expr wherec ornone ":" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_REQUIRE, .form = GATE_FORM_EACH, .var = $3, .list = $5,
        .where = $6, .or_none = $7, .expr = $9, .text = $10}); }
| "require" "each" name "of" add "in" expr byf that elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_REQUIRE, .form = GATE_FORM_ROSTER, .var = $3, .names = $5,
        .list = $7, .by = $8, .expr = $9, .text = $10}); }
| "forbid" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FORBID, .expr = $2, .text = $3}); }
| "forbid" "any" name "in" expr "where" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FORBID, .form = GATE_FORM_ANY, .var = $3, .list = $5,
        .where = $7, .text = $8}); }
| "fire" "when" expr forc
    { $$ = ast_fire(parse, $4, $3, @$); }
| "needs" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_NEEDS, .expr = $2, .text = $3}); }
| "warn" "when" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_WARN, .expr = $3, .text = $4}); }
| "confirm" "by" names "within" duration string
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_CONFIRM, .roles = $3, .n = $5, .text = $6}); }
| "only" "if" expr elsec
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_ONLY, .expr = $3, .text = $4}); }
| "at" expr
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_AT, .expr = $2}); }
| "within" duration "of" name
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_WITHIN, .n = $2, .target = $4}); }
| "then" name
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_THEN, .target = $2}); }
| "owner" qname
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_OWNER, .roles = ast_list(parse, $2)}); }
| "see" string
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_SEE, .text = $2}); }
| "fix" string
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FIX, .text = $2}); }
| "advisory"
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_ADVISORY}); }
| "effective" string
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_EFFECTIVE, .text = $2}); }
| "waivable" "by" names "for" duration
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_WAIVABLE, .roles = $3, .n = $5}); }
| "allow" "no" "branches"
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_ALLOW}); }
| "tolerate" int "of" int "windows"
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_TOLERATE, .n = $2, .m = $4}); }
| "no" "data" "is" "breach"
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_NO, .choice = GATE_W_BREACH}); }
| "no" "data" "is" "clean"
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_NO, .choice = GATE_W_CLEAN}); }
;
wherec: %empty               { $$ = NULL; } | "where" expr { $$ = $2; } ;
elsec: %empty                { $$ = NULL; } | "else" string { $$ = $2; } ;
that: %empty                 { $$ = NULL; } | ":" expr { $$ = $2; } ;
/* A CLAUSE of `fire when` that lacks its condition. */
forc:
  %empty
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FIRE}); }
| "for" int "consecutive" name "in" expr byf lat
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FIRE, .form = GATE_FORM_CONSECUTIVE, .n = $2, .var = $4,
        .list = $6, .by = $7, .latest = $8}); }
| "for" int "of" int name "in" expr byf lat
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FIRE, .form = GATE_FORM_OF, .n = $2, .m = $4, .var = $5,
        .list = $7, .by = $8, .latest = $9}); }
| "for" duration "of" name "in" expr "by" field lat
    { $$ = AST(CLAUSE, @$, .clause = {.word = GATE_W_FIRE, .form = GATE_FORM_DURATION, .n = $2, .var = $4,
        .list = $6, .by = ast_field(parse, $8, NULL, @8), .latest = $9}); }
;
lat: %empty                  { $$ = false; } | "latest" { $$ = true; } ;
names:
  qname                      { $$ = ast_list(parse, $1); }
| names "," qname            { $$ = ast_append(parse, $1, $3); }
;
qname:
  name                       { $$ = AST(QNAME, @$, .qname = {.name = $1}); }
| name "." name              { $$ = AST(QNAME, @$, .qname = {.qualifier = $1, .name = $3}); }
;

/* ---- tests ---- */

open_tests: "{"              { ast_open(parse, GATE_LEVEL_TESTS, @1); } ;
tests_body: open_tests tclauses "}" { $$ = ast_close(parse, $2, @3); } ;
tclauses:
  %empty                     { $$ = NO_NODES; }
| tclauses tclause           { $$ = ast_item(parse, $1, $2, @2); }
| tclauses START tclause     { $$ = ast_item(parse, $1, $3, @3); }
| tclauses error resume      { $$ = ast_skipped(parse, $1, @2, @3); }
| tclauses error inside      { $$ = ast_skipped(parse, $1, @2, @3); }
;
tclause:
  "using" string
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_USING, .value = $2}); }
| "param" name "=" expr
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_PARAM, .name = $2, .value = $4}); }
| "now" string
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_NOW, .value = $2}); }
| "given" path "=" expr
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_GIVEN, .path = $2, .value = $4}); }
| "given" path "=" "series" string
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_GIVEN, .path = $2, .value = $5, .series = true}); }
| "given" path "from" string
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_GIVEN, .path = $2, .value = $4, .from = true}); }
| "without" path
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_WITHOUT, .path = $2}); }
| "expect" verdict
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_EXPECT, .outcome = $2}); }
| "expect" path verdict
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_EXPECT, .path = $2, .outcome = $3}); }
| "expect" path name
    { $$ = AST(TEST_CLAUSE, @$, .test_clause = {.word = GATE_W_EXPECT, .path = $2, .outcome = $3}); }
;
verdict: VERDICT             { $$ = ast_ident(parse, @1); } ;
path:
  name                       { $$ = AST(NAME, @$, .name = {.text = $1.text}); }
| path "." sel               { $$ = AST(SELECT, @$, .select = {.operand = $1, .field = $3, .quoted = ast_is_quoted(parse, @3)}); }
| path "[" expr "]"          { $$ = AST(INDEX, @$, .index = {.operand = $1, .index = $3}); }
| path "[" "*" "]"           { $$ = AST(INDEX, @$, .index = {.operand = $1}); }
;

/* ---- expressions: CEL ---- */

expr: cor | cor "?" cor ":" expr { $$ = AST(COND, @$, .cond = {.test = $1, .then = $3, .other = $5}); } ;
cor: cand | cor "||" cand    { $$ = ast_binary(parse, GATE_OP_OR, @2, $1, @1, $3, @$); } ;
cand: rel | cand "&&" rel    { $$ = ast_binary(parse, GATE_OP_AND, @2, $1, @1, $3, @$); } ;
rel: add | rel relop add     { $$ = ast_binary(parse, $2, @2, $1, @1, $3, @$); } ;
relop:
  "<"   { $$ = GATE_OP_LT; }
| "<="  { $$ = GATE_OP_LE; }
| ">"   { $$ = GATE_OP_GT; }
| ">="  { $$ = GATE_OP_GE; }
| "=="  { $$ = GATE_OP_EQ; }
| "!="  { $$ = GATE_OP_NE; }
| "in"  { $$ = GATE_OP_IN; }
;
add:
  mul
| add "+" mul                { $$ = ast_binary(parse, GATE_OP_ADD, @2, $1, @1, $3, @$); }
| add "-" mul                { $$ = ast_binary(parse, GATE_OP_SUB, @2, $1, @1, $3, @$); }
;
mul:
  unary
| mul "*" unary              { $$ = ast_binary(parse, GATE_OP_MUL, @2, $1, @1, $3, @$); }
| mul "/" unary              { $$ = ast_binary(parse, GATE_OP_DIV, @2, $1, @1, $3, @$); }
| mul "%" unary              { $$ = ast_binary(parse, GATE_OP_MOD, @2, $1, @1, $3, @$); }
;
unary:
  member
| nots member                { $$ = ast_unary(parse, GATE_OP_NOT, $1, $2, @2, @$); }
| negs member                { $$ = ast_unary(parse, GATE_OP_NEG, $1, $2, @2, @$); }
;
nots: "!"                    { $$ = ast_run((gate_run){0}, @1); } | nots "!" { $$ = ast_run($1, @2); } ;
negs: "-"                    { $$ = ast_run((gate_run){0}, @1); } | negs "-" { $$ = ast_run($1, @2); } ;
member:
  primary
| member "." sel             { $$ = AST(SELECT, @$, .select = {.operand = $1, .field = $3, .quoted = ast_is_quoted(parse, @3)}); }
| member ".?" sel            { $$ = AST(SELECT, @$, .select = {.operand = $1, .field = $3, .optional = true, .quoted = ast_is_quoted(parse, @3)}); }
| member "." sel "(" args ")" { $$ = AST(CALL, @$, .call = {.target = $1, .name = $3, .args = $5}); }
| member "[" expr "]"        { $$ = AST(INDEX, @$, .index = {.operand = $1, .index = $3}); }
| member "[" "?" expr "]"    { $$ = AST(INDEX, @$, .index = {.operand = $1, .index = $4, .optional = true}); }
;
primary:
  name                       { $$ = AST(NAME, @$, .name = {.text = $1.text}); }
| "." name                   { $$ = AST(NAME, @$, .name = {.text = $2.text, .root = true}); }
| name "(" args ")"          { $$ = AST(CALL, @$, .call = {.name = $1, .args = $3}); }
| "." name "(" args ")"      { $$ = AST(CALL, @$, .call = {.name = $2, .args = $4, .root = true}); }
| "(" expr ")"               { $$ = $2; }
| "[" list "]"               { $$ = AST(LIST, @$, .list = $2); }
| "{" map "}"                { $$ = AST(MAP, @$, .list = $2); }
| literal
;
args: %empty                 { $$ = NO_NODES; } | elist ;
elist:
  expr                       { $$ = ast_list(parse, $1); }
| elist "," expr             { $$ = ast_append(parse, $1, $3); }
;
list: %empty                 { $$ = NO_NODES; } | lelist | lelist "," ;
lelist:
  lelem                      { $$ = ast_list(parse, $1); }
| lelist "," lelem           { $$ = ast_append(parse, $1, $3); }
;
lelem:
  expr                       { $$ = AST(ELEMENT, @$, .element = {.value = $1}); }
| "?" expr                   { $$ = AST(ELEMENT, @$, .element = {.value = $2, .optional = true}); }
;
map: %empty                  { $$ = NO_NODES; } | mlist | mlist "," ;
mlist:
  mentry                     { $$ = ast_list(parse, $1); }
| mlist "," mentry           { $$ = ast_append(parse, $1, $3); }
;
mentry:
  expr ":" expr              { $$ = AST(ELEMENT, @$, .element = {.key = $1, .value = $3}); }
| "?" expr ":" expr          { $$ = AST(ELEMENT, @$, .element = {.key = $2, .value = $4, .optional = true}); }
;
literal:
  int
| DOUBLE                     { $$ = ast_double(parse, $1); }
| string
| duration
| "true"                     { $$ = AST(BOOL, @$, .boolean = true); }
| "false"                    { $$ = AST(BOOL, @$, .boolean = false); }
| "null"                     { $$ = AST(NULL, @$, .boolean = false); }
;
int: INT                     { $$ = ast_int(parse, $1); } ;
duration: DURATION           { $$ = ast_duration(parse, $1); } ;
string: STRING               { $$ = ast_string(parse, $1); } ;

/* ---- names ---- */

name: word                   { $$ = ast_ident(parse, @1); } ;
/* All keywords but CEL's reserved words, and `each` and `any`, which open quantified clauses. */
word:
  IDENT | "policy" | "owner" | "param" | "type" | "evidence" | "def" | "checklist" | "coverage" | "canary" | "rollback"
| "procedure" | "retain" | "test" | "item" | "module" | "criterion" | "trigger" | "step" | "keep" | "require"
| "forbid" | "needs" | "warn" | "confirm" | "fire" | "only" | "at" | "within" | "then" | "see" | "fix" | "advisory"
| "effective" | "waivable" | "allow" | "tolerate" | "no" | "using" | "now" | "given" | "without" | "expect" | "of"
| "or" | "none" | "where" | "when" | "by" | "from" | "over" | "per" | "against" | "sum" | "least" | "last" | "latest"
| "window" | "windows" | "branches" | "consecutive" | "data" | "is" | "breach" | "clean" | "hold" | "fresh"
| "optional" | "floor" | "ceiling" | "env" | "duty" | "series"
;
/* After a dot, in types and in `by`: every word. */
sel: name | selword          { $$ = ast_ident(parse, @1); } | QUOTED { $$ = ast_ident_text(parse, $1); } ;
selword:
  VERDICT | RESERVED | "each" | "any" | "import" | "let" | "if" | "for" | "else" | "as" | "in" | "true" | "false" | "null"
;

%%

static int yyreport_syntax_error(const yypcontext_t *context, gate_parser *parser)
{
    yysymbol_kind_t kinds[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
    gate_unexpected found = {.count = 0};
    int expected[YYNTOKENS];
    const char *names[YYNTOKENS];
    /* No token is a bare character, so numbers run in step: TOK_YYerror is 256, and 1 as a symbol. */
    for (int i = 0; i < count; i++) {
        expected[found.count] = (int)kinds[i] + 255;
        names[found.count++] = yysymbol_name(kinds[i]);
    }
    found.expected = expected;
    found.names = names;
    gate_parser_report(parser, &found);
    return 0;
}
