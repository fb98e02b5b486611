/* The file is the program's sections one behind the other, as they stand in memory: a reader of another
 * byte order or layout refuses it rather than converts it, since a policy is compiled in no time. */
#include "vm/image.h"

#include "evidence/digest.h"

#include <string.h>

/* A text editor, a transfer in text mode or a mail gateway breaks this; that is what it is for. */
static const char magic[8] = {'G', 'A', 'T', 'E', 'B', 'C', '\r', '\n'};

#define ORDER_MARK 0x01020304u
#define ALIGNMENT  8u

typedef struct header {
    char magic[8];
    uint32_t version, order;
    uint8_t sha256[GATE_SHA256_BYTES]; /* of everything behind it, the table included */
} header;

/* Behind the header: how many sections there are, and one of these for each, in their order. */
typedef struct extent {
    uint32_t size, count; /* of one element, in bytes; of elements */
} extent;

enum {
#define SECTION(name, type) SECTION_##name,
    GATE_SECTIONS(SECTION)
#undef SECTION
        SECTIONS
};

typedef struct table {
    uint32_t sections, zero;
    extent extents[SECTIONS];
} table;

#define HASHED sizeof(header) /* where the digest's bytes begin */
#define FRONT  (sizeof(header) + sizeof(table))
_Static_assert(HASHED % ALIGNMENT == 0 && FRONT % ALIGNMENT == 0, "sections begin aligned");

static const char *const section_names[] = {
#define SECTION(name, type) #name,
    GATE_SECTIONS(SECTION)
#undef SECTION
};

static const uint32_t section_sizes[] = {
#define SECTION(name, type) sizeof(type),
    GATE_SECTIONS(SECTION)
#undef SECTION
};

/* Structs are copied as they are in memory, but for what the C compiler left between members: that is
 * cleared, so that equal programs are equal bytes. Where the compiler has no word for it, the bytes are
 * those that the struct's maker left, which for a compiled policy are zeros too. */
#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
#define CLEAR_PADDING(pointer) __builtin_clear_padding(pointer)
#endif
#endif
#ifndef CLEAR_PADDING
#define CLEAR_PADDING(pointer) (void)(pointer)
#endif

/* The bytes of a section, and of it with the zeros that align the next one. No sum of these overflows. */
static uint64_t filled(const extent *of)
{
    return (uint64_t)of->size * of->count;
}

