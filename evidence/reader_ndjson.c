/* One JSON value a line, as logs and many recorders write them. Each line is parsed by itself: a value
 * that goes on in the next line is refused, else a line that was cut would be completed by another. */
#include "evidence/json.h"
#include "evidence/jsontext.h"
#include "evidence/reader.h"

#include <string.h>

/* The lines as one JSON list for evidence/locate.h: the same bytes behind a `[`, with a comma for the
 * line's end before each value but the first. */
static gate_str as_list(gate_arena *arena, gate_str text)
{
    char *list = gate_arena_alloc(arena, text.len + 2);
    memcpy(list + 1, text.ptr, text.len);
    list[0] = '[';
    list[text.len + 1] = ']';
    size_t start = gate_text_start(text);
    memset(list + 1, ' ', start);
    bool first = true;
    for (size_t at = start, end; at < text.len; at = end + 1) {
        const char *found = memchr(text.ptr + at, '\n', text.len - at);
        end = found ? (size_t)(found - text.ptr) : text.len;
        if (gate_text_space(gate_str_sub(text, 0, end), at) == end) continue;
        if (!first) list[at] = ','; /* the byte before [at], which is the end of a line */
        first = false;
    }
    return (gate_str){list, text.len + 2};
}

const gate_trouble *gate_read_ndjson(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    const gate_trouble *trouble =
        gate_json_read_lines(arena, artifact->path, artifact->text, limits, &artifact->root);
    if (trouble) return trouble;
    artifact->json = as_list(arena, artifact->text);
    artifact->marks = gate_arena_copy(arena, &(gate_mark){1, 0}, sizeof(gate_mark));
    artifact->mark_count = 1;
    artifact->verbatim = true;
    return NULL;
}
