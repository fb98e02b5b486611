/* gatec as a library: compiles release policies, judges evidence by them, and renders the verdict.
 *
 * Kinds of handles, each freed by its own function and by nothing else:
 *
 *     gatec_policy   a compiled policy: immutable, for any number of checks in any number of threads
 *     gatec_verdict  what one check found; borrows its policy, which must outlive it
 *     gatec_value    what one expression came to
 *     gatec_plan     which folders of a store stay, and which may go
 *     gatec_record   what a command did, as evidence
 *     gatec_lint     what is doubtful in a policy
 *     gatec_testing  what came of tests of policies
 *     gatec_inspection   what is in one artifact
 *     gatec_start    a first policy for a folder
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
 * those that a policy imports, and the evidence that a policy reads; nothing else. It removes what
 * [gatec_plan_remove] is told to, and nothing else. */
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

/* A host's own memory, for what belongs to a handle: [alloc] gives blocks of zeros aligned as malloc's are,
 * or NULL; the handle gives them back when it is freed. It outlives the handle. Large single blocks are malloc's all the
 * same, and so is the memory of jansson and PCRE2. */
typedef struct gatec_memory {
    void *(*alloc)(void *context, size_t size);
    void (*free)(void *context, void *block);
    void *context;
} gatec_memory;

/* -- policies ------------------------------------------------------------------------------------ */

typedef struct gatec_policy gatec_policy;

typedef struct gatec_policy_options {
    size_t size;
    const char *path; /* a `.gate` source or a compiled `.gbc`, told apart by content; NULL: [text] */
    const char *text; /* the same in memory; need not end in a NUL */
    size_t text_len;
    const char *name;  /* with [text]: its name in messages and verdicts, and where its imports count from */
    bool accept_older; /* a compiled policy is taken though its source has changed since */
    uint64_t max_cost; /* refused where its bound at GATEC_COST_SIZE is more; 0: any is taken */
    const gatec_memory *memory; /* NULL: malloc's */
} gatec_policy_options;
#define GATEC_POLICY_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_policy_options), NULL, NULL, 0, NULL, false, 0, NULL                                          \
    }

/* The size that a list is taken to have where a policy's cost is one number. */
#define GATEC_COST_SIZE 1000u

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
/* What one evaluation may cost at most, in units of work (the same that [fuel] counts): for each block and
 * in all a polynomial in the sizes of what is run over, each named by the policy's text of it. */
GATEC_API gatec_status gatec_policy_cost(const gatec_policy *policy, gatec_text *out);
/* The compiled form for reading: its tables and instructions. */
GATEC_API gatec_status gatec_policy_disasm(const gatec_policy *policy, gatec_text *out);

/* -- formatting ---------------------------------------------------------------------------------- */

typedef struct gatec_formatted gatec_formatted;

typedef struct gatec_format_options {
    size_t size;
    const char *path; /* a `.gate` source; "-": standard input; NULL: [text] */
    const char *text; /* the same in memory; need not end in a NUL */
    size_t text_len;
    const char *name; /* with [text] or "-": its name in messages and diffs */
    int stdin_fd;     /* what "-" reads; -1: nothing may */
} gatec_format_options;
#define GATEC_FORMAT_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_format_options), NULL, NULL, 0, NULL, -1                                                \
    }

/* Puts a policy's text into its canonical form: the same tokens and comments, other space. Imports are not
 * looked at, so that a policy can be formatted that does not compile.
 *
 * GATEC_E_INPUT, with messages, when it cannot be read or does not parse. */
GATEC_API gatec_status gatec_format(const gatec_format_options *options, gatec_formatted **out);
GATEC_API void gatec_formatted_free(gatec_formatted *formatted);
GATEC_API const gatec_messages *gatec_formatted_messages(const gatec_formatted *formatted);
/* The text, and its bytes in [*len]; NULL when there is none. Lives with the handle. */
GATEC_API const char *gatec_formatted_text(const gatec_formatted *formatted, size_t *len);
/* Is it another text than the one that was given? */
GATEC_API bool gatec_formatted_changed(const gatec_formatted *formatted);
/* What is other, as a unified diff; empty when nothing is. [visible]: characters that act on a terminal are
 * written as escapes. GATEC_E_USAGE when there is no text. */
