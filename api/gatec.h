/* gatec as a library: compiles release policies, judges evidence by them, and renders the verdict.
 *
 * Three kinds of handles, each freed by its own function and by nothing else:
 *
 *     gatec_policy   a compiled policy: immutable, for any number of checks in any number of threads
 *     gatec_verdict  what one check found; borrows its policy, which must outlive it
 *     gatec_value    what one expression came to
 *
 * A call that makes a handle gives one even when it fails, so that its messages can be read; it is NULL
 * only when memory runs out, or the options are none. NULL may be given to every function that takes a
 * handle: it has no messages, and nothing in it.
 *
 * Options are structs that begin with their own size: `gatec_check_options options =
 * GATEC_CHECK_OPTIONS_INIT;` and set what is wanted. All that they point to is borrowed for the call
 * only. A text is UTF-8.
 *
 * The library prints nothing, ends no process, reads no environment and no clock but where an option
 * says so, holds no state of its own, and installs no allocator. It opens the files that it is told to,
 * those that a policy imports, and the evidence that a policy reads; nothing else. */
#ifndef GATEC_H
#define GATEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GATEC_API __attribute__((visibility("default")))

/* How a call ended. The messages of the handle say more. */
typedef enum gatec_status {
    GATEC_OK,
    GATEC_E_USAGE, /* what was asked for is wrong: an option, a parameter, a binding */
    GATEC_E_INPUT, /* the policy or the expression: it cannot be read, does not compile, or is too old */
    GATEC_E_NOMEM, /* memory ran out; there is no handle */
    GATEC_E_LIMIT, /* a limit of gatec's own was reached */
} gatec_status;

/* One line about a status, lower case: "memory ran out". Static. */
GATEC_API const char *gatec_status_text(gatec_status status);

/* A text that the library made, with a NUL behind it at bytes[len]. Owned by the caller, who frees it
 * with [gatec_text_free]; [memory] is the library's. */
typedef struct gatec_text {
    const char *bytes;
    size_t len;
    void *memory;
} gatec_text;

/* Frees the text and empties it. An empty text is allowed. */
GATEC_API void gatec_text_free(gatec_text *text);

/* -- messages ------------------------------------------------------------------------------------ */

/* What a call has to say: errors and warnings, each with its code and its place in a source. Belongs to
 * the handle it was got from and lives as long. */
typedef struct gatec_messages gatec_messages;

GATEC_API uint32_t gatec_messages_errors(const gatec_messages *messages);
GATEC_API uint32_t gatec_messages_warnings(const gatec_messages *messages);

typedef enum gatec_messages_form {
    GATEC_MESSAGES_TEXT,  /* with the source's line and carets */
    GATEC_MESSAGES_COLOR, /* the same with terminal colours */
    GATEC_MESSAGES_JSON,  /* an array of objects */
} gatec_messages_form;

/* All of them in [*out], errors and warnings in the order of their places; empty when there are none. */
GATEC_API gatec_status gatec_messages_render(const gatec_messages *messages, gatec_messages_form form,
                                             gatec_text *out);

/* One message: [code] is "E0301"; [file] and [line] (from 1) where it points, "" and 0 when it is about
 * no place. The texts live as long as the handle. */
typedef struct gatec_message {
    const char *code;
    bool error;
    const char *text;
    const char *file;
    uint32_t line, column;
} gatec_message;

/* Fills [*out] with the message at [index]; false when there is none. At most 20 errors and 20 warnings
 * are kept. */
GATEC_API bool gatec_messages_at(const gatec_messages *messages, size_t index, gatec_message *out);

/* -- policies ------------------------------------------------------------------------------------ */

typedef struct gatec_policy gatec_policy;

typedef struct gatec_policy_options {
    size_t size;
    const char *path; /* a `.gate` source or a compiled `.gbc`, told apart by content; NULL: [text] */
    const char *text; /* the same in memory; need not end in a NUL */
    size_t text_len;
    const char *name;  /* with [text]: its name in messages and verdicts, and where its imports count from */
    bool accept_older; /* a compiled policy is taken though its source has changed since */
} gatec_policy_options;
#define GATEC_POLICY_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_policy_options), NULL, NULL, 0, NULL, false                                             \
    }

/* Compiles a policy, or reads a compiled one, and verifies it. Imports are read relative to the file that
 * imports them: regular files of at most 1 MiB.
 *
 * GATEC_E_INPUT, with messages, when the file cannot be read, does not compile, is no compiled policy of
 * this version or is damaged; or when it is compiled and a source that it was made from (by the path that
 * was compiled, relative to the working directory) is there and no longer the same. */
