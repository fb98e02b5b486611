/* gate_unit: base evidence grammar vm stdlib compiler verdict report author api */
/* Plans of retention over stores on the disk, and what happens to a store between the plan and the removal:
 * whatever it is, nothing goes that the plan keeps, and nothing that is not what was planned for. */
#include "api/gatec.h"

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST_TWO                                                                                             \
    "policy p \"P\"\nretain runs \"Runs\" over r in \"store/*/run.json\" by at {\n"                          \
    "  keep last 2 where r.status == \"pass\"\n  keep last 1 where r.status == \"fail\"\n}\n"

static char root[] = "/tmp/gatec-retain-XXXXXX";
static gatec_policy *policy;
static gatec_plan *plan;

/* -- the disk -------------------------------------------------------------------------------------------- */

static const char *under(const char *path)
{
    static char all[4][PATH_MAX];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(all[turn], PATH_MAX, "%s/%s", root, path);
    return all[turn];
}

static bool is_there(const char *path)
{
    struct stat info;
    return lstat(under(path), &info) == 0;
}

static void make_folder(const char *path)
{
    ck_assert_int_eq(mkdir(under(path), 0700), 0);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(under(path), "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void shell(const char *command)
{
    char line[2 * PATH_MAX];
    snprintf(line, sizeof line, "cd '%s' && %s", root, command);
    ck_assert_int_eq(system(line), 0);
}

/* A run of that day, with a few things in it. */
static void put_run(const char *name, const char *status, int day)
{
    char path[200], text[200];
    snprintf(path, sizeof path, "store/%s", name);
    make_folder(path);
    snprintf(path, sizeof path, "store/%s/logs", name);
    make_folder(path);
    snprintf(path, sizeof path, "store/%s/logs/a.log", name);
    write_file(path, "text\n");
    snprintf(path, sizeof path, "store/%s/run.json", name);
    snprintf(text, sizeof text, "{\"at\": \"2026-01-%02dT00:00:00Z\", \"status\": \"%s\"}", day, status);
    write_file(path, text);
}

static void setup(void)
{
    memcpy(root, "/tmp/gatec-retain-XXXXXX", sizeof root);
    ck_assert_ptr_nonnull(mkdtemp(root));
    make_folder("store");
    make_folder("safe");
    write_file("safe/treasure", "gold\n");
}

static void teardown(void)
{
    gatec_plan_free(plan);
    gatec_policy_free(policy);
    plan = NULL;
    policy = NULL;
    shell("rm -rf -- * .[!.]* 2> /dev/null || true");
    rmdir(root);
}

/* -- plans ----------------------------------------------------------------------------------------------- */

static void make_plan(const char *text)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.text = text;
    options.text_len = strlen(text);
    options.name = "p.gate";
    ck_assert_int_eq(gatec_policy_load(&options, &policy), GATEC_OK);
    gatec_retain_options retain = GATEC_RETAIN_OPTIONS_INIT;
    retain.root = root;
    retain.now = "2026-02-01T00:00:00Z";
    ck_assert_int_eq(gatec_retain(policy, &retain, &plan), GATEC_OK);
}

static size_t find(const char *name, gatec_folder *out)
{
    char path[200];
    snprintf(path, sizeof path, "store/%s", name);
    for (size_t i = 0; gatec_plan_folder(plan, i, out); i++) {
        if (strcmp(out->path, path) == 0) return i;
    }
    ck_abort_msg("no folder %s in the plan", name);
}

static void kept(const char *name, const char *reason)
{
    gatec_folder folder;
    size_t index = find(name, &folder);
    ck_assert_msg(folder.keep, "%s may go: %s", name, folder.reason);
    ck_assert_msg(strstr(folder.reason, reason) != NULL, "%s: %s", name, folder.reason);
    ck_assert_int_eq(gatec_plan_remove(plan, index), GATEC_E_USAGE);
}

static void goes(const char *name, const char *reason)
{
    gatec_folder folder;
    (void)find(name, &folder);
    ck_assert_msg(!folder.keep, "%s is kept: %s", name, folder.reason);
    ck_assert_msg(strstr(folder.reason, reason) != NULL, "%s: %s", name, folder.reason);
}

static void removal(const char *name, gatec_fate fate)
{
    gatec_folder folder;
    size_t index = find(name, &folder);
    ck_assert(!folder.keep);
    ck_assert_int_eq(gatec_plan_remove(plan, index), GATEC_OK);
    (void)find(name, &folder);
    ck_assert_msg(folder.fate == fate, "%s: fate %d: %s", name, (int)folder.fate, folder.trouble);
    ck_assert((*folder.trouble != '\0') == (fate == GATEC_CHANGED || fate == GATEC_FAILED));
    ck_assert_int_eq(gatec_plan_remove(plan, index), GATEC_E_USAGE);
    ck_assert(is_there("safe/treasure"));
}

static void usual_store(void)
{
    put_run("a", "pass", 1);
    put_run("b", "pass", 2);
    put_run("c", "pass", 3);
    put_run("d", "fail", 4);
    put_run("e", "fail", 5);
}

/* -- planning -------------------------------------------------------------------------------------------- */

START_TEST(the_rules_decide)
{
    usual_store();
    put_run("odd", "aborted", 6);
    write_file("store/a-file", "no folder\n");
    make_folder("store/.hidden");
    make_plan(LAST_TWO);
    gatec_folder folder;
    goes("a", "older than the last 2");
    kept("b", "among the last 2");
    kept("c", "among the last 2");
    goes("d", "older than the last 1");
    kept("e", "among the last 1");
    goes("odd", "no rule speaks of it");
    (void)find("odd", &folder);
    ck_assert(folder.unspoken);
    ck_assert(!gatec_plan_folder(plan, 6, &folder));
    ck_assert_uint_eq(gatec_plan_shortfall(plan), 0);
    removal("a", GATEC_REMOVED);
    removal("d", GATEC_REMOVED);
    ck_assert(!is_there("store/a") && !is_there("store/d"));
    ck_assert(is_there("store/b/logs/a.log") && is_there("store/a-file") && is_there("store/.hidden"));
}
END_TEST

START_TEST(what_is_not_definite_is_kept)
{
    usual_store();
    make_folder("store/empty");
    put_run("text", "pass", 1);
    write_file("store/text/run.json", "{");
    put_run("timeless", "pass", 1);
    write_file("store/timeless/run.json", "{\"status\": \"pass\"}");
    put_run("mute", "pass", 1);
    write_file("store/mute/run.json", "{\"at\": \"2026-01-01T00:00:00Z\"}");
    put_run("future", "pass", 1);
    write_file("store/future/run.json", "{\"at\": \"2026-02-01T00:05:01Z\", \"status\": \"pass\"}");
    shell("ln -s ../safe store/link; ln -s b store/alias; mkdir store/linked; ln -s ../b/run.json "
          "store/linked");
    shell("mkdir store/fifo; mkfifo store/fifo/run.json");
    make_plan(LAST_TWO);
    kept("empty", "its file can't be read: store/empty/run.json is not there");
    kept("text", "its file can't be read");
    kept("timeless", "no definite time");
    kept("mute", "condition is missing");
    kept("future", "no definite time");
    kept("link", "a link");
    kept("alias", "a link");
    kept("linked", "link, which is not followed");
    kept("fifo", "is no file");
    kept("c", "among");
    goes("a", "older");
}
END_TEST

START_TEST(blocks_protect_each_other)
{
    usual_store();
    make_folder("store/nest");
    write_file("store/nest/run.json", "{\"at\": \"2025-12-31T00:00:00Z\", \"status\": \"pass\"}");
    make_folder("store/nest/in");
    write_file("store/nest/in/x.json", "{\"keep\": true}");
    make_folder("store/b/in");
    write_file("store/b/in/x.json", "{\"keep\": false}");
    make_folder("store/a/in");
    write_file("store/a/in/x.json", "{\"keep\": false}");
    shell("rm -r store/a/logs");
    make_plan(
        LAST_TWO
        "retain more \"M\" over r in \"store/*/run.json\" { keep where r.at == \"2026-01-04T00:00:00Z\" }\n"
        "retain nest \"N\" over x in \"store/nest/*/x.json\" { keep where x.keep }\n"
        "retain kept \"K\" over x in \"store/b/*/x.json\" { keep where x.keep }\n"
        "retain gone \"G\" over x in \"store/a/*/x.json\" { keep where x.keep }\n"
        "retain not \"O\" over x in \"store/c/*/x.json\" { only if now < timestamp(\"2000-01-01T00:00:00Z\") "
        "keep where x.keep }\n");
    kept("d", "condition is true");
    kept("nest/in", "condition is true");
    kept("nest", "it holds store/nest/in, which is kept");
    kept("b/in", "it lies in store/b, which is kept");
    goes("a", "older");
    goes("a/in", "no rule");
    /* What has gone with what it lay in has gone. */
    removal("a", GATEC_REMOVED);
    removal("a/in", GATEC_GONE);
}
END_TEST

START_TEST(a_block_that_does_not_apply_keeps_all)
{
    usual_store();
    make_plan("policy p \"P\"\nevidence e from \"e.json\"\n"
              "retain runs \"Runs\" over r in \"store/*/run.json\" by at {\n only if e.ok == true\n"
              "  keep last 1\n}\n");
    kept("a", "`only if` is missing");
    kept("e", "`only if` is missing");
    ck_assert_uint_eq(gatec_plan_shortfall(plan), 0);
}
END_TEST

START_TEST(a_shortfall_is_counted)
{
    usual_store();
    make_plan("policy p \"P\"\nretain runs \"Runs\" over r in \"store/*/run.json\" by at {\n"
              "  keep last 4 per r.status\n  keep for 1d\n}\n"
              "retain none \"N\" over r in \"nowhere/*/run.json\" by at { keep last 7 }\n");
    ck_assert_uint_eq(gatec_plan_shortfall(plan), 1 + 2 + 7);
}
END_TEST

START_TEST(a_store_that_cannot_be_listed_keeps_all)
{
    gatec_folder folder;
    gatec_message message;
    usual_store();
    shell("ln -s store other");
    make_plan(LAST_TWO
              "retain other \"O\" over r in \"other/*/run.json\" { keep where r.status == \"x\" }\n");
    ck_assert(gatec_messages_at(gatec_plan_messages(plan), 0, &message));
    ck_assert_str_eq(message.code, "E0713"); /* STORE_UNREADABLE */
    for (size_t i = 0; gatec_plan_folder(plan, i, &folder); i++)
        ck_assert(folder.keep);
    kept("a", "could not be listed");
}
END_TEST

START_TEST(without_a_block_there_is_no_plan)
{
    static const char text[] = "policy p \"P\"\nevidence e from \"e.json\"\nchecklist c \"C\" { item i \"I\" "
                               "{ require e.a == 1 } }\n";
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    gatec_retain_options retain = GATEC_RETAIN_OPTIONS_INIT;
    gatec_message message;
    gatec_text out;
    options.text = text;
    options.text_len = sizeof text - 1;
    options.name = "p.gate";
    ck_assert_int_eq(gatec_policy_load(&options, &policy), GATEC_OK);
    ck_assert_int_eq(gatec_retain(policy, &retain, &plan), GATEC_E_INPUT);
    ck_assert(gatec_messages_at(gatec_plan_messages(plan), 0, &message));
    ck_assert_str_eq(message.code, "E0712"); /* RETAIN_NONE */
    ck_assert_int_eq(gatec_plan_render(plan, "text", &out), GATEC_E_USAGE);
    ck_assert_int_eq(gatec_plan_remove(plan, 0), GATEC_E_USAGE);
    ck_assert_int_eq(gatec_plan_remove(NULL, 0), GATEC_E_USAGE);
}
END_TEST

/* -- between the plan and the removal -------------------------------------------------------------------- */

static void usual_plan(void)
{
    usual_store();
    make_plan(LAST_TWO);
}

START_TEST(a_link_swapped_in)
{
    usual_plan();
    shell("mv store/a elsewhere; ln -s ../safe store/a");
    removal("a", GATEC_CHANGED);
    ck_assert(is_there("store/a") && is_there("elsewhere/run.json"));
}
END_TEST

START_TEST(a_link_in_a_folder_goes_itself)
{
    usual_store();
    shell("ln -s ../../safe store/a/safe; ln -s ../../../safe/treasure store/a/logs/t; ln -s / "
          "store/a/logs/top");
    shell("ln safe/treasure store/a/hard; mkfifo store/a/fifo");
    make_plan(LAST_TWO);
    removal("a", GATEC_REMOVED);
    ck_assert(!is_there("store/a"));
}
END_TEST

START_TEST(a_link_swapped_in_on_the_way)
{
    usual_plan();
    shell("mv store real; ln -s real store");
    removal("a", GATEC_CHANGED);
    ck_assert(is_there("real/a/run.json"));
}
END_TEST

START_TEST(a_store_moved_elsewhere)
{
    usual_plan();
    shell("mv store safe/store; cp -r safe/store store");
    removal("a", GATEC_CHANGED);
    ck_assert(is_there("safe/store/a/run.json") && is_there("store/a/run.json"));
}
END_TEST

START_TEST(a_folder_that_vanished)
{
    usual_plan();
    shell("rm -r store/a");
    removal("a", GATEC_GONE);
    removal("d", GATEC_REMOVED);
}
END_TEST

START_TEST(another_folder_of_that_name)
{
    usual_plan();
    shell("cp -r store/a copy; mv store/a old; mv copy store/a");
    removal("a", GATEC_CHANGED);
    ck_assert(is_there("store/a/logs/a.log"));
}
END_TEST

START_TEST(a_run_that_was_run_again)
{
    usual_plan();
    write_file("store/a/run.json",
               "{\"at\": \"2026-01-31T00:00:00Z\", \"status\": \"pass\", \"again\": true}");
    shell("mv store/d/run.json store/d/was.json");
    removal("a", GATEC_CHANGED);
    removal("d", GATEC_CHANGED);
    ck_assert(is_there("store/a/logs/a.log") && is_there("store/d/logs/a.log"));
}
END_TEST

START_TEST(folders_that_appear_are_not_touched)
{
    usual_plan();
    put_run("new", "pass", 1);
    removal("a", GATEC_REMOVED);
    removal("d", GATEC_REMOVED);
    ck_assert(is_there("store/new/run.json") && is_there("store/b/run.json"));
}
END_TEST

START_TEST(what_cannot_be_removed_keeps_its_file)
{
    usual_store();
    shell("p=store/a; for i in $(seq 130); do p=$p/d; done; mkdir -p $p");
    make_plan(LAST_TWO);
    removal("a", GATEC_FAILED);
    removal("d", GATEC_REMOVED);
    ck_assert(is_there("store/a/run.json") && !is_there("store/a/logs"));
    /* So that it can be done again: the next plan says the same of it. */
    gatec_plan_free(plan);
    gatec_policy_free(policy);
    shell("rm -r store/a/d");
    make_plan(LAST_TWO);
    goes("a", "older");
    removal("a", GATEC_REMOVED);
}
END_TEST

START_TEST(the_file_may_lie_deeper)
{
    make_folder("store/a");
    shell("mkdir -p store/a/x/y store/b/x/y; echo '{\"go\": true}' > store/a/x/y/run.json; cp "
          "store/a/x/y/run.json store/b/x/y");
    shell("mkdir store/a/x/z; echo 1 > store/a/x/z/f; p=store/b/x/z; for i in $(seq 130); do p=$p/d; done; "
          "mkdir -p $p");
    make_plan("policy p \"P\"\nretain runs \"Runs\" over r in \"store/*/x/y/run.json\" { keep where r.go == "
              "false }\n");
    removal("a", GATEC_REMOVED);
    removal("b", GATEC_FAILED);
    ck_assert(is_there("store/b/x/y/run.json") && !is_there("store/a"));
}
END_TEST

START_TEST(forms_say_what_became)
{
    gatec_text out;
    usual_plan();
    removal("a", GATEC_REMOVED);
    shell("rm -r store/d; ln -s ../safe store/d");
    removal("d", GATEC_CHANGED);
    ck_assert_int_eq(gatec_plan_render(plan, "text", &out), GATEC_OK);
    ck_assert(strstr(out.bytes, "removed  store/a") && strstr(out.bytes, "changed  store/d"));
    ck_assert(strstr(out.bytes, "5 folders: 3 kept, 2 may go; 1 removed; 1 could not be removed\n"));
    gatec_text_free(&out);
    ck_assert_int_eq(gatec_plan_render(plan, "json", &out), GATEC_OK);
    ck_assert(strstr(out.bytes, "\"removal\": \"removed\"") && strstr(out.bytes, "\"removal\": \"changed\""));
    gatec_text_free(&out);
    ck_assert_int_eq(gatec_plan_render(plan, "html", &out), GATEC_E_USAGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("retain");
    TCase *tests = tcase_create("retain");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_rules_decide);
    tcase_add_test(tests, what_is_not_definite_is_kept);
    tcase_add_test(tests, blocks_protect_each_other);
    tcase_add_test(tests, a_block_that_does_not_apply_keeps_all);
    tcase_add_test(tests, a_shortfall_is_counted);
    tcase_add_test(tests, a_store_that_cannot_be_listed_keeps_all);
    tcase_add_test(tests, without_a_block_there_is_no_plan);
    tcase_add_test(tests, a_link_swapped_in);
    tcase_add_test(tests, a_link_in_a_folder_goes_itself);
    tcase_add_test(tests, a_link_swapped_in_on_the_way);
    tcase_add_test(tests, a_store_moved_elsewhere);
    tcase_add_test(tests, a_folder_that_vanished);
    tcase_add_test(tests, another_folder_of_that_name);
    tcase_add_test(tests, a_run_that_was_run_again);
    tcase_add_test(tests, folders_that_appear_are_not_touched);
    tcase_add_test(tests, what_cannot_be_removed_keeps_its_file);
    tcase_add_test(tests, the_file_may_lie_deeper);
    tcase_add_test(tests, forms_say_what_became);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
