#include "compiler/order.h"

#include "compiler/symbols.h"

enum { UNSEEN, OPEN, DONE };

typedef struct frame {
    gate_info *info;
    uint32_t next, end; /* its part of the dependencies */
} frame;

typedef struct order {
    uint32_t kinds;
    const gate_file *file; /* whose names are collected */
    GATE_VEC(gate_info *) needs;
    GATE_VEC(frame) stack;
} order;

static void need(gate_checker *cx, order *to, gate_info *info)
{
    if (info && (to->kinds >> info->symbol.kind & 1)) gate_vec_push(cx->arena, &to->needs, info);
}

static void need_name(gate_checker *cx, order *to, gate_str name)
{
    const gate_entry *entry = gate_entry_find(to->file, name);
    if (entry) need(cx, to, entry->info);
}

static void need_member(gate_checker *cx, order *to, gate_str qualifier, gate_str name)
{
    const gate_file *file = gate_namespace_file(gate_entry_find(to->file, qualifier));
    if (file) need(cx, to, gate_member_find(file, name));
}

/* Names are enough, without scopes: what a macro or a clause binds may not be a declared name. */
static bool collect(gate_checker *cx, const gate_node *node, void *context)
{
    order *to = context;
    if (node->kind == GATE_N_NAME) {
        need_name(cx, to, node->as.name.text);
    } else if (node->kind == GATE_N_CALL) {
        const gate_node *target = node->as.call.target;
        if (!target) need_name(cx, to, node->as.call.name.text);
        if (target && target->kind == GATE_N_NAME)
            need_member(cx, to, target->as.name.text, node->as.call.name.text);
    } else if (node->kind == GATE_N_SELECT) {
        const gate_node *operand = node->as.select.operand;
        if (operand && operand->kind == GATE_N_NAME)
            need_member(cx, to, operand->as.name.text, node->as.select.field.text);
    } else if (node->kind == GATE_N_TYPE_NAME) {
        const gate_ident *qualifier = &node->as.qname.qualifier;
        if (qualifier->text.len)
            need_member(cx, to, qualifier->text, node->as.qname.name.text);
        else
            need_name(cx, to, node->as.qname.name.text);
    }
    return true;
}

static const gate_node *made_of(const gate_symbol *symbol)
{
    if (symbol->kind == GATE_SYM_TYPE) return symbol->decl->as.type.type;
    return symbol->kind == GATE_SYM_LET ? symbol->decl->as.let.value : symbol->decl->as.def.body;
}

static void open_frame(gate_checker *cx, order *to, gate_info *info)
{
    info->state = OPEN;
    frame made = {.info = info, .next = to->needs.len};
    to->file = gate_file_of(&info->symbol);
    const gate_node *body = made_of(&info->symbol);
    if (body) gate_tree_walk(cx, to->file, body, collect, to);
    made.end = to->needs.len;
    gate_vec_push(cx->arena, &to->stack, made);
}

#define SHOWN_LINKS 8

/* Of circles that share a symbol the first is enough. */
static void report_circle(gate_checker *cx, const order *to, gate_info *closing)
{
    if (closing->symbol.type) return;
    uint32_t from = to->stack.len;
    while (to->stack.items[from - 1].info != closing)
        from--;
    gate_buf way = gate_buf_new(cx->arena);
    for (uint32_t i = from - 1; i < to->stack.len; i++) {
        gate_info *info = to->stack.items[i].info;
        info->symbol.type = gate_poison();
        if (i - (from - 1) < SHOWN_LINKS)
            gate_buf_printf(&way, GATE_STR_FMT " → ", GATE_STR_ARG(info->symbol.shown));
        else if (i - (from - 1) == SHOWN_LINKS)
            gate_buf_c(&way, "… → ");
    }
    gate_buf_printf(&way, GATE_STR_FMT, GATE_STR_ARG(closing->symbol.shown));
    cx->file = gate_file_of(&closing->symbol);
    gate_diag *diag = gate_raise(cx, CYCLE, closing->span, "`" GATE_STR_FMT "` depends on itself: %s",
                                 GATE_STR_ARG(closing->symbol.name), way.ptr);
    for (uint32_t i = from; i < to->stack.len && i < from + GATE_DIAG_LABELS; i++) {
        const gate_info *info = to->stack.items[i].info;
        gate_diag_label(cx->diags, diag, info->symbol.module->source, info->span, "by way of this");
    }
    gate_diag_help(cx->diags, diag,
                   closing->symbol.kind == GATE_SYM_TYPE
                       ? "A type is finite: write `any` for the part that repeats itself."
                       : "A policy always ends, so nothing may use itself: go over lists with macros such as "
                         "`all` and `map`.");
}

static void finish(gate_checker *cx, order *to, void (*visit)(gate_checker *cx, gate_info *info))
{
    frame *top = &to->stack.items[to->stack.len - 1];
    gate_info *info = top->info;
    info->state = DONE;
    to->stack.len--;
    to->needs.len = to->stack.len ? to->stack.items[to->stack.len - 1].end : 0;
    cx->file = gate_file_of(&info->symbol);
    visit(cx, info);
}

static void visit_from(gate_checker *cx, order *to, gate_info *root,
                       void (*visit)(gate_checker *cx, gate_info *info))
{
    if (root->state != UNSEEN) return;
    to->needs.len = 0;
    open_frame(cx, to, root);
    while (to->stack.len) {
        frame *top = &to->stack.items[to->stack.len - 1];
        if (top->next == top->end) {
            finish(cx, to, visit);
            continue;
        }
        gate_info *wanted = to->needs.items[top->next++];
        if (wanted->state == UNSEEN)
            open_frame(cx, to, wanted);
        else if (wanted->state == OPEN)
            report_circle(cx, to, wanted);
    }
}

void gate_order_visit(gate_checker *cx, uint32_t kinds, void (*visit)(gate_checker *cx, gate_info *info))
{
    order to = {.kinds = kinds};
    for (uint32_t i = 0; i < cx->files.len; i++) {
        const gate_file *file = cx->files.items[i];
        for (uint32_t j = 0; j < file->symbols.len; j++) {
            gate_info *info = file->symbols.items[j];
            if (kinds >> info->symbol.kind & 1) visit_from(cx, &to, info, visit);
        }
    }
}