GATEC_API gatec_status gatec_policy_load(const gatec_policy_options *options, gatec_policy **out);
GATEC_API void gatec_policy_free(gatec_policy *policy);

GATEC_API const gatec_messages *gatec_policy_messages(const gatec_policy *policy);

/* True when it compiled: only then it can be checked. */
GATEC_API bool gatec_policy_ready(const gatec_policy *policy);
/* The name in its `policy` header, "" when it has none, or did not compile. Lives with the policy. */
GATEC_API const char *gatec_policy_name(const gatec_policy *policy);
/* How many blocks it has: a file without a policy header may have none. */
GATEC_API uint32_t gatec_policy_blocks(const gatec_policy *policy);

/* How many of its blocks a check judges: all but those of retention. */
GATEC_API uint32_t gatec_policy_checks(const gatec_policy *policy);
/* Has it the block, or the row, that [name], `block` or `block.row`, asks for? */
GATEC_API bool gatec_policy_has(const gatec_policy *policy, const char *name);

/* The names of what a check of it may be given; false at the end. They live with the policy. */
GATEC_API bool gatec_policy_param(const gatec_policy *policy, size_t index, const char **name);
GATEC_API bool gatec_policy_evidence(const gatec_policy *policy, size_t index, const char **name);

/* The compiled form, as a `.gbc` file holds it: the same bytes for the same sources. GATEC_E_USAGE when
 * the policy did not compile. */
GATEC_API gatec_status gatec_policy_image(const gatec_policy *policy, gatec_text *out);
/* The compiled form for reading: its tables and instructions. */
GATEC_API gatec_status gatec_policy_disasm(const gatec_policy *policy, gatec_text *out);

/* -- inputs of a run ----------------------------------------------------------------------------- */

/* A parameter's value, as `-p NAME=VALUE` has it. */
typedef struct gatec_setting {
    const char *name, *value;
} gatec_setting;

/* An evidence bound by hand: a file ("-" is standard input), or JSON text. */
typedef struct gatec_binding {
    const char *name;
    const char *file; /* relative to the working directory; NULL: [json] */
    const char *json; /* [gatec_eval] only */
    size_t json_len;
    const char *reader; /* [gatec_eval] only: how the file is read; NULL: as JSON */
} gatec_binding;

/* The value of a variable of the environment; NULL when it is not set. Called for the variables that
 * parameters of the policy name, and for no other. */
typedef const char *gatec_getenv(void *context, const char *name);

typedef enum gatec_mode {
    GATEC_EXPLAINING, /* everything is evaluated, and every outcome has its reason */
    GATEC_DECIDING,   /* only what decides is evaluated: the same outcomes, without reasons */
} gatec_mode;

/* -- checks -------------------------------------------------------------------------------------- */

typedef struct gatec_verdict gatec_verdict;

typedef struct gatec_check_options {
    size_t size;
    const char *root;   /* the folder of the evidence; NULL or "": the working directory */
    bool allow_outside; /* paths may leave the root */
    const char *now;    /* RFC 3339 with its zone; NULL: the clock, read once */
    const gatec_setting *settings;
    size_t setting_count;
    const gatec_binding *bindings;
    size_t binding_count;
    gatec_getenv *getenv; /* NULL: no environment */
    void *getenv_context;
    int stdin_fd; /* what "-" reads; -1: nothing may */
    gatec_mode mode;
    uint64_t fuel; /* units of work that the evaluation may take; 0: the default */
    const char *const *only; /* `block` or `block.row`: nothing else is judged */
    size_t only_count;       /* 0: everything is */
} gatec_check_options;
#define GATEC_CHECK_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        sizeof(gatec_check_options), NULL, false, NULL, NULL, 0, NULL, 0, NULL, NULL, -1, GATEC_EXPLAINING,  \
            0, NULL, 0                                                                                       \
    }

/* Reads the evidence that the policy speaks of and judges it. GATEC_OK whatever the verdict: missing and
 * unusable evidence is part of it. GATEC_E_USAGE, with messages, when a setting, a binding, a parameter or
 * [now] is wrong; GATEC_E_INPUT when the policy is not ready. */
GATEC_API gatec_status gatec_check(const gatec_policy *policy, const gatec_check_options *options,
                                   gatec_verdict **out);
GATEC_API void gatec_verdict_free(gatec_verdict *verdict);

GATEC_API const gatec_messages *gatec_verdict_messages(const gatec_verdict *verdict);