GATEC_API gatec_status gatec_formatted_diff(const gatec_formatted *formatted, bool visible, gatec_text *out);

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
    bool audit; /* holds the units used against the policy's bound: GATEC_E_LIMIT where they are more */
    const gatec_memory *memory; /* NULL: malloc's */
    const char *row; /* id, name, path or key of rows whose reasons are kept however many rows there are; or NULL */
    bool terse;      /* for a verdict that is given out as `text` alone: why rows pass is left out where that form leaves it
                        out; other forms of such a verdict are poorer */
} gatec_check_options;
#define GATEC_CHECK_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        sizeof(gatec_check_options), NULL, false, NULL, NULL, 0, NULL, 0, NULL, NULL, -1, GATEC_EXPLAINING,  \
            0, NULL, 0, false, NULL, NULL, false                                                             \
    }

/* Reads the evidence that the policy speaks of and judges it. GATEC_OK whatever the verdict: missing and
 * unusable evidence is part of it. GATEC_E_USAGE, with messages, when a setting, a binding, a parameter or
 * [now] is wrong; GATEC_E_INPUT when the policy is not ready. */
GATEC_API gatec_status gatec_check(const gatec_policy *policy, const gatec_check_options *options,
                                   gatec_verdict **out);
GATEC_API void gatec_verdict_free(gatec_verdict *verdict);

typedef struct gatec_saved_options {
    size_t size;
    const char *path; /* of a verdict that was saved as JSON; "-": standard input; NULL: [text] */
    const char *text; /* the same in memory; need not end in a NUL */
    size_t text_len;
    const char *name; /* with [text]: its name in messages */
    int stdin_fd;     /* what "-" reads; -1: nothing may */
} gatec_saved_options;
#define GATEC_SAVED_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        sizeof(gatec_saved_options), NULL, NULL, 0, NULL, -1                                                 \
    }

/* Reads a verdict back that was saved in the form `json`: it tells, and renders to, what it did when it was
 * made. It borrows no policy. GATEC_E_INPUT, with messages, when it can't be read, or is no verdict of this
 * version's format. Nothing says that it is true: [gatec_verify] does. */
GATEC_API gatec_status gatec_verdict_load(const gatec_saved_options *options, gatec_verdict **out);

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
    const char *predicate; /* of the form "intoto": "test-result" (also NULL), "svr", "vsa" */
    const char *subject;   /* what it is about: "[NAME@]sha256:…"; NULL: the policy's `subject` */
} gatec_render_options;
#define GATEC_RENDER_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_render_options), false, false, false, 0, NULL, NULL                                     \
    }

/* The verdict in the form of that name: "text", "json" … [options] may be NULL. GATEC_E_USAGE when there
 * is no such form, or no verdict, or it is refused. */
GATEC_API gatec_status gatec_verdict_render(const gatec_verdict *verdict, const char *form,
                                            const gatec_render_options *options, gatec_text *out);

/* Why the verdict cannot be given in that form with those options: one line, static; NULL when it can, or
 * when there is no such form or verdict. An attestation has to know what it is about. */
GATEC_API const char *gatec_verdict_refusal(const gatec_verdict *verdict, const char *form,
                                            const gatec_render_options *options);

/* Everything about one row, by its id or, where no row has that, its name, path or key; [form] is "text" or
 * "json". [options] may be NULL. GATEC_E_USAGE when there is no such row, form or verdict. */
GATEC_API gatec_status gatec_verdict_why(const gatec_verdict *verdict, const char *row, const char *form,
                                         const gatec_render_options *options, gatec_text *out);

/* The exit status of a check, language reference, section "Exit statuses": of the status of the call that
 * failed, or, for GATEC_OK, of the verdict's facts. [detailed] tells 10, 11 and 12 from 0 and 1. */
GATEC_API int gatec_exit_status(gatec_status status, const gatec_facts *facts, bool detailed);
/* Of two exit statuses, the one that counts when both came out. */
GATEC_API int gatec_exit_worse(int a, int b);

