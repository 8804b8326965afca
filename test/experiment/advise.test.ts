import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advise, EFFORTS } from "../../src/experiment/advise/advise.ts";
import { beginnings, neighbours } from "../../src/experiment/advise/candidates.ts";
import { changed } from "../../src/experiment/advise/flips.ts";
import { obstacleOf } from "../../src/experiment/advise/obstacles.ts";
import { dominates, frontOf } from "../../src/experiment/advise/pareto.ts";
import { possibilities } from "../../src/experiment/advise/possibilities.ts";
import type { Advice } from "../../src/experiment/advise/types.ts";
import { conduct } from "../../src/experiment/trial.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

function scenario(more = ""): Scenario {
  const reading = readScenario(`apiVersion: drydock/v1
name: asked
seed: 3
duration: 5m
warmup: 10s
releaseAt: 20s
service: {replicas: 4, boot: 3s, readinessProbe: {periodSeconds: 2}, preStop: 5s}
traffic: {rate: 12/s, users: 400, client: {retries: {max: 0}}}
monitoring: {scrapeInterval: 5s, evaluationInterval: 5s, window: 30s, for: 10s, minRequests: 1}
strategies: [rolling, canary]
${more}
`);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

const faulty = "release: {faults: [errorShare: {share: 60%}]}";
const asked = (more: string): Advice => conduct(advise(scenario(more), { effort: EFFORTS.quick }));
const advised = ({ finalists }: Advice) =>
  finalists.find(({ standing }) => standing === "recommended")?.candidate.use.name ?? null;

const points = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 }), {
  minLength: 1,
  maxLength: 60,
});

describe("the Pareto front", () => {
  it("is what brute force finds: those beside whom nobody is nowhere worse and somewhere better", () => {
    fc.assert(
      fc.property(points, (all) => {
        const front = new Set(frontOf(all, dominates));
        for (const [i, a] of all.entries()) {
          let beaten = false;
          for (const b of all) {
            let [worse, better] = [0, 0];
            for (let k = 0; k < 3; k++) {
              if ((b[k] ?? 0) > (a[k] ?? 0)) worse++;
              if ((b[k] ?? 0) < (a[k] ?? 0)) better++;
            }
            if (worse === 0 && better > 0) beaten = true;
          }
          expect(front.has(i)).toBe(!beaten);
        }
      }),
    );
  });

  it("does not mind scales, order, or a point that is dominated, and keeps both of two equal ones", () => {
    fc.assert(
      fc.property(points, fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 3 }), (all, scales) => {
        const front = (some: typeof all) =>
          frontOf(some, dominates)
            .map((index) => JSON.stringify(some[index]))
            .sort();
        const before = front(all);
        const scaled = all.map((point) => point.map((value, k) => value * (scales[k] ?? 1)));
        expect(frontOf(scaled, dominates)).toEqual(frontOf(all, dominates));
        expect(front([...all].reverse())).toEqual(before);
        const beaten = (all[0] ?? []).map((value) => value + 1);
        expect(front([...all, beaten])).toEqual(before);
        const twin = [...(all[frontOf(all, dominates)[0] ?? 0] ?? [])];
        expect(front([...all, twin])).toHaveLength(before.length + 1);
      }),
    );
  });
});

describe("what a service does not allow", () => {
  const allowed = (wish: string) => {
    const asking = scenario(`advise: ${wish}`);
    return beginnings(asking)
      .filter(({ use }) => obstacleOf(use, asking) === null)
      .map(({ use }) => use.name);
  };
  const all = ["rolling", "canary", "recreate", "ramped", "blueGreen", "canaryByReplicas"];

  it.each([
    ["nothing special", "{}", all],
    ["a volume that one pod can mount", "{exclusiveVolume: true}", ["recreate"]],
    ["a schema break", "{versionsTogether: false}", ["recreate"]],
    ["no router", "{router: false}", all.filter((name) => name !== "canary")],
    ["a quota of half a second stack", "{maxPods: 6}", all.filter((name) => name !== "blueGreen")],
    ["room for a second stack", "{maxPods: 8}", all],
    ["pods with names of their own", "{identity: true}", ["recreate", "statefulSet"]],
    ["names and a schema break", "{identity: true, versionsTogether: false}", ["recreate"]],
    ["code behind a flag", "{flags: true}", [...all, "featureFlag"]],
    [
      "a flag and no router",
      "{flags: true, router: false}",
      [...all.filter((name) => name !== "canary"), "featureFlag"],
    ],
    ["a flag that a schema break defeats", "{flags: true, versionsTogether: false}", ["recreate"]],
  ])("%s", (_what, wish, expected) => {
    expect([...allowed(wish)].sort()).toEqual([...expected].sort());
  });
});

