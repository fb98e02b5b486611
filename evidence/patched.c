#include "evidence/patched.h"

#include "evidence/choose.h"
#include "evidence/digest.h"
#include "evidence/json.h"
#include "evidence/jsontext.h"
#include "evidence/locate.h"
#include "evidence/trouble.h"

#include "base/glob.h"
#include "base/json.h"

typedef struct patched {
    gate_arena *arena;
    const gate_reading *reading;
    const gate_evidence *evidence;
    const gate_patch *patch;
    gate_limits limits;
    GATE_VEC(gate_artifact *) files;
    gate_str why;
} patched;

const gate_evidence *gate_evidence_none(gate_arena *arena, const gate_evidence_spec *spec, const char *why)
{
    gate_evidence *out = GATE_NEW(arena, gate_evidence);
    out->spec = spec;
    out->trouble = gate_trouble_missing(arena, GATE_D_EVIDENCE_ABSENT, "%s", why);
    return out;
}

static bool fail(patched *p, gate_str why)
{
    p->why = why;
    return false;
}

/* ---- one file --------------------------------------------------------------------------------- */

/* What a file read `as file` says, as JSON: it keeps no text. */
static gate_str told(const patched *p, const gate_artifact *file)
{
    char hex[65];
    gate_buf text = gate_buf_new(p->arena);
    gate_json json = gate_json_new(&text, 0);
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("path"));
    gate_json_str(&json, file->path);
    gate_json_key(&json, GATE_STR("size"));
    gate_json_int(&json, (int64_t)file->size);
    gate_json_key(&json, GATE_STR("sha256"));
    gate_json_str(&json, gate_sha256_hex(hex, file->sha256));
    gate_json_close(&json, '}');
    return gate_buf_str(&text);
}

static gate_str json_of(const patched *p, const gate_artifact *file)
{
    gate_str json = gate_locate_json(file);
    return json.len || !file->read ? json : told(p, file);
}

/* Where what a reader made stands in the file, after the changes. */
static void shift_marks(const patched *p, gate_artifact *file, const gate_patch_edits *edits)
{
    gate_mark *marks = GATE_ARRAY(p->arena, gate_mark, file->mark_count + 2u * edits->len + 1u);
    uint32_t count = 0, next = 0, open = 0;
    int64_t delta = 0;
    for (uint32_t i = 0; i < file->mark_count; i++) {
        while (next < edits->len && edits->items[next].hi <= file->marks[i].json) {
            const gate_patch_edit *one = &edits->items[next++];
            delta += (int64_t)one->text.len - (int64_t)(one->hi - one->lo);
        }
        bool inside = next < edits->len && file->marks[i].json > edits->items[next].lo;
        if (inside && open == next + 1) continue; /* one mark speaks for all of a change */
        if (inside) open = next + 1;
        int64_t at = inside ? (int64_t)edits->items[next].lo : (int64_t)file->marks[i].json;
        marks[count++] = (gate_mark){(uint32_t)(at + delta), file->marks[i].text};
    }
    file->marks = marks;
    file->mark_count = count;
}

/* A file of that JSON text, in place of [like] (may be NULL). */
static gate_artifact *remade(patched *p, const gate_artifact *like, gate_str path, gate_str json,
                             const gate_patch_edits *edits)
{
    gate_artifact *file = GATE_NEW(p->arena, gate_artifact);
    if (like) *file = *like;
    file->path = path;
    file->trouble = NULL;
    file->has_time = false;
    bool made = like && like->json.len && edits;
    if (made && like->verbatim) {
        /* Lines of JSON: what does not change is its own text. */
        file->text = json;
        file->json = (gate_str){0};
        file->marks = NULL;
        file->mark_count = 0;
        file->verbatim = false;
    } else if (made) {
        file->json = json;
        shift_marks(p, file, edits);
    } else {
        file->text = json;
        file->json = (gate_str){0};
        file->mark_count = 0;
        file->verbatim = false;
    }
    file->size = json.len;
    file->read = true;
    gate_sha256(json, file->sha256);
    file->trouble = gate_json_read(p->arena, path, json, &p->limits, &file->root);
    if (!file->trouble) return file;
    (void)fail(p, file->trouble->text);
    return NULL;
}

