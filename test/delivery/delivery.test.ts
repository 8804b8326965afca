import { describe, expect, it } from "vitest";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import { timeMeasures } from "../../src/measures/times.ts";
import type { Run } from "../../src/record/run.ts";
import { readScenario } from "../../src/scenario/read.ts";

interface Options {
  /** Of the release. */
  readonly fault?: string;
  /** Of the world. */
  readonly world?: string;
  readonly strategy?: string;
  readonly replicas?: number;
  /** Further fields of the service. */
  readonly autoscaling?: string;
}

/** A small service that is released through what `delivery` says. */
function deliver(delivery: string, options: Options = {}): Run {
  const { fault = "", strategy = "rolling", replicas = 4, world = "", autoscaling = "" } = options;
  const read = readScenario(`
apiVersion: drydock/v1
name: shop
seed: 5
duration: 30m
warmup: 30s
releaseAt: 1m
service: {replicas: ${replicas}, preStop: 5s, readinessProbe: {periodSeconds: 5}${autoscaling}}
traffic: {rate: 20/s, users: 500, client: {retries: {max: 0}}}
monitoring: {reaction: 30s, minRequests: 20}
release: {faults: [${fault}]}
faults: [${world}]
strategies: [${strategy}]
delivery: ${delivery}
`);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join("; "));
  const [use] = read.value.strategies;
  if (use === undefined) throw new Error("no strategy");
  return simulate(read.value, use);
}

/** Seconds after the start of the window. */
const times = (run: Run, kind: string, subject?: string) =>
  run.events
    .filter((event) => event.kind === kind && (subject ?? event.subject) === event.subject)
    .map(({ at }) => (at - run.window.start) / 1_000_000);
const only = (run: Run, kind: string, subject?: string) => {
  const [first] = times(run, kind, subject);
  if (first === undefined) throw new Error(`no ${kind}`);
  return first;
};

const BAD = "{errorShare: {share: 30%}}";
const NEVER_READY = "{neverReady: {}}";

describe("a pipeline", () => {
  const jobs = `[
    {name: build, takes: 60s}, {name: lint, takes: 20s}, {name: test, needs: [build], takes: 30s},
    {name: deploy, needs: [test, lint], takes: 10s}]`;

  it("starts a job when all it needs has succeeded, and hands over at the end of the last one", () => {
    const run = deliver(`{workflow: {trigger: 5s, runner: 0s, jobs: ${jobs}}}`);
    expect(only(run, "commitPushed")).toBe(60);
    expect(["build", "lint", "test", "deploy"].map((job) => only(run, "jobStarted", job))).toEqual([65, 65, 125, 155]);
    expect(only(run, "releaseSubmitted")).toBe(165);
    expect(run.rollout.result).toBe("completed");
    expect(timeMeasures(run).lead_time_s).toBeCloseTo(105 + Number(timeMeasures(run).rollout_duration_s), 6);
  });

  it("skips what needs a failed job, so that nothing is released", () => {
    const run = deliver(`{workflow: {jobs: ${jobs.replace("takes: 30s", "takes: 30s, fails: true")}}}`);
    expect(times(run, "jobStarted", "deploy")).toEqual([]);
    expect(times(run, "releaseSubmitted")).toEqual([]);
    expect(run.events.find(({ kind }) => kind === "pipelineFinished")?.detail).toEqual({ conclusion: "failure" });
  });

  it("goes on after a job that may fail, runs what waits for a failure, and cancels what takes too long", () => {
    const run = deliver(`{workflow: {trigger: 0s, runner: 0s, jobs: [
      {name: lint, takes: 10s, fails: true, continueOnError: true},
      {name: slow, takes: 10m, timeout: 60s, runs: always},
      {name: deploy, needs: [lint], takes: 5s, deploys: true},
      {name: page, needs: [deploy], runs: failure, takes: 5s},
      {name: rescue, needs: [slow], runs: failure, takes: 5s},
      {name: report, needs: [slow], runs: always, takes: 5s},
      {name: unwanted, runs: never}]}}`);
    const ended = run.events
      .filter(({ kind }) => kind === "jobFinished")
      .map(({ subject, detail }) => [subject, detail.conclusion]);
    expect(Object.fromEntries(ended)).toEqual({
      lint: "failure",
      slow: "cancelled",
      deploy: "success",
      report: "success",
    });
    expect(only(run, "jobFinished", "slow")).toBe(120);
    expect(only(run, "releaseSubmitted")).toBe(75);
    expect(run.events.find(({ kind }) => kind === "pipelineFinished")?.detail).toEqual({ conclusion: "failure" });
  });

  it("runs the jobs of a matrix so many at once, and what needs them after the last of them", () => {
    const run = deliver(`{workflow: {trigger: 0s, runner: 0s, jobs: [
      {name: test, takes: 30s, matrix: 5, maxParallel: 2}, {name: deploy, needs: [test], takes: 0s}]}}`);
    expect([1, 2, 3, 4, 5].map((leg) => only(run, "jobStarted", `test (${leg})`))).toEqual([60, 60, 90, 90, 120]);
    expect(only(run, "jobStarted", "deploy")).toBe(150);
  });

  it("holds a job until its timer is over and the first reviewer has approved, whichever is later", () => {
    const gated = (environment: string) =>
      deliver(`{workflow: {trigger: 0s, runner: 0s, jobs: [{name: deploy, takes: 0s, environment: ${environment}}]}}`);
    expect(only(gated("{name: production, waitTimer: 5m}"), "releaseSubmitted")).toBe(360);
    expect(only(gated("{name: production, waitTimer: 5m, reviewers: 1, approval: 2m}"), "releaseSubmitted")).toBe(360);
    const slow = gated("{name: production, waitTimer: 1m, reviewers: 3, approval: 8m}");
    expect([only(slow, "approvalRequested"), only(slow, "approvalGiven"), only(slow, "releaseSubmitted")]).toEqual([
      60, 540, 540,
    ]);
  });

  it("runs a revert after the release of the same group, or ends that one when told to", () => {
    const with_ = (cancelInProgress: boolean) =>
      deliver(
        `{rollback: revert, workflow: {trigger: 0s, runner: 0s,
          concurrency: {group: deploy, cancelInProgress: ${cancelInProgress}},
          jobs: [{name: deploy, takes: 10s, deploys: true}, {name: verify, needs: [deploy], takes: 20m}]}}`,
        { fault: BAD },
      );
    const [first, waits] = [with_(false), with_(true)];
    const decided = only(first, "decisionTaken");
    expect(times(first, "pipelineStarted")).toEqual([60, 60 + 10 + 1200]);
    expect(times(waits, "pipelineStarted")).toEqual([60, decided]);
    expect(waits.rollout.result).toBe("rolledBack");
  });
});

