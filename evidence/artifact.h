/* One file of evidence: opened beneath the root, read once, hashed and parsed from the same bytes.
 *
 * An artifact is never half there: either it has a root datum, or a trouble that says why not. It
 * lives in the bundle's arena. */
#ifndef GATE_EVIDENCE_ARTIFACT_H
#define GATE_EVIDENCE_ARTIFACT_H

#include "base/diag.h"
#include "base/instant.h"
#include "evidence/datum.h"

/* How many files an evidence is. */
typedef enum gate_cardinality {
    GATE_PLAIN,  /* exactly one file */
    GATE_LATEST, /* the newest by a time inside the file */
    GATE_EACH,   /* all, oldest first */
} gate_cardinality;

/* Why an evidence, or one file of it, has no value. */
typedef struct gate_trouble {
    bool missing;    /* true: it is not there (absent, stale, no candidate); false: it is there and unusable */
    gate_code code;  /* E05xx */
    gate_str text;   /* one line, whole by itself: "a.json:3:5: the key `overall_status` is there twice (first at 2:3)" */
    gate_place place; /* line 0 when there is none */
} gate_trouble;

/* Byte [json] of the JSON text that a reader made, and the byte of the file that it stands for; it holds
 * for what follows, up to the next mark. */
typedef struct gate_mark {
    uint32_t json, text;
} gate_mark;

typedef struct gate_artifact {
    gate_str path;    /* as shown: relative to the root with `/`, or as it was bound by hand; `-` for standard input */
    gate_str text;    /* the bytes; empty for the reader `file` (hashed in a stream, not kept) */
    gate_str json;    /* the JSON text that a reader made of a text in another format; else empty */
    const gate_mark *marks; /* where its values stand in the text, in the order of [json] */
    uint32_t mark_count;
    bool verbatim;    /* what follows a mark stands in the text byte by byte, not all at one place */
    uint64_t size;    /* bytes */
    uint8_t sha256[32];
    bool read;        /* size and sha256 are known */
    gate_datum root;  /* node NULL when there is a trouble */
    const gate_trouble *trouble;
    bool by_hand;     /* bound with -e */
    gate_instant time; /* the declared time of this file, where `by` or `fresh … by` names one */
    bool has_time;
} gate_artifact;

/* What may be read. All have defaults (gate_limits_default). */
typedef struct gate_limits {
    size_t file_bytes;    /* 64 MiB */
    uint32_t depth;       /* 256: nesting of arrays and objects */
    size_t values;        /* values in one artifact; 33,554,432: as many as a file of that size can hold */
    uint32_t files;       /* files that one evidence may match; 10,000 */
    uint64_t stream_bytes; /* 4 GiB: a file that is only hashed, by the reader `file` */
} gate_limits;

gate_limits gate_limits_default(void);

#endif
