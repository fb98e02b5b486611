#include "vm/modules.h"

#include "base/glob.h"
#include "base/suggest.h"

#include <string.h>

typedef struct module {
    gate_value record;
    gate_str path;       /* as written */
    gate_str normal;     /* with `/`, without leading `./` */
    uint32_t path_node;
    uint32_t next;       /* of the same last segment; GATE_NO */
} module;

struct gate_modules {
    module *items;
    uint32_t count;
    gate_map by_name; /* last segment → index + 1, as a pointer */
    gate_map by_path; /* normal path → the same */
};

static gate_str normalise(gate_arena *arena, gate_str path)
{
    char *text = gate_str_z(arena, path);
    size_t len = path.len;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\\') text[i] = '/';
    }
    while (len >= 2 && text[0] == '.' && text[1] == '/') {
        text += 2;
        len -= 2;
    }
    return (gate_str){text, len};
}

static gate_str last_segment(gate_str path)
{
    for (size_t i = path.len; i > 0; i--) {
        if (path.ptr[i - 1] == '/') return gate_str_sub(path, i, path.len);
    }
    return path;
}

/* Indexes stand in the maps as pointers, from 1. */
static void *to_pointer(uint32_t index)
{
    return (void *)((uintptr_t)index + 1);
}

static uint32_t from_pointer(const void *pointer)
{
    return pointer ? (uint32_t)((uintptr_t)pointer - 1) : GATE_NO;
}

static gate_value bad_report(gate_machine *m, gate_value report, const char *what)
{
    gate_value fault = gate_fault_value(m, GATE_FAULT_SHAPE, gate_str_c(what));
    fault.why = report.why;
    return fault;
}

gate_modules *gate_modules_new(gate_machine *m, gate_value report, gate_value *trouble)
{
    *trouble = gate_value_null();
    if (!gate_is_definite(report)) {
        *trouble = report;
        return NULL;
    }
    if (report.tag != GATE_T_LIST) {
        *trouble = bad_report(m, report, "a coverage report is a list of modules, as `coverage.py(…)` makes it");
        return NULL;
    }
    gate_modules *modules = GATE_NEW(m->arena, gate_modules);
    modules->count = (uint32_t)gate_list_len(report);
    modules->items = GATE_ARRAY(m->arena, module, modules->count);
    modules->by_name = gate_map_new(m->arena);
    modules->by_path = gate_map_new(m->arena);
    for (uint32_t i = 0; i < modules->count; i++) {
        module *item = &modules->items[i];
        item->record = gate_list_at(report, i);
        gate_value path = gate_value_null();
        if (item->record.tag == GATE_T_MAP) path = gate_op_field(m, GATE_I_FIELD, item->record, GATE_STR("path"), GATE_NO);
        if (path.tag != GATE_T_STRING) {
            *trouble = bad_report(m, report, "a module of the coverage report has no `path`");
            return NULL;
        }
        item->path = path.as.str;
        item->path_node = path.why;
        item->normal = normalise(m->arena, path.as.str);
        gate_str name = last_segment(item->normal);
        item->next = from_pointer(gate_map_put(&modules->by_name, name, to_pointer(i)));
        if (gate_map_put(&modules->by_path, item->normal, to_pointer(i))) {
            *trouble = gate_fault_value(m, GATE_FAULT_DUPLICATE, item->path);
            trouble->why = report.why;
            return NULL;
        }
    }
    return modules;
}

uint32_t gate_modules_count(const gate_modules *modules)
{
    return modules->count;
}

gate_value gate_modules_record(const gate_modules *modules, uint32_t index)
{
    return modules->items[index].record;
}

gate_str gate_modules_path(const gate_modules *modules, uint32_t index)
{
    return modules->items[index].path;
}

uint32_t gate_modules_path_node(const gate_modules *modules, uint32_t index)
{
    return modules->items[index].path_node;
}

static bool is_tail(gate_str whole, gate_str tail)
{
    return whole.len > tail.len && gate_str_ends(whole, tail) && whole.ptr[whole.len - tail.len - 1] == '/';
}

static gate_value not_found(gate_machine *m, const gate_modules *modules, gate_str path)
{
    gate_suggest near = gate_suggest_new(path);
    for (uint32_t i = 0; i < modules->count && i < 10000; i++) gate_suggest_offer(&near, modules->items[i].normal);
    gate_buf text = gate_buf_new(m->arena);
    gate_buf_c(&text, "the report has no module `");
    gate_buf_add(&text, path);
    gate_buf_printf(&text, "` (it has %u)", modules->count);
    if (near.best.len) {
        gate_buf_c(&text, "; the nearest is `");
        gate_buf_add(&text, near.best);
        gate_buf_c(&text, "`");
    }
    return gate_fault_value(m, GATE_FAULT_NO_MODULE, gate_buf_str(&text));
}

uint32_t gate_modules_find(gate_machine *m, const gate_modules *modules, gate_str path, gate_value *trouble)
{
    gate_str wanted = normalise(m->arena, path);
    uint32_t found = from_pointer(gate_map_get(&modules->by_path, wanted));
    if (found != GATE_NO) return found;
    gate_buf several = gate_buf_new(m->arena);
    uint32_t matches = 0;
    uint32_t at = from_pointer(gate_map_get(&modules->by_name, last_segment(wanted)));
    for (; at != GATE_NO; at = modules->items[at].next) {
        if (!is_tail(modules->items[at].normal, wanted)) continue;
        found = at;
        if (matches++ < 5) {
            gate_buf_c(&several, matches > 1 ? ", `" : "`");
            gate_buf_add(&several, modules->items[at].path);
            gate_buf_c(&several, "`");
        }
    }
    if (matches == 1) return found;
    if (matches == 0) {
        *trouble = not_found(m, modules, path);
    } else {
        *trouble = gate_fault_value(m, GATE_FAULT_NOT_ONE,
                              gate_str_printf(m->arena, "%u modules of the report end with `" GATE_STR_FMT "`: " GATE_STR_FMT,
                                              matches, GATE_STR_ARG(path), GATE_STR_ARG(gate_buf_str(&several))));
    }
    return GATE_NO;
}

