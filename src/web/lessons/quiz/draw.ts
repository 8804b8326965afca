import { type Stream, stream } from "../../../kernel/streams.ts";

/** Positions of the knobs too: the values a world is drawn from. */
export const BOOTS = ["2s", "5s", "10s", "20s", "40s"] as const;
export const WINDOWS = ["30s", "1m", "2m"] as const;
const REPLICAS = [3, 4, 6, 8, 10] as const;
const RATES = [40, 80, 120, 200] as const;
const SHARES = ["2%", "5%", "10%", "20%", "40%"] as const;
/** Every window holds at least two of them. */
const SCRAPES = ["5s", "10s", "15s"] as const;
const LIMITS = ["1%", "2%", "5%"] as const;

/** What is wrong with v2; bad answers come up most. */
const FAULTS = ["errors", "errors", "errors", "readyTooEarly", "neverReady", "good"] as const;
export type QuizFault = (typeof FAULTS)[number];

/** Ways of deploying that a question compares. */
const STRATEGIES = ["recreate", "rolling", "blueGreen", "canary"] as const;
export type QuizStrategy = (typeof STRATEGIES)[number];

export const QUESTIONS = ["mostHurt", "mostPods", "order", "outage", "ending"] as const;
export type QuestionKind = (typeof QUESTIONS)[number];

/** A world at random, and what is asked about it. */
export interface Draw {
  readonly kind: QuestionKind;
  /** In the order of the lanes. */
  readonly strategies: readonly QuizStrategy[];
  /** The lane that is asked about, where it is one. */
  readonly about: QuizStrategy;
  readonly fault: QuizFault;
  readonly replicas: number;
  readonly rate: number;
  readonly boot: (typeof BOOTS)[number];
  readonly share: string;
  readonly scrape: string;
  readonly window: (typeof WINDOWS)[number];
  readonly limit: string;
}

/** The same seed and attempt give the same world. */
export function draw(seed: string, attempt: number): Draw {
  const chance = stream(`quiz/${seed}/${attempt}`, "world");
  const kind = one(QUESTIONS, chance);
  const dropped = one(STRATEGIES, chance);
  const strategies = kind === "outage" ? STRATEGIES : STRATEGIES.filter((name) => name !== dropped);
  return {
    kind,
    strategies,
    about: kind === "outage" ? "recreate" : one(strategies, chance),
    fault: kind === "outage" ? "good" : one(FAULTS, chance),
    replicas: one(REPLICAS, chance),
    rate: one(RATES, chance),
    boot: one(BOOTS, chance),
    share: one(SHARES, chance),
    scrape: one(SCRAPES, chance),
    window: one(WINDOWS, chance),
    limit: one(LIMITS, chance),
  };
}

function one<T>(choices: readonly T[], chance: Stream): T {
  return choices[Math.floor(chance.uniform() * choices.length)] as T;
}
