#include "evidence/bundle.h"

#include "base/glob.h"
#include "base/map.h"
#include "base/suggest.h"
#include "evidence/choose.h"
#include "evidence/digest.h"
#include "evidence/json.h"
#include "evidence/reader.h"
#include "evidence/trouble.h"
#include "evidence/walk.h"

#define LISTED 5 /* files named when too many match */

struct gate_bundle {
    gate_arena *arena;
    const gate_reading *reading;
    gate_root *root;
    gate_map read; /* what was read already, by reader, base and path */
    GATE_VEC(gate_artifact *) opened;
    bool stdin_taken;
};

gate_bundle *gate_bundle_new(gate_arena *arena, const gate_reading *reading)
{
    gate_bundle *bundle = GATE_NEW(arena, gate_bundle);
    bundle->arena = arena;
    bundle->reading = reading;
    bundle->root = gate_root_new(arena, reading->root, reading->allow_outside);
    bundle->read = gate_map_new(arena);
    return bundle;
}

uint32_t gate_bundle_artifact_count(const gate_bundle *bundle)
{
    return bundle->opened.len;
}

const gate_artifact *gate_bundle_artifact(const gate_bundle *bundle, uint32_t index)
{
    return bundle->opened.items[index];
}

/* Hashes the artifact's text and reads it, both at once where that pays. */
static const gate_trouble *take_text(gate_bundle *bundle, const gate_reader *reader, gate_artifact *artifact)
{
    artifact->size = artifact->text.len;
    artifact->read = true;
    gate_digest *digest = gate_digest_start(bundle->arena, artifact->text, artifact->sha256);
    const gate_trouble *trouble = reader->read(bundle->arena, &bundle->reading->limits, artifact);
    gate_digest_finish(digest);
    return trouble;
}

static const gate_trouble *take_file(gate_bundle *bundle, const gate_reader *reader, gate_base base,
                                     gate_artifact *artifact)
{
    const gate_limits *limits = &bundle->reading->limits;
    if (reader->keeps) {
        const gate_trouble *trouble =
            gate_file_read(bundle->root, base, artifact->path, limits->file_bytes, &artifact->text);
        return trouble ? trouble : take_text(bundle, reader, artifact);
    }
    const gate_trouble *trouble = gate_file_digest(bundle->root, base, artifact->path, limits->stream_bytes,
                                                   &artifact->size, artifact->sha256);
    artifact->read = !trouble;
    return trouble ? trouble : reader->read(bundle->arena, limits, artifact);
}

static const gate_trouble *take_stdin(gate_bundle *bundle, const gate_reader *reader, gate_artifact *artifact)
{
    const gate_limits *limits = &bundle->reading->limits;
    int fd = bundle->reading->stdin_fd;
    if (fd < 0 || bundle->stdin_taken)
        return gate_trouble_error(bundle->arena, GATE_D_EVIDENCE_STDIN,
                                  fd < 0 ? "standard input may not be read here"
                                         : "standard input was read for another evidence already");
    bundle->stdin_taken = true;
    if (reader->keeps) {
        const gate_trouble *trouble =
            gate_stream_read(bundle->root, fd, artifact->path, limits->file_bytes, &artifact->text);
        return trouble ? trouble : take_text(bundle, reader, artifact);
    }
    const gate_trouble *trouble = gate_stream_digest(bundle->root, fd, artifact->path, limits->stream_bytes,
                                                     &artifact->size, artifact->sha256);
    artifact->read = !trouble;
    return trouble ? trouble : reader->read(bundle->arena, limits, artifact);
}

static gate_artifact *artifact_new(gate_bundle *bundle, gate_str path, bool by_hand)
{
    gate_artifact *artifact = GATE_NEW(bundle->arena, gate_artifact);
    artifact->path = path;
    artifact->by_hand = by_hand;
    return artifact;
}

/* Notes the outcome of reading. What was not there was not opened. */
static void settle(gate_bundle *bundle, gate_artifact *artifact, const gate_trouble *trouble)
{
    artifact->trouble = trouble;
    if (trouble) artifact->root = (gate_datum){NULL};
    if (!trouble || !trouble->missing) gate_vec_push(bundle->arena, &bundle->opened, artifact);
}

/* The file at [path], read now or before. Never NULL. */
static gate_artifact *fetch(gate_bundle *bundle, const gate_reader *reader, gate_base base, gate_str path)
{
    bool by_hand = base == GATE_BASE_WORKING;
    gate_str key = gate_str_printf(bundle->arena, "%.*s %c %.*s", GATE_STR_ARG(reader->name),
                                   by_hand ? 'h' : 'r', GATE_STR_ARG(path));
    gate_artifact *artifact = gate_map_get(&bundle->read, key);
    if (artifact) return artifact;
    artifact = artifact_new(bundle, path, by_hand);
    settle(bundle, artifact, take_file(bundle, reader, base, artifact));
    (void)gate_map_put(&bundle->read, key, artifact);
    return artifact;
}

