import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import type { Entry } from "../../src/experiment/causeChain.ts";
import { simulate } from "../../src/experiment/simulate.ts";
import type { EventKind } from "../../src/record/events.ts";
import type { Run } from "../../src/record/run.ts";
import { type Draft, draft, fileOf, mustRead } from "./scenarioDraft.ts";

/** One pod leads to another only where a controller counts pods or lists them, and where one leaves its room to another. */
const BETWEEN_PODS: ReadonlySet<EventKind> = new Set(["podCreated", "podDeletionStarted"]);
const isOwed = (entry: Entry, cause: Entry) => entry.kind === "podScheduled" && cause.kind === "podGone";

function strangers({ pods, events }: Run): string[] {
  const names = new Set(pods.map(({ name }) => name));
  return events.flatMap((entry) => {
    const cause = events[entry.cause];
    if (cause === undefined || !names.has(entry.subject) || BETWEEN_PODS.has(entry.kind)) return [];
    if (!names.has(cause.subject) || cause.subject === entry.subject || isOwed(entry, cause)) return [];
    return [`${entry.kind} ${entry.subject} because of ${cause.kind} ${cause.subject}`];
  });
}

/** Nodes on which not all pods of a surge find room at once. */
function crowded(some: Draft): Run[] {
  const cluster = { nodes: { count: 2, cpu: String(Math.ceil(some.replicas / 2)) } };
  const scenario = mustRead(
    stringify({ ...fileOf(some), cluster, service: { replicas: some.replicas, resources: { cpu: "1" } } }),
  );
  return scenario.strategies.map((strategy) => simulate(scenario, strategy));
}

test("what happens to a pod follows from that pod, or from something that is no pod's alone", () => {
  let waited = 0;
  fc.assert(
    fc.property(draft, (some) => {
      for (const run of crowded(some)) {
        expect(strangers(run)).toEqual([]);
        waited += run.events.filter(({ kind }) => kind === "podUnschedulable").length;
      }
    }),
    { numRuns: 12 },
  );
  expect(waited).toBeGreaterThan(0);
});