/* -- comparisons --------------------------------------------------------------------------------- */

/* What two verdicts differ in. Borrows them: they must outlive it. */
typedef struct gatec_comparison gatec_comparison;

/* Holds [after] against [before]: rows and blocks that came out otherwise, values that moved, evidence,
 * texts of the policy and parameters that are others. GATEC_E_USAGE when one of them is no verdict. */
GATEC_API gatec_status gatec_verdict_compare(const gatec_verdict *before, const gatec_verdict *after,
                                             gatec_comparison **out);

typedef struct gatec_verify_options {
    size_t size;
    const char *policy; /* its source or compiled form; NULL: the file that the verdict names */
    const char *root;   /* as for a check */
    bool allow_outside;
    const gatec_setting *settings; /* instead of the verdict's own of the same names */
    size_t setting_count;
    const gatec_binding *bindings; /* needed for evidence that was bound by hand */
    size_t binding_count;
    int stdin_fd;
} gatec_verify_options;
#define GATEC_VERIFY_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_verify_options), NULL, NULL, false, NULL, 0, NULL, 0, -1                                \
    }

/* Judges again what a verdict says that it was made from, at its time and with its parameters, and compares
 * all of it: anything that differs is a change, but for the version of gatec. GATEC_E_USAGE, with messages,
 * when a setting or a binding is wrong, or evidence that was bound by hand is not bound; GATEC_E_INPUT when
 * the policy does not compile though its texts are the same. Where they are others, those are the changes. */
GATEC_API gatec_status gatec_verify(const gatec_verdict *saved, const gatec_verify_options *options,
                                    gatec_comparison **out);

GATEC_API void gatec_comparison_free(gatec_comparison *comparison);
GATEC_API const gatec_messages *gatec_comparison_messages(const gatec_comparison *comparison);
GATEC_API bool gatec_comparison_same(const gatec_comparison *comparison); /* nothing differs */
/* The verdict, a block, or a row that decides got worse. */
GATEC_API bool gatec_comparison_worse(const gatec_comparison *comparison);
/* In the form "text" or "json". [options] may be NULL. GATEC_E_USAGE for another form, or when nothing was
 * compared. */
GATEC_API gatec_status gatec_comparison_render(const gatec_comparison *comparison, const char *form,
                                               const gatec_render_options *options, gatec_text *out);

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

/* -- retention ----------------------------------------------------------------------------------- */

/* Which folders of their stores the `retain` blocks of a policy keep, and which may go. */
typedef struct gatec_plan gatec_plan;

typedef struct gatec_retain_options {
    size_t size;
    const char *root; /* as for a check */
    const char *now;
    const gatec_setting *settings;
    size_t setting_count;
    gatec_getenv *getenv;
    void *getenv_context;
    uint64_t fuel;
} gatec_retain_options;
#define GATEC_RETAIN_OPTIONS_INIT                                                                            \
    {                                                                                                        \
        sizeof(gatec_retain_options), NULL, NULL, NULL, 0, NULL, NULL, 0                                     \
    }

/* Reads the stores, and plans; removes nothing. Links are not followed. GATEC_E_INPUT when the policy is not
 * ready or has no `retain` block; GATEC_E_USAGE as a check. GATEC_OK with error messages when a store could
 * not be listed: every folder is then kept. */
GATEC_API gatec_status gatec_retain(const gatec_policy *policy, const gatec_retain_options *options,
                                    gatec_plan **out);
GATEC_API void gatec_plan_free(gatec_plan *plan);
GATEC_API const gatec_messages *gatec_plan_messages(const gatec_plan *plan);

/* What became of a folder that may go. */
typedef enum gatec_fate {
    GATEC_STAYS,   /* nothing was tried */
    GATEC_REMOVED,
    GATEC_GONE,    /* it was not there any more */
    GATEC_CHANGED, /* it was not removed: it is not what was planned for */
    GATEC_FAILED,  /* not all of it could be removed */
} gatec_fate;