describe("Argo CD", () => {
  it("finds a commit at once by a webhook, and within three minutes without one", () => {
    const by = (argocd: string) => only(deliver(`{argocd: ${argocd}}`), "releaseSubmitted") - 60;
    expect(by("{webhook: 2s, render: 3s}")).toBe(5);
    const polled = by("{render: 0s}");
    expect(polled).toBeGreaterThan(0);
    expect(polled).toBeLessThanOrEqual(180);
  });

  it("does nothing by itself when it is not told to", () => {
    const run = deliver("{argocd: {webhook: 2s, automated: false}}");
    expect(times(run, "commitNoticed")).toHaveLength(1);
    expect(times(run, "syncStarted")).toEqual([]);
  });

  it("waits for earlier waves and hooks before the workload, and for the workload before what follows", () => {
    const run = deliver(`{argocd: {webhook: 0s, render: 0s, resources: [
      {name: migrate, phase: PreSync, hook: true, takes: 40s}, {name: smoke, phase: PostSync, hook: true, takes: 5s}]}}`);
    expect(only(run, "releaseSubmitted")).toBe(100);
    const whole = Number(run.rollout.completedAt) / 1_000_000 - run.window.start / 1_000_000;
    const [migrated, smoked] = times(run, "hookFinished");
    expect(migrated).toBe(100);
    expect(Number(smoked)).toBeGreaterThan(whole + 5);
    expect(only(run, "syncFinished")).toBe(smoked);
  });

  it("applies nothing when the hook before it fails, after five more attempts that wait ever longer", () => {
    const run = deliver(`{argocd: {webhook: 0s, render: 0s, resources: [
      {name: migrate, phase: PreSync, hook: true, takes: 10s, fails: true}]}}`);
    expect(times(run, "releaseSubmitted")).toEqual([]);
    expect(times(run, "hookFinished")).toEqual([70, 90, 120, 170, 260, 430]);
    expect(run.events.find(({ kind }) => kind === "syncFinished")?.detail).toEqual({ conclusion: "failure" });
  });

  it("brings the bad version back after a rollback by hand when it heals, and only then", () => {
    const undone = (selfHeal: boolean) => deliver(`{argocd: {webhook: 2s, selfHeal: ${selfHeal}}}`, { fault: BAD });
    expect(undone(false).rollout.result).toBe("rolledBack");
    const healed = undone(true);
    expect(healed.rollout.result).toBe("unfinished");
    expect(only(healed, "driftFound") - only(healed, "decisionTaken")).toBeLessThan(1);
    expect(times(healed, "driftFound")).toHaveLength(1);
  });

  it("takes a revert for a new commit, so that healing does no harm", () => {
    const run = deliver("{rollback: revert, argocd: {webhook: 2s, render: 1s, selfHeal: true}}", { fault: BAD });
    expect(times(run, "driftFound")).toEqual([]);
    expect(run.rollout.result).toBe("rolledBack");
    expect(only(run, "rollbackStarted") - only(run, "decisionTaken")).toBe(3);
  });

  it("replaces a Flagger canary's pods by a revert in mid-analysis, which is no new revision: the old version is promoted", () => {
    const strategy = "{canaryByFlagger: {interval: 30s, stepWeight: 5, maxWeight: 50, metrics: []}}";
    const run = deliver("{rollback: revert, argocd: {webhook: 2s}}", { fault: BAD, strategy });
    const promoted = run.events.find(({ kind }) => kind === "rolloutPromoted");
    expect(only(run, "decisionTaken")).toBeLessThan(only(run, "rolloutPromoted"));
    expect(promoted?.detail).toEqual({ version: 0 });
    expect(times(run, "analysisFailed")).toEqual([]);
    expect(run.rollout.result).toBe("rolledBack");
  });
});

