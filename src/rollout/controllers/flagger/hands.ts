import type { Readiness } from "./readiness.ts";

/** What a webhook may decide about. A `rollback` hook that succeeds calls the analysis off. */
export type Gate =
  | "confirm-rollout"
  | "pre-rollout"
  | "confirm-traffic-increase"
  | "confirm-promotion"
  | "post-rollout"
  | "rollback";

/** Weights in the router's object, percent. Mirrored: the canary gets copies whose answers nobody sees. */
export interface FlaggerRoutes {
  readonly primary: number;
  readonly canary: number;
  readonly mirrored: boolean;
}

/** All that a tick reads and writes outside its own status. */
export interface FlaggerHands {
  /** Of the target's present pod template. */
  readonly targetHash: string;
  readonly routes: FlaggerRoutes;
  readiness(of: "primary" | "canary"): Readiness;
  /** Calls the hooks of one kind in order. True: all of them succeeded, or there are none; of `rollback`: one succeeded. */
  passes(gate: Gate): boolean;
  /** Rollout hooks, then metrics; the first failure ends it. */
  analyse(): boolean;
  setRoutes(routes: FlaggerRoutes): void;
  /** The target gets its pods. */
  scaleUp(): void;
  scaleToZero(): void;
  /** Copies the target's template to the primary, which rolls it out by itself. */
  promoteSpec(): void;
  /** The target changed in mid-analysis, which begins again. */
  restarted(): void;
}
