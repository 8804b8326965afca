import { compare } from "../../../experiment/compare.ts";
import type { Comparison } from "../../../experiment/types.ts";
import { assert } from "../../../kernel/assert.ts";
import { printYaml } from "../../../scenario/print.ts";
import { readScenario } from "../../../scenario/read.ts";
import { type Standing, truthOf } from "../truth.ts";
import { type Draw, draw } from "./draw.ts";
import { askAbout, worldOf } from "./world.ts";

/** Worlds tried until one has an answer that nobody can dispute; about every second one has. */
const ATTEMPTS_MAX = 24;

/**
 * The scenario that asks the question of this seed: a world at random with a lesson about it. Its answer is not drawn
 * but computed: a world is rehearsed, and taken only if what it is asked about has one clear answer.
 */
export function questionText(seed: string): string {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const drawn = draw(seed, attempt);
    const comparison = rehearsed(printYaml(worldOf(drawn, seed)));
    if (!isClear(drawn, comparison)) continue;
    return printYaml({ ...worldOf(drawn, seed), ...askAbout(drawn, comparison) });
  }
  throw new Error(`no question in ${ATTEMPTS_MAX} worlds of seed ${seed}`);
}

function rehearsed(text: string): Comparison {
  const reading = readScenario(text);
  assert(reading.ok, "a drawn world is a scenario");
  return compare(reading.value);
}

/** The largest is larger than the next by this factor: no matter of luck, and nothing to quarrel about. */
const CLEAR_FACTOR = 1.25;
/** Fewer users, requests or pod seconds than this are no difference. */
const CLEAR_LEAST = 20;
/** As far as the slider goes, s. */
const OUTAGE_MOST = 90;

function isClear({ kind }: Draw, comparison: Comparison): boolean {
  switch (kind) {
    case "mostHurt":
      return standsOut(standings("hurt_user_count", comparison).slice(0, 2));
    case "mostPods":
      return standsOut(standings("surge_overhead_pod_s", comparison).slice(0, 2));
    case "order":
      return standsOut(standings("bad_requests", comparison));
    case "outage": {
      const outage = comparison.lanes.find(({ strategy }) => strategy === "recreate")?.measures.zero_ready_s ?? 0;
      return outage > 0 && outage < OUTAGE_MOST;
    }
    case "ending":
      return comparison.lanes.every(({ run }) => run.rollout.result !== "unfinished");
  }
}

/** Each is clearly more than the next. */
function standsOut(order: readonly Standing[]): boolean {
  return order.every(({ value }, index) => {
    const next = order[index + 1]?.value ?? null;
    if (index === order.length - 1) return true;
    return value !== null && next !== null && value >= CLEAR_LEAST && value >= CLEAR_FACTOR * next;
  });
}

function standings(by: "hurt_user_count" | "surge_overhead_pod_s" | "bad_requests", comparison: Comparison) {
  const truth = truthOf({ kind: "rank", by }, comparison);
  return truth.kind === "rank" ? truth.order : [];
}
