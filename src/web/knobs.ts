/** What the sliders change, in the units of the sliders. */
export interface Knobs {
  /** Error share of the new version, percent. */
  readonly errorPercent: number;
  readonly replicas: number;
  /** From container start to listening, median, s. */
  readonly bootSeconds: number;
  /** Requests per second at the start of the run. */
  readonly ratePerSecond: number;
}

export type KnobName = keyof Knobs;

/** The reach of a slider. */
export interface KnobRange {
  readonly name: KnobName;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export const KNOB_RANGES: readonly KnobRange[] = [
  { name: "errorPercent", min: 0, max: 50, step: 0.5 },
  { name: "replicas", min: 1, max: 30, step: 1 },
  { name: "bootSeconds", min: 1, max: 90, step: 1 },
  { name: "ratePerSecond", min: 5, max: 400, step: 5 },
];
