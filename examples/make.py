#!/usr/bin/env python3
"""Writes examples/billing/ and examples/billing-red/: the evidence of one billing release candidate,
and variations of it that must not be released. What it writes is committed, and is the same on
every run; nothing of the build or the tests needs this script. Usage: examples/make.py [FOLDER]

The figures are those of policies/runbook.md, "Verification Snapshot (2026-02-13)". The shapes are
those of the tools that write such files: coverage.py's JSON report, format 3; a page of GitHub's
check runs; pytest's and Playwright's JUnit XML.
"""
import copy
import hashlib
import json
import os
import random
import shutil
import sys

COMMIT = hashlib.sha1(b"billing release candidate 2026.02.13").hexdigest()
OLDER = hashlib.sha1(b"billing release candidate 2026.02.12").hexdigest()
HEAVY = "local-release-heavy-hard-gate-85"
MEDIUM = "local-merge-medium-hard-gate-85"
STORE = "artifacts/billing-confidence/"
REPORT = "coverage/backend_billing_coverage.json"
ROUTERS, UTILS = "open_webui/routers/billing.py", "open_webui/utils/billing.py"
BRANCH = "release/billing-2026.02.13"

SUITES = [
    ("test_billing_topup.py", 41, 6.482),
    ("test_billing_subscription.py", 37, 5.917),
    ("test_billing_subscription_webhook.py", 29, 4.306),
    ("test_billing_integration.py", 18, 21.744),
    ("wallet-topup.spec.ts", 7, 48.215),
]


def compact(value):
    return json.dumps(value) + "\n"


def pretty(value):
    return json.dumps(value, indent=2) + "\n"


# -- coverage.py ------------------------------------------------------------------------------------


def spread(rng, first, last, count):
    """[count] line numbers from first to last, ascending, both ends among them."""
    return sorted({first, last} | set(rng.sample(range(first + 1, last), count - 2)))


