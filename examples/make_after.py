"""Writes examples/after and examples/after-cases: what is known after a release, and variations of it.

Usage: make_after.py FOLDER. What it writes is committed; neither build nor tests need it, but the test
meta/after compares where Python is installed.
"""
import json
import os
import sys

COMMIT_IMAGE = "billing@sha256:2980053f"
GOOD_IMAGE = "billing@sha256:71c2be04"
RELEASE = "2026.02.13"
SUITES = ["test_billing_topup.py", "test_billing_subscription.py", "test_billing_subscription_webhook.py",
          "test_billing_integration.py"]


def at(hour, minute):
    return "2026-02-13T%02d:%02d:00Z" % (hour, minute)


def write(root, path, value):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        if isinstance(value, str):
            out.write(value)
        else:
            json.dump(value, out, indent=2)
            out.write("\n")


def canary(name, hour, minute, trigger="schedule", release=RELEASE, **changes):
    report = {
        "run_id": name,
        "release": release,
        "trigger": trigger,
        "started_at": at(hour, minute - 2),
        "generated_at": at(hour, minute),
        "overall_status": "pass",
        "probe": {"mode": "staging", "sandbox": True, "max_amount_rub": 10},
        "safety_checks": [{"name": "sandbox-guard", "status": "pass"}, {"name": "amount-cap", "status": "pass"}],
        "health": {"enabled": True, "status": "pass"},
        "artifacts": [{"path": path, "present": True} for path in
                      ["billing-canary-report.json", "billing-canary-report.md", "workflow.log", "runner.json"]],
    }
    report.update(changes)
    return "artifacts/billing-canary/%s/billing-canary-report.json" % name, report


def runs(**last):
    return [
        canary("canary-0901", 11, 45, release="2026.02.06"),
        canary("canary-0902", 12, 6, trigger="manual"),
        canary("canary-0903", 12, 15),
        canary("canary-0904", 12, 45),
        canary("canary-0905", 13, 15),
        canary("canary-0906", 13, 45, **last),
    ]