/* Where the longest end of the path that matches begins; SIZE_MAX when none does. */
static size_t tail_at(gate_str path, gate_str glob)
{
    if (gate_glob_match(glob, path)) return 0;
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '/' && gate_glob_match(glob, gate_str_sub(path, i + 1, path.len))) return i + 1;
    }
    return SIZE_MAX;
}

bool gate_modules_match(const gate_modules *modules, uint32_t index, gate_str glob)
{
    return tail_at(modules->items[index].normal, glob) != SIZE_MAX;
}

gate_str gate_modules_tail(const gate_modules *modules, uint32_t index, gate_str glob)
{
    gate_str path = modules->items[index].normal;
    size_t at = tail_at(path, glob);
    return at == SIZE_MAX ? GATE_STR("") : gate_str_sub(path, at, path.len);
}

gate_str gate_modules_plain(const gate_modules *modules, uint32_t index)
{
    return modules->items[index].normal;
}

uint32_t gate_modules_same(const gate_modules *modules, gate_str path)
{
    return from_pointer(gate_map_get(&modules->by_path, path));
}

/* One count of one module: false with [*fault] when it is there and no count. */
static bool count_of(gate_machine *m, gate_value group, gate_str key, int64_t *out, gate_value *fault, uint32_t *node)
{
    gate_value value = gate_op_field(m, GATE_I_FIELD, group, key, GATE_NO);
    *node = value.why;
    if (value.tag == GATE_T_INT && value.as.integer >= 0) {
        *out = value.as.integer;
        return true;
    }
    *fault = gate_is_definite(value) ? gate_fault_value(m, GATE_FAULT_RANGE, GATE_STR("a count is a whole number of at least 0")) : value;
    return false;
}

typedef struct sum {
    int64_t covered, total;
    bool complete;
    uint32_t *nodes; /* two a member */
    uint32_t node_count;
} sum;

static bool add_up(gate_machine *m, const gate_modules *modules, const uint32_t *members, uint32_t count, gate_str key,
                   sum *out, gate_value *fault)
{
    out->complete = true;
    out->nodes = GATE_ARRAY(m->arena, uint32_t, (size_t)count * 2);
    for (uint32_t i = 0; i < count; i++) {
        gate_value group;
        gate_value record = modules->items[members[i]].record;
        if (!gate_map_get_str(record, key, &group)) {
            out->complete = false;
            return true;
        }
        int64_t covered, total;
        uint32_t *nodes = &out->nodes[out->node_count];
        if (!count_of(m, group, GATE_STR("covered"), &covered, fault, &nodes[0])) return false;
        if (!count_of(m, group, GATE_STR("total"), &total, fault, &nodes[1])) return false;
        out->node_count += 2;
        if (__builtin_add_overflow(out->covered, covered, &out->covered) ||
            __builtin_add_overflow(out->total, total, &out->total)) {
            *fault = gate_fault_value(m, GATE_FAULT_OVERFLOW, GATE_STR(""));
            return false;
        }
    }
    return true;
}

/* An int that stands for many: its node holds theirs. */
static gate_value grouped(gate_machine *m, int64_t number, const sum *from, uint32_t offset)
{
    gate_value value = gate_value_int(number);
    value.flags |= GATE_V_EVIDENCE;
    if (!m->explain) return value;
    uint32_t members = from->node_count / 2;
    uint32_t *kids = GATE_ARRAY(m->arena, uint32_t, members);
    for (uint32_t i = 0; i < members; i++) kids[i] = from->nodes[2 * i + offset];
    value.why = gate_node_kids(m, gate_node_new(m, GATE_WHY_GROUP, GATE_NO, value), kids, members);
    return value;
}

gate_value gate_modules_sum(gate_machine *m, const gate_modules *modules, const uint32_t *members, uint32_t count, gate_str path)
{
    static const char *const kinds[] = {"lines", "branches", "functions", "statements"};
    gate_pair *pairs = GATE_ARRAY(m->arena, gate_pair, 1 + GATE_COUNT(kinds));
    size_t len = 0;
    size_t twice;
    pairs[len++] = (gate_pair){gate_value_str(GATE_STR("path")), gate_value_str(path)};
    for (size_t k = 0; k < GATE_COUNT(kinds); k++) {
        sum total = {0};
        gate_value fault;
        if (!add_up(m, modules, members, count, gate_str_c(kinds[k]), &total, &fault)) {
            /* One count that is none says nothing of the others. */
            fault.flags |= GATE_V_EVIDENCE;
            pairs[len++] = (gate_pair){gate_value_str(gate_str_c(kinds[k])), fault};
            continue;
        }
        if (!total.complete) continue;
        gate_pair *counts = GATE_ARRAY(m->arena, gate_pair, 2);
        counts[0] = (gate_pair){gate_value_str(GATE_STR("covered")), grouped(m, total.covered, &total, 0)};
        counts[1] = (gate_pair){gate_value_str(GATE_STR("total")), grouped(m, total.total, &total, 1)};
        gate_value group;
        (void)gate_value_map(m->arena, counts, 2, &group, &twice);
        pairs[len++] = (gate_pair){gate_value_str(gate_str_c(kinds[k])), group};
    }
    gate_value record;
    (void)gate_value_map(m->arena, pairs, len, &record, &twice);
    record.flags |= GATE_V_EVIDENCE;
    return record;
}
