/* Changed lines: what git says of a tree and a commit, made into evidence. Names come from a list that ends
 * them with NUL, lines from the heads of hunks; what stands in the files is passed over. */
#include "api/handle.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <string.h>

#define DIFF_SCHEMA "https://gatec.dev/schema/diff-1"
#define PIECE       ((size_t)32 << 10)
#define HEAD_MAX    ((size_t)1 << 20) /* of a line outside of the hunks: two names */
#define MOST_LINES  INT32_MAX

typedef struct changed {
    gate_str path, old; /* old: where it was, or empty */
    const char *status, *kind;
    bool counted, binary, unmerged;
    int64_t added; /* lines, by git's own count */
    GATE_VEC(int64_t) lines;
} changed;

typedef struct changes {
    gate_arena *arena;
    GATE_VEC(changed *) files;
    gate_map by_path;
} changes;

/* -- the names ------------------------------------------------------------------------------------- */

/* What is left of the list. */
typedef struct list {
    gate_str text;
    size_t at;
} list;

/* Up to the next NUL; false at the end of the text. */
static bool next_field(list *from, gate_str *out)
{
    if (from->at >= from->text.len) return false;
    const char *start = from->text.ptr + from->at;
    const char *end = memchr(start, '\0', from->text.len - from->at);
    if (!end) return false;
    *out = (gate_str){start, (size_t)(end - start)};
    from->at += out->len + 1;
    return true;
}

static const char *status_word(char letter)
{
    static const struct {
        char letter;
        const char *word;
    } words[] = {{'A', "added"},  {'M', "modified"}, {'D', "deleted"},     {'R', "renamed"},
                 {'C', "copied"}, {'U', "unmerged"}, {'T', "type changed"}};
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (words[i].letter == letter) return words[i].word;
    }
    return NULL;
}

static const char *kind_of(gate_str mode)
{
    if (gate_str_eq_c(mode, "160000")) return "submodule";
    return gate_str_eq_c(mode, "120000") ? "symlink" : "file";
}

/* `:100644 100644 0123… 4567… M`, then its path, or of a rename both. */
static bool read_raw(changes *to, gate_str head, list *from)
{
    gate_str parts[5], path = GATE_STR(""), old = GATE_STR("");
    size_t at = 1;
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        size_t end = gate_str_find(head, GATE_STR(" "), at);
        if (end == SIZE_MAX) end = head.len;
        if (end <= at) return false;
        parts[i] = gate_str_sub(head, at, end);
        at = end + 1;
    }
    char letter = parts[4].ptr[0];
    const char *status = status_word(letter);
    if (!status || !next_field(from, &path)) return false;
    bool two = letter == 'R' || letter == 'C';
    if (two) {
        old = path;
        if (!next_field(from, &path)) return false;
    }
    if (path.len == 0) return false;
    if (gate_map_get(&to->by_path, path)) return true; /* an unmerged one is listed again */
    changed *file = GATE_NEW(to->arena, changed);
    *file = (changed){.path = path, .old = old, .status = status, .unmerged = letter == 'U'};
    file->kind = kind_of(letter == 'D' ? parts[0] : parts[1]);
    (void)gate_map_put(&to->by_path, path, file);
    gate_vec_push(to->arena, &to->files, file);
    return true;
}

static bool read_number(gate_str text, size_t *at, int64_t *out)
{
    size_t from = *at;
    *out = 0;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; (*at)++) {
        *out = *out * 10 + (text.ptr[*at] - '0');
        if (*out > MOST_LINES) return false;
    }
    return *at > from;
}

/* `12<TAB>3<TAB>path`, of a rename an empty path and then both; `-` for both numbers of what is binary. */
static bool read_count(changes *to, gate_str head, list *from)
{
    size_t first = gate_str_find(head, GATE_STR("\t"), 0);
    size_t second = first == SIZE_MAX ? SIZE_MAX : gate_str_find(head, GATE_STR("\t"), first + 1);
    if (second == SIZE_MAX) return false;
    gate_str path = gate_str_sub(head, second + 1, head.len);
    if (path.len == 0 && (!next_field(from, &path) || !next_field(from, &path))) return false;
    changed *file = gate_map_get(&to->by_path, path);
    if (!file) return false;
    size_t at = 0;
    file->counted = true;
    file->binary = gate_str_starts(head, GATE_STR("-\t-\t"));
    return file->binary || (read_number(head, &at, &file->added) && at == first);
}

static bool read_names(changes *to, gate_str text)
{
    list from = {text, 0};
    gate_str head;
    while (next_field(&from, &head)) {
        if (head.len == 0) return false;
        if (!(head.ptr[0] == ':' ? read_raw(to, head, &from) : read_count(to, head, &from))) return false;
    }
    return from.at == text.len;
}

