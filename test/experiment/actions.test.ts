import { describe, expect, test } from "vitest";
import { apiTimeline } from "../../src/experiment/apiTimeline.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { apiTimelineJson } from "../../src/report/apiTimelineJson.ts";
import { mustRead } from "./scenarioDraft.ts";

/** A rollout of ten pods, submitted at second 10, during which a person does this. */
function rehearse({
  actions,
  strategy = "{rolling: {maxSurge: 25%, maxUnavailable: 25%}}",
  more = "",
  replicas = 10,
  boot = "20s",
}: {
  readonly actions: string;
  readonly strategy?: string;
  readonly more?: string;
  readonly replicas?: number;
  readonly boot?: string;
}) {
  const scenario = mustRead(`
apiVersion: drydock/v1
name: web
title: Commands
shows: What a person does to a rollout.
warmup: 10s
duration: 6m
releaseAt: 0s
service: {replicas: ${replicas}, boot: ${boot}, readinessProbe: {periodSeconds: 1}, progressDeadlineSeconds: 60}
cluster: {newImageCached: true, sandbox: 1s, watchLatency: 10ms}
traffic: {rate: 1/s, users: 5}
monitoring: {onAlert: nothing}
actions: ${actions}
strategies: [${strategy}]
${more}`);
  const [use] = scenario.strategies;
  if (use === undefined) throw new Error("a scenario has a strategy");
  const timeline = apiTimeline(scenario, use);
  const json = apiTimelineJson(timeline, { engineVersion: "0" });
  /** The last state at or before this many seconds after the release. */
  const at = (seconds: number) => {
    const change = json.changes.findLast(({ t_s }) => t_s <= seconds);
    if (change === undefined) throw new Error("nothing is known then");
    return change;
  };
  const deployment = (seconds: number) => json.deployment.findLast(({ t_s }) => t_s <= seconds);
  const sizes = (seconds: number) => at(seconds).replica_sets.map(({ spec }) => spec.replicas);
  const told = (kind: string) => timeline.run.events.filter((entry) => entry.kind === kind);
  return { run: timeline.run, deployment, sizes, told, json };
}

describe("a person who", () => {
  test("pauses a rolling update stops it where it is; resuming lets it go on and restarts its deadline", () => {
    const { deployment, sizes, run } = rehearse({ actions: "[{at: 5s, do: pause}, {at: 150s, do: resume}]" });
    expect(sizes(4)).toEqual([8, 5]);
    expect(sizes(149)).toEqual([8, 5]);
    const progressing = (seconds: number) =>
      deployment(seconds)?.conditions.find(({ type }) => type === "Progressing")?.reason;
    expect(progressing(149)).toBe("DeploymentPaused");
    expect(progressing(150.02)).toBe("DeploymentResumed");
    expect(run.rollout.result).toBe("completed");
    expect(run.events.some(({ kind }) => kind === "rolloutStalled")).toBe(false);
  });

  test("scales in mid-rollout keeps the ratio of old and new, with the rest for the largest", () => {
    const { sizes } = rehearse({ actions: "[{at: 5s, do: scale, replicas: 20}]" });
    expect(sizes(4.9)).toEqual([8, 5]);
    // 20 + 5 = 25 pods: 8 and 5 of 13 become 15 and 10.
    expect(sizes(5.03)).toEqual([15, 10]);
  });

  test("undoes a rollout gets the old ReplicaSet back, with the pods it still has", () => {
    const { run, sizes, told, json } = rehearse({ actions: "[{at: 5s, do: undo}]" });
    expect(run.rollout).toMatchObject({ result: "rolledBack" });
    expect(told("rolloutAborted")[0]?.detail).toEqual({ reason: "command" });
    expect(json.replica_sets).toHaveLength(2);
    expect(sizes(60)).toEqual([10, 0]);
    expect(run.pods.filter(({ version }) => version === 0)).toHaveLength(12);
  });

  test("restarts in mid-rollout rolls over: what was half put up is old now, and its unready pods go first", () => {
    const { run, sizes, json } = rehearse({ actions: "[{at: 5s, do: restart}]" });
    expect(json.replica_sets.map(({ version }) => version)).toEqual(["v1", "v2", "v2"]);
    expect(sizes(4.9)).toEqual([8, 5]);
    // None of the five is available: they are taken down before any of the eight that serve.
    expect(sizes(5.03)[0]).toBe(8);
    expect(sizes(5.03)[1]).toBeLessThan(5);
    expect(sizes(300)).toEqual([0, 0, 10]);
    expect(run.rollout.result).toBe("completed");
    expect(new Set(run.pods.map(({ name }) => name)).size).toBe(run.pods.length);
  });

  test("is refused what cannot be done now, and nothing changes", () => {
    const { told, run } = rehearse({
      actions: "[{at: 5s, do: pause}, {at: 6s, do: undo}, {at: 7s, do: restart}, {at: 8s, do: resume}]",
    });
    expect(told("commandGiven").map(({ detail }) => [detail.command, detail.outcome])).toEqual([
      ["pause", "accepted"],
      ["undo", "refused"],
      ["restart", "refused"],
      ["resume", "accepted"],
    ]);
    expect(run.rollout.result).toBe("completed");
  });

  test("promotes a canary that waits for it", () => {
    const canary = rehearse({
      actions: "[{at: 120s, do: resume}]",
      strategy: "{canary: {steps: [{weight: 20%, pause: 5m}]}}",
    });
    expect(canary.run.rollout.result).toBe("completed");
    expect(canary.run.rollout.completedAt).toBeGreaterThan(130 * SECOND);
    expect(canary.json.deployment).toEqual([]);
    expect(canary.told("commandGiven")[0]?.detail.outcome).toBe("accepted");
  });
});