static const gate_trouble *several(gate_bundle *bundle, gate_str pattern, const gate_paths *paths)
{
    gate_arena *arena = bundle->arena;
    gate_str shown = gate_shown(arena, pattern);
    gate_buf out = gate_buf_new(arena);
    for (uint32_t i = 0; i < paths->len && i < LISTED; i++) {
        gate_str path = gate_shown(arena, paths->items[i]);
        gate_buf_c(&out, i ? ", " : "");
        gate_buf_add(&out, path);
    }
    if (paths->len > LISTED) gate_buf_printf(&out, " and %u more", paths->len - LISTED);
    gate_str list = gate_buf_str(&out);
    return gate_trouble_error(arena, GATE_D_EVIDENCE_MANY,
                              "`" GATE_STR_FMT "` matches %u files where one is wanted: " GATE_STR_FMT,
                              GATE_STR_ARG(shown), paths->len, GATE_STR_ARG(list));
}

/* The paths that a specification's pattern stands for; at least one, or a trouble. */
static const gate_trouble *find(gate_bundle *bundle, const gate_evidence_spec *spec, gate_paths *out)
{
    gate_arena *arena = bundle->arena;
    if (!gate_glob_special(spec->pattern)) {
        gate_vec_push(arena, out, gate_path_plain(arena, spec->pattern));
        return NULL;
    }
    const gate_trouble *trouble = gate_walk(bundle->root, spec->pattern, bundle->reading->limits.files, out);
    if (trouble) return trouble;
    if (out->len == 0) {
        gate_str shown = gate_shown(arena, spec->pattern);
        return gate_trouble_missing(arena, GATE_D_EVIDENCE_NO_MATCH, "no file matches `" GATE_STR_FMT "`",
                                    GATE_STR_ARG(shown));
    }
    return spec->cardinality == GATE_PLAIN && out->len > 1 ? several(bundle, spec->pattern, out) : NULL;
}

/* From files to the evidence. A single file that is not there is nothing, not a troubled something. */
static void conclude(gate_bundle *bundle, gate_artifact **files, uint32_t count, gate_evidence *out)
{
    if (count == 1 && files[0]->trouble && files[0]->trouble->missing)
        out->trouble = files[0]->trouble;
    else
        gate_choose(bundle->arena, bundle->reading, files, count, out);
}

static void read_bound(gate_bundle *bundle, const gate_reader *reader, gate_evidence *out)
{
    gate_str path = out->spec->bound;
    gate_artifact *artifact = NULL;
    if (gate_str_eq_c(path, "-")) {
        artifact = artifact_new(bundle, path, true);
        settle(bundle, artifact, take_stdin(bundle, reader, artifact));
    } else {
        artifact = fetch(bundle, reader, GATE_BASE_WORKING, path);
    }
    conclude(bundle, &artifact, 1, out);
}

static const gate_trouble *unknown_reader(gate_bundle *bundle, gate_str name)
{
    gate_suggest near = gate_suggest_new(name);
    for (uint32_t i = 0; i < gate_reader_count(); i++)
        gate_suggest_offer(&near, gate_reader_at(i)->name);
    gate_str shown = gate_shown(bundle->arena, name);
    return gate_trouble_error(bundle->arena, GATE_D_EVIDENCE_READER,
                              "unknown reader `" GATE_STR_FMT "`%s%.*s%s", GATE_STR_ARG(shown),
                              near.best.len ? "; did you mean `" : "", GATE_STR_ARG(near.best),
                              near.best.len ? "`?" : "");
}

const gate_evidence *gate_bundle_read(gate_bundle *bundle, const gate_evidence_spec *spec)
{
    gate_evidence *out = GATE_NEW(bundle->arena, gate_evidence);
    out->spec = spec;
    const gate_reader *reader = gate_reader_find(spec->reader);
    if (!reader) {
        out->trouble = unknown_reader(bundle, spec->reader);
        return out;
    }
    if (spec->bound.len) {
        read_bound(bundle, reader, out);
        return out;
    }
    gate_paths paths = {0};
    out->trouble = find(bundle, spec, &paths);
    if (out->trouble) return out;
    gate_artifact **files = GATE_ARRAY(bundle->arena, gate_artifact *, paths.len);
    for (uint32_t i = 0; i < paths.len; i++)
        files[i] = fetch(bundle, reader, GATE_BASE_ROOT, paths.items[i]);
    conclude(bundle, files, paths.len, out);
    return out;
}

const gate_evidence *gate_bundle_text(gate_bundle *bundle, const gate_evidence_spec *spec, gate_str json)
{
    gate_evidence *out = GATE_NEW(bundle->arena, gate_evidence);
    out->spec = spec;
    gate_artifact *artifact = artifact_new(bundle, spec->bound.len ? spec->bound : spec->name, true);
    artifact->text = gate_str_dup(bundle->arena, json);
    settle(bundle, artifact, take_text(bundle, gate_reader_find(GATE_STR("json")), artifact));
    conclude(bundle, &artifact, 1, out);
    return out;
}