/* Can the file be changed: is it there, and does it hold values? */
static bool usable(patched *p, const gate_artifact *file)
{
    if (!file->trouble) return true;
    gate_datum root;
    gate_str json = json_of(p, file);
    if (!file->trouble->missing || !file->read || json.len == 0 ||
        gate_json_read(p->arena, file->path, json, &p->limits, &root))
        return fail(p, file->trouble->text);
    return true; /* stale: it has values, and may become fresh */
}

static bool change_file(patched *p, uint32_t index, const gate_patch *part)
{
    gate_artifact *old = p->files.items[index];
    gate_patch_edits edits = {0};
    gate_str text, why;
    if (!usable(p, old)) return false;
    if (!gate_patch_text(p->arena, json_of(p, old), part, &text, &edits, &why)) return fail(p, why);
    gate_artifact *made = remade(p, old, old->path, text, &edits);
    if (!made) return false;
    p->files.items[index] = made;
    return true;
}

/* ---- the whole -------------------------------------------------------------------------------- */

static gate_str path_for(const patched *p, uint32_t index, bool many)
{
    const gate_evidence_spec *spec = p->evidence->spec;
    if (many) return gate_str_printf(p->arena, GATE_STR_FMT "[%u]", GATE_STR_ARG(spec->name), index);
    if (p->files.len == 1) return p->files.items[0]->path;
    return spec->pattern.len && !gate_glob_special(spec->pattern) ? spec->pattern : spec->name;
}

static bool put_whole(patched *p)
{
    gate_str json = p->patch->json;
    bool many = p->evidence->spec->cardinality == GATE_EACH;
    gate_str path = path_for(p, 0, many);
    p->files.len = 0;
    if (!many) {
        gate_artifact *made = remade(p, NULL, path, json, NULL);
        if (!made) return false;
        gate_vec_push(p->arena, &p->files, made);
        return true;
    }
    size_t at = gate_text_space(json, 0);
    if (at >= json.len || json.ptr[at] != '[')
        return fail(p, gate_str_printf(p->arena, "`" GATE_STR_FMT "` is a list of files, and this is no list",
                                       GATE_STR_ARG(p->evidence->spec->name)));
    gate_text_item item;
    bool more = gate_text_first(json, at, &item);
    for (uint32_t i = 0; more; i++) {
        size_t end = gate_text_value(json, item.value);
        gate_str one = gate_str_dup(p->arena, gate_str_sub(json, item.value, end));
        gate_artifact *made = remade(p, NULL, path_for(p, i, true), one, NULL);
        if (!made) return false;
        gate_vec_push(p->arena, &p->files, made);
        more = gate_text_next(json, end, &item);
    }
    return true;
}

/* ---- the files of an `each` ------------------------------------------------------------------- */

static bool put_series(patched *p)
{
    const gate_patch *patch = p->patch;
    uint32_t had = p->files.len;
    for (uint32_t i = 0; i < patch->series_count; i++) {
        if (i >= had) {
            const gate_artifact *last = p->files.items[i - 1];
            gate_str before = i > 1 ? json_of(p, p->files.items[i - 2]) : (gate_str){0};
            if (!usable(p, last)) return false;
            gate_str path = gate_str_printf(p->arena, GATE_STR_FMT " (%u)",
                                            GATE_STR_ARG(p->files.items[had - 1]->path), i - had + 2);
            gate_artifact *made =
                remade(p, NULL, path, gate_patch_next(p->arena, before, json_of(p, last)), NULL);
            if (!made) return false;
            gate_vec_push(p->arena, &p->files, made);
        }
    }
    for (uint32_t i = 0; i < patch->series_count; i++) {
        gate_patch part = {.kind = patch->series[i].len ? GATE_PATCH_SET : GATE_PATCH_REMOVE,
                           .steps = patch->steps + 1,
                           .count = patch->count - 1,
                           .json = patch->series[i]};
        bool changed = change_file(p, i, &part);
        if (!changed && patch->series[i].len) return false;
    }
    p->files.len = patch->series_count;
    return true;
}

