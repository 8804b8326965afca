import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { duration, share } from "../../src/quantity/index.ts";
import { strategy } from "../../src/rollout/rollout.ts";
import { BOOT, rehearse, SUBMITTED } from "./rehearsal.ts";

const text = (en: string) => ({ description: { en, ko: en } });

/** What a newcomer would write: one pod, a share of the traffic, a look, and everything or nothing. */
const oneLook = strategy({
  name: "oneLook",
  summary: { en: "One look, then all.", ko: "한 번 보고 전부." },
  carriedOutBy: "this recipe",
  parameters: v.strictObject({
    share: share({ default: "10%", ...text("Share while looking.") }),
    look: duration({ default: "60s", ...text("Time to look.") }),
  }),
  *run(rollout, { share: looking, look }) {
    yield* rollout.scale("new", 1);
    rollout.route({ new: looking });
    yield rollout.wait(20 * SECOND);
    rollout.note("looking");
    const analysis = rollout.measured({
      metrics: null,
      interval: 10 * SECOND,
      initialDelay: 0,
      failureLimit: 0,
      count: null,
    });
    const verdict = yield* rollout.analyse(analysis, look);
    if (verdict === "failed") return yield* rollout.abort();
    return yield* rollout.promote();
  },
});

describe("a recipe of one's own over the seam", () => {
  it("scales, routes, looks, and promotes what is good", () => {
    const { record, replicaSets, exposure } = rehearse(oneLook);
    expect(record.result).toBe("completed");
    expect(record.weights.map(({ weight }) => weight)).toEqual([0.1, 1]);
    expect(exposure(SUBMITTED + BOOT + 1, SUBMITTED + BOOT + 79)).toBeCloseTo(0.1, 9);
    expect(replicaSets.map(({ replicas }) => replicas)).toEqual([0, 10]);
  });

  it("and aborts what is bad, as soon as the verdict is clear", () => {
    const { record, replicaSets, events } = rehearse(oneLook, { errors: 0.5 });
    expect(record.result).toBe("rolledBack");
    expect(Number(record.abortedAt) / SECOND).toBeCloseTo(SUBMITTED + BOOT + 20, 0);
    expect(record.weights.map(({ weight }) => weight)).toEqual([0.1, 0]);
    expect(replicaSets.map(({ replicas }) => replicas)).toEqual([10, 0]);
    expect(events.filter(({ kind }) => kind === "noted").map(({ detail }) => detail.text)).toEqual(["looking"]);
  });

  it("looks no longer than it was told when nothing is wrong", () => {
    const { events } = rehearse(oneLook, { parameters: { look: "30s" } });
    const [from, to] = ["analysisStarted", "analysisSucceeded"].map((name) => events.find(({ kind }) => kind === name));
    expect(Number(to?.at) - Number(from?.at)).toBe(30 * SECOND);
  });
});
