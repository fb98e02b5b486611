/* gate_unit: base evidence */
#include "test_evidence_kit.h"

#include "evidence/digest.h"

#include <errno.h>

static const struct {
    const char *text, *hex;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

/* A million `a`s: the third vector of FIPS 180-4, and beyond the size where a thread does the work. */
#define MILLION     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
#define MILLION_LEN 1000000u

START_TEST(known_vectors)
{
    uint8_t sha[GATE_SHA256_BYTES];
    char hex[65];
    gate_sha256(gate_str_c(vectors[_i].text), sha);
    kit_text(gate_sha256_hex(hex, sha), vectors[_i].hex);
    gate_digest_finish(gate_digest_start(kit_arena, gate_str_c(vectors[_i].text), sha));
    kit_text(gate_sha256_hex(hex, sha), vectors[_i].hex);
}
END_TEST

START_TEST(a_stream_has_the_digest_of_its_bytes)
{
    char *bytes = gate_arena_alloc(kit_arena, MILLION_LEN), hex[65];
    memset(bytes, 'a', MILLION_LEN);
    kit_put_bytes("million", bytes, MILLION_LEN);
    int fd = open(kit_path("million"), O_RDONLY);
    uint8_t sha[GATE_SHA256_BYTES];
    uint64_t size = 0;
    ck_assert_int_eq(gate_sha256_fd(fd, MILLION_LEN, &size, sha), 0);
    ck_assert_uint_eq(size, MILLION_LEN);
    kit_text(gate_sha256_hex(hex, sha), MILLION);
    lseek(fd, 0, SEEK_SET);
    ck_assert_int_eq(gate_sha256_fd(fd, MILLION_LEN - 1, &size, sha), EFBIG);
    close(fd);
    ck_assert_int_eq(gate_sha256_fd(fd, 1, &size, sha), EBADF);
}
END_TEST

START_TEST(a_thread_gives_the_same_digest)
{
    size_t len = 3u << 20;
    char *bytes = gate_arena_alloc(kit_arena, len);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(i * 31 >> 3);
    uint8_t alone[GATE_SHA256_BYTES], beside[GATE_SHA256_BYTES];
    gate_sha256((gate_str){bytes, len}, alone);
    gate_digest *digest = gate_digest_start(kit_arena, (gate_str){bytes, len}, beside);
    gate_digest_finish(digest);
    ck_assert_mem_eq(alone, beside, sizeof alone);
    gate_digest_finish(digest); /* again does nothing */
}
END_TEST

START_TEST(an_unfinished_digest_ends_with_its_arena)
{
    gate_arena *arena = gate_arena_new(&kit_panic, 0);
    size_t len = 8u << 20;
    char *bytes = gate_arena_alloc(arena, len);
    uint8_t *sha = gate_arena_alloc(arena, GATE_SHA256_BYTES);
    ck_assert_ptr_nonnull(gate_digest_start(arena, (gate_str){bytes, len}, sha));
    gate_arena_free(arena); /* the sanitizers watch */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("digest");
    TCase *tests = tcase_create("digest");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_loop_test(tests, known_vectors, 0, GATE_COUNT(vectors));
    tcase_add_test(tests, a_stream_has_the_digest_of_its_bytes);
    tcase_add_test(tests, a_thread_gives_the_same_digest);
    tcase_add_test(tests, an_unfinished_digest_ends_with_its_arena);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
