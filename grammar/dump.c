/* The tree as an s-expression: (kind attribute… child…). Everything that a node holds is written, so
 * that equal text means equal trees; what is absent is left out, and optional children carry their
 * names. */
#include "grammar/ast.h"

#include "base/json.h"
#include "base/num.h"

#include <inttypes.h>

typedef struct dumper {
    gate_buf *out;
} dumper;

static void word(dumper *to, const char *text)
{
    gate_buf_char(to->out, ' ');
    gate_buf_c(to->out, text);
}

/* A name bare where it looks like one, else quoted, so that `a b` is not two. */
static void name(dumper *to, gate_str text)
{
    bool plain = text.len > 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        plain = plain && (letter || (c >= '0' && c <= '9' && i > 0) || (c == '-' && i > 0));
    }
    if (plain)
        gate_buf_add(to->out, text);
    else
        gate_buf_json(to->out, text);
}

static void ident(dumper *to, const char *key, gate_ident value)
{
    if (value.text.len == 0 && value.span.lo == value.span.hi) return;
    if (key) word(to, key);
    gate_buf_char(to->out, ' ');
    name(to, value.text);
}

static void flag(dumper *to, const char *key, bool value)
{
    if (value) word(to, key);
}

static void keyword(dumper *to, const char *key, gate_word value)
{
    if (value == GATE_W_NONE_GIVEN) return;
    if (key) word(to, key);
    word(to, gate_word_text(value));
}

static void node(dumper *to, const gate_node *value);

static void child(dumper *to, const char *key, const gate_node *value)
{
    if (!value) return;
    if (key) word(to, key);
    gate_buf_char(to->out, ' ');
    node(to, value);
}

static void list(dumper *to, const char *key, const gate_nodes *values)
{
    if (key && values->len) word(to, key);
    for (uint32_t i = 0; i < values->len; i++)
        child(to, NULL, values->items[i]);
}

/* Chains of operators lean to the left, as deep as the text is long. */
static void binary(dumper *to, const gate_node *value)
{
    GATE_VEC(const gate_node *) spine = {0};
    for (; value->kind == GATE_N_BINARY; value = value->as.binary.left)
        gate_vec_push(to->out->arena, &spine, value);
    for (uint32_t i = 0; i < spine.len; i++)
        gate_buf_printf(to->out, "(binary %s ", gate_op_text(spine.items[i]->as.binary.op));
    node(to, value);
    for (uint32_t i = spine.len; i > 0; i--) {
        child(to, NULL, spine.items[i - 1]->as.binary.right);
        gate_buf_char(to->out, ')');
    }
}

static void block(dumper *to, const gate_node *value)
{
    keyword(to, NULL, value->as.block.word);
    ident(to, NULL, value->as.block.name);
    child(to, ":title", value->as.block.title);
    child(to, ":of", value->as.block.of);
    child(to, ":against", value->as.block.against);
    ident(to, ":over", value->as.block.var);
    child(to, ":in", value->as.block.list);
    child(to, ":where", value->as.block.where);
    child(to, ":by", value->as.block.by);
    list(to, NULL, &value->as.block.clauses);
    list(to, NULL, &value->as.block.rows);
}

static void row(dumper *to, const gate_node *value)
{
    keyword(to, NULL, value->as.row.word);
    keyword(to, NULL, value->as.row.mode);
    ident(to, NULL, value->as.row.name);
    child(to, ":path", value->as.row.path);
    child(to, ":least", value->as.row.least);
    child(to, ":count", value->as.row.count);
    child(to, ":span", value->as.row.span);
    child(to, ":per", value->as.row.per);
    ident(to, ":each", value->as.row.var);
    child(to, ":in", value->as.row.list);
    child(to, ":where", value->as.row.where);
    flag(to, ":or-none", value->as.row.or_none);
    child(to, ":by", value->as.row.by);
    child(to, ":title", value->as.row.title);
    list(to, NULL, &value->as.row.clauses);
}

