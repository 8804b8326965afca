import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import type { Measures } from "../../src/measures/ids.ts";
import { MEASURES } from "../../src/measures/ids.ts";
import { measure } from "../../src/measures/measure.ts";
import { sealRun } from "../../src/record/digest.ts";
import type { Run } from "../../src/record/run.ts";
import { editScenario } from "../../src/scenario/edit.ts";
import type { Scenario, StrategyUse } from "../../src/scenario/scenario.ts";
import { calmDraft, type Draft, draft, fileOf, mustRead, scenarioOf } from "./scenarioDraft.ts";

/** Relations between runs that must hold although nobody knows the right answer to either (reliability: M1–M10). */

const few = { numRuns: 10 };
/** Rehearsals by the dozen take a while on a busy machine; what is tested has no clock in it. */
const patience = 60_000;

function strategyOf(scenario: Scenario, name: string): StrategyUse {
  const use = scenario.strategies.find((strategy) => strategy.name === name);
  if (use === undefined) throw new Error(`no strategy ${name}`);
  return use;
}

function rehearse(scenario: Scenario, name: string): Run {
  return simulate(scenario, strategyOf(scenario, name));
}

function measured(scenario: Scenario, name: string): Measures {
  return measure(rehearse(scenario, name), simulateTwin(scenario));
}

const withRolling = (some: Draft, surge: number, unavailable: number): Draft => ({ ...some, surge, unavailable });

/** The same tree with all keys in the opposite order. */
function reversed(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(reversed);
  if (tree === null || typeof tree !== "object") return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}

function minimumAvailable(run: Run): number {
  const edges = run.pods.flatMap((pod) =>
    pod.available.flatMap(({ start, end }) => [
      { at: start, step: 1 },
      { at: end, step: -1 },
    ]),
  );
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  let available = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { at, step }] of edges.entries()) {
    available += step;
    const settled = edges[index + 1]?.at !== at;
    if (settled && at >= run.window.start && at < run.window.end) least = Math.min(least, available);
  }
  return Math.min(least, run.desiredReplicas);
}

describe("a fault that is added at a time", { timeout: patience }, () => {
  test("leaves everything before it as it was, to the last byte", () => {
    fc.assert(
      fc.property(draft, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (some, share) => {
        const scenario = scenarioOf(some);
        const at = Math.round(scenario.duration * share);
        const edited = editScenario(scenario, {
          faults: [...kept(scenario), { added: "podKill", at, parameters: {} }],
        });
        if (!edited.ok) throw new Error(JSON.stringify(edited.problems));
        for (const strategy of scenario.strategies) {
          const [without, hurt] = [simulate(scenario, strategy), simulate(edited.value, strategy)];
          const time = without.window.start + at;
          const past = ({ events }: Run) => events.filter((event) => event.at < time);
          expect(past(hurt)).toEqual(past(without));
          expect(hurt.events.some((event) => event.at === time && event.subject === "podKill")).toBe(true);
          // Requests count where they arrive: those that were under way at the time may end otherwise.
          const whole = Math.floor(at / without.traffic.bucket);
          expect(hurt.traffic.arrived.slice(0, whole)).toEqual(without.traffic.arrived.slice(0, whole));
        }
      }),
      few,
    );
  });
});

const kept = ({ faults }: Scenario) => faults.map((_, own) => ({ own, at: null }));

describe("M1: stretching all durations and thinning all rates by the same factor", { timeout: patience }, () => {
  test("stretches the rollout by it and leaves every count alone", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const plain = rehearse(scenarioOf(some), "rolling");
        const stretched = rehearse(scenarioOf(some, 2), "rolling");
        expect(stretched.traffic.totals).toEqual(plain.traffic.totals);
        const completed = plain.rollout.completedAt;
        expect(stretched.rollout.completedAt).toBe(completed === null ? null : completed * 2);
      }),
      few,
    );
  });
});

describe("M2: the spelling of a value", { timeout: patience }, () => {
  test("milliseconds or seconds give the same record", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const file = fileOf(some);
        const respelled = { ...file, warmup: "10000ms", duration: "4m", releaseAt: "20s0ms" };
        expect(rehearse(mustRead(stringify(respelled)), "canary").digest).toBe(
          rehearse(scenarioOf(some), "canary").digest,
        );
      }),
      few,
    );
  });
});

describe("M3: the names of things", { timeout: patience }, () => {
  test("decide nothing", () => {
    fc.assert(
      fc.property(
        draft.filter(({ routing }) => routing !== "sticky"),
        (some) => {
          const file = fileOf(some);
          const release = { ...(file.release as object), from: "stable-7", to: "next" };
          const renamed = rehearse(mustRead(stringify({ ...file, name: "other", release })), "rolling");
          const plain = rehearse(scenarioOf(some), "rolling");
          expect(renamed.traffic.totals).toEqual(plain.traffic.totals);
          expect(renamed.events.map(({ at, kind }) => [at, kind])).toEqual(
            plain.events.map(({ at, kind }) => [at, kind]),
          );
        },
      ),
      few,
    );
  });
});

