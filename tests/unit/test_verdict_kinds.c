/* gate_unit: base evidence grammar vm stdlib compiler verdict report */
/* Canaries, rollbacks, procedures, waivers and ticks from the policy to the document. */
#include "verdict_kit.h"

#include "report/report.h"

typedef struct kind_case {
    const char *name, *policy, *json; /* json: of the evidence `e` */
    const char *expected;             /* "VERDICT; block DECISION; row outcome; …" */
} kind_case;

#define HEAD   "policy p \"P\"\nevidence e from \"e.json\"\n"
#define CANARY HEAD "canary c over w in e.ws where w.r == 1 {\n"
#define FIRE(rest) HEAD "rollback r {\ntrigger t { fire when w.x > 3 for " rest " w in e.ws }\n}\n"
#define W(x, start, end) "{\"x\":" x ",\"start\":\"2026-02-13T" start ":00Z\",\"end\":\"2026-02-13T" end ":00Z\"}"
#define CW(r, start) "{\"ok\":true,\"start\":\"2026-02-13T" start ":00Z\",\"r\":" r "}"
#define STEPS                                                                                                \
    HEAD "procedure q {\nstep a { at e.a require e.done >= 1 }\n"                                            \
         "step b { at e.b within 30m of a require e.done >= 2 }\nstep d { require e.done >= 3 }\n}\n"

