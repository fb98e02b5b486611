/* What the tests of evidence/ share: an arena, a temporary folder as root, files in it, and one call
 * that reads an evidence. Each test runs in a process of its own, so one of each is enough. */
#ifndef GATE_TESTS_EVIDENCE_KIT_H
#define GATE_TESTS_EVIDENCE_KIT_H

#define _GNU_SOURCE /* nftw; so this header comes first */

#include "evidence/bundle.h"

#include <check.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gate_panic kit_panic;
static gate_arena *kit_arena;
static char kit_root[64];
static gate_reading kit_reading;
static gate_bundle *kit_bundle;

static int kit_remove(const char *path, const struct stat *info, int flag, struct FTW *at)
{
    (void)info, (void)flag, (void)at;
    return remove(path);
}

static void kit_teardown(void)
{
    gate_arena_free(kit_arena);
    if (geteuid() != 0 && getuid() == 0) ck_assert_int_eq(seteuid(0), 0);
    nftw(kit_root, kit_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static void kit_setup(void)
{
    strcpy(kit_root, "/tmp/gatec-evidence-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(kit_root));
    chmod(kit_root, 0755);
    kit_arena = gate_arena_new(&kit_panic, 0);
    ck_assert_ptr_nonnull(kit_arena);
    kit_reading =
        (gate_reading){.root = gate_str_c(kit_root), .limits = gate_limits_default(), .stdin_fd = -1};
    bool zoned = false;
    kit_reading.has_now = gate_instant_parse(GATE_STR("2026-02-13T12:00:00Z"), &kit_reading.now, &zoned);
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
}

/* The absolute path of a name in the root; lives in the arena. */
static __attribute__((unused)) char *kit_path(const char *name)
{
    return gate_str_z(kit_arena, gate_str_printf(kit_arena, "%s/%s", kit_root, name));
}

/* Writes a file, with the folders on its way. */
static __attribute__((unused)) void kit_put_bytes(const char *name, const void *bytes, size_t len)
{
    char *path = kit_path(name);
    for (char *slash = strchr(path + strlen(kit_root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

static __attribute__((unused)) void kit_put(const char *name, const char *text)
{
    kit_put_bytes(name, text, strlen(text));
}

static __attribute__((unused)) void kit_link(const char *target, const char *name)
{
    ck_assert_int_eq(symlink(target, kit_path(name)), 0);
}

/* Reads one file beneath the root. */
static __attribute__((unused)) const gate_evidence *kit_read(const char *pattern)
{
    gate_evidence_spec *spec = GATE_NEW(kit_arena, gate_evidence_spec);
    *spec = (gate_evidence_spec){.name = GATE_STR("e"), .pattern = gate_str_c(pattern)};
    return gate_bundle_read(kit_bundle, spec);
}

#define kit_trouble(evidence, wanted)                                                                        \
    do {                                                                                                     \
        const gate_trouble *kit_t = (evidence)->trouble;                                                     \
        ck_assert_msg(kit_t != NULL, "no trouble where %s was wanted", gate_code_get(wanted)->number);       \
        ck_assert_msg(kit_t->code == (wanted), "%s where %s was wanted: %.*s",                               \
                      gate_code_get(kit_t->code)->number, gate_code_get(wanted)->number,                     \
                      GATE_STR_ARG(kit_t->text));                                                            \
    } while (0)

#define kit_good(evidence)                                                                                   \
    do {                                                                                                     \
        const gate_evidence *kit_e = (evidence);                                                             \
        ck_assert_msg(kit_e->trouble == NULL, "trouble: %.*s",                                               \
                      kit_e->trouble ? (int)kit_e->trouble->text.len : 0,                                    \
                      kit_e->trouble ? kit_e->trouble->text.ptr : "");                                       \
    } while (0)

#define kit_text(str, wanted)                                                                                \
    ck_assert_msg(gate_str_eq_c((str), (wanted)), "`%.*s` where `%s` was wanted", GATE_STR_ARG(str), (wanted))

/* Runs the suite's cases; the exit status. */
static int kit_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
