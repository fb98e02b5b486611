/* A first policy for a folder. */
#include "author/start.h"
#include "api/handle.h"
#include "base/utf8.h"
#include "grammar/print.h"

struct gatec_start {
    gate_handle base;
    const gate_start *start;                                /* NULL unless the folder could be read */
    const char *const *paths, *const *texts, *const *found; /* as C strings */
};

static const char *const *strings_new(gate_arena *arena, uint32_t count, const char ***fill)
{
    *fill = GATE_ARRAY(arena, const char *, count);
    return *fill;
}

/* Nothing in a name of a file may act on a terminal. */
static const char *shown(gate_arena *arena, gate_str text)
{
    gate_buf out = gate_buf_new(arena);
    gate_buf_visible(&out, text);
    return out.ptr ? out.ptr : "";
}

/* A policy as `gatec fmt` would leave it; any other text as it is. */
static gate_str formatted(gate_arena *arena, gate_str path, gate_str text)
{
    gate_diags diags = gate_diags_new(arena);
    gate_str out = text;
    bool policy = gate_str_ends(path, GATE_STR(".gate"));
    return policy && gate_print(arena, gate_source_new(arena, 0, path, text), &diags, &out) ? out : text;
}

static void describe(gatec_start *handle)
{
    gate_arena *arena = handle->base.arena;
    const gate_start *start = handle->start;
    const char **fill = NULL;
    handle->found = strings_new(arena, start->found.len, &fill);
    for (uint32_t i = 0; i < start->found.len; i++)
        fill[i] = shown(arena, start->found.items[i].path);
    handle->paths = strings_new(arena, start->files.len, &fill);
    for (uint32_t i = 0; i < start->files.len; i++)
        fill[i] = gate_str_z(arena, start->files.items[i].path);
    handle->texts = strings_new(arena, start->files.len, &fill);
    for (uint32_t i = 0; i < start->files.len; i++)
        fill[i] = gate_str_z(arena, formatted(arena, start->files.items[i].path, start->files.items[i].text));
}

static gatec_status begin(gate_handle *handle, void *context)
{
    gatec_start *start = (gatec_start *)(void *)handle;
    const gatec_start_options *options = context;
    gate_str folder = gate_str_dup(handle->arena, gate_str_c(gate_text_or_empty(options->folder)));
    const gate_start *made = gate_start_make(handle->arena, folder);
    if (made->trouble) {
        (void)gate_diag_raise(&handle->messages.diags, made->trouble->code, NULL, (gate_span){0, 0},
                              GATE_STR_FMT, GATE_STR_ARG(made->trouble->text));
        return GATEC_E_USAGE;
    }
    start->start = made;
    describe(start);
    return GATEC_OK;
}

gatec_status gatec_start_new(const gatec_start_options *options, gatec_start **out)
{
    gatec_start_options own = GATEC_START_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_start), begin, &own, &handle);
    *out = (gatec_start *)(void *)handle;
    return status;
}

void gatec_start_free(gatec_start *start)
{
    if (start) gate_handle_free(&start->base);
}

const gatec_messages *gatec_start_messages(const gatec_start *start)
{
    return start ? &start->base.messages : NULL;
}

bool gatec_start_found(const gatec_start *start, size_t index, gatec_found *out)
{
    if (!start || !start->start || index >= start->start->found.len) return false;
    const gate_start_found *found = &start->start->found.items[index];
    *out = (gatec_found){start->found[index], found->title, found->read};
    return true;
}

bool gatec_start_file(const gatec_start *start, size_t index, const char **path, const char **text)
{
    if (!start || !start->start || index >= start->start->files.len) return false;
    *path = start->paths[index];
    *text = start->texts[index];
    return true;
}

bool gatec_start_cut(const gatec_start *start)
{
    return start && start->start && start->start->cut;
}