static void clause(dumper *to, const gate_node *value)
{
    static const char *const forms[] = {NULL, ":each", ":roster", ":any", ":consecutive", ":of", ":for"};
    keyword(to, NULL, value->as.clause.word);
    flag(to, forms[value->as.clause.form] ? forms[value->as.clause.form] : "",
         value->as.clause.form != GATE_FORM_PLAIN);
    ident(to, NULL, value->as.clause.var);
    keyword(to, NULL, value->as.clause.choice);
    child(to, ":n", value->as.clause.n);
    child(to, ":m", value->as.clause.m);
    child(to, ":names", value->as.clause.names);
    child(to, ":in", value->as.clause.list);
    child(to, ":where", value->as.clause.where);
    flag(to, ":or-none", value->as.clause.or_none);
    child(to, ":by", value->as.clause.by);
    flag(to, ":latest", value->as.clause.latest);
    list(to, ":roles", &value->as.clause.roles);
    ident(to, ":target", value->as.clause.target);
    child(to, ":that", value->as.clause.expr);
    child(to, ":text", value->as.clause.text);
}

static void evidence(dumper *to, const gate_node *value)
{
    ident(to, NULL, value->as.evidence.name);
    child(to, ":type", value->as.evidence.type);
    keyword(to, NULL, value->as.evidence.cardinality);
    flag(to, ":optional", value->as.evidence.optional);
    child(to, ":from", value->as.evidence.path);
    ident(to, ":as", value->as.evidence.reader);
    child(to, ":by", value->as.evidence.by);
    child(to, ":fresh", value->as.evidence.fresh);
    child(to, ":fresh-by", value->as.evidence.fresh_by);
}

static void param(dumper *to, const gate_node *value)
{
    ident(to, NULL, value->as.param.name);
    child(to, NULL, value->as.param.type);
    child(to, ":value", value->as.param.value);
    child(to, ":floor", value->as.param.floor);
    child(to, ":ceiling", value->as.param.ceiling);
    ident(to, ":env", value->as.param.env);
    child(to, ":title", value->as.param.title);
}

static void test_clause(dumper *to, const gate_node *value)
{
    keyword(to, NULL, value->as.test_clause.word);
    ident(to, NULL, value->as.test_clause.name);
    child(to, ":path", value->as.test_clause.path);
    flag(to, ":series", value->as.test_clause.series);
    flag(to, ":from", value->as.test_clause.from);
    child(to, ":value", value->as.test_clause.value);
    ident(to, ":outcome", value->as.test_clause.outcome);
}

static void qualified(dumper *to, const gate_node *value)
{
    ident(to, ":of", value->as.qname.qualifier);
    ident(to, NULL, value->as.qname.name);
}

static void path(dumper *to, const gate_node *value)
{
    for (uint32_t i = 0; i < value->as.field.count; i++)
        ident(to, NULL, value->as.field.segments[i]);
    child(to, ":zone", value->as.field.zone);
}

/* What stands behind the kind: declarations and their parts. */
/* clang-format off */
static void declaration(dumper *to, const gate_node *value)
{
    switch ((int)value->kind) {
    case GATE_N_FIELD: path(to, value); return;
    case GATE_N_DEF_PARAM: ident(to, NULL, value->as.def_param.name); child(to, ":type", value->as.def_param.type); return;
    case GATE_N_POLICY: ident(to, NULL, value->as.policy.name); child(to, NULL, value->as.policy.title); return;
    case GATE_N_IMPORT:
        ident(to, NULL, value->as.import.name);
        child(to, NULL, value->as.import.path);
        ident(to, ":as", value->as.import.as);
        return;
    case GATE_N_OWNER:
        ident(to, NULL, value->as.owner.name);
        child(to, NULL, value->as.owner.title);
        child(to, ":duty", value->as.owner.duty);
        return;
    case GATE_N_PARAM: param(to, value); return;
    case GATE_N_LET: ident(to, NULL, value->as.let.name); child(to, NULL, value->as.let.value); return;
    case GATE_N_TYPE: ident(to, NULL, value->as.type.name); child(to, NULL, value->as.type.type); return;
    case GATE_N_EVIDENCE: evidence(to, value); return;
    case GATE_N_DEF:
        ident(to, NULL, value->as.def.name);
        list(to, NULL, &value->as.def.params);
        child(to, ":result", value->as.def.result);
        child(to, ":is", value->as.def.body);
        return;
    case GATE_N_BLOCK: block(to, value); return;
    case GATE_N_ROW: row(to, value); return;
    case GATE_N_CLAUSE: clause(to, value); return;
    case GATE_N_TEST: child(to, NULL, value->as.test.title); list(to, NULL, &value->as.test.clauses); return;
    case GATE_N_TEST_CLAUSE: test_clause(to, value); return;
    case GATE_N_FILE: child(to, NULL, value->as.file.policy); list(to, NULL, &value->as.file.decls); return;
    default: return;
    }
}