typedef struct gatec_folder {
    const char *path;   /* relative to the root */
    bool keep;          /* false: it may go */
    const char *reason; /* why */
    const char *block;  /* the `retain` block that says so */
    const char *rule;   /* the rule that keeps it; "" where it is none */
    bool link;          /* a link: neither followed nor removed */
    bool unspoken;      /* no rule speaks of it */
    gatec_fate fate;
    const char *trouble; /* CHANGED, FAILED: what is the matter; else "" */
} gatec_folder;
/* Fills [*out] with the folder at [index], in the order of their paths; false at the end. The texts live as
 * long as the plan. */
GATEC_API bool gatec_plan_folder(const gatec_plan *plan, size_t index, gatec_folder *out);

/* Removes the folder at [index], if the plan lets it go, and if it and its file are still what was read;
 * notes what became of it. Links within are removed themselves, and no other file system is entered.
 * GATEC_E_USAGE when it is kept, or was tried before. */
GATEC_API gatec_status gatec_plan_remove(gatec_plan *plan, size_t index);

/* By how many folders the stores hold fewer than the rules `keep last` ask for, all together. */
GATEC_API uint64_t gatec_plan_shortfall(const gatec_plan *plan);

/* The plan, with what was removed by now, in the form "text" or "json". */
GATEC_API gatec_status gatec_plan_render(const gatec_plan *plan, const char *form, gatec_text *out);

/* -- tests of policies --------------------------------------------------------------------------- */

/* The `test` blocks of some files, run: what came of each, and what they leave open. */
typedef struct gatec_testing gatec_testing;

typedef struct gatec_test_options {
    size_t size;
    const char *const *paths; /* of `.gate` sources with tests: policies, or files that import one */
    size_t path_count;
    const char *root; /* what `using` and `from` count from; NULL or "": the working directory */
    const char *run;  /* only tests whose title holds this, letter case apart, `*` standing for anything; NULL: all */
    bool coverage;    /* note which outcomes rows, clauses and conditions were seen to have */
    bool mutate;      /* change the policy and the evidence, one thing at a time, and see whether a test notices */
    uint32_t mutants; /* with [mutate]: at most so many of each policy, drawn by [seed]; 0: all there are */
    uint64_t seed;
} gatec_test_options;
#define GATEC_TEST_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        sizeof(gatec_test_options), NULL, 0, NULL, NULL, false, false, 0, 0                                  \
    }

/* Compiles each file and runs its tests. They read no environment and no clock, and write nothing: evidence
 * is changed in memory. GATEC_OK whatever comes of them; GATEC_E_INPUT when a file does not compile (the
 * others are run all the same). */
GATEC_API gatec_status gatec_test(const gatec_test_options *options, gatec_testing **out);
GATEC_API void gatec_testing_free(gatec_testing *testing);

/* The messages about the file at [index], in the order of the options, and behind the last those about all of
 * them; NULL at the end. That no test ran is an error message, and GATEC_OK. */
GATEC_API const gatec_messages *gatec_testing_messages(const gatec_testing *testing, size_t index);

typedef struct gatec_testing_facts {
    uint32_t tests, passed, failed, broken; /* that ran; broken: that could not be judged */
    uint32_t found;                         /* in the files, whether asked for or not */
    uint32_t unready;                       /* files that do not compile */
    uint32_t rows, never_blocking;          /* with [coverage]: rows of the policies; those no test saw blocking */
    uint32_t mutants, killed;               /* with [mutate] */
} gatec_testing_facts;
GATEC_API gatec_testing_facts gatec_testing_facts_of(const gatec_testing *testing);

/* What was read, sources and evidence, for who waits for it to change; false at the end. The text lives as
 * long as the handle. */
GATEC_API bool gatec_testing_input(const gatec_testing *testing, size_t index, const char **path);

/* The forms of the result, each with one line about it; false at the end. Static. */
GATEC_API bool gatec_testing_form(size_t index, const char **name, const char **summary);
/* The result in the form "text", "json", "junit" or "tap". [options] may be NULL. GATEC_E_USAGE for another
 * form. */
GATEC_API gatec_status gatec_testing_render(const gatec_testing *testing, const char *form,
                                            const gatec_render_options *options, gatec_text *out);