/* What a verdict comes to. All false and 0 when there is none. */
typedef struct gatec_facts {
    bool go;                       /* every judged block came out well, and there was one */
    bool with_waivers_or_warnings; /* go, and a row that decides is waived or a warning */
    bool only_missing;             /* not go only because evidence is missing or unusable */
    bool rollback;                 /* a trigger fired */
    uint32_t judged;               /* blocks that were judged */
} gatec_facts;
GATEC_API gatec_facts gatec_verdict_facts(const gatec_verdict *verdict);

/* A row of the verdict; the texts live as long as it. */
typedef struct gatec_row {
    const char *id;      /* `block.row`, `block["path"]` … */
    const char *outcome; /* "pass", "warn", "fail", "missing", "error", "waived", "skipped" */
    bool decides;        /* false for an advisory row, or one that is not yet effective */
} gatec_row;
/* Fills [*out] with the row at [index], over all blocks in the policy's order; false at the end. */
GATEC_API bool gatec_verdict_row(const gatec_verdict *verdict, size_t index, gatec_row *out);

typedef struct gatec_render_options {
    size_t size;
    bool color;     /* terminal colours, in forms that have them */
    bool verbose;   /* reasons of what passes too */
    bool quiet;     /* the verdict, and what stands in its way */
    uint32_t width; /* columns to fit; 0: 80 */
} gatec_render_options;
#define GATEC_RENDER_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_render_options), false, false, false, 0                                                 \
    }

/* The verdict in the form of that name: "text", "json" … [options] may be NULL. GATEC_E_USAGE when there
 * is no such form, or no verdict. */
GATEC_API gatec_status gatec_verdict_render(const gatec_verdict *verdict, const char *form,
                                            const gatec_render_options *options, gatec_text *out);

/* The exit status of a check, language reference, section "Exit statuses": of the status of the call that
 * failed, or, for GATEC_OK, of the verdict's facts. [detailed] tells 10, 11 and 12 from 0 and 1. */
GATEC_API int gatec_exit_status(gatec_status status, const gatec_facts *facts, bool detailed);
/* Of two exit statuses, the one that counts when both came out. */
GATEC_API int gatec_exit_worse(int a, int b);

/* -- expressions --------------------------------------------------------------------------------- */

typedef struct gatec_value gatec_value;

typedef struct gatec_eval_options {
    size_t size;
    const char *expression;
    size_t expression_len;
    const gatec_binding *bindings; /* the names that the expression may use */
    size_t binding_count;
    const char *now; /* as for a check */
    int stdin_fd;
    uint64_t fuel;
} gatec_eval_options;
#define GATEC_EVAL_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        sizeof(gatec_eval_options), NULL, 0, NULL, 0, NULL, -1, 0                                            \
    }

/* Evaluates one expression, with the standard library's modules in scope. GATEC_OK whatever it comes to;
 * GATEC_E_INPUT when it does not compile, GATEC_E_USAGE when a binding or [now] is wrong. */
GATEC_API gatec_status gatec_eval(const gatec_eval_options *options, gatec_value **out);
GATEC_API void gatec_value_free(gatec_value *value);

GATEC_API const gatec_messages *gatec_value_messages(const gatec_value *value);

typedef enum gatec_outcome {
    GATEC_VALUE,
    GATEC_MISSING, /* what it asks for is not there */
    GATEC_ERROR,   /* it is there, and the operation makes no sense on it */
} gatec_outcome;

GATEC_API gatec_outcome gatec_value_outcome(const gatec_value *value); /* GATEC_ERROR for NULL */
GATEC_API const char *gatec_outcome_name(gatec_outcome outcome);       /* "value", "missing", "error" */
/* "int", "list", "timestamp" …; "" unless it is a value. */
GATEC_API const char *gatec_value_type(const gatec_value *value);
/* As one line of JSON; "" unless it is a value. */
GATEC_API const char *gatec_value_json(const gatec_value *value);
/* Why it is missing or in error, in words; "" for a value. */
GATEC_API const char *gatec_value_reason(const gatec_value *value);
/* `{"outcome":…,"type":…,"value":…,"reason":…}` on one line, with null for what there is not. */
GATEC_API gatec_status gatec_value_render(const gatec_value *value, gatec_text *out);

/* -- recorded commands --------------------------------------------------------------------------- */

/* What a command did, as evidence: the caller runs it, tells what it wrote and how it ended, and gets the
 * text of the record. The library starts no process. */
typedef struct gatec_record gatec_record;

