#include "base/json.h"

#include "base/num.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <math.h>

gate_json gate_json_new(gate_buf *out, int indent)
{
    return (gate_json){.out = out, .indent = indent, .first = true};
}

static void new_line(gate_json *json)
{
    if (json->indent <= 0) return;
    gate_buf_char(json->out, '\n');
    gate_buf_repeat(json->out, ' ', (size_t)json->indent * json->depth);
}

/* What stands before a value or a key: nothing behind a key, else a comma and a line. */
static void separate(gate_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (!json->first) gate_buf_char(json->out, ',');
    if (json->depth) new_line(json);
    json->first = false;
}

void gate_json_open(gate_json *json, char bracket)
{
    separate(json);
    gate_buf_char(json->out, bracket);
    json->depth++;
    json->first = true;
}

void gate_json_close(gate_json *json, char bracket)
{
    json->depth--;
    if (!json->first) new_line(json);
    gate_buf_char(json->out, bracket);
    json->first = false;
}

void gate_json_key(gate_json *json, gate_str key)
{
    separate(json);
    gate_buf_json(json->out, key);
    gate_buf_c(json->out, json->indent > 0 ? ": " : ":");
    json->after_key = true;
}

void gate_json_str(gate_json *json, gate_str text)
{
    separate(json);
    gate_buf_json(json->out, text);
}

void gate_json_int(gate_json *json, int64_t value)
{
    separate(json);
    gate_buf_printf(json->out, "%" PRId64, value);
}

void gate_json_double(gate_json *json, double value)
{
    char text[32];
    separate(json);
    if (isfinite(value))
        gate_buf_add(json->out, gate_num_text(text, value));
    else
        gate_buf_json(json->out, gate_num_text(text, value));
}

void gate_json_bool(gate_json *json, bool value)
{
    separate(json);
    gate_buf_c(json->out, value ? "true" : "false");
}

void gate_json_null(gate_json *json)
{
    separate(json);
    gate_buf_c(json->out, "null");
}

void gate_json_raw(gate_json *json, gate_str value)
{
    separate(json);
    gate_buf_add(json->out, value);
}

/* The escape of [code], or NULL when it stands for itself. [slash] is for `</`, which would end a
 * script element that the text is put into. */
static const char *short_escape(uint32_t code, bool slash)
{
    if (code == '"') return "\\\"";
    if (code == '\\') return "\\\\";
    if (code == '\n') return "\\n";
    if (code == '\t') return "\\t";
    if (code == '\r') return "\\r";
    if (code == '\b') return "\\b";
    if (code == '\f') return "\\f";
    if (slash) return "\\/";
    return code == UINT32_MAX ? "\\ufffd" : NULL;
}

void gate_buf_json(gate_buf *out, gate_str text)
{
    size_t plain = 0;
    gate_buf_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t code = gate_utf8_next(text, &at);
        const char *escape = short_escape(code, code == '/' && start > 0 && text.ptr[start - 1] == '<');
        if (!escape && !gate_utf8_unsafe(code)) continue;
        gate_buf_add(out, gate_str_sub(text, plain, start));
        plain = at;
        if (escape)
            gate_buf_c(out, escape);
        else
            gate_buf_printf(out, "\\u%04x", (unsigned)code);
    }
    gate_buf_add(out, gate_str_sub(text, plain, text.len));
    gate_buf_char(out, '"');
}
