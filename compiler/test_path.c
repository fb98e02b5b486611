#include "compiler/test_path.h"

#include "base/json.h"
#include "vm/kinds.h"

static uint32_t length_of(const gate_node *node)
{
    uint32_t count = 0;
    for (; node && node->kind != GATE_N_NAME; count++) {
        if (node->kind == GATE_N_SELECT)
            node = node->as.select.operand;
        else if (node->kind == GATE_N_INDEX)
            node = node->as.index.operand;
        else
            return UINT32_MAX;
    }
    return node ? count : UINT32_MAX;
}

static gate_test_step step_of(const gate_node *node)
{
    if (node->kind == GATE_N_SELECT)
        return (gate_test_step){GATE_TEST_NAME, node->as.select.field.text, 0, node->as.select.field.span};
    const gate_node *index = node->as.index.index;
    if (!index) return (gate_test_step){.way = GATE_TEST_ALL, .span = node->span};
    if (index->kind == GATE_N_STRING)
        return (gate_test_step){GATE_TEST_KEY, index->as.string.value, 0, index->span};
    if (index->kind == GATE_N_INT && index->as.integer >= 0)
        return (gate_test_step){GATE_TEST_INDEX, {0}, (size_t)index->as.integer, index->span};
    return (gate_test_step){.way = GATE_TEST_WRONG, .span = index->span};
}

bool gate_test_path_of(gate_arena *arena, const gate_node *node, gate_test_path *out)
{
    uint32_t count = length_of(node);
    *out = (gate_test_path){.count = 0};
    if (count == UINT32_MAX) return false;
    out->steps = GATE_ARRAY(arena, gate_test_step, count);
    out->count = count;
    for (; node->kind != GATE_N_NAME; count--) {
        out->steps[count - 1] = step_of(node);
        node = node->kind == GATE_N_SELECT ? node->as.select.operand : node->as.index.operand;
    }
    out->root = (gate_ident){node->as.name.text, node->span};
    return true;
}

gate_str gate_test_path_text(gate_arena *arena, const gate_test_path *path)
{
    gate_buf out = gate_buf_new(arena);
    gate_buf_add(&out, path->root.text);
    for (uint32_t i = 0; i < path->count; i++) {
        const gate_test_step *step = &path->steps[i];
        if (step->way == GATE_TEST_NAME) {
            gate_buf_char(&out, '.');
            gate_buf_add(&out, step->key);
        } else if (step->way == GATE_TEST_KEY) {
            gate_buf_char(&out, '[');
            gate_buf_json(&out, step->key);
            gate_buf_char(&out, ']');
        } else if (step->way == GATE_TEST_INDEX) {
            gate_buf_printf(&out, "[%zu]", step->index);
        } else {
            gate_buf_c(&out, "[*]");
        }
    }
    return gate_buf_str(&out);
}

/* The decisions of a kind of block, then `skipped`. */
static const char *decision(gate_word block, uint32_t index)
{
    for (int kind = 0; kind < GATE_BLOCK_KIND_COUNT; kind++) {
        const gate_block_info *info = gate_block_info_of((gate_block_kind)kind);
        if (!gate_str_eq_c(gate_str_c(info->word), gate_word_text(block))) continue;
        const char *const words[] = {info->good, info->bad, info->third, "skipped"};
        uint32_t seen = 0;
        for (size_t i = 0; i < GATE_COUNT(words); i++) {
            if (*words[i] && seen++ == index) return words[i];
        }
    }
    return NULL;
}

const char *gate_test_outcome(gate_word block, gate_test_about about, uint32_t index)
{
    static const char *const judged[] = {"pass",  "warn",   "fail",    "missing",
                                         "error", "waived", "skipped", NULL};
    static const char *const windows[] = {"pass", "warn", "fail", "missing", "error", "skipped", NULL};
    static const char *const triggers[] = {"firing", "pending", "inactive", "unknown", NULL};
    static const char *const steps[] = {"done", "next", "waiting", "early", "late", "skipped", NULL};
    if (about == GATE_TEST_OF_BLOCK) return decision(block, index);
    const char *const *words = judged;
    if (block == GATE_W_CANARY || about == GATE_TEST_OF_WINDOW) words = windows;
    if (block == GATE_W_ROLLBACK) words = triggers;
    if (block == GATE_W_PROCEDURE) words = steps;
    for (uint32_t i = 0; words[i]; i++) {
        if (i == index) return words[i];
    }
    return NULL;
}