def measured(rng, first, last, statements, covered, arms, taken):
    """One function's lines and branches: of [statements] lines [covered] ran, of [arms] branches
    [taken]. A branch is [from line, to line]; to a negative line is an exit. What a branch that was
    taken leads to ran, and no condition lacks more than one of its two arms."""
    lines = spread(rng, first, last, statements)
    missing = sorted(rng.sample(lines[1:], statements - covered))
    ran = [line for line in lines if line not in missing]
    conditions = ran[: arms // 2]
    untaken = set(rng.sample(conditions, arms - taken))
    executed, left = [], []
    for line in conditions:
        after = [other for other in ran if other > line] or [-first]
        executed.append([line, after[0]])
        if line in untaken:
            left.append([line, next((other for other in missing if other > line), -first)])
        else:
            executed.append([line, after[1] if len(after) > 1 else -first])
    return {"executed_lines": ran, "missing_lines": missing, "executed_branches": executed, "missing_branches": left}


def summary_of(part):
    covered, missed = len(part["executed_lines"]), len(part["missing_lines"])
    taken, left = part["executed_branches"], part["missing_branches"]
    whole = covered + missed + len(taken) + len(left)
    percent = 100.0 * (covered + len(taken)) / whole if whole else 100.0
    return {
        "covered_lines": covered,
        "num_statements": covered + missed,
        "percent_covered": percent,
        "percent_covered_display": str(round(percent)),
        "missing_lines": missed,
        "excluded_lines": 0,
        "num_branches": len(taken) + len(left),
        "num_partial_branches": len({b[0] for b in taken} & {b[0] for b in left}),
        "covered_branches": len(taken),
        "missing_branches": len(left),
    }


def section(part):
    return {
        "executed_lines": part["executed_lines"],
        "summary": summary_of(part),
        "missing_lines": part["missing_lines"],
        "excluded_lines": [],
        "executed_branches": part["executed_branches"],
        "missing_branches": part["missing_branches"],
    }


def joined(parts):
    whole = {key: [] for key in ("executed_lines", "missing_lines", "executed_branches", "missing_branches")}
    for part in parts:
        for key in whole:
            whole[key] += part[key]
    return {key: sorted(value) for key, value in whole.items()}


def module(name, functions):
    """One file of the report. [functions]: (name, statements, covered, branches, covered branches);
    the name "" is what stands outside of functions."""
    rng = random.Random(name)
    parts, line = {}, 1
    for function, statements, covered, arms, taken in functions:
        length = max(statements + 2, int(statements * 1.3))
        parts[function] = measured(rng, line, line + length, statements, covered, arms, taken)
        line += length + 3
    whole = section(joined(parts.values()))
    ordered = [key for key in parts if key] + [key for key in parts if not key]
    whole["functions"] = {key: section(parts[key]) for key in ordered}
    whole["classes"] = {"": section(joined(parts.values()))}
    return whole


ROUTER_FUNCTIONS = [
    ("", 96, 96, 0, 0),
    ("create_topup", 74, 70, 32, 26),
    ("confirm_topup", 58, 51, 24, 17),
    ("get_wallet", 43, 41, 12, 10),
    ("list_transactions", 49, 45, 16, 12),
    ("create_subscription", 66, 60, 28, 22),
    ("cancel_subscription", 52, 47, 20, 14),
    ("handle_webhook", 84, 71, 38, 27),
    ("enforce_quota", 78, 63, 24, 18),
]
UTIL_FUNCTIONS = [
    ("", 24, 24, 0, 0),
    ("to_minor_units", 14, 14, 8, 8),
    ("verify_signature", 28, 25, 18, 14),
    ("apply_credit", 39, 31, 30, 22),
    ("quota_state", 35, 27, 26, 20),
]
MODEL_FUNCTIONS = [("", 118, 118, 0, 0), ("Wallet.charge", 22, 19, 10, 7), ("Wallet.refund", 16, 15, 6, 5)]


def change(functions, name, **counts):
    """[functions] with other counts in one of them."""
    fields = ("name", "statements", "covered", "arms", "taken")
    out = []
    for function in functions:
        row = dict(zip(fields, function))
        if row["name"] == name:
            row.update(counts)
        out.append(tuple(row[field] for field in fields))
    return out


def report(timestamp, routers=ROUTER_FUNCTIONS, utils=UTIL_FUNCTIONS, without=(), branches=True):
    files = {
        "open_webui/models/billing.py": module("models", MODEL_FUNCTIONS),
        ROUTERS: module("routers", routers),
        "open_webui/utils/__init__.py": module("init", []),
        UTILS: module("utils", utils),
    }
    for path in without:
        del files[path]
    if not branches:
        for file in files.values():
            unbranched(file)
            for group in ("functions", "classes"):
                for part in file[group].values():
                    unbranched(part)
    totals = {"covered_lines": 0, "num_statements": 0}
    for file in files.values():
        for key, value in file["summary"].items():
            if not key.startswith("percent"):
                totals[key] = totals.get(key, 0) + value
    done = totals["covered_lines"] + totals.get("covered_branches", 0)
    whole = totals["num_statements"] + totals.get("num_branches", 0)
    percent = 100.0 * done / whole
    ordered = {}
    for key in next(iter(files.values()))["summary"]:
        ordered[key] = totals.get(key)
    ordered["percent_covered"] = percent
    ordered["percent_covered_display"] = str(round(percent))
    meta = {"format": 3, "version": "7.6.10", "timestamp": timestamp, "branch_coverage": branches, "show_contexts": False}
    return json.dumps({"meta": meta, "files": files, "totals": ordered})


def unbranched(part):
    """As coverage.py writes it without --branch: the keys are not there."""
    for key in ("executed_branches", "missing_branches"):
        part.pop(key, None)
    summary = part["summary"]
    for key in ("num_branches", "num_partial_branches", "covered_branches", "missing_branches"):
        summary.pop(key, None)
    lines = summary["num_statements"]
    summary["percent_covered"] = 100.0 * summary["covered_lines"] / lines if lines else 100.0
    summary["percent_covered_display"] = str(round(summary["percent_covered"]))


# -- a confidence run -------------------------------------------------------------------------------


def slug(suite):
    return suite.replace(".", "_")


def junit(suite, tests, seconds, at):
    rng = random.Random(suite)
    weights = [rng.random() + 0.2 for _ in range(tests)]
    times = [seconds * weight / sum(weights) for weight in weights]
    if suite.endswith(".py"):
        class_name = "test.apps.webui.routers." + suite[:-3]
        head = (
            '<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" '
            f'failures="0" skipped="0" tests="{tests}" time="{seconds:.3f}" timestamp="{at}+00:00" hostname="builder-3">'
        )
        cases = [
            f'<testcase classname="{class_name}" name="{suite[:-3]}_case_{i + 1:02d}" time="{time:.3f}" />'
            for i, time in enumerate(times)
        ]
        return head + "\n" + "\n".join(cases) + "\n</testsuite></testsuites>\n"
    head = (
        f'<testsuites id="" name="" tests="{tests}" failures="0" skipped="0" errors="0" time="{seconds}">\n'
        f'<testsuite name="{suite}" timestamp="{at}Z" hostname="chromium" tests="{tests}" failures="0" skipped="0" '
        f'time="{seconds}" errors="0">\n'
    )
    cases = [
        f'<testcase name="wallet top-up › case {i + 1}" classname="{suite}" time="{time:.3f}">\n</testcase>\n'
        for i, time in enumerate(times)
    ]
    return head + "".join(cases) + "</testsuite>\n</testsuites>\n"


def log_of(suite, tests, seconds):
    if suite.endswith(".py"):
        return (
            "============================= test session starts ==============================\n"
            f"platform linux -- Python 3.11.11, pytest-8.3.4, pluggy-1.5.0\ncollected {tests} items\n\n"
            f"{suite} {'.' * tests} [100%]\n\n"
            f"============================== {tests} passed in {seconds:.2f}s ==============================\n"
        )
    return f"Running {tests} tests using 2 workers\n  {tests} passed ({seconds:.1f}s)\n"


def run_files(run, profile, count, started, generated, commit=COMMIT, gated=True, coverage=None):
    """All files of one run, by their path in the run's folder: text, but for summary.json, which is
    the value itself, so that a variation can change it."""
    files, suites = {}, []
    for name, tests, seconds in SUITES[:count]:
        log, xml = f"logs/{slug(name)}.log", f"junit/{slug(name)}.xml"
        files[log] = log_of(name, tests, seconds)
        files[xml] = junit(name, tests, seconds, started)
        suites.append(
            {
                "name": name,
                "status": "pass",
                "exit_code": 0,
                "duration_s": seconds,
                "tests": tests,
                "failures": 0,
                "log": log,
                "junit": xml,
            }
        )
    gates = []
    if coverage:
        files[REPORT] = coverage
        gates.append({"name": "backend-module-coverage", "status": "pass", "report": REPORT})
    elif gated:
        gates.append({"name": "backend-module-coverage", "status": "pass"})
    files["logs/runner.log"] = f"[billing-confidence] run {run}, profile {profile}, commit {commit}\n" + "".join(
        f"[billing-confidence] {suite['name']}: exit code 0 after {suite['duration_s']} s\n" for suite in suites
    )
    rows = "".join(f"| {s['name']} | {s['status']} | {s['tests']} | {s['duration_s']} s |\n" for s in suites)
    files["summary.md"] = (
        f"# Billing confidence: {run}\n\n- profile: {profile}\n- commit: {commit}\n- overall_status: pass\n"
        f"- suites: {count}/{count} passed\n\n| suite | status | tests | duration |\n| --- | --- | --- | --- |\n{rows}"
    )
    entries = [{"path": "summary.json", "kind": "summary", "present": True}]
    for path in sorted(files):
        data = files[path].encode()
        kind = "summary" if path == "summary.md" else path.split("/")[0].rstrip("s")
        entries.append(
            {"path": path, "kind": kind, "present": True, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        )
    files["summary.json"] = {
        "run_id": run,
        "profile": profile,
        "trigger": "manual",
        "commit": commit,
        "branch": BRANCH,
        "started_at": started + "Z",
        "generated_at": generated + "Z",
        "overall_status": "pass",
        "suites": suites,
        "gates": gates,
        "artifact_index": {"missing_count": 0, "entries": entries},
    }
    return files


def heavy(started="2026-02-13T09:36:02", generated="2026-02-13T09:41:10", **coverage):
    text = report("2026-02-13T09:41:07.318204", **coverage)
    return run_files(HEAVY, "release-heavy", 5, started, generated, coverage=text)


def runs():
    medium = report("2026-02-13T08:31:40.902817")
    return {
        "local-pr-fast-sync-check": run_files(
            "local-pr-fast-sync-check", "pr-fast", 3, "2026-02-13T07:52:10", "2026-02-13T07:52:31", gated=False
        ),
        "local-merge-medium-gate-check-2": run_files(
            "local-merge-medium-gate-check-2", "merge-medium", 4, "2026-02-12T15:02:44", "2026-02-12T15:03:29", OLDER
        ),
        "local-merge-medium-gate-check-3": run_files(
            "local-merge-medium-gate-check-3", "merge-medium", 4, "2026-02-12T17:40:08", "2026-02-12T17:40:52", OLDER
        ),
        MEDIUM: run_files(MEDIUM, "merge-medium", 4, "2026-02-13T08:31:01", "2026-02-13T08:31:43", coverage=medium),
        HEAVY: heavy(),
    }


# -- evidence beside the runs -----------------------------------------------------------------------


def candidate():
    return {
        "release": "2026.02.13",
        "branch": BRANCH,
        "base_branch": "airis_b2c",
        "commit": COMMIT,
        "branch_head": COMMIT,
        "prepared_at": "2026-02-13T10:05:00Z",
        "defects": [
            {"id": "BILL-311", "title": "Top-up is credited twice after a retried confirmation", "area": "billing", "state": "resolved"},
            {"id": "BILL-318", "title": "Quota block stays after renewal", "area": "billing", "state": "resolved"},
            {"id": "UI-94", "title": "Wallet balance flickers on slow networks", "area": "other", "state": "open"},
        ],
        "risks": [
            {
                "id": "R-1",
                "title": "The payment provider rotates webhook keys on 2026-02-20",
                "owner": "Billing backend owner",
                "mitigation": "Both keys are accepted until 2026-02-27; an alert watches signature failures.",
            },
            {
                "id": "R-2",
                "title": "Quota counters are recomputed at the first request after deployment",
                "owner": "SRE/ops owner",
                "mitigation": "Deployment outside of peak hours; rollback image is warm.",
            },
        ],
    }


def smoke():
    return {
        "argv": ["npm", "run", "billing:confidence:smoke"],
        "commit": COMMIT,
        "started_at": "2026-02-13T07:48:15Z",
        "finished_at": "2026-02-13T07:49:02Z",
        "exit_code": 0,
    }


def probe(mode):
    staging = mode == "staging"
    argv = ["python", "scripts/ops/billing_synthetic_probe.py", "--mode", mode]
    record = {
        "mode": mode,
        "argv": argv + (["--max-amount-rub", "10", "--require-sandbox"] if staging else []),
        "commit": COMMIT,
        "started_at": "2026-02-13T10:12:00Z" if staging else "2026-02-13T10:10:30Z",
        "finished_at": "2026-02-13T10:12:41Z" if staging else "2026-02-13T10:10:33Z",
        "exit_code": 0,
        "sandbox": staging,
    }
    if staging:
        record["max_amount_rub"] = 10
    checks = ["health", "topup_create", "topup_confirm", "webhook_delivery", "wallet_balance"]
    record["checks"] = [{"name": name, "status": "pass"} for name in checks]
    return record


def check_run(number, name, conclusion="success", sha=COMMIT, started="2026-02-13T08:00:00Z", completed="2026-02-13T08:04:00Z"):
    api, web = "https://api.github.com/repos/example-org/airis", "https://github.com/example-org/airis"
    return {
        "id": number,
        "head_sha": sha,
        "node_id": f"CR_kwDOKexample{number}",
        "external_id": hashlib.md5(str(number).encode()).hexdigest(),
        "url": f"{api}/check-runs/{number}",
        "html_url": f"{web}/actions/runs/13311872204/job/{number}",
        "details_url": f"{web}/actions/runs/13311872204/job/{number}",
        "status": "completed" if conclusion else "in_progress",
        "conclusion": conclusion,
        "started_at": started,
        "completed_at": completed if conclusion else None,
        "output": {
            "title": None,
            "summary": None,
            "text": None,
            "annotations_count": 0,
            "annotations_url": f"{api}/check-runs/{number}/annotations",
        },
        "name": name,
        "check_suite": {"id": 34379921556},
        "app": {"id": 15368, "slug": "github-actions", "name": "GitHub Actions"},
        "pull_requests": [],
    }


def checks():
    """pr-fast failed once and was run again: two runs of one name."""
    return [
        check_run(37174210033, "lint", "success", started="2026-02-13T07:50:02Z", completed="2026-02-13T07:51:10Z"),
        check_run(37174210047, "pr-fast", "failure", started="2026-02-13T07:50:04Z", completed="2026-02-13T07:51:36Z"),
        check_run(37174318822, "pr-fast", "success", started="2026-02-13T08:05:21Z", completed="2026-02-13T08:06:49Z"),
        check_run(37174402195, "merge-medium", "success", started="2026-02-13T08:30:12Z", completed="2026-02-13T08:33:57Z"),
    ]


def page(found, total=None):
    return pretty({"total_count": len(found) if total is None else total, "check_runs": found})


def base():
    files = {
        "evidence/release-candidate.json": pretty(candidate()),
        "evidence/confidence-smoke.json": pretty(smoke()),
        "evidence/check-runs.json": page(checks()),
        "evidence/probe-mock.json": pretty(probe("mock")),
        "evidence/probe-staging.json": pretty(probe("staging")),
    }
    for name, run in runs().items():
        files.update(placed(name, run))
    return files


def placed(name, run):
    return {STORE + name + "/" + path: pretty(text) if path == "summary.json" else text for path, text in run.items()}


# -- variations -------------------------------------------------------------------------------------

ROWS = [
    "release_candidate.branch",
    "release_candidate.smoke",
    "release_candidate.pr_fast",
    "release_candidate.merge_medium",
    "release_candidate.release_heavy",
    "release_candidate.artifacts",
    "release_candidate.probe_mock",
    "release_candidate.probe_staging",
    "release_candidate.backend_suite",
    "release_candidate.risks",
    "coverage_gate.merge_medium",
    "coverage_gate.release_heavy",
    "coverage_gate.report",
    f'billing_modules["{ROUTERS}"]',
    f'billing_modules["{UTILS}"]',
]
OF_HEAVY = [
    "release_candidate.release_heavy",
    "release_candidate.artifacts",
    "release_candidate.backend_suite",
    "coverage_gate.release_heavy",
    "coverage_gate.report",
]


def changed(value, *path_and_new):
    """A copy of [value] with what stands at a path replaced."""
    *path, new = path_and_new
    out = copy.deepcopy(value)
    place = out
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return out


def variations():
    """(name, reason, outcomes that aren't pass, files, removed files)"""
    rows = []

    def add(name, reason, outcomes, files=None, removed=()):
        rows.append((name, reason, outcomes, files or {}, list(removed)))

    def with_heavy(run):
        whole = placed(HEAVY, heavy())
        return {path: text for path, text in placed(HEAVY, run).items() if whole.get(path) != text}

    # 509 of 600 statements: 510 would be 85 %.
    short = change(ROUTER_FUNCTIONS, "handle_webhook", covered=36)
    add(
        "coverage-one-statement-short",
        "509 of 600 statements of routers/billing.py are covered, and 510 would be 85 %",
        {ROWS[13]: "fail"},
        with_heavy(heavy(routers=short)),
    )
    add(
        "coverage-module-absent",
        "the coverage report says nothing of utils/billing.py",
        {ROWS[14]: "missing"},
        with_heavy(heavy(without=[UTILS])),
    )
    add(
        "coverage-without-branches",
        "the coverage report was made without --branch, so branches were not measured",
        {ROWS[13]: "missing", ROWS[14]: "missing"},
        with_heavy(heavy(branches=False)),
    )
    other = heavy()
    path = STORE + HEAVY + "/" + REPORT
    add(
        "coverage-of-another-run",
        "the coverage report is not the one whose digest the run recorded",
        {"coverage_gate.report": "fail"},
        {path: other[REPORT].replace("2026-02-13T09:41:07.318204", "2026-02-13T08:31:40.902817")},
    )

    run = heavy()
    lost = "test_billing_subscription_webhook.py"
    summary = run["summary.json"]
    summary["suites"] = [suite for suite in summary["suites"] if suite["name"] != lost]
    index = summary["artifact_index"]
    index["entries"] = [entry for entry in index["entries"] if slug(lost) not in entry["path"]]
    gone = [STORE + HEAVY + f"/logs/{slug(lost)}.log", STORE + HEAVY + f"/junit/{slug(lost)}.xml"]
    add(
        "suite-never-ran",
        f"{lost} is not among the suites of the release-heavy run, which says pass",
        {"release_candidate.backend_suite": "missing"},
        with_heavy(run),
        gone,
    )
    run = heavy()
    run["summary.json"]["suites"][1]["status"] = "failed"
    add(
        "status-nobody-foresaw",
        "a suite's status is `failed`, which is none of pass, fail and skipped",
        {row: "error" for row in OF_HEAVY},
        with_heavy(run),
    )
    add(
        "stale-summary",
        "the summary of the release-heavy run is older than 24 hours",
        {row: "missing" for row in OF_HEAVY},
        with_heavy(heavy(generated="2026-02-12T09:41:10", started="2026-02-12T09:36:02")),
    )
    run = heavy()
    index = run["summary.json"]["artifact_index"]
    lost = f"junit/{slug('wallet-topup.spec.ts')}.xml"
    index["missing_count"] = 1
    index["entries"] = [
        {"path": entry["path"], "kind": entry["kind"], "present": False} if entry["path"] == lost else entry
        for entry in index["entries"]
    ]
    add(
        "artifact-absent",
        "the junit file of wallet-topup.spec.ts was not attached",
        {"release_candidate.artifacts": "fail"},
        with_heavy(run),
        [STORE + HEAVY + "/" + lost],
    )
    newer = run_files("local-merge-medium-retry", "merge-medium", 4, "2026-02-13T10:20:00", "2026-02-13T10:20:48", gated=False)
    newer["summary.json"]["gates"] = [{"name": "backend-module-coverage", "status": "fail"}]
    newer["summary.json"]["overall_status"] = "fail"
    add(
        "newest-run-failed-its-gate",
        "the newest merge-medium run failed the coverage gate; an older one passed it",
        {"coverage_gate.merge_medium": "fail"},
        placed("local-merge-medium-retry", newer),
    )

    file = "evidence/release-candidate.json"
    value = candidate()
    del value["risks"][1]["owner"]
    add("risk-without-owner", "the known risk R-2 names no owner", {"release_candidate.risks": "missing"}, {file: pretty(value)})
    value = changed(candidate(), "risks", 0, "owner", " ")
    add("risk-with-empty-owner", "the owner of the known risk R-1 is blank", {"release_candidate.risks": "fail"}, {file: pretty(value)})
    value = changed(candidate(), "defects", 1, "state", "in-progress")
    add("billing-defect-open", "the billing defect BILL-318 is not resolved", {"release_candidate.branch": "fail"}, {file: pretty(value)})

    file = "evidence/probe-staging.json"
    add(
        "probe-failed",
        "the staging probe ended with exit code 1",
        {"release_candidate.probe_staging": "fail"},
        {file: pretty(changed(probe("staging"), "exit_code", 1))},
    )
    add(
        "probe-without-sandbox",
        "the staging probe ran outside of the sandbox",
        {"release_candidate.probe_staging": "fail"},
        {file: pretty(changed(probe("staging"), "sandbox", False))},
    )
    file = "evidence/probe-mock.json"
    add("file-missing", "there is no record of the mock probe", {"release_candidate.probe_mock": "missing"}, {}, [file])
    add(
        "file-cut-short",
        "the record of the mock probe ends in the middle",
        {"release_candidate.probe_mock": "error"},
        {file: pretty(probe("mock"))[:240]},
    )
    file = "evidence/confidence-smoke.json"
    twice = pretty(smoke()).replace('  "exit_code": 0\n', '  "exit_code": 1,\n  "exit_code": 0\n')
    add("key-twice", "the smoke record says exit_code twice, 1 and 0", {"release_candidate.smoke": "error"}, {file: twice})
    add(
        "evidence-of-an-older-commit",
        "the smoke run was made on an older commit",
        {"release_candidate.smoke": "fail"},
        {file: pretty(changed(smoke(), "commit", OLDER))},
    )

    file = "evidence/check-runs.json"
    found = checks()
    found[3] = check_run(37174402195, "merge-medium", sha=OLDER, started="2026-02-12T17:39:30Z", completed="2026-02-12T17:42:11Z")
    add(
        "check-on-an-older-commit",
        "the newest merge-medium check passed on an older commit",
        {"release_candidate.merge_medium": "fail"},
        {file: page(found)},
    )
    found = checks() + [check_run(37175990012, "pr-fast", "failure", started="2026-02-13T10:40:00Z", completed="2026-02-13T10:41:30Z")]
    add(
        "check-failed-when-run-again",
        "pr-fast passed, was run again on the same commit, and failed",
        {"release_candidate.pr_fast": "fail"},
        {file: page(found)},
    )
    add(
        "check-page-incomplete",
        "the page holds 4 of 9 check runs",
        {"release_candidate.pr_fast": "missing", "release_candidate.merge_medium": "missing"},
        {file: page(checks(), 9)},
    )
    return rows


def write(folder, files):
    for path, text in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="") as out:
            out.write(text)


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    green, red = os.path.join(top, "billing"), os.path.join(top, "billing-red")
    shutil.rmtree(green, ignore_errors=True)
    write(green, base())
    write(os.path.join(top, "billing-green"), {"expect.txt": "".join(f"{row} pass\n" for row in ROWS)})
    kept = {}
    for name, reason, outcomes, files, removed in variations():
        folder = os.path.join(red, name)
        for golden in ("verdict.txt", "verdict.json"):
            path = os.path.join(folder, golden)
            if os.path.exists(path):
                with open(path, encoding="utf-8", newline="") as old:
                    kept[(name, golden)] = old.read()
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, files)
        write(folder, {golden: text for (other, golden), text in kept.items() if other == name})
        expect = "".join(f"{row} {outcomes.get(row, 'pass')}\n" for row in ROWS)
        rows = "; ".join(f"`{row}` {outcome}" for row, outcome in outcomes.items())
        write(folder, {"expect.txt": expect, "README.md": f"NO-GO because {reason}: {rows}.\n"})
        if removed:
            write(folder, {"removed": "".join(path + "\n" for path in removed)})


main()