static const kind_case cases[] = {
    {"a canary passes", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":2,\"ok\":false}]}",
     "GO; c PASS; c.a pass"},
    {"a canary fails", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":1,\"ok\":false}]}",
     "NO-GO; c FAIL; c.a fail"},
    {"a failure is tolerated", CANARY "tolerate 1 of 2 windows\ncriterion a { require w.ok }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":1,\"ok\":false}]}", "GO; c PASS; c.a pass"},
    {"of two failures one is not", CANARY "tolerate 1 of 2 windows\ncriterion a { require w.ok }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":false},{\"r\":1,\"ok\":false}]}", "NO-GO; c FAIL; c.a fail"},
    {"a criterion's own tolerance counts",
     CANARY "tolerate 1 of 2 windows\ncriterion a { require w.ok tolerate 0 of 2 windows }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":1,\"ok\":false}]}", "NO-GO; c FAIL; c.a fail"},
    {"missing never passes", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":1}]}",
     "NO-GO; c INCONCLUSIVE; c.a missing"},
    {"nor where a failure is tolerated", CANARY "tolerate 1 of 2 windows\ncriterion a { require w.ok }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":1}]}", "NO-GO; c INCONCLUSIVE; c.a missing"},
    {"a failure wins over missing", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"ok\":false},{\"r\":1}]}",
     "NO-GO; c FAIL; c.a fail"},
    {"a window that may be left out is missing", CANARY "criterion a { require w.ok }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":true},{\"ok\":true}]}", "NO-GO; c INCONCLUSIVE; c.a missing"},
    {"no windows", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":[]}", "NO-GO; c INCONCLUSIVE; c.a skipped"},
    {"all windows left out", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":[{\"r\":2,\"ok\":true}]}",
     "NO-GO; c INCONCLUSIVE; c.a skipped"},
    {"no list", CANARY "criterion a { require w.ok }\n}\n", "{}", "NO-GO; c INCONCLUSIVE; c.a missing"},
    {"no file", CANARY "criterion a { require w.ok }\n}\n", NULL, "NO-GO; c INCONCLUSIVE; c.a missing"},
    {"a list that is none", CANARY "criterion a { require w.ok }\n}\n", "{\"ws\":3}", "NO-GO; c INCONCLUSIVE; c.a error"},
    {"too few windows", CANARY "at least 2 windows\ncriterion a { require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"ok\":true}]}",
     "NO-GO; c INCONCLUSIVE; c.a pass"},
    {"a skipped window is not judged", CANARY "at least 2 windows\ncriterion a { only if w.on require w.ok }\n}\n",
     "{\"ws\":[{\"r\":1,\"on\":true,\"ok\":true},{\"r\":1,\"on\":false}]}", "NO-GO; c INCONCLUSIVE; c.a pass"},
    {"every criterion skipped", CANARY "criterion a { only if w.on require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"on\":false}]}",
     "NO-GO; c INCONCLUSIVE; c.a skipped"},
    {"only advisory criteria", CANARY "criterion a { advisory require w.ok }\n}\n", "{\"ws\":[{\"r\":1,\"ok\":true}]}",
     "NO-GO; c INCONCLUSIVE; c.a pass"},
    {"a warning", CANARY "criterion a { require w.ok warn when w.slow }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":true,\"slow\":true},{\"r\":1,\"ok\":true,\"slow\":false}]}", "GO; c PASS; c.a warn"},
    {"a window that is there twice", CANARY "at least 2 windows\ncriterion a { require w.ok }\n}\n",
     "{\"ws\":[" CW("1", "10:00") "," CW("1", "10:05") "," CW("1", "10:00") "]}", "NO-GO; c INCONCLUSIVE; c.a pass"},
    {"twice, and left out", CANARY "criterion a { require w.ok }\n}\n",
     "{\"ws\":[" CW("2", "10:00") "," CW("2", "10:00") "," CW("1", "10:00") "]}", "GO; c PASS; c.a pass"},
    {"two windows of one time", CANARY "at least 2 windows\ntolerate 1 of 2 windows\ncriterion a { require w.ok }\n}\n",
     "{\"ws\":[" CW("1", "10:00") "," CW("1.0,\"region\":2", "10:00") "]}", "GO; c PASS; c.a pass"},
    {"windows in disorder", CANARY "criterion a { require w.ok }\n}\n",
     "{\"ws\":[" CW("1", "10:05") "," CW("1", "10:00") "]}", "GO; c PASS; c.a pass"},
    {"windows in disorder have no neighbours", CANARY "criterion a { require w.ok tolerate 1 of 2 windows }\n}\n",
     "{\"ws\":[" CW("1", "10:05") "," CW("1", "10:00") "]}", "NO-GO; c INCONCLUSIVE; c.a pass"},
    {"equal windows without times", CANARY "at least 2 windows\ncriterion a { require w.ok }\n}\n",
     "{\"ws\":[{\"r\":1,\"ok\":true},{\"r\":1,\"ok\":true}]}", "GO; c PASS; c.a pass"},
    {"a canary that does not apply", HEAD "canary c over w in e.ws { only if e.on criterion a { require w.ok } }\nchecklist k { item i { require e.ok } }\n",
     "{\"on\":false,\"ok\":true}", "GO; c -; k GO; k.i pass"},

    {"a plain trigger fires", HEAD "rollback r { trigger t { fire when e.bad } }\n", "{\"bad\":true}", "NO-GO; r ROLLBACK; r.t firing"},
    {"a plain trigger is inactive", HEAD "rollback r { trigger t { fire when e.bad } }\n", "{\"bad\":false}", "GO; r STEADY; r.t inactive"},
    {"a plain trigger is unknown", HEAD "rollback r { trigger t { fire when e.bad } }\n", "{}", "NO-GO; r HOLD; r.t unknown"},
    {"of several conditions one is enough", HEAD "rollback r { trigger t { fire when e.a fire when e.b } }\n", "{\"b\":true}",
     "NO-GO; r ROLLBACK; r.t firing"},
    {"of several conditions one is unknown", HEAD "rollback r { trigger t { fire when e.a fire when e.b } }\n", "{\"b\":false}",
     "NO-GO; r HOLD; r.t unknown"},
    {"a trigger that does not apply", HEAD "rollback r { trigger t { only if e.on fire when e.bad } }\n", "{\"on\":false,\"bad\":true}",
     "GO; r STEADY; r.t inactive"},
    {"a trigger that may apply", HEAD "rollback r { trigger t { only if e.on fire when e.bad } }\n", "{\"bad\":false}",
     "NO-GO; r HOLD; r.t unknown"},
    {"hold", HEAD "rollback r { then hold trigger t { fire when e.bad } }\n", "{\"bad\":true}", "NO-GO; r HOLD; r.t firing"},
    {"a trigger's own hold", HEAD "rollback r { then q trigger t { fire when e.bad then hold } }\nprocedure q { step a { require e.a } }\n",
     "{\"bad\":true}", "NO-GO; r HOLD; r.t firing; q -"},
    {"only advisory triggers", HEAD "rollback r { trigger t { advisory fire when e.bad } }\n", "{\"bad\":false}", "NO-GO; r HOLD; r.t inactive"},
    {"an advisory trigger calls for nothing",
     HEAD "rollback r { then q trigger t { advisory fire when e.bad } trigger u { fire when e.worse } }\nprocedure q { step a { require e.a } }\n",
     "{\"bad\":true,\"worse\":false}", "GO; r STEADY; r.t firing; r.u inactive; q -"},
    {"two windows in a row", FIRE("2 consecutive"), "{\"ws\":[{\"x\":1},{\"x\":4},{\"x\":5}]}", "NO-GO; r ROLLBACK; r.t firing"},
    {"two windows that are past", FIRE("2 consecutive"), "{\"ws\":[{\"x\":4},{\"x\":5},{\"x\":1}]}", "NO-GO; r ROLLBACK; r.t firing"},
    {"past windows, and the latest count", HEAD "rollback r { trigger t { fire when w.x > 3 for 2 consecutive w in e.ws latest } }\n",
     "{\"ws\":[{\"x\":4},{\"x\":5},{\"x\":1}]}", "GO; r STEADY; r.t inactive"},
    {"one window of two", FIRE("2 consecutive"), "{\"ws\":[{\"x\":1},{\"x\":4}]}", "GO; r STEADY; r.t pending"},
    {"numbers are windows too", HEAD "rollback r { trigger t { fire when x > 3 for 2 consecutive x in e.xs } }\n", "{\"xs\":[1,4,5]}",
     "NO-GO; r ROLLBACK; r.t firing"},
    {"an unknown window that decides", FIRE("2 consecutive"), "{\"ws\":[{\"x\":4},{}]}", "NO-GO; r HOLD; r.t unknown"},
    {"an unknown window that does not", FIRE("3 consecutive"), "{\"ws\":[{\"x\":4},{}]}", "GO; r STEADY; r.t inactive"},
    {"no data is clean", HEAD "rollback r { trigger t { fire when w.x > 3 for 2 consecutive w in e.ws no data is clean } }\n",
     "{\"ws\":[{\"x\":4},{}]}", "GO; r STEADY; r.t inactive"},
    {"no data is a breach", HEAD "rollback r { trigger t { fire when w.x > 3 for 2 consecutive w in e.ws no data is breach } }\n",
     "{\"ws\":[{\"x\":4},{}]}", "NO-GO; r ROLLBACK; r.t firing"},
    {"no data speaks of no list", HEAD "rollback r { trigger t { fire when w.x > 3 for 2 consecutive w in e.ws no data is clean } }\n", "{}",
     "NO-GO; r HOLD; r.t unknown"},
    {"nor of an empty one", HEAD "rollback r { trigger t { fire when w.x > 3 for 2 consecutive w in e.ws no data is clean } }\n",
     "{\"ws\":[]}", "NO-GO; r HOLD; r.t unknown"},
    {"an empty list", FIRE("1 consecutive"), "{\"ws\":[]}", "NO-GO; r HOLD; r.t unknown"},
    {"a list that stopped", FIRE("1 consecutive"), "{\"ws\":[" W("1", "09:00", "09:15") "," W("1", "09:15", "09:30") "]}",
     "NO-GO; r HOLD; r.t unknown"},
    {"a list until now", FIRE("1 consecutive"), "{\"ws\":[" W("1", "11:30", "11:45") "," W("1", "11:45", "12:00") "]}",
     "GO; r STEADY; r.t inactive"},
    {"a hole", FIRE("2 consecutive"), "{\"ws\":[" W("4", "11:15", "11:30") "," W("4", "11:45", "12:00") "]}", "NO-GO; r HOLD; r.t unknown"},
    {"disorder", FIRE("2 consecutive"), "{\"ws\":[" W("1", "11:45", "12:00") "," W("1", "11:30", "11:45") "]}", "NO-GO; r HOLD; r.t unknown"},
    {"a window with half its times", FIRE("2 consecutive"), "{\"ws\":[{\"x\":1,\"start\":\"2026-02-13T11:45:00Z\"}]}",
     "NO-GO; r HOLD; r.t unknown"},
    {"windows for a time", HEAD "rollback r { trigger t { fire when w.x > 3 for 30m of w in e.ws by at } }\n",
     "{\"ws\":[{\"x\":4,\"at\":\"2026-02-13T11:30:00Z\"},{\"x\":4,\"at\":\"2026-02-13T11:45:00Z\"}]}", "NO-GO; r ROLLBACK; r.t firing"},
    {"one window tells no width", HEAD "rollback r { trigger t { fire when w.x > 3 for 30m of w in e.ws by at } }\n",
     "{\"ws\":[{\"x\":1,\"at\":\"2026-02-13T11:45:00Z\"}]}", "NO-GO; r HOLD; r.t unknown"},
    {"a rollback that may apply", HEAD "rollback r { only if e.on trigger t { fire when e.bad } }\n", "{\"bad\":true}", "NO-GO; r HOLD"},

    {"nothing is done", STEPS, "{\"done\":0}", "NO-GO; q IN-PROGRESS; q.a next; q.b waiting; q.d waiting"},
    {"nothing is known", STEPS, NULL, "NO-GO; q IN-PROGRESS; q.a next; q.b waiting; q.d waiting"},
    {"one step", STEPS, "{\"done\":1,\"a\":\"2026-02-13T11:00:00Z\"}", "NO-GO; q IN-PROGRESS; q.a done; q.b next late; q.d waiting"},
    {"all steps", STEPS, "{\"done\":3,\"a\":\"2026-02-13T11:00:00Z\",\"b\":\"2026-02-13T11:30:00Z\"}",
     "GO; q COMPLETE; q.a done; q.b done; q.d done"},
    {"late", STEPS, "{\"done\":3,\"a\":\"2026-02-13T11:00:00Z\",\"b\":\"2026-02-13T11:30:01Z\"}",
     "GO; q COMPLETE; q.a done; q.b done late; q.d done"},
    {"early by its time", STEPS, "{\"done\":3,\"a\":\"2026-02-13T11:00:00Z\",\"b\":\"2026-02-13T10:59:59Z\"}",
     "NO-GO; q OUT-OF-ORDER; q.a done; q.b early; q.d waiting"},
    {"early without a time", STEPS, "{\"done\":3,\"a\":\"2026-02-13T11:00:00Z\"}", "NO-GO; q OUT-OF-ORDER; q.a done; q.b next late; q.d early"},
    {"a time without its zone", STEPS, "{\"done\":1,\"a\":\"2026-02-13T11:00:00\"}", "NO-GO; q IN-PROGRESS; q.a next; q.b waiting; q.d waiting"},
    {"a time to come", STEPS, "{\"done\":1,\"a\":\"2026-02-13T13:00:00Z\"}", "NO-GO; q IN-PROGRESS; q.a next; q.b waiting; q.d waiting"},
    {"an advisory step holds nobody up", HEAD "procedure q { step a { advisory require e.a } step b { require e.b } }\n",
     "{\"a\":false,\"b\":true}", "GO; q COMPLETE; q.a next; q.b done"},
    {"a procedure that is called for",
     HEAD "procedure q { step a { require e.a } }\nrollback r { then q trigger t { fire when e.bad } }\n", "{\"bad\":true,\"a\":false}",
     "NO-GO; q IN-PROGRESS; q.a next; r ROLLBACK; r.t firing"},
    {"a procedure that is not", HEAD "procedure q { step a { require e.a } }\nrollback r { then q trigger t { fire when e.bad } }\n",
     "{\"bad\":false,\"a\":false}", "GO; q -; r STEADY; r.t inactive"},
    {"of two procedures the one of the trigger",
     HEAD "rollback r { then q trigger t { fire when e.bad then s } trigger u { fire when e.worse } }\n"
          "procedure q { step a { require e.a } }\nprocedure s { step a { require e.a } }\n",
     "{\"bad\":true,\"worse\":false,\"a\":true}", "NO-GO; r ROLLBACK; r.t firing; r.u inactive; q -; s COMPLETE; s.a done"},
};

