/* gate_unit: base evidence vm */
/* Compiled policies as files: written and read back, every kind of damage refused, and the whole way
 * from bytes to a bound program. */
#include "evidence/digest.h"
#include "tests/unit/programs.h"
#include "vm/image.h"
#include "vm/load.h"

/* Where things stand in a file (vm/image.c). */
#define AT_VERSION 8
#define AT_ORDER   12
#define AT_DIGEST  16
#define AT_TABLE   48

static void rehash(char *bytes, size_t len)
{
    gate_sha256((gate_str){bytes + AT_TABLE, len - AT_TABLE}, (uint8_t *)bytes + AT_DIGEST);
}

static char *copy(gate_arena *arena, gate_str image, size_t more)
{
    char *bytes = gate_arena_alloc(arena, image.len + more);
    memcpy(bytes, image.ptr, image.len);
    return bytes;
}

static void put_u32(char *bytes, size_t at, uint32_t value)
{
    memcpy(bytes + at, &value, sizeof value);
}

static void refused(gate_arena *arena, const char *bytes, size_t len, const char *wanted)
{
    gate_str why = GATE_STR("");
    ck_assert_ptr_null(gate_image_read(arena, (gate_str){bytes, len}, &why));
    ck_assert_msg(gate_str_find(why, gate_str_c(wanted), 0) != SIZE_MAX, "%.*s, not %s", (int)why.len,
                  why.ptr, wanted);
}

START_TEST(reads_back_what_it_wrote)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_program *made = kit_program(&k);
    gate_str image = gate_image_write(arena, made), why;
    ck_assert_uint_eq(image.len % 8, 0);
    ck_assert(gate_image_is(image));
    gate_program *read = gate_image_read(arena, image, &why);
    ck_assert_ptr_nonnull(read);
    ck_assert(!read->sealed);
#define SECTION(name, type)                                                                                  \
    ck_assert_uint_eq(read->name##_count, made->name##_count);                                               \
    ck_assert_uint_eq((uintptr_t)read->name % _Alignof(type), 0);
    GATE_SECTIONS(SECTION)
#undef SECTION
    ck_assert_mem_eq(read->code, made->code, made->code_count * sizeof *made->code);
    ck_assert_mem_eq(read->clauses, made->clauses, made->clauses_count * sizeof *made->clauses);
    ck_assert_mem_eq(read->sha256, image.ptr + AT_DIGEST, 32);
    gate_str again = gate_image_write(arena, read);
    ck_assert_uint_eq(again.len, image.len);
    ck_assert_mem_eq(again.ptr, image.ptr, image.len);
}
END_TEST

START_TEST(equal_programs_are_equal_bytes)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_str first = gate_image_write(arena, kit_program(&k));
    /* What lies between the members of a struct is not the program's. */
    gate_p_evidence *row = &k.evidence.items[0];
    for (size_t at = offsetof(gate_p_evidence, fresh_zone) + sizeof(gate_text);
         at < offsetof(gate_p_evidence, fresh_seconds); at++)
        ((char *)row)[at] = 0x5A;
    gate_str second = gate_image_write(arena, kit_program(&k));
    ck_assert_mem_eq(first.ptr, second.ptr, first.len);
}
END_TEST

START_TEST(an_empty_program_is_a_file_too)
{
    ARENA;
    gate_program none = {.sealed = false};
    gate_str image = gate_image_write(arena, &none), why;
    gate_program *read = gate_image_read(arena, image, &why);
    ck_assert_ptr_nonnull(read);
    ck_assert(!gate_verify(arena, read, &why));
}
END_TEST

START_TEST(bytes_need_not_be_aligned)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_str image = gate_image_write(arena, kit_program(&k)), why;
    char *bytes = gate_arena_alloc(arena, image.len + 1);
    memcpy(bytes + 1, image.ptr, image.len);
    gate_program *read = gate_image_read(arena, (gate_str){bytes + 1, image.len}, &why);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq((uintptr_t)read->clauses % 8, 0);
    ck_assert(gate_verify(arena, read, &why));
}
END_TEST

START_TEST(other_files_are_refused)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_str image = gate_image_write(arena, kit_program(&k));
    refused(arena, "", 0, "not a compiled policy");
    refused(arena, "GATEBC\r", 7, "not a compiled policy");
    refused(arena, "policy demo \"Demo\"\n", 19, "not a compiled policy");
    refused(arena, "GATEBC\n\n", 8, "not a compiled policy");
    refused(arena, "GATEBC\r\n", 8, "ends within its header");
    char *bytes = copy(arena, image, 0);
    put_u32(bytes, AT_VERSION, GATE_IMAGE_VERSION + 1);
    gate_str other =
        gate_str_printf(arena, "made by format %u, this gatec reads %u", GATE_IMAGE_VERSION + 1, GATE_IMAGE_VERSION);
    refused(arena, bytes, image.len, gate_str_z(arena, other));
    bytes = copy(arena, image, 0);
    put_u32(bytes, AT_ORDER, 0x04030201);
    refused(arena, bytes, image.len, "another byte order");
    bytes = copy(arena, image, 0);
    put_u32(bytes, AT_TABLE, 21);
    rehash(bytes, image.len);
    refused(arena, bytes, image.len, "another build: 21 sections");
    bytes = copy(arena, image, 0);
    put_u32(bytes, AT_TABLE + 8 + 8, 999); /* size of the second section's element */
    rehash(bytes, image.len);
    refused(arena, bytes, image.len, "section `meta` has elements of 999 bytes");
}
END_TEST

