import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHAIN_LINKS_MAX, causeChain } from "../../src/experiment/causeChain.ts";
import { explain } from "../../src/experiment/explain.ts";
import { simulate } from "../../src/experiment/simulate.ts";
import { SECOND } from "../../src/kernel/time.ts";
import type { EventKind } from "../../src/record/events.ts";
import { OUTCOMES, type Run } from "../../src/record/run.ts";
import { mustRead } from "./scenarioDraft.ts";

const SCENARIOS = join(import.meta.dirname, "../../scenarios");
const FILES = readdirSync(SCENARIOS).filter((file) => file.endsWith(".yaml"));

function rehearse(file: string): readonly Run[] {
  const scenario = mustRead(readFileSync(join(SCENARIOS, file), "utf8"));
  return scenario.strategies.map((strategy) => simulate(scenario, strategy));
}

/** What a person would ask about. */
const QUESTIONABLE: ReadonlySet<EventKind> = new Set<EventKind>([
  "podCreated",
  "podDeletionStarted",
  "replicaSetScaled",
  "trafficShifted",
  "rolloutAborted",
  "rollbackStarted",
  "alertFired",
]);
/** What may begin a chain after the release. */
const BEGINNINGS: ReadonlySet<EventKind> = new Set<EventKind>(["releaseSubmitted", "faultStarted"]);

describe("the causes", { timeout: 30_000 }, () => {
  test("are looked at in every scenario there is", () => {
    expect(FILES.length).toBeGreaterThanOrEqual(15);
  });

  test.each(FILES)("of %s lead back to the release or to a fault, never into the void", (file) => {
    let asked = 0;
    for (const run of rehearse(file)) {
      const released = run.events.find(({ kind }) => kind === "releaseSubmitted");
      expect(released).toBeDefined();
      const after = run.events.filter(({ id, kind }) => id > (released?.id ?? 0) && QUESTIONABLE.has(kind));
      asked += after.length;
      const orphans = after.filter(({ id }) => !BEGINNINGS.has(causeChain(run, id)?.root.kind as EventKind));
      expect(orphans.map(({ id, kind }) => `${run.strategy}: ${id} ${kind}`)).toEqual([]);
    }
    expect(asked).toBeGreaterThan(0);
  });
});

const [recreate, rolling, , canary] = rehearse("bad-release.yaml") as [Run, Run, Run, Run];

describe("an event", () => {
  test("is explained by what led to it, link by link, back to the release", () => {
    const aborted = canary.events.find(({ kind }) => kind === "rolloutAborted");
    const answer = explain(canary, { about: "event", id: aborted?.id ?? -1 });
    if (answer.about !== "event") throw new Error(answer.about);
    const { links, omitted, root } = answer.chain;
    expect(links[0]).toBe(aborted);
    expect(links.map(({ kind }) => kind)).toContain("analysisFailed");
    expect([root.kind, links.at(-1), omitted]).toEqual(["releaseSubmitted", root, 0]);
    expect(links.slice(1).map(({ id }) => id)).toEqual(links.slice(0, -1).map(({ cause }) => cause));
  });

  test("with a long story is told with its nearest links and its beginning", () => {
    const long = rehearse("prestop-race-with.yaml")[0] as Run;
    const last = long.events.at(-1)?.id ?? 0;
    const chain = causeChain(long, last);
    expect(chain?.links).toHaveLength(CHAIN_LINKS_MAX);
    expect(chain?.links.at(-1)?.kind).toBe("releaseSubmitted");
    let length = 0;
    for (let id = last; id >= 0; id = long.events[id]?.cause ?? -1) length++;
    expect((chain?.omitted ?? 0) + CHAIN_LINKS_MAX).toBe(length);
  });
});

describe("a pod", () => {
  test("is explained by its life and by why it had to go", () => {
    const pod = recreate.pods[0];
    const answer = explain(recreate, { about: "pod", pod: pod?.name ?? "" });
    if (answer.about !== "pod") throw new Error(answer.about);
    expect(answer.life.map(({ state }) => state)).toEqual(["ready", "terminating", "gone"]);
    expect(answer.life.slice(1).map(({ root }) => root?.kind)).toEqual(["releaseSubmitted", "releaseSubmitted"]);
    expect(answer.end?.links.map(({ kind }) => kind).slice(0, 2)).toEqual(["podDeletionStarted", "replicaSetScaled"]);
    expect(answer.end?.root.kind).toBe("releaseSubmitted");
  });

  test("that lives at the end of the run had no reason to go", () => {
    const alive = recreate.pods.find(({ transitions }) => transitions.at(-1)?.state === "ready");
    expect(explain(recreate, { about: "pod", pod: alive?.name ?? "" })).toMatchObject({ about: "pod", end: null });
  });
});