static const char *said(const gate_doc_verdict *verdict)
{
    gate_buf out = gate_buf_new(kit_arena);
    gate_buf_add(&out, verdict->verdict);
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        const gate_doc_block *block = verdict->blocks.items[i];
        gate_str decision = block->decision.len ? block->decision : GATE_STR("-");
        gate_buf_printf(&out, "; " GATE_STR_FMT " " GATE_STR_FMT, GATE_STR_ARG(block->name), GATE_STR_ARG(decision));
        for (uint32_t k = 0; k < block->rows.len; k++) {
            const gate_doc_row *row = block->rows.items[k];
            gate_buf_printf(&out, "; " GATE_STR_FMT " " GATE_STR_FMT "%s", GATE_STR_ARG(row->id),
                            GATE_STR_ARG(row->outcome), row->late ? " late" : "");
        }
    }
    return gate_str_z(kit_arena, gate_buf_str(&out));
}

START_TEST(comes_out_as)
{
    const kind_case *c = &cases[_i];
    kit_text texts[] = {{"e", c->json}, {NULL, NULL}};
    for (int mode = 0; mode < 2; mode++) {
        kit_mode = mode ? GATE_DECIDE : GATE_EXPLAIN;
        const char *found = said(kit_judge(c->policy, texts));
        ck_assert_msg(strcmp(found, c->expected) == 0, "%s (%s): `%s`, not `%s`", c->name,
                      mode ? "deciding" : "explaining", found, c->expected);
    }
}
END_TEST