/* -- the hunks ------------------------------------------------------------------------------------- */

typedef struct patch {
    changes *of;
    changed *file;       /* whose hunks come; NULL where it is deleted */
    bool names;          /* between `diff --git` and the first hunk */
    int64_t minus, plus; /* lines of the hunk that are still to come */
    gate_buf line;       /* the one at hand, outside of hunks */
    bool begun;          /* in a hunk: the line's first character was seen */
} patch;

/* The character behind a backslash of a quoted name. */
static bool unquote_one(gate_str text, size_t *at, char *out)
{
    static const char letters[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
    if (*at >= text.len) return false;
    char c = text.ptr[*at];
    const char *known = memchr(letters, c, sizeof letters - 1);
    if (known) {
        *out = bytes[known - letters];
        (*at)++;
        return true;
    }
    unsigned value = 0;
    for (int i = 0; i < 3; i++, (*at)++) {
        if (*at >= text.len || text.ptr[*at] < '0' || text.ptr[*at] > '7') return false;
        value = value * 8 + (unsigned)(text.ptr[*at] - '0');
    }
    *out = (char)(unsigned char)value;
    return value <= 0xff;
}

/* A name behind `+++ `: quoted as in C where it needs that, else as it is, with a tab behind it where there
 * are blanks in it. */
static bool unquote(gate_arena *arena, gate_str text, gate_str *out)
{
    if (text.len == 0 || text.ptr[0] != '"') {
        *out = gate_str_ends(text, GATE_STR("\t")) ? gate_str_sub(text, 0, text.len - 1) : text;
        return true;
    }
    gate_buf plain = gate_buf_new(arena);
    size_t at = 1;
    while (at < text.len && text.ptr[at] != '"') {
        char c = text.ptr[at++];
        if (c == '\\' && !unquote_one(text, &at, &c)) return false;
        gate_buf_char(&plain, c);
    }
    *out = gate_buf_str(&plain);
    return at + 1 == text.len;
}

/* `@@ -3,0 +4,2 @@ …`: a count that isn't written is 1. */
static bool read_hunk(patch *p, gate_str line)
{
    int64_t from[2], count[2];
    size_t at = 3;
    for (int i = 0; i < 2; i++) {
        if (at >= line.len || line.ptr[at++] != "-+"[i]) return false;
        if (!read_number(line, &at, &from[i])) return false;
        count[i] = 1;
        if (at < line.len && line.ptr[at] == ',') {
            at++;
            if (!read_number(line, &at, &count[i])) return false;
        }
        if (at >= line.len || line.ptr[at++] != ' ') return false;
    }
    p->minus = count[0];
    p->plus = count[1];
    p->begun = false;
    if (count[1] == 0) return true;
    /* No more than git counted: what a hunk promises is not taken at its word. */
    const changed *file = p->file;
    if (!file || !file->counted || (int64_t)file->lines.len + count[1] > file->added) return false;
    for (int64_t i = 0; i < count[1]; i++)
        gate_vec_push(p->of->arena, &p->file->lines, from[1] + i);
    return true;
}

static bool read_head(patch *p, gate_str line)
{
    if (gate_str_starts(line, GATE_STR("diff --git "))) {
        p->names = true;
        p->file = NULL;
    } else if (gate_str_starts(line, GATE_STR("@@ "))) {
        p->names = false;
        return read_hunk(p, line);
    } else if (p->names && gate_str_starts(line, GATE_STR("+++ "))) {
        gate_str name;
        if (!unquote(p->of->arena, gate_str_sub(line, 4, line.len), &name)) return false;
        if (gate_str_eq_c(name, "/dev/null")) return true;
        if (!gate_str_starts(name, GATE_STR("b/"))) return false;
        p->file = gate_map_get(&p->of->by_path, gate_str_sub(name, 2, name.len));
        return p->file != NULL;
    }
    return true;
}

/* In a hunk, what stands in the file is passed over: a line's first character says of which side it is. */
static bool read_content(patch *p, char c)
{
    if (p->begun) {
        p->begun = c != '\n';
        return true;
    }
    if (c == '-') p->minus--;
    if (c == '+') p->plus--;
    p->begun = true;
    return (c == '-' || c == '+' || c == '\\') && p->minus >= 0 && p->plus >= 0;
}

static bool read_piece(patch *p, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        if (p->begun || p->minus > 0 || p->plus > 0) {
            if (!read_content(p, c)) return false;
        } else if (c != '\n') {
            if (p->line.len >= HEAD_MAX) return false;
            gate_buf_char(&p->line, c);
        } else {
            bool right = read_head(p, gate_buf_str(&p->line));
            p->line.len = 0;
            if (!right) return false;
        }
    }
    return true;
}