static uint64_t taken(const extent *of)
{
    return (filled(of) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* -- writing -------------------------------------------------------------------------------------- */

/* One of these for each section: its elements behind each other, without the holes. */
#define SECTION(name, type)                                                                                  \
    static void put_##name(char *out, const gate_program *program)                                           \
    {                                                                                                        \
        const type *items = program->name;                                                                   \
        for (size_t i = 0; i < program->name##_count; i++) {                                                 \
            type one = items[i];                                                                             \
            CLEAR_PADDING(&one);                                                                             \
            memcpy(out + i * sizeof one, &one, sizeof one);                                                  \
        }                                                                                                    \
    }
GATE_SECTIONS(SECTION)
#undef SECTION

gate_str gate_image_write(gate_arena *arena, const gate_program *program)
{
    static void (*const put[])(char *out, const gate_program *program) = {
#define SECTION(name, type) put_##name,
        GATE_SECTIONS(SECTION)
#undef SECTION
    };
    table front = {.sections = SECTIONS};
#define SECTION(name, type) front.extents[SECTION_##name] = (extent){sizeof(type), program->name##_count};
    GATE_SECTIONS(SECTION)
#undef SECTION
    uint64_t size = FRONT;
    for (size_t i = 0; i < SECTIONS; i++)
        size += taken(&front.extents[i]);
    if (size > GATE_IMAGE_MAX)
        gate_panic_raise(gate_arena_panic(arena), GATE_E_LIMIT, "the size of a compiled policy");
    char *bytes = gate_arena_alloc(arena, (size_t)size);
    memcpy(bytes + HASHED, &front, sizeof front);
    size_t at = FRONT;
    for (size_t i = 0; i < SECTIONS; i++) {
        put[i](bytes + at, program);
        at += (size_t)taken(&front.extents[i]);
    }
    header head = {.version = GATE_IMAGE_VERSION, .order = ORDER_MARK};
    memcpy(head.magic, magic, sizeof magic);
    gate_sha256((gate_str){bytes + HASHED, (size_t)size - HASHED}, head.sha256);
    memcpy(bytes, &head, sizeof head);
    return (gate_str){bytes, (size_t)size};
}

/* -- reading -------------------------------------------------------------------------------------- */

bool gate_image_is(gate_str bytes)
{
    return bytes.len >= sizeof magic && memcmp(bytes.ptr, magic, sizeof magic) == 0;
}

/* What the header says; false with [*why]. */
static bool check_header(gate_arena *arena, gate_str bytes, header *head, gate_str *why)
{
    if (!gate_image_is(bytes)) {
        *why = GATE_STR("not a compiled policy");
        return false;
    }
    if (bytes.len < FRONT) {
        *why = GATE_STR("damaged: it ends within its header");
        return false;
    }
    memcpy(head, bytes.ptr, sizeof *head);
    if (head->order != ORDER_MARK) {
        *why = GATE_STR("made on a machine of another byte order");
        return false;
    }
    if (head->version != GATE_IMAGE_VERSION) {
        *why = gate_str_printf(arena, "made by format %u, this gatec reads %u", (unsigned)head->version,
                               GATE_IMAGE_VERSION);
        return false;
    }
    if (bytes.len > GATE_IMAGE_MAX) {
        *why = gate_str_printf(arena, "larger than %u MiB", GATE_IMAGE_MAX >> 20);
        return false;
    }
    return true;
}

static bool check_digest(gate_str bytes, const header *head, gate_str *why)
{
    uint8_t sha256[GATE_SHA256_BYTES];
    gate_sha256(gate_str_sub(bytes, HASHED, bytes.len), sha256);
    if (memcmp(sha256, head->sha256, sizeof sha256) == 0) return true;
    *why = GATE_STR("damaged: the digest does not match");
    return false;
}

/* True when the table speaks of this gatec's sections and they fill the file to its end. */
static bool check_table(gate_arena *arena, gate_str bytes, const table *front, gate_str *why)
{
    if (front->sections != SECTIONS || front->zero != 0) {
        *why = gate_str_printf(arena, "made by another build: %u sections, this gatec has %u",
                               (unsigned)front->sections, (unsigned)SECTIONS);
        return false;
    }
    uint64_t size = FRONT;
    for (size_t i = 0; i < SECTIONS; i++) {
        if (front->extents[i].size != section_sizes[i]) {
            *why = gate_str_printf(
                arena, "made by another build: section `%s` has elements of %u bytes, here of %u",
                section_names[i], (unsigned)front->extents[i].size, (unsigned)section_sizes[i]);
            return false;
        }
        size +=
            ((uint64_t)section_sizes[i] * front->extents[i].count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    if (size == bytes.len) return true;
    *why = gate_str_printf(arena, "damaged: its sections take %llu bytes, the file has %zu",
                           (unsigned long long)size, bytes.len);
    return false;
}

static bool all_zero(const char *from, const char *to)
{
    while (from < to && *from == 0)
        from++;
    return from == to;
}

static gate_program *read_image(gate_arena *arena, gate_str bytes, bool hashed, gate_str *why)
{
    header head;
    table front;
    if (!check_header(arena, bytes, &head, why)) return NULL;
    if (!hashed && !check_digest(bytes, &head, why)) return NULL;
    memcpy(&front, bytes.ptr + HASHED, sizeof front);
    if (!check_table(arena, bytes, &front, why)) return NULL;
    const char *base = bytes.ptr;
    if ((uintptr_t)base % ALIGNMENT != 0) base = gate_arena_copy(arena, bytes.ptr, bytes.len);
    const char *starts[SECTIONS];
    size_t at = FRONT;
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t len = (size_t)filled(&front.extents[i]);
        starts[i] = base + at;
        at += (size_t)taken(&front.extents[i]);
        if (all_zero(starts[i] + len, base + at)) continue;
        *why = GATE_STR("damaged: something stands between its sections");
        return NULL;
    }
    gate_program *program = GATE_NEW(arena, gate_program);
#define SECTION(name, type)                                                                                  \
    program->name = (const type *)(const void *)starts[SECTION_##name];                                      \
    program->name##_count = front.extents[SECTION_##name].count;
    GATE_SECTIONS(SECTION)
#undef SECTION
    memcpy(program->sha256, head.sha256, sizeof program->sha256);
    return program;
}

gate_program *gate_image_read(gate_arena *arena, gate_str bytes, gate_str *why)
{
    return read_image(arena, bytes, false, why);
}

gate_program *gate_image_reread(gate_arena *arena, gate_str bytes, gate_str *why)
{
    return read_image(arena, bytes, true, why);
}
