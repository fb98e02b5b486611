/* Go's coverage profiles (`go test -coverprofile`): a line of the mode, and one for each block of code,
 * `FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT`. Statements are what Go counts; it knows no lines: those at
 * the edges of a block belong to its neighbours, too. The shape of the value is told in docs/readers.md. */
#include "base/utf8.h"
#include "evidence/compose.h"
#include "evidence/jsontext.h"
#include "evidence/reader.h"
#include "evidence/trouble.h"

#include <stdlib.h>
#include <string.h>

typedef struct block {
    gate_str path, range;
    int64_t statements;
    size_t at;
    bool ran;
} block;

typedef struct profile {
    gate_compose *out;
    GATE_VEC(block) blocks;
    gate_str mode;
    size_t mode_at;
} profile;

/* -- reading --------------------------------------------------------------------------------------------- */

/* Takes off what stands behind the last [mark]; false when there is none. */
static bool take_last(gate_str *rest, char mark, gate_str *out)
{
    size_t at = rest->len;
    while (at > 0 && rest->ptr[at - 1] != mark)
        at--;
    if (at == 0) return false;
    *out = gate_str_sub(*rest, at, rest->len);
    *rest = gate_str_sub(*rest, 0, at - 1);
    return true;
}

/* `12.5,14.2` */
static bool is_range(gate_str text)
{
    static const char marks[] = ".,.";
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        size_t from = at;
        while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
            at++;
        if (at == from) return false;
        if (i < 3 && (at >= text.len || text.ptr[at++] != marks[i])) return false;
    }
    return at == text.len;
}

static bool read_count(profile *p, gate_str text, const char *what, int64_t *out)
{
    return gate_compose_count(p->out, text, (size_t)(text.ptr - p->out->artifact->text.ptr), what, out);
}

static void read_block(profile *p, gate_str line, size_t at)
{
    block b = {.at = at};
    gate_str statements, count;
    int64_t times = 0;
    b.path = line;
    bool whole = take_last(&b.path, ' ', &count) && take_last(&b.path, ' ', &statements) &&
                 take_last(&b.path, ':', &b.range) && b.path.len > 0 && is_range(b.range);
    if (!whole) {
        gate_str shown = gate_shown(p->out->arena, line);
        (void)gate_compose_refuse(p->out, GATE_D_REPORT_SYNTAX, at,
                                  "`" GATE_STR_FMT "` is no line of a Go coverage profile",
                                  GATE_STR_ARG(shown));
        return;
    }
    if (!read_count(p, statements, "the number of statements", &b.statements)) return;
    if (!read_count(p, count, "the count of a block", &times)) return;
    b.ran = times > 0;
    gate_vec_push(p->out->arena, &p->blocks, b);
}

/* Profiles that were put together say their mode more than once. */
static void read_mode(profile *p, gate_str mode, size_t at)
{
    bool known = gate_str_eq_c(mode, "set") || gate_str_eq_c(mode, "count") || gate_str_eq_c(mode, "atomic");
    if (!known) {
        gate_str shown = gate_shown(p->out->arena, mode);
        (void)gate_compose_refuse(p->out, GATE_D_REPORT_VALUE, at, "`" GATE_STR_FMT "` is no mode of Go's",
                                  GATE_STR_ARG(shown));
    }
    if (p->mode.ptr) return;
    p->mode = mode;
    p->mode_at = at;
}

static void read_line(profile *p, gate_str line, size_t at)
{
    static const char mode[] = "mode: ";
    size_t len = sizeof mode - 1;
    if (line.len == 0) return;
    if (gate_str_starts(line, GATE_STR(mode)))
        read_mode(p, gate_str_sub(line, len, line.len), at);
    else if (!p->mode.ptr)
        (void)gate_compose_refuse(p->out, GATE_D_REPORT_KIND, at,
                                  "the file doesn't begin with the mode of a Go coverage profile");
    else
        read_block(p, line, at);
}