START_TEST(damage_is_seen_at_every_byte)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_str image = gate_image_write(arena, kit_program(&k)), why;
    for (size_t at = 0; at < image.len; at += at < 400 ? 1 : 37) {
        char *bytes = copy(arena, image, 0);
        bytes[at] = (char)(bytes[at] ^ 0x10);
        ck_assert_ptr_null(gate_image_read(arena, (gate_str){bytes, image.len}, &why));
    }
    for (size_t len = 0; len < image.len; len += len < 400 ? 1 : 37) {
        /* An exact copy, so that reading over its end is seen. */
        char *bytes = malloc(len + 1);
        ck_assert_ptr_nonnull(bytes);
        memcpy(bytes, image.ptr, len);
        ck_assert_ptr_null(gate_image_read(arena, (gate_str){bytes, len}, &why));
        if (len > AT_TABLE) {
            rehash(bytes, len);
            ck_assert_ptr_null(gate_image_read(arena, (gate_str){bytes, len}, &why));
        }
        free(bytes);
    }
}
END_TEST

START_TEST(lengths_must_add_up)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_str image = gate_image_write(arena, kit_program(&k));
    char *bytes = copy(arena, image, 8);
    rehash(bytes, image.len + 8);
    refused(arena, bytes, image.len + 8, "damaged: its sections take");
    static const uint32_t counts[] = {0, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    for (size_t section = 0; section < 22; section++) {
        for (size_t i = 0; i < GATE_COUNT(counts); i++) {
            bytes = copy(arena, image, 0);
            uint32_t was;
            memcpy(&was, bytes + AT_TABLE + 8 + section * 8 + 4, sizeof was);
            if (was == counts[i]) continue;
            put_u32(bytes, AT_TABLE + 8 + section * 8 + 4, counts[i]);
            rehash(bytes, image.len);
            refused(arena, bytes, image.len, "damaged: its sections take");
        }
    }
    /* Between the strings and what follows them. */
    size_t front = AT_TABLE + 8 + 22 * 8;
    while (k.strings.len % 8 == 0)
        kit_text(&k, "x");
    image = gate_image_write(arena, kit_program(&k));
    bytes = copy(arena, image, 0);
    bytes[front + k.strings.len] = 1;
    rehash(bytes, image.len);
    refused(arena, bytes, image.len, "something stands between its sections");
}
END_TEST

START_TEST(a_program_too_large_unwinds)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_program *program = kit_program(&k);
    program->strings_count = GATE_IMAGE_MAX; /* never read: the sum is looked at first */
    gate_panic inner = {.what = NULL};
    gate_arena_rearm(arena, &inner);
    if (setjmp(inner.at) == 0) {
        (void)gate_image_write(arena, program);
        ck_abort_msg("did not unwind");
    }
    ck_assert_int_eq(inner.status, GATE_E_LIMIT);
    gate_arena_rearm(arena, &panic);
}
END_TEST

static void load_says(gate_arena *arena, gate_str bytes, gate_builtins builtins, gate_code code,
                      const char *wanted)
{
    gate_diags diags = gate_diags_new(arena);
    const gate_linked *linked = NULL;
    ck_assert_ptr_null(gate_load(arena, GATE_STR("demo.gbc"), bytes, builtins, &diags, &linked));
    ck_assert_uint_eq(diags.errors, 1);
    ck_assert_int_eq(diags.list.items[0]->code, code);
    ck_assert_msg(strstr(diags.list.items[0]->message, wanted) != NULL, "%s", diags.list.items[0]->message);
    ck_assert_ptr_nonnull(diags.list.items[0]->help);
}

START_TEST(loading_says_what_is_wrong)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_diags diags = gate_diags_new(arena);
    const gate_linked *linked = NULL;
    gate_str image = gate_image_write(arena, kit_program(&k));
    const gate_program *program =
        gate_load(arena, GATE_STR("demo.gbc"), image, kit_builtins(), &diags, &linked);
    ck_assert_ptr_nonnull(program);
    ck_assert_ptr_nonnull(linked);
    ck_assert(program->sealed);
    ck_assert_uint_eq(diags.errors, 0);
    load_says(arena, GATE_STR("{}"), kit_builtins(), GATE_D_PROGRAM_FORMAT,
              "`demo.gbc`: not a compiled policy");
    load_says(arena, image, (gate_builtins){NULL, 0}, GATE_D_PROGRAM_FUNCTION, "no function `same`");
    k.units.items[0].count = 0;
    load_says(arena, gate_image_write(arena, kit_program(&k)), kit_builtins(), GATE_D_UNSOUND,
              "units 0: its code lies outside");
}
END_TEST

MAIN("vm/image", 60, reads_back_what_it_wrote, equal_programs_are_equal_bytes, an_empty_program_is_a_file_too,
     bytes_need_not_be_aligned, other_files_are_refused, damage_is_seen_at_every_byte, lengths_must_add_up,
     a_program_too_large_unwinds, loading_says_what_is_wrong)