static bool change_each(patched *p)
{
    const gate_patch_step *step = &p->patch->steps[0];
    const char *name = gate_str_z(p->arena, p->evidence->spec->name);
    if (step->way == GATE_PATCH_KEY)
        return fail(p,
                    gate_str_printf(p->arena, "`%s` is a list of files: say which, as in `%s[0]` or `%s[*]`",
                                    name, name, name));
    if (step->way == GATE_PATCH_INDEX && step->index >= p->files.len)
        return fail(p, gate_str_printf(p->arena, "`%s[%zu]` is not there: it has %u file%s", name,
                                       step->index, p->files.len, p->files.len == 1 ? "" : "s"));
    if (step->way == GATE_PATCH_ALL && p->patch->kind == GATE_PATCH_SERIES) return put_series(p);
    uint32_t first = step->way == GATE_PATCH_ALL ? 0 : (uint32_t)step->index;
    uint32_t end = step->way == GATE_PATCH_ALL ? p->files.len : first + 1;
    gate_patch part = *p->patch;
    gate_buf named = gate_buf_new(p->arena);
    gate_buf_c(&named, name);
    gate_patch_path(&named, step, 1);
    part.name = gate_buf_str(&named);
    part.steps++;
    part.count--;
    if (part.count == 0 && part.kind == GATE_PATCH_REMOVE) {
        for (uint32_t i = end; i < p->files.len; i++)
            p->files.items[i - (end - first)] = p->files.items[i];
        p->files.len -= end - first;
        return true;
    }
    for (uint32_t i = first; i < end; i++) {
        if (!change_file(p, i, &part)) return false;
    }
    return true;
}

/* ---- all of it -------------------------------------------------------------------------------- */

/* The files that were read for it, in the order that it has them. */
static void collect(patched *p)
{
    const gate_evidence *from = p->evidence;
    for (uint32_t i = 0; i < from->count; i++)
        gate_vec_push(p->arena, &p->files, from->artifacts[i]);
}

static bool change(patched *p)
{
    const gate_evidence *from = p->evidence;
    if (p->patch->count == 0 && p->patch->kind == GATE_PATCH_SET) return put_whole(p);
    if (p->patch->count == 0) {
        bool there = p->files.len || !from->trouble || !from->trouble->missing;
        p->files.len = 0;
        return there ||
               fail(p, gate_str_printf(p->arena, "`" GATE_STR_FMT "` is not there anyway: " GATE_STR_FMT,
                                       GATE_STR_ARG(from->spec->name), GATE_STR_ARG(from->trouble->text)));
    }
    if (p->files.len == 0)
        return fail(p, from->trouble ? from->trouble->text : GATE_STR("there are no files"));
    return from->spec->cardinality == GATE_EACH ? change_each(p) : change_file(p, 0, p->patch);
}

const gate_evidence *gate_evidence_patch(gate_arena *arena, const gate_reading *reading,
                                         const gate_evidence *evidence, const gate_patch *patch,
                                         gate_str *why)
{
    patched p = {
        .arena = arena, .reading = reading, .evidence = evidence, .patch = patch, .limits = reading->limits};
    collect(&p);
    if (!change(&p)) {
        *why = p.why;
        return NULL;
    }
    bool whole = patch->count == 0;
    if (evidence->spec->cardinality == GATE_LATEST && !whole) {
        /* What was not the newest may be it now. */
        for (uint32_t i = 0; i < evidence->other_count; i++)
            gate_vec_push(arena, &p.files, evidence->others[i]);
    }
    if (p.files.len == 0) return gate_evidence_none(arena, evidence->spec, "the test takes it away");
    gate_evidence *out = GATE_NEW(arena, gate_evidence);
    out->spec = evidence->spec;
    gate_choose(arena, reading, p.files.items, p.files.len, out);
    return out;
}