/* -- waivers and ticks --------------------------------------------------------------------------------- */

#define WAIVABLE                                                                                             \
    HEAD "evidence waivers optional from \"w.json\"\nevidence attestations optional from \"t.json\"\n"       \
         "owner rel \"R\"\nlet subject = e.id\nchecklist c { item a { require e.ok require e.b >= 1 waivable by rel for 7d } " \
         "item k { require e.fine } }\n"
#define CONFIRM                                                                                              \
    HEAD "evidence waivers optional from \"w.json\"\nevidence attestations optional from \"t.json\"\n"       \
         "owner rel \"R\"\nlet subject = e.id\nchecklist c { item a { confirm by rel within 1d \"Sure?\" } }\n"
#define WAIVER(subject, role, by, expires, covers)                                                           \
    "[{\"policy\":\"p\",\"row\":\"c.a\",\"subject\":\"" subject "\",\"role\":\"" role "\",\"by\":\"" by        \
    "\",\"approved_by\":\"ann\",\"approved_at\":\"2026-02-12T12:00:00Z\",\"expires\":\"" expires               \
    "\",\"reason\":\"known\",\"ticket\":\"T-1\",\"covers\":" covers "}]"
#define GOOD(covers) WAIVER("x", "rel", "bob", "2026-02-19T12:00:00Z", covers)
#define TICK(at, answer) "[{\"policy\":\"p\",\"row\":\"c.a\",\"subject\":\"x\",\"role\":\"rel\",\"by\":\"ann\",\"at\":\"" at "\",\"answer\":\"" answer "\"}]"