describe("a timeline of a Deployment", () => {
  test("tells what kubectl rollout status would print, to the end", () => {
    const { json } = rehearse({ actions: "[]" });
    const texts = json.deployment.map(({ rollout_status }) => rollout_status.text);
    expect(texts).toContain(
      'Waiting for deployment "web" rollout to finish: 5 out of 10 new replicas have been updated...',
    );
    expect(texts.some((text) => /: \d old replicas are pending termination/.test(text))).toBe(true);
    expect(texts.at(-1)).toBe('deployment "web" successfully rolled out');
    const last = json.deployment.at(-1);
    expect(last).toMatchObject({
      generation: 2,
      status: { observedGeneration: 2, updatedReplicas: 10, unavailableReplicas: 0 },
    });
    expect(last?.conditions).toMatchObject([
      { type: "Available", status: "True", reason: "MinimumReplicasAvailable" },
      { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" },
    ]);
  });

  test("says that the deadline passed, and takes it back when the rollout moves again", () => {
    const { json, run } = rehearse({ actions: "[]", boot: "90s", replicas: 2 });
    const reasons = json.deployment.flatMap(({ conditions }) =>
      conditions.filter(({ type }) => type === "Progressing").map(({ reason }) => reason),
    );
    const told = reasons.filter((reason, index) => reason !== reasons[index - 1]);
    expect(told).toEqual([
      "NewReplicaSetAvailable",
      "NewReplicaSetCreated",
      "ReplicaSetUpdated",
      "ProgressDeadlineExceeded",
      "ReplicaSetUpdated",
      "ProgressDeadlineExceeded",
      "ReplicaSetUpdated",
      "NewReplicaSetAvailable",
    ]);
    expect(json.deployment.find(({ rollout_status }) => rollout_status.outcome === "error")?.rollout_status.text).toBe(
      'deployment "web" exceeded its progress deadline',
    );
    expect(run.rollout.result).toBe("completed");
  });
});

test("an action says what it wants, and no more", () => {
  const problem = (actions: string) => () => rehearse({ actions });
  expect(problem("[{at: 5s, do: scale}]")).toThrow(/scale needs replicas/);
  expect(problem("[{at: 5s, do: pause, replicas: 3}]")).toThrow(/pause takes no replicas/);
  expect(problem("[{at: 5s, do: rollback}]")).toThrow(/rollback/);
});
