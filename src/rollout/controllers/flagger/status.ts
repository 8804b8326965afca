export type FlaggerPhase =
  | "Initialized"
  | "Waiting"
  | "Progressing"
  | "WaitingPromotion"
  | "Promoting"
  | "Finalising"
  | "Succeeded"
  | "Failed";

/** `status` of a Canary. */
export interface FlaggerStatus {
  readonly phase: FlaggerPhase;
  /** Counted over the whole analysis; a passing check takes nothing back. */
  readonly failedChecks: number;
  readonly iterations: number;
  /** The reported weight, percent. Decisions are made on the router's, not on this one. */
  readonly canaryWeight: number;
  /** Hash of the target's template when the status was last synchronised. */
  readonly lastAppliedSpec: string;
  readonly lastPromotedSpec: string;
}

/** Of a Canary that was set up long ago and has nothing to do. */
export function initialized(hash: string): FlaggerStatus {
  return {
    phase: "Initialized",
    failedChecks: 0,
    iterations: 0,
    canaryWeight: 0,
    lastAppliedSpec: hash,
    lastPromotedSpec: hash,
  };
}

/** Writes a phase with fresh counters and remembers the target's present hash (Flagger v1.44 `status.go:syncCanaryStatus`). */
export function synced(
  status: FlaggerStatus,
  phase: FlaggerPhase,
  rest: { readonly hash: string; readonly canaryWeight?: number },
): FlaggerStatus {
  const { hash, canaryWeight = 0 } = rest;
  return { ...status, phase, failedChecks: 0, iterations: 0, canaryWeight, lastAppliedSpec: hash };
}

/**
 * Writes a phase (`status.go:setStatusPhase`). Phases at rest and those of the end start the reported counters again; a gate
 * before the promotion puts the iterations one back, so that in tests by iterations it is asked every second tick.
 */
export function withPhase(status: FlaggerStatus, phase: FlaggerPhase, iterations: number): FlaggerStatus {
  const next = { ...status, phase };
  if (phase === "Progressing" || phase === "Waiting" || phase === "Promoting") return next;
  const cleared = { ...next, canaryWeight: 0, iterations: phase === "WaitingPromotion" ? iterations - 1 : 0 };
  return phase === "Succeeded" ? { ...cleared, lastPromotedSpec: status.lastAppliedSpec } : cleared;
}

/** Going back to what was promoted last is no new revision (`spec.go:hasSpecChanged`). */
export function hasSpecChanged(status: FlaggerStatus, hash: string): boolean {
  if (status.lastAppliedSpec === "") return true;
  return hash !== status.lastPromotedSpec && hash !== status.lastAppliedSpec;
}