/* -- lint ---------------------------------------------------------------------------------------- */

/* What the rules of the linter find in one policy, and the policy with what can be fixed fixed. */
typedef struct gatec_lint gatec_lint;

typedef struct gatec_lint_options {
    size_t size;
    const char *path; /* of a `.gate` source; NULL: [text] */
    const char *text; /* the same in memory; need not end in a NUL */
    size_t text_len;
    const char *name; /* with [text]: its name in messages, and where its imports count from */
    bool fix;         /* apply the fixes; the messages are then of the fixed text */
} gatec_lint_options;
#define GATEC_LINT_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        sizeof(gatec_lint_options), NULL, NULL, 0, NULL, false                                               \
    }

/* Compiles the policy and runs the rules over it. GATEC_OK whatever they find: findings are warnings among the
 * messages, with the compiler's own. GATEC_E_INPUT when it cannot be read or does not compile. A fix goes in
 * only when the text compiles with it; nothing is written. */
GATEC_API gatec_status gatec_lint_run(const gatec_lint_options *options, gatec_lint **out);
GATEC_API void gatec_lint_free(gatec_lint *lint);
GATEC_API const gatec_messages *gatec_lint_messages(const gatec_lint *lint);

typedef struct gatec_lint_facts {
    uint32_t findings; /* after the fixes, where they were asked for */
    uint32_t fixable;  /* of these, those with a fix */
    uint32_t applied;  /* fixes that went in */
} gatec_lint_facts;
GATEC_API gatec_lint_facts gatec_lint_facts_of(const gatec_lint *lint);

/* The text with its fixes, byte for byte what belongs into the file; and how it differs, as `diff -u` shows it,
 * empty when it doesn't. */
GATEC_API gatec_status gatec_lint_fixed(const gatec_lint *lint, gatec_text *out);
GATEC_API gatec_status gatec_lint_diff(const gatec_lint *lint, gatec_text *out);

/* The forms of findings, each with one line about it; false at the end. Static. */
GATEC_API bool gatec_lint_form(size_t index, const char **name, const char **summary);
/* The messages of several runs in one text. [options] may be NULL. GATEC_E_USAGE for another form. */
GATEC_API gatec_status gatec_lint_render(const gatec_lint *const *lints, size_t count, const char *form,
                                         const gatec_render_options *options, gatec_text *out);

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

/* -- changed lines ---------------------------------------------------------------------------------- */

/* Which lines differ from a commit, as evidence: the caller runs git and hands over what it says. The library
 * starts no process. */
typedef struct gatec_diff_facts {
    size_t size;
    const char *name;                           /* what the record is called; NULL: nothing */
    const char *ref;                            /* what was asked for: "origin/main" */
    const char *ref_commit, *merge_base;        /* the commit that it is; the one that is compared with */
    const char *commit;                         /* HEAD */
    const char *root;                           /* of the working tree */
    const bool *clean;                          /* nothing in the tree differed from it; NULL: not known */
    gatec_moment recorded_at;
    const char *names;                          /* of `git diff --raw --numstat -z` */
    size_t names_len;
    /* More of `git diff -U0 --dst-prefix=b/`: how many bytes; 0 at the end. */
    size_t (*read)(void *context, char *bytes, size_t room);
    void *context;
} gatec_diff_facts;
#define GATEC_DIFF_FACTS_INIT                                                                                \
    {                                                                                                        \
        .size = sizeof(gatec_diff_facts)                                                                     \
    }

/* The changes as JSON, for a file of evidence (docs/record.md). GATEC_E_INPUT when the two texts are not what
 * git writes, or don't belong together (the tree changed between them). */
GATEC_API gatec_status gatec_diff_render(const gatec_diff_facts *facts, gatec_text *out);

/* -- a first policy ------------------------------------------------------------------------------- */

/* What is in one artifact: its shape, and a first policy that reads it. */
typedef struct gatec_inspection gatec_inspection;

