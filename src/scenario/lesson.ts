import type { Micros } from "../kernel/time.ts";
import type { MeasureId } from "../measures/ids.ts";
import type { EventKind } from "../record/events.ts";
import type { Claim } from "./expect.ts";
import type { Localized } from "./scenario.ts";

/**
 * What a scenario teaches: a question before the run, what to look at while it plays, and what became of the guess. No
 * answer stands in it: what is right is computed from the run. A text may hold `{strategy.measure}`, which is read from
 * the run, and `[[term]]`, a word of the glossary.
 */
export interface Lesson {
  /** One sentence that makes a person want to know. */
  readonly hook: Localized;
  readonly predict: { readonly ask: Localized; readonly answer: Prediction };
  /** What to look at, in order. */
  readonly watch: readonly Scene[];
  /** What became of the guess. */
  readonly reveal: Localized;
  readonly why: WhyChain | null;
  readonly change: KnobTask | null;
  /** The same idea somewhere else. */
  readonly transfer: { readonly ask: Localized; readonly answer: Localized } | null;
}

/** How a person answers before they have seen the run. */
export type Prediction =
  /** All lanes in order, the one with the most of a measure first. */
  | { readonly kind: "rank"; readonly by: MeasureId }
  /** The one lane with the most of a measure. */
  | { readonly kind: "lane"; readonly most: MeasureId }
  /** A number, in the measure's own unit. */
  | {
      readonly kind: "number";
      readonly of: MeasureOfLane;
      readonly from: number;
      readonly to: number;
      readonly step: number;
    }
  /** One of several sentences; the right one is the first whose claim holds in the run. */
  | { readonly kind: "choose"; readonly options: readonly { readonly option: Localized; readonly when: Claim }[] };

export interface MeasureOfLane {
  readonly strategy: string;
  readonly measure: MeasureId;
}

/** One thing to look at. */
export interface Scene {
  readonly text: Localized;
  /** Time from the start of the measured window, µs. */
  readonly seek: Micros;
  /** The picture plays from `seek` up to here; null: it rests. */
  readonly playTo: Micros | null;
  /** Name of the strategy whose lane is marked; null: all of them matter. */
  readonly lane: string | null;
}

/** An event whose causes are shown, from the engine's record. */
export interface WhyChain {
  readonly text: Localized;
  readonly lane: string;
  readonly event: EventKind;
  readonly which: "first" | "last";
}

/** One value of the file to move, and what to look at meanwhile. */
export interface KnobTask {
  readonly ask: Localized;
  /** Path in the file; an element of a list by its name: `strategies.rolling.maxSurge`. */
  readonly field: string;
  /** The positions, as they would be written in the file; 2 to 40. */
  readonly values: readonly FieldValue[];
  /** Which of them the file has. */
  readonly start: number;
  readonly look: readonly MeasureOfLane[];
}

export type FieldValue = string | number | boolean;
