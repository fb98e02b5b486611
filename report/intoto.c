/* An in-toto Statement v1 about what was judged: with the predicate test-result v0.1, or on request SLSA's
 * verification summary v1 or the simple verification result v0.2. Unsigned: signing is for other tools. */
#include "report/intoto.h"

#include "base/json.h"
#include "report/brief.h"

#define STATEMENT   "https://in-toto.io/Statement/v1"
#define TEST_RESULT "https://in-toto.io/attestation/test-result/v0.1"
#define SVR         "https://in-toto.io/attestation/svr/v0.2"
#define VSA         "https://slsa.dev/verification_summary/v1"
#define VERIFIER    "https://gatec.dev"

#define DIGEST_MAX 128u

/* What is judged: a digest, and a name where one is given. */
typedef struct subject {
    gate_str name;
    const char *algorithm;
    char hex[DIGEST_MAX];
    size_t len;
} subject;

typedef enum predicate {
    PREDICATE_TEST_RESULT,
    PREDICATE_SVR,
    PREDICATE_VSA,
    PREDICATE_NONE,
} predicate;

static predicate predicate_of(gate_str name)
{
    if (name.len == 0 || gate_str_eq_c(name, "test-result")) return PREDICATE_TEST_RESULT;
    if (gate_str_eq_c(name, "svr")) return PREDICATE_SVR;
    return gate_str_eq_c(name, "vsa") ? PREDICATE_VSA : PREDICATE_NONE;
}

/* -- the subject ------------------------------------------------------------------------------------------
 */

static bool read_hex(gate_str text, subject *out)
{
    if (text.len == 0 || text.len > DIGEST_MAX) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= 'A' && c <= 'F') c = (char)(c - 'A' + 'a');
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
        out->hex[i] = c;
    }
    out->len = text.len;
    return true;
}

/* "[NAME@]ALGORITHM:HEX", or the digits alone: 40 are a commit, 64 a SHA-256. */
static bool read_subject(gate_str text, subject *out)
{
    static const struct {
        const char *name;
        size_t len, other_len;
    } algorithms[] = {{"sha256", 64, 64}, {"sha512", 128, 128}, {"sha1", 40, 40}, {"gitCommit", 40, 64}};
    for (size_t at = text.len; at > 0; at--) {
        if (text.ptr[at - 1] != '@') continue;
        out->name = gate_str_sub(text, 0, at - 1);
        text = gate_str_sub(text, at, text.len);
        break;
    }
    size_t colon = gate_str_find(text, GATE_STR(":"), 0);
    if (colon == SIZE_MAX) {
        if (!read_hex(text, out) || (text.len != 40 && text.len != 64)) return false;
        out->algorithm = text.len == 40 ? "gitCommit" : "sha256";
        return true;
    }
    gate_str algorithm = gate_str_sub(text, 0, colon), hex = gate_str_sub(text, colon + 1, text.len);
    for (size_t i = 0; i < GATE_COUNT(algorithms); i++) {
        if (!gate_str_eq_c(algorithm, algorithms[i].name)) continue;
        out->algorithm = algorithms[i].name;
        return (hex.len == algorithms[i].len || hex.len == algorithms[i].other_len) && read_hex(hex, out);
    }
    return false;
}

/* The option or else the policy's own, a text in JSON; a digest needs no escapes. */
static bool subject_of(const gate_doc_verdict *verdict, const gate_report_options *options, subject *out)
{
    *out = (subject){.algorithm = ""};
    if (options->subject.len) return read_subject(options->subject, out);
    gate_str json = verdict->subject;
    if (json.len < 2 || json.ptr[0] != '"' || json.ptr[json.len - 1] != '"') return false;
    if (gate_str_find(json, GATE_STR("\\"), 0) != SIZE_MAX) return false;
    return read_subject(gate_str_sub(json, 1, json.len - 1), out);
}

const char *gate_intoto_refusal(const gate_doc_verdict *verdict, const gate_report_options *options)
{
    subject about;
    if (predicate_of(options->predicate) == PREDICATE_NONE) return "`--predicate` is test-result, svr or vsa";
    if (verdict->only.len)
        return "only a part of the policy was judged (`--only`): an attestation speaks of all of it";
    if (subject_of(verdict, options, &about)) return NULL;
    if (options->subject.len)
        return "`--subject` is a digest: sha256:…, sha512:…, sha1:… or gitCommit:…, with NAME@ before it "
               "where it has a "
               "name";
    return "the policy's `subject` is no commit and no digest: say what the attestation is about with "
           "`--subject "
           "sha256:…` or `--subject gitCommit:…`";
}

/* -- predicates --------------------------------------------------------------------------------------------
 */

typedef struct writer {
    gate_json *json;
    const gate_doc_verdict *verdict;
    gate_arena *arena;
    const char *prefix; /* before an id */
    gate_brief_kind first, second;
    bool found;
} writer;

static void member(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

static void open_member(gate_json *json, const char *key, char bracket)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_open(json, bracket);
}

static void digest(gate_json *json, const char *algorithm, gate_str hex)
{
    open_member(json, "digest", '{');
    member(json, algorithm, hex);
    gate_json_close(json, '}');
}

/* Waived rows were let through by somebody: a warning to whoever reads this later. Rows that do not apply
 * say nothing. */
static gate_brief_kind kind_of(const gate_doc_row *row)
{
    return gate_str_eq_c(row->outcome, "waived") ? GATE_BRIEF_WARN : gate_brief_kind_of(row);
}

