/* Records of commands that were run: evidence that nobody typed. */
#include "api/handle.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/utf8.h"
#include "evidence/digest.h"
#include "vm/pattern.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define RECORD_SCHEMA "https://gatec.dev/schema/record-1"
#define LEFT_OUT      "[redacted]"
#define STREAMS       2

struct gatec_record {
    gate_handle base;
    gate_str name;
    gate_str *argv;
    size_t argc, left_out;
    gate_hasher *hashes[STREAMS];
    uint64_t sizes[STREAMS];
};

/* -- arguments ----------------------------------------------------------------------------------------- */

typedef struct patterns {
    const gate_pattern **list;
    size_t count;
} patterns;

static bool read_patterns(gate_handle *handle, const gatec_record_options *options, patterns *out)
{
    gate_diags *diags = &handle->messages.diags;
    bool right = true;
    out->list = GATE_ARRAY(handle->arena, const gate_pattern *, options->redact_count);
    out->count = options->redact_count;
    for (size_t i = 0; i < options->redact_count; i++) {
        gate_str message = GATE_STR(""), text = gate_str_c(options->redact[i]);
        size_t at = 0;
        out->list[i] = gate_pattern_new(handle->arena, text, &message, &at);
        if (out->list[i]) continue;
        gate_buf shown = gate_buf_new(handle->arena);
        gate_buf_visible(&shown, text);
        (void)gate_diag_raise(diags, GATE_D_RECORD_PATTERN, NULL, (gate_span){0, 0},
                              "`" GATE_STR_FMT "` is no regular expression: " GATE_STR_FMT,
                              GATE_STR_ARG(gate_buf_str(&shown)), GATE_STR_ARG(message));
        right = false;
    }
    return right;
}

/* What can't be searched may hold anything, and is left out as well. */
static bool is_secret(gate_arena *arena, const patterns *of, gate_str argument)
{
    if (of->count && gate_utf8_invalid(argument) != SIZE_MAX) return true;
    for (size_t i = 0; i < of->count; i++) {
        if (gate_pattern_match(arena, of->list[i], argument, NULL) != GATE_MATCH_NO) return true;
    }
    return false;
}

static gatec_status begin(gate_handle *handle, void *context)
{
    gatec_record *record = (gatec_record *)(void *)handle;
    const gatec_record_options *options = context;
    patterns secrets = {0};
    if (!read_patterns(handle, options, &secrets)) return GATEC_E_USAGE;
    record->name = gate_str_dup(handle->arena, gate_str_c(options->name));
    record->argv = GATE_ARRAY(handle->arena, gate_str, options->argc);
    record->argc = options->argc;
    for (size_t i = 0; i < options->argc; i++) {
        gate_str argument = gate_str_c(options->argv[i]);
        bool secret = is_secret(handle->arena, &secrets, argument);
        record->argv[i] = secret ? GATE_STR(LEFT_OUT) : gate_str_dup(handle->arena, argument);
        record->left_out += secret;
    }
    for (size_t i = 0; i < STREAMS; i++)
        record->hashes[i] = gate_hasher_new(handle->arena);
    return GATEC_OK;
}

gatec_status gatec_record_new(const gatec_record_options *options, gatec_record **out)
{
    gatec_record_options own = GATEC_RECORD_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options) || own.argc == 0 || !own.argv) return GATEC_E_USAGE;
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_record), begin, &own, &handle);
    *out = (gatec_record *)(void *)handle;
    return status;
}

void gatec_record_free(gatec_record *record)
{
    if (record) gate_handle_free(&record->base);
}

const gatec_messages *gatec_record_messages(const gatec_record *record)
{
    return record ? &record->base.messages : NULL;
}

void gatec_record_output(gatec_record *record, gatec_stream stream, const void *bytes, size_t len)
{
    if (!record || !record->hashes[stream]) return;
    gate_hasher_add(record->hashes[stream], (gate_str){bytes, len});
    record->sizes[stream] += len;
}

/* -- the text ------------------------------------------------------------------------------------------ */

static const struct {
    int number;
    const char *name;
} signal_names[] = {
    {SIGHUP, "SIGHUP"},   {SIGINT, "SIGINT"},   {SIGQUIT, "SIGQUIT"}, {SIGILL, "SIGILL"},
    {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
    {SIGKILL, "SIGKILL"}, {SIGUSR1, "SIGUSR1"}, {SIGSEGV, "SIGSEGV"}, {SIGUSR2, "SIGUSR2"},
    {SIGPIPE, "SIGPIPE"}, {SIGALRM, "SIGALRM"}, {SIGTERM, "SIGTERM"}, {SIGXCPU, "SIGXCPU"},
    {SIGXFSZ, "SIGXFSZ"}, {SIGSYS, "SIGSYS"},
};

typedef struct writing {
    const gatec_record *record;
    const gatec_record_facts *facts;
} writing;

static void put_text(gate_json *json, const char *key, const char *text)
{
    if (!text) return;
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, gate_str_c(text));
}

