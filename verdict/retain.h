/* Retention: which folders of a store the rules keep, and which may go (language.md, section 7). Pure;
 * removing is the command's. */
#ifndef GATE_VERDICT_RETAIN_H
#define GATE_VERDICT_RETAIN_H

#include "base/instant.h"
#include "vm/trace.h"

typedef enum gate_keep_kind { GATE_KEEP_LAST, GATE_KEEP_FOR, GATE_KEEP_WHERE } gate_keep_kind;

typedef struct gate_keep_rule {
    gate_keep_kind kind;
    uint32_t count;  /* LAST */
    int64_t seconds; /* FOR */
    bool has_per;
} gate_keep_rule;

/* What one rule says of one folder. */
typedef struct gate_keep_fact {
    gate_outcome where; /* TRUE without a `where` */
    bool has_group;
    gate_str group; /* text of `per`; has_group false: it has no definite value */
} gate_keep_fact;

typedef struct gate_store_folder {
    gate_str path;
    bool readable; /* its file has a value */
    bool has_time;
    gate_instant time;           /* of `by` */
    const gate_keep_fact *facts; /* by rule */
} gate_store_folder;

typedef struct gate_keep_decision {
    bool keep;
    uint32_t rule;   /* the first that keeps it; GATE_NO */
    gate_str reason; /* "among the last 10 where …", "no definite status", "its place in the order is tied" */
    bool unspoken;   /* no rule's `where` is true of it */
    bool indefinite; /* kept because something of it has no definite value */
} gate_keep_decision;

/* Decides every folder for one retain block. [applies] is the block's `only if`: where it is not TRUE
 * all folders are kept. A rule keeps at least what it says: whoever has no definite `where`, `per`, time
 * (where the rule needs one) or a tied place at the edge of `last N` is kept. [shortfall] gets, per rule of
 * kind LAST, by how many folders the store holds fewer than the rule asks for. */
void gate_retain_judge(gate_arena *arena, const gate_store_folder *folders, uint32_t count,
                       const gate_keep_rule *rules, uint32_t rule_count, gate_outcome applies,
                       gate_instant now, gate_keep_decision *out, uint32_t *shortfall);

#endif
