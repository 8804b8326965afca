import { sampler } from "../kernel/distributions.ts";
import type { Law } from "../kernel/law.ts";
import { stream } from "../kernel/streams.ts";
import { HOUR, type Micros } from "../kernel/time.ts";
import type { OnCallSpec } from "./spec.ts";

/** How long the next person takes for what, µs. Each span has a stream of its own: lanes share their people's luck. */
export interface OnCall {
  /** From a page at `now` to somebody's acknowledgement. */
  acknowledge(now: Micros): Micros;
  decide(): Micros;
  act(): Micros;
}

/** Persons a page goes to before it is left to the last one. */
const ESCALATIONS_MAX = 3;
const DAY: Micros = 24 * HOUR;

export function createOnCall(spec: OnCallSpec, seed: string): OnCall {
  const drawn = (law: Law, name: string) => {
    const chance = stream(seed, name);
    const { sample } = sampler(law);
    return () => Math.round(sample(chance));
  };
  const inHours = drawn(spec.acknowledge, "onCall.acknowledge");
  const outOfHours =
    spec.acknowledgeOutOfHours === null ? inHours : drawn(spec.acknowledgeOutOfHours, "onCall.acknowledgeOutOfHours");
  return {
    acknowledge(now) {
      const draw = isWorkingTime(spec, now) ? inHours : outOfHours;
      let passed = 0;
      let answer = draw();
      if (spec.escalateAfter === null) return answer;
      for (let i = 0; i < ESCALATIONS_MAX && answer > passed + spec.escalateAfter; i++) {
        passed += spec.escalateAfter;
        // Whoever was called first may still be quicker than the next one.
        answer = Math.min(answer, passed + draw());
      }
      return answer;
    },
    decide: drawn(spec.decide, "onCall.decide"),
    act: drawn(spec.act, "onCall.act"),
  };
}

/** Is the instant within working hours? Hours may go past midnight: from 22:00 to 06:00. */
function isWorkingTime({ localTime, workingHours: { from, to } }: OnCallSpec, now: Micros): boolean {
  const clock = (localTime + now) % DAY;
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to;
}
