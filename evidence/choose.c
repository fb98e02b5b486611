#include "evidence/choose.h"

#include "evidence/clock.h"
#include "evidence/trouble.h"

#include <stdlib.h>

typedef struct chooser {
    gate_arena *arena;
    const gate_reading *reading;
    const gate_evidence_spec *spec;
    gate_clock by, fresh;
} chooser;

/* An artifact has a root or a trouble, never both. */
static void spoil(gate_artifact *artifact, const gate_trouble *trouble)
{
    if (!trouble || artifact->trouble) return;
    artifact->trouble = trouble;
    artifact->root = (gate_datum){NULL};
}

/* The file as this evidence sees it, with the time that `by` names. */
static gate_artifact *dated(const chooser *c, gate_artifact *file)
{
    const gate_evidence_spec *spec = c->spec;
    if (file->trouble || (spec->by.count == 0 && !spec->has_fresh)) return file;
    gate_artifact *mine = GATE_NEW(c->arena, gate_artifact);
    *mine = *file;
    if (spec->by.count == 0) return mine;
    const gate_trouble *trouble = gate_time_read(c->arena, &c->by, mine, &mine->time);
    mine->has_time = !trouble;
    /* One file needs no order. */
    if (spec->cardinality != GATE_PLAIN) spoil(mine, trouble);
    return mine;
}

/* Spoils what is too old, from the future, or of an age that cannot be told. */
static void judge_age(const chooser *c, gate_artifact *mine)
{
    if (!c->spec->has_fresh || mine->trouble) return;
    gate_instant at = {0, 0};
    const gate_trouble *trouble = gate_time_read(c->arena, &c->fresh, mine, &at);
    if (!trouble && !mine->has_time) {
        mine->time = at;
        mine->has_time = true;
    }
    spoil(mine, trouble ? trouble : gate_time_judge(c->arena, c->spec, c->reading, mine->path, at));
}

static void only(const chooser *c, gate_artifact *mine, gate_evidence *out)
{
    judge_age(c, mine);
    out->artifacts = gate_arena_copy(c->arena, &mine, sizeof(gate_artifact *));
    out->count = 1;
    out->trouble = mine->trouble;
}

static int by_path(const gate_artifact *a, const gate_artifact *b)
{
    return gate_str_cmp(a->path, b->path);
}

static int oldest_first(const void *left, const void *right)
{
    const gate_artifact *a = *(gate_artifact *const *)left, *b = *(gate_artifact *const *)right;
    if (!a->trouble != !b->trouble) return a->trouble ? 1 : -1;
    if (a->trouble || !a->has_time || !b->has_time) return by_path(a, b);
    int order = gate_instant_cmp(a->time, b->time);
    return order ? order : by_path(a, b);
}

static int newest_first(const void *left, const void *right)
{
    const gate_artifact *a = *(gate_artifact *const *)left, *b = *(gate_artifact *const *)right;
    int order = gate_instant_cmp(b->time, a->time);
    return order ? order : by_path(a, b);
}

/* Why none of [mine] is the newest; NULL when one is, then the first. */
static const gate_trouble *no_newest(const chooser *c, gate_artifact **mine, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const gate_trouble *why = mine[i]->trouble;
        if (!why) continue;
        if (count == 1) return why;
        return gate_trouble_error(c->arena, GATE_D_EVIDENCE_CANDIDATE,
                                  "the newest of %u files cannot be told: " GATE_STR_FMT, count,
                                  GATE_STR_ARG(why->text));
    }
    if (count > 1) qsort(mine, count, sizeof *mine, newest_first);
    if (count == 1 || gate_instant_cmp(mine[0]->time, mine[1]->time) != 0) return NULL;
    char text[40];
    gate_str a = gate_shown(c->arena, mine[0]->path), b = gate_shown(c->arena, mine[1]->path);
    gate_str at = gate_instant_text(text, mine[0]->time), name = gate_field_text(c->arena, &c->spec->by);
    return gate_trouble_error(c->arena, GATE_D_EVIDENCE_TIE,
                              GATE_STR_FMT " and " GATE_STR_FMT " are equally new: `" GATE_STR_FMT
                                           "` is " GATE_STR_FMT " in both",
                              GATE_STR_ARG(a), GATE_STR_ARG(b), GATE_STR_ARG(name), GATE_STR_ARG(at));
}

static void latest(const chooser *c, gate_artifact **mine, uint32_t count, gate_evidence *out)
{
    const gate_trouble *trouble = no_newest(c, mine, count);
    if (!trouble || count == 1) {
        only(c, mine[0], out);
        mine++;
        count--;
    } else {
        out->trouble = trouble;
    }
    out->others = mine;
    out->other_count = count;
}

void gate_choose(gate_arena *arena, const gate_reading *reading, gate_artifact **files, uint32_t count,
                 gate_evidence *out)
{
    const gate_evidence_spec *spec = out->spec;
    chooser c = {.arena = arena,
                 .reading = reading,
                 .spec = spec,
                 .by = gate_clock_new(arena, &spec->by),
                 .fresh = gate_clock_new(arena, &spec->fresh_by)};
    gate_artifact **mine = GATE_ARRAY(arena, gate_artifact *, count);
    for (uint32_t i = 0; i < count; i++)
        mine[i] = dated(&c, files[i]);
    switch (spec->cardinality) {
    case GATE_PLAIN:
        only(&c, mine[0], out);
        break;
    case GATE_LATEST:
        latest(&c, mine, count, out);
        break;
    case GATE_EACH:
        for (uint32_t i = 0; i < count; i++)
            judge_age(&c, mine[i]);
        if (count > 1) qsort(mine, count, sizeof *mine, oldest_first);
        out->artifacts = mine;
        out->count = count;
        break;
    }
}