/* -- writing --------------------------------------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
    const block *a = left, *b = right;
    int order = gate_str_cmp(a->path, b->path);
    if (order == 0) order = gate_str_cmp(a->range, b->range);
    return order ? order : (a->at < b->at ? -1 : a->at > b->at);
}

/* With -coverpkg every package's tests list the same blocks: a block ran when one of them came there. */
static void fold(profile *p)
{
    uint32_t kept = 0;
    block *items = p->blocks.items;
    if (p->blocks.len) qsort(items, p->blocks.len, sizeof *items, by_place);
    for (uint32_t i = 0; i < p->blocks.len; i++) {
        block *before = kept ? &items[kept - 1] : NULL;
        bool same =
            before && gate_str_eq(before->path, items[i].path) && gate_str_eq(before->range, items[i].range);
        if (!same) {
            items[kept++] = items[i];
        } else if (before->statements != items[i].statements) {
            (void)gate_compose_refuse(p->out, GATE_D_REPORT_VALUE, items[i].at,
                                      "this block has another number of statements than before");
            return;
        } else {
            before->ran = before->ran || items[i].ran;
        }
    }
    p->blocks.len = kept;
}

/* The blocks from [first] on that are of one file; the number of the one behind them. */
static uint32_t put_file(profile *p, uint32_t first)
{
    gate_compose *out = p->out;
    const block *items = p->blocks.items;
    int64_t covered = 0, total = 0;
    uint32_t next = first;
    for (; next < p->blocks.len && gate_str_eq(items[next].path, items[first].path); next++) {
        bool over = __builtin_add_overflow(total, items[next].statements, &total);
        if (over) {
            (void)gate_compose_refuse(out, GATE_D_REPORT_VALUE, items[next].at,
                                      "the file's statements are too many to count");
            return p->blocks.len;
        }
        if (items[next].ran) covered += items[next].statements;
    }
    gate_compose_at(out, items[first].at);
    gate_compose_name(out, items[first].path);
    gate_compose_open(out, '{');
    gate_compose_key(out, "statements");
    gate_compose_open(out, '{');
    gate_compose_key(out, "covered");
    gate_compose_int(out, covered);
    gate_compose_key(out, "total");
    gate_compose_int(out, total);
    gate_compose_close(out, '}');
    gate_compose_close(out, '}');
    return next;
}

static const gate_trouble *write(profile *p, size_t start)
{
    gate_compose *out = p->out;
    gate_compose_at(out, start);
    gate_compose_open(out, '{');
    gate_compose_at(out, p->mode_at);
    gate_compose_key(out, "mode");
    gate_compose_str(out, p->mode);
    gate_compose_at(out, start);
    gate_compose_key(out, "files");
    gate_compose_open(out, '{');
    for (uint32_t i = 0; i < p->blocks.len && !out->trouble;)
        i = put_file(p, i);
    gate_compose_close(out, '}');
    gate_compose_close(out, '}');
    return gate_compose_end(out);
}

const gate_trouble *gate_read_gocover(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    gate_compose out;
    gate_compose_begin(&out, arena, limits, artifact);
    profile p = {.out = &out};
    gate_str text = artifact->text;
    const char *nul = text.len ? memchr(text.ptr, 0, text.len) : NULL;
    if (nul)
        (void)gate_compose_refuse(&out, GATE_D_JSON_NUL, (size_t)(nul - text.ptr),
                                  "a NUL byte stands in the text");
    size_t valid = gate_utf8_invalid(text);
    if (valid < text.len)
        (void)gate_compose_refuse(&out, GATE_D_JSON_UTF8, valid, "the byte 0x%02x is not UTF-8 here",
                                  (unsigned)(unsigned char)text.ptr[valid]);
    size_t start = gate_text_start(text);
    for (size_t at = start, end; at < text.len && !out.trouble; at = end + 1) {
        const char *found = memchr(text.ptr + at, '\n', text.len - at);
        if (!found) { /* Go ends every line */
            (void)gate_compose_refuse(&out, GATE_D_REPORT_CUT, text.len, "the text ends inside a line");
            break;
        }
        end = (size_t)(found - text.ptr);
        size_t len = end;
        while (len > at && text.ptr[len - 1] == '\r')
            len--;
        read_line(&p, gate_str_sub(text, at, len), at);
    }
    if (!out.trouble && !p.mode.ptr)
        (void)gate_compose_refuse(&out, GATE_D_REPORT_CUT, start, "there is no profile in the file");
    if (!out.trouble) fold(&p);
    return out.trouble ? out.trouble : write(&p, start);
}