describe("Helm", () => {
  const helm = (more: string) => `{helm: {timeout: 2m, ${more}}}`;

  it("goes back after its timeout, and never by itself when it is not told to", () => {
    const back = deliver(helm("rollbackOnFailure: true"), { fault: NEVER_READY });
    expect(only(back, "helmUpgradeFailed") - only(back, "helmUpgradeStarted")).toBe(120);
    expect(back.rollout.result).toBe("rolledBack");
    const stays = deliver(helm("rollbackOnFailure: false"), { fault: NEVER_READY });
    expect(times(stays, "helmUpgradeFailed")).toHaveLength(1);
    expect(stays.rollout.abortedAt).toBeNull();
  });

  it("is content in its third version before the rollout is over, and waits for all of it in its fourth", () => {
    const done = (wait: string) => {
      const run = deliver(helm(`wait: ${wait}`), { replicas: 20 });
      const completed = (Number(run.rollout.completedAt) - run.window.start) / 1_000_000;
      return only(run, "helmUpgradeFinished") - completed;
    };
    expect(done("legacy")).toBeLessThan(0);
    expect(done("watcher")).toBeGreaterThanOrEqual(0);
  });

  it("ends early in its fourth version once the Deployment has given up", () => {
    const ended = (wait: string) => {
      const run = deliver(`{helm: {timeout: 20m, wait: ${wait}, rollbackOnFailure: true}}`, {
        fault: NEVER_READY,
      });
      return only(run, "helmUpgradeFailed") - only(run, "helmUpgradeStarted");
    };
    expect(ended("legacy")).toBe(1200);
    expect(ended("watcher")).toBeGreaterThan(600);
    expect(ended("watcher")).toBeLessThan(660);
  });

  it("runs the hooks before the apply, lighter ones first, and applies nothing when one fails", () => {
    const hooks = (fails: boolean) => `hooks: [
      {name: b, event: pre-upgrade, weight: 1, takes: 20s, fails: ${fails}}, {name: a, event: pre-upgrade, takes: 10s}]`;
    expect(only(deliver(helm(hooks(false))), "releaseSubmitted")).toBe(90);
    expect(times(deliver(helm(hooks(true))), "releaseSubmitted")).toEqual([]);
  });
});