static bool read_patch(changes *to, const gatec_diff_facts *facts)
{
    patch p = {.of = to, .line = gate_buf_new(to->arena)};
    char *piece = GATE_ARRAY(to->arena, char, PIECE);
    size_t got;
    while ((got = facts->read(facts->context, piece, PIECE)) > 0) {
        if (got > PIECE || !read_piece(&p, piece, got)) return false;
    }
    return p.minus == 0 && p.plus == 0 && !p.begun && p.line.len == 0;
}

/* Git counts the lines as well: another number means that the tree changed between the two lists. */
static bool agree(const changes *all)
{
    for (uint32_t i = 0; i < all->files.len; i++) {
        const changed *file = all->files.items[i];
        if (file->counted && !file->binary && !file->unmerged && file->added != (int64_t)file->lines.len)
            return false;
    }
    return true;
}

/* -- the text ---------------------------------------------------------------------------------------- */

static void put(gate_json *json, const char *key, const char *text)
{
    if (!text) return;
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, gate_str_c(text));
}

static void put_lines(gate_json *json, gate_arena *arena, const changed *file)
{
    bool known = gate_str_eq_c(gate_str_c(file->kind), "file") && !file->binary && !file->unmerged;
    if (!known) return;
    gate_buf text = gate_buf_new(arena);
    gate_buf_char(&text, '[');
    for (uint32_t i = 0; i < file->lines.len; i++)
        gate_buf_printf(&text, "%s%lld", i ? ", " : "", (long long)file->lines.items[i]);
    gate_buf_char(&text, ']');
    gate_json_key(json, GATE_STR("lines"));
    gate_json_raw(json, gate_buf_str(&text));
}

static void put_file(gate_json *json, gate_arena *arena, const changed *file)
{
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("path"));
    gate_json_str(json, file->path);
    if (file->old.len) {
        gate_json_key(json, GATE_STR("old_path"));
        gate_json_str(json, file->old);
    }
    /* What is no UTF-8 can't be written in JSON as it is. */
    if (gate_utf8_invalid(file->path) != SIZE_MAX || gate_utf8_invalid(file->old) != SIZE_MAX) {
        gate_json_key(json, GATE_STR("exact"));
        gate_json_bool(json, false);
    }
    put(json, "status", file->status);
    put(json, "kind", file->kind);
    gate_json_key(json, GATE_STR("binary"));
    gate_json_bool(json, file->binary);
    put_lines(json, arena, file);
    gate_json_close(json, '}');
}

static void put_head(gate_json *json, const gatec_diff_facts *facts)
{
    char text[40];
    gate_instant at = {facts->recorded_at.seconds, facts->recorded_at.nanoseconds / 1000 * 1000};
    put(json, "schema", DIFF_SCHEMA);
    put(json, "gatec", gatec_version());
    put(json, "name", facts->name);
    put(json, "root", facts->root);
    gate_json_key(json, GATE_STR("recorded_at"));
    gate_json_str(json, gate_instant_text(text, at));
    gate_json_key(json, GATE_STR("base"));
    gate_json_open(json, '{');
    put(json, "ref", facts->ref);
    put(json, "commit", facts->ref_commit);
    put(json, "merge_base", facts->merge_base);
    gate_json_close(json, '}');
    gate_json_key(json, GATE_STR("git"));
    gate_json_open(json, '{');
    put(json, "commit", facts->commit);
    if (facts->clean) {
        gate_json_key(json, GATE_STR("clean"));
        gate_json_bool(json, *facts->clean);
    }
    gate_json_close(json, '}');
}

static gatec_status write_diff(gate_buf *out, const void *context)
{
    const gatec_diff_facts *facts = context;
    changes all = {.arena = out->arena, .by_path = gate_map_new(out->arena)};
    bool right = read_names(&all, (gate_str){facts->names, facts->names_len}) && read_patch(&all, facts) &&
                 agree(&all);
    if (!right) return GATEC_E_INPUT;
    gate_json json = gate_json_new(out, 2);
    gate_json_open(&json, '{');
    put_head(&json, facts);
    gate_json_key(&json, GATE_STR("files"));
    gate_json_open(&json, '[');
    for (uint32_t i = 0; i < all.files.len; i++)
        put_file(&json, out->arena, all.files.items[i]);
    gate_json_close(&json, ']');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
    return GATEC_OK;
}

gatec_status gatec_diff_render(const gatec_diff_facts *facts, gatec_text *out)
{
    gatec_diff_facts own = GATEC_DIFF_FACTS_INIT;
    *out = (gatec_text){.bytes = ""};
    if (!gate_options_take(&own, sizeof own, facts) || !own.names || !own.read) return GATEC_E_USAGE;
    return gate_text_make(write_diff, &own, out);
}
