#include "author/runbook_text.h"

#include "base/utf8.h"

#include <string.h>

static gate_str visible(const gate_buf *out, gate_str text)
{
    gate_buf made = gate_buf_new(out->arena);
    gate_buf_visible(&made, text);
    return gate_buf_str(&made);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* -- prose ----------------------------------------------------------------------------------------------- */

static bool is_wordly(gate_str text, size_t at)
{
    unsigned char c = at < text.len ? (unsigned char)text.ptr[at] : ' ';
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit((char)c);
}

/* Does the line so far consist of a number, so that a point or bracket would make a list of it? */
static bool is_numbered(gate_str text, size_t at)
{
    size_t digits = 0;
    while (digits < at && is_digit(text.ptr[digits]))
        digits++;
    return digits == at;
}

/* What is never structure where it stands: a sign may be, at the beginning of a line, in `http:`, in `#123`.
 */
static bool is_plain(gate_str text, size_t at, bool begins)
{
    char c = text.ptr[at];
    if (is_wordly(text, at)) return true;
    if (strchr(" ,;%/'\"$?(^{}", c)) return true;
    if (strchr("-+=", c)) return at > 0 || !begins;
    if (c == '.' || c == ')') return at == 0 || !begins || !is_numbered(text, at);
    if (c == ':') return at + 1 == text.len || text.ptr[at + 1] != '/';
    if (c == '#') return (at > 0 || !begins) && !(at + 1 < text.len && is_digit(text.ptr[at + 1]));
    return c == '_' && at > 0 && is_wordly(text, at - 1) && is_wordly(text, at + 1);
}

static void put_plain(gate_buf *out, gate_str text, bool begins)
{
    for (size_t i = 0; i < text.len; i++) {
        /* `www.` is a link by itself. */
        bool www = text.ptr[i] == '.' && i >= 3 && strncmp(text.ptr + i - 3, "www", 3) == 0;
        if (is_plain(text, i, begins) && !www)
            gate_buf_char(out, text.ptr[i]);
        else
            gate_buf_printf(out, "&#%u;", (unsigned)(unsigned char)text.ptr[i]);
    }
}

void gate_md_prose(gate_buf *out, gate_str text)
{
    gate_str safe = visible(out, text);
    size_t quotes = 0;
    for (size_t i = 0; i < safe.len; i++)
        quotes += safe.ptr[i] == '`';
    for (size_t at = 0; at < safe.len;) {
        size_t open = gate_str_find(safe, GATE_STR("`"), at);
        size_t shut = open == SIZE_MAX ? SIZE_MAX : gate_str_find(safe, GATE_STR("`"), open + 1);
        if (quotes % 2 || shut == SIZE_MAX || shut == open + 1) {
            put_plain(out, gate_str_sub(safe, at, safe.len), at == 0);
            return;
        }
        put_plain(out, gate_str_sub(safe, at, open), at == 0);
        gate_md_code(out, gate_str_sub(safe, open + 1, shut));
        at = shut + 1;
    }
}

void gate_md_quoted(gate_buf *out, gate_str text)
{
    gate_buf_char(out, '"');
    gate_md_prose(out, text);
    gate_buf_char(out, '"');
}

/* -- code ------------------------------------------------------------------------------------------------ */

/* The text on one line: without comments, with single spaces, and those alone. */
static gate_str one_line(const gate_buf *like, gate_str text)
{
    gate_buf out = gate_buf_new(like->arena);
    char quote = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!quote && c == '/' && i + 1 < text.len && text.ptr[i + 1] == '/') {
            while (i < text.len && text.ptr[i] != '\n')
                i++;
            space = true;
        }
        if (space && !quote) {
            if (out.len && out.ptr[out.len - 1] != ' ') gate_buf_char(&out, ' ');
            continue;
        }
        if (c == '\\' && quote && i + 1 < text.len) {
            gate_buf_char(&out, c);
            c = text.ptr[++i];
        } else if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? 0 : c;
        }
        gate_buf_char(&out, c);
    }
    return visible(like, gate_buf_str(&out));
}

void gate_md_code(gate_buf *out, gate_str text)
{
    gate_str safe = one_line(out, text);
    while (gate_str_ends(safe, GATE_STR(" ")))
        safe.len--;
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < safe.len; i++) {
        run = safe.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    if (safe.len == 0) return;
    bool padded = safe.ptr[0] == '`' || safe.ptr[safe.len - 1] == '`';
    gate_buf_repeat(out, '`', longest + 1);
    if (padded) gate_buf_char(out, ' ');
    gate_buf_add(out, safe);
    if (padded) gate_buf_char(out, ' ');
    gate_buf_repeat(out, '`', longest + 1);
}

/* -- tables ---------------------------------------------------------------------------------------------- */

void gate_md_row(gate_buf *out, size_t from)
{
    gate_str row = gate_str_dup(out->arena, gate_str_sub(gate_buf_str(out), from, out->len));
    out->len = from;
    for (size_t i = 0; i < row.len; i++) {
        if (row.ptr[i] == '|')
            gate_buf_c(out, "\\|");
        else
            gate_buf_char(out, row.ptr[i] == GATE_MD_CELL[0] ? '|' : row.ptr[i]);
    }
}

/* -- documentation --------------------------------------------------------------------------------------- */

void gate_md_doc(gate_buf *out, gate_str text)
{
    bool listed = false;
    for (size_t at = 0; at < text.len;) {
        size_t end = gate_str_find(text, GATE_STR("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        gate_str line = gate_str_sub(text, at, end);
        while (line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t'))
            line = gate_str_sub(line, 1, line.len);
        bool item = gate_str_starts(line, GATE_STR("- "));
        if (item && !listed && at > 0) gate_buf_char(out, '\n');
        if (item) gate_buf_c(out, "- ");
        listed = item || (listed && line.len);
        if (!item && listed) gate_buf_c(out, "  ");
        gate_md_prose(out, item ? gate_str_sub(line, 2, line.len) : line);
        gate_buf_char(out, '\n');
        at = end + 1;
    }
}

/* -- links ----------------------------------------------------------------------------------------------- */

void gate_md_target(gate_buf *out, gate_str target)
{
    for (size_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit((char)c) ||
                     (c && strchr("/._-~#?=&:+", c) != NULL);
        if (plain && c != '&')
            gate_buf_char(out, (char)c);
        else
            gate_buf_printf(out, "%%%02X", c);
    }
}

/* The bytes of the folder, with its slash. */
static size_t folder_len(gate_str path)
{
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '/')
        len--;
    return len;
}

gate_str gate_md_path(gate_arena *arena, gate_str page, gate_str file)
{
    gate_str folder = gate_str_sub(page, 0, folder_len(page));
    bool apart = gate_str_starts(folder, GATE_STR("/")) != gate_str_starts(file, GATE_STR("/"));
    if (folder.len == 0 || apart) return file;
    size_t common = 0;
    for (size_t i = 0; i < folder.len && i < file.len && folder.ptr[i] == file.ptr[i]; i++) {
        if (folder.ptr[i] == '/') common = i + 1;
    }
    gate_buf out = gate_buf_new(arena);
    for (size_t i = common; i < folder.len; i++) {
        if (folder.ptr[i] != '/') continue;
        /* Where the page climbs out of the folder that both count from, nobody knows the way back. */
        if (gate_str_starts(gate_str_sub(folder, common, folder.len), GATE_STR("../"))) return file;
        gate_buf_c(&out, "../");
    }
    gate_buf_add(&out, gate_str_sub(file, common, file.len));
    return gate_buf_str(&out);
}
