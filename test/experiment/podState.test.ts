import fc from "fast-check";
import { expect, test } from "vitest";
import { type PodMoment, podHistory, podStateAt } from "../../src/experiment/podState/podState.ts";
import { simulate } from "../../src/experiment/simulate.ts";
import { SECOND, toSeconds } from "../../src/kernel/time.ts";
import type { PodRecord, Run } from "../../src/record/run.ts";
import { draft, mustRead, scenarioOf } from "./scenarioDraft.ts";

/** One release of one pod, everything exact; further lines of the file as given. */
function rehearse({ service = "", cluster = "", faults = "[]", duration = "2m" } = {}): Run {
  const scenario = mustRead(`
apiVersion: drydock/v1
name: web
title: A pod
shows: What the API shows of it.
seed: 1
warmup: 10s
duration: ${duration}
releaseAt: 10s
service:
  replicas: 1
  boot: 5s
  preStop: 3s
  readinessProbe: {periodSeconds: 1}
${service}
traffic: {rate: 1/s, users: 5}
cluster:
  sandbox: 1s
  newImageCached: true
  watchLatency: 50ms
${cluster}
release: {from: v1, to: v2, faults: ${faults}}
monitoring: {onAlert: nothing}
strategies: [{rolling: {maxSurge: 1, maxUnavailable: 0}}]
`);
  const [strategy] = scenario.strategies;
  if (strategy === undefined) throw new Error("a scenario has a strategy");
  return simulate(scenario, strategy);
}

const podOf = (run: Run, version: number) => run.pods.find((pod) => pod.version === version) as PodRecord;

/** [seconds, STATUS, READY], one line for each change of these two. */
function watched(run: Run, pod: PodRecord): string[] {
  const lines: string[] = [];
  for (const { at, state } of podHistory(run, pod)) {
    const line = state === null ? "gone" : `${state.ready.count}/${state.ready.of} ${state.status}`;
    if (!lines.at(-1)?.endsWith(` s ${line}`)) lines.push(`${toSeconds(at).toFixed(2)} s ${line}`);
  }
  return lines;
}

const conditionsOf = ({ state }: PodMoment) =>
  Object.fromEntries(
    (state?.conditions ?? []).map(({ type, status, reason, lastTransition }) => [
      type,
      `${status}${reason && ` ${reason}`} since ${toSeconds(lastTransition).toFixed(2)}`,
    ]),
  );

test("a pod goes from Pending through ContainerCreating and Running to Terminating, as kubectl prints it", () => {
  const run = rehearse();
  expect(watched(run, podOf(run, 1))).toEqual([
    "20.10 s 0/1 Pending",
    "20.15 s 0/1 ContainerCreating",
    "21.20 s 0/1 Running",
    "26.20 s 1/1 Running",
  ]);
  expect(watched(run, podOf(run, 0))).toEqual(["0.00 s 1/1 Running", "26.35 s 1/1 Terminating", "29.40 s gone"]);
});

test("each condition keeps the time at which its status last changed", () => {
  const run = rehearse();
  const history = podHistory(run, podOf(run, 1));
  expect(conditionsOf(history[0] as PodMoment)).toEqual({});
  expect(conditionsOf(history.at(-1) as PodMoment)).toEqual({
    PodReadyToStartContainers: "True since 21.20",
    Initialized: "True since 20.15",
    Ready: "True since 26.20",
    ContainersReady: "True since 26.20",
    PodScheduled: "True since 20.15",
  });
});

test("init containers and sidecars are counted in STATUS and READY", () => {
  const run = rehearse({
    service: `
  initContainers:
    - {name: migrate, run: 4s}
    - {name: proxy, restartPolicy: Always, run: 2s}
  containers: [{name: metrics, boot: 1s}]
`,
    cluster: "  imagePull: 1Gi/s",
  });
  const lines = watched(run, podOf(run, 1)).map((line) => line.replace(/^\S+ s /, ""));
  expect(lines).toEqual(["0/3 Pending", "0/3 Init:0/2", "0/3 Init:1/2", "1/3 Running", "2/3 Running", "3/3 Running"]);
});

test("a crashing container is in CrashLoopBackOff while its pod is Running, and its restarts are counted", () => {
  const run = rehearse({ faults: "[{crashLoop: {lifetime: 20s}}]" });
  const pod = podOf(run, 1);
  const waiting = podHistory(run, pod).find(({ state }) => state?.status === "CrashLoopBackOff");
  expect(waiting?.state).toMatchObject({ phase: "Running", restarts: 1, ready: { count: 0, of: 1 } });
  expect(waiting?.state?.containers[0]).toMatchObject({ state: "waiting", exitCode: 1, reason: "CrashLoopBackOff" });
  expect(conditionsOf(waiting as PodMoment).Ready).toMatch(/^False ContainersNotReady/);
});