describe("a delivery", () => {
  it("draws the same whatever the strategy", () => {
    const spec = "{workflow: {jobs: [{name: build, takes: {lognormal: {median: 2m, sigma: 1}}}]}, argocd: {}}";
    const submitted = ["rolling", "recreate", "blueGreen", "canary"].map((strategy) =>
      only(deliver(spec, { strategy }), "releaseSubmitted"),
    );
    expect(new Set(submitted).size).toBe(1);
  });

  it("says of everything it did what led to it, back to the commit", () => {
    const run = deliver("{workflow: {jobs: [{name: build}]}, argocd: {}, rollback: revert}", { fault: BAD });
    const byId = new Map(run.events.map((event) => [event.id, event]));
    for (const kind of ["syncStarted", "releaseSubmitted", "rollbackStarted"]) {
      let entry = run.events.find((event) => event.kind === kind);
      while (entry !== undefined && entry.cause >= 0) entry = byId.get(entry.cause);
      expect([kind, entry?.kind]).toEqual([kind, "commitPushed"]);
    }
  });

  it.each([
    ["{helm: {}, argocd: {}}", "would both write"],
    ["{workflow: {jobs: [{name: a, needs: [b]}]}}", "no job is called b"],
    ["{workflow: {jobs: [{name: a, needs: [b]}, {name: b, needs: [a]}]}}", "in a circle"],
    ["{workflow: {jobs: [{name: a}, {name: a}]}}", "two jobs are called a"],
    ["{argocd: {windows: [{kind: deny, schedule: '* 10 * * 7', duration: 1h}]}}", "is no schedule"],
    ["{startsAt: '2026-02-29T00:00:00Z'}", "is no instant"],
  ])("that reads %s is refused", (written, message) => {
    expect(() => deliver(written)).toThrow(message);
  });
});

describe("a change by hand, past git", () => {
  const scaled = "{gitOpsDrift: {at: 30s, replicas: 1}}";
  const replicasOf = (run: Run) =>
    run.desired.map(({ at, replicas }) => [(at - run.window.start) / 1_000_000, replicas] as const);

  it("is undone by self-heal as soon as the manifests are rendered", () => {
    const run = deliver("{argocd: {selfHeal: true}}", { world: scaled });
    expect(replicasOf(run).slice(1)).toEqual([
      [30, 1],
      [32, 4],
    ]);
    expect(times(run, "driftFound")).toEqual([30]);
    expect(times(run, "faultEnded", "gitOpsDrift")).toEqual([32]);
  });

  it("is undone in the world without the release too, so that the release is not blamed for it", () => {
    const text = `apiVersion: drydock/v1\nname: twin\nduration: 2m\ntraffic: {rate: 20/s}\ndelivery: {argocd: {selfHeal: true}}\nfaults: [${scaled}]`;
    const reading = readScenario(text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    expect(times(simulateTwin(reading.value), "faultEnded")).toEqual([32]);
  });

  it("lasts without self-heal, until the next commit is synced", () => {
    const run = deliver("{argocd: {webhook: 1s}}", { world: scaled });
    expect(replicasOf(run).slice(1)).toEqual([
      [30, 1],
      [63, 4],
    ]);
    expect(times(run, "driftFound")).toEqual([]);
  });

  it("is overruled by helm and kubectl the same way, when they come", () => {
    for (const delivery of ["{helm: {}}", "{}"])
      expect(replicasOf(deliver(delivery, { world: scaled })).slice(1)).toEqual([
        [30, 1],
        [60, 4],
      ]);
  });

  it("is put right by hand where somebody remembers, and not twice", () => {
    const world = "{gitOpsDrift: {at: 30s, for: 10s, replicas: 1}}";
    const run = deliver("{argocd: {}}", { world });
    expect(replicasOf(run).slice(1)).toEqual([
      [30, 1],
      [40, 4],
    ]);
    const healed = deliver("{argocd: {selfHeal: true}}", { world });
    expect(replicasOf(healed).slice(1)).toEqual([
      [30, 1],
      [32, 4],
    ]);
    expect(times(healed, "faultEnded")).toEqual([32]);
  });

  it("is no difference where an autoscaler owns the number of pods", () => {
    const autoscaling = ", autoscaling: {minReplicas: 1, maxReplicas: 8}";
    const run = deliver("{argocd: {selfHeal: true}}", { world: scaled, autoscaling });
    expect(times(run, "driftFound")).toEqual([]);
  });

  it("of the image brings the other version, and self-heal takes it back", () => {
    const world = "{gitOpsDrift: {at: 30s, change: image}}";
    const healed = deliver("{argocd: {selfHeal: true, reconciliation: 30m}}", { world });
    expect(times(healed, "releaseSubmitted")).toEqual([30]);
    expect(only(healed, "rollbackStarted")).toBeCloseTo(32, 0);
    const kept = deliver("{argocd: {reconciliation: 30m}}", { world });
    expect(kept.rollout.result).toBe("completed");
    expect(times(kept, "rollbackStarted")).toEqual([]);
  });

  it("of the image needs somebody who delivers: without git there is nothing to differ from", () => {
    const reading = readScenario("apiVersion: drydock/v1\nname: x\nfaults: [gitOpsDrift: {at: 1m, change: image}]");
    expect(reading.problems).toMatchObject([{ code: "not-delivered", line: 3 }]);
  });
});