static void write_id(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    writer *w = context;
    gate_brief_kind kind = kind_of(row);
    if (kind != w->first && kind != w->second) return;
    w->found = true;
    if (!w->json) return;
    gate_str id = row->id;
    if (w->prefix) id = gate_str_printf(w->arena, "%s" GATE_STR_FMT, w->prefix, GATE_STR_ARG(id));
    gate_json_str(w->json, id);
}

static void write_ids(writer *w, const char *key, gate_brief_kind first, gate_brief_kind second)
{
    w->first = first;
    w->second = second;
    open_member(w->json, key, '[');
    gate_brief_rows(w->verdict, write_id, w);
    for (uint32_t b = 0; first == GATE_BRIEF_FAIL && b < w->verdict->blocks.len; b++) {
        const gate_doc_block *block = w->verdict->blocks.items[b];
        if (gate_brief_block_blocks(block)) gate_json_str(w->json, block->name);
    }
    gate_json_close(w->json, ']');
}

/* The policy's texts; those of the standard library belong to gatec. */
static void write_sources(writer *w, const char *key)
{
    open_member(w->json, key, '[');
    for (uint32_t i = 0; i < w->verdict->sources.len; i++) {
        const gate_doc_source *source = w->verdict->sources.items[i];
        if (gate_str_eq_c(source->kind, "library")) continue;
        gate_json_open(w->json, '{');
        member(w->json, "name", source->name);
        digest(w->json, "sha256", source->sha256);
        gate_json_close(w->json, '}');
    }
    gate_json_close(w->json, ']');
}

static bool is_go(const writer *w)
{
    return gate_str_eq_c(w->verdict->verdict, "GO");
}

static void write_test_result(writer *w)
{
    writer warned = {.verdict = w->verdict, .first = GATE_BRIEF_WARN, .second = GATE_BRIEF_ADVISORY};
    gate_brief_rows(w->verdict, write_id, &warned);
    member(w->json, "result", gate_str_c(!is_go(w) ? "FAILED" : warned.found ? "WARNED" : "PASSED"));
    write_sources(w, "configuration");
    write_ids(w, "passedTests", GATE_BRIEF_PASS, GATE_BRIEF_PASS);
    write_ids(w, "warnedTests", GATE_BRIEF_WARN, GATE_BRIEF_ADVISORY);
    write_ids(w, "failedTests", GATE_BRIEF_FAIL, GATE_BRIEF_MISSING);
}

static void write_verifier(writer *w, bool version)
{
    open_member(w->json, "verifier", '{');
    member(w->json, "id", GATE_STR(VERIFIER));
    if (version) {
        open_member(w->json, "version", '{');
        member(w->json, "gatec", w->verdict->gatec);
        gate_json_close(w->json, '}');
    } else {
        write_sources(w, "policies");
    }
    gate_json_close(w->json, '}');
}

/* Only properties that hold can be said: a NO-GO has none. */
static void write_svr(writer *w)
{
    write_verifier(w, false);
    member(w->json, "timeCreated", w->verdict->now);
    w->prefix = "GATEC_ROW_";
    w->first = w->second = GATE_BRIEF_PASS;
    open_member(w->json, "properties", '[');
    if (is_go(w)) {
        gate_json_str(w->json, GATE_STR("GATEC_GO"));
        gate_brief_rows(w->verdict, write_id, w);
    }
    gate_json_close(w->json, ']');
}

static void write_vsa(writer *w, const subject *about)
{
    gate_str hex = {about->hex, about->len};
    gate_str uri = about->name.len
                       ? about->name
                       : gate_str_printf(w->arena, "%s:" GATE_STR_FMT, about->algorithm, GATE_STR_ARG(hex));
    write_verifier(w, true);
    member(w->json, "timeVerified", w->verdict->now);
    member(w->json, "resourceUri", uri);
    open_member(w->json, "policy", '{');
    member(w->json, "uri", w->verdict->file);
    for (uint32_t i = 0; i < w->verdict->sources.len; i++) {
        const gate_doc_source *source = w->verdict->sources.items[i];
        if (gate_str_eq_c(source->kind, "policy")) {
            digest(w->json, "sha256", source->sha256);
            break;
        }
    }
    gate_json_close(w->json, '}');
    member(w->json, "verificationResult", gate_str_c(is_go(w) ? "PASSED" : "FAILED"));
    open_member(w->json, "verifiedLevels", '[');
    gate_json_str(w->json, gate_str_c(is_go(w) ? "GATEC_GO" : "FAILED"));
    gate_json_close(w->json, ']');
}

static const char *type_of(predicate wanted)
{
    switch (wanted) {
    case PREDICATE_SVR:
        return SVR;
    case PREDICATE_VSA:
        return VSA;
    case PREDICATE_TEST_RESULT:
    case PREDICATE_NONE:
        break;
    }
    return TEST_RESULT;
}

void gate_report_intoto(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    gate_json json = gate_json_new(out, 2);
    writer w = {.json = &json, .verdict = verdict, .arena = out->arena};
    subject about;
    predicate wanted = predicate_of(options->predicate);
    bool known = subject_of(verdict, options, &about);
    gate_json_open(&json, '{');
    member(&json, "_type", GATE_STR(STATEMENT));
    open_member(&json, "subject", '[');
    if (known) {
        gate_json_open(&json, '{');
        if (about.name.len) member(&json, "name", about.name);
        digest(&json, about.algorithm, (gate_str){about.hex, about.len});
        gate_json_close(&json, '}');
    }
    gate_json_close(&json, ']');
    member(&json, "predicateType", gate_str_c(type_of(wanted)));
    open_member(&json, "predicate", '{');
    if (wanted == PREDICATE_SVR)
        write_svr(&w);
    else if (wanted == PREDICATE_VSA)
        write_vsa(&w, &about);
    else
        write_test_result(&w);
    gate_json_close(&json, '}');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
}