test("an init container that fails holds the pod in Init:CrashLoopBackOff, which is Pending, until it succeeds", () => {
  const run = rehearse({ faults: "[{initContainerFails: {times: 3}}]", duration: "3m" });
  const pod = podOf(run, 1);
  const lines = watched(run, pod).map((line) => line.replace(/^\S+ s /, ""));
  expect(lines).toEqual([
    "0/1 Pending",
    "0/1 Init:0/1",
    "0/1 Init:CrashLoopBackOff",
    "0/1 Init:0/1",
    "0/1 Init:CrashLoopBackOff",
    "0/1 Init:0/1",
    "0/1 Running",
    "1/1 Running",
  ]);
  const waiting = podHistory(run, pod).filter(({ state }) => state?.status === "Init:CrashLoopBackOff");
  expect(waiting.map(({ state }) => [state?.phase, state?.restarts])).toEqual([
    ["Pending", 1],
    ["Pending", 2],
  ]);
  // Ends at 2 s, runs again at once until 4 s, then 10 s and 20 s after the ends at 4 s and 16 s.
  const started = run.events.filter(({ kind, subject }) => subject === pod.name && /^container.*tarted$/.test(kind));
  const times = started.map(({ at }) => toSeconds(at - (started[0]?.at ?? 0)));
  expect(times).toEqual([0, 2, 14, 36, 38]);
  expect(podHistory(run, pod).at(-1)?.state).toMatchObject({ restarts: 0 });
});

test("an image that cannot be pulled shows as ErrImagePull and, while its wait lasts, as ImagePullBackOff", () => {
  const run = rehearse({ faults: "[imagePullFails]", duration: "5m" });
  const lines = watched(run, podOf(run, 1));
  expect(lines.slice(2, 6).map((line) => line.replace(/^\S+ s /, ""))).toEqual([
    "0/1 ErrImagePull",
    "0/1 ImagePullBackOff",
    "0/1 ErrImagePull",
    "0/1 ImagePullBackOff",
  ]);
  expect(podStateAt(run, podOf(run, 1), 40 * SECOND)?.phase).toBe("Pending");
});

test("a pod no node has room for says why in its condition", () => {
  const run = rehearse({ service: "  resources: {cpu: '3'}", cluster: "  nodes: {count: 1, cpu: '4'}" });
  const state = podStateAt(run, podOf(run, 1), 60 * SECOND);
  expect(state).toMatchObject({ status: "Pending", node: null, containers: [] });
  expect(state?.conditions).toMatchObject([
    {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message: expect.stringMatching(/Insufficient cpu/),
    },
  ]);
});

test("a pod on a dead node goes on showing 1/1 Running: only its Ready condition falls, after 50 s, and it is marked for the taint", () => {
  const scenario = mustRead(`
apiVersion: drydock/v1
name: web
title: A node
shows: It fails.
warmup: 10s
duration: 9m
releaseAt: 8m
service: {replicas: 1, boot: 5s}
traffic: {rate: 1/s, users: 5}
cluster: {nodes: {count: 3}}
faults: [{nodeFailure: {at: 20s, for: 8m, node: 1}}]
monitoring: {onAlert: nothing}
strategies: [rolling]
`);
  const [strategy] = scenario.strategies;
  if (strategy === undefined) throw new Error("a scenario has a strategy");
  const failed = simulate(scenario, strategy);
  const [pod] = failed.pods;
  if (pod === undefined) throw new Error("a run has pods");
  const at = (seconds: number) => podStateAt(failed, pod, seconds * SECOND);
  expect(at(60)).toMatchObject({ status: "Running", ready: { count: 1, of: 1 } });
  const conditions = (seconds: number) =>
    Object.fromEntries((at(seconds)?.conditions ?? []).map(({ type, status }) => [type, status]));
  expect(conditions(79)).toMatchObject({ Ready: "True", ContainersReady: "True" });
  expect(conditions(81)).toMatchObject({ Ready: "False", ContainersReady: "True" });
  expect(at(81)).toMatchObject({ status: "Running", ready: { count: 1, of: 1 } });
  expect(at(400)).toMatchObject({ status: "Terminating", ready: { count: 1, of: 1 } });
  expect(conditions(400)).toMatchObject({ DisruptionTarget: "True" });
});

test("whatever is rehearsed, the API's view and the record agree on when a pod is there, scheduled, ready and asked to go", () => {
  fc.assert(
    fc.property(draft, (some) => {
      const scenario = scenarioOf(some);
      for (const strategy of scenario.strategies) {
        const run = simulate(scenario, strategy);
        for (const pod of run.pods) {
          const history = podHistory(run, pod);
          expect(history[0]?.at).toBe(pod.transitions[0]?.at);
          pod.transitions.forEach(({ at, state }, index) => {
            const shown = podStateAt(run, pod, at);
            if (state === "gone") expect(shown).toBeNull();
            if (state === "terminating") expect(shown).toMatchObject({ status: "Terminating", deletedAt: at });
            if (state === "ready") expect(shown?.conditions.find(({ type }) => type === "Ready")?.status).toBe("True");
            const isOver = pod.transitions[index + 1]?.at === at;
            if (state === "running" && !isOver) expect(shown).toMatchObject({ status: "Running", ready: { count: 0 } });
          });
          for (let i = 1; i < history.length; i++)
            expect((history[i] as PodMoment).at).toBeGreaterThan((history[i - 1] as PodMoment).at);
        }
      }
    }),
    { numRuns: 8 },
  );
});