static void put_signal(gate_json *json, const char *key, int number)
{
    char other[24];
    const char *name = other;
    snprintf(other, sizeof other, "SIG%d", number);
    for (size_t i = 0; i < sizeof signal_names / sizeof signal_names[0]; i++) {
        if (signal_names[i].number == number) name = signal_names[i].name;
    }
    put_text(json, key, name);
}

static void put_command(gate_json *json, const gatec_record *record)
{
    if (record->name.len) {
        gate_json_key(json, GATE_STR("name"));
        gate_json_str(json, record->name);
    }
    gate_json_key(json, GATE_STR("argv"));
    gate_json_open(json, '[');
    for (size_t i = 0; i < record->argc; i++)
        gate_json_str(json, record->argv[i]);
    gate_json_close(json, ']');
    gate_json_key(json, GATE_STR("redacted"));
    gate_json_int(json, (int64_t)record->left_out);
}

static void put_ending(gate_json *json, const gatec_record_facts *facts)
{
    switch (facts->ending) {
    case GATEC_EXITED:
        put_text(json, "outcome", "exited");
        gate_json_key(json, GATE_STR("exit_code"));
        gate_json_int(json, facts->number);
        break;
    case GATEC_KILLED:
        put_text(json, "outcome", "killed");
        put_signal(json, "signal", facts->number);
        break;
    case GATEC_NOT_STARTED:
        put_text(json, "outcome", "not started");
        put_text(json, "error", facts->error);
        break;
    }
    if (facts->interrupted) put_signal(json, "interrupted", facts->interrupted);
}

static void put_moment(gate_json *json, const char *key, gatec_moment at)
{
    char text[40];
    gate_instant instant = {at.seconds, at.nanoseconds / 1000 * 1000};
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, gate_instant_text(text, instant));
}

static void put_stream(gate_json *json, const char *key, const writing *wanted, gatec_stream stream)
{
    char hex[65];
    uint8_t sha256[GATE_SHA256_BYTES];
    gate_hasher_value(wanted->record->hashes[stream], sha256);
    gate_json_key(json, gate_str_c(key));
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("size"));
    gate_json_int(json, (int64_t)wanted->record->sizes[stream]);
    gate_json_key(json, GATE_STR("sha256"));
    gate_json_str(json, gate_sha256_hex(hex, sha256));
    gate_json_key(json, GATE_STR("whole"));
    gate_json_bool(json, !wanted->facts->partial[stream]);
    gate_json_close(json, '}');
}

static gatec_status write_record(gate_buf *out, const void *context)
{
    const writing *wanted = context;
    const gatec_record_facts *facts = wanted->facts;
    gate_json json = gate_json_new(out, 2);
    gate_json_open(&json, '{');
    put_text(&json, "schema", RECORD_SCHEMA);
    put_text(&json, "gatec", gatec_version());
    put_command(&json, wanted->record);
    put_text(&json, "cwd", facts->cwd);
    put_ending(&json, facts);
    put_moment(&json, "started_at", facts->started_at);
    put_moment(&json, "finished_at", facts->finished_at);
    gate_json_key(&json, GATE_STR("duration_s"));
    gate_json_double(&json, round(facts->duration * 1e6) / 1e6);
    if (facts->commit) {
        gate_json_key(&json, GATE_STR("git"));
        gate_json_open(&json, '{');
        put_text(&json, "commit", facts->commit);
        if (facts->clean) {
            gate_json_key(&json, GATE_STR("clean"));
            gate_json_bool(&json, *facts->clean);
        }
        gate_json_close(&json, '}');
    }
    put_text(&json, "host", facts->host);
    put_stream(&json, "stdout", wanted, GATEC_STDOUT);
    put_stream(&json, "stderr", wanted, GATEC_STDERR);
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
    return GATEC_OK;
}

gatec_status gatec_record_render(const gatec_record *record, const gatec_record_facts *facts, gatec_text *out)
{
    gatec_record_facts own = GATEC_RECORD_FACTS_INIT;
    *out = (gatec_text){.bytes = ""};
    if (!record || !record->hashes[0] || !gate_options_take(&own, sizeof own, facts)) return GATEC_E_USAGE;
    writing wanted = {record, &own};
    return gate_text_make(write_record, &wanted, out);
}
