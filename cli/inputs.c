#include "cli/inputs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *keep(cli_inputs *inputs, const char *text, size_t len)
{
    char *copy = cli_copy(text, len);
    inputs->copies[inputs->copy_count++] = copy;
    return copy;
}

/* The value behind the `=`, and the name before it; NULL with a message. */
static const char *split(cli_inputs *inputs, const cli_given *given, const char **name)
{
    const char *equals = strchr(given->value, '=');
    if (!equals || equals == given->value) {
        cli_complain("`--%s` wants %s, not `%s`", given->option->name, given->option->value, given->value);
        return NULL;
    }
    *name = keep(inputs, given->value, (size_t)(equals - given->value));
    return equals + 1;
}

const char *cli_reader_of(const char *file, size_t *len)
{
    const char *colon = strrchr(file, ':'), *name, *summary;
    *len = strlen(file);
    for (size_t i = 0; colon && gatec_reader(i, &name, &summary); i++) {
        if (strcmp(colon + 1, name) != 0) continue;
        *len = (size_t)(colon - file);
        return name;
    }
    return NULL;
}

static bool take(cli_inputs *inputs, const cli_given *given, bool readers)
{
    const char *name = NULL, *option = given->option->name;
    bool setting = strcmp(option, "param") == 0, file = strcmp(option, "evidence") == 0;
    if (!setting && !file && strcmp(option, "json") != 0) return true;
    const char *value = split(inputs, given, &name);
    if (!value) return false;
    if (setting) {
        inputs->settings[inputs->setting_count++] = (gatec_setting){name, value};
        return true;
    }
    gatec_binding binding = {.name = name};
    if (file) {
        size_t len = strlen(value);
        if (readers) binding.reader = cli_reader_of(value, &len);
        binding.file = keep(inputs, value, len);
        if (len == 0) {
            cli_complain("`--%s %s` names no file", option, given->value);
            return false;
        }
        if (strcmp(binding.file, "-") == 0 && isatty(STDIN_FILENO))
            cli_complain("`%s` is read from the terminal; end it with Ctrl-D", name);
    } else {
        binding.json = value;
        binding.json_len = strlen(value);
    }
    inputs->bindings[inputs->binding_count++] = binding;
    return true;
}

bool cli_inputs_read(cli_inputs *out, const cli_args *args, bool readers)
{
    size_t most = args->given_count;
    *out = (cli_inputs){.settings = cli_array(most, sizeof(gatec_setting)),
                        .bindings = cli_array(most, sizeof(gatec_binding)),
                        .copies = cli_array(2 * most, sizeof(char *))};
    for (size_t i = 0; i < args->given_count; i++) {
        if (!take(out, &args->given[i], readers)) return false;
    }
    return true;
}

void cli_inputs_free(cli_inputs *inputs)
{
    for (size_t i = 0; i < inputs->copy_count; i++)
        cli_free(inputs->copies[i]);
    cli_free(inputs->copies);
    cli_free(inputs->settings);
    cli_free(inputs->bindings);
}

const char *cli_getenv(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}