typedef struct gatec_inspect_options {
    size_t size;
    const char *file;   /* relative to the working directory; "-": standard input */
    const char *reader; /* how it is read; NULL: by the file's name and, of XML, its root */
    const char *name;   /* of the evidence; NULL: made of the file's name */
    const char *root;   /* what the policy's paths count from; NULL: the working directory */
    int stdin_fd;       /* what "-" reads; -1: nothing may */
} gatec_inspect_options;
#define GATEC_INSPECT_OPTIONS_INIT                                                                           \
    {                                                                                                        \
        sizeof(gatec_inspect_options), NULL, NULL, NULL, NULL, -1                                            \
    }

/* Reads the file and looks at all of it. GATEC_E_INPUT, with the message that a policy would give, when it can't be
 * read; GATEC_E_USAGE when there is no such reader. */
GATEC_API gatec_status gatec_inspect(const gatec_inspect_options *options, gatec_inspection **out);
GATEC_API void gatec_inspection_free(gatec_inspection *inspection);
GATEC_API const gatec_messages *gatec_inspection_messages(const gatec_inspection *inspection);
/* In the form "text": the shape, path by path, and a policy; "gate": the policy alone; "type": the types and the
 * evidence alone. What is in the last two compiles, and the file is of that type. Bounded, however large the file. */
GATEC_API gatec_status gatec_inspection_render(const gatec_inspection *inspection, const char *form,
                                               gatec_text *out);

/* A first policy for a folder, with its tests, and what continuous integration does with it. */
typedef struct gatec_start gatec_start;

typedef struct gatec_start_options {
    size_t size;
    const char *folder; /* NULL or "": the working directory */
} gatec_start_options;
#define GATEC_START_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        sizeof(gatec_start_options), NULL                                                                    \
    }

/* Looks beneath the folder for reports that are known at sight, and makes a policy that reads them. Follows no link,
 * and stops at limits of its own. Writes nothing. GATEC_E_USAGE, with a message, when the folder can't be read. */
GATEC_API gatec_status gatec_start_new(const gatec_start_options *options, gatec_start **out);
GATEC_API void gatec_start_free(gatec_start *start);
GATEC_API const gatec_messages *gatec_start_messages(const gatec_start *start);

typedef struct gatec_found {
    const char *path; /* below the folder; fit to be shown */
    const char *what; /* "coverage.py's JSON report" */
    bool read;        /* false: a report that the policy does not read */
} gatec_found;
/* Fills [*out] with what was found at [index]; false at the end. The texts live as long as the handle. */
GATEC_API bool gatec_start_found(const gatec_start *start, size_t index, gatec_found *out);
/* The files to be written, below the folder; false at the end. They live as long as the handle. */
GATEC_API bool gatec_start_file(const gatec_start *start, size_t index, const char **path, const char **text);
/* Was a limit reached, or could a folder not be listed, so that not everything was looked at? */
GATEC_API bool gatec_start_cut(const gatec_start *start);

/* -- the runbook ----------------------------------------------------------------------------------- */

typedef struct gatec_runbook_options {
    size_t size;
    const gatec_policy *const *policies; /* loaded from their sources, in the order they are told */
    size_t count;
    const char *page;  /* where the page will stand: links are made for its folder; NULL: the working directory */
    const char *title; /* of the page; NULL: the policy's own */
} gatec_runbook_options;
#define GATEC_RUNBOOK_OPTIONS_INIT                                                                           \
    {                                                                                                        \
        sizeof(gatec_runbook_options), NULL, 0, NULL, NULL                                                   \
    }

/* The policies as one page of Markdown: what they ask for, of whom, and where that is written. GATEC_E_USAGE when
 * there is none, or one is not ready, or was loaded in its compiled form, which has no text. */
GATEC_API gatec_status gatec_runbook_render(const gatec_runbook_options *options, gatec_text *out);

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

/* A word of the language; static. */
typedef struct gatec_word {
    const char *text;
    const char *kind; /* where it stands: "declarations", "blocks", "rows", "clauses", "tests", "parts", "values" */
    const char *summary;
} gatec_word;
/* Fills [*out]; false at the end. */
GATEC_API bool gatec_word_at(size_t index, gatec_word *out);

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
