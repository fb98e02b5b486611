#include "author/formats.h"

/* Members that a `*` tries, one after the other. */
#define TRIED_MAX 16u

static const gate_format formats[] = {
#define COVERAGE(list_, files_, size_)                                                                       \
    {                                                                                                        \
        .coverage = true, .list = list_, .files = files_, .size = size_                                      \
    }
#define ITEM(name_, title_, conditions_, fix_)                                                               \
    {                                                                                                        \
        .name = name_, .title = title_, .conditions = conditions_, .fix = fix_                               \
    }
#define SAMPLE(artifact, module) artifact, .each = module
#define FORMAT(id_, title_, reader_, marks_, module_, type_, time_, use_, good_, bad_)                       \
    {.id = id_,                                                                                              \
     .title = title_,                                                                                        \
     .reader = reader_,                                                                                      \
     .marks = marks_,                                                                                        \
     .module = module_,                                                                                      \
     .type = type_,                                                                                          \
     .time = time_,                                                                                          \
     .use = use_,                                                                                            \
     .good = good_,                                                                                          \
     .bad = bad_},
#include "author/formats.def"
#undef FORMAT
#undef SAMPLE
#undef ITEM
#undef COVERAGE
};

uint32_t gate_format_count(void)
{
    return GATE_COUNT(formats);
}

const gate_format *gate_format_at(uint32_t index)
{
    return &formats[index];
}

/* Some member or element that leads on. */
static gate_datum find_in_any(gate_datum datum, gate_str rest)
{
    if (gate_datum_kind_of(datum) == GATE_DATUM_ARRAY) {
        for (size_t i = 0; i < gate_datum_size(datum) && i < TRIED_MAX; i++) {
            gate_datum found = gate_datum_find(gate_datum_at(datum, i), rest);
            if (found.node) return found;
        }
    } else if (gate_datum_kind_of(datum) == GATE_DATUM_OBJECT) {
        uint32_t tried = 0;
        for (gate_member m = gate_datum_first(datum); m.value.node && tried++ < TRIED_MAX;
             m = gate_datum_next(datum, m)) {
            gate_datum found = gate_datum_find(m.value, rest);
            if (found.node) return found;
        }
    }
    return (gate_datum){0};
}

gate_datum gate_datum_find(gate_datum root, gate_str path)
{
    gate_datum at = root;
    while (at.node && path.len) {
        size_t end = gate_str_find(path, GATE_STR("/"), 1);
        gate_str key = gate_str_sub(path, 1, end == SIZE_MAX ? path.len : end);
        path = gate_str_sub(path, 1 + key.len, path.len);
        if (gate_str_eq_c(key, "*")) return find_in_any(at, path);
        at = gate_datum_kind_of(at) == GATE_DATUM_OBJECT ? gate_datum_get(at, key) : (gate_datum){0};
    }
    return at;
}

/* Is one mark there: `/a/b`, or `/a/b=text`? */
static bool is_marked(gate_datum root, gate_str mark)
{
    size_t equals = gate_str_find(mark, GATE_STR("="), 0);
    gate_datum found = gate_datum_find(root, gate_str_sub(mark, 0, equals == SIZE_MAX ? mark.len : equals));
    if (!found.node || equals == SIZE_MAX) return found.node != NULL;
    return gate_datum_kind_of(found) == GATE_DATUM_STRING &&
           gate_str_eq(gate_datum_str(found), gate_str_sub(mark, equals + 1, mark.len));
}

static bool has_marks(gate_datum root, gate_str marks)
{
    for (size_t at = 0; at < marks.len;) {
        size_t end = gate_str_find(marks, GATE_STR(" "), at);
        if (end == SIZE_MAX) end = marks.len;
        if (!is_marked(root, gate_str_sub(marks, at, end))) return false;
        at = end + 1;
    }
    return true;
}

const gate_format *gate_format_of(gate_str reader, gate_datum root)
{
    for (size_t i = 0; i < GATE_COUNT(formats); i++) {
        const gate_format *format = &formats[i];
        if (gate_str_eq_c(reader, format->reader) && has_marks(root, gate_str_c(format->marks)))
            return format;
    }
    return NULL;
}
