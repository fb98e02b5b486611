/* From what happened to the exit status that says so. */
#include "api/gatec.h"

#include "base/defs.h"

enum {
    EXIT_GO = 0,
    EXIT_NO_GO = 1,
    EXIT_USAGE = 2,
    EXIT_NO_POLICY = 3,
    EXIT_NO_VERDICT = 4,
    EXIT_GO_WITH = 10,
    EXIT_MISSING = 11,
    EXIT_ROLLBACK = 12,
};

const char *gatec_status_text(gatec_status status)
{
    switch (status) {
    case GATEC_OK:
        return "done";
    case GATEC_E_USAGE:
        return "what was asked for is wrong";
    case GATEC_E_INPUT:
        return "the policy or expression cannot be used";
    case GATEC_E_NOMEM:
        return "memory ran out";
    case GATEC_E_LIMIT:
        return "a limit was reached";
    }
    return "unknown";
}

static int exit_of_facts(const gatec_facts *facts, bool detailed)
{
    if (!facts || facts->judged == 0) return EXIT_NO_POLICY;
    if (facts->go) return detailed && facts->with_waivers_or_warnings ? EXIT_GO_WITH : EXIT_GO;
    if (detailed && facts->rollback) return EXIT_ROLLBACK;
    return detailed && facts->only_missing ? EXIT_MISSING : EXIT_NO_GO;
}

int gatec_exit_status(gatec_status status, const gatec_facts *facts, bool detailed)
{
    switch (status) {
    case GATEC_OK:
        return exit_of_facts(facts, detailed);
    case GATEC_E_USAGE:
        return EXIT_USAGE;
    case GATEC_E_INPUT:
        return EXIT_NO_POLICY;
    case GATEC_E_NOMEM:
    case GATEC_E_LIMIT:
        break;
    }
    return EXIT_NO_VERDICT;
}

/* The worst first; a status that is none of ours is worse than all. */
static size_t rank(int status)
{
    static const int worst_first[] = {EXIT_NO_VERDICT, EXIT_NO_POLICY, EXIT_USAGE,   EXIT_ROLLBACK,
                                      EXIT_NO_GO,      EXIT_MISSING,   EXIT_GO_WITH, EXIT_GO};
    for (size_t i = 0; i < GATE_COUNT(worst_first); i++) {
        if (worst_first[i] == status) return i + 1;
    }
    return 0;
}

int gatec_exit_worse(int a, int b)
{
    return rank(a) <= rank(b) ? a : b;
}