def window(index, **changes):
    start = 12 * 60 + 15 * index
    value = {"start": at(start // 60, start % 60), "end": at((start + 15) // 60, (start + 15) % 60), "topups": 412 + index,
             "topup_success_rate": 0.991, "webhooks": 1630 + index, "webhook_failures": 6, "webhook_backlog": 14}
    value.update(changes)
    return {key: one for key, one in value.items() if one is not None}


def metrics(changes=None, without=(), last=8):
    changes = changes or {}
    return "evidence/metrics.json", {
        "windows": [window(i, **changes.get(i, {})) for i in range(last) if i not in without]}


def blocks(*events):
    return "evidence/billing-blocks.json", {"generated_at": at(13, 55), "events": list(events)}


def block(wallet, hour, minute, balance, price):
    return {"wallet": wallet, "at": at(hour, minute), "balance_rub": balance, "price_rub": price}


def incidents(*found):
    return "evidence/incidents.json", {"generated_at": at(13, 58), "open": list(found)}


def log(steps):
    parts = [
        {"frozen_at": at(13, 31), "deploys": "frozen", "incident_channel": "#inc-billing-0213"},
        {"reverted_at": at(13, 40), "image": GOOD_IMAGE},
        {"checked_at": at(13, 46), "canary": {"image": GOOD_IMAGE, "overall_status": "pass"},
         "probe": {"image": GOOD_IMAGE, "exit_code": 0}},
        {"suite_at": at(13, 52), "suite": {"image": GOOD_IMAGE,
                                           "results": [{"name": name, "status": "pass"} for name in SUITES]}},
        {"resumed_at": at(13, 57)},
    ]
    value = {}
    for part in parts[:steps]:
        value.update(part)
    return value


def signoff(hour, minute):
    return "evidence/signoffs.json", [
        {"role": "commander", "by": "i.petrova", "subject": GOOD_IMAGE, "at": at(hour, minute), "answer": "yes"}]


LOW = {"topup_success_rate": 0.942}
TWO_LOW = metrics({5: LOW, 6: LOW})
LOG = "evidence/rollback-log.json"

BASE = runs() + [
    ("evidence/deploy.json", {"release": RELEASE, "image": COMMIT_IMAGE, "last_known_good": GOOD_IMAGE,
                              "deployed_at": at(12, 0)}),
    ("evidence/baseline.json", {"topup_success_rate": 0.98, "agreed_by": "billing review of 2026-01-20"}),
    metrics(),
    blocks(block("w-118", 12, 41, 3.5, 9.0), block("w-207", 13, 2, 12.0, 9.0)),
    incidents({"id": "INC-71", "severity": "sev3", "billing_impact": True},
              {"id": "INC-72", "severity": "sev2", "billing_impact": False}),
]


def changed(value, **changes):
    result = json.loads(json.dumps(value))
    result.update(changes)
    return result


FIRST = "artifacts/billing-canary/canary-0902/billing-canary-report.json"
LAST = "artifacts/billing-canary/canary-0906/billing-canary-report.json"
FAILED = runs(overall_status="fail", safety_checks=[{"name": "sandbox-guard", "status": "pass"},
                                                     {"name": "amount-cap", "status": "fail"}])[-1]
NAMES = [path for path, _ in runs()]

# name, why, changed files, removed files
CASES = [
    ("canary-fail", "The newest canary run reports overall_status=fail and a failed safety check.", [FAILED], []),
    ("canary-no-runs", "No canary ran since the deployment: nothing is known, and that is no health.", [], NAMES[1:]),
    ("canary-stopped", "The canary stopped two and a half hours ago.", [], NAMES[2:]),
    ("canary-unhealthy", "The health check of the newest run fails.",
     [runs(health={"enabled": True, "status": "fail"})[-1]], []),
    ("canary-health-off", "Health checks are not enabled in the newest run: the criterion does not apply to it.",
     [runs(health={"enabled": False})[-1]], []),
    ("canary-health-absent", "Health checks are enabled, and the newest run does not say how they went.",
     [runs(health={"enabled": True})[-1]], []),
    ("canary-no-checks", "The newest run lists no safety checks at all.", [runs(safety_checks=[])[-1]], []),
    ("canary-unguarded", "The newest run went without the sandbox guard, with 50 RUB.",
     [runs(probe={"mode": "staging", "sandbox": False, "max_amount_rub": 50})[-1]], []),
    ("canary-bundle-short", "The newest run left no workflow log.",
     [runs(artifacts=[{"path": "billing-canary-report.json", "present": True},
                      {"path": "billing-canary-report.md", "present": True},
                      {"path": "workflow.log", "present": False}, {"path": "runner.json", "present": True}])[-1]], []),
    ("canary-bundle-unlisted", "The newest run does not list its runner metadata.",
     [runs(artifacts=[{"path": "billing-canary-report.json", "present": True},
                      {"path": "billing-canary-report.md", "present": True},
                      {"path": "workflow.log", "present": True}])[-1]], []),
    ("canary-not-started", "Nobody triggered the canary by hand after the deployment.", [], [NAMES[1]]),
    ("canary-schedule-stopped", "The schedule stopped; only a run by hand is recent.",
     [canary("canary-0906", 13, 45, trigger="manual")], NAMES[2:5]),
    ("canary-report-broken", "The newest report is cut short.", [(LAST, "{\n  \"run_id\": \"canary-0906\",\n")], []),
    ("deploy-unknown", "Nobody wrote down what was deployed.", [], ["evidence/deploy.json"]),
    ("two-low-windows", "The top-up success rate was below the baseline in two consecutive windows.", [TWO_LOW], []),
    ("one-low-window", "The newest window is below the baseline, and no other: one of two.", [metrics({7: LOW})], []),
    ("low-around-a-hole", "A low window on either side of a window that the metrics lack.",
     [metrics({4: LOW, 6: LOW}, without=[5])], []),
    ("metrics-stopped", "The metrics stopped an hour ago.", [metrics(last=4)], []),
    ("metrics-empty", "The metrics hold no window.", [("evidence/metrics.json", {"windows": []})], []),
    ("metrics-missing", "There are no metrics.", [], ["evidence/metrics.json"]),
    ("baseline-missing", "The agreed baseline is not written down.", [], ["evidence/baseline.json"]),
    ("webhook-backlog", "More webhooks wait than the alert threshold allows.",
     [metrics({6: {"webhook_backlog": 812}})], []),
    ("webhook-failures", "More webhooks fail than the alert threshold allows.",
     [metrics({6: {"webhook_failures": 90}})], []),
    ("webhook-unmeasured", "The backlog of one window was not measured.",
     [metrics({6: {"webhook_backlog": None}})], []),
    ("solvent-blocked-twice", "Two wallets with enough money were refused.",
     [blocks(block("w-118", 12, 41, 3.5, 9.0), block("w-207", 13, 2, 12.0, 9.0), block("w-311", 13, 20, 9.0, 9.0))], []),
    ("blocks-missing", "Refusals are not recorded.", [], ["evidence/billing-blocks.json"]),
    ("sev2-billing", "A Sev-2 incident has billing impact.",
     [incidents({"id": "INC-73", "severity": "sev2", "billing_impact": True})], []),
    ("incidents-missing", "The list of incidents is not there.", [], ["evidence/incidents.json"]),
    ("rollback-unstarted", "A rollback is called for, and nothing was done yet.", [TWO_LOW], []),
    ("rollback-half-done", "A rollback is called for; the pipeline is frozen and the image reverted.",
     [TWO_LOW, (LOG, log(2))], []),
    ("rollback-wrong-image", "The image that runs now is not the last known-good one.",
     [TWO_LOW, (LOG, changed(log(2), image=COMMIT_IMAGE))], []),
    ("rollback-late", "The image was reverted fifty minutes after the freeze.",
     [TWO_LOW, (LOG, changed(log(2), frozen_at=at(12, 50)))], []),
    ("rollback-channel-silent", "Deploys are frozen, and no incident channel was announced.",
     [TWO_LOW, (LOG, changed(log(1), incident_channel=" "))], []),
    ("rollback-probe-red", "The staging probe fails on the image that was reverted to.",
     [TWO_LOW, (LOG, changed(log(3), probe={"image": GOOD_IMAGE, "exit_code": 3}))], []),
    ("rollback-suite-red", "A suite fails on the image that was reverted to.",
     [TWO_LOW, (LOG, changed(log(4), suite={"image": GOOD_IMAGE, "results": [
         {"name": name, "status": "fail" if name == SUITES[0] else "pass"} for name in SUITES]}))], []),
    ("rollback-checked", "All checks are green on the image that was reverted to; traffic waits for the commander.",
     [TWO_LOW, (LOG, log(4))], []),
    ("resume-too-early", "Traffic was resumed on an approval from before the suite was green.",
     [TWO_LOW, (LOG, log(5)), signoff(13, 48)], []),
    ("resume-before-the-suite", "Traffic was resumed before the suite was confirmed.",
     [TWO_LOW, (LOG, changed(log(5), resumed_at=at(13, 50))), signoff(13, 54)], []),
    ("rollback-done", "The rollback is complete, the approval given after the suite and before traffic.",
     [TWO_LOW, (LOG, log(5)), signoff(13, 54)], []),
]


def main():
    root = sys.argv[1]
    for path, value in BASE:
        write(os.path.join(root, "after"), path, value)
    for name, why, files, removed in CASES:
        folder = os.path.join(root, "after-cases", name)
        write(folder, "README.md", why + "\n")
        for path, value in files:
            write(folder, path, value)
        if removed:
            write(folder, "removed", "".join(path + "\n" for path in removed))


main()
