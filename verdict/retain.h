/* Retention: which folders of a store the rules keep, and which may go (language.md, section 7). Pure:
 * facts in, a plan out. Removing is the command's; so is putting the plans of several blocks together
 * (a folder goes only where no block keeps it). */
#ifndef GATE_VERDICT_RETAIN_H
#define GATE_VERDICT_RETAIN_H

#include "base/instant.h"
#include "vm/trace.h"

typedef enum gate_keep_kind { GATE_KEEP_LAST, GATE_KEEP_FOR, GATE_KEEP_WHERE } gate_keep_kind;

typedef struct gate_keep_rule {
    gate_keep_kind kind;
    uint32_t count;  /* LAST */
    int64_t seconds; /* FOR */
    bool has_per;    /* LAST: of each group by itself */
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
    const gate_keep_fact *facts; /* by rule; may be NULL where it is not readable */
} gate_store_folder;

typedef struct gate_keep_decision {
    bool keep;
    uint32_t rule; /* the first that keeps it; GATE_NO */
    gate_str
        reason;    /* "among the last 10", "older than 30d", "its place in the order is tied"; never empty */
    bool unspoken; /* it is readable, and every rule's `where` is false of it */
    bool indefinite; /* kept, and by no rule, because something of it has no definite value */
} gate_keep_decision;

/* Decides every folder for one retain block. [applies] is the block's `only if`: where it is not TRUE
 * all folders are kept, as they are where there are no rules.
 *
 * A rule keeps, of the folders of which its `where` is true: LAST the newest [count] (of each group),
 * FOR those at most [seconds] old at [now], WHERE all. Beyond that a folder is kept that has no definite
 * value: one that can't be read, has no time where any rule needs one (LAST, FOR), of which a rule's
 * `where` is missing or in error, that a rule with `per` speaks of and can't put in a group, or whose
 * place in the order of a LAST rule is tied and not within the last [count] whichever way. Such folders never
 * take the place of another among the last [count], as they may not belong there: a rule keeps at least what
 * it says.
 *
 * [shortfall] gets, per rule of kind LAST, by how many folders that it certainly speaks of the store holds
 * fewer than it asks for, summed over the groups there are (one, where there is none); 0 for other
 * rules, and where the block does not apply. */
void gate_retain_judge(gate_arena *arena, const gate_store_folder *folders, uint32_t count,
                       const gate_keep_rule *rules, uint32_t rule_count, gate_outcome applies,
                       gate_instant now, gate_keep_decision *out, uint32_t *shortfall);

#endif
