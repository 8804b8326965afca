import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { blueGreen } from "../../src/rollout/strategies/blueGreen.ts";
import { canary } from "../../src/rollout/strategies/canary.ts";
import { strategies } from "../../src/rollout/strategies/index.ts";
import { rolling } from "../../src/rollout/strategies/rolling.ts";
import { type Rehearsal, rehearse, SUBMITTED } from "./rehearsal.ts";

const RUNS = { numRuns: 12 };

const weights = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 4 })
  .map((some) => [...some].sort((a, b) => a - b));

const service = fc.record({
  replicas: fc.integer({ min: 1, max: 8 }),
  boot: fc.integer({ min: 0, max: 20 }),
});

const booting = (seconds: number) => ({
  behaviour: { boot: { law: "deterministic" as const, value: seconds * SECOND }, neverReady: false, crashAfter: null },
});

/** Old and new pods not gone at any time, from the log, which does not tell of the pods there were before. */
function mostPods({ events }: Rehearsal, before: number): number {
  let pods = before;
  let most = before;
  for (const { kind } of events) {
    if (kind === "podCreated") pods++;
    if (kind === "podGone") pods--;
    most = Math.max(most, pods);
  }
  return most;
}

describe("whatever the parameters", () => {
  it("no strategy but recreate and big bang ever leaves a request without an endpoint in a release without faults", () => {
    const others = strategies.filter(({ name }) => name !== "recreate" && name !== "bigBang");
    fc.assert(
      fc.property(fc.constantFrom(...others), service, (strategy, { replicas, boot }) => {
        const { unserved, record } = rehearse(strategy, { replicas, next: booting(boot) });
        expect(unserved).toBe(0);
        expect(record.result).toBe("completed");
      }),
      RUNS,
    );
  });

  it("a canary's router is told the steps, in their order, and nothing else", () => {
    fc.assert(
      fc.property(weights, service, (percent, { replicas, boot }) => {
        const steps = percent.map((weight) => ({ weight: `${weight}%`, pause: "10s" }));
        const { record } = rehearse(canary, { replicas, next: booting(boot), parameters: { steps } });
        expect(record.weights.map(({ weight }) => weight)).toEqual([...percent.map((weight) => weight / 100), 1]);
      }),
      RUNS,
    );
  });

  it("an aborted canary never had more users than its last step, and none from then on", () => {
    fc.assert(
      fc.property(
        weights.filter(({ length }) => length > 0),
        service,
        (percent, { replicas }) => {
          const steps = percent.map((weight) => ({ weight: `${weight}%`, pause: "45s" }));
          const { record, exposure } = rehearse(canary, { replicas, errors: 0.4, parameters: { steps } });
          expect(record.result).toBe("rolledBack");
          const aborted = Number(record.abortedAt) / SECOND;
          const peak = Math.max(...record.weights.map(({ weight }) => weight));
          expect(exposure(SUBMITTED, aborted)).toBeLessThanOrEqual(peak + 1e-9);
          expect(exposure(aborted + 0.3, 900)).toBe(0);
        },
      ),
      RUNS,
    );
  });

  it("a blue/green release has twice the pods at its peak, a rolling one no more than surge allows at once", () => {
    fc.assert(
      fc.property(service, ({ replicas, boot }) => {
        expect(mostPods(rehearse(blueGreen, { replicas, next: booting(boot) }), replicas)).toBe(2 * replicas);
        const surge = { maxSurge: 1, maxUnavailable: 0 };
        expect(mostPods(rehearse(rolling, { replicas, next: booting(boot), parameters: surge }), replicas)).toBe(
          replicas + 1,
        );
      }),
      RUNS,
    );
  });

  it("a slower reaction never makes an alert come sooner, and the way back starts that much later", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), (reaction) => {
        const { record } = rehearse(rolling, { errors: 0.4, reaction });
        expect(Number(record.abortedAt) - Number(record.detectedAt)).toBe(reaction * SECOND);
      }),
      RUNS,
    );
  });
});