/* The same of expressions and types. */
static void attributes(dumper *to, const gate_node *value)
{
    char number[32];
    switch ((int)value->kind) {
    case GATE_N_NULL: return;
    case GATE_N_BOOL: word(to, value->as.boolean ? "true" : "false"); return;
    case GATE_N_INT: gate_buf_printf(to->out, " %" PRId64, value->as.integer); return;
    case GATE_N_DOUBLE: gate_buf_char(to->out, ' '); gate_buf_add(to->out, gate_num_text(number, value->as.real)); return;
    case GATE_N_STRING:
        flag(to, ":raw", value->as.string.raw);
        gate_buf_char(to->out, ' ');
        gate_buf_json(to->out, value->as.string.value);
        return;
    case GATE_N_DURATION: gate_buf_printf(to->out, " %" PRId64, value->as.nanoseconds); return;
    case GATE_N_NAME:
        gate_buf_c(to->out, value->as.name.root ? " ." : " ");
        name(to, value->as.name.text);
        return;
    case GATE_N_SELECT:
        flag(to, ":optional", value->as.select.optional);
        flag(to, ":quoted", value->as.select.quoted);
        child(to, NULL, value->as.select.operand);
        ident(to, NULL, value->as.select.field);
        return;
    case GATE_N_INDEX:
        flag(to, ":optional", value->as.index.optional);
        child(to, NULL, value->as.index.operand);
        if (value->as.index.index) child(to, NULL, value->as.index.index); else word(to, "*");
        return;
    case GATE_N_CALL:
        flag(to, ":root", value->as.call.root);
        ident(to, NULL, value->as.call.name);
        child(to, ":on", value->as.call.target);
        list(to, ":args", &value->as.call.args);
        return;
    case GATE_N_LIST: case GATE_N_MAP: list(to, NULL, &value->as.list); return;
    case GATE_N_ELEMENT:
        flag(to, ":optional", value->as.element.optional);
        child(to, ":key", value->as.element.key);
        child(to, NULL, value->as.element.value);
        return;
    case GATE_N_UNARY: word(to, gate_op_text(value->as.unary.op)); child(to, NULL, value->as.unary.operand); return;
    case GATE_N_BINARY: return; /* the spine, above */
    case GATE_N_COND:
        child(to, NULL, value->as.cond.test);
        child(to, NULL, value->as.cond.then);
        child(to, NULL, value->as.cond.other);
        return;
    case GATE_N_TYPE_NAME: case GATE_N_QNAME: qualified(to, value); return;
    case GATE_N_TYPE_WORD: gate_buf_char(to->out, ' '); gate_buf_json(to->out, value->as.word); return;
    case GATE_N_TYPE_LIST: child(to, NULL, value->as.of); return;
    case GATE_N_TYPE_RECORD: list(to, NULL, &value->as.fields); return;
    case GATE_N_TYPE_APPLY: ident(to, NULL, value->as.apply.name); child(to, NULL, value->as.apply.argument); return;
    case GATE_N_TYPE_UNION: list(to, NULL, &value->as.alternatives); return;
    case GATE_N_TYPE_FIELD:
        ident(to, NULL, value->as.field_type.name);
        flag(to, ":optional", value->as.field_type.optional);
        child(to, NULL, value->as.field_type.type);
        return;
    default: declaration(to, value); return;
    }
}
/* clang-format on */

static void node(dumper *to, const gate_node *value)
{
    if (value->kind == GATE_N_BINARY) {
        binary(to, value);
        return;
    }
    gate_buf_char(to->out, '(');
    gate_buf_c(to->out, gate_kind_label(value->kind));
    if (value->doc.len) {
        word(to, ":doc ");
        gate_buf_json(to->out, value->doc);
    }
    attributes(to, value);
    gate_buf_char(to->out, ')');
}

void gate_ast_dump(gate_buf *out, const gate_node *value)
{
    dumper to = {out};
    node(&to, value);
}