describe("the search", () => {
  it("takes steps that the strategy's own schema takes, one parameter at a time", () => {
    for (const begin of beginnings(scenario("advise: {flags: true}"))) {
      for (const next of neighbours(begin)) {
        expect(next.use.name).toBe(begin.use.name);
        const different = Object.keys(next.use.parameters).filter(
          (key) => JSON.stringify(next.use.parameters[key]) !== JSON.stringify(begin.use.parameters[key]),
        );
        expect(different).toHaveLength(1);
        expect(Object.keys(next.written)).toEqual(different);
      }
    }
    const [rolling] = beginnings(scenario());
    const surges = neighbours(rolling as NonNullable<typeof rolling>).map(({ written }) => written);
    expect(surges).toEqual([{ maxSurge: 1 }, { maxSurge: "50%" }, { maxUnavailable: 0 }, { maxUnavailable: "50%" }]);
  });

  it("weighs what may go wrong so that everything adds up to one", () => {
    for (const more of ["", faulty, "advise: {faultyReleases: 40%}"]) {
      const all = possibilities(scenario(more));
      expect(all.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(all[0]?.id).toBe("good");
    }
    expect(possibilities(scenario(faulty)).map(({ id }) => id)).toEqual(["good", "errorShare"]);
  });

  it("can change a wish in the units it is spoken of", () => {
    const other = changed(scenario(), { kind: "limit", limit: "maxDuration", from: null, to: 90 });
    expect(other.advise.maxDuration).toBe(90_000_000);
    expect(changed(scenario(), { kind: "fact", fact: "router", to: false }).advise.router).toBe(false);
  });
});

describe("the advice", () => {
  it("is a way that hurts few users where nothing is limited, and says what would change it", () => {
    const advice = asked(faulty);
    expect(["canary", "canaryByReplicas"]).toContain(advised(advice));
    const [first] = advice.finalists;
    for (const other of advice.finalists.slice(1)) {
      expect(first?.objectives.hurtUsers.mean ?? 0).toBeLessThan(other.objectives.hurtUsers.mean + 0.5);
    }
    expect(advice.flips.length).toBeGreaterThan(0);
    expect(advice.flips.some(({ confirmed }) => confirmed)).toBe(true);
    for (const { instead } of advice.flips) expect(instead).not.toBe(advice.recommended);
  });

  it("keeps to the limits: what is out within a minute is no canary", () => {
    const advice = asked(`${faulty}\nadvise: {maxDuration: 70s}`);
    expect(["rolling", "blueGreen", "recreate"]).toContain(advised(advice));
    const checks = advice.finalists.find(({ standing }) => standing === "recommended")?.checks ?? [];
    expect(checks.length).toBeGreaterThan(0);
    for (const check of checks) expect(check.holds).toBe(true);
  });

  it("is recreate where only that is possible, and names what would free the others", () => {
    const advice = asked(`${faulty}\nadvise: {exclusiveVolume: true}`);
    expect(advised(advice)).toBe("recreate");
    expect(advice.exclusions.map(({ strategy }) => strategy)).toContain("canary");
    const freed = advice.flips.find(({ change }) => change.kind === "fact");
    expect(freed?.change).toEqual({ kind: "fact", fact: "exclusiveVolume", to: false });
  });

  it("is that nothing is safe where only an outage is possible and none is allowed", () => {
    const advice = asked(`${faulty}\nadvise: {versionsTogether: false, maxDowntime: 0s}`);
    expect([advice.recommended, advised(advice)]).toEqual([null, null]);
    expect(advice.finalists[0]?.standing).toBe("beyondLimits");
    expect(advice.flips.map(({ change }) => change.kind)).toContain("fact");
  });

  it("lets money decide first when asked to", () => {
    const advice = conduct(advise(scenario(faulty), { effort: EFFORTS.quick, prefer: "cost" }));
    expect(["recreate", "rolling"]).toContain(advised(advice));
  });

  it("is the same every time, and is about the strategies named alone", () => {
    const options = { effort: EFFORTS.quick, strategies: ["rolling", "recreate"] };
    const [once, again] = [conduct(advise(scenario(faulty), options)), conduct(advise(scenario(faulty), options))];
    expect(again).toEqual(once);
    expect(new Set(once.finalists.map(({ candidate }) => candidate.use.name))).toEqual(
      new Set(["rolling", "recreate"]),
    );
  });
});
