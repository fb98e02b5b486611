/* The named evidence of one run: finds the files, reads them, judges age and order, and owns all
 * that was read. Knows nothing of policies beyond the specification it is handed. */
#ifndef GATE_EVIDENCE_BUNDLE_H
#define GATE_EVIDENCE_BUNDLE_H

#include "base/zone.h"
#include "evidence/artifact.h"

/* A path of keys into an artifact, for times. */
typedef struct gate_field {
    const gate_str *segments;
    uint32_t count;      /* 0: none was declared */
    gate_str zone;       /* "" (the text says its zone), "UTC", a zone name, "epoch" or "epoch-ms" */
} gate_field;

/* What a policy declares of one evidence; borrowed for the bundle's life. */
typedef struct gate_evidence_spec {
    gate_str name;
    gate_cardinality cardinality;
    bool optional;
    gate_str pattern;    /* path or glob relative to the root, parameters already put in */
    gate_str reader;     /* "json", "file", "ndjson", "junit", "cobertura", "lcov" */
    gate_field by;       /* order of each and latest */
    bool has_fresh;
    gate_duration fresh; /* older than this at `now` is missing */
    gate_field fresh_by;
    gate_str bound;      /* -e NAME=FILE: this file instead ("-" is standard input); empty: not bound */
} gate_evidence_spec;

/* One evidence after reading. */
typedef struct gate_evidence {
    const gate_evidence_spec *spec;
    gate_artifact **artifacts; /* PLAIN and LATEST: the one that counts, if any; EACH: all, in order, troubled ones among them */
    uint32_t count;
    gate_artifact **others;    /* LATEST: candidates that were read and are older, for provenance */
    uint32_t other_count;
    const gate_trouble *trouble; /* of the whole evidence; NULL when it has a value. For EACH a troubled element is no trouble of the whole */
} gate_evidence;

typedef struct gate_reading {
    gate_str root;       /* folder; "" is the working directory */
    bool allow_outside;
    gate_instant now;
    bool has_now;        /* false (tests without `now`): a `fresh within` is then a trouble that says so */
    gate_limits limits;
    int stdin_fd;        /* for "-"; -1 when standard input may not be read */
} gate_reading;

typedef struct gate_bundle gate_bundle;

/* An empty bundle in [arena], which then owns everything that is read. [reading] is borrowed. */
gate_bundle *gate_bundle_new(gate_arena *arena, const gate_reading *reading);

/* Reads one evidence; never fails: what is wrong is in the result's troubles. A file that two
 * evidences name is read once. Lives in the bundle. An artifact of the result may be a copy of the
 * bundle's own, with the time and the trouble (stale, say) that it has for this evidence alone. */
const gate_evidence *gate_bundle_read(gate_bundle *bundle, const gate_evidence_spec *spec);

/* Binds JSON text under a name without any file (gatec eval --json, tests): one artifact bound by hand,
 * its path spec->bound, or spec->name where that is empty. The text is copied. */
const gate_evidence *gate_bundle_text(gate_bundle *bundle, const gate_evidence_spec *spec, gate_str json);

/* Every artifact that was opened, in order, for provenance: as it was read, before any evidence judged
 * its age. What was not there is not among them. */
uint32_t gate_bundle_artifact_count(const gate_bundle *bundle);
const gate_artifact *gate_bundle_artifact(const gate_bundle *bundle, uint32_t index);

#endif
