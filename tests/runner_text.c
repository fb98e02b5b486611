#include "tests/runner.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void *must(void *memory)
{
    if (memory == NULL) {
        fputs("runner: memory ran out\n", stderr);
        exit(2);
    }
    return memory;
}

void text_add(struct text *text, const char *bytes, size_t len)
{
    if (text->room < text->len + len + 1) {
        text->room = (text->len + len + 1) * 2;
        text->bytes = must(realloc(text->bytes, text->room));
    }
    if (len > 0) memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

void text_addf(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *made = NULL;
    int len = vasprintf(&made, format, values);
    va_end(values);
    must(len < 0 ? NULL : made);
    text_add(text, made, (size_t)len);
    free(made);
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}

bool file_read(const char *path, struct text *out)
{
    text_free(out);
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    text_add(out, "", 0);
    char chunk[8192];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        text_add(out, chunk, got);
    bool good = !ferror(file);
    fclose(file);
    return good;
}

void file_write(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(bytes, 1, len, file) == len;
    if (file == NULL || fclose(file) != 0 || !good) {
        perror(path);
        exit(2);
    }
}

static int name_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool name_wanted(const char *folder, const char *name, const char *ending)
{
    if (name[0] == '.') return false;
    char path[4096];
    struct stat what;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (stat(path, &what) != 0) return false;
    if (ending == NULL) return S_ISDIR(what.st_mode);
    size_t len = strlen(name), end = strlen(ending);
    return S_ISREG(what.st_mode) && len > end && strcmp(name + len - end, ending) == 0;
}

char **names_list(const char *path, const char *ending)
{
    size_t count = 0, room = 16;
    char **names = must(malloc(room * sizeof *names));
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (!name_wanted(path, entry->d_name, ending)) continue;
        if (count + 1 == room) names = must(realloc(names, (room *= 2) * sizeof *names));
        names[count++] = must(strdup(entry->d_name));
    }
    if (folder != NULL) closedir(folder);
    qsort(names, count, sizeof *names, name_order);
    names[count] = NULL;
    return names;
}

void names_free(char **names)
{
    for (size_t i = 0; names[i] != NULL; i++)
        free(names[i]);
    free(names);
}

void fail(struct runner *runner, const char *name, const char *format, ...)
{
    runner->failures++;
    printf("FAIL %s: ", name);
    va_list values;
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
}

/* -- differences --------------------------------------------------------------------------------- */

struct line {
    const char *bytes;
    size_t len;
};

static struct line *lines_split(const struct text *text, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < text->len; i++)
        *count += text->bytes[i] == '\n' || i + 1 == text->len;
    struct line *lines = must(malloc((*count + 1) * sizeof *lines));
    const char *at = text->bytes, *end = at + text->len;
    for (size_t i = 0; i < *count; i++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        lines[i] = (struct line){at, (size_t)(stop - at)};
        at = stop < end ? stop + 1 : end;
    }
    return lines;
}

static bool line_same(struct line a, struct line b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.bytes, b.bytes, a.len) == 0);
}

/* A line of the difference: the same in both (' '), wanted ('-') or found ('+'). */
struct change {
    char mark;
    struct line line;
};

/* The longest common lines of a[0..n) and b[0..m), by the classic table, which is small once common
 * beginnings and ends are taken off; beyond a bound everything counts as changed. Adds to [out]; returns
 * how many. */
static size_t middle_compare(const struct line *a, size_t n, const struct line *b, size_t m,
                             struct change *out)
{
    size_t i = 0, j = 0, count = 0;
    uint32_t *longest = n < 4000 && m < 4000 ? calloc((n + 1) * (m + 1), sizeof *longest) : NULL;
#define LONGEST(x, y) longest[(x) * (m + 1) + (y)]
    for (size_t x = n; longest != NULL && x-- > 0;) {
        for (size_t y = m; y-- > 0;) {
            uint32_t skip_a = LONGEST(x + 1, y), skip_b = LONGEST(x, y + 1);
            LONGEST(x, y) = line_same(a[x], b[y]) ? LONGEST(x + 1, y + 1) + 1
                            : skip_a > skip_b     ? skip_a
                                                  : skip_b;
        }
    }
    while (longest != NULL && i < n && j < m) {
        if (line_same(a[i], b[j])) {
            out[count++] = (struct change){' ', a[i]};
            i++, j++;
        } else if (LONGEST(i + 1, j) >= LONGEST(i, j + 1)) {
            out[count++] = (struct change){'-', a[i++]};
        } else {
            out[count++] = (struct change){'+', b[j++]};
        }
    }
#undef LONGEST
    while (i < n)
        out[count++] = (struct change){'-', a[i++]};
    while (j < m)
        out[count++] = (struct change){'+', b[j++]};
    free(longest);
    return count;
}

/* Is a changed line within [context] lines of this one? */
static bool near_change(const struct change *changes, size_t count, size_t at, size_t context)
{
    size_t from = at > context ? at - context : 0, to = at + context < count ? at + context : count - 1;
    for (size_t i = from; i <= to; i++)
        if (changes[i].mark != ' ') return true;
    return false;
}

void diff_print(const char *wanted_name, const struct text *wanted, const struct text *actual)
{
    enum { CONTEXT = 3 };
    size_t n, m, head = 0, tail = 0, count = 0, old = 1, new = 1;
    struct line *a = lines_split(wanted, &n), *b = lines_split(actual, &m);
    struct change *changes = must(malloc((n + m + 1) * sizeof *changes));
    while (head < n && head < m && line_same(a[head], b[head]))
        changes[count++] = (struct change){' ', a[head++]};
    while (tail < n - head && tail < m - head && line_same(a[n - 1 - tail], b[m - 1 - tail]))
        tail++;
    count += middle_compare(a + head, n - head - tail, b + head, m - head - tail, changes + count);
    for (size_t i = n - tail; i < n; i++)
        changes[count++] = (struct change){' ', a[i]};
    printf("--- %s\n+++ what came out\n", wanted_name);
    bool shown = false;
    for (size_t i = 0; i < count; i++) {
        bool show = near_change(changes, count, i, CONTEXT);
        if (show && !shown) printf("@@ -%zu +%zu @@\n", old, new);
        if (show) printf("%c%.*s\n", changes[i].mark, (int)changes[i].line.len, changes[i].line.bytes);
        shown = show;
        old += changes[i].mark != '+';
        new += changes[i].mark != '-';
    }
    free(changes);
    free(a);
    free(b);
}

void golden(struct runner *runner, const char *name, const char *path, const struct text *actual)
{
    if (runner->bless) {
        if (actual->len > 0)
            file_write(path, actual->bytes, actual->len);
        else
            remove(path);
        return;
    }
    struct text wanted = {0};
    bool there = file_read(path, &wanted);
    if (!there && actual->len > 0) {
        fail(runner, name, "%s is not there; --bless writes it", path);
        printf("%s", actual->bytes);
    } else if (wanted.len != actual->len ||
               (wanted.len > 0 && memcmp(wanted.bytes, actual->bytes, wanted.len) != 0)) {
        fail(runner, name, "what came out is not %s", path);
        diff_print(path, &wanted, actual);
    }
    text_free(&wanted);
}
