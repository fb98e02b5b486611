/* gate_unit: base evidence */
#include "test_evidence_kit.h"

#include "evidence/beneath.h"
#include "evidence/digest.h"
#include "evidence/file.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

/* A root with everything that a path can trip over, and a sibling outside of it that must never be
 * read. The root proper is the folder `in`. */
static void tree(void)
{
    kit_put("secret.json", "\"secret\"");
    kit_put("in/a.json", "1");
    kit_put("in/sub/b.json", "2");
    kit_put("in/sub/deep/c.json", "3");
    kit_put("in/%2e%2e/d.json", "4");
    kit_put("in/%2e%2e%2fsecret.json", "5");
    kit_link("a.json", "in/good");
    kit_link("sub", "in/folder");
    kit_link("../a.json", "in/sub/up");
    kit_link("deep/../../folder/b.json", "in/sub/round");
    kit_link("../secret.json", "in/out");
    kit_link("..", "in/out-folder");
    kit_link("../../secret.json", "in/sub/out");
    kit_link(kit_path("secret.json"), "in/absolute-out");
    kit_link(kit_path("in/a.json"), "in/absolute-in");
    kit_link("/", "in/slash");
    kit_link("loop-b", "in/loop-a");
    kit_link("loop-a", "in/loop-b");
    kit_link("self/x", "in/self");
    kit_link("nowhere", "in/dangling");
    kit_link("/dev/zero", "in/device");
    kit_link("/proc/self/root/etc/passwd", "in/magic");
    kit_link("fifo", "in/to-fifo");
    ck_assert_int_eq(mkfifo(kit_path("in/fifo"), 0644), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    strcpy(at.sun_path, kit_path("in/socket"));
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    close(fd);
    kit_reading.root = gate_str_c(kit_path("in"));
}

static void setup(void)
{
    kit_setup();
    tree();
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
}

/* GATE_CODE_COUNT: it is read. */
static const struct {
    const char *path;
    gate_code code;
    bool missing;
    const char *text;
} paths[] = {
    {"a.json", GATE_CODE_COUNT, false, NULL},
    {"./sub/.//b.json", GATE_CODE_COUNT, false, NULL},
    {"sub/../a.json", GATE_CODE_COUNT, false, NULL},
    {"sub/deep/../../a.json", GATE_CODE_COUNT, false, NULL},
    {"folder/../a.json", GATE_CODE_COUNT, false, NULL},
    {"good", GATE_CODE_COUNT, false, NULL},
    {"folder/b.json", GATE_CODE_COUNT, false, NULL},
    {"sub/up", GATE_CODE_COUNT, false, NULL},
    {"sub/round", GATE_CODE_COUNT, false, NULL},
    {"%2e%2e/d.json", GATE_CODE_COUNT, false, NULL},
    {"%2e%2e%2fsecret.json", GATE_CODE_COUNT, false, NULL},
    /* out of the root */
    {"../secret.json", GATE_D_EVIDENCE_OUTSIDE, false,
     "../secret.json leaves the root (it climbs out with `..`); if that is meant, give `--allow-outside`"},
    {"sub/../../secret.json", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"sub/deep/../../../secret.json", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"../in/a.json", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"../../../../../../../../etc/passwd", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"..", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"/etc/passwd", GATE_D_EVIDENCE_OUTSIDE, false,
     "/etc/passwd leaves the root (it is absolute); if that is meant, give `--allow-outside`"},
    {"//etc/passwd", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"out", GATE_D_EVIDENCE_OUTSIDE, false,
     "out leaves the root (by `..` or by a link on the way); if that is meant, give `--allow-outside`"},
    {"out-folder/secret.json", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"out-folder/in/a.json", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"sub/out", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"folder/out", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"absolute-out", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"absolute-in", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"slash/etc/passwd", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"device", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    {"magic", GATE_D_EVIDENCE_OUTSIDE, false, NULL},
    /* loops and lengths */
    {"loop-a", GATE_D_EVIDENCE_UNREADABLE, false, "loop-a could not be read: its links go round in circles"},
    {"loop-a/x.json", GATE_D_EVIDENCE_UNREADABLE, false, NULL},
    {"self", GATE_D_EVIDENCE_UNREADABLE, false, NULL},
    /* no files */
    {"sub", GATE_D_EVIDENCE_NOT_FILE, false, "sub is a folder, not a file"},
    {"folder", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {"sub/..", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {"sub/", GATE_D_EVIDENCE_NOT_FILE, false, "`sub/` names a folder, not a file"},
    {"a.json/", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {"", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {".", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {"/", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {"fifo", GATE_D_EVIDENCE_NOT_FILE, false, "fifo is a FIFO, not a file"},
    {"to-fifo", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    {"socket", GATE_D_EVIDENCE_NOT_FILE, false, NULL},
    /* not there */
    {"b.json", GATE_D_EVIDENCE_ABSENT, true, "b.json is not there"},
    {"sub/x/y.json", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"a.json/x", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"dangling", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"A.json", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"a.json ", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"%2e%2e/secret.json", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"~/a.json", GATE_D_EVIDENCE_ABSENT, true, NULL},
    {"a\n\x1b]8.json", GATE_D_EVIDENCE_ABSENT, true, "a\\n\\x1b]8.json is not there"},
};

START_TEST(paths_of_every_kind)
{
    const gate_evidence *evidence = kit_read(paths[_i].path);
    if (paths[_i].code == GATE_CODE_COUNT) {
        kit_good(evidence);
        ck_assert_uint_eq(evidence->count, 1);
        ck_assert(gate_str_find(evidence->artifacts[0]->text, GATE_STR("secret"), 0) == SIZE_MAX);
        return;
    }
    ck_assert_msg(evidence->trouble != NULL, "%s was read", paths[_i].path);
    kit_trouble(evidence, paths[_i].code);
    ck_assert_int_eq(evidence->trouble->missing, paths[_i].missing);
    if (paths[_i].text) kit_text(evidence->trouble->text, paths[_i].text);
    for (uint32_t i = 0; i < evidence->count; i++) {
        ck_assert(!evidence->artifacts[i]->read);
        ck_assert_ptr_null(evidence->artifacts[i]->root.node);
    }
}
END_TEST

/* The walk by hand gives what the kernel gives. */
START_TEST(the_walk_agrees_with_the_kernel)
{
    int root = open(kit_path("in"), O_RDONLY | O_DIRECTORY);
    static const int flags[] = {O_RDONLY | O_NONBLOCK, O_RDONLY | O_DIRECTORY, 010000000 /* O_PATH */};
    for (size_t f = 0; f < GATE_COUNT(flags); f++) {
        int kernel = gate_beneath_open(root, paths[_i].path, flags[f]);
        int kernel_error = kernel < 0 ? errno : 0;
        int walk = gate_beneath_walk(root, paths[_i].path, flags[f]);
        int walk_error = walk < 0 ? errno : 0;
        ck_assert_msg(kernel_error == walk_error, "%s, flags %zu: %s and %s", paths[_i].path, f,
                      strerror(kernel_error), strerror(walk_error));
        if (kernel < 0) continue;
        struct stat a, b;
        fstat(kernel, &a);
        fstat(walk, &b);
        ck_assert(a.st_dev == b.st_dev && a.st_ino == b.st_ino);
        ck_assert(fcntl(walk, F_GETFD) & FD_CLOEXEC);
        ck_assert(fcntl(kernel, F_GETFD) & FD_CLOEXEC);
        close(kernel);
        close(walk);
    }
    int next = open("/dev/null", O_RDONLY);
    ck_assert_int_eq(next, root + 1); /* nothing was left open */
}
END_TEST

START_TEST(long_and_odd_paths)
{
    char *path = gate_arena_alloc(kit_arena, 4098);
    memset(path, 'x', 4097);
    kit_trouble(kit_read(path), GATE_D_EVIDENCE_UNREADABLE);
    ck_assert_uint_lt(kit_read(path)->trouble->text.len, 300);
    for (size_t i = 0; i < 4097; i++)
        path[i] = i % 2 ? '/' : 'x';
    kit_trouble(kit_read(path), GATE_D_EVIDENCE_UNREADABLE);
    path[256] = '\0';
    memset(path, 'x', 256);
    kit_trouble(kit_read(path), GATE_D_EVIDENCE_UNREADABLE);
    ck_assert_int_eq(gate_beneath_walk(AT_FDCWD, path, O_RDONLY), -1);
    ck_assert_int_eq(errno, ENAMETOOLONG);
    gate_evidence_spec nul = {.name = GATE_STR("e"), .pattern = {"a.json\0.txt", 11}};
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &nul);
    kit_trouble(evidence, GATE_D_EVIDENCE_UNREADABLE);
    kit_text(evidence->trouble->text, "a.json\\x00.txt could not be read: the name holds a NUL");
}
END_TEST

START_TEST(outside_is_allowed_when_asked_for)
{
    kit_reading.allow_outside = true;
    static const char *const good[] = {"../secret.json",         "out",    "absolute-out",
                                       "out-folder/secret.json", "a.json", "/etc/passwd/../hostname"};
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    for (size_t i = 0; i < 5; i++)
        kit_good(kit_read(good[i]));
    kit_good(kit_read(kit_path("secret.json")));
    kit_trouble(kit_read("device"), GATE_D_EVIDENCE_NOT_FILE);
    kit_trouble(kit_read("fifo"), GATE_D_EVIDENCE_NOT_FILE);
    kit_trouble(kit_read(good[5]), GATE_D_EVIDENCE_ABSENT);
}
END_TEST

START_TEST(sizes_at_the_limit_and_one_more)
{
    kit_put("in/eight.json", "[1,2,34]");
    kit_put("in/nine.json", "[1,2,345]");
    kit_reading.limits.file_bytes = 8;
    kit_good(kit_read("eight.json"));
    const gate_evidence *evidence = kit_read("nine.json");
    kit_trouble(evidence, GATE_D_EVIDENCE_TOO_LARGE);
    kit_text(evidence->trouble->text, "nine.json is larger than the limit of 8 bytes");
    kit_reading.limits.stream_bytes = 8;
    gate_evidence_spec spec = {
        .name = GATE_STR("e"), .pattern = GATE_STR("eight.json"), .reader = GATE_STR("file")};
    kit_good(gate_bundle_read(kit_bundle, &spec));
    spec.pattern = GATE_STR("nine.json");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_TOO_LARGE);
}
END_TEST

/* Files of the kernel's have no size until they are read, as if they grew meanwhile. */
START_TEST(a_file_that_grows_is_held_to_the_limit)
{
    gate_root *root = gate_root_new(kit_arena, GATE_STR(""), false);
    gate_str text;
    const gate_trouble *trouble =
        gate_file_read(root, GATE_BASE_WORKING, GATE_STR("/proc/self/status"), 100, &text);
    ck_assert_ptr_nonnull(trouble);
    ck_assert_int_eq(trouble->code, GATE_D_EVIDENCE_TOO_LARGE);
    ck_assert_ptr_null(
        gate_file_read(root, GATE_BASE_WORKING, GATE_STR("/proc/self/status"), 1 << 20, &text));
    ck_assert_uint_gt(text.len, 100);
    uint64_t size = 0;
    uint8_t sha[32];
    trouble = gate_file_digest(root, GATE_BASE_WORKING, GATE_STR("/proc/self/status"), 100, &size, sha);
    ck_assert_int_eq(trouble->code, GATE_D_EVIDENCE_TOO_LARGE);
}
END_TEST

START_TEST(a_failing_read_is_an_error)
{
    gate_root *root = gate_root_new(kit_arena, GATE_STR(""), false);
    gate_str text;
    const gate_trouble *trouble =
        gate_file_read(root, GATE_BASE_WORKING, GATE_STR("/proc/self/mem"), 100, &text);
    ck_assert_ptr_nonnull(trouble);
    ck_assert_int_eq(trouble->code, GATE_D_EVIDENCE_UNREADABLE);
    kit_text(trouble->text, "/proc/self/mem could not be read: input or output error");
}
END_TEST

START_TEST(no_permission_is_no_absence)
{
    if (geteuid() == 0 && seteuid(65534) != 0) return;
    ck_assert_int_eq(seteuid(getuid()), 0);
    chmod(kit_path("in/a.json"), 0);
    chmod(kit_path("in/sub"), 0);
    if (geteuid() == 0) ck_assert_int_eq(seteuid(65534), 0);
    const gate_evidence *evidence = kit_read("a.json");
    kit_trouble(evidence, GATE_D_EVIDENCE_UNREADABLE);
    kit_text(evidence->trouble->text, "a.json could not be read: no permission");
    ck_assert(!evidence->trouble->missing);
    kit_trouble(kit_read("sub/b.json"), GATE_D_EVIDENCE_UNREADABLE);
    kit_trouble(kit_read("sub/nothing.json"), GATE_D_EVIDENCE_UNREADABLE);
    kit_trouble(kit_read("sub/*.json"), GATE_D_EVIDENCE_UNREADABLE);
    kit_trouble(kit_read("**/*.json"), GATE_D_EVIDENCE_UNREADABLE);
    if (getuid() == 0) ck_assert_int_eq(seteuid(0), 0);
    chmod(kit_path("in/sub"), 0755);
}
END_TEST

START_TEST(a_root_that_is_not_there)
{
    kit_reading.root = gate_str_c(kit_path("nothing"));
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    kit_trouble(kit_read("a.json"), GATE_D_EVIDENCE_ROOT);
    kit_trouble(kit_read("*.json"), GATE_D_EVIDENCE_ROOT);
    ck_assert(!kit_read("a.json")->trouble->missing);
    kit_reading.root = gate_str_c(kit_path("secret.json"));
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    kit_trouble(kit_read("a.json"), GATE_D_EVIDENCE_ROOT);
    /* What is bound by hand needs no root. */
    gate_evidence_spec spec = {.name = GATE_STR("e"), .bound = gate_str_c(kit_path("in/a.json"))};
    kit_good(gate_bundle_read(kit_bundle, &spec));
}
END_TEST

START_TEST(the_working_directory_is_the_root_by_default)
{
    ck_assert_int_eq(chdir(kit_path("in")), 0);
    kit_reading.root = GATE_STR("");
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    kit_good(kit_read("a.json"));
    kit_trouble(kit_read("../secret.json"), GATE_D_EVIDENCE_OUTSIDE);
}
END_TEST

START_TEST(the_reader_file_tells_path_size_and_digest)
{
    kit_put_bytes("in/tool.bin", "\0\xFF{\0", 4);
    gate_evidence_spec spec = {
        .name = GATE_STR("e"), .pattern = GATE_STR("./tool.bin"), .reader = GATE_STR("file")};
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    const gate_artifact *artifact = evidence->artifacts[0];
    ck_assert_uint_eq(artifact->text.len, 0);
    ck_assert(artifact->read);
    kit_text(gate_datum_str(gate_datum_get(artifact->root, GATE_STR("path"))), "tool.bin");
    ck_assert_int_eq(gate_datum_int(gate_datum_get(artifact->root, GATE_STR("size"))), 4);
    uint8_t sha[32];
    char hex[65];
    gate_sha256((gate_str){"\0\xFF{\0", 4}, sha);
    gate_str said = gate_datum_str(gate_datum_get(artifact->root, GATE_STR("sha256")));
    ck_assert(gate_str_eq(said, gate_sha256_hex(hex, sha)));
    ck_assert_mem_eq(artifact->sha256, sha, sizeof sha);
    ck_assert_uint_eq(gate_datum_size(artifact->root), 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("file");
    TCase *tests = tcase_create("file");
    tcase_add_checked_fixture(tests, setup, kit_teardown);
    tcase_add_loop_test(tests, paths_of_every_kind, 0, GATE_COUNT(paths));
    tcase_add_loop_test(tests, the_walk_agrees_with_the_kernel, 0, GATE_COUNT(paths));
    tcase_add_test(tests, long_and_odd_paths);
    tcase_add_test(tests, outside_is_allowed_when_asked_for);
    tcase_add_test(tests, sizes_at_the_limit_and_one_more);
    tcase_add_test(tests, a_file_that_grows_is_held_to_the_limit);
    tcase_add_test(tests, a_failing_read_is_an_error);
    tcase_add_test(tests, no_permission_is_no_absence);
    tcase_add_test(tests, a_root_that_is_not_there);
    tcase_add_test(tests, the_working_directory_is_the_root_by_default);
    tcase_add_test(tests, the_reader_file_tells_path_size_and_digest);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