describe("a request", () => {
  test("answered with an error by the faulty version is explained by the fault, and by how its pod came to be", () => {
    const answer = explain(rolling, { about: "request", index: "worst" });
    if (answer.about !== "request") throw new Error(answer.about);
    expect(answer).toMatchObject({ reason: "faultyVersion", outcome: "error", pod: { version: "v2", isRouted: true } });
    expect(answer.chain?.links.map(({ kind }) => kind)).toEqual(["faultStarted", "releaseSubmitted"]);
    expect(answer.podChain?.links.map(({ kind }) => kind)).toContain("podCreated");
  });

  test("refused by a pod that is gone leads back to why the pod was deleted", () => {
    const [race] = rehearse("prestop-race-without.yaml") as [Run];
    const answer = explain(race, { about: "request", index: "worst" });
    if (answer.about !== "request") throw new Error(answer.about);
    expect(answer).toMatchObject({ reason: "notListening", outcome: "refused", pod: { state: "gone" } });
    expect(answer.chain?.links.map(({ kind }) => kind)).toContain("podDeletionStarted");
    expect(answer.chain?.root.kind).toBe("releaseSubmitted");
  });

  test("that waited too long because pods had gone leads back to what took them away", () => {
    const [dip] = rehearse("rolling-capacity-dip.yaml") as [Run];
    const answer = explain(dip, { about: "request", index: "worst" });
    if (answer.about !== "request") throw new Error(answer.about);
    expect(answer.reason).toBe("tooFewPods");
    expect(answer.routedPods).toBeLessThan(answer.wantedPods);
    expect(answer.chain?.links[0]?.kind).toBe("podDeletionStarted");
  });

  test("lost with a machine is the machine's doing, not the release's", () => {
    const [failure] = rehearse("node-failure.yaml") as [Run];
    const answer = explain(failure, { about: "request", index: "worst" });
    if (answer.about !== "request") throw new Error(answer.about);
    expect(answer.chain?.root.kind).toBe("faultStarted");
  });

  test("that met no pod at all was refused for want of an endpoint", () => {
    const index = recreate.traffic.sample.pod.findIndex(
      (pod, position) => pod === -1 && OUTCOMES[recreate.traffic.sample.outcome[position] ?? -1] === "refused",
    );
    expect(index).toBeGreaterThan(0);
    const answer = explain(recreate, { about: "request", index });
    expect(answer).toMatchObject({ reason: "noEndpoint", pod: null, routedPods: 0 });
  });

  test("that went well needs no explanation", () => {
    expect(explain(rolling, { about: "request", index: 0 })).toMatchObject({
      outcome: "ok",
      reason: "nothingWrong",
      chain: null,
    });
  });

  test("of every kind gets an answer that the record bears out", () => {
    for (const run of [recreate, rolling, canary]) {
      const { sample } = run.traffic;
      for (let index = 0; index < sample.arrivedAt.length; index += 97) {
        const answer = explain(run, { about: "request", index });
        if (answer.about !== "request") throw new Error(answer.about);
        expect(answer.outcome).toBe(OUTCOMES[sample.outcome[index] ?? -1] ?? "inFlight");
        expect(answer.reason === "nothingWrong").toBe(answer.outcome === "ok" || answer.outcome === "inFlight");
        expect(answer.pod?.record.id ?? -1).toBe(sample.pod[index]);
      }
    }
  });
});

describe("a moment", () => {
  const { submittedAt } = canary.rollout;

  test("before the release is quiet: all old pods ready, nothing at work", () => {
    const answer = explain(canary, { about: "moment", at: submittedAt - SECOND });
    expect(answer).toMatchObject({
      pods: [
        { version: "v1", states: [{ state: "ready", count: 10 }] },
        { version: "v2", states: [] },
      ],
      weight: 0,
      faults: [],
      alerts: [],
    });
  });

  test("with the alert on is told with the alert, the fault and the latest events", () => {
    const fired = rolling.events.find(({ kind }) => kind === "alertFired");
    const answer = explain(rolling, { about: "moment", at: fired?.at ?? 0 });
    if (answer.about !== "moment") throw new Error(answer.about);
    expect(answer.alerts.map(({ state }) => state)).toEqual(["firing"]);
    expect(answer.faults.map(({ subject }) => subject)).toEqual(["errorShare"]);
    expect(answer.events.at(-1)?.at).toBe(fired?.at);
    expect(answer.seen?.errorRatio ?? 0).toBeGreaterThan(rolling.monitoring.threshold);
  });
});

describe("a question about what is not in the run", () => {
  test("is answered with what there is", () => {
    expect(explain(rolling, { about: "event", id: 1e6 })).toMatchObject({ about: "nothing", asked: "event" });
    expect(explain(rolling, { about: "moment", at: rolling.window.end })).toMatchObject({ about: "nothing" });
    expect(explain(rolling, { about: "request", index: -1 })).toMatchObject({
      about: "nothing",
      known: { first: "0" },
    });
    const name = rolling.pods[3]?.name ?? "";
    expect(explain(rolling, { about: "pod", pod: `${name.slice(0, -2)}_${name.slice(-1)}` })).toMatchObject({
      about: "nothing",
      known: { near: name },
    });
  });
});