typedef struct gatec_record_options {
    size_t size;
    const char *name;         /* what the record is called; NULL: nothing */
    const char *const *argv;  /* the command and its arguments; bytes that are no UTF-8 are replaced */
    size_t argc;
    const char *const *redact; /* regular expressions: an argument in which one is found is left out whole */
    size_t redact_count;
} gatec_record_options;
#define GATEC_RECORD_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_record_options), NULL, NULL, 0, NULL, 0                                                 \
    }

/* Begins a record. GATEC_E_USAGE, with messages, when an expression is none. An argument that can't be
 * searched (too long, no UTF-8) is left out too, where there is anything to search for. */
GATEC_API gatec_status gatec_record_new(const gatec_record_options *options, gatec_record **out);
GATEC_API void gatec_record_free(gatec_record *record);
GATEC_API const gatec_messages *gatec_record_messages(const gatec_record *record);

typedef enum gatec_stream { GATEC_STDOUT, GATEC_STDERR } gatec_stream;

/* More of what the command wrote: counted and digested, kept nowhere. */
GATEC_API void gatec_record_output(gatec_record *record, gatec_stream stream, const void *bytes, size_t len);

typedef enum gatec_ending { GATEC_EXITED, GATEC_KILLED, GATEC_NOT_STARTED } gatec_ending;

/* A point in time: seconds since 1970, and nanoseconds of the next one. */
typedef struct gatec_moment {
    int64_t seconds;
    int32_t nanoseconds;
} gatec_moment;

typedef struct gatec_record_facts {
    size_t size;
    gatec_ending ending;
    int number;        /* EXITED: the exit code; KILLED: the signal */
    const char *error; /* NOT_STARTED: why */
    int interrupted;   /* the signal that the recorder itself was sent; 0: none */
    gatec_moment started_at, finished_at;
    double duration;      /* seconds, by a clock that nobody sets */
    const char *cwd;      /* where it ran, relative to the root; NULL: not told */
    const char *commit;   /* of the source tree; NULL: not known */
    const bool *clean;    /* nothing in that tree differed from the commit; NULL: not known */
    const char *host;     /* NULL: not known */
    bool partial[2];      /* by gatec_stream: not all that was written was seen */
} gatec_record_facts;
#define GATEC_RECORD_FACTS_INIT                                                                              \
    {                                                                                                        \
        .size = sizeof(gatec_record_facts)                                                                   \
    }

/* The record as JSON, for a file of evidence (docs/record.md). */
GATEC_API gatec_status gatec_record_render(const gatec_record *record, const gatec_record_facts *facts,
                                           gatec_text *out);

/* -- reference ----------------------------------------------------------------------------------- */

/* The version of the library: "0.1.0". Static. */
GATEC_API const char *gatec_version(void);
/* The format of compiled policies that it writes and reads. */
GATEC_API uint32_t gatec_image_version(void);
/* The libraries it stands on, with the versions it runs with; false at the end. [*name] is static. */
#define GATEC_VERSION_MAX 32
GATEC_API bool gatec_library(size_t index, const char **name, char version[GATEC_VERSION_MAX]);

/* The forms of verdicts, the readers of evidence, and the pages of reference, each with one line about it;
 * false at the end. Static. */
GATEC_API bool gatec_form(size_t index, const char **name, const char **summary);
GATEC_API bool gatec_reader(size_t index, const char **name, const char **summary);
GATEC_API bool gatec_page(size_t index, const char **name, const char **summary);

/* The page of that name, made from the tables of this build. GATEC_E_USAGE when there is none. */
GATEC_API gatec_status gatec_page_render(const char *name, gatec_text *out);

/* A function of the language, one overload; static. */
typedef struct gatec_function {
    const char *signature; /* "(string).contains(string): bool" */
    const char *summary;
    const char *example; /* "expression -> value", "expression -> missing", "expression -> error" */
} gatec_function;
/* Fills [*out]; false at the end. */
GATEC_API bool gatec_function_at(size_t index, gatec_function *out);

/* A diagnostic code; static. */
typedef struct gatec_code {
    const char *number; /* "E0301" */
    bool error;
    const char *summary; /* one line */
    const char *text;    /* what it means, an example, what to write instead */
} gatec_code;
/* Fills [*out]; false at the end. */
GATEC_API bool gatec_code_at(size_t index, gatec_code *out);
/* The code of that number, in any letter case; false when there is none. */
GATEC_API bool gatec_code_find(const char *number, gatec_code *out);

/* Which of the candidates was probably meant by [wanted]: its index, or SIZE_MAX when none is near. */
GATEC_API size_t gatec_suggest(const char *wanted, const char *const *candidates, size_t count);

#ifdef __cplusplus
}
#endif
#endif
