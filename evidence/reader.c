#include "evidence/reader.h"

#include "base/json.h"
#include "evidence/digest.h"
#include "evidence/json.h"

static const gate_reader readers[] = {
#define READER(name, keeps, function, summary) {{name, sizeof name - 1}, keeps, function, summary},
#include "evidence/readers.def"
#undef READER
};

uint32_t gate_reader_count(void)
{
    return GATE_COUNT(readers);
}

const gate_reader *gate_reader_at(uint32_t index)
{
    return &readers[index];
}

const gate_reader *gate_reader_find(gate_str name)
{
    if (name.len == 0) return &readers[0];
    for (uint32_t i = 0; i < GATE_COUNT(readers); i++) {
        if (gate_str_eq(readers[i].name, name)) return &readers[i];
    }
    return NULL;
}

const gate_trouble *gate_read_json(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    return gate_json_read(arena, artifact->path, artifact->text, limits, &artifact->root);
}

/* The values are written as JSON and read back, so that there is one way in which values come to be. */
const gate_trouble *gate_read_file(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    char hex[65];
    gate_buf text = gate_buf_new(arena);
    gate_json json = gate_json_new(&text, 0);
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("path"));
    gate_json_str(&json, artifact->path);
    gate_json_key(&json, GATE_STR("size"));
    gate_json_int(&json, (int64_t)artifact->size);
    gate_json_key(&json, GATE_STR("sha256"));
    gate_json_str(&json, gate_sha256_hex(hex, artifact->sha256));
    gate_json_close(&json, '}');
    return gate_json_read(arena, artifact->path, gate_buf_str(&text), limits, &artifact->root);
}