typedef struct entry_case {
    const char *name, *policy, *e, *waivers, *ticks, *expected, *refusal;
} entry_case;

#define RED "{\"id\":\"x\",\"ok\":false,\"b\":1,\"fine\":true}"

static const entry_case entries[] = {
    {"a waiver", WAIVABLE, RED, GOOD("[\"fail\"]"), NULL, "GO; c GO; c.a waived; c.k pass", ""},
    {"no waivers", WAIVABLE, RED, NULL, NULL, "NO-GO; c NO-GO; c.a fail; c.k pass", NULL},
    {"another subject", WAIVABLE, RED, WAIVER("y", "rel", "bob", "2026-02-19T12:00:00Z", "[\"fail\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "subject"},
    {"another role", WAIVABLE, RED, WAIVER("x", "dev", "bob", "2026-02-19T12:00:00Z", "[\"fail\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "role"},
    {"one's own", WAIVABLE, RED, WAIVER("x", "rel", "ann", "2026-02-19T12:00:00Z", "[\"fail\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "both asks"},
    {"expired", WAIVABLE, RED, WAIVER("x", "rel", "bob", "2026-02-13T12:00:00Z", "[\"fail\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "expired"},
    {"too long", WAIVABLE, RED, WAIVER("x", "rel", "bob", "2026-02-20T12:00:00Z", "[\"fail\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "allows"},
    {"malformed", WAIVABLE, RED, WAIVER("x", "rel", "bob", "soon", "[\"fail\"]"), NULL, "NO-GO; c NO-GO; c.a fail; c.k pass", "RFC 3339"},
    {"missing is not covered", WAIVABLE, "{\"id\":\"x\",\"ok\":false,\"fine\":true}", GOOD("[\"fail\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "missing"},
    {"missing is covered", WAIVABLE, "{\"id\":\"x\",\"ok\":false,\"fine\":true}", GOOD("[\"fail\",\"missing\"]"), NULL,
     "GO; c GO; c.a waived; c.k pass", ""},
    {"an error is never", WAIVABLE, "{\"id\":\"x\",\"ok\":false,\"b\":\"1\",\"fine\":true}", GOOD("[\"fail\",\"missing\"]"), NULL,
     "NO-GO; c NO-GO; c.a fail; c.k pass", "error"},
    {"unused", WAIVABLE, "{\"id\":\"x\",\"ok\":true,\"b\":1,\"fine\":true}", GOOD("[\"fail\"]"), NULL, "GO; c GO; c.a pass; c.k pass", "not used"},
    {"a tick", CONFIRM, "{\"id\":\"x\"}", NULL, TICK("2026-02-13T09:00:00Z", "yes"), "GO; c GO; c.a pass", NULL},
    {"a no", CONFIRM, "{\"id\":\"x\"}", NULL, TICK("2026-02-13T09:00:00Z", "no"), "NO-GO; c NO-GO; c.a fail", NULL},
    {"an old tick", CONFIRM, "{\"id\":\"x\"}", NULL, TICK("2026-02-12T09:00:00Z", "yes"), "NO-GO; c NO-GO; c.a missing", NULL},
    {"no tick", CONFIRM, "{\"id\":\"x\"}", NULL, "[]", "NO-GO; c NO-GO; c.a missing", NULL},
    {"no ticks", CONFIRM, "{\"id\":\"x\"}", NULL, NULL, "NO-GO; c NO-GO; c.a missing", NULL},
    {"a tick that is unreadable", CONFIRM, "{\"id\":\"x\"}", NULL, TICK("today", "yes"), "NO-GO; c NO-GO; c.a error", NULL},
};

START_TEST(entries_count)
{
    const entry_case *c = &entries[_i];
    kit_text texts[] = {{"e", c->e}, {"waivers", c->waivers}, {"attestations", c->ticks}, {NULL, NULL}};
    for (int mode = 0; mode < 2; mode++) {
        kit_mode = mode ? GATE_DECIDE : GATE_EXPLAIN;
        gate_doc_verdict *verdict = kit_judge(c->policy, texts);
        const char *found = said(verdict);
        ck_assert_msg(strcmp(found, c->expected) == 0, "%s: `%s`, not `%s`", c->name, found, c->expected);
        if (!c->refusal) continue;
        ck_assert_uint_eq(verdict->waivers.len, 1);
        gate_str refusal = verdict->waivers.items[0]->refusal;
        ck_assert_msg(*c->refusal ? gate_str_find(refusal, gate_str_c(c->refusal), 0) != SIZE_MAX : refusal.len == 0,
                      "%s: `" GATE_STR_FMT "`", c->name, GATE_STR_ARG(refusal));
    }
}
END_TEST

static void shows(const gate_doc_verdict *verdict, const char *wanted)
{
    gate_buf out = gate_buf_new(kit_arena);
    gate_report_options options = {.width = 200};
    gate_report_text(&out, verdict, &options);
    ck_assert_msg(gate_str_find(gate_buf_str(&out), gate_str_c(wanted), 0) != SIZE_MAX, "no `%s` in\n%.*s", wanted,
                  (int)out.len, out.ptr);
}

START_TEST(a_waived_row_is_shown)
{
    kit_text texts[] = {{"e", RED}, {"waivers", GOOD("[\"fail\"]")}, {NULL, NULL}};
    gate_doc_verdict *verdict = kit_judge(WAIVABLE, texts);
    shows(verdict, "GO with 1 waiver, expires in 6 d");
    shows(verdict, "e.ok = false");
    shows(verdict, "known (T-1); asked for by bob, approved by ann");
    ck_assert(gate_verdict_facts_of(verdict).with_waivers_or_warnings);
}
END_TEST

/* Every window's reading is cited, whether it is told or not. */
START_TEST(windows_are_cited)
{
    kit_text texts[] = {{"e", "{\"ws\":[{\"x\":1},{\"x\":4},{\"x\":5}],\"limit\":3}"}, {NULL, NULL}};
    gate_doc_verdict *verdict = kit_judge(
        HEAD "rollback r { trigger t { fire when w.x > e.limit for 2 consecutive w in e.ws } }\n", texts);
    const gate_doc_clause *clause = verdict->blocks.items[0]->rows.items[0]->clauses.items[0];
    ck_assert_uint_eq(clause->cites.len, 2);
    ck_assert(gate_str_eq_c(clause->cites.items[0]->pointer, "/ws"));
    ck_assert(gate_str_eq_c(clause->cites.items[1]->pointer, "/limit"));
    ck_assert_uint_eq(clause->series->windows.len, 3);
    ck_assert(!clause->series->windows.items[0]->decides && clause->series->windows.items[2]->decides);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/kinds");
    TCase *tcase = tcase_create("kinds");
    tcase_add_checked_fixture(tcase, kit_setup, kit_teardown);
    tcase_add_loop_test(tcase, comes_out_as, 0, (int)GATE_COUNT(cases));
    tcase_add_loop_test(tcase, entries_count, 0, (int)GATE_COUNT(entries));
    tcase_add_test(tcase, a_waived_row_is_shown);
    tcase_add_test(tcase, windows_are_cited);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
