/* Runs `gatec check`'s arguments (POLICY, --root, --now, -p, -e; others are passed over) in both modes,
 * with the units used held against the policy's bound. Ends with 1 where a run used more. */
#include "api/gatec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 64

typedef struct arguments {
    const char *policy;
    gatec_check_options options;
    gatec_setting settings[MOST];
    gatec_binding bindings[MOST];
} arguments;

static const char *cut(char *text)
{
    char *equals = strchr(text, '=');
    if (!equals) exit(2);
    *equals = '\0';
    return equals + 1;
}

static const char *environment(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

static void read_arguments(arguments *a, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool valued = i + 1 < argc;
        if (valued && strcmp(argv[i], "--root") == 0) {
            a->options.root = argv[++i];
        } else if (valued && strcmp(argv[i], "--now") == 0) {
            a->options.now = argv[++i];
        } else if (valued && (strcmp(argv[i], "-p") == 0 || strcmp(argv[i], "--param") == 0)) {
            gatec_setting *setting = &a->settings[a->options.setting_count++];
            setting->value = cut(argv[++i]);
            setting->name = argv[i];
        } else if (valued && (strcmp(argv[i], "-e") == 0 || strcmp(argv[i], "--evidence") == 0)) {
            gatec_binding *binding = &a->bindings[a->options.binding_count++];
            binding->file = cut(argv[++i]);
            binding->name = argv[i];
        } else if (argv[i][0] != '-') {
            a->policy = argv[i];
        }
        if (a->options.setting_count == MOST || a->options.binding_count == MOST) exit(2);
    }
    a->options.settings = a->settings;
    a->options.bindings = a->bindings;
    a->options.getenv = environment;
    a->options.audit = true;
}

static int show(const gatec_messages *messages)
{
    gatec_message message;
    for (size_t i = 0; gatec_messages_at(messages, i, &message); i++) {
        if (message.error) printf("%s %s\n", message.code, message.text);
    }
    return 1;
}

int main(int argc, char **argv)
{
    static arguments a;
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    gatec_policy_options source = GATEC_POLICY_OPTIONS_INIT;
    gatec_policy *policy = NULL;
    a.options = options;
    read_arguments(&a, argc, argv);
    source.path = a.policy;
    int bad = gatec_policy_load(&source, &policy) == GATEC_OK ? 0 : show(gatec_policy_messages(policy));
    for (int mode = 0; mode < 2 && !bad; mode++) {
        gatec_verdict *verdict = NULL;
        a.options.mode = mode ? GATEC_DECIDING : GATEC_EXPLAINING;
        /* Some recipes show what is refused: that costs nothing. */
        if (gatec_check(policy, &a.options, &verdict) == GATEC_E_LIMIT)
            bad = show(gatec_verdict_messages(verdict));
        gatec_verdict_free(verdict);
    }
    gatec_policy_free(policy);
    return bad;
}