describe("M4: the order of keys in the file", { timeout: patience }, () => {
  test("changes no bit of the record", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const turned = mustRead(stringify(reversed(fileOf(some))));
        for (const name of ["blueGreen", "canary"]) {
          expect(rehearse(turned, name).digest).toBe(rehearse(scenarioOf(some), name).digest);
        }
      }),
      few,
    );
  });
});

describe("M5: submitting the release later", { timeout: patience }, () => {
  test("shifts what the control plane does by exactly that", () => {
    const delay = 20;
    fc.assert(
      fc.property(calmDraft, (some) => {
        const calm = { ...some, onSigterm: "abrupt" as const };
        const file = fileOf(calm);
        const later = { ...file, releaseAt: `${20 + delay}s`, duration: `${240 + delay}s` };
        const story = (run: Run, shift: number) =>
          run.events
            .filter(({ kind }) => !kind.startsWith("alert"))
            .filter(({ at }) => at >= run.rollout.submittedAt)
            .map(({ at, kind, subject }) => [at - shift, kind, subject]);
        const plain = rehearse(mustRead(stringify(file)), "rolling");
        const shifted = rehearse(mustRead(stringify(later)), "rolling");
        expect(story(shifted, delay * 1e6)).toEqual(story(plain, 0));
      }),
      few,
    );
  });
});

describe("M6: comments, a byte-order mark and CRLF line ends", { timeout: patience }, () => {
  test("change no bit of the record", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const text = stringify(fileOf(some));
        const dressed = `\uFEFF# a remark\n${text}# the end\n`.replaceAll("\n", "\r\n");
        expect(rehearse(mustRead(dressed), "recreate").digest).toBe(rehearse(mustRead(text), "recreate").digest);
      }),
      few,
    );
  });
});

describe("M7: the labels of zones", { timeout: patience }, () => {
  test("decide nothing: with the labels turned back it is the same record", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const scenario = scenarioOf(some);
        const nodes = scenario.cluster.nodes.map((node) => ({ ...node, zone: `z${node.zone}` }));
        const relabelled = { ...scenario, cluster: { ...scenario.cluster, nodes } };
        const run = rehearse(relabelled, "rolling");
        const pods = run.pods.map((pod) => ({ ...pod, zone: pod.zone.replace(/^z/, "") }));
        expect(sealRun({ ...run, pods }).digest).toBe(rehearse(scenario, "rolling").digest);
      }),
      few,
    );
  });
});

describe("M8: prices times ten", { timeout: patience }, () => {
  test("make every amount of money ten times as large, and change nothing else", () => {
    fc.assert(
      fc.property(draft, (some) => {
        const file = fileOf(some);
        const prices = (factor: number) => ({
          cpuHour: 0.04 * factor,
          memoryGibHour: 0.005 * factor,
          badRequest: 0.01 * factor,
          delayDay: 5 * factor,
        });
        const plain = measured(mustRead(stringify({ ...file, prices: prices(1) })), "blueGreen");
        const dear = measured(mustRead(stringify({ ...file, prices: prices(10) })), "blueGreen");
        for (const [id, { unit }] of Object.entries(MEASURES)) {
          const before = plain[id as keyof Measures];
          const after = dear[id as keyof Measures];
          if (unit === "money" && before !== null) expect(after).toBeCloseTo(before * 10, 6);
          else expect(after).toBe(before);
        }
      }),
      few,
    );
  });
});

describe("M9: more surge", { timeout: patience }, () => {
  test("never lengthens a fault-free rollout", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const less = rehearse(scenarioOf(withRolling(some, some.surge, Math.max(1, some.unavailable))), "rolling");
        const more = rehearse(scenarioOf(withRolling(some, some.surge + 1, Math.max(1, some.unavailable))), "rolling");
        if (less.rollout.completedAt === null) return;
        expect(more.rollout.completedAt).not.toBeNull();
        expect(more.rollout.completedAt as number).toBeLessThanOrEqual(less.rollout.completedAt);
      }),
      few,
    );
  });
});

describe("M10: more pods that may be unavailable", { timeout: patience }, () => {
  test("never lengthen a fault-free rollout and never raise the least number of available pods", () => {
    fc.assert(
      fc.property(calmDraft, (some) => {
        const less = rehearse(scenarioOf(withRolling(some, Math.max(1, some.surge), some.unavailable)), "rolling");
        const more = rehearse(scenarioOf(withRolling(some, Math.max(1, some.surge), some.unavailable + 1)), "rolling");
        if (less.rollout.completedAt === null) return;
        expect(more.rollout.completedAt as number).toBeLessThanOrEqual(less.rollout.completedAt);
        expect(minimumAvailable(more)).toBeLessThanOrEqual(minimumAvailable(less));
      }),
      few,
    );
  });
});
