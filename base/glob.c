#include "base/glob.h"

#include "base/utf8.h"

#include <string.h>

/* The end of the segment that begins at [at]. */
static size_t segment_end(gate_str text, size_t at)
{
    const char *slash = at < text.len ? memchr(text.ptr + at, '/', text.len - at) : NULL;
    return slash ? (size_t)(slash - text.ptr) : text.len;
}

/* The end of the set that opens at [at] (behind its `]`), or 0 when it is not closed and the bracket
 * stands for itself. [last] is the offset of the segment's last `]`, so that brackets that nothing
 * closes cost no search. A `]` that comes first is a member. */
static size_t set_end(gate_str pattern, size_t at, size_t last)
{
    size_t end = at + 1;
    if (end < pattern.len && (pattern.ptr[end] == '!' || pattern.ptr[end] == '^')) end++;
    end++;
    if (last == SIZE_MAX || end > last) return 0;
    while (pattern.ptr[end] != ']')
        end++;
    return end + 1;
}

/* True when [code] is in the set [lo],[hi] (brackets included). */
static bool in_set(gate_str pattern, size_t lo, size_t hi, uint32_t code)
{
    gate_str set = gate_str_sub(pattern, lo + 1, hi - 1);
    bool negated = set.ptr[0] == '!' || set.ptr[0] == '^';
    size_t at = negated;
    bool found = false;
    while (at < set.len && !found) {
        uint32_t from = gate_utf8_next(set, &at);
        uint32_t to = from;
        if (at + 1 < set.len && set.ptr[at] == '-') {
            at++;
            to = gate_utf8_next(set, &at);
        }
        found = from <= code && code <= to;
    }
    return found != negated;
}

/* One pattern item other than `*` against one code point of [name]; moves both on a match. */
static bool item_matches(gate_str pattern, size_t *p, size_t last, gate_str name, size_t *n)
{
    size_t next = *n;
    uint32_t code = gate_utf8_next(name, &next);
    bool leading_dot = *n == 0 && code == '.';
    char sign = pattern.ptr[*p];
    size_t end = sign == '[' ? set_end(pattern, *p, last) : 0;
    if (sign == '?' || end) {
        if (leading_dot || (end && !in_set(pattern, *p, end, code))) return false;
        *p = end ? end : *p + 1;
        *n = next;
        return true;
    }
    if (sign != name.ptr[*n]) return false;
    ++*p;
    ++*n;
    return true;
}

/* One segment: leftmost matches, going back to the last `*` only, which is enough since it can take
 * whatever an earlier one could have. */
static bool segment_matches(gate_str pattern, gate_str name)
{
    if (name.len == 0) return pattern.len == 0;
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.ptr[i] == ']') last = i;
    }
    size_t p = 0, n = 0, star = SIZE_MAX, taken = 0;
    while (n < name.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            if (n == 0 && name.ptr[0] == '.') return false;
            star = ++p;
            taken = n;
        } else if (p == pattern.len || !item_matches(pattern, &p, last, name, &n)) {
            if (star == SIZE_MAX) return false;
            (void)gate_utf8_next(name, &taken);
            p = star;
            n = taken;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}

/* What `**` passes over: a name, and not a hidden one. */
static bool passable(gate_str path, size_t lo, size_t hi)
{
    return lo < hi && path.ptr[lo] != '.';
}

/* Both are walked segment by segment. An offset of len + 1 is behind the last segment; an empty text
 * has one empty segment. */
bool gate_glob_match(gate_str pattern, gate_str path)
{
    size_t p = 0, n = 0, stars = SIZE_MAX, taken = 0;
    while (n <= path.len) {
        size_t p_end = p <= pattern.len ? segment_end(pattern, p) : p;
        size_t n_end = segment_end(path, n);
        gate_str part = gate_str_sub(pattern, p, p_end);
        if (p <= pattern.len && gate_str_eq_c(part, "**")) {
            if (p_end == pattern.len) { /* the last: all that remains, one segment at least */
                for (; n <= path.len; n = segment_end(path, n) + 1) {
                    if (!passable(path, n, segment_end(path, n))) return false;
                }
                return true;
            }
            stars = p = p_end + 1;
            taken = n;
        } else if (p <= pattern.len && segment_matches(part, gate_str_sub(path, n, n_end))) {
            p = p_end + 1;
            n = n_end + 1;
        } else {
            size_t taken_end = segment_end(path, taken);
            if (stars == SIZE_MAX || !passable(path, taken, taken_end)) return false;
            taken = taken_end + 1;
            p = stars;
            n = taken;
        }
    }
    return p > pattern.len;
}

bool gate_glob_special(gate_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '*' || text.ptr[i] == '?' || text.ptr[i] == '[') return true;
    }
    return false;
}
